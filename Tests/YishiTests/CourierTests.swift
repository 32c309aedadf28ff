import Board
import CSQLite
import Deliberation
import Desk
import Foundation
import Gateways
import Procedure
import Record
import Synchronization
import Testing
import Wire

/// In which order the courier sends, what it does about an endpoint that refuses, and about rows that cannot be read.
@Suite("The courier")
struct CourierTests {
    /// The sandbox behind a door that can be shut; notes every try.
    private final class Door: Gateway {
        private let sandbox: Sandbox
        let tries = Mutex<[Outgoing]>([])
        let isShut = Mutex(false)

        init(_ sandbox: Sandbox) { self.sandbox = sandbox }

        var endpoint: String { sandbox.endpoint }
        var abilities: Abilities { sandbox.abilities }
        func receive(_ request: HTTPRequest, now: Instant) throws(Rejected) -> [Arrived] { try sandbox.receive(request, now: now) }

        func send(_ message: Outgoing) -> SendOutcome {
            tries.withLock { $0.append(message) }
            return isShut.withLock { $0 } ? .refused(reason: "not now", retryAfter: nil) : sandbox.send(message)
        }
    }

    private final class House {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("yishi-courier-\(UUID().uuidString)").path
        let stage: Rehearsal
        let door: Door
        private let lines: Lines

        private final class Lines: Sendable {
            let all = Mutex<[String]>([])
        }

        init(pace: Span = .seconds(0), attention: Attention.Terms = .none) throws {
            try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
            let town = try Town(parsing: Array(try Data(contentsOf: URL(fileURLWithPath: Folder.repository + "/demo.json"))))
            let lines = Lines()
            self.lines = lines
            var made: Door?
            stage = try Rehearsal(
                library: try Library(folder: Folder.repository), town: town,
                store: try Store.open(path: folder + "/yishi.db", identity: .random()), from: town.start, runs: false, prefix: "",
                through: { sandbox in
                    let door = Door(sandbox)
                    made = door
                    return door
                }, attention: attention, pace: pace, log: { line in lines.all.withLock { $0.append(line) } })
            door = try #require(made)
        }

        func end() {
            stage.desk.stop()
            try? FileManager.default.removeItem(atPath: folder)
        }

        /// Heard, and nothing sent for it yet.
        @discardableResult
        func hear(_ text: String, _ name: String, in group: String?) throws -> Outcome {
            let person = try #require(stage.town.person(named: name))
            let chat = Chat(endpoint: door.endpoint, kind: group == nil ? .direct : .group, id: group ?? person.id)
            let said = stage.sandbox.say(text, as: person.id, name: person.name, in: chat)
            let outcome = Mutex(Outcome.failed)
            let done = DispatchSemaphore(value: 0)
            stage.desk.hear(said) { result in
                outcome.withLock { $0 = result }
                done.signal()
            }
            done.wait()
            return outcome.withLock { $0 }
        }

        var tries: [Outgoing] { door.tries.withLock { $0 } }
        func logged(_ words: String) -> Int { lines.all.withLock { $0.count { $0.contains(words) } } }

        /// What we said there.
        func said(to chat: String) -> [String] { stage.sandbox.messages.filter { $0.sender == nil && $0.chat.id == chat }.map(\.text) }

        func raw(_ statement: String) throws {
            var connection: OpaquePointer?
            defer { sqlite3_close(connection) }
            try #require(sqlite3_open(folder + "/yishi.db", &connection) == SQLITE_OK)
            sqlite3_busy_timeout(connection, 5000)
            try #require(sqlite3_exec(connection, statement, nil, nil, nil) == SQLITE_OK)
        }

        /// Rows of the outbox with that text, and in which state each is.
        func states(_ text: String) throws -> [Int] {
            var connection: OpaquePointer?
            defer { sqlite3_close(connection) }
            try #require(sqlite3_open(folder + "/yishi.db", &connection) == SQLITE_OK)
            var statement: OpaquePointer?
            defer { sqlite3_finalize(statement) }
            let sql = "SELECT state FROM outbox WHERE text = '\(text)' ORDER BY id"
            try #require(sqlite3_prepare_v2(connection, sql, -1, &statement, nil) == SQLITE_OK)
            var states: [Int] = []
            while sqlite3_step(statement) == SQLITE_ROW { states.append(Int(sqlite3_column_int64(statement, 0))) }
            return states
        }
    }

    private static let talk = "东门那边的路灯又不亮了，晚上黑灯瞎火的", offer = "这件事要登记成建议吗"

    @Test("an offer goes behind everything that is due, however much that is; one that has waited too long is let go")
    func offersLast() throws {
        let house = try House()
        defer { house.end() }
        #expect(try house.hear(Self.talk, "张三", in: "g1") == .silent)
        for index in 1...12 { #expect(try house.hear("建议：第\(index)栋的护栏松了", "李四", in: "g1") == .decided) }
        house.stage.settle()
        let texts = house.tries.map(\.text)
        #expect(texts.count > Courier.atOnce && texts.count { $0.hasPrefix(Self.offer) } == 1)
        #expect(texts.last?.hasPrefix(Self.offer) == true)
        try house.hear("3号楼楼道的灯坏了半个月了也没人修", "王芳", in: "g1")
        house.stage.clock.set(to: house.stage.clock.now + .minutes(3))
        house.stage.settle()
        #expect(house.tries.count == texts.count)
    }

    @Test("an endpoint that refuses an offer is left alone for a while; what is due goes once it takes something again")
    func refusedOffer() throws {
        let house = try House()
        defer { house.end() }
        house.door.isShut.withLock { $0 = true }
        try house.hear(Self.talk, "张三", in: "g1")
        try house.hear("3号楼楼道的灯坏了半个月了也没人修", "王芳", in: "g1")
        house.stage.settle()
        #expect(house.tries.count == 1, "the second is let go")
        #expect(try house.hear("建议：西门的护栏松了", "李四", in: "g1") == .decided)
        house.stage.settle()
        #expect(house.tries.count == 1)
        house.door.isShut.withLock { $0 = false }
        house.stage.advance(to: house.stage.clock.now + .seconds(2))
        #expect(house.said(to: "g1").count == 1 && house.said(to: "g2").count == 1)
    }

    @Test("an offer and what follows it in its group keep the pace")
    func paceBehindAnOffer() throws {
        let house = try House(pace: .seconds(20))
        defer { house.end() }
        try house.hear(Self.talk, "张三", in: "g1")
        house.stage.settle()
        #expect(house.said(to: "g1").count == 1)
        #expect(try house.hear("建议：西门的护栏松了", "李四", in: "g1") == .decided)
        house.stage.settle()
        #expect(house.said(to: "g1").count == 1)
        house.stage.advance(to: house.stage.clock.now + .seconds(20))
        #expect(house.said(to: "g1").count == 2)
        // The other way round an offer that would come too soon is let go.
        try house.hear("3号楼楼道的灯坏了半个月了也没人修", "王芳", in: "g1")
        house.stage.settle()
        house.stage.advance(to: house.stage.clock.now + .minutes(1))
        #expect(house.said(to: "g1").count == 2)
    }

    /// Two suggestions that have been taken up: in two minutes the group hears of both, and each proposer of theirs.
    private func takenUp(_ house: House) throws {
        for (index, name) in ["张三", "李四"].enumerated() {
            #expect(try house.hear("建议：第\(index + 1)栋的护栏松了", name, in: "g1") == .decided)
            #expect(try house.hear("通过 \(index + 1) 直接对话", "李明", in: "g2") == .decided)
        }
        house.stage.settle()
    }

    /// The person to whom the first row of a text goes.
    private static func addressee(_ text: String) -> String {
        "(SELECT CAST(substr(chat, 2) AS INTEGER) FROM outbox WHERE text = '\(text)' ORDER BY id LIMIT 1)"
    }

    @Test("a person whose box does not open gets nothing, and that is told; everybody else gets what is theirs")
    func damagedPerson() throws {
        let house = try House()
        defer { house.end() }
        try takenUp(house)
        #expect(try house.states("taken.toSender") == [0, 0])
        try house.raw("UPDATE person SET sealed = x'00' WHERE id = \(Self.addressee("taken.toSender"))")
        house.stage.advance(to: house.stage.clock.now + .minutes(10))
        #expect(try house.states("taken.toSender") == [4, 2])
        #expect(house.said(to: "u2").count { $0.contains("2号") } == 1)
        #expect(house.said(to: "g1").count { $0.contains("已列为议题") } == 2)
        #expect(house.logged("set aside a thing that was leaving") == 1)
        #expect(house.said(to: "g2").count { $0.contains("没能私聊发出") } == 1)
        #expect(try house.stage.desk.store.read { ledger throws(StoreFailure) in try ledger.asideCount() } == 1)
    }

    @Test(
        "a row whose addressee or place cannot be read is set aside, and what is stuck is listed without it",
        arguments: ["chat = 'nobody'", "unit = 77"])
    func damagedRow(_ damage: String) throws {
        let house = try House(attention: .standard)
        defer { house.end() }
        try takenUp(house)
        try house.raw("UPDATE outbox SET \(damage) WHERE id IN (SELECT min(id) FROM outbox WHERE state = 0 GROUP BY text)")
        house.stage.advance(to: house.stage.clock.now + .minutes(10))
        #expect(try house.states("taken.toSender") == [5, 2] && house.states("taken.inGroup") == [5, 2])
        #expect(house.said(to: "g1").count { $0.contains("已列为议题") } == 1)
        #expect(house.logged("set aside a thing that was leaving") == 2)
        #expect(try house.stage.desk.store.read { ledger throws(StoreFailure) in try ledger.stuck() }.isEmpty)
        #expect(try house.hear("建议：西门的护栏松了", "王芳", in: "g1") == .decided)
        house.stage.settle()
        #expect(house.said(to: "g1").last?.contains("已登记为3号") == true)
    }
}
