import Procedure
import Testing

@testable import Deliberation

/// One scene on a stage of its own: given, when, then. All of them stand in one table, which the tests and the coverage check both run,
/// so that neither depends on the order in which tests run.
struct Scenario: Sendable, CustomTestStringConvertible {
    let title: String
    let play: @Sendable (Stage) throws -> Void
    var testDescription: String { title }

    init(_ title: String, _ play: @escaping @Sendable (Stage) throws -> Void) {
        self.title = title
        self.play = play
    }

    static let all =
        paths + suggestions + petitions + screenings + approvals + calls + delegations + sittings + records + outcomes + units + undoing
        + voices
        + persons + corrections

    static let paths = [
        Scenario("from a message to closing: 4 / 8 / 9 actions outside the meeting, two inside", PathTests.wholePath),
        Scenario("live, with every stage in order (XZ-13.0d)", PathTests.liveMeeting),
    ]
}

@Suite("Scenes of a Xuzhou community")
struct ScenarioTests {
    @Test("played", arguments: Scenario.all)
    func played(_ scenario: Scenario) throws { try scenario.play(Stage()) }
}

extension Stage {
    static let second = MatterNumber(year: 2026, serial: 13)
    static let third = MatterNumber(year: 2026, serial: 14)
    static let otherOfficer = PersonID(6)
    static let stranger = PersonID(77)

    /// The command is refused, and in exactly these words.
    func refuses(_ expected: Refusal, at location: SourceLocation = #_sourceLocation, _ body: () throws -> Void) {
        #expect(refusal(body) == expected, sourceLocation: location)
    }

    /// The rules are in the way: which, and what would satisfy each.
    func weighs(
        _ kind: RefusalName, _ step: StepID, _ expected: [String: Remedy?], at location: SourceLocation = #_sourceLocation,
        _ body: () throws -> Void
    ) {
        switch refusal(body) {
        case .unmet(step, let verdicts)? where kind == .unmet, .needsReason(step, let verdicts)? where kind == .needsReason,
            .blocked(step, let verdicts)? where kind == .blocked:
            let found = Dictionary(verdicts.map { ($0.row.text, $0.remedy) }, uniquingKeysWith: { $1 })
            #expect(found == expected, sourceLocation: location)
        case let other: Issue.record("expected \(kind) at \(step), not \(String(describing: other))", sourceLocation: location)
        }
    }

    /// A move refused because the matter stands elsewhere.
    func stands(
        _ state: StateID, _ machine: String, against move: String, at location: SourceLocation = #_sourceLocation, _ body: () throws -> Void
    ) {
        guard case .wrongState(move, state, machine, _, _)? = refusal(body) else {
            Issue.record(
                "\(move) must be refused with \(machine) \(state), not \(String(describing: refusal(body)))", sourceLocation: location)
            return
        }
    }

    func suggest(_ number: MatterNumber = Stage.number, by person: PersonID = Stage.resident, endorsed: Bool = false) throws {
        try by(person, .suggest(words(), in: Stage.group), on: number)
        if endorsed { for neighbour in Stage.neighbours { try by(neighbour, .endorse, on: number) } }
    }

    func record(_ more: [Field: FieldValue] = [:]) -> Fields {
        Fields([.date: day(), .meeting: .text("支委会")].merging(more) { $1 })
    }

    func callFields(after span: Span = .days(8), _ more: [Field: FieldValue] = [:]) -> Fields {
        Fields(
            [.start: .instant(now + span), .place: .text("二楼会议室"), .secretary: .person(Stage.secretary), .mandatesApproved: .flag(true)]
                .merging(more) { $1 })
    }

    func showNotice(on number: MatterNumber = Stage.number) throws {
        try daemon(.confirmShown(notice: "notice.preMeeting", group: Stage.group, person: nil), on: number)
    }

    /// A matter of that number, called and waiting for its day.
    func called(_ number: MatterNumber = Stage.number, _ more: [Field: FieldValue] = [:]) throws {
        try suggest(number, endorsed: true)
        try by(Stage.officer, .move("pass", Fields([.method: .text("dialogue")])), on: number)
        try by(Stage.convenor, .move("submit", Fields()), on: number)
        try by(Stage.party, .move("approve", record()), on: number)
        try by(Stage.convenor, .move("call", callFields(more)), on: number)
        try showNotice(on: number)
    }

    func callFields(_ more: [Field: FieldValue]) -> Fields { callFields(after: .days(8), more) }

    /// Called, its chair given to a member who accepted, and come to its day.
    func delegated() throws -> PersonID {
        try called()
        let member = Stage.council[0]
        try by(Stage.convenor, .move("delegateChair", Fields([.person: .person(member)])))
        try by(member, .move("acceptChair", Fields()))
        pass(.days(8))
        return member
    }

    func countAll(on number: MatterNumber = Stage.number) throws {
        try by(Stage.secretary, .closeCount(named: [], missing: [], everybody: true, present: nil, stakeholders: nil), on: number)
    }

    /// The sitting held and its result announced, everything else still to be pasted.
    func announced(_ number: MatterNumber = Stage.number, agreed: Bool = true) throws {
        try called(number)
        pass(.days(8))
        try countAll(on: number)
        let result = Fields([.result: .text(agreed ? "consensus" : "noConsensus")])
        try by(Stage.convenor, .move(agreed ? "announceAgreed" : "announceNotAgreed", result), on: number)
    }

    func paste(_ lines: [RecordLine], on number: MatterNumber = Stage.number) throws {
        for line in lines { try by(Stage.secretary, .record(line), on: number) }
    }

    func wholeRecord() -> [RecordLine] {
        [
            .proposerSpokeFirst(true), .turn(Stage.resident, viewpoint: "路灯", stance: .favor, seconds: 120),
            .revision(words(), agreed: true), .secondRound, .method(.showOfHands),
        ]
    }

    /// The minutes of a sitting without consensus: pasted, completed, confirmed by the chair.
    func confirmMinutes() throws {
        try paste(wholeRecord())
        try by(Stage.secretary, .move("minutes", Fields()))
        try by(Stage.convenor, .move("confirmMinutesOnly", Fields()))
    }

    /// As far as *determining*.
    func minuted(_ number: MatterNumber = Stage.number) throws {
        try announced(number)
        try paste(wholeRecord(), on: number)
        try by(Stage.secretary, .move("minutes", Fields()), on: number)
        try by(Stage.convenor, .move("confirmMinutes", Fields()), on: number)
    }

    func state(_ machine: String, on number: MatterNumber = Stage.number, key: String? = nil) -> StateID {
        state.matters[number]?.state(of: machine, key: key) ?? .none
    }
}
