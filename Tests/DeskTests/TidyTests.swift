import Board
import Deliberation
import Dispatch
import Foundation
import Procedure
import Record
import Testing
import Wire

@testable import Desk

/// What the writer does when nothing is to be done: old ids, old messages and old questions go (design 5, *Age*).
@Suite("The writer's quiet moments", .serialized)
struct TidyTests {
    @Test("ids, sent messages, questions, what was set aside and who was pressed are pruned by the loop itself", .timeLimit(.minutes(2)))
    func wiring() throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("yishi-tidy-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let store = try Store.open(path: folder.path + "/desk.db", identity: .random())
        let now = Instant(milliseconds: 1_772_672_400_000)
        let long = now - .days(31)
        let unit = try #require(UnitID("dongyuan"))
        // The first slice of the inbox is the one whose keys begin with twelve zero bits: one of some thousand messages falls into it.
        var key = store.identity.messageKey(chat: "qq/group/1", message: "0")
        var number = 1
        while key.bytes[0] != 0 || key.bytes[1] >= 16 {
            key = store.identity.messageKey(chat: "qq/group/1", message: "\(number)")
            number += 1
        }
        let first = key
        let kept = try store.write { ledger throws(StoreFailure) -> Int64 in
            _ = try ledger.noteInbox(first, InboxEntry(saidAt: long, matter: nil, outcome: 1), at: long)
            var last: Int64 = 0
            for due in [long, now] {
                let id = try ledger.queue(
                    OutboxDraft(to: .group(GroupID(5)), lane: 0, text: "receipt", arguments: [], due: due, about: MatterKey(unit, .unit)))
                _ = try ledger.beginSending(id)
                _ = try ledger.noteSend(id, .sent(message: nil, key: nil), at: due)
                last = id
            }
            for at in [long, now] { try ledger.setAside(Aside(at: at, length: 1, place: "x", fingerprint: [], reason: "x")) }
            try ledger.setMark("urged.dongyuan.2026000001", Attention.day(of: now - .days(1)).milliseconds)
            try ledger.setMark("urged.dongyuan.2026000002", Attention.day(of: now).milliseconds)
            try ledger.putQuestion(OpenQuestion(asked: "qq/private/1\n1", at: now - .minutes(11), content: ["is": "offer", "wish": "x"]))
            return last
        }
        let turns = DispatchSemaphore(value: 0)
        let desk = Desk(
            library: try Library(folder: Restarting.config), store: store, clock: SetClock(at: now, runs: false), pulse: { turns.signal() })
        try desk.start()
        defer { desk.stop() }
        for _ in 1...7 { turns.wait() }
        try store.read { ledger throws(StoreFailure) in
            #expect(try ledger.seen(first, saidAt: long) == nil)
            #expect(try ledger.outbox(1) == nil)
            #expect(try ledger.outbox(kept) != nil)
            #expect(try ledger.questions().isEmpty)
            #expect(try ledger.asides().map(\.at) == [now])
            #expect(try ledger.counters().keys.filter { $0.hasPrefix("urged.") } == ["urged.dongyuan.2026000002"])
        }
    }
}
