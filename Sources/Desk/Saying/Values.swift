import Deliberation
import Procedure

extension Case {
    /// How people call a matter: 12; where the people of several villages speak of it, 云龙12.
    func spoken(_ matter: Matter) -> Argument {
        spoken(matter, from: nil)
    }

    /// - Parameter home: the village it is spoken of in, where the matter is the township's: its own numbers are other matters there.
    func spoken(_ matter: Matter, from home: Unit?) -> Argument {
        matter.isPetition || (home != nil && home?.id != unit.id)
            ? .literal("\(unit.shortName)\(matter.number.serial)") : .integer(matter.number.serial)
    }
}

extension Unit {
    /// 云龙 of 云龙镇: what stands before a number.
    var shortName: String { Library.shortName(of: name) }
}

/// Finds the values a text asks for, from the state after the step and from what was said with it.
struct Values {
    let texts: Texts
    let state: Case
    let matter: Matter
    var fields = Fields()
    var actor: PersonID?
    let now: Instant
    var extra: [String: Argument] = [:]
    /// The village that hears it, where the matter is the township's.
    var home: Unit?

    func saying(_ key: String, buttons: [String] = []) -> Saying {
        var values = extra
        let names = texts.names(in: key)
        values.reserveCapacity(values.count + names.count + 1)
        for name in names where values[name] == nil { values[name] = value(name) }
        if !buttons.isEmpty, values["number"] == nil { values["number"] = value("number") }
        return Saying(key, values, buttons: buttons)
    }

    /// The same as a part of another text.
    func argument(_ key: String) -> Argument {
        let saying = saying(key)
        return .text(key: key, saying.values)
    }

    private func value(_ name: String) -> Argument? {
        switch name {
        case "number": state.spoken(matter, from: home)
        case "title": matter.heading.map { .title($0.id) }
        case "words": .list(matter.said.map { .words($0.id) }, separator: "\n")
        case "unit": .literal(state.unit.name)
        case "proposal":
            matter.words.map {
                .text(
                    key: Proposals.key,
                    [
                        "unit": .literal(state.unit.id.description), "matter": .integer(Int(matter.number.key)), "words": .words($0.id),
                    ])
            }
        case "brand": .literal(state.rulebook.brand)
        case "supporters": .integer(matter.supporters)
        case "onPaper": matter.paperEndorsers > 0 ? .integer(matter.paperEndorsers) : nil
        case "proposers": .integer(matter.proposers.count)
        case "petition": matter.isPetition ? state.spoken(matter) : nil
        case "villages": matter.isPetition ? .integer(matter.signedVillages.count) : nil
        case "text": (fields.words(.text) ?? matter.taken["TP-28"]?.fields.words(.text)).map { .words($0.id) }
        case "question": matter.taken["SG-4"]?.fields.words(.text).map { .words($0.id) }
        case "reason": fields.words(.reason).map { .words($0.id) }
        case "revision": (fields.words(.revision) ?? matter.sitting.revision).map { .words($0.id) }
        case "target": fields.number(.target).map { .integer($0.serial) }
        case "department": department.map { .literal($0) }
        case "contact":
            department.map { state.unit.contacts(for: $0) }.flatMap { people in
                people.isEmpty ? nil : .list(people.map { .person($0) }, separator: "、")
            }
        case "due": due
        case "unsecretaried": matter.sitting.secretary == nil ? .text(key: "word.unsecretaried", [:]) : nil
        case "speaker": matter.sitting.speaker.map { .person($0.person) }
        // Under which an older rulebook tells of what a department says.
        case "contactSays":
            actor.flatMap { actor in
                matter.isProposed(by: actor)
                    ? nil
                    : matter.carrier.flatMap { state.unit.answering(for: $0).contains(actor) ? $0 : nil }
                        .map { .text(key: "word.contactSays", ["person": .person(actor), "department": .literal($0)]) }
            }
        case "actor": actor.map { .person($0) }
        case "person": fields.person(.person).map { .person($0) }
        case "party": told(.party)
        case "start": (fields.instant(.start) ?? matter.sitting.start).map { .instant($0) }
        case "place": (fields.text(.place) ?? matter.sitting.place).map { .literal($0) }
        case "expected": .integer(matter.sitting.expected)
        case "present": .integer(matter.sitting.presentCount)
        case "expectedNow": ["called", "checkIn"].contains(matter.state(of: "meeting")) ? .integer(matter.sitting.expected) : nil
        case "chair": state.chairs(of: matter).first.map { .person($0) }
        case "kind": told(.memberClass)
        default: derived(name)
        }
    }

    private func derived(_ name: String) -> Argument? {
        switch name {
        case "approval": approval
        case "classified": classified
        case "screening": screening
        case "closing": pollClosing.map { .instant($0) }
        case "tally": tally
        case "result": (fields.text(.result) ?? resultFields.text(.result)).map { .text(key: "name.result.\($0)", [:]) }
        case "votes": votes
        case "views": views
        case "filed": filed
        case "waited": waited.map { .integer($0) }
        case "silent": silent.map { .day($0) }
        case "contestants": matter.contested.count > 1 ? .integer(matter.contested.count) : nil
        case "unsettled": matter.contested.isEmpty ? nil : .integer(matter.contested.count)
        case "again": again
        case "score": matter.discontent.map { .integer($0.score) }
        case "complaint": matter.contestedWith.map { .words($0.id) }
        case "stillWrong": matter.stillWrong.map { .words($0.id) }
        case "ending": ending
        case "omitted": omitted
        // Why what was rejected is submitted again.
        case "news": matter.state(of: "topic") == "submitted" ? matter.taken["TP-8.2"]?.fields.words(.reason).map { .words($0.id) } : nil
        case "method": fields.text(.method).map { .text(key: "name.method.\($0)", [:]) }
        case "members": .integer(list.count { state.unit.council[$0] != nil })
        case "stakeholders": .integer(list.count { state.isStakeholder($0, in: matter) })
        case "listed": .integer(list.count)
        case "others": others
        case "earliest": .instant(earliest)
        case "covered": state.noticeCovered(matter).map { .instant($0) }
        case "report":
            reported.isEmpty ? nil : .list(reported.map { .literal("\($0.serial)号") }, separator: "、")
        case "outcome": matter.state(of: "topic") == "determining" ? .text(key: "word.outcome.party", [:]) : nil
        case "quorum": quorum
        case "call": call
        case "ballot":
            fields.text(.method) == ConfirmationMethod.ballot.rawValue
                ? .text(key: "word.ballot", ["number": .integer(matter.number.serial)]) : nil
        case "follow":
            .text(
                key: (fields.text(.result) ?? resultFields.text(.result)) == "noConsensus" ? "word.follow.notAgreed" : "word.follow.agreed",
                [:])
        case "state": .text(key: stateKey, [:])
        default: nil
        }
    }

    /// What the session that is opened reports (XZ-14.1f): its opening is told with the step before the one that carries it.
    private var reported: [MatterNumber] {
        let said = fields.numbers(.report)
        return said.isEmpty ? matter.taken["MT-6"]?.fields.numbers(.report) ?? [] : said
    }

    /// Until when: of what is referred or carried out, the day that was said with it.
    var due: Argument? { (fields.day(.due) ?? referral?.day(.due) ?? task?.day(.due)).map { .day($0) } }

    /// To whom it was referred, or who carries it out.
    var department: String? {
        fields.text(.department) ?? referral?.text(.department) ?? matter.taken["TP-24"]?.fields.text(.department)
    }

    /// What was said with the referral, while it waits for its answer.
    private var referral: Fields? { matter.state(of: "suggestion") == "referred" ? matter.taken["SG-9"]?.fields : nil }

    /// What was said with the result's determination, while it is carried out.
    private var task: Fields? { matter.state(of: "topic") == "implementing" ? matter.taken["TP-26"]?.fields : nil }

    /// For how many days it has stood where it stands.
    private var waited: Int? {
        let machine = matter.state(of: "topic") == .none ? "suggestion" : "topic"
        let since = matter.taken.filter { step, _ in
            Machines.name(of: step) == machine && state.rulebook.steps[step]?.to == matter.state(of: machine)
        }.values.map(\.at).max()
        return since.map { max(0, now.civil.date.dayNumber - $0.civil.date.dayNumber) }
    }

    /// That the filing went out with it, or was delivered before; nil while it is owed.
    private var filed: Argument? {
        let state = matter.state(of: "filing", key: matter.taken["TP-24"] == nil ? "topic" : "result")
        guard ["sent", "received"].contains(state) else { return nil }
        return .text(key: self.state.reachesUpper ? "word.filed" : "word.filed.paper", [:])
    }

    /// What may be done with what a proposer says is not done yet, by where it stands.
    var again: Argument {
        let isPublicised = matter.state(of: "topic") == "publicising"
        return .text(
            key: "word.again.\(isPublicised ? "publicising" : matter.state(of: "suggestion").text)", ["number": state.spoken(matter)])
    }

    /// Who supports it and was left out of the call, because fewer are expected than stood on the prepared list (XZ-13.3a).
    private var omitted: Argument? {
        guard matter.state(of: "meeting") == "called" else { return nil }
        let left = matter.endorsers.filter { person in
            !matter.sitting.list.contains(person) && !matter.listRemoved.contains(person) && !state.unit.erased.contains(person)
        }
        return left.isEmpty ? nil : .list(left.map { .person($0) }, separator: "、")
    }

    /// How it was closed: with a question whether they are content, or, where it was turned down, with what is left to say and no question.
    private var ending: Argument {
        var values: [String: Argument] = ["number": state.spoken(matter)]
        values["reason"] = fields.words(.reason).map { .words($0.id) }
        values["text"] = fields.words(.text).map { .words($0.id) }
        if matter.wasTurnedDown { return .text(key: "word.closing.\(matter.state(of: "topic"))", values) }
        // Whoever has said how content they are is not asked again.
        let isRated = !matter.proposers.isEmpty && matter.proposers.allSatisfy { matter.ratings[$0] != nil }
        return .text(key: isRated ? "word.closing.rated" : "word.closing", values)
    }

    /// Until when somebody may still say something to an answer, before the daemon closes the matter; nil where it is closed with it.
    private var silent: CivilDate? {
        guard ["explained", "replied"].contains(matter.state(of: "suggestion")) else { return nil }
        return state.rulebook.steps["SG-8"]?.timers.first { $0.alarm == "answered.closes" }.map { (now + $0.span).civil.date }
    }

    /// What was said for and against at the sitting, without names: who said it stands in the minutes.
    private var views: Argument? {
        let turns = matter.sitting.turns.compactMap { turn in Values.view(of: turn).map { (turn.stance, $0) } }
        guard !turns.isEmpty else { return nil }
        var lines: [Argument] = turns.prefix(Values.viewsAtMost).map { stance, view in
            .text(key: "word.view", ["stance": .text(key: "paper.stance.\(stance.rawValue)", [:]), "viewpoint": view])
        }
        if turns.count > Values.viewsAtMost {
            lines.append(.text(key: "word.views.more", ["count": .integer(turns.count - Values.viewsAtMost)]))
        }
        return .list(lines, separator: "\n")
    }

    private static func view(of turn: Sitting.Turn) -> Argument? {
        switch turn.viewpoint {
        case .words(let ref): .words(ref.id)
        case .told(let text): text.isEmpty ? nil : .literal(text)
        case .unsaid: nil
        }
    }

    /// What a person wrote, or had stood in the step itself when it was recorded long ago.
    private func told(_ field: Field) -> Argument? {
        if let ref = fields.words(field) { .words(ref.id) } else { fields.text(field).map { .literal($0) } }
    }

    /// So many views fit a message in a chat.
    private static let viewsAtMost = 12

    /// Which of its machines says best where the matter stands.
    var stateKey: String {
        let topic = matter.state(of: "topic")
        // 基本达成共识 is no full agreement.
        if topic == "agreed", fields.text(.result) ?? resultFields.text(.result) == "basicConsensus" { return "state.topic.agreed.basic" }
        return topic == .none ? "state.suggestion.\(matter.state(of: "suggestion"))" : "state.topic.\(topic)"
    }

    /// Whom the sitting is for: as called, else as it is prepared.
    var list: [PersonID] {
        matter.sitting.list.isEmpty || matter.state(of: "topic") == "ready"
            ? state.preparedList(for: matter, expected: nil) : matter.sitting.list
    }

    /// Who is on the list and neither sits in the council nor stands for anybody; nil where there is nobody such.
    private var others: Argument? {
        let others = list.filter { state.unit.council[$0] == nil && !state.isStakeholder($0, in: matter) }
        return others.isEmpty ? nil : .list(others.map { .person($0) }, separator: "、")
    }

    /// The earliest lawful start of a sitting that is called now: its notice waits for the undo time (design 5).
    private var earliest: Instant {
        state.rulebook.earliestStart(noticeFrom: now + state.rulebook.undoTime)
    }

    private var approval: Argument? {
        let record =
            fields[.meeting] != nil || fields[.document] != nil
            ? fields : matter.taken["TP-24"]?.fields ?? matter.taken["TP-9"]?.fields ?? fields
        let source = (record.text(.meeting) ?? record.text(.document)).map { Argument.literal($0) }
        return .list([record.day(.date).map { .day($0) }, source].compactMap { $0 }, separator: "")
    }

    private var classified: Argument? {
        let taken = matter.taken["SG-6"]?.fields ?? Fields(state.rulebook.steps["SG-6"]?.defaults.mapValues { .text($0) } ?? [:])
        let names: [Argument] = [
            taken.text(.topicClass).map { .text(key: "name.topicClass.\($0)", [:]) },
            taken.text(.phase).map { .text(key: "name.phase.\($0)", [:]) },
            taken.text(.category).map { .text(key: "name.category.\($0)", [:]) },
        ].compactMap { $0 }
        return .list(names, separator: "、")
    }

    private var screening: Argument? {
        if let closing = pollClosing { return .text(key: "word.screening.poll", ["closing": .instant(closing)]) }
        var methods = matter.screenings.compactMap { $0.text(.method) }
        if matter.state(of: "poll") == "counted" { methods.append("onlinePoll") }
        guard !methods.isEmpty else { return .text(key: "word.screening.open", ["number": .integer(matter.number.serial)]) }
        return .text(
            key: "word.screening.done", ["method": .list(methods.uniqued().map { .text(key: "name.method.\($0)", [:]) }, separator: "、")])
    }

    private var pollClosing: Instant? {
        guard let poll = matter.item("poll"), poll.state == "open" else { return nil }
        let span = state.rulebook.steps["PL-1"]?.timers.first { $0.alarm == "poll.closes" }?.span ?? .days(2)
        return poll.since + span
    }

    private var resultFields: Fields { matter.taken["MT-13"]?.fields ?? matter.taken["MT-13.2"]?.fields ?? Fields() }

    private var votes: Argument? {
        let record = fields[.votesFor] == nil ? resultFields : fields
        guard let favor = record.integer(.votesFor) else { return nil }
        var values: [String: Argument] = ["for": .integer(favor), "against": .integer(record.integer(.votesAgainst) ?? 0)]
        if let abstained = record.integer(.votesAbstained) { values["abstain"] = .integer(abstained) }
        return .text(key: "word.votes", values)
    }

    /// Nothing is shown below three votes (design 2.10).
    private var tally: Argument? {
        let record = matter.taken["PL-2"]?.fields ?? Fields()
        let counts = [record.integer(.votesFor) ?? 0, record.integer(.votesAgainst) ?? 0, record.integer(.votesAbstained) ?? 0]
        guard counts.reduce(0, +) >= 3 else { return .text(key: "word.tally.hidden", [:]) }
        return .text(key: "word.tally", ["for": .integer(counts[0]), "against": .integer(counts[1]), "abstain": .integer(counts[2])])
    }

    /// What the opening's own rules say of the count: nobody is told to open what would be refused.
    private var quorum: Argument? {
        let verdicts = state.foresee("MT-5", on: matter, now: now)
        guard let verdict = verdicts.first(where: { $0.rule == "quorum" }) else { return nil }
        if !verdict.isMet, case .bring(let short)? = verdict.remedy {
            return .text(key: "word.quorum.short", ["short": .integer(short)])
        }
        let unmet = verdicts.filter { !$0.isMet && $0.force == .must }
        guard !unmet.isEmpty else { return .text(key: "word.quorum.met", [:]) }
        return .text(key: "word.quorum.but", ["problem": problems(unmet)])
    }

    /// How the convenor calls the sitting, or what a call would be refused for as the list stands now.
    private var call: Argument {
        var fields = Fields([
            .start: .instant(earliest), .participants: .people(list), .scope: .groups(state.audience(of: matter)),
            .expected: .integer(list.count), .mandatesApproved: .flag(true),
        ])
        fields[.place] = matter.sitting.place.map { .text($0) }
        let unmet = state.foresee("TP-18", on: matter, fields: fields, now: now).filter { verdict in
            // A filing on its way needs nobody; one that came back does.
            let isOnItsWay = verdict.rule == "topicFilingSent" && matter.state(of: "filing", key: "topic") == "sent"
            return !verdict.isMet && verdict.force == .must && !isOnItsWay
        }
        let values: [String: Argument] = ["number": state.spoken(matter), "listed": .integer(list.count)]
        if state.unit.council.isEmpty { return .text(key: "word.call.noCouncil", values) }
        guard !unmet.isEmpty else { return .text(key: "word.call.ready", values) }
        return .text(key: "word.call.notYet", values.merging(["problem": problems(unmet)]) { $1 })
    }

    private func problems(_ verdicts: [Verdict]) -> Argument {
        .list(verdicts.map { .text(key: "rule.\($0.rule)", $0.values(number: state.spoken(matter))) }, separator: "\n")
    }
}
