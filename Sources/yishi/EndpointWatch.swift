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
        var hearing = true
        var missed = catchUp.timesMissed
        repeat {
            if catchUp.timesMissed != missed {
                missed = catchUp.timesMissed
                hearing = true
            }
            do throws(StoreFailure) {
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
                // What was said until the look began has been read, or told as a gap: a restart is not to tell it again.
                let read = hearing && found.failed == 0 ? began : nil
                hearing = false
                if let until = [read, lastArrival()].compactMap(\.self).max() { try catchUp.noteHeard(until: until) }
            } catch { log.error("endpoint", "\(error)", ["endpoint": gateway.endpoint]) }
        } while pause(EndpointWatch.minute)
        if !hearing, let until = lastArrival() { try? catchUp.noteHeard(until: until) }
    }
}
