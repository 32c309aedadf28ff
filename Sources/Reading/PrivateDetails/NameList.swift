// Lists of people: 参会名单：邰建军、庹小满、尉迟敏; 候选人：一、蒯大诚 二、谷雨声; 点名：甄诚到，贾真到; 孔令飞 孟繁星 颜如意 三位同学.
/// Where a list of people has begun, every item of two to four characters that begins with a surname is a name, also one that nobody would take
/// for a name elsewhere. A number, a day or an amount behind one is no end of the list.
struct NameList {
    /// How far behind the last name, or what opened the list, the next item may stand.
    private static let farthest = 30

    private let words: NameWords
    private var isOpen = false
    /// Whether only people stand in such a list: a 名单 more surely than a 声明.
    private var isSure = false
    /// 名单: whether the word says that names follow.
    private var isNamed = false
    private var names = 0
    /// The place after the last name, door or number, or after what opened the list.
    private var last = 0
    /// Where the items of a run were looked at already.
    private var looked = 0

    init(_ words: NameWords) { self.words = words }

    /// To be called for every place in order: opens the list behind its word and closes it with the sentence.
    mutating func pass(_ text: FoldedText, at place: Int) {
        let scalar = text[place]
        switch scalar {
        case 0x3002, 0x21, 0x3F: isOpen = false  // 。 ! ?
        case 0x3A, 0x20, 0x0A:
            guard let word = word(text, endingAt: place, isColon: scalar == 0x3A) else { return }
            open(at: place + 1, isSure: word > 0, isNamed: word > 1)
        case 0x662F, 0x6709, 0x4E3A, 0x62EC:  // 是 有 为 括
            guard !isOpen, words.listVerbs.start(text, endingAt: place + 1) != nil else { return }
            open(at: place + 1, isSure: false, isNamed: false)
        default: break
        }
    }

    private mutating func open(at place: Int, isSure: Bool, isNamed: Bool) {
        isOpen = true
        self.isSure = isSure
        self.isNamed = isNamed
        names = 0
        last = place
    }

    /// Whether a word for a list ends there, and how sure it is. 名单(3人), 名单如下, 领取人员 with a colon; without one only 名单 and its like.
    private func word(_ text: FoldedText, endingAt place: Int, isColon: Bool) -> Int? {
        var at = place
        if text[at - 1] == 0x29 {  // )
            while place - at < 10, text[at - 1] != 0x28 { at -= 1 }
            at -= 1
        }
        if let word = words.listEndings.start(text, endingAt: at) { at = word }
        if words.listOpeners.start(text, endingAt: at) != nil { return 2 }
        guard isColon else { return nil }
        if words.listTasks.start(text, endingAt: at) != nil { return 1 }
        return words.listPapers.start(text, endingAt: at) != nil ? 0 : nil
    }

    /// Something private that is no name: the list goes on behind it.
    mutating func found(_ detail: Range<Int>) { if isOpen { last = detail.upperBound } }

    /// The name that is the item at a place.
    mutating func item(_ scan: inout Scan, at start: Int, after detail: LastDetail?) -> (range: Range<Int>, surname: Int)? {
        let text = scan.text
        if !isOpen, start >= looked, Marks.isMark(text[start - 1]), isRun(&scan, start) {
            open(at: start, isSure: true, isNamed: true)
            names = 2
        }
        guard isOpen else { return nil }
        guard start - last <= NameList.farthest else {
            isOpen = false
            return nil
        }
        guard isBeginning(text, start), let (surname, tier) = words.beginning(text, start) ?? hidden(text, start),
            words.titles.longest(in: &scan, at: start + surname) == nil
        else { return nil }
        let isBehindDoor = detail.map { $0.kind == .door && $0.range.upperBound + 1 == start } ?? false
        for length in [2, 1] where isItem(&scan, start, surname, length, tier, isBehindDoor) {
            let end = start + surname + length
            names += 1
            last = end
            return (start..<end, surname)
        }
        return nil
    }

    /// 都兰英 in a list that has begun: what is no surname anywhere else.
    private func hidden(_ text: FoldedText, _ start: Int) -> (length: Int, tier: NameWords.Tier)? {
        isSure && words.rare.contains(text[start]) ? (1, .everyday) : nil
    }

    private func isItem(
        _ scan: inout Scan, _ start: Int, _ surname: Int, _ length: Int, _ tier: NameWords.Tier, _ isBehindDoor: Bool
    ) -> Bool {
        let text = scan.text
        let end = start + surname + length
        let own = start + surname..<end
        let isTypical = words.isTypical(text, own)
        // What is a surname nowhere else has to be the whole of the item.
        if words.beginning(text, start) == nil, isChinese(text[end]) || !Marks.isMark(text[start - 1]) { return false }
        guard own.allSatisfy({ isChinese(text[$0]) && (isTypical || !words.functions.contains(text[$0])) }),
            length == 2 || !words.kin.contains(text[end - 1]),
            isBehindDoor || isTypical || !words.placeEnds.contains(text[end - 1]),
            isEnd(&scan, end), isSure || words.notGiven.longest(in: &scan, at: start + surname)?.end != end
        else { return false }
        // 米一袋
        if length == 2, FoldedText.spoken(text[end - 2]) != nil, !isTypical { return false }
        // 康健, 常乐: words that are names as well, among others' names; 支援朝: a word that is only the beginning of one.
        if words.isWord(&scan, start) {
            let isName = words.namesToo.longest(in: &scan, at: start).map { $0.end == end } ?? false
            guard isName ? isTypical && isSure || isBehindDoor : isTypical && length == 2 && !isChinese(text[end]) && (names > 0 || isNamed)
            else {
                return false
            }
            return true
        }
        switch tier {
        case .sure: return isSure || isTypical || length == 2
        case .rare where isSure: return true
        case .usual, .rare: return length == 2 || isTypical && (isSure || names > 0)
        case .everyday: return isTypical && (length == 2 || names > 0 || isSure && !Marks.isMark(text[start - 1]))
        }
    }

    /// Behind a mark, a number or a day.
    private func isBeginning(_ text: FoldedText, _ start: Int) -> Bool {
        let before = text[start - 1]
        return Marks.isMark(before) || words.listSeparators.contains(before) || isDigit(before)
            || words.beforeItems.start(text, endingAt: start) != nil
    }

    private func isEnd(_ scan: inout Scan, _ end: Int) -> Bool {
        let text = scan.text
        let next = text[end]
        return !isChinese(next) || words.functions.contains(next) || words.behindItems.longest(in: &scan, at: end) != nil
            || words.titles.longest(in: &scan, at: end) != nil
    }

    /// Three names in a row with the same between them, or two and how many they are, need no word before them.
    private mutating func isRun(_ scan: inout Scan, _ start: Int) -> Bool {
        let text = scan.text
        var at = start
        var count = 0
        var full = 0
        var joint: UInt32 = 0
        while count < 3, let (surname, tier) = words.beginning(text, at), tier >= .usual || words.singles.contains(text[at]),
            !words.isWord(&scan, at)
        {
            var end = at + surname
            while isChinese(text[end]), end - at < surname + 3 { end += 1 }
            // 赵立军三位
            if end - at > surname + 1, let cut = [2, 1].first(where: { words.headcounts.longest(in: &scan, at: at + surname + $0) != nil })
            {
                end = at + surname + cut
            }
            let length = end - at - surname
            let isTypical = words.isTypical(text, at + surname..<end)
            guard (1...2).contains(length), isTypical || length == 2 && tier == .sure && !words.placeEnds.contains(text[end - 1]),
                length == 2 || tier == .sure || tier == .usual && isTypical && !words.isWeak(text, at + surname..<end),
                words.notGiven.longest(in: &scan, at: at + surname) == nil,
                words.titles.longest(in: &scan, at: at + surname) == nil
            else { break }
            if tier == .everyday, length == 1 || words.isWeak(text, at + surname..<end) { break }
            if length == 2, isTypical { full += 1 }
            count += 1
            at = end
            if count == 3 { break }
            guard text[at] == 0x20 || text[at] == 0x2C || text[at] == 0x0A, joint == 0 || text[at] == joint else { break }
            joint = text[at]
            at += 1
        }
        if count > 0 { looked = max(looked, start + 1) }
        guard count >= 2, full >= 2 || full == 1 && count == 3 else { return false }
        return count == 3 || words.headcounts.longest(in: &scan, at: at) != nil
    }
}
