import CCrypto
import Glibc
import Synchronization

/// Bytes from the system's cryptographic generator.
public enum SecureRandom {
    public static func bytes(_ count: Int) -> [UInt8] {
        guard count > 0 else { return [] }
        return reserve.withLock { $0.take(count) }
    }

    /// A whole number from 0 to 2^63 - 1, each equally likely.
    public static func int63() -> Int64 { bytes(8).reduce(0) { $0 << 8 | Int64($1) } & Int64.max }

    /// The kernel is asked for 256 bytes at a time: a call for every salt and nonce costs more than all else about it. What has been
    /// given out is overwritten, so that nothing in memory tells an earlier one.
    private static let reserve = Mutex(Reserve())

    private struct Reserve {
        private static let size = 256
        private var page: [UInt8] = []
        private var used = 0

        mutating func take(_ count: Int) -> [UInt8] {
            var taken: [UInt8] = []
            taken.reserveCapacity(count)
            while taken.count < count {
                if used == page.count { refill() }
                let range = used..<min(page.count, used + count - taken.count)
                taken += page[range]
                for index in range { page[index] = 0 }
                used = range.upperBound
            }
            return taken
        }

        private mutating func refill() {
            var fresh = [UInt8](repeating: 0, count: Reserve.size)
            if getentropy(&fresh, Reserve.size) != 0 {
                // Never anything weaker: the standard library's generator waits, or ends the process.
                var generator = SystemRandomNumberGenerator()
                for index in fresh.indices { fresh[index] = UInt8(truncatingIfNeeded: generator.next() as UInt64) }
            }
            page = fresh
            used = 0
        }
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
        guard nonce.count == nonceLength else { throw .keyLength }
        return try Sealer(key: key).seal(plain, nonce: nonce, associated: associated)
    }

    /// A key made ready to seal many things, on one thread at a time.
    public struct Sealer: ~Copyable {
        private let context: OpaquePointer

        /// - Throws: where the key has not exactly 32 bytes.
        public init(key: [UInt8]) throws(CipherFailure) {
            guard key.count == 32 else { throw .keyLength }
            guard let context = yishi_gcm_begin(key) else { throw .unavailable }
            self.context = context
        }

        deinit { yishi_gcm_end(context) }

        /// The same as `AESGCM.seal`.
        public func seal(_ plain: [UInt8], associated: [UInt8] = []) throws(CipherFailure) -> [UInt8] {
            try seal(plain, nonce: SecureRandom.bytes(nonceLength), associated: associated)
        }

        fileprivate func seal(_ plain: [UInt8], nonce: [UInt8], associated: [UInt8]) throws(CipherFailure) -> [UInt8] {
            var sealed = false
            let length = nonceLength + plain.count + tagLength
            let box = [UInt8](unsafeUninitializedCapacity: length) { output, count in
                guard let base = output.baseAddress else { return }
                for place in 0..<nonceLength { base[place] = nonce[place] }
                let start = base + nonceLength
                sealed = yishi_gcm_seal(context, nonce, associated, associated.count, plain, plain.count, start) == 1
                count = sealed ? length : 0
            }
            guard sealed else { throw .unavailable }
            return box
        }
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
