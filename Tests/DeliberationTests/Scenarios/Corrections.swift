import Procedure
import Testing

@testable import Deliberation

extension Scenario {
    static let corrections = [
        Scenario("a wrong day of an approval is put right after the undo time; the old one stays in the record") { stage in
            try stage.submitted()
            stage.pass(.days(2))
            try stage.by(Stage.party, .move("approve", stage.record()))
            stage.pass(.days(1))
            stage.refuses(.undoTooLate) { try stage.by(Stage.party, .undo(sent: true)) }
            let before = stage.matter.folded, was = stage.now.civil.date.adding(days: -1), day = was.adding(days: -2)
            let events = try stage.by(Stage.officer, .correct(Fields([.date: .day(day)]), of: nil))
            #expect(events.count == 1 && events.first?.happened == day)
            #expect(stage.matter.taken["TP-9"]?.fields.day(.date) == day && stage.matter.taken["TP-17"]?.fields.day(.date) == day)
            #expect(stage.matter.taken["TP-9"]?.fields.text(.meeting) == "支委会" && stage.state("topic") == "ready")
            let m = try #require(stage.state.corrigible(stage.matter, by: .person(Stage.officer)).first { $0.step.id == "TP-9" }?.m)
            #expect(stage.matter.step(at: m, before: stage.matter.events.count - 1)?.fields.day(.date) == was)
            #expect(Set(stage.told.suffix(4).map(\.what)).contains(.tell(notice: "corrected.toSender", audience: .proposers)))
            // Folded anew it is the same, and taken back it is as it was.
            #expect(Matter(number: Stage.number, events: stage.matter.events).folded == stage.matter.folded)
            try stage.by(Stage.officer, .undo(sent: false))
            #expect(stage.matter.folded == before)
        },
        Scenario("a correction is for whoever may take the step, of what it has, and only where something changes") { stage in
            try stage.ready()
            stage.pass(.days(1))
            let day = Fields([.date: .day(stage.now.civil.date.adding(days: -1))])
            let may: [Field] = [.date, .meeting, .document, .category, .topicClass, .phase]
            stage.refuses(.notCorrectable([])) { try stage.by(Stage.resident, .correct(day, of: nil)) }
            stage.refuses(.notCorrectable(may)) { try stage.by(Stage.officer, .correct(Fields([.votesFor: .integer(3)]), of: nil)) }
            stage.refuses(.notCorrectable(may)) { try stage.by(Stage.officer, .correct(Fields(), of: nil)) }
            stage.refuses(.already(move: "TP-9", by: Stage.party, at: stage.now - .days(1))) {
                try stage.by(Stage.officer, .correct(day, of: nil))
            }
            let ahead = stage.now.civil.date.adding(days: 1)
            stage.refuses(.dateAhead(ahead)) { try stage.by(Stage.officer, .correct(Fields([.date: .day(ahead)]), of: nil)) }
            stage.stands("ready", "topic", against: "assign") {
                try stage.by(Stage.officer, .correct(Fields([.department: .text("物业办")]), of: "TP-24"))
            }
            // A document in place of the meeting, and the class of the taking up.
            try stage.by(Stage.officer, .correct(Fields([.document: .text("徐议〔2026〕3号")]), of: nil))
            #expect(stage.matter.taken["TP-9"]?.fields.text(.meeting) == "徐议〔2026〕3号")
            try stage.by(Stage.officer, .correct(Fields([.category: .text("rights")]), of: nil))
            #expect(stage.matter.taken["SG-6"]?.fields.text(.category) == "rights")
        },
        Scenario("XZ-13.8b: votes are put right; what would not fit is refused of an announcement") { stage in
            try stage.called()
            stage.pass(.days(8))
            try stage.countAll()
            let votes = Fields([.result: .text("consensus"), .votesFor: .integer(15), .votesAgainst: .integer(2)])
            try stage.by(Stage.convenor, .move("announceAgreed", votes))
            stage.pass(.hours(1))
            let wrong = Fields([.votesFor: .integer(1), .votesAgainst: .integer(9)])
            guard case .unmet("MT-13.2", let verdicts)? = stage.refusal({ try stage.by(Stage.convenor, .correct(wrong, of: nil)) }) else {
                Issue.record("one for and nine against is no consensus")
                return
            }
            #expect(verdicts.map(\.rule) == ["resultFits"])
            try stage.by(Stage.convenor, .correct(Fields([.votesFor: .integer(16)]), of: nil))
            #expect(stage.matter.taken["MT-13.2"]?.fields.integer(.votesFor) == 16)
            #expect(stage.matter.violations.isEmpty && stage.state("topic") == "agreed")
        },
        Scenario("XZ-13.8b: a count entered afterwards that did not fit: the violation goes with the wrong count, and comes with one") {
            stage in
            try stage.called()
            stage.pass(.days(8))
            try stage.countAll()
            let late = stage.now.civil.date
            stage.pass(.days(1))
            func afterwards(_ act: Act) throws {
                try stage.perform(Command(actor: .person(Stage.convenor), matter: Stage.number, act: act, happened: late))
            }
            let votes = Fields([.result: .text("consensus"), .votesFor: .integer(25), .votesAgainst: .integer(2)])
            try afterwards(.move("announceAgreed", votes))
            #expect(stage.matter.violations.map(\.verdict.rule) == ["votesFit"])
            stage.pass(.hours(1))
            try stage.by(Stage.convenor, .correct(Fields([.votesFor: .integer(15)]), of: nil))
            #expect(stage.matter.violations.isEmpty)
            try stage.by(Stage.convenor, .correct(Fields([.votesFor: .integer(1), .votesAgainst: .integer(9)]), of: nil))
            #expect(stage.matter.violations.map(\.verdict.rule) == ["resultFits"])
        },
        Scenario("TP-26: who carries it out and until when is said again; so is to whom something was referred, and its deadline") {
            stage in
            try stage.minuted()
            try stage.by(Stage.party, .move("determine", stage.record([.department: .text("物业办")])))
            stage.pass(.days(1))
            let due = stage.now.civil.date.adding(days: 30)
            try stage.by(Stage.officer, .correct(Fields([.department: .text("城管中队"), .due: .day(due)]), of: "TP-24"))
            let determined = try #require(stage.matter.taken["TP-24"]?.fields)
            #expect(determined.text(.department) == "城管中队" && determined.day(.due) == due)
            #expect(stage.matter.taken["TP-26"]?.fields.text(.department) == "城管中队")

            try stage.suggest(Stage.second)
            let first = Fields([.department: .text("物业办"), .due: .day(stage.now.civil.date.adding(days: 5))])
            try stage.by(Stage.officer, .move("refer", first), on: Stage.second)
            stage.pass(.hours(1))
            stage.told = []
            try stage.by(Stage.officer, .correct(Fields([.due: .day(due)]), of: nil), on: Stage.second)
            let at = CivilMoment(due, minuteOfDay: 9 * 60).instant
            #expect(stage.told.map(\.what).contains(.set(alarm: "referral.due", due: at)))
            #expect(stage.told.map(\.what).contains(.cancel(alarm: "referral.overdue")))
        },
        Scenario("TP-26: the first day there is, where none was stated, is watched like one that was") { stage in
            try stage.minuted()
            try stage.by(Stage.party, .move("determine", stage.record([.department: .text("物业办")])))
            #expect(!stage.told.contains { if case .set("task.due", _) = $0.what { true } else { false } })
            stage.pass(.days(1))
            let due = stage.now.civil.date.adding(days: 30), nine = CivilMoment(due, minuteOfDay: 9 * 60).instant
            stage.told = []
            try stage.by(Stage.officer, .correct(Fields([.due: .day(due)]), of: nil))
            #expect(stage.matter.taken["TP-26"]?.fields.day(.due) == due)
            let set: [Consequence.What] = [
                .set(alarm: "task.due", due: nine - .days(3)), .set(alarm: "task.today", due: nine),
                .set(alarm: "task.overdue", due: nine + .days(1)),
            ]
            #expect(set.allSatisfy(stage.told.map(\.what).contains))
        },
        Scenario("XZ-13.6c: the chair is told a minute before a turn is over, and when it is") { stage in
            try stage.called()
            stage.pass(.days(8))
            try stage.countAll()
            try stage.by(Stage.convenor, .move("open", Fields()))
            stage.told = []
            try stage.by(Stage.convenor, .giveFloor(Stage.resident, viewpoint: "路灯", stance: .favor))
            #expect(
                stage.told.map(\.what) == [
                    .set(alarm: "floor.nearlyOver", due: stage.now + .minutes(4)), .set(alarm: "floor.over", due: stage.now + .minutes(5)),
                ])
            stage.pass(.minutes(2))
            stage.told = []
            try stage.by(Stage.convenor, .endTurn(extended: false))
            #expect(stage.told.map(\.what) == [.cancel(alarm: "floor.nearlyOver"), .cancel(alarm: "floor.over")])
        },
    ]
}
