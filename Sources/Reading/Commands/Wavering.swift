/// What was read as a step and may not be one yet: it hangs on something, will be done later, or says more than could be read. A question
/// costs a word; a step that nobody meant costs trust.
extension Attempt {
    /// The intent, or what comes of it where it wavers: a question, silence among neighbours who did not speak to us.
    func settled(_ intent: Intent, _ scan: inout Scan) -> Intent {
        guard intent.action == .act, context != .pastedRecord, !intent.isWordForWord, intent.slots[.late] == nil,
            !beginsAsTaught(intent, &scan) || asksAboutAStep(scan.text)
        else {
            return intent
        }
        let name = intent.name.listed
        if !intent.isCertain, Attempt.binding.contains(intent.name) || Attempt.binding.contains(name),
            hangs(intent, &scan) || Attempt.answers.contains(name) && (verbs.isQuestion(&scan) || asksAboutAStep(scan.text))
        {
            guard utterance.role == .resident, !isAddressed else { return asked(intent) }
            var silence = Intent.silence
            silence.opinions = intent.opinions
            return silence
        }
        let whole = completed(intent, name, &scan)
        return leavesUnread(whole, name, &scan) ? asked(whole) : whole
    }

    /// 「开会 吴刚」: the step's own word and a mark, at the very beginning.
    func beginsAsTaught(_ intent: Intent, _ scan: inout Scan) -> Bool {
        let start = Marks.skip(scan.text, afterCall(&scan))
        return verbs.trie.words(in: &scan, at: start, acrossSpaces: true).contains { word in
            (word.end >= scan.text.count || isCut(scan.text, word.end) || scan.text[word.end] == FoldTable.space)
                && verbs.spoken[word.value].contains { verbs.verbs[$0].intent == intent.name }
        }
    }

    /// 「进展 吴刚」, 「不同意 99」: a word of ours, a space and more. How it is said is answered by the desk, so nothing is guessed.
    func isAWordAndOneThing(_ scan: inout Scan) -> Bool {
        let start = Marks.skip(scan.text, afterCall(&scan))
        return verbs.trie.words(in: &scan, at: start, acrossSpaces: true).contains { word in
            scan.text[word.end] == FoldTable.space && verbs.spoken[word.value].contains { verbs.verbs[$0].group != nil }
        }
    }

    /// What people say for themselves, which a question about it does not say.
    private static let answers: Set<IntentName> = [.endorse, .withdraw, .rsvpYes, .rsvpNo, .vote, .rate, .leaveRequest, .agreeRevision]

    /// Who decided, and how much is done, where no word announces it: 「支委会昨天定下了」, 「干了六成」.
    private func completed(_ intent: Intent, _ name: IntentName, _ scan: inout Scan) -> Intent {
        var intent = intent
        let end = min(scan.text.count, IntentSketch.reach)
        if name == .recordApproval || name == .recordDetermination, intent.isFromModel, intent.slots[.approver] == nil,
            let body = partyBody(&scan, end)
        {
            intent.slots[.approver] = .text(scan.text.wording(body))
            if intent.slots[.department] == intent.slots[.approver] { intent.slots[.department] = nil }
        }
        // Nobody carries out what is not to be.
        if name == .recordDetermination, intent.isFromModel, intent.slots[.result] != nil { intent.slots[.department] = nil }
        if name == .progress, intent.slots[.percent] == nil,
            let at = (0..<end).first(where: { isTenths(scan.text, $0) }), let tenths = scan.text.numeral(at: at)
        {
            intent.slots[.percent] = .integer(tenths.value * 10)
        }
        return intent
    }

    /// 支委会, 机关支部: the body with what stands right before it; not 本支部, 我们支部.
    private func partyBody(_ scan: inout Scan, _ end: Int) -> Range<Int>? {
        guard let at = (0..<end).first(where: { cues[.party].end(&scan, at: $0) != nil }), let stop = cues[.party].end(&scan, at: at) else {
            return nil
        }
        func isCut(_ place: Int) -> Bool {
            place == 0 || Marks.isMark(scan.text[place - 1]) || isDigit(scan.text[place - 1])
                || Attempt.beforeBodies.contains(scan.text[place - 1])
        }
        var start = at
        while !isCut(start), at - start < 4, isChinese(scan.text[start - 1]), !Attempt.notBodies.contains(scan.text[start - 1]) {
            start -= 1
        }
        return isCut(start) && at - start != 1 ? start..<stop : nil
    }

    private static let notBodies = ScalarSet("本我俺咱这个那的们该在了跟和件到给请果题条识")

    /// 六成, 8成 and a mark or the end behind it; not 一成不变.
    private func isTenths(_ text: FoldedText, _ at: Int) -> Bool {
        guard !isDigit(text[at - 1]), let number = text.numeral(at: at), (1...9).contains(number.value), text[number.end] == 0x6210 else {
            return false
        }  // 成
        return number.end + 1 >= text.count || !isChinese(text[number.end + 1])
    }

    private static let beforeBodies = ScalarSet("天日号午上由经是果题条识")

    /// Steps that count from the moment they are taken.
    static let binding: Set<IntentName> = [
        .endorse, .withdraw, .rsvpYes, .rsvpNo, .vote, .rate, .appeal, .volunteerAsParticipant, .notDone, .agreeRevision, .endMandate,
        .leaveRequest, .pass, .decline, .merge, .convertTopic, .convertReport, .escalate, .delegate, .recordApproval, .recordDetermination,
        .submit, .file, .publishNotice, .callMeeting, .reschedule, .cancelMeeting, .participants, .assign, .done, .close, .checkIn,
        .closeCount, .announceResult, .openMeeting, .endTurn, .answer, .swapDuty,
    ]

    /// 「这个要是不收钱我就支持」, 「等看完会议记录再决定提不提异议」, 「可能要请假」: a condition before the step's own word, or 再 behind what comes first.
    private func hangs(_ intent: Intent, _ scan: inout Scan) -> Bool {
        let start = Marks.skip(scan.text, afterCall(&scan))
        let end = min(scan.text.count, IntentSketch.reach)
        let word = firstWord(of: intent.name, &scan, from: start) ?? end
        if (start..<max(start, word)).contains(where: { verbs.conditions.longest(in: &scan, at: $0) != nil }) { return true }
        if isReported(&scan, before: word) { return true }
        return (start..<max(start, end)).contains { verbs.postponing.longest(in: &scan, at: $0) != nil }
    }

    /// Whether something stands in the message that the step needs and that was not taken: a number at a count, who is given the floor.
    private func leavesUnread(_ intent: Intent, _ name: IntentName, _ scan: inout Scan) -> Bool {
        func has(_ slots: Slot...) -> Bool { slots.contains { intent.slots[$0] != nil } }
        if [Slot.person, .substitute, .department].contains(where: { isOdd(intent.slots[$0]) }) { return true }
        switch name {
        case .checkIn: return intent.isFromModel && intent.name == .checkIn && amounts(scan.text) > 0
        case .announceResult: return intent.isFromModel && !has(.for, .against) && amounts(scan.text) > (has(.number) ? 1 : 0)
        case .vote, .rate: return !hasChosen(intent, &scan) || (changesItsMind(&scan) || leavesOpen(&scan)) && !saysOneChoice(intent, &scan)
        case .giveFloor: return intent.isFromModel && !has(.person, .persons)
        case .leaveSeat, .nominateSeat: return intent.isFromModel && !has(.person)
        case .participants where has(.add, .remove) && Filling.refusesChange(&scan, cues): return true
        // 「12别转物业，转城管中队」
        case .refer, .assign, .delegate, .escalate: return refusesHanding(&scan)
        case .participants: return intent.isFromModel && !has(.add, .remove) && speaksOf("拿换加增减撤删替划剔补捎", scan.text)
        case .leaveRequest: return !has(.substitute) && speaksOf("代替顶", scan.text)
        case .callMeeting: return intent.isFromModel && has(.reason)
        case .recordApproval, .recordDetermination:
            return intent.isFromModel && !intent.isCertain && utterance.role != .partySecretary && !has(.approver) && namesAParty(&scan)
        default: return false
        }
    }

    /// 「李婶你」, 「要请老张」, 「丢供电所」: more than a name was taken.
    private func isOdd(_ value: SlotValue?) -> Bool {
        guard case .text(let text)? = value else { return false }
        return text.unicodeScalars.contains { Attempt.unnamed.contains($0.value) }
    }

    /// 你 他 她 给 权 要 把 被 后 号 丢 函 责 为 能 不 别 谁
    private static let unnamed = ScalarSet("你他她给权要把被后号丢函责为能不别谁")

    private func speaksOf(_ characters: String, _ text: FoldedText) -> Bool {
        let set = Set(characters.unicodeScalars.map(\.value))
        return (0..<min(text.count, IntentSketch.reach)).contains { set.contains(text[$0]) }
    }

    private func refusesHanding(_ scan: inout Scan) -> Bool {
        (1..<max(1, min(scan.text.count, IntentSketch.reach))).contains { at in
            (scan.text[at - 1] == 0x522B || scan.text[at - 1] == 0x8981 && scan.text[at - 2] == 0x4E0D)  // 别 不要
                && [0x8F6C, 0x4EA4, 0x6D3E, 0x63A8, 0x7ED9].contains(scan.text[at])  // 转 交 派 推 给
        }
    }

    private func namesAParty(_ scan: inout Scan) -> Bool {
        (0..<min(scan.text.count, IntentSketch.reach)).contains { cues[.party].end(&scan, at: $0) != nil }
    }

    /// 「原想给2分，还是4分吧」, 「从赞成改反对」.
    private func changesItsMind(_ scan: inout Scan) -> Bool { verbs.isChanged(&scan) }

    /// Numbers that count something: in digits, or spelled before 个, 人, 位, 户, 名, 票, 比.
    private func amounts(_ text: FoldedText) -> Int {
        var count = 0
        var at = 0
        while at < min(text.count, IntentSketch.reach) {
            guard let number = text.numeral(at: at), number.end > at else {
                at += 1
                continue
            }
            if number.digits > 0 || Attempt.counters.contains(text[number.end]) { count += 1 }
            at = number.end
        }
        return count
    }

    private static let counters = ScalarSet("个人位户名票比")
}

extension VerbTable {
    /// Whether a word of changing one's mind stands in it.
    func isChanged(_ scan: inout Scan) -> Bool {
        (0..<min(scan.text.count, IntentSketch.reach)).contains { changing.longest(in: &scan, at: $0) != nil }
    }
}
