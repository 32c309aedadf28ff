import Deliberation
import Procedure
import Reading
import Record
import Synchronization

/// What reading proposes to an officer beside a new suggestion: what it is about, who usually answers, whether it was said before. Made when
/// the card is rendered, beside the writer: never on the way to the receipt. A person decides; a wrong proposal costs a glance.
final class Proposals: Sendable {
    /// The key of the text that stands for all of them; it is not in the texts, `lines` is put in its place.
    static let key = "card.proposal"

    /// The same for the ten questions in 详情.
    static let questionsKey = "details.proposal"

    let reader: MatterReader
    let texts: Texts
    let known = Mutex(Known())
    let sketcher: Sketcher

    /// The matters looked into so far, unit by unit.
    struct Known {
        var shelves: [UnitID: Shelf] = [:]
        /// Name and upper unit of every unit met so far.
        var units: [UnitID: Kin] = [:]
        /// How many matters stand on all shelves.
        private(set) var count = 0
        /// How often a unit got a card: what is used least lately gives way.
        private var turn = 0

        mutating func take(_ read: [(number: MatterNumber, text: String)], upTo last: MatterNumber, on unit: UnitID, _ sketcher: Sketcher) {
            guard (shelves[unit]?.last ?? .unit) < last else { return }
            // Taken from its place, or all of it would be copied.
            var shelf = shelves.removeValue(forKey: unit) ?? Shelf(index: LikenessIndex(sketcher))
            count -= shelf.index.count
            for (number, text) in read { shelf.index.add(shelf.index.sketch(text), id: number.key, unit: 0) }
            if shelf.index.count > Proposals.mostOfUnit { shelf.index.keepNewest(Proposals.mostOfUnit * 3 / 4) }
            count += shelf.index.count
            shelf.last = last
            shelves[unit] = shelf
        }

        /// A unit gets a card: its shelf stays, and while there are too many matters others go.
        mutating func use(_ unit: UnitID) {
            turn += 1
            shelves[unit]?.used = turn
            while count > Proposals.mostMatters, let least = shelves.filter({ $0.key != unit }).min(by: { $0.value.used < $1.value.used }) {
                count -= least.value.index.count
                shelves[least.key] = nil
            }
        }
    }

    /// The newest matters of a unit, by the keys of their numbers.
    struct Shelf {
        var index: LikenessIndex
        /// The last matter taken in.
        var last: MatterNumber = .unit
        fileprivate(set) var used = 0
    }

    /// So many matters are looked at, of all units together and of one of them.
    static let mostMatters = 5_000, mostOfUnit = 2_000

    init(_ reader: MatterReader, texts: Texts) {
        self.reader = reader
        self.texts = texts
        sketcher = Sketcher(words: reader.words, rarity: reader.category)
    }

    /// The lines for a matter's card; nil when there is nothing to propose.
    /// - Parameter about: which matter, as `Values` wrote it into the outbox row.
    func lines(_ about: [String: Argument], _ rendering: Rendering, _ ledger: inout Ledger) throws(StoreFailure) -> String? {
        guard case .literal(let name)? = about["unit"], let unit = UnitID(name), case .integer(let key)? = about["matter"],
            case .words(let words)? = about["words"]
        else { return nil }
        return try lines(MatterKey(unit, MatterNumber(key: Int64(key))), words: words, rendering, &ledger)
    }

    private func lines(
        _ key: MatterKey, words: WordsID, _ rendering: Rendering, _ ledger: inout Ledger
    ) throws(StoreFailure) -> String? {
        guard let text = try ledger.words(words)?.text else { return nil }
        var lines: [String] = []
        if let title = rendering.proposedTitle(of: text) {
            lines.append(texts.render("proposal.title", ["title": title, "number": String(key.number.serial)]))
        }
        if let about = about(text) { lines.append(about) }
        if let alike = try alike(key, text, rendering, &ledger) { lines.append(alike) }
        if let nearby = try nearby(key, text, rendering, &ledger) { lines.append(nearby) }
        return lines.isEmpty ? nil : lines.joined(separator: "\n")
    }

    private func about(_ text: String) -> String? {
        if let reach = reader.judgeReach(text).first, reach.label == "individual", reach.probability >= 0.8 {
            return texts.render("proposal.individual")
        }
        // A category by itself tells an officer nothing.
        guard let department = reader.department(text) else { return nil }
        var values = ["department": department.name, "because": department.words.prefix(2).joined(separator: "、")]
        values["category"] = reader.judgeCategory(text).first?.label
        return texts.render("proposal.about", values)
    }

    private func alike(_ key: MatterKey, _ text: String, _ rendering: Rendering, _ ledger: inout Ledger) throws(StoreFailure) -> String? {
        try takeIn(key.unit, atMost: .max, &ledger)
        known.withLock { $0.use(key.unit) }
        let sketch = sketcher.sketch(text)
        while true {
            let near = known.withLock { known in
                known.shelves[key.unit]?.index.nearest(sketch, unit: 0) { MatterNumber(key: $0) < key.number }
            }
            guard let near, near.isProposed, let state = try ledger.matter(MatterKey(key.unit, MatterNumber(key: near.id))),
                let summary = Summary(state.state)
            else { return nil }
            // What stands no more by itself is nothing to put this to; the next nearest may be.
            if ["withdrawn", "merged"].contains(summary.suggestion) {
                known.withLock { $0.shelves[key.unit]?.index.remove(id: near.id) }
                continue
            }
            guard let heading = summary.heading, try ledger.words(heading) != nil else { return nil }
            return texts.render(
                "proposal.alike",
                [
                    "near": String(state.key.number.serial), "number": String(key.number.serial),
                    "title": try rendering.text(.title(heading), &ledger),
                ])
        }
    }

    /// Brings a unit's shelf nearer to its newest matter. Words are read outside the lock.
    /// - Parameter most: so many matters this time.
    /// - Returns: how many it were.
    @discardableResult
    func takeIn(_ unit: UnitID, atMost most: Int, _ ledger: inout Ledger) throws(StoreFailure) -> Int {
        var last = known.withLock { $0.shelves[unit]?.last } ?? .unit
        last = max(last, try ledger.number(before: Proposals.mostOfUnit, newestOf: unit))
        var count = 0
        while count < most {
            let page = try ledger.matters(of: unit, after: last, limit: min(500, most - count))
            guard let newest = page.last else { break }
            count += page.count
            var read: [(number: MatterNumber, text: String)] = []
            for state in page {
                guard let words = Summary(state.state)?.words, let text = try ledger.words(words)?.text else { continue }
                read.append((state.key.number, text))
            }
            known.withLock { $0.take(read, upTo: newest.key.number, on: unit, sketcher) }
            last = newest.key.number
        }
        return count
    }
}
