import Procedure
import Testing

@testable import Deliberation

/// What no scene shows is named here. The check plays the whole table itself, so it stands on no other test.
@Suite("Nothing is left unshown")
struct CoverageTests {
    /// An objection freezes a matter (design 5, *Who may*); the step that raises it is not yet in any rulebook, so nothing throws it.
    static let withoutStep: Set<RefusalName> = [.frozen]

    @Test("every step of the city, every refusal and every kind of event stands in a scene")
    func everything() throws {
        var steps: Set<StepID> = []
        var refusals: Set<RefusalName> = []
        var kinds: Set<HappeningName> = []
        for scenario in Scenario.all {
            let stage = try Stage()
            try scenario.play(stage)
            steps.formUnion(stage.shownSteps)
            refusals.formUnion(stage.shownRefusals)
            kinds.formUnion(stage.shownKinds)
        }
        let book = try Files.read.get()
        #expect(Set(book.steps.keys).subtracting(steps).sorted() == [], "steps of xuzhou.json that no scene takes")
        #expect(steps.isSubset(of: book.steps.keys))
        let unshown = Set(RefusalName.allCases).subtracting(refusals)
        #expect(unshown == Self.withoutStep, "refusals that no scene meets, or one that is met after all: strike it from the list")
        #expect(Set(HappeningName.allCases).subtracting(kinds) == [], "kinds of event that no scene brings about")
    }

    @Test("titles are not used twice, so that a failure names one scene")
    func titles() {
        #expect(Set(Scenario.all.map { $0.title }).count == Scenario.all.count)
    }
}
