import Synchronization
import Wire

extension OneBotGateway: Marks {
    /// An emoji on a message: `set_msg_emoji_like` of NapCat and LLOneBot, `set_group_reaction` of Lagrange.OneBot. Neither is in the
    /// standard; go-cqhttp has none.
    public func mark(_ message: String, in chat: Chat) -> SendOutcome {
        guard let emoji = configuration.mark else { return .impossible(reason: "no emoji is configured") }
        guard chat.kind == .group, chat.endpoint == configuration.endpoint, let group = Int64(chat.id), let id = Int64(message) else {
            return .impossible(reason: "the message is in no group of this endpoint")
        }
        let isLagrange = implementation.withLock { $0?.name.hasPrefix("Lagrange") == true }
        let answer =
            isLagrange
            ? api.call(
                "set_group_reaction",
                ["group_id": .integer(group), "message_id": .integer(id), "code": .string(emoji), "is_add": .bool(true)])
            : api.call("set_msg_emoji_like", ["message_id": .integer(id), "emoji_id": .string(emoji), "set": .bool(true)])
        switch answer {
        case .notSent(let reason): return .refused(reason: reason, retryAfter: nil)
        case .uncertain(let reason): return .unknown(reason: reason)
        case .answered(let status, let retryAfter, let body):
            let outcome = OneBotVerdict.outcome(status: status, retryAfter: retryAfter, body: body)
            // An action that is not there, or not for us, is no reason to wait: words say the same.
            if case .refused(let reason, nil) = outcome { return .impossible(reason: reason) }
            return outcome
        }
    }
}
