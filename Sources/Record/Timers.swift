import Deliberation
import Procedure

/// Something to be looked at later. A matter has one timer of a kind for an occasion: setting it again moves it.
public struct TimerRow: Sendable, Hashable {
    public var key: MatterKey
    public var kind: String
    /// What makes this one differ from others of the kind, e.g. the step it was set at. May be empty.
    public var occasion: String
    public var due: Instant
    /// JSON; or what `Ledger.sealed` made of it.
    public var payload: [UInt8]

    public init(_ key: MatterKey, kind: String, occasion: String = "", due: Instant, payload: [UInt8] = []) {
        self.key = key
        self.kind = kind
        self.occasion = occasion
        self.due = due
        self.payload = payload
    }
}

struct TimerStatements: ~Copyable {
    var set = Statement(
        "set a timer",
        """
        INSERT INTO timer (matter, kind, occasion, due, payload) VALUES (?, ?, ?, ?, ?)
        ON CONFLICT (matter, kind, occasion) DO UPDATE SET due = excluded.due, payload = excluded.payload
        """)
    var cancel = Statement("cancel a timer", "DELETE FROM timer WHERE matter = ? AND kind = ? AND occasion = ?")
    var cancelKind = Statement("cancel timers of a kind", "DELETE FROM timer WHERE matter = ? AND kind = ?")
    var cancelAll = Statement("cancel a matter's timers", "DELETE FROM timer WHERE matter = ?")
    var fire = Statement("fire a timer", "DELETE FROM timer WHERE matter = ? AND kind = ? AND occasion = ? AND due = ?")
    var due = Statement(
        "read the due timers",
        "SELECT matter, kind, occasion, due, payload FROM timer WHERE due <= ? ORDER BY due, matter, kind, occasion LIMIT ?")
    var ofMatter = Statement(
        "read a matter's timers", "SELECT matter, kind, occasion, due, payload FROM timer WHERE matter = ? ORDER BY due, kind, occasion")
    var next = Statement("look when a timer is due", "SELECT min(due) FROM timer")
    var ofUnit = Statement(
        "read a unit's timers",
        "SELECT matter, kind, occasion, due, payload FROM timer WHERE matter > ? AND matter <= ? ORDER BY due, matter, kind, occasion")
    var orphan = Statement(
        "look for timers of unknown units",
        """
        SELECT matter, kind, occasion, due, payload FROM timer WHERE due <= ? AND NOT EXISTS (SELECT 1 FROM unit WHERE id = timer.matter >> 40)
        LIMIT 1
        """)
    var count = Statement("count the timers", "SELECT count(*) FROM timer")
}

extension Ledger {
    /// Sets a timer, or moves the one of the same matter, kind and occasion.
    public mutating func setTimer(_ timer: TimerRow) throws(StoreFailure) {
        let row = try row(timer.key)
        var cursor = try timerSQL.set.begin(connection)
        cursor.bind(row.id)
        cursor.bind(timer.kind)
        cursor.bind(timer.occasion)
        cursor.bind(timer.due.milliseconds)
        cursor.bind(timer.payload)
        try cursor.run()
    }

    /// Cancels one timer, all of a kind (`occasion` nil), or all of the matter (`kind` nil too). How many.
    @discardableResult
    public mutating func cancelTimers(of key: MatterKey, kind: String? = nil, occasion: String? = nil) throws(StoreFailure) -> Int {
        guard let row = knownRow(key) else { return 0 }
        if let kind, let occasion {
            var cursor = try timerSQL.cancel.begin(connection)
            cursor.bind(row.id)
            cursor.bind(kind)
            cursor.bind(occasion)
            try cursor.run()
        } else if let kind {
            var cursor = try timerSQL.cancelKind.begin(connection)
            cursor.bind(row.id)
            cursor.bind(kind)
            try cursor.run()
        } else {
            var cursor = try timerSQL.cancelAll.begin(connection)
            cursor.bind(row.id)
            try cursor.run()
        }
        return connection.changes
    }

    /// Takes a timer away because it fires now, in the commit of what comes of it. False when it has been fired, moved or cancelled since
    /// it was read: then nothing may come of it.
    public mutating func fire(_ timer: TimerRow) throws(StoreFailure) -> Bool {
        guard let row = knownRow(timer.key) else { return false }
        var cursor = try timerSQL.fire.begin(connection)
        cursor.bind(row.id)
        cursor.bind(timer.kind)
        cursor.bind(timer.occasion)
        cursor.bind(timer.due.milliseconds)
        return try changes(cursor)
    }

    /// Timers due by `now`, in order, at most `limit`. One whose unit is not there is passed over: `setAsideOrphans` takes those away.
    public mutating func dueTimers(now: Instant, limit: Int) throws(StoreFailure) -> [TimerRow] {
        var cursor = try timerSQL.due.begin(connection)
        cursor.bind(now.milliseconds)
        cursor.bind(limit)
        var found: [TimerRow] = []
        while try cursor.step() {
            guard units.names[MatterRow(id: cursor.integer(0)).unit] != nil else { continue }
            found.append(try timer(cursor))
        }
        return found
    }

    /// Takes away due timers whose unit is not in the record, and notes each as set aside: they can never fire, and in the way of `limit`
    /// they would keep others from firing. How many.
    public mutating func setAsideOrphans(now: Instant) throws(StoreFailure) -> Int {
        var count = 0
        while true {
            var found: (matter: Int64, kind: String, occasion: String, due: Int64, length: Int)?
            do {
                var cursor = try timerSQL.orphan.begin(connection)
                cursor.bind(now.milliseconds)
                if try cursor.step() {
                    found = (cursor.integer(0), cursor.text(1), cursor.text(2), cursor.integer(3), cursor.bytes(4).count)
                }
            }
            guard let found else { return count }
            var cursor = try timerSQL.cancel.begin(connection)
            cursor.bind(found.matter)
            cursor.bind(found.kind)
            cursor.bind(found.occasion)
            try cursor.run()
            try setAside(
                Aside(
                    at: now, length: found.length, place: "timer \(found.kind) of the unknown unit \(MatterRow(id: found.matter).unit)",
                    fingerprint: [], reason: "its unit is not in the record"))
            count += 1
        }
    }

    /// A matter's timers, in order of time.
    public mutating func timers(of key: MatterKey) throws(StoreFailure) -> [TimerRow] {
        guard let row = knownRow(key) else { return [] }
        var cursor = try timerSQL.ofMatter.begin(connection)
        cursor.bind(row.id)
        var found: [TimerRow] = []
        while try cursor.step() { found.append(try timer(cursor)) }
        return found
    }

    /// When the next timer is due.
    public mutating func nextTimer() throws(StoreFailure) -> Instant? {
        var cursor = try timerSQL.next.begin(connection)
        return try cursor.step() ? cursor.optionalInteger(0).map(Instant.init(milliseconds:)) : nil
    }

    /// The timers of a unit's matters, in order of time; not those of the unit itself.
    public mutating func timers(of unit: UnitID) throws(StoreFailure) -> [TimerRow] {
        guard let row = knownRow(MatterKey(unit, .unit)) else { return [] }
        var cursor = try timerSQL.ofUnit.begin(connection)
        cursor.bind(row.id)
        cursor.bind(row.id | MatterRow.numberBits)
        var found: [TimerRow] = []
        while try cursor.step() { found.append(try timer(cursor)) }
        return found
    }

    public mutating func timerCount() throws(StoreFailure) -> Int {
        var cursor = try timerSQL.count.begin(connection)
        return try cursor.step() ? Int(cursor.integer(0)) : 0
    }

    private func timer(_ cursor: borrowing Cursor) throws(StoreFailure) -> TimerRow {
        TimerRow(
            try key(of: MatterRow(id: cursor.integer(0))), kind: cursor.text(1), occasion: cursor.text(2),
            due: Instant(milliseconds: cursor.integer(3)), payload: cursor.bytes(4))
    }
}
