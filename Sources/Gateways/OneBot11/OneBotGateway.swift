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
    /// Who spoke to us in a temporary chat, and the group it is of: the answer goes the same way. In memory only.
    private let temporary = Mutex<[String: String]>([:])
    private static let temporaryAtMost = 10_000

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
        guard request.body.count <= configuration.limits.bodyBytes else {
            throw Rejected(status: 413, reason: "the body is over the limit")
        }
        try verifySignature(of: request)
        guard let header = request.header("X-Self-ID") else { throw Rejected(status: 400, reason: "no X-Self-ID header") }
        guard header == configuration.account else { throw Rejected(status: 403, reason: "X-Self-ID is not the configured account") }
        return [try read(request.body, now: now).get()]
    }

    private func read(_ body: [UInt8], now: Instant) -> Result<Arrived, Rejected> {
        do throws(Malformed) {
            let event = try OneBotEvent(parsing: body, account: configuration.account)
            guard let account = event.account else { throw event.missing("self_id") }
            if let reason = refusal(of: event, account: account, now: now) { return .failure(Rejected(status: 403, reason: reason)) }
            if let sayer = event.sayer, let group = event.throughGroup { noteTemporary(sayer, group) }
            return .success(try event.arrived(endpoint: configuration.endpoint, account: configuration.account))
        } catch {
            return .failure(Rejected(status: 400, reason: "the body is not readable as an event", fault: error))
        }
    }

    private func noteTemporary(_ account: String, _ group: String) {
        temporary.withLock { known in
            if known.count >= OneBotGateway.temporaryAtMost { known.removeAll() }
            known[account] = group
        }
    }

    /// The group of the temporary chat somebody spoke in last.
    func temporaryGroup(of account: String) -> String? { temporary.withLock { $0[account] } }

    /// Why a readable event is not taken: another account's, too old, or from the future.
    private func refusal(of event: OneBotEvent, account: String, now: Instant) -> String? {
        guard account == configuration.account else { return "self_id is not the configured account" }
        guard let seconds = event.time, let keeps = configuration.limits.inboxKeeps else { return nil }
        let ahead = configuration.limits.clockAhead
        // Our own instants are compared in seconds: a hostile number could overflow as milliseconds.
        if seconds > (now + ahead).milliseconds / 1000 { return "the event's time lies ahead of our clock" }
        if seconds < (now - keeps + ahead).milliseconds / 1000 { return "the event is older than the inbox keeps ids" }
        return nil
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
}
