import CCrypto

/// A SHA-256 value: 32 bytes, kept in place.
public struct Digest: Sendable, Hashable, CustomStringConvertible {
    private var words: (UInt64, UInt64, UInt64, UInt64)

    /// From exactly 32 bytes; nil for any other number of them.
    public init?(bytes: some Collection<UInt8>) {
        guard bytes.count == 32 else { return nil }
        self.init()
        withUnsafeMutableBytes(of: &words) { $0.copyBytes(from: bytes) }
    }

    fileprivate init() { words = (0, 0, 0, 0) }

    fileprivate mutating func fill(_ body: (UnsafeMutablePointer<UInt8>) -> Void) {
        withUnsafeMutableBytes(of: &words) { raw in
            if let base = raw.baseAddress { body(base.assumingMemoryBound(to: UInt8.self)) }
        }
    }

    fileprivate func withBytes(_ body: (UnsafeRawBufferPointer) -> Void) { withUnsafeBytes(of: words, body) }

    /// The 32 bytes.
    public var bytes: [UInt8] { withUnsafeBytes(of: words) { Array($0) } }
    /// 64 lower-case hexadecimal digits.
    public var hex: String { bytes.hex }
    public var description: String { hex }

    public static func == (left: Digest, right: Digest) -> Bool { left.words == right.words }

    public func hash(into hasher: inout Hasher) {
        hasher.combine(words.0)
        hasher.combine(words.1)
        hasher.combine(words.2)
        hasher.combine(words.3)
    }
}

/// SHA-256 (FIPS 180-4), at once by `digest(_:)` or piece by piece.
public struct SHA256: Sendable {
    private var context = SHA256_CTX()

    public init() { SHA256_Init(&context) }

    public mutating func update(_ bytes: [UInt8]) {
        bytes.withUnsafeBytes { update($0) }
    }

    /// The text's UTF-8.
    public mutating func update(_ text: String) {
        var text = text
        text.withUTF8 { update(UnsafeRawBufferPointer($0)) }
    }

    public mutating func update(_ digest: Digest) {
        digest.withBytes { update($0) }
    }

    public mutating func update(_ bytes: UnsafeRawBufferPointer) {
        SHA256_Update(&context, bytes.baseAddress, bytes.count)
    }

    /// The digest of everything given so far; more may follow.
    public func digest() -> Digest {
        var copy = context
        var digest = Digest()
        digest.fill { SHA256_Final($0, &copy) }
        return digest
    }

    public static func digest(_ bytes: [UInt8]) -> Digest {
        var hash = SHA256()
        hash.update(bytes)
        return hash.digest()
    }
}

/// SHA-1 (FIPS 180-4), only because OneBot signs its pushes and WebSocket shakes hands with it; nothing of ours rests on it.
public enum SHA1 {
    /// 20 bytes.
    public static func digest(_ bytes: [UInt8]) -> [UInt8] {
        bytes.withUnsafeBytes { digest([$0]) }
    }

    fileprivate static func digest(_ pieces: [UnsafeRawBufferPointer]) -> [UInt8] {
        var context = SHA_CTX()
        SHA1_Init(&context)
        for piece in pieces { SHA1_Update(&context, piece.baseAddress, piece.count) }
        return [UInt8](unsafeUninitializedCapacity: 20) { buffer, count in
            SHA1_Final(buffer.baseAddress, &context)
            count = 20
        }
    }
}

/// Keyed hashes (RFC 2104).
public enum HMAC {
    /// 20 bytes.
    public static func sha1(key: [UInt8], message: [UInt8]) -> [UInt8] {
        let (inner, outer) = pads(of: key.count > 64 ? SHA1.digest(key) : key)
        let within = inner.withUnsafeBytes { pad in message.withUnsafeBytes { SHA1.digest([pad, $0]) } }
        return outer.withUnsafeBytes { pad in within.withUnsafeBytes { SHA1.digest([pad, $0]) } }
    }

    public static func sha256(key: [UInt8], message: [UInt8]) -> Digest { Key(key).sha256 { $0.update(message) } }

    /// A key made ready for many messages: its two blocks are hashed once.
    public struct Key: Sendable {
        private var inner = SHA256()
        private var outer = SHA256()

        public init(_ key: [UInt8]) {
            let pads = HMAC.pads(of: key.count > 64 ? SHA256.digest(key).bytes : key)
            inner.update(pads.inner)
            outer.update(pads.outer)
        }

        /// HMAC-SHA256 of what `message` feeds in.
        public func sha256(_ message: (inout SHA256) -> Void) -> Digest {
            var within = inner
            message(&within)
            var hash = outer
            hash.update(within.digest())
            return hash.digest()
        }
    }

    /// The key filled up to one block of 64 bytes and mixed with the two constants.
    private static func pads(of key: [UInt8]) -> (inner: [UInt8], outer: [UInt8]) {
        var inner = [UInt8](repeating: 0x36, count: 64)
        var outer = [UInt8](repeating: 0x5C, count: 64)
        for (index, byte) in key.enumerated() {
            inner[index] ^= byte
            outer[index] ^= byte
        }
        return (inner, outer)
    }
}

/// Whether two byte strings are equal, in a time that does not tell where they differ. Their lengths are no secret.
public func constantTimeEquals(_ left: [UInt8], _ right: [UInt8]) -> Bool {
    left.count == right.count && CRYPTO_memcmp(left, right, left.count) == 0
}
