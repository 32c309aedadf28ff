import Deliberation
import Gateways
import Record

extension Office {
    /// One of the three that enter by the one door.
    func take(_ arrival: Arrival, _ ledger: inout Ledger) throws(StoreFailure) -> Outcome {
        try lookAgain(&ledger)
        let isRestored = restoredUntil.map(arrival.isOld(before:)) ?? false
        let newest = isRestored ? try ledger.newestOutbox() : 0
        let outcome = try takeAsItIs(arrival, &ledger)
        // Nothing that lies before a restore is told by itself: it may have been told then.
        if isRestored { try ledger.holdBack(after: newest) }
        // What was only asked about has no number yet.
        try ledger.takeBackUnusedSerials()
        return outcome
    }

    /// Whoever has gone on to something else, and was answered on that, answers an older question no more: their next 是 is not meant for it.
    private func hear(_ heard: Heard, _ ledger: inout Ledger) throws(StoreFailure) -> Outcome {
        let said = heard.said
        let before = try question(said, &ledger)
        let outcome = try take(heard, &ledger)
        // What was not understood is nothing else they have gone on to.
        if before?.isOfSteps == true, !hasAsked, !wasUnclear, [.asked, .decided, .refused].contains(outcome),
            said.text.count > Office.shortAnswer
        {
            try unask(Standing.asked(said), &ledger)
        }
        if outcome == .silent, before?.isOfSteps == true { questions?[Standing.asked(said)]?.passed += 1 }
        return outcome
    }

    /// Characters; what is no longer may be an answer that was not understood.
    private static let shortAnswer = 6

    private func takeAsItIs(_ arrival: Arrival, _ ledger: inout Ledger) throws(StoreFailure) -> Outcome {
        wordsStand = [:]
        hasAsked = false
        wasUnclear = false
        homeIs = .known
        return switch arrival {
        case .said(let heard): try hear(heard, &ledger)
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
