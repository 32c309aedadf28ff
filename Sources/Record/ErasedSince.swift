import Deliberation
import Wire

/// What a record erased, for doing it again in a backup of it that is older.
public struct ErasedSince: Sendable, Hashable {
    public var people: [PersonID] = []
    public var words: [WordsID] = []
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
        var select = Statement("read what was erased", "SELECT version, body FROM event WHERE id > ? AND kind = 'erased' ORDER BY id")
        var cursor = try select.begin(later)
        cursor.bind(last)
        while try cursor.step() {
            let happening: Happening
            do throws(Malformed) { happening = try Happening(kind: "erased", version: Int(cursor.integer(0)), body: cursor.bytes(1)) } catch
            {
                throw StoreFailure("read what was erased", .unreadable(table: "event"))
            }
            guard case .erased(let person, let words, _) = happening else { continue }
            if let person, !found.people.contains(person) { found.people.append(person) }
            found.words += words
        }
        return found
    }

    private func newestEvent(_ connection: borrowing Connection) throws(StoreFailure) -> (Int64, [UInt8]) {
        var select = Statement("read the newest event", "SELECT id, hash FROM event ORDER BY id DESC LIMIT 1")
        var cursor = try select.begin(connection)
        return try cursor.step() ? (cursor.integer(0), cursor.bytes(1)) : (0, [])
    }
}
