import Procedure

/// What the model of intents looks at in a message: its characters, with numbers, days, shares and counts replaced by a sign for what they
/// are, and signs of who spoke, where, in what form, and with which words of the verb table.
struct IntentSketch: Sendable {
    /// Scalars the n-grams are made of; the first and the last say where the message begins and ends.
    private(set) var scalars: [UInt32] = [Mark.start]
    /// For each of them the folded text it stands for, empty at either end.
    private(set) var places: [Range<Int>] = [0..<0]
    private(set) var signs = Signs()

    /// How far into a message it looks, in scalars: what comes later is the matter, not the step.
    static let reach = 120

    /// Scalars of the private use area, which folding never gives.
    enum Mark {
        static let start: UInt32 = 0xE000, end: UInt32 = 0xE001, number: UInt32 = 0xE002, day: UInt32 = 0xE003, share: UInt32 = 0xE004
        static let count: UInt32 = 0xE005, tally: UInt32 = 0xE006
    }

    init(_ scan: inout Scan, _ attempt: Attempt) {
        let end = min(scan.text.count, IntentSketch.reach)
        let days = attempt.dates.dates(&scan, in: 0..<end).filter { !$0.isBareList }
        let matters = attempt.reader.numbers
        scalars.reserveCapacity(end + 2)
        places.reserveCapacity(end + 2)
        var numbers = 0
        let front = min(attempt.afterCall(&scan), end)
        var at = front
        while at < end {
            if matters.mayBegin(scan.text[at]), let number = matters.one(&scan, at: at), !isDigit(scan.text[at - 1]),
                number.isMarked || number.end > at,
                !days.takeIn(number, at: at)
            {
                if scalars.last != Mark.number || number.isMarked { numbers += 1 }
                if scalars.last != Mark.number { append(Mark.number, at..<number.end) }
                if numbers == 1 { signs.insert(at - front < 3 ? .numberFirst : .numberLater) }
                signs.insert(number.isMarked ? .numberMarked : .numberBare)
                at = number.end
            } else if let day = days.first(where: { $0.range.contains(at) }) {
                append(Mark.day, at..<day.range.upperBound)
                signs.insert(.day)
                if day.clock != nil { signs.insert(.hour) }
                if case .past = day.reading { signs.insert(.past) }
                at = day.range.upperBound
            } else if let (mark, stop) = IntentSketch.amount(scan.text, at) {
                append(mark, at..<stop)
                signs.insert(.amounts[Int(mark - Mark.share)])
                at = stop
            } else {
                let scalar = scan.text[at]
                if isChinese(scalar) || isLetter(scalar) || scalar == 0x3F || scalar == 0x2B { append(scalar, at..<at + 1) }
                if scalar == 0x3F { signs.insert(.asks) }
                at += 1
            }
        }
        append(Mark.end, end..<end)
        signs.insert(.numbers[min(numbers, 2)])
        let (reporting, postponing, doubts) = (attempt.verbs.reporting, attempt.verbs.postponing, attempt.verbs.doubts)
        for at in front..<end {
            if reporting.longest(in: &scan, at: at) != nil { signs.insert(.told) }
            if postponing.longest(in: &scan, at: at) != nil { signs.insert(.later) }
            if doubts.longest(in: &scan, at: at) != nil { signs.insert(.doubt) }
        }
        if attempt.verbs.others.longest(in: &scan, at: Marks.skip(scan.text, front)) != nil { signs.insert(.ofOthers) }
        if attempt.verbs.isQuestion(&scan) { signs.insert(.question) }
        let length = scalars.count - 2
        signs.insert(.lengths[length <= 2 ? 0 : length <= 4 ? 1 : length <= 8 ? 2 : length <= 14 ? 3 : length <= 24 ? 4 : 5])
        let utterance = attempt.utterance
        signs.insert(utterance.role, utterance.context)
        for post in utterance.posts { signs.insert(post, utterance.context) }
        signs.insert(.places[utterance.context.place])
        if utterance.mentionsUs { signs.insert(.called) }
        words(&scan, attempt, front, end)
    }

    private mutating func append(_ scalar: UInt32, _ place: Range<Int>) {
        scalars.append(scalar)
        places.append(place)
    }

    /// Which verbs of this speaker and place have a word in the message, and which have one at its beginning.
    private mutating func words(_ scan: inout Scan, _ attempt: Attempt, _ front: Int, _ end: Int) {
        let start = Marks.skip(scan.text, front)
        let count = scan.text.count
        for at in front..<end where attempt.verbs.trie.begins(with: scan.text[at]) {
            attempt.verbs.trie.walk(&scan, at, true) { word, stop in
                guard stop - at >= 2 || at == start else { return }
                for index in attempt.verbs.spoken[word] where attempt.mayMean(index) {
                    let sign = attempt.verbs.signs[index]
                    signs.insert(sign.word)
                    if at == start { signs.insert(sign.first) }
                    if stop == count { signs.insert(sign.last) }
                }
            }
        }
    }

    /// 60%, 百分之六十, 16比2, 16人, 5分.
    private static func amount(_ text: FoldedText, _ at: Int) -> (mark: UInt32, end: Int)? {
        let isSpelled = text[at] == 0x767E && text[at + 1] == 0x5206 && text[at + 2] == 0x4E4B  // 百分之
        guard let number = text.numeral(at: isSpelled ? at + 3 : at),
            isSpelled || number.digits > 0 || number.end > at + 1 || number.value > 1
        else { return nil }
        if isSpelled { return (Mark.share, number.end) }
        switch text[number.end] {
        case 0x25: return (Mark.share, number.end + 1)
        case 0x6BD4, 0x3A, 0x2D:
            if let next = text.numeral(at: number.end + 1) { return (Mark.tally, next.end) }
            return (Mark.count, number.end)
        case 0x7968: return (Mark.tally, number.end + 1)  // 票
        case 0x4EBA, 0x540D, 0x4F4D: return (Mark.count, number.end + 1)  // 人 名 位
        default: return number.digits > 0 ? (Mark.count, number.end) : nil
        }
    }
}
