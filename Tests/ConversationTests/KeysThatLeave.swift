import Gateways
import Procedure
import Synchronization
import Wire

@testable import Record

/// What the daemon sends through in a conversation, noting the keys of the texts that leave: of every message and of all it is put together
/// from. Afterwards they could not be told, because what bears a name or a link is emptied once it has gone, and rows of old are deleted.
final class NotedPlatform: Gateway {
    /// What stands for a row that could not be read, so that it is not silent.
    static let unreadable = "unreadable"

    private let next: any Gateway
    private let store: Store
    private let keys = Mutex<Set<String>>([])

    init(_ next: any Gateway, _ store: Store) {
        self.next = next
        self.store = store
    }

    var left: Set<String> { keys.withLock(\.self) }
    var endpoint: String { next.endpoint }
    var abilities: Abilities { next.abilities }
    func receive(_ request: HTTPRequest, now: Instant) throws(Rejected) -> [Arrived] { try next.receive(request, now: now) }

    func send(_ message: Outgoing) -> SendOutcome {
        let rows = try? store.read { ledger throws(StoreFailure) in try ledger.leaving() }
        keys.withLock { keys in
            for row in rows ?? [] {
                keys.insert(row.draft.text)
                NotedPlatform.note((try? JSON(parsing: row.draft.arguments)) ?? ["k": .string(NotedPlatform.unreadable)], in: &keys)
            }
            if rows == nil { keys.insert(NotedPlatform.unreadable) }
        }
        return next.send(message)
    }

    /// A text within another stands as `{"k":key,"v":{…}}`.
    private static func note(_ json: JSON, in keys: inout Set<String>) {
        if let key = json["k"]?.string { keys.insert(key) }
        for member in json.members ?? [] { note(member.value, in: &keys) }
        for element in json.array ?? [] { note(element, in: &keys) }
    }
}

extension Ledger {
    /// What is being sent.
    fileprivate mutating func leaving() throws(StoreFailure) -> [OutboxRow] {
        var statement = Statement(
            "read what is being sent",
            """
            SELECT id, unit, matter, cause, chat, lane, text, args, due, state, tries, error, sent_at, message, idempotency
            FROM outbox WHERE state = 1
            """)
        var found: [OutboxRow] = []
        do {
            var cursor = try statement.begin(connection)
            while try cursor.step() { found.append(try Ledger.outboxRow(cursor, units.names, identity)) }
        }
        _ = consume statement
        return found
    }
}
