import Gateways
import Procedure

/// How much of ordinary news people are asked to look at (design 2.7): none at night, and of a residents' group no more than so many
/// messages a day, some time apart, the newest first and several in one; many new suggestions reach a work group as one list. Answers, the
/// live meeting, urgent and lawful messages stand outside it.
public struct Attention: Sendable {
    public struct Terms: Sendable, Hashable {
        /// Minutes of the day, UTC+8: from then on it is quiet, until then. Nil where it never is. The first may be later than the second.
        public var quiet: (from: Int, to: Int)? { quietFrom.flatMap { from in quietTo.map { (from, $0) } } }
        private var quietFrom: Int?
        private var quietTo: Int?
        /// Ordinary messages to one residents' group in a day; 0 sets no limit.
        public var perDay: Int
        /// The least time between two of them.
        public var spacing: Span
        /// How many pieces of news one message holds at most.
        public var together: Int
        /// When more cards of new suggestions than this wait for one work group they go as one list; 0: each by itself, always.
        public var cards: Int
        /// Whether what nobody said to us may be offered to be registered (`Offers`).
        public var offers: Bool

        public init(
            quiet: (from: Int, to: Int)?, perDay: Int, spacing: Span, together: Int, cards: Int = 0, offers: Bool = false
        ) {
            self.offers = offers
            self.cards = cards
            quietFrom = quiet?.from
            quietTo = quiet?.to
            self.perDay = perDay
            self.spacing = spacing
            self.together = max(1, together)
        }

        public static let standard = Terms(quiet: (22 * 60, 7 * 60), perDay: 10, spacing: .minutes(5), together: 5, cards: 5)
        /// Everything at once, as conversation scripts tell it.
        public static let none = Terms(quiet: nil, perDay: 0, spacing: .seconds(0), together: 1, offers: true)
    }

    public let terms: Terms
    /// When each residents' group was spoken to in the ordinary lane, today. The record has it too (`heard`), for the next process.
    private var spoken: [String: [Instant]] = [:]

    public init(_ terms: Terms) { self.terms = terms }

    /// Supports are counted aloud at once, and those of the minute after it in one line.
    static let counting = Span.minutes(1)
    /// When a residents' group last heard how many support what.
    private var counted: [String: Instant] = [:]

    /// When a group may hear again how many support what.
    func releaseCount(_ chat: Chat, now: Instant) -> Instant {
        guard terms.spacing > .seconds(0), let last = counted[chat.key], last <= now else { return now }
        return max(now, last + Attention.counting)
    }

    mutating func noteCount(_ chat: Chat, at now: Instant) {
        if counted.count > 10_000 { counted.removeAll() }
        counted[chat.key] = now
    }

    /// Whether anything ordinary may ever have to wait.
    var mayHold: Bool { terms.quiet != nil || terms.perDay > 0 || terms.spacing > .seconds(0) || terms.together > 1 || terms.cards > 0 }

    /// When the civil day began.
    static func day(of now: Instant) -> Instant { CivilMoment(now.civil.date, minuteOfDay: 0).instant }

    /// When ordinary news may go to somebody: now, or the end of the quiet hours.
    func release(now: Instant) -> Instant {
        guard let quiet = terms.quiet, quiet.from != quiet.to else { return now }
        let moment = now.civil
        let minute = moment.minuteOfDay
        let isQuiet =
            quiet.from < quiet.to ? (quiet.from..<quiet.to).contains(minute) : minute >= quiet.from || minute < quiet.to
        guard isQuiet else { return now }
        let day = minute < quiet.to ? moment.date : moment.date.adding(days: 1)
        return CivilMoment(day, minuteOfDay: quiet.to).instant
    }

    /// The same for a residents' group, whose budget counts too.
    func release(group chat: Chat, now: Instant) -> Instant {
        let awake = release(now: now)
        if awake > now { return awake }
        let today = now.civil.date
        let spoken = (spoken[chat.key] ?? []).filter { $0 <= now && $0.civil.date == today }
        if terms.perDay > 0, spoken.count >= terms.perDay {
            return release(now: CivilMoment(today.adding(days: 1), minuteOfDay: 0).instant)
        }
        if let last = spoken.last, now - last < terms.spacing { return last + terms.spacing }
        return now
    }

    /// Whether a residents' group may be offered something now. What cannot be offered at once is not offered later, and offers never take
    /// more than half of a day's messages: the other half is for news.
    func mayOffer(group chat: Chat, now: Instant) -> Bool {
        guard release(group: chat, now: now) <= now else { return false }
        let today = now.civil.date
        return terms.perDay == 0 || (spoken[chat.key] ?? []).count { $0.civil.date == today } * 2 < terms.perDay
    }

    mutating func note(_ chat: Chat, at now: Instant) {
        let today = now.civil.date
        if spoken.count > 10_000 { spoken.removeAll() }
        spoken[chat.key] = (spoken[chat.key] ?? []).filter { $0.civil.date == today } + [now]
    }
}
