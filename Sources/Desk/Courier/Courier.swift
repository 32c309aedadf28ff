import Deliberation
import Dispatch
import Gateways
import Procedure
import Record
import Synchronization
import Wire

/// Takes what is due out of the outbox, renders it just before it goes, sends it, and brings back what became of it (design 2.7).
public final class Courier: Sendable {
    let desk: Desk
    let gateways: [String: any Gateway]
    let texts: TextMarks
    let state: Mutex<State>
    private let turn = Mutex(())
    private let bell = DispatchSemaphore(value: 0)
    private let ended = DispatchSemaphore(value: 0)
    /// How many messages may be on their way at once: after a crash no more than these are unknown.
    public static let atOnce = 16

    struct State: Sendable {
        var isStopping = false
        var pacing: Pacing
        var attention: Attention
        /// Whether what an earlier process told the groups today is counted.
        var knowsToday = false
        /// How far the lanes have been looked through.
        var sweep = Sweep()
        /// When ordinary news that waits for somebody's attention may go.
        var attentionRelease: Instant?
        /// Rows that could not be read in this round, and why.
        var unreadable: [Int64: String] = [:]
    }

    /// What goes out as one message: a row, several pieces of news for a residents' group, many cards for a work group, or the same notice of
    /// several topics of one sitting.
    struct Parcel {
        var rows: [OutboxRow]
        /// Nil when it cannot be sent anywhere.
        var message: Outgoing?
        /// Whether it counts against the attention of a residents' group.
        var isNews = false
        /// Whether it says of several topics the same: then it is quoted for all of them.
        var isOneSitting = false
    }

    /// What is put before every text: demo mode marks its own.
    public struct TextMarks: Sendable {
        public var prefix: String
        public init(prefix: String = "") { self.prefix = prefix }
    }

    public init(
        desk: Desk, gateways: [any Gateway], pace: Span, attention: Attention.Terms = .none, marks: TextMarks = TextMarks()
    ) {
        self.desk = desk
        self.gateways = Dictionary(gateways.map { ($0.endpoint, $0) }, uniquingKeysWith: { $1 })
        state = Mutex(State(pacing: Pacing(pace: pace), attention: Attention(attention)))
        texts = marks
        desk.standing.change { $0.attention = attention }
    }

    public func start() {
        desk.onCommit { [bell] in bell.signal() }
        startThread("courier") { [self] in
            while !state.withLock({ $0.isStopping }) {
                if sendDue() == 0 {
                    _ = bell.wait(timeout: .now() + .milliseconds(state.withLock { $0.sweep.isUnderWay } ? 100 : 500))
                }
            }
            ended.signal()
        }
    }

    /// Lets the few that are on their way come to their end; what waits behind them waits for the next start.
    public func stop() {
        state.withLock { $0.isStopping = true }
        bell.signal()
        ended.wait()
    }

    /// Sends what is due now, a few at a time, lane by lane, and behind it one quiet offer where there is room: a platform that is slow to take
    /// offers holds up nothing that is due for longer than one. How many rows and offers it took.
    @discardableResult
    public func sendDue() -> Int {
        turn.withLock { _ in
            let now = desk.clock.now
            do throws(StoreFailure) {
                let ready = try claim(now)
                let taken = ready.count + setUnreadableAside()
                report(ready.flatMap { parcel in deliveries(of: parcel, send(parcel.message)) })
                guard ready.count < Courier.atOnce, let said = desk.offers.takeWaiting() else { return taken }
                try offer(said, desk.clock.now)
                return taken + 1
            } catch {
                desk.metrics.count("courier_failed")
                desk.failed(error)
                return 0
            }
        }
    }

    /// When something that is due, and has to wait for its chat or endpoint, may go.
    public var nextRelease: Instant? {
        state.withLock { [$0.pacing.nextRelease, $0.attentionRelease].compactMap(\.self).min() }
    }

    /// What became of each row of a parcel. A message that speaks of several matters is nobody's to quote: the number has to be said; but for
    /// the topics of one sitting, which are answered together.
    private func deliveries(of parcel: Parcel, _ outcome: SendOutcome) -> [Delivery] {
        var told = outcome
        if !parcel.isOneSitting, Set(parcel.rows.map(\.draft.about)).count > 1, case .sent = outcome { told = .sent(messageID: nil) }
        return parcel.rows.enumerated().map { place, row in
            // Several pieces are one message.
            Delivery(
                row: row.id, outcome: told, at: desk.clock.now, chat: parcel.message?.chat, asNews: parcel.isNews && place == 0)
        }
    }

    /// Rows to be sent now, rendered beside the writer, then marked as being sent by it before anything leaves: what was cancelled
    /// meanwhile is not among them. The marks share a commit with whatever else arrives.
    private func claim(_ now: Instant) throws(StoreFailure) -> [Parcel] {
        let ready = try desk.store.read { ledger throws(StoreFailure) in try choose(now, &ledger) }
        let ids = ready.flatMap(\.rows).map(\.id)
        let marked = Set(zip(ids, desk.perform(ids.map { .leaving($0) })).filter { $1 == .decided }.map(\.0))
        let whole = ready.filter { $0.rows.allSatisfy { marked.contains($0.id) } }
        // Of a parcel that lost a piece meanwhile nothing leaves: the rest is put together anew.
        let broken = ready.filter { parcel in !whole.contains { $0.rows[0].id == parcel.rows[0].id } }
        report(
            broken.flatMap(\.rows).filter { marked.contains($0.id) }.map {
                Delivery(row: $0.id, outcome: .refused(reason: "put together anew", retryAfter: .seconds(0)), at: now)
            })
        return whole
    }

    /// Whether a residents' group may be offered something now.
    func mayOffer(_ chat: Chat, _ now: Instant) -> Bool {
        guard isResidents(chat) else { return false }
        return state.withLock { state in
            var round = Pacing.Round()
            return state.attention.mayOffer(group: chat, now: now) && state.pacing.mayGo(chat, now: now, in: &round)
        }
    }

    func noteOffer(_ chat: Chat, _ now: Instant) { state.withLock { $0.attention.note(chat, at: now) } }

    /// Once: what the groups have heard today before this process began counts as well.
    func recallToday(_ now: Instant, _ ledger: inout Ledger) throws(StoreFailure) {
        guard state.withLock({ !$0.knowsToday && $0.attention.mayHold }) else { return }
        var heard: [(chat: Chat, at: Instant)] = []
        // What cannot be read of it is not worth holding anything up for: at worst a group hears a little more on this day.
        let today = try readable { () throws(StoreFailure) in try ledger.heard(since: Attention.day(of: now)) }
        for one in today ?? [] {
            let chat = try readable { () throws(StoreFailure) in try Courier.chat(.group(one.group), &ledger) }
            if let chat = chat ?? nil { heard.append((chat, one.at)) }
        }
        state.withLock { state in
            for (chat, at) in heard { state.attention.note(chat, at: at) }
            state.knowsToday = true
        }
    }

    func isResidents(_ chat: Chat) -> Bool {
        chat.kind == .group && desk.standing.read { $0.groups[chat.key]?.purpose == .residents }
    }

    private func send(_ message: Outgoing?) -> SendOutcome {
        guard let message, let gateway = gateways[message.chat.endpoint] else {
            return .impossible(reason: message == nil ? "no account or text to send to" : "no such endpoint")
        }
        return transmit(to: message.chat) { gateway.send(message) }
    }

    /// All that goes to a platform goes through here: nothing to an endpoint that is left alone, and what comes of it counts for the next.
    func transmit(to chat: Chat, _ send: () -> SendOutcome) -> SendOutcome {
        if state.withLock({ $0.pacing.isPaused(chat.endpoint, now: desk.clock.now) }) {
            return .refused(reason: "the endpoint is left alone for now", retryAfter: nil)
        }
        let outcome = send()
        let now = desk.clock.now
        switch state.withLock({ $0.pacing.note(outcome, to: chat, at: now) }) {
        case .refuses(let reason): desk.log("courier: \(chat.endpoint) takes no messages, all of them wait: \(reason)")
        case .takesAgain(let failures): desk.log("courier: \(chat.endpoint) takes messages again after \(failures) refusals")
        case nil: break
        }
        return outcome
    }

    /// Brings back what became of all that was taken, in one go: they share a commit.
    private func report(_ deliveries: [Delivery]) {
        for delivery in deliveries {
            desk.metrics.count("send_\(delivery.outcome.name)")
            if delivery.asNews, delivery.mayHaveArrived, let chat = delivery.chat {
                state.withLock { $0.attention.note(chat, at: delivery.at) }
            }
        }
        desk.perform(deliveries.map { .delivered($0) })
    }
}

extension SendOutcome {
    var name: String {
        switch self {
        case .sent: "sent"
        case .refused: "refused"
        case .impossible: "impossible"
        case .unknown: "unknown"
        }
    }
}
