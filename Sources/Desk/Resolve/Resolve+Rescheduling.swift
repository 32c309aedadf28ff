import Deliberation
import Gateways
import Procedure
import Reading
import Record

extension Resolve {
    /// 改期: the notice starts again (TP-20), and a new call follows in the same step.
    func reschedule(_ ledger: inout Ledger) throws(StoreFailure) -> Resolution {
        guard let meant = try ofTheSitting(&ledger) else { return try (behindMove(&ledger) ?? self).rescheduled(&ledger) }
        let isNamed = try meant.numbers(&ledger).found == numbers(&ledger).found
        let moved = try meant.behindMove(&ledger) ?? meant
        // Of which sitting was not said: the only one there is is asked about.
        return try isNamed ? moved.rescheduled(&ledger) : moved.offered(&ledger)
    }

    func rescheduled(_ ledger: inout Ledger) throws(StoreFailure) -> Resolution {
        if let problem = problem(.start) { return .say(problem, .asked) }
        if let placed = try elsewhere(&ledger) { return placed }
        if case .integer(let minutes)? = intent.slots[.shift], date(.start) == nil { return try reschedule(by: minutes, &ledger) }
        if case .day(let day)? = date(.start) { return try reschedule(to: day, &ledger) }
        guard case .moment? = date(.start) else { return .say(Saying("ask.date.ambiguous"), .asked) }
        var secretary: PersonID?
        if let name = text(.secretary) {
            var matter: Matter?
            if let number = try numbers(&ledger).found.first { matter = try office.matter(MatterKey(unit.id, number), &ledger) }
            switch try people([name], in: matter, &ledger) {
            case .success(let people): secretary = people.first
            case .failure(let unclear): return unclear.resolution
            }
        }
        if let same = try standsAlready(secretary, &ledger) { return .say(same, .refused) }
        return try each(&ledger, example: "改期") { number, ledger throws(StoreFailure) in
            var pending: [PendingWords] = []
            var fields = try fields(number, &pending, &ledger)
            if let secretary { fields[.secretary] = .person(secretary) }
            let matter = try office.matter(MatterKey(unit.id, number), &ledger)
            guard let matter, matter.state(of: "topic") == "ready" else { return try moved(number, fields, pending, &ledger) }
            // Nothing is called at present: it is a call, with what the last one had.
            if matter.sitting.start != nil { try keep(matter, in: &fields, &ledger) }
            // Why it was not held is no reason for a shorter notice (XZ-12b).
            if !said.text.contains("理由") {
                fields[.reason] = nil
                pending.removeAll { $0.words.kind == "reason" }
            }
            return Planned(
                command: command(number, .move("call", fields), reason: fields.words(.reason)), words: pending, answer: "done.call")
        }
    }

    /// The start that stands behind 改到, where another stands before it: 「不是下午三点么 … 挪到当天晚上七点」. 当天 is the day the sitting was called
    /// for, and a day that is called only by its name is one of that week. Nil where it is as it was read.
    private func behindMove(_ ledger: inout Ledger) throws(StoreFailure) -> Resolve? {
        let words = office.library.words(under: "said.moved.to")
        guard let moved = words.compactMap({ said.text.ranges(of: $0).last?.upperBound }).max() else { return nil }
        let text = String(said.text[moved...])
        var starts: Set<CivilDate?> = []
        for number in try numbers(&ledger).found {
            starts.insert(try office.matter(MatterKey(unit.id, number), &ledger)?.sitting.start?.civil.date)
        }
        guard starts.count == 1, let called = starts.first ?? nil else { return nil }
        let spans = office.library.reader.dates(in: text, at: now)
        guard let first = spans.first, let reading = first.reading.settled else { return nil }
        var meant: DateReading?
        let scalars = text.unicodeScalars
        var word = String.UnicodeScalarView()
        word.append(contentsOf: scalars.dropFirst(first.start).prefix(first.end - first.start))
        if office.says("said.same.day", in: text), case .moment(let moment) = reading {
            meant = .moment(CivilMoment(called, minuteOfDay: moment.minuteOfDay))
        } else if ["周", "星期", "礼拜"].contains(where: String(word).hasPrefix), called > now.civil.date {
            switch reading {
            case .day(let day): meant = .day(day.inWeek(of: called))
            case .moment(let moment): meant = .moment(CivilMoment(moment.date.inWeek(of: called), minuteOfDay: moment.minuteOfDay))
            default: break
            }
        } else if date(.start)?.settled != reading, office.library.reader.dates(in: said.text, at: now).count > 1 {
            switch reading {
            case .day, .moment: meant = reading
            default: break
            }
        }
        guard let meant, date(.start) != meant else { return nil }
        var one = self
        one.intent.slots[.start] = .date(meant)
        one.intent.slots[.date] = nil
        // What was read of the day is no place.
        if let place = self.text(.place), text.contains(place),
            !office.library.reader.dates(in: place, at: now).isEmpty || office.says("said.same.day", in: place)
        {
            one.intent.slots[.place] = nil
        }
        return one
    }

    /// 「延到16号」: the hour stays as the sitting was called; where none was, or several differ, it is asked.
    private func reschedule(to day: CivilDate, _ ledger: inout Ledger) throws(StoreFailure) -> Resolution {
        try reschedule(&ledger) { CivilMoment(day, minuteOfDay: $0.minuteOfDay) }
    }

    /// 「推迟一周」: counted from the start that was called.
    private func reschedule(by minutes: Int, _ ledger: inout Ledger) throws(StoreFailure) -> Resolution {
        try reschedule(&ledger) { ($0.instant + .minutes(Int64(minutes))).civil }
    }

    private func reschedule(_ ledger: inout Ledger, from called: (CivilMoment) -> CivilMoment) throws(StoreFailure) -> Resolution {
        let found: [MatterNumber]
        switch try chosen(&ledger, example: "改期") {
        case .failure(let unclear): return unclear.resolution
        case .success(let numbers): found = numbers
        }
        var starts: Set<CivilMoment?> = []
        for number in found {
            starts.insert(try office.matter(MatterKey(unit.id, number), &ledger)?.sitting.start?.civil)
        }
        let moments = Set(starts.map { $0.map(called) })
        guard moments.count == 1, let start = moments.first ?? nil, isInThatPart(start.minuteOfDay) else {
            return .say(Saying("ask.date.hour"), .asked)
        }
        var moved = self
        moved.intent.slots[.start] = .date(.moment(start))
        return try moved.rescheduled(&ledger)
    }

    /// 「改到周五晚上」: whether the hour that stays is of the part of the day that was said.
    private func isInThatPart(_ minute: Int) -> Bool {
        let parts = [("晚", 17..<24), ("下午", 12..<19), ("中午", 11..<14), ("上午", 6..<12), ("早", 6..<12)]
        return parts.first { said.text.contains($0.0) }?.1.contains(minute / 60) ?? true
    }

    /// The sitting moved to another start: what was sent is taken back, and notice and calls go out anew, in one commit.
    func moved(
        _ number: MatterNumber, _ said: Fields, _ earlier: [PendingWords], _ ledger: inout Ledger
    ) throws(StoreFailure) -> Planned {
        var pending = earlier
        var fields = said
        let matter = try office.matter(MatterKey(unit.id, number), &ledger)
        if let matter { try keep(matter, in: &fields, &ledger) }
        if fields[.reason] == nil {
            // Why it was not held is told as it was (XZ-13.3b).
            let key = try isShort(number, matter, &ledger) || text(.kind) == "tooFew" ? "word.rescheduled.tooFew" : "word.rescheduled"
            let next = try words(office.library.texts.render(key), number, kind: "reason", &ledger)
            pending.append(next)
            fields[.reason] = .words(next.ref)
        }
        // Why it is moved is no reason for a shorter notice (XZ-12b): that one is asked for.
        var called = fields
        called[.reason] = nil
        return Planned(
            command: command(number, .move("cancel", fields)), words: pending, answer: "done.call",
            then: [command(number, .move("call", called))])
    }

    /// Whether people were counted and were too few to open.
    private func isShort(_ number: MatterNumber, _ matter: Matter?, _ ledger: inout Ledger) throws(StoreFailure) -> Bool {
        guard let matter, matter.state(of: "meeting") == "checkIn", matter.sitting.isCounted,
            let state = try office.load(unit.id, [number], &ledger)
        else { return false }
        return state.foresee("MT-5", on: matter, now: now).contains { $0.rule == "quorum" && !$0.isMet }
    }

    /// What was settled for the sitting before holds for the one that takes its place, as far as nothing else is said: its list was approved,
    /// unless somebody was added to it since.
    private func keep(_ matter: Matter, in fields: inout Fields, _ ledger: inout Ledger) throws(StoreFailure) {
        let sitting = matter.sitting
        if fields[.place] == nil, let place = sitting.place { fields[.place] = .text(place) }
        if fields[.expected] == nil { fields[.expected] = .integer(sitting.expected) }
        fields[.participants] = .people(sitting.list)
        if let state = try office.load(unit.id, [matter.number], &ledger), state.unapproved(among: sitting.list, in: matter).isEmpty {
            fields[.mandatesApproved] = .flag(true)
        }
        if fields[.secretary] == nil, let secretary = sitting.secretary { fields[.secretary] = .person(secretary) }
    }
}

extension CivilDate {
    /// The same day of the week in the week of another.
    fileprivate func inWeek(of other: CivilDate) -> CivilDate { other.adding(days: weekday - other.weekday) }
}
