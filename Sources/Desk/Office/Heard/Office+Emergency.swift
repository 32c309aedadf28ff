import Deliberation
import Gateways
import Procedure
import Record

/// An emergency that somebody speaks of. The number to call is answered at once, and the officers of the unit are told. Of a residents' group
/// they hear that something is the matter, of what kind, where and when, once for a group and a kind in ten minutes: what was said is ordinary chat, and
/// is neither told on nor stored. Of a private chat they hear who it is, since nobody else can go and see; their words stay unsaid.
extension Office {
    /// So long one line about a group, or a person, is enough.
    static let emergencyQuiet = Span.minutes(10)

    func emergency(_ number: String, _ resolve: Resolve, _ ledger: inout Ledger) throws(StoreFailure) -> (Outcome, MatterKey?) {
        let isPrivate = resolve.said.chat.kind == .direct && resolve.person != Office.nobody
        try answer(whomToCall(number, resolve.said, isTold: isPrivate), to: resolve.here, about: nil, &ledger)
        let unit = resolve.home ?? resolve.unit
        var values: [String: Argument] = [
            "unit": .literal(unit.name), "number": .literal(number), "at": .instant(min(resolve.said.at, now)),
        ]
        if case .group(let group) = resolve.here {
            // A life that somebody gives up on is news beside a thief in the same minutes.
            let kind = kind(of: resolve.said.text, number)
            let place = kind.map { "\(group).\(number).\($0)" } ?? "\(group).\(number)"
            guard resolve.isResidentsGroup, try isNews(ofEmergency: place, &ledger) else { return (.answered, nil) }
            values["kind"] = kind.map { .text(key: "emergency.kind.\($0)", [:]) }
            // A unit with one group has no need of its number.
            if unit.groups(for: .residents).count > 1 { values["group"] = .group(group) }
            try tell(Saying("emergency.toOfficers", values), Office.officers(of: unit), &ledger)
        } else if isPrivate, isNews(ofEmergencyOf: resolve.person) {
            values["person"] = .person(resolve.person)
            // Those who serve, each alone: a whole work group need not know who it is.
            let officers = unit.holders(of: .liaisonOfficer) + unit.holders(of: .firstConvenor)
            let saying = Saying("emergency.privately", values)
            try tell(saying, officers.isEmpty ? Office.officers(of: unit) : officers.uniqued().map { .person($0) }, &ledger)
        }
        return (.answered, nil)
    }

    /// What the danger is, where a word says so: who is stuck in a lift is news beside a smell of gas, and 高烧 is no fire. Officers hear no
    /// more than that.
    private func kind(of text: String, _ number: String) -> String? {
        let kinds = number == "119" ? ["lift", "gas", "fire"] : ["despair", "water"]
        return kinds.first { says("said.emergency.\($0)", in: text) }
    }

    /// Whom to call, and what helps until somebody comes.
    /// - Parameter isTold: whether an officer hears who it is.
    func whomToCall(_ number: String, _ said: Said, isTold: Bool = false) -> Saying {
        // 「楼顶着火了」 is a fire.
        if number != "119", says("said.emergency.despair", in: said.text) {
            return Saying("ask.emergency.despair", isTold ? ["told": .text(key: "emergency.told", [:])] : [:])
        }
        return Saying(number == "119" ? "ask.emergency.fire" : "ask.emergency", ["number": .literal(number)])
    }

    private func isNews(ofEmergency place: String, _ ledger: inout Ledger) throws(StoreFailure) -> Bool {
        let mark = "emergency.\(place)"
        if let told = try ledger.mark(mark).map(Instant.init(milliseconds:)), told <= now, now - told < Office.emergencyQuiet {
            return false
        }
        try ledger.setMark(mark, now.milliseconds)
        return true
    }

    /// Kept in memory only: after a restart officers may hear of it once more.
    private func isNews(ofEmergencyOf person: PersonID) -> Bool {
        inDanger = inDanger.filter { now - $0.value < Office.emergencyQuiet }
        guard inDanger[person] == nil else { return false }
        inDanger[person] = now
        return true
    }

    private func tell(_ saying: Saying, _ officers: [Addressee], _ ledger: inout Ledger) throws(StoreFailure) {
        for officer in officers {
            _ = try ledger.queue(
                OutboxDraft(to: officer, lane: Lane.urgent.number, text: saying.key, arguments: saying.bytes, due: now))
        }
    }
}
