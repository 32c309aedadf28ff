import Deliberation
import Gateways
import Procedure
import Reading
import Record

extension Office {
    /// What somebody had said before became the matter with their answer: it is quoted and recalled as that, and its pictures are fetched.
    func became(_ matter: MatterKey?, _ outcome: Outcome, _ earlier: Said, _ ledger: inout Ledger) throws(StoreFailure) {
        guard outcome == .decided else { return }
        let key = ledger.key(of: earlier)
        guard try ledger.seen(key, saidAt: earlier.at) == nil else { return }
        try note(key, earlier, matter: matter, outcome, &ledger)
        if earlier.pictureCount > 0 { pictured.append(earlier) }
    }

    /// Said more than ten minutes ago; under a set clock age is not judged.
    func isLate(_ said: Said) -> Bool { !clock.isSet && now - said.at > Question.life }

    /// An officer's command said more than ten minutes ago is asked back (design 5, *Who may*); what has no stored form, and what was said
    /// among others, is to be said again.
    func askLate(
        _ resolution: Resolve.Resolution, isAlone: Bool, _ resolve: Resolve, _ ledger: inout Ledger
    ) throws(StoreFailure) {
        var key = "ask.late.again"
        if isAlone, case .decide(let planned) = resolution {
            try ask(Question(about: .confirm(planned), asked: now), resolve, &ledger)
            key = "ask.late"
        }
        let minutes = Int((now - resolve.said.at).milliseconds / 60_000)
        try answer(Saying(key, ["minutes": .integer(minutes)]), to: resolve.here, about: nil, &ledger)
    }

    /// Whoever asks something in a group and was never heard of stays so: they act as nobody, and nothing of them is written.
    static let nobody = PersonID(0)
    /// What is answered to words nothing could be made of.
    private static let unclear: Set<String> = ["ask.unclear", "ask.ownWord", "ask.choice.again"]

    /// Where a private message is answered: its person, and where there is none the account alone, for this once.
    func inPrivate(_ said: Said, _ ledger: inout Ledger) throws(StoreFailure) -> Addressee {
        let account = Account(endpoint: said.chat.endpoint, id: said.sender)
        if let person = try ledger.person(of: account) {
            try noteSpoken(said, person, &ledger)
            return .person(person)
        }
        return try ledger.stranger(account)
    }

    /// The person behind an account; a first act makes them known to us.
    func known(_ said: Said, _ ledger: inout Ledger) throws(StoreFailure) -> PersonID {
        guard let person = try ledger.person(of: Account(endpoint: said.chat.endpoint, id: said.sender)) else {
            return try add(said, &ledger)
        }
        try noteSpoken(said, person, &ledger)
        return person
    }

    /// Somebody with several accounts is answered where they speak. Whether there is anybody such is read once.
    func noteSpoken(_ said: Said, _ person: PersonID, _ ledger: inout Ledger) throws(StoreFailure) {
        let hasLinked: Bool
        if let known = hasLinkedAccounts { hasLinked = known } else { hasLinked = try ledger.hasLinkedAccounts() }
        hasLinkedAccounts = hasLinked
        guard hasLinked else { return }
        try ledger.noteSpoken(from: Account(endpoint: said.chat.endpoint, id: said.sender), by: person)
    }

    func add(_ said: Said, _ ledger: inout Ledger) throws(StoreFailure) -> PersonID {
        let account = Account(endpoint: said.chat.endpoint, id: said.sender)
        return try ledger.addPerson(Profile(displayName: said.displayName, accounts: [account]), at: now)
    }

    /// What became of a message.
    func note(_ said: Said, matter: MatterKey?, _ outcome: Outcome, _ ledger: inout Ledger) throws(StoreFailure) {
        try note(ledger.key(of: said), said, matter: matter, outcome, &ledger)
    }

    func note(
        _ key: MessageKey, _ said: Said, matter: MatterKey?, _ outcome: Outcome, _ ledger: inout Ledger
    ) throws(StoreFailure) {
        if let matter, matter.number != .unit { noteSpoken(said, of: matter) }
        let entry = InboxEntry(saidAt: said.at, matter: matter, m: matter.flatMap { wordsStand[$0] }, outcome: outcome.code)
        _ = try ledger.noteInbox(key, entry, at: now)
    }

    /// An answer to somebody's own message: at once, outside every budget. It is caused by no event, so that it never stands in the way of an undo.
    func answer(_ saying: Saying, to addressee: Addressee, about: MatterKey?, _ ledger: inout Ledger) throws(StoreFailure) {
        if Office.unclear.contains(saying.key) { wasUnclear = true }
        let arguments = saying.isSecret ? try ledger.sealed(saying.json) : saying.bytes
        _ = try ledger.queue(
            OutboxDraft(to: addressee, lane: Lane.answer.number, text: saying.key, arguments: arguments, due: now, about: about))
    }
}

extension Outcome {
    var code: Int {
        switch self {
        case .decided: 1
        case .answered: 2
        case .asked: 3
        case .refused: 4
        case .duplicate: 5
        case .silent: 6
        case .setAside: 7
        case .failed: 8
        }
    }
}

extension Ledger {
    /// By which a message is known again when it comes twice, or is quoted.
    func key(of said: Said) -> MessageKey { identity.messageKey(chat: said.chat.key, message: said.messageID) }
}
