import Deliberation
import Procedure
import Record

/// What a unit lacks so that some step of the procedure would come to nobody's notice: nothing refuses, nobody hears.
public struct UnitGap: Sendable, Hashable {
    public enum Kind: String, Sendable, Hashable, CaseIterable {
        /// Approvals and results are put to nobody (XZ-12a, XZ-14.1a).
        case partySecretary
        /// Nobody calls a sitting, nobody appoints.
        case firstConvenor
        /// Nobody takes suggestions up (XZ-10.1a).
        case liaisonOfficer
        /// Cards go to officers one by one, and nobody sees what the other has done.
        case workGroup
        /// A village's residents are heard in private alone, and no notice reaches them.
        case residentsGroup
        /// No member serves (XZ-8.1).
        case council
        /// Which unit is above is not said: filings go nowhere (XZ-11h, XZ-14.1b).
        case upper
        /// The unit above has neither a work group nor a convenor that filings could go to.
        case upperGroup
    }

    public var kind: Kind
    public var unit: UnitID
    public var name: String
    /// The unit above, where that is what lacks something.
    public var upper: UnitID?
    public var upperName: String?
}

extension Desk {
    /// The gaps of every unit in the record, in the order of their ids. Reads only; also beside a running daemon.
    public func gaps() throws(StoreFailure) -> [UnitGap] {
        let office = Office(library: library, clock: clock, standing: Standing())
        return try store.read { ledger throws(StoreFailure) in
            var found: [UnitGap] = []
            for id in ledger.allUnits().sorted() {
                let unit = try office.unit(id, &ledger)
                func lacks(_ kind: UnitGap.Kind, above: Unit? = nil) {
                    found.append(UnitGap(kind: kind, unit: id, name: unit.name, upper: above?.id, upperName: above?.name))
                }
                if unit.holders(of: .partySecretary).isEmpty { lacks(.partySecretary) }
                if unit.holders(of: .firstConvenor).isEmpty { lacks(.firstConvenor) }
                if unit.holders(of: .liaisonOfficer).isEmpty { lacks(.liaisonOfficer) }
                if unit.groups(for: .work).isEmpty { lacks(.workGroup) }
                if unit.level == .village, unit.groups(for: .residents).isEmpty { lacks(.residentsGroup) }
                if unit.council.isEmpty { lacks(.council) }
                guard let upper = unit.upper else {
                    if unit.level == .village { lacks(.upper) }
                    continue
                }
                let above = try office.unit(upper, &ledger)
                if above.groups(for: .work).isEmpty, above.holders(of: .firstConvenor).isEmpty { lacks(.upperGroup, above: above) }
            }
            return found
        }
    }
}
