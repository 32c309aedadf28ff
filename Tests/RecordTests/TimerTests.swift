import Deliberation
import Procedure
import Record
import Testing

@Suite struct TimerTests {
    let folder: Folder
    let store: Store

    init() throws {
        folder = try Folder()
        store = try Store.fresh(in: folder)
    }

    private func set(_ timers: TimerRow...) throws {
        try store.write { ledger throws(StoreFailure) in
            for timer in timers { try ledger.setTimer(timer) }
        }
    }

    @Test func dueTimersComeInOrder() throws {
        let a = TimerRow(matter(2), kind: "reply", due: morning + .days(2), payload: Array(#"{"a":"1"}"#.utf8))
        let b = TimerRow(matter(1), kind: "notice", occasion: "4", due: morning + .days(1))
        let c = TimerRow(matter(1, in: xiyuan), kind: "reply", due: morning + .days(3))
        try set(a, b, c)
        try store.read { ledger throws(StoreFailure) in
            #expect(try ledger.dueTimers(now: morning, limit: 9).isEmpty)
            #expect(try ledger.dueTimers(now: morning + .days(2), limit: 9) == [b, a])
            #expect(try ledger.dueTimers(now: morning + .days(9), limit: 2) == [b, a])
            #expect(try ledger.nextTimer() == b.due)
            #expect(try ledger.timers(of: matter(2)) == [a])
            #expect(try ledger.timerCount() == 3)
        }
    }

    @Test func settingTheSameOccasionMovesTheTimer() throws {
        let first = TimerRow(matter(1), kind: "reply", due: morning)
        var moved = first
        moved.due = morning + .days(1)
        moved.payload = [123, 125]
        try set(first, TimerRow(matter(1), kind: "reply", occasion: "2", due: morning), moved)
        try store.read { ledger throws(StoreFailure) in
            #expect(try ledger.timers(of: matter(1)).map(\.occasion) == ["2", ""])
            #expect(try ledger.dueTimers(now: moved.due, limit: 9).last == moved)
        }
    }

    @Test func aTimerFiresOnceAndNotAfterItWasMoved() throws {
        let timer = TimerRow(matter(1), kind: "reply", due: morning)
        try set(timer)
        try store.write { ledger throws(StoreFailure) in
            #expect(try ledger.fire(timer))
            #expect(try ledger.fire(timer) == false)
        }
        try set(timer)
        var moved = timer
        moved.due = morning + .days(1)
        try set(moved)
        try store.write { ledger throws(StoreFailure) in
            #expect(try ledger.fire(timer) == false)
            #expect(try ledger.fire(moved))
            #expect(try ledger.nextTimer() == nil)
        }
    }

    @Test func aTimerWhoseTransactionFailsFiresAgain() throws {
        let timer = TimerRow(matter(1), kind: "reply", due: morning)
        try set(timer)
        #expect(throws: StoreFailure.self) {
            _ = try store.transact([timer]) { ledger, timer throws(StoreFailure) -> Bool in
                #expect(try ledger.fire(timer))
                throw StoreFailure("break", .cipher)
            }
        }
        #expect(try store.read { ledger throws(StoreFailure) in try ledger.dueTimers(now: morning, limit: 9) } == [timer])
    }

    @Test func timersAreCancelledByOccasionKindOrMatter() throws {
        try set(
            TimerRow(matter(1), kind: "a", occasion: "1", due: morning), TimerRow(matter(1), kind: "a", occasion: "2", due: morning),
            TimerRow(matter(1), kind: "b", due: morning), TimerRow(matter(1), kind: "c", due: morning + .days(1)),
            TimerRow(matter(2), kind: "a", occasion: "1", due: morning))
        try store.write { ledger throws(StoreFailure) in
            #expect(try ledger.cancelTimers(of: matter(1), kind: "a", occasion: "2") == 1)
            #expect(try ledger.cancelTimers(of: matter(1), kind: "a") == 1)
            #expect(try ledger.cancelTimers(of: matter(1), kind: "a") == 0)
            #expect(try ledger.timers(of: matter(1)).map(\.kind) == ["b", "c"])
            #expect(try ledger.cancelTimers(of: matter(1)) == 2)
            #expect(try ledger.cancelTimers(of: matter(9)) == 0)
            #expect(try ledger.timerCount() == 1)
        }
    }
}
