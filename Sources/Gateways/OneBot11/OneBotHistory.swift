import Procedure
import Synchronization
import Wire

extension OneBotGateway {
    /// `get_group_msg_history`, an extension of go-cqhttp that others took over, not in the standard. It gives some 20 messages, and older
    /// ones from a `message_seq` on; who does not know that parameter gives the same ones again, and then there are no more. Nil where it is
    /// missing or does not answer; then the question stays open.
    public func history(of chat: Chat, since: Instant, pages: Int) -> History? {
        guard chat.kind == .group, chat.endpoint == configuration.endpoint, let group = Int64(chat.id) else { return nil }
        if implementation.withLock({ $0?.hasHistory == false }) { return nil }
        var found: [String: HistoryMessage] = [:]
        var order: [String] = []
        var isWhole = false
        var from: JSON?
        for number in 0..<max(pages, 1) {
            guard let page = page(of: group, from: from) else {
                if number == 0 { return nil }
                break
            }
            let older = page.messages.filter { found[$0.said.messageID] == nil }
            for message in older { found[message.said.messageID] = message }
            order.insert(contentsOf: older.map(\.said.messageID), at: 0)
            isWhole = older.contains { $0.said.at < since }
            guard !isWhole, !older.isEmpty, let first = page.first else { break }
            from = first
        }
        // A second may hold several messages: those keep the order they came in.
        let sorted = order.compactMap { found[$0] }.enumerated().sorted {
            ($0.element.said.at, $0.offset) < ($1.element.said.at, $1.offset)
        }
        return History(messages: sorted.map(\.element), isWhole: isWhole)
    }

    /// One page, oldest first, and where the one before it ends: the `message_seq` of its oldest message, or its id where there is none.
    private func page(of group: Int64, from: JSON?) -> (messages: [HistoryMessage], first: JSON?)? {
        var parameters = [JSON.Member("group_id", .integer(group)), JSON.Member("count", .integer(100))]
        if let from { parameters.append(JSON.Member("message_seq", from)) }
        let answer = api.call("get_group_msg_history", .object(parameters))
        guard let messages = answer.data?["messages"]?.array else {
            if isMissing(answer) { implementation.withLock { $0?.hasHistory = false } }
            return nil
        }
        implementation.withLock { $0?.hasHistory = true }
        var read = messages.compactMap { message -> (message: HistoryMessage, place: JSON?)? in
            guard let event = try? OneBotEvent(parsing: message.bytes(), account: configuration.account).completed(group: String(group)),
                let said = try? event.said(endpoint: configuration.endpoint, account: configuration.account)
            else { return nil }
            return (
                HistoryMessage(said: said, isOurs: said.sender == configuration.account), message["message_seq"] ?? message["message_id"]
            )
        }
        // Some give the newest first.
        if let first = read.first, let last = read.last, first.message.said.at > last.message.said.at { read.reverse() }
        return (read.map(\.message), read.first?.place)
    }

    private func isMissing(_ answer: OneBotAnswer) -> Bool {
        guard case .answered(let status, _, let body) = answer else { return false }
        if status == 404 { return true }
        let json = try? JSON(parsing: body)
        let words = ["msg", "message", "wording"].compactMap { json?[$0]?.string }
        return [404, 1404].contains(json?["retcode"]?.integer) || words.contains { $0.hasPrefix("API_NOT_FOUND") || $0.hasPrefix("不支持的A") }
    }
}
