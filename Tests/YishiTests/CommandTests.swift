import Deliberation
import Desk
import Procedure
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
                "key",
                "read",
                "help",
            ])
    }

    @Test(
        "what is no command ends with 2",
        arguments: [
            ["fly"], ["serve", "--colour"], ["key"], ["code", "a"], ["demo", "--port", "x"], ["read", "x"], ["export"],
            ["export", "--deviations", "--unit", "东园"],
        ])
    func usage(_ given: [String]) { #expect(CommandLineTool.run(given) == 2) }

    @Test("what cannot be done ends with 1")
    func failed() { #expect(CommandLineTool.run(["check", "--config", "/nowhere/at/all"]) == 1) }

    @Test("a line is read; one that cannot be keeps its place")
    func read() throws {
        let library = try Library(folder: Folder.repository)
        let now = Instant(seconds: 1_772_413_200)
        let (answer, isRead) = ReadCommand.answer(to: #"{"text":"附议 12","role":"resident","context":"group"}"#, library.reader, now: now)
        let json = try JSON(parsing: Array(answer.utf8))
        #expect(isRead)
        #expect(json["do"]?.string == "act")
        #expect(json["intent"]?.string == "endorse")
        #expect(json["slots"]?["number"]?.integer == 12)
        for line in ["", "{", #"{"text":5}"#, #"{"text":"x","role":"king"}"#] {
            let (answer, isRead) = ReadCommand.answer(to: line, library.reader, now: now)
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
}
