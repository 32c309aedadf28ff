import Procedure
import Synchronization
import Wire

/// The chat platform of demo mode and of conversation scripts: groups and private chats in memory, nothing leaves the process.
/// It plays a full platform: buttons, quotes, recall, message ids.
public final class Sandbox: Gateway {
    public struct Message: Sendable, Hashable {
        public var sequence: Int
        public var chat: Chat
        /// The account that said it; nil for ours.
        public var sender: String?
        public var text: String
        public var at: Instant
        public var quotes: String?
        public var buttons: [Outgoing.Button]
        public var isRecalled = false

        public var id: String { "m\(sequence)" }
    }

    private struct State: Sendable {
        var messages: [Message] = []
        var listeners: [Int: @Sendable (Message) -> Void] = [:]
        var nextListener = 0
    }

    public let endpoint: String
    public let abilities = Abilities(maximumBytes: nil, buttons: true, mentions: true, idempotentSends: true)
    private let state = Mutex(State())
    private let now: @Sendable () -> Instant

    public init(endpoint: String = "demo", now: @escaping @Sendable () -> Instant) {
        self.endpoint = endpoint
        self.now = now
    }

    /// Nothing is pushed to it: it is spoken to by `say`.
    public func receive(_ request: HTTPRequest, now: Instant) throws(Rejected) -> [Arrived] {
        throw Rejected(status: 404, reason: "the sandbox takes no pushes")
    }

    public func send(_ message: Outgoing) -> SendOutcome {
        let sent = append(
            Message(
                sequence: 0, chat: message.chat, sender: nil, text: message.text, at: now(), quotes: message.quotes,
                buttons: message.buttons))
        return .sent(messageID: sent.id)
    }

    /// A person says something; what the daemon hears of it is given back.
    public func say(_ text: String, as account: String, name: String, in chat: Chat, quotes: String? = nil) -> Said {
        let message = append(Message(sequence: 0, chat: chat, sender: account, text: text, at: now(), quotes: quotes, buttons: []))
        return Said(
            id: message.id, messageID: message.id, chat: chat, sender: account, displayName: name, at: message.at, text: text,
            quotes: quotes)
    }

    /// Marks a message of that account as taken back; nil when it is not theirs.
    public func recall(_ id: String, by account: String) -> Recalled? {
        let message: Message? = state.withLock { state in
            guard let index = state.messages.firstIndex(where: { $0.id == id && $0.sender == account }) else { return nil }
            state.messages[index].isRecalled = true
            return state.messages[index]
        }
        guard let message else { return nil }
        return Recalled(id: "recall-\(id)", messageID: id, chat: message.chat, sender: account, operatedBy: account, at: now())
    }

    public var messages: [Message] { state.withLock { $0.messages } }
    public func messages(after sequence: Int) -> [Message] { state.withLock { $0.messages.filter { $0.sequence > sequence } } }

    /// Calls the listener for every message from now on, until `ignore` with the number given back.
    public func listen(_ listener: @escaping @Sendable (Message) -> Void) -> Int {
        state.withLock { state in
            state.nextListener += 1
            state.listeners[state.nextListener] = listener
            return state.nextListener
        }
    }

    public func ignore(_ number: Int) { state.withLock { $0.listeners[number] = nil } }

    private func append(_ message: Message) -> Message {
        let (stored, listeners) = state.withLock { state in
            var message = message
            message.sequence = state.messages.count + 1
            state.messages.append(message)
            return (message, Array(state.listeners.values))
        }
        for listener in listeners { listener(stored) }
        return stored
    }
}
