import Foundation
import Procedure
import Record
import Testing
import Wire

@testable import yishi

@Suite("Doctor")
struct CheckupTests {
    private func findings(_ folder: borrowing Folder, at now: Instant = Instant(seconds: 1_772_413_200)) -> [String: Checkup.Finding] {
        let findings = Checkup(folder: folder.path, data: nil, now: now).findings()
        return Dictionary(findings.map { ($0.key, $0) }, uniquingKeysWith: { first, _ in first })
    }

    @Test("every finding has its line, in one line")
    func lines() throws {
        let texts = try #require(Checkup.texts(Folder.repository))
        let source = try String(contentsOfFile: Folder.repository + "/../Sources/yishi/Checkup.swift", encoding: .utf8)
        let keys = source.matches(of: /"([a-z]+\.[a-zA-Z]+)"/).map { String($0.1) }
        #expect(keys.count > 20)
        for key in keys where key != "identity.key" { #expect(texts.has("doctor.\(key)"), "\(key)") }
        for key in keys where texts.has("doctor.\(key)") { #expect(!texts.render("doctor.\(key)", [:]).contains("\n")) }
    }

    @Test("a platform that nobody answers for, a daemon that is not there, a year without calendar")
    func around() throws {
        let folder = try Folder()
        // Where nothing listens, whatever else runs on this machine.
        try folder.configure(["endpoints": Folder.endpoint(["api": "http://127.0.0.1:1"])])
        let found = findings(folder, at: Instant(seconds: 1_900_000_000))
        #expect(found["gateway.unreachable"]?.isGood == false)
        #expect(found["daemon.none"]?.isGood == false)
        #expect(found["calendar.missing"]?.values["year"] == "2030")
    }

    @Test("a folder that takes no file is told with the system's reason")
    func disk() {
        #expect(Checkup.refusesWriting("/proc") != nil)
        #expect(Checkup.refusesWriting(FileManager.default.temporaryDirectory.path) == nil)
    }

    @Test("sizes as disks are sold", arguments: [(512, "512 B"), (819_200, "819.2 KB"), (81_500_000_000, "81.5 GB")])
    func sizes(_ bytes: Int, _ shown: String) { #expect(Checkup.size(Int64(bytes)) == shown) }

    @Test("no core is written of a process that forbade it")
    func cores() async {
        await #expect(processExitsWith: .success) {
            forbidCoreDumps()
            exit(mayDumpCore ? 1 : 0)
        }
    }

    @Test("the same refusal is told once a minute")
    func refusals() {
        var refusals = Webhooks.Refusals()
        let now = Instant(seconds: 1_772_413_200)
        #expect(refusals.tell("wrong X-Signature", at: now) == 0)
        for second in 1..<60 { #expect(refusals.tell("wrong X-Signature", at: now + .seconds(Int64(second))) == nil) }
        #expect(refusals.tell("no X-Signature header", at: now + .seconds(5)) == 0)
        #expect(refusals.tell("wrong X-Signature", at: now + .seconds(61)) == 59)
    }
}
