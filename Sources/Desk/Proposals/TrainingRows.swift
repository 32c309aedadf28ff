import Deliberation
import Procedure
import Reading
import Record

/// What officers decided about matters, as rows to learn from: read from the record whenever they are wanted, stored nowhere else. Texts are
/// masked; what was erased, turned private or withdrawn is not among them.
public struct TrainingRows: Sendable {
    public struct Row: Sendable, Hashable {
        public var unit: UnitID
        public var matter: MatterNumber
        /// The matter it was merged into, at the end of the chain; else itself.
        public var group: MatterNumber
        /// On one line.
        public var text: String
        /// As corrected; nil where no officer has said anything.
        public var category: String?
        /// As corrected or referred, whichever came last.
        public var department: String?
        /// Which acts of officers stand behind it.
        public var sources: [Source] = []
    }

    public enum Source: String, Sendable, Hashable, CaseIterable { case corrected, referred, merged }

    /// By unit, in order of arrival.
    public private(set) var rows: [Row] = []

    public static func read(_ ledger: inout Ledger, _ library: Library, unit: UnitID? = nil) throws(StoreFailure) -> TrainingRows {
        var found = TrainingRows()
        for id in ledger.allUnits().sorted() where unit.map({ $0 == id }) ?? true { try found.read(id, library, &ledger) }
        return found
    }

    private mutating func read(_ unit: UnitID, _ library: Library, _ ledger: inout Ledger) throws(StoreFailure) {
        var last = MatterNumber.unit
        var targets: [MatterNumber: MatterNumber] = [:]
        let first = rows.count
        while true {
            let page = try ledger.matters(of: unit, after: last, limit: 500)
            guard let newest = page.last else { break }
            for state in page {
                var events: [Event] = []
                for row in try ledger.events(of: state.key, after: 0, limit: 1_000_000) { events.append(try Office.event(row)) }
                let matter = Matter(number: state.key.number, events: events)
                if matter.state(of: "suggestion") == "merged" {
                    targets[matter.number] = matter.taken["SG-5"]?.fields.number(.target)
                }
                guard !matter.isPrivate, matter.state(of: "suggestion") != "withdrawn", let words = matter.words,
                    let text = try ledger.words(words.id)?.text
                else { continue }
                rows.append(TrainingRows.row(of: matter, unit, Rendering.line(library.reader.masked(text)), library))
            }
            last = newest.key.number
        }
        for index in rows.indices where index >= first {
            var seen: Set<MatterNumber> = []
            while let target = targets[rows[index].group], seen.insert(target).inserted { rows[index].group = target }
            if rows[index].group != rows[index].matter { rows[index].sources.append(.merged) }
        }
    }

    private static func row(of matter: Matter, _ unit: UnitID, _ text: String, _ library: Library) -> Row {
        var row = Row(unit: unit, matter: matter.number, group: matter.number, text: text)
        func note(_ source: Source) { if !row.sources.contains(source) { row.sources.append(source) } }
        for (index, event) in matter.events.enumerated() where !matter.undone.contains(Int64(index + 1)) {
            switch event.what {
            case .subjectCorrected(let category, let department):
                row.category = category ?? row.category
                row.department = department ?? row.department
                note(.corrected)
            case .stepped(let step) where step.id == "SG-9":
                guard let said = matter.step(at: Int64(index + 1))?.fields.text(.department) else { continue }
                row.department = library.matters?.departmentMeant(said) ?? said
                note(.referred)
            default: break
            }
        }
        row.department = row.department.map { library.reader.masked($0) }
        return row
    }
}
