extension JSON {
    /// Reads one JSON text: RFC 8259 to the letter, in strict UTF-8, without a byte order mark.
    ///
    /// Stricter than many readers in three points: a name standing twice in one object is refused (names are compared as
    /// Swift compares strings, so canonically equal ones count as the same), so is half of a surrogate pair, and so is
    /// nesting deeper than `maximumDepth` arrays and objects. `-0` is the whole number 0.
    ///
    /// - Parameters:
    ///   - comments: whether `//` to the end of the line counts as space, as in the files people write.
    ///   - maximumDepth: how many arrays and objects may stand inside each other, 1...512.
    /// - Throws: what was expected, with line and column of the fault, 1-based, the column in bytes.
    public init(parsing bytes: [UInt8], comments: Bool = false, maximumDepth: Int = 64) throws(Malformed) {
        self = try bytes.withUnsafeBufferPointer { buffer throws(Malformed) in
            try JSON(parsing: buffer, comments: comments, maximumDepth: maximumDepth)
        }
    }

    /// As `init(parsing:comments:maximumDepth:)` for an array; the buffer is read only during the call.
    public init(parsing bytes: UnsafeBufferPointer<UInt8>, comments: Bool = false, maximumDepth: Int = 64) throws(Malformed) {
        var parser = JSONParser<JSON>(bytes, comments: comments, maximumDepth: maximumDepth)
        self = try parser.document()
    }
}

/// What the parser grows: the plain tree of the hot path, or the one that remembers where each value stood.
protocol JSONTree {
    associatedtype Place
    associatedtype Member

    static func place(of offset: Int, _ lines: inout JSONLines, in bytes: UnsafeBufferPointer<UInt8>) -> Place
    /// `scalar` is neither array nor object.
    static func scalar(_ value: JSON, at place: Place) -> Self
    static func array(_ values: [Self], at place: Place) -> Self
    static func object(_ members: [Member], at place: Place) -> Self
    static func member(_ name: String, at place: Place, value: Self) -> Member
    static func name(of member: Member) -> String
}

extension JSON: JSONTree {
    typealias Place = Void

    static func place(of offset: Int, _ lines: inout JSONLines, in bytes: UnsafeBufferPointer<UInt8>) {}
    static func scalar(_ value: JSON, at place: Void) -> JSON { value }
    static func array(_ values: [JSON], at place: Void) -> JSON { .array(values) }
    static func object(_ members: [Member], at place: Void) -> JSON { .object(members) }
    static func member(_ name: String, at place: Void, value: JSON) -> Member { Member(name, value) }
    static func name(of member: Member) -> String { member.name }
}

/// Counts lines while going forward through a text. LF, CR LF and a lone CR each end a line.
struct JSONLines {
    private(set) var line = 1
    private var lineStart = 0
    private var counted = 0

    /// Line and column of `offset`, both 1-based, the column in bytes. Offsets must not go backwards from call to call.
    mutating func place(of offset: Int, in bytes: UnsafeBufferPointer<UInt8>) -> (line: Int, column: Int) {
        while counted < offset {
            let byte = bytes[counted]
            counted += 1
            if byte == 0x0A || byte == 0x0D && !(counted < bytes.count && bytes[counted] == 0x0A) {
                line += 1
                lineStart = counted
            }
        }
        return (line, offset - lineStart + 1)
    }
}

/// The grammar of JSON over the scanner's tokens, by recursive descent with bounded depth.
struct JSONParser<Tree: JSONTree> {
    private var scanner: JSONScanner
    private var lines = JSONLines()
    private var depth = 0
    private let maximumDepth: Int

    init(_ bytes: UnsafeBufferPointer<UInt8>, comments: Bool, maximumDepth: Int) {
        scanner = JSONScanner(bytes, comments: comments)
        // 512 levels fit any thread's stack; more could not be promised.
        self.maximumDepth = min(max(maximumDepth, 1), 512)
    }

    mutating func document() throws(Malformed) -> Tree {
        let bytes = scanner.bytes
        do throws(JSONFault) {
            if bytes.count >= 3, bytes[0] == 0xEF, bytes[1] == 0xBB, bytes[2] == 0xBF {
                throw JSONFault(problem: .byteOrderMark, offset: 0)
            }
            guard let first = try scanner.next() else { throw JSONFault(problem: .unfinished, offset: scanner.at) }
            let tree = try value(startingWith: first)
            if try scanner.next() != nil { throw JSONFault(problem: .trailing, offset: scanner.at) }
            return tree
        } catch {
            var lines = JSONLines()
            let place = lines.place(of: error.offset, in: bytes)
            throw Malformed(error.problem.rawValue, line: place.line, column: place.column)
        }
    }

    private mutating func value(startingWith first: UInt8) throws(JSONFault) -> Tree {
        let place = Tree.place(of: scanner.at, &lines, in: scanner.bytes)
        switch first {
        case UInt8(ascii: "\""): return Tree.scalar(.string(try scanner.string()), at: place)
        case UInt8(ascii: "{"): return Tree.object(try members(), at: place)
        case UInt8(ascii: "["): return Tree.array(try elements(), at: place)
        case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): return Tree.scalar(try scanner.number(), at: place)
        case UInt8(ascii: "t"):
            try scanner.word("true")
            return Tree.scalar(.bool(true), at: place)
        case UInt8(ascii: "f"):
            try scanner.word("false")
            return Tree.scalar(.bool(false), at: place)
        case UInt8(ascii: "n"):
            try scanner.word("null")
            return Tree.scalar(.null, at: place)
        default: throw JSONFault(problem: .value, offset: scanner.at)
        }
    }

    private mutating func elements() throws(JSONFault) -> [Tree] {
        try enter()
        var values: [Tree] = []
        if try need() == UInt8(ascii: "]") {
            leave()
            return values
        }
        while true {
            values.append(try value(startingWith: try need()))
            switch try need() {
            case UInt8(ascii: ","): scanner.at += 1
            case UInt8(ascii: "]"):
                leave()
                return values
            default: throw JSONFault(problem: .commaOrBracket, offset: scanner.at)
            }
        }
    }

    private mutating func members() throws(JSONFault) -> [Tree.Member] {
        try enter()
        var members: [Tree.Member] = []
        if try need() == UInt8(ascii: "}") {
            leave()
            return members
        }
        var names = SeenNames()
        while true {
            guard try need() == UInt8(ascii: "\"") else { throw JSONFault(problem: .memberName, offset: scanner.at) }
            let start = scanner.at
            let place = Tree.place(of: start, &lines, in: scanner.bytes)
            let name = try scanner.string()
            guard names.isNew(name, among: members) else { throw JSONFault(problem: .duplicateName, offset: start) }
            guard try need() == UInt8(ascii: ":") else { throw JSONFault(problem: .colon, offset: scanner.at) }
            scanner.at += 1
            members.append(Tree.member(name, at: place, value: try value(startingWith: try need())))
            switch try need() {
            case UInt8(ascii: ","): scanner.at += 1
            case UInt8(ascii: "}"):
                leave()
                return members
            default: throw JSONFault(problem: .commaOrBrace, offset: scanner.at)
            }
        }
    }

    /// The next byte that matters, which must exist.
    private mutating func need() throws(JSONFault) -> UInt8 {
        guard let byte = try scanner.next() else { throw JSONFault(problem: .unfinished, offset: scanner.at) }
        return byte
    }

    private mutating func enter() throws(JSONFault) {
        guard depth < maximumDepth else { throw JSONFault(problem: .depth, offset: scanner.at) }
        depth += 1
        scanner.at += 1
    }

    private mutating func leave() {
        depth -= 1
        scanner.at += 1
    }

    /// A few names are compared one by one, many through a set, so that a hostile object costs no quadratic time.
    private struct SeenNames {
        private var set: Set<String> = []

        mutating func isNew(_ name: String, among members: [Tree.Member]) -> Bool {
            if members.count < 24 { return !members.contains { Tree.name(of: $0) == name } }
            if set.isEmpty { set = Set(members.map(Tree.name(of:))) }
            return set.insert(name).inserted
        }
    }
}
