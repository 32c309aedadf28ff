import Procedure

/// The reading of what follows a verb: slots are found by their form wherever they stand, free pieces go to the slots that take them, and
/// anything left over means that it was not this verb.
struct Filling {
    let reader: Reader
    let dates: DateReader
    let verb: Verb
    let context: Context
    /// What has already taken place: days that are gone are meant so.
    var isRecord = false

    var slots: [Slot: SlotValue] = [:]
    var question: String?
    /// Places that were read as numbers, so that 12号 is not shown as a day as well.
    var numberRanges: [Range<Int>] = []
    /// The first place behind the verb: only there a bare number is the matter's.
    var firstPlace = 0
    /// Where the free pieces of a `words` slot stand.
    private var pieces: [Slot: Range<Int>] = [:]

    init(reader: Reader, dates: DateReader, verb: Verb, context: Context) {
        self.reader = reader
        self.dates = dates
        self.verb = verb
        self.context = context
        for (slot, text) in verb.fixed { slots[slot] = .text(text) }
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
            } else if let end = particle(&scan, at: at) {
                at = Marks.skip(scan.text, end)
            } else if let slot = restIsNext {
                rest(&scan, slot, from: at)
                at = scan.text.count
            } else if let end = piece(&scan, at: at) {
                at = Marks.skip(scan.text, end)
            } else {
                return false
            }
        }
        for (slot, range) in pieces { slots[slot] = .text(scan.text.wording(range)) }
        return isComplete
    }

    /// Whether everything the verb needs is there. Numbers may be left to what is quoted, in private to what was last spoken of, and in the
    /// meeting to the one that is held.
    private var isComplete: Bool {
        let isNumberKnown = context.isReply || context == .direct || context == .liveMeeting || context == .pastedRecord
        return verb.needs.allSatisfy { need in
            slots[need] != nil || (need == .number && slots[.numbers] != nil)
                || (isNumberKnown && (need == .number || need == .numbers))
        }
    }

    private func free(_ style: Verb.Style) -> Slot? {
        verb.slots.first { $0.style == style && slots[$0.slot] == nil }?.slot
    }

    /// The slot that takes all that is left, once every single piece before it has been given.
    private var restIsNext: Slot? {
        let next = verb.slots.first { ($0.style == .word || $0.style == .rest) && slots[$0.slot] == nil }
        return next?.style == .rest ? next?.slot : nil
    }

    /// A particle or thanks counts only where nothing is glued to it.
    private func particle(_ scan: inout Scan, at start: Int) -> Int? {
        for found in reader.verbs.particles.words(in: &scan, at: start) where Marks.isMark(scan.text[found.end]) { return found.end }
        return nil
    }

    // MARK: Free pieces

    private mutating func piece(_ scan: inout Scan, at start: Int) -> Int? {
        if let slot = free(.word) {
            let end = pieceEnd(&scan, from: start)
            slots[slot] = .text(scan.text.wording(start..<end))
            return end
        }
        guard let slot = verb.slots.first(where: { $0.style == .words })?.slot else { return nil }
        let end = pieceEnd(&scan, from: start)
        guard end - start <= Filling.longestPiece else { return nil }
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
        while !Marks.isMark(scan.text[at]), at - start <= Filling.longestPiece {
            var probe = self
            if probe.typed(&scan, at: at, inside: true) != nil { break }
            at += 1
        }
        return at
    }

    /// Everything that is left; a date at the very end is the limit where one is taken.
    private mutating func rest(_ scan: inout Scan, _ slot: Slot, from start: Int) {
        var end = scan.text.count
        if verb.takes(.due), slots[.due] == nil {
            var piece = end
            while piece > start, !Marks.isMark(scan.text[piece - 1]) { piece -= 1 }
            if piece > start, end - piece < 24, let found = dates.date(&scan, at: piece), found.range.upperBound == end {
                take(found, as: .due)
                end = piece
            }
        }
        let range = Marks.trim(scan.text, start..<end)
        let text = range.upperBound == scan.text.count ? scan.text.wordingToEnd(from: range.lowerBound) : scan.text.wording(range)
        if !text.isEmpty { slots[slot] = .text(text) }
        if slot == .correction { harvest(&scan, start..<end) }
        if slot == .reason, verb.intent == .leaveRequest { substitute(&scan, start..<end) }
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
        for pattern in verb.slots where pattern.style == .typed && (isGathering || pattern.slot == .number) {
            let isRepeated = pattern.slot == .add || pattern.slot == .remove
            guard slots[pattern.slot] == nil || isRepeated else { continue }
            if let end = read(pattern.slot, &scan, at: start, inside: inside) { return end }
        }
        return nil
    }

    private mutating func read(_ slot: Slot, _ scan: inout Scan, at start: Int, inside: Bool) -> Int? {
        switch slot {
        case .number, .numbers, .to: return inside ? nil : number(slot, &scan, at: start)
        case .date, .start, .due: return date(slot, &scan, at: start)
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
        case .party, .viewpoint, .secretary: return inside ? nil : cued(slot, &scan, at: start)
        case .reason: return reason(&scan, at: start, inside: inside)
        default: return closed(slot, &scan, at: start)
        }
    }

    /// A word of a closed list, as its canonical form.
    private mutating func closed(_ slot: Slot, _ scan: inout Scan, at start: Int) -> Int? {
        if slot == .choice, slots[.number] != nil || context.isReply, let digits = scan.text.digits(at: start), digits.digits <= 2 {
            slots[.choice] = .integer(digits.value)
            return digits.end
        }
        guard let list = reader.verbs.vocabulary[slot], let found = list.trie.longest(in: &scan, at: start) else { return nil }
        slots[slot] = .text(list.canonical[found.value])
        return found.end
    }

    private mutating func reason(_ scan: inout Scan, at start: Int, inside: Bool) -> Int? {
        if let end = Cue.reason.end(&scan, at: start) {
            let range = Marks.trim(scan.text, end..<scan.text.count)
            guard !range.isEmpty else { return nil }
            slots[.reason] = .text(scan.text.wording(range))
            return scan.text.count
        }
        return inside ? nil : closed(.reason, &scan, at: start)
    }
}

/// Marks that separate: spaces, commas, stops, colons, brackets.
enum Marks {
    static func isMark(_ scalar: UInt32) -> Bool {
        switch scalar {
        case 0, 0x20, 0x0A, 0x2C, 0x3A, 0x3002, 0x21, 0x3F, 0x28, 0x29, 0x22, 0x2D: true
        default: false
        }
    }

    static func skip(_ text: FoldedText, _ start: Int) -> Int {
        var at = start
        while at < text.count, isMark(text[at]) { at += 1 }
        return at
    }

    /// Without marks at the front and without commas and blanks at the end; a stop or a bracket there belongs to the words.
    static func trim(_ text: FoldedText, _ range: Range<Int>) -> Range<Int> {
        var lower = range.lowerBound
        while lower < range.upperBound, [0x20, 0x0A, 0x2C, 0x3A, 0x3002, 0x2D, 0x21].contains(text[lower]) { lower += 1 }
        var upper = range.upperBound
        while upper > lower, [0x20, 0x0A, 0x2C, 0x3A].contains(text[upper - 1]) { upper -= 1 }
        return lower..<upper
    }
}
