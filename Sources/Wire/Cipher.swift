import CCrypto

/// Bytes from the system's cryptographic generator.
public enum SecureRandom {
    public static func bytes(_ count: Int) -> [UInt8] {
        var generator = SystemRandomNumberGenerator()
        var bytes: [UInt8] = []
        bytes.reserveCapacity(max(count, 0))
        while bytes.count < count {
            let word = generator.next()
            withUnsafeBytes(of: word) { bytes.append(contentsOf: $0.prefix(count - bytes.count)) }
        }
        return bytes
    }

    /// A whole number from 0 to 2^63 - 1, each equally likely.
    public static func int63() -> Int64 {
        var generator = SystemRandomNumberGenerator()
        let word: UInt64 = generator.next()
        return Int64(truncatingIfNeeded: word >> 1)
    }
}

/// Why something could not be sealed or opened. Never says more, so that it tells an attacker nothing.
public enum CipherFailure: Error, Sendable, Hashable {
    /// The key is not 32 bytes long.
    case keyLength
    /// Too short, altered, sealed under another key, or with other associated data.
    case notAuthentic
    /// libcrypto refused to work.
    case unavailable
}

/// AES-256 in Galois/Counter mode (NIST SP 800-38D). A sealed box is nonce (12 bytes), ciphertext, tag (16 bytes).
public enum AESGCM {
    static let nonceLength = 12
    static let tagLength = 16

    /// Seals under a 32-byte key with a fresh random nonce. `associated` is authenticated but not contained in the box: give the row's
    /// identity, so that a box cannot be moved to another row.
    public static func seal(_ plain: [UInt8], key: [UInt8], associated: [UInt8] = []) throws(CipherFailure) -> [UInt8] {
        try seal(plain, key: key, nonce: SecureRandom.bytes(nonceLength), associated: associated)
    }

    /// For test vectors only: the same nonce twice under one key gives the key's secrets away.
    static func seal(_ plain: [UInt8], key: [UInt8], nonce: [UInt8], associated: [UInt8]) throws(CipherFailure) -> [UInt8] {
        guard key.count == 32, nonce.count == nonceLength else { throw .keyLength }
        var sealed = false
        let box = [UInt8](unsafeUninitializedCapacity: plain.count + tagLength) { output, count in
            guard let base = output.baseAddress else { return }
            sealed = yishi_gcm_seal(key, nonce, associated, associated.count, plain, plain.count, base) == 1
            count = sealed ? plain.count + tagLength : 0
        }
        guard sealed else { throw .unavailable }
        return nonce + box
    }

    /// Opens what `seal` made. Throws `.notAuthentic` for whatever is not exactly that.
    public static func open(_ box: [UInt8], key: [UInt8], associated: [UInt8] = []) throws(CipherFailure) -> [UInt8] {
        guard key.count == 32 else { throw .keyLength }
        let length = box.count - nonceLength - tagLength
        guard length >= 0 else { throw .notAuthentic }
        var authentic = false
        let plain = [UInt8](unsafeUninitializedCapacity: length + tagLength) { output, count in
            guard let base = output.baseAddress else { return }
            box.withUnsafeBufferPointer { sealed in
                guard let start = sealed.baseAddress else { return }
                authentic = yishi_gcm_open(key, start, associated, associated.count, start + nonceLength, length, base) == 1
            }
            count = authentic ? length : 0
        }
        guard authentic else { throw .notAuthentic }
        return plain
    }
}
