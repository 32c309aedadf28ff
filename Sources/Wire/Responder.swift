import CMicroHTTPD

/// The right to answer one request, once, from any thread, at once or later. Dropped without an answer it answers 500, so that no
/// request waits for ever.
public final class Responder: Sendable {
    private let exchange: Exchange

    init(_ exchange: Exchange) { self.exchange = exchange }

    deinit { _ = exchange.answer(.whole(.refusal(500))) }

    /// Sends the answer. Only the first one counts: false when the request has been answered already or its connection is gone.
    @discardableResult
    public func answer(_ response: HTTPResponse) -> Bool { exchange.answer(.whole(response)) }

    /// Answers with a body that is sent piece by piece, for server-sent events. Nil when the request has been answered already, or when
    /// there are as many streams as the configuration allows; then the request is answered 503.
    ///
    /// - Parameters:
    ///   - headers: `Content-Type: text/event-stream` and what else is needed.
    ///   - maximumBuffer: bytes that may wait for a slow reader; beyond that the stream is closed.
    public func stream(headers: [HTTPField], maximumBuffer: Int = 256 << 10) -> EventStream? {
        guard let buffer = exchange.openStream(maximumBuffer: maximumBuffer) else {
            answer(.refusal(503))
            return nil
        }
        guard exchange.answer(.stream(buffer, head: HTTPResponse(status: 200, headers: headers))) else {
            buffer.peerLeft()
            return nil
        }
        return EventStream(buffer)
    }
}

extension HTTPResponse {
    /// An answer of our own, its body the status in words.
    static func refusal(_ status: Int) -> HTTPResponse {
        let words =
            switch status {
            case 400: "bad request"
            case 413: "content too large"
            case 503: "not now"
            default: "internal error"
            }
        return .text(words + "\n", status: status)
    }

    /// A status that can be sent: 500 in place of one that no answer may have.
    var sendableStatus: Int { (200..<600).contains(status) ? status : 500 }

    /// As the library wants it; statuses that have no body get none. Nil without memory.
    func prepared() -> OpaquePointer? {
        let bodiless = status == 204 || status == 304
        return body.withUnsafeBytes { yishi_mhd_response($0.baseAddress, bodiless ? 0 : $0.count) }
    }
}
