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
    private let state: Mutex<State>
    private let turn = Mutex(())
    private let bell = DispatchSemaphore(value: 0)
    private let ended = DispatchSemaphore(value: 0)
    /// How many rows may be on their way at once: after a crash no more than these are unknown.
    public static let atOnce = 16

    private struct State: Sendable {
        var isStopping = false
        var pacing: Pacing
        var attention: Attention
        /// Whether what an earlier process told the groups today is counted.
        var knowsToday = false
        /// When ordinary news that waits for somebody's attention may go.
        var attentionRelease: Instant?
    }

    /// What goes out as one message: a row, or several pieces of news for a residents' group.
    private struct Parcel {
        var rows: [OutboxRow]
        /// Nil when it cannot be sent anywhere.
        var message: Outgoing?
        /// Whether it counts against the attention of a residents' group.
        var isNews = false
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
    }

    public func start() {
        desk.onCommit { [bell] in bell.signal() }
        startThread("courier") { [self] in
            while !state.withLock({ $0.isStopping }) {
                if sendDue() == 0 { _ = bell.wait(timeout: .now() + .milliseconds(500)) }
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

    /// Sends what is due now, a few at a time, lane by lane. How many rows it took.
    @discardableResult
    public func sendDue() -> Int {
        turn.withLock { _ in
            let now = desk.clock.now
            do throws(StoreFailure) {
                try offer(desk.offers.takeWaiting(), now)
                let ready = try claim(now)
                report(ready.flatMap { parcel in deliveries(of: parcel, send(parcel.message)) })
                return ready.count
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

    /// What became of each row of a parcel. A message that speaks of several matters is nobody's to quote: the number has to be said.
    private func deliveries(of parcel: Parcel, _ outcome: SendOutcome) -> [Delivery] {
        var told = outcome
        if Set(parcel.rows.map(\.draft.about)).count > 1, case .sent = outcome { told = .sent(messageID: nil) }
        return parcel.rows.map { Delivery(row: $0.id, outcome: told, at: desk.clock.now, chat: parcel.message?.chat) }
    }

    /// Rows to be sent now, rendered beside the writer, then marked as being sent by it before anything leaves: what was cancelled
    /// meanwhile is not among them. The marks share a commit with whatever else arrives.
    private func claim(_ now: Instant) throws(StoreFailure) -> [Parcel] {
        let ready = try desk.store.read { ledger throws(StoreFailure) in try choose(now, &ledger) }
        let leaving = ready.flatMap { parcel in
            // Several pieces are one message.
            parcel.rows.enumerated().map { (id: $1.id, asNews: parcel.isNews && $0 == 0) }
        }
        let ids = leaving.map(\.id)
        let marked = Set(zip(ids, desk.perform(leaving.map { .leaving($0.id, asNews: $0.asNews) })).filter { $1 == .decided }.map(\.0))
        let whole = ready.filter { $0.rows.allSatisfy { marked.contains($0.id) } }
        // Of a parcel that lost a piece meanwhile nothing leaves: the rest is put together anew.
        let broken = ready.filter { parcel in !whole.contains { $0.rows[0].id == parcel.rows[0].id } }
        report(
            broken.flatMap(\.rows).filter { marked.contains($0.id) }.map {
                Delivery(row: $0.id, outcome: .refused(reason: "put together anew", retryAfter: .seconds(0)), at: now)
            })
        return whole
    }

    private func choose(_ now: Instant, _ ledger: inout Ledger) throws(StoreFailure) -> [Parcel] {
        var rendering = Rendering(desk.library, now: now)
        rendering.proposals = desk.proposals
        var ready: [Parcel] = []
        try recallToday(now, &ledger)
        let (pacing, attention) = state.withLock { ($0.pacing, $0.attention) }
        var round = Pacing.Round()
        var release: Instant?
        /// Ordinary news by residents' group, in the order in which the groups' oldest came.
        var news: [(chat: Chat, rows: [OutboxRow])] = []
        let seen = pacing.mayHold || attention.mayHold ? 1000 : Courier.atOnce
        for lane in 0...2 where ready.count < Courier.atOnce {
            for row in try ledger.dueToSend(lane: lane, now: now, limit: seen) where ready.count < Courier.atOnce {
                guard let chat = try Courier.chat(row.draft.to, &ledger) else {
                    ready.append(Parcel(rows: [row]))
                    continue
                }
                if lane == Lane.ordinary.number, attention.mayHold {
                    if isResidents(chat) {
                        if let index = news.firstIndex(where: { $0.chat == chat }) {
                            news[index].rows.append(row)
                        } else {
                            news.append((chat, [row]))
                        }
                        continue
                    }
                    let awake = attention.release(now: now)
                    if awake > now {
                        release = min(release ?? awake, awake)
                        continue
                    }
                }
                if pacing.mayGo(chat, now: now, in: &round) {
                    ready.append(Parcel(rows: [row], message: try rendered(row, for: chat, rendering, &ledger)))
                }
            }
        }
        for (chat, rows) in news where ready.count < Courier.atOnce {
            let due = attention.release(group: chat, now: now)
            guard due <= now else {
                release = min(release ?? due, due)
                continue
            }
            guard pacing.mayGo(chat, now: now, in: &round) else { continue }
            var parcel = try together(rows, for: chat, attention.terms.together, rendering, &ledger)
            parcel.isNews = parcel.message != nil
            ready.append(parcel)
        }
        state.withLock { state in
            state.pacing.end(round)
            state.attentionRelease = release
            for parcel in ready where parcel.isNews { if let message = parcel.message { state.attention.note(message.chat, at: now) } }
        }
        return ready
    }

    /// Whether a residents' group may be offered something now.
    func mayOffer(_ chat: Chat, _ now: Instant) -> Bool {
        guard isResidents(chat) else { return false }
        return state.withLock { state in
            var round = Pacing.Round()
            guard state.attention.mayOffer(group: chat, now: now), state.pacing.mayGo(chat, now: now, in: &round) else { return false }
            state.pacing.end(round)
            return true
        }
    }

    func noteOffer(_ chat: Chat, _ now: Instant) { state.withLock { $0.attention.note(chat, at: now) } }

    /// Once: what the groups have heard today before this process began counts as well.
    private func recallToday(_ now: Instant, _ ledger: inout Ledger) throws(StoreFailure) {
        guard state.withLock({ !$0.knowsToday && $0.attention.mayHold }) else { return }
        var heard: [(chat: Chat, at: Instant)] = []
        for (group, at) in try ledger.heard(since: Attention.day(of: now)) {
            if let chat = try Courier.chat(.group(group), &ledger) { heard.append((chat, at)) }
        }
        state.withLock { state in
            for (chat, at) in heard { state.attention.note(chat, at: at) }
            state.knowsToday = true
        }
    }

    private func isResidents(_ chat: Chat) -> Bool {
        chat.kind == .group && desk.standing.read { $0.groups[chat.key]?.purpose == .residents }
    }

    /// The newest pieces of news for a group as one message, the newest first; what does not fit waits for the next.
    private func together(
        _ rows: [OutboxRow], for chat: Chat, _ most: Int, _ rendering: Rendering, _ ledger: inout Ledger
    ) throws(StoreFailure) -> Parcel {
        let newest = rows.sorted { ($0.draft.due, $0.id) > ($1.draft.due, $1.id) }
        var parcel = Parcel(rows: [], message: nil)
        for row in newest.prefix(most) {
            guard let message = try rendered(row, for: chat, rendering, &ledger) else {
                // One that cannot be read goes by itself, to be told as failed.
                if parcel.rows.isEmpty { return Parcel(rows: [row], message: nil) }
                continue
            }
            guard var whole = parcel.message else {
                parcel = Parcel(rows: [row], message: message)
                continue
            }
            let text = whole.text + "\n\n" + message.text.dropFirst(texts.prefix.count)
            let most = gateways[chat.endpoint]?.abilities.maximumBytes ?? .max
            guard text.utf8.count <= most, message.buttons.isEmpty, whole.buttons.isEmpty else { continue }
            whole.text = text
            parcel.message = whole
            parcel.rows.append(row)
        }
        return parcel
    }

    /// Nil when its arguments cannot be read.
    private func rendered(
        _ row: OutboxRow, for chat: Chat, _ rendering: Rendering, _ ledger: inout Ledger
    ) throws(StoreFailure) -> Outgoing? {
        guard let saying = Saying(key: row.draft.text, bytes: row.draft.arguments) else { return nil }
        let library = desk.library
        var rendering = rendering
        rendering.isShared = chat.kind != .direct
        var text = try rendering.render(saying, &ledger)
        if rendering.now - row.draft.due > .minutes(30) {
            text = library.texts.render("word.late", ["due": rendering.dates.moment(row.draft.due)]) + text
        }
        let hasButtons = gateways[chat.endpoint]?.abilities.buttons == true
        let buttons = hasButtons ? try Courier.buttons(saying, library, rendering, &ledger) : []
        return Outgoing(
            chat: chat, text: texts.prefix + text, buttons: buttons, idempotencyKey: row.idempotencyKey,
            throughGroup: chat.kind == .direct ? row.draft.about.flatMap { group(of: $0.unit, at: chat.endpoint) } : nil)
    }

    /// A residents' group of the unit: most whom a matter concerns are in it, friends of ours or not.
    private func group(of unit: UnitID, at endpoint: String) -> String? {
        desk.standing.read { $0.residents[unit]?.first { $0.endpoint == endpoint }?.id }
    }

    private static func buttons(
        _ saying: Saying, _ library: Library, _ rendering: Rendering, _ ledger: inout Ledger
    ) throws(StoreFailure) -> [Outgoing.Button] {
        var buttons: [Outgoing.Button] = []
        for name in saying.buttons {
            let number = try saying.values["number"].map { value throws(StoreFailure) in try rendering.text(value, &ledger) } ?? ""
            buttons.append(
                Outgoing.Button(
                    label: library.texts.render("label.\(name)"), command: library.texts.render("command.\(name)", ["number": number])))
        }
        return buttons
    }

    private static func chat(_ addressee: Addressee, _ ledger: inout Ledger) throws(StoreFailure) -> Chat? {
        switch addressee {
        case .group(let group): return try ledger.place(of: group).map { Chat(endpoint: $0.endpoint, kind: .group, id: $0.id) }
        case .person(let person):
            return try ledger.profile(of: person)?.accounts.first.map { Chat(endpoint: $0.endpoint, kind: .direct, id: $0.id) }
        case .stranger(let box):
            return try ledger.account(ofStranger: box).map { Chat(endpoint: $0.endpoint, kind: .direct, id: $0.id) }
        }
    }

    private func send(_ message: Outgoing?) -> SendOutcome {
        guard let message, let gateway = gateways[message.chat.endpoint] else {
            return .impossible(reason: message == nil ? "no account or text to send to" : "no such endpoint")
        }
        let chat = message.chat
        if state.withLock({ $0.pacing.isPaused(chat.endpoint, now: desk.clock.now) }) {
            return .refused(reason: "the endpoint is left alone for now", retryAfter: nil)
        }
        let outcome = gateway.send(message)
        let now = desk.clock.now
        state.withLock { $0.pacing.note(outcome, to: chat, at: now) }
        return outcome
    }

    /// Brings back what became of all that was taken, in one go: they share a commit.
    private func report(_ deliveries: [Delivery]) {
        for delivery in deliveries { desk.metrics.count("send_\(delivery.outcome.name)") }
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
