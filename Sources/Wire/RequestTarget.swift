/// Percent-decoding of what stands in a request line (RFC 3986 section 2.1).
enum RequestTarget {
    /// The decoded path; nil for a broken escape, a NUL, bytes that are no UTF-8, or a path that does not begin with `/`.
    static func path(_ raw: UnsafeBufferPointer<UInt8>) -> String? {
        var raw = raw[...]
        if raw.first != UInt8(ascii: "/") {
            // The absolute form, which a server must understand too (RFC 9112 section 3.2.2).
            guard let scheme = ["http://", "https://"].first(where: { raw.starts(with: $0.utf8) }) else { return nil }
            raw = raw.dropFirst(scheme.utf8.count)
            guard let slash = raw.firstIndex(of: UInt8(ascii: "/")) else { return "/" }
            raw = raw[slash...]
        }
        return decoded(UnsafeBufferPointer(rebasing: raw))
    }

    /// The decoded text; nil for a broken escape, a NUL or bytes that are no UTF-8.
    static func decoded(_ raw: UnsafeBufferPointer<UInt8>) -> String? {
        if !raw.contains(where: { $0 == UInt8(ascii: "%") || $0 == 0 }) { return String(validating: raw, as: UTF8.self) }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(raw.count)
        var index = 0
        while index < raw.count {
            var byte = raw[index]
            index += 1
            if byte == UInt8(ascii: "%") {
                guard raw.count - index >= 2, let high = raw[index].hexDigit, let low = raw[index + 1].hexDigit else { return nil }
                byte = high << 4 | low
                index += 2
            }
            guard byte != 0 else { return nil }
            bytes.append(byte)
        }
        return String(validating: bytes, as: UTF8.self)
    }
}
