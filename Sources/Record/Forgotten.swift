import Deliberation
import Procedure
import Wire

/// An account whose owner was forgotten: the keyed hash by which it is known again, and when that was. It names nobody without the key, and
/// outlives a rotation of it.
public struct ForgottenAccount: Sendable, Hashable {
    /// 16 bytes.
    public let who: [UInt8]
    public let at: Instant
}

struct ForgottenStatements: ~Copyable {
    var note = Statement(
        "note who was forgotten",
        "INSERT INTO forgotten (who, at) VALUES (?1, ?2) ON CONFLICT (who) DO UPDATE SET at = excluded.at")
    var one = Statement("look for who was forgotten", "SELECT at FROM forgotten WHERE who = ?")
    var since = Statement("read who was forgotten", "SELECT who, at FROM forgotten WHERE at >= ? ORDER BY who")
    var prune = Statement("let go of who was forgotten", "DELETE FROM forgotten WHERE at < ?")
}

/// Who was forgotten and is found once more in a group's history does not stand in the record again. Only a restore leads there: the record
/// has lost the ids of the messages that were said since its backup, and a platform still has them.
extension Ledger {
    /// For how long an account is known again, and so how far back a group's history is heard.
    public static let forgottenKept = Span.days(30)

    /// Remembers by a keyed hash alone that the owner of this account was forgotten; the latest time counts.
    public mutating func noteForgotten(_ account: Account, at: Instant) throws(StoreFailure) {
        try noteForgotten(ForgottenAccount(who: identity.forgottenMark(of: account), at: at))
    }

    /// What another record of the same past remembers.
    public mutating func noteForgotten(_ forgotten: ForgottenAccount) throws(StoreFailure) {
        var cursor = try forgottenSQL.note.begin(connection)
        cursor.bind(forgotten.who)
        cursor.bind(forgotten.at.milliseconds)
        try cursor.run()
    }

    /// When the owner of this account was last forgotten; nil when they were not, or too long ago.
    public mutating func forgotten(_ account: Account) throws(StoreFailure) -> Instant? {
        var cursor = try forgottenSQL.one.begin(connection)
        cursor.bind(identity.forgottenMark(of: account))
        return try cursor.step() ? Instant(milliseconds: cursor.integer(0)) : nil
    }

    /// Everybody who was forgotten at that time or later.
    public mutating func forgotten(since: Instant) throws(StoreFailure) -> [ForgottenAccount] {
        var cursor = try forgottenSQL.since.begin(connection)
        cursor.bind(since.milliseconds)
        var found: [ForgottenAccount] = []
        while try cursor.step() { found.append(ForgottenAccount(who: cursor.bytes(0), at: Instant(milliseconds: cursor.integer(1)))) }
        return found
    }

    public mutating func pruneForgotten(before limit: Instant) throws(StoreFailure) {
        var cursor = try forgottenSQL.prune.begin(connection)
        cursor.bind(limit.milliseconds)
        try cursor.run()
    }
}

extension IdentityKey {
    /// By which an account is known again once its owner is forgotten (16 bytes). Under the key that outlives a rotation: what a rotated record
    /// remembers holds in a backup made before.
    public func forgottenMark(of account: Account) -> [UInt8] {
        fingerprint(of: Array("forgotten\0\(account.endpoint)\0\(account.id)".utf8))
    }
}
