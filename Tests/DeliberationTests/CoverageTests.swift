import Procedure
import Testing

@testable import Deliberation

/// What no scene shows is named here. The check plays the whole table itself, so it stands on no other test.
@Suite("Nothing is left unshown")
struct CoverageTests {
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
        #expect(unshown == [], "refusals that no scene meets")
        #expect(Set(HappeningName.allCases).subtracting(kinds) == [], "kinds of event that no scene brings about")
    }

    @Test("titles are not used twice, so that a failure names one scene")
    func titles() {
        #expect(Set(Scenario.all.map { $0.title }).count == Scenario.all.count)
    }
}
