import Board
import Deliberation
import Foundation
import Gateways
import Procedure
import Record
import Synchronization
import Testing
import Wire

@testable import Desk

/// What is stuck hides nobody: however much waits for a chat or an endpoint that may not be sent to, everybody else's messages go, and each
/// chat's in its order.
@Suite("A stuck endpoint")
struct FairnessTests {
    private func row(_ id: Int64, _ to: Int64) -> DueMessage {
        DueMessage(place: DueMessage.Place(due: Instant(milliseconds: 5), id: id), to: .person(PersonID(to)), text: "receipt")
    }

    /// A lane as the record reads it.
    private func reading(_ lane: [DueMessage]) -> (DueMessage.Place?, Int) -> [DueMessage] {
        { after, limit in Array(lane.filter { row in after.map { row.place > $0 } ?? true }.prefix(limit)) }
    }

    @Test("a lane of any length is gone through, a bounded piece each round, and begun anew at its end")
    func rounds() throws {
        let lane = (1...4_500).map { row(Int64($0), 1) } + [row(4_501, 2)]
        var sweep = Sweep()
        var looked: [Int] = []
        var foundIn: [Int] = []
        for round in 1...10 {
            let rows = try sweep.rows(lane: 2, enough: 16, mayHold: true, steady: nil, reading(lane))
            looked.append(rows.count)
            if rows.contains(where: { $0.place.id == 4_501 }) { foundIn.append(round) }
        }
        #expect(looked.allSatisfy { $0 <= Sweep.oldest + Sweep.page })
        #expect(foundIn == [5, 10])
        // Nothing may be held: the oldest few are enough, and nothing is remembered.
        #expect(try sweep.rows(lane: 2, enough: 16, mayHold: false, steady: nil, reading(lane)).map(\.place.id) == Array(1...16))
        #expect(!sweep.isUnderWay)
        // By the steady clock a further stretch is looked at four times a second.
        var timed = Sweep()
        let counts = try [0, 100, 249, 250].map { try timed.rows(lane: 2, enough: 16, mayHold: true, steady: $0, reading(lane)).count }
        #expect(counts == [Sweep.oldest + Sweep.page, Sweep.oldest, Sweep.oldest, Sweep.oldest], "\(counts)")
    }

    @Test("whoever has something in a stretch that was passed is told nothing later before it")
    func order() throws {
        // Person 7 has one in the second thousand, and one in the fourth.
        var lane = (1...4_000).map { row(Int64($0), 1) }
        lane[1_500] = row(1_501, 7)
        lane[3_500] = row(3_501, 7)
        var sweep = Sweep()
        var given: [[Int64]] = []
        for _ in 1...6 {
            given.append(
                try sweep.rows(lane: 2, enough: 16, mayHold: true, steady: nil, reading(lane)).filter { $0.to == .person(PersonID(7)) }
                    .map(\.place.id))
        }
        for ids in given { #expect(ids != [3_501], "\(given)") }
        #expect(given.contains([1_501]))
    }

    /// An endpoint that refuses everything.
    final class Refusing: Gateway {
        let endpoint = "down"
        let abilities = Abilities(maximumBytes: nil, buttons: false, mentions: false, idempotentSends: false)
        let tries = Mutex(0)
        func receive(_ request: HTTPRequest, now: Instant) throws(Rejected) -> [Arrived] { throw Rejected(status: 404, reason: "none") }
        func send(_ message: Outgoing) -> SendOutcome {
            tries.withLock { $0 += 1 }
            return .refused(reason: "down", retryAfter: nil)
        }
    }

    @Test("two thousand and five hundred messages for an endpoint that is down, and one behind them for a group that is not")
    func stuck() throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("yishi-stuck-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let town = try Town(parsing: Array(try Data(contentsOf: URL(fileURLWithPath: Script.config + "/demo.json"))))
        let store = try Store.open(path: folder.appendingPathComponent("stuck.db").path, identity: .random())
        let down = Refusing()
        let stage = try Rehearsal(
            library: try Library(folder: Script.config), town: town, store: store, from: town.start, runs: false, prefix: "", others: [down]
        )
        defer { stage.desk.stop() }
        let now = stage.clock.now
        let place = try #require(town.group(named: "东园社区工作群"))
        try store.write { ledger throws(StoreFailure) in
            let person = try ledger.addPerson(Profile(displayName: "远", accounts: [Account(endpoint: "down", id: "1")]), at: now)
            let bytes = Saying("mine.empty").bytes
            for _ in 1...2_500 {
                _ = try ledger.queue(OutboxDraft(to: .person(person), lane: 2, text: "mine.empty", arguments: bytes, due: now))
            }
            guard let group = try ledger.group(of: GroupPlace(endpoint: stage.sandbox.endpoint, id: place.id)) else { return }
            _ = try ledger.queue(OutboxDraft(to: .group(group), lane: 2, text: "mine.empty", arguments: bytes, due: now))
        }
        // As the courier's thread comes back while a lane is not looked through.
        for _ in 1...4 { stage.settle() }
        #expect(stage.sandbox.messages.count { $0.sender == nil && $0.chat.id == place.id } == 1)
        #expect(down.tries.withLock { $0 } <= Courier.atOnce, "an endpoint that refused is left alone")
        let counts = try store.read { ledger throws(StoreFailure) in try ledger.outboxCounts() }
        #expect(counts.pending == 2_500 && counts.unknown == 0 && counts.failed == 0)
    }
}
