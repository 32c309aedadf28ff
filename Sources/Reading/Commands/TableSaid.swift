import Procedure

/// What is said at the table around the discussion itself: who is called on, what somebody said, the text that comes of it, and the end.
extension Attempt {
    // MARK: Who speaks

    /// 「马会你说」, 「好 朱玲讲讲」, 「提议人先讲 张三你来」: somebody on the list, and a word of speaking at the end.
    func calledOn(_ scan: inout Scan, from start: Int) -> Intent? {
        let text = scan.text
        guard text.count - start <= Attempt.mostAtTable,
            let last = Marks.clauses(text).last(where: { $0.lowerBound >= start && !endsThere(text, $0.lowerBound) })
        else { return nil }
        var at = last.lowerBound
        while Attempt.beforeCalled.contains(text[at]) { at += 1 }
        guard let name = known(&scan, at), var end = cues[.speaking].end(&scan, at: Marks.skipSpace(text, name)) else { return nil }
        // 「张三你先给大家讲讲」
        while let next = cues[.speaking].end(&scan, at: end) { end = next }
        guard endsThere(text, end), !(start..<at).contains(where: { known(&scan, $0) != nil })
        else { return nil }
        return Intent(.act, .giveFloor, slots: [.person: .text(text.wording(at..<name))])
    }

    /// 那 请 先 就 来 让 该
    private static let beforeCalled = ScalarSet("那请先就来让该")

    /// 「超时了老马 让别人也讲讲」: the turn is over.
    func overTime(_ scan: inout Scan, from start: Int) -> Intent? {
        guard scan.text.count - start <= 20, let end = cues[.overTime].end(&scan, at: start),
            Marks.isMark(scan.text[end]) || [0x4E86, 0x5566].contains(scan.text[end])  // 了 啦
        else { return nil }
        return Intent(.act, .endTurn)
    }

    /// 「大家敞开聊 随便说」, 「好 大家议」, 「再互动」: everybody talks; where they are at it already it moves nothing.
    func freely(_ scan: inout Scan, from start: Int) -> Intent? {
        guard scan.text.count - start <= 24 else { return nil }
        if let end = cues[.freely].end(&scan, at: start), Marks.isMark(scan.text[end]) || endsThere(scan.text, end) {
            return Intent(.act, .interact, slots: [.kind: .text("more")])
        }
        // What is a word of ours by itself is read as that.
        if verbs.trie.words(in: &scan, at: start, acrossSpaces: true).contains(where: { endsThere(scan.text, $0.end) }) { return nil }
        var isSaid = false
        for clause in Marks.clauses(scan.text) where clause.lowerBound >= start {
            guard let said = discusses(&scan, clause) else { return nil }
            isSaid = isSaid || said
        }
        return isSaid ? Intent(.act, .interact, slots: [.kind: .text("more")]) : nil
    }

    /// Whether a clause calls everybody to discuss; false where it only leads to that, 「好」, and nil where it says anything else.
    private func discusses(_ scan: inout Scan, _ clause: Range<Int>) -> Bool? {
        var at = clause.lowerBound
        var isOfAll = false
        while at < clause.upperBound {
            if let end = cues[.everyone].end(&scan, at: at) {
                (at, isOfAll) = (end, true)
            } else if let end = cues[.besideFreely].end(&scan, at: at) {
                at = end
            } else {
                break
            }
        }
        if at == clause.upperBound { return false }
        // 「再说吧」 puts it off.
        guard let word = cues[.interacting].end(&scan, at: at) ?? (isOfAll ? cues[.discussing].end(&scan, at: at) : nil) else { return nil }
        at = word
        while at < clause.upperBound, let end = cues[.behindFreely].end(&scan, at: at) { at = end }
        return at == clause.upperBound ? true : nil
    }

    /// 「还有没有别的意见 没有就再互动一轮」: what comes where nobody says more.
    func ifNothingElse(_ scan: inout Scan, from start: Int) -> Intent? {
        let text = scan.text
        let clauses = Marks.clauses(text).filter { $0.lowerBound >= start }
        guard text.count - start <= Attempt.mostAtTable, let last = clauses.last else { return nil }
        var end = cues[.nothingElse].end(&scan, at: last.lowerBound)
        // 「不讨论了 大家手机上投票吧」
        if end == nil, clauses.count == 2, cues[.nothingElse].end(&scan, at: clauses[0].lowerBound) == clauses[0].upperBound {
            end = last.lowerBound
        }
        guard let end, end < text.count, let rest = understoodBehind(&scan, end), [.interact, .confirmMethod].contains(rest.name)
        else { return nil }
        return rest
    }

    // MARK: What was said

    /// 「李四（反对）：停车费太高」, written down at the table by its secretary or chair.
    func speech(_ scan: inout Scan, from start: Int) -> Intent? {
        guard context == .liveMeeting, utterance.role == .secretary || utterance.role == .chair, reader.names.mayBegin(scan.text, start),
            let colon = (start..<min(scan.text.count, start + 16)).first(where: { scan.text[$0] == 0x3A }), colon + 1 < scan.text.count
        else { return nil }
        let bracket = (start..<colon).first { scan.text[$0] == 0x28 } ?? colon
        guard (2...5).contains(bracket - start), (start..<bracket).allSatisfy({ isChinese(scan.text[$0]) }) else { return nil }
        var slots: Slots = [
            .person: .text(scan.text.wording(start..<bracket)), .text: .text(scan.text.wordingToEnd(from: Marks.skip(scan.text, colon))),
        ]
        if bracket < colon, let list = verbs.vocabulary(of: .stance), let found = list.trie.longest(in: &scan, at: bracket + 1) {
            slots[.stance] = .text(list.canonical[found.value])
        }
        return Intent(.act, .recordView, slots: slots)
    }

    /// 「张三说：…」, 「张三：…」, 「张三觉得应该先修」: what somebody said, as it is taken down.
    func spoke(_ scan: inout Scan, from start: Int, told: Bool) -> Intent? {
        let text = scan.text
        let first = cues[.takenDown].end(&scan, at: start).map { Marks.skip(text, $0) } ?? start
        if let notes = notes(&scan, from: first, isTaken: first > start) ?? guest(&scan, from: first) ?? added(&scan, from: start) {
            return notes
        }
        guard let name = (told ? nameBefore(.holding, &scan, first) : nil) ?? nameBefore(nil, &scan, first) else { return nil }
        let said = cues[.holding].end(&scan, at: name) ?? name
        guard text.count - Marks.skip(text, said) >= 3 else { return nil }
        return Intent(
            .act, .recordView,
            slots: [.person: .text(text.wording(first..<name)), .text: .text(text.wordingToEnd(from: first))])
    }

    /// 「记一下 张三说装二十个口 马会说别挡窗 朱玲问收费」, 「马会说家里两辆车 少画了没处停」: what people on the list said, each by themselves.
    private func notes(_ scan: inout Scan, from start: Int, isTaken: Bool) -> Intent? {
        let text = scan.text
        var starts: [(name: Range<Int>, said: Int)] = []
        for at in start..<max(start, text.count) where at == start || Marks.isMark(text[at - 1]) {
            guard let name = known(&scan, at) else { continue }
            // 「罗燕没意见」
            if let alone = cues[.heldAlone].end(&scan, at: name), endsThere(text, alone) || givesReason(text, alone) {
                starts.append((at..<name, alone))
                continue
            }
            guard let said = saying(&scan, behind: name) ?? view(&scan, behind: name, isTaken: isTaken),
                // 「郑红讲电话呢」, 「冯军问厕所在哪」
                isTaken || !starts.isEmpty || Marks.isMark(text[said]) || !isBareSpeaking(text, name, said) || isLongSpeech(text, said),
                cues[.notSaid].end(&scan, at: said) == nil, Marks.skip(text, said) + 2 <= text.count
            else { continue }
            starts.append((at..<name, said))
        }
        guard let first = starts.first, first.name.lowerBound == start else { return nil }
        let ends = starts.dropFirst().map(\.name.lowerBound) + [text.count]
        // 「王芳说她晚点到」 is nobody's view.
        guard zip(starts, ends).allSatisfy({ one, end in !(one.said..<end).contains { cues[.aboutComing].end(&scan, at: $0) != nil } })
        else { return nil }
        let said = zip(starts, ends).map { one, end in text.wording(Marks.trim(text, one.name.lowerBound..<end)) }
        if said.count == 1 { return Intent(.act, .recordView, slots: [.person: .text(text.wording(first.name)), .text: .text(said[0])]) }
        return Intent(.act, .recordView, slots: [.persons: .texts(starts.map { text.wording($0.name) }), .text: .texts(said)])
    }

    /// 「冯军弃权 他说不关他的事」: why stands behind.
    private func givesReason(_ text: FoldedText, _ end: Int) -> Bool {
        let next = Marks.skip(text, end)
        return next > end && next + 3 < text.count && [0x4ED6, 0x5979, 0x8BF4, 0x56E0].contains(text[next])  // 他 她 说 因
    }

    /// 「记一下朱玲的意见 离她家窗户太近」: where the words for a view end.
    private func view(_ scan: inout Scan, behind name: Int, isTaken: Bool) -> Int? {
        guard let end = cues[.viewOf].end(&scan, at: name), isTaken || Marks.isMark(scan.text[end]) else { return nil }
        return end
    }

    /// 「物业的高远讲维修金还有三万多」, 「物业办高远列席，说…」: somebody who is on no list, named with whose they are.
    private func guest(_ scan: inout Scan, from start: Int) -> Intent? {
        let text = scan.text
        guard var at = cues[.guestOf].end(&scan, at: start) else { return nil }
        // 「社区说中午饭已经订好了」 is told by nobody in particular.
        if text[at] == 0x7684 { at += 1 } else if !mentionsAttending(text, from: at) { return nil }  // 的
        let first = at
        // Behind the name, 列席 or a mark, then what tells that they speak.
        while at < text.count, at - first <= 10 {
            if let said = cues[.says].end(&scan, at: at), at > start + 1, Marks.skip(text, said) + 4 <= text.count,
                cues[.notSaid].end(&scan, at: said) == nil
            {
                guard !(at..<text.count).contains(where: { cues[.aboutComing].end(&scan, at: $0) != nil }) else { return nil }
                return Intent(.act, .recordView, slots: [.text: .text(text.wordingToEnd(from: start)), .kind: .text("guest")])
            }
            at += 1
        }
        return nil
    }

    /// 列席
    private func mentionsAttending(_ text: FoldedText, from start: Int) -> Bool {
        (start..<min(start + 12, text.count)).contains { text[$0] == 0x5217 && text[$0 + 1] == 0x5E2D }
    }

    /// 「高远说的那段漏了 加上 物业办高远列席 说…」: a line that is missing in the minutes.
    private func added(_ scan: inout Scan, from start: Int) -> Intent? {
        let text = scan.text
        let clauses = Marks.clauses(text).filter { $0.lowerBound >= start }
        guard clauses.count >= 2, text.count - start <= Attempt.longestAdded,
            (clauses[0]).contains(where: { cues[.leftOut].end(&scan, at: $0) != nil }),
            let lead = clauses.prefix(3).first(where: { cues[.addedLine].end(&scan, at: $0.lowerBound) != nil }),
            let line = cues[.addedLine].end(&scan, at: lead.lowerBound),
            Marks.isMark(text[line]), text.count - Marks.skip(text, line) >= 6
        else { return nil }
        var slots: Slots = [.text: .text(text.wordingToEnd(from: Marks.skip(text, line))), .kind: .text("added")]
        if let number = marked(&scan) { slots[.number] = .integer(number) }
        return Intent(.act, .recordView, slots: slots)
    }

    private static let longestAdded = 240

    /// 「钱丽讲棚子挡了一楼采光 坚决不同意」: what is told at length is a view.
    private func isLongSpeech(_ text: FoldedText, _ said: Int) -> Bool {
        text[said - 1] == 0x8BB2 && text.count - said >= 8 && text[text.count - 1] != 0x5462  // 讲 呢
    }

    /// 讲, 问, 提 alone may be anything.
    private func isBareSpeaking(_ text: FoldedText, _ name: Int, _ said: Int) -> Bool {
        let last = text[said - 1]
        let first = [0x4E86, 0x7684].contains(last) && said - name > 1 ? text[said - 2] : last  // 了 的
        return [0x8BB2, 0x95EE, 0x63D0].contains(first)
    }

    /// 林娟先反对: where the word of speaking ends.
    private func saying(_ scan: inout Scan, behind name: Int) -> Int? {
        var at = Marks.skipSpace(scan.text, name)
        while [0x5148, 0x4E5F, 0x8FD8, 0x53C8, 0x521A].contains(scan.text[at]), at - name < 3 { at += 1 }  // 先 也 还 又 刚
        return cues[.says].end(&scan, at: at)
    }

    /// Where a name of two or three characters ends that stands right before one of these words, or without any before a colon.
    func nameBefore(_ cue: Cue?, _ scan: inout Scan, _ start: Int) -> Int? {
        if cue == nil, let end = known(&scan, start), scan.text[end] == 0x3A { return end }
        guard reader.names.mayBegin(scan.text, start), !reader.names.isWord(&scan, start),
            verbs.notNames.longest(in: &scan, at: start) == nil
        else { return nil }
        return [2, 3, 4].map { start + $0 }.first { end in
            // 罗燕没意见: no 罗燕没.
            guard (start..<end).allSatisfy({ isChinese(scan.text[$0]) && ![0x6CA1, 0x4E0D].contains(scan.text[$0]) }) else { return false }
            // Words of two characters, and 说 with a mark behind it: 「王芳说她晚点到」 and 向主持人报告 are nobody's view.
            return if let cue {
                cues[cue].end(&scan, at: end).map { $0 > end + 1 || scan.text[end] == 0x8BF4 && Marks.isMark(scan.text[$0]) } ?? false
            } else {
                scan.text[end] == 0x3A
            }
        }
    }

    // MARK: The text

    /// 「归纳一下大家的意见：…」, 「那方案改成：…」, 「形成一个方案 …」, 「那就把题目修改成 …」: the text as it is put after the discussion.
    func drafted(_ scan: inout Scan, from start: Int) -> Intent? {
        let text = scan.text
        for at in start..<max(start, min(text.count, start + 16)) {
            let isFront = at == start || Marks.isMark(text[at - 1]) || Attempt.beforeDraft.contains(text[at - 1])
            guard isFront, var end = cues[.drafting].end(&scan, at: at) ?? redrafted(&scan, at) else { continue }
            while let next = cues[.drafted].end(&scan, at: end) ?? cues[.revisedTo].end(&scan, at: Marks.skip(text, end)) { end = next }
            let first = Marks.skip(text, end)
            let isLed = first > end || end > at && Attempt.leadingOn.contains(text[end - 1])
            guard isLed, text.count - first >= 6, dates.date(&scan, at: first) == nil else { continue }
            // 「归纳一下：先别急着定」
            guard !(at..<text.count).contains(where: { cues[.noDraft].end(&scan, at: $0) != nil }) else { return nil }
            let step = Intent(.act, .revise, slots: [.text: .text(text.wordingToEnd(from: first))])
            // 「总结一下 …」 may be anything, 「归纳一下大家的意见：…」 and what speaks of 方案 is a text.
            let isLoose = text[at] == 0x5F52 || text[at] == 0x603B  // 归 总
            let isText = (at..<first).contains { at in (cues[.drafted].end(&scan, at: at) ?? at) > at + 2 }
            return isLoose && !isText && !text.wording(at..<text.count).contains("方案") ? asked(step) : step
        }
        return nil
    }

    /// 那 就 把 将 家 们 后
    private static let beforeDraft = ScalarSet("那就把将家们后")
    /// 成 为 是
    private static let leadingOn = ScalarSet("成为是")

    /// 「题目修改成」, 「议题改一下」: the text by its name, and that it is changed.
    private func redrafted(_ scan: inout Scan, _ start: Int) -> Int? {
        guard var at = cues[.ofText].end(&scan, at: start) else { return nil }
        let name = at
        while Attempt.besideText.contains(scan.text[at]), at - name < 4 { at += 1 }
        return cues[.redrafted].end(&scan, at: at)
    }

    /// 就 再 最 后 给 都 也 统 一
    private static let besideText = ScalarSet("就再最后给都也统一")

    // MARK: Beginning and end

    /// 「停车的会现在签到 王五做秘书」, 「秘书王五 大家签到吧」, 「人到得差不多了 王五你做记录哈」: who keeps the record, where nothing else is told.
    func keeper(_ scan: inout Scan, from start: Int) -> Intent? {
        let text = scan.text
        guard text.count - start <= Attempt.mostAtTable,
            let at = (start..<text.count).first(where: { known(&scan, $0) != nil }), let name = known(&scan, at),
            !(name..<text.count).contains(where: { known(&scan, $0) != nil })
        else { return nil }
        var lower = at
        for length in 1...3 where at - length >= start && cues[.minutesBy].end(&scan, at: at - length) == at { lower = at - length }
        let isBefore = (start..<lower).contains { first in
            [Cue.secretary, .minutes].contains { cues[$0].end(&scan, at: first) == lower }
        }
        // 「王五今天你来记录吧」
        let called = cues[.tonight].end(&scan, at: name) ?? name
        let isAddressed = text[called] == 0x4F60 || text[called] == 0x60A8  // 你 您
        var end = isAddressed ? called + 1 : called
        let task = end
        if let stop = cues[.minutesTask].end(&scan, at: end) { end = stop } else if !isBefore { return nil }
        while let stop = cues[.minutesTail].end(&scan, at: end) { end = stop }
        guard Marks.isMark(text[end]) || endsThere(text, end) else { return nil }
        let isOfSigning = (start..<text.count).contains { cues[.signingIn].end(&scan, at: $0) != nil }
        let isTonight = cues[.tonight].end(&scan, at: start) != nil && lower - start <= 6
        // 「王五记一下」 asks for a line of the record.
        guard isOfSigning || isTonight || isAddressed && text.wording(task..<end).contains("记录") else { return nil }
        return Intent(.act, .nominateSecretary, slots: [.secretary: .text(text.wording(at..<name))])
    }

    /// 「现在几个人了 够不够开」, 「目前签了几个 谁还没来」: how many are there.
    func askedHeads(_ scan: inout Scan, from start: Int) -> Intent? {
        let text = scan.text
        guard text.count - start <= 20, (start..<text.count).contains(where: { cues[.askedHeads].end(&scan, at: $0) != nil }),
            // 「怎么才来了几个人」
            !(start..<text.count).contains(where: { isDigit(text[$0]) || [0x600E, 0x548B, 0x624D].contains(text[$0]) })  // 怎 咋 才
        else { return nil }
        return Intent(.act, .forecast)
    }

    /// 「不够三分之二 今天不开了 改到下周三18号晚上七点」: too few came, and it is moved; without another day it is adjourned.
    func putOff(_ scan: inout Scan, from start: Int) -> Intent? {
        let text = scan.text
        guard text.count - start <= 48, (start..<text.count).contains(where: { cues[.tooFew].end(&scan, at: $0) != nil }),
            let off = (start..<text.count).first(where: { isOff(&scan, $0) })
        else { return nil }
        for at in off..<text.count {
            guard let date = dates.date(&scan, at: at) else { continue }
            return Intent(.act, .reschedule, slots: [.start: .date(date.reading), .kind: .text("tooFew")])
        }
        return Intent(.act, .endMeeting, slots: [.kind: .text("adjourned")])
    }

    /// 「改在二楼」 moves no day: 改到, 换到 and the like only with one.
    private func isOff(_ scan: inout Scan, _ at: Int) -> Bool {
        guard let end = cues[.calledOff].end(&scan, at: at) else { return false }
        let isMoved = Attempt.moving.contains(scan.text[at]) && Attempt.movedTo.contains(scan.text[end - 1])
        return !isMoved || dates.date(&scan, at: Marks.skip(scan.text, end)) != nil
    }

    private static let moving = ScalarSet("改挪换推延")
    private static let movedTo = ScalarSet("到在成")
}
