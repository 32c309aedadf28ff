import Deliberation
import Wire

struct SealedStatements: ~Copyable {
    var empty = Statement("empty a sealed message", "UPDATE outbox SET args = CAST('{\"v\":{}}' AS BLOB) WHERE id = ?")
    var messages = Statement("read the sealed messages", "SELECT id, args FROM outbox WHERE substr(args, 1, 1) = x'00'")
    var release = Statement(
        "empty a sealed message for good",
        "UPDATE outbox SET args = CAST('{\"v\":{}}' AS BLOB), state = CASE state WHEN 0 THEN 5 ELSE state END WHERE id = ?")
    var codes = Statement("read the codes", "SELECT occasion, payload FROM timer WHERE kind = 'code' AND substr(payload, 1, 1) = x'00'")
    var code = Statement("erase a code", "DELETE FROM timer WHERE kind = 'code' AND occasion = ?")
}

/// What opens something while it lives (a link, a code), or is a name that an officer typed, stands sealed in the rows that carry it, so that
/// neither the file nor a backup tells it; and no longer than until it has gone (design 2.10). The rest of what is sent stands open.
extension Ledger {
    private static let name = "arguments"
    /// JSON never begins with it.
    private static let mark: UInt8 = 0

    /// - Parameter plain: JSON.
    public mutating func sealed(_ plain: JSON) throws(StoreFailure) -> [UInt8] { [Ledger.mark] + (try seal(plain, as: Ledger.name)) }

    /// As it was before it was sealed, or as it is where it never was. Empty where the key is another one.
    static func opened(_ bytes: [UInt8], _ identity: IdentityKey) -> [UInt8] {
        guard isSealed(bytes) else { return bytes }
        let box = Array(bytes.dropFirst())
        return (try? AESGCM.open(box, key: identity.sealing, associated: Array(name.utf8))) ?? []
    }

    public func opened(_ bytes: [UInt8]) -> [UInt8] { Ledger.opened(bytes, identity) }

    static func isSealed(_ bytes: [UInt8]) -> Bool { bytes.first == mark }

    /// It has gone: what was sealed in it is kept no longer.
    public mutating func emptySealed(_ row: Int64) throws(StoreFailure) {
        var cursor = try sealedSQL.empty.begin(connection)
        cursor.bind(row)
        try cursor.run()
    }

    /// Erases the sealed messages in which a name stands, and the codes given out to it; everything sealed where no name is given, because the
    /// key goes.
    mutating func eraseSealed(holding wanted: NameInArguments?) throws(StoreFailure) {
        var messages: [Int64] = []
        do {
            var cursor = try sealedSQL.messages.begin(connection)
            while try cursor.step() {
                if wanted.map({ $0.takenOut(of: opened(cursor.bytes(1))) != nil }) ?? true { messages.append(cursor.integer(0)) }
            }
        }
        for id in messages {
            var cursor = try sealedSQL.release.begin(connection)
            cursor.bind(id)
            try cursor.run()
        }
        var codes: [String] = []
        do {
            var cursor = try sealedSQL.codes.begin(connection)
            while try cursor.step() {
                let purpose = try? JSON(parsing: opened(cursor.bytes(1)))
                if wanted.map({ $0.name == purpose?["name"]?.string }) ?? true { codes.append(cursor.text(0)) }
            }
        }
        for occasion in codes {
            var cursor = try sealedSQL.code.begin(connection)
            cursor.bind(occasion)
            try cursor.run()
        }
    }
}
