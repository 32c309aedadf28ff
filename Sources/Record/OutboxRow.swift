import Deliberation
import Procedure
import Wire

/// Whom a message is for: a bound group, a person in private, or an account that is nobody's yet and is answered once.
public enum Addressee: Sendable, Hashable, CustomStringConvertible {
    case group(GroupID)
    case person(PersonID)
    /// Sealed, see `Ledger.stranger(_:)`; empty once the answer has gone.
    case stranger([UInt8])

    /// `g123`, `p123` or `s…`, as it stands in the row.
    public var description: String {
        switch self {
        case .group(let id): id.description
        case .person(let id): id.description
        case .stranger(let box): "s" + box.hex
        }
    }

    public init?(text: String) {
        if let id = GroupID(text: text) {
            self = .group(id)
        } else if let id = PersonID(text: text) {
            self = .person(id)
        } else if text.hasPrefix("s"), let box = [UInt8](hex: String(text.dropFirst())) {
            self = .stranger(box)
        } else {
            return nil
        }
    }
}

/// What is to be sent: a text's key and typed arguments, never words of a person (those stand in the words table, by id).
public struct OutboxDraft: Sendable, Hashable {
    public var to: Addressee
    /// Which queue it stands in; the numbers are the caller's.
    public var lane: Int
    public var text: String
    /// JSON; or what `Ledger.sealed` made of it.
    public var arguments: [UInt8]
    /// Not before.
    public var due: Instant
    /// The matter it tells of, and the event (by its n in the unit) that caused it.
    public var about: MatterKey?
    public var cause: Int64?

    public init(
        to: Addressee, lane: Int, text: String, arguments: [UInt8], due: Instant, about: MatterKey? = nil, cause: Int64? = nil
    ) {
        self.to = to
        self.lane = lane
        self.text = text
        self.arguments = arguments
        self.due = due
        self.about = about
        self.cause = cause
    }
}

/// Where a row of the outbox stands. Raw values are those of the column.
public enum OutboxState: Int, Sendable, Hashable, CaseIterable {
    case pending, sending, sent, unknown, failed, dropped
}

/// A row of the outbox.
public struct OutboxRow: Sendable, Hashable {
    public var id: Int64
    public var draft: OutboxDraft
    public var state: OutboxState
    /// How often it was begun to be sent.
    public var tries: Int
    /// English, the last thing that went wrong.
    public var error: String?
    public var sentAt: Instant?
    /// The platform's message id.
    public var message: String?
    /// The same over every try.
    public var idempotencyKey: String
    /// Whether its arguments stand sealed in the record; here they are open.
    public var isSealed = false
}

/// How many rows have not come to a good end, for the figures. Sent and dropped ones are all the others of `queued`.
public struct OutboxCounts: Sendable, Hashable {
    /// Ever.
    public var queued: Int
    public var pending: Int
    public var sending: Int
    public var unknown: Int
    public var failed: Int

    public init(queued: Int, pending: Int, sending: Int, unknown: Int, failed: Int) {
        self.queued = queued
        self.pending = pending
        self.sending = sending
        self.unknown = unknown
        self.failed = failed
    }
}
