import Procedure
import Testing

@testable import Deliberation

/// A screening that was told wrongly is told anew, wherever the topic stands; there is still one record of it.
@Suite("A screening put right")
struct ScreeningPutRight {
    @Test("the record that was wrong gives way, and nothing is put right where there is none")
    func replaced() throws {
        let stage = try Stage()
        stage.put("topic", "screening")
        let anew = Fields([.method: .text("groupDeliberation"), .replaces: .flag(true)])
        try stage.by(Stage.officer, .screen(Fields([.method: .text("hearing")])))
        stage.put("topic", "submitted")
        #expect(throws: Refusal.self) { try stage.by(Stage.officer, .screen(Fields([.method: .text("dialogue")]))) }
        try stage.by(Stage.officer, .screen(anew))
        #expect(stage.matter.screenings == [anew])
        let other = try Stage()
        other.put("topic", "submitted")
        #expect(throws: Refusal.self) { try other.by(Stage.officer, .screen(anew)) }
    }

    @Test("of several records the one that is named gives way")
    func oneOfSeveral() throws {
        let stage = try Stage()
        stage.put("topic", "screening")
        let second = Fields([.method: .text("questionnaire")])
        try stage.by(Stage.officer, .screen(Fields([.method: .text("hearing")])))
        try stage.by(Stage.officer, .screen(second))
        try stage.by(
            Stage.officer, .screen(Fields([.method: .text("groupDeliberation"), .replaces: .flag(true), .kind: .text("hearing")])))
        #expect(stage.matter.screenings == [Fields([.method: .text("groupDeliberation"), .replaces: .flag(true)]), second])
    }
}
