import Dice
import Procedure
import Testing
import Wire

@testable import Deliberation

/// Random lives of matters: anybody says anything that the procedure knows, in any order; what is refused leaves nothing behind.
@Suite("Whatever happens in whatever order")
struct PropertyTests {
    static let officers = [Stage.officer, Stage.convenor, Stage.party, Stage.secretary]
    static let people =
        officers + officers + officers + [Stage.resident, Stage.resident, Stage.stranger] + Stage.neighbours.prefix(3)
        + Stage.council.prefix(2)

    /// Everything that can be said, with fields that may or may not fit.
    static func act(_ stage: Stage, _ random: inout SplitMix64) -> Act {
        let person = people.randomElement(using: &random) ?? Stage.resident
        let all = Fields([
            .date: stage.day(), .meeting: .text("支委会"), .text: .words(stage.words()), .reason: .words(stage.words()),
            .department: .text("物业办"), .revision: .words(stage.words()),
            .method: .text(Bool.random(using: &random) ? "showOfHands" : "dialogue"),
            .start: .instant(stage.now + .days(Int64.random(in: 6...9, using: &random))), .place: .text("二楼"),
            .secretary: .person(Stage.secretary), .mandatesApproved: .flag(true), .proposerAbsent: .flag(Bool.random(using: &random)),
            .person: .person(person),
        ])
        let moves = stage.state.rulebook.moves.keys.sorted()
        switch Int.random(in: 0..<24, using: &random) {
        case 0: return .endorse
        case 1: return .takeBackEndorsement
        case 2: return .supplement(stage.words())
        case 3: return Int.random(in: 0..<8, using: &random) == 0 ? .withdraw : .endorse
        case 4: return .merge(into: [Stage.number, Stage.second].randomElement(using: &random) ?? Stage.number, reason: nil)
        case 5: return .screen(all)
        case 6: return .reply(.coming, reason: nil, substitute: Bool.random(using: &random) ? person : nil)
        case 7: return .signIn
        case 8: return .closeCount(named: [], missing: [], everybody: true, present: nil, stakeholders: nil)
        case 9: return .giveFloor(person, viewpoint: "路灯", stance: .against)
        case 10: return .endTurn(extended: false)
        case 11: return .agreeRevision
        case 12:
            let lines: [RecordLine] = stage.wholeRecord() + [.turn(person, viewpoint: "路灯", stance: .other, seconds: 310)]
            return .record(lines.randomElement(using: &random) ?? .secondRound)
        case 13: return .undo(sent: false)
        case 14: return .explainViolation(RowID("XZ-13.6b"), stage.words())
        default:
            var fields = all
            let move = moves.randomElement(using: &random) ?? "pass"
            if move.hasPrefix("announce") { fields[.result] = .text(move == "announceAgreed" ? "consensus" : "noConsensus") }
            return .move(move, fields)
        }
    }

    /// The ordinary way, so that random lives get far enough to be worth living.
    static func hurry(_ stage: Stage, to place: Int) throws {
        try stage.suggest(Stage.second, by: Stage.neighbours[0])
        switch place {
        case 0: try stage.suggest()
        case 1: try stage.ready()
        case 2: try stage.called()
        case 3: try stage.announced(agreed: place % 2 == 0)
        case 4: try stage.announced()
        default: try stage.minuted()
        }
    }

    static func life(_ seed: UInt64, steps: Int = 120, _ check: (Stage, [Event]) throws -> Void) throws -> Int {
        let stage = try Stage()
        var random = SplitMix64(seed: seed)
        try hurry(stage, to: Int(seed % 6))
        var taken = 0
        for _ in 0..<steps where !stage.state.rulebook.isOver(stage.matter) || taken < 8 {
            let number = Int.random(in: 0..<5, using: &random) == 0 ? Stage.second : Stage.number
            let act = act(stage, &random)
            let actor: Actor =
                Int.random(in: 0..<12, using: &random) == 0 ? .daemon : .person(people.randomElement(using: &random) ?? Stage.resident)
            let reason = Bool.random(using: &random) ? stage.words() : nil
            let command = Command(actor: actor, matter: number, act: act, reason: reason)
            let delivered = try stage.deliverFilings(before: command)
            if !delivered.isEmpty { try check(stage, delivered) }
            let before = stage.state.matters
            do {
                let events = try stage.perform(command)
                if !events.isEmpty { taken += 1 }
                try check(stage, events)
            } catch is Refusal {
                #expect(stage.state.matters == before, "a refusal leaves nothing behind (seed \(seed))")
            }
            stage.pass(.seconds([1, 30, 200, 90_000].randomElement(using: &random) ?? 1))
        }
        return taken
    }

    @Test("the fold of the stored events is the state", arguments: 0..<24)
    func foldIsState(_ seed: UInt64) throws {
        let taken = try Self.life(seed) { stage, events in
            for number in Set(events.map(\.matter)) {
                guard let matter = stage.state.matters[number] else { continue }
                let stored = try matter.events.map { event in
                    Event(
                        matter: event.matter, at: event.at, happened: event.happened, by: event.by, post: event.post,
                        what: try Happening(kind: event.what.kind, version: event.what.version, body: event.what.body))
                }
                #expect(Matter(number: number, events: stored) == matter)
            }
        }
        #expect(taken > 0, "a life in which nothing happens shows nothing")
    }

    @Test("to undo is to fold without the step", arguments: 100..<124)
    func undoIsFold(_ seed: UInt64) throws {
        _ = try Self.life(seed) { stage, events in
            guard let first = events.first, let person = first.by, first.what.kind != "undone",
                let after = stage.state.matters[first.matter]
            else { return }
            let undo = Command(actor: .person(person), matter: first.matter, act: .undo(sent: false))
            var state = stage.state
            let undone: [Event]
            do throws(Refusal) { undone = try decide(undo, in: state, now: stage.now) } catch { return }
            for event in undone { state.evolve(event) }
            let gone = undone.reduce(into: Set<Int64>()) {
                if case .undone(let ms) = $1.what, $1.matter == first.matter { $0.formUnion(ms) }
            }
            var without = Matter(number: first.matter)
            for (index, event) in after.events.enumerated()
            where !event.isUndo && !after.undone.contains(Int64(index + 1)) && !gone.contains(Int64(index + 1)) {
                without.evolve(event)
            }
            let result = state.matters[first.matter]
            #expect(result?.items == without.items && result?.taken == without.taken && result?.sitting == without.sitting)
            #expect(
                result?.proposers == without.proposers && result?.endorsers == without.endorsers && result?.sessions == without.sessions)
            #expect(result?.violations.map(\.verdict) == without.violations.map(\.verdict))
            #expect(result?.deviations == without.deviations && result?.screenings == without.screenings && result?.shown == without.shown)
        }
    }

    @Test("the order in which people support a matter changes no count", arguments: 0..<10)
    func endorsementOrder(_ seed: UInt64) throws {
        var random = SplitMix64(seed: seed)
        let orders = [Stage.neighbours, Stage.neighbours.shuffled(using: &random)]
        let stages = try orders.map { order in
            let stage = try Stage()
            try stage.suggest()
            for person in order { try stage.by(person, .endorse) }
            try stage.by(order[0], .takeBackEndorsement)
            try stage.by(order[0], .endorse)
            return stage
        }
        let counts = stages.map { stage in
            stage.state.heads(of: stage.state.preparedList(for: stage.matter, expected: nil), in: stage.matter)
        }
        #expect(counts[0] == counts[1])
        #expect(Set(stages[0].matter.endorsers) == Set(stages[1].matter.endorsers))
        let forecasts = stages.map { $0.state.foresee("TP-18", on: $0.matter, fields: $0.callFields(), now: $0.now) }
        #expect(forecasts[0] == forecasts[1])
    }
}

/// Matters are merged and parted in any order and from either side, by two officers, at the same moment or later.
@Suite("Merged is absorbed")
struct MergingTests {
    @Test("a matter stands as merged where another has taken it in, and nowhere else")
    func bothHalves() throws {
        var merges = 0
        var undone = 0
        for seed in UInt64(0)..<60 { try play(seed, &merges, &undone) }
        #expect(merges > 200 && undone > 60, "\(merges) merges, \(undone) undone")
    }

    private func play(_ seed: UInt64, _ merges: inout Int, _ undone: inout Int) throws {
        var random = SplitMix64(seed: seed)
        let stage = try Stage()
        let numbers = (1...5).map { MatterNumber(year: 2026, serial: $0) }
        let officers = [Stage.officer, Stage.otherOfficer]
        try stage.perform(Command(actor: .person(Stage.convenor), matter: .unit, act: .givePost(Stage.otherOfficer, .liaisonOfficer)))
        for (index, number) in numbers.enumerated() { try stage.suggest(number, by: Stage.neighbours[index]) }
        for _ in 0..<60 {
            if Int.random(in: 0..<3, using: &random) > 0 { stage.pass(.seconds(Int64.random(in: 1...30, using: &random))) }
            let by = officers.randomElement(using: &random) ?? Stage.officer
            let number = numbers.randomElement(using: &random) ?? Stage.number
            let into = numbers.randomElement(using: &random) ?? Stage.number
            switch Int.random(in: 0..<8, using: &random) {
            case 0..<4: if stage.refusal({ try stage.by(by, .merge(into: into, reason: nil), on: number) }) == nil { merges += 1 }
            case 4: _ = stage.refusal { try stage.by(by, .move("pass", Fields([.method: .text("dialogue")])), on: number) }
            default:
                // Loaded as the desk loads it: this matter, and those the act reaches.
                let reached = stage.state.matters[number].flatMap { matter in matter.lastAct(of: by).map(matter.reachedByUndo) } ?? []
                let whole = stage.state
                stage.state.matters = whole.matters.filter { $0.key == number || reached.contains($0.key) }
                if stage.refusal({ try stage.by(by, .undo(sent: false), on: number) }) == nil { undone += 1 }
                stage.state.matters = whole.matters.merging(stage.state.matters) { $1 }
            }
            check(numbers, in: stage)
        }
    }

    private func check(_ numbers: [MatterNumber], in stage: Stage) {
        for number in numbers {
            guard let matter = stage.state.matters[number] else { continue }
            let isMerged = matter.state(of: "suggestion") == "merged"
            let target = isMerged ? matter.taken["SG-5"]?.fields.number(.target) : nil
            for other in numbers where other != number {
                #expect(stage.state.matters[other]?.absorbed.contains(number) == (other == target), "\(number.serial) in \(other.serial)")
            }
            // Nobody's voice is lost: whoever proposed it stands behind the matter it went to in the end.
            var end = matter
            while end.state(of: "suggestion") == "merged", let next = end.taken["SG-5"]?.fields.number(.target),
                let further = stage.state.matters[next]
            { end = further }
            #expect(matter.proposers.allSatisfy(end.proposers.contains), "\(number.serial) ends in \(end.number.serial)")
        }
    }
}
