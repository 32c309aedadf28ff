/// Full names where a title, a relation or a self-introduction gives them away (reading.md, *Private details*). 王主任 stays: a surname with a
/// title names an office, not a person.
enum PersonName {
    /// The name that begins at a place, found by what stands before it or by the title behind it, and how much of it is the surname.
    /// - Parameter last: the detail found before: 3号楼2单元501的周建平, 13812345678 周建平.
    static func found(_ scan: inout Scan, at start: Int, after last: LastDetail? = nil) -> (range: Range<Int>, surname: Int)? {
        let text = scan.text
        guard isChinese(text[start]) else { return nil }
        let cue = cue(text, before: start) ?? announced(text, start, by: last)
        if let dotted = dotted(text, start, cue) { return dotted }
        if cue != nil, cue != .weak, cue != .listed, let end = sounded(&scan, start) { return (start..<end, 0) }
        // 那 and 和 are surnames where a name is all that can stand there.
        let isRare = cue == .called || cue == .field ? rare.contains(text[start]) : false
        guard let surname = surname(text, start) ?? (isRare ? 1 : nil) else {
            // 我叫巴特尔: without a surname we know, only what fills the clause.
            guard cue == .called, let end = alone(text, start) else { return nil }
            return (start..<end, 0)
        }
        // 户主于和伟: what fills a field is a name, whatever its characters are.
        if cue == .called || cue == .field, let end = filling(&scan, start, surname) { return (start..<end, surname) }
        guard stops.longest(in: &scan, at: start) == nil, !isInsideWord(text, start) else { return nil }
        if let end = titled(&scan, start, surname) { return (start..<end, surname) }
        if let cue, let end = named(&scan, start, surname, cue) { return (start..<end, surname) }
        if Marks.isMark(text[start - 1]), let end = listed(&scan, start, surname) { return (start..<end, surname) }
        return nil
    }

    /// 谢谢叔叔, 那边王老师: the surname is the end of the word before.
    private static func isInsideWord(_ text: FoldedText, _ start: Int) -> Bool {
        switch text[start] {
        case 0x8C22: beforeThanks.contains(text[start - 1])  // 谢
        case 0x8FB9: beforeSide.contains(text[start - 1])  // 边
        default: false
        }
    }

    /// How sure what stands before a name makes it: 我叫 more than 联系人, that more than 物业.
    enum Kind: Equatable { case called, field, own, family, other, weak, listed }

    private static func isFunction(_ scalar: UInt32) -> Bool { functions.contains(scalar) }

    /// Whether a name may begin there: with a surname, or letters.
    static func mayBegin(_ text: FoldedText, _ start: Int) -> Bool { isLetter(text[start]) || surname(text, start) != nil }

    /// 上官, 欧阳.
    static func isDouble(_ text: FoldedText, _ start: Int) -> Bool { surname(text, start) == 2 }

    /// Whether an ordinary word begins there that begins as a surname does: 施工, 方案.
    static func isOrdinary(_ scan: inout Scan, _ start: Int) -> Bool { stops.longest(in: &scan, at: start) != nil }

    /// What the detail right before says about a name.
    private static func announced(_ text: FoldedText, _ start: Int, by last: LastDetail?) -> Kind? {
        guard let last, start - last.range.upperBound <= 2 else { return nil }
        let gap = last.range.upperBound..<start
        switch last.kind {
        case .door:
            if gap.count == 1, text[gap.lowerBound] == 0x7684 { return .other }
            return gap.allSatisfy { Marks.isMark(text[$0]) } ? .weak : nil
        case .phone, .idcard, .bankcard: return gap.allSatisfy { Marks.isMark(text[$0]) || text[$0] == 0x7684 } ? .listed : nil
        // 张建国、李玉兰
        case .name: return gap.count == 1 && listJoints.contains(text[gap.lowerBound]) ? .weak : nil
        default: return nil
        }
    }

    // MARK: Lengths

    /// One surname character, or two.
    static func surname(_ text: FoldedText, _ start: Int) -> Int? {
        if doubleBeginnings.contains(text[start]), doubles.contains(UInt64(text[start]) << 32 | UInt64(text[start + 1])) { return 2 }
        return singles.contains(text[start]) ? 1 : nil
    }

    /// Behind a cue: three characters, or two where the third belongs to what follows.
    private static func named(_ scan: inout Scan, _ start: Int, _ surname: Int, _ cue: Kind) -> Int? {
        let text = scan.text
        guard titles.longest(in: &scan, at: start + surname) == nil else { return nil }
        func isGiven(_ range: Range<Int>) -> Bool {
            if range.count == 1, kin.contains(text[range.lowerBound]) { return false }
            return range.allSatisfy { isChinese(text[$0]) && !isFunction(text[$0]) }
        }
        let full = start + surname + 2
        if cue == .weak || cue == .listed {
            guard surname == 2 || common.contains(text[start]) else { return nil }
            if isGiven(start + surname..<full), !placeEnds.contains(text[full - 1]), endsName(&scan, full) { return full }
            // 6217852000123456789 王芳
            return cue == .listed && !isChinese(text[full - 1]) && isGiven(full - 2..<full - 1) ? full - 1 : nil
        }
        for length in [2, 1] {
            let end = start + surname + length
            if length == 1, risky.contains(text[start]), cue != .called, cue != .field { continue }
            if isGiven(start + surname..<end), endsName(&scan, end), cue != .other || !placeEnds.contains(text[end - 1]) { return end }
        }
        // Where somebody says who they are a name is taken even when nothing shows where it ends.
        guard cue != .other, !risky.contains(text[start]), !placeEnds.contains(text[full - 1]), text[full - 1] != 0x4EBA else { return nil }
        return isGiven(start + surname..<full) ? full : nil
    }

    private static func filling(_ scan: inout Scan, _ start: Int, _ surname: Int) -> Int? {
        let text = scan.text
        let end = start + surname + 2
        guard !isChinese(text[end]), isChinese(text[end - 1]), isChinese(text[end - 2]), !noEnd.contains(text[end - 1]),
            !noEnd.contains(text[end - 2]), titles.longest(in: &scan, at: start + surname) == nil, !placeEnds.contains(text[end - 1])
        else { return nil }
        return end
    }

    /// 段鹏飞，13812345678: a clause of its own with a number, or a word for one, behind it.
    private static func listed(_ scan: inout Scan, _ start: Int, _ surname: Int) -> Int? {
        let text = scan.text
        guard !risky.contains(text[start]), titles.longest(in: &scan, at: start + surname) == nil else { return nil }
        for length in [2, 1] {
            let end = start + surname + length
            guard (start + surname..<end).allSatisfy({ isChinese(text[$0]) && !isFunction(text[$0]) }), !placeEnds.contains(text[end - 1]),
                !isChinese(text[end]) || FoldedText.spoken(text[end]) != nil, length == 2 || !kin.contains(text[end - 1]),
                length == 2 || common.contains(text[start])
            else { continue }
            var next = end
            while [0x20, 0x2C, 0x3A, 0x28, 0x0A, 0x2D].contains(text[next]), next - end < 2 { next += 1 }
            if let number = text.number(at: next), number.kind == .phone || number.kind == .idcard || number.kind == .bankcard {
                return end
            }
            if length == 2, next > end, text.door(at: next) != nil { return end }
            if next > end, length == 2, common.contains(text[start]), numberWords.longest(in: &scan, at: next) != nil { return end }
        }
        return nil
    }

    /// 古丽娜尔, 买买提江: three characters and more of those that write the sounds of other languages, with nothing else behind.
    private static func sounded(_ scan: inout Scan, _ start: Int) -> Int? {
        let text = scan.text
        var end = start
        while sounds.contains(text[end]), end - start < 9 { end += 1 }
        return end - start >= 4 && endsName(&scan, end) ? end : nil
    }

    private static func endsName(_ scan: inout Scan, _ at: Int) -> Bool {
        let next = scan.text[at]
        return !isChinese(next) || isFunction(next) || followers.longest(in: &scan, at: at) != nil
            || titles.longest(in: &scan, at: at) != nil
    }

    /// 张建国主任, 徐勇先生: at least two characters before a title, the first of them a surname.
    private static func titled(_ scan: inout Scan, _ start: Int, _ surname: Int) -> Int? {
        let text = scan.text
        guard !risky.contains(text[start]) || surname == 2 else { return nil }
        for length in [2, 1] {
            let end = start + surname + length
            guard (start + surname..<end).allSatisfy({ isChinese(text[$0]) && !isFunction(text[$0]) }), !placeEnds.contains(text[end - 1]),
                titles.longest(in: &scan, at: end) != nil
            else { continue }
            // 找王主任: the second character is the surname, the first belongs to what was said before.
            if length == 1, surname == 1, text[end - 1] == 0x8001 || text[end - 1] == 0x5C0F { return nil }  // 老 小
            return end
        }
        return nil
    }

    /// 阿依努尔·买买提.
    private static func dotted(_ text: FoldedText, _ start: Int, _ cue: Kind?) -> (range: Range<Int>, surname: Int)? {
        guard cue != nil || !isChinese(text[start - 1]) else { return nil }
        var dot = start
        while isChinese(text[dot]), dot - start < 8 { dot += 1 }
        guard Marks.isMiddleDot(text[dot]), dot - start >= 2 else { return nil }
        if cue == nil, start + 1 < dot, (start + 1..<dot).contains(where: { self.cue(text, before: $0) != nil }) { return nil }
        var end = dot + 1
        while isChinese(text[end]) || Marks.isMiddleDot(text[end]), end - dot < 10, ![0x7684, 0x5728, 0x662F, 0x8BF4].contains(text[end]) {
            end += 1
        }  // 的 在 是 说
        return end - dot >= 2 ? (start..<end, 0) : nil
    }

    private static func alone(_ text: FoldedText, _ start: Int) -> Int? {
        var end = start
        while isChinese(text[end]), !isFunction(text[end]), end - start < 5 { end += 1 }
        guard (2...4).contains(end - start), !isChinese(text[end]), !notNames.contains(text[start]) else { return nil }
        return end
    }

    // MARK: Before the name

    /// Whether a word that announces a name ends right before a place, a colon or blank between or not.
    private static func cue(_ text: FoldedText, before start: Int) -> Kind? {
        var at = start
        var passed = 0
        while passed < 3, [0x3A, 0x20, 0x662F, 0x53EB, 0x4E3A, 0x28, 0x22].contains(text[at - 1]) {  // : 是 叫 为 ( "
            at -= 1
            passed += 1
            if let kind = kind(text, endingAt: at) { return kind }
        }
        if let kind = kind(text, endingAt: start) { return kind }
        // 委托人：, 收件者：
        if text[start - 1] == 0x3A, fieldEnds.contains(text[start - 2]) { return .other }
        if at < start, text[at] == 0x53EB, !noCall.contains(text[at - 1]) { return .weak }  // 有个老人叫
        // 我是五号楼的冯建军
        guard text[start - 1] == 0x7684 else { return nil }
        for back in 2...14 where text[start - back] == 0x6211 && (text[start - back + 1] == 0x662F || text[start - back + 1] == 0x53EB) {
            return .other
        }
        return nil
    }

    private static func kind(_ text: FoldedText, endingAt end: Int) -> Kind? {
        guard lastOfCues.contains(text[end - 1]), let words = cues[text[end - 1]] else { return nil }
        for (word, kind) in words where end >= word.count && text.has(word, at: end - word.count) { return kind }
        return nil
    }
}
