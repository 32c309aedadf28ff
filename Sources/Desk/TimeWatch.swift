import Glibc
import Procedure

/// Compares the clock people see with one that only ever runs on, turn by turn of the writer's loop: a clock that was set, and a process
/// that stood still, are told and acted upon.
struct TimeWatch {
    enum Event: Sendable, Hashable {
        /// The clock was set, by so much (negative: back).
        case jumped(Span)
        /// Nothing ran for so long: the machine slept, the process was stopped, or the disk held it up.
        case stoodStill(Span)

        var words: String {
            switch self {
            case .jumped(let by):
                "the clock jumped \(by < .seconds(0) ? "back" : "ahead") by \(abs(by.milliseconds) / 1000) s"
                    + (by > .seconds(0) ? "; timers wait five minutes in case it jumps back" : "; timers fire once it has come round again")
            case .stoodStill(let span): "nothing ran for \(span.milliseconds / 1000) s; what was missed is looked for in the history"
            }
        }
    }

    private var last: (wall: Instant, steady: Int64)?
    private var holdsUntil: Int64 = .min
    /// What is still taken for a clock being corrected gently.
    static let slack: Int64 = 30_000
    static let stillness: Int64 = 60_000
    static let hold: Int64 = 300_000

    /// - Parameter steady: milliseconds that go on while the machine sleeps and are never set.
    mutating func turn(wall: Instant, steady: Int64) -> [Event] {
        defer { last = (wall, steady) }
        guard let last else { return [] }
        let passed = steady - last.steady
        let drift = (wall - last.wall).milliseconds - passed
        var events: [Event] = []
        if abs(drift) > TimeWatch.slack {
            events.append(.jumped(Span(milliseconds: drift)))
            // One that has jumped ahead wrongly would close polls and publications that are still open.
            holdsUntil = drift > 0 ? steady + TimeWatch.hold : .min
        }
        if passed > TimeWatch.stillness { events.append(.stoodStill(Span(milliseconds: passed))) }
        return events
    }

    func holdsTimers(_ steady: Int64) -> Bool { steady < holdsUntil }

    static var steady: Int64 {
        var time = timespec()
        clock_gettime(CLOCK_BOOTTIME, &time)
        return Int64(time.tv_sec) * 1000 + Int64(time.tv_nsec) / 1_000_000
    }
}

extension TimeWatch.Event {
    var name: String {
        switch self {
        case .jumped: "jumped"
        case .stoodStill: "stood_still"
        }
    }
}
