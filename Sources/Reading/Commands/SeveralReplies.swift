import Procedure

/// Several sittings answered in one message: 「1号去 2号去不了」, 「参加4号，5号请假」. All of it is read, or none.
extension Attempt {
    func replies(_ scan: inout Scan, from start: Int) -> Intent? {
        guard context == .direct || context == .replyToMeetingCall || context == .workGroup, scan.text.count - start <= 60,
            !verbs.isQuestion(&scan), !asksAboutAStep(scan.text)
        else { return nil }
        var replies: [Intent] = []
        var waiting: [Int] = []
        var isPlain = true
        for piece in clauses(&scan, from: start) {
            guard let (numbers, rest) = numbered(&scan, piece) else {
                guard waiting.isEmpty else { return nil }
                isPlain = takeReason(&scan, piece, into: &replies) && isPlain
                continue
            }
            waiting += numbers
            if rest.isEmpty { continue }
            guard var reply = reply(&scan, rest) else { return nil }
            if waiting.count == 1 { reply.slots[.number] = .integer(waiting[0]) } else { reply.slots[.numbers] = .integers(waiting) }
            replies.append(reply)
            waiting = []
        }
        guard replies.count > 1, waiting.isEmpty, var whole = replies.first else { return nil }
        // 「王芳说，1号去，2号不去」, 「1号去，2号去不了，张三去」
        guard isPlain else {
            var open = unclear(scan)
            open.isWordForWord = true
            return open
        }
        whole.more = Array(replies.dropFirst())
        return whole
    }

    /// Between marks, and before a number where the clause began with one: 「1号我去2号我不去」.
    private func clauses(_ scan: inout Scan, from start: Int) -> [Range<Int>] {
        let text = scan.text
        var found: [Range<Int>] = []
        var at = start
        while at < text.count {
            let first = reader.numbers.one(&scan, at: at)?.end
            var end = at
            while end < text.count, !Marks.isMark(text[end]) {
                if let first, end > first, !isDigit(text[end - 1]), reader.numbers.one(&scan, at: end)?.isMarked == true,
                    reader.numbers.several(&scan, at: at, wordRanges: false).map({ $0.end <= end }) ?? true
                {
                    break
                }
                end += 1
            }
            if end > at { found.append(at..<end) }
            at = end < text.count && Marks.isMark(text[end]) ? end + 1 : max(end, at + 1)
        }
        return found
    }

    /// The numbers a clause begins or ends with, and what else stands in it.
    private func numbered(_ scan: inout Scan, _ piece: Range<Int>) -> (numbers: [Int], rest: Range<Int>)? {
        if let several = reader.numbers.several(&scan, at: piece.lowerBound, wordRanges: false), several.end <= piece.upperBound {
            return (several.values, several.end..<piece.upperBound)
        }
        for at in piece where !isDigit(scan.text[at - 1]) {
            if let one = reader.numbers.one(&scan, at: at), one.end == piece.upperBound, one.isMarked {
                return ([one.value], piece.lowerBound..<at)
            }
        }
        return nil
    }

    /// 去, 我来不了, 的会我参加.
    private func reply(_ scan: inout Scan, _ range: Range<Int>) -> Intent? {
        var at = range.lowerBound
        while at < range.upperBound - 1, let end = cues[.ofTheSitting].end(&scan, at: at), end < range.upperBound { at = end }
        var part = Scan(scan.text.part(at..<range.upperBound))
        defer { scan.steps += part.steps }
        var asCalled = utterance
        (asCalled.context, asCalled.role, asCalled.posts) = (.replyToMeetingCall, .resident, [])
        var nearMiss = false
        let intent = Attempt(reader: reader, utterance: asCalled).command(&part, from: 0, nearMiss: &nearMiss)
        guard let intent, intent.action == .act, Attempt.replyNames.contains(intent.name) else { return nil }
        return intent
    }

    static let replyNames: Set<IntentName> = [.rsvpYes, .rsvpNo, .leaveRequest]

    /// What stands without a number: a nod or a slip owned up to in front, behind a refusal its reason.
    private func takeReason(_ scan: inout Scan, _ piece: Range<Int>, into replies: inout [Intent]) -> Bool {
        guard var last = replies.last else { return isPreface(&scan, piece) }
        let said = scan.text.wording(piece)
        if verbs.isNod(said) { return true }
        guard last.name != .rsvpYes, !leavesOpen(&scan, piece), !isOfAnother(&scan, piece) else { return false }
        last.name = .leaveRequest
        if last.slots[.reason] == nil { last.slots[.reason] = .text(said) }
        replies[replies.count - 1] = last
        return true
    }

    /// 会议通知收到, 记错了, 王主任好: nothing but that.
    private func isPreface(_ scan: inout Scan, _ piece: Range<Int>) -> Bool {
        var at = piece.lowerBound
        while at < piece.upperBound {
            let title = reader.names.mayBegin(scan.text, at) ? cues[.honorific].end(&scan, at: at + 1) : nil
            guard let end = title ?? cues[.beforeReply].end(&scan, at: at) ?? verbs.nods.longest(in: &scan, at: at)?.end else {
                return false
            }
            at = end
        }
        return true
    }

    private func leavesOpen(_ scan: inout Scan, _ piece: Range<Int>) -> Bool {
        piece.contains { at in
            cues[.leftOpen].end(&scan, at: at) != nil
                || [verbs.conditions, verbs.doubts, verbs.postponing].contains { $0.longest(in: &scan, at: at) != nil }
        }
    }

    /// 张三去, 我妈来, 小李参加.
    private func isOfAnother(_ scan: inout Scan, _ piece: Range<Int>) -> Bool {
        let first = piece.lowerBound
        let ends =
            [verbs.others.longest(in: &scan, at: first)?.end].compactMap { $0 }
            + (reader.names.mayBegin(scan.text, first) || scan.text[first] == 0x5C0F || scan.text[first] == 0x8001
                ? [first + 2, first + 3] : [])  // 小 老
        return ends.contains { $0 < piece.upperBound && cues[.comes].end(&scan, at: $0) == piece.upperBound }
    }

    /// Whether nothing but 我, a sitting and its day stands in its clause in front of that one comes, or comes later: 「1号的会我晚到十分钟」, and not 「公交车晚二十分钟」.
    func isOwnComing(_ scan: inout Scan, _ word: Range<Int>) -> Bool {
        var at = word.lowerBound
        while at > 0, !Marks.isMark(scan.text[at - 1]) { at -= 1 }
        while at < word.lowerBound {
            let end =
                reader.numbers.one(&scan, at: at)?.end ?? dates.date(&scan, at: at)?.range.upperBound
                ?? (scan.text[at] == 0x6211 ? at + 1 : nil)  // 我
                ?? cues[.ofTheSitting].end(&scan, at: at) ?? cues[.lateBefore].end(&scan, at: at)
            guard let end, end <= word.lowerBound else { return false }
            at = Marks.skip(scan.text, end)
        }
        let next = scan.text[word.upperBound]
        return at == word.lowerBound && (Marks.isMark(next) || isDigit(next) || Attempt.behindComing.contains(next))
    }

    /// 到场, 来, 十分钟
    private static let behindComing = ScalarSet("到来了吧啊哈的呀哦儿进一半十几两二三五去")

    /// 「16号晚上是吧 行」, 「16号那个我来」: the day told back, or named, and that it suits.
    func dayAgreed(_ scan: inout Scan, from start: Int) -> Intent? {
        guard context == .direct, scan.text.count - start <= 20, let day = dates.date(&scan, at: start), !day.reading.isPast else {
            return nil
        }
        var at = Marks.skip(scan.text, day.range.upperBound)
        while let end = cues[.ofTheSitting].end(&scan, at: at) { at = Marks.skip(scan.text, end) }
        let told = cues[.toldBack].end(&scan, at: at)
        if let told { at = Marks.skip(scan.text, told) }
        var isAgreed = false
        while at < scan.text.count, let end = (told == nil ? nil : cues[.suits].end(&scan, at: at)) ?? cues[.comes].end(&scan, at: at) {
            at = Marks.skip(scan.text, end)
            isAgreed = true
        }
        guard isAgreed, at >= scan.text.count else { return nil }
        var agreed = Intent(.act, .rsvpYes)
        agreed.isWordForWord = true
        return agreed
    }
}
