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

    /// What somebody says who began to suggest and was asked what it is: as it stands, unless it is a command, or no more than a word.
    func wish(_ said: Said, _ intent: Intent) -> Intent? {
        let isWord = library.reader.read(Utterance(said.text, at: now, context: .replyToBotLast))
        guard intent.action != .act, said.quotes == nil, ![.yes, .no, .thanks].contains(isWord.name), !library.verbs.isNod(said.text),
            said.text.unicodeScalars.count(where: \.properties.isAlphabetic) >= 4
        else { return nil }
        return Intent(.act, .suggest, slots: [.text: .text(said.text)])
    }

    /// The question to a proposer that a message in private answers without quoting it: the only one there is, asked within a week, where the
    /// message is nothing else to us.
    func asked(
        of scene: Scene, _ said: Said, _ intent: Intent, _ ledger: inout Ledger
    ) throws(StoreFailure) -> (text: String, key: MatterKey)? {
        guard said.chat.kind == .direct, said.quotes == nil, scene.asking == nil, scene.context == .direct, let person = scene.person,
            [.silence, .offer].contains(intent.action) || intent.name == .unclear, !said.isAnonymous
        else { return nil }
        let text = "question.toSender"
        guard invitation(quoting: text, said) != nil, !library.verbs.isNod(said.text) else { return nil }
        try catchUpParts(&ledger)
        var found: [MatterKey] = []
        for key in try ledger.parts(of: person, limit: 20) {
            guard let row = try ledger.matter(key), Summary(row.state)?.suggestion == "needsInfo", let matter = try matter(key, &ledger),
                matter.proposers.contains(person), let asked = matter.taken["SG-4"], now - asked.at <= .days(7)
            else { continue }
            found.append(key)
        }
        return found.count == 1 ? (text, found[0]) : nil
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
