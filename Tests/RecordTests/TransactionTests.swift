import Deliberation
import Procedure
import Record
import Testing

/// What any store must promise of its transactions, said through the public doors only.
@Suite struct TransactionTests {
    let folder: Folder
    let store: Store

    init() throws {
        folder = try Folder()
        store = try Store.fresh(in: folder)
    }

    @Test func eventsOfAUnitAreNumberedAndChainedWithoutAGap() throws {
        let rows = try store.transact([dongyuan, xiyuan, dongyuan, dongyuan]) { ledger, unit throws(StoreFailure) in
            try ledger.suggest(in: unit)
        }
        #expect(rows.map(\.n) == [1, 1, 2, 3])
        #expect(rows.map(\.m) == [1, 1, 1, 1])
        #expect(rows[0].prev == [UInt8](repeating: 0, count: 32))
        #expect(rows[2].prev == rows[0].hash)
        #expect(rows[3].prev == rows[2].hash)
        let head = try store.read { ledger throws(StoreFailure) in ledger.head(of: dongyuan) }
        #expect(head == ChainHead(n: 3, hash: rows[3].hash))
    }

    @Test func theNextBatchGoesOnWhereTheLastEnded() throws {
        let first = try store.suggest()
        let second = try store.suggest()
        #expect(second.prev == first.hash)
        #expect(second.matter.serial == 2)
    }

    @Test func aFailureOfTheWorldUndoesTheWholeBatch() throws {
        try store.suggest()
        let failure = StoreFailure("a disk that is full", .cipher)
        #expect(throws: failure) {
            _ = try store.transact([1, 2]) { ledger, item throws(StoreFailure) -> Int in
                let event = try ledger.suggest()
                try ledger.setTimer(TimerRow(event.key, kind: "reply", due: morning))
                try ledger.queue(.sample(event.key))
                try ledger.count("chat")
                _ = try ledger.addWords(Words(event.key, kind: "text", salt: Words.salt(), text: "路灯", at: morning))
                try ledger.suggest(in: xiyuan)
                if item == 2 { throw failure }
                return item
            }
        }
        let next = try store.suggest()
        #expect(next.n == 2)
        #expect(next.matter.serial == 2)
        try store.read { ledger throws(StoreFailure) in
            #expect(try ledger.timerCount() == 0)
            #expect(try ledger.newestOutbox() == 0)
            #expect(try ledger.mark("chat") == nil)
            #expect(try ledger.nextWordsID().value == 1)
            #expect(
                try ledger.verifyChains() == [ChainReport(unit: dongyuan, events: 2, head: ChainHead(n: 2, hash: next.hash), fault: nil)])
        }
    }

    @Test func whatBecameNoMatterLeavesNoGap() throws {
        try store.write { ledger throws(StoreFailure) in
            _ = try ledger.nextSerial(dongyuan, year: 2026)
            let used = try ledger.nextSerial(dongyuan, year: 2026)
            try ledger.append(.sample(MatterKey(dongyuan, used)))
            _ = try ledger.nextSerial(dongyuan, year: 2026)
            _ = try ledger.nextSerial(dongyuan, year: 2026)
            try ledger.takeBackUnusedSerials()
            // 1 lies below one that is used; 3 and 4 are free again.
            #expect(try ledger.nextSerial(dongyuan, year: 2026).serial == 3)
            try ledger.takeBackUnusedSerials()
        }
        try store.write { ledger throws(StoreFailure) in
            #expect(try ledger.nextSerial(dongyuan, year: 2026).serial == 3)
        }
    }

    @Test func numbersAreNeverGivenTwice() throws {
        // Two in one item, one given back, another year in between, a restart.
        var given: [Int] = []
        try store.write { ledger throws(StoreFailure) in
            let first = try ledger.nextSerial(dongyuan, year: 2026)
            let second = try ledger.nextSerial(dongyuan, year: 2026)
            for number in [first, second] {
                try ledger.append(.sample(MatterKey(dongyuan, number)))
                given.append(number.serial)
            }
        }
        #expect(throws: StoreFailure.self) {
            try store.write { ledger throws(StoreFailure) in
                try ledger.suggest()
                throw StoreFailure("break", .cipher)
            }
        }
        try store.write { ledger throws(StoreFailure) in
            #expect(try ledger.nextSerial(dongyuan, year: 2027) == MatterNumber(year: 2027, serial: 1))
            #expect(try ledger.nextSerial(xiyuan, year: 2026).serial == 1)
        }
        let again = try Store.fresh(in: folder)
        given.append(try again.suggest().matter.serial)
        given.append(try store.suggest().matter.serial)
        #expect(given == [1, 2, 3, 4])
    }

    @Test func aYearsNumbersEndAt999999() throws {
        try store.write { ledger throws(StoreFailure) in _ = try ledger.append(.sample(matter(999_999))) }
        #expect(throws: StoreFailure("give out a number", .numbersExhausted(year: 2026))) { try store.suggest() }
    }

    @Test func aMessageTakenInIsKnownAgain() throws {
        let message = key.messageKey(chat: "qq/group/20001", message: "4711")
        let about = try store.suggest().key
        let entry = InboxEntry(saidAt: morning, matter: about, outcome: 3)
        try store.write { ledger throws(StoreFailure) in
            #expect(try ledger.seen(message, saidAt: morning) == nil)
            #expect(try ledger.noteInbox(message, entry, at: morning))
            #expect(try ledger.seen(message, saidAt: morning) == entry)
            #expect(try ledger.noteInbox(message, entry, at: morning) == false)
            // The platform has used the id again: another message.
            #expect(try ledger.seen(message, saidAt: morning + .seconds(1)) == nil)
            #expect(try ledger.matter(quoted: message) == about)
            #expect(try ledger.matter(quoted: key.messageKey(chat: "qq/group/20002", message: "4711")) == nil)
        }
    }

    @Test func theInboxForgetsWhatIsOldAndOnlyThat() throws {
        try store.write { ledger throws(StoreFailure) in
            for number in 0..<400 {
                let at = number < 300 ? morning : morning + .days(31)
                let message = key.messageKey(chat: "qq/group/1", message: "\(number)")
                _ = try ledger.noteInbox(message, InboxEntry(saidAt: at, matter: nil, outcome: 0), at: at)
            }
        }
        var deleted = 0
        for _ in 0..<4 {
            deleted += try store.write { ledger throws(StoreFailure) in
                var sum = 0
                for _ in 0..<1024 { sum += try ledger.pruneInbox(before: morning + .days(30)) }
                return sum
            }
        }
        #expect(deleted == 300)
        try store.read { ledger throws(StoreFailure) in
            #expect(try ledger.seen(key.messageKey(chat: "qq/group/1", message: "10"), saidAt: morning) == nil)
            #expect(try ledger.seen(key.messageKey(chat: "qq/group/1", message: "350"), saidAt: morning + .days(31)) != nil)
        }
    }

    @Test func aReaderSeesTheLastCommitAndNoHalfOfTheNext() throws {
        try store.suggest()
        try store.read { ledger throws(StoreFailure) in
            #expect(try ledger.newestEvent() == 1)
            // The writer goes on meanwhile; this snapshot does not move.
            try store.write { other throws(StoreFailure) in
                try other.suggest()
                try other.suggest(in: xiyuan)
            }
            #expect(try ledger.newestEvent() == 1)
            #expect(ledger.allUnits() == [dongyuan])
        }
        #expect(try store.read { ledger throws(StoreFailure) in try ledger.newestEvent() } == 3)
    }

    @Test func aReaderCannotWrite() throws {
        try store.suggest()
        #expect(throws: StoreFailure.self) {
            try store.read { ledger throws(StoreFailure) in _ = try ledger.suggest() }
        }
        #expect(try store.read { ledger throws(StoreFailure) in try ledger.newestEvent() } == 1)
    }

    @Test func twoWritersOfOneFileDoNotLoseEachOthersHeads() throws {
        let other = try Store.fresh(in: folder)
        for _ in 0..<5 {
            try store.suggest()
            try other.suggest()
        }
        try store.read { ledger throws(StoreFailure) in
            let reports = try ledger.verifyChains()
            #expect(reports.map(\.events) == [10])
            #expect(reports.map(\.fault) == [nil])
        }
    }
}
