import Board
import CSQLite
import Deliberation
import Foundation
import Gateways
import Procedure
import Record
import Testing
import Wire

@testable import Desk
@testable import yishi

/// After an outage longer than a group's history: what nobody can read any more is told to those who can look it up.
@Suite("Catching up")
struct CatchUpTests {
    /// A platform that remembers the last few lines of every group.
    private struct Forgetful: KeepsHistory {
        let endpoint = "demo"
        let abilities = Abilities(maximumBytes: nil, buttons: false, mentions: false, idempotentSends: false)
        /// Nil: the platform has no history.
        let lines: [Said]?
        let isWhole: Bool

        func receive(_ request: HTTPRequest, now: Instant) throws(Rejected) -> [Arrived] { [] }
        func send(_ message: Outgoing) -> SendOutcome { .impossible(reason: "nobody sends here") }
        func history(of chat: Chat, since: Instant, pages: Int) -> History? {
            lines.map { lines in
                History(messages: lines.filter { $0.chat == chat }.map { HistoryMessage(said: $0, isOurs: false) }, isWhole: isWhole)
            }
        }
    }

    /// The town of the demo over a record of its own, on a clock that stands.
    private final class TownHouse {
        let start = Instant(seconds: 1_772_420_400)
        let town: Town
        let library: Library
        let clock: SetClock
        let desk: Desk
        private let path = FileManager.default.temporaryDirectory.appendingPathComponent("yishi-catch-\(UUID().uuidString)").path

        init() throws {
            town = try Town(parsing: Array(try Data(contentsOf: URL(fileURLWithPath: Folder.repository + "/demo.json"))))
            library = try Library(folder: Folder.repository).hearing(units: town.units)
            clock = SetClock(at: start, runs: false)
            try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
            desk = Desk(library: library, store: try Store.open(path: path + "/yishi.db", identity: .random()), clock: clock)
            try town.settle(desk, endpoint: "demo")
            try desk.start()
        }

        func raw(_ statement: String) throws {
            var connection: OpaquePointer?
            defer { sqlite3_close(connection) }
            try #require(sqlite3_open(path + "/yishi.db", &connection) == SQLITE_OK)
            sqlite3_busy_timeout(connection, 5000)
            try #require(sqlite3_exec(connection, statement, nil, nil, nil) == SQLITE_OK)
        }

        /// Until when a group was heard.
        func mark(_ chat: Chat) throws -> Int64? {
            try desk.store.read { ledger throws(StoreFailure) in try ledger.mark(CatchUp.mark(chat, ledger.identity)) }
        }

        func end() {
            desk.stop()
            try? FileManager.default.removeItem(atPath: path)
        }
    }

    @Test(arguments: [true, false]) func whatCannotBeReadBackIsTold(isWhole: Bool) throws {
        let house = try TownHouse()
        defer { house.end() }
        let (library, desk, clock, start) = (house.library, house.desk, house.clock, house.start)
        let chat = Chat(endpoint: "demo", kind: .group, id: "g1")
        let later = start + .hours(3)
        let line = Said(
            id: "late", messageID: "late", chat: chat, sender: "u1", displayName: "张三", at: later - .minutes(5), text: "建议：东门路灯不亮")
        let catchUp = try CatchUp(desk: desk, gateway: Forgetful(lines: [line], isWhole: isWhole))
        try catchUp.noteHeard(until: start)
        clock.set(to: later)
        let found = try catchUp.look(hearing: true)
        #expect(found.heard == 1)
        #expect(found.cutShort == (isWhole ? 0 : 1))
        let told = try desk.store.read { ledger throws(StoreFailure) in
            try ledger.dueToSend(lane: Lane.ordinary.number, now: later, limit: 100).filter { $0.draft.text == "history.short" }
        }
        #expect(told.count == (isWhole ? 0 : 1))
        let saying = told.first.flatMap { Saying(key: $0.draft.text, bytes: $0.draft.arguments) }
        let text = try saying.map { saying in
            try desk.store.read { ledger throws(StoreFailure) in try Rendering(library, now: later).render(saying, &ledger) }
        }
        #expect(text == (isWhole ? nil : "3月2日（周一）10:58到3月2日（周一）13:55之间没连上群g1，那一段的消息没有读全。请翻一翻聊天记录，里面有建议的，请本人再发一次。"))
    }

    @Test("where a platform has no history, the work group is told at once that an hour was not heard, and only once")
    func noHistory() throws {
        let house = try TownHouse()
        defer { house.end() }
        let (town, desk, clock, start) = (house.town, house.desk, house.clock, house.start)
        let catchUp = try CatchUp(desk: desk, gateway: Forgetful(lines: nil, isWhole: true))
        try catchUp.noteHeard(until: start)
        func gaps(_ now: Instant) throws -> [OutboxRow] {
            try desk.store.read { ledger throws(StoreFailure) in
                try ledger.dueToSend(lane: Lane.ordinary.number, now: now, limit: 100).filter { $0.draft.text == "history.short" }
            }
        }
        // A quick restart is no gap.
        clock.set(to: start + .minutes(2))
        _ = try catchUp.look(hearing: true)
        #expect(try gaps(clock.now).isEmpty)
        clock.set(to: start + .hours(1))
        for hearing in [true, false] { #expect(try catchUp.look(hearing: hearing).heard == 0) }
        let told = try gaps(start + .hours(1))
        #expect(!told.isEmpty)
        let residents = town.groups.filter { $0.purpose == .residents }.count
        #expect(told.count == residents, "one line for each residents' group")
    }

    @Test(
        "what somebody said before they were forgotten is not heard again; what they said since is, and what is older than that is known is told"
    )
    func theForgotten() throws {
        let house = try TownHouse()
        defer { house.end() }
        let (desk, clock, start) = (house.desk, house.clock, house.start)
        let forgotten = start + .days(40)
        let chat = Chat(endpoint: "demo", kind: .group, id: "g1")
        func said(_ sender: String, _ text: String, at: Instant) -> Said {
            Said(id: text, messageID: text, chat: chat, sender: sender, displayName: sender, at: at, text: text)
        }
        let lines = [
            said("x8", "建议：早得没人记得的话", at: start + .days(1)), said("x9", "建议：忘记以前的话", at: Instant(milliseconds: forgotten.milliseconds - 1)),
            said("x8", "建议：别人的话", at: forgotten), said("x9", "建议：忘记以后的话", at: forgotten),
        ]
        let catchUp = try CatchUp(desk: desk, gateway: Forgetful(lines: lines, isWhole: true))
        try catchUp.noteHeard(until: start)
        #expect(try desk.forget(Account(endpoint: "demo", id: "x9"), really: false) == nil)
        clock.set(to: forgotten)
        #expect(try desk.forget(Account(endpoint: "demo", id: "x9"), really: true) == nil, "nobody here, and noted all the same")
        clock.set(to: forgotten + .hours(1))
        let found = try catchUp.look(hearing: true)
        #expect(found.forgotten == 1 && found.heard == 2)
        #expect(found.cutShort == house.town.groups.count, "ten days of each group are not read")
        #expect(try desk.store.checkpoint())
        #expect(!desk.store.holds(anyOf: ["忘记以前的话", "早得没人记得的话"].map { Array($0.utf8) }))
        for text in ["别人的话", "忘记以后的话"] { #expect(desk.store.holds(anyOf: [Array(text.utf8)])) }
    }

    /// A platform that pushes: a line, or its heartbeat.
    private struct Pushing: Gateway {
        let endpoint = "demo"
        let abilities = Abilities(maximumBytes: nil, buttons: false, mentions: false, idempotentSends: false)
        let line: Said

        func receive(_ request: HTTPRequest, now: Instant) throws(Rejected) -> [Arrived] {
            request.body == Array("line".utf8) ? [.said(line)] : [.ignored("heartbeat")]
        }
        func send(_ message: Outgoing) -> SendOutcome { .impossible(reason: "nobody sends here") }
    }

    @Test("what was answered “not now” is brought back by the history, and until when all was heard waits for that, heartbeats or not")
    func answeredNotNow() throws {
        let house = try TownHouse()
        defer { house.end() }
        let (desk, clock, start) = (house.desk, house.clock, house.start)
        let chat = Chat(endpoint: "demo", kind: .group, id: "g1")
        let line = Said(
            id: "m1", messageID: "m1", chat: chat, sender: "u1", displayName: "张三", at: start + .minutes(9), text: "建议：东门路灯不亮")
        let log = Log { _ in }
        let webhooks = Webhooks(desk: desk, doors: [Webhooks.Door(gateway: Pushing(line: line), path: "x")], log: log)
        let server = try HTTPServer(HTTPServer.Configuration()) { webhooks.answer($0, $1) }
        func push(_ body: String) throws -> Int {
            try HTTPClient().perform(
                HTTPCall(method: "POST", url: "http://127.0.0.1:\(server.port)/onebot/demo/x", body: Array(body.utf8))
            ).get().status
        }
        let catchUp = try CatchUp(desk: desk, gateway: Forgetful(lines: [line], isWhole: true))
        let nobody = OneBotGateway(OneBotConfiguration(endpoint: "demo", account: "1", secret: nil, token: nil, api: "http://127.0.0.1:9"))
        let watch = EndpointWatch(nobody, catchUp, lastArrival: { webhooks.lastArrival(at: "demo") }, log: log)
        var owing = EndpointWatch.Owing(missed: catchUp.timesMissed)
        owing.hasLooked(failed: 0)
        try catchUp.noteHeard(until: start)
        clock.set(to: start + .minutes(10))
        try house.raw("CREATE TRIGGER full BEFORE INSERT ON inbox BEGIN SELECT RAISE(ABORT, 'no room'); END")
        #expect(try push("line") == 503)
        #expect(webhooks.lastArrival(at: "demo") == nil && catchUp.timesMissed == 1)
        #expect(try push("heartbeat") == 204)
        #expect(webhooks.lastArrival(at: "demo") == clock.now)
        // As at the end of the process.
        try watch.noteHeard(&owing, read: nil)
        #expect(owing.isOwing)
        watch.look(&owing)
        #expect(owing.isOwing, "it still cannot be taken in")
        #expect(try house.mark(chat) == start.milliseconds)
        try house.raw("DROP TRIGGER full")
        watch.look(&owing)
        #expect(!owing.isOwing)
        #expect(try house.mark(chat) ?? 0 > clock.now.milliseconds)
        #expect(try push("line") == 204, "known already")
        let waiting = try desk.store.read { ledger throws(StoreFailure) in try ledger.outboxCounts() }
        #expect(waiting.pending == 2, "one receipt and one card")
    }

    @Test("a gap in a history is told once, also where what could be read cannot be taken in")
    func gapOnce() throws {
        let house = try TownHouse()
        defer { house.end() }
        let (desk, clock, start) = (house.desk, house.clock, house.start)
        let later = start + .hours(3)
        let line = Said(
            id: "late", messageID: "late", chat: Chat(endpoint: "demo", kind: .group, id: "g1"), sender: "u1", displayName: "张三",
            at: later - .minutes(5), text: "建议：东门路灯不亮")
        let catchUp = try CatchUp(desk: desk, gateway: Forgetful(lines: [line], isWhole: false))
        try catchUp.noteHeard(until: start)
        clock.set(to: later)
        try house.raw("CREATE TRIGGER full BEFORE INSERT ON inbox BEGIN SELECT RAISE(ABORT, 'no room'); END")
        for _ in 1...2 { #expect(try catchUp.look(hearing: true).failed == 1) }
        try house.raw("DROP TRIGGER full")
        #expect(try catchUp.look(hearing: true).heard == 1)
        let told = try desk.store.read { ledger throws(StoreFailure) in
            try ledger.dueToSend(lane: Lane.ordinary.number, now: later, limit: 100).filter { $0.draft.text == "history.short" }
        }
        #expect(told.count == 1)
    }
}
