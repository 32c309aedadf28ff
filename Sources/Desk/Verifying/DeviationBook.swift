import Deliberation
import Procedure
import Record

/// The ledger of departures from principles (R60) and of violations, over the whole record: for exports and whoever goes over it later.
public struct DeviationBook: Sendable {
    public struct Entry: Sendable, Hashable {
        public enum Standing: Sendable, Hashable {
            /// A principle that was departed from, with or without its reason.
            case departed
            case open
            case repaired, explained
        }

        public var unit: UnitID
        public var matter: MatterNumber
        /// The event's number in the unit, and the step as far as it is one.
        public var n: Int64
        public var step: StepID?
        public var verdict: Verdict
        public var by: PersonID?
        public var post: Post
        /// Recorded, and as it was stated.
        public var at: Instant
        public var happened: CivilDate?
        /// The reason, or the explanation that closed it.
        public var words: WordsID?
        public var standing: Standing
        /// When a violation was repaired or explained.
        public var ended: Instant?
        fileprivate var m: Int64
        fileprivate var endedBy: Int64?
    }

    /// In the order they were recorded; what was taken back is not among them.
    public private(set) var entries: [Entry] = []
    /// What each matter was called, by which of its events.
    private var titles: [MatterKey: [(words: WordsID, m: Int64)]] = [:]
    public private(set) var unitNames: [UnitID: String] = [:]

    /// The words a matter is called by.
    public func heading(of matter: MatterKey) -> WordsID? { titles[matter]?.last?.words }

    /// Reads through the record once, in pages.
    public static func read(_ ledger: inout Ledger, unit: UnitID? = nil) throws(StoreFailure) -> DeviationBook {
        var book = DeviationBook()
        var after: Int64 = .min
        while true {
            let page = try ledger.events(after: after, of: unit, limit: 500)
            guard let last = page.last else { return book }
            for row in page { book.take(try Office.event(row), row) }
            after = last.id
        }
    }

    private mutating func take(_ event: Event, _ row: EventRow) {
        switch event.what {
        case .unitOpened(let name, _, _): unitNames[row.unit] = name
        case .suggested(let words, _), .petitioned(let words, _, _), .suggestedFor(let words, _, _, _), .titled(let words):
            titles[row.key, default: []].append((words.id, row.m))
        case .violationExplained(let rule, let words): end(row, rule, .explained, event.at, words.id)
        case .violationRepaired(let rule): end(row, rule, .repaired, event.at, nil)
        case .corrected(let correction):
            for verdict in correction.verdicts where verdict.isMet { end(row, verdict.row, .repaired, event.at, nil) }
        case .undone(let gone): undo(row, Set(gone))
        default: break
        }
        for verdict in event.verdicts where !verdict.isMet && (verdict.force == .must || verdict.force == .principle) {
            var words: WordsID?
            if case .stepped(let step) = event.what, verdict.force == .principle { words = step.fields.words(.reason)?.id }
            if case .corrected(let correction) = event.what, verdict.force == .principle { words = correction.fields.words(.reason)?.id }
            entries.append(
                Entry(
                    unit: row.unit, matter: row.matter, n: row.n, step: event.step, verdict: verdict, by: event.by, post: event.post,
                    at: event.at, happened: event.happened, words: words, standing: verdict.force == .must ? .open : .departed, m: row.m))
        }
    }

    private mutating func end(_ row: EventRow, _ rule: RowID, _ standing: Entry.Standing, _ at: Instant, _ words: WordsID?) {
        for index in entries.indices {
            let entry = entries[index]
            guard entry.unit == row.unit, entry.matter == row.matter, entry.verdict.row == rule, entry.standing == .open else { continue }
            entries[index].standing = standing
            entries[index].ended = at
            entries[index].words = words
            entries[index].endedBy = row.m
        }
    }

    private mutating func undo(_ row: EventRow, _ gone: Set<Int64>) {
        titles[row.key]?.removeAll { gone.contains($0.m) }
        entries.removeAll { $0.unit == row.unit && $0.matter == row.matter && gone.contains($0.m) }
        for index in entries.indices where entries[index].unit == row.unit && entries[index].matter == row.matter {
            guard let m = entries[index].endedBy, gone.contains(m) else { continue }
            entries[index].standing = .open
            entries[index].ended = nil
            entries[index].words = nil
            entries[index].endedBy = nil
        }
    }
}
