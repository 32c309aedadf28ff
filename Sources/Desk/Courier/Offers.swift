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
    }

    private struct State: Sendable {
        var waiting: [Said] = []
        /// By chat and sender.
        var open: [String: Offer] = [:]
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
    /// Longer texts are no answers, in bytes.
    static let longestAnswer = 48

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
                state.open = state.open.filter { now - $0.value.at <= Offers.life }
            }
            guard state.waiting.count < Offers.mostWaiting, state.open.count < Offers.mostOpen, state.offered.insert(person).inserted
            else { return false }
            state.waiting.append(said)
            return true
        }
    }

    /// The offer, if this is its answer: one of the words for it, said by whom it was made to, quoting us or themselves, or at once and alone.
    func taken(by said: Said, _ verbs: VerbTable, now: Instant) -> Offer? {
        guard isOn, said.chat.kind == .group else { return nil }
        let key = Standing.asked(said)
        return state.withLock { state in
            guard let offer = state.open[key] else { return nil }
            let age = now - offer.at
            let isQuoted = said.quotes.map { $0 == offer.line || $0 == offer.said.messageID } ?? false
            let isAnswer = said.text.utf8.count <= Offers.longestAnswer && verbs.takesUp(said.text)
            guard isAnswer, isQuoted ? age <= Offers.life : said.quotes == nil && offer.isLastWord && age <= Offers.wordAlone else {
                if said.messageID != offer.said.messageID { state.open[key]?.isLastWord = false }
                return nil
            }
            state.open[key] = nil
            return offer
        }
    }

    /// The answer could not be recorded: it will come again, and quotes what it quoted. An offer made since stands.
    func giveBack(_ offer: Offer) {
        state.withLock { state in
            let key = Standing.asked(offer.said)
            if state.open[key] == nil { state.open[key] = offer }
        }
    }

    /// Taken back by its author: never spoken of again.
    func forget(_ recalled: Recalled) {
        state.withLock { state in
            state.waiting.removeAll { $0.chat == recalled.chat && $0.messageID == recalled.messageID }
            state.open = state.open.filter { $0.value.said.chat != recalled.chat || $0.value.said.messageID != recalled.messageID }
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
        state.withLock { $0.open[Standing.asked(said)] = Offer(said: said, at: now, line: line) }
    }
}
