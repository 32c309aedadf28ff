import CSQLite
import Deliberation
import Glibc
import Procedure
import Wire

struct ErasingStatements: ~Copyable {
    var ofPerson = Statement(
        "read the events of a person", "SELECT id FROM event WHERE by = ? OR instr(body, ?) > 0 ORDER BY id")
    var messages = Statement(
        "empty a person's messages",
        """
        UPDATE outbox SET args = CAST('{"v":{}}' AS BLOB), message = NULL, message_key = NULL, error = NULL, state = CASE state WHEN 0 THEN 5 ELSE state END
        WHERE chat = ?
        """)
    var named = Statement("find a name in messages", "SELECT id, args FROM outbox WHERE instr(args, ?) > 0")
    var unnamed = Statement("take a name out of a message", "UPDATE outbox SET args = ? WHERE id = ?")
    var moveRoll = Statement("join two voters", "UPDATE OR IGNORE roll SET person = ? WHERE person = ?")
    var moveMessages = Statement("send to another account", "UPDATE outbox SET chat = ? WHERE chat = ?")
    var sealed = Statement("read a person's box", "SELECT sealed FROM person WHERE id = ?")
}

extension Ledger {
    /// Everything these people did and everything that names one of them, in order. Looks through the whole record, once for each: for what is
    /// asked for seldom.
    public mutating func events(concerning people: Set<PersonID>) throws(StoreFailure) -> [EventRow] {
        var ids: Set<Int64> = []
        for person in people {
            var cursor = try erasingSQL.ofPerson.begin(connection)
            cursor.bind(person.description)
            // Ids are whole texts in a body, quotes and all: p12 is not found in p123.
            cursor.bind(JSON.string(person.description).bytes())
            while try cursor.step() { ids.insert(cursor.integer(0)) }
        }
        var found: [EventRow] = []
        for id in ids.sorted() {
            var cursor = try eventSQL.one.begin(connection)
            cursor.bind(id)
            if try cursor.step() { found.append(try Ledger.event(cursor, units.names)) }
        }
        return found
    }

    /// Empties every message to them (one that waits is dropped), takes their names out of messages to others and out of codes that were
    /// given out for them.
    /// - Parameters:
    ///   - instead: what stands in the place of a name.
    ///   - sparing: values that name nobody, whatever they hold: people call themselves as they like, by a place or a unit too.
    public mutating func eraseMessages(
        of person: PersonID, names: [String], instead: String, sparing: Set<String> = []
    ) throws(StoreFailure) {
        var messages = try erasingSQL.messages.begin(connection)
        messages.bind(person.description)
        try messages.run()
        for name in names where !name.isEmpty {
            let wanted = NameInArguments(name: name, instead: instead, sparing: sparing)
            try erase(wanted)
            try eraseSealed(holding: wanted)
        }
    }

    private mutating func erase(_ wanted: NameInArguments) throws(StoreFailure) {
        var found: [(row: Int64, arguments: [UInt8])] = []
        do {
            var cursor = try erasingSQL.named.begin(connection)
            // A whole literal, quotes and all: 「东园」 is not found in 「东园社区」.
            cursor.bind(JSON.string(wanted.name).bytes())
            while try cursor.step() {
                if let arguments = wanted.takenOut(of: cursor.bytes(1)) { found.append((cursor.integer(0), arguments)) }
            }
        }
        for (row, arguments) in found {
            var cursor = try erasingSQL.unnamed.begin(connection)
            cursor.bind(arguments)
            cursor.bind(row)
            try cursor.run()
        }
    }

    /// The bytes in which a person stands in the file, for looking whether they are gone.
    public mutating func box(of person: PersonID) throws(StoreFailure) -> [UInt8]? {
        var cursor = try erasingSQL.sealed.begin(connection)
        cursor.bind(person.value)
        return try cursor.step() ? cursor.bytes(0) : nil
    }

    /// Makes one person of two: accounts, parts, votes and messages of `person` become those of `into`. In a poll in which both have voted
    /// both ballots stay, for nothing leads from a voter to a ballot, and so does the row of the roll: as many rows as ballots.
    public mutating func join(_ person: PersonID, into: PersonID) throws(StoreFailure) {
        guard let gone = try profile(of: person), var kept = try profile(of: into) else { return }
        try moveParts(of: person, to: into)
        var move = try erasingSQL.moveRoll.begin(connection)
        move.bind(into.value)
        move.bind(person.value)
        try move.run()
        var messages = try erasingSQL.moveMessages.begin(connection)
        messages.bind(into.description)
        messages.bind(person.description)
        try messages.run()
        try erase(person)
        kept.accounts += gone.accounts.filter { !kept.accounts.contains($0) }
        if kept.realName == nil { kept.realName = gone.realName }
        try changePerson(into, to: kept)
        try setMark(Ledger.linkedMark, 1)
    }
}

/// Somebody's name among the arguments of a message, which the desk writes as `{"v": {value: argument}}`: an argument is a literal, a text
/// with values of its own (`v`), a list (`l`), or the id of something, which is nobody's name; nor is a key one.
struct NameInArguments {
    let name: String
    let instead: String
    /// Values that are left as they are.
    let sparing: Set<String>

    /// The arguments with something else in its place; nil where it does not stand in them.
    func takenOut(of arguments: [UInt8]) -> [UInt8]? {
        guard let json = try? JSON(parsing: arguments) else { return nil }
        let changed = without(json)
        return changed == json ? nil : changed.bytes()
    }

    private func without(_ argument: JSON) -> JSON {
        switch argument {
        case .string(name): .string(instead)
        case .object(let members):
            .object(
                members.map { member in
                    switch member.name {
                    case "v": JSON.Member("v", values(member.value))
                    case "l": JSON.Member("l", .array((member.value.array ?? []).map(without)))
                    default: member
                    }
                })
        default: argument
        }
    }

    private func values(_ json: JSON) -> JSON {
        .object((json.members ?? []).map { sparing.contains($0.name) ? $0 : JSON.Member($0.name, without($0.value)) })
    }
}

extension Store {
    /// Makes the file anew from the rows that live. What SQLite left of erased rows in the gaps of its pages when it moved others about is
    /// gone then. Takes as long as reading and writing the file, and keeps others from writing meanwhile; on any thread.
    public func vacuum() throws(StoreFailure) {
        let connection = try Connection.open(path: path, access: .writing)
        try connection.execute("VACUUM", "make the file anew")
        _ = try connection.number("PRAGMA wal_checkpoint(TRUNCATE)")
    }

    /// Bytes of the database file.
    public var size: Int64 {
        var status = stat()
        return stat(path, &status) == 0 ? Int64(status.st_size) : 0
    }

    /// Whether any of these byte strings stands in the database file; to be asked after `checkpoint()`, so that nothing is in the log. Short
    /// ones (under six bytes) are not looked for: they would be found anywhere. True, too, where the file cannot be read.
    ///
    /// It is read through SQLite's own hand on it. To open and close the file beside SQLite would let go of every lock this process has on
    /// it (POSIX), and the next process that reads it would take itself for the last one and delete the log we are writing to.
    public func holds(anyOf needles: [[UInt8]]) -> Bool {
        let needles = needles.filter { $0.count >= 6 }
        guard let longest = needles.map(\.count).max() else { return false }
        guard let connection = try? Connection.open(path: path, access: .reading) else { return true }
        var pointer: UnsafeMutablePointer<sqlite3_file>?
        guard sqlite3_file_control(connection.handle, "main", SQLITE_FCNTL_FILE_POINTER, &pointer) == SQLITE_OK, let file = pointer,
            let methods = file.pointee.pMethods, let size = methods.pointee.xFileSize, let read = methods.pointee.xRead
        else { return true }
        var end: sqlite3_int64 = 0
        guard size(file, &end) == SQLITE_OK else { return true }
        var buffer = [UInt8](repeating: 0, count: 1 << 20)
        var place: sqlite3_int64 = 0
        while place < end {
            let count = Int(min(sqlite3_int64(buffer.count), end - place))
            guard buffer.withUnsafeMutableBytes({ read(file, $0.baseAddress, Int32(count), place) }) == SQLITE_OK else { return true }
            for needle in needles where Store.find(needle, in: buffer, count: count) { return true }
            if place + sqlite3_int64(count) >= end { break }
            // What stands across the border of two pieces is in the next one whole.
            place += sqlite3_int64(count - longest + 1)
        }
        return false
    }

    private static func find(_ needle: [UInt8], in bytes: [UInt8], count: Int) -> Bool {
        bytes.withUnsafeBytes { hay in
            needle.withUnsafeBytes { wanted in
                guard let start = hay.baseAddress, let first = wanted.first, let pattern = wanted.baseAddress else { return false }
                var place = 0
                while place + wanted.count <= count {
                    guard let found = memchr(start + place, Int32(first), count - place - wanted.count + 1) else { return false }
                    if memcmp(found, pattern, wanted.count) == 0 { return true }
                    place = UnsafeRawPointer(found) - start + 1
                }
                return false
            }
        }
    }
}
