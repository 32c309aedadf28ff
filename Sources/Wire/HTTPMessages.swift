/// One request as our listeners hand it over, its body whole.
public struct HTTPRequest: Sendable, Hashable {
    public var method: String
    /// Percent-decoded path, always beginning with `/`, without the query.
    public var path: String
    /// Percent-decoded, in the order received.
    public var query: [HTTPField]
    /// In the order received; look them up with `header(_:)`.
    public var headers: [HTTPField]
    /// Whole, within the listener's limit.
    public var body: [UInt8]
    /// The peer's address as text, for limits and logs.
    public var peer: String

    public init(method: String, path: String, query: [HTTPField] = [], headers: [HTTPField] = [], body: [UInt8] = [], peer: String = "") {
        self.method = method
        self.path = path
        self.query = query
        self.headers = headers
        self.body = body
        self.peer = peer
    }

    /// The first header of that name, compared without case.
    public func header(_ name: String) -> String? {
        headers.first { $0.isNamed(name) }?.value
    }

    /// The first item of that name, compared exactly.
    public func query(_ name: String) -> String? { query.first { $0.name == name }?.value }
}

/// A name and a value: a header or a query item.
public struct HTTPField: Sendable, Hashable {
    public var name: String
    public var value: String

    public init(_ name: String, _ value: String) {
        self.name = name
        self.value = value
    }

    /// Header names are compared without case, and only ASCII letters have one there.
    public func isNamed(_ other: String) -> Bool {
        name.utf8.count == other.utf8.count && zip(name.utf8, other.utf8).allSatisfy { $0 == $1 || $0 ^ $1 == 0x20 && $0.isASCIILetter }
    }
}

extension UInt8 {
    fileprivate var isASCIILetter: Bool { (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(self | 0x20) }
}

/// One answer. An empty body with status 204 is "taken, nothing to say".
public struct HTTPResponse: Sendable, Hashable {
    public var status: Int
    public var headers: [HTTPField]
    public var body: [UInt8]

    public init(status: Int, headers: [HTTPField] = [], body: [UInt8] = []) {
        self.status = status
        self.headers = headers
        self.body = body
    }

    /// Plain text in UTF-8.
    public static func text(_ text: String, status: Int = 200) -> HTTPResponse {
        HTTPResponse(status: status, headers: [HTTPField("Content-Type", "text/plain; charset=utf-8")], body: Array(text.utf8))
    }
}
