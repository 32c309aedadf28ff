import Deliberation
import Gateways
import Procedure
import Record

/// An emergency spoken of in a residents' group. The number to call is answered at once; the officers of the unit are told that something is
/// the matter, where and when, once for a group in ten minutes. What was said is ordinary chat: it is neither told on nor stored.
extension Office {
    /// So long one line about a group is enough.
    static let emergencyQuiet = Span.minutes(10)

    func emergency(_ number: String, _ resolve: Resolve, _ ledger: inout Ledger) throws(StoreFailure) -> (Outcome, MatterKey?) {
        try answer(Saying("ask.emergency", ["number": .literal(number)]), to: resolve.here, about: nil, &ledger)
        guard case .group(let group) = resolve.here, resolve.isResidentsGroup else { return (.answered, nil) }
        let unit = resolve.home ?? resolve.unit
        let mark = "emergency.\(group)"
        if let told = try ledger.mark(mark).map(Instant.init(milliseconds:)), told <= now, now - told < Office.emergencyQuiet {
            return (.answered, nil)
        }
        try ledger.setMark(mark, now.milliseconds)
        var values: [String: Argument] = [
            "unit": .literal(unit.name), "number": .literal(number), "at": .instant(min(resolve.said.at, now)),
        ]
        // A unit with one group has no need of its number.
        if unit.groups(for: .residents).count > 1 { values["group"] = .group(group) }
        let saying = Saying("emergency.toOfficers", values)
        for officers in Office.officers(of: unit) {
            _ = try ledger.queue(
                OutboxDraft(to: officers, lane: Lane.urgent.number, text: saying.key, arguments: saying.bytes, due: now))
        }
        return (.answered, nil)
    }
}
