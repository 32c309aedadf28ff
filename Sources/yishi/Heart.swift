import Glibc
import Synchronization

/// The beat of the writer's loop. The watchdog is fed from here and nowhere else: a timer of its own would go on over a dead writer.
final class Heart: Sendable {
    private let last: Atomic<Int64>
    private let fed = Atomic<Int64>(.min / 2)
    private let manager: ServiceManager?

    /// - Parameter lastBeat: against now, in milliseconds.
    init(_ manager: ServiceManager?, lastBeat: Int64 = 0) {
        self.manager = manager
        last = Atomic(Heart.now + lastBeat)
    }

    /// On the writer's thread, after every turn of its loop.
    func beat() {
        let now = Heart.now
        last.store(now, ordering: .relaxed)
        guard let manager, let every = manager.watchdogMilliseconds, now - fed.load(ordering: .relaxed) >= every else { return }
        fed.store(now, ordering: .relaxed)
        manager.tell("WATCHDOG=1")
    }

    /// Milliseconds since the last turn.
    var silence: Int64 { Heart.now - last.load(ordering: .relaxed) }

    private static var now: Int64 {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return Int64(time.tv_sec) * 1000 + Int64(time.tv_nsec) / 1_000_000
    }
}
