import Procedure
import Testing

@testable import Deliberation

/// Requests can be refused; what has happened is recorded (design 2.1; requirements 2.0, 3): every must of the Xuzhou rulebook in both moods.
@Suite("Before it is refused, afterwards it is taken down")
struct BothMoodsTests {
    @Test("no must of a step is left out of the table, and every one says what it blocks")
    func whole() throws {
        let book = try Files.read.get()
        let musts = book.steps.values.flatMap { step in step.needs.filter { $0.force == .must }.map { "\(step.id) \($0.rule) (\($0.row))" }
        }
        #expect(musts.sorted() == MissedMust.all.map(\.testDescription).sorted())
        for step in book.steps.values { #expect(step.needs.allSatisfy { $0.force != .must || !$0.blocks.isEmpty }, "\(step.id)") }
        #expect(book.typed.values.allSatisfy { $0.allSatisfy { $0.force != .must || !$0.blocks.isEmpty } })
    }

    static func unmet(_ refusal: Refusal?, _ must: MissedMust) -> Bool {
        guard case .unmet(must.step, let verdicts)? = refusal else { return false }
        return verdicts.contains { $0.row == must.row && $0.rule == must.rule }
    }

    static func recorded(_ must: MissedMust) throws -> Stage {
        let stage = try Stage()
        try must.given(stage)
        let act = must.act(stage)
        try stage.deliverFilings(before: Command(actor: .person(must.actor), matter: Stage.number, act: act))
        let events = stage.matter.events.count
        #expect(unmet(stage.refusal { try stage.by(must.actor, act) }, must), "\(must.testDescription) is refused as a request")
        #expect(stage.matter.events.count == events)
        try stage.perform(
            Command(actor: .person(must.actor), matter: Stage.number, act: act, reason: stage.words(), happened: stage.now.civil.date))
        #expect(stage.matter.violations.contains { $0.step == must.step && $0.verdict.row == must.row && $0.verdict.rule == must.rule })
        let taken = stage.matter.events.last { if case .stepped(let step) = $0.what { step.id == must.step } else { false } }
        #expect(taken?.happened == must.day ?? stage.now.civil.date)
        if case .stepped(let step)? = taken?.what { #expect(step.fields.day(.late) == stage.now.civil.date) }
        return stage
    }

    @Test("both moods, what waits and what does not, and how it ends", arguments: MissedMust.all)
    func moods(_ must: MissedMust) throws {
        let stage = try Self.recorded(must)
        let book = stage.state.rulebook
        let violations = stage.matter.violations
        let blocks = try #require(book.steps[must.step]?.needs.first { $0.rule == must.rule && $0.row == must.row }?.blocks)
        // Exactly those steps, of all there are.
        let mine = violations.filter { $0.verdict.row == must.row && $0.verdict.rule == must.rule && $0.step == must.step }
        for step in book.steps.values {
            #expect(stage.state.blocking(step, in: stage.matter).contains { mine.contains($0) } == blocks.contains(step.id), "\(step.id)")
        }
        // In the flesh: the first of them is refused, and names the row.
        func ask() throws -> Refusal? {
            let step = try #require(blocks.first.flatMap { book.steps[$0] })
            let before = stage.state
            try stage.perform(Command(actor: .daemon, matter: .unit, act: .givePost(Stage.convenor, .firstConvenor)))
            stage.put(Machines.name(of: step.id), step.from.contains("ready") ? "ready" : step.from.sorted { $0.text < $1.text }[0])
            let refusal = stage.refusal { try stage.by(Self.person(step.by), .step(step.id, key: nil, Fields())) }
            stage.state = before
            return refusal
        }
        guard case .blocked(_, let verdicts)? = try ask() else {
            Issue.record("\(must.testDescription): \(blocks) must wait, not \(String(describing: try ask()))")
            return
        }
        #expect(verdicts.contains { $0.row == must.row })

        // Explained, it may go on.
        let kept = stage.state
        for row in Set(violations.map(\.verdict.row)) { try stage.by(Stage.officer, .explainViolation(row, stage.words())) }
        #expect(stage.matter.violations.isEmpty)
        if case .blocked? = try ask() { Issue.record("\(must.testDescription): still in the way after it was explained") }
        stage.state = kept

        // Or made good.
        guard let repair = must.repair else { return }
        try repair(stage)
        #expect(!stage.matter.violations.contains { $0.verdict.row == must.row }, "\(must.testDescription) is made good")
        #expect(stage.matter.events.contains { $0.what == .violationRepaired(row: must.row) })
    }

    static func person(_ posts: [Post]) -> PersonID {
        switch posts.first {
        case .firstConvenor?, .secondConvenor?, .meetingChair?: Stage.convenor
        case .partySecretary?: Stage.party
        case .meetingSecretary?: Stage.secretary
        case .proposer?: Stage.resident
        default: Stage.officer
        }
    }

    @Test("what an officer enters for the chair says who entered it; a resident enters nothing for anybody")
    func recordedBy() throws {
        let stage = try Stage()
        try stage.called()
        stage.pass(.days(8))
        let day = stage.now.civil.date
        let count = Act.closeCount(named: [], missing: [], everybody: true, present: nil, stakeholders: nil)
        stage.refuses(.notYours(step: "MT-3", posts: [.meetingChair, .meetingSecretary])) { try stage.by(Stage.officer, count) }
        try stage.perform(Command(actor: .person(Stage.officer), matter: Stage.number, act: count, happened: day))
        let result = Act.move("announceAgreed", Fields([.result: .text("consensus")]))
        stage.refuses(.notYours(step: "MT-13.2", posts: [.meetingChair])) { try stage.by(Stage.officer, result) }
        stage.refuses(.notYours(step: "MT-13.2", posts: [.meetingChair])) {
            try stage.perform(Command(actor: .person(Stage.resident), matter: Stage.number, act: result, happened: day))
        }
        try stage.perform(Command(actor: .person(Stage.officer), matter: Stage.number, act: result, happened: day))
        #expect(stage.matter.taken["MT-13.2"]?.fields.person(.recordedBy) == Stage.officer)
        #expect(stage.state("topic") == "agreed" && stage.matter.violations.isEmpty)
        stage.refuses(.dateAhead(day.adding(days: 1))) {
            try stage.perform(
                Command(
                    actor: .person(Stage.officer), matter: Stage.number, act: .move("minutes", Fields()), happened: day.adding(days: 1)))
        }
    }

    @Test("a sitting entered after it was held calls nobody, and its notice ran from the day it was put up")
    func pastSitting() throws {
        let stage = try Stage()
        try stage.ready()
        stage.pass(.days(10))
        stage.told = []
        let put = stage.now.civil.date.adding(days: -9), held = stage.now + .hours(-12)
        func late(_ act: Act, on day: CivilDate) throws {
            try stage.perform(Command(actor: .person(Stage.officer), matter: Stage.number, act: act, happened: day))
        }
        var fields = stage.callFields()
        fields[.start] = .instant(held)
        try late(.move("call", fields), on: put)
        try late(.closeCount(named: [], missing: [], everybody: true, present: nil, stakeholders: nil), on: held.civil.date)
        try late(.move("announceAgreed", Fields([.result: .text("consensus")])), on: held.civil.date)
        #expect(stage.matter.deviations.isEmpty && stage.matter.violations.isEmpty)
        let notices = stage.told.compactMap { if case .tell(let notice, _) = $0.what { notice } else { nil } }
        #expect(Set(notices) == ["result"])
        #expect(!stage.told.contains { if case .set = $0.what { true } else { false } })
        // Seven days are seven days on paper, too.
        let other = try Stage()
        try other.ready()
        other.pass(.days(3))
        fields[.start] = .instant(other.now)
        let early = Command(
            actor: .person(Stage.officer), matter: Stage.number, act: .move("call", fields), happened: other.now.civil.date.adding(days: -1)
        )
        guard case .needsReason("TP-18", let verdicts)? = other.refusal({ try other.perform(early) }) else {
            Issue.record("one day is not seven")
            return
        }
        #expect(verdicts.map(\.row) == [RowID("XZ-12b")])
    }
}
