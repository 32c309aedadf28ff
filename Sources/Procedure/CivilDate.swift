/// A day of the Gregorian calendar in China's civil time (UTC+8 all year, requirements 0.5). Always a day that exists.
public struct CivilDate: Sendable, Hashable, Comparable {
    public let year: Int
    public let month: Int
    public let day: Int

    /// Nil when there is no such day (30 February) or the year is outside 1900–2200.
    public init?(_ year: Int, _ month: Int, _ day: Int) {
        guard (1900...2200).contains(year), (1...12).contains(month), day >= 1, day <= CivilDate.length(of: month, in: year) else {
            return nil
        }
        self.year = year
        self.month = month
        self.day = day
    }

    /// Days since 1970-01-01 (Howard Hinnant's civil-from-days, proleptic Gregorian).
    public init(dayNumber: Int) {
        let z = dayNumber + 719_468
        let era = (z >= 0 ? z : z - 146_096) / 146_097
        let doe = z - era * 146_097
        let yoe = (doe - doe / 1460 + doe / 36_524 - doe / 146_096) / 365
        let doy = doe - (365 * yoe + yoe / 4 - yoe / 100)
        let mp = (5 * doy + 2) / 153
        day = doy - (153 * mp + 2) / 5 + 1
        month = mp < 10 ? mp + 3 : mp - 9
        year = yoe + era * 400 + (month <= 2 ? 1 : 0)
    }

    /// Days since 1970-01-01.
    public var dayNumber: Int {
        let y = month <= 2 ? year - 1 : year
        let era = (y >= 0 ? y : y - 399) / 400
        let yoe = y - era * 400
        let doy = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
        let doe = yoe * 365 + yoe / 4 - yoe / 100 + doy
        return era * 146_097 + doe - 719_468
    }

    /// 1 is Monday, 7 is Sunday: weeks start on Monday.
    public var weekday: Int { ((dayNumber + 3) % 7 + 7) % 7 + 1 }

    /// So many days later, earlier where negative.
    public func adding(days: Int) -> CivilDate { CivilDate(dayNumber: dayNumber + days) }

    /// The same day so many months on, cut to the month's last day (requirements 2.7: 12 months after 29 February is 28 February).
    public func adding(months: Int) -> CivilDate {
        let total = year * 12 + (month - 1) + months
        let y = total / 12
        let m = total % 12 + 1
        return CivilDate(y, m, min(day, CivilDate.length(of: m, in: y))) ?? self
    }

    /// Days of a month, 28...31. `month`: 1...12.
    public static func length(of month: Int, in year: Int) -> Int {
        switch month {
        case 2: (year % 4 == 0 && year % 100 != 0) || year % 400 == 0 ? 29 : 28
        case 4, 6, 9, 11: 30
        default: 31
        }
    }

    public static func < (a: CivilDate, b: CivilDate) -> Bool { (a.year, a.month, a.day) < (b.year, b.month, b.day) }

    /// `2026-03-05`
    public var iso: String { "\(year)-\(two(month))-\(two(day))" }

    /// Reads `2026-03-05` and nothing else.
    public init?(iso text: String) {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        guard text.utf8.count == 10, parts.count == 3, parts[0].utf8.count == 4, parts[1].utf8.count == 2,
            let y = digits(parts[0]), let m = digits(parts[1]), let d = digits(parts[2])
        else { return nil }
        self.init(y, m, d)
    }
}

/// A civil day and minute in China's time.
public struct CivilMoment: Sendable, Hashable, Comparable {
    public var date: CivilDate
    /// 0…1439; 24:00 is written as minute 0 of the next day.
    public var minuteOfDay: Int

    public init(_ date: CivilDate, minuteOfDay: Int) {
        self.date = date
        self.minuteOfDay = minuteOfDay
    }

    public static func < (a: CivilMoment, b: CivilMoment) -> Bool { (a.date, a.minuteOfDay) < (b.date, b.minuteOfDay) }

    /// `2026-03-05T19:30`
    public var iso: String { "\(date.iso)T\(two(minuteOfDay / 60)):\(two(minuteOfDay % 60))" }

    /// Reads `2026-03-05T19:30` and nothing else.
    public init?(iso text: String) {
        let halves = text.split(separator: "T", omittingEmptySubsequences: false)
        guard halves.count == 2, let date = CivilDate(iso: String(halves[0])) else { return nil }
        let clock = halves[1].split(separator: ":", omittingEmptySubsequences: false)
        guard clock.count == 2, clock[0].utf8.count == 2, clock[1].utf8.count == 2, let h = digits(clock[0]), let m = digits(clock[1]),
            (0...23).contains(h), (0...59).contains(m)
        else { return nil }
        self.init(date, minuteOfDay: h * 60 + m)
    }

    /// The moment this minute begins.
    public var instant: Instant {
        Instant(milliseconds: (Int64(date.dayNumber) * 1440 + Int64(minuteOfDay)) * 60_000) - chinaOffset
    }
}

extension Instant {
    /// The civil minute this instant falls in, in China's time; seconds are cut off.
    public var civil: CivilMoment {
        let minutes = (self + chinaOffset).milliseconds.flooredDivision(by: 60_000)
        let day = minutes.flooredDivision(by: 1440)
        return CivilMoment(CivilDate(dayNumber: Int(day)), minuteOfDay: Int(minutes - day * 1440))
    }

    /// `2026-03-05T19:30:00.000+08:00`
    public var iso: String {
        let local = civil
        let ms = (self + chinaOffset).milliseconds
        let rest = ms - ms.flooredDivision(by: 60_000) * 60_000
        let fraction = String(rest % 1000)
        return "\(local.iso):\(two(Int(rest / 1000))).\(String(repeating: "0", count: 3 - fraction.count))\(fraction)+08:00"
    }
}

/// UTC+8, the whole year, the whole country.
private let chinaOffset = Span.hours(8)

/// Digits and nothing else: `Int` would take a sign too.
private func digits(_ text: Substring) -> Int? {
    text.utf8.allSatisfy { (48...57).contains($0) } ? Int(text) : nil
}

private func two(_ n: Int) -> String { n < 10 ? "0\(n)" : String(n) }

extension Int64 {
    fileprivate func flooredDivision(by divisor: Int64) -> Int64 {
        let quotient = self / divisor
        return self % divisor != 0 && (self < 0) != (divisor < 0) ? quotient - 1 : quotient
    }
}
