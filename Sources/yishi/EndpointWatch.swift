import Desk
import Dispatch
import Gateways
import Procedure
import Record
import Synchronization
import Wire

/// Stands by one OneBot endpoint from behind: asks who is there, catches up on what was said while nobody listened, and once a minute looks
/// for sends of which nobody knows what became. Nothing waits for it.
final class EndpointWatch: Sendable {
    private let gateway: OneBotGateway
    private let catchUp: CatchUp
    private let lastArrival: @Sendable () -> Instant?
    private let log: Log
    private let bell = DispatchSemaphore(value: 0)
    private let isStopping = Mutex(false)
    private let ended = DispatchSemaphore(value: 0)

    /// Between two looks.
    static let minute = 60

    init(_ gateway: OneBotGateway, _ catchUp: CatchUp, lastArrival: @escaping @Sendable () -> Instant?, log: Log) {
        self.gateway = gateway
        self.catchUp = catchUp
        self.lastArrival = lastArrival
        self.log = log
    }

    func start() {
        startThread("watch \(gateway.endpoint)") { [self] in
            if meet() { stand() }
            ended.signal()
        }
    }

    /// Does not wait longer than a second: it may be in the middle of a call that is never answered.
    func stop() {
        isStopping.withLock { $0 = true }
        bell.signal()
        _ = ended.wait(timeout: .now() + 1)
    }

    /// False when the end came first.
    private func pause(_ seconds: Int) -> Bool {
        if isStopping.withLock({ $0 }) { return false }
        _ = bell.wait(timeout: .now() + .seconds(seconds))
        return !isStopping.withLock { $0 }
    }

    /// Until the right account answers.
    private func meet() -> Bool {
        var wait = 1
        var said = ""
        while true {
            let trouble: String
            switch gateway.probe() {
            case .ready(let found):
                log.info("endpoint", "ready", ["endpoint": gateway.endpoint, "implementation": found.name, "version": found.version])
                return true
            case .otherAccount: trouble = "another account is logged in there"
            case .refused(let reason): trouble = reason
            case .unreachable(let reason): trouble = "does not answer: \(reason)"
            }
            if trouble != said { log.warning("endpoint", trouble, ["endpoint": gateway.endpoint]) }
            said = trouble
            guard pause(wait) else { return false }
            wait = min(wait * 2, EndpointWatch.minute)
        }
    }

    private func stand() {
        var owing = Owing(missed: catchUp.timesMissed)
        repeat { look(&owing) } while pause(EndpointWatch.minute)
        try? noteHeard(&owing, read: nil)
    }

    /// Whether something was said that nobody heard, and that the history is asked for until all of it is taken in.
    struct Owing {
        private(set) var isOwing = true
        private var missed: Int

        init(missed: Int) { self.missed = missed }

        mutating func notice(_ timesMissed: Int) {
            if timesMissed != missed { isOwing = true }
            missed = timesMissed
        }

        mutating func hasLooked(failed: Int) { isOwing = failed > 0 }
    }

    /// Once a minute.
    func look(_ owing: inout Owing) {
        owing.notice(catchUp.timesMissed)
        do throws(StoreFailure) {
            let hearing = owing.isOwing
            let began = WallClock().now
            let found = try catchUp.look(hearing: hearing)
            if found != CatchUp.Found() {
                log.info(
                    "endpoint", "looked into the history",
                    [
                        "endpoint": gateway.endpoint, "heard": "\(found.heard)", "failed": "\(found.failed)",
                        "settled": "\(found.settledAsSent)",
                        "again": "\(found.toSendAgain)", "groups_without": "\(found.withoutHistory)",
                        "groups_cut_short": "\(found.cutShort)", "of_the_forgotten": "\(found.forgotten)",
                    ])
            }
            if hearing { owing.hasLooked(failed: found.failed) }
            // What was said until the look began has been read, or told as a gap: a restart is not to tell it again.
            try noteHeard(&owing, read: hearing ? began : nil)
        } catch { log.error("endpoint", "\(error)", ["endpoint": gateway.endpoint]) }
    }

    /// While something is owed the mark stays where it was: the next look begins there, and what is known already is not taken twice.
    func noteHeard(_ owing: inout Owing, read: Instant?) throws(StoreFailure) {
        // Asked for first: what was refused before it arrived has been counted by then.
        let arrived = lastArrival()
        owing.notice(catchUp.timesMissed)
        guard !owing.isOwing, let until = [read, arrived].compactMap(\.self).max() else { return }
        try catchUp.noteHeard(until: until)
    }
}
