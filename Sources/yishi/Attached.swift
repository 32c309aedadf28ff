import FoundationEssentials
import Gateways
import Wire

/// What `yishi demo --onebot FILE` attaches: endpoints as in `yishi.json`, of a counterpart on this machine only, so that a made-up town
/// can never speak to a real group.
struct Attached: Sendable {
    var gateways: [any Gateway] = []
    var doors: [Webhooks.Door] = []

    init(_ file: String?, configuration: String) throws {
        guard let file else { return }
        guard let bytes = FileManager.default.contents(atPath: file) else { throw Failed("\(file) cannot be read") }
        let folder = URL(fileURLWithPath: file).deletingLastPathComponent().path
        var reader = ConfigurationReader(try LocatedJSON(parsing: Array(bytes)), folder: folder)
        reader.known(reader.root, ["endpoints"])
        let plans = reader.endpoints()
        if let fault = reader.faults.first { throw Failed("\(file): \(fault)") }
        for plan in plans {
            guard Attached.isLoopback(plan.oneBot.api) else { throw Failed("\(file): the demo speaks to counterparts on 127.0.0.1 only") }
            var oneBot = plan.oneBot
            // The demo's clock is not theirs.
            oneBot.limits.inboxKeeps = nil
            let gateway = OneBotGateway(oneBot)
            gateways.append(gateway)
            doors.append(Webhooks.Door(gateway: gateway, path: plan.path))
        }
    }

    static func isLoopback(_ api: String) -> Bool {
        guard let end = api.firstRange(of: "://")?.upperBound else { return false }
        let authority = api[end...].prefix { !"/?#".contains($0) }
        return ["127.0.0.1", "localhost", "[::1]"].contains { authority == $0 || authority.hasPrefix($0 + ":") } && !authority.contains("@")
    }
}
