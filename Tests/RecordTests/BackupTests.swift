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

    @Test("a backup's root is that of the copy, whatever is written meanwhile; a fault names what was typed")
    func rootAndFaults() throws {
        try store.suggest()
        let found = try store.backup(to: copy, at: morning)
        let (then, later) = try store.write { ledger throws(StoreFailure) in
            let then = try ledger.root(on: morning.civil.date)
            try ledger.suggest()
            return (then, try ledger.root(on: morning.civil.date))
        }
        #expect(found.root == then && then != later)
        try Store.restore(copy, to: place, identity: key)
        let again = try Store.open(path: place, identity: key).read { ledger throws(StoreFailure) in try ledger.root(again: found.root) }
        #expect(again == found.root)
        #expect(throws: StoreFailure("back up", .file(path: "/nowhere", errno: ENOENT))) { try store.backup(to: "/nowhere/x", at: morning) }
    }

    @Test("the old record is kept whole, its log within, and the new one takes its place; neither has a log of the other's beside it")
    func changingPlaces() throws {
        try store.suggest()
        _ = try store.backup(to: copy, at: morning)
        // A log that nobody has moved, as after a kill: the copy of an open record, file by file.
        try store.suggest()
        for ending in ["", "-wal"] { try FileManager.default.copyItem(atPath: folder.database + ending, toPath: place + ending) }
        #expect(try FileManager.default.attributesOfItem(atPath: place + "-wal")[.size] as? Int ?? 0 > 0)
        let kept = place + ".before-1"
        _ = try Store.bring(copy, beside: place, identity: key)
        try Store.putInPlace(place, keeping: kept)
        #expect(!Store.dropPart(of: place))
        for name in [place, kept] {
            for ending in ["-wal", "-shm"] { #expect(!FileManager.default.fileExists(atPath: name + ending)) }
        }
        #expect(try Store.inspect(path: place, identity: key).events == 1)
        #expect(try Store.inspect(path: kept, identity: key).events == 2)
        #expect(try Store.inspect(path: folder.database, identity: key).events == 2)
    }

    @Test("a record too damaged to take its log in is put aside all the same")
    func damagedOld() throws {
        try store.suggest()
        _ = try store.backup(to: copy, at: morning)
        try write("not a database at all, but long enough to be taken for one", to: place)
        let kept = place + ".before-1"
        _ = try Store.bring(copy, beside: place, identity: key)
        try Store.putInPlace(place, keeping: kept)
        #expect(try Store.inspect(path: place, identity: key).events == 1)
        #expect(try String(contentsOfFile: kept, encoding: .utf8).hasPrefix("not a database"))
    }

    @Test("what was put aside gets its place back with its log, where nothing stands; never over another")
    func back() throws {
        try store.suggest()
        let kept = place + ".before-1"
        for ending in ["", "-wal"] { try FileManager.default.copyItem(atPath: folder.database + ending, toPath: kept + ending) }
        try Store.putBack(kept, at: place)
        #expect(!FileManager.default.fileExists(atPath: kept) && !FileManager.default.fileExists(atPath: kept + "-wal"))
        #expect(try Store.inspect(path: place, identity: key).events == 1)
        // Cut off between the two names: the log is there already.
        try FileManager.default.moveItem(atPath: place, toPath: kept)
        try Store.putBack(kept, at: place)
        #expect(try Store.inspect(path: place, identity: key).events == 1)
        try FileManager.default.copyItem(atPath: folder.database, toPath: kept)
        #expect(throws: StoreFailure("restore", .file(path: place, errno: EEXIST))) { try Store.putBack(kept, at: place) }
    }

    @Test("a copy that is not brought to its end leaves the record alone, and nothing but itself")
    func leftUndone() throws {
        try store.suggest()
        _ = try store.backup(to: copy, at: morning)
        let part = try Store.bring(copy, beside: folder.database, identity: key)
        #expect(try Store.inspect(path: part, identity: key).events == 1)
        try store.suggest()
        #expect(Store.dropPart(of: folder.database) && !Store.dropPart(of: folder.database))
        #expect(try Store.inspect(path: folder.database, identity: key).events == 2)
        #expect(throws: StoreFailure.self) { try Store.bring(folder.path + "/none", beside: folder.database, identity: key) }
        #expect(!FileManager.default.fileExists(atPath: part))
    }

    @Test("who was forgotten since is unknown in a copy until it is settled, unless they were erased again before")
    func unerased() throws {
        try store.suggest()
        _ = try store.backup(to: copy, at: morning)
        #expect(try Store.inspect(path: copy, identity: key).unerasedSince == morning)
        for isErased in [false, true] {
            let place = "\(place).\(isErased)"
            try Store.restore(copy, to: place, identity: key)
            let restored = try Store.open(path: place, identity: key)
            try restored.write { ledger throws(StoreFailure) in
                #expect(try ledger.settleRestored(now: morning + .days(1), erasedAgain: isErased) != nil)
                #expect(try ledger.unerasedSince() == (isErased ? nil : morning))
            }
            #expect(try Store.inspect(path: place, identity: key).unerasedSince == (isErased ? nil : morning))
            // A copy of it is no better: the older of the two is told.
            _ = try restored.backup(to: place + ".copy", at: morning + .days(2))
            try Store.restore(place + ".copy", to: place + ".again", identity: key)
            try Store.open(path: place + ".again", identity: key).write { ledger throws(StoreFailure) in
                _ = try ledger.settleRestored(now: morning + .days(3), erasedAgain: true)
                #expect(try ledger.unerasedSince() == (isErased ? nil : morning))
                #expect(try ledger.settleUnerased() == !isErased)
                #expect(try ledger.unerasedSince() == nil)
                #expect(try ledger.settleUnerased() == false)
            }
        }
        #expect(try Store.inspect(path: folder.database, identity: key).unerasedSince == nil)
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
