import Deliberation
import Dice
import Procedure
import Record
import Testing

/// Random runs of operations, in batches with failures and restarts, against a plain model in memory.
@Suite struct ModelTests {
    /// What the store should hold.
    private struct Model: Equatable {
        var events: [MatterKey: [String]] = [:]
        var chains: [UnitID: [String]] = [:]
        var matters: [MatterKey: String] = [:]
        var timers: [String: Instant] = [:]
        var outbox: [Int64: OutboxState] = [:]
        var inbox: Set<String> = []
        var words: [Int64: String?] = [:]
        var votes: [String: Int] = [:]
        var voted: Set<Int64> = []
        var chat: Int64 = 0
    }

    @Test(arguments: 1...12)
    func theStoreHoldsWhatTheModelHolds(_ seed: UInt64) throws {
        let folder = try Folder()
        var store = try Store.fresh(in: folder)
        var dice = SplitMix64(seed: seed)
        var model = Model()
        for round in 0..<40 {
            var trial = model
            let breaks = dice.below(8) == 0
            let size = 1 + dice.below(6)
            do throws(StoreFailure) {
                _ = try store.transact(Array(0..<size)) { ledger, item throws(StoreFailure) -> Int in
                    for _ in 0..<1 + dice.below(6) {
                        try ModelTests.step(&ledger, &trial, &dice, label: "\(round).\(item)")
                    }
                    if breaks && item == size - 1 { throw StoreFailure("break", .cipher) }
                    return item
                }
                model = trial
            } catch {
                #expect(error == StoreFailure("break", .cipher))
            }
            if dice.below(6) == 0 { store = try Store.fresh(in: folder) }
            if dice.below(6) == 0 { #expect(try store.checkpoint()) }
            let found = try store.read { ledger throws(StoreFailure) in try ModelTests.contents(&ledger, like: model) }
            #expect(found == model)
            let reports = try store.read { ledger throws(StoreFailure) in try ledger.verifyChains() }
            #expect(reports.allSatisfy { $0.isWhole })
        }
    }

    private static func step(_ ledger: inout Ledger, _ model: inout Model, _ dice: inout SplitMix64, label: String) throws(StoreFailure) {
        let unit = dice.below(3) == 0 ? xiyuan : dongyuan
        let known = model.events.keys.filter { $0.unit == unit }.sorted { $0.number < $1.number }
        let some = known.isEmpty ? matter(1, in: unit) : known[dice.below(known.count)]
        switch dice.below(12) {
        case 0, 1:
            let key = MatterKey(unit, try ledger.nextSerial(unit, year: 2026))
            #expect(model.events[key] == nil)
            let event = try ledger.append(.sample(key, kind: label))
            model.events[key] = [label]
            model.chains[unit, default: []].append(label)
            #expect(event.n == Int64(model.chains[unit]?.count ?? 0))
            if dice.below(3) > 0 {
                try ledger.putMatter(MatterState(key, stage: label, isOpen: true, state: []))
                model.matters[key] = label
            }
        case 2, 3:
            guard model.events[some] != nil else { return }
            let event = try ledger.append(.sample(some, kind: label))
            model.events[some, default: []].append(label)
            model.chains[unit, default: []].append(label)
            #expect(event.m == Int64(model.events[some]?.count ?? 0))
            #expect(try ledger.events(of: some).map(\.kind) == model.events[some])
        case 4:
            guard model.events[some] != nil else { return }
            try ledger.putMatter(MatterState(some, stage: label, isOpen: dice.below(2) == 0, state: []))
            model.matters[some] = label
        case 5, 6:
            guard model.events[some] != nil else { return }
            let timer = TimerRow(
                some, kind: ["a", "b"][dice.below(2)], occasion: "\(dice.below(2))", due: morning + .minutes(Int64(dice.below(9))))
            let name = "\(some) \(timer.kind) \(timer.occasion)"
            switch dice.below(3) {
            case 0, 1:
                try ledger.setTimer(timer)
                model.timers[name] = timer.due
            default:
                let fires = model.timers[name] == timer.due
                #expect(try ledger.fire(timer) == fires)
                if fires { model.timers[name] = nil }
            }
        case 7:
            let id = try ledger.queue(.sample(some, cause: Int64(dice.below(4))))
            #expect(model.outbox[id] == nil)
            model.outbox[id] = .pending
        case 8:
            guard let id = model.outbox.keys.sorted().last(where: { _ in dice.below(2) == 0 }) else { return }
            switch model.outbox[id] {
            case .pending:
                #expect(try ledger.beginSending(id))
                model.outbox[id] = .sending
            case .sending:
                let result: [(SendResult, OutboxState)] = [
                    (.sent(message: "1", key: nil), .sent), (.unknown(error: "e"), .unknown), (.failed(error: "e"), .failed),
                    (.again(at: morning, error: "e"), .pending),
                ]
                let (outcome, state) = result[dice.below(4)]
                #expect(try ledger.noteSend(id, outcome, at: morning))
                model.outbox[id] = state
            default: #expect(try ledger.beginSending(id) == false)
            }
        case 9:
            let message = "\(dice.below(40))"
            let entry = InboxEntry(saidAt: morning, matter: nil, outcome: 0)
            #expect(
                try ledger.noteInbox(key.messageKey(chat: "c", message: message), entry, at: morning)
                    == model.inbox.insert(message).inserted)
        case 10:
            if dice.below(3) > 0 {
                let id = try ledger.addWords(Words(some, kind: "text", salt: Words.salt(), text: label, at: morning))
                #expect(model.words[id.value] == nil)
                model.words[id.value] = .some(label)
            } else if let id = model.words.keys.randomElement(using: &dice) {
                #expect(try ledger.erase(WordsID(id)) == (model.words[id] != .some(nil)))
                model.words[id] = .some(nil)
            }
        default:
            let person = Int64(dice.below(9))
            let result = try ledger.vote("poll", by: PersonID(person), choice: "c\(person % 2)")
            #expect((result == .counted) == model.voted.insert(person).inserted)
            if result == .counted { model.votes["c\(person % 2)", default: 0] += 1 }
            try ledger.count("chat", by: 2)
            model.chat += 2
        }
    }

    private static func contents(_ ledger: inout Ledger, like model: Model) throws(StoreFailure) -> Model {
        var found = Model()
        for event in try ledger.events(after: 0, limit: 10_000) { found.chains[event.unit, default: []].append(event.kind) }
        for key in model.events.keys {
            found.events[key] = try ledger.events(of: key).map(\.kind)
            // A matter that never was put has a row without a stage.
            if let stage = try ledger.matter(key)?.stage, stage != "" { found.matters[key] = stage }
        }
        for timer in try ledger.dueTimers(now: morning + .days(1), limit: 1000) {
            found.timers["\(timer.key) \(timer.kind) \(timer.occasion)"] = timer.due
        }
        for id in 0..<(try ledger.newestOutbox() + 1) { found.outbox[id] = try ledger.outbox(id)?.state }
        for message in 0..<40 where try ledger.seen(key.messageKey(chat: "c", message: "\(message)"), saidAt: morning) != nil {
            found.inbox.insert("\(message)")
        }
        for id in model.words.keys { found.words[id] = .some(try ledger.words(WordsID(id))?.text) }
        found.votes = try ledger.ballotCount("poll")
        for person in 0..<Int64(9) where try ledger.hasVoted(PersonID(person), in: "poll") { found.voted.insert(person) }
        found.chat = try ledger.mark("chat") ?? 0
        return found
    }
}
