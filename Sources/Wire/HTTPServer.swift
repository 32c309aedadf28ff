import CMicroHTTPD
import Dispatch
import Glibc
import Synchronization

/// A listener for HTTP/1.1 over libmicrohttpd, on a thread of its own.
///
/// Every whole request is given to the handler together with a `Responder`. The handler runs on the listener's thread, so it must not
/// block: it answers at once, or keeps the responder and any other thread answers later. Bodies over the limit are answered 413,
/// paths and queries that cannot be decoded 400, half requests are closed after the idle time, and those that dribble in byte by byte
/// after the time for a whole request; none of them reaches the handler.
public final class HTTPServer: Sendable {
    public struct Configuration: Sendable, Hashable {
        /// A numeric IPv4 or IPv6 address.
        public var address = "127.0.0.1"
        /// 0 takes a free port; `HTTPServer.port` tells which.
        public var port: UInt16 = 0
        /// Larger bodies are answered 413. Bytes.
        public var maximumBody = 1 << 20
        /// After so many seconds without a byte a connection is closed, unless its request is held. 1...3600.
        public var idleSeconds = 30
        /// A request must be whole so many seconds after the connection was made or its last answer went out, and an answer must have
        /// been taken in as many, however steadily bytes come; else the connection is closed, up to two seconds later. Neither holds for
        /// a request that waits for its answer, nor for an event stream. 1...3600.
        public var requestSeconds = 60
        /// Connections beyond this are not accepted until others close.
        public var maximumConnections = 4096
        /// The same for one peer's address; 0 sets no limit of its own.
        public var connectionsPerAddress = 0
        /// Memory for one connection's request line, headers and buffers, in bytes; larger heads are answered 431 or 414.
        public var connectionMemory = 16 << 10
        /// How many open event streams there may be at once; further ones are answered 503.
        public var maximumStreams = 64
        /// Headers to hand over, the first of each name; nil hands over all of them. Naming a few saves time where it counts.
        public var headers: [String]?
        /// Listening threads. More than one gives up the order of handling between connections.
        public var threads = 1

        public init(address: String = "127.0.0.1", port: UInt16 = 0) {
            self.address = address
            self.port = port
        }
    }

    /// Why a listener could not be started: `code` is an errno value, or 0 where the library gives no reason.
    public struct Failure: Error, Sendable, Hashable, CustomStringConvertible {
        public var address: String
        public var port: UInt16
        public var code: Int32

        public var description: String {
            let reason = code == 0 ? "libmicrohttpd gave no reason" : String(cString: strerror(code))
            return "cannot listen on \(address) port \(port): \(reason) (\(code))"
        }
    }

    /// Called on the listener's thread for every whole request. Must not block.
    public typealias Answering = @Sendable (HTTPRequest, Responder) -> Void

    /// The port listened on.
    public let port: UInt16
    private let exchanges: Exchanges
    private let daemon: Mutex<Daemon?>

    /// The library's own functions on it are safe from any thread; the mutex around it only sees to one stop.
    private struct Daemon: @unchecked Sendable { let pointer: OpaquePointer }

    /// Starts listening; when this returns, connections are accepted.
    public init(_ configuration: Configuration, answer: @escaping Answering) throws(Failure) {
        let exchanges = Exchanges(configuration, answer: answer)
        var settings = yishi_mhd_settings(
            port: configuration.port, idle_seconds: UInt32(min(max(configuration.idleSeconds, 1), 3600)),
            connections: UInt32(min(max(configuration.maximumConnections, 1), 1 << 20)),
            connections_per_address: UInt32(min(max(configuration.connectionsPerAddress, 0), 1 << 20)),
            threads: UInt32(min(max(configuration.threads, 1), 64)), connection_memory: max(configuration.connectionMemory, 2 << 10))
        var code: Int32 = 0
        let started = yishi_mhd_start(
            configuration.address, &settings, Exchange.handle, Exchange.completed, Sweep.connected,
            Unmanaged.passUnretained(exchanges).toOpaque(), &code)
        guard let started else {
            exchanges.sweep.stop()
            throw Failure(address: configuration.address, port: configuration.port, code: code)
        }
        self.exchanges = exchanges
        port = yishi_mhd_port(started)
        daemon = Mutex(Daemon(pointer: started))
    }

    deinit { stop() }

    /// How many connections are open.
    public var openConnections: Int { daemon.withLock { $0.map { Int(yishi_mhd_connections($0.pointer)) } ?? 0 } }
    /// How many requests wait for their answer, open event streams among them.
    public var heldRequests: Int { exchanges.heldCount }

    /// Stops accepting, answers all held requests with 503, ends the event streams, gives all of them up to `grace` seconds to get
    /// their answer out, then closes everything. Once it returns, the handler is not called again. Further calls do nothing.
    /// Not to be called from the handler itself.
    public func stop(grace: Int = 2) {
        guard let daemon = daemon.withLock({ $0.take() }) else { return }
        yishi_mhd_quiesce(daemon.pointer)
        exchanges.releaseAll(grace: .now() + .seconds(max(grace, 0)))
        // No request is suspended any more: the library would abort the process otherwise.
        MHD_stop_daemon(daemon.pointer)
        exchanges.sweep.stop()
    }
}

/// Lets a write to a closed connection return an error instead of ending the process. To be called once, at the start of the process.
public func ignoreBrokenPipes() { signal(SIGPIPE, SIG_IGN) }
