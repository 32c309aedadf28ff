import Deliberation
import Gateways
import Procedure
import Reading
import Record

/// A message of ours that asks for an answer in the person's own words: quoting it with anything that is no command is that answer.
enum Invitation {
    /// The proposer is asked something.
    case answer
    /// A notice is out, or the proposer is told that it is done or answered: they may say what they think of it.
    case opinion
    /// A call to a meeting: what was said is neither yes nor no.
    case attendance

    /// - Parameter quoting: the key of the quoted text. Nil for a message that asks for nothing, and for a word or two that say nothing.
    init?(quoting key: String?, _ said: Said, _ verbs: VerbTable) {
        let length = said.text.unicodeScalars.count { $0.properties.isAlphabetic || $0.properties.numericType != nil }
        switch key {
        case "question.toSender" where length >= 1, "question.reminder" where length >= 1, "urge.question" where length >= 1:
            self = .answer
        case "feedback.implemented" where length >= 3, "explained.toSender" where length >= 3, "replied.toSender" where length >= 3:
            if verbs.isNod(said.text) { return nil }
            self = .opinion
        case "notice.preMeeting" where length >= 4, "notice.implementation" where length >= 4: self = .opinion
        case "call.meeting" where said.chat.kind == .direct, "call.reminder" where said.chat.kind == .direct,
            "urge.call" where said.chat.kind == .direct:
            self = .attendance
        default: return nil
        }
    }
}

extension Office {
    func accept(_ invitation: Invitation, _ resolve: Resolve, _ ledger: inout Ledger) throws(StoreFailure) -> (Outcome, MatterKey?) {
        guard let number = resolve.quoted else { return (.silent, nil) }
        let key = MatterKey(resolve.unit.id, number)
        let matter = try matter(key, &ledger)
        if invitation == .attendance {
            guard let matter, matter.state(of: "meeting") == "called", let start = matter.sitting.start,
                matter.sitting.list.contains(resolve.person), matter.sitting.replies[resolve.person] == nil
            else { return (.silent, nil) }
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
        return try carryOut(.decide([plan]), resolve, &ledger)
    }
}
