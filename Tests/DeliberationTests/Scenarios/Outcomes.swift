import Procedure
import Testing

@testable import Deliberation

extension Stage {
    fileprivate func determined() throws {
        try minuted()
        try by(Stage.party, .move("determine", record([.department: .text("物业办")])))
    }

    /// A second sitting of the council, of another matter, which reports what was agreed before.
    fileprivate func nextSession() throws { try announced(Stage.second, agreed: false) }

    fileprivate func redeliberated(reason: WordsRef? = nil) throws {
        try confirmMinutes()
        try by(Stage.convenor, .move("redeliberate", Fields([.reason: .words(words())])))
        try by(Stage.party, .move("approveRedeliberation", record()), reason: reason)
    }

    fileprivate func sitAgain(reason: WordsRef? = nil) throws {
        try by(Stage.convenor, .move("call", callFields()), reason: reason)
        try showNotice()
        pass(.days(8))
        try countAll()
        try by(Stage.convenor, .move("announceNotAgreed", Fields([.result: .text("noConsensus")])))
    }
}

extension Scenario {
    static let outcomes = [
        Scenario("XZ-14.1a, XZ-14.1b: determined by the party organisation, filed, then carried out") { stage in
            try stage.minuted()
            stage.stands("determining", "topic", against: "progress") { try stage.by(Stage.officer, .move("progress", Fields())) }
            stage.refuses(.asks(step: "TP-24", .meeting, row: nil)) {
                try stage.by(Stage.party, .move("determine", Fields([.date: stage.day()])))
            }
            try stage.by(Stage.convenor, .step("TP-24", key: nil, stage.record()))
            #expect(stage.matter.taken["TP-24"]?.fields.person(.recordedBy) == Stage.convenor)
            stage.weighs(.unmet, "TP-26", ["XZ-14.1b": .take("FL-1")]) { try stage.by(Stage.convenor, .step("TP-26", key: nil, Fields())) }
            try stage.by(Stage.convenor, .step("FL-1", key: "result", Fields()))
            try stage.by(Stage.convenor, .step("TP-26", key: nil, Fields()))
            #expect(stage.state("topic") == "implementing")
        },
        Scenario("XZ-14.1b: determined where nobody gets the filing is recorded, and waits with the rest until it was delivered") { stage in
            try stage.minuted()
            stage.state.reachesUpper = false
            try stage.by(Stage.party, .move("determine", stage.record([.department: .text("物业办")])))
            #expect(stage.state("topic") == "implementing" && stage.state("filing", key: "result") == .none)
            #expect(stage.matter.violations.map(\.verdict.row) == [RowID("XZ-14.1b")])
            let done = Act.move("done", Fields([.text: .words(stage.words())]))
            stage.weighs(.blocked, "TP-28", ["XZ-14.1b": nil]) { try stage.by(Stage.officer, done) }
            stage.refuses(.asks(step: "FL-1.2", .date, row: nil)) {
                try stage.by(Stage.officer, .step("FL-1.2", key: "result", Fields()))
            }
            try stage.by(Stage.officer, .step("FL-1.2", key: "result", Fields([.date: stage.day()])))
            #expect(stage.state("filing", key: "result") == "sent" && stage.matter.violations.isEmpty)
            try stage.by(Stage.officer, done)
        },
        Scenario("TP-26: the owner is told, and asked before and after the day that was stated; no day, no reminder") { stage in
            try stage.minuted()
            stage.told = []
            let due = stage.now.civil.date.adding(days: 20)
            try stage.by(Stage.party, .move("determine", stage.record([.department: .text("物业办"), .due: .day(due)])))
            let nine = CivilMoment(due, minuteOfDay: 9 * 60).instant
            #expect(stage.told.contains { $0.what == .tell(notice: "task.toDepartment", audience: .departmentContact) })
            #expect(stage.told.contains { $0.what == .set(alarm: "task.due", due: nine - .days(3)) })
            #expect(stage.told.contains { $0.what == .set(alarm: "task.today", due: nine) })
            #expect(stage.told.contains { $0.what == .set(alarm: "task.overdue", due: nine + .days(1)) })
            stage.told = []
            try stage.by(Stage.officer, .move("done", Fields([.text: .words(stage.words())])))
            #expect(
                ["task.due", "task.today", "task.overdue"].allSatisfy { alarm in stage.told.contains { $0.what == .cancel(alarm: alarm) } })
            let other = try Stage()
            try other.minuted()
            try other.by(Stage.party, .move("determine", other.record([.department: .text("物业办")])))
            #expect(!other.told.contains { if case .set(let alarm, _) = $0.what { alarm.hasPrefix("task.") } else { false } })
        },
        Scenario("T-18: what lies with the party organisation is asked after weekly, and no more once it is decided") { stage in
            try stage.suggest(endorsed: true)
            try stage.by(Stage.officer, .move("pass", Fields([.method: .text("dialogue")])))
            try stage.by(Stage.convenor, .move("submit", Fields()))
            let asked = CivilMoment(stage.now.civil.date.adding(days: 7), minuteOfDay: 540).instant
            #expect(stage.told.contains { $0.what == .set(alarm: "approval.pending", due: asked) })
            #expect(
                stage.state.nextTime(of: "approval.pending", on: stage.matter, due: asked, came: 5, now: asked) == asked + .days(7))
            stage.pass(.days(9))
            stage.told = []
            try stage.by(Stage.party, .move("approve", stage.record()))
            #expect(stage.told.contains { $0.what == .cancel(alarm: "approval.pending") })
            // Taken back, it is asked after again, when it would have come.
            stage.told = []
            try stage.by(Stage.party, .undo(sent: false))
            #expect(stage.told.contains { $0.what == .set(alarm: "approval.pending", due: asked + .days(7)) })
            let other = try Stage()
            try other.minuted()
            #expect(
                other.told.contains {
                    $0.what
                        == .set(
                            alarm: "outcome.pending", due: CivilMoment(other.now.civil.date.adding(days: 7), minuteOfDay: 540).instant)
                })
            try other.by(Stage.party, .move("notDetermine", Fields([.reason: .words(other.words())])))
            #expect(other.told.contains { $0.what == .cancel(alarm: "outcome.pending") })
        },
        Scenario("TP-25: not determined needs its reason, and the suggestion is answered") { stage in
            try stage.minuted()
            stage.refuses(.asks(step: "TP-25", .reason, row: nil)) { try stage.by(Stage.party, .move("notDetermine", Fields())) }
            try stage.by(Stage.party, .move("notDetermine", Fields([.reason: .words(stage.words())])))
            try stage.by(Stage.officer, .move("close", Fields()))
            #expect(stage.state("topic") == "notDetermined" && stage.state("suggestion") == "closed")
        },
        Scenario("XZ-14.1d, XZ-14.1e, XZ-14.1f: closed after seven days of publicity, with everybody told and the next session's report") {
            stage in
            try stage.determined()
            stage.refuses(.asks(step: "TP-27", .text, row: nil)) { try stage.by(Stage.officer, .move("progress", Fields())) }
            try stage.by(Stage.officer, .move("progress", Fields([.text: .words(stage.words())])))
            stage.weighs(.unmet, "SG-14", ["XZ-14.1g": .take("TP-31")]) { try stage.by(Stage.officer, .move("close", Fields())) }
            stage.refuses(.asks(step: "TP-28", .text, row: nil)) { try stage.by(Stage.officer, .move("done", Fields())) }
            try stage.by(Stage.officer, .move("done", Fields([.text: .words(stage.words())])))
            stage.weighs(
                .unmet, "TP-31", ["XZ-14.1e": .take("TP-28"), "XZ-14.1d": .take("TP-28"), "XZ-14.1f": .take("MT-6")]
            ) { try stage.by(Stage.officer, .move("close", Fields())) }
            try stage.daemon(.confirmShown(notice: "notice.implementation", group: Stage.group, person: nil))
            try stage.daemon(.confirmShown(notice: "feedback.implemented", group: nil, person: Stage.resident))
            let shown = stage.now
            stage.pass(.days(7) - .minutes(1))
            stage.weighs(.unmet, "TP-31", ["XZ-14.1e": .wait(until: shown + .days(7)), "XZ-14.1f": .take("MT-6")]) {
                try stage.by(Stage.officer, .move("close", Fields()))
            }
            stage.pass(.minutes(1))
            stage.weighs(.unmet, "TP-31", ["XZ-14.1f": .take("MT-6")]) { try stage.by(Stage.officer, .move("close", Fields())) }
            try stage.nextSession()
            try stage.by(Stage.officer, .move("close", Fields()))
            #expect(stage.state("topic") == "closed" && stage.state("suggestion") == "closed")
        },
        Scenario("XZ-14.1e: a notice taken down and put up again begins its seven days anew") { stage in
            try stage.determined()
            try stage.by(Stage.officer, .move("done", Fields([.text: .words(stage.words())])))
            try stage.daemon(.confirmShown(notice: "notice.implementation", group: Stage.group, person: nil))
            stage.pass(.days(6))
            try stage.by(Stage.officer, .step("PN-2", key: "implementation", Fields()))
            stage.pass(.days(2))
            guard case .unmet(_, let verdicts)? = stage.refusal({ try stage.by(Stage.officer, .move("close", Fields())) }) else {
                Issue.record("a notice that was taken down has not run")
                return
            }
            #expect(verdicts.contains { $0.row == RowID("XZ-14.1e") })
            try stage.by(Stage.officer, .step("PN-1", key: "implementation", Fields()))
            try stage.daemon(.confirmShown(notice: "notice.implementation", group: Stage.group, person: nil))
            #expect(stage.state.implementationCovered(stage.matter) == stage.now)
        },
        Scenario("XZ-14.2a, XZ-14.2b: deliberated again with approval; a third time in twelve months asks for a reason, once") { stage in
            try stage.announced(agreed: false)
            stage.refuses(.asks(step: "TP-32", .reason, row: nil)) { try stage.by(Stage.convenor, .move("redeliberate", Fields())) }
            try stage.redeliberated()
            #expect(stage.state("topic") == "ready" && stage.matter.deviations.isEmpty)
            stage.pass(.hours(1))
            try stage.sitAgain()
            #expect(stage.matter.sessions.count == 2)
            try stage.confirmMinutes()
            try stage.by(Stage.convenor, .move("redeliberate", Fields([.reason: .words(stage.words())])))
            stage.pass(.hours(1))
            let first = try #require(stage.matter.sessions.first)
            let free = CivilMoment(first.civil.date.adding(months: 12).adding(days: 1), minuteOfDay: 0).instant
            stage.weighs(.needsReason, "TP-33", ["XZ-14.2b": .wait(until: free)]) {
                try stage.by(Stage.party, .move("approveRedeliberation", stage.record()))
            }
            let reason = stage.words()
            try stage.by(Stage.party, .move("approveRedeliberation", stage.record()), reason: reason)
            stage.pass(.hours(1))
            try stage.sitAgain()
            #expect(stage.matter.deviations.map(\.step) == ["TP-33", "TP-18"])
            #expect(stage.matter.deviations.allSatisfy { $0.reason == reason })
        },
        Scenario(
            "XZ-14.2a: another session that is not approved, or not wished any more, leaves the other ways open; asked again it may be"
        ) {
            stage in
            try stage.announced(agreed: false)
            try stage.confirmMinutes()
            func request() throws { try stage.by(Stage.convenor, .move("redeliberate", Fields([.reason: .words(stage.words())]))) }
            try request()
            stage.stands("redeliberationRequested", "topic", against: "decisionReference") {
                try stage.by(Stage.convenor, .move("decisionReference", Fields()))
            }
            let no = { (more: [Field: FieldValue]) in Act.move("refuseRedeliberation", Fields(more)) }
            stage.refuses(.asks(step: "TP-33.2", .date, row: nil)) { try stage.by(Stage.party, no([:])) }
            stage.refuses(.asks(step: "TP-33.2", .meeting, row: nil)) { try stage.by(Stage.party, no([.date: stage.day()])) }
            stage.refuses(.asks(step: "TP-33.2", .reason, row: nil)) {
                try stage.by(Stage.party, no([.date: stage.day(), .meeting: .text("支委会")]))
            }
            let reason = stage.words()
            stage.refuses(.notYours(step: "TP-33.2", posts: [.partySecretary, .firstConvenor, .liaisonOfficer])) {
                try stage.by(Stage.resident, no(stage.record([.reason: .words(reason)]).values))
            }
            try stage.by(Stage.officer, no(stage.record([.reason: .words(reason)]).values))
            #expect(stage.state("topic") == "notAgreed")
            let taken = try #require(stage.matter.taken["TP-33.2"]?.fields)
            #expect(
                taken.words(.reason) == reason && taken.person(.recordedBy) == Stage.officer && taken.day(.date) == stage.now.civil.date)
            #expect(stage.told.contains { $0.what == .tell(notice: "redeliberation.refused", audience: .proposers) })
            // Asked again, and taken back by who asked.
            stage.pass(.minutes(1))
            try request()
            stage.refuses(.notYours(step: "TP-32.2", posts: [.firstConvenor, .secondConvenor])) {
                try stage.by(Stage.officer, .move("withdrawRedeliberation", Fields()))
            }
            try stage.by(Stage.convenor, .move("withdrawRedeliberation", Fields()))
            #expect(stage.state("topic") == "notAgreed")
            #expect(stage.told.contains { $0.what == .tell(notice: "redeliberation.withdrawn", audience: .partySecretary) })
            if case .already("refuseRedeliberation", _, _)? = stage.refusal({
                try stage.by(Stage.party, no(stage.record([.reason: .words(reason)]).values))
            }) {
            } else {
                Issue.record("what nobody asks for any more is not refused once more")
            }
            try stage.by(Stage.convenor, .move("decisionReference", Fields()))
            #expect(stage.state("topic") == "decisionReference")
        },
        Scenario("XZ-14.2c: without consensus, for the party organisation's reference; closed with an answer") { stage in
            try stage.announced(agreed: false)
            stage.stands("notAgreed", "topic", against: "determine") { try stage.by(Stage.party, .move("determine", stage.record())) }
            stage.weighs(.unmet, "TP-34", ["XZ-13.2b": .take("MT-14.2")]) {
                try stage.by(Stage.convenor, .move("decisionReference", Fields()))
            }
            try stage.confirmMinutes()
            try stage.by(Stage.convenor, .move("decisionReference", Fields()))
            #expect(stage.told.contains { $0.what == .tell(notice: "reference.form", audience: .partySecretary) })
            #expect(stage.told.contains { $0.what == .set(alarm: "answer.owed", due: stage.now + .days(30)) })
            stage.refuses(.asks(step: "TP-38", .text, row: nil)) { try stage.by(Stage.officer, .move("close", Fields())) }
            let answer = stage.words()
            stage.refuses(.answerAwaited(until: stage.now + .days(15))) {
                try stage.by(Stage.officer, .move("close", Fields([.text: .words(answer)])))
            }
            #expect(stage.state("topic") == "decisionReference")
            try stage.by(Stage.officer, .move("reply", Fields([.text: .words(answer)])))
            stage.pass(.days(15))
            try stage.by(Stage.officer, .move("close", Fields()))
            #expect(stage.state("topic") == "closed" && stage.state("suggestion") == "closed")
            #expect(stage.matter.taken["SG-14"]?.fields.words(.text) == answer)
        },
        Scenario("XZ-14.2d: without consensus, reported up") { stage in
            try stage.announced(agreed: false)
            try stage.confirmMinutes()
            stage.refuses(.notYours(step: "TP-35", posts: [.secondConvenor, .liaisonOfficer])) {
                try stage.by(Stage.convenor, .move("reportUp", Fields()))
            }
            try stage.by(Stage.officer, .move("reportUp", Fields()))
            #expect(stage.state("topic") == "reportedUp")
            // The answer from above closes the topic and is told; the matter itself stays open for what people say to it.
            let answer = stage.words()
            try stage.by(Stage.officer, .move("reply", Fields([.text: .words(answer)])))
            #expect(stage.state("topic") == "closed" && stage.state("suggestion") == "replied")
            #expect(stage.told.contains { $0.what == .set(alarm: "answered.closes", due: stage.now + .days(15)) })
            stage.pass(.days(15))
            try stage.daemon(.move("close", Fields()))
            #expect(stage.state("suggestion") == "closed")
        },
    ]

    static let units = [
        Scenario("XZ-8.1: a seat is nominated, passed by the party organisation, and left; its size is told and blocks nothing") { stage in
            let person = PersonID(40)
            func seat(_ step: StepID, by actor: PersonID, _ fields: Fields) throws {
                try stage.perform(Command(actor: .person(actor), matter: .unit, act: .step(step, key: person.description, fields)))
            }
            #expect(
                stage.state.standingDuties(now: stage.now).filter { !$0.isMet }.map(\.row) == [RowID("XZ-8.1c")], "nine seats are one short"
            )
            stage.refuses(.asks(step: "CS-1", .memberClass, row: nil)) { try seat("CS-1", by: Stage.convenor, Fields()) }
            try seat("CS-1", by: person, Fields([.memberClass: .free("residents"), .way: .text("self"), .isOfficial: .flag(true)]))
            #expect(stage.state.unit.council.count == 9, "nominated is not yet serving (XZ-8.1b)")
            stage.refuses(.asks(step: "CS-2", .meeting, row: nil)) { try seat("CS-2", by: Stage.party, Fields([.date: stage.day()])) }
            try seat("CS-2", by: Stage.party, stage.record())
            #expect(stage.state.standingDuties(now: stage.now).allSatisfy { $0.isMet })
            stage.refuses(.asks(step: "CS-3", .reason, row: nil)) { try seat("CS-3", by: Stage.convenor, Fields()) }
            try seat("CS-3", by: Stage.convenor, Fields([.reason: .words(stage.words())]))
            #expect(stage.state.standingDuties(now: stage.now).contains { !$0.isMet && $0.force == .principle })
            try stage.ready()
            try stage.call()
            #expect(stage.matter.violations.isEmpty && stage.state("topic") == "noticed")
        },
        Scenario("XZ-8.1d: more than a fifth of officials is a standing violation that blocks nothing") { stage in
            for person in (41...43).map({ PersonID($0) }) {
                let fields = Fields([.memberClass: .free("cadres"), .way: .text("organization"), .isOfficial: .flag(true)])
                try stage.perform(Command(actor: .daemon, matter: .unit, act: .step("CS-1", key: person.description, fields)))
                try stage.perform(
                    Command(actor: .person(Stage.party), matter: .unit, act: .step("CS-2", key: person.description, stage.record())))
            }
            let unmet = stage.state.standingDuties(now: stage.now).filter { !$0.isMet }
            #expect(unmet.map(\.remedy) == [.removeOfficials(1, orAdd: 3)])
            try stage.ready()
            #expect(stage.state("topic") == "ready")
        },
        Scenario("posts: the convenor appoints the officers who serve the council, and no others") { stage in
            func give(_ post: Post, by actor: Actor) throws {
                try stage.perform(Command(actor: actor, matter: .unit, act: .givePost(Stage.otherOfficer, post)))
            }
            stage.refuses(.notYours(step: "CS-2", posts: [.daemon])) { try give(.partySecretary, by: .person(Stage.convenor)) }
            stage.refuses(.notYours(step: "CS-2", posts: [.firstConvenor])) { try give(.liaisonOfficer, by: .person(Stage.officer)) }
            try give(.liaisonOfficer, by: .person(Stage.convenor))
            #expect(stage.state.unit.holders(of: .liaisonOfficer) == [Stage.officer, Stage.otherOfficer])
            try stage.perform(
                Command(actor: .person(Stage.convenor), matter: .unit, act: .endPost(Stage.otherOfficer, .liaisonOfficer)))
            #expect(stage.state.unit.posts[Stage.otherOfficer] == nil)
            // Ended, it is not ended again; one account is party secretary at a time, besides whoever stands in.
            stage.refuses(.notAmong(Stage.otherOfficer)) {
                try stage.perform(
                    Command(actor: .person(Stage.convenor), matter: .unit, act: .endPost(Stage.otherOfficer, .liaisonOfficer)))
            }
            stage.refuses(.notYours(step: "CS-2", posts: [.daemon])) {
                try stage.perform(Command(actor: .person(Stage.convenor), matter: .unit, act: .endPost(Stage.party, .partySecretary)))
            }
            let until = CivilDate(2030, 1, 1) ?? stage.now.civil.date
            try stage.perform(Command(actor: .daemon, matter: .unit, act: .lendPost(Stage.officer, .partySecretary, until: until)))
            try give(.partySecretary, by: .daemon)
            #expect(stage.state.unit.holders(of: .partySecretary) == [Stage.officer, Stage.otherOfficer].sorted())
            try give(.partySecretary, by: .daemon)
            #expect(stage.state.unit.holders(of: .partySecretary).contains(Stage.otherOfficer))
        },
        Scenario("the unit, its rulebook and its groups") { stage in
            stage.refuses(.notYours(step: "TP-2", posts: [.daemon])) {
                try stage.perform(
                    Command(actor: .person(Stage.convenor), matter: .unit, act: .adoptRulebook(hash: "ab", id: "xuzhou", version: "2")))
            }
            let adopt = Command(actor: .daemon, matter: .unit, act: .adoptRulebook(hash: "ab", id: "xuzhou", version: "2"))
            #expect(try stage.perform(adopt).count == 1)
            #expect(try stage.perform(adopt).isEmpty, "the same again is nothing new")
            stage.refuses(.notYours(step: "TP-2", posts: [.daemon, .liaisonOfficer, .firstConvenor])) {
                try stage.perform(Command(actor: .person(Stage.resident), matter: .unit, act: .bindGroup(GroupID(901), .work)))
            }
            try stage.perform(Command(actor: .person(Stage.officer), matter: .unit, act: .bindGroup(GroupID(901), .work)))
            #expect(stage.state.unit.groups(for: .work) == [GroupID(901)])
        },
    ]
}
