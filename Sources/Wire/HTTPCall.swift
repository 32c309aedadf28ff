/// One request to another machine.
public struct HTTPCall: Sendable, Hashable {
    public var method: String
    /// `http` or `https`, absolute.
    public var url: String
    /// Sent exactly as given. Without a `Content-Type` here none is sent.
    public var headers: [HTTPField]
    public var body: [UInt8]
    /// Until the connection stands, in milliseconds; at least 1.
    public var connectMilliseconds: Int
    /// For everything, in milliseconds; at least 1.
    public var totalMilliseconds: Int
    /// A longer answer is a failure. Bytes.
    public var maximumAnswer: Int
    /// Whether only addresses of the open network are connected to, whatever a name resolves to: for addresses that others name.
    public var onlyOutside = false

    public init(
        method: String, url: String, headers: [HTTPField] = [], body: [UInt8] = [], connectMilliseconds: Int = 5_000,
        totalMilliseconds: Int = 15_000, maximumAnswer: Int = 1 << 20
    ) {
        self.method = method
        self.url = url
        self.headers = headers
        self.body = body
        self.connectMilliseconds = connectMilliseconds
        self.totalMilliseconds = totalMilliseconds
        self.maximumAnswer = maximumAnswer
    }
}

/// What the other side answered, whatever its status.
public struct HTTPAnswer: Sendable, Hashable {
    public var status: Int
    public var headers: [HTTPField]
    public var body: [UInt8]

    public init(status: Int, headers: [HTTPField] = [], body: [UInt8] = []) {
        self.status = status
        self.headers = headers
        self.body = body
    }

    /// The first header of that name, compared without case.
    public func header(_ name: String) -> String? { headers.first { $0.isNamed(name) }?.value }
}

/// Why there is no answer, and the one thing a sender must know: whether the other side may have got the request.
public enum HTTPFailure: Error, Sendable, Hashable, CustomStringConvertible {
    /// No byte of the request has left: it may be repeated.
    case notSent(Reason)
    /// The other side may have carried it out: it must not be repeated blindly.
    case uncertain(Reason)

    /// What went wrong, fit for a log.
    public struct Reason: Sendable, Hashable, CustomStringConvertible {
        /// In English, without anything of the request in it.
        public var text: String
        /// libcurl's error code (CURLE_…); 0 when the call was refused before libcurl saw it.
        public var code: Int32

        public init(_ text: String, code: Int32 = 0) {
            self.text = text
            self.code = code
        }

        public var description: String { "\(text) (\(code))" }
    }

    /// In words, whichever of the two it is.
    public var reason: Reason {
        switch self {
        case .notSent(let reason), .uncertain(let reason): reason
        }
    }

    /// False only where no byte of the request left.
    public var mayHaveArrived: Bool { if case .uncertain = self { true } else { false } }

    public var description: String { (mayHaveArrived ? "uncertain: " : "not sent: ") + reason.description }
}
