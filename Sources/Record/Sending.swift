import Procedure

/// What became of a send, as the row keeps it.
public enum SendResult: Sendable, Hashable {
    /// Sent; the platform's message id, and the key under which a quote of it is found.
    case sent(message: String?, key: MessageKey?)
    /// Certainly not delivered: pending again, due then.
    case again(at: Instant, error: String)
    /// Nobody can say; never repeated by itself.
    case unknown(error: String)
    /// Certainly not delivered, and never will be.
    case failed(error: String)
}

/// What an operator, or a look into the group's history, says of a row that is unknown or failed.
public enum Settlement: Sendable, Hashable {
    case wasSent(message: String?, key: MessageKey?)
    case sendAgain(at: Instant)
    case drop
}

/// A pending row that is due, as far as is needed to choose among many.
public struct DueMessage: Sendable, Hashable {
    public var place: Place
    public var to: Addressee
    public var text: String

    public init(place: Place, to: Addressee, text: String) {
        self.place = place
        self.to = to
        self.text = text
    }

    /// Where it stands in its lane.
    public struct Place: Sendable, Hashable, Comparable {
        public var due: Instant
        public var id: Int64

        public init(due: Instant, id: Int64) {
            self.due = due
            self.id = id
        }

        public static func < (a: Place, b: Place) -> Bool { (a.due, a.id) < (b.due, b.id) }
    }
}

struct CourierStatements: ~Copyable {
    var oldest = Statement(
        "read what is due to be sent",
        """
        SELECT id, unit, matter, cause, chat, lane, text, args, due, state, tries, error, sent_at, message, idempotency
        FROM outbox INDEXED BY outbox_pending WHERE state = 0 AND lane = ? AND due <= ? ORDER BY due, id LIMIT ?
        """)
    var latest = Statement(
        "read what is due to be sent",
        """
        SELECT id, unit, matter, cause, chat, lane, text, args, due, state, tries, error, sent_at, message, idempotency
        FROM outbox INDEXED BY outbox_pending WHERE state = 0 AND lane = ? AND due <= ? ORDER BY due DESC, id DESC LIMIT ?
        """)
    var waiting = Statement(
        "read what is due to be sent",
        """
        SELECT id, due, chat, text
        FROM outbox INDEXED BY outbox_pending WHERE state = 0 AND lane = ? AND (due, id) > (?, ?) AND due <= ? ORDER BY due, id LIMIT ?
        """)
    var beside = Statement(
        "read what is due to be sent",
        """
        SELECT id, unit, matter, cause, chat, lane, text, args, due, state, tries, error, sent_at, message, idempotency
        FROM outbox INDEXED BY outbox_pending
        WHERE state = 0 AND lane = ? AND due = ? AND id > ? AND chat = ? AND text = ? ORDER BY id
        """)
    var nextDue = Statement(
        "look when something is due to be sent",
        "SELECT min(due) FROM outbox INDEXED BY outbox_pending WHERE state = 0 AND lane = ? AND due > ?")
    var begin = Statement("begin to send", "UPDATE outbox SET state = 1, tries = tries + 1 WHERE id = ? AND state = 0")
    var sent = Statement(
        "note a message as sent",
        "UPDATE outbox SET state = 2, sent_at = ?, message = ?, message_key = ?, error = NULL WHERE id = ? AND state IN (1, 3, 4)")
    var again = Statement("note a message for another try", "UPDATE outbox SET state = 0, due = ?, error = ? WHERE id = ? AND state = 1")
    var resend = Statement("send a message again", "UPDATE outbox SET state = 0, due = ? WHERE id = ? AND state IN (3, 4)")
    var end = Statement("note what became of a message", "UPDATE outbox SET state = ?, error = ? WHERE id = ? AND state = 1")
    var drop = Statement("drop a message", "UPDATE outbox SET state = 5 WHERE id = ? AND state IN (0, 3, 4)")
    var interrupted = Statement(
        "settle what was being sent",
        "UPDATE outbox INDEXED BY outbox_unsettled SET state = 3, error = ? WHERE (state = 1 OR state = 3 OR state = 4) AND state = 1 RETURNING id"
    )
    var stuck = Statement(
        "read the stuck messages",
        """
        SELECT id, unit, matter, cause, chat, lane, text, args, due, state, tries, error, sent_at, message, idempotency
        FROM outbox INDEXED BY outbox_unsettled WHERE (state = 1 OR state = 3 OR state = 4) AND state > 1 AND id > ? ORDER BY id LIMIT ?
        """)
    var unsettled = Statement(
        "count the unsettled messages",
        "SELECT state, count(*) FROM outbox INDEXED BY outbox_unsettled WHERE (state = 1 OR state = 3 OR state = 4) GROUP BY state")
    var pending = Statement("count the pending messages", "SELECT count(*) FROM outbox INDEXED BY outbox_pending WHERE state = 0")
    var ever = Statement("count the messages", "SELECT max(id) FROM outbox")
}

extension Ledger {
    /// Pending rows of a lane that are due, oldest first, or the newest first. Only read: `beginSending` takes them.
    public mutating func dueToSend(lane: Int, now: Instant, limit: Int, newestFirst: Bool = false) throws(StoreFailure) -> [OutboxRow] {
        var cursor = newestFirst ? try courierSQL.latest.begin(connection) : try courierSQL.oldest.begin(connection)
        cursor.bind(lane)
        cursor.bind(now.milliseconds)
        cursor.bind(limit)
        var found: [OutboxRow] = []
        while try cursor.step() { found.append(try Ledger.outboxRow(cursor, units.names, identity)) }
        return found
    }

    /// Pending rows of a lane that are due, oldest first, from behind a place on: a lane of any length is gone through page by page.
    /// - Parameter unreadable: is given the ids of those whose addressee is damaged; they are not among the rows.
    public mutating func waiting(
        lane: Int, after: DueMessage.Place? = nil, now: Instant, limit: Int, unreadable: inout [Int64]
    ) throws(StoreFailure) -> [DueMessage] {
        var cursor = try courierSQL.waiting.begin(connection)
        cursor.bind(lane)
        cursor.bind(after?.due.milliseconds ?? Int64.min)
        cursor.bind(after?.id ?? Int64.min)
        cursor.bind(now.milliseconds)
        cursor.bind(limit)
        var found: [DueMessage] = []
        while try cursor.step() {
            guard let to = Addressee(text: cursor.text(2)) else {
                unreadable.append(cursor.integer(0))
                continue
            }
            found.append(
                DueMessage(
                    place: DueMessage.Place(due: Instant(milliseconds: cursor.integer(1)), id: cursor.integer(0)), to: to,
                    text: cursor.text(3)))
        }
        return found
    }

    /// Pending rows behind this one that are due at the same instant and have the same text for the same addressee, in their order; but for
    /// those that cannot be read.
    public mutating func waiting(beside row: OutboxRow) throws(StoreFailure) -> [OutboxRow] {
        var cursor = try courierSQL.beside.begin(connection)
        cursor.bind(row.draft.lane)
        cursor.bind(row.draft.due.milliseconds)
        cursor.bind(row.id)
        cursor.bind(row.draft.to.description)
        cursor.bind(row.draft.text)
        var found: [OutboxRow] = []
        while try cursor.step() {
            if let row = try? Ledger.outboxRow(cursor, units.names, identity) { found.append(row) }
        }
        return found
    }

    /// When the next pending row of a lane is due, of those due after `after`.
    public mutating func nextSend(lane: Int, after: Instant = .distantPast) throws(StoreFailure) -> Instant? {
        var cursor = try courierSQL.nextDue.begin(connection)
        cursor.bind(lane)
        cursor.bind(after.milliseconds)
        return try cursor.step() ? cursor.optionalInteger(0).map(Instant.init(milliseconds:)) : nil
    }

    /// Marks a pending row as being sent. This must be committed before the send begins. False when it is no longer pending.
    public mutating func beginSending(_ id: Int64) throws(StoreFailure) -> Bool {
        var cursor = try courierSQL.begin.begin(connection)
        cursor.bind(id)
        return try changes(cursor)
    }

    /// Notes what became of a row that was being sent. False when it was not being sent; a late answer to one that has become unknown
    /// meanwhile still settles it as sent.
    @discardableResult
    public mutating func noteSend(_ id: Int64, _ result: SendResult, at: Instant) throws(StoreFailure) -> Bool {
        switch result {
        case .sent(let message, let key): return try noteSent(id, message: message, key: key, at: at)
        case .again(let due, let error):
            var cursor = try courierSQL.again.begin(connection)
            cursor.bind(due.milliseconds)
            cursor.bind(error)
            cursor.bind(id)
            return try changes(cursor)
        case .unknown(let error): return try end(id, .unknown, error)
        case .failed(let error): return try end(id, .failed, error)
        }
    }

    /// Settles a row that is unknown or failed. False when it is neither.
    @discardableResult
    public mutating func settle(_ id: Int64, _ settlement: Settlement, at: Instant) throws(StoreFailure) -> Bool {
        switch settlement {
        case .wasSent(let message, let key): return try noteSent(id, message: message, key: key, at: at)
        case .sendAgain(let due):
            var cursor = try courierSQL.resend.begin(connection)
            cursor.bind(due.milliseconds)
            cursor.bind(id)
            return try changes(cursor)
        case .drop: return try drop(id)
        }
    }

    /// Drops a row that is pending, unknown or failed.
    @discardableResult
    public mutating func drop(_ id: Int64) throws(StoreFailure) -> Bool {
        var cursor = try courierSQL.drop.begin(connection)
        cursor.bind(id)
        return try changes(cursor)
    }

    /// At start: what was being sent when we went down is unknown now. The rows' ids.
    public mutating func settleInterruptedSends() throws(StoreFailure) -> [Int64] {
        var cursor = try courierSQL.interrupted.begin(connection)
        cursor.bind("interrupted while sending")
        var found: [Int64] = []
        while try cursor.step() { found.append(cursor.integer(0)) }
        return found.sorted()
    }

    /// Unknown and failed rows, oldest first.
    public mutating func stuck(after: Int64 = 0, limit: Int = 100) throws(StoreFailure) -> [OutboxRow] {
        var cursor = try courierSQL.stuck.begin(connection)
        cursor.bind(after)
        cursor.bind(limit)
        var found: [OutboxRow] = []
        while try cursor.step() { found.append(try Ledger.outboxRow(cursor, units.names, identity)) }
        return found
    }

    public mutating func outboxCounts() throws(StoreFailure) -> OutboxCounts {
        var counts = OutboxCounts(queued: 0, pending: 0, sending: 0, unknown: 0, failed: 0)
        var unsettled = try courierSQL.unsettled.begin(connection)
        while try unsettled.step() {
            switch OutboxState(rawValue: Int(unsettled.integer(0))) {
            case .sending: counts.sending = Int(unsettled.integer(1))
            case .unknown: counts.unknown = Int(unsettled.integer(1))
            case .failed: counts.failed = Int(unsettled.integer(1))
            default: break
            }
        }
        var pending = try courierSQL.pending.begin(connection)
        if try pending.step() { counts.pending = Int(pending.integer(0)) }
        counts.queued = Int(try newestOutbox())
        return counts
    }

    /// The newest row's id, 0 before the first.
    public mutating func newestOutbox() throws(StoreFailure) -> Int64 {
        if let known = newest.outbox { return known }
        var cursor = try courierSQL.ever.begin(connection)
        let found = try cursor.step() ? cursor.integer(0) : 0
        newest.outbox = found
        return found
    }

    private mutating func noteSent(_ id: Int64, message: String?, key: MessageKey?, at: Instant) throws(StoreFailure) -> Bool {
        var cursor = try courierSQL.sent.begin(connection)
        cursor.bind(at.milliseconds)
        cursor.bind(message)
        cursor.bind(key?.bytes)
        cursor.bind(id)
        return try changes(cursor)
    }

    private mutating func end(_ id: Int64, _ state: OutboxState, _ error: String) throws(StoreFailure) -> Bool {
        var cursor = try courierSQL.end.begin(connection)
        cursor.bind(state.rawValue)
        cursor.bind(error)
        cursor.bind(id)
        return try changes(cursor)
    }

    func changes(_ cursor: consuming Cursor) throws(StoreFailure) -> Bool {
        try cursor.run()
        return connection.changes > 0
    }
}
