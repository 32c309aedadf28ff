import Gateways
import Procedure
import Synchronization
import Wire

/// The sandbox behind a line that fails where a test wants it to.
final class LossyPlatform: Gateway {
    private struct Fate: Sendable {
        var chat: Chat
        var words: String
        var what: What
    }

    private enum What: Sendable { case answerLost, messageLost, turnedAway }

    private let sandbox: Sandbox
    private let fates = Mutex<[Fate]>([])
    private let closed = Mutex<Set<Chat>>([])

    init(_ sandbox: Sandbox) { self.sandbox = sandbox }

    var endpoint: String { sandbox.endpoint }
    var abilities: Abilities { sandbox.abilities }
    func receive(_ request: HTTPRequest, now: Instant) throws(Rejected) -> [Arrived] { try sandbox.receive(request, now: now) }

    /// The answer to our next message there with those words is lost on the way, as happens on real platforms; the message arrives or not.
    func loseAnswer(in chat: Chat, to words: String, arrives: Bool) {
        fates.withLock { $0.append(Fate(chat: chat, words: words, what: arrives ? .answerLost : .messageLost)) }
    }

    /// Our next message there with those words cannot be delivered, and never will be: a private chat that is closed to us, a group we were
    /// put out of.
    func turnAway(in chat: Chat, from words: String) { fates.withLock { $0.append(Fate(chat: chat, words: words, what: .turnedAway)) } }

    /// Whether the platform takes nothing there for now: an outage, a group in which nobody may speak.
    func close(_ chat: Chat, _ isClosed: Bool = true) {
        closed.withLock { closed in
            if isClosed { closed.insert(chat) } else { closed.remove(chat) }
        }
    }

    func send(_ message: Outgoing) -> SendOutcome {
        if closed.withLock({ $0.contains(message.chat) }) { return .refused(reason: "not now", retryAfter: nil) }
        let fate = fates.withLock { fates -> What? in
            let index = fates.firstIndex { $0.chat == message.chat && message.text.contains($0.words) }
            return index.map { fates.remove(at: $0).what }
        }
        switch fate {
        case .turnedAway: return .impossible(reason: "turned away")
        case .messageLost: return .unknown(reason: "no answer")
        case .answerLost:
            _ = sandbox.send(message)
            return .unknown(reason: "no answer")
        case nil: return sandbox.send(message)
        }
    }
}
