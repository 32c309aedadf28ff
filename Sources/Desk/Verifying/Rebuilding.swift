import Deliberation
import Procedure
import Record

/// `yishi rebuild`: the derived rows made anew from the events, as the commits made them: matters, the units' heads, whose matters.
/// Timers and the outbox are no images of events (what fired or was sent is gone from them) and stay as they are.
public enum Rebuilding {
    /// Not while the daemon runs. Should it be cut off, the next run does all of it again.
    /// - Returns: how many events were folded.
    public static func run(_ store: Store, _ library: Library) throws(StoreFailure) -> Int {
        let books = try store.read { ledger throws(StoreFailure) in try Replay.rulebooks(library, &ledger) }
        try store.write { ledger throws(StoreFailure) in
            try ledger.clearParts()
            try ledger.setMark("parts", 0)
        }
        var replay = Replay(rulebooks: books)
        let count = try store.rebuild { ledger, row throws(StoreFailure) in
            guard let matter = try replay.take(try Office.event(row), row, &ledger) else { return }
            guard let book = row.rulebook.flatMap({ books[$0] }) else {
                throw StoreFailure("rebuild event \(row.n) of \(row.unit): its rulebook", .unreadable(table: "document"))
            }
            try ledger.putMatter(Office.derived(matter, row.key, book))
        }
        try store.write { ledger throws(StoreFailure) in
            try Office(library: library, clock: WallClock(), standing: Standing()).catchUpParts(&ledger)
        }
        return count
    }
}
