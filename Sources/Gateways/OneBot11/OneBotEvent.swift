import Procedure
import Wire

/// One pushed event (OneBot 11, event/), taken from its bytes in one pass; whatever we never look at is passed over unbuilt.
struct OneBotEvent {
    private var postType = ""
    private var detail = ""
    private var subType = ""
    private(set) var time: Int64?
    private(set) var account: String?
    private var user: String?
    private var group: String?
    private var messageID: String?
    private var operatedBy: String?
    private var words: OneBotWords?
    private var card = ""
    private var nickname = ""
    private var isAnonymous = false
    /// The group of the sender's, which go-cqhttp gives with temporary chats.
    private var senderGroup: String?
    /// Where the event stands, for what is missing in it.
    private let place: Malformed

    /// - Parameter account: ours, to know a mention of us from others.
    init(parsing body: [UInt8], account: String) throws(Malformed) {
        self = try JSONCursor.read(body) { cursor throws(Malformed) in try OneBotEvent(&cursor, account: account) }
        if postType.isEmpty { throw missing("post_type") }
    }

    private init(_ cursor: inout JSONCursor, account ours: String) throws(Malformed) {
        place = cursor.malformed("expected an object", at: cursor.here)
        let isObject = try cursor.members { cursor, name throws(Malformed) in
            switch name {
            case "time": time = try cursor.scalar()?.integer
            case "self_id": account = try id(&cursor)
            case "post_type": postType = try cursor.string() ?? ""
            case "message_type", "notice_type", "meta_event_type", "request_type": detail = try cursor.string() ?? ""
            case "sub_type": subType = try cursor.string() ?? ""
            case "message_id": messageID = try id(&cursor)
            case "user_id": user = try id(&cursor)
            case "group_id": group = try id(&cursor)
            case "operator_id": operatedBy = try id(&cursor)
            case "message": words = try OneBotWords(&cursor, account: ours)
            case "sender":
                try cursor.members { cursor, name throws(Malformed) in
                    switch name {
                    case "card": card = try cursor.string() ?? ""
                    case "nickname": nickname = try cursor.string() ?? ""
                    case "group_id": senderGroup = try id(&cursor)
                    default: break
                    }
                }
            case "anonymous": isAnonymous = try cursor.scalar().map { !$0.isNull } ?? true
            default: break
            }
        }
        guard isObject else { throw place }
    }

    /// What it is to us. `account` is ours; `endpoint` becomes part of chats.
    func arrived(endpoint: String, account: String) throws(Malformed) -> Arrived {
        switch postType {
        case "message":
            guard detail == "group" || detail == "private" else { return .ignored("message.other") }
            // Lines that the client writes itself, such as "… joined the group".
            if subType == "notice" { return .ignored("message.notice") }
            if user == account { return .ignored("own") }
            return .said(try said(endpoint: endpoint, account: account))
        case "message_sent": return .ignored("own")
        case "notice":
            if detail == "group_recall" || detail == "friend_recall" {
                return .recalled(try recalled(endpoint: endpoint, account: account))
            }
            return .ignored(Self.notices.contains(detail) ? "notice." + detail : "notice.other")
        case "request": return .ignored("request")
        case "meta_event": return .ignored(detail == "heartbeat" || detail == "lifecycle" ? "meta." + detail : "meta.other")
        default: return .ignored("other")
        }
    }

    /// A message, also our own: the history shows those too.
    func said(endpoint: String, account: String) throws(Malformed) -> Said {
        guard let user else { throw missing("user_id") }
        guard let messageID else { throw missing("message_id") }
        let time = try second()
        guard let words else { throw missing("message") }
        let chat = try chat(endpoint: endpoint, with: user)
        return Said(
            id: key(account, chat, messageID, time), messageID: messageID, chat: chat, sender: user, displayName: displayName,
            at: Instant(seconds: time), text: words.text, mentionsUs: words.mentionsUs, mentions: words.mentions, quotes: words.quotes,
            isAnonymous: isAnonymous || subType == "anonymous", attachments: words.attachments,
            pictures: words.pictures, pictureCount: words.pictureCount)
    }

    /// The same event where a group's history leaves out what its caller knows.
    func completed(group: String) -> OneBotEvent {
        var event = self
        event.detail = "group"
        event.group = group
        return event
    }

    var sayer: String? { user }

    /// The group through which somebody who is no friend speaks to us in private.
    var throughGroup: String? { detail == "private" && subType == "group" ? group ?? senderGroup : nil }

    private func recalled(endpoint: String, account: String) throws(Malformed) -> Recalled {
        guard let user else { throw missing("user_id") }
        guard let messageID else { throw missing("message_id") }
        let time = try second()
        let kind: Chat.Kind = detail == "group_recall" ? .group : .direct
        if kind == .group, group == nil { throw missing("group_id") }
        let chat = Chat(endpoint: endpoint, kind: kind, id: kind == .group ? group ?? "" : user)
        // Without the time: a message is taken back once, and some clients tell of it twice, a second apart.
        return Recalled(
            id: key(account, chat, messageID, nil), messageID: messageID, chat: chat, sender: user, operatedBy: operatedBy ?? user,
            at: Instant(seconds: time))
    }

    private func chat(endpoint: String, with user: String) throws(Malformed) -> Chat {
        guard detail == "group" else { return Chat(endpoint: endpoint, kind: .direct, id: user) }
        guard let group else { throw missing("group_id") }
        return Chat(endpoint: endpoint, kind: .group, id: group)
    }

    /// The name in the group where the person has set one, else the account's own.
    private var displayName: String { card.isEmpty ? nickname : card }

    /// The same for every delivery of one message (account, kind, chat, message, second), and never equal to that of a recall.
    private func key(_ account: String, _ chat: Chat, _ messageID: String, _ time: Int64?) -> String {
        var key = account
        key.reserveCapacity(64)
        key += chat.kind == .group ? "/group/" : "/private/"
        key += chat.id
        key += "/"
        key += messageID
        key += "/"
        key += time.map(String.init) ?? "recall"
        return key
    }

    /// Between 1970 and 3000, so that nobody's arithmetic overflows later.
    private func second() throws(Malformed) -> Int64 {
        guard let time, (0..<32_503_680_000).contains(time) else {
            throw missing("time in seconds")
        }
        return time
    }

    func missing(_ what: String) -> Malformed {
        var fault = place
        fault.problem = "expected \(what)"
        return fault
    }

    private static let notices: Set<String> = [
        "group_upload", "group_admin", "group_decrease", "group_increase", "group_ban", "friend_add", "notify", "group_card", "essence",
        "client_status", "group_msg_emoji_like", "bot_offline", "offline_file",
    ]
}

/// Ids are text inside the service, also those beyond 2^53 or below zero.
private func id(_ cursor: inout JSONCursor) throws(Malformed) -> String? {
    let start = cursor.here
    let problem = "expected a whole number"
    switch try cursor.scalar() {
    case .integer(let value): return String(value)
    case .null: return nil
    case .string(let text), .decimal(let text):
        if let value = Int64(text), !text.utf8.starts(with: "+".utf8) { return String(value) }
        if !text.isEmpty, text.utf8.count <= 32, text.utf8.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }) {
            return text
        }
        throw cursor.malformed(problem, at: start)
    default: throw cursor.malformed(problem, at: start)
    }
}
