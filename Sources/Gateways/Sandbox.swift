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

        public init(
            sequence: Int, chat: Chat, sender: String?, text: String, at: Instant, quotes: String?, buttons: [Outgoing.Button],
            isRecalled: Bool = false
        ) {
            self.sequence = sequence
            self.chat = chat
            self.sender = sender
            self.text = text
            self.at = at
            self.quotes = quotes
            self.buttons = buttons
            self.isRecalled = isRecalled
        }

        public var id: String { "m\(sequence)" }
    }

    private struct State: Sendable {
        var messages: [Message] = []
        var listeners: [Int: @Sendable (Message) -> Void] = [:]
        var nextListener = 0
    }

    /// How we are mentioned here, at the beginning of a message.
    public static let mention = "@议事 "

    public let endpoint: String
    public let abilities = Abilities(maximumBytes: nil, buttons: true, mentions: true, idempotentSends: true)
    private let state: Mutex<State>
    /// Held while a message is added and told of: listeners hear of messages in their order.
    private let telling = Mutex(())
    private let now: @Sendable () -> Instant
    private let keep: @Sendable (Message) -> Void

    /// - Parameters:
    ///   - messages: what was said before, in order, numbered from 1 without a gap.
    ///   - keep: is given every message before anybody hears of it, and once more when it is recalled.
    public init(
        endpoint: String = "demo", messages: [Message] = [], keep: @escaping @Sendable (Message) -> Void = { _ in },
        now: @escaping @Sendable () -> Instant
    ) {
        self.endpoint = endpoint
        self.keep = keep
        self.now = now
        state = Mutex(State(messages: messages))
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
    /// - Parameter mentions: accounts that `text` mentions as @name; what the daemon hears is `heard`, without them.
    public func say(
        _ text: String, as account: String, name: String, in chat: Chat, quotes: String? = nil, mentions: [String] = [],
        mentionsUs: Bool = false, heard: String? = nil
    ) -> Said {
        let message = append(Message(sequence: 0, chat: chat, sender: account, text: text, at: now(), quotes: quotes, buttons: []))
        return Said(
            id: message.id, messageID: message.id, chat: chat, sender: account, displayName: name, at: message.at, text: heard ?? text,
            mentionsUs: mentionsUs, mentions: mentions, quotes: quotes)
    }

    /// Marks a message of that account as taken back; nil when it is not theirs.
    public func recall(_ id: String, by account: String) -> Recalled? {
        telling.withLock { _ in
            let found: (Message, [@Sendable (Message) -> Void])? = state.withLock { state in
                guard let index = state.messages.firstIndex(where: { $0.id == id && $0.sender == account && !$0.isRecalled }) else {
                    return nil
                }
                state.messages[index].isRecalled = true
                return (state.messages[index], Array(state.listeners.values))
            }
            guard let (message, listeners) = found else { return nil }
            keep(message)
            for listener in listeners { listener(message) }
            return Recalled(id: "recall-\(id)", messageID: id, chat: message.chat, sender: account, operatedBy: account, at: now())
        }
    }

    public var messages: [Message] { state.withLock { $0.messages } }
    public func messages(after sequence: Int) -> [Message] { state.withLock { $0.messages.filter { $0.sequence > sequence } } }

    /// Calls the listener for every message from now on, and again for one that is recalled, until `ignore` with the number given back.
    /// A listener must not block and must not speak here itself.
    public func listen(_ listener: @escaping @Sendable (Message) -> Void) -> Int { listen(after: Int.max, listener) }

    /// The same, beginning with the messages after that sequence, without a gap between them and the later ones.
    public func listen(after sequence: Int, _ listener: @escaping @Sendable (Message) -> Void) -> Int {
        telling.withLock { _ in
            for message in messages where message.sequence > sequence { listener(message) }
            return state.withLock { state in
                state.nextListener += 1
                state.listeners[state.nextListener] = listener
                return state.nextListener
            }
        }
    }

    public func ignore(_ number: Int) { state.withLock { $0.listeners[number] = nil } }

    private func append(_ message: Message) -> Message {
        telling.withLock { _ in
            var message = message
            message.sequence = state.withLock { $0.messages.count + 1 }
            keep(message)
            let listeners = state.withLock { state in
                state.messages.append(message)
                return Array(state.listeners.values)
            }
            for listener in listeners { listener(message) }
            return message
        }
    }
}
