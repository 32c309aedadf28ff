import Dispatch
import Record
import Synchronization
import Wire

/// Stands behind the writer: waits for the disk, then tells everybody what came of theirs. The writer meanwhile writes the next commit, so
/// the disk and the processor are at work together.
final class Settling: Sendable {
    private struct State: Sendable {
        var waiting: [Told] = []
        var isEnding = false
    }

    /// A closure that stands in a Mutex by itself is wrapped once more at every look.
    private struct Told: Sendable { let tell: @Sendable () -> Void }

    /// So many commits may wait for the disk; then the writer waits as well, and with it everybody who comes.
    private static let ahead = 8

    private let store: Store
    private let state = Mutex(State())
    private let bell = DispatchSemaphore(value: 0)
    private let room = DispatchSemaphore(value: Settling.ahead)
    private let ended = DispatchSemaphore(value: 0)

    init(_ store: Store) { self.store = store }

    func start() { startThread("settling") { [self] in run() } }

    /// What is to be done when everything committed by now is on the disk. In the order of the calls.
    func after(_ tell: @escaping @Sendable () -> Void) {
        room.wait()
        state.withLock { $0.waiting.append(Told(tell: tell)) }
        bell.signal()
    }

    /// Returns when all that waits has been told.
    func end() {
        state.withLock { $0.isEnding = true }
        bell.signal()
        ended.wait()
    }

    private func run() {
        while true {
            bell.wait()
            let (waiting, isEnding) = state.withLock { state in
                defer { state.waiting.removeAll() }
                return (state.waiting, state.isEnding)
            }
            if !waiting.isEmpty { store.settle() }
            for told in waiting {
                told.tell()
                room.signal()
            }
            if isEnding { break }
        }
        ended.signal()
    }
}
