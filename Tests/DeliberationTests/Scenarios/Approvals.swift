import Procedure
import Testing

@testable import Deliberation

extension Stage {
    func submitted() throws {
        try suggest(endorsed: true)
        try by(Stage.officer, .move("pass", Fields([.method: .text("dialogue")])))
        try by(Stage.convenor, .move("submit", Fields()))
    }
}

extension Scenario {
    static let approvals = [
        Scenario("XZ-11g: an approval with neither meeting nor document says nothing; with a document it does") { stage in
            try stage.submitted()
            stage.refuses(.asks(step: "TP-9", .meeting, row: nil)) {
                try stage.by(Stage.party, .move("approve", Fields([.date: stage.day()])))
            }
            stage.refuses(.asks(step: "TP-9", .date, row: nil)) {
                try stage.by(Stage.party, .move("approve", Fields([.meeting: .text("支委会")])))
            }
            try stage.by(Stage.party, .move("approve", Fields([.date: stage.day(), .document: .text("东园党字〔2026〕3号")])))
            #expect(stage.state("topic") == "ready")
        },
        Scenario("an approval dated tomorrow or before it was asked for is refused; of the days between each is taken") { stage in
            try stage.submitted()
            let submitted = stage.now.civil.date
            stage.pass(.days(7))
            let today = stage.now.civil.date
            stage.refuses(.dateAhead(today.adding(days: 1))) {
                try stage.by(Stage.party, .move("approve", stage.record([.date: .day(today.adding(days: 1))])))
            }
            stage.refuses(.dateAhead(today.adding(days: 1))) {
                try stage.perform(
                    Command(
                        actor: .person(Stage.party), matter: Stage.number, act: .move("approve", stage.record()),
                        happened: today.adding(days: 1)))
            }
            let before = stage.record([.date: .day(submitted.adding(days: -1))])
            for move in ["approve", "reject"] {
                stage.weighs(.unmet, move == "approve" ? "TP-9" : "TP-11", ["XZ-11g": .state(.date)]) {
                    try stage.by(Stage.party, .move(move, before.overlaid(with: Fields([.reason: .words(stage.words())]))))
                }
            }
            let events = try stage.by(Stage.party, .move("approve", stage.record([.date: .day(submitted)])))
            #expect(events.first?.happened == submitted)
            // Nor is it put right to such a day; entered expressly as 补录 it is taken, with its violation.
            stage.weighs(.unmet, "TP-9", ["XZ-11g": .state(.date)]) {
                try stage.by(Stage.party, .correct(Fields([.date: .day(submitted.adding(days: -1))]), of: nil))
            }
            #expect(stage.matter.violations.isEmpty)
        },
        Scenario("a result is determined on the day it was announced at the earliest, so is a second sitting") { stage in
            try stage.minuted()
            let announced = stage.now.civil.date
            stage.pass(.days(2))
            let before = Fields([.date: .day(announced.adding(days: -1)), .meeting: .text("支委会"), .department: .text("物业办")])
            stage.weighs(.unmet, "TP-24", ["XZ-14.1a": .state(.date)]) { try stage.by(Stage.party, .move("determine", before)) }
            let reason = before.overlaid(with: Fields([.reason: .words(stage.words())]))
            stage.weighs(.unmet, "TP-25", ["XZ-14.1a": .state(.date)]) { try stage.by(Stage.party, .move("notDetermine", reason)) }
            try stage.by(Stage.party, .move("determine", before.overlaid(with: Fields([.date: .day(announced)]))))
            #expect(stage.matter.violations.isEmpty)
            let other = try Stage()
            try other.announced(agreed: false)
            try other.confirmMinutes()
            let told = other.now.civil.date
            other.pass(.days(1))
            try other.by(Stage.convenor, .move("redeliberate", Fields([.reason: .words(other.words())])))
            other.weighs(.unmet, "TP-33", ["XZ-12a": .state(.date)]) {
                try other.by(Stage.party, .move("approveRedeliberation", other.record([.date: .day(told.adding(days: -1))])))
            }
            try other.by(Stage.party, .move("approveRedeliberation", other.record([.date: .day(told)])))
        },
        Scenario("XZ-G3.1c: the party secretary's own word; anybody else's is marked with who recorded it, and copied") { stage in
            try stage.submitted()
            stage.refuses(.notYours(step: "TP-9", posts: [.partySecretary, .firstConvenor, .liaisonOfficer])) {
                try stage.by(Stage.resident, .move("approve", stage.record()))
            }
            try stage.by(Stage.officer, .move("approve", stage.record()))
            #expect(stage.matter.taken["TP-9"]?.fields.person(.recordedBy) == Stage.officer)
            #expect(stage.told.contains { $0.what == .tell(notice: "approval.copy", audience: .approver) })
            try stage.called(Stage.second)
            #expect(stage.state.matters[Stage.second]?.taken["TP-9"]?.fields[.recordedBy] == nil)
        },
        Scenario("in a village one person is convenor and party secretary: a mark, no guard") { stage in
            try stage.perform(Command(actor: .daemon, matter: .unit, act: .givePost(Stage.convenor, .partySecretary)))
            try stage.submitted()
            try stage.by(Stage.convenor, .move("approve", stage.record()))
            #expect(stage.matter.events.last { $0.what.kind == "stepped" }?.by == Stage.convenor)
            #expect(stage.matter.events.contains { $0.post == .partySecretary && $0.by == Stage.convenor })
        },
        Scenario("XZ-11h: not submitted without the filing that goes out with it; receiving it is noted") { stage in
            try stage.suggest(endorsed: true)
            try stage.by(Stage.officer, .move("pass", Fields([.method: .text("dialogue")])))
            try stage.by(Stage.convenor, .step("TP-6", key: nil, Fields()))
            stage.weighs(.unmet, "TP-8", ["XZ-11h": .take("FL-1")]) { try stage.by(Stage.convenor, .step("TP-8", key: nil, Fields())) }
            try stage.by(Stage.convenor, .move("submit", Fields()))
            #expect(stage.state("filing", key: "topic") == "sent")
            try stage.by(Stage.officer, .step("FL-2", key: "topic", Fields()))
            #expect(stage.state("filing", key: "topic") == "received")
        },
        Scenario("XZ-11h: where nobody gets the filing it is delivered on paper first; what could not be delivered was not filed") {
            stage in
            stage.state.reachesUpper = false
            try stage.suggest(endorsed: true)
            try stage.by(Stage.officer, .move("pass", Fields([.method: .text("dialogue")])))
            stage.weighs(.unmet, "TP-8", ["XZ-11h": .take("FL-1")]) { try stage.by(Stage.convenor, .move("submit", Fields())) }
            #expect(stage.state("topic") == "screening" && stage.state("filing", key: "topic") == .none)
            let day = stage.now.civil.date
            stage.refuses(.dateAhead(day.adding(days: 1))) {
                try stage.by(Stage.officer, .step("FL-1.2", key: "topic", Fields([.date: .day(day.adding(days: 1))])))
            }
            stage.told = []
            let events = try stage.by(Stage.officer, .step("FL-1.2", key: "topic", Fields([.date: .day(day.adding(days: -1))])))
            #expect(events.first?.happened == day.adding(days: -1) && stage.told.isEmpty)
            try stage.by(Stage.convenor, .move("submit", Fields()))
            #expect(stage.state("topic") == "submitted" && stage.state("filing", key: "topic") == "sent")
            try stage.daemon(.step("FL-3", key: "topic", Fields()))
            #expect(stage.state("filing", key: "topic") == "returned")
            #expect(stage.state.foresee("TP-8", on: stage.matter, now: stage.now).contains { !$0.isMet && $0.row == RowID("XZ-11h") })
        },
        Scenario("TP-11: not approved needs its reason; then it is answered and closed") { stage in
            try stage.submitted()
            stage.refuses(.asks(step: "TP-11", .reason, row: nil)) { try stage.by(Stage.party, .move("reject", Fields())) }
            try stage.by(Stage.party, .move("reject", Fields([.reason: .words(stage.words())])))
            #expect(stage.state("topic") == "rejected")
            stage.stands("rejected", "topic", against: "approve") { try stage.by(Stage.party, .move("approve", stage.record())) }
            stage.told = []
            try stage.by(Stage.officer, .move("close", Fields()))
            #expect(stage.state("suggestion") == "closed")
            // The reason was told by then: no second time, as if there were a result.
            #expect(!stage.told.contains { $0.what == .tell(notice: "replied.toSender", audience: .proposers) })
            #expect(stage.told.contains { $0.what == .tell(notice: "closed.toSender", audience: .proposers) })
        },
        Scenario("TP-8.2: what was rejected is submitted again with what is new, decided on its own day, and not once it is closed") {
            stage in
            try stage.submitted()
            let first = stage.now.civil.date
            try stage.by(Stage.party, .move("reject", Fields([.reason: .words(stage.words())])))
            stage.refuses(.asks(step: "TP-8.2", .reason, row: nil)) { try stage.by(Stage.convenor, .move("submit", Fields())) }
            stage.refuses(.notYours(step: "TP-8.2", posts: [.firstConvenor, .secondConvenor])) {
                try stage.by(Stage.party, .step("TP-8.2", key: nil, Fields([.reason: .words(stage.words())])))
            }
            stage.pass(.days(3))
            stage.told = []
            try stage.by(Stage.convenor, .move("submit", Fields([.reason: .words(stage.words())])))
            #expect(stage.state("topic") == "submitted" && stage.state("filing", key: "topic") == "sent")
            for notice in ["approval.form", "resubmitted.toSender", "filing.topic"] {
                #expect(stage.told.contains { if case .tell(notice, _) = $0.what { true } else { false } }, "\(notice)")
            }
            // The day of the first submission is not that of the second.
            stage.weighs(.unmet, "TP-9", ["XZ-11g": .state(.date)]) {
                try stage.by(Stage.party, .move("approve", Fields([.date: .day(first), .meeting: .text("支委会")])))
            }
            try stage.by(Stage.party, .move("reject", Fields([.reason: .words(stage.words())])))
            try stage.by(Stage.officer, .move("close", Fields()))
            stage.stands("closed", "suggestion", against: "TP-8.2") {
                try stage.by(Stage.convenor, .step("TP-8.2", key: nil, Fields([.reason: .words(stage.words())])))
            }
        },
        Scenario("XZ-12a: not called before it is approved, and the refusal says where it stands") { stage in
            try stage.submitted()
            stage.stands("submitted", "topic", against: "call") { try stage.by(Stage.convenor, .move("call", stage.callFields())) }
            try stage.by(Stage.party, .step("TP-9", key: nil, stage.record()))
            stage.stands("approved", "topic", against: "call") { try stage.by(Stage.convenor, .move("call", stage.callFields())) }
            try stage.by(Stage.party, .step("TP-17", key: nil, Fields()))
            try stage.by(Stage.convenor, .move("call", stage.callFields()))
            #expect(stage.state("topic") == "noticed")
        },
    ]
}
