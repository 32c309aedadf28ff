/// Dates in the words of an office: `3月18日（周三）19:30`. What is written is read back as the same by Reading, at the same moment.
public struct DateWriter: Sendable {
    /// When it is written; the year is left out where a reader would not take another one.
    public var now: Instant

    public init(now: Instant) { self.now = now }

    /// `3月18日（周三）`, with the year when it is not this one, or so long gone that next year's day would be understood.
    public func day(_ date: CivilDate) -> String { "\(yearPart(date))\(date.month)月\(date.day)日（周\(DateWriter.weekday(date))）" }

    /// `3月18日`, as people type it.
    public static func monthDay(_ date: CivilDate) -> String { "\(date.month)月\(date.day)日" }

    /// `3月18日（周三）19:30`
    public func moment(_ moment: CivilMoment) -> String { day(moment.date) + DateWriter.time(moment.minuteOfDay) }

    public func moment(_ instant: Instant) -> String { moment(instant.civil) }

    /// `3月18日（周三）19:30至21:00`, or both days where they differ.
    public func interval(_ start: CivilMoment, _ end: CivilMoment) -> String {
        start.date == end.date ? "\(moment(start))至\(DateWriter.time(end.minuteOfDay))" : "\(moment(start))至\(moment(end))"
    }

    /// `3月18日（周三）至3月25日（周三）`, both days included.
    public func interval(_ start: CivilDate, _ end: CivilDate) -> String { "\(day(start))至\(day(end))" }

    /// `19:30`, `07:30`: always two digits, since a bare 7 would be asked back.
    public static func time(_ minuteOfDay: Int) -> String {
        let hour = minuteOfDay / 60
        let minute = minuteOfDay % 60
        return "\(hour < 10 ? "0" : "")\(hour):\(minute < 10 ? "0" : "")\(minute)"
    }

    /// 一 … 六, 日.
    public static func weekday(_ date: CivilDate) -> String {
        switch date.weekday {
        case 1: "一"
        case 2: "二"
        case 3: "三"
        case 4: "四"
        case 5: "五"
        case 6: "六"
        default: "日"
        }
    }

    private func yearPart(_ date: CivilDate) -> String {
        let today = now.civil.date
        let isLongGone = today.dayNumber - date.dayNumber > 183
        return date.year == today.year && !isLongGone ? "" : "\(date.year)年"
    }
}
