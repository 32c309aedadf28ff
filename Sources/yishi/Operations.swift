import Desk
import Dispatch
import FoundationEssentials
import Glibc
import Procedure
import Record
import Wire

/// The listener of the people who run it: `GET /healthz` and `GET /metrics`, on loopback unless told otherwise.
final class Operations: Sendable {
    private let desk: Desk
    private let heart: Heart
    private let listeners: @Sendable () -> [(name: String, connections: Int, held: Int)]
    private let queue = DispatchQueue(label: "operations")

    /// The writer's loop turns at least once a second; after so many milliseconds without a turn something is wrong.
    static let patience: Int64 = 10_000

    init(desk: Desk, heart: Heart, listeners: @escaping @Sendable () -> [(name: String, connections: Int, held: Int)]) {
        self.desk = desk
        self.heart = heart
        self.listeners = listeners
    }

    /// On the listener's thread; whatever asks the database happens elsewhere.
    func answer(_ request: HTTPRequest, _ responder: Responder) {
        switch (request.method, request.path) {
        case ("GET", "/healthz"): queue.async { [self] in responder.answer(health()) }
        case ("GET", "/metrics"):
            queue.async { [self] in
                let type = HTTPField("Content-Type", "text/plain; version=0.0.4; charset=utf-8")
                responder.answer(HTTPResponse(status: 200, headers: [type], body: Array(metrics().utf8)))
            }
        default: responder.answer(.text("not found\n", status: 404))
        }
    }

    /// 200 `ok`, or 503 with the reason.
    func health() -> HTTPResponse {
        let silence = heart.silence
        // Not the database then: whoever holds it may be what hangs.
        if silence > Operations.patience { return .text("the writer's loop has not turned for \(silence / 1000) s\n", status: 503) }
        do throws(StoreFailure) {
            let now = desk.clock.now.milliseconds
            try desk.store.write { ledger throws(StoreFailure) in try ledger.setMark("health.asked", now) }
            return .text("ok\n")
        } catch { return .text("the database cannot be written: \(error)\n", status: 503) }
    }

    /// Prometheus' text format.
    func metrics() -> String {
        var page = Page()
        page.family("yishi_events_total", "counter", "What happened since the start, by name.")
        for (name, value) in desk.metrics.all.sorted(by: { $0.key < $1.key }) { page.sample("yishi_events_total", [("name", name)], value) }
        do throws(StoreFailure) {
            let (outbox, timers, asides) = try desk.store.read { ledger throws(StoreFailure) in
                (try ledger.outboxCounts(), try ledger.timerCount(), try ledger.asideCount())
            }
            page.family("yishi_outbox_rows", "gauge", "Messages of ours that are not yet sent, by state.")
            let states = [("pending", outbox.pending), ("sending", outbox.sending), ("unknown", outbox.unknown), ("failed", outbox.failed)]
            for (state, count) in states { page.sample("yishi_outbox_rows", [("state", state)], Int64(count)) }
            page.single("yishi_outbox_queued_total", "counter", "Messages of ours ever queued.", Int64(outbox.queued))
            page.single("yishi_timers", "gauge", "Timers that are set.", Int64(timers))
            page.single("yishi_set_aside_total", "counter", "Pushes that could not be read.", Int64(asides))
        } catch { page.single("yishi_database_unreadable", "gauge", "The database could not be read for this page.", 1) }
        page.family("yishi_connections", "gauge", "Open connections, by listener.")
        let listeners = listeners()
        for listener in listeners { page.sample("yishi_connections", [("listener", listener.name)], Int64(listener.connections)) }
        page.family("yishi_held_requests", "gauge", "Requests that wait for their answer, by listener.")
        for listener in listeners { page.sample("yishi_held_requests", [("listener", listener.name)], Int64(listener.held)) }
        page.single("yishi_writer_silence_milliseconds", "gauge", "Since the last turn of the writer's loop.", heart.silence)
        if let resident = Operations.residentBytes { page.single("yishi_resident_bytes", "gauge", "Resident memory.", resident) }
        return page.text
    }

    /// From `/proc/self/statm`; nil where there is none.
    static var residentBytes: Int64? {
        guard let data = FileManager.default.contents(atPath: "/proc/self/statm") else { return nil }
        let fields = String(decoding: data, as: UTF8.self).split(separator: " ")
        return fields.count > 1 ? Int64(fields[1]).map { $0 * Int64(sysconf(Int32(_SC_PAGESIZE))) } : nil
    }

    private struct Page {
        private(set) var text = ""

        mutating func family(_ name: String, _ type: String, _ help: String) { text += "# HELP \(name) \(help)\n# TYPE \(name) \(type)\n" }

        mutating func sample(_ name: String, _ labels: [(String, String)], _ value: Int64) {
            let inner = labels.map { label, value in
                let plain = value.map { $0 == "\"" || $0 == "\\" || $0 == "\n" ? "_" : $0 }
                return "\(label)=\"\(String(plain))\""
            }
            text += name + (inner.isEmpty ? "" : "{\(inner.joined(separator: ","))}") + " \(value)\n"
        }

        mutating func single(_ name: String, _ type: String, _ help: String, _ value: Int64) {
            family(name, type, help)
            sample(name, [], value)
        }
    }
}
