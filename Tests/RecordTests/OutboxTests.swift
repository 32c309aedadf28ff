import Deliberation
import Procedure
import Record
import Testing

@Suite struct OutboxTests {
    let folder: Folder
    let store: Store

    init() throws {
        folder = try Folder()
        store = try Store.fresh(in: folder)
        try store.suggest()
    }

    private func queue(_ drafts: OutboxDraft...) throws -> [Int64] {
        try store.write { ledger throws(StoreFailure) in
            var ids: [Int64] = []
            for draft in drafts { ids.append(try ledger.queue(draft)) }
            return ids
        }
    }

    @Test func aRowComesBackAsItWasQueued() throws {
        let full = OutboxDraft.sample(matter(1), to: .person(PersonID(9)), lane: 3, due: morning + .minutes(2), cause: 1)
        let bare = OutboxDraft(to: .group(GroupID(4)), lane: 0, text: "hello", arguments: [], due: morning)
        let ids = try queue(full, bare)
        try store.read { ledger throws(StoreFailure) in
            let first = try ledger.outbox(ids[0])
            #expect(first?.draft == full)
            #expect(first?.state == .pending)
            #expect(first?.tries == 0)
            let second = try ledger.outbox(ids[1])
            #expect(second?.draft == bare)
            #expect(first?.idempotencyKey != second?.idempotencyKey)
            #expect(try ledger.outbox(99) == nil)
        }
    }

    @Test func whatIsDueComesOldestFirstOrNewestFirstAndLaneByLane() throws {
        _ = try queue(
            .sample(matter(1), due: morning + .minutes(2)), .sample(matter(1), due: morning), .sample(matter(1), due: morning),
            .sample(matter(1), lane: 2, due: morning), .sample(matter(1), due: morning + .minutes(1)))
        try store.read { ledger throws(StoreFailure) in
            let now = morning + .minutes(1)
            #expect(try ledger.dueToSend(lane: 1, now: now, limit: 9).map(\.id) == [2, 3, 5])
            #expect(try ledger.dueToSend(lane: 1, now: now, limit: 2).map(\.id) == [2, 3])
            #expect(try ledger.dueToSend(lane: 1, now: now, limit: 2, newestFirst: true).map(\.id) == [5, 3])
            #expect(try ledger.dueToSend(lane: 2, now: now, limit: 9).map(\.id) == [4])
            #expect(try ledger.nextSend(lane: 1) == morning)
            #expect(try ledger.nextSend(lane: 7) == nil)
        }
    }

    @Test("what several topics of a sitting say alike to one addressee is found together, and quoting it names none of them")
    func beside() throws {
        try store.suggest()
        let calls = (1...2).map {
            OutboxDraft(to: .person(PersonID(9)), lane: 1, text: "call", arguments: [], due: morning, about: matter($0))
        }
        let elsewhere = OutboxDraft(to: .person(PersonID(8)), lane: 1, text: "call", arguments: [], due: morning, about: matter(2))
        let later = OutboxDraft(
            to: .person(PersonID(9)), lane: 1, text: "call", arguments: [], due: morning + .minutes(1), about: matter(2))
        let other = OutboxDraft(to: .person(PersonID(9)), lane: 1, text: "notice", arguments: [], due: morning, about: matter(2))
        let ids = try queue(calls[0], elsewhere, later, other, calls[1])
        let together = key.messageKey(chat: "qq/private/9", message: "7"), alone = key.messageKey(chat: "qq/private/9", message: "8")
        try store.write { ledger throws(StoreFailure) in
            guard let first = try ledger.outbox(ids[0]) else {
                Issue.record("the row is gone")
                return
            }
            let beside = try ledger.waiting(beside: first)
            #expect(beside.map(\.id) == [ids[4]])
            for (id, message) in [(ids[0], together), (ids[4], together), (ids[2], alone)] {
                #expect(try ledger.beginSending(id))
                #expect(try ledger.noteSend(id, .sent(message: "7", key: message), at: morning))
            }
            let left = try ledger.waiting(beside: first)
            #expect(left.isEmpty)
            #expect(try ledger.isOfSeveral(quoted: together))
            #expect(try ledger.isOfSeveral(quoted: alone) == false)
            #expect(try ledger.isOfSeveral(quoted: key.messageKey(chat: "qq/private/9", message: "9")) == false)
        }
    }

    @Test func aSendIsBegunOnceAndEndsOnce() throws {
        let id = try queue(.sample(matter(1)))[0]
        let message = key.messageKey(chat: "qq/group/20001", message: "-55")
        try store.write { ledger throws(StoreFailure) in
            #expect(try ledger.noteSend(id, .sent(message: "-55", key: message), at: morning) == false)
            #expect(try ledger.beginSending(id))
            #expect(try ledger.beginSending(id) == false)
            #expect(try ledger.dueToSend(lane: 1, now: morning, limit: 9).isEmpty)
            #expect(try ledger.noteSend(id, .sent(message: "-55", key: message), at: morning + .seconds(1)))
            #expect(try ledger.noteSend(id, .failed(error: "late"), at: morning) == false)
            let row = try ledger.outbox(quoted: message)
            #expect(row?.id == id)
            #expect(row?.state == .sent)
            #expect(row?.sentAt == morning + .seconds(1))
            #expect(row?.message == "-55")
            #expect(row?.tries == 1)
            #expect(try ledger.outbox(quoted: key.messageKey(chat: "qq/group/20001", message: "55")) == nil)
        }
    }

    @Test func aRefusedSendIsTriedAgainLater() throws {
        let id = try queue(.sample(matter(1)))[0]
        try store.write { ledger throws(StoreFailure) in
            #expect(try ledger.beginSending(id))
            #expect(try ledger.noteSend(id, .again(at: morning + .seconds(30), error: "rate limited"), at: morning))
            #expect(try ledger.dueToSend(lane: 1, now: morning, limit: 9).isEmpty)
            let row = try ledger.dueToSend(lane: 1, now: morning + .seconds(30), limit: 9).first
            #expect(row?.error == "rate limited")
            let before = row?.idempotencyKey
            #expect(try ledger.beginSending(id))
            #expect(try ledger.outbox(id)?.tries == 2)
            #expect(try ledger.outbox(id)?.idempotencyKey == before)
        }
    }

    @Test func whatWasBeingSentAtAKillIsUnknownAfterTheStart() throws {
        let ids = try queue(.sample(matter(1)), .sample(matter(1)), .sample(matter(1)))
        try store.write { ledger throws(StoreFailure) in
            #expect(try ledger.beginSending(ids[0]))
            #expect(try ledger.beginSending(ids[1]))
            #expect(try ledger.noteSend(ids[1], .sent(message: nil, key: nil), at: morning))
        }
        let again = try Store.fresh(in: folder)
        try again.write { ledger throws(StoreFailure) in
            #expect(try ledger.settleInterruptedSends().count == 1)
            #expect(try ledger.settleInterruptedSends().isEmpty)
            #expect(try ledger.stuck().map(\.id) == [ids[0]])
            #expect(try ledger.dueToSend(lane: 1, now: morning, limit: 9).map(\.id) == [ids[2]])
            #expect(try ledger.outboxCounts() == OutboxCounts(queued: 3, pending: 1, sending: 0, unknown: 1, failed: 0))
        }
    }

    @Test func anUnknownSendIsSettledAndNeverRepeatedByItself() throws {
        let ids = try queue(.sample(matter(1)), .sample(matter(1)), .sample(matter(1)), .sample(matter(1)))
        let message = key.messageKey(chat: "qq/group/20001", message: "8")
        try store.write { ledger throws(StoreFailure) in
            for id in ids { #expect(try ledger.beginSending(id)) }
            for id in ids[..<3] { try ledger.noteSend(id, .unknown(error: "no answer"), at: morning) }
            try ledger.noteSend(ids[3], .failed(error: "no such group"), at: morning)
            #expect(try ledger.dueToSend(lane: 1, now: morning + .days(9), limit: 9).isEmpty)
            #expect(try ledger.outboxCounts() == OutboxCounts(queued: 4, pending: 0, sending: 0, unknown: 3, failed: 1))

            #expect(try ledger.settle(ids[0], .wasSent(message: "8", key: message), at: morning))
            #expect(try ledger.settle(ids[1], .sendAgain(at: morning), at: morning))
            #expect(try ledger.settle(ids[2], .drop, at: morning))
            #expect(try ledger.settle(ids[0], .sendAgain(at: morning), at: morning) == false)
            #expect(try ledger.outbox(quoted: message)?.id == ids[0])
            #expect(try ledger.dueToSend(lane: 1, now: morning, limit: 9).map(\.id) == [ids[1]])
            #expect(try ledger.stuck().map(\.id) == [ids[3]])
        }
    }

    @Test func undoCancelsWhatTheStepCausedAndHasNotLeft() throws {
        // The suggestion is event 1 of dongyuan; these are 2 and 3, and 1 of xiyuan.
        let ids = try store.write { ledger throws(StoreFailure) in
            var ids: [Int64] = []
            for unit in [dongyuan, dongyuan, xiyuan] {
                let event = try ledger.suggest(in: unit)
                ids.append(try ledger.queue(.sample(event.key, cause: event.n)))
                ids.append(try ledger.queue(.sample(event.key, cause: event.n)))
            }
            return ids
        }
        try store.write { ledger throws(StoreFailure) in
            #expect(try ledger.hasLeft(of: dongyuan, cause: 2) == false)
            #expect(try ledger.beginSending(ids[0]))
            #expect(try ledger.hasLeft(of: dongyuan, cause: 2))
            #expect(try ledger.hasLeft(of: dongyuan, cause: 3) == false)
            #expect(try ledger.cancelUnsent(of: dongyuan, cause: 2) == 1)
            #expect(try states(ids, &ledger) == [.sending, .dropped, .pending, .pending, .pending, .pending])
            #expect(try ledger.noteSend(ids[0], .failed(error: "no such group"), at: morning))
            #expect(try ledger.hasLeft(of: dongyuan, cause: 2) == false)
            #expect(try ledger.cancelUnsent(of: xiyuan, cause: 1) == 2)
        }
    }

    @Test func whatIsNoLongerSoIsDroppedAndPutBackByItsUndo() throws {
        let begun = try store.suggest()
        let ids = try store.write { ledger throws(StoreFailure) in
            // The call is step 2 of the matter; step 3 calls it off. One message is under way, one is of another text, one of another matter.
            let call = try ledger.append(.sample(begun.key, kind: "stepped"))
            var ids: [Int64] = []
            for text in ["call.meeting", "call.meeting", "receipt"] {
                var draft = OutboxDraft.sample(begun.key, cause: call.n)
                draft.text = text
                ids.append(try ledger.queue(draft))
            }
            var other = OutboxDraft.sample(matter(9))
            other.text = "call.meeting"
            ids.append(try ledger.queue(other))
            #expect(try ledger.beginSending(ids[0]))
            let dropped = try ledger.supersede(of: begun.key, texts: ["call.meeting"], by: 3)
            #expect(dropped.map(\.to) == [.group(GroupID(5))] && dropped.map(\.text) == ["call.meeting"])
            return ids
        }
        try store.write { ledger throws(StoreFailure) in
            #expect(try states(ids, &ledger) == [.sending, .dropped, .pending, .pending])
            #expect(try ledger.restore(of: begun.key, supersededBy: 4, since: 2) == 0)
            #expect(try ledger.restore(of: begun.key, supersededBy: 3, since: 2) == 1)
            #expect(try states(ids, &ledger) == [.sending, .pending, .pending, .pending])
        }
    }

    @Test func atOnceMakesTheWaitingDueNow() throws {
        let ids = try queue(
            .sample(matter(1), due: morning + .minutes(2), cause: 4), .sample(matter(1), due: morning - .minutes(1), cause: 4))
        try store.write { ledger throws(StoreFailure) in
            #expect(try ledger.hasten(of: dongyuan, cause: 4, to: morning) == 1)
            #expect(try ledger.dueToSend(lane: 1, now: morning, limit: 9).map(\.id) == [ids[1], ids[0]])
        }
    }

    @Test func oldRowsAreDeletedAndIdsStillGrow() throws {
        let ids = try queue(.sample(matter(1)), .sample(matter(1)), .sample(matter(1)), .sample(matter(1)))
        try store.write { ledger throws(StoreFailure) in
            for id in ids where id != ids[1] {
                #expect(try ledger.beginSending(id))
                try ledger.noteSend(id, .sent(message: nil, key: nil), at: morning)
            }
            // A round is one look at every row and one that finds the end.
            #expect(try ledger.pruneOutbox(before: morning, limit: 9, lawful: 3) == 0)
            #expect(try ledger.pruneOutbox(before: morning + .days(60), limit: 9, lawful: 3) == 0)
            // Of a matter that is open everything stays: what it said can still be quoted.
            #expect(try ledger.pruneOutbox(before: morning + .days(60), limit: 9, lawful: 3) == 0)
            try ledger.putMatter(MatterState(matter(1), stage: "closed", isOpen: false, state: []))
            #expect(try ledger.pruneOutbox(before: morning + .days(60), limit: 9, lawful: 3) == 0)
            #expect(try ledger.pruneOutbox(before: morning + .days(60), limit: 1, lawful: 3) == 1)
            #expect(try ledger.outbox(ids[0]) == nil)
            #expect(try ledger.pruneOutbox(before: morning + .days(60), limit: 9, lawful: 3) == 1)
            // Neither what is not yet sent nor the newest.
            #expect(try ledger.outbox(ids[1])?.state == .pending)
            #expect(try ledger.outbox(ids[3])?.state == .sent)
            #expect(try ledger.queue(.sample(matter(1))) == 5)
        }
    }

    @Test("of what is unknown or failed after thirty days, lawful notices and what a restore held back stay; the rest goes with its matter")
    func oldUnsettledRows() throws {
        let rows: [(lane: Int, result: SendResult, stays: Bool)] = [
            (1, .unknown(error: "no answer"), false), (1, .failed(error: "not in the group"), false),
            (3, .unknown(error: "no answer"), true), (3, .failed(error: "not in the group"), true),
            (1, .unknown(error: "held back after a restore"), true), (1, .sent(message: nil, key: nil), false),
        ]
        for isOpen in [true, false] {
            let number = try store.suggest().matter.serial
            let ids = try rows.map { try queue(.sample(matter(number), lane: $0.lane))[0] } + queue(.sample(matter(number)))
            try store.write { ledger throws(StoreFailure) in
                for (id, row) in zip(ids, rows) {
                    #expect(try ledger.beginSending(id))
                    try ledger.noteSend(id, row.result, at: morning)
                }
                try ledger.putMatter(MatterState(matter(number), stage: "x", isOpen: isOpen, state: []))
                // Twice round: a look at every row, and one that finds the end.
                for _ in 0..<4 { try ledger.pruneOutbox(before: morning + .days(31), limit: 99, lawful: 3) }
                for (id, row) in zip(ids, rows) {
                    let stays = try ledger.outbox(id) != nil
                    #expect(stays == (isOpen || row.stays), "lane \(row.lane), \(row.result)")
                }
            }
        }
    }

    private func states(_ ids: [Int64], _ ledger: inout Ledger) throws(StoreFailure) -> [OutboxState?] {
        var found: [OutboxState?] = []
        for id in ids { found.append(try ledger.outbox(id)?.state) }
        return found
    }
}
