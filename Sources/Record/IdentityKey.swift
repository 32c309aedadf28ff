import Glibc
import Wire

/// The 32 bytes under which people are sealed and by which their accounts and messages are found. It stands in a file of its own
/// (mode 0600), outside the database's folder: a stolen database names nobody. Whoever loses it loses the people, never the record.
public struct IdentityKey: Sendable {
    /// Keys for the different uses, so that no use says anything about another (each HMAC-SHA256 of its name under the key).
    let sealing: [UInt8]
    private let blinding: HMAC.Key
    /// Outlives a rotation of the key (`Store.rotate`).
    private(set) var messages: [UInt8] { didSet { messaging = HMAC.Key(messages) } }
    private var messaging: HMAC.Key
    /// Stands in the database and tells a wrong key at once.
    let check: [UInt8]
    private let secret: [UInt8]

    /// Nil unless there are exactly 32 bytes.
    public init?(bytes: [UInt8]) {
        guard bytes.count == 32 else { return nil }
        self.init(secret: bytes)
    }

    /// A new random key.
    public static func random() -> IdentityKey { IdentityKey(secret: SecureRandom.bytes(32)) }

    private init(secret: [UInt8]) {
        func derived(_ use: String) -> [UInt8] { HMAC.sha256(key: secret, message: Array(use.utf8)).bytes }
        self.secret = secret
        sealing = derived("yishi sealing 1")
        blinding = HMAC.Key(derived("yishi blinding 1"))
        messages = derived("yishi messages 1")
        messaging = HMAC.Key(messages)
        check = derived("yishi check 1")
    }

    /// By which a message is known again: HMAC-SHA256 of the chat's key, a zero byte and the platform's message id, cut to 16 bytes.
    /// - Parameters:
    ///   - chat: the chat's key, `qq/group/20001`
    ///   - message: the platform's message id, as text
    public func messageKey(chat: String, message: String) -> MessageKey {
        MessageKey(bytes: IdentityKey.keyed(messaging, [chat], message))
    }

    /// By which content that was set aside is known again without being kept (16 bytes).
    public func fingerprint(of content: [UInt8]) -> [UInt8] {
        Array(messaging.sha256 { $0.update(content) }.bytes.prefix(16))
    }

    /// The same key, knowing messages again by what an earlier one knew them by.
    func keeping(messages: [UInt8]) -> IdentityKey {
        var key = self
        key.messages = messages
        return key
    }

    func blind(_ account: Account) -> [UInt8] { IdentityKey.keyed(blinding, ["account/", account.endpoint], account.id) }
    func blind(_ group: GroupPlace) -> [UInt8] { IdentityKey.keyed(blinding, ["group/", group.endpoint], group.id) }

    /// Of the place, in pieces, a zero byte and the id.
    private static func keyed(_ key: HMAC.Key, _ place: [String], _ id: String) -> [UInt8] {
        let digest = key.sha256 { hash in
            for piece in place { hash.update(piece) }
            hash.update([0])
            hash.update(id)
        }
        return Array(digest.bytes.prefix(16))
    }
}

/// The keyed hash of a chat and a message in it. Says nothing without the identity key.
public struct MessageKey: Sendable, Hashable {
    /// 16 bytes.
    public let bytes: [UInt8]
}

extension IdentityKey {
    /// Reads the key's file: 64 hexadecimal digits and a line end. A file that anybody but its owner may read is refused.
    public static func load(_ path: String) throws(StoreFailure) -> IdentityKey {
        let operation = "load the identity key"
        let file = open(path, O_RDONLY | O_CLOEXEC)
        guard file >= 0 else { throw StoreFailure(operation, .file(path: path, errno: errno)) }
        defer { close(file) }
        var status = stat()
        guard fstat(file, &status) == 0 else { throw StoreFailure(operation, .file(path: path, errno: errno)) }
        guard status.st_mode & 0o077 == 0 else {
            throw StoreFailure(operation, .keyFile(path: path, problem: "others may read it; set its mode to 0600"))
        }
        var buffer = [UInt8](repeating: 0, count: 128)
        let count = read(file, &buffer, buffer.count)
        guard count >= 0 else { throw StoreFailure(operation, .file(path: path, errno: errno)) }
        var digits = buffer.prefix(count)
        if digits.last == 10 { digits.removeLast() }
        guard let bytes = [UInt8](hex: String(decoding: digits, as: UTF8.self)), let key = IdentityKey(bytes: bytes) else {
            throw StoreFailure(operation, .keyFile(path: path, problem: "expected 64 hexadecimal digits and nothing else"))
        }
        return key
    }

    /// Whether both are the same key.
    public func isSame(as other: IdentityKey) -> Bool { constantTimeEquals(secret, other.secret) }

    /// Makes a new key in a new file of mode 0600; a file that is already there is refused, never overwritten.
    public static func create(_ path: String) throws(StoreFailure) -> IdentityKey {
        let operation = "create the identity key"
        let key = IdentityKey.random()
        let file = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard file >= 0 else { throw StoreFailure(operation, .file(path: path, errno: errno)) }
        defer { close(file) }
        let line = Array(key.secret.hex.utf8) + [10]
        let count = write(file, line, line.count)
        guard count == line.count, fsync(file) == 0 else {
            // A short write is no error by itself: there was no room for the rest.
            let number = count >= 0 && count < line.count ? ENOSPC : errno
            // Half a key would be refused as somebody else's at every later start.
            unlink(path)
            throw StoreFailure(operation, .file(path: path, errno: number))
        }
        // The name has to outlive a loss of power as the bytes do: people are sealed under it from now on.
        Store.settleFolder(of: path)
        return key
    }
}
