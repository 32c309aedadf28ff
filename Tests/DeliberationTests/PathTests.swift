import Procedure
import Testing

@testable import Deliberation

/// The whole way of a Xuzhou matter (paths.md 1).
enum PathTests {
    /// From a message to closing: 4 / 8 / 9 actions outside the meeting, two inside.
    static func wholePath(_ stage: Stage) throws {
        try stage.ready()
        #expect(stage.matter.state(of: "topic") == "ready")
        try stage.call()
        #expect(stage.matter.state(of: "meeting") == "called")
        stage.pass(.days(8))
        try stage.by(Stage.secretary, .closeCount(named: [], missing: [], everybody: true, present: nil, stakeholders: nil))
        try stage.by(
            Stage.convenor,
            .move("announceAgreed", Fields([.result: .text("consensus"), .votesFor: .integer(16), .votesAgainst: .integer(2)])))
        #expect(stage.matter.state(of: "topic") == "agreed")
        for line: RecordLine in [
            .proposerSpokeFirst(true), .turn(Stage.resident, viewpoint: "路灯", stance: .favor, seconds: 120),
            .revision(stage.words(), agreed: true), .secondRound, .method(.showOfHands),
        ] { try stage.by(Stage.secretary, .record(line)) }
        try stage.by(Stage.secretary, .move("minutes", Fields()))
        try stage.by(Stage.convenor, .move("confirmMinutes", Fields()))
        try stage.by(Stage.party, .move("determine", Fields([.date: stage.day(), .meeting: .text("支委会"), .department: .text("物业办")])))
        try stage.by(Stage.convenor, .move("done", Fields([.text: .words(stage.words())])))
        try stage.daemon(.confirmShown(notice: "feedback.implemented", group: nil, person: Stage.resident))
        try stage.daemon(.confirmShown(notice: "notice.implementation", group: Stage.group, person: nil))
        stage.pass(.days(7))
        let refusal = stage.refusal { try stage.by(Stage.officer, .move("close", Fields())) }
        guard case .unmet(_, let verdicts)? = refusal else { Issue.record("closing before the next session must be refused"); return }
        #expect(verdicts.map(\.rule) == ["sessionReported"])

        // A second session, of another matter, reports the first one (XZ-14.1f).
        let second = MatterNumber(year: 2026, serial: 13)
        try another(stage, second)
        #expect(stage.matter.reportedIn == second)
        try stage.by(Stage.officer, .move("close", Fields()))
        #expect(stage.matter.state(of: "topic") == "closed")
        #expect(stage.matter.state(of: "suggestion") == "closed")
    }

    private static func another(_ stage: Stage, _ number: MatterNumber) throws {
        try stage.by(Stage.resident, .suggest(stage.words(), in: Stage.group), on: number)
        for neighbour in Stage.neighbours { try stage.by(neighbour, .endorse, on: number) }
        try stage.by(Stage.officer, .move("pass", Fields([.method: .text("dialogue")])), on: number)
        try stage.by(Stage.convenor, .move("submit", Fields()), on: number)
        try stage.by(Stage.party, .move("approve", Fields([.date: stage.day(), .meeting: .text("支委会")])), on: number)
        let call = Fields([
            .start: .instant(stage.now + .days(8)), .place: .text("二楼"), .secretary: .person(Stage.secretary),
            .mandatesApproved: .flag(true),
        ])
        try stage.by(Stage.convenor, .move("call", call), on: number)
        try stage.daemon(.confirmShown(notice: "notice.preMeeting", group: Stage.group, person: nil), on: number)
        stage.pass(.days(8))
        try stage.by(Stage.secretary, .closeCount(named: [], missing: [], everybody: true, present: nil, stakeholders: nil), on: number)
        try stage.by(Stage.convenor, .move("open", Fields()), on: number)
    }

    /// Live, with every stage in order (XZ-13.0d).
    static func liveMeeting(_ stage: Stage) throws {
        try stage.ready()
        try stage.call()
        stage.pass(.days(8))
        try stage.by(Stage.convenor, .move("checkIn", Fields([.secretary: .person(Stage.secretary)])))
        for person in stage.matter.sitting.list { try stage.by(person, .signIn) }
        try stage.by(Stage.secretary, .closeCount(named: [], missing: [], everybody: false, present: nil, stakeholders: nil))
        try stage.by(Stage.convenor, .move("open", Fields()))
        #expect(
            stage.refusal { try stage.by(Stage.convenor, .giveFloor(Stage.neighbours[0], viewpoint: "a", stance: .favor)) }
                == .notYours(step: "MT-7", posts: [.proposer]))
        try stage.by(Stage.convenor, .giveFloor(Stage.resident, viewpoint: "a", stance: .favor))
        try stage.by(Stage.convenor, .endTurn(extended: false))
        try stage.by(Stage.convenor, .move("interact", Fields()))
        try stage.by(Stage.convenor, .giveFloor(Stage.resident, viewpoint: "a", stance: .favor))
        let third = stage.refusal { try stage.by(Stage.convenor, .giveFloor(Stage.resident, viewpoint: "a", stance: .favor)) }
        guard case .unmet("MT-8", let verdicts)? = third else { Issue.record("a third turn must be refused (XZ-13.6b)"); return }
        #expect(verdicts.first?.row == RowID("XZ-13.6b"))
        try stage.by(Stage.convenor, .giveFloor(Stage.resident, viewpoint: "b", stance: .against))
        try stage.by(Stage.convenor, .move("revise", Fields([.revision: .words(stage.words())])))
        guard case .unmet? = stage.refusal({ try stage.by(Stage.convenor, .move("interact", Fields())) }) else {
            Issue.record("the second round waits for the proposer's agreement (XZ-13.7a)")
            return
        }
        try stage.by(Stage.resident, .agreeRevision)
        try stage.by(Stage.convenor, .move("interact", Fields()))
        try stage.by(Stage.convenor, .move("confirmMethod", Fields([.method: .text("showOfHands")])))
        try stage.by(Stage.convenor, .move("announceNotAgreed", Fields([.result: .text("noConsensus")])))
        #expect(stage.matter.state(of: "topic") == "notAgreed")
    }
}
