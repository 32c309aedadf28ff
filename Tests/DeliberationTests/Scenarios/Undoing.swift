import Procedure
import Testing

@testable import Deliberation

extension Scenario {
    static let undoing = [
        Scenario("undo: by the same person within 120 seconds, and not a second later") { stage in
            try stage.suggest()
            let before = stage.matter
            stage.pass(.seconds(1))
            try stage.by(Stage.officer, .move("pass", Fields([.method: .text("dialogue")])))
            stage.pass(.milliseconds(120_001))
            stage.refuses(.undoTooLate) { try stage.by(Stage.officer, .undo(sent: false)) }
            stage.now = stage.now - .milliseconds(1)
            stage.refuses(.nothingToUndo) { try stage.by(Stage.otherOfficer, .undo(sent: false)) }
            stage.refuses(.undoTooLate) { try stage.by(Stage.officer, .undo(sent: true)) }
            try stage.by(Stage.officer, .undo(sent: false))
            #expect(stage.matter.folded == before.folded)
            stage.refuses(.nothingToUndo) { try stage.by(Stage.officer, .undo(sent: false)) }
            try stage.by(Stage.officer, .move("pass", Fields([.method: .text("dialogue")])))
            #expect(stage.state("topic") == "screening")
        },
        Scenario("undo: a neighbour's voice in between does not stand in the way and is kept; another officer's step does") { stage in
            try stage.suggest()
            stage.pass(.seconds(1))
            try stage.by(Stage.officer, .move("pass", Fields([.method: .text("dialogue")])))
            stage.pass(.seconds(1))
            try stage.by(Stage.neighbours[0], .endorse)
            try stage.by(Stage.officer, .undo(sent: false))
            #expect(stage.state("topic") == "none" && stage.matter.endorsers == [Stage.neighbours[0]])
            try stage.by(Stage.officer, .move("pass", Fields([.method: .text("dialogue")])))
            stage.pass(.seconds(1))
            try stage.by(Stage.convenor, .move("submit", Fields()))
            stage.refuses(.undoNotYours(by: Stage.convenor, at: stage.now)) { try stage.by(Stage.officer, .undo(sent: false)) }
        },
        Scenario("undo: a suggestion is withdrawn, not undone; its number stays used") { stage in
            try stage.suggest()
            stage.refuses(.undoTooLate) { try stage.by(Stage.resident, .undo(sent: false)) }
        },
        Scenario("undo: a merge is taken back on both sides, or on none") { stage in
            try stage.suggest()
            try stage.suggest(Stage.second, by: Stage.neighbours[0])
            let before = stage.matter.folded
            stage.pass(.seconds(1))
            try stage.by(Stage.officer, .merge(into: Stage.number, reason: nil), on: Stage.second)
            let merged = try #require(stage.state.matters[Stage.second])
            #expect(merged.lastAct(of: Stage.officer).map(merged.reachedByUndo) == [Stage.number])
            var half = stage.state
            half.matters[Stage.number] = nil
            let undo = Command(actor: .person(Stage.officer), matter: Stage.second, act: .undo(sent: false))
            let alone = half
            #expect(throws: Refusal.undoTooLate) { try decide(undo, in: alone, now: stage.now) }
            try stage.perform(undo)
            #expect(stage.matter.folded == before)
            #expect(stage.state("suggestion", on: Stage.second) == "registered")
        },
        Scenario("undo: a merge is taken back from the matter that took it in just as well") { stage in
            try stage.suggest()
            try stage.suggest(Stage.second, by: Stage.neighbours[0])
            let before = stage.matter.folded
            stage.pass(.seconds(1))
            try stage.by(Stage.officer, .merge(into: Stage.number, reason: nil), on: Stage.second)
            let act = try #require(stage.matter.lastAct(of: Stage.officer))
            #expect(stage.matter.onlyAbsorbed(act) && stage.matter.reachedByUndo(of: act) == [Stage.second])
            var half = stage.state
            half.matters[Stage.second] = nil
            let undo = Command(actor: .person(Stage.officer), matter: Stage.number, act: .undo(sent: false))
            let alone = half
            #expect(throws: Refusal.undoTooLate) { try decide(undo, in: alone, now: stage.now) }
            try stage.perform(undo)
            #expect(stage.matter.folded == before && stage.matter.absorbed.isEmpty)
            #expect(stage.state("suggestion", on: Stage.second) == "registered")
            stage.refuses(.nothingToUndo) { try stage.by(Stage.officer, .undo(sent: false)) }
        },
        Scenario("undo: a topic merged is parted from both sides (TP-3)") { stage in
            try stage.suggest()
            try stage.suggest(Stage.second, by: Stage.neighbours[0])
            try stage.by(Stage.officer, .move("pass", Fields([.method: .text("dialogue")])), on: Stage.second)
            stage.pass(.seconds(1))
            try stage.by(Stage.officer, .merge(into: Stage.number, reason: nil), on: Stage.second)
            #expect(stage.state("topic", on: Stage.second) == "merged")
            try stage.by(Stage.officer, .undo(sent: false))
            #expect(stage.state("topic", on: Stage.second) == "screening" && stage.matter.proposers == [Stage.resident])
        },
        Scenario("undo: what was merged on since is parted first, the later merge before the earlier") { stage in
            for (number, person) in [
                (Stage.number, Stage.resident), (Stage.second, Stage.neighbours[0]), (Stage.third, Stage.neighbours[1]),
            ] { try stage.suggest(number, by: person) }
            stage.pass(.seconds(1))
            try stage.by(Stage.officer, .merge(into: Stage.second, reason: nil), on: Stage.third)
            stage.pass(.seconds(1))
            try stage.by(Stage.officer, .merge(into: Stage.number, reason: nil), on: Stage.second)
            stage.refuses(.undoFirst(Stage.second)) { try stage.by(Stage.officer, .undo(sent: false), on: Stage.third) }
            try stage.by(Stage.officer, .undo(sent: false), on: Stage.second)
            try stage.by(Stage.officer, .undo(sent: false), on: Stage.third)
            #expect(stage.matter.proposers == [Stage.resident])
            #expect(stage.state.matters[Stage.second]?.proposers == [Stage.neighbours[0]])
        },
        Scenario("undo: what another topic's session reported is no act on this one") { stage in
            try stage.announced()
            try stage.called(Stage.second)
            stage.pass(.days(8))
            try stage.countAll(on: Stage.second)
            stage.pass(.seconds(1))
            try stage.by(Stage.convenor, .move("announceAgreed", Fields([.result: .text("consensus")])), on: Stage.second)
            stage.refuses(.undoTooLate) { try stage.by(Stage.convenor, .undo(sent: false)) }
            #expect(stage.matter.reportedIn == Stage.second)
        },
        Scenario("undo: a result announced by mistake takes its report of another topic back with it") { stage in
            try stage.announced()
            try stage.called(Stage.second)
            stage.pass(.days(8))
            try stage.countAll(on: Stage.second)
            stage.pass(.seconds(1))
            try stage.by(Stage.convenor, .move("announceAgreed", Fields([.result: .text("consensus")])), on: Stage.second)
            #expect(stage.matter.reportedIn == Stage.second)
            try stage.by(Stage.convenor, .undo(sent: false), on: Stage.second)
            #expect(stage.matter.reportedIn == nil && stage.state("topic", on: Stage.second) == "noticed")
        },
        Scenario("undo: a post given by mistake was never held") { stage in
            let before = stage.state.unit.posts
            stage.pass(.seconds(1))
            try stage.perform(Command(actor: .person(Stage.convenor), matter: .unit, act: .givePost(Stage.stranger, .liaisonOfficer)))
            #expect(stage.state.unit.posts != before)
            try stage.perform(Command(actor: .person(Stage.convenor), matter: .unit, act: .undo(sent: false)))
            #expect(stage.state.unit.posts == before)
            #expect(stage.state.unit.name == "东园社区" && stage.state.unit.council.count == 9)
        },
    ]
}

extension Span {
    static func milliseconds(_ n: Int64) -> Span { Span(milliseconds: n) }
}

extension Matter {
    /// What was folded, without the events it was folded from.
    struct Folded: Equatable {
        let items: [String: Item]
        let taken: [StepID: Taken]
        let proposers: [PersonID]
        let endorsers: [PersonID]
        let supplements: [WordsRef]
        let absorbed: [MatterNumber]
        let screenings: [Fields]
        let sitting: Sitting
        let sessions: [Instant]
        let reportedIn: MatterNumber?
        let violations: [Violation]
        let deviations: [Deviation]
        let shown: [Shown]
    }

    var folded: Folded {
        Folded(
            items: items, taken: taken, proposers: proposers, endorsers: endorsers, supplements: supplements, absorbed: absorbed,
            screenings: screenings, sitting: sitting, sessions: sessions, reportedIn: reportedIn, violations: violations,
            deviations: deviations, shown: shown)
    }
}
