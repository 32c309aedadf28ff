/// A matter that is called by what it is about, where nobody says its number: 「停车位那件报审」, 「充电桩的会改到周六」, 「把机耕路那个议题交支部批」.
extension Filling {
    mutating func gatherSubject(_ scan: inout Scan, _ end: Int) {
        guard verb.takes(.number) || verb.takes(.numbers), slots[.number] == nil, slots[.numbers] == nil,
            [.workGroup, .direct, .replyToBotLast].contains(context) || verb.intent == .askStatus && context == .group
        else { return }
        let days = dates.dates(&scan, in: 0..<end)
        for clause in Marks.clauses(scan.text) where clause.lowerBound < end {
            for at in clause.dropFirst(2) {
                // 去年那会儿 is no meeting.
                guard let stop = reader.verbs.calling.longest(in: &scan, at: at)?.end, stop <= clause.upperBound,
                    scan.text[stop] != 0x513F, mayCall(scan.text, at..<stop), let name = called(&scan, clause.lowerBound..<at, days)
                else { continue }
                slots[.subject] = .text(scan.text.wording(name))
                used.append(name.lowerBound..<stop)
                return
            }
        }
    }

    /// 路灯会, 停车会: a 会 that is a sitting on what stands before it, and no part of another word (居委会, 机会, 会议). Before 一条 no name stands that
    /// only points (上一条, 那一件).
    private func mayCall(_ text: FoldedText, _ word: Range<Int>) -> Bool {
        let before = text[word.lowerBound - 1]
        switch text[word.lowerBound] {
        case 0x4F1A where word.count == 1: return !Filling.otherwise.contains(before) && !Filling.beginning.contains(text[word.upperBound])
        case 0x4E00: return !Filling.ordering.contains(before)  // 一
        default: return true
        }
    }

    private static let ordering = ScalarSet("上下这那哪每头另同第")
    private static let otherwise = ScalarSet("议事证支欢员委协机社开不都才只就也一大晚理业妇学年党工商总联主表民散赴参到约聚还又总定能应将的那这个场次待误体领培宴班例每政教")
    private static let beginning = ScalarSet("上车议儿员场长诊计面客谈话影费所馆址标徽堂师所在不有来去是被让把好更")

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
        // 「医保报销的那件」
        let last = text[range.upperBound - 1] == 0x7684 ? range.upperBound - 1 : range.upperBound
        let upper = days.map(\.range.lowerBound).filter { $0 > lower }.min().map { min($0, last) } ?? last
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
