import Procedure
import Synchronization
import Wire

/// QQ through a OneBot 11 implementation (go-cqhttp, NapCat, Lagrange.OneBot, LLOneBot): HTTP POST in, HTTP API out.
///
/// The specification is frozen and leaves much open; where implementations differ, what stands here is what all of them understand.
/// Quick operations (answers inside the response to a push) are not used: every implementation does something else with them.
public final class OneBotGateway: KeepsHistory {
    public let configuration: OneBotConfiguration
    public var endpoint: String { configuration.endpoint }
    public var abilities: Abilities {
        Abilities(maximumBytes: configuration.limits.textBytes, buttons: false, mentions: true, idempotentSends: false)
    }

    private let secret: [UInt8]?
    let api: any OneBotAPI
    /// Known after `probe()`.
    let implementation = Mutex<OneBotImplementation?>(nil)

    public convenience init(_ configuration: OneBotConfiguration) {
        self.init(configuration, api: OneBotHTTP(configuration))
    }

    init(_ configuration: OneBotConfiguration, api: any OneBotAPI) {
        self.configuration = configuration
        self.api = api
        secret = configuration.secret.flatMap { $0.isEmpty ? nil : Array($0.utf8) }
    }

    /// Verifies a push over its raw bytes, then reads it. Always one arrival: OneBot posts events singly.
    ///
    /// Statuses: 401 no signature, 403 a wrong one or another account's, 413 too long, 400 not readable as an event, 405 no POST.
    public func receive(_ request: HTTPRequest, now: Instant) throws(Rejected) -> [Arrived] {
        guard request.method == "POST" else { throw Rejected(status: 405, reason: "a push is a POST") }
        guard request.body.count <= configuration.limits.bodyBytes else { throw Rejected(status: 413, reason: "the body is over the limit") }
        try verifySignature(of: request)
        guard let header = request.header("X-Self-ID") else { throw Rejected(status: 400, reason: "no X-Self-ID header") }
        guard header == configuration.account else { throw Rejected(status: 403, reason: "X-Self-ID is not the configured account") }
        let json: JSON
        do {
            json = try JSON(parsing: request.body)
        } catch {
            throw Rejected(status: 400, reason: "the body is no JSON", fault: error)
        }
        do {
            let event = try OneBotEvent(json)
            guard let account = event.account else { throw OneBotMisshapen("expected self_id", at: [.name("self_id")]) }
            guard account == configuration.account else { throw Rejected(status: 403, reason: "self_id is not the configured account") }
            if let time = event.time { try judgeAge(of: time, now: now) }
            return [try event.arrived(endpoint: configuration.endpoint, account: configuration.account)]
        } catch let misshapen as OneBotMisshapen {
            throw Rejected(status: 400, reason: "the body is no OneBot event", fault: misshapen.located(in: request.body))
        } catch let rejected as Rejected {
            throw rejected
        } catch {
            throw Rejected(status: 400, reason: "the body is no OneBot event")
        }
    }

    /// `X-Signature: sha1=<40 hex digits>`, in lower case by the specification and in upper case from Lagrange.OneBot.
    private func verifySignature(of request: HTTPRequest) throws(Rejected) {
        guard let secret else { return }
        guard let given = request.header("X-Signature") else { throw Rejected(status: 401, reason: "no X-Signature header") }
        let utf8 = given.utf8
        guard utf8.count == 45, utf8.starts(with: "sha1=".utf8), let claimed = [UInt8](hex: given.dropFirst(5)),
            constantTimeEquals(claimed, HMAC.sha1(key: secret, message: request.body))
        else { throw Rejected(status: 403, reason: "wrong X-Signature") }
    }

    private func judgeAge(of seconds: Int64, now: Instant) throws(Rejected) {
        guard let keeps = configuration.limits.inboxKeeps else { return }
        let ahead = configuration.limits.clockAhead
        // Compared in whole seconds, where no sum of a hostile number can overflow.
        let nowSeconds = now.milliseconds / 1000
        let latest = nowSeconds + ahead.milliseconds / 1000
        let earliest = nowSeconds - (keeps.milliseconds - ahead.milliseconds) / 1000
        if seconds > latest { throw Rejected(status: 403, reason: "the event's time lies ahead of our clock") }
        if seconds < earliest { throw Rejected(status: 403, reason: "the event is older than the inbox keeps ids") }
    }
}
