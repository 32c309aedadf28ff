import Desk
import Dispatch
import Gateways
import Procedure
import Record
import Synchronization
import Wire

/// Where chat platforms push to: `POST /onebot/<name>/<unguessable>`. Answered after the commit: 204 taken (or nothing for us), 503 not now,
/// else the status that says why not. What cannot be read is set aside by its length, place and fingerprint, never with its content.
final class Webhooks: Sendable {
    static let prefix = "/onebot/"

    struct Door: Sendable {
        var gateway: any Gateway
        var path: String
    }

    private let desk: Desk
    /// Each with the bytes of its whole path.
    private let doors: [(path: [UInt8], door: Door)]
    private let log: Log
    private let pictures: PictureFetcher
    private let aside = DispatchQueue(label: "aside")
    private let lastArrivals = Mutex<[String: Instant]>([:])

    init(desk: Desk, doors: [Door], log: Log) {
        self.desk = desk
        pictures = PictureFetcher(desk)
        self.doors = doors.map { (Array("\(Webhooks.prefix)\($0.gateway.endpoint)/\($0.path)".utf8), $0) }
        self.log = log
    }

    /// When an endpoint last pushed something that was taken, heartbeats too.
    func lastArrival(at endpoint: String) -> Instant? { lastArrivals.withLock { $0[endpoint] } }

    /// On the listener's thread; never blocks.
    func answer(_ request: HTTPRequest, _ responder: Responder) {
        guard let door = door(request.path) else {
            desk.metrics.count("push_unknown_path")
            responder.answer(.text("not found\n", status: 404))
            return
        }
        let now = desk.clock.now
        do throws(Rejected) {
            let arrivals = try door.gateway.receive(request, now: now)
            lastArrivals.withLock { $0[door.gateway.endpoint] = now }
            take(arrivals, from: door.gateway, responder)
        } catch { refuse(error, request, door, responder) }
    }

    /// A handful of doors: each is compared in full, in a time that says nothing of how much of it was right.
    private func door(_ path: String) -> Door? {
        let given = Array(path.utf8)
        return doors.first { constantTimeEquals(given, $0.path) }?.door
    }

    private func take(_ arrivals: [Arrived], from gateway: any Gateway, _ responder: Responder) {
        // Most requests bring one arrival, and most of them none for the writer.
        let pending = Pending(arrivals.count) { failed in
            responder.answer(failed ? .text("not now\n", status: 503) : HTTPResponse(status: 204))
        }
        for arrival in arrivals {
            switch arrival {
            case .said(let said):
                desk.hear(said) { [pictures] outcome in
                    if outcome == .decided, !said.pictures.isEmpty { pictures.fetch(said, from: gateway) }
                    pending.done(outcome)
                }
            case .recalled(let recalled): desk.submit(.recalled(recalled)) { pending.done($0) }
            case .ignored(let kind):
                desk.metrics.count("ignored_\(kind)")
                pending.done(.silent)
            }
        }
    }

    private func refuse(_ rejected: Rejected, _ request: HTTPRequest, _ door: Door, _ responder: Responder) {
        desk.metrics.count("push_rejected_\(rejected.status)")
        log.warning(
            "webhooks", rejected.reason,
            ["endpoint": door.gateway.endpoint, "status": "\(rejected.status)", "bytes": "\(request.body.count)"])
        guard let fault = rejected.fault else {
            responder.answer(.text(rejected.reason + "\n", status: rejected.status))
            return
        }
        let store = desk.store, now = desk.clock.now, metrics = desk.metrics, log = log
        aside.async {
            let place = fault.line.map { "line \($0), column \(fault.column ?? 0)" } ?? "unknown place"
            let entry = Aside(
                at: now, length: request.body.count, place: place, fingerprint: store.identity.fingerprint(of: request.body),
                reason: "\(rejected.reason): \(fault.problem)")
            do throws(StoreFailure) {
                try store.write { ledger throws(StoreFailure) in try ledger.setAside(entry) }
                metrics.count("set_aside")
                responder.answer(.text("\(rejected.reason): \(fault)\n", status: rejected.status))
            } catch {
                log.error("webhooks", "cannot set aside", ["reason": "\(error)"])
                responder.answer(.text("not now\n", status: 503))
            }
        }
    }

    /// Waits for all arrivals of one request.
    private final class Pending: Sendable {
        private let state: Mutex<(left: Int, failed: Bool)>
        private let finish: @Sendable (Bool) -> Void

        init(_ count: Int, _ finish: @escaping @Sendable (Bool) -> Void) {
            state = Mutex((count, false))
            self.finish = finish
            if count == 0 { finish(false) }
        }

        func done(_ outcome: Outcome) {
            let (isLast, failed) = state.withLock { state in
                state.left -= 1
                if outcome == .failed { state.failed = true }
                return (state.left == 0, state.failed)
            }
            if isLast { finish(failed) }
        }
    }
}
