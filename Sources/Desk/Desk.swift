import Deliberation
import Dispatch
import Foundation
import Gateways
import Procedure
import Reading
import Record
import Synchronization

/// The one writer. Arrivals wait in a queue; as many as wait share one commit; each is answered only after it (design 2.3, section 3).
public final class Desk: Sendable {
    public let library: Library
    public let store: Store
    public let clock: any Clock
    public let standing = Standing()
    public let metrics = Metrics()
    /// What reading proposes to officers; nil without models.
    let proposals: Proposals?
    /// Called on the writer's thread after every turn of its loop: the watchdog's pulse.
    private let pulse: @Sendable () -> Void
    /// Called after a commit that may have put something into the outbox.
    private let wakeCourier = Mutex<(@Sendable () -> Void)?>(nil)
    private let log: @Sendable (String) -> Void

    private struct Waiting: Sendable {
        var arrival: Arrival
        var answer: (@Sendable (Outcome) -> Void)?
    }

    private struct Queue: Sendable {
        var waiting: [Waiting] = []
        var isStopping = false
    }

    private let queue = Mutex(Queue())
    private let bell = DispatchSemaphore(value: 0)
    private let ended = DispatchSemaphore(value: 0)
    private static let batch = 128

    public init(
        library: Library, store: Store, clock: any Clock, pulse: @escaping @Sendable () -> Void = {},
        log: @escaping @Sendable (String) -> Void = { _ in }
    ) {
        self.library = library
        proposals = library.matters.map { Proposals($0, texts: library.texts) }
        self.store = store
        self.clock = clock
        self.pulse = pulse
        self.log = log
    }

    public func onCommit(_ wake: @escaping @Sendable () -> Void) { wakeCourier.withLock { $0 = wake } }

    /// Opens the units and starts the writer's thread; the writer's own state never leaves it.
    public func start() throws(StoreFailure) {
        let opened = DispatchSemaphore(value: 0)
        let failure = Mutex<StoreFailure?>(nil)
        let thread = Thread { [self] in
            let office = Office(library: library, clock: clock, standing: standing)
            do throws(StoreFailure) {
                try open(office)
                opened.signal()
                run(office)
            } catch {
                failure.withLock { $0 = error }
                opened.signal()
            }
        }
        thread.name = "writer"
        thread.stackSize = 4 << 20
        thread.start()
        opened.wait()
        if let failure = failure.withLock({ $0 }) { throw failure }
    }

    private func open(_ office: Office) throws(StoreFailure) {
        try store.write { ledger throws(StoreFailure) in
            try office.adoptRulebooks(&ledger)
            try office.open(&ledger)
            _ = try ledger.settleInterruptedSends()
        }
    }

    // MARK: - The door

    /// A message, on an HTTP thread. What is nobody's command or answer never reaches the writer; `answer` comes after the commit.
    public func hear(_ said: Said, _ answer: @escaping @Sendable (Outcome) -> Void) {
        if let heard = heard(said) {
            submit(.said(heard), answer)
        } else {
            metrics.count("chat")
            answer(.silent)
        }
    }

    /// Nil for what the writer need not hear of.
    private func heard(_ said: Said) -> Heard? {
        if said.chat.kind == .direct || said.quotes != nil { return Heard(said) }
        let asked = Standing.asked(said)
        let (bound, isAsked, isLive) = standing.read { snapshot in
            let bound = snapshot.groups[said.chat.key]
            return (
                bound, !snapshot.asked.isEmpty && snapshot.asked.contains(asked), bound.map { snapshot.live.contains($0.unit) } ?? false
            )
        }
        if isAsked { return Heard(said) }
        guard let bound else { return said.text.utf8.count <= 64 && reads(said, .direct).name == .bind ? Heard(said) : nil }
        if bound.purpose != .residents { return Heard(said) }
        let intent = reads(said, .group)
        if intent.action == .act || intent.action == .ask { return Heard(said, asResident: intent) }
        guard isLive else { return nil }
        return reads(said, .liveMeeting).action == .act ? Heard(said, asResident: intent) : nil
    }

    private func reads(_ said: Said, _ context: Context) -> Intent {
        library.reader.read(Utterance(said.text, at: clock.now, role: .resident, context: context, mentionsUs: said.mentionsUs))
    }

    public func submit(_ arrival: Arrival, _ answer: (@Sendable (Outcome) -> Void)? = nil) {
        let taken = queue.withLock { queue in
            guard !queue.isStopping else { return false }
            queue.waiting.append(Waiting(arrival: arrival, answer: answer))
            return true
        }
        if taken { bell.signal() } else { answer?(.failed) }
    }

    /// Submits and waits for the commit.
    @discardableResult
    public func perform(_ arrival: Arrival) -> Outcome {
        let done = DispatchSemaphore(value: 0)
        let outcome = Mutex(Outcome.failed)
        submit(arrival) { result in
            outcome.withLock { $0 = result }
            done.signal()
        }
        done.wait()
        return outcome.withLock { $0 }
    }

    /// Ends the writer after what waits has been committed.
    public func stop() {
        let first = queue.withLock { queue in
            defer { queue.isStopping = true }
            return !queue.isStopping
        }
        guard first else { return }
        bell.signal()
        ended.wait()
    }

    // MARK: - The writer

    private func run(_ office: Office) {
        var alarm = Alarm()
        var idleTurns = 0
        while true {
            _ = bell.wait(timeout: .now() + .milliseconds(alarm.wait(clock.now)))
            let (batch, stopping) = queue.withLock { queue in
                let batch = Array(queue.waiting.prefix(Desk.batch))
                queue.waiting.removeFirst(batch.count)
                return (batch, queue.isStopping && queue.waiting.isEmpty && batch.isEmpty)
            }
            if stopping { break }
            if batch.isEmpty { idleTurns += 1 } else { idleTurns = 0 }
            if !batch.isEmpty { commit(batch, office) }
            alarm.hasBeenSet(for: office.takeNewestAlarm())
            if alarm.mustLook(clock.now) {
                let due = dueNow(&alarm)
                if !due.isEmpty { commit(due.map { Waiting(arrival: .due($0), answer: nil) }, office) }
            }
            if idleTurns == 2 { behindTheCommit { ledger throws(StoreFailure) in try office.catchUpParts(&ledger) } }
            // Ids are kept thirty days (design 5, *Age*); a slice at a time, a round in some eleven idle hours.
            if idleTurns % 10 == 5 {
                let limit = clock.now - .days(30)
                behindTheCommit { ledger throws(StoreFailure) in _ = try ledger.pruneInbox(before: limit) }
            }
            pulse()
        }
        ended.signal()
    }

    /// Work that nobody waits for; what fails is told, and tried again at the next quiet moment.
    private func behindTheCommit(_ body: (inout Ledger) throws(StoreFailure) -> Void) {
        do throws(StoreFailure) { try store.write(body) } catch { log("writer: \(error)") }
    }

    private func dueNow(_ alarm: inout Alarm) -> [TimerRow] {
        let now = clock.now
        let found = try? store.write { ledger throws(StoreFailure) in
            let due = try ledger.dueTimers(now: now, limit: Desk.batch)
            return (due, try ledger.nextTimer())
        }
        alarm.hasLooked(now, next: found?.1)
        return found?.0 ?? []
    }

    private func commit(_ batch: [Waiting], _ office: Office) {
        do throws(StoreFailure) {
            let outcomes = try store.transact(batch) { ledger, waiting throws(StoreFailure) in try office.take(waiting.arrival, &ledger) }
            for (waiting, outcome) in zip(batch, outcomes) { finish(waiting, outcome) }
            wakeCourier.withLock { $0 }?()
        } catch {
            office.forget()
            log("writer: \(error)")
            metrics.count("commit_failed")
            if batch.count > 1 {
                for waiting in batch { commit([waiting], office) }
            } else {
                finish(batch[0], .failed)
            }
        }
    }

    private func finish(_ waiting: Waiting, _ outcome: Outcome) {
        metrics.count("\(waiting.arrival.name)_\(outcome)")
        waiting.answer?(outcome)
    }
}

extension Office {
    /// One of the three that enter by the one door.
    func take(_ arrival: Arrival, _ ledger: inout Ledger) throws(StoreFailure) -> Disposition<Outcome> {
        switch arrival {
        case .said(let heard): try take(heard, &ledger)
        case .recalled(let recalled): try take(recalled, &ledger)
        case .due(let timer): try fire(timer, &ledger)
        case .delivered(let delivery): try settle(delivery, &ledger)
        }
    }
}

extension Arrival {
    var name: String {
        switch self {
        case .said: "said"
        case .recalled: "recalled"
        case .due: "due"
        case .delivered: "delivered"
        }
    }
}
