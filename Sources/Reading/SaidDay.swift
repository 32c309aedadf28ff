import Procedure

/// A day as it was said, before an hour has been joined to it.
struct SaidDay: Sendable, Hashable {
    var value: Value
    /// A festival or holiday: 前 leaves it out (reading.md, *Dates* 4).
    var isFestival = false
    /// The part of the day in the same word: 今晚.
    var part: DayPart?
    /// 从今天起, N天后 and whatever else was counted, not named: a weekday behind it says nothing.
    var isCounted = false

    enum Value: Sendable, Hashable {
        case date(CivilDate)
        /// A bare weekday that is today's: today with an hour ahead, next week with an hour gone, asked with none.
        case todayOrNextWeek(CivilDate)
        case span(CivilDate, CivilDate)
        /// Any of these, to be asked; the first is offered first.
        case either([CivilDate])
        case invalid
        /// The year has no published calendar.
        case unpublished
    }

    init(_ value: Value, isFestival: Bool = false, part: DayPart? = nil, isCounted: Bool = false) {
        self.value = value
        self.isFestival = isFestival
        self.part = part
        self.isCounted = isCounted
    }

    /// The one date it is, where it is one.
    var date: CivilDate? {
        switch value {
        case .date(let date), .todayOrNextWeek(let date): date
        default: nil
        }
    }
}

/// Reads dates of UTC+8 by the nine rules of reading.md, from a moment that is handed in.
struct DateReader: Sendable {
    var now: CivilMoment
    var calendar: WorkCalendar?

    var today: CivilDate { now.date }

    init(now: Instant, calendar: WorkCalendar?) {
        self.now = now.civil
        self.calendar = calendar
    }

    /// A day at a place. `after` is the first day of an interval whose second end is read here.
    func day(_ scan: inout Scan, at start: Int, after: CivilDate? = nil) -> (day: SaidDay, end: Int)? {
        scan.steps += 1
        if let (word, end) = DateWord.read(&scan, at: start) {
            if let found = worded(&scan, word, end, after: after) { return numbered(scan, found, behind: word) }
        }
        if let found = counted(&scan, at: start) { return found }
        return numbered(&scan, at: start, after: after).map { agreeing(&scan, $0) }
    }

    /// 周四（11月20日）: the day in brackets behind a weekday. Where the two disagree, both are offered.
    private func numbered(_ scan: Scan, _ found: (day: SaidDay, end: Int), behind word: DateWord) -> (SaidDay, Int) {
        switch word {
        case .weekday, .week, .day: break
        default: return found
        }
        guard let named = found.day.date, scan.text[found.end] == 0x28, let month = scan.text.numeral(at: found.end + 1),
            let (day, end) = monthAndDay(scan, month, year: nil), scan.text[end] == 0x29, case .date(let date) = day.value
        else { return found }
        var isSame = named == date
        if case .weekday = word { isSame = named.weekday == date.weekday }
        return (isSame ? day : SaidDay(.either([date, named])), end + 1)
    }

    // MARK: Words

    private func worded(_ scan: inout Scan, _ word: DateWord, _ end: Int, after: CivilDate?) -> (SaidDay, Int)? {
        switch word {
        case .day(let n): return agreeing(&scan, (SaidDay(.date(today.adding(days: n))), end))
        case .dayPart(let n, let part): return (SaidDay(.date(today.adding(days: n)), part: part), end)
        case .week(let n): return week(scan, n, end)
        case .weekday:
            guard let (day, stop) = weekday(scan, at: end) else { return nil }
            if day == 8 {
                let saturday = today.adding(days: today.weekday == 7 ? -1 : 6 - today.weekday)
                return (SaidDay(.span(saturday, saturday.adding(days: 1))), stop)
            }
            // 周六日, 周一三五: more days than one.
            var several = stop
            while let (_, next) = weekday(scan, at: several), !isDigit(scan.text[several]) { several = next }
            if several > stop, Marks.isMark(scan.text[several]) || [0x4E0A, 0x4E0B, 0x665A, 0x90FD].contains(scan.text[several]) {
                return (SaidDay(.either([])), several)
            }
            let base = after ?? today
            let date = base.adding(days: (day - base.weekday + 7) % 7)
            return (SaidDay(after == nil && date == today ? .todayOrNextWeek(date) : .date(date)), stop)
        case .month(let n): return month(scan, n, end)
        case .monthEnd(let n):
            return (SaidDay(.date(lastDay(of: firstOfMonth(n)))), end)
        case .year(let n):
            var next = end
            if scan.text[next] == FoldTable.space { next += 1 }
            if let month = scan.text.numeral(at: next), let found = monthAndDay(scan, month, year: today.year + n) {
                return agreeing(&scan, found)
            }
            if let (word, stop) = DateWord.read(&scan, at: next), case .months(let from, let to) = word {
                return months(from, to, year: today.year + n).map { ($0, stop) }
            }
            if let (word, stop) = DateWord.read(&scan, at: next), let named = holiday(word, year: today.year + n) {
                return (named, afterHolidayWords(scan, stop))
            }
            return months(1, 12, year: today.year + n).map { ($0, end) }
        case .quarter(let n):
            let first = today.adding(days: 1 - today.day).adding(months: 3 * n - (today.month - 1) % 3)
            return (SaidDay(.span(first, lastDay(of: first.adding(months: 2)))), end)
        case .days(let first, let last): return (SaidDay(.span(today.adding(days: first), today.adding(days: last))), end)
        case .months(let from, let to): return months(from, to, year: today.year).map { ($0, end) }
        case .yearEnd(let n): return CivilDate(today.year + n, 12, 31).map { (SaidDay(.date($0)), end) }
        case .festival(let name):
            let stop = afterHolidayWords(scan, end)
            guard let date = calendar?.festival(name, onOrAfter: today) else { return (SaidDay(.unpublished, isFestival: true), stop) }
            return (wholeHoliday(scan, date, stop) ?? SaidDay(.date(date), isFestival: true), stop)
        case .solar(let month, let day):
            guard !isPlaceName(scan, end) else { return nil }
            let stop = afterHolidayWords(scan, end)
            guard let this = CivilDate(today.year, month, day), let next = CivilDate(today.year + 1, month, day) else { return nil }
            let date = this >= today ? this : next
            return (wholeHoliday(scan, date, stop) ?? SaidDay(.date(date), isFestival: true), stop)
        case .lunar: return lunar(scan, at: end)
        case .lunarMonth(let month): return lunarDay(scan, month, at: end)
        case .half: return nil
        case .part, .shortPart, .vague, .recurring, .from, .fromNow: return nil
        }
    }

    private func months(_ from: Int, _ to: Int, year: Int) -> SaidDay? {
        guard let first = CivilDate(year, from, 1), let last = CivilDate(year, to, 1) else { return nil }
        return SaidDay(.span(first, lastDay(of: last)))
    }

    /// 今年端午, 明年元旦.
    private func holiday(_ word: DateWord, year: Int) -> SaidDay? {
        guard let first = CivilDate(year, 1, 1) else { return nil }
        switch word {
        case .festival(let name):
            let date = calendar?.festival(name, onOrAfter: first)
            return SaidDay(date.flatMap { $0.year == year ? .date($0) : nil } ?? .unpublished, isFestival: true)
        case .solar(let month, let day): return CivilDate(year, month, day).map { SaidDay(.date($0), isFestival: true) }
        default: return nil
        }
    }

    /// 五一路, 八一小区: the holiday is a place's name.
    func isPlaceName(_ scan: Scan, _ at: Int) -> Bool {
        switch (scan.text[at], scan.text[at + 1]) {
        case (0x8DEF, _), (0x8857, _), (0x6751, _), (0x6865, _), (0x533A, _), (0x5C0F, 0x533A), (0x793E, 0x533A), (0x5E7F, 0x573A),
            (0x5927, 0x9053),
            (0x516C, 0x56ED), (0x65B0, 0x6751), (0x4E2D, 0x5B66), (0x5C0F, 0x5B66), (0x5546, 0x573A), (0x5DF7, _), (0x91CC, _),
            (0x82B1, 0x56ED):  // 路 街 村 桥 区 小区 社区 广场 大道 公园 新村 中学 小学 商场 巷 里 花园
            true
        default: false
        }
    }

    /// 十一假期, 国庆长假: the days off that are published, where they are; 国庆 alone is the day.
    private func wholeHoliday(_ scan: Scan, _ date: CivilDate, _ end: Int) -> SaidDay? {
        let last = (scan.text[end - 2], scan.text[end - 1])
        guard last == (0x5047, 0x671F) || last == (0x957F, 0x5047) || last == (0x653E, 0x5047),  // 假期 长假 放假
            let days = calendar?.holiday(around: date), days.lowerBound < days.upperBound
        else { return nil }
        return SaidDay(.span(days.lowerBound, days.upperBound), isFestival: true)
    }

    private func afterHolidayWords(_ scan: Scan, _ end: Int) -> Int {
        // 节 假 期, 长假, 放假
        var end = end
        while [0x8282, 0x5047, 0x671F].contains(scan.text[end])
            || [0x957F, 0x653E].contains(scan.text[end]) && scan.text[end + 1] == 0x5047
        {
            end += 1
        }
        return scan.text[end - 1] == 0x671F && scan.text[end] == 0x95F4 ? end + 1 : end  // 期间
    }

    /// 1…7, or 8 for 周末.
    func weekday(_ scan: Scan, at start: Int) -> (Int, Int)? {
        let next = scan.text[start + 1]
        let day: Int
        switch scan.text[start] {
        case 0x4E00: day = 1
        case 0x4E8C: day = 2
        case 0x4E09: day = 3
        case 0x56DB: day = 4
        case 0x4E94: day = 5
        case 0x516D: day = 6
        case 0x65E5, 0x5929: day = 7
        case 0x672B: day = 8
        case 0x31...0x37:
            guard !isDigit(next), next != 0x6708, next != 0x53F7 else { return nil }
            day = Int(scan.text[start] - 0x30)
        default: return nil
        }
        return (day, start + 1)
    }

    private func week(_ scan: Scan, _ n: Int, _ end: Int) -> (SaidDay, Int) {
        let monday = today.adding(days: 1 - today.weekday + 7 * n)
        guard let (day, stop) = weekday(scan, at: end) else { return (SaidDay(.span(monday, monday.adding(days: 6))), end) }
        if day == 8 { return (SaidDay(.span(monday.adding(days: 5), monday.adding(days: 6))), stop) }
        return (SaidDay(.date(monday.adding(days: day - 1))), stop)
    }

    // MARK: Months

    func firstOfMonth(_ offset: Int) -> CivilDate { today.adding(days: 1 - today.day).adding(months: offset) }

    func lastDay(of month: CivilDate) -> CivilDate {
        month.adding(days: CivilDate.length(of: month.month, in: month.year) - month.day)
    }

    private func month(_ scan: Scan, _ n: Int, _ end: Int) -> (SaidDay, Int) {
        let first = firstOfMonth(n)
        let next = scan.text[end] == 0x7684 ? end + 1 : end  // 的
        if let day = scan.text.numeral(at: next), isDayMark(scan, day.end) {
            let value = CivilDate(first.year, first.month, day.value).map { SaidDay.Value.date($0) } ?? .invalid
            return (SaidDay(value), day.end + 1)
        }
        // 这个月二十八
        if let day = scan.text.numeral(at: next), day.digits == 0, (11...31).contains(day.value), Marks.isMark(scan.text[day.end]) {
            return (SaidDay(CivilDate(first.year, first.month, day.value).map { .date($0) } ?? .invalid), day.end)
        }
        return (SaidDay(.span(first, lastDay(of: first))), end)
    }

    /// 日 or 号 as the mark of a day, not as part of 12号楼 or 5日内.
    func isDayMark(_ scan: Scan, _ at: Int) -> Bool {
        switch scan.text[at] {
        case 0x65E5: scan.text[at + 1] != 0x5E38  // 日常
        case 0x53F7: !scan.text.isHouse(at: at + 1)
        default: false
        }
    }

    // MARK: The weekday behind a date

    /// A weekday right behind the date, in brackets or not. Where the two disagree, both are offered.
    func agreeing(_ scan: inout Scan, _ found: (day: SaidDay, end: Int)) -> (SaidDay, Int) {
        guard case .date(let date) = found.day.value, !found.day.isFestival else { return found }
        var at = found.end
        if scan.text[at] == FoldTable.space { at += 1 }
        let isBracketed = scan.text[at] == 0x28
        if isBracketed { at += 1 }
        guard let (word, end) = DateWord.read(&scan, at: at), word == .weekday, let (day, stop) = weekday(scan, at: end), day <= 7 else {
            return found
        }
        let after = isBracketed && scan.text[stop] == 0x29 ? stop + 1 : stop
        guard date.weekday != day else { return (found.day, after) }
        var nearest = date.adding(days: (day - date.weekday + 7) % 7)
        if nearest.dayNumber - date.dayNumber > 3 { nearest = nearest.adding(days: -7) }
        return (SaidDay(.either([date, nearest])), after)
    }
}
