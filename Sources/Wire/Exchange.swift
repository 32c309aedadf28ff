import CMicroHTTPD
import Glibc
import Synchronization

/// One request and its answer, from the first header to the last byte sent. The library keeps it as the request's context.
///
/// `body` and `begun` belong to the listener's thread, which is the only one to touch them; everything another thread may
/// reach stands in `state`. That is why it is Sendable without the compiler being able to see it.
final class Exchange: @unchecked Sendable {
    private let exchanges: Exchanges
    /// Valid until the request is completed.
    let connection: OpaquePointer
    /// That of the connection, which outlives the request.
    private let patience: Patience?
    private let method: String
    private var body: [UInt8] = []
    private var overflow = 0
    private let state = Mutex(State.receiving)
    private let stream = Mutex<StreamBuffer?>(nil)

    private enum State {
        case receiving
        /// The handler runs, or has returned and nothing has been suspended yet.
        case handling
        /// Suspended in the library; whoever answers must resume.
        case suspended
        case answered(Answer)
        /// The answer is the library's, or the connection is gone.
        case done
    }

    enum Answer: Sendable {
        case whole(HTTPResponse)
        /// The head is the response without its body.
        case stream(StreamBuffer, head: HTTPResponse)
    }

    private init(_ exchanges: Exchanges, connection: OpaquePointer, method: String) {
        self.exchanges = exchanges
        self.connection = connection
        patience = Sweep.patience(connection)
        self.method = method
    }

    // MARK: Called by the library, on the listener's thread

    static let handle: MHD_AccessHandlerCallback = { context, connection, target, method, _, data, size, slot in
        guard let context, let connection, let target, let method, let size, let slot else { return yishi_mhd_no() }
        let exchanges = Unmanaged<Exchanges>.fromOpaque(context).takeUnretainedValue()
        guard let known = slot.pointee else {
            let exchange = Exchange(exchanges, connection: connection, method: String(cString: method))
            slot.pointee = Unmanaged.passRetained(exchange).toOpaque()
            return exchange.begin()
        }
        let exchange = Unmanaged<Exchange>.fromOpaque(known).takeUnretainedValue()
        if size.pointee > 0, let data {
            let taken = exchange.take(UnsafeRawBufferPointer(start: data, count: size.pointee))
            size.pointee = 0
            return taken
        }
        return exchange.proceed(target: target)
    }

    static let completed: MHD_RequestCompletedCallback = { context, _, slot, _ in
        guard let context, let known = slot?.pointee else { return }
        slot?.pointee = nil
        let exchange = Unmanaged<Exchange>.fromOpaque(known).takeRetainedValue()
        exchange.state.withLock { $0 = .done }
        exchange.patience?.begin()
        Unmanaged<Exchanges>.fromOpaque(context).takeUnretainedValue().completed(exchange)
        exchange.stream.withLock { $0.take() }?.peerLeft()
    }

    /// The headers are there, the body is not.
    private func begin() -> MHD_Result {
        guard let announced = RequestHead(connection).header("Content-Length") else { return yishi_mhd_yes() }
        guard let length = Int(announced), length >= 0 else { return queue(.refusal(400)) }
        guard length <= exchanges.configuration.maximumBody else { return queue(.refusal(413)) }
        body.reserveCapacity(min(length, 64 << 10))
        return yishi_mhd_yes()
    }

    /// A piece of the body. What is too much is thrown away, for an answer can be given only at the end; who sends much too much is cut off.
    private func take(_ piece: UnsafeRawBufferPointer) -> MHD_Result {
        let limit = exchanges.configuration.maximumBody
        if overflow == 0, piece.count <= limit - body.count {
            body.append(contentsOf: piece)
            return yishi_mhd_yes()
        }
        overflow += piece.count
        body = []
        return overflow > limit + 1 << 20 ? yishi_mhd_no() : yishi_mhd_yes()
    }

    /// The request is whole, or was resumed.
    private func proceed(target: UnsafePointer<CChar>) -> MHD_Result {
        let first = state.withLock { state in
            guard case .receiving = state else { return false }
            state = .handling
            return true
        }
        guard first else { return queueAnswer() }
        patience?.rest()
        guard overflow == 0 else { return queue(.refusal(413)) }
        guard let request = request(target: target) else { return queue(.refusal(400)) }
        exchanges.answer(request, Responder(self))
        let after: Aftermath = state.withLock { state in
            switch state {
            case .handling where exchanges.hold(self):
                // Under the lock, so that nobody resumes before this.
                MHD_suspend_connection(connection)
                state = .suspended
                return .wait
            case .handling:
                state = .done
                return .stopping
            default: return .answer
            }
        }
        switch after {
        case .wait: return yishi_mhd_yes()
        case .stopping: return queue(.refusal(503))
        case .answer: return queueAnswer()
        }
    }

    /// What follows when the handler has returned.
    private enum Aftermath { case wait, stopping, answer }

    /// Hands the answer to the library when there is one.
    private func queueAnswer() -> MHD_Result {
        let answer: Answer? = state.withLock { state in
            guard case .answered(let answer) = state else { return nil }
            state = .done
            return answer
        }
        switch answer {
        case nil: return yishi_mhd_yes()
        case .whole(let response): return queue(response)
        // Open for as long as somebody listens; the library closes it when nothing can be written.
        case .stream(let stream, let head): return queue(head, prepared: stream.prepared())
        }
    }

    private func queue(_ response: HTTPResponse) -> MHD_Result {
        state.withLock { $0 = .done }
        patience?.begin()
        return queue(response, prepared: response.prepared())
    }

    private func queue(_ head: HTTPResponse, prepared: OpaquePointer?) -> MHD_Result {
        guard let prepared else { return yishi_mhd_no() }
        // A header with a line break in it is refused by the library, and thereby left out.
        for header in head.headers { MHD_add_response_header(prepared, header.name, header.value) }
        let queued = MHD_queue_response(connection, UInt32(head.sendableStatus), prepared)
        MHD_destroy_response(prepared)
        return queued
    }

    private func request(target: UnsafePointer<CChar>) -> HTTPRequest? {
        let raw = UnsafeRawBufferPointer(start: target, count: strlen(target)).assumingMemoryBound(to: UInt8.self)
        let head = RequestHead(connection)
        guard let path = RequestTarget.path(raw), let query = head.query() else { return nil }
        let headers = head.headers(exchanges.configuration.headers)
        var request = HTTPRequest(method: method, path: path, query: query, headers: headers, peer: head.peer())
        // Moved, not copied.
        swap(&request.body, &body)
        return request
    }

    // MARK: Called by whoever answers, on any thread

    /// False when the request has been answered before or nobody waits any more.
    func answer(_ answer: Answer) -> Bool {
        state.withLock { state in
            switch state {
            case .receiving, .answered, .done: return false
            case .handling: state = .answered(answer)
            case .suspended:
                state = .answered(answer)
                MHD_resume_connection(connection)
            }
            return true
        }
    }

    /// A place for an event stream, known from now on so that a stop ends it; nil when there is none.
    func openStream(maximumBuffer: Int) -> StreamBuffer? {
        guard exchanges.openStream() else { return nil }
        let buffer = StreamBuffer(connection, exchanges, maximum: maximumBuffer)
        guard exchanges.hold(self) else {
            buffer.peerLeft()
            return nil
        }
        stream.withLock { $0 = buffer }
        return buffer
    }

    /// The listener stops: whatever is still waited for ends now.
    func release() {
        stream.withLock { $0 }?.close()
        _ = answer(.whole(.refusal(503)))
    }
}
