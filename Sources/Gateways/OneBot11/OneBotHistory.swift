import Synchronization
import Wire

extension OneBotGateway {
    /// `get_group_msg_history`, an extension of go-cqhttp that others took over: not in the standard, without paging that all share, and
    /// some 20 messages long. Nil where it is missing or does not answer; then the question stays open.
    public func history(of chat: Chat, limit: Int) -> [HistoryMessage]? {
        guard chat.kind == .group, chat.endpoint == configuration.endpoint, limit > 0, let group = Int64(chat.id) else { return nil }
        if implementation.withLock({ $0?.hasHistory == false }) { return nil }
        let answer = api.call("get_group_msg_history", ["group_id": .integer(group), "count": .integer(Int64(min(limit, 200)))])
        guard let messages = answer.data?["messages"]?.array else {
            if isMissing(answer) { implementation.withLock { $0?.hasHistory = false } }
            return nil
        }
        implementation.withLock { $0?.hasHistory = true }
        var read = messages.compactMap { message -> HistoryMessage? in
            guard let event = try? OneBotEvent(parsing: message.bytes(), account: configuration.account).completed(group: chat.id),
                let said = try? event.said(endpoint: configuration.endpoint, account: configuration.account)
            else { return nil }
            return HistoryMessage(said: said, isOurs: said.sender == configuration.account)
        }
        // Some give the newest first, and a second may hold several messages.
        if let first = read.first, let last = read.last, first.said.at > last.said.at { read.reverse() }
        let sorted = read.enumerated().sorted { ($0.element.said.at, $0.offset) < ($1.element.said.at, $1.offset) }
        return sorted.suffix(limit).map(\.element)
    }

    private func isMissing(_ answer: OneBotAnswer) -> Bool {
        guard case .answered(let status, _, let body) = answer else { return false }
        if status == 404 { return true }
        let json = try? JSON(parsing: body)
        let words = ["msg", "message", "wording"].compactMap { json?[$0]?.string }
        return [404, 1404].contains(json?["retcode"]?.integer) || words.contains { $0.hasPrefix("API_NOT_FOUND") || $0.hasPrefix("不支持的A") }
    }
}
