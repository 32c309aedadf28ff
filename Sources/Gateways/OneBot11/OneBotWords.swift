import Wire

/// What a message says, once its segments are taken apart: words, mentions, quote, attachments.
struct OneBotWords: Sendable, Hashable {
    var text = ""
    var mentionsUs = false
    /// Besides ours, in order; without the mention that a quote brings along by itself.
    var mentions: [String] = []
    var quotes: String?
    var attachments = 0

    /// Reads the `message` of an event: an array of segments, one segment alone, or a CQ string. All three give the same words.
    init(_ message: JSON, account: String) throws(OneBotMisshapen) {
        switch message {
        case .string(let string):
            if !string.utf8.contains(UInt8(ascii: "[")) && !string.utf8.contains(UInt8(ascii: "&")) {
                text = string
                return
            }
            var quoteIsFresh = false
            for segment in CQCode.segments(of: string) {
                take(segment.type, account: account, quoteIsFresh: &quoteIsFresh) { segment[$0] }
            }
        case .array(let segments):
            var quoteIsFresh = false
            for (index, segment) in segments.enumerated() {
                try take(segment, at: [.name("message"), .index(index)], account: account, quoteIsFresh: &quoteIsFresh)
            }
        case .object:
            var quoteIsFresh = false
            try take(message, at: [.name("message")], account: account, quoteIsFresh: &quoteIsFresh)
        default: throw OneBotMisshapen("expected a string or an array of segments", at: [.name("message")])
        }
    }

    private mutating func take(
        _ segment: JSON, at path: [OneBotMisshapen.Step], account: String, quoteIsFresh: inout Bool
    ) throws(OneBotMisshapen) {
        guard let type = segment["type"]?.string else { throw OneBotMisshapen("expected a segment with a type", at: path) }
        let data = segment["data"]
        take(type, account: account, quoteIsFresh: &quoteIsFresh) { name in
            switch data?[name] {
            case .string(let value): value
            case .integer(let value): String(value)
            case .decimal(let value): value
            case .bool(let value): value ? "true" : "false"
            default: nil
            }
        }
    }

    /// - Parameter quoteIsFresh: true from a quote until the next mention or word: the client puts a mention of the quoted person there,
    ///   which nobody typed.
    private mutating func take(_ type: String, account: String, quoteIsFresh: inout Bool, _ data: (String) -> String?) {
        switch type {
        case "text":
            let piece = data("text") ?? ""
            if piece.utf8.contains(where: { $0 != 0x20 }) { quoteIsFresh = false }
            if text.isEmpty { text = piece } else { text += piece }
        case "at":
            let automatic = quoteIsFresh
            quoteIsFresh = false
            guard let id = data("qq") else { return }
            if id == account {
                mentionsUs = true
            } else if !automatic, Int64(id) != nil {
                // `all` is nobody in particular.
                mentions.append(id)
            }
        case "reply":
            // At most one; where a client gives more, the first is what people see.
            if quotes == nil, let id = data("id"), Int64(id) != nil {
                quotes = id
                quoteIsFresh = true
            }
        case "image", "record", "video", "file": attachments += 1
        // Faces, cards, forwarded conversations: nothing in them is said by the sender in words.
        default: break
        }
    }
}

/// An event that is JSON but no OneBot event; where, so that the place can be found in the body.
struct OneBotMisshapen: Error {
    enum Step: Sendable, Hashable {
        case name(String)
        case index(Int)
    }

    var problem: String
    var path: [Step]

    init(_ problem: String, at path: [Step]) {
        self.problem = problem
        self.path = path
    }

    /// With line and column, by reading the body a second time: only what is wrong costs that.
    func located(in body: [UInt8]) -> Malformed {
        guard var node = try? LocatedJSON(parsing: body, comments: false) else { return Malformed(problem) }
        for step in path {
            let next: LocatedJSON? =
                switch step {
                case .name(let name): node[name]
                case .index(let index): node.array.flatMap { $0.indices.contains(index) ? $0[index] : nil }
                }
            // A member that is missing is missing from the object that was reached.
            guard let next else { break }
            node = next
        }
        return node.malformed(problem)
    }
}
