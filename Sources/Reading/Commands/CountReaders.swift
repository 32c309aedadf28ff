// People and how many of them: names, heads, votes.
extension Filling {
    /// 应到18人, 到会 16, 代表9; a bare count only for the slot that the verb begins with.
    mutating func count(_ slot: Slot, _ scan: inout Scan, at start: Int, inside: Bool) -> Int? {
        let cue = cues[slot == .expected ? .expected : slot == .present ? .present : .stakeholders]
        let text = scan.text
        if slot == .present, !inside, let end = cues[.everybody].end(&scan, at: start) {
            slots[.kind] = .text("all")
            slots[.present] = .text("all")
            return end
        }
        var at = start
        if slot == .expected, verb.intent == .callMeeting || verb.intent == .reschedule, let end = comers(&scan, start) { return end }
        if let end = cue.end(&scan, at: start) {
            at = Marks.skip(text, end)
        } else if inside || verb.slots.first(where: { $0.slot != .number })?.slot != slot {
            return nil
        }
        // 点了一下
        guard let number = text.numeral(at: at), number.digits <= 4, number.value <= 9999, text[number.end] != 0x4E0B else { return nil }
        slots[slot] = .integer(number.value)
        var end = number.end
        if text[end] == 0x2F, slot == .present, let whole = text.digits(at: end + 1), whole.digits <= 4 {  // 16/18
            slots[.expected] = .integer(whole.value)
            end = whole.end
        }
        if [0x4EBA, 0x540D, 0x4F4D].contains(text[end]) { end += 1 }  // 人 名 位
        return end
    }

    /// 18人, 来17位, 十五个人 in a call: how many are to come, where nothing else stands beside it.
    private mutating func comers(_ scan: inout Scan, _ start: Int) -> Int? {
        let text = scan.text
        guard start == 0 || Marks.isMark(text[start - 1]) || !isChinese(text[start - 1]) && !isDigit(text[start - 1]) else { return nil }
        let first = [0x6765, 0x5171, 0x7EA6].contains(text[start]) ? start + 1 : start  // 来 共 约
        guard let number = text.numeral(at: first), number.digits <= 4, (2...9999).contains(number.value) else { return nil }
        var end = text[number.end] == 0x4E2A ? number.end + 1 : number.end  // 个
        guard [0x4EBA, 0x4F4D, 0x540D].contains(text[end]) else { return nil }  // 人 位 名
        end += 1
        guard Marks.isMark(text[end]) else { return nil }
        slots[.expected] = .integer(number.value)
        return end
    }

    /// 16比2, 16:2:1, 16票赞成2票反对弃权1.
    mutating func tally(_ slot: Slot, _ scan: inout Scan, at start: Int) -> Int? {
        let text = scan.text
        let cue = cues[slot == .for ? .votesFor : slot == .against ? .votesAgainst : .votesNeither]
        if let end = cue.end(&scan, at: start), let number = text.numeral(at: Marks.skip(text, end)), number.value <= 99_999 {
            slots[slot] = .integer(number.value)
            return afterVotes(text, number.end)
        }
        guard let first = text.numeral(at: start), first.value <= 99_999, !isDigit(text[start - 1]) else { return nil }
        if let end = cue.end(&scan, at: Marks.skipSpace(text, afterVotes(text, first.end))) {
            slots[slot] = .integer(first.value)
            return end
        }
        guard slot == .for else { return nil }
        let parts = ratio(text, first)
        guard parts.values.count >= 2 else { return nil }
        slots[.for] = .integer(parts.values[0])
        slots[.against] = .integer(parts.values[1])
        if parts.values.count == 3 { slots[.abstain] = .integer(parts.values[2]) }
        return afterVotes(text, parts.end)
    }

    private func ratio(_ text: FoldedText, _ first: Numeral) -> (values: [Int], end: Int) {
        var values = [first.value]
        var end = first.end
        while values.count < 3 {
            let at = Marks.skipSpace(text, end)
            guard text[at] == 0x6BD4 || text[at] == 0x3A || text[at] == 0x2D || text[at] == 0x5BF9 else { break }  // 比 : - 对
            guard let next = text.numeral(at: Marks.skipSpace(text, at + 1)), next.value <= 99_999 else { break }
            values.append(next.value)
            end = next.end
        }
        return (values, end)
    }

    private func afterVotes(_ text: FoldedText, _ end: Int) -> Int { [0x7968, 0x4EBA].contains(text[end]) ? end + 1 : end }  // 票 人

    /// 5分, 四颗星; 60%, 百分之六十, 一半.
    mutating func amount(_ slot: Slot, _ scan: inout Scan, at start: Int) -> Int? {
        let text = scan.text
        if slot == .percent {
            let isSpelled = text[start] == 0x767E && text[start + 1] == 0x5206 && text[start + 2] == 0x4E4B  // 百分之
            if text[start] == 0x4E00, text[start + 1] == 0x534A {  // 一半
                slots[.percent] = .integer(50)
                return start + 2
            }
            guard let number = text.numeral(at: isSpelled ? start + 3 : start), number.value <= 100,
                isSpelled || text[number.end] == 0x25
            else { return nil }
            slots[.percent] = .integer(number.value)
            return isSpelled ? number.end : number.end + 1
        }
        guard let number = text.numeral(at: start), number.value <= 100, text[number.end] != 0x53F7 else { return nil }
        slots[.score] = .integer(number.value)
        let end = text[number.end] == 0x9897 ? number.end + 1 : number.end  // 颗
        return text[end] == 0x5206 || text[end] == 0x661F ? end + 1 : number.end  // 分 星
    }

    /// 「施工完成80%」: how far it is, where the words say so.
    mutating func percent(_ scan: inout Scan, _ range: Range<Int>) {
        for at in range where slots[.percent] == nil && !isDigit(scan.text[at - 1]) { _ = amount(.percent, &scan, at: at) }
    }

    // MARK: Names

    /// 缺 张三, 加 张三、李四, 减 王五. 缺2 gives how many.
    mutating func names(_ slot: Slot, _ scan: inout Scan, at start: Int) -> Int? {
        let cue = cues[slot == .missing ? .missing : slot == .add ? .add : .remove]
        guard let end = cue.end(&scan, at: start) else {
            // 王五请假
            guard slot == .missing, let (absent, end) = absent(&scan, at: start) else { return nil }
            var known: [String] = []
            if case .texts(let before)? = slots[.missing] { known = before }
            slots[.missing] = .texts(known + absent)
            return end
        }
        let at = Marks.skip(scan.text, end)
        if slot == .missing, let number = scan.text.digits(at: at), number.digits <= 3 {
            slots[.missing] = .integer(number.value)
            return scan.text[number.end] == 0x4EBA ? number.end + 1 : number.end
        }
        guard let list = nameList(&scan, at: at) else { return nil }
        var known: [String] = []
        if case .texts(let before)? = slots[slot] { known = before }
        slots[slot] = .texts(known + list.names)
        return list.end
    }

    /// 王五请假, 赵强和朱玲没来
    private func absent(_ scan: inout Scan, at start: Int) -> (names: [String], end: Int)? {
        var names: [String] = []
        var at = start
        while let end = nameEnd(&scan, at: at) {
            names.append(scan.text.wording(at..<end))
            if let said = cues[.missing].end(&scan, at: end) { return (names, said) }
            guard [0x548C, 0x4E0E, 0x53CA, 0x8DDF].contains(scan.text[end]) else { return nil }  // 和 与 及 跟
            at = end + 1
        }
        return nil
    }

    mutating func persons(_ scan: inout Scan, at start: Int) -> Int? {
        guard let list = nameList(&scan, at: start) else { return nil }
        slots[.persons] = .texts(list.names)
        return list.end
    }

    /// Where ordinary words may stand in place of a name: 我先讲两点, 停车费太高了.
    private var asksForSurname: Bool { verb.intent == .endTurn || (isPlain && verb.intent == .giveFloor) }

    /// 请王芳同志发言: who is called on may have a title behind the name.
    private var isAtTable: Bool { verb.intent == .giveFloor || verb.intent == .endTurn }

    mutating func person(_ scan: inout Scan, at start: Int) -> Int? {
        let start = verb.intent == .swapDuty ? cues[.handover].end(&scan, at: start) ?? start : start
        guard let end = nameEnd(&scan, at: start), !asksForSurname || reader.names.mayBegin(scan.text, start) else { return nil }
        slots[.person] = .text(scan.text.wording(start..<end))
        return isAtTable ? cues[.honorific].end(&scan, at: end) ?? end : end
    }

    func nameList(_ scan: inout Scan, at start: Int) -> (names: [String], end: Int)? {
        guard var end = nameEnd(&scan, at: start) else { return nil }
        var names = [scan.text.wording(start..<end)]
        while names.count < 60 {
            var at = end
            while [0x20, 0x2C, 0x2F].contains(scan.text[at]) { at += 1 }
            if [0x548C, 0x4E0E, 0x53CA].contains(scan.text[at]), at > start { at += 1 }  // 和 与 及
            at = Marks.skipSpace(scan.text, at)
            guard at > end, cues[.add].end(&scan, at: at) == nil, cues[.remove].end(&scan, at: at) == nil,
                cues[.missing].end(&scan, at: at) == nil,
                let next = nameEnd(&scan, at: at)
            else { break }
            names.append(scan.text.wording(at..<next))
            end = next
        }
        return (names, end)
    }

    /// A name: two to five Chinese characters (longer with a middle dot), or two to twenty letters; up to a mark, 和, 加, 减 or something
    /// known by its form.
    private func nameEnd(_ scan: inout Scan, at start: Int) -> Int? {
        let text = scan.text
        guard isChinese(text[start]) || isLetter(text[start]), reader.verbs.notNames.longest(in: &scan, at: start) == nil else {
            return nil
        }
        if isLetter(text[start]) {
            var at = start
            while isLetter(text[at]) || isDigit(text[at]), at - start < 21 { at += 1 }
            return (2...20).contains(at - start) ? at : nil
        }
        var at = start
        var hasDot = false
        while isChinese(text[at]) || Marks.isMiddleDot(text[at]), at - start < 24 {
            hasDot = hasDot || Marks.isMiddleDot(text[at])
            if at - start >= 2 {
                if [0x548C, 0x4E0E, 0x53CA, 0x52A0, 0x51CF].contains(text[at]) { break }  // 和 与 及 加 减
                if verb.intent == .closeCount, isAllOfThem(text, at) { break }
                if verb.intent == .swapDuty, text[at] == 0x6362 || text[at] == 0x5BF9 || text[at] == 0x4E92 { break }  // 换 对 互
                if cues[.missing].end(&scan, at: at) != nil || (isAtTable && cues[.honorific].end(&scan, at: at) != nil) { break }
                if verb.intent == .chairDelegation || verb.intent == .giveFloor, text[at] == 0x6765 { break }  // 来
                // 轮到王芳了, 赵强先停一下, 李四说两句: 先 alone may well end a name.
                if isAtTable, text[at] == 0x4E86 || isSpeaking(&scan, at) { break }  // 了
                if verb.intent == .chairDelegation, text[at] == 0x4E3B, text[at + 1] == 0x6301 { break }  // 主持
                var probe = self
                if probe.typed(&scan, at: at, inside: true) != nil { break }
            }
            at += 1
        }
        return at - start >= 2 && (hasDot || at - start <= 5) ? at : nil
    }

    /// 都, 俩都, 其他人, 以外: behind the names of those who are counted or not.
    private func isAllOfThem(_ text: FoldedText, _ at: Int) -> Bool {
        Filling.behindCounted.contains(text[at]) || text[at] == 0x5168 && [0x5230, 0x5728, 0x6765].contains(text[at + 1])  // 全到 全在 全来
    }

    private static let behindCounted = ScalarSet("都俩两其别以外跟")

    /// Whether a word of speaking stands there, of two characters or with more behind it.
    private func isSpeaking(_ scan: inout Scan, _ at: Int) -> Bool {
        guard let end = cues[.speaking].end(&scan, at: at) ?? cues[.spoken].end(&scan, at: at) else { return false }
        return end > at + 1 || isChinese(scan.text[end])
    }

    /// 代表3号楼, 观点 停车费: a cue and one free piece.
    mutating func cued(_ slot: Slot, _ scan: inout Scan, at start: Int) -> Int? {
        let cue = cues[slot == .party ? .mandate : slot == .secretary ? .secretary : .viewpoint]
        guard let end = cue.end(&scan, at: start) else { return slot == .secretary ? minuteTaker(&scan, at: start) : nil }
        let first = Marks.skip(scan.text, end)
        // 秘书由小徐担任, 秘书定小周: a name, unless it stands apart: 秘书 豆豆.
        if slot == .secretary, ![FoldTable.space, 0x3A].contains(scan.text[end]) { return minuteTaker(&scan, behind: first) }
        var at = first
        while !Marks.isMark(scan.text[at]), at - first < Filling.longestPiece { at += 1 }
        guard at > first else { return nil }
        slots[slot] = .text(scan.text.wording(first..<at))
        return at
    }

    /// 李四替我参加, 由王五代: who comes instead.
    mutating func substitute(_ scan: inout Scan, _ range: Range<Int>) {
        if gatherSubstitute(&scan, range) { return }
        for at in range where at < range.lowerBound + 200 {
            if let end = cues[.instead].end(&scan, at: at) {
                // The name stands right before: 李四替我.
                var start = at
                while start > range.lowerBound, isChinese(scan.text[start - 1]), at - start < 4 { start -= 1 }
                for first in start..<at {
                    if let cue = cues[.sendName].end(&scan, at: first), cue < at, at - cue >= 2 { start = max(start, cue) }
                }
                // 我爱人王芳替我
                for first in start..<at {
                    if let relation = reader.verbs.relations.longest(in: &scan, at: first), relation.end < at, at - relation.end >= 2 {
                        start = relation.end
                        break
                    }
                }
                // 李敏能不能替我, 别找人替 name nobody.
                guard (2...4).contains(at - start), end > at,
                    !(start..<at).contains(where: { [0x80FD, 0x4E0D, 0x522B, 0x8C01, 0x627E, 0x95EE].contains(scan.text[$0]) })
                else { continue }
                slots[.substitute] = .text(scan.text.wording(start..<at))
                return
            }
        }
    }
}

extension Marks {
    static func skipSpace(_ text: FoldedText, _ at: Int) -> Int { text[at] == FoldTable.space ? at + 1 : at }

    /// The dot inside names such as 阿依努尔·买买提.
    static func isMiddleDot(_ scalar: UInt32) -> Bool { scalar == 0xB7 || scalar == 0x2022 || scalar == 0x30FB || scalar == 0x2027 }
}
