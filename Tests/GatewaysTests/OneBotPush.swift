import Procedure
import Wire

@testable import Gateways

/// Pushes as an implementation makes them, for the account 10001 with the secret of gateways' vectors.
enum OneBotPush {
    static let secret = "some-secret"
    static let now = Instant(seconds: 1_700_000_060)
    static let time: Int64 = 1_700_000_000

    static func configuration(secret: String? = OneBotPush.secret, api: String = "http://127.0.0.1:9") -> OneBotConfiguration {
        OneBotConfiguration(endpoint: "qq", account: "10001", secret: secret, token: "some-token", api: api)
    }

    static func gateway() -> OneBotGateway { OneBotGateway(configuration()) }

    static func text(_ text: String) -> JSON { ["type": "text", "data": ["text": .string(text)]] }
    static func at(_ id: JSON) -> JSON { ["type": "at", "data": ["qq": id]] }
    static func reply(_ id: JSON) -> JSON { ["type": "reply", "data": ["id": id]] }

    /// A message event; members given replace or, as nil, remove those it would have.
    static func message(_ message: JSON, group: JSON? = 20002, changing changes: [String: JSON?] = [:]) -> JSON {
        var members: [JSON.Member] = [
            .init("time", .integer(time)), .init("self_id", 10001), .init("post_type", "message"),
            .init("message_type", group == nil ? "private" : "group"), .init("sub_type", group == nil ? "friend" : "normal"),
            .init("message_id", -2_147_483_648), .init("user_id", 30003), .init("message", message), .init("raw_message", ""),
            .init("font", 0), .init("sender", ["user_id": 30003, "nickname": "小李", "card": "三栋李", "role": "member"]),
        ]
        if let group { members += [.init("group_id", group), .init("anonymous", nil)] }
        return changed(members, changes)
    }

    static func recall(group: JSON? = 20002, changing changes: [String: JSON?] = [:]) -> JSON {
        var members: [JSON.Member] = [
            .init("time", .integer(time)), .init("self_id", 10001), .init("post_type", "notice"),
            .init("notice_type", group == nil ? "friend_recall" : "group_recall"), .init("user_id", 30003), .init("message_id", -77),
        ]
        if let group { members += [.init("group_id", group), .init("operator_id", 30004)] }
        return changed(members, changes)
    }

    private static func changed(_ members: [JSON.Member], _ changes: [String: JSON?]) -> JSON {
        var members = members.filter { changes[$0.name] == nil }
        for (name, value) in changes.sorted(by: { $0.key < $1.key }) {
            if let value { members.append(.init(name, value)) }
        }
        return .object(members)
    }

    static func signature(_ body: [UInt8], secret: String = OneBotPush.secret) -> String {
        "sha1=" + HMAC.sha1(key: Array(secret.utf8), message: body).hex
    }

    static func request(_ body: [UInt8], signature: String?? = .none, account: String? = "10001") -> HTTPRequest {
        var headers = [HTTPField("Content-Type", "application/json"), HTTPField("User-Agent", "CQHttp/4.15.0")]
        if let account { headers.append(HTTPField("x-self-id", account)) }
        if let signature = signature ?? OneBotPush.signature(body) { headers.append(HTTPField("X-Signature", signature)) }
        return HTTPRequest(method: "POST", path: "/onebot/qq", headers: headers, body: body)
    }

    static func request(_ event: JSON) -> HTTPRequest { request(event.bytes()) }

    static func arrive(_ event: JSON, at gateway: OneBotGateway = gateway(), now: Instant = OneBotPush.now) throws(Rejected) -> Arrived? {
        let arrived = try gateway.receive(request(event), now: now)
        return arrived.count == 1 ? arrived[0] : nil
    }

    static func said(_ event: JSON) throws(Rejected) -> Said? {
        if case .said(let said)? = try arrive(event) { said } else { nil }
    }

    static func rejection(_ request: HTTPRequest, by gateway: OneBotGateway = gateway(), now: Instant = OneBotPush.now) -> Rejected? {
        do throws(Rejected) {
            _ = try gateway.receive(request, now: now)
            return nil
        } catch {
            return error
        }
    }
}
