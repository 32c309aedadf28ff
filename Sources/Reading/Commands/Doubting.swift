import Procedure

/// What makes a step doubtful that was read whole: a question about it, two matters in one message, a condition, two ways left open.
extension Attempt {
    /// 「20号备案回执下来了没」 asks about a step, 「26号和27号重复了，把27号撤了」 speaks of two matters, 「先放放还是开会呢」 leaves it open. What the words by hand
    /// have read whole is doubted only where the model reads it otherwise.
    func isDoubted(_ intent: Intent, _ opinion: IntentModel.Opinion, _ scan: inout Scan) -> Bool {
        let isChosen = intent.isFromModel && intent.name == .confirmMethod && intent.slots[.method] != nil
        if asksAboutAStep(scan.text) || speaksOfSeveral(intent, &scan) || (!isChosen && !intent.isCertain && leavesOpen(&scan)) {
            return true
        }
        guard intent.isFromModel || opinion.name != intent.name.listed || intent.name == .publishNotice else { return false }
        if !Attempt.telling.contains(intent.name), verbs.isQuestion(&scan) || scan.text.scalars.contains(0x3F) { return true }
        return intent.isFromModel && !intent.isCertain && hesitates(&scan, intent.name)
    }

    /// 如果, 但是, 再说; 不要 and 先别 where the step is not itself a refusal.
    private func hesitates(_ scan: inout Scan, _ name: IntentName) -> Bool {
        (0..<min(scan.text.count, IntentSketch.reach)).contains { at in
            verbs.doubts.longest(in: &scan, at: at) != nil
                || (!Attempt.refusals.contains(name) && verbs.refusing.longest(in: &scan, at: at) != nil)
        }
    }

    private static let refusals: Set<IntentName> = [
        .decline, .cancelMeeting, .withdraw, .recordApproval, .recordDetermination, .endTurn, .interrupt,
    ]

    /// Steps whose free words may well hold a question.
    private static let telling: Set<IntentName> = [.refer, .progress, .remind, .done]

    /// 还是, 或者, 要么 between two ways.
    func leavesOpen(_ scan: inout Scan) -> Bool {
        (1..<max(1, min(scan.text.count, IntentSketch.reach))).contains { verbs.either.longest(in: &scan, at: $0) != nil }
    }

    /// Steps of officers that a question is about rather than for.
    static let steps: Set<IntentName> = [
        .pass, .decline, .merge, .refer, .convertTopic, .convertReport, .escalate, .delegate, .recordApproval, .recordDetermination, .file,
        .publishNotice, .callMeeting, .reschedule, .cancelMeeting, .assign, .progress, .remind, .withdraw, .submit, .swapDuty, .done,
        .close, .confirmMethod,
    ]

    /// 了没, 吗, 几回了, 到哪一步了: the message ends as a question does.
    func asksAboutAStep(_ text: FoldedText) -> Bool {
        var end = text.count
        while end > 0, Marks.isMark(text[end - 1]) && text[end - 1] != 0x3F || [0x5440, 0x554A, 0x54C8, 0x54E6].contains(text[end - 1]) {
            end -= 1
        }  // 呀 啊 哈 哦
        // 定没定, 办不办
        if end > 3, text[end - 1] == text[end - 3], [0x6CA1, 0x4E0D].contains(text[end - 2]) { return true }
        switch text[end - 1] {
        case 0x3F, 0x5417, 0x4E48: return true  // ? 吗 么
        case 0x4E0D: return text.count > 4  // 够写社情民意不
        // 了没, 批没, 记上没; but 还没 and 啥也没 say what is not.
        case 0x6CA1: return text.count > 3 && isChinese(text[end - 2]) && !Attempt.beforeNot.contains(text[end - 2])
        case 0x6709: return [0x6CA1, 0x6728].contains(text[end - 2])  // 没有 木有
        default: return false
        }
    }

    private static let beforeNot = ScalarSet("还都也并从就又再啥")

    /// Whether two numbers that can be nothing else stand in two places, where the step is of one.
    private func speaksOfSeveral(_ intent: Intent, _ scan: inout Scan) -> Bool {
        guard intent.name != .merge, case .integer? = intent.slots[.number], Correction.end(&scan, scan.text.count, cues) == nil else {
            return false
        }
        var seen: Set<Int> = []
        let days = dates.dates(&scan, in: 0..<min(scan.text.count, IntentSketch.reach))
        var at = 0
        while at < min(scan.text.count, IntentSketch.reach) {
            guard !isDigit(scan.text[at - 1]), let one = reader.numbers.one(&scan, at: at) else {
                at += 1
                continue
            }
            if one.isMarked, !days.takeIn(one, at: at) { seen.insert(one.value) }
            at = one.end
        }
        return seen.count > 1
    }
}
