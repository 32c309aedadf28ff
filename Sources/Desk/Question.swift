import Deliberation
import Procedure

/// One short question that is open: to this person, in this chat, for ten minutes, one at a time (design 5, *Which matter*).
struct Question: Sendable {
    /// What is done once it is answered.
    enum About: Sendable {
        /// The command waits for a reason; it is decided again with it.
        case reason(Resolve.Planned)
        /// Yes or no: a command that was said long ago is done now, or not at all.
        case confirm([Resolve.Planned])
        /// Yes or no: these words are registered as a suggestion.
        case offer(String)
        /// Yes or no: whoever was asked is forgotten.
        case forget
    }

    var about: About
    var asked: Instant
    static let life = Span.minutes(10)
}
