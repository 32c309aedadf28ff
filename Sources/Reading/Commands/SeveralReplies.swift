import Procedure

/// Several sittings answered in one message: 「1号去 2号去不了」, 「参加4号，5号请假」. All of it is read, or none.
extension Attempt {
    func replies(_ scan: inout Scan, from start: Int) -> Intent? {
        guard context == .direct || context == .replyToMeetingCall || context == .workGroup, scan.text.count - start <= 60,
            !verbs.isQuestion(&scan), !asksAboutAStep(scan.text)
        else { return nil }
        var replies: [Intent] = []
        var waiting: [Int] = []
        for piece in clauses(&scan, from: start) {
            guard let (numbers, rest) = numbered(&scan, piece) else {
                guard takeReason(scan.text.wording(piece), into: &replies, waiting) else { return nil }
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
    private func takeReason(_ said: String, into replies: inout [Intent], _ waiting: [Int]) -> Bool {
        guard waiting.isEmpty else { return false }
        guard var last = replies.popLast() else { return said.count <= 8 }
        if last.name == .rsvpYes {
            replies.append(last)
            return verbs.isNod(said)
        }
        if !verbs.isNod(said) {
            last.name = .leaveRequest
            if last.slots[.reason] == nil { last.slots[.reason] = .text(said) }
        }
        replies.append(last)
        return true
    }

    /// 「16号晚上是吧 行」, 「16号那个我来」: the day told back, or named, and that it suits.
    func dayAgreed(_ scan: inout Scan, from start: Int) -> Intent? {
        guard context == .direct, scan.text.count - start <= 20, let day = dates.date(&scan, at: start) else { return nil }
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
