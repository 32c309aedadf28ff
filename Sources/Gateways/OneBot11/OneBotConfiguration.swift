import Procedure

/// One QQ account behind a OneBot 11 implementation over HTTP. Secrets are handed in by whoever reads the configuration; printing this
/// never shows them.
public struct OneBotConfiguration: Sendable, Hashable {
    /// Part of every chat key, e.g. `qq`; never changed once messages are stored.
    public var endpoint: String
    /// The account the implementation is logged in with, in decimal digits. Pushes for any other account are refused.
    public var account: String
    /// Signs the pushes (HMAC-SHA1 of the body). Nil: pushes are taken unsigned, and only an unguessable path protects them.
    public var secret: String?
    /// Sent as `Authorization: Bearer …` with every call. NapCat has one setting for this and `secret`.
    public var token: String?
    /// Where the implementation listens, e.g. `http://127.0.0.1:3000`, slashes at the end are taken off: go-cqhttp understands none.
    public var api: String
    /// The emoji put on a message that may be a suggestion, by QQ's number for it. Nil: words are used.
    public var mark: String?
    public var limits: Limits

    public struct Limits: Sendable, Hashable {
        /// A longer push is refused with 413.
        public var bodyBytes = 1 << 20
        /// Pushes carry no signed time, so a captured body could come again once the inbox has forgotten its id: what is older than the
        /// inbox keeps ids is refused. Nil: not judged (demo clock).
        public var inboxKeeps: Span? = .days(30)
        /// How far a body's time may lie ahead of our clock; taken off `inboxKeeps`, or a body of tomorrow would outlive its id by a day.
        public var clockAhead = Span.minutes(10)
        /// Longest text of one message in bytes. QQ publishes none; clients cut or fail somewhere above this.
        public var textBytes = 4500
        /// For a connection to the API, and for one whole call: some NapCat calls are never answered.
        public var connectTimeout = Span.seconds(5)
        public var callTimeout = Span.seconds(12)
        /// Of an answer to a call; a longer one counts as unreadable.
        public var answerBytes = 4 << 20

        public init() {}
    }

    public init(endpoint: String, account: String, secret: String?, token: String?, api: String, limits: Limits = Limits()) {
        self.endpoint = endpoint
        self.account = account
        self.secret = secret
        self.token = token
        self.api = String(api.reversed().drop { $0 == "/" }.reversed())
        self.limits = limits
    }
}

extension OneBotConfiguration: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    public var description: String {
        "OneBot 11 endpoint \(endpoint), account \(account), API \(api), signed: \(secret != nil), token: \(token != nil)"
    }
    public var debugDescription: String { description }
    /// `dump` and crash reports print children: there are none to see.
    public var customMirror: Mirror { Mirror(self, children: ["endpoint": endpoint, "account": account, "api": api]) }
}
