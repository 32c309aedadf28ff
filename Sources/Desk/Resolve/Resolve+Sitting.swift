import Deliberation
import Procedure
import Reading
import Record

/// Which matter is meant at the table, where no number is said. A sitting may have several topics: those called for the same start and
/// place. People sign in and are counted for all of them at once; then each is opened, discussed and announced in its turn.
extension Resolve {
    func numberOrSitting(_ ledger: inout Ledger, first: Set<String> = []) throws(StoreFailure) -> MatterNumber? {
        if let number = try numbers(&ledger).found.first { return number }
        // Of numbers that are nobody's none is guessed.
        if intent.slots[.numbers] != nil { return nil }
        return try sitting(&ledger, first: first)
    }

    /// The topic whose turn it is: the one under discussion; else the next that people are signed in for; else, by a word a sitting begins
    /// with, the one called for today, though the record of an earlier one is still missing; else the one announced last; else the next that
    /// is called.
    /// - Parameter first: states of the meeting that go before all these, because the word can only mean them.
    func sitting(_ ledger: inout Ledger, first: Set<String> = []) throws(StoreFailure) -> MatterNumber? {
        if let quoted { return quoted }
        if let serial = integer(.number) { return try number(serial, &ledger) }
        let open = try ledger.open(in: unit.id)
        func earliest(_ states: Set<String>) -> MatterNumber? {
            open.filter { states.contains($0.summary.meeting) }.min {
                ($0.due ?? now, $0.key.number) < ($1.due ?? now, $1.key.number)
            }?.key.number
        }
        if let meant = earliest(first) { return meant }
        if let discussed = open.first(where: \.summary.isDiscussed) { return discussed.key.number }
        if let next = earliest(["checkIn"]) { return next }
        if Resolve.beginning.contains(intent.name), let today = try calledForToday(open.filter(\.summary.isCalled), &ledger) {
            return today
        }
        if let last = open.filter(\.summary.isLive).max(by: { $0.summary.since < $1.summary.since }) { return last.key.number }
        return earliest(["called"])
    }

    private static let beginning: Set<IntentName> = [.checkIn, .closeCount, .openMeeting, .announceResult]

    private func calledForToday(_ called: [OpenMatter], _ ledger: inout Ledger) throws(StoreFailure) -> MatterNumber? {
        var found: (start: Instant, number: MatterNumber)?
        for key in called.map(\.key) {
            guard let start = try office.matter(key, &ledger)?.sitting.start, start.civil.date <= now.civil.date else { continue }
            if found.map({ (start, key.number) < ($0.start, $0.number) }) ?? true { found = (start, key.number) }
        }
        return found?.number
    }

    /// 「没问题，我来主持」: the chair that was offered is taken.
    func accept(_ ledger: inout Ledger) throws(StoreFailure) -> Resolution {
        let offered = try offeredChair(&ledger)
        if integer(.number) == nil, intent.slots[.numbers] == nil, quoted == nil, !offered.isEmpty {
            return .decide(offered.map { Planned(command: command($0, .move("acceptChair", Fields())), answer: "done.acceptChair") })
        }
        return try each(&ledger, example: "接受主持") { number, _ throws(StoreFailure) in
            Planned(command: command(number, .move("acceptChair", Fields())), answer: "done.acceptChair")
        }
    }

    /// The topics whose chair this person is asked to take.
    func offeredChair(_ ledger: inout Ledger) throws(StoreFailure) -> [MatterNumber] {
        var found: [MatterNumber] = []
        for row in try ledger.open(in: unit.id, where: \.isCalled) {
            guard let offer = try office.matter(row.key, &ledger)?.item("delegation"), offer.state == "offered" else { continue }
            if offer.fields.person(.person) == person { found.append(row.key.number) }
        }
        return found
    }

    /// All topics of the sitting a matter is called for, that stand where it stands; itself alone where a number was said or quoted.
    func together(with number: MatterNumber, _ ledger: inout Ledger) throws(StoreFailure) -> [MatterNumber] {
        guard quoted == nil, integer(.number) == nil, intent.slots[.numbers] == nil,
            let own = try office.matter(MatterKey(unit.id, number), &ledger),
            let start = own.sitting.start
        else { return [number] }
        let state = own.state(of: "meeting")
        var found: [MatterNumber] = []
        for row in try ledger.open(in: unit.id, where: { $0.meeting == state.text }) {
            guard let other = try office.matter(row.key, &ledger) else { continue }
            if other.sitting.start == start, other.sitting.place == own.sitting.place { found.append(row.key.number) }
        }
        return found.isEmpty ? [number] : found.sorted()
    }
}
