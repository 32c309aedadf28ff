import Procedure

/// When the writer must look at the timers again. It knows a time before which nothing is due, so that a commit does not cost a look;
/// cancelled and moved timers make that time too early at worst. Timers set by other processes are seen at the next look, within a second.
struct Alarm {
    /// Nothing known is due before; nil when nothing is set.
    private var next: Instant?
    private var looked: Instant?
    private static let interval = Span.seconds(1)

    /// Milliseconds to sleep at most.
    func wait(_ now: Instant) -> Int { Int(next.map { max(0, min(1000, ($0 - now).milliseconds)) } ?? 1000) }

    func mustLook(_ now: Instant) -> Bool {
        if let next, next <= now { return true }
        guard let looked else { return true }
        // A clock set back counts as time gone by.
        return now < looked || now - looked >= Alarm.interval
    }

    mutating func hasLooked(_ now: Instant, next: Instant?) {
        looked = now
        self.next = next
    }

    /// Nothing could be done with what is due: not again within a second.
    mutating func rest(_ now: Instant) {
        looked = now
        next = now + Alarm.interval
    }

    /// A timer has been set by the writer itself.
    mutating func hasBeenSet(for due: Instant?) {
        if let due { next = min(next ?? due, due) }
    }
}
