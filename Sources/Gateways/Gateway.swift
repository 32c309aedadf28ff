import Procedure
import Wire

/// A chat platform behind one small protocol. One file or folder a platform; optional abilities are protocols of their own.
///
/// `receive` is called on the HTTP threads with the raw bytes of one request; `send` on the courier's thread, and may block.
public protocol Gateway: Sendable {
    /// The endpoint's name in the configuration, e.g. `qq`. Part of every chat, message and account id.
    var endpoint: String { get }
    var abilities: Abilities { get }

    /// Verifies the raw bytes, then parses. Throws `Rejected` for what must not be taken in.
    func receive(_ request: HTTPRequest, now: Instant) throws(Rejected) -> [Arrived]

    /// Sends one message. Never repeats anything by itself.
    func send(_ message: Outgoing) -> SendOutcome
}

/// What the platform can show, so that the courier can render for it.
public struct Abilities: Sendable, Hashable {
    /// Longest text in bytes of UTF-8; nil where the platform states none.
    public var maximumBytes: Int?
    public var buttons: Bool
    public var mentions: Bool
    /// Whether a repeat of a send with the same key is known to the platform.
    public var idempotentSends: Bool

    public init(maximumBytes: Int?, buttons: Bool, mentions: Bool, idempotentSends: Bool) {
        self.maximumBytes = maximumBytes
        self.buttons = buttons
        self.mentions = mentions
        self.idempotentSends = idempotentSends
    }
}

/// A group or a private conversation at an endpoint. The id is the platform's, as text.
public struct Chat: Sendable, Hashable {
    public enum Kind: String, Sendable, Hashable { case group, direct = "private" }

    public var endpoint: String
    public var kind: Kind
    /// The group's id, or in a private chat the other person's account id.
    public var id: String

    public init(endpoint: String, kind: Kind, id: String) {
        self.endpoint = endpoint
        self.kind = kind
        self.id = id
    }

    /// `qq/group/20001`: the form in which chats stand in keys and logs of the unit's own groups.
    public var key: String { "\(endpoint)/\(kind.rawValue)/\(id)" }
}

/// What came in. Everything else a platform pushes is `ignored` and answered with success (gateways.md 0.5, rule 8).
public enum Arrived: Sendable, Hashable {
    case said(Said)
    case recalled(Recalled)
    /// A pushed event that is not for us, by its kind, for the counters.
    case ignored(String)
}

/// One message by a person, already stripped of the platform's form.
public struct Said: Sendable, Hashable {
    /// Unique at the endpoint, and the same for every redelivery of this message.
    public var id: String
    /// The platform's own message id, as others quote or recall it.
    public var messageID: String
    public var chat: Chat
    /// The sender's account id at the platform.
    public var sender: String
    /// As the platform shows it. Proves nothing.
    public var displayName: String
    public var at: Instant
    /// The text segments joined; mentions, quotes and pictures are taken out.
    public var text: String
    public var mentionsUs: Bool
    /// Account ids mentioned besides ours, in order.
    public var mentions: [String]
    /// The platform id of the message it quotes.
    public var quotes: String?
    public var isAnonymous: Bool
    /// How many pictures, voices or files came with it (kept from the third issue on).
    public var attachments: Int
    /// Where the platform keeps the pictures among them, for `KeepsPictures.picture`; at most `Said.mostPictures`.
    public var pictures: [String]
    public static let mostPictures = 4
    /// How many pictures came with it, those among them that cannot be had or are too many; never less than `pictures`.
    public var pictureCount: Int

    public init(
        id: String, messageID: String, chat: Chat, sender: String, displayName: String, at: Instant, text: String, mentionsUs: Bool = false,
        mentions: [String] = [], quotes: String? = nil, isAnonymous: Bool = false, attachments: Int = 0, pictures: [String] = [],
        pictureCount: Int = 0
    ) {
        self.id = id
        self.messageID = messageID
        self.chat = chat
        self.sender = sender
        self.displayName = displayName
        self.at = at
        self.text = text
        self.mentionsUs = mentionsUs
        self.mentions = mentions
        self.quotes = quotes
        self.isAnonymous = isAnonymous
        self.attachments = attachments
        self.pictures = pictures
        self.pictureCount = max(pictureCount, pictures.count)
    }
}

/// A message taken back by its sender or by a group's administrator.
public struct Recalled: Sendable, Hashable {
    public var id: String
    public var messageID: String
    public var chat: Chat
    public var sender: String
    public var operatedBy: String
    public var at: Instant

    public init(id: String, messageID: String, chat: Chat, sender: String, operatedBy: String, at: Instant) {
        self.id = id
        self.messageID = messageID
        self.chat = chat
        self.sender = sender
        self.operatedBy = operatedBy
        self.at = at
    }
}

/// One message to be sent.
public struct Outgoing: Sendable, Hashable {
    public var chat: Chat
    public var text: String
    /// Account ids to mention first, where the platform can.
    public var mentions: [String]
    /// The platform id of the message to quote.
    public var quotes: String?
    /// A label and the canonical command it stands for.
    public var buttons: [Button]
    /// Ours, constant over every try of the same row.
    public var idempotencyKey: String
    /// For a private message to somebody who is no friend: the group both are in, where the platform has temporary chats.
    public var throughGroup: String?

    public struct Button: Sendable, Hashable {
        public var label: String
        public var command: String

        public init(label: String, command: String) {
            self.label = label
            self.command = command
        }
    }

    public init(
        chat: Chat, text: String, mentions: [String] = [], quotes: String? = nil, buttons: [Button] = [], idempotencyKey: String,
        throughGroup: String? = nil
    ) {
        self.chat = chat
        self.text = text
        self.mentions = mentions
        self.quotes = quotes
        self.buttons = buttons
        self.idempotencyKey = idempotencyKey
        self.throughGroup = throughGroup
    }
}

/// What became of a send. *Unknown* is neither: nobody can say, and it is never blindly repeated (design 2.7).
public enum SendOutcome: Sendable, Hashable {
    case sent(messageID: String?)
    /// Certainly not delivered: may be tried again, after so long if the platform said so.
    case refused(reason: String, retryAfter: Span?)
    /// Certainly not delivered, and trying again is pointless (no such group, not a friend).
    case impossible(reason: String)
    case unknown(reason: String)
}

/// Why a request was not taken in, with the HTTP status that says so.
public struct Rejected: Error, Sendable, Hashable {
    public var status: Int
    /// English, without any of the content; goes to the log and a counter.
    public var reason: String
    /// Where the fault is, for what can be parsed.
    public var fault: Malformed?

    public init(status: Int, reason: String, fault: Malformed? = nil) {
        self.status = status
        self.reason = reason
        self.fault = fault
    }
}

/// A platform (or one implementation of it) that can say what stands in a group.
public protocol KeepsHistory: Gateway {
    /// The newest messages of a group, back to the last one before an instant; nil when this implementation has no history. Blocks.
    /// - Parameter pages: how often the platform is asked for older ones at most; 1 or more.
    func history(of chat: Chat, since: Instant, pages: Int) -> History?
}

/// The end of a group's history.
public struct History: Sendable, Hashable {
    /// Oldest first.
    public var messages: [HistoryMessage]
    /// Whether it goes back as far as was asked for.
    public var isWhole: Bool

    public init(messages: [HistoryMessage], isWhole: Bool) {
        self.messages = messages
        self.isWhole = isWhole
    }
}

/// A platform on which a sign can be put on somebody's message: lighter than any words.
public protocol Marks: Gateway {
    /// Puts our sign on a message of a group. `impossible` where this implementation, or its configuration, has none.
    func mark(_ message: String, in chat: Chat) -> SendOutcome
}

/// A platform that gives out the pictures people sent.
public protocol KeepsPictures: Gateway {
    /// The bytes of a picture; nil when it cannot be had or is longer than so many bytes. Blocks.
    func picture(_ place: String, maximumBytes: Int) -> [UInt8]?
}

/// One message as the history shows it.
public struct HistoryMessage: Sendable, Hashable {
    public var said: Said
    public var isOurs: Bool

    public init(said: Said, isOurs: Bool) {
        self.said = said
        self.isOurs = isOurs
    }
}
