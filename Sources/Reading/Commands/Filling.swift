import Procedure

/// The reading of what follows a verb: slots are found by their form wherever they stand, free pieces go to the slots that take them, and
/// anything left over means that it was not this verb.
struct Filling {
    private let setting: Setting
    /// What has already taken place: days that are gone are meant so.
    var isRecord = false

    var slots = Slots()
    var question: String?
    /// Of several days the one a sitting is moved to: what stands before it may say why.
    var movedTo: Range<Int>?
    /// Places that were read as numbers, so that 12号 is not shown as a day as well.
    var numberRanges: [Range<Int>] = []
    /// The first place behind the verb: only there a bare number is the matter's.
    var firstPlace = 0
    /// Whether it is read as a spoken sentence: words that change nothing may stand between, and a free piece must look like what it is.
    var isPlain = false
    /// Whether what stands before the verb is being read.
    var isBefore = false
    /// Where the sentence begins that the verb's word stands in, if the word is a part of what is told: 全装好了，昨晚试亮了.
    var opening: Int?
    /// Where words that change nothing end, behind a number.
    var glued = -1
    /// What has been read, where slots are gathered from anywhere, and whether what was found may be meant otherwise.
    var used: [Range<Int>] = []
    var isDoubtful = false
    /// Whether a choice or a list of people was read as a whole, so that no part of it is read again.
    var isChosen = false
    var isExchanged = false
    var isCounted = false
    /// Where the free pieces of a `words` slot stand.
    private var pieces: [Slot: Range<Int>] = [:]

    init(reader: Reader, dates: DateReader, verb: Verb, context: Context) {
        setting = Setting(reader: reader, dates: dates, verb: verb, context: context)
        for (slot, text) in verb.fixed { slots[slot] = Filling.value(text, of: slot) }
    }

    /// What does not change while it is read: a filling is copied at every place where something may begin.
    private final class Setting: Sendable {
        let reader: Reader
        let dates: DateReader
        let verb: Verb
        let context: Context

        init(reader: Reader, dates: DateReader, verb: Verb, context: Context) {
            self.reader = reader
            self.dates = dates
            self.verb = verb
            self.context = context
        }
    }

    var reader: Reader { setting.reader }
    var cues: Cues { setting.reader.cues }
    var dates: DateReader { setting.dates }
    var verb: Verb { setting.verb }
    var context: Context { setting.context }

    static func value(_ text: String, of slot: Slot) -> SlotValue {
        switch slot {
        case .anonymous: .flag(true)
        case .score, .percent: Int(text).map { .integer($0) } ?? .text(text)
        default: .text(text)
        }
    }

    /// Takes numbers that stood before the verb; false when the verb has no use for them.
    mutating func take(numbers: [Int], unit: String?, range: Range<Int>) -> Bool {
        if verb.takes(.numbers), numbers.count > 1 || !verb.takes(.number) {
            slots[.numbers] = .integers(numbers)
        } else if verb.takes(.number), numbers.count == 1 {
            slots[.number] = .integer(numbers[0])
        } else {
            return false
        }
        if let unit { slots[.unit] = .text(unit) }
        numberRanges.append(range)
        return true
    }

    /// Reads from a place to the end of the text. False when something is left that the verb cannot take.
    mutating func fill(_ scan: inout Scan, from start: Int) -> Bool {
        var at = Marks.skip(scan.text, start)
        firstPlace = at
        while at < scan.text.count {
            scan.steps += 1
            if let end = typed(&scan, at: at, inside: false) {
                at = Marks.skip(scan.text, end)
            } else if let end = particle(&scan, at: at) ?? aside(&scan, at: at) {
                at = Marks.skip(scan.text, end)
            } else if let end = again(&scan, at: at) {
                at = Marks.skip(scan.text, end)
            } else if mayPass(at), let end = slack(&scan, at: at) {
                at = Marks.skip(scan.text, end)
            } else if let slot = restIsNext {
                guard rest(&scan, slot, from: at) else { return false }
                at = scan.text.count
            } else if let end = piece(&scan, at: at) {
                at = Marks.skip(scan.text, end)
            } else {
                return false
            }
        }
        for (slot, range) in pieces { slots[slot] = .text(scan.text.wording(slot == .place ? trimmedPlace(&scan, range) : range)) }
        return isComplete
    }

    /// Whether everything the verb needs is there. Numbers may be left to what is quoted, in private to what was last spoken of, and in the
    /// meeting to the one that is held.
    var isComplete: Bool {
        let isNumberKnown =
            context.isReply || (context == .direct && !verb.mustSayNumber) || context == .liveMeeting || context == .pastedRecord
        return verb.needs.allSatisfy { need in
            slots[need] != nil || (need == .number && slots[.numbers] != nil)
                || ((need == .number || need == .numbers) && slots[.subject] != nil)
                || (isNumberKnown && (need == .number || need == .numbers))
        }
    }

    func free(_ style: Verb.Style) -> Slot? {
        verb.slots.first { $0.style == style && slots[$0.slot] == nil }?.slot
    }

    /// The slot that takes all that is left, once every single piece before it has been given.
    var restIsNext: Slot? {
        let next = verb.slots.first { ($0.style == .word || $0.style == .rest) && slots[$0.slot] == nil }
        return next?.style == .rest ? next?.slot : nil
    }

    /// The same said once more in other words: 通过通过, 「行，收下」, 「赞成23号，附议」.
    private mutating func again(_ scan: inout Scan, at start: Int) -> Int? {
        if verb.intent == .closeCount, slots[.present] != nil, let end = cues[.everybody].end(&scan, at: start) {  // 到会16，全到
            slots[.kind] = .text("all")
            return end
        }
        guard restIsNext == nil, !verb.isKept, isPlain || verb.intent != .endorse, context != .liveMeeting, context != .pastedRecord,
            reader.verbs.trie.begins(with: scan.text[start])
        else {
            return nil
        }
        for word in reader.verbs.trie.words(in: &scan, at: start, acrossSpaces: true) where word.end > start + 1 {
            let isSame = reader.verbs.spoken[word.value].contains { index in
                let other = reader.verbs.verbs[index]
                return other.intent == verb.intent && other.fixed == verb.fixed && !other.isKept
                    && !other.contexts.isDisjoint(with: verb.contexts)
            }
            if isSame { return word.end }
        }
        return nil
    }

    /// Whether words that change nothing may stand here: in a spoken sentence, and glued to a number.
    private func mayPass(_ at: Int) -> Bool {
        if !verb.isKept, numberRanges.last?.upperBound == at || glued == at { return true }
        return isPlain && context != .liveMeeting
    }

    /// A particle or thanks counts only where nothing is glued to it; two may stand together: 了吧.
    private func particle(_ scan: inout Scan, at start: Int) -> Int? {
        for found in reader.verbs.particles.words(in: &scan, at: start) {
            if Marks.isMark(scan.text[found.end]) { return found.end }
            for next in reader.verbs.particles.words(in: &scan, at: found.end) where Marks.isMark(scan.text[next.end]) { return next.end }
        }
        return nil
    }

    // MARK: Free pieces

    private mutating func piece(_ scan: inout Scan, at start: Int) -> Int? {
        if let slot = free(.word) {
            // 由物业公司负责
            let start =
                slot == .department ? Filling.office(in: scan.text, behind: cues[.by].end(&scan, at: start) ?? start) : start
            let end = pieceEnd(&scan, from: start)
            let isApart = !isPlain && Marks.isMark(scan.text[start - 1])
            guard slot == .party || slot == .secretary || isApart || isUnit(scan.text, start..<end) else { return nil }
            let isOffice = slot == .department || slot == .unit
            // 「提交 1、2」: nobody is called 2.
            guard !isOffice || (start..<end).contains(where: { isChinese(scan.text[$0]) || isLetter(scan.text[$0]) }) else { return nil }
            slots[slot] = .text(scan.text.wording(isOffice ? trimmedOffice(scan.text, start..<end) : start..<end))
            guard slot == .department || slot == .unit || slot == .party else { return end }
            return reader.verbs.errands.longest(in: &scan, at: end)?.end ?? end
        }
        guard let slot = verb.slots.first(where: { $0.style == .words })?.slot else { return nil }
        let start = slot == .place ? cues[.place].end(&scan, at: start).map { Marks.skip(scan.text, $0) } ?? start : start
        let end = pieceEnd(&scan, from: start)
        guard end - start <= Filling.longestPiece, start < scan.text.count else { return nil }
        // Of two phrases only one says where: which of them is for those who look anywhere, or is asked.
        if isCall, isNoPlace(&scan, start..<end) || pieces[slot] == nil && slots[slot] != nil { return nil }
        if let known = pieces[slot] {
            // Something else stood between: then it is no longer one place.
            guard Marks.skip(scan.text, known.upperBound) == start, end - known.lowerBound <= 60 else { return nil }
            pieces[slot] = known.lowerBound..<end
        } else {
            pieces[slot] = start..<end
        }
        slots[slot] = .flag(true)
        return end
    }

    static let longestPiece = 40

    /// A piece ends at a mark, or where something that is known by its form begins: 物业办4月底前.
    private func pieceEnd(_ scan: inout Scan, from start: Int) -> Int {
        var at = start + 1
        let isSomebody = free(.word).map { $0 == .department || $0 == .unit || $0 == .party } ?? false
        while !Marks.isMark(scan.text[at]), at - start <= Filling.longestPiece {
            if isSomebody, at - start >= 2, let errand = reader.verbs.errands.longest(in: &scan, at: at),
                Marks.isMark(scan.text[errand.end]) || isPlain || isDigit(scan.text[errand.end])
            {
                break
            }
            var probe = self
            if probe.typed(&scan, at: at, inside: true) != nil { break }
            at += 1
        }
        return at
    }

    /// Everything that is left; a date at the very end is the limit where one is taken.
    private mutating func rest(_ scan: inout Scan, _ slot: Slot, from start: Int) -> Bool {
        var end = scan.text.count
        if verb.takes(.due), slots[.due] == nil {
            var piece = end
            while piece > start, !Marks.isMark(scan.text[piece - 1]) { piece -= 1 }
            if piece > start, end - piece < 24, let found = dates.date(&scan, at: piece), found.range.upperBound == end {
                take(found, as: .due)
                end = piece
            }
        }
        let first = slot == .reason ? afterReason(&scan, start) : slot == .text ? opening ?? start : start
        // 「（转发）东门路灯不亮」 begins with its bracket.
        let isBracketed = first > 0 && first < end && scan.text[first - 1] == 0x28 && (first..<end).contains { scan.text[$0] == 0x29 }
        let range = Marks.trim(scan.text, min(isBracketed ? first - 1 : first, end)..<end)
        // 「12不收可以吗」 asks; it gives no reason.
        if slot == .reason, verb.intent != .leaveRequest, isQuestion(scan.text) { return false }
        let text = range.upperBound == scan.text.count ? scan.text.wordingToEnd(from: range.lowerBound) : scan.text.wording(range)
        if !text.isEmpty { slots[slot] = .text(text) }
        if slot == .text, verb.intent == .progress { percent(&scan, start..<end) }
        if slot == .correction { harvest(&scan, start..<end) }
        if slot == .reason, verb.intent == .leaveRequest { substitute(&scan, start..<end) }
        return true
    }

    /// Behind 因为, and behind 理由 where it stands apart: 理由不充分 is a reason itself.
    private func afterReason(_ scan: inout Scan, _ start: Int) -> Int {
        guard let end = cues[.reason].end(&scan, at: start) else { return start }
        let isNoun = scan.text[start] == 0x7406 || scan.text[start] == 0x539F  // 理 原
        return !isNoun || Marks.isMark(scan.text[end]) || scan.text[end - 1] == 0x662F ? Marks.skip(scan.text, end) : start
    }

    /// Whether the message ends as a question.
    func isQuestion(_ text: FoldedText) -> Bool {
        let last = text[text.count - 1]
        return last == 0x3F || last == 0x5417 || last == 0x4E48 || last == 0x5462  // ? 吗 么 呢
    }

    /// What a correction says by form is given beside its wording.
    private mutating func harvest(_ scan: inout Scan, _ range: Range<Int>) {
        var at = range.lowerBound
        while at < range.upperBound {
            if let end = typed(&scan, at: at, inside: true) {
                at = Marks.skip(scan.text, end)
            } else {
                while at < range.upperBound, !Marks.isMark(scan.text[at]) { at += 1 }
                at = Marks.skip(scan.text, at)
            }
        }
    }

    // MARK: Known by their form

    /// Tries every slot of the verb that is found by its form. `inside` a piece numbers and names are not looked for.
    mutating func typed(_ scan: inout Scan, at start: Int, inside: Bool) -> Int? {
        // The words of a correction are kept whole; what they say by form is gathered from them afterwards.
        let isGathering = inside || !verb.takes(.correction)
        for slot in verb.formed where isGathering || slot == .number {
            let isRepeated = slot == .add || slot == .remove
            guard isRepeated || slots[slot] == nil else { continue }
            if let end = read(slot, &scan, at: start, inside: inside) { return end }
        }
        return nil
    }

    mutating func read(_ slot: Slot, _ scan: inout Scan, at start: Int, inside: Bool) -> Int? {
        switch slot {
        case .number, .numbers, .to: return inside ? nil : number(slot, &scan, at: start)
        case .date, .start, .due: return date(slot, &scan, at: start)
        case .period: return period(&scan, at: start)
        case .percent: return inside ? nil : amount(slot, &scan, at: start)
        case .score: return inside ? nil : amount(slot, &scan, at: start) ?? closed(slot, &scan, at: start)
        case .meeting: return inside ? nil : meeting(&scan, at: start)
        case .document: return inside ? nil : document(&scan, at: start)
        case .approver: return inside ? nil : approver(&scan, at: start)
        case .code: return inside ? nil : code(&scan, at: start)
        case .expected, .present, .stakeholders: return count(slot, &scan, at: start, inside: inside)
        case .missing, .add, .remove: return inside ? nil : names(slot, &scan, at: start)
        case .person: return inside ? nil : person(&scan, at: start)
        case .persons: return inside ? nil : persons(&scan, at: start)
        case .for, .against, .abstain: return tally(slot, &scan, at: start)
        case .mandatesApproved: return mandates(&scan, at: start)
        case .secretary where !inside && isCall: return minuteTaker(&scan, at: start) ?? cued(slot, &scan, at: start)
        case .party, .viewpoint, .secretary: return inside ? nil : cued(slot, &scan, at: start)
        case .reason: return reason(&scan, at: start, inside: inside)
        default: return closed(slot, &scan, at: start)
        }
    }

    /// A word of a closed list, as its canonical form.
    private mutating func closed(_ slot: Slot, _ scan: inout Scan, at start: Int) -> Int? {
        if slot == .choice, slots[.number] != nil || context.isReply {
            // 1, 第二个, 2号, 选2, 方案二, 第二方案; not 选一个便宜的
            let front = cues[.choosing].end(&scan, at: start) ?? start
            let at = scan.text[front] == 0x7B2C ? front + 1 : front
            if let number = scan.text.numeral(at: at), number.value <= 99, number.digits <= 2,
                number.digits > 0 || at > front || front > start && Marks.isMark(scan.text[number.end])
            {
                slots[.choice] = .integer(number.value)
                if scan.text[number.end] == 0x65B9, scan.text[number.end + 1] == 0x6848 { return number.end + 2 }  // 方案
                return [0x4E2A, 0x9879, 0x79CD, 0x6761, 0x53F7].contains(scan.text[number.end]) ? number.end + 1 : number.end  // 个 项 种 条 号
            }
        }
        // 马会当联络员
        let start = slot == .post ? cues[.intoPost].end(&scan, at: start) ?? start : start
        guard let list = reader.verbs.vocabulary(of: slot), let found = list.trie.longest(in: &scan, at: start) else { return nil }
        slots[slot] = .text(list.canonical[found.value])
        return found.end
    }

    private mutating func reason(_ scan: inout Scan, at start: Int, inside: Bool) -> Int? {
        if let end = cues[.reason].end(&scan, at: start) {
            let range = Marks.trim(scan.text, end..<scan.text.count)
            guard !range.isEmpty else { return nil }
            slots[.reason] = .text(scan.text.wording(range))
            return scan.text.count
        }
        return inside ? nil : closed(.reason, &scan, at: start)
    }
}
