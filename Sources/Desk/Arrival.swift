import Gateways
import Procedure
import Reading
import Record
import Wire

/// Three things enter by one door (design 2.3): what was said, what is due, and what becomes of a send, its beginning included.
public enum Arrival: Sendable {
    case said(Heard)
    case recalled(Recalled)
    case pictured(Pictured)
    case unkept(Unkept)
    case due(TimerRow)
    /// A row of the outbox that is about to be sent.
    case leaving(Int64)
    case delivered(Delivery)
    /// Something that must not be tried again, and why, in English: it is noted, and told to the officers (`Office.setAside`).
    /// `isTold` is false where telling it has killed the process as well.
    indirect case aside(Arrival, why: String, isTold: Bool = true)
}

/// A message that may be for us, with what the HTTP thread has already read of it.
public struct Heard: Sendable {
    public var said: Said
    /// As a resident's words in a group, where it was read as such: the writer need not read it again.
    var asResident: Intent?
    /// The words that are registered by it: what this person said before, and was offered.
    var offered: Said?
    /// The quiet offer that it takes up.
    var offer: Offers.Offer?
    /// What this person said before, and this goes on with.
    var earlier: Said?

    public init(_ said: Said) { self.said = said }

    init(_ said: Said, takingUp offer: Offers.Offer) {
        self.said = said
        self.offer = offer
        offered = offer.said
        earlier = offer.said
    }

    /// Their first words, said again with the answer to what they were asked.
    init(_ answer: Said, continuing first: FirstWords) {
        said = answer
        said.text = first.text
        earlier = first.said(by: answer)
        if first.isWish { offered = earlier }
    }

    init(_ said: Said, asResident intent: Intent) {
        self.said = said
        asResident = intent
    }
}

/// A picture that came with a message which was decided, cleaned already.
public struct Pictured: Sendable {
    public var said: Said
    public var picture: PictureBytes

    public init(_ said: Said, _ picture: PictureBytes) {
        self.said = said
        self.picture = picture
    }
}

/// Pictures that came with a message which was decided, and could not be kept.
public struct Unkept: Sendable {
    public var said: Said
    /// How many; 1 or more.
    public var count: Int

    public init(_ said: Said, _ count: Int) {
        self.said = said
        self.count = count
    }
}

/// What became of one row of the outbox.
public struct Delivery: Sendable {
    public var row: Int64
    public var outcome: SendOutcome
    public var at: Instant
    /// Where it went, as far as the sender knows: a person may have spoken from another account since.
    public var chat: Chat?
    /// Whether it counts, where it may have arrived, against the attention of a residents' group. Of several pieces in one message one does.
    var asNews = false

    var mayHaveArrived: Bool {
        switch outcome {
        case .sent, .unknown: true
        case .refused, .impossible: false
        }
    }
}

/// What comes of an arrival.
public enum Outcome: String, Sendable {
    case decided, answered, asked, refused, duplicate, silent, setAside, failed
}

extension Arrival {
    var name: String {
        switch self {
        case .said: "said"
        case .recalled: "recalled"
        case .pictured: "pictured"
        case .unkept: "unkept"
        case .due: "due"
        case .leaving: "leaving"
        case .delivered: "delivered"
        case .aside(let arrival, _, _): arrival.name
        }
    }

    var isAside: Bool { if case .aside = self { true } else { false } }

    func isOld(before instant: Instant) -> Bool {
        switch self {
        case .said(let heard): heard.said.at <= instant
        case .recalled(let recalled): recalled.at <= instant
        case .pictured(let pictured): pictured.said.at <= instant
        case .unkept(let unkept): unkept.said.at <= instant
        case .due(let timer): timer.due <= instant
        case .leaving, .delivered, .aside: false
        }
    }
}
