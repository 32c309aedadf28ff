/// Walks over one JSON text in a single pass and builds only the values asked for: for the hot path, where most members of a message
/// are never looked at. As strict as `JSON(parsing:)`, also in what is passed over; only names are compared byte by byte.
///
/// Inside `members` and `elements` a value that the closure does not take is passed over. A cursor must not outlive the closure it was
/// handed to.
public struct JSONCursor {
    private var scanner: JSONScanner
    private var depth = 0
    private let maximumDepth: Int

    /// Reads a whole text: `body` stands at its one value and takes it.
    /// - Throws: what `body` throws, or the place where the text is no JSON.
    public static func read<Value>(
        _ bytes: [UInt8], maximumDepth: Int = 64, _ body: (inout JSONCursor) throws(Malformed) -> Value
    ) throws(Malformed) -> Value {
        try bytes.withUnsafeBufferPointer { buffer throws(Malformed) in
            var cursor = JSONCursor(buffer, maximumDepth: maximumDepth)
            if buffer.starts(with: [0xEF, 0xBB, 0xBF]) { throw cursor.malformed(.byteOrderMark) }
            _ = try cursor.need()
            let value = try body(&cursor)
            if try cursor.peek() != nil { throw cursor.malformed(.trailing) }
            return value
        }
    }

    private init(_ bytes: UnsafeBufferPointer<UInt8>, maximumDepth: Int) {
        scanner = JSONScanner(bytes, comments: false)
        self.maximumDepth = min(max(maximumDepth, 1), 512)
    }

    /// A member's name, as the bytes of the text; compare it with a literal.
    public struct Name {
        fileprivate let bytes: UnsafeRawBufferPointer

        @inline(__always)
        public static func ~= (literal: StaticString, name: Name) -> Bool {
            let count = literal.utf8CodeUnitCount
            guard name.bytes.count == count else { return false }
            for index in 0..<count where name.bytes[index] != literal.utf8Start[index] { return false }
            return true
        }
    }

    // MARK: Taking values

    /// Takes a string; nil, taking nothing, when something else stands here.
    public mutating func string() throws(Malformed) -> String? {
        guard try need() == UInt8(ascii: "\"") else { return nil }
        do throws(JSONFault) { return try scanner.string() } catch { throw malformed(error) }
    }

    /// Takes a number, a string, true, false or null; nil, taking nothing, before an array or object.
    public mutating func scalar() throws(Malformed) -> JSON? {
        let first = try need()
        do throws(JSONFault) {
            switch first {
            case UInt8(ascii: "{"), UInt8(ascii: "["): return nil
            case UInt8(ascii: "\""): return .string(try scanner.string())
            case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): return try scanner.number()
            case UInt8(ascii: "t"):
                try scanner.word("true")
                return .bool(true)
            case UInt8(ascii: "f"):
                try scanner.word("false")
                return .bool(false)
            case UInt8(ascii: "n"):
                try scanner.word("null")
                return .null
            default: throw JSONFault(problem: .value, offset: scanner.at)
            }
        } catch {
            throw malformed(error)
        }
    }

    /// Goes through an object's members; false, taking nothing, when something else stands here.
    @discardableResult
    public mutating func members(_ each: (inout JSONCursor, Name) throws(Malformed) -> Void) throws(Malformed) -> Bool {
        guard try need() == UInt8(ascii: "{") else { return false }
        try enter()
        if try need() == UInt8(ascii: "}") {
            leave()
            return true
        }
        var seen = SeenNames()
        while true {
            try member(&seen, each)
            guard try goOn(until: UInt8(ascii: "}"), else: .commaOrBrace) else { return true }
        }
    }

    /// Goes through an array's values; false, taking nothing, when something else stands here.
    @discardableResult
    public mutating func elements(_ each: (inout JSONCursor) throws(Malformed) -> Void) throws(Malformed) -> Bool {
        guard try need() == UInt8(ascii: "[") else { return false }
        try enter()
        if try need() == UInt8(ascii: "]") {
            leave()
            return true
        }
        while true {
            try value(each)
            guard try goOn(until: UInt8(ascii: "]"), else: .commaOrBracket) else { return true }
        }
    }

    /// Passes over whatever stands here, checking it all the same.
    public mutating func skip() throws(Malformed) {
        switch try need() {
        case UInt8(ascii: "{"): try members { _, _ in }
        case UInt8(ascii: "["): try elements { _ in }
        case UInt8(ascii: "\""): try skipString()
        default: _ = try scalar()
        }
    }

    /// A place in the text, to be named later.
    public struct Mark: Sendable, Hashable {
        fileprivate let offset: Int
    }

    public var here: Mark { Mark(offset: scanner.at) }

    /// Something that is JSON, but not what was expected at this place. Counts lines from the beginning: only for what is refused.
    public func malformed(_ problem: String, at mark: Mark) -> Malformed {
        var lines = JSONLines()
        let place = lines.place(of: min(mark.offset, scanner.bytes.count), in: scanner.bytes)
        return Malformed(problem, line: place.line, column: place.column)
    }

    // MARK: Moving on

    private mutating func member(
        _ seen: inout SeenNames, _ each: (inout JSONCursor, Name) throws(Malformed) -> Void
    ) throws(Malformed) {
        guard try need() == UInt8(ascii: "\"") else { throw malformed(.memberName) }
        let start = scanner.at
        try skipString()
        let raw = UnsafeRawBufferPointer(rebasing: UnsafeRawBufferPointer(scanner.bytes)[(start + 1)..<(scanner.at - 1)])
        if raw.contains(UInt8(ascii: "\\")) {
            // Written with escapes, which nobody does: only such a name is built, to be compared as what it means.
            let end = scanner.at
            scanner.at = start
            var name = try string() ?? ""
            scanner.at = end
            let bytes = name.withUTF8 { Array($0) }
            try bytes.withUnsafeBufferPointer { buffer throws(Malformed) in
                try named(Name(bytes: UnsafeRawBufferPointer(buffer)), at: start, &seen, each)
            }
        } else {
            try named(Name(bytes: raw), at: start, &seen, each)
        }
    }

    private mutating func named(
        _ name: Name, at start: Int, _ seen: inout SeenNames, _ each: (inout JSONCursor, Name) throws(Malformed) -> Void
    ) throws(Malformed) {
        guard seen.isNew(name.bytes) else { throw malformed(JSONFault(problem: .duplicateName, offset: start)) }
        guard try need() == UInt8(ascii: ":") else { throw malformed(.colon) }
        scanner.at += 1
        try value { cursor throws(Malformed) in try each(&cursor, name) }
    }

    private mutating func value(_ take: (inout JSONCursor) throws(Malformed) -> Void) throws(Malformed) {
        _ = try need()
        let start = scanner.at
        try take(&self)
        if scanner.at == start { try skip() }
    }

    /// After a value: true when a comma promises another.
    private mutating func goOn(until end: UInt8, else problem: JSONFault.Problem) throws(Malformed) -> Bool {
        switch try need() {
        case UInt8(ascii: ","):
            scanner.at += 1
            return true
        case end:
            leave()
            return false
        default: throw malformed(problem)
        }
    }

    private mutating func skipString() throws(Malformed) {
        let bytes = scanner.bytes
        let start = scanner.at
        var at = start + 1
        var seen: UInt8 = 0
        while at < bytes.count {
            let byte = bytes[at]
            if byte == UInt8(ascii: "\"") {
                scanner.at = at + 1
                if seen >= 0x80, let bad = scanner.firstInvalidUTF8(in: (start + 1)..<at) {
                    throw malformed(JSONFault(problem: .utf8, offset: bad))
                }
                return
            }
            if byte == UInt8(ascii: "\\") || byte < 0x20 {
                _ = try string()
                return
            }
            seen |= byte
            at += 1
        }
        throw malformed(JSONFault(problem: .unfinishedString, offset: bytes.count))
    }

    @inline(__always)
    private mutating func peek() throws(Malformed) -> UInt8? {
        do throws(JSONFault) { return try scanner.next() } catch { throw malformed(error) }
    }

    @inline(__always)
    private mutating func need() throws(Malformed) -> UInt8 {
        guard let byte = try peek() else { throw malformed(.unfinished) }
        return byte
    }

    private mutating func enter() throws(Malformed) {
        guard depth < maximumDepth else { throw malformed(.depth) }
        depth += 1
        scanner.at += 1
    }

    private mutating func leave() {
        depth -= 1
        scanner.at += 1
    }

    private func malformed(_ problem: JSONFault.Problem) -> Malformed { malformed(problem.rawValue, at: here) }

    private func malformed(_ fault: JSONFault) -> Malformed { malformed(fault.problem.rawValue, at: Mark(offset: fault.offset)) }
}

/// The names of one object, as 64-bit hashes: the first two dozen in place, the rest in a set, so that neither an ordinary object
/// allocates nor a hostile one costs quadratic time.
private struct SeenNames {
    private var few = InlineArray<24, UInt64>(repeating: 0)
    private var count = 0
    private var many: Set<UInt64> = []

    mutating func isNew(_ name: UnsafeRawBufferPointer) -> Bool {
        let hash = Self.hash(name)
        for index in 0..<min(count, 24) where few[index] == hash { return false }
        if count < 24 {
            few[count] = hash
        } else if !many.insert(hash).inserted {
            return false
        }
        count += 1
        return true
    }

    /// FNV-1a over words of eight bytes. Two names of one hash would refuse a valid text once in 2^64; nobody gains by making one.
    private static func hash(_ name: UnsafeRawBufferPointer) -> UInt64 {
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325 ^ UInt64(truncatingIfNeeded: name.count)
        var at = 0
        while at + 8 <= name.count {
            hash = (hash ^ name.loadUnaligned(fromByteOffset: at, as: UInt64.self)) &* 0x9E37_79B9_7F4A_7C15
            hash ^= hash >> 29
            at += 8
        }
        var rest: UInt64 = 0
        while at < name.count {
            rest = rest << 8 | UInt64(name[at])
            at += 1
        }
        hash = (hash ^ rest) &* 0x9E37_79B9_7F4A_7C15
        return hash ^ hash >> 32
    }
}
