/// One part of a message, as OneBot 11 cuts it: a type and its data, all values as text.
struct OneBotSegment: Sendable, Hashable {
    var type: String
    /// In the order given. A name may stand here twice in a CQ code; the first one counts.
    var data: [Item]

    struct Item: Sendable, Hashable {
        var name: String
        var value: String
    }

    init(_ type: String, _ data: [Item] = []) {
        self.type = type
        self.data = data
    }

    static func text(_ text: String) -> OneBotSegment { OneBotSegment("text", [Item(name: "text", value: text)]) }

    subscript(name: String) -> String? { data.first { $0.name == name }?.value }
}

/// CQ codes (OneBot 11, message/string): `[CQ:name,key=value,…]` inside a text. Only read; what we send are arrays, because in a string
/// somebody's words could smuggle a mention in. Writing exists for the round trip that the tests make.
enum CQCode {
    /// Cuts a CQ string into segments. Every string is some message: what is no complete code is text.
    static func segments(of string: String) -> [OneBotSegment] {
        var string = string
        return string.withUTF8 { bytes in
            var segments: [OneBotSegment] = []
            var textStart = 0
            var at = 0
            while at < bytes.count {
                guard bytes[at] == UInt8(ascii: "["), let (segment, end) = code(in: bytes, from: at) else {
                    at += 1
                    continue
                }
                if textStart < at { segments.append(.text(unescaped(bytes[textStart..<at]))) }
                segments.append(segment)
                at = end
                textStart = end
            }
            if textStart < bytes.count { segments.append(.text(unescaped(bytes[textStart...]))) }
            return segments
        }
    }

    /// The code that begins at `start`, and where it ends; nil when none does.
    private static func code(in bytes: UnsafeBufferPointer<UInt8>, from start: Int) -> (OneBotSegment, Int)? {
        guard bytes.count - start > 4, bytes[start + 1] == UInt8(ascii: "C"), bytes[start + 2] == UInt8(ascii: "Q"),
            bytes[start + 3] == UInt8(ascii: ":")
        else { return nil }
        var end = start + 4
        while end < bytes.count, bytes[end] != UInt8(ascii: "]") {
            // An unescaped bracket cannot stand inside a code: this one was never closed.
            if bytes[end] == UInt8(ascii: "[") { return nil }
            end += 1
        }
        guard end < bytes.count else { return nil }
        let parts = bytes[(start + 4)..<end].split(separator: UInt8(ascii: ","), omittingEmptySubsequences: false)
        guard let name = parts.first, !name.isEmpty else { return nil }
        var data: [OneBotSegment.Item] = []
        for part in parts.dropFirst() where !part.isEmpty {
            let equals = part.firstIndex(of: UInt8(ascii: "=")) ?? part.endIndex
            let value = equals < part.endIndex ? unescaped(part[(equals + 1)...]) : ""
            data.append(OneBotSegment.Item(name: String(decoding: part[..<equals], as: UTF8.self), value: value))
        }
        return (OneBotSegment(String(decoding: name, as: UTF8.self), data), end + 1)
    }

    /// `&#91;` `&#93;` `&#44;` `&amp;` turned back, each once: `&amp;#91;` is the text `&#91;`.
    private static func unescaped(_ bytes: Slice<UnsafeBufferPointer<UInt8>>) -> String {
        guard bytes.contains(UInt8(ascii: "&")) else { return String(decoding: bytes, as: UTF8.self) }
        var text: [UInt8] = []
        text.reserveCapacity(bytes.count)
        var at = bytes.startIndex
        while at < bytes.endIndex {
            if bytes[at] == UInt8(ascii: "&"), let (entity, byte) = entities.first(where: { bytes[at...].starts(with: $0.0) }) {
                text.append(byte)
                at += entity.count
            } else {
                text.append(bytes[at])
                at += 1
            }
        }
        return String(decoding: text, as: UTF8.self)
    }

    private static let entities: [([UInt8], UInt8)] = [
        (Array("&amp;".utf8), UInt8(ascii: "&")), (Array("&#91;".utf8), UInt8(ascii: "[")), (Array("&#93;".utf8), UInt8(ascii: "]")),
        (Array("&#44;".utf8), UInt8(ascii: ",")),
    ]
}
