import Board
import CSQLite
import Deliberation
import Desk
import Foundation
import Gateways
import Procedure
import Record
import Testing

@testable import yishi

/// The officers' morning: what is owed, and the root that leaves the house each day (design 2.5).
@Suite("The officers' digest")
struct DigestTests {
    let folder: String
    let identity = IdentityKey.random()
    let library: Library

    init() throws {
        folder = FileManager.default.temporaryDirectory.appendingPathComponent("yishi-digest-\(UUID().uuidString)").path
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        library = try Library(folder: Folder.repository)
    }

    private var database: String { folder + "/yishi.db" }

    private func begin(at iso: String, digest: Int?) throws -> Rehearsal {
        let town = try Town(parsing: Array(try Data(contentsOf: URL(fileURLWithPath: Folder.repository + "/demo.json"))))
        let store = try Store.open(path: database, identity: identity)
        let start = try #require(CivilMoment(iso: iso)).instant
        return try Rehearsal(library: library, town: town, store: store, from: start, runs: false, prefix: "", digest: digest)
    }

    private func digests(_ stage: Rehearsal, _ group: String = "东园社区工作群") throws -> [Sandbox.Message] {
        let id = try #require(stage.town.group(named: group)).id
        return stage.sandbox.messages.filter { $0.sender == nil && $0.chat.id == id && $0.text.contains("当日根 ") }
    }

    private func until(_ stage: Rehearsal, _ iso: String) throws { stage.advance(to: try #require(CivilMoment(iso: iso)).instant) }

    private func suggest(_ stage: Rehearsal, _ text: String) throws {
        let group = try #require(stage.town.group(named: "东园社区居民群"))
        #expect(stage.say(text, as: try #require(stage.town.person(named: "张三")), in: group).outcome == .decided)
    }

    @Test(
        "on working days at its time, what is due first in front and the root at the end; none where nothing is owed and nothing happened")
    func mornings() throws {
        defer { try? FileManager.default.removeItem(atPath: folder) }
        // A Thursday.
        let stage = try begin(at: "2026-03-05T09:00", digest: 8 * 60 + 30)
        defer { stage.desk.stop() }
        for index in 1...12 { try suggest(stage, "建议：第\(index)栋的路灯不亮") }
        try until(stage, "2026-03-06T08:29")
        #expect(try digests(stage).isEmpty)
        try until(stage, "2026-03-06T08:31")
        let first = try #require(try digests(stage).first)
        #expect(first.at.civil.iso == "2026-03-06T08:30")
        let lines = first.text.split(separator: "\n")
        #expect(lines.count == 13, "a heading, ten lines, what is left out, the root")
        #expect(lines.first == "东园社区待办12件：" && lines.last.flatMap { Root(line: String($0)) } != nil)
        // Saturday and Sunday are nobody's.
        try until(stage, "2026-03-09T08:29")
        #expect(try digests(stage).count == 1)
        try until(stage, "2026-03-09T08:31")
        #expect(try digests(stage).count == 2)
        // Nothing has happened since: what is due first is enough, until something does.
        let second = try #require(try digests(stage).last).text.split(separator: "\n")
        #expect(second.count == 6 && second.first == "东园社区的待办还是那些，没有新进展。最急的：", "\(second)")
        #expect(Array(second[1...3]) == Array(lines[1...3]) && second.last.flatMap { Root(line: String($0)) } != nil)
        try suggest(stage, "建议：西门加一盏灯")
        try until(stage, "2026-03-10T08:31")
        #expect(try digests(stage).last?.text.hasPrefix("东园社区待办13件：") == true)
        // The neighbours had their unit opened, which is told once; after that there is nothing to tell.
        let neighbours = try #require(stage.town.groups.first { $0.unit.name == "nanhu" && $0.purpose == .work }).name
        #expect(try digests(stage, neighbours).map { $0.text.prefix { $0 != "\n" } } == ["南湖社区现在没有要办的事。"])
    }

    @Test("the line of a morning checks with verify --root however much comes after it; a record cut short does not")
    func root() throws {
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let stage = try begin(at: "2026-03-05T09:00", digest: 8 * 60 + 30)
        try suggest(stage, "建议：东门路灯不亮")
        try until(stage, "2026-03-06T09:00")
        let early = try #require(try digests(stage).last?.text)
        try suggest(stage, "建议：西门路灯不亮")
        try until(stage, "2026-03-09T09:00")
        let late = try #require(try digests(stage).last?.text)
        try suggest(stage, "建议：南门路灯不亮")
        stage.desk.stop()
        let store = try Store.open(path: database, identity: identity)
        // As officers keep them: whole messages, copied into a file.
        let kept = folder + "/kept.txt"
        try Data((early + "\n\n" + late + "\n").utf8).write(to: URL(fileURLWithPath: kept))
        let check = try RootCheck(kept, texts: library.texts)
        #expect(check.roots.count == 2)
        #expect(try check.judge(store).agree)
        // The second suggestion put out of the way by somebody who knows how: every chain closes, every derived row agrees.
        let dongyuan = try #require(UnitID("dongyuan"))
        let events = try store.read { ledger throws(StoreFailure) in try ledger.events(after: 0, limit: 1000) }
        let second = try #require(events.last { $0.unit == dongyuan && $0.matter.serial == 2 })
        let whole = try store.read { ledger throws(StoreFailure) in try ledger.verifyChains() }
        #expect(whole.allSatisfy { $0.isWhole })
        try sql(
            """
            DELETE FROM event WHERE unit = (SELECT id FROM unit WHERE name = 'dongyuan') AND n >= \(second.n);
            UPDATE unit SET n = \(second.n - 1), head = (SELECT hash FROM event WHERE unit = unit.id AND n = \(second.n - 1)) WHERE name = 'dongyuan';
            """)
        let forged = try Store.open(path: database, identity: identity)
        let chains = try forged.read { ledger throws(StoreFailure) in try ledger.verifyChains() }
        #expect(chains.allSatisfy { $0.isWhole }, "the chain alone does not tell")
        let found = try check.judge(forged)
        #expect(!found.agree && found.lines.first?.contains("2026-03-06的根相符，2026-03-09的不符") == true, "\(found.lines)")
    }

    @Test(
        "one that was missed comes once, late and says so; without a setting there is none, and an hour that is changed is the one that counts"
    )
    func restarts() throws {
        defer { try? FileManager.default.removeItem(atPath: folder) }
        var stage = try begin(at: "2026-03-05T09:00", digest: 8 * 60 + 30)
        try suggest(stage, "建议：东门路灯不亮")
        stage.desk.stop()
        stage = try begin(at: "2026-03-09T10:00", digest: 8 * 60 + 30)
        stage.settle()
        let late = try digests(stage)
        #expect(late.count == 1 && late[0].text.contains("3月6日"), "\(late.map(\.text))")
        stage.desk.stop()
        stage = try begin(at: "2026-03-09T11:00", digest: 17 * 60)
        try until(stage, "2026-03-09T17:01")
        #expect(try digests(stage).map(\.at.civil.iso) == ["2026-03-09T17:00"])
        stage.desk.stop()
        stage = try begin(at: "2026-03-09T18:00", digest: nil)
        defer { stage.desk.stop() }
        try until(stage, "2026-03-12T18:00")
        #expect(try digests(stage).isEmpty)
    }

    @Test("the setting is a time of the day")
    func setting() throws {
        let folder = try Folder()
        defer { folder.remove() }
        for (given, minute) in [("\"08:30\"", 510), ("\"00:00\"", 0), ("\"23:59\"", 1439), ("\"\"", nil)] as [(String, Int?)] {
            try folder.configure(["digest": given])
            #expect(folder.faults() == [])
            #expect(try Configuration(folder: folder.path).digest == minute)
        }
        try folder.configure()
        #expect(try Configuration(folder: folder.path).digest == nil)
        for wrong in ["\"24:00\"", "\"8:30\"", "\"08:30:00\"", "830", "\"早上\""] {
            try folder.configure(["digest": wrong])
            #expect(folder.faults().count == 1, "\(wrong)")
        }
    }

    private func sql(_ text: String) throws {
        var connection: OpaquePointer?
        defer { sqlite3_close(connection) }
        #expect(sqlite3_open(database, &connection) == SQLITE_OK)
        #expect(sqlite3_exec(connection, text, nil, nil, nil) == SQLITE_OK)
    }
}
