import Procedure
import Testing

@testable import Deliberation

extension Scenario {
    static let suggestions = [
        Scenario("SG-4: a question, and the sender's own words answer it") { stage in
            try stage.suggest()
            stage.refuses(.asks(step: "SG-4", .text, row: nil)) { try stage.by(Stage.officer, .move("askMore", Fields())) }
            try stage.by(Stage.officer, .move("askMore", Fields([.text: .words(stage.words())])))
            #expect(stage.matter.state(of: "suggestion") == "needsInfo")
            stage.refuses(.notYours(step: "SG-4", posts: [.proposer, .liaisonOfficer])) {
                try stage.by(Stage.stranger, .supplement(stage.words()))
            }
            #expect(stage.matter.state(of: "suggestion") == "needsInfo")
            try stage.by(Stage.resident, .supplement(stage.words()))
            #expect(stage.matter.state(of: "suggestion") == "registered")
            #expect(stage.matter.supplements.count == 1)
        },
        Scenario("SG-8, SG-16: explained, closed, and then nobody adds to it") { stage in
            try stage.suggest()
            stage.refuses(.asks(step: "SG-8", .text, row: nil)) { try stage.by(Stage.officer, .move("explain", Fields())) }
            try stage.by(Stage.officer, .move("explain", Fields([.text: .words(stage.words())])))
            let until = stage.now + .days(15)
            #expect(stage.told.contains { $0.what == .set(alarm: "answered.closes", due: until) })
            stage.pass(.days(15) - .milliseconds(1))
            stage.refuses(.answerAwaited(until: until)) { try stage.by(Stage.officer, .move("close", Fields())) }
            stage.pass(.milliseconds(1))
            try stage.by(Stage.officer, .move("close", Fields()))
            #expect(stage.matter.state(of: "suggestion") == "closed")
            stage.stands("closed", "suggestion", against: "addTo") { try stage.by(Stage.neighbours[0], .endorse) }
            stage.stands("closed", "suggestion", against: "pass") { try stage.by(Stage.officer, .move("pass", Fields())) }
        },
        Scenario("SG-9, SG-14: referred to a department, answered, closed") { stage in
            try stage.suggest()
            stage.refuses(.asks(step: "SG-9", .department, row: nil)) { try stage.by(Stage.officer, .move("refer", Fields())) }
            try stage.by(Stage.officer, .move("refer", Fields([.department: .text("城管")])))
            stage.refuses(.asks(step: "SG-14", .text, row: RowID("XZ-14.1g"))) { try stage.by(Stage.officer, .move("reply", Fields())) }
            // Answered and closed in one breath: nobody could say anything to it.
            stage.refuses(.answerAwaited(until: stage.now + .days(15))) {
                try stage.by(Stage.officer, .move("close", Fields([.text: .words(stage.words())])))
            }
            #expect(stage.matter.state(of: "suggestion") == "referred")
            try stage.by(Stage.officer, .move("reply", Fields([.text: .words(stage.words())])))
            stage.refuses(.answerAwaited(until: stage.now + .days(15))) { try stage.by(Stage.officer, .move("close", Fields())) }
            let reason = stage.words()
            try stage.by(Stage.officer, .move("close", Fields([.reason: .words(reason)])))
            #expect(stage.matter.state(of: "suggestion") == "closed" && stage.matter.taken["SG-16"]?.fields.words(.reason) == reason)
        },
        Scenario("SG-16: every proposer says that it is well, and nobody need be waited for; one who is forgotten need not") { stage in
            try stage.suggest()
            try stage.suggest(Stage.second, by: Stage.neighbours[0])
            try stage.suggest(Stage.third, by: Stage.neighbours[1])
            for number in [Stage.second, Stage.third] { try stage.by(Stage.officer, .merge(into: Stage.number, reason: nil), on: number) }
            try stage.by(Stage.officer, .move("explain", Fields([.text: .words(stage.words())])))
            let until = stage.now + .days(15)
            func refused() { stage.refuses(.answerAwaited(until: until)) { try stage.by(Stage.officer, .move("close", Fields())) } }
            try stage.by(Stage.resident, .rate(3))
            refused()
            try stage.by(Stage.neighbours[0], .rate(2))
            refused()
            for person in Stage.neighbours.prefix(2) {
                refused()
                try stage.perform(Command(actor: .daemon, matter: .unit, act: .erase(person, words: [], why: .request)))
            }
            try stage.by(Stage.officer, .move("close", Fields()))
            #expect(stage.state("suggestion") == "closed")
        },
        Scenario("SG-16: whoever proposed it themselves need not wait for themselves; who wrote it down for somebody waits for them") {
            stage in
            try stage.suggest(by: Stage.officer)
            try stage.by(Stage.officer, .move("explain", Fields([.text: .words(stage.words())])))
            try stage.by(Stage.officer, .move("close", Fields()))
            try stage.by(Stage.officer, .suggestFor(stage.words(), informant: nil), on: Stage.second)
            try stage.by(Stage.officer, .move("explain", Fields([.text: .words(stage.words())])), on: Stage.second)
            stage.refuses(.answerAwaited(until: stage.now + .days(15))) {
                try stage.by(Stage.officer, .move("close", Fields()), on: Stage.second)
            }
        },
        Scenario(
            "SG-9: the answer is asked for before and on the day that was stated, else after fifteen days; three days later above, then weekly"
        ) { stage in
            func alarms() -> [String: Instant] {
                Dictionary(
                    stage.told.compactMap { consequence -> (String, Instant)? in
                        if case .set(let alarm, let due) = consequence.what { (alarm, due) } else { nil }
                    }, uniquingKeysWith: { $1 })
            }
            try stage.suggest()
            try stage.by(Stage.officer, .move("refer", Fields([.department: .text("城管")])))
            #expect(alarms() == ["referral.due": stage.now + .days(15), "referral.overdue": stage.now + .days(18)])
            try stage.by(Stage.officer, .undo(sent: false))
            let day = try #require(CivilDate(2026, 3, 20))
            try stage.by(Stage.officer, .move("refer", Fields([.department: .text("城管"), .due: .day(day)])))
            let nine = CivilMoment(day, minuteOfDay: 540).instant
            #expect(alarms() == ["referral.soon": nine - .days(2), "referral.due": nine, "referral.overdue": nine + .days(3)])
            func again(_ alarm: String, _ due: Instant, at now: Instant) -> Instant? {
                stage.state.nextTime(of: alarm, on: stage.matter, due: due, came: 1, now: now)
            }
            let late = nine + .days(3)
            #expect(again("referral.overdue", late, at: late) == late + .days(7))
            // What was missed is not made up for, and the day of the week stays.
            #expect(again("referral.overdue", late, at: late + .days(7)) == late + .days(14))
            #expect(again("referral.overdue", late, at: late + .days(20)) == late + .days(21))
            #expect(again("referral.due", nine, at: nine) == nil && again("referral.soon", nine, at: nine) == nil)
            #expect(stage.told.contains { $0.what == .tell(notice: "referral.task", audience: .departmentContact) })
            stage.told = []
            try stage.by(Stage.officer, .move("reply", Fields([.text: .words(stage.words())])))
            for alarm in ["referral.soon", "referral.due", "referral.overdue"] {
                #expect(stage.told.contains { $0.what == .cancel(alarm: alarm) })
            }
        },
        Scenario("SG-4: a question that nobody answers is asked after three times, in the morning, and no more") { stage in
            try stage.suggest()
            stage.pass(.hours(5))
            try stage.by(Stage.officer, .move("askMore", Fields([.text: .words(stage.words())])))
            let morning = CivilMoment(stage.now.civil.date.adding(days: 3), minuteOfDay: 540).instant
            #expect(stage.told.contains { $0.what == .set(alarm: "question.open", due: morning) })
            func again(_ came: Int) -> Instant? {
                stage.state.nextTime(of: "question.open", on: stage.matter, due: morning, came: came, now: morning)
            }
            #expect(again(1) == morning + .days(7) && again(2) == morning + .days(7) && again(3) == nil)
        },
        Scenario("XZ-14.1g: no answer with a result while the topic is on its way") { stage in
            try stage.ready()
            stage.weighs(.unmet, "SG-14", ["XZ-14.1g": .take("TP-31")]) { try stage.by(Stage.officer, .move("reply", Fields())) }
        },
        Scenario("endorsing: once, never one's own, and taken back") { stage in
            try stage.suggest()
            stage.refuses(.ownEndorsement) { try stage.by(Stage.resident, .endorse) }
            stage.refuses(.nothingToUndo) { try stage.by(Stage.neighbours[0], .takeBackEndorsement) }
            let first = stage.now
            try stage.by(Stage.neighbours[0], .endorse)
            stage.pass(.minutes(5))
            stage.refuses(.already(move: "endorse", by: Stage.neighbours[0], at: first)) { try stage.by(Stage.neighbours[0], .endorse) }
            try stage.by(Stage.neighbours[0], .takeBackEndorsement)
            #expect(stage.matter.endorsers.isEmpty)
            stage.refuses(.notYours(step: "SG-1", posts: [.resident])) { try stage.daemon(.endorse) }
        },
        Scenario("SG-1: on someone's behalf, by an officer, who hears of it in their place and rates nothing") { stage in
            let entered = Act.suggestFor(stage.words(), informant: stage.words())
            stage.refuses(.notYours(step: "SG-1", posts: [.liaisonOfficer, .firstConvenor, .secondConvenor, .registerKeeper])) {
                try stage.by(Stage.resident, entered)
            }
            try stage.by(Stage.officer, entered)
            #expect(stage.state("suggestion") == "registered" && stage.matter.proposers == [Stage.officer] && stage.matter.isOnBehalf)
            // The words are the other's, not the officer's own: they go with time, not when the officer wants to be forgotten.
            let event = try #require(stage.matter.events.first)
            #expect(event.wordsOfPeople.count == 2 && !event.isOwn(of: [Stage.officer]))
            try stage.by(Stage.neighbours[0], .endorse)
            try stage.by(Stage.officer, .move("explain", Fields([.text: .words(stage.words())])))
            stage.refuses(.notYours(step: "SG-15", posts: [.proposer])) { try stage.by(Stage.officer, .rate(5)) }
        },
        Scenario("XZ-8.2a: who entered it for somebody is no party to it; for whom it was entered is, and so it stays when it is merged") {
            stage in
            let person = Stage.neighbours[8]
            try stage.by(Stage.officer, .suggestFor(stage.words(), informant: stage.words(), person: person))
            for neighbour in Stage.neighbours.prefix(8) { try stage.by(neighbour, .endorse) }
            #expect(stage.matter.proposers == [Stage.officer] && stage.matter.parties == [person])
            #expect(stage.state.isStakeholder(person, in: stage.matter) && !stage.state.isStakeholder(Stage.officer, in: stage.matter))
            // Nine of the council, the party, eight who support it: nobody of them is pushed out by the officer.
            let list = stage.state.preparedList(for: stage.matter, expected: 18)
            #expect(list.count == 18 && list.contains(person) && list.contains(Stage.neighbours[7]) && !list.contains(Stage.officer))
            try stage.by(Stage.resident, .suggest(stage.words(), in: Stage.group), on: Stage.second)
            try stage.perform(Command(actor: .person(Stage.officer), matter: Stage.number, act: .merge(into: Stage.second, reason: nil)))
            let merged = try #require(stage.state.matters[Stage.second])
            #expect(merged.proposers == [Stage.resident, Stage.officer] && merged.parties == [Stage.resident, person])
        },
        Scenario(
            "XZ-8.2a: an officer who proposes one and enters the other is a party; so is whoever entered one before there was a word for it"
        ) { stage in
            try stage.by(Stage.officer, .suggestFor(stage.words(), informant: nil))
            #expect(stage.matter.parties == [])
            try stage.by(Stage.officer, .suggest(stage.words(), in: Stage.group), on: Stage.second)
            try stage.perform(Command(actor: .person(Stage.officer), matter: Stage.number, act: .merge(into: Stage.second, reason: nil)))
            #expect(stage.state.matters[Stage.second]?.parties == [Stage.officer])
            var old = Matter(number: Stage.number)
            old.evolve(
                Event(
                    matter: Stage.number, at: stage.now, by: Stage.officer, post: .liaisonOfficer,
                    what: .suggestedFor(stage.words(), informant: nil)))
            #expect(old.parties == [Stage.officer] && old.isOnBehalf)
        },
        Scenario("SG-4: what an officer heard from the sender by telephone is the answer to the question") { stage in
            try stage.suggest()
            try stage.by(Stage.officer, .move("askMore", Fields([.text: .words(stage.words())])))
            stage.told = []
            try stage.by(Stage.officer, .supplement(stage.words()))
            #expect(stage.state("suggestion") == "registered")
            #expect(stage.told.contains { $0.what == .cancel(alarm: "question.open") })
        },
        Scenario("SG-15: who is little content may be answered once more, by referring it as well; who is content may not") { stage in
            try stage.suggest()
            let answer = Act.move("explain", Fields([.text: .words(stage.words())]))
            let refer = Act.move("refer", Fields([.department: .text("城管")]))
            try stage.by(Stage.officer, answer)
            let first = stage.now
            stage.pass(.minutes(5))
            try stage.by(Stage.resident, .rate(3))
            #expect(stage.matter.discontent == nil)
            stage.refuses(.already(move: "SG-8.2", by: Stage.officer, at: first)) { try stage.by(Stage.officer, answer) }
            try stage.by(Stage.officer, .suggest(stage.words(), in: nil), on: Stage.second)
            try stage.by(Stage.officer, answer, on: Stage.second)
            try stage.by(Stage.officer, .rate(2), on: Stage.second)
            #expect(stage.state.matters[Stage.second]?.discontent?.score == 2)
            try stage.by(Stage.officer, answer, on: Stage.second)
            #expect(stage.state.matters[Stage.second]?.discontent == nil)
            let third = MatterNumber(year: 2026, serial: 14)
            try stage.by(Stage.resident, .suggest(stage.words(), in: nil), on: third)
            try stage.by(Stage.officer, answer, on: third)
            try stage.by(Stage.resident, .rate(1), on: third)
            try stage.by(Stage.officer, refer, on: third)
            #expect(stage.state.matters[third]?.state(of: "suggestion") == "referred" && stage.state.matters[third]?.discontent == nil)
        },
        Scenario("SG-1: who signed on paper is counted beside those who support it here, and taken back by whoever entered it") { stage in
            try stage.suggest()
            let signed = Act.endorseOnPaper(heads: 15, names: stage.words())
            stage.refuses(.notYours(step: "SG-1", posts: [.liaisonOfficer, .firstConvenor, .secondConvenor, .registerKeeper])) {
                try stage.by(Stage.resident, signed)
            }
            #expect(stage.state.proposerKind(of: stage.matter) == .resident)
            let events = try stage.by(Stage.officer, signed)
            #expect(events.flatMap(\.wordsOfPeople).count == 1, "names are theirs, and go with time")
            try stage.by(Stage.neighbours[0], .endorse)
            try stage.by(Stage.convenor, .endorseOnPaper(heads: 2, names: nil))
            #expect(stage.matter.supporters == 18 && stage.matter.paperEndorsers == 17 && stage.matter.endorsers == [Stage.neighbours[0]])
            #expect(stage.state.proposerKind(of: stage.matter) == .residentsJointly)
            try stage.by(Stage.convenor, .undo(sent: false))
            #expect(stage.matter.supporters == 16)
            try stage.by(Stage.resident, .withdraw)
            #expect(stage.refusal { try stage.by(Stage.officer, signed) } != nil, "what is over has nobody behind it any more")
        },
        Scenario("SG-1: a head that signed on paper and speaks up in a chat counts once, whichever came first") { stage in
            try stage.suggest()
            let known = [Stage.neighbours[0], Stage.neighbours[1]]
            try stage.by(Stage.officer, .endorseOnPaper(heads: 5, names: stage.words(), people: known))
            #expect(stage.matter.supporters == 5 && stage.matter.paperEndorsers == 5)
            try stage.by(Stage.neighbours[0], .endorse)
            #expect(stage.matter.supporters == 5 && stage.matter.paperEndorsers == 4)
            try stage.by(Stage.neighbours[2], .endorse)
            #expect(stage.matter.supporters == 6 && stage.matter.paperEndorsers == 4)
            try stage.by(Stage.neighbours[0], .takeBackEndorsement)
            #expect(stage.matter.supporters == 6 && stage.matter.paperEndorsers == 5, "the signature on paper stands")
            try stage.daemon(.join(Stage.neighbours[1], into: Stage.neighbours[0]))
            #expect(stage.matter.supporters == 5, "two of the signers are one person")
            stage.refuses(.signedAlready) { try stage.by(Stage.officer, .endorseOnPaper(heads: 0, names: stage.words())) }
            try stage.by(Stage.officer, .endorseOnPaper(heads: Signatures.most, names: nil))
            #expect(stage.matter.paperEndorsers == Signatures.most)
        },
        Scenario("SG-18, TP-39: the only proposer takes a topic back; a stranger cannot") { stage in
            try stage.suggest()
            try stage.by(Stage.officer, .move("pass", Fields([.method: .text("dialogue")])))
            stage.refuses(.notYours(step: "SG-18", posts: [.proposer])) { try stage.by(Stage.officer, .withdraw) }
            try stage.by(Stage.resident, .withdraw)
            #expect(stage.state("topic") == "withdrawn" && stage.state("suggestion") == "withdrawn")
        },
        Scenario("SG-18: once approved, the only proposer does not take the topic away") { stage in
            try stage.ready()
            stage.stands("ready", "topic", against: "TP-39") { try stage.by(Stage.resident, .withdraw) }
        },
        Scenario("XZ-10.1c: merged matters keep all proposers, each voice once, and one leaving leaves the others") { stage in
            try stage.suggest()
            try stage.suggest(Stage.second, by: Stage.neighbours[0])
            try stage.by(Stage.neighbours[0], .endorse)
            try stage.by(Stage.officer, .merge(into: Stage.number, reason: nil), on: Stage.second)
            #expect(stage.state("suggestion", on: Stage.second) == "merged")
            #expect(stage.matter.proposers == [Stage.resident, Stage.neighbours[0]])
            #expect(stage.matter.endorsers.isEmpty && stage.matter.absorbed == [Stage.second])
            try stage.by(Stage.resident, .withdraw)
            #expect(stage.matter.proposers == [Stage.neighbours[0]])
            #expect(stage.state("suggestion") == "registered")
        },
        Scenario("TP-3: a topic in screening is merged; into itself, nowhere or a closed one it is not") { stage in
            try stage.suggest()
            try stage.suggest(Stage.second, by: Stage.neighbours[0])
            try stage.by(Stage.officer, .move("pass", Fields()), on: Stage.second)
            stage.refuses(.noSuchMatter(Stage.second)) {
                try stage.by(Stage.officer, .merge(into: Stage.second, reason: nil), on: Stage.second)
            }
            stage.refuses(.noSuchMatter(Stage.third)) {
                try stage.by(Stage.officer, .merge(into: Stage.third, reason: nil), on: Stage.second)
            }
            try stage.by(Stage.officer, .merge(into: Stage.number, reason: stage.words()), on: Stage.second)
            #expect(stage.state("topic", on: Stage.second) == "merged")
            try stage.suggest(Stage.third)
            stage.stands("merged", "suggestion", against: "merge") {
                try stage.by(Stage.officer, .merge(into: Stage.second, reason: nil), on: Stage.third)
            }
        },
        Scenario("a number that does not exist; a step this city does not take (no SG-7)") { stage in
            stage.refuses(.noSuchMatter(Stage.third)) { try stage.by(Stage.officer, .move("pass", Fields()), on: Stage.third) }
            try stage.suggest()
            stage.refuses(.notOffered("decline")) { try stage.by(Stage.officer, .move("decline", Fields())) }
            stage.refuses(.notOffered("SG-7")) { try stage.by(Stage.officer, .step("SG-7", key: nil, Fields())) }
        },
        Scenario("a neighbour unit's officer holds no post here") { stage in
            try stage.suggest()
            stage.refuses(.notYours(step: "SG-6", posts: [.liaisonOfficer])) { try stage.by(Stage.stranger, .move("pass", Fields())) }
            #expect(stage.state.posts(of: .person(Stage.stranger), in: stage.matter) == [.resident])
        },
        Scenario("two officers on one matter in the same second: the second hears of the first") { stage in
            try stage.perform(Command(actor: .daemon, matter: .unit, act: .givePost(Stage.otherOfficer, .liaisonOfficer)))
            try stage.suggest()
            let first = stage.now
            try stage.by(Stage.officer, .move("pass", Fields([.method: .text("dialogue")])))
            stage.refuses(.already(move: "pass", by: Stage.officer, at: first)) {
                try stage.by(Stage.otherOfficer, .move("pass", Fields([.method: .text("dialogue")])))
            }
            stage.refuses(.already(move: "TP-5", by: Stage.officer, at: first)) {
                try stage.by(Stage.otherOfficer, .step("TP-5", key: nil, Fields()))
            }
        },
    ]

    static let screenings = [
        Scenario("XZ-11a: not shortlisted before one of the five methods is recorded") { stage in
            try stage.suggest()
            stage.stands("none", "topic", against: "screen") { try stage.by(Stage.officer, .screen(Fields([.method: .text("hearing")]))) }
            try stage.by(Stage.officer, .move("pass", Fields()))
            stage.weighs(.unmet, "TP-6", ["XZ-11a": .state(.method)]) { try stage.by(Stage.convenor, .move("submit", Fields())) }
            stage.refuses(.asks(step: "TP-6", .method, row: RowID("XZ-11a"))) { try stage.by(Stage.officer, .screen(Fields())) }
            let tomorrow = stage.now.civil.date.adding(days: 1)
            stage.refuses(.dateAhead(tomorrow)) {
                try stage.by(Stage.officer, .screen(Fields([.method: .text("hearing"), .date: .day(tomorrow)])))
            }
            try stage.by(Stage.officer, .screen(Fields([.method: .text("hearing"), .date: stage.day()])))
            try stage.by(Stage.convenor, .move("submit", Fields()))
            #expect(stage.state("topic") == "submitted")
        },
        Scenario("nothing is told late of a day on which the matter had not begun; its own day counts as it was stated") { stage in
            try stage.suggest()
            let began = stage.now.civil.date
            let pass = Command(
                actor: .person(Stage.officer), matter: Stage.number, act: .move("pass", Fields([.method: .text("dialogue")])),
                happened: began.adding(days: -1))
            stage.refuses(.dateBefore(began.adding(days: -1), began: began)) { try stage.perform(pass) }
            var onTheDay = pass
            onTheDay.happened = began
            try stage.perform(onTheDay)
            #expect(stage.state("topic") == "screening")
            let paper = Command(
                actor: .person(Stage.resident), matter: Stage.second, act: .suggest(stage.words(), in: nil),
                happened: began.adding(days: -5))
            try stage.perform(paper)
            var late = pass
            late.matter = Stage.second
            try stage.perform(late)
            #expect(stage.state("topic", on: Stage.second) == "screening")
        },
        Scenario("XZ-11f, XZ-11g: not submitted while the poll is open; closed by the service alone") { stage in
            try stage.suggest()
            try stage.by(Stage.officer, .move("pass", Fields([.method: .text("onlinePoll")])))
            #expect(stage.state("poll") == "open")
            stage.weighs(.unmet, "TP-6", ["XZ-11g": .take("PL-2"), "XZ-11a": .state(.method)]) {
                try stage.by(Stage.convenor, .move("submit", Fields()))
            }
            stage.refuses(.notYours(step: "PL-2", posts: [.daemon])) { try stage.by(Stage.officer, .move("closePoll", Fields())) }
            try stage.daemon(.move("closePoll", Fields([.votesFor: .integer(31), .votesAgainst: .integer(2)])))
            try stage.by(Stage.convenor, .move("submit", Fields()))
            #expect(stage.state("topic") == "submitted")
        },
        Scenario("the council's standing method of screening is taken where none is said") { stage in
            let record = stage.record()
            try stage.perform(
                Command(
                    actor: .person(Stage.convenor), matter: .unit,
                    act: .decideSetting(name: "screening", value: "onlinePoll", record: record)))
            try stage.suggest()
            try stage.by(Stage.officer, .move("pass", Fields()))
            #expect(stage.state("poll") == "open")
        },
        Scenario("TP-7: kept for later with a reason, taken up again") { stage in
            try stage.suggest()
            try stage.by(Stage.officer, .move("pass", Fields()))
            stage.refuses(.asks(step: "TP-7", .reason, row: nil)) { try stage.by(Stage.officer, .move("keepForLater", Fields())) }
            try stage.by(Stage.officer, .move("keepForLater", Fields([.reason: .words(stage.words())])))
            #expect(stage.state("topic") == "registered")
            try stage.by(Stage.officer, .move("pass", Fields([.method: .text("dialogue")])))
            #expect(stage.state("topic") == "screening")
        },
        Scenario("TP-35: a registered topic is reported up, answered and closed") { stage in
            try stage.suggest()
            try stage.by(Stage.officer, .move("pass", Fields()))
            try stage.by(Stage.officer, .move("keepForLater", Fields([.reason: .words(stage.words())])))
            try stage.by(Stage.officer, .move("reportUp", Fields()))
            #expect(stage.state("topic") == "reportedUp")
            stage.refuses(.asks(step: "TP-38", .text, row: nil)) { try stage.by(Stage.officer, .move("close", Fields())) }
            try stage.by(
                Stage.officer, .move("close", Fields([.text: .words(stage.words()), .reason: .words(stage.words())])))
            #expect(stage.state("topic") == "closed" && stage.state("suggestion") == "closed")
        },
    ]
}
