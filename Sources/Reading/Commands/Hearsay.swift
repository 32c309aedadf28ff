/// What is told of somebody else's doing, put off, or only thought of, is no step of ours, however well a step's words stand in it:
/// 「老李说他昨天附议了18号」, 「他要是把15号撤回去」, 「小刘转给我的：附议24号」, 「等下周一支委会研究了再给你们答复」.
extension Attempt {
    /// The intent, or what comes of it where it is hearsay: silence where nobody spoke to us, else a question.
    func held(_ intent: Intent, _ scan: inout Scan) -> Intent {
        guard intent.action == .act else {
            // What else was read in 「我那个建议不提了行不行」 is no suggestion to be shown.
            guard intent.meant.contains(where: { $0.name == .suggest }), isUnsaid(&scan) else { return intent }
            var intent = intent
            intent.meant.removeAll { $0.name == .suggest }
            return intent
        }
        if let ours = notOurs(intent, &scan) { return ours }
        if asksOfTheStep(intent) { return Intent(.act, .questionToBot) }
        guard !intent.isWordForWord else { return intent }
        if Attempt.agreeing.contains(intent.name), putsOff(&scan) { return asked(intent) }
        guard isHearsay(intent, &scan) else { return intent }
        var held = isAddressed ? unclear(scan) : .silence
        held.opinions = intent.opinions
        return held
    }

    /// 「办好要不要传照片」, 「附议1号能不能反悔」, 「1号题目是不是叫东门照明」: what stands where the step's own words go asks about it.
    private func asksOfTheStep(_ intent: Intent) -> Bool {
        guard let slot = Attempt.worded[intent.name], case .text(let said)? = intent.slots[slot] else { return false }
        return Attempt.eitherWay.contains { said.hasPrefix($0) }
    }

    private static let worded: [IntentName: Slot] = [.progress: .text, .done: .text, .endorse: .text, .entitle: .title]

    private static let eitherWay = ["要不要", "用不用", "是不是", "算不算", "能不能", "可不可以", "该不该", "需不需要", "不是叫", "行不行"]

    private func isHearsay(_ intent: Intent, _ scan: inout Scan) -> Bool {
        if Attempt.own.contains(intent.name) {
            return tellsOfOthers(intent.name, &scan) || (Attempt.joining.contains(intent.name) && putsOff(&scan))
        }
        if Attempt.moving.contains(intent.name), saidBySomebody(&scan, Marks.skip(scan.text, afterCall(&scan))) { return true }
        if intent.isFromModel, intent.name == .todoList || Attempt.counting.contains(intent.name) {
            return isReported(&scan, before: scan.text.count)
        }
        return false
    }

    /// What people do in their own name.
    private static let own: Set<IntentName> = [
        .endorse, .withdraw, .rsvpYes, .rsvpNo, .vote, .rate, .appeal, .volunteerAsParticipant, .notDone, .agreeRevision, .endMandate,
        .leaveRequest,
    ]
    /// What they join in, and may want to think over.
    private static let joining: Set<IntentName> = [.endorse, .rsvpYes, .vote, .volunteerAsParticipant, .agreeRevision]
    /// What is agreed to or set going.
    private static let agreeing: Set<IntentName> = [
        .pass, .merge, .convertTopic, .convertReport, .recordApproval, .recordDetermination, .submit, .publishNotice, .callMeeting, .answer,
        .askMore,
    ]
    /// What moves a sitting: 「何静说1号会最好改下周五晚7点半」 tells what she would like.
    private static let moving: Set<IntentName> = [.callMeeting, .reschedule, .cancelMeeting]
    /// What is counted at the table, now.
    private static let counting: Set<IntentName> = [.checkIn, .closeCount, .announceResult]

    /// Whether the step's own word is said of somebody else, or inside what somebody passed on.
    private func tellsOfOthers(_ name: IntentName, _ scan: inout Scan) -> Bool {
        let start = Marks.skip(scan.text, afterCall(&scan))
        guard let word = firstWord(of: name, &scan, from: start), word > start else { return false }
        if isReported(&scan, before: word) { return true }
        // 老陈去不了, 老王说支持: who does it stands in front, and is somebody else.
        if isNamed(&scan, start..<word) || saidBySomebody(&scan, start) { return true }
        // 他把15号撤回去了; but 「我妈住院，去不了」 says why.
        guard let other = verbs.others.longest(in: &scan, at: start) else { return false }
        if name == .leaveRequest || name == .rsvpNo { return other.end == word }
        return !(other.end..<word).contains { Marks.isMark(scan.text[$0]) }
    }

    /// A name, and 说 behind it.
    private func saidBySomebody(_ scan: inout Scan, _ start: Int) -> Bool {
        (start + 2...start + 4).contains { scan.text[$0] == 0x8BF4 && isNamed(&scan, start..<$0) }  // 说
    }

    /// A name of two to four characters, or 老 and 小 with a surname, and the word right behind it.
    private func isNamed(_ scan: inout Scan, _ range: Range<Int>) -> Bool {
        let isNickname = scan.text[range.lowerBound] == 0x8001 || scan.text[range.lowerBound] == 0x5C0F  // 老 小
        let first = isNickname ? range.lowerBound + 1 : range.lowerBound
        return (2...4).contains(range.count) && reader.names.mayBegin(scan.text, first) && range.allSatisfy { isChinese(scan.text[$0]) }
            && verbs.slack.longest(in: &scan, at: range.lowerBound).map { $0.end < range.lowerBound + 2 } ?? true
            && !range.contains { Attempt.selves.contains(scan.text[$0]) }
    }

    /// 我 俺 咱 也 都 就 不 那 这 要 想 能
    private static let selves = ScalarSet("我俺咱也都就不那这要想能")

    /// Words of passing on before a place: 听说, 转给我, 说他, 要是他.
    func isReported(_ scan: inout Scan, before end: Int) -> Bool {
        (0..<min(end, Attempt.reportingReach)).contains { at in
            guard let found = verbs.reporting.longest(in: &scan, at: at), found.end <= end else { return false }
            // 「我说」 is one's own.
            return at == 0 || !Attempt.selves.contains(scan.text[at - 1])
        }
    }

    private static let reportingReach = 40

    /// 等…再说, 研究了再答复, 我先问问: it will be done later, or perhaps.
    private func putsOff(_ scan: inout Scan) -> Bool {
        (0..<min(scan.text.count, Attempt.reportingReach)).contains { verbs.postponing.longest(in: &scan, at: $0) != nil }
    }

    /// Where the first word of a step stands, of two characters and more.
    func firstWord(of name: IntentName, _ scan: inout Scan, from start: Int) -> Int? {
        for at in start..<max(start, min(scan.text.count, IntentSketch.reach)) where verbs.trie.begins(with: scan.text[at]) {
            for word in verbs.trie.words(in: &scan, at: at, acrossSpaces: true) where word.end - at >= 2 {
                if verbs.spoken[word.value].contains(where: { verbs.verbs[$0].intent == name }) { return at }
            }
        }
        return nil
    }

    /// A quarrel between two, or what only the country can change, said with the opening of a suggestion: whom to ask is said, and it is
    /// registered only if they still want it (五议五不议 is decided by people, never by us). What is said in jest among neighbours is left to
    /// them; where it sounds like a matter all the same, it is asked about.
    private func notOurs(_ intent: Intent, _ scan: inout Scan) -> Intent? {
        guard intent.name == .suggest, intent.slots[.text] != nil, utterance.role == .resident || utterance.role == .member,
            context == .direct || context == .group
        else { return nil }
        if isUnsaid(&scan) { return isAddressed ? unclear(scan) : .silence }
        let subject = reader.talk.subject(&scan, isToUs: false)
        if !isAddressed, reader.talk.isJest(&scan) { return subject == .matter ? asked(intent) : .silence }
        switch subject {
        case .dispute: return notOurs(intent, .individualDispute)
        // 「社区开个医保报销代办点」 is of here.
        case .policy where (0..<min(scan.text.count, IntentSketch.reach)).contains(where: { cues[.local].end(&scan, at: $0) != nil }):
            return nil
        case .policy: return notOurs(intent, .outOfScopePolicy)
        case .talk, .matter, .emergency: return nil
        }
    }

    /// 「有个建议明天再说」, 「我那个建议不提了行不行」: the word for a suggestion, and that it is not made now.
    private func isUnsaid(_ scan: inout Scan) -> Bool {
        guard scan.text.count <= Attempt.longestUnsaid else { return false }
        return (0..<scan.text.count).contains { at in
            cues[.unsaid].end(&scan, at: at).map { scan.text.count - $0 <= 4 } ?? false
        }
    }

    private static let longestUnsaid = 20

    /// Whom to ask instead of us, where a suggestion that was opened as one is a quarrel or what only the country can change; its words are
    /// kept, so that it may still be registered.
    func notOurs(_ opened: Intent, _ name: IntentName) -> Intent? {
        let question: String
        switch name {
        case .individualDispute: question = "ask.notOurs.dispute.opened"
        case .outOfScopePolicy: question = "ask.notOurs.policy.opened"
        default: return nil
        }
        guard let text = opened.slots[.text] else { return nil }
        var about = Intent(.act, name, question: question, dates: opened.dates)
        about.slots[.text] = text
        about.opinions = opened.opinions
        return about
    }
}
