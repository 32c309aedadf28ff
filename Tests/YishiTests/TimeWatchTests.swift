import CSQLite
import Foundation
import Procedure
import Record
import Testing

@testable import Desk

@Suite("The clock and the process standing still")
struct TimeWatchTests {
    private let noon = Instant(milliseconds: 1_772_600_000_000)

    @Test("an even run tells nothing, however long; a gentle correction neither")
    func even() {
        var watch = TimeWatch()
        for second in 0..<10_000 {
            let slewed = Int64(second) * 5
            let events = watch.turn(wall: noon + Span(milliseconds: Int64(second) * 1000 + slewed), steady: Int64(second) * 1000)
            #expect(events.isEmpty)
        }
    }

    @Test("ahead: told once, and timers wait five minutes; back within them, they wait no more")
    func jumps() {
        var watch = TimeWatch()
        _ = watch.turn(wall: noon, steady: 0)
        #expect(watch.turn(wall: noon + .hours(26), steady: 1000) == [.jumped(Span(milliseconds: 26 * 3_600_000 - 1000))])
        #expect(watch.holdsTimers(1000) && watch.holdsTimers(1000 + TimeWatch.hold - 1))
        #expect(!watch.holdsTimers(1000 + TimeWatch.hold))
        #expect(watch.turn(wall: noon + .hours(26) + .seconds(1), steady: 2000).isEmpty)
        #expect(watch.turn(wall: noon + .seconds(3), steady: 3000) == [.jumped(Span(milliseconds: -26 * 3_600_000 + 1000))])
        #expect(!watch.holdsTimers(3000))
    }

    @Test("three hours asleep: told once, and no jump, when the steady clock slept along; timers fire at once")
    func asleep() {
        var watch = TimeWatch()
        _ = watch.turn(wall: noon, steady: 0)
        let hours = Span.hours(3)
        #expect(watch.turn(wall: noon + hours, steady: hours.milliseconds) == [.stoodStill(hours)])
        #expect(!watch.holdsTimers(hours.milliseconds))
        #expect(watch.turn(wall: noon + hours + .seconds(1), steady: hours.milliseconds + 1000).isEmpty)
    }

    @Test("every event is one line")
    func lines() {
        let events: [TimeWatch.Event] = [.jumped(.hours(1)), .jumped(Span(milliseconds: -3_600_000)), .stoodStill(.hours(3))]
        for event in events { #expect(!event.words.isEmpty && !event.words.contains("\n")) }
    }

    private let full = StoreFailure("commit", .sqlite(name: "SQLITE_FULL", code: SQLITE_FULL, message: "database or disk is full"))

    @Test("a trouble is told when it begins and when it is over, not in between")
    func trouble() {
        var trouble = Trouble()
        let first = trouble.failed(full, at: noon)
        #expect(first?.contains("the disk is full") == true && first?.contains("\n") == false)
        for second in 1..<100 { #expect(trouble.failed(full, at: noon + .seconds(Int64(second))) == nil) }
        #expect(trouble.ended(at: noon + .seconds(100))?.contains("after 100 s and 100 failed tries") == true)
        #expect(trouble.isOver && trouble.ended(at: noon + .seconds(101)) == nil)
        // One that comes and goes is told once a minute.
        #expect(trouble.failed(full, at: noon + .seconds(102)) == nil)
        #expect(trouble.ended(at: noon + .seconds(103)) == nil)
        #expect(trouble.failed(full, at: noon + .seconds(200)) != nil)
    }

    @Test("a trouble that turns into another is told anew")
    func another() {
        var trouble = Trouble()
        _ = trouble.failed(full, at: noon)
        let broken = StoreFailure("append event", .sqlite(name: "SQLITE_CORRUPT", code: SQLITE_CORRUPT, message: "malformed"))
        #expect(trouble.failed(broken, at: noon + .seconds(1))?.contains("damaged") == true)
    }
}
