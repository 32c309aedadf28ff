import Synchronization
import Wire

/// Which program stands behind the endpoint, and what is known of it.
public struct OneBotImplementation: Sendable, Hashable {
    /// As it calls itself: `go-cqhttp`, `NapCat.Onebot`, `Lagrange.OneBot`, `LLOneBot` …
    public var name: String
    public var version: String
    /// Whether `get_group_msg_history` has answered; false once it was found missing, nil while nobody has asked.
    public var hasHistory: Bool?

    public init(name: String, version: String, hasHistory: Bool? = nil) {
        self.name = name
        self.version = version
        self.hasHistory = hasHistory
    }
}

/// What a look at the endpoint at start found.
public enum OneBotProbe: Sendable, Hashable {
    case ready(OneBotImplementation)
    /// Somebody else is logged in there: nothing may be sent.
    case otherAccount
    /// The API answers and refuses us, or is no OneBot API; the reason is for the operator.
    case refused(reason: String)
    /// It does not answer now. No reason not to start: pushes are taken, sends wait.
    case unreachable(reason: String)
}

extension OneBotGateway {
    /// Asks who is there (`get_version_info`) and logged in as whom (`get_login_info`). Blocks for at most two calls.
    public func probe() -> OneBotProbe {
        let version = api.call("get_version_info", [:])
        if let obstacle = obstacle(version) { return obstacle }
        let login = api.call("get_login_info", [:])
        if let obstacle = obstacle(login) { return obstacle }
        let account: String? =
            switch login.data?["user_id"] {
            case .integer(let id): String(id)
            case .string(let id), .decimal(let id): id
            default: nil
            }
        guard let account else { return .refused(reason: "get_login_info names no account") }
        guard account == configuration.account else { return .otherAccount }
        let found = OneBotImplementation(
            name: version.data?["app_name"]?.string ?? "unknown", version: version.data?["app_version"]?.string ?? "unknown")
        return implementation.withLock { known in
            known = OneBotImplementation(name: found.name, version: found.version, hasHistory: known?.hasHistory)
            return .ready(known ?? found)
        }
    }

    private func obstacle(_ answer: OneBotAnswer) -> OneBotProbe? {
        switch answer {
        case .notSent(let reason), .uncertain(let reason): return .unreachable(reason: reason)
        case .answered(let status, _, _) where status >= 500: return .unreachable(reason: "HTTP \(status)")
        case .answered(let status, _, _) where status == 401 || status == 403:
            return .refused(reason: "HTTP \(status): the token is refused")
        case .answered(let status, _, _):
            return answer.data == nil ? .refused(reason: "HTTP \(status): that is no answer of OneBot 11") : nil
        }
    }
}
