import Board
import Desk
import Dispatch
import FoundationEssentials
import Gateways
import Procedure
import Record
import Wire

/// `yishi demo`: the whole daemon on a clock that is stepped by hand, with a chat page on 127.0.0.1.
enum DemoCommand: CommandLineCommand {
    static let name = "demo"
    static let takes = "[--data DIR] [--port 8080] [--config DIR] [--onebot FILE]"
    static let does = "plays a made-up town on http://127.0.0.1:8080 (data folder: .data/demo)"

    static func run(_ given: [String]) throws -> Int32 {
        let arguments = try Arguments(given, options: ["data", "port", "config", "onebot"], flags: ["yes"])
        guard arguments.rest.isEmpty else { throw UsageFault("\(arguments.rest[0]) is no option") }
        guard let port = UInt16(arguments["port"] ?? "8080"), port > 0 else { throw UsageFault("--port needs a number from 1 to 65535") }
        let interruption = Interruption()
        forbidCoreDumps()
        let log = Log()
        let demo = try Demo(
            configuration: try Folders.configuration(arguments), data: arguments["data"] ?? ".data/demo", port: port,
            onebot: arguments["onebot"],
            log: log)
        CommandLineTool.say("http://127.0.0.1:\(port)/")
        interruption.wait()
        log.info("demo", "stopping")
        demo.stop()
        return 0
    }
}

/// The demo, running.
final class Demo {
    private let rehearsal: Rehearsal
    private let site: DemoSite
    private let server: HTTPServer
    private let ticking: any DispatchSourceTimer

    /// Where the stepped clock's position outlives the process.
    static let clockMark = "demo.clock"

    init(configuration: String, data: String, port: UInt16, onebot: String? = nil, log: Log) throws {
        try Folders.make(data)
        let library = try Folders.library(configuration)
        let townPath = configuration + "/demo.json"
        guard let bytes = FileManager.default.contents(atPath: townPath) else { throw Failed("\(townPath) cannot be read") }
        let town = try Town(parsing: Array(bytes))
        let keyPath = data + "/identity.key"
        let identity = FileManager.default.fileExists(atPath: keyPath) ? try IdentityKey.load(keyPath) : try IdentityKey.create(keyPath)
        let slot = try CrashSlot(path: Folders.slot(in: data))
        let store = try Store.open(path: Folders.database(in: data), identity: identity)
        let journal = try SandboxJournal(path: data + "/chat.jsonl")
        let mark = try store.read { ledger throws(StoreFailure) in try ledger.mark(Demo.clockMark) }
        let start = max(town.start, Instant(milliseconds: mark ?? 0), journal.messages.map(\.at).max() ?? town.start)
        let attached = try Attached(onebot, configuration: configuration)
        let rehearsal = try Rehearsal(
            library: library, town: town, store: store, from: start, runs: true, prefix: library.texts.render("word.demo"),
            others: attached.gateways, journal: journal, slot: slot, pages: "http://127.0.0.1:\(port)",
            attention: attached.attention
                ?? Attention.Terms(
                    quiet: Attention.Terms.standard.quiet, perDay: 10, spacing: .seconds(0), together: 5, cards: 5, offers: true),
            pace: attached.pace, digest: 8 * 60 + 30, log: { log.error("desk", $0) })
        let keep: @Sendable (Instant) -> Void = { now in
            do { try store.write { ledger throws(StoreFailure) in try ledger.setMark(Demo.clockMark, now.milliseconds) } } catch {
                log.error("demo", "the clock's time is not kept", ["reason": "\(error)"])
            }
        }
        let site = DemoSite(rehearsal, port: port, onStep: keep)
        let webhooks = Webhooks(desk: rehearsal.desk, doors: attached.doors, log: log)
        server = try HTTPServer(HTTPServer.Configuration(address: "127.0.0.1", port: port)) { request, responder in
            if request.path.hasPrefix(Webhooks.prefix), site.admits(request) {
                webhooks.answer(request, responder)
            } else {
                site.answer(request, responder)
            }
        }
        rehearsal.startCourier()
        // From the first moment: `yishi code` beside us goes by it.
        keep(rehearsal.clock.now)
        let ticking = DispatchSource.makeTimerSource(queue: DispatchQueue(label: "demo.clock"))
        ticking.schedule(deadline: .now() + 15, repeating: 15)
        ticking.setEventHandler {
            keep(rehearsal.clock.now)
            site.tellClock()
        }
        ticking.activate()
        self.rehearsal = rehearsal
        self.site = site
        self.ticking = ticking
        log.info("demo", "listening", ["address": "127.0.0.1", "port": "\(port)", "now": rehearsal.clock.now.civil.iso])
    }

    /// Answers what waits, then ends courier and writer.
    func stop() {
        server.stop()
        ticking.cancel()
        rehearsal.stopCourier()
        rehearsal.desk.stop()
        try? rehearsal.desk.store.write { [rehearsal] ledger throws(StoreFailure) in
            try ledger.setMark(Demo.clockMark, rehearsal.clock.now.milliseconds)
        }
    }
}
