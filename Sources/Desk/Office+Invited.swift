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
