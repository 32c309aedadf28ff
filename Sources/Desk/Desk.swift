import Deliberation
import Dispatch
import Gateways
import Procedure
import Record
import Synchronization
import Wire

/// The one writer. Arrivals wait in a queue; as many as wait share one commit; each is answered only when that is on the disk (design 2.3,
/// section 3).
public final class Desk: Sendable {
    public let library: Library
    public let store: Store
    public let clock: any Clock
    public let standing = Standing()
    public let metrics = Metrics()
    let proposals: Proposals?
    let offers: Offers
    /// Where staff pages are reached; nil where none are served.
    private let pages: String?
    /// The minute of the civil day (0...1439) of the officers' digest; nil: none.
    private let digest: Int?
    /// Called on the writer's thread after every turn of its loop: the watchdog's pulse.
    private let pulse: @Sendable () -> Void
    /// Called after a commit that may have put something into the outbox.
    let courierBell = Mutex<Bell?>(nil)
    /// Called after a commit with messages said before it that became a matter and came with pictures.
    private let earlierPictures = Mutex<Pictures?>(nil)
    let log: @Sendable (String) -> Void
    /// What is being worked on, should the process be killed in the middle of it; nil where nobody comes back to look.
    public let slot: CrashSlot?
    /// How long residents' words are kept after their matter is closed; nil: for good.
    let retention: Span?
    private let trouble = Mutex(Trouble())
    private let missed = Atomic<Int>(0)
    /// Where a large file is made anew after an erasure.
    let sweeping = DispatchQueue(label: "sweeping")
    let reachedAside = ReachedAside()

    private struct Waiting: Sendable {
        var arrival: Arrival
        var answer: (@Sendable (Outcome) -> Void)?
    }

    /// A closure that stands in a Mutex by itself is wrapped once more at every look, so it grows for ever: it needs a type around it.
    struct Bell: Sendable { let ring: @Sendable () -> Void }
    private struct Pictures: Sendable { let fetch: @Sendable (Said) -> Void }

    private struct Queue: Sendable {
        var waiting: [Waiting] = []
        var isStopping = false

        /// What shares the next commit. Mostly all there is, and then nothing is copied.
        mutating func next() -> [Waiting] {
            guard waiting.count > Desk.batch else {
                defer { waiting = [] }
                return waiting
            }
            defer { waiting.removeFirst(Desk.batch) }
            return Array(waiting.prefix(Desk.batch))
        }
    }

    private let queue = Mutex(Queue())
    private let settling: Settling
    private let bell = DispatchSemaphore(value: 0)
    private let ended = DispatchSemaphore(value: 0)
    private static let batch = 128
    /// Where there is no quiet moment, what is done behind the commit is done after so many arrivals.
    private static let behindAtMost = 50_000

    public init(
        library: Library, store: Store, clock: any Clock, pages: String? = nil, slot: CrashSlot? = nil, retention: Span? = nil,
        digest: Int? = nil, offers: Bool = false, pulse: @escaping @Sendable () -> Void = {},
        log: @escaping @Sendable (String) -> Void = { _ in }
    ) {
        self.library = library
        proposals = library.matters.map { Proposals($0, texts: library.texts) }
        self.store = store
        settling = Settling(store)
        self.offers = Offers(offers)
        self.clock = clock
        self.pages = pages
        self.slot = slot
        self.retention = retention
        self.digest = digest
        self.pulse = pulse
        self.log = log
    }

    public func onCommit(_ wake: @escaping @Sendable () -> Void) { courierBell.withLock { $0 = Bell(ring: wake) } }

    /// A message that was asked back about became a matter with the answer to it, or a group's history brought one: what came with it is
    /// fetched then.
    public func onEarlierPictures(_ fetch: @escaping @Sendable (Said) -> Void) {
        earlierPictures.withLock { $0 = Pictures(fetch: fetch) }
    }

    func fetchPictures(of said: Said) {
        if said.pictureCount > 0, let pictures = earlierPictures.withLock({ $0 }) { pictures.fetch(said) }
    }

    /// Opens the units and starts the writer's thread; the writer's own state never leaves it.
    public func start() throws(StoreFailure) {
        let opened = DispatchSemaphore(value: 0)
        let failure = Mutex<StoreFailure?>(nil)
        startThread("writer", stack: 4 << 20) { [self] in
            let office = Office(library: library, clock: clock, standing: standing, pages: pages, digest: digest, offers: offers)
            do throws(StoreFailure) {
                try open(office)
                opened.signal()
                run(office)
            } catch {
                failure.withLock { $0 = error }
                opened.signal()
            }
        }
        opened.wait()
        if let failure = failure.withLock({ $0 }) { throw failure }
        settling.start()
    }

    private func open(_ office: Office) throws(StoreFailure) {
        try store.write { ledger throws(StoreFailure) in
            try office.adoptRulebooks(&ledger)
            try office.open(&ledger)
            try settleRestored(&ledger)
            try office.arrangeDigests(&ledger)
            try office.arrangeChases(&ledger)
            try office.settleInterruptedSends(&ledger)
        }
        if let slot, slot.leftOver > 0 { log("desk: the last process died in the middle of \(slot.leftOver) things") }
    }

    // MARK: - The door

    /// A message, on an HTTP thread. What is nobody's command or answer never reaches the writer; `answer` comes after the commit.
    public func hear(_ said: Said, _ answer: @escaping @Sendable (Outcome) -> Void) {
        let number = Arrival.crashNumber(of: said)
        if slot?.isPoisonous(number) == true { return submit(.said(Heard(said)), answer) }
        let lane = slot?.enter(number)
        let heard = heard(said)
        slot?.leave(lane)
        if let heard, let offer = heard.offer {
            submit(.said(heard)) { [offers] outcome in
                if outcome == .failed || outcome == .refused { offers.giveBack(offer) }
                answer(outcome)
            }
        } else if let heard {
            submit(.said(heard), answer)
        } else {
            metrics.count("chat")
            answer(.silent)
        }
    }

    public func submit(_ arrival: Arrival, _ answer: (@Sendable (Outcome) -> Void)? = nil) {
        if case .recalled(let recalled) = arrival { offers.forget(recalled) }
        let (isTaken, isFirst) = queue.withLock { queue in
            if queue.isStopping { return (false, false) }
            queue.waiting.append(Waiting(arrival: arrival, answer: answer))
            return (true, queue.waiting.count == 1)
        }
        if !isTaken { answer?(.failed) }
        // One ring for all that the writer finds: a turn without arrivals is a quiet one, with time for other things.
        if isFirst { bell.signal() }
    }

    /// Submits and waits for the commit.
    @discardableResult
    public func perform(_ arrival: Arrival) -> Outcome { perform([arrival])[0] }

    /// Submits all, in order, and waits until the last is committed. One outcome each.
    @discardableResult
    public func perform(_ arrivals: [Arrival]) -> [Outcome] {
        let done = DispatchGroup()
        let outcomes = Mutex([Outcome](repeating: .failed, count: arrivals.count))
        for (place, arrival) in arrivals.enumerated() {
            done.enter()
            submit(arrival) { outcome in
                outcomes.withLock { $0[place] = outcome }
                done.leave()
            }
        }
        done.wait()
        return outcomes.withLock { $0 }
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
        var (idleTurns, takenSinceQuiet) = (0, 0)
        var watch = TimeWatch()
        var again = Again()
        while true {
            _ = bell.wait(timeout: .now() + .milliseconds(alarm.wait(clock.now)))
            let steady = TimeWatch.steady
            let (waiting, more, stopping) = queue.withLock { queue in
                let batch = queue.next()
                return (batch, !queue.waiting.isEmpty, queue.isStopping && queue.waiting.isEmpty && batch.isEmpty)
            }
            if more { bell.signal() }
            let ripe = again.ripe(steady, orIf: stopping)
            let batch = ripe.isEmpty ? waiting : ripe + waiting
            if stopping, batch.isEmpty { break }
            if batch.isEmpty { idleTurns += 1 } else { idleTurns = 0 }
            takenSinceQuiet += batch.count
            if !batch.isEmpty { again.keep(commit(batch, office, mayWait: !stopping), until: steady + 1000) }
            alarm.hasBeenSet(for: office.takeNewestAlarm())
            // The same look at the clock for both: one that was set during the commit is noticed before anything fires by it.
            let now = clock.now
            if !clock.isSet { tell(watch.turn(wall: now, steady: TimeWatch.steady)) }
            if alarm.mustLook(now) {
                let due = watch.holdsTimers(steady) ? [] : dueNow(now, &alarm)
                if !due.isEmpty { _ = commit(due.map { Waiting(arrival: .due($0), answer: nil) }, office) }
                if !due.isEmpty && !trouble.withLock({ $0.isOver }) || watch.holdsTimers(steady) { alarm.rest(now) }
            }
            if idleTurns == 1 { sweepIfSmall(office) }
            if idleTurns % 60 == 30 { tidy(office) }
            if idleTurns == 2 || takenSinceQuiet >= Desk.behindAtMost {
                takenSinceQuiet = 0
                behindTheCommit(office) { ledger throws(StoreFailure) in try office.catchUpParts(&ledger) }
            }
            if idleTurns % 10 == 5 { behindTheCommit(office) { ledger throws(StoreFailure) in try office.tidy(&ledger) } }
            pulse()
        }
        settling.end()
        // Whoever stops right after an erasure leaves nothing of it in the log.
        sweepIfSmall(office)
        ended.signal()
    }

    private func dueNow(_ now: Instant, _ alarm: inout Alarm) -> [TimerRow] {
        do throws(StoreFailure) {
            let (due, next, orphans) = try store.write { ledger throws(StoreFailure) in
                let orphans = try ledger.setAsideOrphans(now: now)
                return (try ledger.dueTimers(now: now, limit: Desk.batch), try ledger.nextTimer(), orphans)
            }
            if orphans > 0 {
                log("writer: \(orphans) timers of units that are not in the record are set aside")
                metrics.count("set_aside", Int64(orphans))
            }
            alarm.hasLooked(now, next: next)
            return due
        } catch {
            failed(error)
            alarm.hasLooked(now, next: now + .seconds(1))
            return []
        }
    }

    /// - Returns: what is to be tried again: what became of sends that have left the house is never given up while we run.
    private func commit(_ batch: [Waiting], _ office: Office, mayWait: Bool = true) -> [Waiting] {
        let batch = slot?.isSuspicious == true ? batch.map(spared) : batch
        do throws(StoreFailure) {
            let outcomes = try store.transact(batch) { ledger, waiting throws(StoreFailure) in
                if let slot { slot.write(waiting.arrival.crashNumber) }
                defer { slot?.written() }
                return try office.take(waiting.arrival, &ledger)
            }
            let pictured = office.takePictured()
            settling.after { [self] in
                wentWell()
                for (waiting, outcome) in zip(batch, outcomes) { finish(waiting, outcome) }
                for said in pictured { fetchPictures(of: said) }
                courierBell.withLock { $0 }?.ring()
            }
            return []
        } catch {
            office.forget()
            failed(error)
            if error.isOfTheDisk { return giveBack(batch, mayWait: mayWait) }
            if batch.count > 1 { return batch.flatMap { commit([$0], office, mayWait: mayWait) } }
            return commit(batch[0], after: error, office, mayWait: mayWait)
        }
    }

    /// A single one that failed by itself: one that stands on a damaged row is set aside; it would fail for ever.
    private func commit(_ waiting: Waiting, after failure: StoreFailure, _ office: Office, mayWait: Bool) -> [Waiting] {
        if failure.isUnreadable, !waiting.arrival.isAside {
            return commit([Waiting(arrival: .aside(waiting.arrival, why: "\(failure)"), answer: waiting.answer)], office, mayWait: mayWait)
        }
        return giveBack([waiting], mayWait: mayWait)
    }

    private func giveBack(_ batch: [Waiting], mayWait: Bool) -> [Waiting] {
        batch.filter { waiting in
            if mayWait, case .delivered = waiting.arrival { return true }
            // Not every platform pushes again what it was answered “not now” about: the history has it.
            if mayWait, case .said = waiting.arrival { missed.add(1, ordering: .relaxed) }
            finish(waiting, .failed)
            return false
        }
    }

    private func spared(_ waiting: Waiting) -> Waiting {
        Waiting(arrival: slot?.spared(waiting.arrival) ?? waiting.arrival, answer: waiting.answer)
    }

    /// Deliveries that could not be recorded, and when they are tried again.
    private struct Again {
        private var waiting: [Waiting] = []
        private var due: Int64 = 0

        mutating func keep(_ more: [Waiting], until: Int64) {
            waiting += more
            if !more.isEmpty { due = until }
        }

        mutating func ripe(_ steady: Int64, orIf stopping: Bool) -> [Waiting] {
            guard !waiting.isEmpty, steady >= due || stopping else { return [] }
            defer { waiting = [] }
            return waiting
        }
    }

    // MARK: - What is told

    /// A fault of the world, here or at the courier: told once.
    func failed(_ failure: StoreFailure) {
        metrics.count("commit_failed")
        let now = clock.now
        if let line = trouble.withLock({ $0.failed(failure, at: now) }) { log("record: \(line)") }
    }

    private func wentWell() {
        let now = clock.now
        if let line = trouble.withLock({ $0.isOver ? nil : $0.ended(at: now) }) { log("record: \(line)") }
    }

    private func tell(_ events: [TimeWatch.Event]) {
        for event in events {
            log("clock: \(event.words)")
            metrics.count("clock_\(event.name)")
            missed.add(1, ordering: .relaxed)
        }
    }

    /// How often something may have been missed: the process stood still, pushes were refused by a wrong clock, or could not be recorded.
    public var timesMissed: Int { missed.load(ordering: .relaxed) }

    private func finish(_ waiting: Waiting, _ outcome: Outcome) {
        metrics.count(waiting.arrival.name + "_" + outcome.rawValue)
        if outcome == .setAside, case .aside(_, let why, _) = waiting.arrival {
            metrics.count("set_aside")
            log("writer: set aside a thing that was \(waiting.arrival.name): \(why)")
        }
        if let slot, slot.isSuspicious, outcome != .failed { slot.settled(waiting.arrival) }
        waiting.answer?(outcome)
    }
}
