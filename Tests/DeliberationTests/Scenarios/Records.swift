import Procedure
import Testing

@testable import Deliberation

extension Scenario {
    static let records = [
        Scenario("XZ-13.6b: a third turn in the pasted record blocks the chair's confirmation until it is explained") { stage in
            try stage.called()
            stage.stands("called", "meeting", against: "record") { try stage.by(Stage.secretary, .record(.secondRound)) }
            stage.pass(.days(8))
            try stage.countAll()
            try stage.by(Stage.convenor, .move("announceAgreed", Fields([.result: .text("consensus")])))
            try stage.paste(stage.wholeRecord())
            let again = RecordLine.turn(Stage.resident, viewpoint: "路灯", stance: .favor, seconds: 60)
            try stage.paste([again])
            #expect(stage.matter.violations.isEmpty)
            try stage.paste([again])
            #expect(stage.matter.violations.map(\.verdict.row) == [RowID("XZ-13.6b")])
            try stage.by(Stage.secretary, .move("minutes", Fields()))
            stage.weighs(.blocked, "MT-14.2", ["XZ-13.6b": Remedy?.none]) {
                try stage.by(Stage.convenor, .move("confirmMinutes", Fields()))
            }
            stage.refuses(.nothingToUndo) { try stage.by(Stage.officer, .explainViolation(RowID("XZ-12a"), stage.words())) }
            stage.refuses(.notYours(step: "TP-31", posts: [.firstConvenor, .secondConvenor, .liaisonOfficer, .partySecretary])) {
                try stage.by(Stage.resident, .explainViolation(RowID("XZ-13.6b"), stage.words()))
            }
            try stage.by(Stage.officer, .explainViolation(RowID("XZ-13.6b"), stage.words()))
            try stage.by(Stage.convenor, .move("confirmMinutes", Fields()))
            #expect(stage.state("topic") == "determining")
        },
        Scenario("XZ-13.6a, XZ-13.6c: a line of the record is judged like its live form, and always taken") { stage in
            try stage.announced()
            try stage.paste([.turn(Stage.stranger, viewpoint: "路灯", stance: .against, seconds: 301)])
            #expect(stage.matter.violations.map(\.verdict.row) == [RowID("XZ-13.6a")])
            #expect(stage.matter.deviations.map(\.verdict.row) == [RowID("XZ-13.6c")])
            #expect(stage.matter.sitting.turns.count == 1)
        },
        Scenario("XZ-13.2b: minutes without method, revision or the proposer's word are not whole") { stage in
            try stage.announced()
            let lines = stage.wholeRecord()
            for line in lines.filter({ if case .turn = $0 { false } else { true } }) {
                stage.weighs(.unmet, "MT-14", ["XZ-13.2b": .take("MT-14")]) { try stage.by(Stage.secretary, .move("minutes", Fields())) }
                try stage.paste([line])
            }
            try stage.by(Stage.secretary, .move("minutes", Fields()))
            stage.refuses(.notYours(step: "MT-14.2", posts: [.meetingChair])) {
                try stage.by(Stage.secretary, .move("confirmMinutes", Fields()))
            }
            try stage.by(Stage.convenor, .move("confirmMinutes", Fields()))
        },
        Scenario("XZ-11h: a submission on paper whose filing was forgotten: taken down, and the call waits until it is filed") { stage in
            try stage.suggest(endorsed: true)
            try stage.by(Stage.officer, .move("pass", Fields([.method: .text("dialogue")])))
            stage.pass(.days(2))
            func late(_ act: Act) throws {
                try stage.perform(
                    Command(
                        actor: .person(Stage.officer), matter: Stage.number, act: act, happened: stage.now.civil.date.adding(days: -1)))
            }
            for step in ["TP-6", "TP-8"] { try late(.step(StepID(step), key: nil, Fields())) }
            #expect(stage.matter.violations.map(\.verdict.row) == [RowID("XZ-11h")])
            try stage.by(Stage.party, .move("approve", stage.record()))
            stage.weighs(.blocked, "TP-18", ["XZ-11h": Remedy?.none]) { try stage.by(Stage.convenor, .move("call", stage.callFields())) }
            try stage.by(Stage.convenor, .step("FL-1", key: "topic", Fields()))
            #expect(stage.matter.violations.isEmpty)
            try stage.by(Stage.convenor, .move("call", stage.callFields()))
            #expect(stage.state("topic") == "noticed")
        },
        Scenario("XZ-14.1f: two sittings of one evening: the later reports the earlier, neither blocks the other") { stage in
            try stage.called()
            try stage.called(Stage.second, [.start: .instant(stage.now + .days(8) + .hours(1))])
            stage.pass(.days(8))
            for number in [Stage.number, Stage.second] {
                stage.pass(.minutes(1))
                try stage.countAll(on: number)
                try stage.by(Stage.convenor, .move("announceAgreed", Fields([.result: .text("consensus")])), on: number)
                try stage.paste(stage.wholeRecord(), on: number)
                try stage.by(Stage.secretary, .move("minutes", Fields()), on: number)
            }
            #expect(stage.matter.reportedIn == Stage.second)
            #expect(stage.state.matters[Stage.second]?.reportedIn == nil)
            for number in [Stage.number, Stage.second] { try stage.by(Stage.convenor, .move("confirmMinutes", Fields()), on: number) }
            #expect(stage.state("topic", on: Stage.second) == "determining")
        },
        Scenario("XZ-14.1f: what one topic of a sitting came to is not reported at the next topic of it, but at the next sitting") {
            stage in
            let third = MatterNumber(year: 2026, serial: 14)
            try stage.called()
            try stage.called(Stage.second)
            stage.pass(.days(8))
            for number in [Stage.number, Stage.second] {
                stage.pass(.minutes(1))
                try stage.countAll(on: number)
                try stage.by(Stage.convenor, .move("announceAgreed", Fields([.result: .text("consensus")])), on: number)
            }
            #expect(stage.matter.reportedIn == nil && stage.state.matters[Stage.second]?.reportedIn == nil)
            try stage.paste(stage.wholeRecord(), on: Stage.second)
            try stage.by(Stage.secretary, .move("minutes", Fields()), on: Stage.second)
            try stage.by(Stage.convenor, .move("confirmMinutes", Fields()), on: Stage.second)
            try stage.called(third)
            stage.pass(.days(8))
            try stage.countAll(on: third)
            try stage.by(Stage.convenor, .move("open", Fields()), on: third)
            #expect(stage.matter.reportedIn == third && stage.state.matters[Stage.second]?.reportedIn == third)
        },
        Scenario("XZ-14.1f: a report that a session did not give is missed in its minutes") { stage in
            try stage.called(Stage.second)
            try stage.announced()
            try stage.paste(stage.wholeRecord())
            try stage.by(Stage.secretary, .move("minutes", Fields()))
            // As a record taken over from elsewhere may be: the announcement says nothing of a report.
            stage.pass(.minutes(1))
            try stage.countAll(on: Stage.second)
            let announce = Command(
                actor: .person(Stage.convenor), matter: Stage.second, act: .move("announceAgreed", Fields([.result: .text("consensus")])))
            for var event in try decide(announce, in: stage.state, now: stage.now) where event.matter == Stage.second {
                if case .stepped(var step) = event.what {
                    step.fields[.report] = nil
                    event.what = .stepped(step)
                }
                stage.state.evolve(event)
            }
            try stage.paste(stage.wholeRecord(), on: Stage.second)
            try stage.by(Stage.secretary, .move("minutes", Fields()), on: Stage.second)
            stage.weighs(.unmet, "MT-14.2", ["XZ-14.1f": .take("MT-6")]) {
                try stage.by(Stage.convenor, .move("confirmMinutes", Fields()), on: Stage.second)
            }
        },
    ]
}
