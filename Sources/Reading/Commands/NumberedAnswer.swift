import Procedure

/// The answer to a question that offers numbers: 1, ２。, 2 各方已同意, 1 上午10点看到的.
public struct NumberedAnswer: Sendable, Hashable {
    /// 1 to 9.
    public var number: Int
    /// What was said behind it, in its own wording; empty where nothing was.
    public var rest: String
    /// The first hour that was said behind it; it may lie ahead.
    public var moment: CivilMoment?
}

extension Reader {
    /// Nil where the message does not begin with one digit that stands for itself: 12, 2号楼, 3点 are no answers.
    public func numberedAnswer(_ text: String, at now: Instant) -> NumberedAnswer? {
        var scan = Scan(FoldedText(text, table: verbs.fold))
        let start = Marks.skip(scan.text, 0)
        guard let digit = scan.text.digits(at: start), digit.digits == 1, digit.value > 0, scan.text[digit.end] != 0x53F7,  // 号
            !scan.text.isMeasure(at: digit.end)
        else { return nil }
        let range = Marks.trim(scan.text, digit.end..<scan.text.count)
        let rest = range.isEmpty ? "" : scan.text.wordingToEnd(from: range.lowerBound)
        let dated = range.lowerBound..<min(range.upperBound, range.lowerBound + Reader.datedLength)
        let moments = DateReader(now: now, calendar: calendar, cues: cues).dates(&scan, in: dated, limit: 1).compactMap {
            found -> CivilMoment? in
            switch found.reading {
            case .moment(let moment), .past(.moment(let moment)): moment
            default: nil
            }
        }
        return NumberedAnswer(number: digit.value, rest: rest, moment: moments.first)
    }
}
