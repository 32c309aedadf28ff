import Deliberation
import Procedure
import Wire

/// What somebody wrote, kept apart from the events. Events hold `digest`, so that erasing the words leaves every chain valid.
public struct Words: Sendable, Hashable {
    public var key: MatterKey
    /// What they are: a text, a reason. The names are the caller's.
    public var kind: String
    /// 16 random bytes, minted outside (`Words.salt()`): without it the digest of a short text could be guessed.
    public var salt: [UInt8]
    public var text: String
    public var at: Instant

    public init(_ key: MatterKey, kind: String, salt: [UInt8], text: String, at: Instant) {
        self.key = key
        self.kind = kind
        self.salt = salt
        self.text = text
        self.at = at
    }

    /// SHA-256 over the salt and the text's UTF-8 bytes: what events hold.
    public var digest: [UInt8] { Words.digest(salt: salt, text: text) }

    public static func digest(salt: [UInt8], text: String) -> [UInt8] {
        var hash = SHA256()
        hash.update(salt)
        hash.update(text)
        return hash.digest().bytes
    }

    /// A fresh salt.
    public static func salt() -> [UInt8] { SecureRandom.bytes(16) }
}

struct WordsStatements: ~Copyable {
    var newest = Statement("find the newest words", "SELECT max(id) FROM words")
    var add = Statement("add words", "INSERT INTO words (id, unit, matter, kind, salt, text, at) VALUES (?, ?, ?, ?, ?, ?, ?)")
    var one = Statement("read words", "SELECT unit, matter, kind, salt, text, at FROM words WHERE id = ?")
    var erase = Statement("erase words", "UPDATE words SET salt = NULL, text = NULL WHERE id = ? AND text IS NOT NULL")
}

extension Ledger {
    /// An id for words, given out once: deciding needs it before they are stored, of one message for several at once. Use it in the same
    /// transaction; one that is not used stays free.
    public mutating func nextWordsID() throws(StoreFailure) -> WordsID {
        if newest.words == nil {
            var cursor = try wordsSQL.newest.begin(connection)
            newest.words = try cursor.step() ? cursor.integer(0) : 0
        }
        let next = (newest.words ?? 0) + 1
        newest.words = next
        return WordsID(next)
    }

    /// Stores words under the next id, or under one got from `nextWordsID`.
    @discardableResult
    public mutating func addWords(_ words: Words, as id: WordsID? = nil) throws(StoreFailure) -> WordsID {
        let unit = try unitRow(words.key.unit)
        let chosen: WordsID
        if let id { chosen = id } else { chosen = try nextWordsID() }
        var cursor = try wordsSQL.add.begin(connection)
        cursor.bind(chosen.value)
        cursor.bind(unit)
        cursor.bind(words.key.number.key)
        cursor.bind(words.kind)
        cursor.bind(words.salt)
        cursor.bind(words.text)
        cursor.bind(words.at.milliseconds)
        try cursor.run()
        if let known = newest.words { newest.words = max(chosen.value, known) }
        return chosen
    }

    /// The words; nil when there never were any under that id, or when they have been erased.
    public mutating func words(_ id: WordsID) throws(StoreFailure) -> Words? {
        var cursor = try wordsSQL.one.begin(connection)
        cursor.bind(id.value)
        guard try cursor.step(), let text = cursor.optionalText(4) else { return nil }
        let key = try key(of: MatterRow(unit: cursor.integer(0), number: MatterNumber(key: cursor.integer(1))))
        return Words(
            key, kind: cursor.text(2), salt: cursor.bytes(3), text: text, at: Instant(milliseconds: cursor.integer(5)))
    }

    /// Erases text and salt; the row stays, empty, so that the id never means anything else. False when there was nothing to erase.
    /// The bytes are gone from the files after `Store.checkpoint()`.
    @discardableResult
    public mutating func erase(_ id: WordsID) throws(StoreFailure) -> Bool {
        var cursor = try wordsSQL.erase.begin(connection)
        cursor.bind(id.value)
        return try changes(cursor)
    }
}
