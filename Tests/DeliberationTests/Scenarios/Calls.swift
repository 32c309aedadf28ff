import Procedure
import Testing

@testable import Deliberation

extension Scenario {
    static let calls = [
        Scenario("XZ-12b: the earliest lawful start is now, the undo time and seven days") { stage in
            try stage.ready()
            let least = Span.seconds(120) + .days(7)
            stage.weighs(.needsReason, "TP-18", ["XZ-12b": .wait(until: (stage.now + least).roundedUp(toMinutes: 5))]) {
                try stage.by(Stage.convenor, .move("call", stage.callFields(after: least - .minutes(1))))
            }
            try stage.by(Stage.convenor, .move("call", stage.callFields(after: least)))
            #expect(stage.matter.deviations.isEmpty)
        },
        Scenario("XZ-12b: inside seven days with a reason: once asked, in the deviation ledger, and not asked again at the opening") {
            stage in
            try stage.ready()
            let reason = stage.words()
            try stage.by(Stage.convenor, .move("call", stage.callFields(after: .days(5))), reason: reason)
            #expect(stage.matter.deviations.map(\.verdict.row) == [RowID("XZ-12b")])
            #expect(stage.matter.deviations.first?.reason == reason && stage.matter.deviations.first?.by == Stage.convenor)
            #expect(stage.matter.violations.isEmpty)
            try stage.showNotice()
            stage.pass(.days(5))
            try stage.countAll()
            try stage.by(Stage.convenor, .move("open", Fields()))
            #expect(stage.matter.deviations.map(\.step) == ["TP-18", "MT-5"])
            #expect(stage.matter.deviations.allSatisfy { $0.reason == reason })
        },
        Scenario("XZ-12b: a notice that came late is asked about at the opening, for the first time") { stage in
            try stage.ready()
            try stage.by(Stage.convenor, .move("call", stage.callFields()))
            stage.pass(.days(3))
            try stage.showNotice()
            stage.pass(.days(5))
            try stage.countAll()
            guard case .needsReason("MT-5", let verdicts)? = stage.refusal({ try stage.by(Stage.convenor, .move("open", Fields())) }) else {
                Issue.record("five days are not seven")
                return
            }
            #expect(verdicts.first?.numbers.first == .init("minutesAhead", 5 * 1440))
        },
        Scenario("XZ-12b: an officer is told once that the notice came late; kept with a reason, the opening does not ask again") { stage in
            let asked = { stage.told.count { $0.what == .tell(notice: "notice.late", audience: .workGroup) } }
            try stage.ready()
            try stage.by(Stage.convenor, .move("call", stage.callFields()))
            stage.pass(.days(1))
            try stage.showNotice()
            #expect(asked() == 0, "seven days and not a minute less are left")
            stage.pass(.minutes(1))
            try stage.by(Stage.convenor, .move("cancel", Fields([.reason: .words(stage.words())])))
            try stage.by(Stage.convenor, .move("call", stage.callFields()))
            stage.pass(.days(1) + .minutes(1))
            try stage.showNotice()
            #expect(asked() == 1)
            try stage.showNotice()
            #expect(asked() == 1)
            stage.refuses(.notYours(step: "TP-18.2", posts: [.firstConvenor, .secondConvenor, .liaisonOfficer])) {
                try stage.by(Stage.resident, .move("keepDate", Fields()))
            }
            guard case .needsReason("TP-18.2", _)? = stage.refusal({ try stage.by(Stage.officer, .move("keepDate", Fields())) }) else {
                Issue.record("a reason is owed")
                return
            }
            let reason = stage.words()
            try stage.by(Stage.officer, .move("keepDate", Fields()), reason: reason)
            #expect(stage.matter.deviations.map(\.verdict.row) == [RowID("XZ-12b")])
            stage.pass(.days(7))
            try stage.countAll()
            try stage.by(Stage.convenor, .move("open", Fields()))
            #expect(stage.matter.deviations.map(\.step) == ["TP-18.2", "MT-5"])
            #expect(stage.matter.deviations.allSatisfy { $0.reason == reason })
        },
        Scenario("XZ-12b: a call inside the span had its reason: that its notice is late is nothing new") { stage in
            try stage.ready()
            try stage.by(Stage.convenor, .move("call", stage.callFields(after: .days(5))), reason: stage.words())
            stage.pass(.hours(1))
            try stage.showNotice()
            #expect(!stage.told.contains { $0.what == .tell(notice: "notice.late", audience: .workGroup) })
        },
        Scenario("XZ-12b: an officer saw the notice in the group: it counts from the time stated, which cannot lie ahead") { stage in
            try stage.ready()
            try stage.by(Stage.convenor, .move("call", stage.callFields()))
            stage.pass(.days(1))
            func saw(_ person: PersonID, _ since: Instant?) throws {
                try stage.by(person, .confirmShown(notice: "notice.preMeeting", group: Stage.group, person: nil, since: since))
            }
            stage.refuses(.dateAhead((stage.now + .days(1)).civil.date)) { try saw(Stage.officer, stage.now + .days(1)) }
            stage.refuses(.notYours(step: "PN-1", posts: [.daemon, .liaisonOfficer, .firstConvenor, .secondConvenor])) {
                try saw(Stage.resident, nil)
            }
            try saw(Stage.officer, stage.now - .hours(3))
            #expect(stage.state.noticeCovered(stage.matter) == stage.now - .hours(3))
            stage.refuses(.undoTooLate) { try stage.by(Stage.officer, .undo(sent: false)) }
        },
        Scenario("XZ-8.2c: 4 of 10 is refused: add 2, or replace 1") { stage in
            try stage.ready()
            let four = Array(Stage.council.prefix(6)) + [Stage.resident] + Stage.neighbours.prefix(3)
            stage.weighs(.unmet, "TP-18", ["XZ-8.2c": .addStakeholders(2, orReplace: 1)]) {
                try stage.by(Stage.convenor, .move("call", stage.callFields([.participants: .people(four)])))
            }
            let replaced = Array(Stage.council.prefix(5)) + [Stage.resident] + Stage.neighbours.prefix(4)
            try stage.by(Stage.convenor, .move("call", stage.callFields([.participants: .people(replaced)])))
        },
        Scenario("XZ-13.3a: more expected than listed") { stage in
            try stage.ready()
            stage.weighs(.unmet, "TP-18", ["XZ-13.3a": .bring(1)]) {
                try stage.by(Stage.convenor, .move("call", stage.callFields([.expected: .integer(20)])))
            }
            try stage.by(Stage.convenor, .move("call", stage.callFields([.expected: .integer(19)])))
        },
        Scenario("XZ-8.2b: mandates not approved by the council; then one by one") { stage in
            try stage.ready()
            stage.weighs(.unmet, "TP-18", ["XZ-8.2b": .state(.mandatesApproved)]) {
                try stage.by(Stage.convenor, .move("call", stage.callFields([.mandatesApproved: .flag(false)])))
            }
            let given = Fields([.party: .free("东门住户"), .way: .text("recommended")])
            let parties = [Stage.resident] + Stage.neighbours
            for person in parties {
                try stage.by(person, .step("SM-1", key: person.description, given))
                stage.refuses(.notYours(step: "SM-2", posts: [.firstConvenor, .secondConvenor, .liaisonOfficer])) {
                    try stage.by(person, .step("SM-2", key: person.description, Fields()))
                }
                try stage.by(Stage.convenor, .step("SM-2", key: person.description, Fields()))
            }
            try stage.by(Stage.convenor, .move("call", stage.callFields([.mandatesApproved: .flag(false)])))
            try stage.by(Stage.convenor, .step("SM-3", key: parties[1].description, Fields()))
            #expect(stage.state("mandate", key: parties[1].description) == "ended")
        },
        Scenario("XZ-12c: a notice that nobody hears") { stage in
            try stage.ready()
            try stage.perform(Command(actor: .daemon, matter: .unit, act: .releaseGroup(Stage.group)))
            stage.weighs(.unmet, "TP-18", ["XZ-12c": .state(.scope)]) { try stage.by(Stage.convenor, .move("call", stage.callFields())) }
        },
        Scenario("a call without its time or place asks for it") { stage in
            try stage.ready()
            var fields = stage.callFields()
            fields[.start] = nil
            stage.refuses(.asks(step: "TP-18", .start, row: nil)) { try stage.by(Stage.convenor, .move("call", fields)) }
            fields = stage.callFields()
            fields[.place] = nil
            stage.refuses(.asks(step: "TP-18", .place, row: nil)) { try stage.by(Stage.convenor, .move("call", fields)) }
        },
        Scenario("XZ-13.1a: a unit without a convenor has nobody to chair") { stage in
            try stage.ready()
            try stage.perform(Command(actor: .daemon, matter: .unit, act: .endPost(Stage.convenor, .firstConvenor)))
            stage.weighs(.unmet, "MT-1", ["XZ-13.1a": .state(.chair)]) { try stage.by(Stage.officer, .move("call", stage.callFields())) }
            #expect(stage.state("topic") == "ready", "all or nothing")
        },
        Scenario("called twice: an answer, not an error; cancelled with its reason; called anew with a new notice") { stage in
            try stage.ready()
            let first = stage.now
            try stage.by(Stage.convenor, .move("call", stage.callFields()))
            try stage.showNotice()
            stage.refuses(.already(move: "call", by: Stage.convenor, at: first)) {
                try stage.by(Stage.officer, .move("call", stage.callFields()))
            }
            stage.refuses(.asks(step: "MT-15", .reason, row: nil)) { try stage.by(Stage.convenor, .move("cancel", Fields())) }
            stage.pass(.days(1))
            try stage.by(Stage.convenor, .move("cancel", Fields([.reason: .words(stage.words())])))
            #expect(stage.state("topic") == "ready" && stage.state("meeting") == "cancelled")
            stage.refuses(.already(move: "cancel", by: Stage.convenor, at: stage.now)) {
                try stage.by(Stage.officer, .move("cancel", Fields()))
            }
            try stage.by(Stage.convenor, .move("call", stage.callFields()))
            #expect(stage.state.noticeCovered(stage.matter) == nil, "the first notice does not serve the second call")
            try stage.showNotice()
            #expect(stage.state.noticeCovered(stage.matter) == stage.now)
        },
        Scenario("PN-2: a notice taken down is interrupted, and published again") { stage in
            try stage.ready()
            try stage.call()
            try stage.by(Stage.officer, .step("PN-2", key: "preMeeting", Fields()))
            #expect(stage.state("notice", key: "preMeeting") == "interrupted")
            try stage.by(Stage.officer, .step("PN-1", key: "preMeeting", Fields()))
            #expect(stage.state("notice", key: "preMeeting") == "published")
        },
        Scenario("XZ-12b, XZ-12c: a posting on the board starts the notice's clock, by the hour or by the end of the day stated") { stage in
            try stage.ready()
            let posting = Fields([.place: .text("一楼公告栏"), .pictures: .integer(1)])
            stage.stands("none", "notice", against: "post") { try stage.by(Stage.officer, .post(posting)) }
            try stage.by(Stage.convenor, .move("call", stage.callFields(after: .days(9))))
            let called = stage.now
            #expect(stage.state.noticeCovered(stage.matter) == nil)
            stage.pass(.days(1))
            stage.refuses(.asks(step: "PN-1", .place, row: RowID("XZ-12c"))) { try stage.by(Stage.officer, .post(Fields())) }
            stage.refuses(
                .notYours(step: "PN-1", posts: [.firstConvenor, .secondConvenor, .liaisonOfficer, .departmentContact])
            ) { try stage.by(Stage.resident, .post(posting)) }
            stage.refuses(.dateAhead(stage.now.civil.date.adding(days: 1))) {
                try stage.by(Stage.officer, .post(posting.overlaid(with: Fields([.date: .day(stage.now.civil.date.adding(days: 1))]))))
            }
            try stage.by(Stage.officer, .post(posting))
            #expect(stage.state.noticeCovered(stage.matter) == stage.now)
            // Yesterday's, by the end of yesterday: earlier, and it counts.
            try stage.by(Stage.officer, .post(posting.overlaid(with: Fields([.date: .day(called.civil.date)]))))
            #expect(stage.state.noticeCovered(stage.matter) == CivilMoment(stage.now.civil.date, minuteOfDay: 0).instant)
            #expect(stage.matter.events.last?.happened == called.civil.date)
            try stage.showNotice()
            #expect(stage.state.noticeCovered(stage.matter) == CivilMoment(stage.now.civil.date, minuteOfDay: 0).instant)
            // What hung there before is no news once its photograph is kept, nor is what hung before anything was settled.
            try stage.by(Stage.resident, .addPicture(stage.words()))
            #expect(stage.matter.posted.map(\.kept) == [0, 0], "another's picture is none of it")
            try stage.by(Stage.officer, .addPicture(stage.words()))
            #expect(stage.matter.posted.map(\.kept) == [0, 1])
            stage.refuses(.postedAlready(place: "一楼公告栏", from: CivilMoment(stage.now.civil.date, minuteOfDay: 0).instant)) {
                try stage.by(Stage.officer, .post(posting))
            }
            stage.refuses(.postedBefore(called.civil.date.adding(days: -1), settled: called.civil.date)) {
                let early = Fields([.place: .text("东门"), .date: .day(called.civil.date.adding(days: -1))])
                try stage.by(Stage.officer, .post(early))
            }
            try stage.by(Stage.officer, .post(Fields([.place: .text("东门"), .date: .day(called.civil.date)])))
            // A new call needs a new posting.
            try stage.by(Stage.convenor, .move("cancel", Fields([.reason: .words(stage.words())])))
            stage.pass(.minutes(1))
            try stage.by(Stage.convenor, .move("call", stage.callFields()))
            #expect(stage.state.noticeCovered(stage.matter) == nil)
        },
        Scenario("XZ-14.1e: the implementation notice on paper runs its week, too") { stage in
            try stage.minuted()
            try stage.by(Stage.party, .move("determine", stage.record([.department: .text("物业办")])))
            try stage.by(Stage.officer, .move("done", Fields([.text: .words(stage.words())])))
            try stage.by(Stage.officer, .post(Fields([.place: .text("公告栏")])))
            #expect(stage.state.implementationCovered(stage.matter) == stage.now)
            #expect(stage.matter.posted.map(\.notice) == ["notice.implementation"])
        },
        Scenario("MT-2: the list replies, names substitutes, and is changed by officers only") { stage in
            try stage.ready()
            stage.stands("ready", "topic", against: "rsvp") {
                try stage.by(Stage.council[0], .reply(.coming, reason: nil, substitute: nil))
            }
            try stage.call()
            try stage.by(Stage.council[0], .reply(.coming, reason: nil, substitute: nil))
            stage.refuses(.notYours(step: "MT-2", posts: [.participant])) {
                try stage.by(Stage.stranger, .reply(.coming, reason: nil, substitute: nil))
            }
            try stage.by(Stage.council[1], .reply(.leave, reason: stage.words(), substitute: Stage.stranger))
            #expect(stage.matter.sitting.list.contains(Stage.stranger))
            stage.refuses(.notAmong(Stage.party)) { try stage.by(Stage.officer, .changeList(add: [], remove: [Stage.party])) }
            stage.refuses(.notYours(step: "MT-2", posts: [.firstConvenor, .secondConvenor, .liaisonOfficer])) {
                try stage.by(Stage.resident, .changeList(add: [Stage.party], remove: []))
            }
            try stage.by(Stage.officer, .changeList(add: [Stage.party], remove: [Stage.council[1]]), reason: stage.words())
            #expect(stage.matter.sitting.list.contains(Stage.party) && !stage.matter.sitting.list.contains(Stage.council[1]))
        },
        Scenario("XZ-13.3a: the number expected goes with the list once it is called, and back with an undo") { stage in
            try stage.called()
            let expected = stage.matter.sitting.expected
            stage.pass(.seconds(120))
            // What has not gone out yet is changed without a word.
            try stage.by(Stage.officer, .changeList(add: [], remove: [Stage.council[3]]))
            try stage.by(Stage.officer, .undo(sent: false))
            stage.pass(.seconds(1))
            let listed = stage.matter.sitting.list.count
            let change = Act.changeList(add: [Stage.party, Stage.council[0]], remove: [Stage.council[1], Stage.council[2]])
            // Called as it was, the list is another only for a reason, which stays with it; nothing is changed before.
            guard case .needsReason("MT-2", let verdicts)? = stage.refusal({ try stage.by(Stage.officer, change) }) else {
                Issue.record("a list that is called is changed for a reason only")
                return
            }
            #expect(verdicts.map(\.row) == [RowID("XZ-13.3a")] && verdicts[0].numbers.map { Int($0.value) } == [listed, listed - 1])
            #expect(stage.matter.sitting.expected == expected)
            let reason = stage.words()
            let events = try stage.by(Stage.officer, change, reason: reason)
            #expect(
                events.contains {
                    if case .listChanged(_, _, expected - 1, reason) = $0.what { true } else { false }
                })
            #expect(events.flatMap(\.what.words) == [reason] && events.flatMap(\.wordsOfPeople).isEmpty)
            // What is entered of a day that is over is taken without (design 2.1).
            let late = try Stage()
            try late.called()
            try late.perform(
                Command(
                    actor: .person(Stage.officer), matter: Stage.number, act: .changeList(add: [Stage.party], remove: []),
                    happened: late.now.civil.date))
            #expect(late.matter.sitting.list.contains(Stage.party))
            #expect(stage.matter.sitting.expected == expected - 1, "who was on it already is not counted twice")
            try stage.by(Stage.officer, .undo(sent: false))
            #expect(stage.matter.sitting.expected == expected && stage.matter.sitting.list.contains(Stage.council[1]))
        },
        Scenario("XZ-G2.4b: the list is made from when it is a topic, and the call takes it as it was made") { stage in
            try stage.suggest()
            stage.stands("none", "topic", against: "changeList") {
                try stage.by(Stage.officer, .changeList(add: [Stage.party], remove: []))
            }
            for neighbour in Stage.neighbours { try stage.by(neighbour, .endorse) }
            try stage.by(Stage.officer, .move("pass", Fields([.method: .text("dialogue")])))
            stage.refuses(.notAmong(Stage.party)) { try stage.by(Stage.officer, .changeList(add: [], remove: [Stage.party])) }
            try stage.by(Stage.officer, .changeList(add: [Stage.party], remove: [Stage.council[1]]))
            try stage.by(Stage.officer, .changeList(add: [Stage.council[1]], remove: [Stage.party, Stage.council[2]]))
            try stage.by(Stage.convenor, .move("submit", Fields()))
            try stage.by(Stage.party, .move("approve", Fields([.date: stage.day(), .meeting: .text("支委会")])))
            try stage.by(Stage.officer, .changeList(add: [Stage.party], remove: []))
            try stage.call()
            let list = stage.matter.sitting.list
            #expect(list.contains(Stage.party) && list.contains(Stage.council[1]) && !list.contains(Stage.council[2]))
        },
    ]

    static let delegations = [
        Scenario("XZ-13.1b: the chair is given to a council member, who alone takes it, until it is over") { stage in
            try stage.called()
            stage.refuses(.asks(step: "CD-1", .person, row: nil)) { try stage.by(Stage.convenor, .move("delegateChair", Fields())) }
            stage.refuses(.notAmong(Stage.resident)) {
                try stage.by(Stage.convenor, .move("delegateChair", Fields([.person: .person(Stage.resident)])))
            }
            let member = Stage.council[0]
            try stage.by(Stage.convenor, .move("delegateChair", Fields([.person: .person(member)])))
            #expect(stage.state.chairs(of: stage.matter) == [Stage.convenor], "an offer is not yet a chair")
            stage.refuses(.notYours(step: "CD-2", posts: [.councilMember])) { try stage.by(Stage.resident, .move("acceptChair", Fields())) }
            stage.refuses(.notAmong(Stage.council[1])) { try stage.by(Stage.council[1], .move("acceptChair", Fields())) }
            try stage.by(member, .move("acceptChair", Fields()))
            #expect(stage.state.chairs(of: stage.matter) == [member])
            stage.refuses(.notYours(step: "MT-3", posts: [.meetingChair, .meetingSecretary])) {
                try stage.by(Stage.convenor, .move("checkIn", Fields()))
            }
            try stage.by(member, .move("checkIn", Fields()))
            try stage.by(Stage.convenor, .step("CD-3", key: nil, Fields()))
            #expect(stage.state.chairs(of: stage.matter) == [Stage.convenor])
        },
        Scenario("CD-3: the delegation is over with the session: once the delegate has confirmed the minutes, by itself") { stage in
            let member = try stage.delegated()
            try stage.by(member, .move("checkIn", Fields()))
            try stage.countAll()
            try stage.by(member, .move("announceAgreed", Fields([.result: .text("consensus")])))
            try stage.paste(stage.wholeRecord())
            try stage.by(Stage.secretary, .move("minutes", Fields()))
            #expect(stage.state("delegation") == "accepted")
            let events = try stage.by(member, .move("confirmMinutes", Fields()))
            #expect(events.compactMap(\.step) == ["MT-14.2", "TP-23", "CD-3"])
            #expect(stage.state("delegation") == "over")
            #expect(stage.state.chairs(of: stage.matter) == [Stage.convenor])
        },
        Scenario("CD-3: so it is when too few came, after the delegate has said so") { stage in
            let member = try stage.delegated()
            try stage.by(member, .move("checkIn", Fields()))
            try stage.by(
                Stage.secretary, .closeCount(named: [member], missing: [], everybody: false, present: nil, stakeholders: nil))
            #expect(try stage.by(member, .move("adjourn", Fields())).compactMap(\.step) == ["MT-4", "TP-20", "CD-3"])
        },
        Scenario("CD-3: a sitting called off has no chair to give; one that is moved keeps its own, and an offer may still be accepted") {
            stage in
            let member = try stage.delegated()
            let reason = Fields([.reason: .words(stage.words())])
            try stage.by(Stage.convenor, .move("cancel", stage.callFields().overlaid(with: reason)))
            try stage.by(Stage.convenor, .move("call", stage.callFields()))
            #expect(stage.state("delegation") == "accepted")
            try stage.by(Stage.convenor, .move("cancel", reason))
            #expect(stage.state("delegation") == "over")
            stage.stands("over", "delegation", against: "acceptChair") { try stage.by(member, .move("acceptChair", Fields())) }
        },
    ]
}

extension Span {
    static func + (a: Span, b: Span) -> Span { Span(milliseconds: a.milliseconds + b.milliseconds) }
    static func - (a: Span, b: Span) -> Span { Span(milliseconds: a.milliseconds - b.milliseconds) }
}
