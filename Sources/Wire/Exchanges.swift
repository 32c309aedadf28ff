import CMicroHTTPD
import Dispatch
import Synchronization

/// What all requests of one listener share, and which of them wait for an answer.
///
/// A held request is suspended in the library. It must be answered before the library is stopped, so every one stands here
/// from before its suspension until it is completed.
final class Exchanges: Sendable {
    let configuration: HTTPServer.Configuration
    let answer: HTTPServer.Answering
    let sweep: Sweep
    private let state = Mutex(State())
    private let emptied = DispatchSemaphore(value: 0)

    private struct State {
        var held: [ObjectIdentifier: Exchange] = [:]
        var streams = 0
        var stopping = false
    }

    init(_ configuration: HTTPServer.Configuration, answer: @escaping HTTPServer.Answering) {
        self.configuration = configuration
        self.answer = answer
        sweep = Sweep(seconds: min(max(configuration.requestSeconds, 1), 3600))
    }

    var heldCount: Int { state.withLock { $0.held.count } }

    /// False when the listener is stopping: the request must be answered at once.
    func hold(_ exchange: Exchange) -> Bool {
        state.withLock { state in
            guard !state.stopping else { return false }
            state.held[ObjectIdentifier(exchange)] = exchange
            return true
        }
    }

    func completed(_ exchange: Exchange) {
        let last = state.withLock { state in
            state.held.removeValue(forKey: ObjectIdentifier(exchange))
            return state.stopping && state.held.isEmpty
        }
        if last { emptied.signal() }
    }

    /// Takes one of the places for event streams; false when all are taken.
    func openStream() -> Bool {
        state.withLock { state in
            guard !state.stopping, state.streams < configuration.maximumStreams else { return false }
            state.streams += 1
            return true
        }
    }

    func closeStream() { state.withLock { $0.streams -= 1 } }

    /// Answers everything held and waits until it has gone out, but no longer than until `deadline`.
    func releaseAll(grace deadline: DispatchTime) {
        let held = state.withLock { state in
            state.stopping = true
            return Array(state.held.values)
        }
        guard !held.isEmpty else { return }
        for exchange in held { exchange.release() }
        // Completions signal at most once each time the table is empty; a surplus signal harms nobody.
        _ = emptied.wait(timeout: deadline)
    }
}
