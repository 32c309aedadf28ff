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
final class DateReader: Sendable {
    let now: CivilMoment
    let calendar: WorkCalendar?
    let cues: Cues

    var today: CivilDate { now.date }

    init(now: Instant, calendar: WorkCalendar?, cues: Cues) {
        self.now = now.civil
        self.calendar = calendar
        self.cues = cues
    }

    /// A day at a place. `after` is the first day of an interval whose second end is read here.
    func day(_ scan: inout Scan, at start: Int, after: CivilDate? = nil) -> (day: SaidDay, end: Int)? {
        scan.steps += 1
        if let found = placed(&scan, at: start) { return found }
        if let (word, end) = DateWord.read(&scan, at: start) {
            switch word {
            case .day, .year: if isWordsEnd(scan.text, start) { return nil }
            default: break
            }
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
        let isBracketed = scan.text[found.end] == 0x28
        let at = isBracketed ? found.end + 1 : found.end
        guard let named = found.day.date, let number = scan.text.numeral(at: at), number.digits <= 2,
            let (day, end) = inBrackets(scan, number, near: named, isBareWeekday: word == .weekday), case .date(let date) = day.value
        else { return found }
        var isSame = named == date
        if case .weekday = word { isSame = named.weekday == date.weekday }
        // 周三18号 is one day where they agree; in brackets the number can be nothing else.
        guard isBracketed else { return isSame ? (day, end) : found }
        guard scan.text[end] == 0x29 else { return found }
        return (isSame ? day : SaidDay(.either([date, named])), end + 1)
    }

    /// The day by its number behind a weekday: 11月20日, 11/20, 11.20, 20日.
    private func inBrackets(_ scan: Scan, _ number: Numeral, near named: CivilDate, isBareWeekday: Bool) -> (SaidDay, Int)? {
        let mark = scan.text[number.end]
        if mark == 0x2F || mark == 0x2E, let day = scan.text.digits(at: number.end + 1), day.digits <= 2 {
            return (SaidDay(resolve(month: number.value, day: day.value, year: nil, after: nil)), day.end)
        }
        if isDayMark(scan, number.end) {
            if isBareWeekday { return dayOfMonth(scan, number.end - max(number.digits, 1), number, after: nil) }
            return CivilDate(named.year, named.month, number.value).map { (SaidDay(.date($0)), number.end + 1) }
        }
        return monthAndDay(scan, number, year: nil)
    }

    /// 以后天气, 目前天晴: what looks like 后天 or 前天 is the end of another word.
    private func isWordsEnd(_ text: FoldedText, _ start: Int) -> Bool {
        // 说明起来
        if text[start] == 0x660E, text[start + 1] == 0x8D77 { return DateReader.beforeBrighten.contains(text[start - 1]) }
        guard [0x5929, 0x65E5, 0x5E74].contains(text[start + 1]) else { return false }
        // 母亲节后天，记得买花
        if text[start] == 0x540E, [0x8282, 0x4F1A, 0x4E8B].contains(text[start - 1]), Marks.isMark(text[start + 2]) { return false }
        return switch text[start] {
        case 0x540E: DateReader.beforeAfter.contains(text[start - 1])
        case 0x524D: DateReader.beforeBefore.contains(text[start - 1])
        default: false
        }
    }

    private static let beforeAfter = ScalarSet("以之今午雨饭事会节最然")
    private static let beforeBrighten = ScalarSet("说证声表阐注文指照")
    private static let beforeBefore = ScalarSet("以之目日")

    // MARK: Words

    private func worded(_ scan: inout Scan, _ word: DateWord, _ end: Int, after: CivilDate?) -> (SaidDay, Int)? {
        switch word {
        case .day(let n): return agreeing(&scan, (SaidDay(.date(today.adding(days: n))), end))
        case .dayPart(let n, let part): return (SaidDay(.date(today.adding(days: n)), part: part), end)
        case .week(let n): return week(&scan, n, end)
        case .weekday:
            // 老周三点来: a surname.
            if scan.text[end - 1] == 0x5468, [0x8001, 0x5C0F].contains(scan.text[end - 2]) { return nil }
            guard let (day, stop) = weekday(scan, at: end) else { return nil }
            if day == 8 {
                let saturday = today.adding(days: today.weekday == 7 ? -1 : 6 - today.weekday)
                return (SaidDay(.span(saturday, saturday.adding(days: 1))), stop)
            }
            let base = after ?? today
            let date = base.adding(days: (day - base.weekday + 7) % 7)
            // 周六日, 周一三五: more days than one.
            if let (days, end) = moreWeekdays(scan, after: day, at: stop) {
                return (SaidDay(.either(days.map { date.adding(days: $0 - day) })), end)
            }
            return (SaidDay(after == nil && date == today ? .todayOrNextWeek(date) : .date(date)), stop)
        case .month(let n): return month(scan, n, end)
        case .monthEnd(let n):
            return (SaidDay(.date(lastDay(of: firstOfMonth(n)))), end)
        case .year(let n):
            var next = end
            if scan.text[next] == FoldTable.space { next += 1 }
            if let span = months(scan, at: next, year: today.year + n) { return span }
            if let month = scan.text.numeral(at: next), let found = monthAndDay(scan, month, year: today.year + n) {
                return agreeing(&scan, found)
            }
            if let (word, stop) = DateWord.read(&scan, at: next), case .months(let from, let to) = word {
                return months(from, to, year: today.year + n).map { ($0, stop) }
            }
            if let named = holiday(&scan, at: next, year: today.year + n) { return named }
            return months(1, 12, year: today.year + n).map { ($0, end) }
        case .quarter(let n):
            let first = today.adding(days: 1 - today.day).adding(months: 3 * n - (today.month - 1) % 3)
            return endOrWhole(scan, SaidDay(.span(first, lastDay(of: first.adding(months: 2)))), end)
        case .days(let first, let last): return (SaidDay(.span(today.adding(days: first), today.adding(days: last))), end)
        case .months(let from, let to): return months(from, to, year: today.year).map { endOrWhole(scan, $0, end) }
        case .yearEnd(let n): return CivilDate(today.year + n, 12, 31).map { (SaidDay(.date($0)), end) }
        case .festival(let name):
            // 小雪那天: the word says the hint, too.
            let stop = afterHolidayWords(scan, DateReader.weatherTerms.contains(name) ? end - 2 : end)
            // 煮元宵: to be eaten.
            if name == "元宵", scan.text[end - 1] == 0x5BB5, DateReader.beforeFood.contains(scan.text[end - 3]) { return nil }
            guard let date = calendar?.festival(name, onOrAfter: today) else { return (SaidDay(.unpublished, isFestival: true), stop) }
            return wholeHoliday(scan, date, stop) ?? (SaidDay(.date(date), isFestival: true), stop)
        case .solar(let month, let day):
            guard !isPlaceName(scan, end), !isInNumber(scan, end) else { return nil }
            let stop = afterHolidayWords(scan, end)
            // 国庆三号: of that month.
            if day == 1, let said = scan.text.numeral(at: stop), (2...7).contains(said.value), isDayMark(scan, said.end) {
                return (SaidDay(resolve(month: month, day: said.value, year: nil, after: after)), said.end + 1)
            }
            guard let this = CivilDate(today.year, month, day), let next = CivilDate(today.year + 1, month, day) else { return nil }
            let date = this >= today ? this : next
            return wholeHoliday(scan, date, stop) ?? (SaidDay(.date(date), isFestival: true), stop)
        case .tenFirst:
            guard isNationalDay(scan, end - 2, end), let date = CivilDate(today.year, 10, 1) else { return nil }
            return (SaidDay(.date(date), isFestival: true), end)
        case .nth(let month, let day, let n):
            return (0...1).compactMap { CivilDate(today.year + $0, month, 1) }
                .map { $0.adding(days: (day - $0.weekday + 7) % 7 + 7 * (n - 1)) }
                .first { $0 >= today }.map { (SaidDay(.date($0), isFestival: true), end) }
        case .january:
            let month = Numeral(value: 1, end: end - 1, digits: 0, hasLeadingZero: false)
            return monthAndDay(scan, month, year: nil, after: after).map { agreeing(&scan, $0) }
        case .nextDay: return after.map { (SaidDay(.date($0.adding(days: 1)), isCounted: true), end) }
        case .nextYear:
            guard let after, let month = scan.text.numeral(at: end) else { return nil }
            return monthAndDay(scan, month, year: after.year + 1)
        case .lunarDay(let day): return bareLunarDay(scan, day, end - 2, end, after: after)
        case .moon(let month, let day): return lunarDay(month, day).map { ($0, end) }
        case .lunar: return lunar(scan, at: end)
        case .lunarMonth(let month): return lunarDay(scan, month, at: end)
        case .half, .nothing, .part, .shortPart, .vague, .recurring, .from, .fromNow: return nil
        }
    }

    /// 二季度末, 下季度底: the last day; 季度初 is asked.
    private func endOrWhole(_ scan: Scan, _ whole: SaidDay, _ end: Int) -> (SaidDay, Int) {
        guard case .span(_, let last) = whole.value else { return (whole, end) }
        return switch scan.text[end] {
        case 0x672B, 0x5E95: (SaidDay(.date(last)), end + 1)  // 末 底
        case 0x521D: (SaidDay(.either([])), end + 1)  // 初
        default: (whole, end)
        }
    }

    private func months(_ from: Int, _ to: Int, year: Int) -> SaidDay? {
        guard let first = CivilDate(year, from, 1), let last = CivilDate(year, to, 1) else { return nil }
        return SaidDay(.span(first, lastDay(of: last)))
    }

    /// 1…7, or 8 for 周末.
    func weekday(_ scan: Scan, at start: Int) -> (Int, Int)? {
        let next = scan.text[start + 1]
        let day: Int
        switch scan.text[start] {
        case 0x4E00:
            // 本周一共, 下周一定给, 老周一个人
            guard !DateReader.behindOne.contains(next), next != 0x5B9A || DateReader.behindSettled.contains(scan.text[start + 2]) else {
                return nil
            }
            day = 1
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

    private func week(_ scan: inout Scan, _ n: Int, _ end: Int) -> (SaidDay, Int) {
        // 5月9日上周一的课
        if n == -1, let (day, stop) = weekday(scan, at: end), day < 6, isTaught(scan, end, stop) {
            return (SaidDay(.either([])), stop)
        }
        let monday = today.adding(days: 1 - today.weekday + 7 * n)
        var named = weekday(scan, at: end)
        // 下周周三, 下周的周三
        if named == nil {
            let next = scan.text[end] == 0x7684 || scan.text[end] == FoldTable.space ? end + 1 : end
            if let (word, at) = DateWord.read(&scan, at: next), word == .weekday { named = weekday(scan, at: at) }
        }
        guard let (day, stop) = named else {
            // 下周中, not 下周中午
            let isMiddle = scan.text[end] == 0x4E2D && !DateReader.behindMiddle.contains(scan.text[end + 1])
            return isMiddle ? (SaidDay(.either([])), end + 1) : (SaidDay(.span(monday, monday.adding(days: 6))), end)
        }
        if let (days, last) = moreWeekdays(scan, after: day, at: stop) {
            return (SaidDay(.either(days.map { monday.adding(days: $0 - 1) })), last)
        }
        if day == 8 { return (SaidDay(.span(monday.adding(days: 5), monday.adding(days: 6))), stop) }
        return (SaidDay(.date(monday.adding(days: day - 1))), stop)
    }

    /// 雨水, 小雪 and 大雪 are the weather as often.
    private static let weatherTerms: Set<String> = ["雨水", "小雪", "大雪"]
    /// 补上周一的课, 10日上周三课表: behind a day, 上 is what is done.
    private func isTaught(_ scan: Scan, _ end: Int, _ stop: Int) -> Bool {
        let text = scan.text
        // 28号周六上班，上周一的班
        let before = Marks.isMark(text[end - 3]) && text[end - 3] != 0x29 ? text[end - 4] : text[end - 3]
        guard text[end - 2] == 0x4E0A, DateReader.beforeTaught.contains(before) else { return false }
        let next = text[stop] == 0x7684 ? stop + 1 : stop  // 的
        return text[next] == 0x8BFE || text[next] == 0x73ED  // 课 班
    }

    private static let beforeTaught = ScalarSet("日号)六天班课")
    private static let behindOne = ScalarSet("共直般样个次")
    private static let behindSettled = ScalarSet("稿标案下点址夺")
    private static let beforeFood = ScalarSet("煮吃包闹滚送炸买")
    static let behindMiddle = ScalarSet("午学心间旬小央秋")

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
        // 这个月二十八, 本月15前, 这个月二十八搬
        if let day = scan.text.numeral(at: next), day.digits == 2 || day.digits == 0 && (11...31).contains(day.value),
            DateReader.behindNextDay.contains(scan.text[day.end]) || Marks.isMark(scan.text[day.end]) || scan.text[day.end] == 0x524D
                || scan.text[day.end] == 0x4E4B && scan.text[day.end + 1] == 0x524D
        {
            return (SaidDay(CivilDate(first.year, first.month, day.value).map { .date($0) } ?? .invalid), day.end)
        }
        // 下个月的今天
        if scan.text[next] == 0x4ECA, scan.text[next + 1] == 0x5929 { return (SaidDay(.date(today.adding(months: n))), next + 2) }
        // 下月初, 下月头, 本月中旬, and 下月初五号
        if scan.text[end] == 0x5934 { return (SaidDay(.either([])), end + 1) }
        if scan.text[end] == 0x521D {
            guard let day = scan.text.numeral(at: end + 1), (1...10).contains(day.value),
                let date = CivilDate(first.year, first.month, day.value)
            else { return (SaidDay(.either([])), end + 1) }
            return isDayMark(scan, day.end) ? (SaidDay(.date(date)), day.end + 1) : (SaidDay(.either([date])), day.end)
        }
        if let ten = tenDays(scan, first, at: end) { return ten }
        return (SaidDay(.span(first, lastDay(of: first))), end)
    }

    /// 4月上旬, 中旬, 下旬: which of the ten days is not said; as a limit, 四月中旬以前, it is the last of them.
    func tenDays(_ scan: Scan, _ first: CivilDate, at: Int) -> (day: SaidDay, end: Int)? {
        guard scan.text[at + 1] == 0x65EC, let part = [0x4E0A, 0x4E2D, 0x4E0B].firstIndex(of: scan.text[at]) else { return nil }  // 旬 上 中 下
        let isLimit: Bool
        switch (scan.text[at + 2], scan.text[at + 3]) {
        case (0x524D, let next): isLimit = next != 0x540E  // 前, not 前后
        case (0x4EE5, 0x524D), (0x4E4B, 0x524D), (0x4EE5, 0x5185), (0x4E4B, 0x5185), (0x5185, _): isLimit = true  // 以前 之前 以内 之内 内
        default: isLimit = false
        }
        guard isLimit else { return (SaidDay(.either([])), at + 2) }
        return (SaidDay(.date(part == 2 ? lastDay(of: first) : first.adding(days: 10 * part + 9))), at + 2)
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
        guard let (word, end) = DateWord.read(&scan, at: at), let (day, stop) = weekday(scan, at: end), day <= 7 else { return found }
        // 22日（下周三）: the week is said again, too.
        if case .week(let n) = word, isBracketed, scan.text[stop] == 0x29 {
            let named = today.adding(days: day - today.weekday + 7 * n)
            return (named == date ? found.day : SaidDay(.either([date, named])), stop + 1)
        }
        guard word == .weekday else { return found }
        // 3日—5日（周二至周四）: an interval of its own.
        if isBracketed, [0x5230, 0x81F3, 0x2D].contains(scan.text[stop]) { return found }
        let after = isBracketed && scan.text[stop] == 0x29 ? stop + 1 : stop
        guard date.weekday != day else { return (found.day, after) }
        var nearest = date.adding(days: (day - date.weekday + 7) % 7)
        if nearest.dayNumber - date.dayNumber > 3 { nearest = nearest.adding(days: -7) }
        return (SaidDay(.either([date, nearest])), after)
    }
}
