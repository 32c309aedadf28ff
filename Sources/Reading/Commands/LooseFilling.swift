import Procedure

/// The slots of a step that is known by other means than its words: looked for anywhere in the message, by the readers its verb has.
extension Attempt {
    /// The intent with what was found, `.act` where everything it needs is there, else `.ask`; nil where no verb of this speaker says it.
    func loosely(_ name: IntentName, _ scan: inout Scan) -> Intent? {
        var best: (filling: Filling, verb: Verb, worth: Int)?
        var seen: [[Slot]] = []
        let said = said(&scan)
        for index in verbs.named[name] ?? [] where mayMean(index) {
            let verb = verbs.verbs[index]
            let isSaid = isSaid(verb, among: said)
            guard verb.intent != .pasteRecord, verb.fixed.isEmpty || isSaid else { continue }
            let slots = verb.slots.map(\.slot)
            guard isSaid || !seen.contains(slots) else { continue }
            seen.append(slots)
            // Whoever says how many are there does not check in.
            if verb.intent == .checkIn, context == .liveMeeting || context == .direct, utterance.role != .member,
                utterance.role != .resident,
                !HeadCount(&scan, leavingOut: [], reader).isEmpty
            {
                continue
            }
            var filling = Filling(reader: reader, dates: dates, verb: verb, context: context)
            filling.isRecord = utterance.isRecord
            filling.isPlain = true
            guard filling.gather(&scan) else { continue }
            // At the table the meeting is known; written up elsewhere it is named.
            guard isHeard(index) || filling.saysWhich else { continue }
            let missing = verb.needs.count { filling.slots[$0] == nil }
            let named = filling.saysWhich ? 5 : 0
            let worth =
                (filling.isComplete ? 100 : filling.isNearlyComplete ? 50 : 0) + (isSaid ? 10 : 0) + named + filling.slots.count - missing
            if worth > best?.worth ?? Int.min { best = (filling, verb, worth) }
        }
        guard let best else { return nil }
        let isWhole =
            best.filling.isNearlyComplete && best.filling.question == nil && !best.filling.isDoubtful
            && (best.filling.saysWhich || context != .workGroup || !best.verb.intent.isAboutAMatter) && best.filling.saysWho
        var intent = Intent(
            isWhole ? .act : .ask, best.verb.intent, slots: best.filling.slots,
            question: isWhole ? nil : best.filling.question ?? "ask.meant",
            dates: reader.spans(&scan, dates, leavingOut: best.filling.numberRanges))
        if !isWhole, best.filling.question == nil { intent.question = "ask.meant" }
        return intent
    }

    /// The verbs a word of which stands in the message, by their places in the table, and where it stands.
    private func said(_ scan: inout Scan) -> [(verb: Int, range: Range<Int>)] {
        var said: [(verb: Int, range: Range<Int>)] = []
        for at in 0..<min(scan.text.count, IntentSketch.reach) {
            verbs.trie.walk(&scan, at, true) { word, end in for verb in verbs.spoken[word] { said.append((verb, at..<end)) } }
        }
        return said
    }

    /// Whether it is said: a verb that settles something (不同意, 很满意) by a word that settles the same, and is not part of one that settles
    /// something else: 满意 in 不满意.
    private func isSaid(_ verb: Verb, among said: [(verb: Int, range: Range<Int>)]) -> Bool {
        said.contains { one in
            let other = verbs.verbs[one.verb]
            guard other.intent == verb.intent, other.fixed == verb.fixed else { return false }
            return verb.fixed.isEmpty
                || !said.contains { longer in
                    let holder = verbs.verbs[longer.verb]
                    return longer.range.count > one.range.count && longer.range.lowerBound <= one.range.lowerBound
                        && longer.range.upperBound >= one.range.upperBound && holder.intent == verb.intent && holder.fixed != verb.fixed
                }
        }
    }
}

extension Filling {
    /// Looks for every slot everywhere. False where the numbers cannot be told apart, so that nothing may be done with any.
    mutating func gather(_ scan: inout Scan) -> Bool {
        let end = min(scan.text.count, IntentSketch.reach * 2)
        gatherNumbers(&scan, end)
        gatherSubject(&scan, end)
        gatherStart(&scan, end)
        gatherHeads(&scan, end)
        gatherVotes(&scan, end)
        gatherMethod(&scan, end)
        gatherSpeaker(&scan, end)
        gatherChoice(&scan, end)
        gatherExchange(&scan, end)
        let sought = verb.formed.filter { !Filling.apart.contains($0) }
        var at = 0
        while at < end {
            if let taken = numberRanges.first(where: { $0.contains(at) }) {
                at = taken.upperBound
                continue
            }
            if isUsed(at) {
                at += 1
                continue
            }
            firstPlace = -1
            if let stop = gathered(sought, &scan, at: at), stop > at {
                used.append(at..<stop)
                at = stop
            } else {
                at += 1
            }
        }
        gatherNames(&scan, end)
        gatherWords(&scan, end)
        return true
    }

    /// What is gathered by itself, or not at all.
    private static let apart: Set<Slot> = [.number, .numbers, .to, .persons, .person, .reason, .approver, .code]

    /// One slot by its form. Names that nothing announces are left alone: everywhere else something of two characters stands.
    private mutating func gathered(_ sought: [Slot], _ scan: inout Scan, at start: Int) -> Int? {
        for slot in sought {
            switch slot {
            case .choice where isChosen, .score where isChosen, .add where isExchanged, .remove where isExchanged: continue
            case .expected where isCounted, .present where isCounted, .missing where isCounted: continue
            case .choice: if isDigit(scan.text[start - 1]) { continue }
            case .score: if isDigit(scan.text[start - 1]) || isNoScore(scan.text, at: start) { continue }
            case .expected, .present, .stakeholders: if isDigit(scan.text[start - 1]) { continue }
            default: break
            }
            let isRepeated = slot == .add || slot == .remove
            guard isRepeated || slots[slot] == nil else { continue }
            let asked = question
            guard let end = read(slot, &scan, at: start, inside: false) else { continue }
            // 尽快 is no limit anybody could be held to.
            if slot == .due, case .date(.ambiguous(let readings))? = slots[.due], readings.isEmpty,
                !(start..<end).contains(where: { [0x65EC, 0x6708].contains(scan.text[$0]) })  // 旬 月
            {
                slots[.due] = nil
                question = asked
            }
            return end
        }
        return nil
    }

    /// 第二天, 两天, 2号楼: a number that has something else behind it than points, or stands in an order, is no score.
    private func isNoScore(_ text: FoldedText, at start: Int) -> Bool {
        guard let number = text.numeral(at: start) else { return false }
        if text[start - 1] == 0x7B2C { return true }  // 第
        let end = text[number.end] == 0x9897 ? number.end + 1 : number.end  // 颗
        return !Marks.isMark(text[end]) && !Filling.behindScores.contains(text[end])
    }

    private static let behindScores = ScalarSet("分星吧了啊哈呗哦呀")

    /// Whether it says of which matter, by number or by what the matter is called.
    var saysWhich: Bool { slots[.number] != nil || slots[.numbers] != nil || slots[.subject] != nil }

    /// Whether a step that gives something to somebody says to whom.
    var saysWho: Bool {
        guard [.refer, .assign, .delegate, .chairDelegation].contains(verb.intent) else { return true }
        return [.department, .unit, .person].contains { slots[$0] != nil }
    }

    /// Whether everything is there but for words that the procedure asks for by itself: a reason, a text, who is called on.
    var isNearlyComplete: Bool {
        var without = self
        for need in verb.needs where slots[need] == nil {
            switch need {
            case .start where verb.intent == .reschedule && (slots[.place] != nil || slots[.shift] != nil):
                without.slots[need] = .flag(true)
            case .to where slots[.numbers] != nil && !context.isReply: without.slots[need] = .flag(true)
            case .department where verb.intent == .assign && slots[.person] != nil: without.slots[need] = .flag(true)
            case .number, .numbers, .to, .start, .choice, .code, .result, .score, .date, .method, .department, .unit: continue
            case .text where verb.intent == .revise || verb.intent == .recordView: continue
            case .correction: continue
            default: without.slots[need] = .flag(true)
            }
        }
        return without.isComplete
    }

    // MARK: Numbers

    private mutating func gatherNumbers(_ scan: inout Scan, _ end: Int) {
        let isMatters = (verb.takes(.number) || verb.takes(.numbers) || verb.takes(.to)) && context != .liveMeeting
        guard isMatters || verb.contexts.contains(.liveMeeting) || verb.intent == .report else { return }
        let counts = [.closeCount, .announceResult, .checkIn].contains(verb.intent) && context == .liveMeeting
        let from = Correction.end(&scan, end, cues) ?? 0
        var runs: [(values: [Int], unit: String?, range: Range<Int>, isMarked: Bool)] = []
        let days = days(&scan, end)
        let numbers = reader.numbers
        var at = from
        while at < end {
            guard numbers.mayBegin(scan.text[at]), !isDigit(scan.text[at - 1]),
                !isDigit(scan.text[at - 2]) || ![0x2E, 0x3A].contains(scan.text[at - 1]),  // . :
                let one = numbers.one(&scan, at: at) ?? (counts ? nil : spelled(scan.text, at, days)), !days.takeIn(one, at: at)
            else {
                at += 1
                continue
            }
            // Whoever counts heads counts no matters: 「应到18实到16」.
            guard one.isMarked || (isMatters && verb.intent != .closeCount) || (at == 0 && !counts) else {
                at = one.end
                continue
            }
            // 应到 12 counts; in a reply the number need not be said, and 12 is another.
            if !one.isMarked, isCount(&scan, at) || (context.isReply && Filling.worded.contains(verb.intent)) {
                at = one.end
                continue
            }
            if let range = spelledRange(scan.text, one) {
                runs.append((Array(range.values), nil, at..<range.end, true))
                at = range.end
            } else if let several = several(&scan, at), several.values.count > 1,
                one.isMarked || !verb.takes(.start)
                    || !days.contains(where: { day in
                        // 13 10/23 15:30
                        day.range.lowerBound >= one.end && day.range.lowerBound < several.end && !isMatter(&scan, day)
                    })
            {
                runs.append((several.values, several.unit, at..<several.end, one.isMarked))
                at = several.end
            } else {
                runs.append(([one.value], one.unit, at..<one.end, one.isMarked))
                at = one.end
            }
        }
        // 〔2026〕6号第二条 is of a document.
        runs.removeAll { run in
            scan.text[run.range.lowerBound] == 0x7B2C && [0x53F7, 0x300B, 0x29].contains(scan.text[run.range.lowerBound - 1])
        }
        // 「那会改到12号吧」: what it is moved to is a day.
        if verb.intent == .reschedule {
            runs.removeAll { run in
                scan.text[run.range.lowerBound - 1] == 0x5230 && days.contains { $0.range.contains(run.range.lowerBound) }
            }
        }
        // Where some are said as numbers of matters are, the others count something else.
        if runs.contains(where: \.isMarked), !verb.takes(.to) { runs.removeAll { !$0.isMarked } }
        numberRanges += runs.map(\.range)
        if verb.takes(.to) { return gatherMerge(&scan, runs.map { ($0.values, $0.range) }) }
        guard let first = runs.first else { return }
        var values: [Int] = []
        for run in runs { for value in run.values where !values.contains(value) { values.append(value) } }
        // 「应到是20不是18」: the numbers of a correction are its own; only one in front is the matter's.
        if verb.takes(.correction) {
            // 刚才6号的日期不对
            if first.isMarked, first.range.lowerBound <= 3, first.values.count == 1 { slots[.number] = .integer(values[0]) }
            return
        }
        // 「40那个居民不愿意跟37并」: two numbers in two places are not one list.
        if runs.count > 1 && values.count > 1 || saysExcept(scan.text) { isDoubtful = true }
        slots[verb.takes(.numbers) && (values.count > 1 || !verb.takes(.number)) ? .numbers : .number] =
            verb.takes(.numbers) && (values.count > 1 || !verb.takes(.number)) ? .integers(values) : .integer(values[0])
        if values.count > 1, !verb.takes(.numbers) {
            slots[.number] = nil
            slots[.numbers] = .integers(values)
        }
        if let unit = first.unit { slots[.unit] = .text(unit) }
    }

    /// Whether a day may as well be the number of a matter: 12号.
    private func isMatter(_ scan: inout Scan, _ day: FoundDate) -> Bool {
        reader.numbers.one(&scan, at: day.range.lowerBound)?.end == day.range.upperBound
    }

    /// A number right behind 应到 or 实到.
    private func isCount(_ scan: inout Scan, _ at: Int) -> Bool {
        var end = at
        while end > 0, Marks.isMark(scan.text[end - 1]) { end -= 1 }
        return (2...5).contains { length in
            end >= length && (cues[.expected].end(&scan, at: end - length) == end || cues[.present].end(&scan, at: end - length) == end)
        }
    }

    /// Steps in free words, in which numbers count what was done.
    private static let worded: Set<IntentName> = [.progress, .done, .answer, .askMore, .leaveRequest]

    /// 「52到55都塞进51」 is four numbers, 「52到55」 alone may be one that goes into the other.
    private func several(_ scan: inout Scan, _ at: Int) -> (values: [Int], unit: String?, end: Int)? {
        guard verb.takes(.to) else { return reader.numbers.several(&scan, at: at, wordRanges: true) }
        if let range = reader.numbers.several(&scan, at: at, wordRanges: true), [0x90FD, 0x5168].contains(scan.text[range.end]) {
            return range
        }  // 都 全
        return reader.numbers.several(&scan, at: at, wordRanges: false)
    }

    /// 二十一到二十四号.
    private func spelledRange(_ text: FoldedText, _ first: MatterNumbers.One) -> (values: ClosedRange<Int>, end: Int)? {
        // 到 至
        guard [0x5230, 0x81F3].contains(text[first.end]), isChinese(text[first.end - 1]), let last = text.numeral(at: first.end + 1),
            last.value > first.value, last.value - first.value < MatterNumbers.most, text[last.end] == 0x53F7
        else { return nil }
        return (first.value...last.value, last.end + 1)
    }

    /// 除了9，7到10都通过.
    private func saysExcept(_ text: FoldedText) -> Bool {
        (0..<min(text.count, 60)).contains { text[$0] == 0x9664 && text[$0 + 1] == 0x4E86 }
    }

    /// 把二十六归到二十里头, 四十二上交: from ten on, where a word or the message begins.
    private func spelled(_ text: FoldedText, _ at: Int, _ days: [FoundDate]) -> MatterNumbers.One? {
        guard isChinese(text[at]), context != .direct || verb.takes(.numbers), let number = text.numeral(at: at),
            (10...9999).contains(number.value),
            !text.isMeasure(at: number.end), !text.isHouse(at: number.end),
            // 二十四二十五二十六: said in one breath, they are not told apart.
            text.numeral(at: number.end) == nil,
            !days.contains(where: { !$0.isBareList && $0.range.contains(at) }),
            at == 0 || Marks.isMark(text[at - 1]) || [0x628A, 0x5C06].contains(text[at - 1])  // 把 将
                || verb.takes(.to) && [0x5230, 0x5165].contains(text[at - 1])  // 到 入
        else { return nil }
        return MatterNumbers.One(value: number.value, unit: nil, end: number.end, isMarked: true)
    }

    /// What is said behind 到, 进, 跟 and the like stays; the rest goes into it.
    private mutating func gatherMerge(_ scan: inout Scan, _ runs: [(values: [Int], range: Range<Int>)]) {
        let all = runs.flatMap(\.values)
        if context.isReply, all.count == 1 {
            slots[.to] = .integer(all[0])
            return
        }
        var to: Int?
        for run in runs {
            var at = run.range.lowerBound
            while at > 0, Marks.isMark(scan.text[at - 1]) { at -= 1 }
            let before = scan.text[at - 1]
            let after = (scan.text[run.range.upperBound], scan.text[run.range.upperBound + 1])
            // 到 入 进 给 →, 以…为主, 留
            if [0x5230, 0x5165, 0x8FDB, 0x7ED9, 0x4EE5, 0x7559, 0x5728, 0x6302, 0x585E].contains(before) || after == (0x4E3A, 0x4E3B) {
                to = run.values[0]
            }
        }
        if to == nil, runs.count == 2, let last = runs.last, last.values.count == 1 { to = last.values[0] }
        guard let to, all.contains(where: { $0 != to }) else {
            slots[.numbers] = .integers(all)
            // 「7号8号拢成一条」: which of them stays is asked by the procedure.
            isDoubtful = Set(all).count < 2 || runs.count > 1
            return
        }
        var others: [Int] = []
        for value in all where value != to && !others.contains(value) { others.append(value) }
        slots[.to] = .integer(to)
        slots[.numbers] = .integers(others)
    }
}

/// 「29问下诉求，哦不是29，是39」: what is said behind the last word of a correction holds.
enum Correction {
    /// Where the corrected part begins; 0 where nothing is corrected.
    static func last(_ scan: inout Scan, _ limit: Int, _ cues: Cues) -> Int {
        var found = 0
        for at in 1..<max(1, limit) where Marks.isMark(scan.text[at - 1]) { found = cues[.correction].end(&scan, at: at) ?? found }
        return found
    }

    /// 哦 唉 哎 呃 嗯 啊
    private static let sighs: Set<UInt32> = [0x54E6, 0x5509, 0x54CE, 0x5443, 0x55EF, 0x554A]

    /// The number that is put right, where nothing but it stands behind the correction: 「错，74」, 「哦不是29，是39」.
    static func number(_ scan: inout Scan, _ numbers: MatterNumbers, _ cues: Cues) -> Int? {
        guard var at = end(&scan, scan.text.count, cues) else { return nil }
        at = Marks.skip(scan.text, at)
        for word in ["应该是", "应该", "应", "改成", "是"] {
            let scalars = Array(word.unicodeScalars.map(\.value))
            if scalars.indices.allSatisfy({ scan.text[at + $0] == scalars[$0] }) {
                at = Marks.skip(scan.text, at + scalars.count)
                break
            }
        }
        guard let one = numbers.one(&scan, at: at), Marks.skip(scan.text, one.end) == scan.text.count else { return nil }
        return one.value
    }

    /// Where the corrected part begins, if a number stands behind it.
    static func end(_ scan: inout Scan, _ limit: Int, _ cues: Cues) -> Int? {
        var found: Int?
        var at = 1
        while at < limit {
            if let end = cues[.correction].end(&scan, at: at),
                Marks.isMark(scan.text[at - 1]) || Correction.sighs.contains(scan.text[at - 1])
            {
                // 不是29，是39: the first number behind it is the one that was wrong.
                var start = end
                if scan.text[end - 1] == 0x662F, let wrong = scan.text.numeral(at: end) { start = wrong.end }
                if (start..<max(start, limit)).contains(where: { isDigit(scan.text[$0]) }) { found = start }
                at = end
            } else {
                at += 1
            }
        }
        return found
    }
}
