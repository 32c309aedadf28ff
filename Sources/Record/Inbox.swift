import Deliberation
import Procedure

/// What the inbox knows of a message.
public struct InboxEntry: Sendable, Hashable {
    /// When it was said, as the platform has it.
    public var saidAt: Instant
    /// The matter it became or spoke of.
    public var matter: MatterKey?
    /// The event there in which its own words stand; nil where it only spoke of the matter.
    public var m: Int64?
    /// What came of it; the numbers are the caller's.
    public var outcome: Int

    public init(saidAt: Instant, matter: MatterKey?, m: Int64? = nil, outcome: Int) {
        self.saidAt = saidAt
        self.matter = matter
        self.m = m
        self.outcome = outcome
    }
}

struct InboxStatements: ~Copyable {
    var seen = Statement("look for a message", "SELECT said_at, matter, outcome, m FROM inbox WHERE key = ? AND said_at = ?")
    var newest = Statement(
        "look for a quoted message",
        "SELECT said_at, matter, outcome, m FROM inbox WHERE key = ? AND matter IS NOT NULL ORDER BY said_at DESC LIMIT 1")
    var note = Statement("note a message", "INSERT INTO inbox (key, said_at, at, matter, outcome, m) VALUES (?, ?, ?, ?, ?, ?)")
    var prune = Statement("prune the inbox", "DELETE FROM inbox WHERE key >= ? AND key < ? AND at < ?")
}

extension Ledger {
    /// What came of this very message when it was taken in before; nil when it is new. Platforms use message ids again after a while, so
    /// the same key said at another time is another message.
    public mutating func seen(_ key: MessageKey, saidAt: Instant) throws(StoreFailure) -> InboxEntry? {
        var cursor = try inboxSQL.seen.begin(connection)
        cursor.bind(key.bytes)
        cursor.bind(saidAt.milliseconds)
        return try cursor.step() ? try entry(cursor) : nil
    }

    /// Notes a message as taken in. False when it was noted before; nothing is changed then.
    /// - Parameter at: our clock; the entry is kept from here.
    @discardableResult
    public mutating func noteInbox(_ key: MessageKey, _ entry: InboxEntry, at: Instant) throws(StoreFailure) -> Bool {
        var matter: MatterRow?
        if let about = entry.matter { matter = try row(about) }
        var cursor = try inboxSQL.note.begin(connection)
        cursor.bind(key.bytes)
        cursor.bind(entry.saidAt.milliseconds)
        cursor.bind(at.milliseconds)
        cursor.bind(matter?.id)
        cursor.bind(entry.outcome)
        cursor.bind(entry.m)
        return try cursor.insertUnlessThere()
    }

    /// The matter a quoted message became or spoke of.
    public mutating func matter(quoted key: MessageKey) throws(StoreFailure) -> MatterKey? { try inbox(key)?.matter }

    /// What the newest message under a key became, or which matter it spoke of; nil where it has to do with none.
    public mutating func inbox(_ key: MessageKey) throws(StoreFailure) -> InboxEntry? {
        var cursor = try inboxSQL.newest.begin(connection)
        cursor.bind(key.bytes)
        return try cursor.step() ? try entry(cursor) : nil
    }

    /// Deletes entries taken in before `limit`, one slice of the keys a call: 4,096 calls go round once. The place is kept, so it goes on
    /// after a restart. How many were deleted.
    public mutating func pruneInbox(before limit: Instant) throws(StoreFailure) -> Int {
        let slice = try mark("inbox.slice") ?? 0
        try setMark("inbox.slice", (slice + 1) % 4096)
        var cursor = try inboxSQL.prune.begin(connection)
        cursor.bind(Ledger.bound(slice))
        cursor.bind(slice == 4095 ? [UInt8](repeating: 255, count: 17) : Ledger.bound(slice + 1))
        cursor.bind(limit.milliseconds)
        try cursor.run()
        return connection.changes
    }

    /// The lowest key whose first twelve bits are `slice`.
    private static func bound(_ slice: Int64) -> [UInt8] { [UInt8(truncatingIfNeeded: slice >> 4), UInt8(truncatingIfNeeded: slice << 4)] }

    private func entry(_ cursor: borrowing Cursor) throws(StoreFailure) -> InboxEntry {
        var matter: MatterKey?
        if let row = cursor.optionalInteger(1) { matter = try key(of: MatterRow(id: row)) }
        return InboxEntry(
            saidAt: Instant(milliseconds: cursor.integer(0)), matter: matter, m: cursor.optionalInteger(3), outcome: Int(cursor.integer(2)))
    }
}
