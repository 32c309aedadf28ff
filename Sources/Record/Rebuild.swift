import Deliberation

extension Store {
    /// Remakes the derived rows from the events, in one transaction: matters and the units' heads are cleared, then `fold` gets every event
    /// in the order it was recorded and puts the matter's row (`matter`, evolve, `putMatter`). Events, words, people, inbox and outbox stay.
    /// Whatever else the caller derives (timers, parts) it clears and sets in the same body.
    /// - Returns: how many events there were.
    public func rebuild(_ fold: (inout Ledger, EventRow) throws(StoreFailure) -> Void) throws(StoreFailure) -> Int {
        try write { ledger throws(StoreFailure) in try ledger.rebuild(fold) }
    }
}

extension Ledger {
    fileprivate mutating func rebuild(_ fold: (inout Ledger, EventRow) throws(StoreFailure) -> Void) throws(StoreFailure) -> Int {
        try matterSQL.clear.begin(connection).run()
        for unit in allUnits() {
            units.move(unit, to: .none)
            units.change(unit) { $0.serials = [:] }
        }
        var after: Int64 = .min
        var count = 0
        while true {
            let page = try events(after: after)
            guard let last = page.last else { return count }
            for event in page {
                try take(event)
                try fold(&self, event)
                try settleMatters()
            }
            count += page.count
            after = last.id
        }
    }

    /// Counts an event that is already there, as `append` does for a new one.
    private mutating func take(_ event: EventRow) throws(StoreFailure) {
        let row = try row(event.key)
        var matter = try matterHead(row)
        matter.m = event.m
        if matter.first == 0 { matter.first = event.id }
        matter.isAhead = true
        matterHeads[row] = matter
        units.move(event.unit, to: ChainHead(n: event.n, hash: event.hash))
    }
}
