extension JSON {
    /// The value as compact JSON in UTF-8.
    ///
    /// Control characters and U+2028/U+2029 are escaped, so that the text may stand in a log line or a script; everything else is written as it is.
    /// - Parameter sortedKeys: members in the order of their names' UTF-8 bytes instead of the order they stand in, for text that is hashed.
    public func bytes(sortedKeys: Bool = false) -> [UInt8] {
        var out: [UInt8] = []
        out.reserveCapacity(256)
        write(to: &out, sortedKeys: sortedKeys)
        return out
    }

    /// The same as text.
    public func text(sortedKeys: Bool = false) -> String { String(decoding: bytes(sortedKeys: sortedKeys), as: UTF8.self) }

    private func write(to out: inout [UInt8], sortedKeys: Bool) {
        switch self {
        case .null: out.append(contentsOf: "null".utf8)
        case .bool(true): out.append(contentsOf: "true".utf8)
        case .bool(false): out.append(contentsOf: "false".utf8)
        case .integer(let value): out.append(decimal: value)
        case .decimal(let text): out.append(contentsOf: text.utf8)
        case .string(let text): out.append(jsonString: text)
        case .array(let values):
            out.append(UInt8(ascii: "["))
            var first = true
            for value in values {
                if !first { out.append(UInt8(ascii: ",")) }
                first = false
                value.write(to: &out, sortedKeys: sortedKeys)
            }
            out.append(UInt8(ascii: "]"))
        case .object(let members):
            out.append(UInt8(ascii: "{"))
            var first = true
            for member in sortedKeys ? members.sortedByName : members {
                if !first { out.append(UInt8(ascii: ",")) }
                first = false
                out.append(jsonString: member.name)
                out.append(UInt8(ascii: ":"))
                member.value.write(to: &out, sortedKeys: sortedKeys)
            }
            out.append(UInt8(ascii: "}"))
        }
    }
}

extension [JSON.Member] {
    /// In the order of the names' UTF-8 bytes. What is in order already, as most of what we build ourselves, is not copied.
    fileprivate var sortedByName: [JSON.Member] {
        func precedes(_ left: JSON.Member, _ right: JSON.Member) -> Bool {
            left.name.utf8.lexicographicallyPrecedes(right.name.utf8)
        }
        return zip(self, dropFirst()).allSatisfy(precedes) ? self : sorted(by: precedes)
    }
}

extension [UInt8] {
    /// Appends a whole number in decimal digits.
    public mutating func append(decimal value: Int64) {
        if value < 0 { append(UInt8(ascii: "-")) }
        var rest = value.magnitude
        let start = count
        repeat {
            append(UInt8(ascii: "0") + UInt8(truncatingIfNeeded: rest % 10))
            rest /= 10
        } while rest > 0
        self[start...].reverse()
    }

    /// Appends a string in quotes, escaped as `JSON.bytes(sortedKeys:)` says.
    public mutating func append(jsonString text: String) {
        append(UInt8(ascii: "\""))
        var text = text
        text.withUTF8 { bytes in
            // Runs that need no escape, nearly always the whole string, are copied in one piece.
            var copied = 0
            for index in bytes.indices {
                let byte = bytes[index]
                switch byte {
                case UInt8(ascii: "\""), UInt8(ascii: "\\"):
                    append(contentsOf: UnsafeBufferPointer(rebasing: bytes[copied..<index]))
                    append(UInt8(ascii: "\\"))
                    copied = index
                case 0..<0x20:
                    append(contentsOf: UnsafeBufferPointer(rebasing: bytes[copied..<index]))
                    append(escaped: byte)
                    copied = index + 1
                case 0xE2 where index + 2 < bytes.count && bytes[index + 1] == 0x80 && bytes[index + 2] | 1 == 0xA9:
                    append(contentsOf: UnsafeBufferPointer(rebasing: bytes[copied..<index]))
                    append(contentsOf: bytes[index + 2] == 0xA8 ? "\\u2028".utf8 : "\\u2029".utf8)
                    copied = index + 3
                default: continue
                }
            }
            append(contentsOf: UnsafeBufferPointer(rebasing: bytes[copied...]))
        }
        append(UInt8(ascii: "\""))
    }

    private mutating func append(escaped control: UInt8) {
        switch control {
        case 0x08: append(contentsOf: "\\b".utf8)
        case 0x09: append(contentsOf: "\\t".utf8)
        case 0x0A: append(contentsOf: "\\n".utf8)
        case 0x0C: append(contentsOf: "\\f".utf8)
        case 0x0D: append(contentsOf: "\\r".utf8)
        default:
            append(contentsOf: "\\u00".utf8)
            append(hex: control)
        }
    }
}
