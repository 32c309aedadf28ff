import Gateways
import Procedure
import Record
import Wire

extension Office {
    /// Sets an arrival aside: it is counted and known by a keyed hash, nothing of its content is kept, and it is not tried again. A timer is
    /// taken away, and of a send nobody says any more what became of it.
    func setAside(_ arrival: Arrival, why: String, _ ledger: inout Ledger) throws(StoreFailure) -> Outcome {
        var entry = Aside(at: now, length: 0, place: arrival.name, fingerprint: [], reason: why)
        switch arrival {
        case .said(let heard):
            let said = heard.said
            let key = ledger.identity.messageKey(chat: said.chat.key, message: said.messageID)
            entry.length = said.text.utf8.count
            entry.fingerprint = key.bytes
            // Looked for in the history or pushed again, it is known.
            _ = try ledger.noteInbox(key, InboxEntry(saidAt: said.at, matter: nil, outcome: Outcome.setAside.code), at: now)
        case .recalled(let recalled):
            entry.fingerprint = ledger.identity.messageKey(chat: recalled.chat.key, message: recalled.messageID).bytes
        case .pictured(let pictured):
            entry.length = pictured.picture.bytes.count
            entry.fingerprint = ledger.identity.messageKey(chat: pictured.said.chat.key, message: pictured.said.messageID).bytes
        case .due(let timer):
            guard try ledger.fire(timer) else { return .duplicate }
            entry.length = timer.payload.count
            entry.place = "timer \(timer.kind) of \(timer.key.unit) \(timer.key.number)"
            entry.fingerprint = ledger.identity.fingerprint(of: timer.payload)
        case .leaving(let row, _):
            entry.place = "outbox row \(row)"
            if try ledger.beginSending(row) { _ = try ledger.noteSend(row, .failed(error: why), at: now) }
        case .delivered(let delivery):
            entry.place = "outbox row \(delivery.row)"
            _ = try ledger.noteSend(delivery.row, .unknown(error: why), at: delivery.at)
        case .aside(let inner, let why): return try setAside(inner, why: why, &ledger)
        }
        try ledger.setAside(entry)
        return .setAside
    }
}
