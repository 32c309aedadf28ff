import Procedure
import Wire

/// A rulebook, or the text of a lawful notice, as it was when adopted.
public struct Document: Sendable, Hashable {
    /// `rulebook` or `text`.
    public var kind: String
    public var bytes: [UInt8]
    public var at: Instant

    public init(kind: String, bytes: [UInt8], at: Instant) {
        self.kind = kind
        self.bytes = bytes
        self.at = at
    }

    /// SHA-256 of the bytes: the name under which events refer to it.
    public var hash: Digest { SHA256.digest(bytes) }
}

struct DocumentStatements: ~Copyable {
    var one = Statement("read a document", "SELECT kind, bytes, at FROM document WHERE hash = ?")
    var adopt = Statement("adopt a document", "INSERT INTO document (hash, kind, bytes, at) VALUES (?, ?, ?, ?)")
    var all = Statement("list the documents", "SELECT hash FROM document WHERE kind = ? ORDER BY at, hash")
    var every = Statement("list all documents", "SELECT hash FROM document ORDER BY at, hash")
}

extension Ledger {
    /// Stores a document under its hash; one that is there stays as it is.
    @discardableResult
    public mutating func adopt(_ document: Document) throws(StoreFailure) -> Digest {
        let hash = document.hash
        var cursor = try documentSQL.adopt.begin(connection)
        cursor.bind(hash.bytes)
        cursor.bind(document.kind)
        cursor.bind(document.bytes)
        cursor.bind(document.at.milliseconds)
        _ = try cursor.insertUnlessThere()
        return hash
    }

    public mutating func document(_ hash: Digest) throws(StoreFailure) -> Document? {
        var cursor = try documentSQL.one.begin(connection)
        cursor.bind(hash.bytes)
        guard try cursor.step() else { return nil }
        return Document(kind: cursor.text(0), bytes: cursor.bytes(1), at: Instant(milliseconds: cursor.integer(2)))
    }

    /// The hashes of all documents of a kind, in the order they were adopted.
    public mutating func documents(of kind: String) throws(StoreFailure) -> [Digest] {
        var cursor = try documentSQL.all.begin(connection)
        cursor.bind(kind)
        return try Ledger.hashes(&cursor)
    }

    /// The same of whatever kind.
    public mutating func documents() throws(StoreFailure) -> [Digest] {
        var cursor = try documentSQL.every.begin(connection)
        return try Ledger.hashes(&cursor)
    }

    private static func hashes(_ cursor: inout Cursor) throws(StoreFailure) -> [Digest] {
        var found: [Digest] = []
        while try cursor.step() {
            guard let hash = Digest(bytes: cursor.bytes(0)) else {
                throw StoreFailure("list the documents", .unreadable(table: "document"))
            }
            found.append(hash)
        }
        return found
    }
}
