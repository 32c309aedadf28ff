import Wire

/// The published working days, holidays, festivals and lunar months, a file a year (`Config/calendar/2026.json`). A year without a file is
/// unknown, and every answer says so by being nil: working days of a year nobody has published are never guessed (reading.md, *Dates* 3, 7).
public struct WorkCalendar: Sendable, Hashable {
    /// Years with a file.
    public private(set) var years: Set<Int> = []
    private var holidays: Set<CivilDate> = []
    private var workedWeekends: Set<CivilDate> = []
    private var festivals: [String: [CivilDate]] = [:]
    private var lunarMonths: [LunarMonth] = []

    /// One lunar month: its number, whether it is the inserted one, its first day and its length (29 or 30 days).
    public struct LunarMonth: Sendable, Hashable {
        public var month: Int
        public var isLeap: Bool
        public var from: CivilDate
        public var days: Int
    }

    /// A calendar that knows no year.
    public init() {}

    /// - Throws: `Malformed`, with the place where there is one, for text that is not a calendar file or a year given twice.
    public init(parsing files: [[UInt8]]) throws(Malformed) {
        for file in files { try add(try LocatedJSON(parsing: file)) }
        for name in festivals.keys { festivals[name]?.sort() }
        lunarMonths = Set(lunarMonths).sorted { $0.from < $1.from }
    }

    private mutating func add(_ file: LocatedJSON) throws(Malformed) {
        let year = try file.whole("year", 1900...2200)
        guard years.insert(year).inserted else { throw file.malformed("this year is given twice") }
        for entry in try file.list("holidays") {
            let first = try entry.date("from")
            let last = try entry.date("to")
            guard first <= last, last.dayNumber - first.dayNumber < 60 else { throw entry.malformed("a holiday ends before it begins") }
            for number in first.dayNumber...last.dayNumber { holidays.insert(CivilDate(dayNumber: number)) }
        }
        for entry in try file.list("workedWeekends") {
            guard let text = entry.string, let day = CivilDate(iso: text) else { throw entry.malformed("expected a date") }
            workedWeekends.insert(day)
        }
        for entry in try file.list("festivals") {
            guard let name = entry["name"]?.string else { throw entry.malformed("expected a name") }
            festivals[name, default: []].append(try entry.date("on"))
        }
        for entry in try file.list("lunarMonths") {
            guard let leap = entry["leap"]?.bool else { throw entry.malformed("missing leap") }
            let month = try entry.whole("month", 1...12)
            let days = try entry.whole("days", 29...30)
            lunarMonths.append(LunarMonth(month: month, isLeap: leap, from: try entry.date("from"), days: days))
        }
    }

    /// Whether people work on that day; nil when its year has no file.
    public func isWorkingDay(_ day: CivilDate) -> Bool? {
        guard years.contains(day.year) else { return nil }
        if workedWeekends.contains(day) { return true }
        return day.weekday <= 5 && !holidays.contains(day)
    }

    /// The n-th working day after a day (1…366; 1 is the next working day); nil when a year on the way has no file.
    public func workingDay(_ n: Int, after day: CivilDate) -> CivilDate? {
        guard (1...366).contains(n) else { return nil }
        var left = n
        var current = day
        while left > 0 {
            current = current.adding(days: 1)
            guard let works = isWorkingDay(current) else { return nil }
            if works { left -= 1 }
        }
        return current
    }

    /// The days off of a holiday that includes this day, first to last; nil for a day that is in none.
    public func holiday(around day: CivilDate) -> ClosedRange<CivilDate>? {
        guard holidays.contains(day) else { return nil }
        var first = day
        while holidays.contains(first.adding(days: -1)) { first = first.adding(days: -1) }
        var last = day
        while holidays.contains(last.adding(days: 1)) { last = last.adding(days: 1) }
        return first...last
    }

    /// The coming day of a festival, that day included; nil when no file gives it.
    public func festival(_ name: String, onOrAfter day: CivilDate) -> CivilDate? { festivals[name]?.first { $0 >= day } }

    /// Whether any file names that festival.
    public func knows(festival name: String) -> Bool { festivals[name] != nil }

    /// What a lunar day comes to.
    public enum LunarDay: Sendable, Hashable {
        case on(CivilDate)
        /// No file covers the coming one.
        case unknown
        /// That month has 29 days only.
        case missing
    }

    /// The coming day of a lunar month, that day included; inserted months are left out, as people mean the first.
    public func lunar(month: Int, day: Int, onOrAfter today: CivilDate) -> LunarDay {
        for candidate in lunarMonths where candidate.month == month && !candidate.isLeap {
            let date = candidate.from.adding(days: day - 1)
            if day > candidate.days {
                if candidate.from.adding(days: candidate.days) > today { return .missing }
            } else if date >= today {
                return years.contains(date.year) ? .on(date) : .unknown
            }
        }
        return .unknown
    }
}

extension LocatedJSON {
    fileprivate func list(_ name: String) throws(Malformed) -> [LocatedJSON] {
        guard let list = self[name]?.array else { throw malformed("missing the list \(name)") }
        return list
    }

    fileprivate func whole(_ name: String, _ range: ClosedRange<Int>) throws(Malformed) -> Int {
        guard let value = self[name] else { throw malformed("missing \(name)") }
        guard let number = value.integer, let whole = Int(exactly: number), range.contains(whole) else {
            throw value.malformed("expected a whole number from \(range.lowerBound) to \(range.upperBound)")
        }
        return whole
    }

    fileprivate func date(_ name: String) throws(Malformed) -> CivilDate {
        guard let text = self[name]?.string, let date = CivilDate(iso: text) else { throw malformed("missing the date \(name)") }
        return date
    }
}
