import Procedure
import Record

/// A record that cannot be written is told in one line when that begins and in one when it is over, however often it is tried in between.
struct Trouble: Sendable {
    private var kind: StoreFailure.Trouble?
    private var since = Instant(milliseconds: 0)
    private var failures = 0
    /// When the end of a trouble was last told, so that one that comes and goes does not fill the log.
    private var quietUntil = Instant(milliseconds: 0)
    private static let rest = Span.minutes(1)

    /// The line to be logged, if there is one.
    mutating func failed(_ failure: StoreFailure, at now: Instant) -> String? {
        failures += 1
        guard kind != failure.trouble else { return nil }
        let isNew = kind == nil
        kind = failure.trouble
        if isNew { since = now }
        guard now >= quietUntil || now + Trouble.rest < quietUntil else { return nil }
        return "\(failure.trouble.words); what arrives is answered “not now”, nothing is lost (\(failure))"
    }

    /// The line that says that it is over, after the first thing that went well.
    mutating func ended(at now: Instant) -> String? {
        guard kind != nil else { return nil }
        defer {
            kind = nil
            failures = 0
        }
        guard now >= quietUntil || now + Trouble.rest < quietUntil else { return nil }
        quietUntil = now + Trouble.rest
        return "the record can be written again after \(max(0, (now - since).milliseconds / 1000)) s and \(failures) failed tries"
    }

    var isOver: Bool { kind == nil }
}
