import Procedure
import Wire

/// What an answer to a sending call means for the message.
enum OneBotVerdict {
    /// A wrong token, address or action is the endpoint's fault and none of the message's: it waits, and so does everything behind it.
    ///
    /// - Parameter retryAfter: the header of that name, in seconds or nil.
    static func outcome(status: Int, retryAfter: String?, body: [UInt8]) -> SendOutcome {
        switch status {
        case 200..<300: return outcome(of: body)
        case 401: return .refused(reason: "HTTP 401: the API asks for a token", retryAfter: nil)
        case 403: return .refused(reason: "HTTP 403: the API refuses the token", retryAfter: nil)
        case 404: return .refused(reason: "HTTP 404: no such action at the API's address", retryAfter: nil)
        case 400, 405, 406, 413, 414, 415, 422: return .impossible(reason: "HTTP \(status): the API refuses the request")
        case 300..<400: return .refused(reason: "HTTP \(status): the API's address redirects", retryAfter: nil)
        case 429: return .refused(reason: "HTTP 429: too many calls", retryAfter: retryAfter.flatMap { span(seconds: $0) })
        default: return .unknown(reason: "HTTP \(status)")
        }
    }

    private static func outcome(of body: [UInt8]) -> SendOutcome {
        guard let json = try? JSON(parsing: body), let state = json["status"]?.string else {
            return .unknown(reason: "the API's answer is not readable")
        }
        let retcode = json["retcode"]?.integer
        switch state {
        case "ok": return .sent(messageID: messageID(json["data"]?["message_id"]))
        case "async": return .unknown(reason: "the API has taken the message without saying what becomes of it")
        case "failed": return failed(retcode: retcode, words: ["msg", "message", "wording"].compactMap { json[$0]?.string })
        default: return .unknown(reason: "the API answers with a status that OneBot does not know")
        }
    }

    /// Ids are whole numbers, negative ones too; zero is go-cqhttp's way to say that it could not tell.
    private static func messageID(_ json: JSON?) -> String? {
        switch json {
        case .integer(let id): id == 0 ? nil : String(id)
        case .string(let id): Int64(id) == nil || id == "0" ? nil : id
        default: nil
        }
    }

    /// Failure is only believed where the implementation decides before it hands anything to QQ.
    private static func failed(retcode: Int64?, words: [String]) -> SendOutcome {
        let code = retcode.map { "retcode \($0)" } ?? "no retcode"
        switch retcode {
        case 1404, 404: return .refused(reason: "\(code): no such action", retryAfter: nil)
        case 1401, 1403: return .refused(reason: "\(code): the API refuses the token", retryAfter: nil)
        case 1400, 400: return .impossible(reason: "\(code): the API refuses the parameters")
        default: break
        }
        for word in words {
            if let certain = certainlyNotSent.first(where: { word.utf8.starts(with: $0.beginning.utf8) }) {
                let reason = "\(code): \(certain.means)"
                return certain.isOurs ? .refused(reason: reason, retryAfter: nil) : .impossible(reason: reason)
            }
            if word == "Server is closed" { return .refused(reason: "\(code): the API is closing", retryAfter: nil) }
        }
        return .unknown(reason: "\(code): reported as failed, which it also is when delivered")
    }

    /// Beginnings of `msg`, `message` or `wording`, from the sources of go-cqhttp v1.2.0 (coolq/api.go) and NapCat (action/msg/SendMsg.ts,
    /// api/msg.ts): each is thrown before the message is handed on. `isOurs`: whatever is sent would be answered so.
    private static let certainlyNotSent: [(beginning: String, means: String, isOurs: Bool)] = [
        ("GROUP_NOT_FOUND", "the account is not in that group", false),
        ("FRIEND_NOT_FOUND", "no such friend", false),
        ("EMPTY_MSG_ERROR", "the message is empty", false),
        ("API_NOT_FOUND", "no such action", true),
        ("不支持的A", "no such action", true),
        ("无法获取用户信息", "no such account", false),
        ("Get Uid Error", "no such account", false),
        ("请指定正确的 group_id 或 user_id", "no such chat", false),
        ("消息体无法解析", "the message is not understood", false),
    ]

    private static func span(seconds text: String) -> Span? {
        guard let seconds = Int64(text), (0...86_400).contains(seconds) else { return nil }
        return .seconds(seconds)
    }
}
