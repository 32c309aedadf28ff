import Deliberation
import Procedure
import Record
import Wire

/// Nothing that lies still is forgotten (requirements 2.1 to 2.3, the timers of settings): those who have to move it are reminded, and whoever
/// proposed it hears once that it still waits. A unit has one timer for all its matters; which of them are spoken of follows from where they
/// stand, so registering a matter writes nothing for it, and a step that moves it ends it.
extension Office {
    static let chaseTimer = "chase"

    /// When a unit looks through what lies, and up to when it has.
    struct ChaseTime {
        var due: Instant
        var swept: Instant
        /// By which rulebook the time was worked out.
        var book: String

        init(due: Instant, swept: Instant, book: String) {
            self.due = due
            self.swept = swept
            self.book = book
        }

        init?(_ timer: TimerRow) {
            guard timer.kind == Office.chaseTimer, let json = try? JSON(parsing: timer.payload), let swept = json["swept"]?.integer,
                let book = json["book"]?.string
            else { return nil }
            self.init(due: timer.due, swept: Instant(milliseconds: swept), book: book)
        }

        func row(_ unit: UnitID) -> TimerRow {
            let payload = JSON.object([JSON.Member("book", .string(book)), JSON.Member("swept", .integer(swept.milliseconds))])
            return TimerRow(MatterKey(unit, .unit), kind: Office.chaseTimer, due: due, payload: payload.bytes())
        }
    }

    /// Has every unit look through its matters that was never looked through, or by another rulebook.
    func arrangeChases(_ ledger: inout Ledger) throws(StoreFailure) {
        for id in ledger.allUnits() {
            guard let book = rulebook(try unit(id, &ledger), nil) else { continue }
            let known = try chaseTime(of: id, &ledger)
            if known?.book == book.hash { continue }
            if known == nil, try ledger.openMatters(of: id, limit: 1).isEmpty { continue }
            try set(ChaseTime(due: now, swept: known?.swept ?? now, book: book.hash), for: id, &ledger)
        }
    }

    /// After events of matters: when they are spoken of next, should nobody move them, and what was to be said of them and is no longer so.
    func followChases(_ events: [Event], _ rows: [EventRow], _ state: Case, _ ledger: inout Ledger) throws(StoreFailure) {
        let book = deliveries(state.rulebook)
        var next: Instant?
        for (number, matter) in state.matters where events.contains(where: { $0.matter == number }) {
            if let due = book.nextChase(of: matter, after: now) { next = min(next ?? due, due) }
            let moved = events.indices.last { index in
                switch events[index].what {
                // A day that is put right may be the first there is.
                case .stepped, .corrected: events[index].matter == number
                default: false
                }
            }
            guard let moved, matter.events.count > events.count(where: { $0.matter == number }) else { continue }
            let untrue = book.chases.filter { chase in matter.lies(for: chase).map { $0 >= events[moved].at } ?? true }
            let texts = Set(untrue.flatMap(\.tells))
            _ = try ledger.supersede(of: MatterKey(state.unit.id, number), texts: texts, by: rows[moved].n)
        }
        guard let next else { return }
        let id = state.unit.id
        let known = try chaseTime(of: id, &ledger)
        if let known, known.due <= next { return }
        try set(ChaseTime(due: next, swept: known?.swept ?? now, book: known?.book ?? book.hash), for: id, &ledger)
    }

    /// Looks through what lies in a unit, tells what is due, and sets the next time in this commit.
    func chase(_ timer: TimerRow, _ ledger: inout Ledger) throws(StoreFailure) -> Outcome {
        let id = timer.key.unit
        chaseTimes[id] = nil
        let unit = try unit(id, &ledger)
        guard let book = rulebook(unit, nil) else { return .silent }
        let swept = ChaseTime(timer)?.swept ?? timer.due
        var next: Instant?
        var isTold = false
        for row in try ledger.openMatters(of: id, limit: Summary.openAtMost)
            + ledger.closedMatters(of: id, dueAfter: now, limit: Summary.openAtMost)
        {
            guard let matter = try readable(row.key, &ledger) else { continue }
            if let due = book.nextChase(of: matter, after: now) { next = min(next ?? due, due) }
            // While an objection stands nobody can do what they would be reminded of.
            guard matter.objection == nil else { continue }
            for chase in book.chasesDue(of: matter, since: swept, now: now) {
                isTold = true
                try tell(chase, row.key, book, &ledger)
            }
        }
        if let next { try set(ChaseTime(due: next, swept: now, book: book.hash), for: id, &ledger) }
        return isTold ? .decided : .silent
    }

    /// One damaged matter keeps nobody from hearing of the others.
    private func readable(_ key: MatterKey, _ ledger: inout Ledger) throws(StoreFailure) -> Matter? {
        do throws(StoreFailure) { return try matter(key, &ledger) } catch {
            if error.isUnreadable { return nil }
            throw error
        }
    }

    private func tell(
        _ chase: Rulebook.Chase, _ key: MatterKey, _ book: Rulebook, _ ledger: inout Ledger
    ) throws(StoreFailure) {
        guard var state = try load(key.unit, [key.number], &ledger), let matter = state.matters[key.number],
            let since = matter.lies(for: chase)
        else { return }
        // Whom we remind, and when, is no part of the procedure: of a matter begun under an older file too it goes by the newest.
        state.rulebook = book
        // One that waits from the last time, because its reader had been reminded that day, says the same of fewer days.
        _ = try ledger.supersede(of: key, texts: Set(chase.tells), by: 0)
        var cause = Cause(state: state, matter: matter)
        cause.extra = ["waited": .integer(Office.days(from: since, to: now))]
        if let stage = Refusing.stages(of: matter, now: now).first(where: { library.texts.has("then.\($0)") }) {
            cause.extra["then"] = .text(key: "then.\(stage)", ["number": state.spoken(matter)])
        }
        if !Office.officers(of: state.unit).isEmpty { cause.extra["reminded"] = .text(key: "word.reminded", [:]) }
        for name in chase.tells {
            guard let notice = book.notices[name] else { continue }
            if let field = notice.with, matter.fields(for: chase)[field] == nil { continue }
            for audience in notice.to { try tell(name, audience, cause, &ledger) }
        }
    }

    static func days(from since: Instant, to now: Instant) -> Int { max(0, now.civil.date.dayNumber - since.civil.date.dayNumber) }

    private func chaseTime(of unit: UnitID, _ ledger: inout Ledger) throws(StoreFailure) -> ChaseTime? {
        if let known = chaseTimes[unit] { return known }
        let found = try ledger.timers(of: MatterKey(unit, .unit)).compactMap(ChaseTime.init).first
        chaseTimes[unit] = found
        return found
    }

    private func set(_ time: ChaseTime, for unit: UnitID, _ ledger: inout Ledger) throws(StoreFailure) {
        try ledger.setTimer(time.row(unit))
        chaseTimes[unit] = time
        noteAlarm(time.due)
    }
}
