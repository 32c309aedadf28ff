import Glibc
import Testing

/// A socket without any HTTP in it, for requests no client would send and for servers that misbehave.
/// Reads give up after ten seconds, so that a failing test ends.
final class RawPeer: Sendable {
    private let descriptor: Int32

    init(descriptor: Int32) {
        self.descriptor = descriptor
        var patience = timeval(tv_sec: 10, tv_usec: 0)
        setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &patience, socklen_t(MemoryLayout<timeval>.size))
    }

    convenience init(connectingTo port: UInt16) throws {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        let connected = withLoopback(port) { connect(descriptor, $0, $1) }
        try #require(connected == 0)
        self.init(descriptor: descriptor)
    }

    deinit { close(descriptor) }

    /// Whether nobody listens there.
    static func isRefused(at port: UInt16) -> Bool {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        defer { close(descriptor) }
        return withLoopback(port) { connect(descriptor, $0, $1) } != 0 && errno == ECONNREFUSED
    }

    @discardableResult
    func send(_ text: String) -> Bool { send(Array(text.utf8)) }

    @discardableResult
    func send(_ bytes: [UInt8]) -> Bool {
        var sent = 0
        while sent < bytes.count {
            let count = bytes[sent...].withUnsafeBytes { Glibc.send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
            guard count > 0 else { return false }
            sent += count
        }
        return true
    }

    /// No more will be sent; reading goes on.
    func finishSending() { shutdown(descriptor, Int32(SHUT_WR)) }

    /// Reads until the text contains `mark`, or the peer closes.
    func read(until mark: String) -> String { read { $0.contains(mark) } }

    /// Reads until the peer closes.
    func readToEnd() -> String { read { _ in false } }

    private func read(enough: (String) -> Bool) -> String {
        var bytes: [UInt8] = []
        var piece = [UInt8](repeating: 0, count: 65536)
        while true {
            let text = String(decoding: bytes, as: UTF8.self)
            if enough(text) { return text }
            let count = recv(descriptor, &piece, piece.count, 0)
            guard count > 0 else { return text + (count < 0 && errno == EAGAIN ? "<no more within ten seconds>" : "") }
            bytes.append(contentsOf: piece[..<count])
        }
    }
}

/// A listening socket on a free port of the loopback.
final class RawListener: Sendable {
    let port: UInt16
    private let descriptor: Int32

    /// `backlog` nil binds the port without listening on it: connections are refused, and nobody else can take the port.
    init(backlog: Int32? = 16) throws {
        let opened = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_in()
        var size = socklen_t(MemoryLayout<sockaddr_in>.size)
        let bound = withLoopback(0) { bind(opened, $0, $1) }
        let named = withUnsafeMutablePointer(to: &address) { place in
            place.withMemoryRebound(to: sockaddr.self, capacity: 1) { getsockname(opened, $0, &size) }
        }
        descriptor = opened
        port = UInt16(bigEndian: address.sin_port)
        try #require(bound == 0 && named == 0)
        if let backlog { try #require(listen(descriptor, backlog) == 0) }
    }

    deinit { close(descriptor) }

    func accept() throws -> RawPeer {
        let accepted = Glibc.accept(descriptor, nil, nil)
        try #require(accepted >= 0)
        return RawPeer(descriptor: accepted)
    }
}

private func withLoopback<Result>(_ port: UInt16, _ body: (UnsafePointer<sockaddr>, socklen_t) -> Result) -> Result {
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = port.bigEndian
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    return withUnsafePointer(to: address) { place in
        place.withMemoryRebound(to: sockaddr.self, capacity: 1) { body($0, socklen_t(MemoryLayout<sockaddr_in>.size)) }
    }
}
