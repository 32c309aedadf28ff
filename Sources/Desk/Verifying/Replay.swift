import Deliberation
import Procedure
import Record
import Wire

/// Goes through the record in its order and holds, before each event, everything as it was then. For `verify` and `rebuild`.
struct Replay {
    private(set) var units: [UnitID: Unit] = [:]
    private var held: [MatterKey: Matter] = [:]
    /// Agreed topics that no later session had reported (XZ-14.1f), by unit.
    private var owed: [UnitID: Set<MatterNumber>] = [:]
    let rulebooks: [String: Rulebook]
    private static let heldAtMost = 2048

    init(rulebooks: [String: Rulebook]) { self.rulebooks = rulebooks }

    /// The rulebooks of the configuration, and every one that was ever adopted, as it stands in the record.
    static func rulebooks(_ library: Library, _ ledger: inout Ledger) throws(StoreFailure) -> [String: Rulebook] {
        var books = library.rulebooks
        for hash in try ledger.documents(of: "rulebook") {
            guard let bytes = try ledger.document(hash)?.bytes, let middle = bytes.firstIndex(of: 0) else { continue }
            let base = Array(bytes[..<middle]), city = Array(bytes[(middle + 1)...])
            guard let book = try? Rulebook(base: base, city: city, rows: library.rows, machineOf: Machines.name(of:)) else { continue }
            books[book.hash] = book
        }
        return books
    }

    /// The case an event was decided on; nil when its rulebook is not there.
    mutating func before(_ row: EventRow, _ ledger: inout Ledger) throws(StoreFailure) -> Case? {
        guard let hash = row.rulebook, let book = rulebooks[hash] else { return nil }
        var state = Case(unit: units[row.unit] ?? Unit(id: row.unit), rulebook: book)
        if row.matter != .unit { state.matters[row.matter] = try matter(row.key, before: row.m, &ledger) }
        state.owedReports = (owed[row.unit] ?? []).sorted { $0.key < $1.key }
        return state
    }

    /// Folds it in; gives the matter as it is then, nil for the unit itself.
    mutating func take(_ event: Event, _ row: EventRow, _ ledger: inout Ledger) throws(StoreFailure) -> Matter? {
        guard row.matter != .unit else {
            units[row.unit, default: Unit(id: row.unit)].evolve(event)
            return nil
        }
        var matter = try matter(row.key, before: row.m, &ledger) ?? Matter(number: row.matter)
        held[row.key] = nil
        matter.evolve(event)
        if held.count >= Replay.heldAtMost { held.removeAll(keepingCapacity: true) }
        held[row.key] = matter
        if Summary(matter).owesReport { owed[row.unit, default: []].insert(row.matter) } else { owed[row.unit]?.remove(row.matter) }
        return matter
    }

    /// A matter as it was before its m-th event; folded again when it had to be let go.
    private func matter(_ key: MatterKey, before m: Int64, _ ledger: inout Ledger) throws(StoreFailure) -> Matter? {
        if m <= 1 { return nil }
        if let known = held[key], Int64(known.events.count) == m - 1 { return known }
        var matter = Matter(number: key.number)
        for row in try ledger.events(of: key, after: 0, limit: 1_000_000) where row.m < m { matter.evolve(try Office.event(row)) }
        return matter
    }
}
