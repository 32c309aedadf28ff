import Deliberation
import Procedure
import Record

/// The officers' morning (design 2.5, 2.7): what is owed, what is due first in front, and the day's root, in each unit's work group on
/// working days. Never empty: where nothing is owed and nothing has happened since the last one, none is sent; where only nothing has happened,
/// a few lines of it.
extension Office {
    static let digestTimer = "digest"
    /// So many lines are told again of a list that has not changed.
    private static let repeated = 3

    /// Sets the time of each unit's next digest where the setting has one, and takes it away where it has none.
    func arrangeDigests(_ ledger: inout Ledger) throws(StoreFailure) {
        for unit in ledger.allUnits() {
            let key = MatterKey(unit, .unit)
            let set = try ledger.timers(of: key).first { $0.kind == Office.digestTimer }
            guard let digest else {
                if set != nil { try ledger.cancelTimers(of: key, kind: Office.digestTimer) }
                continue
            }
            if set?.due.civil.minuteOfDay != digest { try setDigest(of: key, at: digest, &ledger) }
        }
    }

    /// The next digest, on the next working day at that minute.
    func setDigest(of key: MatterKey, at digest: Int, _ ledger: inout Ledger) throws(StoreFailure) {
        var day = now.civil.date
        if CivilMoment(day, minuteOfDay: digest).instant <= now { day = day.adding(days: 1) }
        // A year without a calendar file has only ordinary days; no holiday is longer than sixty.
        for _ in 0..<60 where library.calendar?.isWorkingDay(day) == false { day = day.adding(days: 1) }
        let due = CivilMoment(day, minuteOfDay: digest).instant
        try ledger.setTimer(TimerRow(key, kind: Office.digestTimer, due: due))
        noteAlarm(due)
    }

    /// The timer is gone in this commit; the next one is set in it.
    func tellDigest(_ timer: TimerRow, _ ledger: inout Ledger) throws(StoreFailure) -> Outcome {
        guard let digest else { return .silent }
        try setDigest(of: timer.key, at: digest, &ledger)
        let unit = try self.unit(timer.key.unit, &ledger)
        let groups = unit.groups(for: .work)
        let mark = "digest.\(unit.id.name)", head = ledger.head(of: unit.id).n
        let owed = try todoLines(of: unit, for: nil, all: false, &ledger)
        let told = try ledger.mark(mark) ?? 0
        guard !groups.isEmpty, !owed.isEmpty || head > told else { return .silent }
        try ledger.setMark(mark, head)
        var lines = owed.isEmpty ? [.text(key: "digest.clear", ["unit": .literal(unit.name)])] : owed
        // A list that is the same every morning is read by nobody: where nothing has happened, what is due first is enough.
        if head == told, owed.count > Office.repeated + 2 {
            lines =
                [.text(key: "digest.same", ["unit": .literal(unit.name)])] + owed[1...Office.repeated] + [.text(key: "digest.rest", [:])]
        }
        lines.append(try rootLine(&ledger))
        let saying = Saying("digest", ["lines": .list(lines, separator: "\n")])
        for group in groups {
            _ = try ledger.queue(
                OutboxDraft(to: .group(group), lane: Lane.ordinary.number, text: saying.key, arguments: saying.bytes, due: timer.due))
        }
        return .decided
    }

    /// What leaves the house each day: kept by the officers, it shows later that nothing before it was changed (design 2.5).
    func rootLine(_ ledger: inout Ledger) throws(StoreFailure) -> Argument {
        .text(key: "root.line", ["root": .literal(try ledger.root(on: now.civil.date).line)])
    }
}
