import Procedure

/// Text to intent: what is meant, with what, and what is still to be asked. Pure, and without knowledge of people, numbers that exist or the
/// state of any matter.
///
/// A command is the whole message: words that the verb cannot take make it ordinary talk, or where somebody plainly meant us, a question.
/// Ordinary talk in a group costs one look at its first character.
public struct Reader: Sendable {
    public let verbs: VerbTable
    let calendar: WorkCalendar?
    let numbers: MatterNumbers
    /// For each scalar below U+10000 whether anything for us may begin with it.
    private let openings: [Bool]

    /// - Parameter units: short names of units that may stand before a number: 东园12.
    public init(verbs: VerbTable, calendar: WorkCalendar?, units: [String] = []) {
        self.verbs = verbs
        self.calendar = calendar
        let numbers = MatterNumbers(units: units, fold: verbs.fold)
        self.numbers = numbers
        openings = (UInt32(0)..<0x10000).map { scalar in
            let folded = verbs.fold(scalar)
            return isDigit(folded) || folded == 0x23 || folded == 0x40 || folded == 0x7B2C || (0x4E00...0x5343).contains(folded) && Reader.numerals.contains(folded)
                || verbs.trie.begins(with: folded) || verbs.fillers.begins(with: folded) || verbs.weakOpenings.begins(with: folded)
                || numbers.units.begins(with: folded)
        }
    }

    private static let numerals = Set("一二三四五六七八九十两".unicodeScalars.map(\.value))

    /// What the message comes to.
    public func read(_ utterance: Utterance) -> Intent {
        var steps = 0
        return read(utterance, steps: &steps)
    }

    /// The same, counting the work done, so that tests can hold it against the length of the text.
    func read(_ utterance: Utterance, steps: inout Int) -> Intent {
        guard !isPlainlyTalk(utterance) else { return .silence }
        var scan = Scan(FoldedText(utterance.text, table: verbs.fold))
        defer { steps += scan.steps + scan.text.count }
        guard scan.text.count > 0 else { return .silence }
        let attempt = Attempt(reader: self, utterance: utterance)
        return attempt.read(&scan)
    }

    /// Every date expression of a text, whoever says it.
    public func dates(in text: String, at now: Instant) -> [Intent.DateSpan] {
        var scan = Scan(FoldedText(text, table: verbs.fold))
        return spans(&scan, DateReader(now: now, calendar: calendar), leavingOut: [])
    }

    /// How far into a message dates are looked for, in scalars, and how many at most.
    static let datedLength = 2000
    static let mostDates = 20

    func spans(_ scan: inout Scan, _ dates: DateReader, leavingOut numbers: [Range<Int>]) -> [Intent.DateSpan] {
        let range = 0..<min(scan.text.count, Reader.datedLength)
        return dates.dates(&scan, in: range, limit: Reader.mostDates).compactMap { found in
            guard !numbers.contains(where: { $0.contains(found.range.lowerBound) }) else { return nil }
            let span = scan.text.originalSpan(found.range)
            return Intent.DateSpan(start: span.start, end: span.end, reading: found.reading)
        }
    }

    /// Whether the first thing to be seen begins none of our words, in a place where nobody need be speaking to us.
    private func isPlainlyTalk(_ utterance: Utterance) -> Bool {
        switch utterance.context {
        case .group, .workGroup, .residentGroup, .liveMeeting: break
        default: return false
        }
        guard !utterance.mentionsUs else { return false }
        for scalar in utterance.text.unicodeScalars {
            let value = scalar.value
            let folded = verbs.fold(value)
            if folded == 0 || folded <= FoldTable.space || folded == 0x22 || folded == 0x28 { continue }
            return value < 0x10000 && !openings[Int(value)]
        }
        return true
    }
}

extension Intent {
    /// Ordinary talk: no answer, no row.
    static let silence = Intent(.silence, .chatterIgnore)
}
