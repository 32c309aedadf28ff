import Procedure

/// One message held against the verbs of its speaker and place.
final class Attempt: Sendable {
    let reader: Reader
    let utterance: Utterance
    let dates: DateReader
    /// Everything the speaker is, a bit each.
    let posts: UInt32
    /// The names of those on the list.
    let people: WordTrie

    init(reader: Reader, utterance: Utterance) {
        self.reader = reader
        self.utterance = utterance
        dates = DateReader(now: utterance.at, calendar: reader.calendar, cues: reader.cues)
        people = WordTrie(utterance.names.map { (reader.verbs.fold.word($0), 0) })
        posts = utterance.posts.reduce(utterance.role.bit) { $0 | $1.bit }
    }

    var verbs: VerbTable { reader.verbs }
    var cues: Cues { reader.cues }
    var context: Context { utterance.context }

    /// Whether the speaker plainly means us.
    var isAddressed: Bool { utterance.mentionsUs || context == .direct || context == .replyToBotLast }

    func read(_ scan: inout Scan) -> Intent {
        let own = readOwn(&scan)
        return ofAnotherPost(own, &scan) ?? own
    }

    /// By the verbs of the speaker's own posts.
    func readOwn(_ scan: inout Scan) -> Intent {
        let decided = decisions(&scan, from: Marks.skip(scan.text, afterMention(scan)))
        // What was not approved and has no number is nobody's guess.
        if let decided, decided.action != .act { return decided }
        var intent = settled(held(joined(decided ?? understood(&scan), &scan), &scan), &scan)
        intent = notWholly(puttingOfficeRight(intent, &scan), &scan)
        intent.isWordForWord = false
        intent.isHinted = false
        intent = intent.withoutTelling(reader).plainlyTitled(utterance.text, reader).plainly(PlainContent(reader: reader, dates: dates))
        if intent.name == .suggestFor, case .text(let said)? = intent.slots[.text],
            let wish = Telling(reader).onBehalf(said, verbs.fold)
        {
            intent.slots[.text] = .text(wish)
        }
        if intent.name == .escalate, isToTheParty(intent) {
            intent.name = .submit
            intent.slots[.unit] = nil
        }
        // Thanks among people are theirs.
        if intent.name == .thanks, !isAddressed { intent.action = .silence }
        // 「@议事 我要提建议」 has named no matter yet.
        if utterance.mentionsUs, intent.name == .suggest, case .text(let wish)? = intent.slots[.text], isOpeningAlone(wish) {
            return Intent(.ask, .suggest, question: "ask.suggest.empty")
        }
        // 「12号先不过，跟13号差不多，并过去吧」: a reason that speaks of another number may be another command.
        if intent.name == .decline, intent.action == .act, case .text(let reason)? = intent.slots[.reason], namesANumber(reason) {
            return unclear(scan)
        }
        return intent
    }

    /// 「33号报书记」, 「提交支部」 go to the party organisation here; 镇党委 and the like are above.
    private func isToTheParty(_ intent: Intent) -> Bool {
        guard case .text(let unit)? = intent.slots[.unit] else { return false }
        return ["支部", "党委", "总支", "党工委", "党组织", "书记"].contains { unit.contains($0) }
            && !unit.unicodeScalars.contains { Attempt.above.contains($0.value) }
    }

    /// 镇 乡 街 县 区 市 上
    private static let above = ScalarSet("镇乡街县区市上")

    private func isOpeningAlone(_ wish: String) -> Bool {
        wish.count <= 12 && wish.unicodeScalars.allSatisfy(Attempt.openingWords.contains)
    }

    private static let openingWords = Set("我们咱想要来给提反映个一点条些件建议意见问题事情下吧哈啊呀 ，。：".unicodeScalars)

    private func namesANumber(_ text: String) -> Bool {
        let scalars = Array(text.unicodeScalars.map(\.value))
        guard scalars.contains(0x5E76) else { return false }  // 并
        return scalars.indices.dropFirst().contains { scalars[$0] == 0x53F7 && isDigit(scalars[$0 - 1]) }  // 号
    }

    func understood(_ scan: inout Scan) -> Intent {
        var start = afterMention(scan)
        start = Marks.skip(scan.text, start)
        if let code = code(&scan, start) { return code }
        if let intent = late(&scan, from: start) ?? handedIn(&scan, from: start) ?? minutesWanted(&scan, from: start) ?? screening(
            &scan, from: start) ?? tableTalk(&scan, from: start) ?? replies(
                &scan, from: start)
            ?? dayAgreed(&scan, from: start)
        {
            return intent
        }
        var nearMiss = false
        for _ in 0..<3 {
            if let intent = command(&scan, from: start, nearMiss: &nearMiss) { return intent }
            guard let next = afterFiller(&scan, start) else { break }
            start = next
        }
        if let intent = emptySuggestion(&scan, from: start) { return intent }
        if let intent = plainly(&scan, from: start, nearMiss: &nearMiss) ?? several(&scan, from: start) { return intent }
        if let intent = choiceFirst(&scan, from: start) ?? bareChoice(&scan, from: start) { return intent }
        if let intent = arrived(&scan, from: start) { return intent }
        if var intent = verbs.hints.intent(&scan, self) {
            intent.isHinted = true
            return intent
        }
        if nearMiss { return unclear(scan) }
        if var intent = bareNumber(&scan, from: start) {
            intent.isWordForWord = true
            return intent
        }
        if context != .group, context != .residentGroup, let intent = weakOpening(&scan, from: start) { return intent }
        return notUnderstood(&scan, from: start)
    }

    /// Words, then numbers before words: 通过 12, 12 通过.
    func command(_ scan: inout Scan, from start: Int, nearMiss: inout Bool) -> Intent? {
        if let intent = spoken(&scan, at: start, numbers: nil, nearMiss: &nearMiss) { return intent }
        guard let several = reader.numbers.several(&scan, at: start, wordRanges: true) else { return nil }
        let at = Marks.skip(scan.text, several.end)
        guard at < scan.text.count else { return nil }
        return spoken(&scan, at: at, numbers: (several.values, several.unit, start..<several.end), nearMiss: &nearMiss)
    }

    private typealias Numbers = (values: [Int], unit: String?, range: Range<Int>)

    private func spoken(_ scan: inout Scan, at start: Int, numbers: Numbers?, nearMiss: inout Bool) -> Intent? {
        for word in verbs.trie.words(in: &scan, at: start, acrossSpaces: true) where !isConvenor(scan.text, word.end) {
            let entries = verbs.spoken[word.value]
            for index in entries where verbs.admits(index, utterance.role, context, mentionsUs: utterance.mentionsUs) {
                if let intent = tried(&scan, verbs.verbs[index], start..<word.end, numbers, &nearMiss) { return intent }
            }
            for role in utterance.posts {
                for index in entries where verbs.admits(index, role, context, mentionsUs: utterance.mentionsUs) {
                    if let intent = tried(&scan, verbs.verbs[index], start..<word.end, numbers, &nearMiss) { return intent }
                }
            }
        }
        return nil
    }

    /// 召集人 is somebody, and calls nobody.
    func isConvenor(_ text: FoldedText, _ end: Int) -> Bool { text[end - 1] == 0x96C6 && text[end] == 0x4EBA }  // 集 人

    private func tried(_ scan: inout Scan, _ verb: Verb, _ word: Range<Int>, _ numbers: Numbers?, _ nearMiss: inout Bool) -> Intent? {
        // 「建议小区装个路灯」 said to us needs no mark behind the word.
        let isSaidToUs = verb.intent == .suggest && (utterance.mentionsUs || context == .direct)
        guard !verb.mustBeCut || isSaidToUs || isCut(scan.text, word.upperBound) else { return nil }
        let start = verb.isKept ? word.lowerBound : word.upperBound
        if let intent = filled(&scan, verb, word, from: start, numbers: numbers) { return intent }
        if isMeant(&scan, verb, from: word.upperBound, numbers: numbers) { nearMiss = true }
        return nil
    }

    /// 「建议：」 and nothing behind it: somebody is about to say something, and is told how.
    private func emptySuggestion(_ scan: inout Scan, from start: Int) -> Intent? {
        for word in verbs.trie.words(in: &scan, at: start, acrossSpaces: true) where scan.text[word.end] == 0x3A {
            guard (word.end..<scan.text.count).allSatisfy({ Marks.isMark(scan.text[$0]) }) else { return nil }
            let isWish = verbs.spoken[word.value].contains { index in
                verbs.verbs[index].intent == .suggest && verbs.verbs[index].takes(.text)
                    && verbs.admits(index, utterance.role, context, mentionsUs: utterance.mentionsUs)
            }
            if isWish { return Intent(.ask, .suggest, question: "ask.suggest.empty") }
        }
        return nil
    }

    private func isNumber(_ scan: inout Scan, at start: Int) -> Bool {
        let at = Marks.skip(scan.text, start)
        return reader.numbers.mayBegin(scan.text[at]) && reader.numbers.one(&scan, at: at) != nil
    }

    func isCut(_ text: FoldedText, _ at: Int) -> Bool {
        Marks.isMark(text[at]) || isDigit(text[at]) || text[at] == 0x23 || reader.numbers.units.begins(with: text[at])
    }

    private func filled(_ scan: inout Scan, _ verb: Verb, _ word: Range<Int>, from start: Int, numbers: Numbers?) -> Intent? {
        if verb.intent == .pasteRecord {
            var record = PastedRecord(attempt: self, verb: verb).read(&scan, from: start, numbers: numbers?.values)
            record?.isWordForWord = true
            return record
        }
        var filling = Filling(reader: reader, dates: dates, verb: verb, context: context)
        filling.isRecord = utterance.isRecord
        // 「修好了，换了灯泡」 is told whole, 「修好了 1号，换了灯泡」 from behind its number.
        if verb.group == nil, !isNumber(&scan, at: start) {
            if verb.tellsItself { filling.opening = word.lowerBound }
            if verb.intent == .answer { filling.opening = Telling(reader).end(&scan, at: word.lowerBound) }
        }
        if let numbers {
            guard filling.take(numbers: numbers.values, unit: numbers.unit, range: numbers.range) else { return nil }
        }
        guard filling.fill(&scan, from: start) else { return nil }
        if context == .liveMeeting, verb.intent == .correct || verb.intent == .revise, !isSaidOfItsText(filling, verb, &scan, start) {
            return nil
        }
        if verb.intent == .suggest, !isSuggestion(&scan, verb, from: start) { return nil }
        var intent = Intent(
            filling.question == nil ? .act : .ask, verb.intent, slots: filling.slots, question: filling.question,
            dates: context == .pastedRecord ? [] : reader.spans(&scan, dates, leavingOut: filling.numberRanges))
        // 「不同意 1 与规划不符」, 「标题改为「北门路灯」」: the word, a mark, what it takes.
        intent.isWordForWord =
            (verb.group != nil || intent.isBare || (numbers == nil && isInForm(&scan, start))) && !asksAboutIt(&scan, verb, start, intent)
            && !asksRatherThanSays(&scan, verb, start)
        return intent
    }

    /// 「改成六盏，晚上十点后减半亮」 at the table is the text revised; 「改 12 …」, 「改成16比2」 put a step right, 「改成举手」, 「改到下周三」 neither.
    private func isSaidOfItsText(_ filling: Filling, _ verb: Verb, _ scan: inout Scan, _ start: Int) -> Bool {
        if verb.intent == .correct {
            return [Slot.number, .numbers, .for, .against, .abstain, .class, .category, .phase, .expected]
                .contains { filling.slots[$0] != nil }
        }
        // 修订 alone says that it is the text.
        guard verb.group == nil, case .text(let text)? = filling.slots[.text] else { return true }
        let first = Marks.skip(scan.text, start)
        return text.count >= 5 && verbs.vocabulary(of: .method)?.trie.longest(in: &scan, at: first) == nil
            && dates.date(&scan, at: first) == nil
    }

    /// 「请假怎么请」, 「没办好要怎么说才算数」: what stands behind the word asks about it, where no matter is named.
    private func asksAboutIt(_ scan: inout Scan, _ verb: Verb, _ start: Int, _ intent: Intent) -> Bool {
        guard verb.takes(.reason) || verb.slots.contains(where: { $0.style == .rest }), !Attempt.asking.contains(verb.intent),
            !verb.isKept
        else { return false }
        // 「9号办好没有啊」
        if asksAboutAStep(scan.text), scan.text[scan.text.count - 1] != 0x3F { return true }
        guard intent.slots[.number] == nil, intent.slots[.numbers] == nil else { return false }
        return verbs.asking.longest(in: &scan, at: start) != nil
            || ((!context.isReply || verb.intent == .leaveRequest) && verbs.isQuestion(&scan))
    }

    /// 「补充能补几次啊」, 「请假的几个」: nothing between the word and a question, or what it says of somebody; 「附议9号的记上没」: a question behind all a
    /// step takes.
    private func asksRatherThanSays(_ scan: inout Scan, _ verb: Verb, _ start: Int) -> Bool {
        guard start < scan.text.count else { return false }
        if asksAboutAStep(scan.text), !verb.isKept, !verb.slots.contains(where: { $0.style == .rest }) { return true }
        return !isCut(scan.text, start) && (verbs.isQuestion(&scan) || asksAboutAStep(scan.text) || scan.text[start] == 0x7684)  // 的
    }

    /// Steps whose free words may well be a question.
    private static let asking: Set<IntentName> = [
        .suggest, .suggestFor, .askMore, .answer, .remind, .recordView, .revise, .refer, .notDone, .appeal, .correct,
    ]

    /// Whether a quotation stands in front, and something else behind it.
    private func isQuoted(_ text: FoldedText) -> Bool {
        guard text[0] == 0x22, let end = (1..<text.count).last(where: { text[$0] == 0x22 }) else { return false }
        return (end..<text.count).contains { isChinese(text[$0]) }
    }

    /// Whether a mark and a number stand behind the word, or what is announced by a colon or in quotes.
    private func isInForm(_ scan: inout Scan, _ start: Int) -> Bool {
        guard Marks.isMark(scan.text[start]) else { return false }
        return scan.text[start] == 0x3A || scan.text[start] == 0x22 || reader.numbers.one(&scan, at: Marks.skip(scan.text, start)) != nil
    }

    /// 「建议 你多喝水」 is advice to a neighbour unless a colon makes it a form; 「#建议#」 alone wishes for nothing.
    func isSuggestion(_ scan: inout Scan, _ verb: Verb, from start: Int) -> Bool {
        guard (start..<scan.text.count).contains(where: { isChinese(scan.text[$0]) || isLetter(scan.text[$0]) || isDigit(scan.text[$0]) })
        else { return false }
        // 「建议？你多喝水」, 「“建议：换灯泡”你就这么写」 are about the word.
        if scan.text[start] == 0x3F || isQuoted(scan.text) { return false }
        // 「建议提了多久有回复」 asks about suggestions.
        if !Marks.isMark(scan.text[start]), [0x63D0, 0x7684, 0x4E86, 0x8FC7, 0x600E].contains(scan.text[start]), verbs.isQuestion(&scan) {
            return false
        }
        guard context != .direct, !utterance.mentionsUs, scan.text[start] != 0x3A else { return true }
        return verbs.addressees.longest(in: &scan, at: Marks.skip(scan.text, start)) == nil
    }

    /// Whether it can only have been meant for us although it could not be read: an officer's word with a marked or bare number right
    /// behind or before it. Then a question, never silence and never a guess.
    private func isMeant(_ scan: inout Scan, _ verb: Verb, from start: Int, numbers: Numbers?) -> Bool {
        guard verb.takes(.number) || verb.takes(.numbers), context != .group, context != .residentGroup, context != .pastedRecord else {
            return false
        }
        guard verb.roles.count < Role.allCases.count || isAddressed else { return false }
        if numbers != nil { return true }
        return reader.numbers.one(&scan, at: Marks.skip(scan.text, start)) != nil
    }

    // MARK: Other ways to speak to us

    /// A bare eight-digit number in private is the code of a post.
    private func code(_ scan: inout Scan, _ start: Int) -> Intent? {
        guard context == .direct, let digits = scan.text.digits(at: start), digits.digits == 8,
            Marks.skip(scan.text, digits.end) == scan.text.count
        else { return nil }
        var intent = Intent(.act, .bind, slots: [.code: .text(scan.text.wording(start..<digits.end))])
        // No line that was learned can say otherwise.
        intent.isWordForWord = true
        return intent
    }

    /// 12 in private asks how it stands; under a poll it is the choice.
    private func bareNumber(_ scan: inout Scan, from start: Int) -> Intent? {
        guard isAddressed || context == .replyToTodo || context == .replyToPoll || context == .replyToNotice,
            let one = reader.numbers.one(&scan, at: start),
            // 「2号呢」
            Marks.skip(scan.text, one.isMarked && scan.text[one.end] == 0x5462 ? one.end + 1 : one.end) == scan.text.count
        else { return nil }
        if context == .replyToPoll { return Intent(.act, .vote, slots: [.choice: .integer(one.value)]) }
        var slots: Slots = [.number: .integer(one.value)]
        if let unit = one.unit { slots[.unit] = .text(unit) }
        return Intent(.act, context == .replyToTodo ? .details : .askStatus, slots: slots)
    }

    /// A number said as ours are said: 12号, #12.
    func marked(_ scan: inout Scan) -> Int? {
        for at in 0..<min(scan.text.count, 100) where !isDigit(scan.text[at - 1]) {
            if let one = reader.numbers.one(&scan, at: at), one.isMarked { return one.value }
        }
        return nil
    }

    /// 2号方案, 第三个, 同意第一个: under a poll.
    private func bareChoice(_ scan: inout Scan, from start: Int) -> Intent? {
        guard context == .replyToPoll, scan.text.count - start <= 12 else { return nil }
        for at in start..<scan.text.count {
            let first = scan.text[at] == 0x7B2C ? at + 1 : at
            guard let number = scan.text.numeral(at: first), (1...20).contains(number.value) else { continue }
            let isAlone = at == start && number.end == scan.text.count && number.digits == 0
            let isNamed = isAlone || first > at || [0x53F7, 0x4E2A, 0x9879].contains(scan.text[number.end])  // 第 号 个 项
            // 选一个便宜的
            if first == at, number.digits == 0, number.value == 1, scan.text[number.end] == 0x4E2A, isChinese(scan.text[number.end + 1]) {
                return nil
            }
            guard isNamed else { return nil }
            return Intent(.act, .vote, slots: [.choice: .integer(number.value)])
        }
        return nil
    }

    /// 希望小区…, 能不能在东门…: may be offered to be registered, never taken by itself.
    private func weakOpening(_ scan: inout Scan, from start: Int) -> Intent? {
        guard context == .group || context == .direct || context == .residentGroup else { return nil }
        guard let opening = verbs.weakOpenings.longest(in: &scan, at: start),
            verbs.weakObjects.longest(in: &scan, at: Marks.skip(scan.text, opening.end)) != nil, scan.text.count - start >= 8
        else { return nil }
        return offer(&scan)
    }

    func offer(_ scan: inout Scan) -> Intent {
        let text = scan.text.wording(0..<scan.text.count)
        return Intent(.offer, .suggest, slots: [.text: .text(text)], dates: reader.spans(&scan, dates, leavingOut: []))
    }

    func unclear(_ scan: Scan) -> Intent {
        Intent(.ask, .unclear, slots: [.text: .text(scan.text.wording(0..<scan.text.count))], question: "ask.unclear")
    }

    /// Nothing of ours was said. Where we were plainly meant that is a question, and a resident's plain words may be a suggestion.
    private func notUnderstood(_ scan: inout Scan, from start: Int) -> Intent {
        if context == .group || context == .residentGroup {
            let heard = overheard(&scan)
            // Called by name we owe an answer, as in private.
            if heard.action != .silence || heard.name != .chatterIgnore || !utterance.mentionsUs { return heard }
        }
        if let speech = speech(&scan, from: start) { return speech }
        // Whoever is in danger speaks where they are.
        // At work people tell of others who leave or hurry: where no word says what danger it is, there is none.
        if context != .direct, case .emergency(let number) = reader.talk.subject(&scan, isToUs: isAddressed),
            context == .group || context == .residentGroup || number != TalkTable.anyNumber
        {
            return emergency(number)
        }
        if let subject = subjectInPrivate(&scan) { return subject }
        guard isAddressed else { return .silence }
        let chinese = scan.text.scalars.prefix(200).count { isChinese($0) }
        if context == .direct, asksStatus(scan) { return Intent(.act, .askStatus) }
        let isQuestion = verbs.isQuestion(&scan)
        if utterance.role == .resident || utterance.role == .member {
            // A number of ours with words we do not know is asked back, not registered as something new.
            if let number = marked(&scan), context == .direct || utterance.mentionsUs {
                return isQuestion ? Intent(.act, .askStatus, slots: [.number: .integer(number)]) : unclear(scan)
            }
            if isQuestion, context == .direct || context == .replyToBotLast || utterance.mentionsUs { return Intent(.act, .questionToBot) }
            if context != .replyToBotLast, chinese >= 6, !isQuestion { return offer(&scan) }
        }
        return unclear(scan)
    }

    /// 「我提的那个事怎么样了」 is no new wish: it ends as a question for the state of a matter does.
    private func asksStatus(_ scan: Scan) -> Bool {
        let wording = scan.text.wording(0..<scan.text.count)
        return verbs.verbs.contains { verb in
            verb.intent == .askStatus && verb.words.contains { $0.count >= 3 && wording.hasSuffix($0) }
        }
    }
}
