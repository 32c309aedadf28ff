import Deliberation

/// What `verifyChains` found of one unit's chain.
public struct ChainReport: Sendable, Hashable {
    public var unit: UnitID
    /// How many events were read.
    public var events: Int
    /// The end of the chain as it was computed, up to the fault if there is one.
    public var head: ChainHead
    public var fault: Fault?

    public var isWhole: Bool { fault == nil }

    public init(unit: UnitID, events: Int, head: ChainHead, fault: Fault?) {
        self.unit = unit
        self.events = events
        self.head = head
        self.fault = fault
    }

    /// The first thing that is not as it must be.
    public struct Fault: Sendable, Hashable {
        /// The event's number in the unit.
        public var n: Int64
        public var kind: Kind

        public init(n: Int64, kind: Kind) {
            self.n = n
            self.kind = kind
        }
    }

    public enum Kind: String, Sendable, Hashable {
        /// The event of that number is not where it must be: missing, moved to another place, or there twice.
        case outOfPlace
        /// Its `prev` is not the hash of the event before.
        case notLinked
        /// Its columns do not give its hash.
        case altered
        /// The chain ends elsewhere than the unit's row says: events are missing at the end, or the row is wrong.
        case wrongHead
    }
}

extension Ledger {
    /// Recomputes every hash and link, of all units or one, in one pass through bounded memory. The first fault of each unit is told.
    public mutating func verifyChains(of only: UnitID? = nil) throws(StoreFailure) -> [ChainReport] {
        var reports: [UnitID: ChainReport] = [:]
        for unit in allUnits() where only == nil || unit == only {
            reports[unit] = ChainReport(unit: unit, events: 0, head: .none, fault: nil)
        }
        var after: Int64 = .min
        while true {
            let page = try events(after: after, of: only, limit: 500)
            guard let last = page.last else { break }
            for event in page { check(event, against: &reports[event.unit]) }
            after = last.id
        }
        for (unit, report) in reports where report.fault == nil && report.head != head(of: unit) {
            reports[unit]?.fault = ChainReport.Fault(n: min(report.head.n, head(of: unit).n) + 1, kind: .wrongHead)
        }
        return allUnits().compactMap { reports[$0] }
    }

    private mutating func check(_ event: EventRow, against report: inout ChainReport?) {
        guard let head = report?.head else { return }
        report?.events += 1
        guard report?.fault == nil else { return }
        let kind: ChainReport.Kind? =
            if event.n != head.n + 1 {
                .outOfPlace
            } else if EventHash.of(event, using: &hashBuffer) != event.hash {
                .altered
            } else if event.prev != head.hash {
                .notLinked
            } else {
                nil
            }
        if let kind {
            report?.fault = ChainReport.Fault(n: head.n + 1, kind: kind)
        } else {
            report?.head = ChainHead(n: event.n, hash: event.hash)
        }
    }
}
