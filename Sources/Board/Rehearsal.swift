import Deliberation
import Desk
import Dispatch
import Gateways
import Procedure
import Record
import Synchronization

/// The whole daemon on a clock that is stepped by hand, with the sandbox as its platform: demo mode runs on it, and conversation scripts
/// live a month of procedure with it.
public final class Rehearsal: Sendable {
    public let town: Town
    public let desk: Desk
    public let clock: SetClock
    public let sandbox: Sandbox
    private let courier: Courier
    private let stepping = Mutex(())

    /// - Parameters:
    ///   - runs: whether the clock goes on by itself between steps (demo mode), or stands (scripts).
    ///   - tick: how far every look at the clock moves it on; see `SetClock`.
    ///   - prefix: what marks every text as a demonstration.
    ///   - through: what the courier sends through, where it is not the sandbox itself.
    ///   - others: further gateways, on loopback only.
    ///   - journal: where the sandbox's messages outlive the process.
    ///   - attention: how much of ordinary news goes out when; scripts tell everything at once.
    ///   - pace: the least time between two messages to one chat; scripts know none.
    ///   - digest: at what minute of the day officers are told what is owed; scripts have none.
    ///   - pages: where the forms to print are reached.
    ///   - slot, pulse, log: see `Desk`.
    public init(
        library: Library, town: Town, store: Store, from start: Instant, runs: Bool, tick: Span = .seconds(0), prefix: String,
        through: (Sandbox) -> any Gateway = { $0 },
        others: [any Gateway] = [],
        journal: SandboxJournal? = nil, slot: CrashSlot? = nil, pages: String? = "http://127.0.0.1:8080",
        attention: Attention.Terms = .none, pace: Span = .seconds(0), digest: Int? = nil,
        pulse: @escaping @Sendable () -> Void = {},
        log: @escaping @Sendable (String) -> Void = { _ in }
    ) throws(StoreFailure) {
        self.town = town
        let clock = SetClock(at: start, runs: runs, tick: tick)
        self.clock = clock
        sandbox = Sandbox(messages: journal?.messages ?? [], keep: { journal?.keep($0) }, now: { clock.now })
        desk = Desk(
            library: library.hearing(units: town.units), store: store, clock: clock, pages: pages, slot: slot, digest: digest,
            offers: attention.offers,
            pulse: pulse, log: log)
        courier = Courier(
            desk: desk, gateways: [through(sandbox)] + others, pace: pace, attention: attention, marks: Courier.TextMarks(prefix: prefix))
        try town.settle(desk, endpoint: sandbox.endpoint)
        try desk.start()
    }

    /// Lets the courier work by itself, as demo mode does.
    public func startCourier() { courier.start() }
    public func stopCourier() { courier.stop() }

    /// A person of the town says something, in a group or to us in private; everything due now has been sent when it returns.
    @discardableResult
    public func say(_ text: String, as person: Town.Person, in group: Town.Group?, quotes: String? = nil) -> (
        message: String, outcome: Outcome
    ) {
        let chat = Chat(endpoint: sandbox.endpoint, kind: group == nil ? .direct : .group, id: group?.id ?? person.id)
        let mentionsUs = group != nil && text.hasPrefix(Sandbox.mention)
        let words = mentionsUs ? String(text.dropFirst(Sandbox.mention.count)) : text
        let (heard, mentions) = group == nil ? (words, []) : town.mentions(in: words)
        let said = sandbox.say(
            text, as: person.id, name: person.name, in: chat, quotes: quotes, mentions: mentions, mentionsUs: mentionsUs, heard: heard)
        let outcome = Mutex(Outcome.failed)
        let done = DispatchSemaphore(value: 0)
        desk.hear(said) { result in
            outcome.withLock { $0 = result }
            done.signal()
        }
        done.wait()
        settle()
        return (said.messageID, outcome.withLock { $0 })
    }

    public func recall(_ message: String, by person: Town.Person) -> Bool {
        guard let recalled = sandbox.recall(message, by: person.id) else { return false }
        desk.perform(.recalled(recalled))
        settle()
        return true
    }

    /// When the next thing is due: a timer, a message waiting for its time, or one that had to wait for its chat or endpoint.
    public var nextDue: Instant? {
        try? desk.store.read { ledger throws(StoreFailure) in
            let dues = [try ledger.nextTimer(), courier.nextRelease]
            var next = dues.compactMap(\.self).min()
            // What is due already and was not sent waits for a release.
            let after: Instant = courier.nextRelease == nil ? .distantPast : clock.now
            for lane in 0...2 { if let due = try ledger.nextSend(lane: lane, after: after) { next = min(next ?? due, due) } }
            return next
        }
    }

    /// Goes on to that instant from due to due, never jumping over one. How many stops there were.
    @discardableResult
    public func advance(to target: Instant) -> Int {
        stepping.withLock { _ in
            settle()
            var stops = 0
            while stops < 100_000, let next = nextDue, next <= target {
                clock.set(to: next)
                settle()
                stops += 1
            }
            clock.set(to: target)
            settle()
            return stops
        }
    }

    /// Fires and sends whatever is due now, until nothing is.
    public func settle() {
        for _ in 0..<10_000 {
            let now = clock.now
            let due = (try? desk.store.read { ledger throws(StoreFailure) in try ledger.dueTimers(now: now, limit: 100) }) ?? []
            for timer in due { desk.perform(.due(timer)) }
            let sent = courier.sendDue()
            if due.isEmpty && sent == 0 { return }
        }
    }
}
