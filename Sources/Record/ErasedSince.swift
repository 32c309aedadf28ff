import Deliberation
import Procedure
import Wire

/// What a record erased, for doing it again in a backup of it that is older.
public struct ErasedSince: Sendable, Hashable {
    public var people: [PersonID] = []
    public var words: [WordsID] = []
    /// Accounts whose owners were erased; those among them who first spoke after the backup have no number in it. Nil where a record is from
    /// before such were noted.
    public var accounts: [ForgottenAccount]?
    /// Nothing that the backup holds.
    public var isEmpty: Bool { people.isEmpty && words.isEmpty }
}

extension Store {
    /// What the record at `path` erased after the last event that it shares with this one, a copy of its past.
    /// - Returns: nil when it is no later state of this record: then its numbers mean other people and other words.
    public func erased(in path: String) throws(StoreFailure) -> ErasedSince? {
        let (last, hash) = try newestEvent(Connection.open(path: self.path, access: .reading))
        let later = try Connection.open(path: path, access: .reading)
        if last > 0 {
            var same = Statement("look for the same event", "SELECT hash FROM event WHERE id = ?")
            var cursor = try same.begin(later)
            cursor.bind(last)
            guard try cursor.step(), cursor.bytes(0) == hash else { return nil }
        }
        var found = ErasedSince()
        for happening in try happenings("erased", after: last, later) {
            guard case .erased(let person, let words, _) = happening else { continue }
            if let person, !found.people.contains(person) { found.people.append(person) }
            found.words += words
        }
        // Whose account was linked to theirs meanwhile is somebody of their own in the older record, and was forgotten with them.
        for happening in try happenings("joined", after: last, later).reversed() {
            guard case .joined(let gone, let kept) = happening, found.people.contains(kept), !found.people.contains(gone) else { continue }
            found.people.append(gone)
        }
        found.accounts = try accounts(later)
        return found
    }

    private func accounts(_ connection: borrowing Connection) throws(StoreFailure) -> [ForgottenAccount]? {
        guard try connection.number("SELECT count(*) FROM sqlite_schema WHERE name = 'forgotten'") == 1 else { return nil }
        var sql = ForgottenStatements()
        var cursor = try sql.since.begin(connection)
        cursor.bind(Int64.min)
        var found: [ForgottenAccount] = []
        while try cursor.step() { found.append(ForgottenAccount(who: cursor.bytes(0), at: Instant(milliseconds: cursor.integer(1)))) }
        return found
    }

    private func happenings(_ kind: String, after last: Int64, _ connection: borrowing Connection) throws(StoreFailure) -> [Happening] {
        var select = Statement("read events of a kind", "SELECT version, body FROM event WHERE id > ? AND kind = ? ORDER BY id")
        var cursor = try select.begin(connection)
        cursor.bind(last)
        cursor.bind(kind)
        var found: [Happening] = []
        while try cursor.step() {
            do throws(Malformed) { found.append(try Happening(kind: kind, version: Int(cursor.integer(0)), body: cursor.bytes(1))) } catch {
                throw StoreFailure("read events of a kind", .unreadable(table: "event"))
            }
        }
        return found
    }

    private func newestEvent(_ connection: borrowing Connection) throws(StoreFailure) -> (Int64, [UInt8]) {
        var select = Statement("read the newest event", "SELECT id, hash FROM event ORDER BY id DESC LIMIT 1")
        var cursor = try select.begin(connection)
        return try cursor.step() ? (cursor.integer(0), cursor.bytes(1)) : (0, [])
    }
}
