import Deliberation
import Procedure
import Record

/// Nothing of people is kept longer than the office set (`retention` in the configuration): what residents wrote and sent in matters closed
/// that long ago, and then the names and accounts of whoever has nothing open here. What officers gave as their reasons, what was answered,
/// agreed and made known stays: that is the record of office, and it is why a step was taken (requirements R60).
extension Office {
    /// Goes on from where it stopped, a piece of the record each call; the places are kept in the record.
    /// - Returns: how many texts and people are gone.
    func retain(_ retention: Span, _ ledger: inout Ledger) throws(StoreFailure) -> Int {
        try retainWords(since: now - retention, &ledger) + retainPeople(since: now - retention, &ledger)
    }

    private func retainWords(since limit: Instant, _ ledger: inout Ledger) throws(StoreFailure) -> Int {
        var place = try ledger.mark("retention.place") ?? 0
        let rows = try ledger.matterRows(after: place, limit: 200)
        var ofUnit: [UnitID: [WordsID]] = [:]
        for row in rows {
            guard Office.isOver(row, since: limit), let matter = try matter(row.key, &ledger) else { continue }
            var words: [WordsID] = []
            for ref in matter.events.flatMap(\.wordsOfPeople) + matter.unpublishedTitles where !words.contains(ref.id) {
                if try ledger.words(ref.id) != nil { words.append(ref.id) }
            }
            if !words.isEmpty { ofUnit[row.key.unit, default: []] += words }
        }
        place = rows.last.flatMap { ledger.place(of: $0.key) } ?? 0
        try ledger.setMark("retention.place", place)
        var count = 0
        for (unit, words) in ofUnit.sorted(by: { $0.key < $1.key }) {
            if try erase(words: words, why: .retention, in: MatterKey(unit, .unit), &ledger) { count += words.count }
        }
        return count
    }

    private static func isOver(_ row: MatterState, since limit: Instant) -> Bool {
        guard !row.isOpen, let summary = Summary(row.state) else { return false }
        return summary.since <= limit
    }

    /// What has to be looked through for one person is the whole record: so few a call.
    private static let lookedThroughAtMost = 4

    private func retainPeople(since limit: Instant, _ ledger: inout Ledger) throws(StoreFailure) -> Int {
        let place = try ledger.mark("retention.person") ?? -1
        let page = try ledger.people(after: PersonID(place), limit: 500)
        var last = page.count < 500 ? -1 : page.last?.value ?? -1
        var looked = 0
        var count = 0
        for person in page where try mayBeOver(person, since: limit, &ledger) {
            looked += 1
            if try hasNothingOpen(person, since: limit, &ledger), try forget(person, why: .retention, &ledger) != nil { count += 1 }
            if looked == Office.lookedThroughAtMost {
                last = person.value
                break
            }
        }
        try ledger.setMark("retention.person", last)
        return count
    }

    /// What is quickly known: no office now, none that was suspended, no young matter of theirs.
    private func mayBeOver(_ person: PersonID, since limit: Instant, _ ledger: inout Ledger) throws(StoreFailure) -> Bool {
        if units.values.contains(where: { $0.holdsOffice(person) || $0.suspended.contains(person) }) { return false }
        guard let known = try ledger.knownSince(person), known <= limit else { return false }
        for key in try ledger.parts(of: person, limit: 1_000_000) {
            if let row = try ledger.matter(key), !Office.isOver(row, since: limit) { return false }
        }
        return true
    }

    /// Nothing was done by them or with them since, in no matter that is younger or open, and no poll that runs has their vote.
    private func hasNothingOpen(_ person: PersonID, since limit: Instant, _ ledger: inout Ledger) throws(StoreFailure) -> Bool {
        var keys: Set<MatterKey> = []
        for row in try footprint(of: person, &ledger).rows {
            if row.at > limit { return false }
            if row.matter != .unit { keys.insert(row.key) }
        }
        for key in keys {
            if let row = try ledger.matter(key), !Office.isOver(row, since: limit) { return false }
        }
        return try openVotes(of: person, &ledger).isEmpty
    }
}
