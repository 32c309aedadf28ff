import Board
import Deliberation
import Foundation
import Gateways
import Procedure
import Record
import Testing
import Wire

@testable import Desk

/// After an outage longer than a group's history: what nobody can read any more is told to those who can look it up.
@Suite("Catching up")
struct CatchUpTests {
    /// A platform that remembers the last few lines of every group.
    private struct Forgetful: KeepsHistory {
        let endpoint = "demo"
        let abilities = Abilities(maximumBytes: nil, buttons: false, mentions: false, idempotentSends: false)
        let lines: [Said]
        let isWhole: Bool

        func receive(_ request: HTTPRequest, now: Instant) throws(Rejected) -> [Arrived] { [] }
        func send(_ message: Outgoing) -> SendOutcome { .impossible(reason: "nobody sends here") }
        func history(of chat: Chat, since: Instant, pages: Int) -> History? {
            History(messages: lines.filter { $0.chat == chat }.map { HistoryMessage(said: $0, isOurs: false) }, isWhole: isWhole)
        }
    }

    @Test(arguments: [true, false]) func whatCannotBeReadBackIsTold(isWhole: Bool) throws {
        let town = try Town(parsing: Array(try Data(contentsOf: URL(fileURLWithPath: Folder.repository + "/demo.json"))))
        let library = try Library(folder: Folder.repository).hearing(units: town.units)
        let path = FileManager.default.temporaryDirectory.appendingPathComponent("yishi-catch-\(UUID().uuidString)").path
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: path) }
        let start = Instant(seconds: 1_772_420_400)
        let clock = SetClock(at: start, runs: false)
        let desk = Desk(library: library, store: try Store.open(path: path + "/yishi.db", identity: .random()), clock: clock)
        try town.settle(desk, endpoint: "demo")
        try desk.start()
        defer { desk.stop() }
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
}
