/// A point in time: milliseconds since 1970-01-01T00:00:00Z. Every stored time is one of these; civil time is worked out from it.
public struct Instant: Sendable, Hashable, Comparable {
    public var milliseconds: Int64

    public init(milliseconds: Int64) { self.milliseconds = milliseconds }
    /// From whole seconds, as the chat platforms give them.
    public init(seconds: Int64) { milliseconds = seconds &* 1000 }

    /// Before everything that is ever stored.
    public static let distantPast = Instant(milliseconds: .min)

    public static func < (a: Instant, b: Instant) -> Bool { a.milliseconds < b.milliseconds }
    public static func + (a: Instant, b: Span) -> Instant { Instant(milliseconds: a.milliseconds + b.milliseconds) }
    public static func - (a: Instant, b: Span) -> Instant { Instant(milliseconds: a.milliseconds - b.milliseconds) }
    public static func - (a: Instant, b: Instant) -> Span { Span(milliseconds: a.milliseconds - b.milliseconds) }

    /// The next full step of so many minutes, or this instant if it stands on one.
    public func roundedUp(toMinutes minutes: Int64) -> Instant {
        let step = minutes * 60_000
        let rest = ((milliseconds % step) + step) % step
        return rest == 0 ? self : Instant(milliseconds: milliseconds + step - rest)
    }
}

/// A length of time in milliseconds. A day is 24 hours: the sources' 1周 is 7 × 24 hours (requirements 0.5, A8).
public struct Span: Sendable, Hashable, Comparable {
    public var milliseconds: Int64

    public init(milliseconds: Int64) { self.milliseconds = milliseconds }
    public static func seconds(_ n: Int64) -> Span { Span(milliseconds: n * 1000) }
    public static func minutes(_ n: Int64) -> Span { Span(milliseconds: n * 60_000) }
    public static func hours(_ n: Int64) -> Span { Span(milliseconds: n * 3_600_000) }
    public static func days(_ n: Int64) -> Span { Span(milliseconds: n * 86_400_000) }

    public static func < (a: Span, b: Span) -> Bool { a.milliseconds < b.milliseconds }

    /// A span as rulebooks write it: `"7 days"`, `"300 seconds"`, `"5 minutes"`, `"2 hours"`; nil for anything else.
    public init?(text: String) {
        let parts = text.split(separator: " ", omittingEmptySubsequences: false)
        guard parts.count == 2, parts[0].utf8.allSatisfy({ (48...57).contains($0) }), let n = Int64(parts[0]), n <= 100_000 else {
            return nil
        }
        switch parts[1] {
        case "second", "seconds": self = .seconds(n)
        case "minute", "minutes": self = .minutes(n)
        case "hour", "hours": self = .hours(n)
        case "day", "days": self = .days(n)
        default: return nil
        }
    }
}
