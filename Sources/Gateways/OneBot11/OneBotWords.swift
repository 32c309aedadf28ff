import Wire

/// What a message says, once its segments are taken apart: words, mentions, quote, attachments.
struct OneBotWords: Sendable, Hashable {
    var text = ""
    var mentionsUs = false
    /// Besides ours, in order; without the mention that a quote brings along by itself.
    var mentions: [String] = []
    var quotes: String?
    var attachments = 0
    var pictures: [String] = []
    /// With those that have no address, or are too many.
    var pictureCount = 0

    /// Reads the `message` of an event: an array of segments, one segment alone, or a CQ string. All three give the same words.
    init(_ cursor: inout JSONCursor, account: String) throws(Malformed) {
        if let string = try cursor.string() {
            if !string.utf8.contains(UInt8(ascii: "[")) && !string.utf8.contains(UInt8(ascii: "&")) {
                text = string
                return
            }
            var quoteIsFresh = false
            for segment in CQCode.segments(of: string) {
                let value = segment[segment.type == "text" ? "text" : segment.type == "at" ? "qq" : "id"]
                take(segment.type, value, account: account, quoteIsFresh: &quoteIsFresh)
                if segment.type == "image", let url = segment["url"] { keep(url) }
            }
            return
        }
        var words = OneBotWords()
        var quoteIsFresh = false
        let isArray = try cursor.elements { cursor throws(Malformed) in
            try words.takeSegment(&cursor, account: account, quoteIsFresh: &quoteIsFresh)
        }
        if !isArray { try words.takeSegment(&cursor, account: account, quoteIsFresh: &quoteIsFresh) }
        self = words
    }

    private init() {}

    /// One segment of an array. Of its data only the one value is built that its type is about.
    private mutating func takeSegment(_ cursor: inout JSONCursor, account: String, quoteIsFresh: inout Bool) throws(Malformed) {
        let start = cursor.here
        var type: String?
        var (text, qq, id, url): (JSON?, JSON?, JSON?, JSON?)
        let isObject = try cursor.members { cursor, name throws(Malformed) in
            switch name {
            case "type": type = try cursor.string()
            case "data":
                try cursor.members { cursor, name throws(Malformed) in
                    switch name {
                    case "text": text = try cursor.scalar()
                    case "qq": qq = try cursor.scalar()
                    case "id": id = try cursor.scalar()
                    case "url": url = try cursor.scalar()
                    default: break
                    }
                }
            default: break
            }
        }
        guard isObject, let type else { throw cursor.malformed("expected a segment with a type", at: start) }
        take(type, Self.value(type == "text" ? text : type == "at" ? qq : id), account: account, quoteIsFresh: &quoteIsFresh)
        if type == "image", let url = Self.value(url) { keep(url) }
    }

    private mutating func keep(_ picture: String) {
        if pictures.count < Said.mostPictures, picture.utf8.count <= 2048 { pictures.append(picture) }
    }

    /// Values of segments are strings by the specification, and numbers from some.
    private static func value(_ json: JSON?) -> String? {
        switch json {
        case .string(let value): value
        case .integer(let value): String(value)
        case .decimal(let value): value
        case .bool(let value): value ? "true" : "false"
        default: nil
        }
    }

    /// - Parameters:
    ///   - value: `text` of a text, `qq` of a mention, `id` of a quote.
    ///   - quoteIsFresh: true from a quote until the next mention or word: the client puts a mention of the quoted person there, which
    ///     nobody typed.
    private mutating func take(_ type: String, _ value: String?, account: String, quoteIsFresh: inout Bool) {
        switch type {
        case "text":
            let piece = value ?? ""
            if quoteIsFresh, piece.utf8.contains(where: { $0 != 0x20 }) { quoteIsFresh = false }
            if text.isEmpty { text = piece } else { text += piece }
        case "at":
            let automatic = quoteIsFresh
            quoteIsFresh = false
            guard let value else { return }
            if value == account {
                mentionsUs = true
            } else if !automatic, Int64(value) != nil {
                // `all` is nobody in particular.
                mentions.append(value)
            }
        case "reply":
            // At most one; where a client gives more, the first is what people see.
            if quotes == nil, let value, Int64(value) != nil {
                quotes = value
                quoteIsFresh = true
            }
        case "image":
            attachments += 1
            pictureCount += 1
        case "record", "video", "file": attachments += 1
        // Faces, cards, forwarded conversations: nothing in them is said by the sender in words.
        default: break
        }
    }
}
