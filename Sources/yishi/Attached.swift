import Desk
import FoundationEssentials
import Gateways
import Procedure
import Wire

/// What `yishi demo --onebot FILE` attaches: endpoints as in `yishi.json`, of a counterpart on this machine only, so that a made-up town
/// can never speak to a real group. `pace` and `attention`, as there, try on the demo's clock how messages go out.
struct Attached: Sendable {
    var gateways: [any Gateway] = []
    var doors: [Webhooks.Door] = []
    var pace = Span.seconds(0)
    /// Nil where the file says nothing of it.
    var attention: Attention.Terms?

    init(_ file: String?, configuration: String) throws {
        guard let file else { return }
        let bytes = try Folders.bytes(file)
        let folder = URL(fileURLWithPath: file).deletingLastPathComponent().path
        var reader = ConfigurationReader(try LocatedJSON(parsing: bytes), folder: folder)
        reader.known(reader.root, ["endpoints", "pace", "attention"])
        let plans = reader.endpoints()
        pace = reader.span(reader.root, "pace", standard: .seconds(0))
        if reader.root["attention"] != nil { attention = reader.attention() }
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
