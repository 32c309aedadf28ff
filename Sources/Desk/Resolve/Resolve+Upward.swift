import Deliberation
import Gateways
import Procedure
import Reading
import Record

/// What the people of a village say to the township above it, in their own group: a joint petition across villages (XZ-10.1b), and what
/// is said with its number, which bears the township's name there (云龙12).
extension Resolve {
    /// Said by residents and participants; officers of a village have no say above.
    private static let reaching: Set<IntentName> = [
        .suggest, .endorse, .withdraw, .askStatus, .vote, .volunteerAsParticipant, .rsvpYes, .rsvpNo, .leaveRequest, .agreeRevision,
        .checkIn,
    ]
    /// Said in private without a number, to the one sitting there is.
    private static let answering: Set<IntentName> = [.rsvpYes, .rsvpNo, .leaveRequest, .agreeRevision, .checkIn]

    /// The village it was said in, where the township is spoken to.
    var village: UnitID? { home?.id }

    /// This, as said to the township where it is meant for it.
    /// - Parameter quotedUnit: whose matter was quoted.
    func aimed(quotedUnit: UnitID?, _ ledger: inout Ledger) throws(StoreFailure) -> Resolve {
        if isBareReply, case .success(let call)? = try invitation(&ledger), call.unit.id != unit.id {
            var called = self
            called.unit = call.unit
            called.home = unit
            return called
        }
        guard Resolve.reaching.contains(intent.name) else { return self }
        if unit.level == .township, said.chat.kind == .direct {
            // A quote led to the township; who lives in one of its villages speaks from there.
            var own = self
            own.home = try office.homeVillage(of: person, under: unit.id, &ledger)
            return own
        }
        guard unit.level == .village, let upper = unit.upper else { return self }
        let above = try office.unit(upper, &ledger)
        guard above.level == .township, try isMeant(for: above, quotedUnit, &ledger) else { return self }
        var aimed = self
        aimed.unit = above
        aimed.home = unit
        if quotedUnit != above.id { aimed.quoted = nil }
        return aimed
    }

    private func isMeant(for above: Unit, _ quotedUnit: UnitID?, _ ledger: inout Ledger) throws(StoreFailure) -> Bool {
        if let named = text(.unit) { return above.name.hasPrefix(named) && !unit.name.hasPrefix(named) }
        if text(.kind) == Resolve.petition { return true }
        let isNumbered = intent.slots[.number] != nil || intent.slots[.numbers] != nil
        if quotedUnit == above.id { return !isNumbered }
        guard said.chat.kind == .direct, quotedUnit == nil, !isNumbered, Resolve.answering.contains(intent.name) else { return false }
        if try isAwaited(in: unit, &ledger) { return false }
        return try isAwaited(in: above, &ledger)
    }

    /// Whether a sitting of the unit is called or under way to which this person is asked.
    private func isAwaited(in unit: Unit, _ ledger: inout Ledger) throws(StoreFailure) -> Bool {
        for row in try ledger.open(in: unit.id, where: { $0.isCalled || $0.isLive }) {
            guard let matter = try office.matter(row.key, &ledger) else { continue }
            if (matter.sitting.list + matter.proposers).contains(person) { return true }
        }
        return false
    }

    static let petition = "联名"

    /// 联名建议: registered in the township, signed from here. `number` was taken there already.
    func petition(_ words: PendingWords, _ number: MatterNumber, _ group: GroupID?) -> Resolution {
        guard let village else { return .say(Saying("refuse.noUpper"), .refused) }
        return .decide([Planned(command: command(number, .petition(words.ref, in: group, from: village)), words: [words])])
    }
}

extension Office {
    /// The village under a township that a person of no post there has spoken from.
    func homeVillage(of person: PersonID, under township: UnitID, _ ledger: inout Ledger) throws(StoreFailure) -> Unit? {
        guard units[township]?.posts[person] == nil, units[township]?.council[person] == nil else { return nil }
        try catchUpParts(&ledger)
        for part in try ledger.parts(of: person, limit: 20) {
            guard let unit = try home(of: person, in: part, &ledger), units[unit]?.upper == township else { continue }
            return units[unit]
        }
        return nil
    }

    /// Where somebody has a part: the village they signed from, where the matter is a township's; else its own unit.
    func home(of person: PersonID, in part: MatterKey, _ ledger: inout Ledger) throws(StoreFailure) -> UnitID? {
        guard units[part.unit]?.level == .township else { return part.unit }
        return try matter(part, &ledger)?.villages[person] ?? part.unit
    }
}
