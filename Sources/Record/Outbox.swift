import Deliberation
import Procedure
import Wire

struct OutboxStatements: ~Copyable {
    var queue = Statement(
        "queue a message",
        """
        INSERT INTO outbox (id, unit, matter, cause, chat, lane, text, args, due, state, tries, idempotency)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, 0, 0, ?)
        """)
    var cancel = Statement(
        "cancel unsent messages",
        "UPDATE outbox INDEXED BY outbox_pending SET state = 5 WHERE state = 0 AND unit = ? AND cause = ?")
    var hasten = Statement(
        "hasten unsent messages",
        "UPDATE outbox INDEXED BY outbox_pending SET due = ? WHERE state = 0 AND unit = ? AND cause = ? AND due > ?")
    var waitingLanes = Statement(
        "look for the lanes of unsent messages",
        "SELECT DISTINCT lane FROM outbox INDEXED BY outbox_pending WHERE state = 0 AND unit = ? AND cause = ?")
    var left = Statement(
        "look for sent messages",
        """
        SELECT count(*) FROM outbox WHERE unit = ?1 AND cause = ?2 AND state IN (1, 2, 3)
          AND id > (SELECT outbox FROM event WHERE unit = ?1 AND n = ?2 ORDER BY id DESC LIMIT 1)
        """)
    var pendingOf = Statement(
        "look for unsent messages of a matter",
        "SELECT id, chat, text, due FROM outbox INDEXED BY outbox_pending WHERE state = 0 AND unit = ? AND matter = ?")
    var unsaid = Statement(
        "read unsent messages of a matter",
        "SELECT id, text, args FROM outbox INDEXED BY outbox_pending WHERE state = 0 AND unit = ? AND matter = ?")
    var reword = Statement("change an unsent message", "UPDATE outbox SET args = ? WHERE id = ? AND state = 0")
    var supersede = Statement("drop a superseded message", "UPDATE outbox SET state = 5, error = ? WHERE id = ? AND state = 0")
    var restore = Statement(
        "put back superseded messages",
        """
        UPDATE outbox SET state = 0, error = NULL
        WHERE id > coalesce(
            (SELECT outbox FROM event WHERE unit = ?1 AND matter = ?2 AND m = ?3 AND m > 1),
            (SELECT outbox FROM event WHERE id = (SELECT first FROM matter WHERE id = ?1 << 40 | ?2)))
          AND unit = ?1 AND matter = ?2 AND state = 5 AND error = ?4
        """)
    var one = Statement(
        "read a message",
        """
        SELECT id, unit, matter, cause, chat, lane, text, args, due, state, tries, error, sent_at, message, idempotency
        FROM outbox WHERE id = ?
        """)
    var quoted = Statement(
        "look for a message of ours",
        """
        SELECT id, unit, matter, cause, chat, lane, text, args, due, state, tries, error, sent_at, message, idempotency
        FROM outbox WHERE message_key = ? ORDER BY id DESC LIMIT 1
        """)
    var isOfSeveral = Statement(
        "look for a message of ours", "SELECT count(DISTINCT unit << 40 | matter) > 1 FROM outbox WHERE message_key = ?")
    var stretch = Statement(
        "look how far to prune the outbox", "SELECT max(id) FROM (SELECT id FROM outbox WHERE id > ? ORDER BY id LIMIT ?)")
    var prune = Statement(
        "prune the outbox",
        """
        DELETE FROM outbox WHERE id > ? AND id <= ? AND id < (SELECT max(id) FROM outbox) AND due < ?
          AND (state IN (2, 5) OR state IN (3, 4) AND lane <> ? AND coalesce(error, '') <> ?)
          AND NOT EXISTS (SELECT 1 FROM matter WHERE matter.id = outbox.unit << 40 | outbox.matter AND matter.open = 1)
        """)
}

extension Ledger {
    /// Puts a message into the outbox, pending. Gives its growing id.
    @discardableResult
    public mutating func queue(_ draft: OutboxDraft) throws(StoreFailure) -> Int64 {
        var unit: Int64?
        if let about = draft.about { unit = try unitRow(about.unit) }
        let id = try newestOutbox() + 1
        var cursor = try outboxSQL.queue.begin(connection)
        cursor.bind(id)
        cursor.bind(unit)
        cursor.bind(draft.about?.number.key)
        cursor.bind(draft.cause)
        cursor.bind(draft.to.description)
        cursor.bind(draft.lane)
        cursor.bind(draft.text)
        cursor.bind(draft.arguments)
        cursor.bind(draft.due.milliseconds)
        cursor.bind(SecureRandom.bytes(12).hex)
        try cursor.run()
        newest.outbox = id
        return id
    }

    /// Drops what an event caused and has not begun to be sent: the undo of a step. How many rows.
    @discardableResult
    public mutating func cancelUnsent(of unit: UnitID, cause: Int64) throws(StoreFailure) -> Int {
        guard let row = units.byName[unit]?.row else { return 0 }
        var cursor = try outboxSQL.cancel.begin(connection)
        cursor.bind(row)
        cursor.bind(cause)
        try cursor.run()
        return connection.changes
    }

    /// Drops the matter's messages of these texts that have not begun to be sent, because event `n` made them untrue. Which they were.
    public mutating func supersede(
        of key: MatterKey, texts: Set<String>, by n: Int64
    ) throws(StoreFailure) -> [(to: Addressee, text: String, due: Instant)] {
        guard let row = units.byName[key.unit]?.row else { return [] }
        var found: [(id: Int64, to: Addressee, text: String, due: Instant)] = []
        var cursor = try outboxSQL.pendingOf.begin(connection)
        cursor.bind(row)
        cursor.bind(key.number.key)
        while try cursor.step() {
            guard let to = Addressee(text: cursor.text(1)) else { throw StoreFailure("read a message", .unreadable(table: "outbox")) }
            guard texts.contains(cursor.text(2)) else { continue }
            found.append((cursor.integer(0), to, cursor.text(2), Instant(milliseconds: cursor.integer(3))))
        }
        for message in found {
            var drop = try outboxSQL.supersede.begin(connection)
            drop.bind(Ledger.superseded(by: n))
            drop.bind(message.id)
            try drop.run()
        }
        return found.map { ($0.to, $0.text, $0.due) }
    }

    /// Changes the arguments of the matter's messages that have not begun to be sent. How many rows.
    /// - Parameter change: from the text's key and the arguments; nil leaves a message as it is.
    @discardableResult
    public mutating func rewordUnsent(of key: MatterKey, _ change: (String, [UInt8]) -> [UInt8]?) throws(StoreFailure) -> Int {
        guard let row = units.byName[key.unit]?.row else { return 0 }
        var changed: [(id: Int64, arguments: [UInt8])] = []
        var cursor = try outboxSQL.unsaid.begin(connection)
        cursor.bind(row)
        cursor.bind(key.number.key)
        while try cursor.step() {
            if let arguments = change(cursor.text(1), cursor.bytes(2)) { changed.append((cursor.integer(0), arguments)) }
        }
        for message in changed {
            var update = try outboxSQL.reword.begin(connection)
            update.bind(message.arguments)
            update.bind(message.id)
            try update.run()
        }
        return changed.count
    }

    /// Puts back what event `n` had superseded, of the messages queued since the matter's step `m`. How many rows.
    @discardableResult
    public mutating func restore(of key: MatterKey, supersededBy n: Int64, since m: Int64) throws(StoreFailure) -> Int {
        guard let row = units.byName[key.unit]?.row else { return 0 }
        var cursor = try outboxSQL.restore.begin(connection)
        cursor.bind(row)
        cursor.bind(key.number.key)
        cursor.bind(m)
        cursor.bind(Ledger.superseded(by: n))
        try cursor.run()
        return connection.changes
    }

    private static func superseded(by n: Int64) -> String { "superseded by \(n)" }

    /// Makes due at `due` what an event caused and is still waiting for later: 立即. How many rows.
    @discardableResult
    public mutating func hasten(of unit: UnitID, cause: Int64, to due: Instant) throws(StoreFailure) -> Int {
        guard let row = units.byName[unit]?.row else { return 0 }
        var cursor = try outboxSQL.hasten.begin(connection)
        cursor.bind(due.milliseconds)
        cursor.bind(row)
        cursor.bind(cause)
        cursor.bind(due.milliseconds)
        try cursor.run()
        return connection.changes
    }

    /// The lanes in which what an event caused waits to be sent.
    public mutating func waitingLanes(of unit: UnitID, cause: Int64) throws(StoreFailure) -> Set<Int> {
        guard let row = units.byName[unit]?.row else { return [] }
        var cursor = try outboxSQL.waitingLanes.begin(connection)
        cursor.bind(row)
        cursor.bind(cause)
        var found: Set<Int> = []
        while try cursor.step() { found.insert(Int(cursor.integer(0))) }
        return found
    }

    /// Whether anything an event caused has left the house, or may have (sending, sent or unknown): then the step can no longer be undone.
    /// Quick for what was done lately: it looks back from the newest event, and through the messages queued since.
    public mutating func hasLeft(of unit: UnitID, cause: Int64) throws(StoreFailure) -> Bool {
        guard let row = units.byName[unit]?.row else { return false }
        var cursor = try outboxSQL.left.begin(connection)
        cursor.bind(row)
        cursor.bind(cause)
        return try cursor.step() && cursor.integer(0) > 0
    }

    public mutating func outbox(_ id: Int64) throws(StoreFailure) -> OutboxRow? {
        var cursor = try outboxSQL.one.begin(connection)
        cursor.bind(id)
        return try cursor.step() ? try Ledger.outboxRow(cursor, units.names, identity) : nil
    }

    /// The message of ours that somebody quotes; nil for what we never sent.
    public mutating func outbox(quoted key: MessageKey) throws(StoreFailure) -> OutboxRow? {
        var cursor = try outboxSQL.quoted.begin(connection)
        cursor.bind(key.bytes)
        return try cursor.step() ? try Ledger.outboxRow(cursor, units.names, identity) : nil
    }

    /// Whether that message of ours speaks of several matters: then quoting it names none of them.
    public mutating func isOfSeveral(quoted key: MessageKey) throws(StoreFailure) -> Bool {
        var cursor = try outboxSQL.isOfSeveral.begin(connection)
        cursor.bind(key.bytes)
        return try cursor.step() && cursor.integer(0) == 1
    }

    /// Deletes rows that were due before `before`, looking at the next `limit` rows a call and going round; the place is kept, so it goes on
    /// after a restart. Those of a matter that is open stay, so that quoting our card or notice works for as long as there is something to be
    /// said to it; pending ones stay, and of those that are unknown or failed what was in the lane `lawful`, whose delivery is a fact of the
    /// procedure, and what was held back after a restore: somebody settles them. The newest row stays, so that ids only grow. How many were
    /// deleted.
    @discardableResult
    public mutating func pruneOutbox(before: Instant, limit: Int, lawful: Int) throws(StoreFailure) -> Int {
        let done = try mark("outbox.pruned") ?? 0
        var stretch = try outboxSQL.stretch.begin(connection)
        stretch.bind(done)
        stretch.bind(limit)
        guard try stretch.step(), let upTo = stretch.optionalInteger(0) else {
            if done != 0 { try setMark("outbox.pruned", 0) }
            return 0
        }
        var cursor = try outboxSQL.prune.begin(connection)
        cursor.bind(done)
        cursor.bind(upTo)
        cursor.bind(before.milliseconds)
        cursor.bind(lawful)
        cursor.bind(Ledger.heldBack)
        try cursor.run()
        let deleted = connection.changes
        try setMark("outbox.pruned", upTo)
        return deleted
    }

    static func outboxRow(_ cursor: borrowing Cursor, _ names: [Int64: UnitID], _ identity: IdentityKey) throws(StoreFailure) -> OutboxRow {
        let damaged = StoreFailure("read a message", .unreadable(table: "outbox"))
        guard let to = Addressee(text: cursor.text(4)), let state = OutboxState(rawValue: Int(cursor.integer(9))) else { throw damaged }
        var about: MatterKey?
        if let row = cursor.optionalInteger(1), let number = cursor.optionalInteger(2) {
            guard let unit = names[row] else { throw damaged }
            about = MatterKey(unit, MatterNumber(key: number))
        }
        let arguments = cursor.bytes(7)
        return OutboxRow(
            id: cursor.integer(0),
            draft: OutboxDraft(
                to: to, lane: Int(cursor.integer(5)), text: cursor.text(6), arguments: opened(arguments, identity),
                due: Instant(milliseconds: cursor.integer(8)), about: about, cause: cursor.optionalInteger(3)),
            state: state, tries: Int(cursor.integer(10)), error: cursor.optionalText(11),
            sentAt: cursor.optionalInteger(12).map(Instant.init(milliseconds:)), message: cursor.optionalText(13),
            idempotencyKey: cursor.text(14), isSealed: isSealed(arguments))
    }
}
