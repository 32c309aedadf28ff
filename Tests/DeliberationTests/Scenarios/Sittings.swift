import Procedure
import Testing

@testable import Deliberation

extension Stage {
    /// Ten are expected, five of them stakeholders; the day has come and sign-in is open.
    fileprivate func checkedIn() throws -> [PersonID] {
        let list = Array(Stage.council.prefix(5)) + [Stage.resident] + Stage.neighbours.prefix(4)
        try called(Stage.number, [.participants: .people(list)])
        pass(.days(8))
        try by(Stage.convenor, .move("checkIn", Fields()))
        return list
    }

    fileprivate func opened() throws -> [PersonID] {
        let list = try checkedIn()
        for person in list { try by(person, .signIn) }
        try close(present: nil)
        try by(Stage.convenor, .move("open", Fields()))
        return list
    }

    fileprivate func close(present: Int?, stakeholders: Int? = nil, missing: [PersonID] = []) throws {
        try by(Stage.secretary, .closeCount(named: [], missing: missing, everybody: false, present: present, stakeholders: stakeholders))
    }

    fileprivate func floor(_ person: PersonID, _ viewpoint: Viewpoint = "路灯") throws {
        try by(Stage.convenor, .giveFloor(person, viewpoint: viewpoint, stance: .favor))
    }
}

extension Scenario {
    static let sittings = [
        Scenario("XZ-12b: opened on a day before the one everybody was told, it asks for a reason, whatever was given for the call") {
            stage in
            try stage.called(Stage.number, [.start: .instant(stage.now + .days(16))])
            stage.pass(.days(1))
            let opened = stage.now
            let earliest = try #require(stage.state.noticeCovered(stage.matter)) + .days(7)
            let planned = try #require(stage.matter.sitting.start)
            try stage.countAll()
            for (move, step) in [("open", "MT-5"), ("announceAgreed", "MT-13.2")] as [(String, StepID)] {
                let refusal = stage.refusal { try stage.by(Stage.convenor, .move(move, Fields([.result: .text("consensus")]))) }
                guard case .needsReason(step, let verdicts)? = refusal else {
                    Issue.record("\(move) was not asked about: \(String(describing: refusal))")
                    continue
                }
                #expect(verdicts.map(\.rule) == ["noticeBeforeOpening", "openedAsNoticed"])
                #expect(verdicts.map(\.remedy) == [.wait(until: earliest), .wait(until: planned)])
            }
            try stage.perform(
                Command(actor: .person(Stage.convenor), matter: Stage.number, act: .move("open", Fields()), reason: stage.words()))
            #expect(stage.matter.sitting.held == opened && stage.matter.deviations.count == 2)
            stage.pass(.hours(1))
            // The reason for opening early holds for the result of the same sitting; the day it was held stands in its history.
            try stage.by(Stage.convenor, .move("announceAgreed", Fields([.result: .text("consensus")])))
            #expect(stage.matter.sessions == [opened] && stage.matter.deviations.count == 4)
        },
        Scenario("XZ-12b: late enough for its notice, a day early all the same; on the day itself it is held as it was called") { stage in
            try stage.called(Stage.number, [.start: .instant(stage.now + .days(16))])
            stage.pass(.days(15))
            try stage.countAll()
            stage.weighs(.needsReason, "MT-5", ["XZ-12b": .wait(until: try #require(stage.matter.sitting.start))]) {
                try stage.by(Stage.convenor, .move("open", Fields()))
            }
            // Entered afterwards as held on that day, at the hour of the call: the record says so.
            stage.pass(.days(2))
            let day = stage.now.civil.date.adding(days: -2)
            let record = Command(
                actor: .person(Stage.convenor), matter: Stage.number, act: .move("announceAgreed", Fields([.result: .text("consensus")])),
                reason: stage.words(), happened: day)
            try stage.perform(record)
            #expect(stage.matter.sitting.held?.civil.date == day && stage.matter.deviations.map(\.verdict.rule) == ["openedAsNoticed"])
            let other = try Stage()
            try other.called()
            other.pass(.days(8))
            other.pass(.minutes(20))
            try other.countAll()
            try other.by(Stage.convenor, .move("open", Fields()))
            #expect(other.matter.sitting.held == other.matter.sitting.start && other.matter.deviations.isEmpty)
        },
        Scenario("MT-2, MT-3: a head counts once, for itself or for somebody, and who asked for leave is not there unless it is said") {
            stage in
            try stage.called()
            let leaving = Stage.council[1], deputy = Stage.stranger
            try stage.by(Stage.council[0], .reply(.leave, reason: nil, substitute: nil))
            for listed in [Stage.council[0], Stage.council[2], leaving] {
                stage.refuses(.substituteListed(listed)) { try stage.by(leaving, .reply(.leave, reason: nil, substitute: listed)) }
            }
            try stage.by(leaving, .reply(.leave, reason: nil, substitute: deputy))
            try stage.by(leaving, .reply(.leave, reason: nil, substitute: deputy))
            stage.pass(.days(8))
            stage.refuses(.absentCounted([Stage.council[0], leaving])) { try stage.countAll() }
            stage.refuses(.absentCounted([leaving])) {
                try stage.by(
                    Stage.secretary,
                    .closeCount(named: [], missing: [Stage.council[0]], everybody: false, present: nil, stakeholders: nil))
            }
            try stage.by(
                Stage.secretary,
                .closeCount(named: [Stage.council[0]], missing: [leaving], everybody: true, present: nil, stakeholders: nil))
            let present = stage.matter.sitting.present
            #expect(present.contains(Stage.council[0]) && present.contains(deputy) && !present.contains(leaving))
        },
        Scenario("XZ-13.3b: 6 of 10 present is refused, one is missing; adjourned, and only then a new call") { stage in
            let list = try stage.checkedIn()
            for person in list.suffix(6) { try stage.by(person, .signIn) }
            try stage.close(present: nil)
            stage.weighs(.unmet, "MT-5", ["XZ-13.3b": .bring(1)]) { try stage.by(Stage.convenor, .move("open", Fields())) }
            stage.weighs(.unmet, "MT-13.2", ["XZ-13.3b": .bring(1)]) {
                try stage.by(Stage.convenor, .move("announceAgreed", Fields([.result: .text("consensus")])))
            }
            try stage.by(Stage.convenor, .move("adjourn", Fields()))
            #expect(stage.state("meeting") == "adjourned" && stage.state("topic") == "ready")
            #expect(stage.matter.sessions.isEmpty, "an adjourned sitting is no session (A6)")
            stage.pass(.minutes(1))
            guard
                case .needsReason("TP-18", _)? = stage.refusal({
                    try stage.by(Stage.convenor, .move("call", stage.callFields(after: .days(6))))
                })
            else {
                Issue.record("the new call has its own seven days")
                return
            }
            try stage.by(Stage.convenor, .move("call", stage.callFields()))
            #expect(!stage.matter.sitting.isCounted && stage.matter.sitting.present.isEmpty)
        },
        Scenario("XZ-13.3b: 7 of 10 is a quorum, and is not adjourned") { stage in
            let list = try stage.checkedIn()
            for person in list.suffix(7) { try stage.by(person, .signIn) }
            try stage.close(present: nil)
            stage.weighs(.unmet, "MT-4", ["XZ-13.3b": .take("MT-5")]) { try stage.by(Stage.convenor, .move("adjourn", Fields())) }
            try stage.by(Stage.convenor, .move("open", Fields()))
            #expect(stage.state("topic") == "inSession")
        },
        Scenario("XZ-8.2c: the share is judged again of those who came") { stage in
            let list = try stage.checkedIn()
            for person in list.prefix(9) { try stage.by(person, .signIn) }
            try stage.close(present: nil)
            stage.weighs(.unmet, "MT-5", ["XZ-8.2c": .addStakeholders(1, orReplace: 1)]) {
                try stage.by(Stage.convenor, .move("open", Fields()))
            }
        },
        Scenario("heads without an account are counted, with whom they stand for") { stage in
            let list = try stage.checkedIn()
            for person in list.prefix(5) { try stage.by(person, .signIn) }
            stage.refuses(.countDiffers(signedIn: 5, stated: 4)) { try stage.close(present: 4, stakeholders: 0) }
            stage.refuses(.countDiffers(signedIn: 5, stated: 10)) { try stage.close(present: 10) }
            stage.refuses(.tooManyPresent(stated: 11, most: 10)) { try stage.close(present: 11, stakeholders: 5) }
            stage.refuses(.tooManyStakeholders(stated: 11, present: 10)) { try stage.close(present: 10, stakeholders: 11) }
            try stage.close(present: 10, stakeholders: 5)
            #expect(stage.matter.sitting.presentCount == 10 && stage.matter.sitting.unnamedStakeholders == 5)
            try stage.by(Stage.convenor, .move("open", Fields()))
        },
        Scenario("signing in: after the chair opens it, by those on the list, once; the secretary alone counts") { stage in
            try stage.called()
            stage.stands("called", "meeting", against: "signIn") { try stage.by(Stage.resident, .signIn) }
            stage.pass(.days(8))
            try stage.by(Stage.convenor, .move("checkIn", Fields()))
            let first = stage.now
            try stage.by(Stage.resident, .signIn)
            stage.pass(.minutes(2))
            stage.refuses(.already(move: "signIn", by: Stage.resident, at: first)) { try stage.by(Stage.resident, .signIn) }
            stage.refuses(.notAmong(Stage.stranger)) { try stage.by(Stage.stranger, .signIn) }
            stage.refuses(.notYours(step: "MT-3", posts: [.meetingSecretary])) {
                try stage.by(Stage.convenor, .closeCount(named: [], missing: [], everybody: true, present: nil, stakeholders: nil))
            }
            let absent = [Stage.council[0], Stage.council[1]]
            try stage.close(present: nil, missing: absent)
            #expect(stage.matter.sitting.presentCount == 17)
        },
        Scenario("XZ-13.2a: no sign-in before a secretary is named") { stage in
            try stage.ready()
            var fields = stage.callFields()
            fields[.secretary] = nil
            try stage.by(Stage.convenor, .move("call", fields))
            try stage.showNotice()
            stage.pass(.days(8))
            stage.weighs(.unmet, "MT-3", ["XZ-13.2a": .state(.secretary)]) { try stage.by(Stage.convenor, .move("checkIn", Fields())) }
            try stage.by(Stage.convenor, .move("checkIn", Fields([.secretary: .person(Stage.secretary)])))
        },
        Scenario("XZ-13.5a: the first turn is the proposer's, or the chair says that the proposer is absent") { stage in
            _ = try stage.opened()
            stage.refuses(.notYours(step: "MT-7", posts: [.proposer])) { try stage.floor(Stage.neighbours[0]) }
            stage.weighs(.unmet, "MT-7", ["XZ-13.5a": .state(.proposerAbsent)]) {
                try stage.by(Stage.convenor, .move("interact", Fields()))
            }
            try stage.by(Stage.convenor, .move("interact", Fields([.proposerAbsent: .flag(true)])))
            #expect(stage.state("meeting") == "interacting1")
        },
        Scenario("XZ-13.6a, XZ-13.6b: those present, twice on one viewpoint, again on another") { stage in
            let list = try stage.opened()
            try stage.floor(Stage.resident)
            try stage.by(Stage.convenor, .move("interact", Fields()))
            stage.weighs(.unmet, "MT-8", ["XZ-13.6a": .chooseAnother]) { try stage.floor(Stage.neighbours[8]) }
            stage.refuses(.notYours(step: "MT-8", posts: [.meetingChair])) {
                try stage.by(Stage.resident, .giveFloor(Stage.resident, viewpoint: "路灯", stance: .favor))
            }
            try stage.floor(Stage.resident)
            stage.weighs(.unmet, "MT-8", ["XZ-13.6b": .chooseAnother]) { try stage.floor(Stage.resident) }
            #expect(stage.matter.sitting.speaker?.person == Stage.resident, "a refused turn ends nobody's")
            try stage.floor(Stage.resident, "电费")
            try stage.floor(list[0])
            #expect(stage.matter.sitting.turns.count == 3)
        },
        Scenario("XZ-13.6c: 300 seconds are kept, 301 go into the ledger and block nothing; a longer turn may be granted") { stage in
            _ = try stage.opened()
            try stage.floor(Stage.resident)
            stage.pass(.seconds(300))
            try stage.by(Stage.convenor, .endTurn(extended: false))
            #expect(stage.matter.deviations.isEmpty)
            stage.stands("proposing", "meeting", against: "endTurn") { try stage.by(Stage.convenor, .endTurn(extended: false)) }
            try stage.by(Stage.convenor, .move("interact", Fields()))
            try stage.floor(Stage.resident)
            stage.pass(.seconds(400))
            try stage.by(Stage.convenor, .endTurn(extended: true))
            #expect(stage.matter.deviations.isEmpty)
            try stage.floor(Stage.neighbours[0])
            stage.pass(.seconds(301))
            try stage.by(Stage.convenor, .endTurn(extended: false))
            #expect(stage.matter.deviations.map(\.verdict.row) == [RowID("XZ-13.6c")])
            #expect(stage.matter.violations.isEmpty)
        },
        Scenario("XZ-13.6d: the chair interrupts, nobody else") { stage in
            _ = try stage.opened()
            try stage.floor(Stage.resident)
            stage.refuses(.notYours(step: "MT-9", posts: [.meetingChair])) { try stage.by(Stage.neighbours[0], .interrupt(.offTopic)) }
            stage.pass(.seconds(40))
            try stage.by(Stage.convenor, .interrupt(.offTopic))
            #expect(stage.matter.sitting.turns.last?.seconds == 40 && stage.matter.sitting.speaker == nil)
        },
        Scenario("XZ-13.7a, XZ-13.8: revised by both, confirmed in one of three ways, announced as one of three results") { stage in
            _ = try stage.opened()
            try stage.floor(Stage.resident)
            try stage.by(Stage.convenor, .move("interact", Fields()))
            stage.stands("interacting1", "meeting", against: "revise") { try stage.by(Stage.resident, .agreeRevision) }
            stage.refuses(.asks(step: "MT-10", .revision, row: nil)) { try stage.by(Stage.convenor, .move("revise", Fields())) }
            try stage.by(Stage.convenor, .move("revise", Fields([.revision: .words(stage.words())])))
            stage.weighs(.unmet, "MT-11", ["XZ-13.7a": .take("MT-10")]) { try stage.by(Stage.convenor, .move("interact", Fields())) }
            stage.refuses(.notYours(step: "MT-10", posts: [.proposer])) { try stage.by(Stage.neighbours[0], .agreeRevision) }
            try stage.by(Stage.resident, .agreeRevision)
            try stage.by(Stage.convenor, .move("interact", Fields()))
            for fields in [Fields(), Fields([.method: .text("lot")])] {
                stage.refuses(.asks(step: "MT-12", .method, row: nil)) { try stage.by(Stage.convenor, .move("confirmMethod", fields)) }
            }
            try stage.by(Stage.convenor, .move("confirmMethod", Fields([.method: .text("applause")])))
            stage.refuses(.asks(step: "MT-13", .result, row: nil)) { try stage.by(Stage.convenor, .move("announceAgreed", Fields())) }
            stage.refuses(.asks(step: "TP-21", .result, row: RowID("XZ-13.8b"))) {
                try stage.by(Stage.convenor, .move("announceAgreed", Fields([.result: .text("noConsensus")])))
            }
            stage.refuses(.asks(step: "TP-22", .result, row: RowID("XZ-13.8b"))) {
                try stage.by(Stage.convenor, .move("announceNotAgreed", Fields([.result: .text("basicConsensus")])))
            }
            try stage.by(Stage.convenor, .move("announceAgreed", Fields([.result: .text("basicConsensus")])))
            #expect(stage.state("topic") == "agreed")
        },
        Scenario("opened live, announced at once, the rest pasted afterwards") { stage in
            _ = try stage.opened()
            try stage.by(Stage.convenor, .move("announceNotAgreed", Fields([.result: .text("noConsensus")])))
            #expect(stage.state("topic") == "notAgreed" && stage.state("meeting") == "announced")
        },
    ]
}
