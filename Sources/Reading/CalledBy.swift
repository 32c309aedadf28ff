/// A matter that is called by what it is about, where nobody says its number: 「停车位那件报审」, 「充电桩的会改到周六」, 「把机耕路那个议题交支部批」.
extension Filling {
    mutating func gatherSubject(_ scan: inout Scan, _ end: Int) {
        guard verb.takes(.number) || verb.takes(.numbers), slots[.number] == nil, slots[.numbers] == nil,
            [.workGroup, .direct, .replyToBotLast].contains(context) || verb.intent == .askStatus && context == .group
        else { return }
        let days = dates.dates(&scan, in: 0..<end, limit: 8)
        for clause in Marks.clauses(scan.text) where clause.lowerBound < end {
            for at in clause.dropFirst(2) {
                // 去年那会儿 is no meeting.
                guard let stop = reader.verbs.calling.longest(in: &scan, at: at)?.end, stop <= clause.upperBound, scan.text[stop] != 0x513F,
                    let name = called(&scan, clause.lowerBound..<at, days)
                else { continue }
                slots[.subject] = .text(scan.text.wording(name))
                used.append(name.lowerBound..<stop)
                return
            }
        }
    }

    /// The name in what stands before 那件 and the like: behind 把, behind words that change nothing, and before a day.
    private func called(_ scan: inout Scan, _ range: Range<Int>, _ days: [FoundDate]) -> Range<Int>? {
        let text = scan.text
        var lower = range.lowerBound
        if let handle = range.last(where: { text[$0] == 0x628A || text[$0] == 0x5C06 }) { lower = handle + 1 }  // 把 将
        while lower < range.upperBound {
            if [0x7ED9, 0x5BF9, 0x5173].contains(text[lower]) {  // 给 对 关
                lower += text[lower] == 0x5173 && text[lower + 1] == 0x4E8E ? 2 : 1
            } else if let filler = reader.verbs.slack.longest(in: &scan, at: lower) {
                lower = filler.end
            } else {
                break
            }
        }
        let upper = days.map(\.range.lowerBound).filter { $0 > lower }.min().map { min($0, range.upperBound) } ?? range.upperBound
        guard (2...12).contains(upper - lower),
            (lower..<upper).allSatisfy({ isChinese(text[$0]) || isDigit(text[$0]) || isLetter(text[$0]) }),
            !(lower..<upper).contains(where: { Filling.unnaming.contains(text[$0]) || isUsed($0) }),
            !days.contains(where: { $0.range.overlaps(lower..<upper) })
        else { return nil }
        return lower..<upper
    }

    /// Characters of sentences, and of what points at something without naming it.
    private static let unnaming = ScalarSet("的了这那此该哪某每谁什啥我你他她咱俺您刚不没")
}

extension Reader {
    /// How plainly a matter answers to what somebody called it.
    public enum Called: Sendable, Comparable {
        /// Every character of the name stands in its words: 电梯加装 and 「三号楼想加装电梯」. Of three characters and more.
        case loosely
        /// The name stands in its words.
        case plainly
    }

    /// Whether a matter with these words may be the one that was called so; nil where it is not.
    public func called(_ name: String, _ words: String) -> Called? {
        let name = FoldedText(name, table: verbs.fold).scalars.filter { !Marks.isMark($0) }
        let words = FoldedText(words, table: verbs.fold).scalars.filter { !Marks.isMark($0) }
        guard name.count >= 2 else { return nil }
        if words.indices.contains(where: { words[$0...].starts(with: name) }) { return .plainly }
        return name.count >= 3 && Set(name).isSubset(of: words) ? .loosely : nil
    }
}
