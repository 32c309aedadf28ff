import Procedure

/// 「给人家解释一下」, 「跟居民说」, 「告诉居民」, 「给张三回个话」: whoever works here is asked to tell somebody something. It is said to us, and no part of what
/// is told.
struct Telling {
    let names: NameWords
    let cues: Cues
    let numbers: MatterNumbers
    /// What points at a matter behind its name: 那件, 那个.
    let calling: WordTrie

    init(_ reader: Reader) {
        names = reader.names
        cues = reader.cues
        numbers = reader.numbers
        calling = reader.verbs.calling
    }

    /// Where what is told begins, if somebody is asked there to tell it; the end of the text where nothing is.
    func end(_ scan: inout Scan, at start: Int) -> Int? {
        var at = Marks.skip(scan.text, start)
        var mayBeBare = true
        while let lead = cues[.tellLead].end(&scan, at: at) {
            if let end = instruction(&scan, at: at, mayBeBare) { return end }
            // 请您说清楚是哪盏灯 is said to whoever reads it.
            if (at..<lead).contains(where: { [0x4F60, 0x60A8, 0x8BF7].contains(scan.text[$0]) }) { mayBeBare = false }  // 你 您 请
            at = Marks.skip(scan.text, lead)
        }
        return instruction(&scan, at: at, mayBeBare)
    }

    /// 跟1号的居民说一声: behind the number of a matter whose proposer is told.
    func end(_ scan: inout Scan, at start: Int, behindNumber number: Int) -> Int? {
        guard (1...2).contains(where: { number >= $0 && cues[.tellTo].end(&scan, at: number - $0) == number }) else { return nil }
        for who in somebody(&scan, at: start) + [start] { if let end = saying(&scan, at: who, isFull: true) { return end } }
        return nil
    }

    private func instruction(_ scan: inout Scan, at start: Int, _ mayBeBare: Bool) -> Int? {
        if let to = cues[.tellTo].end(&scan, at: start) {
            // 和平路, 同福里: only 跟, 给 and 向 stand before a name.
            for who in somebody(&scan, at: to, byName: [0x8DDF, 0x7ED9, 0x5411].contains(scan.text[start])) {
                if let end = saying(&scan, at: who, isFull: true) { return end }
            }
        }
        for told in cues[.tell].ends(&scan, at: start) {
            for who in somebody(&scan, at: told, byName: told > start + 1) {  // 回龙路
                if let end = content(&scan, behind: who, from: start) { return end }
            }
        }
        return mayBeBare ? saying(&scan, at: start, isFull: false) : nil
    }

    /// 解释一下, 说, 回个话, 说明情况: with somebody before it a bare 说 will do, else only what can be nothing but asked for.
    private func saying(_ scan: inout Scan, at start: Int, isFull: Bool) -> Int? {
        let first = isFull ? cues[.tellAgain].end(&scan, at: start) ?? start : start
        for said in cues[.tellSay].ends(&scan, at: first) {
            let at = behindTail(&scan, said)
            if at > said {
                // 解释一下没有场地; 说一下是哪个单元 asks.
                if !isFull, !Marks.isMark(scan.text[at]), ![0x89E3, 0x7B54].contains(scan.text[first]) { continue }  // 解 答
                if let end = whole(&scan, at) { return end }
            } else if isFull, Marks.isMark(scan.text[at]) {
                return Marks.skip(scan.text, at)
            } else if isFull, cues[.tellBare].end(&scan, at: first) == said, !isPast(&scan, at) {
                return at
            }
        }
        for message in cues[.tellMessage].ends(&scan, at: first) {
            let at = behindTail(&scan, message)
            if Marks.isMark(scan.text[at]) { return Marks.skip(scan.text, at) }
        }
        return nil
    }

    /// Behind 一下, 清楚 and the like; 情况, 吧 and 就行 only where nothing follows: 下周, 就行政审批 begin what is told.
    private func behindTail(_ scan: inout Scan, _ start: Int) -> Int {
        var at = start
        while true {
            if let tail = cues[.tellTail].end(&scan, at: at) {
                at = tail
            } else if let end = cues[.tellEnd].end(&scan, at: at), Marks.isMark(scan.text[end]) {
                return end
            } else {
                return at
            }
        }
    }

    /// 说过了, 说好了, 说不清; 说明年再修 is none.
    private func isPast(_ scan: inout Scan, _ at: Int) -> Bool {
        if scan.text[at] == 0x660E { return ![0x5E74, 0x5929, 0x65E9, 0x665A].contains(scan.text[at + 1]) }  // 明 年 天 早 晚
        return cues[.tellPast].end(&scan, at: at) != nil
    }

    /// Behind 一下, 清楚 and the like: nil where it has been done (解释清楚了) or is done first (说明情况以后).
    private func whole(_ scan: inout Scan, _ at: Int) -> Int? {
        Marks.isMark(scan.text[at]) ? Marks.skip(scan.text, at) : cues[.tellDone].end(&scan, at: at) == nil ? at : nil
    }

    /// Behind 告诉居民: 说, a mark, or what is told itself; 答复居民的意见 tells nobody anything.
    private func content(_ scan: inout Scan, behind who: Int, from start: Int) -> Int? {
        if let said = saying(&scan, at: who, isFull: true) { return said }
        let at = behindTail(&scan, who)
        if Marks.isMark(scan.text[at]) { return Marks.skip(scan.text, at) }
        if at > who { return whole(&scan, at) }
        return cues[.tellDirect].end(&scan, at: start) != nil && cues[.tellAbout].end(&scan, at: at) == nil ? at : nil
    }

    /// 居民, 人家, 他, 提出人, 张三, 王大爷, 居民张三: where such a person may end.
    func somebody(_ scan: inout Scan, at start: Int, byName: Bool = true) -> [Int] {
        var ends: [Int] = []
        if let who = cues[.tellWho].end(&scan, at: start) {
            let next = cues[.tellWho].end(&scan, at: who) ?? who
            ends = next > who ? [next, who] : [who]
            ends += named(&scan, at: who)
        }
        return byName ? ends + named(&scan, at: start) : ends
    }

    private func named(_ scan: inout Scan, at start: Int) -> [Int] {
        let first = scan.text[start] == 0x8001 || scan.text[start] == 0x5C0F ? start + 1 : start  // 老 小
        guard names.mayBegin(scan.text, first), !names.isWord(&scan, first) else { return [] }
        var ends: [Int] = []
        for length in 1...3 {
            let end = first + length
            guard (first..<end).allSatisfy({ isChinese(scan.text[$0]) && !Filling.common.contains(scan.text[$0]) }) else { break }
            if let title = cues[.tellTitle].end(&scan, at: end) { ends.append(title) }
            if end - start >= 2 { ends.append(end) }
        }
        return ends
    }
}

extension Telling {
    /// The text without what is said to us in front of it, and in its last clause; nil where nothing else was said.
    /// - Parameter isAnswer: else a clause of its own that speaks of telling is a condition: 「先跟业主说，再上会」.
    func told(_ text: String, _ fold: FoldTable, isAnswer: Bool) -> String? {
        var scan = Scan(FoldedText(text, table: fold))
        var first = isAnswer ? behindMatter(&scan) : 0
        while first < scan.text.count, let end = end(&scan, at: first), end > first, isAnswer || !Marks.isMark(scan.text[end - 1]) {
            first = end
        }
        guard first < scan.text.count else { return first > 0 ? nil : text }
        var last = scan.text.count
        if let clause = Marks.clauses(scan.text).last, clause.lowerBound > first, cues[.tellAsked].end(&scan, at: clause.lowerBound) != nil,
            end(&scan, at: clause.lowerBound) == scan.text.count
        {
            last = clause.lowerBound
            while last > first, Marks.isMark(scan.text[last - 1]) { last -= 1 }
        }
        if first == 0, last == scan.text.count { return text }
        return last == scan.text.count ? scan.text.wordingToEnd(from: first) : scan.text.wording(first..<last)
    }
}

extension Telling {
    /// 「孙涛说的音响那件 告诉他…」: where the asking begins behind what only names the matter; 0 where nothing is asked there.
    private func behindMatter(_ scan: inout Scan) -> Int {
        for at in 2..<max(2, min(scan.text.count, Telling.longestNaming)) {
            var named = at
            while named > 0, Marks.isMark(scan.text[named - 1]) { named -= 1 }
            let isNamed = (max(0, named - 5)..<named).contains { start in
                calling.words(in: &scan, at: start).contains { $0.end == named && $0.end - start > 1 }
                    || numbers.one(&scan, at: start).map { $0.isMarked && $0.end == named } ?? false
            }
            guard isNamed, cues[.tell].end(&scan, at: at) ?? cues[.tellTo].end(&scan, at: at) ?? cues[.tellLead].end(&scan, at: at) != nil,
                let end = end(&scan, at: at), end < scan.text.count
            else { continue }
            return at
        }
        return 0
    }

    private static let longestNaming = 16
}

extension Intent {
    /// Steps whose text is told to somebody, and those that only give a reason beside it.
    private static let told: Set<IntentName> = [.answer, .keepForLater, .decline, .recordApproval]

    /// Without what only asks us to tell it.
    func withoutTelling(_ reader: Reader) -> Intent {
        guard Intent.told.contains(name) || !meant.isEmpty || !more.isEmpty else { return self }
        var intent = self
        if Intent.told.contains(name) {
            for slot in [Slot.text, .reason] {
                guard case .text(let said)? = slots[slot] else { continue }
                let told = Telling(reader).told(said, reader.verbs.fold, isAnswer: name == .answer)
                intent.slots[slot] = told.map { .text($0) }
            }
        }
        intent.meant = meant.map { $0.withoutTelling(reader) }
        intent.more = more.map { $0.withoutTelling(reader) }
        return intent
    }
}
