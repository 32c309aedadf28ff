/// Where the words by hand and the learned model meet. The words go first; the model speaks where they are silent, and is asked before
/// they act. What the model alone has found is done only where it is sure and everything the step needs has been read.
extension Attempt {
    /// How sure the model must be, 0...1; chosen on lines of authors it had not learned from (Tests/ReadingTests).
    struct Sureness: Sendable, Hashable {
        /// To act where the words by hand are silent.
        var act = 0.75
        /// The same for what is not easily taken back.
        var actForGood = 0.85
        /// To ask whether that was meant.
        var ask = 0.3
        /// To stop what the words by hand would do, and ask.
        var object = 0.5
        /// To do something else than the words by hand would, or nothing.
        var overrule = 0.9
    }

    /// Whether somebody can be speaking to us: the model never looks at what residents say to each other.
    var isCandidate: Bool {
        switch context {
        case .group, .residentGroup: utterance.mentionsUs
        case .workGroup, .liveMeeting: utterance.role != .resident || !utterance.posts.isEmpty
        case .pastedRecord: false
        default: true
        }
    }

    func joined(_ words: Intent, _ scan: inout Scan) -> Intent {
        guard let model = reader.model, isCandidate, words.more.isEmpty, model.knows(words.name) else { return words }
        let opinions = model.opinions(&scan, self)
        guard let first = opinions.first else { return words }
        var intent = weighed(words, first, &scan)
        // 「20号备案回执下来了没」 asks about a step, 「26号和27号重复了，把27号撤了」 speaks of two matters.
        if intent.action == .act, Attempt.steps.contains(intent.name), asksAboutAStep(scan.text) || speaksOfSeveral(intent, &scan) {
            let step = intent
            intent = asked(step)
        }
        complete(&intent, &scan)
        intent.opinions = opinions
        return intent
    }

    /// What no word announces: the days of a notice, what is added to one's own suggestion by answering it.
    private func complete(_ intent: inout Intent, _ scan: inout Scan) {
        switch intent.name {
        case .publishNotice where intent.slots[.start] == nil:
            guard let one = intent.dates.first, intent.dates.count == 1 else { return }
            switch one.reading {
            case .interval(let from, let to):
                intent.slots[.start] = .date(from)
                intent.slots[.end] = .date(to)
            case .day, .moment: intent.slots[.start] = .date(one.reading)
            default: break
            }
        case .suggest where context == .replyToSuggestion || context == .replyToBotLast:
            guard intent.action == .act, intent.slots[.supplement] == nil, intent.slots[.correction] == nil else { return }
            let start = Addition.start(&scan)
            guard start < scan.text.count else { return }
            let text = SlotValue.text(scan.text.wordingToEnd(from: start))
            intent.slots[.text] = nil
            intent.slots[Addition.corrects(&scan) ? .correction : .supplement] = text
        default: break
        }
    }

    private func weighed(_ words: Intent, _ opinion: IntentModel.Opinion, _ scan: inout Scan) -> Intent {
        let sure = reader.sureness
        let isTalk = Attempt.talk.contains(opinion.name)
        if words.name == .emergency || words.name == .yes || words.name == .no || words.name == .thanks { return words }
        // 「备案47。错，74」: a number that was corrected is read by those who look for it anywhere.
        let isCorrected = words.action == .act && Correction.end(&scan, scan.text.count) != nil && words.name != .suggest
        if words.name.printed == opinion.name.rawValue {
            return isCorrected ? loosely(opinion.name, &scan) ?? words : words
        }
        if words.isGuess {
            guard !isTalk, opinion.name != .questionToBot || isAddressed else {
                return isTalk && opinion.probability >= sure.overrule && words.action == .ask ? .silence : words
            }
            return opinion.probability >= sure.ask ? meant(opinion, &scan) ?? words : words
        }
        guard words.action == .act, opinion.probability >= sure.object else { return words }
        // Talk about a step is no step: 「12号是谁给通过的」.
        if isTalk { return opinion.probability >= sure.overrule && !isAddressed ? .silence : words }
        let other = meant(opinion, &scan)
        if opinion.probability >= sure.overrule, let other, other.action == .act { return other }
        var question = unclear(scan)
        question.meant = [words] + [other].compactMap(\.self).filter { $0.action == .act }
        return question
    }

    /// Steps of officers that a question is about rather than for.
    private static let steps: Set<IntentName> = [
        .pass, .decline, .merge, .refer, .convertTopic, .convertReport, .escalate, .delegate, .recordApproval, .recordDetermination, .file,
        .publishNotice, .callMeeting, .reschedule, .cancelMeeting, .assign, .progress, .remind, .withdraw, .submit, .swapDuty, .done, .close,
    ]

    /// 了没, 吗, 几回了, 到哪一步了: the message ends as a question does.
    private func asksAboutAStep(_ text: FoldedText) -> Bool {
        var end = text.count
        while end > 0, Marks.isMark(text[end - 1]) && text[end - 1] != 0x3F || [0x5440, 0x554A, 0x54C8, 0x54E6].contains(text[end - 1]) { end -= 1 }  // 呀 啊 哈 哦
        switch text[end - 1] {
        case 0x3F, 0x5417, 0x4E48: return true  // ? 吗 么
        case 0x6CA1: return text[end - 2] == 0x4E86 || text[end - 2] == 0x6279  // 了没 批没
        case 0x6709: return text[end - 2] == 0x6CA1  // 没有
        default: return false
        }
    }

    /// Whether two numbers that can be nothing else stand in two places, where the step is of one.
    private func speaksOfSeveral(_ intent: Intent, _ scan: inout Scan) -> Bool {
        guard intent.name != .merge, case .integer? = intent.slots[.number], Correction.end(&scan, scan.text.count) == nil else { return false }
        var seen: Set<Int> = []
        let days = dates.dates(&scan, in: 0..<min(scan.text.count, IntentSketch.reach), limit: 8)
        var at = 0
        while at < min(scan.text.count, IntentSketch.reach) {
            guard !isDigit(scan.text[at - 1]), let one = reader.numbers.one(&scan, at: at) else {
                at += 1
                continue
            }
            let isDay = days.contains { $0.range.contains(at) && ($0.range.lowerBound < at || $0.range.upperBound > one.end) }
            if one.isMarked, !isDay { seen.insert(one.value) }
            at = one.end
        }
        return seen.count > 1
    }

    private func asked(_ step: Intent) -> Intent {
        var asked = step
        asked.meant = [step]
        asked.action = .ask
        asked.question = "ask.meant"
        return asked
    }

    static let talk: Set<IntentName> = [.chatterIgnore, .thanks, .unclear]

    /// What the model found, with its slots: done, or asked for where it is not sure enough or something is missing.
    private func meant(_ opinion: IntentModel.Opinion, _ scan: inout Scan) -> Intent? {
        let sure = reader.sureness
        let isSure = opinion.probability >= (Attempt.lasting.contains(opinion.name) ? sure.actForGood : sure.act)
        guard let intent = wordless(opinion.name, &scan) ?? loosely(opinion.name, &scan) else { return nil }
        guard !isSure, intent.action == .act, intent.name != .suggest, intent.name != .complainAsSuggestion else { return intent }
        return asked(intent)
    }

    /// What cannot be taken back by 撤销, or is a decision of the party organisation or of a meeting.
    private static let lasting: Set<IntentName> = [
        .recordApproval, .recordDetermination, .announceResult, .vote, .cancelMeeting, .decline, .withdraw, .optOutPrivacy,
    ]

    /// Intents that no verb says.
    private func wordless(_ name: IntentName, _ scan: inout Scan) -> Intent? {
        switch name {
        case .questionToBot: Intent(.act, .questionToBot)
        case .individualDispute: isAddressed ? Intent(.act, .individualDispute, question: "ask.notOurs.dispute") : nil
        case .outOfScopePolicy: isAddressed ? Intent(.act, .outOfScopePolicy, question: "ask.notOurs.policy") : nil
        case .complainAsSuggestion, .suggest:
            if context == .direct || utterance.mentionsUs { told(name, &scan) } else if context == .replyToSuggestion || context == .replyToBotLast {
                Intent(.act, .suggest)
            } else { nil }
        case .emergency: nil
        default: nil
        }
    }

    /// A wish or a complaint said to us, without an opening: in private it is asked back once, where we were called it is taken.
    private func told(_ name: IntentName, _ scan: inout Scan) -> Intent? {
        guard scan.text.count - afterCall(&scan) >= TalkTable.shortest else { return nil }
        var intent = offer(&scan)
        intent.name = name
        if utterance.mentionsUs {
            intent.action = .act
            intent.slots[.text] = .text(scan.text.wordingToEnd(from: afterCall(&scan)))
        }
        return intent
    }
}

extension Intent {
    /// What reading only falls back to where it found no word of ours.
    fileprivate var isGuess: Bool {
        switch action {
        case .silence, .offer: true
        case .ask: name == .unclear
        case .act: name == .questionToBot || (name == .askStatus && slots.isEmpty)
        }
    }
}
