import Procedure

extension Attempt {
    private static let recorders: Set<Role> = [.liaisonOfficer, .convenor, .chair, .secretary, .partySecretary]

    /// 补录 3月5日 报审 12, 补录 昨天 12 到会 16 代表9: the day, then what would have been said that day, in the office or at the table.
    /// Nil for what is no such thing; 补录会议 with its lines is a verb of its own.
    func late(_ scan: inout Scan, from start: Int) -> Intent? {
        guard !utterance.isRecord, !Attempt.recorders.isDisjoint(with: [utterance.role] + utterance.posts),
            let word = Cue.late.end(&scan, at: start)
        else { return nil }
        guard let found = dates.date(&scan, at: Marks.skip(scan.text, word)),
            let day = Attempt.day(of: found.reading, isBareWeekday: found.isBareWeekday, today: dates.today)
        else {
            // What is told without its day is asked for it.
            guard let intent = told(&scan, from: Marks.skip(scan.text, word)), intent.action == .act, intent.name != .pasteRecord else {
                return nil
            }
            return Intent(.ask, intent.name, question: "ask.late.date")
        }
        let rest = Marks.skip(scan.text, found.range.upperBound)
        guard rest < scan.text.count else { return nil }
        if var intent = told(&scan, from: rest) {
            intent.slots[.late] = .date(.day(day))
            return intent
        }
        guard let one = reader.numbers.one(&scan, at: rest), var intent = told(&scan, from: Marks.skip(scan.text, one.end)) else {
            return nil
        }
        intent.slots[.late] = .date(.day(day))
        intent.slots[.number] = .integer(one.value)
        return intent
    }

    /// As said where the speaker is, else as said at the table of the meeting.
    private func told(_ scan: inout Scan, from start: Int) -> Intent? {
        var said = utterance
        said.isRecord = true
        var nearMiss = false
        if let intent = Attempt(reader: reader, utterance: said).command(&scan, from: start, nearMiss: &nearMiss) { return intent }
        said.context = .liveMeeting
        said.role = .chair
        said.posts = [.secretary, .convenor]
        return Attempt(reader: reader, utterance: said).command(&scan, from: start, nearMiss: &nearMiss)
    }

    private static func day(of reading: DateReading, isBareWeekday: Bool, today: CivilDate) -> CivilDate? {
        switch reading {
        case .day(let day): isBareWeekday && day > today ? day.adding(days: -7) : day
        case .moment(let moment): moment.date
        case .past(let inner): Attempt.day(of: inner, isBareWeekday: false, today: today)
        case .interval, .invalid, .ambiguous: nil
        }
    }
}
