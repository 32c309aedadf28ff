import Procedure
import Testing

@testable import Deliberation

/// A must of a document on what is said at the table: the turn that is refused there, and the line of a record that bears the same.
struct TypedMust: Sendable, CustomTestStringConvertible {
    let command: String
    let rule: String
    let row: RowID
    /// Turns before it, each on 路灯.
    let before: [PersonID]
    let speaker: PersonID
    /// With this one it is no miss: by whom, and on what.
    let instead: (person: PersonID, viewpoint: Viewpoint)

    var testDescription: String { "\(command) \(rule) (\(row))" }

    /// Somebody who stands on no list.
    static let stranger = PersonID(999)

    static let all = [
        TypedMust(
            command: "giveFloor", rule: "speakerIsPresent", row: RowID("XZ-13.6a"), before: [], speaker: stranger,
            instead: (Stage.resident, "路灯")),
        TypedMust(
            command: "giveFloor", rule: "turnsOnViewpoint", row: RowID("XZ-13.6b"), before: [Stage.resident, Stage.resident],
            speaker: Stage.resident, instead: (Stage.resident, "电费")),
    ]
}

@Suite("Musts of a turn: before it is refused, afterwards it is taken down")
struct TypedMustTests {
    @Test("no must of a turn is left out of the table")
    func whole() throws {
        let typed = try Files.read.get().typed
        let musts = typed.filter { $0.key != "unrevised" }.flatMap { command, needs in
            needs.filter { $0.force == .must }.map { "\(command) \($0.rule) (\($0.row))" }
        }
        #expect(musts.sorted() == TypedMust.all.map(\.testDescription).sorted())
    }

    @Test("a record that says nothing was revised is taken, and the minutes wait for a word on it (XZ-13.7a)")
    func unrevised() throws {
        let stage = try Stage()
        try stage.announced()
        try stage.paste(stage.wholeRecord())
        #expect(stage.matter.violations.isEmpty && stage.matter.sitting.revision != nil)
        try stage.paste([.unrevised])
        #expect(stage.matter.sitting.revision == nil && stage.matter.sitting.isUnrevised)
        #expect(stage.matter.violations.map(\.verdict.row) == [RowID("XZ-13.7a")])
        try stage.by(Stage.secretary, .move("minutes", Fields()))
        guard case .blocked? = stage.refusal({ try stage.by(Stage.convenor, .move("confirmMinutes", Fields())) }) else {
            Issue.record("the minutes must wait")
            return
        }
        try stage.by(Stage.officer, .explainViolation(RowID("XZ-13.7a"), stage.words()))
        try stage.by(Stage.convenor, .move("confirmMinutes", Fields()))
        #expect(stage.matter.taken["MT-14.2"] != nil)
    }

    @Test("at the table it is refused, with what would satisfy it, and moves nothing", arguments: TypedMust.all)
    func requested(_ must: TypedMust) throws {
        let stage = try Stage()
        try stage.called()
        stage.pass(.days(8))
        try stage.countAll()
        try stage.by(Stage.convenor, .move("open", Fields()))
        func floor(_ person: PersonID, _ viewpoint: Viewpoint = "路灯") throws {
            try stage.by(Stage.convenor, .giveFloor(person, viewpoint: viewpoint, stance: .favor))
        }
        // The first turn is the proposer's; to everybody else the floor is given after it.
        if must.before.isEmpty { try floor(Stage.resident, "开场") }
        for (index, person) in must.before.enumerated() {
            try floor(person)
            if index == 0 { try stage.by(Stage.convenor, .move("interact", Fields())) }
        }
        if must.before.isEmpty { try stage.by(Stage.convenor, .move("interact", Fields())) }
        let events = stage.matter.events.count
        guard case .unmet("MT-8", let verdicts)? = stage.refusal({ try floor(must.speaker) }) else {
            Issue.record("\(must.testDescription) is refused as a request")
            return
        }
        #expect(verdicts.map(\.row) == [must.row] && verdicts.map(\.rule) == [must.rule])
        #expect(verdicts.allSatisfy { $0.remedy == .chooseAnother })
        #expect(stage.matter.events.count == events && stage.matter.violations.isEmpty)
        try floor(must.instead.person, must.instead.viewpoint)
        #expect(stage.matter.violations.isEmpty)
    }

    @Test(
        "in a record it is taken; it stops the confirming of the minutes and nothing else until it is explained", arguments: TypedMust.all)
    func recorded(_ must: TypedMust) throws {
        let stage = try Stage()
        try stage.announced()
        try stage.paste(stage.wholeRecord().filter { if case .turn = $0 { false } else { true } })
        try stage.paste(must.before.map { .turn($0, viewpoint: "路灯", stance: .favor, seconds: 60) })
        try stage.paste([.turn(must.instead.person, viewpoint: must.instead.viewpoint, stance: .favor, seconds: 60)])
        #expect(stage.matter.violations.isEmpty)
        try stage.paste([.turn(must.speaker, viewpoint: "路灯", stance: .favor, seconds: 60)])
        let violation = try #require(stage.matter.violations.first)
        #expect(stage.matter.violations.count == 1)
        #expect(violation.step == "MT-8" && violation.verdict.row == must.row && violation.verdict.rule == must.rule)
        let book = stage.state.rulebook
        let blocks = try #require(book.typed[must.command]?.first { $0.row == must.row }?.blocks)
        for step in book.steps.values {
            #expect(!stage.state.blocking(step, in: stage.matter).isEmpty == (blocks.contains(step.id) || step.needsClean), "\(step.id)")
        }
        try stage.by(Stage.secretary, .move("minutes", Fields()))
        guard case .blocked(_, let verdicts)? = stage.refusal({ try stage.by(Stage.convenor, .move("confirmMinutes", Fields())) }) else {
            Issue.record("\(must.testDescription): the minutes must wait")
            return
        }
        #expect(verdicts.map(\.row) == [must.row])
        // What was said stays said: nothing makes it good, only words explain it.
        try stage.lookAgain()
        #expect(stage.matter.violations.count == 1)
        try stage.by(Stage.officer, .explainViolation(must.row, stage.words()))
        #expect(stage.matter.violations.isEmpty)
        try stage.by(Stage.convenor, .move("confirmMinutes", Fields()))
        #expect(stage.state("meeting") == "confirmed" || stage.matter.taken["MT-14.2"] != nil)
    }
}
