import Glibc
import Procedure
import Synchronization

/// Time is an input (design 2.8): the real clock in `serve`, a set one in demo mode and tests.
public protocol Clock: Sendable {
    var now: Instant { get }
    /// Whether it is set by hand: then the age of what arrives is not judged (design 5, *Age*).
    var isSet: Bool { get }
}

public struct WallClock: Clock {
    public init() {}
    public var isSet: Bool { false }
    public var now: Instant {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        return Instant(milliseconds: Int64(time.tv_sec) * 1000 + Int64(time.tv_nsec) / 1_000_000)
    }
}

/// A clock that runs on from where it was set. It is stepped from due to due and never jumps over one.
public final class SetClock: Clock {
    private let state: Mutex<(base: Instant, at: Instant)>
    private let runs: Bool
    private let tick: Span
    private let wall = WallClock()

    /// - Parameters:
    ///   - runs: whether it goes on by itself between steps.
    ///   - tick: how far every look at it moves it on, so that no two looks find the same instant.
    public init(at start: Instant, runs: Bool, tick: Span = .seconds(0)) {
        self.runs = runs
        self.tick = tick
        state = Mutex((start, wall.now))
    }

    public var isSet: Bool { true }
    public var now: Instant {
        state.withLock { state in
            state.base = state.base + tick
            return runs ? state.base + (wall.now - state.at) : state.base
        }
    }

    /// Never backwards.
    public func set(to instant: Instant) {
        let real = wall.now
        state.withLock { state in
            let current = runs ? state.base + (real - state.at) : state.base
            state = (max(current, instant), real)
        }
    }
}
