import Procedure

/// A command in the middle of its own sentence: 「麻烦把12号通过一下」, 「12号下周三晚上七点半在二楼会议室开会」. Everything in it must still be known: what
/// stands before the word by the same slot readers as what follows it, the rest from the list of words that change nothing.
extension Attempt {
    /// How far into a message the word may stand, and how many words of ours are tried.
    private static let reach = 60
    private static let mostWords = 16

    func plainly(_ scan: inout Scan, from start: Int, nearMiss: inout Bool) -> Intent? {
        guard context != .pastedRecord, mayBePlain(scan.text, from: start) else { return nil }
        var tried = 0
        var at = start
        while at < min(scan.text.count, start + Attempt.reach), tried < Attempt.mostWords {
            defer { at += 1 }
            guard verbs.trie.begins(with: scan.text[at]) else { continue }
            for word in verbs.trie.words(in: &scan, at: at, acrossSpaces: true) where !isConvenor(scan.text, word.end) {
                tried += 1
                for index in verbs.spoken[word.value] where isHeard(index) {
                    if let intent = plain(&scan, verbs.verbs[index], at..<word.end, from: start, &nearMiss) { return intent }
                }
            }
        }
        return nil
    }

    func isHeard(_ index: Int) -> Bool { verbs.admits(index, anyOf: posts, context, mentionsUs: utterance.mentionsUs) }

    /// The same, and what is said at the table.
    func mayMean(_ index: Int) -> Bool { verbs.posts(heard: index, context, mentionsUs: utterance.mentionsUs) & posts != 0 }

    private var isAmongResidents: Bool { (context == .group || context == .residentGroup) && !utterance.mentionsUs }

    /// Among residents only a short message with a number that can be nothing else is looked at in this way.
    private func mayBePlain(_ text: FoldedText, from start: Int) -> Bool {
        guard isAmongResidents else { return true }
        guard text.count - start <= 60 else { return false }
        return (start..<text.count).contains { text[$0] == 0x23 || (text[$0] == 0x53F7 && isNumeral(text[$0 - 1])) }
    }

    private func isNumeral(_ scalar: UInt32) -> Bool {
        isDigit(scalar) || "一二三四五六七八九十百零〇".unicodeScalars.contains { $0.value == scalar }
    }

    private func plain(_ scan: inout Scan, _ verb: Verb, _ word: Range<Int>, from start: Int, _ nearMiss: inout Bool) -> Intent? {
        guard verb.intent != .pasteRecord else { return nil }
        let takesUnit = verb.slots.contains { $0.style == .word && ($0.slot == .department || $0.slot == .unit) }
        let isSaidToUs = verb.intent == .suggest && (utterance.mentionsUs || context == .direct)
        guard !verb.mustBeCut || isSaidToUs || takesUnit || isCut(scan.text, word.upperBound) else { return nil }
        var filling = Filling(reader: reader, dates: dates, verb: verb, context: context)
        filling.isPlain = true
        guard filling.fillBefore(&scan, start..<word.lowerBound) else { return nil }
        let isNumbered = !filling.numberRanges.isEmpty
        if verb.group == nil, verb.tellsItself || verb.intent == .answer {
            let sentence = Marks.skip(scan.text, filling.numberRanges.map(\.upperBound).max() ?? start)
            filling.opening = verb.tellsItself ? sentence : Telling(reader).end(&scan, at: sentence)
        }
        guard filling.fill(&scan, from: verb.isKept ? word.lowerBound : word.upperBound) else {
            if isNumbered, word.count > 1, !isAmongResidents, verb.roles.count < Role.allCases.count, context != .liveMeeting {
                nearMiss = true
            }
            return nil
        }
        if context == .workGroup, verb.intent.isAboutAMatter, filling.slots[.number] == nil, filling.slots[.numbers] == nil { return nil }
        if isAmongResidents {
            guard !filling.numberRanges.isEmpty else { return nil }
            // 「12号我去不了」 is a day as well; only with 会 or 协商 it answers a call.
            if Attempt.answers.contains(verb.intent), !mentionsMeeting(scan.text) { return nil }
        }
        if verb.intent == .suggest, filling.slots[.text] != nil, !isSuggestion(&scan, verb, from: word.upperBound) { return nil }
        if verb.intent == .suggest, filling.slots[.text] != nil, start < word.lowerBound, context != .direct, !utterance.mentionsUs {
            return nil
        }
        return Intent(
            filling.question == nil ? .act : .ask, verb.intent, slots: filling.slots, question: filling.question,
            dates: reader.spans(&scan, dates, leavingOut: filling.numberRanges))
    }

    private static let answers: Set<IntentName> = [.rsvpYes, .rsvpNo, .leaveRequest, .checkIn, .volunteerAsParticipant]

    private func mentionsMeeting(_ text: FoldedText) -> Bool {
        (0..<text.count).contains { text[$0] == 0x4F1A || (text[$0] == 0x534F && text[$0 + 1] == 0x5546) }  // 会 协商
    }
}

extension Filling {
    /// Reads what stands before the verb: numbers, dates, names, a place behind 在, a reason in a clause of its own, and words that change
    /// nothing. False when there is anything else.
    mutating func fillBefore(_ scan: inout Scan, _ range: Range<Int>) -> Bool {
        guard !range.isEmpty else { return true }
        var part = Scan(scan.text.part(range))
        defer { scan.steps += part.steps }
        isBefore = true
        defer { isBefore = false }
        firstPlace = Marks.skip(part.text, 0)
        var at = firstPlace
        // Where the words that change nothing began that end right here: 「我得加班，请个假」 gives 我得加班 as the reason.
        var passed = 0..<0
        while at < part.text.count {
            part.steps += 1
            if let end = typed(&part, at: at, inside: false) {
                at = Marks.skip(part.text, end)
            } else if let end = slack(&part, at: at) {
                passed = (passed.upperBound == at ? passed.lowerBound : at)..<end
                at = Marks.skip(part.text, end)
            } else if let end = placed(&part, at: at)
                ?? clause(&part, at: passed.upperBound == at && !passed.isEmpty ? passed.lowerBound : at)
            {
                at = Marks.skip(part.text, end)
            } else {
                return false
            }
        }
        numberRanges = numberRanges.map { $0.lowerBound + range.lowerBound..<$0.upperBound + range.lowerBound }
        return true
    }

    /// A word that changes nothing. Before free words only what is glued to the number: 「告诉12号的提议人」.
    mutating func slack(_ scan: inout Scan, at start: Int) -> Int? {
        guard let found = reader.verbs.slack.longest(in: &scan, at: start) else { return nil }
        if !isBefore, restIsNext != nil {
            guard let number = numberRanges.last, number.upperBound == start || glued == start else { return nil }
            // 「告诉6号提议人已协调好了」: 已 begins what is told.
            let isCalled =
                scan.text[start] == 0x7684 || cues[.tellWho].end(&scan, at: start) == found.end  // 的
                || reader.verbs.calling.longest(in: &scan, at: start)?.end == found.end
            guard isCalled || Marks.isMark(scan.text[found.end]) else { return nil }
            glued = found.end
        }
        if firstPlace == start { firstPlace = Marks.skip(scan.text, found.end) }
        return found.end
    }

    /// 在二楼会议室, 地点议事厅; by itself only what ends as places do.
    private mutating func placed(_ scan: inout Scan, at start: Int) -> Int? {
        guard verb.slots.contains(where: { $0.slot == .place && $0.style == .words }), slots[.place] == nil else { return nil }
        let cue = cues[.place].end(&scan, at: start)
        let first = Marks.skip(scan.text, cue ?? start)
        var end = first
        while !Marks.isMark(scan.text[end]), end - first < 20 { end += 1 }
        guard end > first, cue != nil || Filling.placeEnds.contains(scan.text[trimmedPlace(&scan, first..<end).upperBound - 1]) else {
            return nil
        }
        guard !isDay(&scan, first..<end) else { return nil }
        slots[.place] = .text(scan.text.wording(trimmedPlace(&scan, first..<end)))
        return end
    }

    private static let placeEnds = ScalarSet("室厅楼心堂馆院场亭站所园")

    /// 「12号已经解决了，撤回吧」: a clause up to a mark is the reason, unless it makes the whole a question or a condition.
    private mutating func clause(_ scan: inout Scan, at start: Int) -> Int? {
        guard verb.takes(.reason), slots[.reason] == nil else { return nil }
        var end = start
        while !Marks.isMark(scan.text[end]), end - start < 30 {
            if reader.verbs.doubts.longest(in: &scan, at: end) != nil { return nil }
            end += 1
        }
        guard end - start >= 3, end < scan.text.count, Marks.isMark(scan.text[end]) else { return nil }
        slots[.reason] = .text(scan.text.wording(start..<end))
        return end
    }

    /// 转给, 交由: the beginning of another handing on, not of a name.
    private func isHandedOn(_ text: FoldedText, _ start: Int) -> Bool {
        if Filling.handing.contains(text[start]) { return true }
        return "转交派报推送退".unicodeScalars.contains { $0.value == text[start] }
            && "给到往至由去".unicodeScalars.contains { $0.value == text[start + 1] }
    }

    private static let handing = ScalarSet("把给请让由个")
    /// Characters of sentences, which no office has in its name.
    private static let sentence = ScalarSet("的了就都也还没不吗呢吧啊是在有要能说催过着你我他她去找来叫让")

    /// The second character of 自来水.
    private func isTapWater(_ text: FoldedText, _ at: Int) -> Bool {
        text[at] == 0x6765 && text[at - 1] == 0x81EA && text[at + 1] == 0x6C34
    }

    /// Whether a piece ends as the names of offices and companies do.
    func isUnit(_ text: FoldedText, _ range: Range<Int>) -> Bool {
        guard range.count >= 2, range.count <= 16, !isHandedOn(text, range.lowerBound) else { return false }
        guard !range.contains(where: { Filling.sentence.contains(text[$0]) && !isTapWater(text, $0) }) else { return false }
        return reader.verbs.units.end(text, range)
    }
}
