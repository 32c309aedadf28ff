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
        let untouched = matter.events.allSatisfy { event in if case .stepped = event.what { false } else { true } }
        guard let state = try load(about.unit, [about.number], &ledger), !state.rulebook.isOver(matter) else { return .duplicate }
        if isFresh, untouched {
            let command = Command(actor: .person(person), matter: about.number, act: .withdraw)
            _ = try execute([command], of: about.unit, &ledger)
            let words = ([matter.words].compactMap { $0 } + matter.supplements + matter.pictures).map(\.id)
            let erasing = Command(actor: .daemon, matter: about.number, act: .erase(nil, words: words, why: .recall))
            _ = try execute([erasing], of: about.unit, &ledger)
            try noteTraces(try erase(words, &ledger), &ledger)
        } else {
            try tell("recalled.toOfficer", .workGroup, Cause(state: state, matter: matter), &ledger)
        }
        return .decided
    }
}
