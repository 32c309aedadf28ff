import Procedure

/// What is chosen or how many points are given, where more than one is spoken of: 「最后那个选项不要，我要头一个」, 「我选反对，呃打住，改赞成」,
/// 「原想给2分，还是4分吧」. The later holds where it corrects; of two that stand side by side nobody knows which.
struct Choosing {
    private struct Option {
        /// Nil for one that cannot be told from here: 最后那个.
        var value: SlotValue?
        var range: Range<Int>
        var isRefused: Bool
    }

    /// The one that is left; nil where none or more than one is.
    private(set) var value: SlotValue?
    private(set) var isEmpty = true
    /// Those that were said not to be it.
    private(set) var refused: [Range<Int>] = []

    init(_ slot: Slot, _ scan: inout Scan, _ reader: Reader, leavingOut taken: [Range<Int>], isReply: Bool) {
        let text = scan.text
        let end = min(text.count, IntentSketch.reach)
        var options: [Option] = []
        var from = 0
        var stops = false
        var givenUp = 0..<0
        var at = 0
        while at < end {
            if let range = taken.first(where: { $0.contains(at) }) {
                at = range.upperBound
            } else if let found = Choosing.option(slot, &scan, at, reader, isReply) {
                let isRefused = givenUp.contains(at) || Choosing.isRefused(&scan, at..<found.end, reader.cues)
                options.append(Option(value: found.value, range: at..<found.end, isRefused: isRefused))
                stops = false
                at = found.end
            } else if let stop = reader.cues[.givenUp].end(&scan, at: at) {
                // 本来想投反对: up to the mark it is no longer so.
                givenUp = at..<((stop..<end).first { Marks.isMark(text[$0]) } ?? end)
                at = stop
            } else if let stop = reader.cues[.changed].end(&scan, at: at) {
                from = stop
                stops = true
                at = stop
            } else if text[at] == 0x8FD8, text[at + 1] == 0x662F, at > 0, Marks.isMark(text[at - 1]) {  // ，还是
                from = at + 2
                at += 2
            } else {
                at += 1
            }
        }
        isEmpty = options.isEmpty
        refused = options.filter(\.isRefused).map(\.range)
        let later = options.filter { $0.range.lowerBound >= from }
        var left = (later.isEmpty ? options : later).filter { !$0.isRefused }
        // 同意方案一
        let named = left.filter { $0.value != .text("赞成") }
        if !named.isEmpty, named.allSatisfy({ $0.value != .text("反对") && $0.value != .text("弃权") && $0.value != nil }) { left = named }
        // 「投反对，打住」 gives up one and names no other.
        guard !stops || !later.isEmpty, let last = left.last?.value, left.allSatisfy({ Choosing.isSame($0.value, last) }) else { return }
        value = last
    }

    /// The first is A as well.
    private static func isSame(_ one: SlotValue?, _ other: SlotValue) -> Bool {
        switch (one, other) {
        case (.integer(let place)?, .text(let letter)), (.text(let letter)?, .integer(let place)):
            letter.unicodeScalars.count == 1 && letter.unicodeScalars.first.map { Int($0.value) - 0x40 } == place
        default: one == other
        }
    }

    private static func option(_ slot: Slot, _ scan: inout Scan, _ at: Int, _ reader: Reader, _ isReply: Bool) -> (
        value: SlotValue?, end: Int
    )? {
        slot == .score ? points(scan.text, at) : choice(&scan, at, reader, isReply)
    }

    /// 4分, 五分, 三颗星, 四星
    private static func points(_ text: FoldedText, _ at: Int) -> (value: SlotValue?, end: Int)? {
        guard !isDigit(text[at - 1]), let number = text.numeral(at: at), (1...5).contains(number.value),
            ![0x6263, 0x5DEE, 0x5C11, 0x52A0].contains(text[at - 1])  // 扣 差 少 加
        else { return nil }
        let end = text[number.end] == 0x9897 ? number.end + 1 : number.end  // 颗
        guard text[end] == 0x5206 || text[end] == 0x661F, text[end + 1] != 0x949F else { return nil }  // 分 星, not 分钟
        return (.integer(number.value), end + 1)
    }

    private static func choice(_ scan: inout Scan, _ at: Int, _ reader: Reader, _ isReply: Bool) -> (value: SlotValue?, end: Int)? {
        let text = scan.text
        if let end = reader.cues[.firstOne].end(&scan, at: at) { return (.integer(1), end) }
        if let end = reader.cues[.lastOne].end(&scan, at: at) { return (nil, end) }
        if let list = reader.verbs.vocabulary(of: .choice), let found = list.trie.longest(in: &scan, at: at) {
            let isLetter = found.end == at + 1
            guard !isLetter || !Reading.isLetter(text[at - 1]) && !Reading.isLetter(text[found.end]) && !isDigit(text[found.end]) else {
                return nil
            }
            return (.text(list.canonical[found.value]), found.end)
        }
        // 第二个, 方案一, 选三, 2号方案
        if text[at] == 0x7B2C, let number = text.numeral(at: at + 1), (1...20).contains(number.value),
            isReply || counters.contains(text[number.end])
        {
            return (.integer(number.value), counters.contains(text[number.end]) ? number.end + 1 : number.end)
        }
        if let start = reader.cues[.choosing].end(&scan, at: at), let number = text.numeral(at: start), (1...20).contains(number.value),
            endsThere(text, number.end)
        {
            return (.integer(number.value), number.end)
        }
        if isReply, !isDigit(text[at - 1]), let number = text.numeral(at: at), (1...20).contains(number.value),
            text[number.end] == 0x53F7 || text[number.end] == 0x65B9 && text[number.end + 1] == 0x6848  // 号 方案
        {
            return (.integer(number.value), number.end + 1)
        }
        return nil
    }

    /// 个 项 种 条 号 款
    private static let counters = ScalarSet("个项种条号款")

    /// 选三, 选三吧, 选3号; not 选三个.
    private static func endsThere(_ text: FoldedText, _ at: Int) -> Bool {
        Marks.isMark(text[at]) || [0x5427, 0x4E86, 0x53F7, 0x554A, 0x54C8, 0x5457].contains(text[at])  // 吧 了 号 啊 哈 呗
    }

    /// 不选A, B不要, 从赞成改…
    private static func isRefused(_ scan: inout Scan, _ range: Range<Int>, _ cues: Cues) -> Bool {
        let isBefore = (1...4).contains { length in
            range.lowerBound >= length && cues[.notThis].end(&scan, at: range.lowerBound - length) == range.lowerBound
        }
        var at = range.upperBound
        while at - range.upperBound < 6, passed.contains(scan.text[at]) { at += 1 }
        return isBefore || cues[.notWanted].end(&scan, at: at) != nil
    }

    private static let passed = ScalarSet("那个选项方案票的这就也")
}

extension Filling {
    /// The choice or the points, before anything else is looked for.
    mutating func gatherChoice(_ scan: inout Scan, _ end: Int) {
        let slot: Slot
        switch verb.intent {
        case .vote: slot = .choice
        case .rate: slot = .score
        default: return
        }
        let choosing = Choosing(slot, &scan, reader, leavingOut: numberRanges, isReply: context == .replyToPoll)
        guard !choosing.isEmpty else { return }
        // 「说的是满意 没打两分」: what it was stands in words.
        if slot == .score, choosing.value == nil, choosing.refused.count == 1 {
            used += choosing.refused
            return
        }
        isChosen = true
        if let value = choosing.value { slots[slot] = value } else { isDoubtful = true }
    }
}

extension Attempt {
    /// Whether what was read is what is chosen, although the message may speak of more than one way: 「反对的人太多，我赞成」.
    func hasChosen(_ intent: Intent, _ scan: inout Scan) -> Bool {
        let choosing = choosing(intent, &scan)
        return choosing.isEmpty || choosing.value == intent.slots[intent.name == .rate ? .score : .choice]
    }

    /// Whether the message says it in so many words.
    func saysOneChoice(_ intent: Intent, _ scan: inout Scan) -> Bool {
        let choosing = choosing(intent, &scan)
        return choosing.value != nil && choosing.value == intent.slots[intent.name == .rate ? .score : .choice]
    }

    private func choosing(_ intent: Intent, _ scan: inout Scan) -> Choosing {
        var taken: [Range<Int>] = []
        if case .integer? = intent.slots[.number] {
            for at in 0..<min(scan.text.count, IntentSketch.reach) where !isDigit(scan.text[at - 1]) {
                if let one = reader.numbers.one(&scan, at: at), one.isMarked { taken.append(at..<one.end) }
            }
        }
        let slot: Slot = intent.name == .rate ? .score : .choice
        return Choosing(slot, &scan, reader, leavingOut: taken, isReply: context == .replyToPoll)
    }

    /// 「弃权吧，都跟我没啥关系」: an answer to a poll that is the choice itself, and something behind it that takes nothing back.
    func choiceFirst(_ scan: inout Scan, from start: Int) -> Intent? {
        guard context == .replyToPoll, let list = verbs.vocabulary(of: .choice), let found = list.trie.longest(in: &scan, at: start),
            found.end - start >= 2
        else { return nil }
        var at = found.end
        if [0x5427, 0x554A, 0x4E86, 0x54C8, 0x5457].contains(scan.text[at]) { at += 1 }  // 吧 啊 了 哈 呗
        guard at < scan.text.count, Marks.isMark(scan.text[at]), scan.text[at] != 0x3F, !verbs.isQuestion(&scan), !asksAboutAStep(scan.text)
        else { return nil }
        let end = min(scan.text.count, IntentSketch.reach)
        let wavers = (at..<end).contains { place in
            list.trie.longest(in: &scan, at: place).map { $0.end - place >= 2 } ?? false
                || verbs.doubts.longest(in: &scan, at: place) != nil
                || verbs.conditions.longest(in: &scan, at: place) != nil || verbs.changing.longest(in: &scan, at: place) != nil
                || cues[.changed].end(&scan, at: place) != nil || cues[.correction].end(&scan, at: place) != nil
                || verbs.postponing.longest(in: &scan, at: place) != nil || verbs.reporting.longest(in: &scan, at: place) != nil
        }
        guard !wavers, scan.text.count <= 60 else { return nil }
        var intent = Intent(.act, .vote, slots: [.choice: .text(list.canonical[found.value])])
        intent.isWordForWord = true
        return intent
    }
}
