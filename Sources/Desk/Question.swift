import Deliberation
import Gateways
import Procedure
import Reading

/// One short question that is open: to this person, in this chat, for ten minutes, one at a time (design 5, *Which matter*).
struct Question: Sendable {
    /// What is done once it is answered.
    enum About: Sendable {
        /// The command waits for a reason; the act is decided again with it.
        case reason([Command])
        /// Yes or no: an old command, a suggestion offered.
        case confirm([Command])
    }

    var about: About
    var asked: Instant
    static let life = Span.minutes(10)
}
