import CSQLite
import Deliberation
import Dispatch
import Foundation
import Gateways
import Procedure
import Record
import Testing
import Wire

@testable import Board
@testable import Desk

/// Erased bytes are in no gap of a page either, whoever erased them and whoever was to sweep (design 2.10).
@Suite("Sweeping", .serialized)
struct SweepingTests {
    /// What stands in a gap of a page and in no row: as if somebody else had erased it and not swept.
    private static let residue = Array("留在页缝里的一句谁也没扫过的话".utf8)

    private static func leaveResidue(in store: Store) throws {
        var connection: OpaquePointer?
        try #require(sqlite3_open(store.path, &connection) == SQLITE_OK)
        defer { sqlite3_close(connection) }
        let words = String(decoding: residue, as: UTF8.self)
        let statements = """
            PRAGMA secure_delete = OFF;
            INSERT INTO aside (at, length, place, key, reason) VALUES (1, 1, 'x', x'', '\(words)');
            DELETE FROM aside WHERE at = 1;
            """
        try #require(sqlite3_exec(connection, statements, nil, nil, nil) == SQLITE_OK)
        try #require(try store.checkpoint())
        #expect(store.holds(anyOf: [residue]))
    }

    private static func office(_ desk: Desk) -> Office { Office(library: desk.library, clock: desk.clock, standing: Standing()) }

    private static func erase(_ text: String, _ office: Office, _ store: Store) throws {
        try store.write { ledger throws(StoreFailure) in try office.noteTraces([Array(text.utf8)], &ledger) }
    }

    /// A record nobody else is writing to.
    private static func quiet() throws -> (script: Script, desk: Desk) {
        let script = try Script()
        script.stage.desk.stop()
        return (script, script.stage.desk)
    }

    @Test("what is erased while a large file is made anew stays to be swept, and is looked for")
    func meanwhile() throws {
        let (script, desk) = try Self.quiet()
        defer { script.end() }
        let office = Self.office(desk)
        #expect(try desk.unswept(office) == nil)
        try Self.erase("路灯不亮", office, desk.store)
        let first = try #require(try desk.unswept(office))
        #expect(try desk.store.checkpoint())
        let isDone = DispatchSemaphore(value: 0)
        try desk.store.write { ledger throws(StoreFailure) in
            Thread.detachNewThread {
                try? desk.sweep(first)
                isDone.signal()
            }
            // It has looked, and waits for the writer.
            usleep(300_000)
            try office.noteTraces([Array("长椅坏了".utf8)], &ledger)
        }
        isDone.wait()
        let second = try #require(try desk.unswept(office))
        #expect(second.traces?.contains(Array("长椅坏了".utf8)) == true)
        #expect(try desk.sweep(office))
        #expect(try desk.unswept(office) == nil && office.traces.bytes.isEmpty)
        // The next one is looked for by itself.
        try Self.erase("井盖松了", office, desk.store)
        #expect(try desk.unswept(office)?.traces == [Array("井盖松了".utf8)])
    }

    @Test("what an earlier process left unswept goes with the next erasure, though nobody knows what it was")
    func leftByAnother() throws {
        let (script, desk) = try Self.quiet()
        defer { script.end() }
        try Self.erase("路灯不亮", Self.office(desk), desk.store)
        let office = Self.office(desk)
        try Self.erase("长椅坏了", office, desk.store)
        try Self.leaveResidue(in: desk.store)
        #expect(try desk.unswept(office)?.traces == nil)
        #expect(try desk.sweep(office))
        #expect(!desk.store.holds(anyOf: [Self.residue]))
        #expect(try desk.unswept(office) == nil)
    }

    @Test("the record of an earlier release that was left unswept is made anew")
    func leftByAnEarlierRelease() throws {
        let (script, desk) = try Self.quiet()
        defer { script.end() }
        try desk.store.write { ledger throws(StoreFailure) in try ledger.setMark("erased.unswept", 1) }
        let office = Self.office(desk)
        try Self.erase("长椅坏了", office, desk.store)
        try Self.leaveResidue(in: desk.store)
        #expect(try desk.sweep(office))
        #expect(!desk.store.holds(anyOf: [Self.residue]))
    }

    @Test("erased beside a daemon that has not swept yet: what it erased goes, too")
    func besideADaemon() throws {
        let (script, desk) = try Self.quiet()
        defer { script.end() }
        let daemon = Self.office(desk)
        try Self.erase("路灯不亮", daemon, desk.store)
        try Self.leaveResidue(in: desk.store)
        let zhang = try #require(script.stage.town.person(named: "张三"))
        let beside = Desk(library: desk.library, store: desk.store, clock: desk.clock)
        #expect(try beside.forget(Account(endpoint: "demo", id: zhang.id), really: true) != nil)
        #expect(!desk.store.holds(anyOf: [Self.residue]))
        #expect(try desk.unswept(daemon) == nil)
    }

    @Test("a commit that fails leaves nothing that would explain the erasure of somebody else")
    func failedCommit() throws {
        let (script, desk) = try Self.quiet()
        defer { script.end() }
        let office = Self.office(desk)
        #expect(throws: StoreFailure.self) {
            try desk.write(office) { ledger throws(StoreFailure) in
                try office.noteTraces([Array("路灯不亮".utf8)], &ledger)
                throw StoreFailure("try", .unreadable(table: "person"))
            }
        }
        try Self.erase("长椅坏了", Self.office(desk), desk.store)
        try Self.erase("井盖松了", office, desk.store)
        let unswept = try #require(try desk.unswept(office))
        #expect(unswept.traces == nil)
    }

    @Test("a name that stood in messages to others is looked for with the words")
    func names() throws {
        let (script, desk) = try Self.quiet()
        defer { script.end() }
        let zhang = try #require(script.stage.town.person(named: "张三"))
        let office = Self.office(desk)
        try desk.store.write { ledger throws(StoreFailure) in
            try office.open(&ledger)
            guard let person = try ledger.person(of: Account(endpoint: "demo", id: zhang.id)) else { return }
            _ = try office.forget(person, why: .office, &ledger)
        }
        #expect(office.traces.bytes.contains(Array("\"张三\"".utf8)))
    }

    @Test("a record put aside that could not be opened is tried again at the next quiet moment")
    func putAsideLater() throws {
        let script = try Script()
        defer { script.end() }
        let stage = script.stage, desk = stage.desk
        let zhang = try #require(stage.town.person(named: "张三"))
        let copy = script.directory.appendingPathComponent("copy").path, aside = desk.store.path + ".before-1"
        _ = try desk.store.backup(to: copy, at: stage.clock.now)
        try Data("no record".utf8).write(to: URL(fileURLWithPath: aside))
        for line in ["忘记我", "是"] { stage.say(line, as: zhang, in: nil) }
        desk.stop()
        func tidied() throws -> [Desk.PutAside] {
            try desk.tidyPutAside()
            desk.sweeping.sync {}
            return try desk.forgetPutAside(really: false)
        }
        #expect(try tidied() == [Desk.PutAside(path: aside, left: 1, isRead: false)])
        try FileManager.default.removeItem(atPath: aside)
        try FileManager.default.moveItem(atPath: copy, toPath: aside)
        #expect(try tidied() == [Desk.PutAside(path: aside, left: 0)])
    }
}
