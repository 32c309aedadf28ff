import Deliberation
import Gateways
import Procedure
import Wire

/// What somebody said in private and was asked back about before it could be registered: whether it is meant so, or where they live. Nothing
/// of it is stored but the question itself, sealed and for its ten minutes.
struct FirstWords: Sendable, Hashable {
    var text: String
    var messageID: String
    var at: Instant
    /// Where the platform keeps the pictures that came with it.
    var pictures: [String] = []
    /// How many came with it, with those that have no place.
    var pictureCount = 0
    /// Said without an opening: the answer is then the yes to registering it as well.
    var isWish: Bool
    /// Neighbours who support it before it is registered.
    var backers: [PersonID] = []

    /// - Parameter wish: what is registered of it, where it had no opening.
    init(_ said: Said, wish: String?) {
        self.init(
            text: wish ?? said.text, messageID: said.messageID, at: said.at, pictures: said.pictures, pictureCount: said.pictureCount,
            isWish: wish != nil)
    }

    init(text: String, messageID: String, at: Instant, pictures: [String], pictureCount: Int = 0, isWish: Bool) {
        self.text = text
        self.messageID = messageID
        self.at = at
        self.pictures = pictures
        self.pictureCount = max(pictureCount, pictures.count)
        self.isWish = isWish
    }

    /// The message as it was said, by whoever answers now.
    func said(by answer: Said) -> Said {
        Said(
            id: messageID, messageID: messageID, chat: answer.chat, sender: answer.sender, displayName: answer.displayName, at: at,
            text: text, pictures: pictures, pictureCount: pictureCount)
    }

    var json: JSON {
        [
            "at": .integer(at.milliseconds), "came": .integer(Int64(pictureCount)), "message": .string(messageID),
            "pictures": .array(pictures.map { .string($0) }), "text": .string(text), "wish": .bool(isWish),
            "backers": .array(backers.map { .string($0.description) }),
        ]
    }

    init(json: JSON?) throws(Malformed) {
        guard let json, let text = json["text"]?.string, let message = json["message"]?.string, let at = json["at"]?.integer,
            let isWish = json["wish"]?.bool
        else { throw Malformed("the stored question has no first words") }
        self.init(
            text: text, messageID: message, at: Instant(milliseconds: at), pictures: (json["pictures"]?.array ?? []).compactMap(\.string),
            pictureCount: Int(clamping: json["came"]?.integer ?? 0), isWish: isWish)
    }
}

extension Question.About {
    /// What the question goes on with once it is answered; nil where it is about something else.
    var first: FirstWords? {
        switch self {
        case .offer(let first), .whichUnit(let first, _): first
        case .reason, .confirm, .oneOf, .meant, .lacking, .wish, .forget, .forgetOnPaper: nil
        }
    }
}
