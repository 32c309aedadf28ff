import Deliberation
import Procedure
import Reading
import Record
import Synchronization

/// Whether the same was said in a neighbouring unit or above: told by number and title, never in its words, and only where it is no secret.
extension Proposals {
    /// What is known of a unit from its opening.
    struct Kin: Sendable {
        var name: String
        var upper: UnitID?
    }

    /// So many matters of others are taken into the index beside one card; the rest beside the next ones.
    private static let mostBesideOneCard = 500

    func nearby(_ key: MatterKey, _ text: String, _ rendering: Rendering, _ ledger: inout Ledger) throws(StoreFailure) -> String? {
        let units = try kin(&ledger)
        let above = Proposals.upperUnits(of: key.unit, units)
        let related = units.keys.filter { other in
            other != key.unit && (above.contains(other) || (units[key.unit]?.upper).map { units[other]?.upper == $0 } ?? false)
        }
        guard !related.isEmpty else { return nil }
        var room = Proposals.mostBesideOneCard
        // Half of the room is kept for units that get cards themselves.
        for unit in related.sorted() where room > 0 && known.withLock({ $0.count < Proposals.mostMatters / 2 }) {
            room -= try takeIn(unit, atMost: room, &ledger)
        }
        let near = known.withLock { known -> MatterKey? in
            let sketch = sketcher.sketch(text)
            // Asked as from no unit of the shelf: then only what names the same place is near enough.
            let found = related.sorted().compactMap { other in
                known.shelves[other]?.index.nearest(sketch, unit: -1, others: [0]).map { (unit: other, near: $0) }
            }
            let best = found.max { $0.near.likeness.value < $1.near.likeness.value }
            return best.flatMap { $0.near.isProposed ? MatterKey($0.unit, MatterNumber(key: $0.near.id)) : nil }
        }
        guard let near, let matter = try open(near, &ledger), let heading = matter.heading, try ledger.words(heading.id) != nil,
            let unit = units[near.unit]
        else { return nil }
        return texts.render(
            above.contains(near.unit) ? "proposal.above" : "proposal.nearby",
            [
                "unit": unit.name, "near": Library.shortName(of: unit.name) + String(near.number.serial),
                "title": try rendering.text(.title(heading.id), &ledger),
            ])
    }

    /// The matter as its events tell it, if officers of another unit may hear of it: said in a group or made a topic, not turned private, and
    /// neither withdrawn nor merged into another.
    private func open(_ key: MatterKey, _ ledger: inout Ledger) throws(StoreFailure) -> Matter? {
        var events: [Event] = []
        for row in try ledger.events(of: key, after: 0, limit: 1_000_000) { events.append(try Office.event(row)) }
        let matter = Matter(number: key.number, events: events)
        guard !matter.isPrivate, matter.group != nil || matter.state(of: "topic") != .none,
            !["withdrawn", "merged"].contains(matter.state(of: "suggestion"))
        else { return nil }
        return matter
    }

    /// Every unit of the record; what a unit is called and whose it is never changes.
    private func kin(_ ledger: inout Ledger) throws(StoreFailure) -> [UnitID: Kin] {
        let all = ledger.allUnits()
        for id in known.withLock({ known in all.filter { known.units[$0] == nil } }) {
            for row in try ledger.events(of: MatterKey(id, .unit), after: 0, limit: 50) {
                guard case .unitOpened(let name, _, let upper) = try Office.event(row).what else { continue }
                known.withLock { $0.units[id] = Kin(name: name, upper: upper) }
            }
        }
        return known.withLock { $0.units }
    }

    private static func upperUnits(of unit: UnitID, _ units: [UnitID: Kin]) -> Set<UnitID> {
        var above: Set<UnitID> = []
        var next = units[unit]?.upper
        while let upper = next, above.insert(upper).inserted { next = units[upper]?.upper }
        return above
    }
}
