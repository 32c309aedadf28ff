import Glibc
import Wire

/// The 32 bytes under which people are sealed and by which their accounts and messages are found. It stands in a file of its own
/// (mode 0600), outside the database's folder: a stolen database names nobody. Whoever loses it loses the people, never the record.
public struct IdentityKey: Sendable {
    /// Keys for the different uses, so that no use says anything about another (each HMAC-SHA256 of its name under the key).
    let sealing: [UInt8]
    private let blinding: [UInt8]
    private let messages: [UInt8]
    /// Stands in the database and tells a wrong key at once.
    let check: [UInt8]

    /// Nil unless there are exactly 32 bytes.
    public init?(bytes: [UInt8]) {
        guard bytes.count == 32 else { return nil }
        func derived(_ use: String) -> [UInt8] { HMAC.sha256(key: bytes, message: Array(use.utf8)).bytes }
        sealing = derived("yishi sealing 1")
        blinding = derived("yishi blinding 1")
        messages = derived("yishi messages 1")
        check = derived("yishi check 1")
    }

    /// A new random key.
    public static func random() -> IdentityKey { IdentityKey(unchecked: SecureRandom.bytes(32)) }

    private init(unchecked bytes: [UInt8]) {
        func derived(_ use: String) -> [UInt8] { HMAC.sha256(key: bytes, message: Array(use.utf8)).bytes }
        sealing = derived("yishi sealing 1")
        blinding = derived("yishi blinding 1")
        messages = derived("yishi messages 1")
        check = derived("yishi check 1")
    }
}
