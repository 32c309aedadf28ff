import CSQLite
import Deliberation
import Glibc
import Procedure

/// What can be said of a record by only reading it.
public struct Inspection: Sendable, Hashable {
    public var events: Int
    /// When its newest event was recorded.
    public var newest: Instant?
    /// Sends of which nobody knows what became, or that failed.
    public var stuck: Int
    /// What could not be taken in.
    public var asides: Int
    /// When the newest of them was set aside.
    public var newestAside: Instant?
    /// Since when people may have been forgotten who stand in it again (`Ledger.unerasedSince`); also in a backup that nobody has opened yet.
    public var unerasedSince: Instant?
    /// Bytes.
    public var size: Int64
}

extension Store {
    /// Of the files this program writes; it reads those of earlier ones.
    public static var schemaVersion: Int64 { Schema.newest }

    /// Looks at every page of a record and at its figures; changes nothing and makes nothing, also while it is being written.
    /// - Throws: a damaged page, another program's file, the wrong key; each in one line.
    public static func inspect(path: String, identity: IdentityKey) throws(StoreFailure) -> Inspection {
        let connection = try Connection.open(path: path, access: .reading)
        let schema = try connection.number("PRAGMA user_version")
        try Schema.refuseForeign(connection, schema: schema)
        if schema == Schema.newest { try Schema.checkShape(connection) }
        try check(connection, "inspect the record")
        try checkIdentity(connection, is: identity)
        let size = try connection.number("PRAGMA page_count") * (try connection.number("PRAGMA page_size"))
        let newest = try connection.number("SELECT at FROM event ORDER BY id DESC LIMIT 1")
        let newestAside = try connection.number("SELECT coalesce(max(at), 0) FROM aside")
        let unerased = try connection.number(
            "SELECT value FROM counter WHERE name IN ('restored.unerased', 'backup.taken') AND value <> 0 ORDER BY value LIMIT 1")
        return Inspection(
            events: Int(try connection.number("SELECT count(*) FROM event")),
            newest: newest == 0 ? nil : Instant(milliseconds: newest),
            stuck: Int(try connection.number("SELECT count(*) FROM outbox WHERE state IN (1, 3, 4) AND state > 1")),
            asides: Int(try connection.number("SELECT count(*) FROM aside")),
            newestAside: newestAside == 0 ? nil : Instant(milliseconds: newestAside),
            unerasedSince: unerased == 0 ? nil : Instant(milliseconds: unerased), size: size)
    }
}
