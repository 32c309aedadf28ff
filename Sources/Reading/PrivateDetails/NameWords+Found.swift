/// Full names where a title, a relation or a self-introduction gives them away (reading.md, *Private details*). 王主任 stays: a surname with a
/// title names an office, not a person.
extension NameWords {
    /// The name that begins at a place, found by what stands before it or by the title behind it, and how much of it is the surname.
    /// - Parameter last: the detail found before: 3号楼2单元501的周建平, 13812345678 周建平.
    func found(_ scan: inout Scan, at start: Int, after last: LastDetail? = nil, in list: inout NameList) -> Found? {
        let text = scan.text
        // 教练车苏C1027学: the plate goes before.
        guard isChinese(text[start]), !isLetter(text[start + 2]) || text.plateEnd(start + 1) == nil else { return nil }
        let cue = cue(text, before: start) ?? announced(text, start, by: last)
        if let dotted = dotted(&scan, start, cue) { return dotted }
        if cue != nil && cue != .weak && cue != .said && cue != .listed || Marks.isMark(text[start - 1]),
            let end = sounded(&scan, start, cue)
        {
            return (start..<end, 0)
        }
        // 那 and 和 are surnames where a name is all that can stand there.
        let isRare = cue == .called || cue == .field ? rare.contains(text[start]) : false
        guard let (surname, tier) = beginning(text, start) ?? (isRare ? (1, .everyday) : nil) else {
            if let item = list.item(&scan, at: start, after: last) { return item }
            // 我叫巴特尔: without a surname we know, only what fills the clause.
            guard cue == .called, let end = alone(text, start) else { return nil }
            return (start..<end, 0)
        }
        // 户主于和伟: what fills a field is a name, whatever its characters are.
        if cue == .called || cue == .field, let end = filling(&scan, start, surname, cue) { return (start..<end, surname) }
        if let item = list.item(&scan, at: start, after: last) { return item }
        guard !isRare else { return nil }
        if let end = honoured(&scan, start, surname) { return (start..<end, surname) }
        guard !isWord(&scan, start) || cue == .own && namesToo.longest(in: &scan, at: start) != nil, !isInsideWord(text, start) else {
            return nil
        }
        if let end = titled(&scan, start, surname, tier) { return (start..<end, surname) }
        if let cue, let end = named(&scan, start, surname, tier, cue) { return (start..<end, surname) }
        let isAtDoor = last.map { $0.kind == .door && $0.range.upperBound == start } ?? false
        if isAtDoor && (surname == 2 || singles.contains(text[start])) || Marks.isMark(text[start - 1]),
            let end = listed(&scan, start, surname, tier, after: last)
        {
            return (start..<end, surname)
        }
        return nil
    }

    typealias Found = (range: Range<Int>, surname: Int)

    /// Whether an ordinary word begins there that begins as a surname does: 方案, 车位.
    func isWord(_ scan: inout Scan, _ start: Int) -> Bool {
        stops.longest(in: &scan, at: start) != nil
    }

    /// 谢谢叔叔, 那边王老师: the surname is the end of the word before.
    func isInsideWord(_ text: FoldedText, _ start: Int) -> Bool {
        wordsEndWith.contains(text[start]) && wordEnds[text[start]]?.contains(text[start - 1]) == true
    }

    private func isFunction(_ scalar: UInt32) -> Bool { functions.contains(scalar) }

    /// Whether a name may begin there: with a surname, or letters.
    func mayBegin(_ text: FoldedText, _ start: Int) -> Bool { isLetter(text[start]) || surname(text, start) != nil }

    /// 上官, 欧阳.
    func isDouble(_ text: FoldedText, _ start: Int) -> Bool { surname(text, start) == 2 }

    /// What the detail right before says about a name.
    private func announced(_ text: FoldedText, _ start: Int, by last: LastDetail?) -> Kind? {
        guard let last, start - last.range.upperBound <= 2 else { return nil }
        let gap = last.range.upperBound..<start
        switch last.kind {
        case .door:
            if gap.count == 1, text[gap.lowerBound] == 0x7684 { return .other }
            return gap.allSatisfy { Marks.isMark(text[$0]) } ? .weak : nil
        case .phone, .idcard, .bankcard:
            return gap.allSatisfy { Marks.isMark(text[$0]) || text[$0] == 0x7684 || text[$0] == 0x8F6C || text[$0] == 0x627E }
                ? .listed : nil  // 的 转 找
        // 张建国、李玉兰
        case .name:
            return gap.count == 1 && joints.contains(text[gap.lowerBound]) || gap.count == 2 && text[gap.lowerBound] == 0x6216
                ? .weak : nil
        default: return nil
        }
    }

    // MARK: Lengths

    /// One surname character, or two.
    func surname(_ text: FoldedText, _ start: Int) -> Int? {
        if doubles.begins(text, at: start) { return 2 }
        return singles.contains(text[start]) ? 1 : nil
    }

    /// Behind a cue: three characters, or two where the third belongs to what follows.
    private func named(_ scan: inout Scan, _ start: Int, _ surname: Int, _ tier: Tier, _ cue: Kind) -> Int? {
        let text = scan.text
        guard titles.longest(in: &scan, at: start + surname) == nil else { return nil }
        func isGiven(_ range: Range<Int>) -> Bool {
            if range.count == 1, kin.contains(text[range.lowerBound]) { return false }
            return range.allSatisfy { isChinese(text[$0]) && !isFunction(text[$0]) }
        }
        let full = start + surname + 2
        let short = full - 1
        // 门向东, 时运来: characters of sentences that names are made of, too.
        let isTypical = isTypical(text, start + surname..<full) && notGiven.longest(in: &scan, at: start + surname) == nil
        let isShort = given.contains(text[short - 1]) && isGiven(short - 1..<short) && text[short - 1] != text[start]
        // 谢萍发言, 余涛换班
        let isFollowed = text[short] == 0x5BB6 || followers.longest(in: &scan, at: short).map { $0.end > full } ?? false  // 家
        let isCut = isShort && followers.longest(in: &scan, at: short).map { $0.end > full || !isTypical } ?? false
        if cue == .said || cue == .weak, !isGiven(start + surname..<full), !isShort { return nil }
        if cue == .said {
            let isDone =
                isGiven(start + surname..<full)
                && (Marks.isMark(text[full]) || text[full] == 0x4E86 || deeds.longest(in: &scan, at: full) != nil)
            guard tier == .sure else {
                return tier >= .rare && isTypical && isDone && !placeEnds.contains(text[full - 1]) ? full : nil
            }
            if isCut { return short }
            if isTypical && isGiven(start + surname..<full) || isDone, !placeEnds.contains(text[full - 1]) { return full }
            return isShort && endsName(&scan, short) ? short : nil
        }
        if cue == .weak || cue == .listed {
            if isCut, tier == .sure { return short }
            if isGiven(start + surname..<full), !placeEnds.contains(text[full - 1]),
                tier == .sure || isTypical && (tier >= .rare || singles.contains(text[start])),
                endsName(&scan, full)
            {
                return full
            }
            // 联系郭永强拿
            if tier == .sure, isTypical, !placeEnds.contains(text[full - 1]) { return full }
            // 楼上石磊家
            if cue == .weak, tier == .sure || tier == .usual && isFollowed, isShort, endsName(&scan, short) { return short }
            // 6217852000123456789 王芳
            guard cue == .listed || Marks.isMark(text[start - 1]),
                tier >= .rare
                    || singles.contains(text[start]) && [0x2C, 0x20].contains(text[start - 1]) && !isWeak(text, short - 1..<short),
                !isChinese(text[short]),
                isGiven(short - 1..<short),
                tier == .sure || given.contains(text[short - 1])
            else { return nil }
            return short
        }
        // 我是白雪，家住
        if cue == .own, text[full - 1] == 0x2C, namesToo.longest(in: &scan, at: start)?.end == full - 1 { return full - 1 }
        if isCut, tier >= .rare, isFollowed { return short }
        for length in [2, 1] {
            let end = start + surname + length
            if tier == .everyday,
                length == 1
                    ? cue != .called && cue != .field || !singles.contains(text[start]) : !singles.contains(text[start]) && !isTypical
            {
                continue
            }
            if length == 2, notGiven.longest(in: &scan, at: start + surname) != nil { continue }
            // 覃志刚跑了; 叫井井
            if length == 1, isTypical && !isCut && tier >= .rare || text[short - 1] == text[start] && text[short] == 0x20 { continue }
            if isGiven(start + surname..<end) || length == 2 && isTypical, endsName(&scan, end),
                cue != .other || !placeEnds.contains(text[end - 1])
            {
                return end
            }
        }
        // 徒弟姜一帆拿: characters names are made of are a name also where nothing shows that it ends.
        if isTypical, tier >= .rare || cue == .family, !placeEnds.contains(text[full - 1]) { return full }
        // 租户向明华半夜
        if tier == .everyday, singles.contains(text[start]), isTypical, isGiven(start + surname..<full), !isWeak(text, full - 2..<full) {
            return full
        }
        // Where somebody says who they are a name is taken even when nothing shows where it ends.
        guard cue != .other, tier != .everyday, !placeEnds.contains(text[full - 1]), text[full - 1] != 0x4EBA else { return nil }
        return isGiven(start + surname..<full) ? full : nil
    }

    /// The whole of a clause: 户主于和伟; 我叫苏小小萌.
    private func filling(_ scan: inout Scan, _ start: Int, _ surname: Int, _ cue: Kind?) -> Int? {
        let text = scan.text
        let end = start + surname + 2
        if cue == .called, surname == 1, !isChinese(text[end + 1]), isTypical(text, start + 1..<end + 1), !isFunction(text[end]),
            !isWord(&scan, start)
        {
            return end + 1
        }
        guard !isChinese(text[end]), isChinese(text[end - 1]), isChinese(text[end - 2]), !noEnd.contains(text[end - 1]),
            cue == .called || surname == 2 || singles.contains(text[start]) || isTypical(text, start + 1..<end),
            !noEnd.contains(text[end - 2]), notGiven.longest(in: &scan, at: start + surname) == nil,
            titles.longest(in: &scan, at: start + surname) == nil, !placeEnds.contains(text[end - 1])
        else { return nil }
        return end
    }

    /// 段鹏飞，13812345678; 谌金凤，1939年生; 农家乐是我表哥: a clause of its own that what stands behind it, or before, makes a person's.
    private func listed(_ scan: inout Scan, _ start: Int, _ surname: Int, _ tier: Tier, after last: LastDetail?) -> Int? {
        let text = scan.text
        guard titles.longest(in: &scan, at: start + surname) == nil else { return nil }
        let isBehindDoor =
            last.map { $0.kind == .door && ($0.range.upperBound == start || $0.range.upperBound + 1 == start && text[start - 1] == 0x20) }
            ?? false
        for length in [2, 1] {
            let end = start + surname + length
            let isTypical = isTypical(text, start + surname..<end)
            guard
                (start + surname..<end).allSatisfy({ isChinese(text[$0]) && (length == 2 && isTypical || !isFunction(text[$0])) }),
                isTypical || tier == .sure || length == 2 && (tier != .everyday || isBehindDoor && singles.contains(text[start]))
            else { continue }
            // 3-2-501 花满楼
            if isBehindDoor, Marks.isMark(text[end]), length == 2 || isTypical { return end }
            guard !placeEnds.contains(text[end - 1]), length == 2 || !kin.contains(text[end - 1]) else { continue }
            if length == 2, text[end] == 0x662F, isRelation(&scan, end + 1) { return end }  // 是
            // 江大船的号码换了
            if length == 2, tier >= .usual, text[end] == 0x7684, !groupEnds.contains(text[end - 1]),  // 的
                isTypical || given.contains(text[end - 2]), numberWords.longest(in: &scan, at: end + 1) != nil
            {
                return end
            }
            if length == 2, isNamedBefore(text, start) { return end }
            guard !isChinese(text[end]) || FoldedText.spoken(text[end]) != nil else { continue }
            var next = end
            while NameWords.afterName.contains(text[next]), next - end < 2 { next += 1 }
            if length == 2 || tier == .sure || isTypical && tier >= .usual, let number = text.number(at: next),
                number.kind == .phone || number.kind == .idcard || number.kind == .bankcard
            {
                return end
            }
            if length == 2, next > end, text.door(at: next, names: self) != nil { return end }
            if next > end, length == 2 || isTypical, tier == .sure || isTypical, isIdentity(&scan, next, isTypical && length == 2) {
                return end
            }
        }
        return nil
    }

    private static let afterName = ScalarSet(" ,:(\n-/|")

    /// Whether what makes a person begins there: a telephone, an age, a year of birth, man or woman, a home.
    private func isIdentity(_ scan: inout Scan, _ start: Int, _ isSure: Bool) -> Bool {
        let text = scan.text
        if numberWords.longest(in: &scan, at: start) != nil || personWords.longest(in: &scan, at: start) != nil { return true }
        if text[start] == 0x7537 || text[start] == 0x5973 { return !isChinese(text[start + 1]) }  // 男 女
        var at = start
        while FoldedText.spoken(text[at]) != nil || text[at] == 0x5341, at - start < 5 { at += 1 }  // 十
        guard at > start else { return false }
        return switch (text[at], text[at + 1]) {
        case (0x5C81, _), (0x5468, 0x5C81), (0x5E74, 0x751F), (0x5E74, 0x51FA): true  // 岁 周岁 年生 年出
        case (0x53F7, 0x697C), (0x680B, _): isSure || text[at + 2] == 0x7684  // 号楼 栋, 六号楼的
        default: false
        }
    }

    /// 农家乐是我表哥
    private func isRelation(_ scan: inout Scan, _ start: Int) -> Bool {
        let owner = scan.text[start]
        guard [0x6211, 0x4ED6, 0x5979, 0x4FFA, 0x54B1].contains(owner) else { return false }  // 我 他 她 俺 咱
        var at = start + 1
        while [0x5BB6, 0x4EEC, 0x7684].contains(scan.text[at]), at - start < 4 { at += 1 }  // 家 们 的
        return relations.longest(in: &scan, at: at) != nil
    }

    /// 我姓蔚，蔚成林
    private func isNamedBefore(_ text: FoldedText, _ start: Int) -> Bool {
        (2...5).contains { text[start - $0] == text[start] && text[start - $0 - 1] == 0x59D3 }  // 姓
    }

    /// 古丽娜尔, 买买提江: three characters and more of those that write the sounds of other languages, with nothing else behind; without a
    /// word before them only with a title: 尔玛依娜阿姨.
    private func sounded(_ scan: inout Scan, _ start: Int, _ cue: Kind?) -> Int? {
        let text = scan.text
        var end = start
        while sounds.contains(text[end]), end - start < 9, end - start < 3 || titles.longest(in: &scan, at: end) == nil { end += 1 }
        // 我老婆其木格
        if end - start == 3, cue == .called || cue == .field || cue == .family, Marks.isMark(text[end]), !singles.contains(text[start]) {
            return end
        }
        guard end - start >= (cue == nil ? 3 : 4) else { return nil }
        return (cue == nil ? titles.longest(in: &scan, at: end) != nil : endsName(&scan, end)) ? end : nil
    }

    func endsName(_ scan: inout Scan, _ at: Int) -> Bool {
        let next = scan.text[at]
        return !isChinese(next) || isFunction(next) || followers.longest(in: &scan, at: at) != nil
            || titles.longest(in: &scan, at: at) != nil || FoldedText.spoken(next) != nil && counters.contains(scan.text[at + 1])
    }

    /// 吉祥如同志: an ordinary word in front is none where a full name can stand and one is addressed.
    private func honoured(_ scan: inout Scan, _ start: Int, _ surname: Int) -> Int? {
        let end = start + surname + 2
        guard namesToo.longest(in: &scan, at: start) != nil else { return nil }
        guard Marks.isMark(scan.text[start - 1]), isTypical(scan.text, start + surname..<end), honours.longest(in: &scan, at: end) != nil
        else {
            return nil
        }
        return end
    }

    /// 张建国主任, 徐勇先生: at least two characters before a title, the first of them a surname.
    private func titled(_ scan: inout Scan, _ start: Int, _ surname: Int, _ tier: Tier) -> Int? {
        let text = scan.text
        // 派出所井涛警官
        let isFirst = Marks.isMark(text[start - 1]) || officeEnds.contains(text[start - 1])
        guard surname == 2 || tier >= .usual || isFirst || isHonoured(&scan, start + surname) else { return nil }
        for length in [2, 1] {
            let end = start + surname + length
            // 仇千里医生, 莘庄来师傅: at the front of a clause also what else would be a place.
            let isTypical = isFirst && isTypical(text, start + surname..<end) && text[start + surname] != 0x5BB6  // 家
            guard (start + surname..<end).allSatisfy({ isChinese(text[$0]) && (isTypical || !isFunction(text[$0])) }),
                isTypical || surname == 2 || tier >= .usual || length == 2 && !isFirst, isTypical || !placeEnds.contains(text[end - 1]),
                let title = titles.longest(in: &scan, at: end)
            else { continue }
            if length == 1, surname == 1, tier == .everyday, title.end - end < 2 { continue }
            // 水工老师傅
            if length == 1, tier == .everyday, kin.contains(text[end - 1]) { continue }
            // 找王主任: the second character is the surname, the first belongs to what was said before.
            if length == 1, surname == 1, text[end - 1] == 0x8001 || text[end - 1] == 0x5C0F { return nil }  // 老 小
            return end
        }
        return nil
    }

    /// 阿依努尔·买买提.
    private func dotted(_ scan: inout Scan, _ start: Int, _ cue: Kind?) -> Found? {
        let text = scan.text
        guard cue != nil || !isChinese(text[start - 1]) else { return nil }
        var dot = start
        while isChinese(text[dot]), dot - start < 8 { dot += 1 }
        // 元/平方米·月
        guard Marks.isMiddleDot(text[dot]), dot - start >= 2, text[dot - 1] != 0x7C73 || text[dot - 2] != 0x65B9 else { return nil }
        if cue == nil, start + 1 < dot, (start + 1..<dot).contains(where: { self.cue(text, before: $0) != nil }) { return nil }
        var end = dot + 1
        while isChinese(text[end]) || Marks.isMiddleDot(text[end]), end - dot < 10,
            ![0x7684, 0x5728, 0x662F, 0x8BF4, 0x79DF, 0x4F4F].contains(text[end]),
            end < dot + 2 || titles.longest(in: &scan, at: end) == nil
        {
            end += 1
        }  // 的 在 是 说 租 住
        return end - dot >= 2 ? (start..<end, 0) : nil
    }

    private func alone(_ text: FoldedText, _ start: Int) -> Int? {
        var end = start
        while isChinese(text[end]), !isFunction(text[end]), end - start < 5 { end += 1 }
        guard (2...4).contains(end - start), !isChinese(text[end]), !notNames.contains(text[start]) else { return nil }
        return end
    }

    // MARK: Before the name

    /// Whether a word that announces a name ends right before a place, a colon or blank between or not.
    private func cue(_ text: FoldedText, before start: Int) -> Kind? {
        var at = start
        var passed = 0
        while passed < 3, [0x3A, 0x20, 0x662F, 0x53EB, 0x4E3A, 0x28, 0x29, 0x22].contains(text[at - 1]) {  // : 是 叫 为 ( ) "
            at -= 1
            passed += 1
            if let kind = kind(text, endingAt: at), kind != .said { return kind }
        }
        if let kind = kind(text, endingAt: start) {
            // 七组组长换成展宏图
            if kind == .said, let word = successions.start(text, endingAt: start), holders.contains(text[word - 1]) { return .other }
            return kind
        }
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

    private func kind(_ text: FoldedText, endingAt end: Int) -> Kind? {
        guard lastOfCues.contains(text[end - 1]), let words = cues[text[end - 1]] else { return nil }
        for (word, kind) in words where end >= word.count && text.has(word, at: end - word.count) { return kind }
        return nil
    }
}
