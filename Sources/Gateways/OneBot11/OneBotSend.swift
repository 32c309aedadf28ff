import Procedure
import Wire

extension OneBotGateway {
    /// Sends one message by `send_group_msg` or `send_private_msg`, once. OneBot has no idempotency keys and its implementations report
    /// failure for delivered messages (Mrs4s/go-cqhttp#382), so whatever is not certain is `unknown`.
    public func send(_ message: Outgoing) -> SendOutcome {
        guard message.chat.endpoint == configuration.endpoint else { return .impossible(reason: "the chat is at another endpoint") }
        guard let chat = Int64(message.chat.id) else { return .impossible(reason: "the chat's id is no number") }
        let segments = segments(of: message)
        guard !segments.isEmpty else { return .impossible(reason: "the message is empty") }
        switch message.chat.kind {
        case .group:
            return outcome(of: api.call("send_group_msg", ["group_id": .integer(chat), "message": .array(segments)]))
        case .direct:
            var parameters = [JSON.Member("user_id", .integer(chat)), JSON.Member("message", .array(segments))]
            // Friends are written to as such all the same.
            if let group = temporaryGroup(of: message.chat.id) ?? message.throughGroup {
                guard let group = Int64(group) else { return .impossible(reason: "the group's id is no number") }
                parameters.append(JSON.Member("group_id", .integer(group)))
            }
            return outcome(of: api.call("send_private_msg", .object(parameters)))
        }
    }

    /// Always an array, never a CQ string: what people wrote stays text there, whatever it contains.
    private func segments(of message: Outgoing) -> [JSON] {
        var segments: [JSON] = []
        let text = Sayable.text(message.text)
        // A private chat has nobody else to mention. `all` is no id: the account never calls everybody.
        let mentions = message.chat.kind == .group ? message.mentions.filter { Int64($0) != nil } : []
        guard !text.isEmpty || !mentions.isEmpty else { return [] }
        if let quoted = message.quotes, Int64(quoted) != nil { segments.append(["type": "reply", "data": ["id": .string(quoted)]]) }
        for id in mentions { segments.append(["type": "at", "data": ["qq": .string(id)]]) }
        // Clients draw the name right up to the text.
        let spaced = mentions.isEmpty || text.isEmpty ? text : " " + text
        if !spaced.isEmpty { segments.append(["type": "text", "data": ["text": .string(spaced)]]) }
        return segments
    }

    private func outcome(of answer: OneBotAnswer) -> SendOutcome {
        switch answer {
        case .notSent(let reason): .refused(reason: reason, retryAfter: nil)
        case .uncertain(let reason): .unknown(reason: reason)
        case .answered(let status, let retryAfter, let body): OneBotVerdict.outcome(status: status, retryAfter: retryAfter, body: body)
        }
    }
}

/// Text that may be shown: without characters that steer terminals and layout instead of saying something.
enum Sayable {
    static func text(_ text: String) -> String {
        if !text.unicodeScalars.contains(where: { steers($0) || $0 == "\r" || $0 == "\t" }) { return text }
        var clean = String.UnicodeScalarView()
        var previous: Unicode.Scalar = " "
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\r", "\u{2028}", "\u{2029}", "\u{85}": clean.append("\n")
            case "\n" where previous == "\r": break
            case "\t": clean.append(" ")
            case _ where steers(scalar): break
            default: clean.append(scalar)
            }
            previous = scalar
        }
        return String(clean)
    }

    /// Control characters but for the line feed, direction marks and overrides, the zero-width space and the byte order mark. Joiners
    /// stay: emoji are made of them.
    private static func steers(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x0A: false
        case 0..<0x20, 0x7F..<0xA0, 0x061C, 0x200B, 0x200E, 0x200F, 0x2028...0x202E, 0x2060...0x206F, 0xFEFF, 0xFFF9...0xFFFB,
            0xE0000...0xE007F:
            true
        default: false
        }
    }
}
