import Deliberation
import Wire

struct StrangerStatements: ~Copyable {
    var forget = Statement(
        "forget a stranger", "UPDATE outbox SET chat = 's', message = NULL, message_key = NULL WHERE id = ? AND chat GLOB 's?*'")
    var all = Statement(
        "forget the strangers",
        "UPDATE outbox SET chat = 's', state = CASE state WHEN 0 THEN 5 ELSE state END WHERE chat GLOB 's?*'")
}

/// Whoever only asks something is no person of ours: they are answered once, and where to stands sealed in the row of the answer, no longer
/// than until it has gone (design 2.10).
extension Ledger {
    private static let name = "stranger"

    /// An account as the addressee of one answer.
    public mutating func stranger(_ account: Account) throws(StoreFailure) -> Addressee {
        .stranger(try seal(.place(account.endpoint, account.id), as: Ledger.name))
    }

    /// Nil once the answer has gone.
    public func account(ofStranger box: [UInt8]) throws(StoreFailure) -> Account? {
        if box.isEmpty { return nil }
        guard let place = try unseal(box, as: Ledger.name, table: "outbox").place else {
            throw StoreFailure("read a message", .unreadable(table: "outbox"))
        }
        return Account(endpoint: place.endpoint, id: place.id)
    }

    /// The answer has gone, or never will: nobody is kept.
    public mutating func forgetStranger(_ row: Int64) throws(StoreFailure) {
        var cursor = try strangerSQL.forget.begin(connection)
        cursor.bind(row)
        try cursor.run()
    }

    /// With the key that sealed them goes what was sealed; what had not gone is dropped.
    mutating func forgetStrangers() throws(StoreFailure) { try strangerSQL.all.begin(connection).run() }
}
