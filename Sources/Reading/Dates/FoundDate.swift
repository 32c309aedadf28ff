import Procedure

/// A date expression and where it stands.
struct FoundDate: Sendable, Hashable {
    /// In the folded text.
    var range: Range<Int>
    var reading: DateReading
    /// What the expression was made of, for a correction that keeps the hour.
    var day: SaidDay?
    var clock: Clock?
    /// Where the day ends and the hour may begin.
    var dayEnd = 0
    /// It needs a calendar of a year that has no file.
    var isUnpublished = false
    /// A weekday without a week: records mean the last one, calls the next.
    var isBareWeekday = false
    /// A part of the day was said, and no hour.
    var saysPart = false
    /// That part.
    var part: DayPart?
    /// An hour alone, of a day said before.
    var isCarried = false
    /// A number of a day, of a month said before.
    var isOfMonth = false
    /// Numbers of days without a month: 15、16号 may be matters, too.
    var isBareList = false
    /// Hours of more days than one.
    var isRecurring = false

    /// 今年, 去年: a whole year.
    var isYear: Bool {
        if case .span(let first, let last)? = day?.value { last.dayNumber - first.dayNumber > 363 } else { false }
    }

    var isSpan: Bool {
        if case .interval = reading { true } else { false }
    }

    /// 周一至周五, 3月5日到8日: days, without an hour.
    var isSpanOfDays: Bool {
        if case .interval(.day, .day) = reading { true } else { false }
    }
}

extension DateReading {
    /// 昨天, 上周三.
    var isPast: Bool {
        if case .past = self { true } else { false }
    }

    /// The same hours so many days later; what was gone by today's date is not gone by then.
    func later(by days: Int) -> DateReading {
        switch self {
        case .moment(let moment): .moment(CivilMoment(moment.date.adding(days: days), minuteOfDay: moment.minuteOfDay))
        case .interval(let first, let end): .interval(first.later(by: days), end.later(by: days))
        case .past(let inner): inner.later(by: days)
        case .ambiguous(let list): .ambiguous(list.map { $0.later(by: days) })
        case .day, .invalid: self
        }
    }
}

extension [FoundDate] {
    /// Whether a number is part of a day or hour: 3月12号, 12号晚7点 and 12号之前 are days; 12号 alone is a number.
    func takeIn(_ one: MatterNumbers.One, at start: Int) -> Bool {
        contains { !$0.isBareList && $0.range.contains(start) && ($0.range.lowerBound < start || $0.range.upperBound > one.end) }
    }
}
