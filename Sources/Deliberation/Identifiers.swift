/// A 社区, 镇 or workplace with a council of its own: the lock, the register and the chain. A short name from the configuration, `[a-z0-9-]{1,32}`.
public struct UnitID: Sendable, Hashable, Comparable, CustomStringConvertible {
    public let name: String

    public init?(_ name: String) {
        let allowed = name.utf8.allSatisfy { (97...122).contains($0) || (48...57).contains($0) || $0 == 45 }
        guard allowed, (1...32).contains(name.utf8.count) else { return nil }
        self.name = name
    }

    public static func < (a: UnitID, b: UnitID) -> Bool { a.name < b.name }
    public var description: String { name }
}

/// A person, under a random number that says nothing about them. Names and accounts stand in the people table only.
public struct PersonID: Sendable, Hashable, Comparable, CustomStringConvertible {
    public let value: Int64

    public init(_ value: Int64) { self.value = value }

    /// As it stands in event bodies: ids are strings there.
    public init?(text: String) {
        guard text.utf8.first == 112, let value = Int64(text.dropFirst()) else { return nil }
        self.value = value
    }

    public var description: String { "p\(value)" }
    public static func < (a: PersonID, b: PersonID) -> Bool { a.value < b.value }
}

/// A group bound to a unit, under a random number; its platform id is sealed beside the people.
public struct GroupID: Sendable, Hashable, Comparable, CustomStringConvertible {
    public let value: Int64

    public init(_ value: Int64) { self.value = value }

    public init?(text: String) {
        guard text.utf8.first == 103, let value = Int64(text.dropFirst()) else { return nil }
        self.value = value
    }

    public var description: String { "g\(value)" }
    public static func < (a: GroupID, b: GroupID) -> Bool { a.value < b.value }
}

/// Somebody's words (a text, a reason, a picture later), kept apart from the events: a growing number in the words table.
public struct WordsID: Sendable, Hashable, CustomStringConvertible {
    public let value: Int64

    public init(_ value: Int64) { self.value = value }

    public init?(text: String) {
        guard text.utf8.first == 119, let value = Int64(text.dropFirst()) else { return nil }
        self.value = value
    }

    public var description: String { "w\(value)" }
}

/// What people call 「12号」: one running number per unit and year for everything they speak of, never reused.
/// Serial 0 is the unit itself (posts, groups, seats, settings).
public struct MatterNumber: Sendable, Hashable, Comparable, CustomStringConvertible {
    public let year: Int
    public let serial: Int

    public init(year: Int, serial: Int) {
        self.year = year
        self.serial = serial
    }

    /// The unit itself.
    public static let unit = MatterNumber(year: 0, serial: 0)

    /// One whole number for keys: `year × 1,000,000 + serial`.
    public var key: Int64 { Int64(year) * 1_000_000 + Int64(serial) }

    public init(key: Int64) {
        year = Int(key / 1_000_000)
        serial = Int(key % 1_000_000)
    }

    public static func < (a: MatterNumber, b: MatterNumber) -> Bool { a.key < b.key }
    public var description: String { "\(year)-\(serial)" }
}
