import Deliberation
import Wire

/// The newest event of a unit: what the next one is chained to.
public struct ChainHead: Sendable, Hashable {
    /// 0 before the first event.
    public var n: Int64
    public var hash: [UInt8]

    public init(n: Int64, hash: [UInt8]) {
        self.n = n
        self.hash = hash
    }

    /// Before the first event: 32 zero bytes.
    public static let none = ChainHead(n: 0, hash: [UInt8](repeating: 0, count: 32))
}

struct UnitStatements: ~Copyable {
    var all = Statement("read the units", "SELECT id, name, n, head FROM unit ORDER BY id")
    var add = Statement("add a unit", "INSERT INTO unit (name, n, head) VALUES (?, ?, ?)")
    var put = Statement("put a unit's head", "UPDATE unit SET n = ?, head = ? WHERE id = ?")
    var newest = Statement("find the newest number", "SELECT max(id) FROM matter WHERE id BETWEEN ? AND ?")
}

/// The units' heads, kept in memory between commits and written once a commit, however many events a unit got in it.
struct UnitHeads {
    struct Unit {
        let row: Int64
        var head: ChainHead
        /// The newest number given out in a year, once it was asked for.
        var serials: [Int: Int] = [:]
    }

    var byName: [UnitID: Unit] = [:]
    var names: [Int64: UnitID] = [:]
    /// Whose heads the transaction under way has moved.
    var moved: Set<UnitID> = []
    /// Numbers given out, of which it is not settled yet whether they are used.
    var given: [(unit: UnitID, number: MatterNumber)] = []
    /// SQLite's count of other connections' commits when this was read; nil when it must be read again.
    var dataVersion: Int64?

    mutating func forget() { self = UnitHeads() }

    mutating func move(_ unit: UnitID, to head: ChainHead) {
        change(unit) { $0.head = head }
        moved.insert(unit)
    }

    mutating func change(_ unit: UnitID, _ body: (inout Unit) -> Void) {
        if var value = byName.removeValue(forKey: unit) {
            body(&value)
            byName[unit] = value
        }
    }
}

extension Ledger {
    /// The newest event of a unit; `.none` for one that has no event yet.
    public func head(of unit: UnitID) -> ChainHead { units.byName[unit]?.head ?? .none }

    /// SQLite's count of other connections' commits: when it has changed, what was read before may be old.
    public var othersCommits: Int64 { units.dataVersion ?? 0 }

    /// Every unit that ever had an event, in the order they came.
    public func allUnits() -> [UnitID] { units.byName.sorted { $0.value.row < $1.value.row }.map(\.key) }

    /// The next number of that year in the unit: one more than the newest matter's. Every call gives another one, until those that became no
    /// matter are taken back (`takeBackUnusedSerials`).
    /// - Throws: `.numbersExhausted` after 999,999.
    public mutating func nextSerial(_ unit: UnitID, year: Int) throws(StoreFailure) -> MatterNumber {
        let row = try unitRow(unit)
        let newest: Int
        if let known = units.byName[unit]?.serials[year] {
            newest = known
        } else {
            newest = try newestSerial(unit: row, year: year)
        }
        guard newest < 999_999 else { throw StoreFailure("give out a number", .numbersExhausted(year: year)) }
        units.change(unit) { $0.serials[year] = newest + 1 }
        let number = MatterNumber(year: year, serial: newest + 1)
        // Nobody need look for its events: there are none.
        matterHeads[MatterRow(unit: row, number: number)] = MatterHead(m: 0, first: 0, isAhead: false)
        units.given.append((unit, number))
        return number
    }

    /// Takes back the numbers that were given out since, newest first, and became no matter: nobody finds one missing. To be called once all
    /// that one arrival causes is written.
    public mutating func takeBackUnusedSerials() throws(StoreFailure) {
        for (unit, number) in units.given.reversed() {
            let row = MatterRow(unit: try unitRow(unit), number: number)
            guard matterHeads[row]?.m == 0, units.byName[unit]?.serials[number.year] == number.serial else { continue }
            units.change(unit) { $0.serials[number.year] = number.serial - 1 }
            matterHeads[row] = nil
        }
        units.given = []
    }

    private mutating func newestSerial(unit: Int64, year: Int) throws(StoreFailure) -> Int {
        var cursor = try unitSQL.newest.begin(connection)
        cursor.bind(MatterRow(unit: unit, number: MatterNumber(year: year, serial: 0)).id)
        cursor.bind(MatterRow(unit: unit, number: MatterNumber(year: year, serial: 999_999)).id)
        guard try cursor.step(), let id = cursor.optionalInteger(0) else { return 0 }
        return MatterRow(id: id).number.serial
    }

    /// The unit's row, made when this is the first that is heard of it.
    mutating func unitRow(_ unit: UnitID) throws(StoreFailure) -> Int64 {
        if let known = units.byName[unit] { return known.row }
        var cursor = try unitSQL.add.begin(connection)
        cursor.bind(unit.name)
        cursor.bind(ChainHead.none.n)
        cursor.bind(ChainHead.none.hash)
        try cursor.run()
        let row = connection.newestRow
        units.byName[unit] = UnitHeads.Unit(row: row, head: .none)
        units.names[row] = unit
        return row
    }

    /// Reads the heads when another connection has written since, or when a failure made us forget them.
    mutating func refreshUnits() throws(StoreFailure) {
        let version = try dataVersion()
        guard units.dataVersion != version else { return }
        units.forget()
        newest = Newest()
        var cursor = try unitSQL.all.begin(connection)
        while try cursor.step() {
            guard let name = UnitID(cursor.text(1)) else { throw StoreFailure("read the units", .unreadable(table: "unit")) }
            let row = cursor.integer(0)
            units.byName[name] = UnitHeads.Unit(row: row, head: ChainHead(n: cursor.integer(2), hash: cursor.bytes(3)))
            units.names[row] = name
        }
        units.dataVersion = version
    }

    private mutating func dataVersion() throws(StoreFailure) -> Int64 {
        var cursor = try transactionSQL.dataVersion.begin(connection)
        return try cursor.step() ? cursor.integer(0) : 0
    }

    /// Writes the heads this transaction has moved.
    mutating func writeUnits() throws(StoreFailure) {
        for name in units.moved {
            guard let unit = units.byName[name] else { continue }
            var cursor = try unitSQL.put.begin(connection)
            cursor.bind(unit.head.n)
            cursor.bind(unit.head.hash)
            cursor.bind(unit.row)
            try cursor.run()
        }
        units.moved.removeAll(keepingCapacity: true)
    }

    func key(of row: MatterRow) throws(StoreFailure) -> MatterKey {
        guard let unit = units.names[row.unit] else { throw StoreFailure("name a matter's unit", .unreadable(table: "unit")) }
        return MatterKey(unit, row.number)
    }

    func knownRow(_ key: MatterKey) -> MatterRow? {
        units.byName[key.unit].map { MatterRow(unit: $0.row, number: key.number) }
    }

    mutating func row(_ key: MatterKey) throws(StoreFailure) -> MatterRow {
        MatterRow(unit: try unitRow(key.unit), number: key.number)
    }
}
