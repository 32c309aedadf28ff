import CMicroHTTPD
import Dispatch
import Glibc
import Synchronization

/// How long one connection may still take over what it is at: its request until that is whole, or fetching its answer.
///
/// It counts turns of the sweep, about a second each, so a process that was stopped for an hour takes nobody for slow when it goes on.
final class Patience: Sendable {
    private static let endless = Int64.max
    fileprivate let socket: Int32
    private let sweep: Sweep
    private let end: Atomic<Int64>

    fileprivate init(socket: Int32, sweep: Sweep) {
        self.socket = socket
        self.sweep = sweep
        end = Atomic(sweep.end)
    }

    /// From now on it is the peer's turn: to send its next request, or to take its answer.
    func begin() { end.store(sweep.end, ordering: .relaxed) }

    /// It is our turn, or the connection is meant to stay open: no limit.
    func rest() { end.store(Patience.endless, ordering: .relaxed) }

    fileprivate func isOver(at turn: Int64) -> Bool { end.load(ordering: .relaxed) <= turn }
}

/// Closes the connections of a listener whose patience is at an end. The library itself closes only what is silent: whoever sends a byte
/// a second would have a connection for as long as they like.
final class Sweep: Sendable {
    /// In turns of the sweep.
    private let limit: Int64
    private let turn = Atomic<Int64>(0)
    private let connections = Mutex<[ObjectIdentifier: Patience]>([:])
    private let clock: Clock

    /// Scheduled once, and after that only cancelled: a source may be from any thread.
    private struct Clock: @unchecked Sendable { let timer: any DispatchSourceTimer }

    init(seconds: Int) {
        limit = Int64(seconds)
        let timer = DispatchSource.makeTimerSource(queue: DispatchQueue(label: "http.sweep"))
        timer.schedule(deadline: .now() + 1, repeating: 1, leeway: .milliseconds(100))
        clock = Clock(timer: timer)
        timer.setEventHandler { [weak self] in self?.sweep() }
        timer.activate()
    }

    func stop() { clock.timer.cancel() }

    /// One turn more than the limit: the one under way has begun already.
    fileprivate var end: Int64 { turn.load(ordering: .relaxed) + limit + 1 }

    private func sweep() {
        let now = turn.add(1, ordering: .relaxed).newValue
        connections.withLock { connections in
            // Under the lock, so that the socket is still this connection's: the library closes it after `gone`. It sees the end of it,
            // and closes it in its own time.
            for patience in connections.values where patience.isOver(at: now) { shutdown(patience.socket, Int32(SHUT_RDWR)) }
        }
    }

    // MARK: Called by the library, on the listener's thread

    /// A connection has begun, or is about to be closed. What is put beside it is held until then.
    static let connected: MHD_NotifyConnectionCallback = { context, connection, slot, code in
        guard let context, let connection, let slot else { return }
        let sweep = Unmanaged<Exchanges>.fromOpaque(context).takeUnretainedValue().sweep
        if yishi_mhd_is_beginning(code) != 0 {
            let socket = yishi_mhd_socket(connection)
            guard socket >= 0 else { return }
            let patience = Patience(socket: socket, sweep: sweep)
            slot.pointee = Unmanaged.passRetained(patience).toOpaque()
            sweep.connections.withLock { $0[ObjectIdentifier(patience)] = patience }
        } else if let known = slot.pointee {
            slot.pointee = nil
            let patience = Unmanaged<Patience>.fromOpaque(known).takeRetainedValue()
            sweep.connections.withLock { _ = $0.removeValue(forKey: ObjectIdentifier(patience)) }
        }
    }

    /// That of a connection; nil where there is none. It lives as long as the connection.
    static func patience(_ connection: OpaquePointer) -> Patience? {
        yishi_mhd_beside(connection).map { Unmanaged<Patience>.fromOpaque($0).takeUnretainedValue() }
    }
}
