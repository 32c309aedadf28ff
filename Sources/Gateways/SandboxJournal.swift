import Glibc
import Procedure
import Synchronization
import Wire

/// Keeps the sandbox's messages in a file, one JSON line a message, appended before anybody hears of it: a demo that is ended, or killed,
/// goes on where it was. A message that is recalled is written once more; the later line counts.
public final class SandboxJournal: Sendable {
    /// What the file held when it was opened, in order.
    public let messages: [Sandbox.Message]
    private let file: Mutex<Int32>

    /// Why the file cannot be used; `code` is an errno value.
    public struct Failure: Error, Sendable, Hashable, CustomStringConvertible {
        public var path: String
        public var code: Int32
        public var description: String { "cannot open \(path): \(String(cString: strerror(code)))" }
    }

    /// Opens the file, making it when there is none. What cannot be read, such as a line cut off by a kill, and all after it is left out.
    public init(path: String) throws(Failure) {
        let descriptor = open(path, O_RDWR | O_CREAT | O_APPEND | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw Failure(path: path, code: errno) }
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 64 << 10)
        while true {
            let count = read(descriptor, &buffer, buffer.count)
            if count <= 0 { break }
            bytes += buffer[..<count]
        }
        let (messages, whole) = SandboxJournal.messages(in: bytes)
        // A half line would swallow the next one.
        if whole < bytes.count { _ = ftruncate(descriptor, off_t(whole)) }
        self.messages = messages
        file = Mutex(descriptor)
    }

    deinit { file.withLock { _ = close($0) } }

    /// Appends one message. A disk that is full loses it for the next start, never for this one.
    public func keep(_ message: Sandbox.Message) {
        let line = message.json.bytes() + [0x0A]
        file.withLock { _ = write($0, line, line.count) }
    }

    /// The messages, and how many bytes hold whole lines that could be read.
    static func messages(in bytes: [UInt8]) -> ([Sandbox.Message], Int) {
        var messages: [Sandbox.Message] = []
        var start = 0
        while let end = bytes[start...].firstIndex(of: 0x0A) {
            guard let json = try? JSON(parsing: Array(bytes[start..<end])), let message = Sandbox.Message(json: json) else { break }
            if message.sequence == messages.count + 1 {
                messages.append(message)
            } else if messages.indices.contains(message.sequence - 1) {
                messages[message.sequence - 1] = message
            } else {
                break
            }
            start = end + 1
        }
        return (messages, start)
    }
}

extension Sandbox.Message {
    /// As a line of the journal.
    var json: JSON {
        [
            "n": .integer(Int64(sequence)), "endpoint": .string(chat.endpoint), "kind": .string(chat.kind.rawValue),
            "chat": .string(chat.id),
            "sender": sender.map { .string($0) } ?? .null, "text": .string(text), "at": .integer(at.milliseconds),
            "quotes": quotes.map { .string($0) } ?? .null,
            "buttons": .array(buttons.map { ["label": .string($0.label), "command": .string($0.command)] }), "recalled": .bool(isRecalled),
        ]
    }

    init?(json: JSON) {
        guard let sequence = json["n"]?.integer, let endpoint = json["endpoint"]?.string,
            let kind = json["kind"]?.string.flatMap(Chat.Kind.init(rawValue:)), let chat = json["chat"]?.string,
            let text = json["text"]?.string,
            let at = json["at"]?.integer, let buttons = json["buttons"]?.array
        else { return nil }
        self.init(
            sequence: Int(sequence), chat: Chat(endpoint: endpoint, kind: kind, id: chat), sender: json["sender"]?.string, text: text,
            at: Instant(milliseconds: at), quotes: json["quotes"]?.string,
            buttons: buttons.compactMap { button in
                guard let label = button["label"]?.string, let command = button["command"]?.string else { return nil }
                return Outgoing.Button(label: label, command: command)
            }, isRecalled: json["recalled"]?.bool ?? false)
    }
}
