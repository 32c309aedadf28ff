/// A JSON value that remembers where it stood in its text, for files people write: whoever reads a rulebook or a configuration can name
/// every fault with its line and column, all of them in one go, by `malformed(_:)` on the very value that is wrong.
public struct LocatedJSON: Sendable, Hashable {
    public var kind: Kind
    /// Line of the value's first byte, 1-based.
    public var line: Int
    /// Column of the value's first byte, 1-based, in bytes.
    public var column: Int

    /// As the cases of `JSON`, with located values inside.
    public enum Kind: Sendable, Hashable {
        case null
        case bool(Bool)
        case integer(Int64)
        /// A number that is not a whole 64-bit one, exactly as it was written.
        case decimal(String)
        case string(String)
        case array([LocatedJSON])
        case object([Member])
    }

    /// One name and value of an object; line and column are the name's.
    public struct Member: Sendable, Hashable {
        public var name: String
        public var line: Int
        public var column: Int
        public var value: LocatedJSON

        public init(name: String, line: Int, column: Int, value: LocatedJSON) {
            self.name = name
            self.line = line
            self.column = column
            self.value = value
        }

        /// A fault in the name itself, such as one that is not known.
        public func malformed(_ problem: String) -> Malformed { Malformed(problem, line: line, column: column) }
    }

    public init(kind: Kind, line: Int, column: Int) {
        self.kind = kind
        self.line = line
        self.column = column
    }

    /// Reads one JSON text exactly as `JSON(parsing:)` does; comments are allowed unless told otherwise, for these are people's files.
    public init(parsing bytes: [UInt8], comments: Bool = true, maximumDepth: Int = 64) throws(Malformed) {
        self = try bytes.withUnsafeBufferPointer { buffer throws(Malformed) in
            var parser = JSONParser<LocatedJSON>(buffer, comments: comments, maximumDepth: maximumDepth)
            return try parser.document()
        }
    }

    /// A fault of this value.
    public func malformed(_ problem: String) -> Malformed { Malformed(problem, line: line, column: column) }
}

extension LocatedJSON {
    /// The value of the member of that name, or nil when this is no object or has no such member.
    public subscript(name: String) -> LocatedJSON? { member(name)?.value }

    /// The member of that name with its own place.
    public func member(_ name: String) -> Member? { members?.first { $0.name == name } }

    public var string: String? { if case .string(let value) = kind { value } else { nil } }
    public var integer: Int64? { if case .integer(let value) = kind { value } else { nil } }
    public var bool: Bool? { if case .bool(let value) = kind { value } else { nil } }
    public var array: [LocatedJSON]? { if case .array(let value) = kind { value } else { nil } }
    public var members: [Member]? { if case .object(let value) = kind { value } else { nil } }
    public var isNull: Bool { kind == .null }

    /// The same value without its places.
    public var value: JSON {
        switch kind {
        case .null: .null
        case .bool(let value): .bool(value)
        case .integer(let value): .integer(value)
        case .decimal(let text): .decimal(text)
        case .string(let text): .string(text)
        case .array(let values): .array(values.map(\.value))
        case .object(let members): .object(members.map { JSON.Member($0.name, $0.value.value) })
        }
    }

    /// What kind of value it is, in English, for messages such as "expected text, found a number".
    public var kindName: String {
        switch kind {
        case .null: "null"
        case .bool: "true or false"
        case .integer: "a whole number"
        case .decimal: "a decimal number"
        case .string: "text"
        case .array: "a list"
        case .object: "an object"
        }
    }
}

extension LocatedJSON: JSONTree {
    typealias Place = (line: Int, column: Int)

    static func place(of offset: Int, _ lines: inout JSONLines, in bytes: UnsafeBufferPointer<UInt8>) -> Place {
        lines.place(of: offset, in: bytes)
    }

    static func scalar(_ value: JSON, at place: Place) -> LocatedJSON {
        let kind: Kind =
            switch value {
            case .bool(let value): .bool(value)
            case .integer(let value): .integer(value)
            case .decimal(let text): .decimal(text)
            case .string(let text): .string(text)
            case .null, .array, .object: .null
            }
        return LocatedJSON(kind: kind, line: place.line, column: place.column)
    }

    static func array(_ values: [LocatedJSON], at place: Place) -> LocatedJSON {
        LocatedJSON(kind: .array(values), line: place.line, column: place.column)
    }

    static func object(_ members: [Member], at place: Place) -> LocatedJSON {
        LocatedJSON(kind: .object(members), line: place.line, column: place.column)
    }

    static func member(_ name: String, at place: Place, value: LocatedJSON) -> Member {
        Member(name: name, line: place.line, column: place.column, value: value)
    }

    static func name(of member: Member) -> String { member.name }
}
