import Deliberation
import Procedure
import Record

/// A group that the configuration binds to a unit, for those who know their groups' numbers beforehand; else a code said in the group does it.
public struct GroupPlan: Sendable, Hashable {
    public var unit: UnitID
    public var purpose: GroupPurpose
    public var place: GroupPlace

    public init(unit: UnitID, purpose: GroupPurpose, place: GroupPlace) {
        self.unit = unit
        self.purpose = purpose
        self.place = place
    }
}

extension Desk {
    /// Binds the groups nobody has heard of yet. Before `start`. One that was once bound is left alone: what was decided about it in chat
    /// since then stands.
    /// - Returns: the first refusal; no group is bound then.
    public func bind(_ plans: [GroupPlan]) throws(StoreFailure) -> Refusal? {
        guard !plans.isEmpty else { return nil }
        let library = library, clock = clock, standing = standing
        return try store.write(keptIf: { $0 == nil }) { ledger throws(StoreFailure) in
            let office = Office(library: library, clock: clock, standing: standing)
            try office.open(&ledger)
            var commands: [UnitID: [Command]] = [:]
            for plan in plans where try ledger.group(of: plan.place) == nil {
                let group = try ledger.addGroup(plan.place)
                commands[plan.unit, default: []].append(Command(actor: .daemon, matter: .unit, act: .bindGroup(group, plan.purpose)))
            }
            for (unit, commands) in commands.sorted(by: { $0.key < $1.key }) {
                if case .failure(let refusal) = try office.execute(commands, of: unit, &ledger) { return refusal }
            }
            return nil
        }
    }
}
