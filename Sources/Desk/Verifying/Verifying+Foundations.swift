import Deliberation
import Procedure
import Record
import Wire

extension Verifying {
    /// What the record stands on beside its events: derived rows, adopted documents, sealed people and groups.
    public enum Unsound: Sendable, Hashable {
        /// The row of a matter is not what its events give.
        case derived(MatterKey)
        /// There are events of a matter and no row, so nothing leads to it.
        case lost(MatterKey)
        /// A rulebook or text no longer gives the hash under which it was adopted; eight digits of it.
        case document(String)
        /// The box of a person or group does not open, or an account leads to somebody else.
        case person(PersonID)
        case group(GroupID)
    }

    /// Looks at all of it, in pages.
    public static func foundations(_ store: Store, _ library: Library) throws(StoreFailure) -> [Unsound] {
        try store.read { ledger throws(StoreFailure) in
            var found: [Unsound] = []
            // What it is kept as is no part of its hash, and is looked at by itself.
            for hash in try ledger.documents() {
                let document = try ledger.document(hash)
                if document?.hash == hash, ["rulebook", "texts"].contains(document?.kind) { continue }
                found.append(.document(String(hash.bytes.hex.prefix(8))))
            }
            found += try people(&ledger)
            found += try matters(library, &ledger)
            return found
        }
    }

    private static func people(_ ledger: inout Ledger) throws(StoreFailure) -> [Unsound] {
        var found: [Unsound] = []
        var after: PersonID?
        while true {
            let page = try ledger.people(after: after)
            guard let last = page.last else { break }
            for person in page where try !isSound(person, &ledger) { found.append(.person(person)) }
            after = last
        }
        for group in try ledger.groupIDs() where try !isSound(group, &ledger) { found.append(.group(group)) }
        return found
    }

    private static func isSound(_ person: PersonID, _ ledger: inout Ledger) throws(StoreFailure) -> Bool {
        do throws(StoreFailure) {
            guard let profile = try ledger.profile(of: person) else { return false }
            for account in profile.accounts where try ledger.person(of: account) != person { return false }
            return true
        } catch {
            if error.isUnreadable { return false }
            throw error
        }
    }

    private static func isSound(_ group: GroupID, _ ledger: inout Ledger) throws(StoreFailure) -> Bool {
        do throws(StoreFailure) {
            return try ledger.agrees(group)
        } catch {
            if error.isUnreadable { return false }
            throw error
        }
    }

    /// Every matter's row against the fold of its events.
    private static func matters(_ library: Library, _ ledger: inout Ledger) throws(StoreFailure) -> [Unsound] {
        let books = try Replay.rulebooks(library, &ledger)
        var found: [Unsound] = []
        var place: Int64 = .min
        var rows = 0
        while true {
            let page = try ledger.matterRows(after: place, limit: 500)
            guard let last = page.last else { break }
            for row in page {
                rows += 1
                if try !isSound(row, books, &ledger) { found.append(.derived(row.key)) }
            }
            place = ledger.place(of: last.key) ?? .max
        }
        for key in try ledger.mattersWithoutRow() { found.append(.lost(key)) }
        return found
    }

    private static func isSound(
        _ row: MatterState, _ books: [String: Rulebook], _ ledger: inout Ledger
    ) throws(StoreFailure) -> Bool {
        // A unit's own row only counts its events.
        let events = try ledger.events(of: row.key, after: 0, limit: 1_000_000)
        guard let first = events.first, let extent = try ledger.extent(of: row.key), extent.first == first.id,
            extent.m == Int64(events.count), events.enumerated().allSatisfy({ $1.m == Int64($0 + 1) })
        else { return false }
        if row.key.number == .unit { return row.stage.isEmpty && !row.isOpen && row.due == nil && row.state.isEmpty }
        var matter = Matter(number: row.key.number)
        for one in events {
            guard let event = try? Office.event(one) else { return false }
            matter.evolve(event)
        }
        guard let book = events.last?.rulebook.flatMap({ books[$0] }) else { return false }
        return Office.derived(matter, row.key, book) == row
    }
}
