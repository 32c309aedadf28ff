import CSQLite
import Deliberation
import Foundation
import Procedure
import Record
import Testing

/// A disk that is full, read-only or broken: nothing acknowledged is lost, nothing half done stays, and it goes on by itself afterwards.
@Suite(.serialized) struct DiskFaultTests {
    let folder: Folder

    init() throws {
        FaultyDisk.install()
        folder = try Folder()
    }

    private func store() throws -> Store { try Store.open(path: folder.path + "/faulty-yishi.db", identity: key) }

    /// Everything a suggestion writes, in one go, of some size.
    private func act(_ store: Store, _ round: Int) throws(StoreFailure) {
        try store.write { ledger throws(StoreFailure) in
            let event = try ledger.suggest()
            let words = Words(event.key, kind: "suggestion", salt: Words.salt(), text: String(repeating: "路灯", count: 3000), at: morning)
            try ledger.addWords(words)
            try ledger.queue(.sample(event.key))
            try ledger.setTimer(TimerRow(event.key, kind: "reply", occasion: "\(round)", due: morning))
            _ = try ledger.addPerson(Profile(displayName: "张三", accounts: [Account(endpoint: "qq", id: "\(round)")]), at: morning)
        }
    }

    private func figures(_ store: Store) throws -> [Int64] {
        try store.read { ledger throws(StoreFailure) in
            var words: Int64 = 0
            while try ledger.words(WordsID(words + 1)) != nil { words += 1 }
            return [
                Int64(try ledger.events(after: 0).count), Int64(try ledger.timerCount()), Int64(try ledger.outboxCounts().queued),
                words, Int64(try ledger.people().count), ledger.head(of: dongyuan).n,
            ]
        }
    }

    @Test(
        "at every single write of a transaction: all of it or nothing, and the next one goes on",
        arguments: [SQLITE_FULL, SQLITE_IOERR, SQLITE_READONLY])
    func everyWrite(_ code: Int32) throws {
        defer { FaultyDisk.failing(after: nil) }
        let store = try store()
        try act(store, 0)
        FaultyDisk.failing(after: nil)
        try act(store, 1)
        let writes = FaultyDisk.asked
        #expect(writes > 4)
        var failures = 0
        // A few more than one transaction takes, so that checkpoints and a growing log are met as well.
        for point in 0..<writes + 6 {
            let before = try figures(store)
            FaultyDisk.failing(after: point, with: code)
            do {
                try act(store, 100 + point)
                FaultyDisk.failing(after: nil)
                #expect(try figures(store) != before)
            } catch let failure as StoreFailure {
                failures += 1
                FaultyDisk.failing(after: nil)
                let expected: StoreFailure.Trouble = code == SQLITE_FULL ? .diskFull : code == SQLITE_IOERR ? .disk : .readOnly
                #expect(failure.trouble == expected, "\(failure)")
                #expect(failure.isOfTheDisk)
                #expect(try figures(store) == before, "after a fault at write \(point)")
            }
            try act(store, 1000 + point)
        }
        #expect(failures >= writes - 1)
        #expect(try store.read { ledger throws(StoreFailure) in try ledger.verifyChains().allSatisfy(\.isWhole) })
        // What another process would find.
        let again = try Store.open(path: store.path, identity: key)
        #expect(try figures(again) == figures(store))
    }

    @Test("a checkpoint on a full disk loses nothing")
    func checkpoint() throws {
        defer { FaultyDisk.failing(after: nil) }
        let store = try store()
        for round in 0..<50 { try act(store, round) }
        #expect(try store.checkpoint())
        try act(store, 50)
        FaultyDisk.failing(after: nil)
        #expect(try store.checkpoint())
        let asked = FaultyDisk.asked
        #expect(asked > 10)
        // As much to be moved before each as in the one that was counted: every one of its writes is met.
        for point in 0..<asked {
            try act(store, 100 + point)
            let before = try figures(store)
            FaultyDisk.failing(after: point)
            do throws(StoreFailure) {
                let isWhole = try store.checkpoint()
                Issue.record("it went well with a fault at write \(point) of \(asked): \(isWhole)")
            } catch { #expect(error.trouble == .diskFull, "\(error)") }
            #expect(FaultyDisk.asked > point)
            FaultyDisk.failing(after: nil)
            #expect(try figures(store) == before)
        }
        let before = try figures(store)
        #expect(try store.checkpoint())
        #expect(try figures(store) == before)
        #expect(try store.read { ledger throws(StoreFailure) in try ledger.verifyChains().allSatisfy(\.isWhole) })
    }

    @Test("a page overwritten with rubbish is told as damage, also by a look that changes nothing")
    func corruptPage() throws {
        let path = folder.path + "/torn.db"
        let store = try Store.open(path: path, identity: key)
        for round in 0..<200 { try act(store, round) }
        #expect(try store.checkpoint())
        #expect(try Store.inspect(path: path, identity: key).events == 200)
        let handle = try #require(FileHandle(forUpdatingAtPath: path))
        let size = try handle.seekToEnd()
        for page in stride(from: UInt64(20), to: size / 4096, by: 7) {
            try handle.seek(toOffset: page * 4096)
            try handle.write(contentsOf: Data(repeating: 0xA5, count: 4096))
        }
        try handle.close()
        do throws(StoreFailure) {
            _ = try Store.inspect(path: path, identity: key)
            Issue.record("nothing was found")
        } catch {
            #expect("\(error)".contains("damaged"))
        }
        #expect(throws: StoreFailure.self) { try store.backup(to: folder.path + "/copy", at: morning) }
        #expect(!FileManager.default.fileExists(atPath: folder.path + "/copy"))
        do throws(StoreFailure) {
            let fresh = try Store.open(path: path, identity: key)
            for round in 0..<200 { try act(fresh, 500 + round) }
            Issue.record("writing over rubbish went well")
        } catch { #expect(error.trouble == .damaged, "\(error)") }
    }
}
