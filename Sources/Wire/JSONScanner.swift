/// What is wrong with a JSON text and at which byte; turned into `Malformed` with line and column only when it leaves the reader.
struct JSONFault: Error {
    var problem: Problem
    var offset: Int

    enum Problem: String {
        case byteOrderMark = "the text begins with a byte order mark; it must be UTF-8 without one"
        case commaOrBrace = "expected ',' or '}'"
        case commaOrBracket = "expected ',' or ']'"
        case colon = "expected ':' after a member's name"
        case controlCharacter = "a control character inside a string must be escaped"
        case depth = "nested too deeply"
        case duplicateName = "a member of this name stands in this object already"
        case escape = "unknown escape in a string"
        case loneSurrogate = "half of a surrogate pair stands alone"
        case memberName = "expected a member's name in double quotes"
        case number = "expected a digit"
        case leadingZero = "a number must not begin with 0 and another digit"
        case comment = "comments are not allowed here"
        case trailing = "expected the end of the text"
        case unfinishedString = "the text ends inside a string"
        case unfinished = "the text ends too early"
        case unicodeEscape = "expected four hexadecimal digits after \\u"
        case utf8 = "not valid UTF-8"
        case value = "expected a value"
    }
}

/// The tokens of JSON (RFC 8259), read from bytes in one pass. Every read is preceded by a check against the end.
struct JSONScanner {
    let bytes: UnsafeBufferPointer<UInt8>
    /// Whether `//` comments to the end of the line count as space.
    let comments: Bool
    var at = 0

    init(_ bytes: UnsafeBufferPointer<UInt8>, comments: Bool) {
        self.bytes = bytes
        self.comments = comments
    }

    /// Moves to the next byte that is neither space nor comment and returns it without taking it; nil at the end.
    @inline(__always)
    mutating func next() throws(JSONFault) -> UInt8? {
        while at < bytes.count {
            let byte = bytes[at]
            if byte > 0x20, byte != UInt8(ascii: "/") { return byte }
            switch byte {
            case 0x20, 0x0A, 0x0D, 0x09: at += 1
            case UInt8(ascii: "/") where at + 1 < bytes.count && bytes[at + 1] == byte: try skipComment()
            default: return byte
            }
        }
        return nil
    }

    private mutating func skipComment() throws(JSONFault) {
        guard comments else { throw JSONFault(problem: .comment, offset: at) }
        let start = at
        while at < bytes.count, bytes[at] != 0x0A, bytes[at] != 0x0D { at += 1 }
        if let bad = firstInvalidUTF8(in: start..<at) { throw JSONFault(problem: .utf8, offset: bad) }
    }

    /// Takes a word such as `true`, standing at its first letter.
    mutating func word(_ word: StaticString) throws(JSONFault) {
        let length = word.utf8CodeUnitCount
        guard bytes.count - at >= length else { throw JSONFault(problem: .value, offset: at) }
        for index in 0..<length where bytes[at + index] != word.utf8Start[index] {
            throw JSONFault(problem: .value, offset: at)
        }
        at += length
    }

    // MARK: Numbers

    /// Takes a number, standing at its sign or first digit: a whole one within 64 bits is exact, any other keeps its text.
    mutating func number() throws(JSONFault) -> JSON {
        let start = at
        let negative = bytes[at] == UInt8(ascii: "-")
        if negative { at += 1 }
        let firstDigit = at
        var value: Int64 = 0
        var overflowed = false
        while let digit = digit() {
            // Counted downwards for negative numbers, so that -2^63 is reached without passing through +2^63.
            let (product, first) = value.multipliedReportingOverflow(by: 10)
            let (sum, second) =
                negative ? product.subtractingReportingOverflow(Int64(digit)) : product.addingReportingOverflow(Int64(digit))
            overflowed = overflowed || first || second
            value = sum
            at += 1
        }
        guard at > firstDigit else { throw JSONFault(problem: .number, offset: at) }
        if at - firstDigit > 1, bytes[firstDigit] == UInt8(ascii: "0") { throw JSONFault(problem: .leadingZero, offset: firstDigit) }
        var whole = true
        if at < bytes.count, bytes[at] == UInt8(ascii: ".") {
            whole = false
            at += 1
            try digits()
        }
        if at < bytes.count, bytes[at] | 0x20 == UInt8(ascii: "e") {
            whole = false
            at += 1
            if at < bytes.count, bytes[at] == UInt8(ascii: "+") || bytes[at] == UInt8(ascii: "-") { at += 1 }
            try digits()
        }
        if whole, !overflowed { return .integer(value) }
        return .decimal(String(decoding: bytes[start..<at], as: UTF8.self))
    }

    @inline(__always)
    private func digit() -> UInt8? {
        guard at < bytes.count else { return nil }
        let digit = bytes[at] &- UInt8(ascii: "0")
        return digit < 10 ? digit : nil
    }

    private mutating func digits() throws(JSONFault) {
        guard digit() != nil else { throw JSONFault(problem: .number, offset: at) }
        while digit() != nil { at += 1 }
    }

    // MARK: Strings

    /// Takes a string, standing at its opening quote. Strings without escapes, nearly all of them, are copied once.
    mutating func string() throws(JSONFault) -> String {
        at += 1
        let start = at
        var seen: UInt8 = 0
        while at < bytes.count {
            let byte = bytes[at]
            if byte == UInt8(ascii: "\"") {
                let content = start..<at
                at += 1
                // `String(validating:)` would do it in one, but costs three times as much as both steps.
                if seen >= 0x80, let bad = firstInvalidUTF8(in: content) { throw JSONFault(problem: .utf8, offset: bad) }
                return String(decoding: UnsafeBufferPointer(rebasing: bytes[content]), as: UTF8.self)
            }
            if byte == UInt8(ascii: "\\") { return try escapedString(from: start) }
            if byte < 0x20 { throw JSONFault(problem: .controlCharacter, offset: at) }
            seen |= byte
            at += 1
        }
        throw JSONFault(problem: .unfinishedString, offset: bytes.count)
    }

    private mutating func escapedString(from start: Int) throws(JSONFault) -> String {
        var text = Array(bytes[start..<at])
        while at < bytes.count {
            let byte = bytes[at]
            switch byte {
            case UInt8(ascii: "\""):
                // Escapes are ASCII in the source and always give valid UTF-8, so the source is what must be checked.
                if let bad = firstInvalidUTF8(in: start..<at) { throw JSONFault(problem: .utf8, offset: bad) }
                at += 1
                return String(decoding: text, as: UTF8.self)
            case UInt8(ascii: "\\"): try escape(into: &text)
            case 0..<0x20: throw JSONFault(problem: .controlCharacter, offset: at)
            default:
                text.append(byte)
                at += 1
            }
        }
        throw JSONFault(problem: .unfinishedString, offset: bytes.count)
    }

    private mutating func escape(into text: inout [UInt8]) throws(JSONFault) {
        let start = at
        at += 1
        guard at < bytes.count else { throw JSONFault(problem: .unfinishedString, offset: at) }
        let letter = bytes[at]
        at += 1
        switch letter {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): text.append(letter)
        case UInt8(ascii: "b"): text.append(0x08)
        case UInt8(ascii: "f"): text.append(0x0C)
        case UInt8(ascii: "n"): text.append(0x0A)
        case UInt8(ascii: "r"): text.append(0x0D)
        case UInt8(ascii: "t"): text.append(0x09)
        case UInt8(ascii: "u"):
            var scalar = UInt32(try fourHexDigits())
            if (0xD800..<0xE000).contains(scalar) {
                guard scalar < 0xDC00, at + 1 < bytes.count, bytes[at] == UInt8(ascii: "\\"), bytes[at + 1] == UInt8(ascii: "u") else {
                    throw JSONFault(problem: .loneSurrogate, offset: start)
                }
                at += 2
                let low = UInt32(try fourHexDigits())
                guard (0xDC00..<0xE000).contains(low) else { throw JSONFault(problem: .loneSurrogate, offset: start) }
                scalar = 0x10000 + ((scalar - 0xD800) << 10) + (low - 0xDC00)
            }
            text.append(scalar: scalar)
        default: throw JSONFault(problem: .escape, offset: start)
        }
    }

    private mutating func fourHexDigits() throws(JSONFault) -> UInt16 {
        guard bytes.count - at >= 4 else { throw JSONFault(problem: .unicodeEscape, offset: at) }
        var value: UInt16 = 0
        for _ in 0..<4 {
            guard let digit = bytes[at].hexDigit else { throw JSONFault(problem: .unicodeEscape, offset: at) }
            value = value << 4 | UInt16(digit)
            at += 1
        }
        return value
    }

    /// Offset of the first byte that begins no well-formed sequence (Unicode 15, table 3-7); nil when all is well.
    func firstInvalidUTF8(in range: Range<Int>) -> Int? {
        func continues(_ index: Int, _ allowed: ClosedRange<UInt8> = 0x80...0xBF) -> Bool {
            index < range.upperBound && allowed.contains(bytes[index])
        }
        var index = range.lowerBound
        while index < range.upperBound {
            let first = bytes[index]
            switch first {
            case 0..<0x80: index += 1
            case 0xE0...0xEF:
                let second: ClosedRange<UInt8> = first == 0xE0 ? 0xA0...0xBF : first == 0xED ? 0x80...0x9F : 0x80...0xBF
                guard continues(index + 1, second), continues(index + 2) else { return index }
                index += 3
            case 0xC2...0xDF:
                guard continues(index + 1) else { return index }
                index += 2
            case 0xF0...0xF4:
                let second: ClosedRange<UInt8> = first == 0xF0 ? 0x90...0xBF : first == 0xF4 ? 0x80...0x8F : 0x80...0xBF
                guard continues(index + 1, second), continues(index + 2), continues(index + 3) else { return index }
                index += 4
            default: return index
            }
        }
        return nil
    }
}

extension [UInt8] {
    /// Appends the UTF-8 of a scalar value, which the caller knows to be none of the surrogates.
    fileprivate mutating func append(scalar: UInt32) {
        switch scalar {
        case 0..<0x80: append(UInt8(truncatingIfNeeded: scalar))
        case 0x80..<0x800:
            append(UInt8(truncatingIfNeeded: 0xC0 | scalar >> 6))
            append(UInt8(truncatingIfNeeded: 0x80 | scalar & 0x3F))
        case 0x800..<0x10000:
            append(UInt8(truncatingIfNeeded: 0xE0 | scalar >> 12))
            append(UInt8(truncatingIfNeeded: 0x80 | scalar >> 6 & 0x3F))
            append(UInt8(truncatingIfNeeded: 0x80 | scalar & 0x3F))
        default:
            append(UInt8(truncatingIfNeeded: 0xF0 | scalar >> 18))
            append(UInt8(truncatingIfNeeded: 0x80 | scalar >> 12 & 0x3F))
            append(UInt8(truncatingIfNeeded: 0x80 | scalar >> 6 & 0x3F))
            append(UInt8(truncatingIfNeeded: 0x80 | scalar & 0x3F))
        }
    }
}
