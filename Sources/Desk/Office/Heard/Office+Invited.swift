import Deliberation
import Gateways
import Procedure
import Reading
import Record

extension Rulebook.Notice.Invitation {
    /// Whether what was said, quoting such a notice, is what it invites: a word or two say nothing, and a nod (收到, 知道了) is no opinion. In a group,
    /// where others read it, an opinion is a little longer.
    fileprivate func isMet(by said: Said, _ verbs: VerbTable) -> Bool {
        let length = said.text.unicodeScalars.count { $0.properties.isAlphabetic || $0.properties.numericType != nil }
        return switch self {
        case .answer: length >= 1
        case .opinion: length >= (said.chat.kind == .direct ? 3 : 4) && !verbs.isNod(said.text)
        case .attendance: said.chat.kind == .direct
        }
    }
}

extension Office {
    /// What it is to quote one of our messages in one's own words; nil for a message that asks for nothing.
    /// - Parameter text: the key of the quoted message.
    func invitation(quoting text: String?, _ said: Said) -> Rulebook.Notice.Invitation? {
        guard let text, let invitation = library.invitations[text], invitation.isMet(by: said, library.verbs) else { return nil }
        return invitation
    }

    /// Whether a neighbour, who proposed nothing, says what they think of how a matter came out, quoting the notice of it: 「这也叫办好了？」 is an opinion of theirs,
    /// and no contest of the proposer's; praise and 附议 of what is over ask for nothing.
    func isNeighboursOpinion(_ intent: Intent, _ scene: Scene, _ ledger: inout Ledger) throws(StoreFailure) -> Bool {
        guard [.appeal, .rate, .endorse].contains(intent.name), let text = scene.quotedText, library.invitations[text] == .opinion,
            let number = scene.matter, let unit = scene.matterUnit, let matter = try matter(MatterKey(unit, number), &ledger)
        else { return false }
        if intent.name == .endorse { return matter.sitting.presentCount > 0 }
        return scene.person.map { !matter.isProposed(by: $0) } ?? true
    }

    /// 「我想反映个事」, 「我要提建议」: what it is comes with the next bubble.
    /// - Parameter open: what they are asked here.
    func isOnlyBegun(_ said: Said, _ intent: Intent, _ open: Question?) -> Bool {
        guard said.chat.kind == .direct || said.mentionsUs || library.reader.callsUs(said.text), said.quotes == nil,
            said.text.utf8.count <= 60
        else { return false }
        let words = said.text.filter { $0.isLetter }.trimmingEnd("不吗么")
        if words.isEmpty { return said.mentionsUs && intent.action != .act && open == nil }
        if intent.name == .suggest, intent.action == .act, case .text(let wish)? = intent.slots[.text] {
            // 「建议：设个信箱反映问题」 is a suggestion.
            return library.words(under: "said.begun.of").contains { $0 == wish }
        }
        guard intent.action != .act || Office.saysNothing(intent) || intent.name == .questionToBot else { return false }
        return library.verbs.isOnlyOurName(said.text)
            || library.words(under: "said.begun").contains { words.hasSuffix($0) && words.count <= $0.count + 10 }
    }

    /// What somebody says who began to suggest and was asked what it is, where it may be a wish: it is asked back, because it may be talk.
    func wish(_ said: Said, _ intent: Intent) -> Intent? {
        guard intent.action != .act, said.quotes == nil else { return nil }
        let inPrivate = library.reader.read(Utterance(said.text, at: now, context: .direct))
        guard [.offer, .act].contains(inPrivate.action), [.suggest, .complainAsSuggestion].contains(inPrivate.name) else { return nil }
        return Intent(.offer, .suggest, slots: [.text: .text(said.text)])
    }

    /// A message in private of somebody who is asked something about a matter of theirs, the only such question of this week, and who did not
    /// quote it: whether it is the answer. It may be another wish, or talk. Nil where the message is something else to us.
    func askedOf(_ scene: Scene, _ said: Said, _ intent: Intent, _ ledger: inout Ledger) throws(StoreFailure) -> Outcome? {
        guard said.chat.kind == .direct, said.quotes == nil, scene.asking == nil, scene.context == .direct, let person = scene.person,
            [.silence, .offer].contains(intent.action) || intent.name == .unclear, !said.isAnonymous, !library.verbs.isNod(said.text),
            invitation(quoting: "question.toSender", said) != nil
        else { return nil }
        try catchUpParts(&ledger)
        var found: [Matter] = []
        var unit: UnitID?
        for key in try ledger.parts(of: person, limit: 20) {
            guard let row = try ledger.matter(key), Summary(row.state)?.suggestion == "needsInfo", let matter = try matter(key, &ledger),
                matter.proposers.contains(person), let asked = matter.taken["SG-4"], now - asked.at <= .days(7)
            else { continue }
            found.append(matter)
            unit = key.unit
        }
        guard found.count == 1, let unit else { return nil }
        let number = found[0].number
        let resolve = try resolve(said, as: intent, person, unit, to: .person(person), quoted: number, &ledger)
        let pending = try resolve.words(said.text, number, kind: "supplement", &ledger)
        let plan = Resolve.Planned(
            command: resolve.command(number, .supplement(pending.ref)), words: [pending], answer: "done.supplement")
        try ask(Question(about: .confirm([plan]), asked: now), resolve, &ledger)
        try answer(
            Saying("ask.answers", NamedMatter.values(number, found[0].heading?.id)), to: .person(person), about: MatterKey(unit, number),
            &ledger)
        try note(said, matter: nil, .asked, &ledger)
        return .asked
    }

    func accept(_ invitation: Rulebook.Notice.Invitation, _ resolve: Resolve, _ ledger: inout Ledger) throws(StoreFailure) -> (
        Outcome, MatterKey?
    ) {
        guard let number = resolve.quoted else { return (.silent, nil) }
        let key = MatterKey(resolve.unit.id, number)
        let matter = try matter(key, &ledger)
        if invitation == .attendance {
            guard let matter, matter.state(of: "meeting") == "called", let start = matter.sitting.start,
                matter.sitting.list.contains(resolve.person), matter.sitting.replies[resolve.person] == nil
            else { return (.silent, nil) }
            if let told = try wishAnotherTime(resolve, &ledger) { return told }
            if isUndecided(resolve.said.text) {
                let call = Resolve.OpenCall(
                    unit: resolve.unit, start: start, place: matter.sitting.place, topics: [number], isAnswered: false)
                try answer(undecided([call]), to: resolve.here, about: key, &ledger)
                return (.answered, key)
            }
            // 「车停哪」 is for an officer to answer; when and where it is, we know.
            if asks(resolve.said.text), !says("said.asks.when", in: resolve.said.text) {
                let pending = try resolve.words(resolve.said.text, number, kind: "supplement", &ledger)
                let plan = Resolve.Planned(
                    command: resolve.command(number, .supplement(pending.ref)), words: [pending], answer: "done.asked")
                return try carryOut(.decide([plan]), resolve, &ledger)
            }
            // What was said may be the question when it is: it is told with the question back.
            let values: [String: Argument] = ["start": .instant(start), "place": .literal(matter.sitting.place ?? "")]
            try answer(Saying("ask.rsvp.start", values), to: resolve.here, about: key, &ledger)
            return (.asked, key)
        }
        guard let matter, invitation == .opinion || matter.proposers.contains(resolve.person) else { return (.silent, nil) }
        if invitation == .opinion, resolve.intent.name == .appeal, matter.proposers.contains(resolve.person) {
            // 根本没办好, and what went wrong: the proposer's word that it is not done (design 5, *Closing needs the other side*).
            var contesting = resolve
            contesting.intent = Intent(.act, .notDone, slots: [.text: .text(resolve.said.text)])
            return try carryOut(try contesting.resolve(&ledger), contesting, &ledger)
        }
        let pending = try resolve.words(resolve.said.text, number, kind: "supplement", &ledger)
        let plan = Resolve.Planned(
            command: resolve.command(number, .supplement(pending.ref)), words: [pending],
            answer: invitation == .opinion ? "done.opinion" : "done.supplement")
        var plans = [plan]
        if invitation == .opinion, let reply = answered(within: resolve, of: matter) {
            plans.append(
                Resolve.Planned(
                    command: resolve.command(number, .reply(reply, reason: nil, substitute: nil)), answer: "done.reply.\(reply.rawValue)"))
        }
        return try carryOut(.decide(plans), resolve, &ledger)
    }
}
