import Board
import CSQLite
import Deliberation
import Foundation
import Gateways
import Procedure
import Record
import Synchronization
import Testing

@testable import Desk

/// The writer under a clock that is set, and over rows that cannot be read: what it says of it, and what it goes on doing.
@Suite("The writer stands up again", .serialized)
struct StandingUpTests {
    /// Runs on, and can be set in either direction while everybody looks.
    private final class RestlessClock: Clock {
        private let offset = Mutex(Span.seconds(0))
        private let wall = WallClock()
        var isSet: Bool { false }
        var now: Instant { wall.now + offset.withLock { $0 } }
        func set(_ span: Span) { offset.withLock { $0 = span } }
    }

    private struct House {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("yishi-standing-\(UUID().uuidString)").path
        let desk: Desk
        let town: Town
        let log: Lines

        final class Lines: Sendable {
            private let lines = Mutex<[String]>([])
            func add(_ line: String) { lines.withLock { $0.append(line) } }
            func count(_ words: String) -> Int { lines.withLock { $0.count { $0.contains(words) } } }
        }

        init(clock: any Clock) throws {
            try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
            town = try Town(parsing: Array(try Data(contentsOf: URL(fileURLWithPath: Folder.repository + "/demo.json"))))
            let library = try Library(folder: Folder.repository).hearing(units: town.units)
            let lines = Lines()
            log = lines
            desk = Desk(
                library: library, store: try Store.open(path: folder + "/yishi.db", identity: .random()), clock: clock,
                log: { lines.add($0) })
            try town.settle(desk, endpoint: "demo")
            try desk.start()
        }

        func end() {
            desk.stop()
            try? FileManager.default.removeItem(atPath: folder)
        }

        func say(_ text: String, id: String, as sender: String = "u1", in group: String = "g1") -> Outcome {
            let said = Said(
                id: id, messageID: id, chat: Chat(endpoint: "demo", kind: .group, id: group), sender: sender, displayName: sender,
                at: desk.clock.now, text: text)
            let outcome = Mutex(Outcome.failed)
            let done = DispatchSemaphore(value: 0)
            desk.hear(said) { result in
                outcome.withLock { $0 = result }
                done.signal()
            }
            done.wait()
            return outcome.withLock { $0 }
        }

        func raw(_ statement: String) throws {
            var connection: OpaquePointer?
            defer { sqlite3_close(connection) }
            try #require(sqlite3_open(folder + "/yishi.db", &connection) == SQLITE_OK)
            sqlite3_busy_timeout(connection, 5000)
            try #require(sqlite3_exec(connection, statement, nil, nil, nil) == SQLITE_OK)
        }

        func number(_ sql: String) throws -> Int {
            var connection: OpaquePointer?
            defer { sqlite3_close(connection) }
            try #require(sqlite3_open(folder + "/yishi.db", &connection) == SQLITE_OK)
            var statement: OpaquePointer?
            defer { sqlite3_finalize(statement) }
            try #require(sqlite3_prepare_v2(connection, sql, -1, &statement, nil) == SQLITE_OK && sqlite3_step(statement) == SQLITE_ROW)
            return Int(sqlite3_column_int64(statement, 0))
        }

        /// Waits for the thing itself, as long as a machine with a dozen other things to do may need.
        func until(_ what: () throws -> Bool) rethrows -> Bool {
            let patience = Date() + 90
            while Date() < patience {
                if try what() { return true }
                usleep(50_000)
            }
            return false
        }
    }

    @Test("a clock set ahead and back: told once each, timers wait, messages are taken all the while")
    func clock() throws {
        let clock = RestlessClock()
        let house = try House(clock: clock)
        defer { house.end() }
        #expect(house.say("建议：东门路灯不亮", id: "a1") == .decided)
        let unit = try #require(UnitID("dongyuan"))
        let due = clock.now + .hours(1)
        try house.desk.store.write { ledger throws(StoreFailure) in
            try ledger.setTimer(
                TimerRow(MatterKey(unit, MatterNumber(year: due.civil.date.year, serial: 1)), kind: "poll.closes", due: due))
        }
        clock.set(.hours(26))
        #expect(house.until { house.log.count("the clock jumped ahead") == 1 })
        #expect(house.say("建议：西门路灯不亮", id: "a2") == .decided)
        // Due by the wrong clock, and held.
        usleep(2_500_000)
        #expect(try house.number("SELECT count(*) FROM timer WHERE kind = 'poll.closes'") == 1)
        clock.set(.seconds(0))
        #expect(house.until { house.log.count("the clock jumped back") == 1 })
        #expect(house.say("建议：南门路灯不亮", id: "a3") == .decided)
        usleep(1_500_000)
        #expect(try house.number("SELECT count(*) FROM timer WHERE kind = 'poll.closes'") == 1)
        #expect(house.log.count("clock:") == 2)
        #expect(house.desk.timesMissed == 2)
        // Twenty-six hours behind: nothing is due that was not, and nothing is lost.
        clock.set(Span(milliseconds: -26 * 3_600_000))
        #expect(house.until { house.log.count("the clock jumped back") == 2 })
        #expect(house.say("建议：北门路灯不亮", id: "a4") == .decided)
        #expect(try house.number("SELECT count(*) FROM matter WHERE (id & 1099511627775) > 0") == 4)
    }

    @Test("a timer over a row that cannot be read is set aside and told once; others fire")
    func damagedTimer() throws {
        let house = try House(clock: WallClock())
        defer { house.end() }
        #expect(house.say("建议：东门路灯不亮", id: "a1") == .decided)
        #expect(house.say("建议：西门路灯不亮", id: "a2") == .decided)
        let year = WallClock().now.civil.date.year
        let unit = try #require(UnitID("dongyuan"))
        try house.raw("UPDATE event SET body = CAST('{broken' AS BLOB) WHERE matter = \(year) * 1000000 + 1 AND m = 1")
        let now = WallClock().now
        try house.desk.store.write { ledger throws(StoreFailure) in
            for serial in [1, 2] {
                try ledger.setTimer(TimerRow(MatterKey(unit, MatterNumber(year: year, serial: serial)), kind: "notice.over", due: now))
            }
        }
        // The line is written behind the commit that sets the one aside; the other may fire before or after it.
        #expect(house.until { house.log.count("set aside a thing that was due") == 1 })
        #expect(house.until { (try? house.number("SELECT count(*) FROM timer WHERE kind <> 'chase'")) == 0 })
        #expect(try house.number("SELECT count(*) FROM aside") == 1)
        // What lies still is looked through past the damaged one: the unit's timer fires and is set anew.
        try house.desk.store.write { ledger throws(StoreFailure) in
            try ledger.setTimer(TimerRow(MatterKey(unit, .unit), kind: "chase", due: now))
        }
        #expect(
            house.until {
                (try? house.number("SELECT count(*) FROM timer WHERE kind = 'chase' AND due > \(now.milliseconds + 86400000)")) == 1
            })
        #expect(try house.number("SELECT count(*) FROM aside") == 1)
        #expect(house.log.count("set aside a thing that was due") == 1)
        // What stands on the damaged row is set aside too, everything else is decided.
        #expect(house.say("附议 1", id: "a3", as: "u2") == .setAside)
        #expect(house.say("附议 2", id: "a4", as: "u2") == .decided)
    }
}
