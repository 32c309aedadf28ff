import Procedure

/// What could not be taken in: how long, where it was faulty, by which keyed hash it can be known again. Never the content.
public struct Aside: Sendable, Hashable {
    public var at: Instant
    /// Bytes.
    public var length: Int
    /// Where the fault is, e.g. `line 1, column 7`.
    public var place: String
    /// `IdentityKey.fingerprint(of:)`.
    public var fingerprint: [UInt8]
    /// English, without any of the content.
    public var reason: String

    public init(at: Instant, length: Int, place: String, fingerprint: [UInt8], reason: String) {
        self.at = at
        self.length = length
        self.place = place
        self.fingerprint = fingerprint
        self.reason = reason
    }
}

struct CounterStatements: ~Copyable {
    var add = Statement(
        "count",
        "INSERT INTO counter (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = value + excluded.value")
    var set = Statement(
        "set a mark", "INSERT INTO counter (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value")
    var one = Statement("read a mark", "SELECT value FROM counter WHERE name = ?")
    var all = Statement("read the counters", "SELECT name, value FROM counter ORDER BY name")
    var aside = Statement("set aside", "INSERT INTO aside (at, length, place, key, reason) VALUES (?, ?, ?, ?, ?)")
    var asides = Statement("read what was set aside", "SELECT at, length, place, key, reason FROM aside ORDER BY id DESC LIMIT ?")
    var forgetMarks = Statement("let go of old marks", "DELETE FROM counter WHERE name >= ? AND name < ? AND value < ?")
    var forgetAsides = Statement("let go of what was set aside", "DELETE FROM aside WHERE at < ?")
    var asideCount = Statement("count what was set aside", "SELECT count(*) FROM aside")
}

extension Ledger {
    /// Adds to a counter. Chat is counted at least once, not exactly once: add in bulk, from time to time.
    public mutating func count(_ name: String, by amount: Int64 = 1) throws(StoreFailure) {
        var cursor = try counterSQL.add.begin(connection)
        cursor.bind(name)
        cursor.bind(amount)
        try cursor.run()
    }

    /// Puts a mark: the last event followed up, the time up to which a group's messages were fetched.
    public mutating func setMark(_ name: String, _ value: Int64) throws(StoreFailure) {
        var cursor = try counterSQL.set.begin(connection)
        cursor.bind(name)
        cursor.bind(value)
        try cursor.run()
    }

    /// A mark or counter; nil when it was never put.
    public mutating func mark(_ name: String) throws(StoreFailure) -> Int64? {
        var cursor = try counterSQL.one.begin(connection)
        cursor.bind(name)
        return try cursor.step() ? cursor.integer(0) : nil
    }

    /// All counters and marks.
    public mutating func counters() throws(StoreFailure) -> [String: Int64] {
        var cursor = try counterSQL.all.begin(connection)
        var found: [String: Int64] = [:]
        while try cursor.step() { found[cursor.text(0)] = cursor.integer(1) }
        return found
    }

    /// Notes that something was set aside.
    public mutating func setAside(_ aside: Aside) throws(StoreFailure) {
        var cursor = try counterSQL.aside.begin(connection)
        cursor.bind(aside.at.milliseconds)
        cursor.bind(aside.length)
        cursor.bind(aside.place)
        cursor.bind(aside.fingerprint)
        cursor.bind(aside.reason)
        try cursor.run()
    }

    /// What was set aside, newest first.
    public mutating func asides(limit: Int = 100) throws(StoreFailure) -> [Aside] {
        var cursor = try counterSQL.asides.begin(connection)
        cursor.bind(limit)
        var found: [Aside] = []
        while try cursor.step() {
            found.append(
                Aside(
                    at: Instant(milliseconds: cursor.integer(0)), length: Int(cursor.integer(1)), place: cursor.text(2),
                    fingerprint: cursor.bytes(3), reason: cursor.text(4)))
        }
        return found
    }

    public mutating func asideCount() throws(StoreFailure) -> Int {
        var cursor = try counterSQL.asideCount.begin(connection)
        return try cursor.step() ? Int(cursor.integer(0)) : 0
    }

    /// Deletes marks with that opening whose value is lower: days that are over.
    public mutating func pruneMarks(_ opening: String, below limit: Int64) throws(StoreFailure) {
        var cursor = try counterSQL.forgetMarks.begin(connection)
        cursor.bind(opening)
        cursor.bind(opening + "\u{10FFFF}")
        cursor.bind(limit)
        try cursor.run()
    }

    /// Deletes what was set aside before `limit`: whoever could do something about it has had the time.
    public mutating func pruneAsides(before limit: Instant) throws(StoreFailure) {
        var cursor = try counterSQL.forgetAsides.begin(connection)
        cursor.bind(limit.milliseconds)
        try cursor.run()
    }
}
