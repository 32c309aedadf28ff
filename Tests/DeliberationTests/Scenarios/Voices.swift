import Procedure
import Testing

@testable import Deliberation

extension Stage {
    /// From *determining* on.
    fileprivate func publicised() throws {
        try by(Stage.party, .move("determine", record([.department: .text("物业办")])))
        try by(Stage.officer, .move("done", Fields([.text: .words(words())])))
        try daemon(.confirmShown(notice: "notice.implementation", group: Stage.group, person: nil))
        try daemon(.confirmShown(notice: "feedback.implemented", group: nil, person: Stage.resident))
        pass(.days(7))
        try announced(Stage.second, agreed: false)
    }

    fileprivate func recordedApproval() throws {
        try suggest(endorsed: true)
        try by(Stage.officer, .move("pass", Fields([.method: .text("dialogue")])))
        try by(Stage.convenor, .move("submit", Fields()))
        pass(.minutes(1))
        try by(Stage.officer, .move("approve", record()))
    }
}

extension Scenario {
    static let voices = [
        Scenario("closing needs the other side: not done yet, and done more, or closed with a reason") { stage in
            try stage.minuted()
            stage.stands("determining", "topic", against: "contest") { try stage.by(Stage.resident, .contest(nil)) }
            try stage.publicised()
            stage.refuses(.notYours(step: "TP-31", posts: [.proposer])) { try stage.by(Stage.neighbours[0], .contest(nil)) }
            try stage.by(Stage.resident, .contest(stage.words()))
            #expect(stage.told.contains { $0.what == .tell(notice: "contested.toOfficer", audience: .workGroup) })
            stage.refuses(.already(move: "contest", by: Stage.resident, at: stage.now)) { try stage.by(Stage.resident, .contest(nil)) }
            stage.refuses(.contested(1)) { try stage.by(Stage.officer, .move("close", Fields())) }
            // Done more, said so, publicised anew: the week runs stage.
            stage.pass(.minutes(1))
            try stage.by(Stage.officer, .move("done", Fields([.text: .words(stage.words())])))
            #expect(stage.matter.contested.isEmpty)
            try stage.by(Stage.resident, .contest(nil))
            try stage.daemon(.confirmShown(notice: "notice.implementation", group: Stage.group, person: nil))
            stage.pass(.days(7))
            try stage.by(Stage.officer, .move("close", Fields([.reason: .words(stage.words())])))
            #expect(stage.state("topic") == "closed")
        },
        Scenario("not done yet, of an explanation: answered once more or referred, never closed without a reason; two say it, it is one") {
            stage in
            try stage.suggest()
            try stage.by(Stage.neighbours[0], .suggest(stage.words(), in: Stage.group), on: Stage.second)
            try stage.by(Stage.officer, .merge(into: Stage.number, reason: nil), on: Stage.second)
            stage.stands("registered", "suggestion", against: "contest") { try stage.by(Stage.resident, .contest(nil)) }
            let explain = { Act.move("explain", Fields([.text: .words(stage.words())])) }
            try stage.by(Stage.officer, explain())
            stage.refuses(.already(move: "SG-8.2", by: Stage.officer, at: stage.now)) { try stage.by(Stage.officer, explain()) }
            stage.stands("explained", "suggestion", against: "SG-9") {
                try stage.by(Stage.officer, .move("refer", Fields([.department: .text("物业办")])))
            }
            let said = stage.words()
            try stage.by(Stage.resident, .contest(said))
            try stage.by(Stage.neighbours[0], .contest(nil))
            stage.refuses(.already(move: "contest", by: Stage.resident, at: stage.now)) { try stage.by(Stage.resident, .contest(nil)) }
            #expect(stage.matter.contested.count == 2 && stage.matter.contestedWith == said)
            stage.refuses(.contested(2)) { try stage.by(Stage.officer, .move("close", Fields())) }
            stage.refuses(.contested(2)) { try stage.daemon(.move("close", Fields())) }
            try stage.by(Stage.officer, explain())
            #expect(stage.matter.contested.isEmpty && stage.matter.contestedWith == nil && stage.state("suggestion") == "explained")
            // To the next answer it may be said again.
            try stage.by(Stage.resident, .contest(nil))
            try stage.by(Stage.officer, .move("refer", Fields([.department: .text("物业办")])))
            #expect(stage.state("suggestion") == "referred" && stage.matter.contested.isEmpty)
            try stage.by(Stage.officer, .move("reply", Fields([.text: .words(stage.words())])))
            stage.refuses(.already(move: "SG-14.2", by: Stage.officer, at: stage.now)) {
                try stage.by(Stage.officer, .move("reply", Fields([.text: .words(stage.words())])))
            }
            try stage.by(Stage.resident, .contest(nil))
            stage.refuses(.contested(1)) { try stage.by(Stage.officer, .move("close", Fields())) }
            try stage.by(Stage.officer, .move("reply", Fields([.text: .words(stage.words())])))
            #expect(stage.matter.contested.isEmpty && stage.state("suggestion") == "replied")
            try stage.by(Stage.resident, .contest(nil))
            try stage.by(Stage.officer, .move("close", Fields([.reason: .words(stage.words())])))
            stage.stands("closed", "suggestion", against: "contest") { try stage.by(Stage.neighbours[0], .contest(nil)) }
        },
        Scenario("of several departments only who has the task adds to it") { stage in
            let (water, police) = (PersonID(7), PersonID(8))
            for person in [water, police] {
                try stage.perform(Command(actor: .daemon, matter: .unit, act: .givePost(person, .departmentContact)))
            }
            stage.state.unit.settings[Unit.contactSetting + "派出所"] = Unit.naming([police])
            try stage.suggest()
            try stage.by(Stage.officer, .move("refer", Fields([.department: .text("派出所")])))
            stage.refuses(.notYours(step: "SG-4", posts: [.proposer, .liaisonOfficer])) { try stage.by(water, .supplement(stage.words())) }
            let added = try stage.by(police, .supplement(stage.words()))
            #expect(added.map(\.post) == [.departmentContact])
        },
        Scenario("pictures come from the sender and from officers, and so many at most") { stage in
            try stage.suggest()
            stage.refuses(
                .notYours(step: "SG-4", posts: [.proposer, .liaisonOfficer, .firstConvenor, .secondConvenor, .departmentContact])
            ) { try stage.by(Stage.stranger, .addPicture(stage.words())) }
            for _ in 1..<Matter.mostPictures { try stage.by(Stage.resident, .addPicture(stage.words())) }
            try stage.by(Stage.officer, .addPicture(stage.words()))
            #expect(stage.matter.pictures.count == Matter.mostPictures)
            stage.refuses(.notOffered("addPicture")) { try stage.by(Stage.resident, .addPicture(stage.words())) }
        },
        Scenario("SG-15: one rating a sender, once there is an answer") { stage in
            try stage.suggest()
            stage.stands("registered", "suggestion", against: "rate") { try stage.by(Stage.resident, .rate(5)) }
            try stage.by(Stage.officer, .move("explain", Fields([.text: .words(stage.words())])))
            stage.refuses(.notYours(step: "SG-15", posts: [.proposer])) { try stage.by(Stage.stranger, .rate(1)) }
            try stage.by(Stage.resident, .rate(2))
            #expect(stage.matter.ratings == [Stage.resident: 2])
            stage.refuses(.already(move: "rate", by: Stage.resident, at: stage.now)) { try stage.by(Stage.resident, .rate(2)) }
            // Not content: it is no word that nothing more need be heard.
            stage.refuses(.answerAwaited(until: stage.now + .days(15))) { try stage.by(Stage.officer, .move("close", Fields())) }
            stage.pass(.days(15))
            try stage.by(Stage.officer, .move("close", Fields()))
            #expect(stage.state("suggestion") == "closed")
        },
        Scenario("a sensitive matter is turned private, once, by an officer") { stage in
            try stage.suggest()
            stage.refuses(.notYours(step: "SG-6", posts: [.liaisonOfficer, .firstConvenor, .secondConvenor, .partySecretary])) {
                try stage.by(Stage.resident, .turnPrivate)
            }
            try stage.by(Stage.officer, .turnPrivate)
            #expect(stage.matter.isPrivate)
            stage.refuses(.already(move: "turnPrivate", by: Stage.officer, at: stage.now)) { try stage.by(Stage.convenor, .turnPrivate) }
            #expect(stage.told.contains { $0.what == .tell(notice: "private.toUpper", audience: .upperUnit) })
        },
        Scenario("an officer calls a matter by a title, and takes it back; nobody else does, and not once it is over") { stage in
            try stage.suggest()
            let own = stage.matter.words
            #expect(stage.matter.heading == own)
            stage.refuses(.notYours(step: "SG-3", posts: [.liaisonOfficer, .registerKeeper, .firstConvenor, .secondConvenor])) {
                try stage.by(Stage.resident, .entitle(stage.words()))
            }
            try stage.by(Stage.officer, .move("pass", Fields()))
            stage.pass(.seconds(10))
            let first = stage.words(), second = stage.words()
            try stage.by(Stage.convenor, .entitle(first))
            #expect(stage.matter.heading == first && stage.matter.words == own)
            stage.pass(.seconds(10))
            try stage.by(Stage.convenor, .entitle(second))
            #expect(stage.matter.heading == second)
            try stage.by(Stage.convenor, .undo(sent: false))
            #expect(stage.matter.heading == first)
            // Somebody else's title does not stand in the way of taking back one's own step.
            try stage.by(Stage.officer, .undo(sent: false))
            #expect(stage.state("topic") == .none && stage.matter.heading == first)
            try stage.by(Stage.resident, .withdraw)
            stage.stands("withdrawn", "suggestion", against: "addTo") { try stage.by(Stage.officer, .entitle(stage.words())) }
        },
        Scenario("an officer puts right what a matter is about: once the same, taken back like a step, and nothing moves by it") { stage in
            try stage.suggest()
            stage.refuses(.notYours(step: "SG-3", posts: [.liaisonOfficer, .registerKeeper, .firstConvenor, .secondConvenor])) {
                try stage.by(Stage.party, .correctSubject(category: "交通运输", department: nil))
            }
            stage.told = []
            try stage.by(Stage.officer, .correctSubject(category: "交通运输", department: nil))
            let at = stage.now
            stage.pass(.seconds(10))
            stage.refuses(.already(move: "correctSubject", by: Stage.officer, at: at)) {
                try stage.by(Stage.convenor, .correctSubject(category: "交通运输", department: nil))
            }
            try stage.by(Stage.convenor, .correctSubject(category: nil, department: "交警部门"))
            #expect(stage.matter.subject == Subject(category: "交通运输", department: "交警部门"))
            #expect(stage.state("suggestion") == "registered" && stage.told.isEmpty)
            try stage.by(Stage.convenor, .undo(sent: false))
            #expect(stage.matter.subject == Subject(category: "交通运输", department: nil))
        },
        Scenario("the named approver objects: the matter stands still until it is settled, and a wrong record goes") { stage in
            try stage.recordedApproval()
            stage.pass(.minutes(1))
            stage.refuses(.notYours(step: "TP-9", posts: [.partySecretary])) { try stage.by(Stage.officer, .object(nil)) }
            try stage.by(Stage.party, .object(stage.words()))
            stage.refuses(.frozen) { try stage.by(Stage.party, .object(nil)) }
            stage.refuses(.frozen) { try stage.by(Stage.convenor, .move("call", stage.callFields())) }
            stage.refuses(.frozen) { try stage.by(Stage.officer, .screen(Fields([.method: .text("hearing")]))) }  // stands elsewhere, too
            stage.refuses(.notYours(step: "TP-9", posts: [.partySecretary])) {
                try stage.by(Stage.officer, .settleObjection(recordWasWrong: false))
            }
            try stage.by(Stage.party, .settleObjection(recordWasWrong: false))
            stage.refuses(.nothingToUndo) { try stage.by(Stage.party, .settleObjection(recordWasWrong: false)) }
            try stage.by(Stage.party, .object(nil))
            try stage.by(Stage.party, .settleObjection(recordWasWrong: true))
            #expect(stage.state("topic") == "submitted" && stage.matter.objection == nil)
            #expect(stage.told.contains { $0.what == .tell(notice: "objection.toSender", audience: .proposers) })
            // What the body really decides is recorded then.
            try stage.by(Stage.party, .move("approve", stage.record()))
            #expect(stage.state("topic") == "ready")
        },
        Scenario("a recorded approval on which a call stands: its approver disowns it, and the sitting is not opened before he explains") {
            stage in
            try stage.recordedApproval()
            stage.pass(.minutes(1))
            try stage.by(Stage.convenor, .move("call", stage.callFields()))
            try stage.showNotice()
            try stage.by(Stage.party, .object(nil))
            try stage.by(Stage.party, .settleObjection(recordWasWrong: true))
            #expect(stage.state("topic") == "noticed" && stage.matter.objection == nil)
            #expect(stage.matter.violations.map(\.verdict.row) == [RowID("XZ-12a")])
            #expect(stage.told.contains { $0.what == .tell(notice: "record.disowned", audience: .workGroup) })
            // Once is enough, and nothing else of it is a record of others.
            try stage.by(Stage.party, .object(nil))
            stage.refuses(.nothingToUndo) { try stage.by(Stage.party, .settleObjection(recordWasWrong: true)) }
            try stage.by(Stage.party, .settleObjection(recordWasWrong: false))
            stage.pass(.days(8))
            try stage.countAll()
            stage.weighs(.blocked, "MT-5", ["XZ-12a": nil]) { try stage.by(Stage.convenor, .move("open", Fields())) }
            stage.refuses(.notYours(step: "TP-9", posts: [.partySecretary])) {
                try stage.by(Stage.officer, .explainViolation(RowID("XZ-12a"), stage.words()))
            }
            try stage.by(Stage.party, .explainViolation(RowID("XZ-12a"), stage.words()))
            try stage.by(Stage.convenor, .move("open", Fields()))
            #expect(stage.state("meeting") == "proposing")
        },
        Scenario("an objection stops a sitting from being opened, never from being called off; without the approval none is called again") {
            stage in
            try stage.recordedApproval()
            stage.pass(.minutes(1))
            try stage.by(Stage.convenor, .move("call", stage.callFields()))
            try stage.by(Stage.party, .object(nil))
            try stage.by(Stage.convenor, .move("cancel", Fields([.reason: .words(stage.words())])))
            #expect(stage.state("meeting") == "cancelled" && stage.state("topic") == "ready")
            stage.refuses(.frozen) { try stage.by(Stage.convenor, .move("call", stage.callFields())) }
            try stage.by(Stage.party, .settleObjection(recordWasWrong: true))
            stage.pass(.minutes(1))
            stage.weighs(.unmet, "TP-18", ["XZ-12a": .take("TP-9")]) { try stage.by(Stage.convenor, .move("call", stage.callFields())) }
            try stage.by(Stage.party, .explainViolation(RowID("XZ-12a"), stage.words()))
            try stage.by(Stage.convenor, .move("call", stage.callFields()))
            #expect(stage.state("topic") == "noticed" && stage.matter.violations.isEmpty)
        },
        Scenario("an approval entered afterwards is found too; a determination that was never made stops what is done by it") { stage in
            try stage.suggest(endorsed: true)
            try stage.by(Stage.officer, .move("pass", Fields([.method: .text("dialogue")])))
            try stage.by(Stage.convenor, .move("submit", Fields()))
            stage.pass(.days(1))
            try stage.perform(
                Command(
                    actor: .person(Stage.officer), matter: Stage.number, act: .move("approve", stage.record()),
                    happened: stage.now.civil.date))
            stage.pass(.minutes(1))
            try stage.by(Stage.party, .object(nil))
            try stage.by(Stage.party, .settleObjection(recordWasWrong: true))
            #expect(stage.state("topic") == "submitted" && stage.matter.objection == nil)

            try stage.minuted(Stage.second)
            try stage.by(Stage.officer, .move("determine", stage.record([.department: .text("物业办")])), on: Stage.second)
            stage.pass(.minutes(1))
            try stage.by(Stage.officer, .move("progress", Fields([.text: .words(stage.words())])), on: Stage.second)
            try stage.by(Stage.party, .object(nil), on: Stage.second)
            try stage.by(Stage.party, .settleObjection(recordWasWrong: true), on: Stage.second)
            stage.weighs(.blocked, "TP-28", ["XZ-14.1a": nil]) {
                try stage.by(Stage.officer, .move("done", Fields([.text: .words(stage.words())])), on: Stage.second)
            }
        },
        Scenario("the approver's own decision is no record of others") { stage in
            try stage.called(Stage.second)
            try stage.by(Stage.party, .object(nil), on: Stage.second)
            stage.refuses(.nothingToUndo) { try stage.by(Stage.party, .settleObjection(recordWasWrong: true), on: Stage.second) }
        },
        Scenario("a post is lent for an absent officer through a day, and a second officer ends all posts of one whose phone is gone") {
            stage in
            let today = stage.now.civil.date
            func unit(_ act: Act, by person: PersonID) throws {
                try stage.perform(Command(actor: .person(person), matter: .unit, act: act))
            }
            stage.refuses(.dateGone(today.adding(days: -1))) {
                try unit(.lendPost(Stage.otherOfficer, .liaisonOfficer, until: today.adding(days: -1)), by: Stage.convenor)
            }
            try unit(.lendPost(Stage.otherOfficer, .liaisonOfficer, until: today), by: Stage.convenor)
            #expect(stage.state.unit.holders(of: .liaisonOfficer) == [Stage.officer, Stage.otherOfficer])
            #expect(stage.state.unit.lent[Stage.otherOfficer] == [.liaisonOfficer: today])
            try unit(.lendPost(Stage.officer, .liaisonOfficer, until: today), by: Stage.convenor)
            #expect(stage.state.unit.lent[Stage.officer] == nil, "who holds it anyway holds it on")
            try stage.perform(Command(actor: .daemon, matter: .unit, act: .endPost(Stage.otherOfficer, .liaisonOfficer)))
            #expect(stage.state.unit.posts[Stage.otherOfficer] == nil && stage.state.unit.lent[Stage.otherOfficer]?.isEmpty != false)

            let officers: [Post] = [.partySecretary, .firstConvenor, .secondConvenor, .liaisonOfficer]
            stage.refuses(.notYours(step: "CS-2", posts: officers)) { try unit(.suspend(Stage.officer), by: Stage.officer) }
            stage.refuses(.notYours(step: "CS-2", posts: officers)) { try unit(.suspend(Stage.officer), by: Stage.resident) }
            stage.refuses(.notAmong(Stage.resident)) { try unit(.suspend(Stage.resident), by: Stage.convenor) }
            try unit(.suspend(Stage.officer), by: Stage.party)
            try stage.suggest()
            stage.refuses(.notYours(step: "SG-6", posts: [.liaisonOfficer])) { try stage.by(Stage.officer, .move("pass", Fields())) }
            stage.refuses(.notYours(step: "CS-2", posts: Array(officers.prefix(3)))) {
                try unit(.suspend(Stage.convenor), by: Stage.officer)
            }
            try unit(.givePost(Stage.officer, .liaisonOfficer), by: Stage.convenor)
            stage.refuses(.notYours(step: "CS-2", posts: [.partySecretary, .firstConvenor, .secondConvenor])) {
                try unit(.suspend(Stage.convenor), by: Stage.officer)
            }
            stage.refuses(.notYours(step: "CS-2", posts: [.daemon])) { try unit(.suspend(Stage.party), by: Stage.convenor) }
            stage.refuses(.notYours(step: "CS-2", posts: [.daemon])) {
                try unit(.givePost(Stage.convenor, .firstConvenor), by: Stage.party)
            }
            try stage.by(Stage.officer, .move("pass", Fields()))
            // What was done before the phone was lost is not taken back from it either.
            stage.pass(.seconds(5))
            try unit(.suspend(Stage.officer), by: Stage.convenor)
            stage.refuses(.notYours(step: "SG-6", posts: [.liaisonOfficer])) { try stage.by(Stage.officer, .undo(sent: false)) }
        },
        Scenario("a suspended account chairs nothing by what a session gave it; the convenors chair again, and a new post gives it back") {
            stage in
            let member = try stage.delegated()
            #expect(stage.state.chairs(of: stage.matter) == [member])
            try stage.perform(Command(actor: .daemon, matter: .unit, act: .givePost(member, .registerKeeper)))
            try stage.perform(Command(actor: .person(Stage.party), matter: .unit, act: .suspend(member)))
            #expect(stage.state.posts(of: .person(member), in: stage.matter) == [.resident])
            #expect(stage.state.chairs(of: stage.matter) == [Stage.convenor])
            try stage.perform(Command(actor: .daemon, matter: .unit, act: .givePost(member, .registerKeeper)))
            #expect(stage.state.chairs(of: stage.matter) == [member])
        },
    ]
}
