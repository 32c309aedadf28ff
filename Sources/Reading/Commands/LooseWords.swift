import Procedure

// Free words found anywhere in a message: a reason behind 因为 or in a clause of its own, a text behind a colon or behind the step's words.
extension Filling {
    mutating func gatherWords(_ scan: inout Scan, _ end: Int) {
        if verb.intent == .leaveRequest {
            slots[.reason] = Absence.reason(&scan, cues).map { .text($0) }
            substitute(&scan, 0..<end)
        } else if verb.takes(.reason), slots[.reason] == nil {
            gatherReason(&scan)
            // What is said of a meeting that is called is no reason unless it is announced as one; a short piece behind its day is where it is.
            if verb.intent == .callMeeting, case .text(let said)? = slots[.reason], !isAnnounced(&scan) {
                slots[.reason] = nil
                if slots[.place] == nil, let range = lastPiece(scan.text), !isNoPlace(&scan, range), scan.text.wording(range) == said {
                    slots[.place] = .text(said)
                }
            }
        }
        if verb.intent == .progress { percent(&scan, 0..<end) }
        for slot in [Slot.text, .supplement, .correction, .title] {
            guard slots[slot] == nil, verb.slots.contains(where: { $0.slot == slot && $0.style == .rest }) else { continue }
            let start = textStart(&scan, end)
            let text = scan.text.wordingToEnd(from: start)
            // 修改一下 announces a text and has none.
            let isTooShort = (verb.intent == .revise || verb.intent == .recordView) && text.count < 5
            if !text.isEmpty, !isTooShort { slots[slot] = .text(text) }
        }
    }

    private mutating func gatherReason(_ scan: inout Scan) {
        var at = 0
        while at < scan.text.count {
            if var end = cues[.because].end(&scan, at: at) {
                end = Marks.skip(scan.text, end)
                if scan.text[end] == 0x4E3A || scan.text[end] == 0x662F { end = Marks.skip(scan.text, end + 1) }  // 为 是
                let range = Marks.trim(scan.text, end..<clauseEnd(&scan, end))
                if range.count >= 2 {
                    slots[.reason] = .text(scan.text.wording(range))
                    return
                }
            }
            at += 1
        }
        // 「先放着等新办公楼盖好再说」
        if verb.intent == .keepForLater,
            let at = (0..<scan.text.count).first(where: {
                scan.text[$0] == Filling.awaits && !Filling.notAwaited.contains(scan.text[$0 + 1]) && isBehindStep(&scan, $0)
            })
        {
            let range = Marks.trim(scan.text, at..<clauseEnd(&scan, at))
            if range.count >= 3 {
                slots[.reason] = .text(scan.text.wording(range))
                return
            }
        }
        // The one clause that says nothing of the step.
        let clauses = Marks.clauses(scan.text).filter { clause in
            clause.count >= 2 && (!clause.contains { isUsed($0) } || saysWhy(scan.text, clause)) && !saysStep(&scan, clause)
                && !(verb.intent == .reschedule && isUnchanged(scan.text, clause))
        }
        guard let first = clauses.first, let last = clauses.last else { return }
        let isOnePiece = zip(clauses, clauses.dropFirst()).allSatisfy { Marks.skip(scan.text, $0.upperBound) == $1.lowerBound }
        let range = isOnePiece ? first.lowerBound..<last.upperBound : last
        slots[.reason] = .text(
            range.upperBound == scan.text.count ? scan.text.wordingToEnd(from: range.lowerBound) : scan.text.wording(range))
    }

    /// 「书记周四要去区里」 before the day a sitting is moved to.
    func saysWhy(_ text: FoldedText, _ clause: Range<Int>) -> Bool {
        // The sitting itself, 会, is no reason.
        guard let movedTo, clause.upperBound <= movedTo.lowerBound, !clause.contains(where: { text[$0] == 0x4F1A }) else { return false }
        return !numberRanges.contains { $0.overlaps(clause) } && clause.count { !isUsed($0) } >= 4
    }

    /// 时间不变, 还是那个点
    private func isUnchanged(_ text: FoldedText, _ clause: Range<Int>) -> Bool {
        let last = clause.upperBound
        let isSaid = text[last - 1] == 0x53D8 && text[last - 2] == 0x4E0D  // 不变
        return isSaid || text[clause.lowerBound] == 0x8FD8 && text[last - 1] == 0x70B9  // 还…点
    }

    private static let awaits: UInt32 = 0x7B49  // 等
    /// 等一等, 等等, 等下
    private static let notAwaited = ScalarSet("等一下会着吧到")

    /// Whether a mark, a number or a word of this step ends there: 平等对待 waits for nothing.
    private func isBehindStep(_ scan: inout Scan, _ at: Int) -> Bool {
        at == 0 || Marks.isMark(scan.text[at - 1]) || isUsed(at - 1) || Filling.beforeAwaits.contains(scan.text[at - 1])
            || (max(0, at - 8)..<at).contains { start in
                reader.verbs.trie.words(in: &scan, at: start, acrossSpaces: true).contains { word in
                    word.end == at && reader.verbs.spoken[word.value].contains { reader.verbs.verbs[$0].intent == verb.intent }
                }
            }
    }

    /// 先放着等, 放放吧等, 缓一缓等
    private static let beforeAwaits = ScalarSet("着了吧先得缓放搁停压拖推")

    private func isAnnounced(_ scan: inout Scan) -> Bool { (0..<scan.text.count).contains { cues[.because].end(&scan, at: $0) != nil } }

    /// The last piece of a message, two to eight Chinese characters behind something that was read: 「36号约个会，下周一晚上7点，书屋」.
    private func lastPiece(_ text: FoldedText) -> Range<Int>? {
        guard let last = Marks.clauses(text).last, (2...8).contains(last.count), last.allSatisfy({ isChinese(text[$0]) }) else {
            return nil
        }
        var before = last.lowerBound
        while before > 0, Marks.isMark(text[before - 1]) { before -= 1 }
        return before > 0 && isUsed(before - 1) ? last : nil
    }

    /// A reason behind its word ends where the step begins to be said.
    private func clauseEnd(_ scan: inout Scan, _ start: Int) -> Int {
        var at = start
        while at < scan.text.count {
            if scan.text[at] == 0x2C, saysStep(&scan, at + 1..<min(scan.text.count, at + 12)) { return at }
            at += 1
        }
        return at
    }

    /// Whether a word of two characters and more of this step stands there.
    private func saysStep(_ scan: inout Scan, _ range: Range<Int>) -> Bool {
        for at in range {
            for word in reader.verbs.trie.words(in: &scan, at: at, acrossSpaces: true)
            where word.end - at >= 2 && word.end <= range.upperBound {
                if reader.verbs.spoken[word.value].contains(where: { reader.verbs.verbs[$0].intent == verb.intent }) { return true }
            }
        }
        return false
    }

    /// 1号的灯, 「1号那件，…」: behind the number, and behind what a matter is called where a mark follows.
    private func behindNumber(_ scan: inout Scan, _ end: Int) -> Int {
        let at = scan.text[end] == 0x7684 || scan.text[end] == 0x91CC ? end + 1 : end  // 的 里
        for start in [end, at] {
            if let called = reader.verbs.calling.longest(in: &scan, at: start), Marks.isMark(scan.text[called.end]) {
                return Marks.skip(scan.text, called.end)
            }
        }
        return Marks.skip(scan.text, at)
    }

    /// The place behind a word of this step that announces a text.
    private func announcement(_ scan: inout Scan, at start: Int) -> Int? {
        for word in reader.verbs.trie.words(in: &scan, at: start, acrossSpaces: true) where announces(word, &scan) { return word.end }
        return nil
    }

    /// Whether a word of this step announces a text. 修好了, 装好了, 干到 tell it themselves, and belong to it.
    private func announces(_ word: (value: Int, end: Int), _ scan: inout Scan) -> Bool {
        // 解释清楚了, 跟居民说的是下周 tell of it.
        if verb.intent == .answer,
            (cues[.tellTail].end(&scan, at: word.end) ?? cues[.tellEnd].end(&scan, at: word.end)
                ?? cues[.tellAlready].end(&scan, at: word.end))
                != nil
        {
            return false
        }
        let isCut = Marks.isMark(scan.text[word.end])
        return reader.verbs.spoken[word.value].contains { index in
            let other = reader.verbs.verbs[index]
            guard other.intent == verb.intent, !other.isKept else { return false }
            return !other.tellsItself || other.group != nil && isCut
        }
    }

    /// Behind the first colon that is not of a clock, else behind what stands in front of the words: numbers, the step's own words, fillers.
    private func textStart(_ scan: inout Scan, _ end: Int) -> Int {
        for at in 0..<min(end, 24) where scan.text[at] == 0x3A && !isUsed(at) && !isDigit(scan.text[at + 1]) {
            return Marks.skip(scan.text, at + 1)
        }
        var at = Marks.skip(scan.text, 0)
        // 「综合大家意见，改成…」
        if verb.intent == .revise || verb.intent == .correct, cues[.inView].end(&scan, at: at) != nil,
            let clause = Marks.clauses(scan.text).first,
            let said = announcement(&scan, at: Marks.skip(scan.text, clause.upperBound))
        {
            return Marks.skip(scan.text, said)
        }
        // The text never begins in the middle of a sentence: a word that changes nothing is passed over only where the step's words follow.
        var whole = at
        while at < end {
            if let taken = numberRanges.first(where: { $0.contains(at) }) {
                at = behindNumber(&scan, taken.upperBound)
                if verb.intent == .answer, let told = Telling(reader).end(&scan, at: at, behindNumber: taken.lowerBound) {
                    at = told
                }
                whole = at
            } else if verb.intent == .answer, let told = Telling(reader).end(&scan, at: at) {
                at = told
                whole = at
            } else if let word = announcement(&scan, at: at) {
                at = Marks.skip(scan.text, word)
                whole = at
            } else if let found = reader.verbs.slack.longest(in: &scan, at: at) {
                at = Marks.skip(scan.text, found.end)
                if Marks.isMark(scan.text[found.end]), scan.text[found.end] != 0x22 { whole = at }  // 把“全部清淤”换作…
            } else {
                break
            }
        }
        if at < scan.text.count { at = whole }
        // Nothing but the step's own words: that says nothing new, and stands for itself where words are a text.
        return at < scan.text.count || [.revise, .recordView, .correct, .answer].contains(verb.intent) ? at : 0
    }
}
