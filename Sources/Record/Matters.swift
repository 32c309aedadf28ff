import Deliberation
import Procedure

/// Where a matter stands, as the fold of its events made it. The store reads nothing but the columns beside `state`.
public struct MatterState: Sendable, Hashable {
    public var key: MatterKey
    /// A short word for people and counts, e.g. `noticed`.
    public var stage: String
    public var isOpen: Bool
    /// When somebody owes it something next; orders the list of what is to be done.
    public var due: Instant?
    public var state: [UInt8]

    public init(_ key: MatterKey, stage: String, isOpen: Bool, due: Instant? = nil, state: [UInt8]) {
        self.key = key
        self.stage = stage
        self.isOpen = isOpen
        self.due = due
        self.state = state
    }
}

struct MatterStatements: ~Copyable {
    var one = Statement("read a matter", "SELECT id, stage, open, due, state FROM matter WHERE id = ?")
    var head = Statement("read a matter's count", "SELECT m, first FROM matter WHERE id = ?")
    var put = Statement(
        "put a matter",
        """
        INSERT INTO matter (id, m, first, stage, open, due, state) VALUES (?, ?, ?, ?, ?, ?, ?)
        ON CONFLICT (id) DO UPDATE SET m = excluded.m, stage = excluded.stage, open = excluded.open, due = excluded.due,
          state = excluded.state
        """)
    var count = Statement(
        "count a matter's events",
        """
        INSERT INTO matter (id, m, first, stage, open, due, state) VALUES (?, ?, ?, '', 0, NULL, x'')
        ON CONFLICT (id) DO UPDATE SET m = excluded.m
        """)
    var page = Statement(
        "read matters", "SELECT id, stage, open, due, state FROM matter WHERE id > ? AND id <= ? ORDER BY id LIMIT ?")
    var before = Statement(
        "read matters", "SELECT id FROM matter WHERE id > ? AND id <= ? ORDER BY id DESC LIMIT 1 OFFSET ?")
    var open = Statement(
        "read what is to be done",
        """
        SELECT id, stage, open, due, state FROM matter INDEXED BY matter_open
        WHERE open = 1 AND id >> 40 = ? ORDER BY due NULLS LAST, id LIMIT ?
        """)
    var closed = Statement(
        "read what is closed and waits for a day",
        """
        SELECT id, stage, open, due, state FROM matter WHERE id > ? AND id <= ? AND open = 0 AND due > ? ORDER BY due, id LIMIT ?
        """)
    var stages = Statement("count the stages", "SELECT stage, count(*) FROM matter WHERE id > ? AND id <= ? GROUP BY stage ORDER BY stage")
    var clear = Statement("clear the matters", "DELETE FROM matter")
    var notePart = Statement("note a part", "INSERT INTO part (person, matter) VALUES (?, ?) ON CONFLICT DO NOTHING")
    var moveParts = Statement("move a person's parts", "UPDATE OR REPLACE part SET person = ? WHERE person = ?")
    var eraseParts = Statement("erase a person's parts", "DELETE FROM part WHERE person = ?")
    var clearParts = Statement("clear the parts", "DELETE FROM part")
    var everyone = Statement("read all matters", "SELECT id, stage, open, due, state FROM matter WHERE id > ? ORDER BY id LIMIT ?")
    var peopleIn = Statement("read a unit's people", "SELECT DISTINCT person FROM part WHERE matter >> 40 = ? ORDER BY person")
    var parts = Statement(
        "read a person's matters",
        "SELECT matter FROM part WHERE person = ? ORDER BY (SELECT first FROM matter WHERE id = part.matter) DESC, matter DESC LIMIT ?")
}

extension Ledger {
    /// The derived row of a matter, nil when there is none.
    public mutating func matter(_ key: MatterKey) throws(StoreFailure) -> MatterState? {
        guard let row = knownRow(key) else { return nil }
        var cursor = try matterSQL.one.begin(connection)
        cursor.bind(row.id)
        return try cursor.step() ? MatterState(key, cursor) : nil
    }

    /// Writes the derived row of a matter, over the old one.
    public mutating func putMatter(_ matter: MatterState) throws(StoreFailure) {
        let row = try row(matter.key)
        let head = try matterHead(row)
        var cursor = try matterSQL.put.begin(connection)
        cursor.bind(row.id)
        cursor.bind(head.m)
        cursor.bind(head.first)
        cursor.bind(matter.stage)
        cursor.bind(matter.isOpen)
        cursor.bind(matter.due?.milliseconds)
        cursor.bind(matter.state)
        try cursor.run()
        matterHeads[row] = MatterHead(m: head.m, first: head.first, isAhead: false)
    }

    /// A unit's matters by number, those after `after`, at most `limit`. The unit's own row (number `.unit`) is not among them.
    public mutating func matters(of unit: UnitID, after: MatterNumber = .unit, limit: Int = 500) throws(StoreFailure) -> [MatterState] {
        guard let known = units.byName[unit] else { return [] }
        var cursor = try matterSQL.page.begin(connection)
        cursor.bind(MatterRow(unit: known.row, number: after).id)
        cursor.bind(MatterRow(unit: known.row, number: .unit).id | MatterRow.numberBits)
        cursor.bind(limit)
        var found: [MatterState] = []
        while try cursor.step() { found.append(MatterState(MatterKey(unit, MatterRow(id: cursor.integer(0)).number), cursor)) }
        return found
    }

    /// The number behind which a unit has its newest `count` matters; `.unit` where it has no more than these.
    public mutating func number(before count: Int, newestOf unit: UnitID) throws(StoreFailure) -> MatterNumber {
        guard let known = units.byName[unit] else { return .unit }
        var cursor = try matterSQL.before.begin(connection)
        cursor.bind(MatterRow(unit: known.row, number: .unit).id)
        cursor.bind(MatterRow(unit: known.row, number: .unit).id | MatterRow.numberBits)
        cursor.bind(count)
        return try cursor.step() ? MatterRow(id: cursor.integer(0)).number : .unit
    }

    /// A unit's open matters, what is due first, those without a day last.
    public mutating func openMatters(of unit: UnitID, limit: Int = 500) throws(StoreFailure) -> [MatterState] {
        guard let known = units.byName[unit] else { return [] }
        var cursor = try matterSQL.open.begin(connection)
        cursor.bind(known.row)
        cursor.bind(limit)
        var found: [MatterState] = []
        while try cursor.step() { found.append(MatterState(MatterKey(unit, MatterRow(id: cursor.integer(0)).number), cursor)) }
        return found
    }

    /// A unit's closed matters of which somebody owes something still, until a day later than that; what is due first in front.
    public mutating func closedMatters(of unit: UnitID, dueAfter: Instant, limit: Int = 500) throws(StoreFailure) -> [MatterState] {
        guard let known = units.byName[unit] else { return [] }
        var cursor = try matterSQL.closed.begin(connection)
        cursor.bind(MatterRow(unit: known.row, number: .unit).id)
        cursor.bind(MatterRow(unit: known.row, number: .unit).id | MatterRow.numberBits)
        cursor.bind(dueAfter.milliseconds)
        cursor.bind(limit)
        var found: [MatterState] = []
        while try cursor.step() { found.append(MatterState(MatterKey(unit, MatterRow(id: cursor.integer(0)).number), cursor)) }
        return found
    }

    /// How many matters of a unit stand at each stage.
    public mutating func stages(of unit: UnitID) throws(StoreFailure) -> [String: Int] {
        guard let known = units.byName[unit] else { return [:] }
        var cursor = try matterSQL.stages.begin(connection)
        cursor.bind(MatterRow(unit: known.row, number: .unit).id)
        cursor.bind(MatterRow(unit: known.row, number: .unit).id | MatterRow.numberBits)
        var found: [String: Int] = [:]
        while try cursor.step() { found[cursor.text(0)] = Int(cursor.integer(1)) }
        return found
    }

    /// Notes that a person has a part in a matter (proposed, endorsed); again is no fault. Meant to be filled in batches behind the
    /// commit that answers the resident: keep a mark of the last event seen (`setMark`) and follow `events(after:)`.
    public mutating func notePart(_ person: PersonID, in key: MatterKey) throws(StoreFailure) {
        let row = try row(key)
        var cursor = try matterSQL.notePart.begin(connection)
        cursor.bind(person.value)
        cursor.bind(row.id)
        try cursor.run()
    }

    /// What somebody has a part in, the person they were joined with has a part in from now on.
    public mutating func moveParts(of person: PersonID, to other: PersonID) throws(StoreFailure) {
        var cursor = try matterSQL.moveParts.begin(connection)
        cursor.bind(other.value)
        cursor.bind(person.value)
        try cursor.run()
    }

    /// Nobody knows any more what somebody had a part in.
    public mutating func eraseParts(of person: PersonID) throws(StoreFailure) {
        var cursor = try matterSQL.eraseParts.begin(connection)
        cursor.bind(person.value)
        try cursor.run()
    }

    /// Every matter's row in the order of their keys, those after `place`; of all units.
    public mutating func matterRows(after place: Int64, limit: Int) throws(StoreFailure) -> [MatterState] {
        var cursor = try matterSQL.everyone.begin(connection)
        cursor.bind(place)
        cursor.bind(limit)
        var found: [MatterState] = []
        while try cursor.step() {
            found.append(
                MatterState(
                    try key(of: MatterRow(id: cursor.integer(0))), stage: cursor.text(1), isOpen: cursor.bool(2),
                    due: cursor.optionalInteger(3).map(Instant.init(milliseconds:)), state: cursor.bytes(4)))
        }
        return found
    }

    /// How many events the row of a matter counts, and the id of the first; nil when there is no row.
    public mutating func extent(of key: MatterKey) throws(StoreFailure) -> (m: Int64, first: Int64)? {
        guard let row = knownRow(key) else { return nil }
        var cursor = try matterSQL.head.begin(connection)
        cursor.bind(row.id)
        return try cursor.step() ? (cursor.integer(0), cursor.integer(1)) : nil
    }

    /// Matters that have events and no row; a hundred at most.
    public mutating func mattersWithoutRow() throws(StoreFailure) -> [MatterKey] {
        var cursor = try eventSQL.withoutRow.begin(connection)
        var found: [MatterKey] = []
        while try cursor.step() {
            found.append(try key(of: MatterRow(unit: cursor.integer(0), number: MatterNumber(key: cursor.integer(1)))))
        }
        return found
    }

    /// Where a matter's row stands among all.
    public func place(of key: MatterKey) -> Int64? { knownRow(key)?.id }

    /// Forgets who has a part in what, to be noted anew from the events.
    public mutating func clearParts() throws(StoreFailure) { try matterSQL.clearParts.begin(connection).run() }

    /// Everybody who has proposed or supported something in a unit. Reads the whole table: for what is rare.
    public mutating func people(in unit: UnitID) throws(StoreFailure) -> [PersonID] {
        guard let row = units.byName[unit]?.row else { return [] }
        var cursor = try matterSQL.peopleIn.begin(connection)
        cursor.bind(row)
        var found: [PersonID] = []
        while try cursor.step() { found.append(PersonID(cursor.integer(0))) }
        return found
    }

    /// The matters a person has a part in, whichever began last first.
    public mutating func parts(of person: PersonID, limit: Int = 100) throws(StoreFailure) -> [MatterKey] {
        var cursor = try matterSQL.parts.begin(connection)
        cursor.bind(person.value)
        cursor.bind(limit)
        var found: [MatterKey] = []
        while try cursor.step() { found.append(try key(of: MatterRow(id: cursor.integer(0)))) }
        return found
    }

    mutating func matterHead(_ row: MatterRow) throws(StoreFailure) -> MatterHead {
        if let known = matterHeads[row] { return known }
        var cursor = try matterSQL.head.begin(connection)
        cursor.bind(row.id)
        let found = try cursor.step()
        return MatterHead(m: found ? cursor.integer(0) : 0, first: found ? cursor.integer(1) : 0, isAhead: false)
    }

    /// At the end of a transaction: counts the events of matters whose row was not put.
    mutating func settleMatters() throws(StoreFailure) {
        for (row, head) in matterHeads where head.isAhead {
            var cursor = try matterSQL.count.begin(connection)
            cursor.bind(row.id)
            cursor.bind(head.m)
            cursor.bind(head.first)
            try cursor.run()
        }
        matterHeads.removeAll(keepingCapacity: true)
    }
}

extension MatterState {
    /// From a row of id, stage, open, due, state.
    init(_ key: MatterKey, _ cursor: borrowing Cursor) {
        self.init(
            key, stage: cursor.text(1), isOpen: cursor.bool(2), due: cursor.optionalInteger(3).map(Instant.init(milliseconds:)),
            state: cursor.bytes(4))
    }
}
