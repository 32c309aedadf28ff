import Procedure

/// The date expressions already read in a message, and where none begins: the readers of slots look at the same places again for every
/// verb, and at the whole message for every step it may be.
struct KnownDates {
    private var now: CivilMoment?
    /// Places that were looked at, a bit each.
    private var seen: [UInt64] = []
    /// By their places.
    private var found: [Found] = []

    /// The expressions of the part of the text that was gone through last, with where it lies and how many were wanted.
    private var last: (range: Range<Int>, limit: Int, dates: [FoundDate])?

    private struct Found {
        let start: Int
        let date: FoundDate
    }

    /// What was read at a place at that moment; nil where it was not looked at yet.
    func known(at start: Int, _ now: CivilMoment) -> FoundDate?? {
        guard start / 64 < seen.count, seen[start / 64] & 1 << UInt64(start % 64) != 0, self.now == now else { return nil }
        let place = place(of: start)
        return .some(place < found.count && found[place].start == start ? found[place].date : nil)
    }

    mutating func remember(_ date: FoundDate?, at start: Int, _ now: CivilMoment) {
        if self.now != now { self = KnownDates() }
        self.now = now
        while seen.count <= start / 64 { seen.append(0) }
        seen[start / 64] |= 1 << UInt64(start % 64)
        if let date { found.insert(Found(start: start, date: date), at: place(of: start)) }
    }

    /// What was found in that part of the text at that moment; nil where another was gone through last.
    func known(in range: Range<Int>, limit: Int, _ now: CivilMoment) -> [FoundDate]? {
        guard let last, last.range == range, last.limit == limit, self.now == now else { return nil }
        return last.dates
    }

    mutating func remember(_ dates: [FoundDate], in range: Range<Int>, limit: Int, _ now: CivilMoment) {
        if self.now != now { self = KnownDates() }
        self.now = now
        last = (range, limit, dates)
    }

    /// Where among those found one stands, or would stand.
    private func place(of start: Int) -> Int {
        var low = 0
        var high = found.count
        while low < high {
            let middle = (low + high) / 2
            if found[middle].start < start { low = middle + 1 } else { high = middle }
        }
        return low
    }
}
