import Procedure

// What is said at the table, however the sentence is built: how many voted how, by which way is voted, and who speaks.
extension Filling {
    // MARK: Votes

    /// 「十六位说行两位说不行」, 「12票对3票」, 「18只手都举起来了」: a number, what it counts, and which way they went.
    mutating func gatherVotes(_ scan: inout Scan, _ end: Int) {
        guard verb.intent == .announceResult else { return }
        let text = scan.text
        var at = Correction.last(&scan, end, cues)
        var unread: Set<Int> = []
        /// The verdict said last, and where it ends.
        var before: (slot: Slot, end: Int)?
        while at < end {
            guard !isUsed(at), !isDigit(text[at - 1]), let first = Filling.voters(text, at), first.value <= 99_999 else {
                if let found = Filling.verdict(&scan, at, cues) {
                    before = found
                    at = found.1
                } else {
                    at += 1
                }
                continue
            }
            let start = at
            let announced = before.flatMap { Filling.isJoined(text, $0.end..<start) ? $0.slot : nil }
            before = nil
            at = first.end
            let counted = afterVoters(text, first.end)
            // 12票对3票, 十九对零
            if text[counted] == 0x5BF9 || text[counted] == 0x6BD4, slots[.for] == nil, let second = text.numeral(at: counted + 1) {  // 对 比
                slots[.for] = .integer(first.value)
                slots[.against] = .integer(second.value)
                at = afterVoters(text, second.end)
                // 14比2比1
                if text[at] == 0x5BF9 || text[at] == 0x6BD4, slots[.abstain] == nil, let third = text.numeral(at: at + 1) {
                    slots[.abstain] = .integer(third.value)
                    at = afterVoters(text, third.end)
                }
                used.append(start..<at)
                continue
            }
            // 同意十二, 反对2票
            if let announced {
                if slots[announced] == nil {
                    slots[announced] = .integer(first.value)
                    used.append(start..<counted)
                }
                at = counted
                continue
            }
            if counted == first.end, first.digits == 0, !Filling.pairs.contains(text[at - 1]) { continue }
            var verdict = counted
            while verdict < end, verdict - counted < 8, Filling.voting.contains(text[verdict]), Filling.verdict(&scan, verdict, cues) == nil
            {
                verdict += 1
            }
            guard let (slot, stop) = Filling.verdict(&scan, verdict, cues).map({ notTwice($0, &scan, verdict) }), slots[slot] == nil else {
                // 剩下3位没吭气; not 16人当中, 请假的2个
                if counted > first.end, text[counted - 1] != 0x4E2A, cues[.among].end(&scan, at: counted) == nil {
                    unread.insert(first.value)
                }
                continue
            }
            slots[slot] = .integer(first.value)
            used.append(start..<stop)
            at = stop
        }
        if case .integer? = slots[.for] {
            let known = [Slot.for, .against, .abstain].compactMap { slot -> Int? in
                if case .integer(let value)? = slots[slot] { value } else { nil }
            }
            if !unread.isSubset(of: Set(known + [known.reduce(0, +)])) { isDoubtful = true }
        }
        // 「16个愿意，有几个不愿意」: some were against, and how many is not said.
        for at in 0..<end where slots[.for] != nil && slots[.against] == nil && !isUsed(at) {
            // 没人反对
            guard let no = cues[.sayNo].end(&scan, at: at), no - at >= 2, ![0x4EBA, 0x5F97, 0x7968].contains(text[at - 1]),
                !(text[at - 1] == 0x6709 && text[at - 2] == 0x6CA1)  // 没有反对
            else { continue }
            isDoubtful = true
        }
    }

    /// 「一个反对 一个没举手」: who raised no hand beside those against abstained.
    private func notTwice(_ found: (Slot, Int), _ scan: inout Scan, _ at: Int) -> (Slot, Int) {
        let isNeither = found.0 == .against && slots[.against] != nil && cues[.sayNeither].end(&scan, at: at) == found.1
        return isNeither ? (.abstain, found.1) : found
    }

    /// A number, or 俩 and 仨.
    private static func voters(_ text: FoldedText, _ at: Int) -> Numeral? {
        switch text[at] {
        case 0x4FE9: Numeral(value: 2, end: at + 1, digits: 0, hasLeadingZero: false)
        case 0x4EE8: Numeral(value: 3, end: at + 1, digits: 0, hasLeadingZero: false)
        default: text.numeral(at: at)
        }
    }

    private static let pairs: Set<UInt32> = [0x4FE9, 0x4EE8]

    private static func verdict(_ scan: inout Scan, _ at: Int, _ cues: Cues) -> (Slot, Int)? {
        let found: [(slot: Slot, end: Int)] = [
            cues[.sayYes].end(&scan, at: at).map { (.for, $0) }, cues[.sayNo].end(&scan, at: at).map { (.against, $0) },
            cues[.sayNeither].end(&scan, at: at).map { (.abstain, $0) },
        ].compactMap(\.self)
        return found.max { $0.end < $1.end }.map { ($0.slot, $0.end) }
    }

    /// Nothing but 的, 是, 有, a colon or a blank between a verdict and its number.
    private static func isJoined(_ text: FoldedText, _ range: Range<Int>) -> Bool {
        range.count <= 3 && range.allSatisfy { [0x7684, 0x662F, 0x6709, 0x4E86, 0x7968, 0x3A, FoldTable.space].contains(text[$0]) }
    }

    /// 票 人 个 位 名 户, 只手
    private func afterVoters(_ text: FoldedText, _ end: Int) -> Int {
        if text[end] == 0x53EA, text[end + 1] == 0x624B { return end + 2 }
        return Filling.voters.contains(text[end]) ? end + 1 : end
    }

    private static let voters = ScalarSet("票人个位名户")
    /// What may stand between the voters and their verdict: 都说, 投的是, 表示.
    private static let voting = ScalarSet("人都说的投了是表示认为讲全觉得代 ")

    // MARK: The way to vote

    /// 「不鼓掌了，改举手」, 「不行鼓掌太糊弄，还是举手」: of two ways the one behind 改 or 还是; else nobody knows which.
    mutating func gatherMethod(_ scan: inout Scan, _ end: Int) {
        guard verb.intent == .confirmMethod, let list = reader.verbs.vocabulary(of: .method) else { return }
        var found: [(method: String, isChosen: Bool, isRefused: Bool)] = []
        var at = 0
        while at < end {
            guard let word = list.trie.longest(in: &scan, at: at), Filling.ways.contains(list.canonical[word.value]) else {
                at += 1
                continue
            }
            let text = scan.text
            let isChosen = (1...3).contains { cues[.rather].end(&scan, at: at - $0) == at } && !isOpenChoice(text, at)
            let isRefused = [0x4E0D, 0x522B].contains(text[at - 1]) || text[at - 1] == 0x7528 && text[at - 2] == 0x4E0D  // 不 别 不用
            found.append((list.canonical[word.value], isChosen, isRefused))
            at = word.end
        }
        let left = found.filter { !$0.isRefused }
        guard !left.isEmpty else { return }
        var ways: Set<String> = Set(left.map(\.method))
        if ways.count > 1, let chosen = left.last(where: \.isChosen) { ways = [chosen.method] }
        // 现场和网上一起投票
        if ways == ["投票", "网络投票"] { ways = ["网络投票"] }
        if ways.count == 1, let way = ways.first { slots[.method] = .text(way) } else { isDoubtful = true }
    }

    /// 「鼓掌还是举手」: nothing but the other way stands before 还是.
    private func isOpenChoice(_ text: FoldedText, _ at: Int) -> Bool {
        guard text[at - 1] == 0x662F else { return false }  // 是
        return at >= 3 && !Marks.isMark(text[at - 3]) || isQuestion(text)
    }

    private static let ways: Set<String> = ["举手", "鼓掌", "投票", "网络投票"]

    // MARK: Who speaks

    /// 「李婶你来说两句」, 「马姐举手半天了，轮到你」, 「发言权给胡医生」: of those named the one who is called on; else nobody knows who.
    mutating func gatherSpeaker(_ scan: inout Scan, _ end: Int) {
        guard verb.intent == .giveFloor || verb.intent == .endTurn || verb.intent == .recordView, verb.takes(.person) else { return }
        var people: [Named] = []
        var at = Correction.last(&scan, end, cues)
        while at < end {
            guard let (stop, behind, isFull) = somebody(&scan, at) else {
                at += 1
                continue
            }
            people.append((at..<stop, isFull, calledOn(&scan, at, behind)))
            at = behind
        }
        if people.isEmpty, verb.intent == .giveFloor, let seat = seat(&scan, end) { people.append((seat, false, 1)) }
        people.removeAll { $0.worth < 0 }
        guard let most = people.map(\.worth).max() else { return }
        var best = people.filter { $0.worth == most }
        // 周师傅的意见是…: whose view it is stands first.
        if verb.intent == .recordView { best = Array(best.prefix(1)) }
        take(best, of: people, scan.text)
    }

    /// Somebody named, and how plainly it is said of them.
    typealias Named = (range: Range<Int>, isFull: Bool, worth: Int)

    /// Whoever of several is meant most plainly, by the full name where that is said as well; of two nobody knows which.
    mutating func take(_ best: [Named], of people: [Named], _ text: FoldedText) {
        var best = best
        let nicknames = best.filter { !$0.isFull }.map(\.range)
        if nicknames.count == best.count, let full = fullName(people.filter(\.isFull).map(\.range), of: nicknames, text) {
            best = [(full, true, 0)]
        }
        guard Set(best.map { text.wording($0.range) }).count == 1, let one = best.first else {
            isDoubtful = true
            return
        }
        slots[.person] = .text(text.wording(one.range))
        used.append(one.range)
    }

    /// 「老周你说，周建国」: the full name of whoever was called by another.
    private func fullName(_ names: [Range<Int>], of nicknames: [Range<Int>], _ text: FoldedText) -> Range<Int>? {
        names.last { name in nicknames.allSatisfy { $0.contains { text[$0] == text[name.lowerBound] } } }
    }

    /// Somebody by surname and title, by 老 or 小, by full name, or by the surname alone between marks: where the name ends, and what belongs
    /// to it.
    func somebody(_ scan: inout Scan, _ at: Int) -> (end: Int, behind: Int, isFull: Bool)? {
        let text = scan.text
        guard isChinese(text[at]), !isUsed(at), cues[.noName].end(&scan, at: at) == nil else { return nil }
        // 老周, 小柳
        if text[at] == 0x8001 || text[at] == 0x5C0F, reader.names.mayBegin(text, at + 1) {
            let end = at + 2
            return (end, cues[.title].end(&scan, at: end) ?? end, false)
        }
        guard reader.names.mayBegin(text, at), !reader.names.isWord(&scan, at) else { return nil }
        // 和周秀英, 换成谢萍, 值班请袁磊: the name begins behind it.
        if Filling.everyday.contains(text[at]), reader.names.mayBegin(text, at + 1) { return nil }
        if text[at] == 0x73ED, text[at - 1] == 0x503C { return nil }
        for length in [1, 2] {
            if let title = cues[.title].end(&scan, at: at + length), length == 1 || reader.names.isDouble(text, at) {
                return (title, title, false)
            }
        }
        for length in [3, 2] where !(length == 2 && reader.names.isDouble(text, at)) {
            if let title = cues[.title].end(&scan, at: at + length), isGiven(text, at + 1..<at + length) {
                return (at + length, title, true)
            }
        }
        if Marks.isMark(text[at + 1]), at == 0 || Marks.isMark(text[at - 1]) { return (at + 1, at + 1, false) }
        // 朱强吧, 孙立介绍情况, 王芳认为
        // 赵六谈谈: a longer word of speaking behind the shorter name holds.
        let isShort = isGiven(text, at + 1..<at + 2) && saying(&scan, at + 2).map { $0 > at + 3 } ?? false
        for length in isShort ? [2] : [3, 2] where isGiven(text, at + 1..<at + length) {
            let end = at + length
            let isLast = [0x5427, 0x554A, 0x5440, 0x54C8].contains(text[end]) && Marks.isMark(text[end + 1])  // 吧 啊 呀 哈
            if isLast || says(&scan, end) { return (end, end, true) }
        }
        guard let end = name(&scan, at), end - at < 4 || reader.names.isDouble(text, at) else { return nil }
        return (end, end, true)
    }

    /// How plainly somebody is called on: by what stands before or behind; below 0 where they have spoken.
    private func calledOn(_ scan: inout Scan, _ start: Int, _ end: Int) -> Int {
        let text = scan.text
        let next = Marks.skip(text, end)
        if verb.intent == .recordView { return says(&scan, next) ? 2 : 1 }
        if cues[.spoken].end(&scan, at: next) != nil { return verb.intent == .endTurn ? 2 : -1 }
        let isCalled = (1...5).contains { length in
            start >= length
                && (cues[.callingOn].end(&scan, at: start - length) == start || cues[.seat].end(&scan, at: start - length) == start)
        }
        if isCalled || cues[.speaking].end(&scan, at: next) != nil { return 2 }
        return 1
    }

    private func seat(_ scan: inout Scan, _ end: Int) -> Range<Int>? {
        var found: [Range<Int>] = []
        for at in 0..<end { if let stop = cues[.seat].end(&scan, at: at), !(found.last?.contains(at) ?? false) { found.append(at..<stop) } }
        return found.count == 1 ? found[0] : nil
    }

    private func isGiven(_ text: FoldedText, _ range: Range<Int>) -> Bool {
        range.allSatisfy { isChinese(text[$0]) && !Filling.common.contains(text[$0]) }
    }
}
