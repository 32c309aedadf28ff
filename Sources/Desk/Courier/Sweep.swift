import Record

/// How far a lane of the outbox has been looked through. A round looks at the oldest rows first. Where these are many, and wait for a chat
/// or an endpoint that may not be sent to, it looks further on, a stretch each round and round again: what is stuck hides nobody for long,
/// and a round costs no more however much is stuck.
///
/// What is said to one chat keeps its order: behind a stretch that is not looked at this time, nothing goes to whoever waits in it.
struct Sweep: Sendable {
    /// Rows looked at in a lane each round: the oldest, and from time to time those of a further stretch.
    static let oldest = 250, page = 1000

    private var lanes: [Int: Further] = [:]
    /// When a further stretch was last looked at, milliseconds of the steady clock.
    private var looked: Int64?

    private struct Further: Sendable {
        var reached: DueMessage.Place
        /// Those for whom something waits before that place.
        var passed: Set<Addressee>
    }

    /// Whether a lane has more than was looked at.
    var isUnderWay: Bool { !lanes.isEmpty }

    /// Rows of a lane in their order, as far as this round looks.
    ///
    /// - Parameters:
    ///   - mayHold: whether some may not go; else the oldest few are enough.
    ///   - steady: milliseconds, nil under a set clock. Further stretches are looked at four times a second at most.
    mutating func rows(
        lane: Int, enough: Int, mayHold: Bool, steady: Int64?,
        _ read: (_ after: DueMessage.Place?, _ limit: Int) throws(StoreFailure) -> [DueMessage]
    ) throws(StoreFailure) -> [DueMessage] {
        let limit = mayHold ? Sweep.oldest : enough
        let oldest = try read(nil, limit)
        guard mayHold, oldest.count == limit, let last = oldest.last else {
            lanes[lane] = nil
            return oldest
        }
        var further = lanes[lane] ?? Further(reached: last.place, passed: [])
        if further.reached <= last.place { further = Further(reached: last.place, passed: []) }
        if let steady, let looked, lanes[lane] != nil, (0..<250).contains(steady - looked) { return oldest }
        looked = steady
        let stretch = try read(further.reached, Sweep.page)
        let open = stretch.filter { !further.passed.contains($0.to) }
        further.passed.formUnion(stretch.map(\.to))
        if let end = stretch.last { further.reached = end.place }
        lanes[lane] = stretch.count < Sweep.page ? nil : further
        return oldest + open
    }
}
