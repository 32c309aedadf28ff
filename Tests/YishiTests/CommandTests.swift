import Deliberation
import Desk
import Foundation
import Procedure
import Record
import Testing
import Wire

@testable import yishi

@Suite("Commands")
struct CommandTests {
    @Test("help names every command in one line each")
    func help() {
        for command in CommandLineTool.commands {
            #expect(HelpCommand.text.contains("yishi \(command.name)"))
            #expect(!command.does.isEmpty && !command.does.contains("\n"))
        }
        #expect(
            CommandLineTool.commands.map { $0.name } == [
                "serve", "demo", "check", "doctor", "verify", "root", "rebuild", "export", "backup", "restore", "outbox", "forget", "code",
                "suspend", "end", "key", "read", "same", "learn", "train", "evaluate", "help",
            ])
    }

    @Test(
        "what is no command ends with 2",
        arguments: [
            ["fly"], ["serve", "--colour"], ["key"], ["learn"], ["learn", "--out", "x", "--unit", "东园"], ["code", "a"],
            ["demo", "--port", "x"], ["read", "x"], ["export"], ["forget", "--done", "qq"], ["forget", "--done", "--yes"],
            ["export", "--deviations", "--unit", "东园"],
        ])
    func usage(_ given: [String]) { #expect(CommandLineTool.run(given) == 2) }

    @Test(
        "help and version by the names people try first; help of one command",
        arguments: [
            ["--help"], ["-h"], ["help"], ["--version"], ["version"], ["help", "restore"], ["restore", "--help"], ["serve", "-h"],
        ])
    func asked(_ given: [String]) { #expect(CommandLineTool.run(given) == 0) }

    @Test("the system's error numbers are told in sentences")
    func sentences() {
        let failure = StoreFailure("back up", .file(path: "/x", errno: ENOENT))
        #expect("\(failure)" == "back up: /x: there is no such file or folder")
        for number in [EEXIST, EACCES, EPERM, ENOSPC, EROFS, EISDIR, ENOTDIR] {
            #expect(!StoreFailure.words(ofError: number).contains("error"))
        }
        #expect(StoreFailure.words(ofError: EIO).contains("error \(EIO)"))
        let nowhere = #expect(throws: (any Error).self) {
            try FileManager.default.moveItem(atPath: "/nowhere/at/all", toPath: "/nowhere/else")
        }
        #expect(nowhere.map { !CommandLineTool.words(of: $0).contains("NSCocoaErrorDomain") } == true)
    }

    /// What a command that cannot be done says; nil when it could.
    private func fault(_ body: () throws -> Void) -> String? {
        do {
            try body()
            return nil
        } catch { return CommandLineTool.words(of: error) }
    }

    @Test("what cannot be done says why and what to do")
    func remedies() throws {
        let folder = try Folder()
        defer { folder.remove() }
        try folder.configure()
        let nowhere = try Arguments(["--config", "/nowhere/at/all"], options: ["config"])
        let noRecord = try Arguments(["--config", folder.path, "--data", folder.path + "/none"], options: ["config", "data"])
        let noFile = "there is no such file or folder"
        let expected: [(said: String?, words: [String])] = [
            (fault { _ = try Folders.configuration(nowhere) }, ["/nowhere/at/all is not there", "cp -r Config", "--config"]),
            (fault { _ = try OpenRecord(noRecord) }, ["there is no record at \(folder.path)/none/yishi.db", "yishi serve", "--data"]),
            (fault { try Folders.make("/proc/none/data") }, ["/proc/none/data cannot be made: "]),
            (fault { _ = try Folders.bytes("/nowhere/table.tsv") }, ["/nowhere/table.tsv cannot be read: \(noFile)"]),
            (fault { try TableFile.write([], to: "/nowhere/out") }, ["/nowhere/out cannot be written: \(noFile)"]),
            (fault { throw StoreFailure("open", .wrongIdentityKey) }, ["put back the copy"]),
            (fault { throw StoreFailure("seal", .cipher) }, ["libcrypto", "apt-get install"]),
            (fault { throw StoreFailure("open", .inUse(path: "/x")) }, ["systemctl stop yishi"]),
            (fault { throw Failed.noDataFolder }, ["yishi.json", "--data", "YISHI_DATA"]),
        ]
        for (said, words) in expected {
            let said = try #require(said)
            for word in words { #expect(said.contains(word), "\(said)") }
            #expect(!said.contains("NSCocoa") && !said.contains("\n"))
        }
        let texts = try #require(Checkup.texts(Folder.repository))
        #expect(texts.render("doctor.record.unreadable", ["reason": "x"]).contains("yishi restore"))
    }

    @Test("what cannot be done ends with 1")
    func failed() { #expect(CommandLineTool.run(["check", "--config", "/nowhere/at/all"]) == 1) }

    @Test("a line is read; one that cannot be keeps its place")
    func read() throws {
        let library = try Library(folder: Folder.repository)
        let now = Instant(seconds: 1_772_413_200)
        let (answer, isRead) = ReadCommand.answer(to: #"{"text":"附议 12","role":"resident","context":"group"}"#, library, now: now)
        let json = try JSON(parsing: Array(answer.utf8))
        #expect(isRead)
        #expect(json["do"]?.string == "act")
        #expect(json["intent"]?.string == "endorse")
        #expect(json["slots"]?["number"]?.integer == 12)
        for line in ["", "{", #"{"text":5}"#, #"{"text":"x","role":"king"}"#] {
            let (answer, isRead) = ReadCommand.answer(to: line, library, now: now)
            #expect(!isRead)
            #expect(try JSON(parsing: Array(answer.utf8))["error"]?.string?.isEmpty == false)
        }
    }

    @Test("codes are for posts of the roster and for groups")
    func codes() throws {
        #expect(try CodeCommand.purpose("group", "work") == .group(.work))
        #expect(try CodeCommand.purpose("liaisonOfficer", "李明") == .post(.liaisonOfficer, name: "李明"))
        #expect(throws: UsageFault.self) { try CodeCommand.purpose("group", "party") }
        #expect(throws: UsageFault.self) { try CodeCommand.purpose("proposer", "李明") }
    }

    @Test("a post is lent through a day from today to a year ahead; a group is not lent, and the fault says what would be right")
    func lent() throws {
        let today = try #require(CivilDate(iso: "2026-03-02"))
        let post = CodePurpose.post(.liaisonOfficer, name: "李明")
        for day in ["2026-03-02", "2026-03-20", "2027-03-03"] {
            let until = try #require(CivilDate(iso: day))
            #expect(try CodeCommand.lent(post, until: day, today: today) == .post(.liaisonOfficer, name: "李明", until: until))
        }
        let wrong = [
            ("2026-03-01", "--until 2026-03-01 is over: today is 2026-03-02"),
            ("2027-03-04", "--until is 2027-03-03 at the latest; without it the post is held until it is ended"),
            ("3月20日", "--until is a day such as 2026-03-02"), ("2026-02-30", "--until is a day such as 2026-03-02"),
            ("", "--until is a day such as 2026-03-02"),
        ]
        for (day, fault) in wrong {
            #expect(throws: UsageFault(fault)) { try CodeCommand.lent(post, until: day, today: today) }
        }
        #expect(throws: UsageFault("--until is for posts; a group stays bound")) {
            try CodeCommand.lent(.group(.work), until: "2026-03-20", today: today)
        }
    }
}
