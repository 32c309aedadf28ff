extension UInt8 {
    /// The value of an ASCII hexadecimal digit in either case.
    var hexDigit: UInt8? {
        switch self {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): self - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): self - UInt8(ascii: "a") + 10
        case UInt8(ascii: "A")...UInt8(ascii: "F"): self - UInt8(ascii: "A") + 10
        default: nil
        }
    }

    /// The digit of a value below 16.
    fileprivate var lowercaseHexDigit: UInt8 { self < 10 ? UInt8(ascii: "0") + self : UInt8(ascii: "a") + self - 10 }
}

extension [UInt8] {
    /// Appends two lower-case hexadecimal digits.
    mutating func append(hex byte: UInt8) {
        append((byte >> 4).lowercaseHexDigit)
        append((byte & 15).lowercaseHexDigit)
    }

    /// Two lower-case hexadecimal digits a byte.
    public var hex: String {
        var text: [UInt8] = []
        text.reserveCapacity(count * 2)
        for byte in self { text.append(hex: byte) }
        return String(decoding: text, as: UTF8.self)
    }

    /// Reads hexadecimal digits of either case; nil for an odd number of them or anything else.
    public init?(hex text: some StringProtocol) {
        // Signatures come this way with every push: where the text lies in one piece its bytes are read as they are.
        guard let bytes = text.utf8.withContiguousStorageIfAvailable({ [UInt8](hexDigits: $0) }) ?? [UInt8](hexDigits: Array(text.utf8))
        else {
            return nil
        }
        self = bytes
    }

    private init?(hexDigits digits: some RandomAccessCollection<UInt8>) {
        guard digits.count.isMultiple(of: 2) else { return nil }
        self = []
        reserveCapacity(digits.count / 2)
        var index = digits.startIndex
        while index < digits.endIndex {
            let next = digits.index(after: index)
            guard let high = digits[index].hexDigit, let low = digits[next].hexDigit else { return nil }
            append(high << 4 | low)
            index = digits.index(after: next)
        }
    }

    /// Base64 with padding (RFC 4648 section 4).
    public var base64: String { Base64.text(of: self, alphabet: Base64.standard, padded: true) }

    /// Base64 for URLs and file names, without padding (RFC 4648 section 5).
    public var base64URL: String { Base64.text(of: self, alphabet: Base64.forURLs, padded: false) }

    /// Reads base64 in the standard alphabet with its padding; nil for anything else, also for stray bits at the end.
    public init?(base64 text: some StringProtocol) {
        guard let bytes = Base64.bytes(of: Array(text.utf8), alphabet: Base64.standard, padded: true) else { return nil }
        self = bytes
    }

    /// Reads base64 in the alphabet for URLs, without padding; nil for anything else, also for stray bits at the end.
    public init?(base64URL text: some StringProtocol) {
        guard let bytes = Base64.bytes(of: Array(text.utf8), alphabet: Base64.forURLs, padded: false) else { return nil }
        self = bytes
    }
}

private enum Base64 {
    static let standard = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
    static let forURLs = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_".utf8)

    static func text(of bytes: [UInt8], alphabet: [UInt8], padded: Bool) -> String {
        var text: [UInt8] = []
        text.reserveCapacity((bytes.count + 2) / 3 * 4)
        var held: UInt32 = 0
        var bits = 0
        for byte in bytes {
            held = held << 8 | UInt32(byte)
            bits += 8
            while bits >= 6 {
                bits -= 6
                text.append(alphabet[Int(held >> UInt32(bits) & 63)])
            }
        }
        if bits > 0 { text.append(alphabet[Int(held << UInt32(6 - bits) & 63)]) }
        while padded, !text.count.isMultiple(of: 4) { text.append(UInt8(ascii: "=")) }
        return String(decoding: text, as: UTF8.self)
    }

    static func bytes(of text: [UInt8], alphabet: [UInt8], padded: Bool) -> [UInt8]? {
        var end = text.count
        if padded {
            guard end.isMultiple(of: 4) else { return nil }
            while end > 0, text.count - end < 2, text[end - 1] == UInt8(ascii: "=") { end -= 1 }
        }
        guard end % 4 != 1 else { return nil }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(end * 3 / 4)
        var held: UInt32 = 0
        var bits = 0
        for character in text[..<end] {
            guard let value = value(of: character, alphabet: alphabet) else { return nil }
            held = held << 6 | value
            bits += 6
            if bits >= 8 {
                bits -= 8
                bytes.append(UInt8(truncatingIfNeeded: held >> UInt32(bits)))
            }
        }
        // Bits that belong to no byte must be zero, so that every text has one spelling.
        return held & (1 << UInt32(bits) - 1) == 0 ? bytes : nil
    }

    private static func value(of character: UInt8, alphabet: [UInt8]) -> UInt32? {
        switch character {
        case UInt8(ascii: "A")...UInt8(ascii: "Z"): UInt32(character - UInt8(ascii: "A"))
        case UInt8(ascii: "a")...UInt8(ascii: "z"): UInt32(character - UInt8(ascii: "a")) + 26
        case UInt8(ascii: "0")...UInt8(ascii: "9"): UInt32(character - UInt8(ascii: "0")) + 52
        case alphabet[62]: 62
        case alphabet[63]: 63
        default: nil
        }
    }
}
