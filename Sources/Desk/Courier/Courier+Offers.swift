import Gateways
import Procedure
import Record

extension Courier {
    /// Puts a quiet offer into its group: the sign that the platform can put on a message, else one line quoting it. An offer is no duty:
    /// what may not go now, or fails, is let go, and leaves no row.
    func offer(_ said: Said, _ now: Instant) throws(StoreFailure) {
        guard Offers.isFresh(said, now: now), mayOffer(said.chat, now), try !isOfOffice(said) else {
            desk.metrics.count("offer_held")
            return
        }
        let outcome = put(said)
        desk.metrics.count("offer_\(outcome.name)")
        switch outcome {
        case .sent(let line): desk.offers.offered(said, line: line, now: now)
        case .unknown: desk.offers.offered(said, line: nil, now: now)
        case .refused, .impossible: return
        }
        noteOffer(said.chat, now)
    }

    /// Whoever holds a post knows how to register something, and speaks to residents as the office.
    private func isOfOffice(_ said: Said) throws(StoreFailure) -> Bool {
        let person = try desk.store.read { ledger throws(StoreFailure) in
            try ledger.person(of: Account(endpoint: said.chat.endpoint, id: said.sender))
        }
        guard let person else { return false }
        return desk.standing.read { $0.holders.contains(person) }
    }

    private func put(_ said: Said) -> SendOutcome {
        guard let gateway = gateways[said.chat.endpoint] else { return .impossible(reason: "no such endpoint") }
        return transmit(to: said.chat) {
            if let marking = gateway as? any Marks {
                let outcome = marking.mark(said.messageID, in: said.chat)
                if case .impossible = outcome {} else { return outcome.withoutMessage }
            }
            return gateway.send(
                Outgoing(
                    chat: said.chat, text: texts.prefix + desk.library.texts.render("offer.line"), quotes: said.messageID,
                    idempotencyKey: "offer-\(said.chat.key)-\(said.messageID)"))
        }
    }
}

extension SendOutcome {
    /// A sign on a message is no message of ours.
    fileprivate var withoutMessage: SendOutcome { if case .sent = self { .sent(messageID: nil) } else { self } }
}
