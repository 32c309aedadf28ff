import Gateways
import Procedure

/// When a message may go: not too soon after the last one to its chat, and not to an endpoint that refuses for now. What must wait keeps
/// its place in the outbox, so that after an outage everything goes in its order.
struct Pacing: Sendable {
    /// The least time between two messages to one chat.
    let pace: Span
    private var lastSent: [String: Instant] = [:]
    private var pauses: [String: Pause] = [:]
    /// When something that had to wait may go; nil when nothing had to.
    private(set) var nextRelease: Instant?

    /// An endpoint that has refused is left alone for a while, and then asked with one message.
    private struct Pause: Sendable {
        var failures: Int
        var until: Instant
    }

    init(pace: Span) { self.pace = pace }

    /// Whether a look at the oldest rows alone may find none that may go.
    var mayHold: Bool { pace > .seconds(0) || !pauses.isEmpty }

    /// Chooses among rows in their order; at most one to a chat where there is a pace, and one to an endpoint that is asked again.
    struct Round {
        private(set) var nextRelease: Instant?
        private var chats: Set<String> = []
        private var asked: Set<String> = []

        fileprivate mutating func take(_ chat: Chat, _ pacing: Pacing, _ now: Instant) -> Bool {
            if let pause = pacing.pauses[chat.endpoint] {
                guard now >= pause.until else { return wait(until: pause.until) }
                guard asked.insert(chat.endpoint).inserted else { return false }
            }
            guard pacing.pace > .seconds(0) else { return true }
            if let before = pacing.lastSent[chat.key], now >= before, now - before < pacing.pace {
                return wait(until: before + pacing.pace)
            }
            return chats.insert(chat.key).inserted ? true : wait(until: now + pacing.pace)
        }

        private mutating func wait(until release: Instant) -> Bool {
            nextRelease = min(nextRelease ?? release, release)
            return false
        }
    }

    func mayGo(_ chat: Chat, now: Instant, in round: inout Round) -> Bool { round.take(chat, self, now) }

    mutating func end(_ round: Round) { nextRelease = round.nextRelease }

    func isPaused(_ endpoint: String, now: Instant) -> Bool { pauses[endpoint].map { now < $0.until } ?? false }

    /// An endpoint that takes nothing is told once, and once when that is over.
    enum Turn: Sendable, Hashable {
        case refuses(reason: String)
        case takesAgain(failures: Int)
    }

    /// So many refusals in a row are told: one or two may only be a limit of the platform's.
    static let toldAfter = 3

    /// What a send tells of chat and endpoint. After a refusal the endpoint is left alone for 1, 2, 4 … seconds, at most five minutes, or
    /// for as long as it asks.
    /// - Returns: what is to be told, if anything.
    mutating func note(_ outcome: SendOutcome, to chat: Chat, at now: Instant) -> Turn? {
        if pace > .seconds(0) {
            if lastSent.count > 10_000 { lastSent.removeAll() }
            lastSent[chat.key] = now
        }
        guard case .refused(let reason, let retryAfter) = outcome else {
            let failures = pauses.removeValue(forKey: chat.endpoint)?.failures ?? 0
            return failures >= Pacing.toldAfter ? .takesAgain(failures: failures) : nil
        }
        let failures = (pauses[chat.endpoint]?.failures ?? 0) + 1
        let wait = retryAfter ?? .seconds(min(300, Int64(1) << Int64(min(failures - 1, 9))))
        pauses[chat.endpoint] = Pause(failures: failures, until: now + wait)
        return failures == Pacing.toldAfter ? .refuses(reason: reason) : nil
    }
}
