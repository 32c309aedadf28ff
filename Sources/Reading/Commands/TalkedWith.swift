import Procedure

/// That somebody has been spoken to about a matter, in own words: 「3号昨天打电话问过周敏 记上」, 「6号今天跟冯军和门岗谈了 都赞成」. It is a screening
/// (直接对话) and always asked about; with 收下 it is how the suggestion that is taken was screened.
extension Attempt {
    func talkedWith(_ scan: inout Scan, from start: Int) -> Intent? {
        guard !Attempt.mayRecord.isDisjoint(with: [utterance.role] + utterance.posts), !utterance.isRecord,
            context == .workGroup || context == .direct || context.isReply, scan.text.count - start <= 60,
            let talk = talk(&scan, from: start), !asksWhether(&scan)
        else { return nil }
        var nearMiss = false
        let taken = command(&scan, from: start, nearMiss: &nearMiss)
        switch taken?.name {
        case nil,
            .suggest where taken?.slots[.supplement] != nil:
            break
        case .recordScreening where taken?.slots[.method] == nil: break
        case .pass, .convertTopic:
            guard var pass = taken, pass.action == .act, pass.slots[.method] == nil else { return nil }
            pass.slots[.method] = .text(Attempt.dialogue)
            if let day = talk.day?.day { pass.slots[.date] = .date(.day(day)) }
            pass.slots[.reason] = nil
            return pass
        default: return nil
        }
        var number: MatterNumbers.One?
        for at in start..<scan.text.count where number == nil && scan.text[at - 1] != 0x6708 && !isDigit(scan.text[at - 1]) {
            if let one = reader.numbers.one(&scan, at: at), one.isMarked, !(talk.day?.range.overlaps(at..<one.end) ?? false) {
                number = one
            }
        }
        guard number != nil || context.isReply else { return nil }
        // Officers tell each other whom they have spoken to: what is to be noted says so, or how it came out.
        guard
            context != .workGroup
                || (start..<scan.text.count).contains(where: {
                    cues[.noted].end(&scan, at: $0) != nil || verbs.unopposed.longest(in: &scan, at: $0) != nil
                })
        else { return nil }
        var slots: Slots = [.method: .text(Attempt.dialogue)]
        if let number {
            slots[.number] = .integer(number.value)
            if let unit = number.unit { slots[.unit] = .text(unit) }
        }
        if let day = talk.day?.day { slots[.date] = .date(.day(day)) }
        if saysTaken(&scan, from: start) {
            var pass = asked(Intent(.act, .pass, slots: slots))
            pass.isWordForWord = true
            return pass
        }
        let lead = number.flatMap { reader.numbers.one(&scan, at: start)?.end == $0.end ? $0.end : nil } ?? start
        slots[.text] = .text(scan.text.wordingToEnd(from: Marks.skip(scan.text, lead)))
        var intent = asked(Intent(.act, .recordScreening, slots: slots))
        intent.isWordForWord = true
        return intent
    }

    /// Where somebody was spoken to, and on which day: 电话问过, 当面碰过, 跟 … 谈了. Nil where it did not take place, or is still to.
    private func talk(_ scan: inout Scan, from start: Int) -> (at: Int, day: (range: Range<Int>, day: CivilDate)?)? {
        var found: Int?
        var isWith = false
        for at in start..<scan.text.count {
            if cues[.planned].end(&scan, at: at) != nil { return nil }
            if found != nil { continue }
            // 没 不 未 别: it did not.
            if [0x6CA1, 0x4E0D, 0x672A, 0x522B].contains(scan.text[at]) { return nil }
            isWith = isWith || Attempt.with.contains(scan.text[at])
            guard let end = cues[.spokenTo].end(&scan, at: at) ?? (isWith ? cues[.spoke].end(&scan, at: at) : nil),
                // 打过电话, 碰过头 are over by themselves.
                Attempt.over.contains(scan.text[end]) || Attempt.whole.contains(scan.text[end - 1])
            else { continue }
            found = at
        }
        guard let found else { return nil }
        var day: (range: Range<Int>, day: CivilDate)?
        for one in dates.dates(&scan, in: start..<scan.text.count, limit: 4) {
            // 3号 is a matter.
            if let number = reader.numbers.one(&scan, at: one.range.lowerBound), number.end == one.range.upperBound { continue }
            guard let said = Attempt.pastDay(one.reading, today: dates.today) else { continue }
            // 「她同意九点前结束」 says how it came out.
            if said > dates.today {
                if one.range.lowerBound < found { return nil }
                continue
            }
            // The one that stands before it, else the first behind.
            if one.range.lowerBound < found || day == nil { day = (one.range, said) }
        }
        return (found, day)
    }

    /// 问过没, 谈了吗
    private func asksWhether(_ scan: inout Scan) -> Bool {
        var end = scan.text.count
        while end > 0, Marks.isMark(scan.text[end - 1]) { end -= 1 }
        return verbs.isQuestion(&scan) || [0x6CA1, 0x4E0D, 0x5417].contains(scan.text[end - 1])
    }

    /// Whether a clause of it takes the suggestion up: 收了, 收下吧.
    private func saysTaken(_ scan: inout Scan, from start: Int) -> Bool {
        Marks.clauses(scan.text).contains { clause in
            clause.contains { at in
                scan.text[at] == 0x6536 && (at + 1 == clause.upperBound || [0x4E0B, 0x4E86, 0x5427].contains(scan.text[at + 1]))
            }
        }
    }

    private static func pastDay(_ reading: DateReading, today: CivilDate) -> CivilDate? {
        switch reading {
        case .day(let day): day
        case .moment(let moment): moment.date
        case .past(let inner): pastDay(inner, today: today)
        case .interval, .invalid, .ambiguous: nil
        }
    }

    private static let mayRecord: Set<Role> = [.liaisonOfficer, .convenor, .secretary]
    private static let dialogue = "直接对话"
    private static let with = ScalarSet("跟找和与同")
    /// What stands behind the word where it is over: 谈过, 谈了, 谈的.
    private static let over = ScalarSet("过了的完")
    private static let whole = ScalarSet("头话")
}
