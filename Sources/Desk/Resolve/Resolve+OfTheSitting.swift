import Deliberation
import Gateways
import Procedure
import Reading
import Record

/// A sitting that is moved, said beside the one that was called: 「改周四晚上七点」, 「再往后挪一天 周五」. A day that is called only by its name is of that
/// week, an hour of that part of the day, and what is put off comes never before it.
extension Resolve {
    /// The same with the start and the number that are meant; nil where it is as it was read.
    func ofTheSitting(_ ledger: inout Ledger) throws(StoreFailure) -> Resolve? {
        var one = self
        var found = try numbers(&ledger).found
        let isNameless = found.isEmpty && quoted == nil && [Slot.number, .numbers, .subject].allSatisfy { intent.slots[$0] == nil }
        // While people sign in, theirs is meant.
        if isNameless, try ledger.open(in: unit.id, where: { $0.meeting == "checkIn" }).isEmpty, let only = try onlyCalled(&ledger) {
            one.intent.slots[.number] = .integer(only.serial)
            found = [only]
        }
        var starts: Set<CivilMoment?> = []
        for number in found { starts.insert(try office.matter(MatterKey(unit.id, number), &ledger)?.sitting.start?.civil) }
        guard starts.count == 1, let called = starts.first ?? nil else { return nil }
        if case .ambiguous(let readings)? = date(.start) {
            let same = readings.filter {
                if case .moment(let moment) = $0 { moment.minuteOfDay / 720 == called.minuteOfDay / 720 } else { false }
            }
            if same.count == 1 { one.intent.slots[.start] = .date(same[0]) }
        }
        switch one.date(.start) {
        case .day(let day)?:
            if let meant = inWeek(of: called.date, day) { one.intent.slots[.start] = .date(.day(meant)) }
        case .moment(let moment)?:
            if let meant = inWeek(of: called.date, moment.date) {
                one.intent.slots[.start] = .date(.moment(CivilMoment(meant, minuteOfDay: moment.minuteOfDay)))
            }
        default: break
        }
        guard one.intent.slots != intent.slots else { return nil }
        one.intent.slots[.date] = nil
        // 「哎不对 改周五」 gives no reason.
        if let reason = text(.reason), office.behind(["said.not"], in: reason)?.isEmpty == true { one.intent.slots[.reason] = nil }
        return one
    }

    /// A day before the sitting's week that was called only by its name: that of the sitting's week, or behind it where it is put off.
    private func inWeek(of called: CivilDate, _ day: CivilDate) -> CivilDate? {
        guard day < called, !office.says("said.moved.earlier", in: said.text) else { return nil }
        let isBare = office.library.reader.dates(in: said.text, at: now).contains { span in
            let word = String(String.UnicodeScalarView(said.text.unicodeScalars.dropFirst(span.start).prefix(span.end - span.start)))
            guard ["周", "星期", "礼拜"].contains(where: word.hasPrefix) else { return false }
            return span.reading.days.contains(day)
        }
        guard isBare else { return nil }
        let meant = called.adding(days: day.weekday - called.weekday)
        if office.says("said.moved.later", in: said.text), meant <= called { return meant.adding(days: 7) }
        return meant > now.civil.date && meant != day ? meant : nil
    }

    /// Shown with the only sitting there is, to be agreed to.
    func offered(_ ledger: inout Ledger) throws(StoreFailure) -> Resolution {
        let resolution = try rescheduled(&ledger)
        guard case .decide(let planned) = resolution, let number = planned.first?.command.matter else { return resolution }
        if let refusals = try office.refusals(of: planned, self, &ledger) { return .say(refusals[0], .refused) }
        try office.ask(Question(about: .confirm(planned), asked: now, steps: [intent]), self, &ledger)
        let step = office.shown(intent, planned, by: [], isDraft: isDraft)
        return .say(
            Saying("ask.called", try office.values(of: MatterKey(unit.id, number), &ledger, ["step": step])), .asked)
    }
}

extension DateReading {
    /// The days it may be.
    fileprivate var days: [CivilDate] {
        switch self {
        case .day(let day): [day]
        case .moment(let moment): [moment.date]
        case .ambiguous(let readings): readings.flatMap(\.days)
        default: []
        }
    }
}
