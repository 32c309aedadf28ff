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
    let known: Mutex<Known>

    /// The matters looked into so far, all units in one index.
    struct Known {
        var index: LikenessIndex
        /// Behind each id of the index.
        var matters: [MatterKey] = []
        var numbers: [UnitID: Int] = [:]
        /// The last matter taken in, for each unit.
        var last: [UnitID: MatterNumber] = [:]
        /// Name and upper unit of every unit met so far.
        var units: [UnitID: Kin] = [:]
    }

    /// So many matters are looked at, of all units together; what comes after them is not.
    static let mostMatters = 100_000

    init(_ reader: MatterReader, texts: Texts) {
        self.reader = reader
        self.texts = texts
        known = Mutex(Known(index: LikenessIndex(Sketcher(words: reader.words, rarity: reader.category))))
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
        let near = known.withLock { known -> (MatterKey, Bool)? in
            let sketch = known.index.sketch(text)
            let near = known.index.nearest(sketch, unit: known.numbers[key.unit] ?? 0) { id in
                known.matters[Int(id)].number < key.number
            }
            return near.map { (known.matters[Int($0.id)], $0.isProposed) }
        }
        guard let (other, isProposed) = near, isProposed, let state = try ledger.matter(other), let summary = Summary(state.state),
            let heading = summary.heading, try ledger.words(heading) != nil
        else { return nil }
        return texts.render(
            "proposal.alike",
            [
                "near": String(other.number.serial), "number": String(key.number.serial),
                "title": try rendering.text(.title(heading), &ledger),
            ])
    }

    /// Brings the index nearer to a unit's newest matter. Words are read outside the lock.
    /// - Parameter most: so many matters this time.
    /// - Returns: how many it were.
    @discardableResult
    func takeIn(_ unit: UnitID, atMost most: Int, _ ledger: inout Ledger) throws(StoreFailure) -> Int {
        var last = known.withLock { $0.last[unit] } ?? .unit
        var count = 0
        while count < most {
            let page = try ledger.matters(of: unit, after: last, limit: min(500, most - count))
            guard let newest = page.last else { break }
            count += page.count
            var read: [(MatterKey, String)] = []
            for state in page {
                guard let words = Summary(state.state)?.words, let text = try ledger.words(words)?.text else { continue }
                read.append((state.key, text))
            }
            known.withLock { known in
                guard (known.last[unit] ?? .unit) < newest.key.number else { return }
                let number = known.numbers[unit] ?? known.numbers.count
                known.numbers[unit] = number
                for (key, text) in read where known.matters.count < Proposals.mostMatters {
                    known.index.add(known.index.sketch(text), id: Int64(known.matters.count), unit: number)
                    known.matters.append(key)
                }
                known.last[unit] = newest.key.number
            }
            last = newest.key.number
        }
        return count
    }
}
