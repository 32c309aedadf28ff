import Deliberation
import Procedure

struct RestoredStatements: ~Copyable {
    var settle = Statement("hold back what was not sent", "UPDATE outbox SET state = 3, error = ? WHERE state IN (0, 1)")
    var hold = Statement("hold back what is told late", "UPDATE outbox SET state = 3, error = ? WHERE id > ? AND state = 0")
}

/// After a restore nothing old is told by itself: what the backup holds as pending may have been sent the minute after it was taken. It is
/// unknown until an operator says send or drop (design 5, *Backup*).
extension Ledger {
    /// Stands in a backup: when it was taken.
    static let backupMark = "backup.taken"
    private static let restoredMark = "restored.until"
    /// When the backup was taken since which nobody knows who was forgotten; 0 once that is settled.
    static let unerasedMark = "restored.unerased"
    static let heldBack = "held back after a restore"

    /// When this record is a backup that nobody has opened yet: pending and sending rows become unknown. Nil for any other record.
    /// - Parameter erasedAgain: whether everybody who was forgotten since the backup has been erased in it again. Whoever lays a copy in place
    ///   by hand has not done that: it is told until somebody says that it is settled.
    public mutating func settleRestored(now: Instant, erasedAgain: Bool = false) throws(StoreFailure) -> (taken: Instant, rows: Int)? {
        guard let taken = try mark(Ledger.backupMark), taken != 0 else { return nil }
        var cursor = try restoredSQL.settle.begin(connection)
        cursor.bind(Ledger.heldBack)
        try cursor.run()
        let rows = connection.changes
        try setMark(Ledger.backupMark, 0)
        try setMark(Ledger.restoredMark, now.milliseconds)
        if !erasedAgain, try unerasedSince() == nil { try setMark(Ledger.unerasedMark, taken) }
        return (Instant(milliseconds: taken), rows)
    }

    /// Since when people may have been forgotten who stand in this record again, because a backup was laid in its place; nil when nobody can.
    public mutating func unerasedSince() throws(StoreFailure) -> Instant? {
        guard let taken = try mark(Ledger.unerasedMark), taken != 0 else { return nil }
        return Instant(milliseconds: taken)
    }

    /// An operator has erased everybody whose request is kept on paper. False when nothing was to be settled.
    public mutating func settleUnerased() throws(StoreFailure) -> Bool {
        guard try unerasedSince() != nil else { return false }
        try setMark(Ledger.unerasedMark, 0)
        return true
    }

    /// When a backup was last restored; nil for a record that never was one.
    public mutating func restoredUntil() throws(StoreFailure) -> Instant? { try mark(Ledger.restoredMark).map(Instant.init(milliseconds:)) }

    /// Makes unknown what was queued after that row.
    public mutating func holdBack(after id: Int64) throws(StoreFailure) {
        var cursor = try restoredSQL.hold.begin(connection)
        cursor.bind(Ledger.heldBack)
        cursor.bind(id)
        try cursor.run()
    }
}

extension OutboxRow {
    /// Unknown because of a restore: only a person says what is to become of it.
    public var isHeldBack: Bool { state == .unknown && error == Ledger.heldBack }
}
