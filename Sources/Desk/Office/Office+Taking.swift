import Deliberation
import Record

extension Office {
    /// One of the three that enter by the one door.
    func take(_ arrival: Arrival, _ ledger: inout Ledger) throws(StoreFailure) -> Outcome {
        try lookAgain(&ledger)
        guard let restored = restoredUntil, arrival.isOld(before: restored) else { return try takeAsItIs(arrival, &ledger) }
        // Nothing that lies before a restore is told by itself: it may have been told then.
        let newest = try ledger.newestOutbox()
        let outcome = try takeAsItIs(arrival, &ledger)
        try ledger.holdBack(after: newest)
        return outcome
    }

    private func takeAsItIs(_ arrival: Arrival, _ ledger: inout Ledger) throws(StoreFailure) -> Outcome {
        wordsStand = [:]
        return switch arrival {
        case .said(let heard): try take(heard, &ledger)
        case .recalled(let recalled): try take(recalled, &ledger)
        case .pictured(let pictured): try take(pictured, &ledger)
        case .unkept(let unkept): try take(unkept, &ledger)
        case .due(let timer): try fire(timer, &ledger)
        case .leaving(let row): try leave(row, &ledger)
        case .delivered(let delivery): try settle(delivery, &ledger)
        case .aside(let arrival, let why, let isTold): try setAside(arrival, why: why, isTold: isTold, &ledger)
        }
    }
}
