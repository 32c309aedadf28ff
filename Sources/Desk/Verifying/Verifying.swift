import Deliberation
import Procedure
import Record
import Wire

/// `yishi verify`: the chain of every unit, and every verdict judged again on the state before its step, by the rulebook it was taken under.
public enum Verifying {
    /// What was found of one unit.
    public struct Report: Sendable, Hashable {
        public var unit: UnitID
        public var name: String
        /// Steps that were judged again.
        public var steps = 0
        public var chain: ChainReport
        public var differences: [Difference] = []
        /// Departures from principles and violations that stand in the record as such: no failure of the record.
        public var noted: [Noted] = []
        /// What was erased, and when.
        public var erasures: [Erased] = []

        public var conforms: Bool { chain.isWhole && differences.isEmpty }
    }

    /// Where an event stands.
    public struct Place: Sendable, Hashable {
        /// The event's number in the unit.
        public var n: Int64
        public var matter: MatterNumber
        public var step: StepID?
    }

    /// What the record says otherwise than the rules.
    public struct Difference: Sendable, Hashable {
        public var place: Place
        public var kind: Kind

        public enum Kind: Sendable, Hashable {
            /// Nil where one of the two has no such verdict.
            case verdict(stored: Verdict?, again: Verdict?)
            /// The rulebook it was decided under is neither in the record nor in the configuration.
            case noRulebook(hash: String)
            /// The event's body cannot be read.
            case unreadable
            /// What is stored is not what the event has the digest of.
            case wordsAltered(WordsID)
            /// It is not there, and no event says that it was erased.
            case wordsMissing(WordsID)
        }
    }

    public struct Erased: Sendable, Hashable {
        public var place: Place
        public var at: Instant
        public var why: Erasure
        public var words: Int
    }

    public struct Noted: Sendable, Hashable {
        public var place: Place
        public var verdict: Verdict
        /// Whether a reason stands with it.
        public var hasReason: Bool
    }

    /// Reads through the record once, in pages; of one unit or all.
    public static func run(_ store: Store, _ library: Library, unit: UnitID? = nil) throws(StoreFailure) -> [Report] {
        try store.read { ledger throws(StoreFailure) in
            let books = try Replay.rulebooks(library, &ledger)
            var reports: [Report] = []
            for chain in try ledger.verifyChains(of: unit) { reports.append(try report(chain, books, &ledger)) }
            return reports
        }
    }

    private static func report(_ chain: ChainReport, _ books: [String: Rulebook], _ ledger: inout Ledger) throws(StoreFailure) -> Report {
        var report = Report(unit: chain.unit, name: chain.unit.name, chain: chain)
        var replay = Replay(rulebooks: books)
        var words = WordsCheck()
        var after: Int64 = .min
        reading: while true {
            let page = try ledger.events(after: after, of: chain.unit, limit: 500)
            guard let last = page.last else { break }
            for row in page {
                // From the first fault of the chain on nothing can be said of what was decided on what.
                if let fault = chain.fault, row.n >= fault.n { break reading }
                guard let event = try? Office.event(row) else {
                    report.differences.append(Difference(place: Place(n: row.n, matter: row.matter, step: nil), kind: .unreadable))
                    break reading
                }
                try judge(event, row, &replay, &report, &ledger)
                try words.look(at: event, row, &report, &ledger)
                _ = try replay.take(event, row, &ledger)
            }
            after = last.id
        }
        words.end(&report)
        if let name = replay.units[chain.unit]?.name, !name.isEmpty { report.name = name }
        return report
    }

    private static func judge(
        _ event: Event, _ row: EventRow, _ replay: inout Replay, _ report: inout Report, _ ledger: inout Ledger
    ) throws(StoreFailure) {
        guard let step = event.step else { return }
        report.steps += 1
        let place = Place(n: row.n, matter: row.matter, step: step)
        guard let state = try replay.before(row, &ledger) else {
            report.differences.append(Difference(place: place, kind: .noRulebook(hash: row.rulebook ?? "")))
            return
        }
        let stored = event.verdicts, again = state.rejudge(event)
        for index in 0..<max(stored.count, again.count) {
            let one = stored.indices.contains(index) ? stored[index] : nil
            let other = again.indices.contains(index) ? again[index] : nil
            if !agree(one, other) { report.differences.append(Difference(place: place, kind: .verdict(stored: one, again: other))) }
        }
        for verdict in stored where !verdict.isMet {
            report.noted.append(Noted(place: place, verdict: verdict, hasReason: event.hasReason))
        }
    }

    /// The words events speak of: there, and such that they give the digest, or erased by an event that says so.
    private struct WordsCheck {
        private var missing: [WordsID: Place] = [:]
        private var order: [WordsID] = []

        mutating func look(
            at event: Event, _ row: EventRow, _ report: inout Report, _ ledger: inout Ledger
        ) throws(StoreFailure) {
            let place = Place(n: row.n, matter: row.matter, step: event.step)
            for ref in event.what.words {
                guard let words = try ledger.words(ref.id) else {
                    if missing.updateValue(place, forKey: ref.id) == nil { order.append(ref.id) }
                    continue
                }
                if words.digest.hex != ref.digest || words.key.unit != row.unit {
                    report.differences.append(Difference(place: place, kind: .wordsAltered(ref.id)))
                }
            }
            guard case .erased(_, let erased, let why) = event.what else { return }
            for id in erased { missing[id] = nil }
            report.erasures.append(Erased(place: place, at: row.at, why: why, words: erased.count))
        }

        func end(_ report: inout Report) {
            // Behind a fault of the chain nobody has looked: the event that erased them may stand there.
            guard report.chain.isWhole else { return }
            for id in order { if let place = missing[id] { report.differences.append(Difference(place: place, kind: .wordsMissing(id))) } }
        }
    }

    private static func agree(_ one: Verdict?, _ other: Verdict?) -> Bool {
        guard let one, let other else { return false }
        return one.rule == other.rule && one.row == other.row && one.isMet == other.isMet && one.numbers == other.numbers
    }
}

extension Event {
    fileprivate var hasReason: Bool {
        switch what {
        case .stepped(let step): step.fields[.reason] != nil
        case .corrected(let correction): correction.fields[.reason] != nil
        default: false
        }
    }
}
