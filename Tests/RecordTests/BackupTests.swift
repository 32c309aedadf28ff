import Deliberation
import Foundation
import Procedure
import Record
import Testing

@Suite struct BackupTests {
    let folder: Folder
    let store: Store
    var copy: String { folder.path + "/copy.db" }
    var place: String { folder.path + "/new.db" }

    init() throws {
        folder = try Folder()
        store = try Store.fresh(in: folder)
    }

    private func queue(_ event: EventRow) throws -> Int64 {
        try store.write { ledger throws(StoreFailure) in try ledger.queue(.sample(event.key)) }
    }

    @Test func aBackupIsTheLastCommitAndItsOwnersAlone() throws {
        let event = try store.suggest()
        let found = try store.backup(to: copy, at: morning)
        #expect(found.events == 1 && found.size > 0)
        #expect(try mode(of: copy) == 0o600)
        try Store.restore(copy, to: place, identity: key)
        let restored = try Store.open(path: place, identity: key)
        #expect(try restored.read { ledger throws(StoreFailure) in try ledger.events(after: 0) } == [event])
        #expect(try restored.read { ledger throws(StoreFailure) in try ledger.verifyChains().allSatisfy(\.isWhole) })
        #expect(throws: StoreFailure.self) { try store.backup(to: copy, at: morning) }
    }

    /// Written on while it is copied: each copy is one commit's state, whole.
    @Test func aBackupWhileBeingWrittenIsWhole() throws {
        let store = store
        let writer = Thread { for _ in 0..<300 { _ = try? store.suggest() } }
        writer.start()
        for round in 0..<5 {
            let path = "\(copy).\(round)"
            let found = try store.backup(to: path, at: morning)
            let read = try Store.open(path: path, identity: key)
            let reports = try read.read { ledger throws(StoreFailure) in try ledger.verifyChains() }
            #expect(!reports.contains { !$0.isWhole })
            #expect(reports.reduce(0) { $0 + $1.events } == found.events)
        }
        while !writer.isFinished { usleep(1000) }
    }

    @Test func whatWasErasedIsNotInABackup() throws {
        let event = try store.suggest()
        let id = try store.write { ledger throws(StoreFailure) in
            try ledger.addWords(Words(event.key, kind: "text", salt: Words.salt(), text: "只在这里的一句话", at: morning))
        }
        try store.write { ledger throws(StoreFailure) in _ = try ledger.erase(id) }
        _ = try store.backup(to: copy, at: morning)
        #expect(!Array(try Data(contentsOf: URL(fileURLWithPath: copy))).holds(Array("只在这里的一句话".utf8)))
    }

    @Test func afterARestoreNothingOldIsSentByItself() throws {
        let event = try store.suggest()
        let pending = try queue(event), sending = try queue(event), sent = try queue(event)
        try store.write { ledger throws(StoreFailure) in
            _ = try ledger.beginSending(sending)
            _ = try ledger.beginSending(sent)
            try ledger.noteSend(sent, .sent(message: "m1", key: nil), at: morning)
        }
        _ = try store.backup(to: copy, at: morning)
        try Store.restore(copy, to: place, identity: key)
        let restored = try Store.open(path: place, identity: key)
        let later = morning + .days(3)
        let settled = try restored.write { ledger throws(StoreFailure) in try ledger.settleRestored(now: later) }
        #expect(settled?.rows == 2 && settled?.taken == morning)
        try restored.write { ledger throws(StoreFailure) in
            #expect(try ledger.settleRestored(now: later) == nil)
            #expect(try ledger.restoredUntil() == later)
            #expect(try ledger.dueToSend(lane: 1, now: later, limit: 10).isEmpty)
            let stuck = try ledger.stuck()
            #expect(stuck.map(\.id) == [pending, sending])
            #expect(!stuck.contains { !$0.isHeldBack })
            // What is queued from here for something older is held back as well; the rest is not.
            let newest = try ledger.newestOutbox()
            let late = try ledger.queue(.sample(event.key))
            try ledger.holdBack(after: newest)
            let fresh = try ledger.queue(.sample(event.key))
            let lateRow = try ledger.outbox(late), freshRow = try ledger.outbox(fresh)
            #expect(lateRow?.state == .unknown && freshRow?.state == .pending)
            #expect(try ledger.settle(pending, .sendAgain(at: later), at: later))
            #expect(try ledger.dueToSend(lane: 1, now: later, limit: 10).map(\.id) == [fresh, pending])
        }
        // The record that was backed up goes on as before.
        #expect(try store.write { ledger throws(StoreFailure) in try ledger.settleRestored(now: later) } == nil)
    }

    @Test func restoreRefusesWhatIsNoBackupAnotherKeyAndAnExistingRecord() throws {
        try store.suggest()
        _ = try store.backup(to: copy, at: morning)
        #expect(throws: StoreFailure.self) { try Store.restore(folder.database, to: place, identity: key) }
        #expect(throws: StoreFailure.self) { try Store.restore(copy, to: place, identity: .random()) }
        try write("not a database at all, but long enough to be taken for one", to: folder.path + "/other")
        #expect(throws: StoreFailure.self) { try Store.restore(folder.path + "/other", to: place, identity: key) }
        #expect(throws: StoreFailure.self) { try Store.restore(copy, to: folder.database, identity: key) }
        #expect(!FileManager.default.fileExists(atPath: place))
    }

    @Test func timersOfUnitsThatAreNotThereAreSetAsideOnceAndHinderNoOther() throws {
        let event = try store.suggest()
        try store.write { ledger throws(StoreFailure) in
            try ledger.setTimer(TimerRow(event.key, kind: "good", due: morning + .seconds(1)))
            try ledger.setTimer(TimerRow(matter(1, in: xiyuan), kind: "lost", due: morning))
        }
        try SQL(folder.database).run("DELETE FROM unit WHERE name = 'xiyuan'")
        let fresh = try Store.fresh(in: folder)
        try fresh.write { ledger throws(StoreFailure) in
            let now = morning + .minutes(1)
            #expect(try ledger.dueTimers(now: now, limit: 10).map(\.kind) == ["good"])
            #expect(try ledger.setAsideOrphans(now: now) == 1)
            #expect(try ledger.setAsideOrphans(now: now) == 0)
            #expect(try ledger.timerCount() == 1)
            #expect(try ledger.asides().first?.place.contains("lost") == true)
        }
    }
}
