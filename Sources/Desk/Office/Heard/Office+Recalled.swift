import Deliberation
import Gateways
import Procedure
import Record

extension Office {
    /// The sender took the message back. Within five minutes and before any officer's act the suggestion is withdrawn and its words are
    /// erased; of what was added to a matter only these words. Later it is a line to the officer (design 5, *Recall*). A message that only
    /// spoke of a matter took nothing there, and its recall takes nothing away.
    func take(_ recalled: Recalled, _ ledger: inout Ledger) throws(StoreFailure) -> Outcome {
        let key = ledger.identity.messageKey(chat: recalled.chat.key, message: recalled.messageID)
        guard let entry = try ledger.inbox(key), let about = entry.matter, let m = entry.m, let matter = try matter(about, &ledger),
            matter.events.indices.contains(Int(m) - 1),
            let person = try ledger.person(of: Account(endpoint: recalled.chat.endpoint, id: recalled.sender))
        else { return .silent }
        let said = matter.events[Int(m) - 1]
        guard said.by == person, let state = try load(about.unit, [about.number], &ledger) else { return .silent }
        if state.rulebook.isOver(matter) { return .duplicate }
        // What others have added is theirs.
        var words = matter.events.flatMap { $0.words(of: [person]) }.map(\.id)
        var commands = [Command(actor: .person(person), matter: about.number, act: .withdraw)]
        var mayGo = now - said.at <= .minutes(5) && matter.isUntouched(since: m)
        if case .supplemented(let added) = said.what {
            (words, commands) = ([added.id], [])
            // Nobody knows any more with which message a picture came.
            mayGo = mayGo && !matter.hasPicture(of: person, since: m)
        }
        let isGone = mayGo ? try erase(words: words, why: .recall, in: about, after: commands, &ledger) : false
        if !isGone, m == 1 || matter.proposers.contains(person) {
            try tell("recalled.toOfficer", .workGroup, Cause(state: state, matter: matter), &ledger)
        }
        return .decided
    }
}

extension Happening {
    /// What somebody's own message became, and what they may take back with it.
    var isSaying: Bool {
        switch self {
        case .suggested, .petitioned, .suggestedFor, .supplemented: true
        default: false
        }
    }
}

extension Matter {
    fileprivate func hasPicture(of person: PersonID, since m: Int64) -> Bool {
        events.dropFirst(Int(m)).contains { event in
            if case .pictured = event.what { event.by == person } else { false }
        }
    }
}
