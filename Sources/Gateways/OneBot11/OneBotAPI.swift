import Procedure
import Synchronization
import Wire

/// Calls an action of the implementation's HTTP API and waits. Blocks at most the call's timeout.
protocol OneBotAPI: Sendable {
    func call(_ action: String, _ parameters: JSON) -> OneBotAnswer
}

/// What came back from a call, before anybody judges it.
enum OneBotAnswer: Sendable, Hashable {
    /// An HTTP answer arrived whole.
    case answered(status: Int, retryAfter: String?, body: [UInt8])
    /// Nothing of the call can have reached the implementation.
    case notSent(String)
    /// It was sent, at least in part, and nobody knows what became of it.
    case uncertain(String)

    /// `data` of a successful call; nil for every other answer.
    var data: JSON? {
        guard case .answered(status: 200, _, let body) = self, let json = try? JSON(parsing: body), json["status"]?.string == "ok" else {
            return nil
        }
        return json["data"] ?? .null
    }
}

/// The API over HTTP: one connection that is kept, used by one thread at a time.
final class OneBotHTTP: OneBotAPI {
    private let configuration: OneBotConfiguration
    /// Made with the first call.
    private let client = Mutex<HTTPClient?>(nil)

    init(_ configuration: OneBotConfiguration) { self.configuration = configuration }

    func call(_ action: String, _ parameters: JSON) -> OneBotAnswer {
        // No parameter after the type: Lagrange.OneBot answers 406 to `; charset=…`. The token in the header only: a query is logged.
        var headers = [HTTPField("Content-Type", "application/json")]
        if let token = configuration.token, !token.isEmpty { headers.append(HTTPField("Authorization", "Bearer " + token)) }
        let call = HTTPCall(
            method: "POST", url: configuration.api + "/" + action, headers: headers, body: parameters.bytes(),
            connectMilliseconds: Int(configuration.limits.connectTimeout.milliseconds),
            totalMilliseconds: Int(configuration.limits.callTimeout.milliseconds), maximumAnswer: configuration.limits.answerBytes)
        switch client.withLock({ client in Self.perform(call, &client) }) {
        case .success(let answer):
            let retryAfter = answer.headers.first { $0.isNamed("Retry-After") }?.value
            return .answered(status: answer.status, retryAfter: retryAfter, body: answer.body)
        case .failure(.notSent(let reason)): return .notSent(reason.description)
        case .failure(.uncertain(let reason)): return .uncertain(reason.description)
        }
    }

    private static func perform(_ call: HTTPCall, _ client: inout HTTPClient?) -> Result<HTTPAnswer, HTTPFailure> {
        do throws(HTTPFailure) {
            if let client { return client.perform(call) }
            let made = try HTTPClient()
            client = made
            return made.perform(call)
        } catch {
            return .failure(error)
        }
    }
}
