import Procedure
import Record
import Synchronization

/// What cannot be read of one row, or of what it speaks of, holds up nothing else: the writer sets the row aside, as it does with its own.
extension Courier {
    /// Something done for a row here, noted while it lasts as the writer's beginning of its sending is. Nil where something in it cannot be
    /// read, and without doing it where that has killed the process twice: the row goes to the writer with nothing to send, and is set aside
    /// there.
    func during<Value>(_ row: Int64, _ body: () throws(StoreFailure) -> Value) throws(StoreFailure) -> Value? {
        guard let slot = desk.slot else { return try reading(row, body) }
        let number = Arrival.leaving(row).crashNumber
        if slot.isPoisonous(number) { return nil }
        let lane = slot.enter(number)
        defer { slot.leave(lane) }
        return try reading(row, body)
    }

    /// Nil where something that belongs to a row cannot be read; the row is set aside at the end of the round.
    func reading<Value>(_ row: Int64, _ body: () throws(StoreFailure) -> Value) throws(StoreFailure) -> Value? {
        do throws(StoreFailure) { return try body() } catch {
            guard error.isUnreadable else { throw error }
            state.withLock { $0.unreadable[row] = "\(error)" }
            return nil
        }
    }

    /// Nil where it cannot be read, and nothing is to be set aside for it.
    func readable<Value>(_ body: () throws(StoreFailure) -> Value) throws(StoreFailure) -> Value? {
        do throws(StoreFailure) { return try body() } catch {
            if error.isUnreadable { return nil }
            throw error
        }
    }

    func row(_ id: Int64, _ ledger: inout Ledger) throws(StoreFailure) -> OutboxRow? {
        try reading(id) { () throws(StoreFailure) in try ledger.outbox(id) } ?? nil
    }

    /// What waits in a lane, but for rows whose addressee nobody can read.
    func waiting(
        lane: Int, after: DueMessage.Place?, now: Instant, limit: Int, _ ledger: inout Ledger
    ) throws(StoreFailure) -> [DueMessage] {
        var damaged: [Int64] = []
        let rows = try ledger.waiting(lane: lane, after: after, now: now, limit: limit, unreadable: &damaged)
        for id in damaged { state.withLock { $0.unreadable[id] = "the addressee of a message cannot be read" } }
        return rows
    }

    /// How many rows the writer has set aside.
    func setUnreadableAside() -> Int {
        let unreadable = state.withLock { $0.unreadable }.sorted { $0.key < $1.key }
        guard !unreadable.isEmpty else { return 0 }
        return desk.perform(unreadable.map { .aside(.leaving($0.key), why: $0.value) }).count { $0 == .setAside }
    }
}
