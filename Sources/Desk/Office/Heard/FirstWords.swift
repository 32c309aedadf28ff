import Deliberation
import Gateways
import Procedure
import Wire

/// What somebody said in private and was asked back about before it could be registered: whether it is meant so, or where they live. Nothing
/// of it is stored but the question itself, sealed and for its ten minutes.
struct FirstWords: Sendable, Hashable {
    /// One message of it.
    struct Bubble: Sendable, Hashable {
        var text: String
        var messageID: String
        var at: Instant
        /// Where the platform keeps the pictures that came with it.
        var pictures: [String] = []
        /// How many came with it, with those that have no place.
        var pictureCount = 0
        /// Neighbours who support it before it is registered.
        var backers: [PersonID] = []
    }

    /// Never empty.
    private(set) var bubbles: [Bubble]
    /// Said without an opening: the answer is then the yes to registering it as well.
    var isWish: Bool

    /// - Parameter wish: what is registered of it, where it had no opening.
    init(_ said: Said, wish: String?) {
        bubbles = [
            Bubble(
                text: wish ?? said.text, messageID: said.messageID, at: said.at, pictures: said.pictures,
                pictureCount: max(said.pictureCount, said.pictures.count))
        ]
        isWish = wish != nil
    }

    /// The whole of it.
    var text: String { bubbles.map(\.text).joined(separator: "\n") }
    var backers: [PersonID] { bubbles.flatMap(\.backers).uniqued() }

    func isMade(of message: String) -> Bool { bubbles.contains { $0.messageID == message } }

    /// These words, and those said next.
    func followed(by next: FirstWords) -> FirstWords {
        var whole = self
        whole.bubbles += next.bubbles
        return whole
    }

    /// - Parameter message: the bubble that is supported; nil: all of it.
    mutating func back(_ person: PersonID, quoting message: String?) {
        for index in bubbles.indices where message == nil || bubbles[index].messageID == message {
            if !bubbles[index].backers.contains(person) { bubbles[index].backers.append(person) }
        }
    }

    /// The message as it was said, by whoever answers now: that of the first bubble, with all that was said and came with it.
    func said(by answer: Said) -> Said {
        Said(
            id: bubbles[0].messageID, messageID: bubbles[0].messageID, chat: answer.chat, sender: answer.sender,
            displayName: answer.displayName, at: bubbles[0].at, text: text, pictures: bubbles.flatMap(\.pictures),
            pictureCount: bubbles.reduce(0) { $0 + $1.pictureCount })
    }

    var json: JSON { ["bubbles": .array(bubbles.map(\.json)), "wish": .bool(isWish)] }

    init(json: JSON?) throws(Malformed) {
        guard let json, let stored = json["bubbles"]?.array, !stored.isEmpty, let isWish = json["wish"]?.bool else {
            throw Malformed("the stored question has no first words")
        }
        bubbles = []
        for bubble in stored { bubbles.append(try Bubble(json: bubble)) }
        self.isWish = isWish
    }
}

extension FirstWords.Bubble {
    /// This message alone, by whoever answers now.
    func said(by answer: Said) -> Said {
        Said(
            id: messageID, messageID: messageID, chat: answer.chat, sender: answer.sender, displayName: answer.displayName, at: at,
            text: text, pictures: pictures, pictureCount: pictureCount)
    }

    fileprivate var json: JSON {
        [
            "at": .integer(at.milliseconds), "backers": .array(backers.map { .string($0.description) }),
            "came": .integer(Int64(pictureCount)), "message": .string(messageID), "pictures": .array(pictures.map { .string($0) }),
            "text": .string(text),
        ]
    }

    fileprivate init(json: JSON) throws(Malformed) {
        guard let text = json["text"]?.string, let message = json["message"]?.string, let at = json["at"]?.integer else {
            throw Malformed("the stored question has no first words")
        }
        self.init(
            text: text, messageID: message, at: Instant(milliseconds: at), pictures: (json["pictures"]?.array ?? []).compactMap(\.string),
            pictureCount: Int(clamping: json["came"]?.integer ?? 0),
            backers: (json["backers"]?.array ?? []).compactMap { $0.string.flatMap(PersonID.init(text:)) })
    }
}

extension Question.About {
    /// What the question goes on with once it is answered; nil where it is about something else.
    var first: FirstWords? {
        switch self {
        case .offer(let first), .whichUnit(let first, _): first
        case .reason, .confirm, .oneOf, .meant, .lacking, .refused, .wish, .vote, .forget, .forgetOnPaper: nil
        }
    }
}
