import Procedure

/// A date expression and where it stands.
struct FoundDate: Sendable, Hashable {
    /// In the folded text.
    var range: Range<Int>
    var reading: DateReading
    /// What the expression was made of, for a correction that keeps the hour.
    var day: SaidDay?
    var clock: Clock?
    /// It needs a calendar of a year that has no file.
    var isUnpublished = false
    /// A weekday without a week: records mean the last one, calls the next.
    var isBareWeekday = false
    /// A part of the day was said, and no hour.
    var saysPart = false
    /// An hour alone, of a day said before.
    var isCarried = false
}

extension [FoundDate] {
    /// Whether a number is part of a day or hour: 3月12号, 12号晚7点 and 12号之前 are days; 12号 alone is a number.
    func takeIn(_ one: MatterNumbers.One, at start: Int) -> Bool {
        contains { $0.range.contains(start) && ($0.range.lowerBound < start || $0.range.upperBound > one.end) }
    }
}

extension DateReader {
    /// The date expression at a place, corrections and alternatives behind it taken in; nil if none begins there.
    func date(_ scan: inout Scan, at start: Int) -> FoundDate? {
        guard DateWord.mayBegin(scan.text[start]), var found = expression(&scan, at: start) else { return nil }
        for _ in 0..<3 {
            var at = skipMarks(scan, found.range.upperBound)
            // 「啊不对」, 「哎，错了」
            if DateReader.sighs.contains(scan.text[at]) { at = skipMarks(scan, at + 1) }
            guard let (joint, end) = joint(&scan, at: at) else { break }
            // 12号延期到下周三: the number is a matter's.
            if joint == .move, found.clock == nil, scan.text[found.range.upperBound - 1] == 0x53F7, !hasMonth(scan, found.range) { break }
            at = skipMarks(scan, end)
            // 「不对，改成下周四」, 「说错了，是4点」
            if joint == .correction {
                if let (_, more) = self.joint(&scan, at: at) { at = skipMarks(scan, more) }
                if scan.text[at] == 0x662F { at = skipMarks(scan, at + 1) }
            }
            guard var next = expression(&scan, at: at) else { break }
            // 「8月25号，不对，26号」 stays in August.
            if let month = found.day?.date, let number = scan.text.numeral(at: at), isDayMark(scan, number.end),
                let date = CivilDate(month.year, month.month, number.value), scan.text[at - 1] != 0x6708
            {
                next.day = SaidDay(.date(date))
                next.reading = combine(next.day, next.clock)
            }
            found = joint == .alternative ? offered(found, next) : corrected(found, by: next)
        }
        return found
    }

    private func hasMonth(_ scan: Scan, _ range: Range<Int>) -> Bool { range.contains { scan.text[$0] == 0x6708 } }

    /// Every date expression of a text from a place on, up to so many.
    func dates(_ scan: inout Scan, in range: Range<Int>, limit: Int) -> [FoundDate] {
        var found: [FoundDate] = []
        var at = range.lowerBound
        while at < range.upperBound, found.count < limit {
            guard DateWord.mayBegin(scan.text[at]) else {
                at += 1
                continue
            }
            if var date = date(&scan, at: at) {
                at = max(date.range.upperBound, at + 1)
                if let last = found.last {
                    if isSaidAgain(scan, last, date) { continue }
                    date = carried(date, from: last, scan)
                }
                // 不是周三，是周四
                if let last = found.last, isDenied(scan, last.range, date.range.lowerBound) {
                    found[found.count - 1] = corrected(last, by: date)
                    continue
                }
                found.append(date)
            } else {
                // A number is passed over whole: the 5 of 15号 is no day.
                let digits = scan.text.digits(at: at)
                at = digits?.end ?? at + 1
            }
        }
        return found
    }

    /// 本周日也就是今儿, 6月1号儿童节, 10月10日是周六: the same day in other words.
    private func isSaidAgain(_ scan: Scan, _ last: FoundDate, _ date: FoundDate) -> Bool {
        let (end, start) = (last.range.upperBound, date.range.lowerBound)
        guard start - end <= 5, start == end || last.clock == nil else { return false }
        let isSame =
            last.reading == date.reading
            || date.isBareWeekday && date.clock == nil && last.day?.date.map { $0.weekday == date.day?.date?.weekday } == true
        guard isSame else { return false }
        let between = (end..<start).map { scan.text[$0] }.filter { $0 != 0x2C && $0 != FoldTable.space }
        return [[], [0x662F], [0x5C31, 0x662F], [0x4E5F, 0x5C31, 0x662F], [0x5373]].contains(between)  // 是 就是 也就是 即
    }

    /// 「明天建党节，上午九点升旗」: an hour alone, a few words behind a coming day, is of that day.
    private func carried(_ date: FoundDate, from last: FoundDate, _ scan: Scan) -> FoundDate {
        let between = last.range.upperBound..<max(last.range.upperBound, date.range.lowerBound)
        guard date.day == nil, date.clock != nil, last.clock == nil, let day = last.day?.date, day > today,
            between.count <= DateReader.carriedFor, !between.contains(where: { DateReader.ends.contains(scan.text[$0]) })
        else { return date }
        let days = day.dayNumber - today.dayNumber
        func moved(_ reading: DateReading) -> DateReading {
            switch reading {
            case .moment(let moment): .moment(CivilMoment(moment.date.adding(days: days), minuteOfDay: moment.minuteOfDay))
            case .interval(let first, let end): .interval(moved(first), moved(end))
            case .past(let inner): moved(inner)
            case .ambiguous(let list): .ambiguous(list.map(moved))
            case .day, .invalid: reading
            }
        }
        var carried = date
        carried.reading = moved(date.reading)
        carried.day = last.day
        carried.isCarried = true
        return carried
    }

    /// Scalars between a day and an hour that is of it.
    private static let carriedFor = 16
    /// 。！？；: another sentence may be of another day.
    private static let ends = ScalarSet("。!?;\n")

    /// Whether 不是 stands before the first and 是 or 而是 between them.
    private func isDenied(_ scan: Scan, _ first: Range<Int>, _ start: Int) -> Bool {
        guard first.lowerBound >= 2, scan.text[first.lowerBound - 2] == 0x4E0D, scan.text[first.lowerBound - 1] == 0x662F,
            start - first.upperBound <= 3
        else { return false }
        let between = (first.upperBound..<start).map { scan.text[$0] }.filter { $0 != 0x2C && $0 != FoldTable.space }
        return between == [0x662F] || between == [0x800C, 0x662F]
    }

    private func skipMarks(_ scan: Scan, _ start: Int) -> Int {
        var at = start
        while [FoldTable.space, 0x2C, 0x3002, 0x21, 0x28].contains(scan.text[at]) { at += 1 }
        return at
    }

    private static let sighs = ScalarSet("啊哦噢哎呃嗯额唉欸诶呀")

    private enum Joint { case correction, alternative, move }

    private static let joints: WordTrie = {
        let fold = FoldTable()
        let corrections = [
            "不对", "不对是", "错了", "错了是", "说错了", "说错了是", "写错了", "打错了", "改成", "改为", "改到", "应该是", "应是", "更正", "更正为", "哦不", "噢不", "啊不", "不不",
            "记错了", "搞错了", "弄错了", "纠正", "纠正一下", "不是", "口误", "更正一下",
        ]
        let moves = [
            "延到", "延至", "延期到", "延期至", "推迟到", "推迟至", "推到", "顺延到", "顺延至", "提前到", "提前至", "挪到", "调到", "调整到", "调整为", "换到", "换成", "改至", "改期到",
        ]
        return WordTrie(
            corrections.map { (fold.word($0), 0) } + moves.map { (fold.word($0), 2) }
                + ["或", "或者", "还是", "或是", "要么"].map { (fold.word($0), 1) })
    }()

    private func joint(_ scan: inout Scan, at start: Int) -> (Joint, Int)? {
        guard let found = DateReader.joints.longest(in: &scan, at: start) else {
            // 「8月25号，不，26号」
            return scan.text[start] == 0x4E0D && scan.text[start + 1] == 0x2C ? (.correction, start + 1) : nil
        }
        return (found.value == 1 ? .alternative : found.value == 0 ? .correction : .move, found.end)
    }

    /// Rule 8: the later part holds, and an hour not repeated stays.
    private func corrected(_ first: FoundDate, by next: FoundDate) -> FoundDate {
        var result = next
        result.range = first.range.lowerBound..<next.range.upperBound
        if next.day == nil, next.clock != nil, let day = first.day {
            result.day = day
            // 明晚七点半，写错了，八点 stays in the evening.
            if let part = first.clock?.part, let said = next.clock, said.part == nil, said.hour < 12, !said.isInvalid {
                let same = Clock(hour: said.hour, minute: said.minute, part: part, isWritten24: false)
                if !same.isInvalid { result.clock = same }
            }
            result.reading = combine(day, result.clock)
        } else if next.clock == nil, let clock = first.clock, let day = next.day {
            result.clock = clock
            result.reading = combine(day, clock)
        }
        return result
    }

    private func offered(_ first: FoundDate, _ next: FoundDate) -> FoundDate {
        var second = next.reading
        if next.day == nil, next.clock != nil, let day = first.day { second = combine(day, next.clock) }
        var result = first
        result.range = first.range.lowerBound..<next.range.upperBound
        result.reading = .ambiguous(alternatives(first.reading) + alternatives(second))
        return result
    }

    func alternatives(_ reading: DateReading) -> [DateReading] {
        if case .ambiguous(let list) = reading { list } else { [reading] }
    }

    // MARK: One expression

    private func expression(_ scan: inout Scan, at start: Int) -> FoundDate? {
        scan.steps += 1
        if let (word, end) = DateWord.read(&scan, at: start) {
            switch word {
            case .vague where isFreeTime(scan, start..<end): return nil
            case .vague: return FoundDate(range: start..<end, reading: .ambiguous([]))
            case .recurring: return recurring(&scan, start, end)
            case .fromNow:
                // 自即日起至3月20日
                if [0x81F3, 0x5230].contains(scan.text[end]), let last = point(&scan, at: end + 1, after: today),
                    let stop = plain(last.reading)
                {
                    return FoundDate(range: start..<last.range.upperBound, reading: settled(.day(today), stop), day: SaidDay(.date(today)))
                }
                return period(&scan, start, end, from: nil)
            case .from:
                guard let (day, stop) = self.day(&scan, at: end), scan.text[stop] == 0x8D77 else { return nil }  // 起
                return period(&scan, start, stop + 1, from: day)
            default: break
            }
        }
        if let (moment, end) = hoursFromNow(&scan, at: start) {
            let reading = DateReading.moment(moment)
            return FoundDate(range: start..<end, reading: moment < now ? .past(reading) : reading)
        }
        guard let first = point(&scan, at: start, after: nil) else { return nil }
        if let whole = interval(&scan, first) { return whole }
        return deadline(scan, first)
    }

    /// 谁有空, 有空的来: somebody has time; no day is put off.
    private func isFreeTime(_ scan: Scan, _ range: Range<Int>) -> Bool {
        guard range.count == 2, scan.text[range.lowerBound] == 0x6709 else { return false }
        return scan.text[range.upperBound] == 0x7684 || [0x8C01, 0x6CA1, 0x90FD, 0x4EBA].contains(scan.text[range.lowerBound - 1])
    }

    /// A day, an hour, or both.
    func point(_ scan: inout Scan, at start: Int, after: CivilDate?) -> FoundDate? {
        let isBareWeekday = DateWord.read(&scan, at: start).map { $0.word == .weekday } ?? false
        guard let (day, dayEnd) = self.day(&scan, at: start, after: after) else {
            guard let (clock, end) = scan.clock(at: start) else { return nil }
            return FoundDate(range: start..<end, reading: combine(nil, clock), clock: clock)
        }
        var end = dayEnd
        var clock: Clock?
        var saysPart = day.part != nil
        var at = end
        if scan.text[at] == 0x7684 { at += 1 }  // 的
        if scan.text[at] == FoldTable.space { at += 1 }
        if let part = day.part {
            if let (said, stop) = scan.hour(at: at, part: part) { (clock, end) = (said, stop) }
        } else if let (said, stop) = scan.clock(at: at) {
            (clock, end) = (said, stop)
        } else if let (_, stop) = scan.dayPart(at: at) {
            (end, saysPart) = (stop, true)
        } else if scan.text[at] == 0x665A || scan.text[at] == 0x65E9, Marks.isMark(scan.text[at + 1]) || joint(&scan, at: at + 1) != nil {
            (end, saysPart) = (at + 1, true)  // 这周五晚
        }
        return FoundDate(
            range: start..<end, reading: combine(day, clock), day: day, clock: clock, isUnpublished: day.value == .unpublished,
            isBareWeekday: isBareWeekday, saysPart: saysPart)
    }

    /// Recurring times are asked back, whatever hour they name.
    private func recurring(_ scan: inout Scan, _ start: Int, _ end: Int) -> FoundDate {
        var stop = end
        if let (_, next) = weekday(scan, at: end) {
            stop = next
        } else if let (word, named) = DateWord.read(&scan, at: end), word == .weekday, let (_, next) = weekday(scan, at: named) {
            stop = next  // 逢周三
        }
        // 每周二、四
        while stop > end, [0x2C, 0x548C, 0x53CA].contains(scan.text[stop]), let (_, next) = weekday(scan, at: stop + 1) { stop = next }
        if let day = scan.text.numeral(at: stop), isDayMark(scan, day.end) { stop = day.end + 1 }
        if let (_, next) = scan.clock(at: stop) { stop = next } else if let (_, next) = scan.dayPart(at: stop) { stop = next }
        return FoundDate(range: start..<stop, reading: .ambiguous([]))
    }

    /// Rule 9: 从今天起公示七天 is seven full days, to the same hour.
    private func period(_ scan: inout Scan, _ start: Int, _ end: Int, from day: SaidDay?) -> FoundDate? {
        for at in end..<end + 8 {
            if [0x81F3, 0x5230, 0x6708].contains(scan.text[at]) { return nil }  // 至 到 月
            guard let amount = Amount(&scan, at: at) else { continue }
            func later(_ date: CivilDate) -> CivilDate? {
                switch amount.unit {
                case .days: date.adding(days: amount.count)
                case .months: date.adding(months: amount.count)
                case .workingDays: calendar?.workingDay(amount.count, after: date)
                case .minutes: nil
                }
            }
            guard let day else {
                guard let last = later(today) else {
                    return FoundDate(range: start..<amount.end, reading: .ambiguous([]), isUnpublished: true)
                }
                let reading = DateReading.interval(.moment(now), .moment(CivilMoment(last, minuteOfDay: now.minuteOfDay)))
                return FoundDate(range: start..<amount.end, reading: reading)
            }
            guard let first = day.date, let last = later(first) else { return nil }
            return FoundDate(range: start..<amount.end, reading: settled(.day(first), .day(last)))
        }
        return nil
    }

    // MARK: Day and hour together

    func combine(_ day: SaidDay?, _ clock: Clock?) -> DateReading {
        if let clock, clock.isInvalid { return .invalid }
        switch day?.value ?? .date(today) {
        case .invalid: return .invalid
        case .unpublished: return .ambiguous([])
        case .either(let dates):
            return .ambiguous(dates.flatMap { date in clock.map { alternatives(moments(date, $0)) } ?? [.day(date)] })
        case .span(let first, let last): return clock == nil ? settled(.day(first), .day(last)) : .ambiguous([])
        case .date(let date):
            if let clock { return moments(date, clock) }
            return date < today ? .past(.day(date)) : .day(date)
        case .todayOrNextWeek(let date):
            guard let clock else { return .ambiguous([.day(date), .day(date.adding(days: 7))]) }
            let readings = clock.minutes.map { minutes in
                let soon = moment(date, minutes)
                return DateReading.moment(soon > now ? soon : moment(date.adding(days: 7), minutes))
            }
            return readings.count == 1 ? readings[0] : .ambiguous(readings)
        }
    }

    private func moments(_ date: CivilDate, _ clock: Clock) -> DateReading {
        let readings = clock.minutes.map { minutes in
            let said = moment(date, minutes)
            return said < now ? DateReading.past(.moment(said)) : .moment(said)
        }
        return readings.count == 1 ? readings[0] : .ambiguous(readings)
    }

    private func moment(_ date: CivilDate, _ minutes: Int) -> CivilMoment {
        CivilMoment(date.adding(days: minutes / 1440), minuteOfDay: minutes % 1440)
    }
}
