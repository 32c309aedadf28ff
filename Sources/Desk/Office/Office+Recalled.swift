import Deliberation
import Gateways
import Procedure
import Record

extension Office {
    /// The sender took the message back. Within five minutes and before any officer's act the suggestion is withdrawn and its words are
    /// erased; later it is a line to the officer (design 5, *Recall*).
    func take(_ recalled: Recalled, _ ledger: inout Ledger) throws(StoreFailure) -> Outcome {
        let key = ledger.identity.messageKey(chat: recalled.chat.key, message: recalled.messageID)
        guard let about = try ledger.matter(quoted: key), let matter = try matter(about, &ledger),
            let person = try ledger.person(of: Account(endpoint: recalled.chat.endpoint, id: recalled.sender)),
            matter.events.first?.by == person
        else { return .silent }
        let isFresh = matter.events.first.map { now - $0.at <= .minutes(5) } ?? false
        guard let state = try load(about.unit, [about.number], &ledger), !state.rulebook.isOver(matter) else { return .duplicate }
        // What others have added is theirs.
        let words = matter.events.flatMap { $0.words(of: [person]) }.map(\.id)
        let commands = [
            Command(actor: .person(person), matter: about.number, act: .withdraw),
            Command(actor: .daemon, matter: about.number, act: .erase(nil, words: words, why: .recall)),
        ]
        if isFresh, matter.isUntouched, case .success = try execute(commands, of: about.unit, &ledger) {
            try noteTraces(try erase(words, &ledger), &ledger)
        } else {
            try tell("recalled.toOfficer", .workGroup, Cause(state: state, matter: matter), &ledger)
        }
        return .decided
    }
}
