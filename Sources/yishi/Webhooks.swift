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
    private let refusals = Mutex(Refusals())
    private let lastArrivals = Mutex<[String: Instant]>([:])

    init(desk: Desk, doors: [Door], log: Log) {
        self.desk = desk
        pictures = PictureFetcher(desk)
        self.doors = doors.map { (Array("\(Webhooks.prefix)\($0.gateway.endpoint)/\($0.path)".utf8), $0) }
        self.log = log
        let gateways = Dictionary(doors.map { ($0.gateway.endpoint, $0.gateway) }) { first, _ in first }
        desk.onEarlierPictures { [pictures] said in
            if let gateway = gateways[said.chat.endpoint] { pictures.fetch(said, from: gateway) }
        }
    }

    /// When an endpoint last pushed something and was answered that it is taken, heartbeats too.
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
            if let slot = desk.slot {
                if slot.isPoisonous(request.body) { return setAside(request, door, responder) }
                let arrivals = try slot.during(request.body) { () throws(Rejected) in try door.gateway.receive(request, now: now) }
                return take(arrivals, from: door.gateway, at: now, responder)
            }
            take(try door.gateway.receive(request, now: now), from: door.gateway, at: now, responder)
        } catch { refuse(error, request, door, responder) }
    }

    /// A handful of doors: each is compared in full, in a time that says nothing of how much of it was right.
    private func door(_ path: String) -> Door? {
        let given = Array(path.utf8)
        return doors.first { constantTimeEquals(given, $0.path) }?.door
    }

    private func take(_ arrivals: [Arrived], from gateway: any Gateway, at now: Instant, _ responder: Responder) {
        // Most requests bring one arrival, and most of them none for the writer.
        let pending = Pending(arrivals.count) { [self] failed in
            if !failed { lastArrivals.withLock { $0[gateway.endpoint] = max($0[gateway.endpoint] ?? now, now) } }
            responder.answer(failed ? .text("not now\n", status: 503) : HTTPResponse(status: 204))
        }
        for arrival in arrivals {
            switch arrival {
            case .said(let said):
                desk.hear(said) { [pictures] outcome in
                    if outcome == .decided, said.pictureCount > 0 { pictures.fetch(said, from: gateway) }
                    pending.done(outcome)
                }
            case .recalled(let recalled): desk.submit(.recalled(recalled)) { pending.done($0) }
            case .ignored(let kind):
                desk.metrics.count("ignored_\(kind)")
                pending.done(.silent)
            }
        }
    }

    /// A push that killed us twice while it was being read: known by its hash, never read again. Answered as taken, so that it ends.
    private func setAside(_ request: HTTPRequest, _ door: Door, _ responder: Responder) {
        let why = "the process died twice while reading it"
        keep(request.body, place: "push", reason: why, responder, HTTPResponse(status: 204))
        log.warning("webhooks", "set aside: \(why)", ["endpoint": door.gateway.endpoint, "bytes": "\(request.body.count)"])
    }

    private func refuse(_ rejected: Rejected, _ request: HTTPRequest, _ door: Door, _ responder: Responder) {
        desk.metrics.count("push_rejected_\(rejected.status)")
        if let before = refusals.withLock({ $0.tell(rejected.reason, at: desk.clock.now) }) {
            log.warning(
                "webhooks", rejected.reason,
                [
                    "endpoint": door.gateway.endpoint, "status": "\(rejected.status)", "bytes": "\(request.body.count)",
                    "untold_before": "\(before)",
                ])
        }
        guard let fault = rejected.fault else {
            responder.answer(.text(rejected.reason + "\n", status: rejected.status))
            return
        }
        let place = fault.line.map { "line \($0), column \(fault.column ?? 0)" } ?? "unknown place"
        keep(
            request.body, place: place, reason: "\(rejected.reason): \(fault.problem)", responder,
            .text("\(rejected.reason): \(fault)\n", status: rejected.status))
    }

    /// Notes what cannot be taken in, then answers.
    private func keep(_ body: [UInt8], place: String, reason: String, _ responder: Responder, _ answer: HTTPResponse) {
        let store = desk.store, now = desk.clock.now, metrics = desk.metrics, log = log
        aside.async {
            let entry = Aside(
                at: now, length: body.count, place: place, fingerprint: store.identity.fingerprint(of: body), reason: reason)
            do throws(StoreFailure) {
                try store.write { ledger throws(StoreFailure) in try ledger.setAside(entry) }
                metrics.count("set_aside")
                responder.answer(answer)
            } catch {
                log.error("webhooks", "cannot set aside", ["reason": "\(error)"])
                responder.answer(.text("not now\n", status: 503))
            }
        }
    }

    /// The same refusal is told once a minute, with how many went untold before it: a flood of pushes is no flood of lines.
    struct Refusals {
        private var told: [String: (at: Instant, untold: Int)] = [:]

        /// Nil when it is not to be told now.
        mutating func tell(_ reason: String, at now: Instant) -> Int? {
            if let last = told[reason], now >= last.at, now - last.at < .minutes(1) {
                told[reason] = (last.at, last.untold + 1)
                return nil
            }
            if told.count > 100 { told.removeAll() }
            defer { told[reason] = (now, 0) }
            return told[reason]?.untold ?? 0
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
