import Gateways
import Procedure
import Reading
import Synchronization

/// The quiet offer (reading.md, *do*: offer): what somebody said in a residents' group to nobody in particular, and what reading takes for a
/// matter, may be registered if they say so. Once per person and day.
///
/// All of it stands in memory and nowhere else: ordinary chat leaves no row, not even an id (design 2.10). A restart forgets what was
/// offered, and whoever answers then is as if never asked.
public final class Offers: Sendable {
    struct Offer: Sendable, Hashable {
        var said: Said
        var at: Instant
        /// The platform's id of our line; nil where a sign was put on the message itself, or before it was sent.
        var line: String?
        /// Whether its author has said nothing else since: then the answer need not quote anything.
        var isLastWord = true
        /// Neighbours who have supported it since, quoting it or our line.
        var backers: [Said] = []
    }

    private struct State: Sendable {
        var waiting: [Said] = []
        /// By chat and sender.
        var open: [String: Offer] = [:]
        /// Messages taken back on that day: an answer to one of them may be under way.
        var recalled: Set<String> = []
        /// Who was offered something on that day, at which endpoint.
        var offered: Set<String> = []
        var day: CivilDate?
    }

    /// How long an offer can be taken up by quoting it, and by a word alone.
    private static let life = Span.days(1)
    private static let wordAlone = Span.minutes(10)
    /// Older messages are not offered: somebody has answered them, or nobody will.
    private static let fresh = Span.minutes(2)
    private static let mostWaiting = 200
    private static let mostOpen = 2000
    private static let mostBackers = 200
    /// Longer texts are no answers, in bytes.
    static let longestAnswer = 96

    private let isOn: Bool
    private let state = Mutex(State())

    public init(_ isOn: Bool) { self.isOn = isOn }

    static func isFresh(_ said: Said, now: Instant) -> Bool { now - said.at <= fresh && said.at - now <= fresh }

    // MARK: - On the HTTP threads

    /// Takes up what reading would offer; whether it may go out is the courier's.
    /// - Returns: whether there is something for the courier.
    func consider(_ said: Said, now: Instant) -> Bool {
        guard isOn, !said.isAnonymous, said.chat.kind == .group, Offers.isFresh(said, now: now) else { return false }
        let person = "\(said.chat.endpoint)\n\(said.sender)"
        return state.withLock { state in
            let today = now.civil.date
            if state.day != today {
                state.day = today
                state.offered = []
                state.recalled = []
                state.open = state.open.filter { now - $0.value.at <= Offers.life }
            }
            guard state.waiting.count < Offers.mostWaiting, state.open.count < Offers.mostOpen, state.offered.insert(person).inserted
            else { return false }
            state.waiting.append(said)
            return true
        }
    }

    /// The offer, if this is its answer, said by whom it was made to: 「登记吧」 quoting us or themselves, or as the next thing said; a plain yes
    /// quoting us; and 「路灯那个帮我登记一下」, which says itself what it is about. All our lines look alike: 「登记」 quoting a neighbour's is as good.
    /// - Parameters:
    ///   - isYes: whether the text is a yes, where we have asked.
    ///   - registers: whether it asks to register in more words: 「登上吧 麻烦了」.
    func taken(
        by said: Said, _ verbs: VerbTable, isYes: (String) -> Bool = { _ in false }, registers: (String) -> Bool = { _ in false },
        now: Instant
    ) -> Offer? {
        guard isOn, said.chat.kind == .group else { return nil }
        let key = Standing.asked(said)
        let found = state.withLock { state in
            state.open[key].map { offer in
                (offer, said.quotes.map { line in state.open.values.contains { $0.line == line && $0.said.chat == said.chat } } ?? false)
            }
        }
        guard let (offer, quotesUs) = found else { return nil }
        let age = now - offer.at
        let isAnswer: Bool
        if age > Offers.life || said.text.utf8.count > Offers.longestAnswer {
            isAnswer = false
        } else if quotesUs || said.quotes == offer.said.messageID {
            isAnswer = verbs.takesUp(said.text, toUs: true) || said.quotes == offer.line && isYes(said.text)
        } else if said.quotes == nil {
            isAnswer =
                offer.isLastWord && age <= Offers.wordAlone && (verbs.takesUp(said.text) || registers(said.text))
                || verbs.registers(said.text, of: offer.said.text)
        } else {
            isAnswer = false
        }
        return state.withLock { state in
            guard let offer = state.open[key] else { return nil }
            guard isAnswer else {
                if said.messageID != offer.said.messageID { state.open[key]?.isLastWord = false }
                return nil
            }
            state.open[key] = nil
            return offer
        }
    }

    /// Whether this supports what a neighbour was offered to register: then it counts once that is registered.
    /// - Parameter supports: whether the text says so of what it quotes.
    func backed(by said: Said, supports: (String) -> Bool) -> Bool {
        guard isOn, !said.isAnonymous, said.chat.kind == .group, let quotes = said.quotes else { return false }
        let found = state.withLock { state in
            state.open.first { _, offer in
                offer.said.chat == said.chat && offer.said.sender != said.sender && (offer.line == quotes || offer.said.messageID == quotes)
            }
        }
        guard let (key, offer) = found, said.at - offer.at <= Offers.life, supports(said.text) else { return false }
        // Who it was is all that counts.
        var backer = said
        (backer.text, backer.pictures) = ("", [])
        state.withLock { state in
            guard let offer = state.open[key], offer.backers.count < Offers.mostBackers else { return }
            if !offer.backers.contains(where: { $0.sender == said.sender }) { state.open[key]?.backers.append(backer) }
        }
        return true
    }

    /// What was offered to this account in a group and is the same matter as these words of theirs, said elsewhere: it is offered no more.
    func taken(elsewhere said: Said, words: String, now: Instant) -> Offer? {
        guard isOn else { return nil }
        return state.withLock { state in
            let found = state.open.first { _, offer in
                offer.said.chat.endpoint == said.chat.endpoint && offer.said.sender == said.sender && offer.said.chat != said.chat
                    && now - offer.at <= Offers.life && Offers.shares(words, offer.said.text)
            }
            if let found { state.open[found.key] = nil }
            return found?.value
        }
    }

    /// Whether the same twelve letters stand in both, one behind the other.
    private static func shares(_ one: String, _ other: String) -> Bool {
        let one = Array(one.filter { $0.isLetter || $0.isNumber }), other = other.filter { $0.isLetter || $0.isNumber }
        guard one.count >= alike else { return false }
        return (0...(one.count - alike)).contains { other.contains(String(one[$0..<($0 + alike)])) }
    }

    private static let alike = 12

    /// The answer could not be recorded: it will come again, and quotes what it quoted. An offer made since stands; what was recalled meanwhile
    /// stays so.
    func giveBack(_ offer: Offer) {
        state.withLock { state in
            let key = Standing.asked(offer.said)
            guard state.open[key] == nil, !state.recalled.contains(offer.said.messageID) else { return }
            var offer = offer
            offer.backers.removeAll { state.recalled.contains($0.messageID) }
            state.open[key] = offer
        }
    }

    /// Taken back by its author: never spoken of again.
    func forget(_ recalled: Recalled) {
        state.withLock { state in
            if state.recalled.count >= Offers.mostOpen { state.recalled = [] }
            state.recalled.insert(recalled.messageID)
            state.waiting.removeAll { $0.chat == recalled.chat && $0.messageID == recalled.messageID }
            state.open = state.open.filter { $0.value.said.chat != recalled.chat || $0.value.said.messageID != recalled.messageID }
            for key in state.open.keys where state.open[key]?.said.chat == recalled.chat {
                state.open[key]?.backers.removeAll { $0.messageID == recalled.messageID }
            }
        }
    }

    // MARK: - On the courier's thread

    /// The oldest that waits to be put into its group.
    func takeWaiting() -> Said? {
        guard isOn else { return nil }
        return state.withLock { $0.waiting.isEmpty ? nil : $0.waiting.removeFirst() }
    }

    /// It stands in the group, or may.
    func offered(_ said: Said, line: String?, now: Instant) {
        state.withLock { state in
            state.open = state.open.filter { now - $0.value.at <= Offers.life }
            state.open[Standing.asked(said)] = Offer(said: said, at: now, line: line)
        }
    }
}
