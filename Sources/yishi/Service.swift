import Board
import Desk
import Dispatch
import FoundationEssentials
import Gateways
import Procedure
import Record
import Wire

/// The daemon of `yishi serve`, running: the desk with its courier, the webhooks, the operations listener, and a watch by each endpoint.
final class Service {
    let desk: Desk
    private let courier: Courier
    private let webhooks: HTTPServer
    private let operations: HTTPServer
    private let pages: HTTPServer?
    private let watches: [EndpointWatch]
    private let manager: ServiceManager?
    private let log: Log

    /// Starts everything; when this returns, pushes are taken.
    /// - Parameter data: the data folder, over the one of the configuration.
    init(_ configuration: Configuration, library: Library, data: String, manager: ServiceManager?, log: Log) throws {
        self.log = log
        self.manager = manager
        let heart = Heart(manager)
        try Folders.make(data)
        let slot = try CrashSlot(path: Folders.slot(in: data))
        let database = Folders.database(in: data)
        if let aside = Folders.recordWithoutPlace(in: data) {
            throw Failed(
                "there is no record at \(database), but one that a restore has put aside: \(aside); run `yishi restore FILE` again, or give it its name back with `mv`; to begin anew, take it out of the folder"
            )
        }
        if Store.dropPart(of: database) { log.warning("serve", "a restore was cut off before its end; the record from before it goes on") }
        let identity = try Place.identity(configuration.identityKey, database: database)
        let store = try Store.open(path: database, identity: identity)
        let desk = Desk(
            library: library.hearing(units: configuration.units), store: store, clock: WallClock(),
            pages: configuration.pages?.base, slot: slot, retention: configuration.retention,
            digest: configuration.digest, offers: configuration.attention.offers, pulse: { heart.beat() },
            log: { log.error("desk", $0) })
        if let fault = try desk.open(configuration.units) { throw Failed("the units of yishi.json cannot be opened: \(fault)") }
        if let refusal = try desk.bind(configuration.groups) { throw Failed("the groups of yishi.json cannot be bound: \(refusal)") }
        try desk.start()
        self.desk = desk
        let gateways = configuration.endpoints.map { plan in
            var oneBot = plan.oneBot
            oneBot.limits.bodyBytes = configuration.bodyBytes
            return OneBotGateway(oneBot)
        }
        let doors = zip(gateways, configuration.endpoints).map { Webhooks.Door(gateway: $0, path: $1.path) }
        let hooks = Webhooks(desk: desk, doors: doors, log: log)
        watches = try gateways.map { gateway in
            let endpoint = gateway.endpoint
            let catchUp = try CatchUp(desk: desk, gateway: gateway)
            return EndpointWatch(gateway, catchUp, lastArrival: { hooks.lastArrival(at: endpoint) }, log: log)
        }
        courier = Courier(desk: desk, gateways: gateways, pace: configuration.pace, attention: configuration.attention)
        do {
            webhooks = try HTTPServer(Service.listener(configuration)) { hooks.answer($0, $1) }
            let pushed = webhooks
            let forms = try configuration.pages.map { try Service.pages($0, desk) }
            pages = forms
            let page = Operations(desk: desk, heart: heart) {
                [("webhooks", pushed.openConnections, pushed.heldRequests)]
                    + (forms.map { [("pages", $0.openConnections, $0.heldRequests)] } ?? [])
            }
            var quiet = HTTPServer.Configuration(address: configuration.operations.address, port: configuration.operations.port)
            quiet.maximumConnections = 64
            quiet.maximumBody = 1 << 10
            operations = try HTTPServer(quiet) { page.answer($0, $1) }
        } catch {
            desk.stop()
            throw error
        }
        courier.start()
        for watch in watches { watch.start() }
        log.info(
            "serve", "ready",
            [
                "webhooks": "\(configuration.webhooks.address):\(webhooks.port)",
                "operations": "\(configuration.operations.address):\(operations.port)",
                "endpoints": "\(gateways.count)", "units": "\(configuration.units.count)",
            ])
        manager?.tell("READY=1\nSTATUS=\(gateways.count) endpoints, \(configuration.units.count) units")
    }

    private static func listener(_ configuration: Configuration) -> HTTPServer.Configuration {
        var listener = HTTPServer.Configuration(address: configuration.webhooks.address, port: configuration.webhooks.port)
        listener.maximumBody = configuration.bodyBytes
        // All that the gateways look at; handing over every header costs more than the rest of a chat line.
        listener.headers = ["X-Signature", "X-Self-ID"]
        // Reading a line of chat takes as long as sending the answer. No platform promises an order between two connections.
        listener.threads = 2
        return listener
    }

    /// Small on every side: a form is asked for by a few people a day, and whoever finds the port gets little of it.
    static func pages(_ plan: Configuration.Pages, _ desk: Desk) throws(HTTPServer.Failure) -> HTTPServer {
        var listener = HTTPServer.Configuration(address: plan.listener.address, port: plan.listener.port)
        listener.maximumConnections = 128
        // All come from one address where TLS stands in front of us.
        listener.connectionsPerAddress = plan.listener.address == "127.0.0.1" || plan.listener.address == "::1" ? 0 : 16
        listener.maximumBody = 4 << 10
        listener.connectionMemory = 8 << 10
        listener.idleSeconds = 10
        listener.requestSeconds = 20
        listener.headers = ["Host", "Cookie", "Origin"]
        let site = PaperSite(desk, base: plan.base)
        let work = DispatchQueue(label: "pages")
        return try HTTPServer(listener) { request, responder in work.async { responder.answer(site.answer(request)) } }
    }

    /// Answers what is held with 503, lets a send under way come to its end, commits what waits, and closes.
    func stop() {
        manager?.tell("STOPPING=1\nSTATUS=stopping")
        log.info("serve", "stopping")
        webhooks.stop()
        pages?.stop()
        for watch in watches { watch.stop() }
        courier.stop()
        desk.stop()
        operations.stop()
        log.info("serve", "stopped")
    }
}
