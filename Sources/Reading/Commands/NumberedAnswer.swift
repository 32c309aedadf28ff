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
    /// Numbers of matters that are said as such, and are no days: of 「12号要延到5月20号」 the first.
    public func markedNumbers(in text: String) -> [Int] {
        var scan = Scan(FoldedText(text, table: verbs.fold))
        guard scan.text.count <= Reader.datedLength else { return [] }
        let reader = DateReader(now: Instant(seconds: 0), calendar: calendar, cues: cues)
        let days = reader.dates(&scan, in: 0..<scan.text.count).filter { reader.hasMonth(scan, $0.range) }
        var found: [Int] = []
        var at = 0
        while at < scan.text.count {
            guard let one = numbers.one(&scan, at: at) else {
                at += 1
                continue
            }
            // The digits before a dot: a day.
            if one.isMarked, !days.takeIn(one, at: at), scan.text[at - 1] != 0x6708, scan.text[at - 1] != 0x2E, !found.contains(one.value) {
                found.append(one.value)
            }
            at = one.end
        }
        return found
    }

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
