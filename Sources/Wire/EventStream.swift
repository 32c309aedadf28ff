import CMicroHTTPD
import Synchronization

/// An answer that goes on: pieces are sent as they come until it is closed, by `close()`, by being dropped, or by the peer.
public final class EventStream: Sendable {
    private let buffer: StreamBuffer

    init(_ buffer: StreamBuffer) { self.buffer = buffer }

    deinit { close() }

    /// Hands over a piece, without waiting. False when the stream is at its end: closed, the peer has left, or it reads too slowly. That
    /// a peer has left shows at the latest at the second send after it, so a stream with little to say sends comments now and then.
    @discardableResult
    public func send(_ bytes: [UInt8]) -> Bool { buffer.append(bytes) }

    /// Ends the stream after what has been handed over.
    public func close() { buffer.close() }
}

/// What waits between whoever sends and the listener's thread. While it is empty the connection is suspended.
final class StreamBuffer: Sendable {
    private let state: Mutex<State>
    private let exchanges: Exchanges

    private struct State {
        /// Valid until `left`.
        nonisolated(unsafe) let connection: OpaquePointer
        let maximum: Int
        var bytes: [UInt8] = []
        var suspended = false
        var closed = false
        var left = false

        mutating func resume() {
            guard suspended else { return }
            suspended = false
            MHD_resume_connection(connection)
        }
    }

    init(_ connection: OpaquePointer, _ exchanges: Exchanges, maximum: Int) {
        state = Mutex(State(connection: connection, maximum: maximum))
        self.exchanges = exchanges
    }

    func append(_ bytes: [UInt8]) -> Bool {
        state.withLock { state in
            guard !state.closed, !state.left else { return false }
            guard bytes.count <= state.maximum - state.bytes.count else {
                // Too slow. What waits is thrown away, so that the end is reached soon.
                state.bytes = []
                state.closed = true
                state.resume()
                return false
            }
            state.bytes.append(contentsOf: bytes)
            state.resume()
            return true
        }
    }

    func close() {
        state.withLock { state in
            guard !state.closed, !state.left else { return }
            state.closed = true
            state.resume()
        }
    }

    /// The request is over. The connection must not be touched from now on.
    func peerLeft() {
        state.withLock { state in
            guard !state.left else { return }
            // Before it shows: whoever learns that the peer has left finds the place free.
            exchanges.closeStream()
            state.left = true
            state.bytes = []
        }
    }

    // MARK: Called by the library, on the listener's thread

    /// The library's response that reads from this buffer, and keeps it alive. Nil without memory.
    func prepared() -> OpaquePointer? {
        let context = Unmanaged.passRetained(self)
        let response = yishi_mhd_stream(Self.read, context.toOpaque()) { context in
            if let context { Unmanaged<StreamBuffer>.fromOpaque(context).release() }
        }
        if response == nil { context.release() }
        return response
    }

    private static let read: MHD_ContentReaderCallback = { context, _, target, maximum in
        guard let context, let target else { return yishi_mhd_end_of_stream() }
        let buffer = Unmanaged<StreamBuffer>.fromOpaque(context).takeUnretainedValue()
        return buffer.state.withLock { state in
            if !state.bytes.isEmpty {
                let count = min(maximum, state.bytes.count)
                state.bytes.withUnsafeBytes {
                    UnsafeMutableRawBufferPointer(start: target, count: count).copyMemory(from: .init(rebasing: $0[..<count]))
                }
                state.bytes.removeFirst(count)
                return count
            }
            if state.closed || state.left { return yishi_mhd_end_of_stream() }
            MHD_suspend_connection(state.connection)
            state.suspended = true
            return 0
        }
    }
}
