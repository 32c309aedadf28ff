/// How many are there, however it is said: 「应到22 实到18 请假3 无故1」, 「13/15」, 「18个全在」, 「16里头13」, 「只有8个人签了，按14算」.
struct HeadCount {
    private(set) var expected: Int?
    private(set) var present: Int?
    private(set) var missing: Int?
    /// Where it was read.
    private(set) var ranges: [Range<Int>] = []
    /// A number that may be either, or one said twice and otherwise: then nothing is counted.
    private(set) var isDoubtful = false

    private let cues: Cues

    private enum Kind { case expected, present, missing, total, other }
    /// Numbers that nothing beside them tells what they count.
    private var bare: [(value: Int, range: Range<Int>)] = []
    /// 一共18: all who came, or all who were to come.
    private var total: Int?
    private var corrections = 0
    private var corrected: [Kind: Int] = [:]

    var isEmpty: Bool { expected == nil && present == nil && missing == nil }

    init(_ scan: inout Scan, leavingOut taken: [Range<Int>], _ reader: Reader) {
        cues = reader.cues
        let text = scan.text
        let end = min(text.count, IntentSketch.reach)
        var saysAll = false
        var cue: (kind: Kind, start: Int, end: Int)?
        var at = 0
        while at < end {
            if let range = taken.first(where: { $0.contains(at) }) {
                at = range.upperBound
                continue
            }
            if let stop = cues[.allHere].end(&scan, at: at) ?? cues[.everybody].end(&scan, at: at) {
                saysAll = true
                at = stop
            } else if let number = HeadCount.number(text, at, reader.names) {
                let before = cue.flatMap { HeadCount.isJoined(text, $0.end..<at) ? $0 : nil }
                cue = nil
                at = read(&scan, number, at, before.map { ($0.kind, $0.start) })
            } else if let stop = cues[.wrongCount].end(&scan, at: at) {
                corrections += 1
                // 刚才报14错了; 刚才报16，漏数一个，17
                bare = []
                at = stop
            } else if let (kind, stop) = self.cue(&scan, at) {
                cue = (kind, at, stop)
                at = stop
            } else {
                at += 1
            }
        }
        settle(saysAll)
    }

    private func cue(_ scan: inout Scan, _ at: Int) -> (Kind, Int)? {
        let found: [(kind: Kind, end: Int)] = [
            cues[.shouldCome].end(&scan, at: at).map { (.expected, $0) }, cues[.cameHere].end(&scan, at: at).map { (.present, $0) },
            cues[.altogether].end(&scan, at: at).map { (.total, $0) }, cues[.stayedAway].end(&scan, at: at).map { (.missing, $0) },
            cues[.stakeholders].end(&scan, at: at).map { (.other, $0) },
        ].compactMap(\.self)
        return found.max { $0.end < $1.end }.map { ($0.kind, $0.end) }
    }

    /// Digits, or characters before a word for people or behind a word that counts.
    private static func number(_ text: FoldedText, _ at: Int, _ names: NameWords) -> Numeral? {
        guard !isDigit(text[at - 1]), let number = text.numeral(at: at), number.digits <= 4, number.value <= 9999 else { return nil }
        // 一个不落, 7点37, 4.8, 第一轮
        if text[at - 1] == 0x7B2C || [0x70B9, 0x3A, 0x2E, 0x6708, 0x65E5, 0x53F7, 0x5206].contains(text[number.end]) { return nil }
        if [0x70B9, 0x3A, 0x2E, 0x6708].contains(text[at - 1]), number.digits > 0, text[at - 1] != 0x3A || isDigit(text[at - 2]) {
            return nil
        }
        if number.digits == 0, notCounts.contains(text[number.end]) || isInName(text, at, number.end, names) { return nil }
        return number
    }

    /// 张三、李四
    private static func isInName(_ text: FoldedText, _ at: Int, _ end: Int, _ names: NameWords) -> Bool {
        at > 0 && names.mayBegin(text, at - 1) && Marks.isMark(text[at - 2]) && Marks.isMark(text[end])
    }

    /// 一起 一致 一共 一直 三分之二
    private static let notCounts = ScalarSet("不起致定共下些点样般直律块分")

    /// Nothing but 的, 有, 了, a colon or a blank between a word and its number.
    private static func isJoined(_ text: FoldedText, _ range: Range<Int>) -> Bool {
        range.count <= 4 && range.allSatisfy { joints.contains(text[$0]) }
    }

    private static let joints = ScalarSet("的有了是为共只就才数人员会到: ")
    private static let people = ScalarSet("个人位户名口")

    /// One number with what it counts; the place behind it.
    private mutating func read(_ scan: inout Scan, _ number: Numeral, _ start: Int, _ before: (kind: Kind, start: Int)?) -> Int {
        let text = scan.text
        var at = number.end
        // 13/15, 16里头13, 16里13
        if text[at] == 0x2F, let whole = text.digits(at: at + 1), whole.value >= number.value {
            guard whole.value > 3 else { return whole.end }  // 2/3
            take(.present, number.value, start..<whole.end)
            take(.expected, whole.value, start..<whole.end)
            return whole.end
        }
        while HeadCount.people.contains(text[at]), at - number.end < 2 { at += 1 }
        let counts = at > number.end
        if let stop = cues[.among].end(&scan, at: at), let part = text.numeral(at: stop), part.value <= number.value {
            take(.expected, number.value, start..<part.end)
            take(.present, part.value, start..<part.end)
            return part.end
        }
        // 十三缺一
        if before == nil, text[at] == 0x7F3A, let gone = text.numeral(at: at + 1), gone.value < number.value {
            take(.expected, number.value, start..<gone.end)
            take(.present, number.value - gone.value, start..<gone.end)
            take(.missing, gone.value, start..<gone.end)
            return gone.end
        }
        if let before {
            take(before.kind, number.value, before.start..<at)
            return at
        }
        var after = at
        while [0x7684, 0x4EE3, 0x8868, 0x90FD, 0x4EBA].contains(text[after]), after - at < 4 { after += 1 }  // 的 代表 都 人
        if counts || number.digits > 0, cues[.allHere].end(&scan, at: at) == nil, cues[.everybody].end(&scan, at: at) == nil,
            let (kind, stop) = cue(&scan, after), !HeadCount.countsNext(text, stop)
        {
            take(kind, number.value, start..<stop)
            return stop
        }
        if counts || number.digits > 0 { bare.append((number.value, start..<at)) }
        return at
    }

    /// 「9个，到场8」, 「12 实到10」: the word belongs to the number behind it.
    private static func countsNext(_ text: FoldedText, _ at: Int) -> Bool {
        var next = at
        while joints.contains(text[next]), !Marks.isMark(text[next]), next - at < 4 { next += 1 }
        return text.numeral(at: next) != nil
    }

    private mutating func take(_ kind: Kind, _ value: Int, _ range: Range<Int>) {
        guard kind != .other else { return }
        ranges.append(range)
        let isCorrected = (corrected[kind] ?? 0) < corrections
        corrected[kind] = corrections
        switch kind {
        case .expected:
            if let expected, expected != value, !isCorrected { isDoubtful = true }
            expected = value
        case .present:
            if let present, present != value, !isCorrected { isDoubtful = true }
            present = value
        case .total: total = value
        case .other: break
        case .missing: missing = (isCorrected ? 0 : missing ?? 0) + value  // 请假3 无故1
        }
    }

    /// A number alone is how many are there; 「18个全在」 are all who were to come.
    private mutating func settle(_ saysAll: Bool) {
        if let total {
            if present == nil { present = total } else if expected == nil { expected = total }
            if present != total, expected != total { isDoubtful = true }
        }
        let values = Set(bare.map(\.value))
        if present == nil, values.count == 1, let one = bare.first {
            present = one.value
            ranges.append(one.range)
            bare = []
            if saysAll, expected == nil { expected = one.value }
        } else if !values.isSubset(of: Set([present, expected].compactMap(\.self))), bare.reduce(0, { $0 + $1.value }) != present {
            isDoubtful = true
        }
        if saysAll, let all = expected, present == nil { present = all }
        if let expected, let present, present > expected { isDoubtful = true }
        if let expected, let present, let missing, present + missing != expected { isDoubtful = true }
    }
}

extension Filling {
    /// How many are there, before anything else is looked for.
    mutating func gatherHeads(_ scan: inout Scan, _ end: Int) {
        guard verb.intent == .closeCount else { return }
        let text = scan.text
        // 3/18 and the 17 of 17到 count heads.
        let days = dates.dates(&scan, in: 0..<end).map(\.range).filter { day in
            text.numeral(at: day.lowerBound)?.end != day.upperBound && !day.contains { text[$0] == 0x2F }
        }
        let heads = HeadCount(&scan, leavingOut: numberRanges + days, reader)
        // What cannot be told is not read in part.
        if heads.isDoubtful {
            isDoubtful = true
            isCounted = true
        }
        guard !heads.isEmpty, !heads.isDoubtful else { return }
        if let expected = heads.expected { slots[.expected] = .integer(expected) }
        if let present = heads.present { slots[.present] = .integer(present) }
        if let missing = heads.missing { slots[.missing] = .integer(missing) }
        used += heads.ranges
        // 1缺 缺的是郑建军
        for at in 0..<end where heads.missing != nil && !isUsed(at) {
            var probe = self
            probe.slots[.missing] = nil
            if probe.names(.missing, &scan, at: at) != nil, case .texts(let names)? = probe.slots[.missing], names.count == heads.missing {
                slots[.missing] = .texts(names)
                break
            }
        }
    }
}
