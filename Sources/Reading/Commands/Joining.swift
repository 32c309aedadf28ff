/// Where the words by hand and the learned model meet. The words go first; the model speaks where they are silent, and is asked before
/// they act. What the model alone has found is done only where it is sure and everything the step needs has been read.
extension Attempt {
    func joined(_ understood: Intent, _ scan: inout Scan) -> Intent {
        let words = corrected(understood, &scan)
        // What is said as `帮助` teaches it is not doubted, whatever the model makes of it.
        guard let model = reader.model, words.more.isEmpty, !words.isWordForWord, isCandidate(&scan), !holdsACode(scan.text) else {
            return words
        }
        let isAtTable = context == .liveMeeting && utterance.role == .resident && utterance.posts.isEmpty
        if context == .group || isAtTable, !utterance.mentionsUs { return saidAmongResidents(words, model, &scan) }
        let opinions = model.opinions(&scan, self)
        guard let first = opinions.first, mayDiffer(first.name, &scan) else { return words }
        // Of intents it has not learned it has no opinion, unless another step is plain.
        let isPlain = first.probability >= reader.sureness.overrule && !Attempt.talk.contains(first.name)
        let mayWeigh = model.knows(words.name) || isPlain
        var intent = mayWeigh ? weighed(words, first, &scan) : words
        intent.isCertain = intent.isFromModel && intent.name.listed == first.name && first.probability >= reader.sureness.certain
        if intent.action == .act, Attempt.steps.contains(intent.name), isDoubted(intent, first, &scan) { intent = asked(intent) }
        // 「没有不同意的，通过」
        if intent.action == .act, Attempt.decisions.contains(intent.name), intent.slots[.result] != nil,
            isUndecided(intent, intent.name, &scan)
        {
            intent = unclear(scan)
        }
        if isUnlikely(intent, opinions), !beginsAsTaught(intent, &scan) { intent = asked(intent) }
        complete(&intent, &scan)
        intent.opinions = opinions
        return intent
    }

    /// Whether the words by hand would take a step that hardly speaks from the whole message: 「参加要带身份证不」.
    private func isUnlikely(_ intent: Intent, _ opinions: [IntentModel.Opinion]) -> Bool {
        guard intent.action == .act, !intent.isFromModel, intent.slots[.late] == nil, !Attempt.plain.contains(intent.name),
            reader.model?.knows(intent.name) == true, !isAddressed || intent.name != .askStatus || !intent.slots.isEmpty
        else { return false }
        let sure = reader.sureness
        // Whoever asks how something stands asks us something.
        let own = opinions.filter { opinion in
            opinion.name == intent.name.listed || intent.name == .askStatus && opinion.name == .questionToBot
                || intent.name == .reschedule && saysAsMoving(opinion.name, intent)
        }.reduce(0) { $0 + $1.probability }
        return own < (Attempt.lasting.contains(intent.name) ? sure.keepForGood : sure.keep)
    }

    /// A sitting that is moved is one that is called, may name its secretary, and where only the place is said, a text put right.
    private func saysAsMoving(_ name: IntentName, _ moved: Intent) -> Bool {
        switch name {
        case .callMeeting: true
        case .nominateSecretary: moved.slots[.secretary] != nil
        case .revise: moved.slots[.start] == nil
        default: false
        }
    }

    /// What harms nobody, or is asked back elsewhere.
    private static let plain: Set<IntentName> = [
        .emergency, .yes, .no, .correct, .suggest, .complainAsSuggestion, .help, .thanks, .questionToBot, .chatterIgnore, .unclear,
        .individualDispute, .outOfScopePolicy, .bind,
    ]

    /// 「筛选 3 开会」, 「会议记录 12」 of somebody who writes none: where a message begins as the help teaches a step, the model may find another
    /// wording of that step in it, and no other step.
    private func mayDiffer(_ name: IntentName, _ scan: inout Scan) -> Bool {
        let start = Marks.skip(scan.text, afterCall(&scan))
        var taught: [IntentName] = []
        for word in verbs.trie.words(in: &scan, at: start, acrossSpaces: true) where word.end - start >= 2 {
            let next = Marks.skip(scan.text, word.end)
            guard next == scan.text.count || reader.numbers.one(&scan, at: next) != nil else { continue }
            for index in verbs.spoken[word.value] where verbs.verbs[index].group != nil {
                taught += [verbs.verbs[index].intent, verbs.verbs[index].intent.listed]
            }
        }
        return taught.isEmpty || taught.contains(name) || Attempt.talk.contains(name)
    }

    /// 「备案47。错，74」, 「29问下诉求，哦不是29，是39」: the number behind the correction is the one that is meant; 「30的会改成8月25号」 moves a meeting,
    /// and corrects no earlier word.
    private func corrected(_ words: Intent, _ scan: inout Scan) -> Intent {
        guard words.action == .act else { return words }
        if words.name == .correct, !words.isWordForWord,
            dates.dates(&scan, in: 0..<min(scan.text.count, IntentSketch.reach), limit: 2).count == 1,
            (0..<scan.text.count).contains(where: { scan.text[$0] == 0x4F1A && scan.text[$0 + 1] != 0x8BB0 }),  // 会, not 会记
            let moved = loosely(.reschedule, &scan), moved.action == .act
        {
            return moved
        }
        guard words.name.isAboutAMatter, case .integer(let wrong)? = words.slots[.number],
            let right = Correction.number(&scan, reader.numbers, cues),
            right != wrong
        else { return words }
        var intent = words
        intent.slots[.number] = .integer(right)
        intent.slots[.text] = nil
        intent.slots[.reason] = nil
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
        // 「南门路灯那件办到哪一步了」
        case .askStatus where intent.action == .act && intent.slots.isEmpty:
            intent.slots[.subject] = loosely(.askStatus, &scan)?.slots[.subject]
        // 「延到16号，其他不变」 gives no reason.
        case .reschedule:
            if case .text(let reason)? = intent.slots[.reason], reason.hasSuffix("不变") { intent.slots[.reason] = nil }
        case .suggest where context == .replyToSuggestion || context == .replyToBotLast:
            guard intent.action == .act, intent.slots[.supplement] == nil, intent.slots[.correction] == nil else { return }
            let start = Addition.start(&scan, cues)
            guard start < scan.text.count else { return }
            let text = SlotValue.text(scan.text.wordingToEnd(from: start))
            intent.slots[.text] = nil
            intent.slots[Addition.corrects(&scan, cues) ? .correction : .supplement] = text
        default: break
        }
    }

    private func weighed(_ words: Intent, _ opinion: IntentModel.Opinion, _ scan: inout Scan) -> Intent {
        if [.emergency, .yes, .no].contains(words.name) { return words }
        // Whoever is in danger speaks where they are, whatever word of ours stands in it.
        if opinion.name == .emergency, opinion.probability >= reader.sureness.object, words.isGuess || words.isHinted,
            case .emergency(let number) = reader.talk.subject(&scan, isToUs: isAddressed)
        {
            return emergency(number)
        }
        // What we know the answer of is no question that we do not.
        if words.action == .act, words.name == .askStatus, opinion.name == .questionToBot { return words }
        // 「备案47。错，74」: a number that was corrected is read by those who look for it anywhere.
        let isCorrected = words.action == .act && Correction.end(&scan, scan.text.count, cues) != nil && words.name != .suggest
        if words.name.listed == opinion.name {
            if isCorrected { return loosely(opinion.name, &scan) ?? words }
            // What the words by hand read only in part: 「到15人，请假2人」, 「李婶你来说两句」.
            if Attempt.atTable.contains(words.name), words.action == .act, opinion.probability >= reader.sureness.actLightly,
                !Attempt.chosen.contains(words.name) || !hasChosen(words, &scan), let other = loosely(opinion.name, &scan),
                other.action == .act,
                other.slots != words.slots,
                [Slot.number, .numbers, .unit].allSatisfy({ other.slots[$0] == words.slots[$0] }),
                words.slots.keys.allSatisfy({ $0 == .kind || other.slots[$0] != nil })
            {
                return other
            }
            return words.action == .offer ? wordless(opinion, &scan) ?? words : words
        }
        if words.isGuess, isAWordAndOneThing(&scan) { return words }
        if words.isGuess { return instead(of: words, opinion, &scan) }
        // 下周轮到我 改成许敏: a week is no day of a sitting; where one is asked for, something else may be meant.
        if words.action == .ask, words.name == .reschedule, case .date(.ambiguous)? = words.slots[.start],
            !Attempt.talk.contains(opinion.name), opinion.probability >= reader.sureness.overrule,
            let other = meant(opinion, &scan), other.action == .act
        {
            return other
        }
        if words.isHinted, opinion.probability >= reader.sureness.act, !Attempt.talk.contains(opinion.name) {
            return instead(of: words, opinion, &scan)
        }
        guard words.action == .act, opinion.probability >= reader.sureness.object else { return words }
        if words.isBare, opinion.probability < reader.sureness.overrule { return words }
        // At the table every second counts, and a correction may be of anything: there the words by hand stand.
        if context == .liveMeeting || words.name == .correct {
            // 「改成什么来着，我没听清」 asks.
            let isTalk = Attempt.talk.contains(opinion.name) && opinion.probability >= reader.sureness.overrule && verbs.isQuestion(&scan)
            return isTalk ? asked(words) : words
        }
        // 「1号改到3月20号晚上7点半，在二楼」: called anew or moved, the same is meant.
        if words.name == .reschedule, saysAsMoving(opinion.name, words), words.slots[.place] != nil || words.saysWhen { return words }
        if words.name == .suggest {
            if opinion.name == .complainAsSuggestion { return words }
            if let about = notOurs(words, opinion.name) { return about }
        }
        if Attempt.talk.contains(opinion.name) {
            // Talk about a step is no step: 「12号是谁给通过的」.
            guard opinion.probability >= reader.sureness.overrule else { return words }
            return isAddressed ? asked(words) : .silence
        }
        let other = meant(opinion, &scan)
        if opinion.probability >= reader.sureness.overrule, let other, other.action == .act { return other }
        var question = unclear(scan)
        question.meant = [words] + [other].compactMap(\.self).filter { $0.action == .act }
        return question
    }

    private static let atTable: Set<IntentName> = [
        .closeCount, .checkIn, .giveFloor, .confirmMethod, .announceResult, .participants, .vote, .rate,
    ]

    /// What people choose, which is read again only where they change it while they say it.
    private static let chosen: Set<IntentName> = [.vote, .rate]

    /// Where the words by hand only fell back to something.
    private func instead(of guess: Intent, _ opinion: IntentModel.Opinion, _ scan: inout Scan) -> Intent {
        let sure = reader.sureness
        // 同意, 我去: one word among others is an answer to somebody else.
        let isOneWord =
            scan.text.count <= 2 && !isAddressed
            && (context == .workGroup || utterance.role == .resident
                || ((context == .replyToApproval || context == .replyToTopic) && utterance.role != .partySecretary))
        if isOneWord, context != .replyToPoll, context != .replyToMeetingCall, context != .replyToSuggestion || opinion.name != .endorse {
            return guess
        }
        switch opinion.name {
        case .thanks where opinion.probability >= sure.overrule && (guess.action == .ask || guess.action == .silence):
            return Intent(.silence, .thanks)
        case .chatterIgnore, .thanks: return opinion.probability >= sure.overrule && guess.action == .ask ? .silence : guess
        // 「路灯什么时候修好」 is asked which matter it is about.
        case .unclear:
            return opinion.probability >= sure.object && guess.action == .act && !(isAddressed && guess.name == .askStatus)
                ? unclear(scan) : guess
        // In answer to something of ours a question is put to us only where it can hardly be put to anybody else.
        case .questionToBot where !isAddressed:
            guard context.isReply, opinion.probability >= sure.act else { return guess }
            return wordless(opinion, &scan) ?? guess
        // 「什么」 asks about what was said last.
        case .help where scan.text.count <= 2: return guess
        default:
            // Residents who answer each other, and members at the table, are not to be asked what they mean.
            let isAmongThemselves =
                (utterance.role == .resident || utterance.role == .member && context == .liveMeeting) && !isAddressed
                && context != .replyToPoll
            // 「我琢磨琢磨」: whether somebody supports a neighbour is asked only where hardly anything else can be meant.
            let least = !isAmongThemselves ? sure.ask : opinion.name == .endorse ? sure.overrule : sure.askResidents
            return opinion.probability >= least ? meant(opinion, &scan) ?? guess : guess
        }
    }

    func asked(_ step: Intent) -> Intent {
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
        // A decision of the party organisation entered by somebody else is never taken from a doubtful reading.
        let isDecision = Attempt.decisions.contains(opinion.name)
        let isOwnDecision = isDecision && utterance.role == .partySecretary
        let isForOthers = isDecision && !isOwnDecision
        // What their own approval lacks, the procedure asks for.
        guard var intent = wordless(opinion, &scan) ?? loosely(opinion.name, &scan) else { return nil }
        // 「明天支委会要议这个」: nobody has decided yet. A decision that was plainly told under such a day has a slip in it, which the procedure names.
        if isDecision, dates.isAhead(intent.slots[.date]), opinion.probability < sure.certain || isToCome(&scan) { return nil }
        let least =
            isOwnDecision
            ? sure.overrule
            : Attempt.lasting.contains(opinion.name) && !isCounted(intent)
                ? sure.actForGood : Attempt.light.contains(opinion.name) ? sure.actLightly : sure.act
        if isDecision, isUndecided(intent, opinion.name, &scan) { return unclear(scan) }
        let isSure =
            opinion.probability >= least
            && (!isForOthers || opinion.probability >= sure.certain || opinion.probability >= sure.overrule && entersWhole(intent, &scan))
        intent.isFromModel = true
        // Which matter it is about is asked all the same.
        if opinion.name == .askStatus, intent.slots.isEmpty, isAddressed { return intent }
        // 「14票同意 2票反对 通过了」: which of the three results that is, the chair declares (XZ-13.8b).
        if intent.name == .announceResult, context == .liveMeeting, opinion.probability >= sure.act, intent.slots[.result] == nil,
            intent.slots[.for] != nil, intent.slots[.against] != nil
        {
            intent.action = .ask
            intent.question = "ask.result"
            return intent
        }
        guard !isSure, intent.action == .act else { return intent }
        // Words of a resident to us are taken where we were called; an answer to something of ours only where that is plain.
        if intent.name == .suggest || intent.name == .complainAsSuggestion { return utterance.mentionsUs ? intent : nil }
        // 「会上都没意见，就这么办」: which decision is not even said.
        if Attempt.decisions.contains(opinion.name), intent.slots[.date] == nil, intent.slots[.approver] == nil { return unclear(scan) }
        return asked(intent)
    }

    /// 要, 将, 拟, 等, or 上 in front of the body that is to decide.
    func isToCome(_ scan: inout Scan) -> Bool {
        (0..<min(scan.text.count, IntentSketch.reach)).contains { at in
            Attempt.toCome.contains(scan.text[at]) || scan.text[at] == 0x4E0A && cues[.party].end(&scan, at: at + 1) != nil
        }
    }

    private static let toCome = ScalarSet("要将拟等待再")

    /// A result with the votes that bear it out.
    private func isCounted(_ intent: Intent) -> Bool {
        guard intent.name == .announceResult, case .text(let result)? = intent.slots[.result], case .integer(let yes)? = intent.slots[.for]
        else { return false }
        guard case .integer(let no)? = intent.slots[.against] else { return yes > 0 && result.hasPrefix("达成") }
        return result.hasPrefix("未") || yes > no
    }

    static let decisions: Set<IntentName> = [.recordApproval, .recordDetermination]

    /// 「登记一下，党委3月5日批了22号」: it says that something is entered, of which matter and day.
    private func entersWhole(_ intent: Intent, _ scan: inout Scan) -> Bool {
        guard case .integer? = intent.slots[.number], case .date(.day)? = intent.slots[.date], intent.slots[.result] == nil else {
            return false
        }
        return (0..<min(scan.text.count, 40)).contains { verbs.entering.longest(in: &scan, at: $0) != nil }
    }

    /// What only shows something, and what holds for the moment at the table.
    private static let light: Set<IntentName> = [
        .todoList, .report, .questionToBot, .giveFloor, .endTurn, .recordView, .confirmMethod, .progress, .revise,
    ]

    /// What cannot be taken back by 撤销, or is a decision of the party organisation or of a meeting.
    private static let lasting: Set<IntentName> = [
        .recordApproval, .recordDetermination, .announceResult, .cancelMeeting, .decline, .withdraw, .optOutPrivacy,
    ]

    /// Intents that no verb says.
    private func wordless(_ opinion: IntentModel.Opinion, _ scan: inout Scan) -> Intent? {
        let name = opinion.name
        return switch name {
        case .questionToBot: Intent(.act, .questionToBot)
        case .individualDispute: isAddressed ? Intent(.act, .individualDispute, question: "ask.notOurs.dispute") : nil
        case .outOfScopePolicy: isAddressed ? Intent(.act, .outOfScopePolicy, question: "ask.notOurs.policy") : nil
        case .complainAsSuggestion, .suggest:
            if context == .direct || utterance.mentionsUs {
                told(opinion, &scan)
            } else if context == .replyToSuggestion || context == .replyToBotLast, !verbs.isQuestion(&scan) {
                Intent(.act, .suggest)
            } else {
                nil
            }
        // A number to call costs little, and a call that was not made costs much.
        case .emergency: inDanger(opinion, &scan)
        default: nil
        }
    }

    /// Danger that no word for it gave away: of what kind is not known.
    private func inDanger(_ opinion: IntentModel.Opinion, _ scan: inout Scan) -> Intent? {
        guard opinion.probability >= reader.sureness.object, !reader.talk.isOnlyTold(&scan) else { return nil }
        return emergency(reader.talk.numberToCall(&scan))
    }

    private func opens(_ scan: inout Scan) -> Bool {
        (0..<min(scan.text.count, 24)).contains { cues[.opening].end(&scan, at: $0) != nil }
    }

    /// A wish or a complaint said to us, without an opening: a wish is taken where we were called by name; a complaint, and all that is said
    /// in private, is asked back once.
    private func told(_ opinion: IntentModel.Opinion, _ scan: inout Scan) -> Intent? {
        guard scan.text.count - afterCall(&scan) >= TalkTable.shortest else { return nil }
        var intent = offer(&scan)
        intent.name = opinion.name
        // In private only with an opening: 「你好，我是租房的，想给小区提一个意见，…」.
        let isOpened = context == .direct && opinion.probability >= reader.sureness.act && opens(&scan)
        if utterance.mentionsUs || isOpened, opinion.name == .suggest {
            intent.action = .act
            intent.slots[.text] = .text(scan.text.wordingToEnd(from: afterCall(&scan)))
        }
        return intent
    }
}

extension Intent {
    fileprivate var saysWhen: Bool { if case .date(.moment)? = slots[.start] { true } else { false } }

    /// Nothing but the step's own words and numbers.
    var isBare: Bool { slots.keys.allSatisfy { [.number, .numbers, .unit, .kind].contains($0) } }

    /// What reading only falls back to where it found no word of ours.
    var isGuess: Bool {
        switch action {
        case .silence, .offer: true
        case .ask: name == .unclear
        case .act: name == .questionToBot || name == .thanks || (name == .askStatus && slots.isEmpty)
        }
    }
}
