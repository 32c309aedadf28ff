import Deliberation
import Wire

/// A group as the platform knows it. Sealed in the store.
public struct GroupPlace: Sendable, Hashable {
    public var endpoint: String
    /// The platform's id of the group.
    public var id: String

    public init(endpoint: String, id: String) {
        self.endpoint = endpoint
        self.id = id
    }
}

struct GroupStatements: ~Copyable {
    var ofPlace = Statement("look for a group", "SELECT id FROM chat_group WHERE blind = ?")
    var one = Statement("read a group", "SELECT sealed FROM chat_group WHERE id = ?")
    var add = Statement("add a group", "INSERT INTO chat_group (id, blind, sealed) VALUES (?, ?, ?)")
    var all = Statement("read the groups", "SELECT id, sealed FROM chat_group ORDER BY id")
    var name = Statement("check a group", "SELECT blind FROM chat_group WHERE id = ?")
    var forget = Statement("erase a group", "DELETE FROM chat_group WHERE id = ?")
}

extension Ledger {
    /// Our number of a group; nil when it never was bound.
    public mutating func group(of place: GroupPlace) throws(StoreFailure) -> GroupID? {
        var cursor = try groupSQL.ofPlace.begin(connection)
        cursor.bind(identity.blind(place))
        return try cursor.step() ? GroupID(cursor.integer(0)) : nil
    }

    /// Adds a group under a random number; one that is there keeps its own. What it is bound to is an event, not here.
    public mutating func addGroup(_ place: GroupPlace) throws(StoreFailure) -> GroupID {
        while true {
            if let known = try group(of: place) { return known }
            let id = GroupID(SecureRandom.int63())
            var cursor = try groupSQL.add.begin(connection)
            cursor.bind(id.value)
            cursor.bind(identity.blind(place))
            cursor.bind(try seal(.place(place.endpoint, place.id), as: id.description))
            if try cursor.insertUnlessThere() { return id }
        }
    }

    public mutating func place(of group: GroupID) throws(StoreFailure) -> GroupPlace? {
        var cursor = try groupSQL.one.begin(connection)
        cursor.bind(group.value)
        return try cursor.step() ? try place(cursor.bytes(0), of: group) : nil
    }

    /// Whether the group's row, its index and its box say the same place; the box must open.
    public mutating func agrees(_ group: GroupID) throws(StoreFailure) -> Bool {
        guard let place = try place(of: group), try self.group(of: place) == group else { return false }
        var cursor = try groupSQL.name.begin(connection)
        cursor.bind(group.value)
        return try cursor.step() && cursor.bytes(0) == identity.blind(place)
    }

    /// All groups, for the snapshot at start.
    public mutating func groups() throws(StoreFailure) -> [GroupID: GroupPlace] {
        var cursor = try groupSQL.all.begin(connection)
        var found: [GroupID: GroupPlace] = [:]
        while try cursor.step() {
            let id = GroupID(cursor.integer(0))
            found[id] = try place(cursor.bytes(1), of: id)
        }
        return found
    }

    /// Every group's number.
    public mutating func groupIDs() throws(StoreFailure) -> [GroupID] {
        var cursor = try groupSQL.all.begin(connection)
        var found: [GroupID] = []
        while try cursor.step() { found.append(GroupID(cursor.integer(0))) }
        return found
    }

    @discardableResult
    public mutating func erase(_ group: GroupID) throws(StoreFailure) -> Bool {
        var cursor = try groupSQL.forget.begin(connection)
        cursor.bind(group.value)
        return try changes(cursor)
    }

    private func place(_ sealed: [UInt8], of group: GroupID) throws(StoreFailure) -> GroupPlace {
        guard let place = try unseal(sealed, as: group.description, table: "chat_group").place else {
            throw StoreFailure("read a group", .unreadable(table: "chat_group"))
        }
        return GroupPlace(endpoint: place.endpoint, id: place.id)
    }
}
