import Deliberation
import Procedure

/// An event as it is handed in: everything but its place in the chain.
public struct EventDraft: Sendable, Hashable {
    public var key: MatterKey
    /// Recorded, by our clock.
    public var at: Instant
    /// As the person stated it; nil when it is the same.
    public var happened: Instant?
    /// Who acted: a `PersonID` as text, or nil for the clock.
    public var by: String?
    /// The post they acted in.
    public var post: String?
    /// The hash of the rulebook the matter goes by.
    public var rulebook: String?
    public var kind: String
    public var version: Int
    /// JSON with sorted keys; stored and hashed as it is.
    public var body: [UInt8]

    public init(
        _ key: MatterKey, at: Instant, happened: Instant? = nil, by: String? = nil, post: String? = nil, rulebook: String? = nil,
        kind: String, version: Int = 1, body: [UInt8]
    ) {
        self.key = key
        self.at = at
        self.happened = happened
        self.by = by
        self.post = post
        self.rulebook = rulebook
        self.kind = kind
        self.version = version
        self.body = body
    }
}

/// An event as it stands in the record.
public struct EventRow: Sendable, Hashable {
    /// Its place in the whole record, over all units; grows. Not part of the hash.
    public var id: Int64
    public var unit: UnitID
    /// 1, 2, 3 … in the unit, without a gap.
    public var n: Int64
    public var matter: MatterNumber
    /// 1, 2, 3 … in the matter, without a gap.
    public var m: Int64
    public var at: Instant
    public var happened: Instant?
    public var by: String?
    public var post: String?
    public var rulebook: String?
    public var kind: String
    public var version: Int
    public var body: [UInt8]
    /// The hash of the unit's event before; 32 zero bytes in its first.
    public var prev: [UInt8]
    /// See `EventHash`.
    public var hash: [UInt8]

    public var key: MatterKey { MatterKey(unit, matter) }

    public init(
        id: Int64, unit: UnitID, n: Int64, matter: MatterNumber, m: Int64, at: Instant, happened: Instant?, by: String?, post: String?,
        rulebook: String?, kind: String, version: Int, body: [UInt8], prev: [UInt8], hash: [UInt8]
    ) {
        self.id = id
        self.unit = unit
        self.n = n
        self.matter = matter
        self.m = m
        self.at = at
        self.happened = happened
        self.by = by
        self.post = post
        self.rulebook = rulebook
        self.kind = kind
        self.version = version
        self.body = body
        self.prev = prev
        self.hash = hash
    }
}

/// Where a matter's events end; kept while a transaction is under way.
struct MatterHead {
    var m: Int64
    /// Its first event's id; 0 while there is none.
    var first: Int64
    /// Whether the matter's row says something older.
    var isAhead: Bool
}

struct EventStatements: ~Copyable {
    var add = Statement(
        "append event",
        """
        INSERT INTO event (id, unit, n, matter, m, at, happened, by, post, rulebook, kind, version, body, prev, hash,
          outbox)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        """)
    var newest = Statement("find the newest event", "SELECT max(id) FROM event")
    var lastOfUnit = Statement(
        "find a unit's last event up to another", "SELECT n, hash FROM event WHERE id <= ? AND unit = ? ORDER BY id DESC LIMIT 1")
    var withoutRow = Statement(
        "look for matters without a row",
        "SELECT DISTINCT unit, matter FROM event WHERE NOT EXISTS (SELECT 1 FROM matter WHERE id = event.unit << 40 | event.matter) LIMIT 100"
    )
    var one = Statement("read an event", "SELECT * FROM event WHERE id = ?")
    var later = Statement(
        "read a matter's events", "SELECT * FROM event WHERE unit = ? AND matter = ? AND m > 1 AND m > ? ORDER BY m LIMIT ?")
    var page = Statement("read events", "SELECT * FROM event WHERE id > ? ORDER BY id LIMIT ?")
    var pageBack = Statement("read the last events", "SELECT * FROM event WHERE id < ? ORDER BY id DESC LIMIT ?")
    var unitPage = Statement("read a unit's events", "SELECT * FROM event WHERE id > ? AND unit = ? ORDER BY id LIMIT ?")
}

extension Ledger {
    /// Appends one event at the end of its unit's chain and of its matter. The matter's derived row must follow in the same transaction by
    /// `putMatter`; should the caller leave it out, the old state stays with the new count.
    @discardableResult
    public mutating func append(_ draft: EventDraft) throws(StoreFailure) -> EventRow {
        let unit = try unitRow(draft.key.unit)
        let row = MatterRow(unit: unit, number: draft.key.number)
        var matter = try matterHead(row)
        let head = head(of: draft.key.unit)
        var event = EventRow(
            id: try newestEvent() + 1, unit: draft.key.unit, n: head.n + 1, matter: draft.key.number, m: matter.m + 1, at: draft.at,
            happened: draft.happened, by: draft.by, post: draft.post, rulebook: draft.rulebook, kind: draft.kind, version: draft.version,
            body: draft.body, prev: head.hash, hash: [])
        event.hash = EventHash.of(event, using: &hashBuffer)
        try insert(event, unit: unit)
        newest.event = event.id

        matter.m = event.m
        if matter.first == 0 { matter.first = event.id }
        matter.isAhead = true
        matterHeads[row] = matter
        units.move(draft.key.unit, to: ChainHead(n: event.n, hash: event.hash))
        return event
    }

    private mutating func insert(_ event: EventRow, unit: Int64) throws(StoreFailure) {
        var cursor = try eventSQL.add.begin(connection)
        cursor.bind(event.id)
        cursor.bind(unit)
        cursor.bind(event.n)
        cursor.bind(event.matter.key)
        cursor.bind(event.m)
        cursor.bind(event.at.milliseconds)
        cursor.bind(event.happened?.milliseconds)
        cursor.bind(event.by)
        cursor.bind(event.post)
        cursor.bind(event.rulebook)
        cursor.bind(event.kind)
        cursor.bind(event.version)
        cursor.bind(event.body)
        cursor.bind(event.prev)
        cursor.bind(event.hash)
        cursor.bind(try newestOutbox())
        try cursor.run()
    }

    /// The newest event's id over all units, 0 before the first.
    public mutating func newestEvent() throws(StoreFailure) -> Int64 {
        if let known = newest.event { return known }
        var cursor = try eventSQL.newest.begin(connection)
        let found = try cursor.step() ? cursor.integer(0) : 0
        newest.event = found
        return found
    }

    /// A matter's events in order, those after number `after` of the matter, at most `limit`.
    public mutating func events(of key: MatterKey, after: Int64 = 0, limit: Int = 10_000) throws(StoreFailure) -> [EventRow] {
        guard let row = knownRow(key), limit > 0 else { return [] }
        var found: [EventRow] = []
        if after < 1 {
            let first = try matterHead(row).first
            guard first != 0 else { return [] }
            var cursor = try eventSQL.one.begin(connection)
            cursor.bind(first)
            if try cursor.step() { found.append(try Ledger.event(cursor, units.names)) }
        }
        var cursor = try eventSQL.later.begin(connection)
        cursor.bind(row.unit)
        cursor.bind(key.number.key)
        cursor.bind(max(after, 1))
        cursor.bind(limit - found.count)
        while try cursor.step() { found.append(try Ledger.event(cursor, units.names)) }
        return found
    }

    /// Events over all units, or of one, in the order they were recorded: those after `after`, at most `limit`. Read page by page, the whole
    /// record passes through bounded memory.
    public mutating func events(after: Int64, of unit: UnitID? = nil, limit: Int = 500) throws(StoreFailure) -> [EventRow] {
        var found: [EventRow] = []
        if let unit {
            guard let row = units.byName[unit]?.row else { return [] }
            var cursor = try eventSQL.unitPage.begin(connection)
            cursor.bind(after)
            cursor.bind(row)
            cursor.bind(limit)
            while try cursor.step() { found.append(try Ledger.event(cursor, units.names)) }
        } else {
            var cursor = try eventSQL.page.begin(connection)
            cursor.bind(after)
            cursor.bind(limit)
            while try cursor.step() { found.append(try Ledger.event(cursor, units.names)) }
        }
        return found
    }

    /// Events over all units, the newest first: those before `before`, at most `limit`.
    public mutating func events(before: Int64, limit: Int) throws(StoreFailure) -> [EventRow] {
        var cursor = try eventSQL.pageBack.begin(connection)
        cursor.bind(before)
        cursor.bind(limit)
        var found: [EventRow] = []
        while try cursor.step() { found.append(try Ledger.event(cursor, units.names)) }
        return found
    }

    static func event(_ cursor: borrowing Cursor, _ names: [Int64: UnitID]) throws(StoreFailure) -> EventRow {
        guard let unit = names[cursor.integer(1)] else { throw StoreFailure("read an event", .unreadable(table: "event")) }
        return EventRow(
            id: cursor.integer(0), unit: unit, n: cursor.integer(2), matter: MatterNumber(key: cursor.integer(3)), m: cursor.integer(4),
            at: Instant(milliseconds: cursor.integer(5)), happened: cursor.optionalInteger(6).map(Instant.init(milliseconds:)),
            by: cursor.optionalText(7), post: cursor.optionalText(8), rulebook: cursor.optionalText(9), kind: cursor.text(10),
            version: Int(cursor.integer(11)), body: cursor.bytes(12), prev: cursor.bytes(13), hash: cursor.bytes(14))
    }
}
