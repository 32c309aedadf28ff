import Procedure
import Wire

/// Somebody's words as an event holds them: where they stand, and the salted digest that still proves them after they are erased.
public struct WordsRef: Sendable, Hashable {
    public var id: WordsID
    /// SHA-256 of salt and text, lower-case hexadecimal.
    public var digest: String

    public init(id: WordsID, digest: String) {
        self.id = id
        self.digest = digest
    }
}

/// What stands in a field of a step.
public enum FieldValue: Sendable, Hashable {
    case text(String)
    case words(WordsRef)
    case day(CivilDate)
    case instant(Instant)
    case integer(Int)
    case flag(Bool)
    case person(PersonID)
    case people([PersonID])
    case number(MatterNumber)
    case numbers([MatterNumber])
    case groups([GroupID])
}

/// The fields of a step, by name.
public struct Fields: Sendable, Hashable {
    public private(set) var values: [Field: FieldValue]

    public init(_ values: [Field: FieldValue] = [:]) { self.values = values }

    public subscript(field: Field) -> FieldValue? {
        get { values[field] }
        set { values[field] = newValue }
    }

    /// These fields, with the other's put over them.
    public func overlaid(with other: Fields) -> Fields { Fields(values.merging(other.values) { $1 }) }

    public func text(_ field: Field) -> String? { if case .text(let value) = values[field] { value } else { nil } }
    public func words(_ field: Field) -> WordsRef? { if case .words(let value) = values[field] { value } else { nil } }
    public func day(_ field: Field) -> CivilDate? { if case .day(let value) = values[field] { value } else { nil } }
    public func instant(_ field: Field) -> Instant? { if case .instant(let value) = values[field] { value } else { nil } }
    public func integer(_ field: Field) -> Int? { if case .integer(let value) = values[field] { value } else { nil } }
    public func flag(_ field: Field) -> Bool { values[field] == .flag(true) }
    public func person(_ field: Field) -> PersonID? { if case .person(let value) = values[field] { value } else { nil } }
    public func people(_ field: Field) -> [PersonID] { if case .people(let value) = values[field] { value } else { [] } }
    public func number(_ field: Field) -> MatterNumber? { if case .number(let value) = values[field] { value } else { nil } }
    public func numbers(_ field: Field) -> [MatterNumber] { if case .numbers(let value) = values[field] { value } else { [] } }
    public func groups(_ field: Field) -> [GroupID] { if case .groups(let value) = values[field] { value } else { [] } }
    public var isEmpty: Bool { values.isEmpty }
}

extension Fields {
    /// As it stands in an event's body: members sorted by name, ids as strings, whole numbers only.
    var json: JSON {
        .object(values.sorted { $0.key < $1.key }.map { JSON.Member($0.key.rawValue, $0.value.json) })
    }

    /// The version of an event that has to bear them: see `Happening.version`.
    var version: Int {
        let isSecond = values.contains { field, value in
            if case .words = value { field.kind(in: 1) != .words } else { false }
        }
        return isSecond ? 2 : 1
    }

    init(json: JSON, version: Int) throws(Malformed) {
        var values: [Field: FieldValue] = [:]
        for member in json.members ?? [] {
            guard let field = Field(rawValue: member.name), let value = FieldValue(json: member.value, kind: field.kind(in: version))
            else { throw Malformed("the event has no field \(member.name) of that kind") }
            values[field] = value
        }
        self.values = values
    }
}

extension WordsRef {
    var json: JSON { ["digest": .string(digest), "id": .string(id.description)] }

    init?(json: JSON?) {
        guard let json, let id = json["id"]?.string.flatMap(WordsID.init(text:)), let digest = json["digest"]?.string else { return nil }
        self.init(id: id, digest: digest)
    }
}

extension FieldValue {
    var json: JSON {
        switch self {
        case .text(let value): .string(value)
        case .words(let value): value.json
        case .day(let value): .string(value.iso)
        case .instant(let value): .integer(value.milliseconds)
        case .integer(let value): .integer(Int64(value))
        case .flag(let value): .bool(value)
        case .person(let value): .string(value.description)
        case .people(let value): .array(value.map { .string($0.description) })
        case .number(let value): .integer(value.key)
        case .numbers(let value): .array(value.map { .integer($0.key) })
        case .groups(let value): .array(value.map { .string($0.description) })
        }
    }

    init?(json: JSON, kind: Field.Kind) {
        switch kind {
        case .text: guard let value = json.string else { return nil }; self = .text(value)
        case .words: guard let value = WordsRef(json: json) else { return nil }; self = .words(value)
        case .day: guard let value = json.string.flatMap(CivilDate.init(iso:)) else { return nil }; self = .day(value)
        case .instant: guard let value = json.integer else { return nil }; self = .instant(Instant(milliseconds: value))
        case .integer: guard let value = json.integer else { return nil }; self = .integer(Int(value))
        case .flag: guard let value = json.bool else { return nil }; self = .flag(value)
        case .person: guard let value = json.string.flatMap(PersonID.init(text:)) else { return nil }; self = .person(value)
        case .people:
            guard let value = json.every({ $0.string.flatMap(PersonID.init(text:)) }) else { return nil }; self = .people(value)
        case .number: guard let value = json.integer else { return nil }; self = .number(MatterNumber(key: value))
        case .numbers:
            guard let value = json.every({ $0.integer.map(MatterNumber.init(key:)) }) else { return nil }; self = .numbers(value)
        case .groups:
            guard let value = json.every({ $0.string.flatMap(GroupID.init(text:)) }) else { return nil }; self = .groups(value)
        }
    }
}

extension JSON {
    /// A list of which every entry can be read; nil otherwise, so that nothing is passed over.
    fileprivate func every<Value>(_ read: (JSON) -> Value?) -> [Value]? {
        guard let array else { return nil }
        var values: [Value] = []
        for entry in array {
            guard let value = read(entry) else { return nil }
            values.append(value)
        }
        return values
    }
}
