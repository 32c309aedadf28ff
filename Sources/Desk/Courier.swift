import Dispatch
import Foundation
import Gateways
import Procedure
import Record
import Synchronization

/// Takes what is due out of the outbox, renders it just before it goes, sends it, and brings back what became of it (design 2.7).
public final class Courier: Sendable {
    private let desk: Desk
    private let gateways: [String: any Gateway]
    private let texts: TextMarks
    private let state: Mutex<State>
    private let turn = Mutex(())
    private let bell = DispatchSemaphore(value: 0)
    private let ended = DispatchSemaphore(value: 0)
    /// How many rows may be on their way at once: after a crash no more than these are unknown.
    public static let atOnce = 16

    private struct State: Sendable {
        var isStopping = false
        var pacing: Pacing
    }

    /// What is put before every text: demo mode marks its own.
    public struct TextMarks: Sendable {
        public var prefix: String
        public init(prefix: String = "") { self.prefix = prefix }
    }

    public init(desk: Desk, gateways: [any Gateway], pace: Span, marks: TextMarks = TextMarks()) {
        self.desk = desk
        self.gateways = Dictionary(gateways.map { ($0.endpoint, $0) }, uniquingKeysWith: { $1 })
        state = Mutex(State(pacing: Pacing(pace: pace)))
        texts = marks
    }

    public func start() {
        desk.onCommit { [bell] in bell.signal() }
        let thread = Thread { [self] in
            while !state.withLock({ $0.isStopping }) {
                _ = bell.wait(timeout: .now() + .milliseconds(500))
                while sendDue() > 0 {}
            }
            ended.signal()
        }
        thread.name = "courier"
        thread.start()
    }

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
                let ready = try claim(now)
                report(
                    ready.map { row, message in
                        Delivery(row: row.id, outcome: send(message), at: desk.clock.now)
                    })
                return ready.count
            } catch {
                desk.metrics.count("courier_failed")
                desk.failed(error)
                return 0
            }
        }
    }

    /// When something that is due, and has to wait for its chat or endpoint, may go.
    public var nextRelease: Instant? { state.withLock { $0.pacing.nextRelease } }

    /// Rows to be sent now, rendered beside the writer, then marked as being sent by it before anything leaves: what was cancelled
    /// meanwhile is not among them. The marks share a commit with whatever else arrives.
    private func claim(_ now: Instant) throws(StoreFailure) -> [(OutboxRow, Outgoing?)] {
        let ready = try desk.store.read { ledger throws(StoreFailure) in try choose(now, &ledger) }
        let outcomes = desk.perform(ready.map { .leaving($0.0.id) })
        return zip(ready, outcomes).filter { $1 == .decided }.map(\.0)
    }

    private func choose(_ now: Instant, _ ledger: inout Ledger) throws(StoreFailure) -> [(OutboxRow, Outgoing?)] {
        let rendering = Rendering(texts: desk.library.texts, now: now)
        var ready: [(OutboxRow, Outgoing?)] = []
        let pacing = state.withLock { $0.pacing }
        var round = Pacing.Round()
        let seen = pacing.mayHold ? 1000 : Courier.atOnce
        for lane in 0...2 where ready.count < Courier.atOnce {
            for row in try ledger.dueToSend(lane: lane, now: now, limit: seen) where ready.count < Courier.atOnce {
                guard let chat = try Courier.chat(row.draft.to, &ledger) else {
                    ready.append((row, nil))
                    continue
                }
                if pacing.mayGo(chat, now: now, in: &round) { ready.append((row, try rendered(row, for: chat, rendering, &ledger))) }
            }
        }
        state.withLock { $0.pacing.end(round) }
        return ready
    }

    /// Nil when its arguments cannot be read.
    private func rendered(
        _ row: OutboxRow, for chat: Chat, _ rendering: Rendering, _ ledger: inout Ledger
    ) throws(StoreFailure) -> Outgoing? {
        guard let saying = Saying(key: row.draft.text, bytes: row.draft.arguments) else { return nil }
        let library = desk.library
        var text = try rendering.render(saying, &ledger)
        if rendering.now - row.draft.due > .minutes(30) {
            text = library.texts.render("word.late", ["due": rendering.dates.moment(row.draft.due)]) + text
        }
        let hasButtons = gateways[chat.endpoint]?.abilities.buttons == true
        let buttons = hasButtons ? try Courier.buttons(saying, library, rendering, &ledger) : []
        return Outgoing(chat: chat, text: texts.prefix + text, buttons: buttons, idempotencyKey: row.idempotencyKey)
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
