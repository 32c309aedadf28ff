import Procedure

extension Attempt {
    private static let recorders: Set<Role> = [.liaisonOfficer, .convenor, .chair, .secretary, .partySecretary]

    /// 补录 3月5日 报审 12, 补录 昨天 12 到会 16 代表9: the day, then what would have been said that day, in the office or at the table.
    /// Nil for what is no such thing; 补录会议 with its lines is a verb of its own.
    func late(_ scan: inout Scan, from start: Int) -> Intent? {
        guard !utterance.isRecord, !Attempt.recorders.isDisjoint(with: [utterance.role] + utterance.posts),
            let word = cues[.late].end(&scan, at: start)
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

    /// A screening that took place, or the record of one that was told wrongly.
    func screening(_ scan: inout Scan, from start: Int) -> Intent? {
        pastScreening(&scan, from: start) ?? screeningWrong(&scan, from: start) ?? talkedWith(&scan, from: start)
    }

    /// 「2号3月28日开过听证会了」, 「5号听证会开过了，3月28日」: a screening that took place, in own words; never a meeting to be called.
    private func pastScreening(_ scan: inout Scan, from start: Int) -> Intent? {
        guard !Attempt.recorders.isDisjoint(with: [utterance.role] + utterance.posts), context == .workGroup || context == .direct,
            let number = reader.numbers.one(&scan, at: start), number.isMarked, let list = verbs.vocabulary(of: .method),
            scan.text.count - start <= 40, !verbs.isQuestion(&scan)
        else { return nil }
        var method: String?
        var day: CivilDate?
        var isPast = false
        var saysSpoken = false
        var isTakenUp = false
        var passed = number.end
        var dated = number.end
        for at in number.end..<scan.text.count {
            // 没意见, 都同意: how it came out.
            if let end = verbs.unopposed.longest(in: &scan, at: at)?.end { passed = max(passed, end) }
            if at < passed { continue }
            let next = scan.text[at + 1]
            // 收下吧, 受理, 列上: taken up with it.
            if [0x6536, 0x53D7, 0x5217].contains(scan.text[at]) { isTakenUp = true }
            // 没 不 未: it did not take place.
            if [0x6CA1, 0x4E0D, 0x672A].contains(scan.text[at]) { return nil }
            if method == nil, let found = list.trie.longest(in: &scan, at: at) { method = list.canonical[found.value] }
            // 「1号昨天跟楼长谈的 明天再开听证会」: what is still to be held, and of two days neither.
            if cues[.planned].end(&scan, at: at) != nil { return nil }
            if at >= dated, let found = dates.date(&scan, at: at) {
                guard dated == number.end else { return nil }
                dated = found.range.upperBound
                day = Attempt.day(of: found.reading, isBareWeekday: found.isBareWeekday, today: dates.today)
            }
            // 开过, 办过, 做过; 开了, 办了, 做了; 过了, but not 通过了: that is somebody's decision.
            let isHeld = [0x5F00, 0x529E, 0x505A].contains(scan.text[at]) && [0x8FC7, 0x4E86].contains(next)
            // 问的, 聊过了, 谈了 of whoever spoke to people.
            let isSpoken = Attempt.spokenOf.contains(scan.text[at]) && [0x8FC7, 0x4E86, 0x7684].contains(next)
            if isSpoken { saysSpoken = true }
            if isHeld || (scan.text[at] == 0x8FC7 && next == 0x4E86 && scan.text[at - 1] != 0x901A) { isPast = true }
        }
        // 「1号我前天跟几个楼长当面聊过了」: a talk only with its day.
        guard let method,
            isPast && Attempt.screenings.contains(method) || method == "直接对话" && saysSpoken && day != nil && !isTakenUp
        else { return nil }
        if let day, day > dates.today { return nil }
        var slots: Slots = [.number: .integer(number.value), .method: .text(method)]
        if let unit = number.unit { slots[.unit] = .text(unit) }
        if let day { slots[.date] = .date(.day(day)) }
        if method == "直接对话" { slots[.text] = .text(scan.text.wordingToEnd(from: Marks.skip(scan.text, number.end))) }
        var intent = Intent(.act, .recordScreening, slots: slots, dates: reader.spans(&scan, dates, leavingOut: [start..<number.end]))
        intent.isWordForWord = true
        return intent
    }

    /// 「啊记错了 4号不是听证会 是分组协商」, 「4号的筛选方式写错了怎么改」: the record of a screening that was told wrongly.
    private func screeningWrong(_ scan: inout Scan, from start: Int) -> Intent? {
        guard !Attempt.recorders.isDisjoint(with: [utterance.role] + utterance.posts), context == .workGroup || context == .direct,
            scan.text.count - start <= 40, let list = verbs.vocabulary(of: .method)
        else { return nil }
        var number: MatterNumbers.One?
        var methods: Set<String> = []
        var isWrong = false, saysScreening = false
        for at in start..<scan.text.count {
            if number == nil, let one = reader.numbers.one(&scan, at: at), one.isMarked { number = one }
            if let found = list.trie.longest(in: &scan, at: at) { methods.insert(list.canonical[found.value]) }
            isWrong = isWrong || cues[.mistaken].end(&scan, at: at) != nil
            saysScreening = saysScreening || scan.text[at] == 0x7B5B && scan.text[at + 1] == 0x9009  // 筛选
        }
        methods.formIntersection(Attempt.waysOfScreening)
        guard isWrong, let number, methods.count == 2 || saysScreening, !isTaught(.correct, &scan, from: start) else { return nil }
        let words = scan.text.wordingToEnd(from: Marks.skip(scan.text, number.end))
        var slots: Slots = [.number: .integer(number.value), .correction: .text(words)]
        if let unit = number.unit { slots[.unit] = .text(unit) }
        var intent = Intent(.act, .correct, slots: slots)
        // 「4号的筛选方式写错了怎么改」 is told how; whatever says more is asked.
        let asksHow = (start..<scan.text.count).contains { scan.text[$0] == 0x600E }  // 怎
        if !methods.isEmpty || !asksHow || !dates.dates(&scan, in: start..<scan.text.count, limit: 1).isEmpty {
            intent = asked(intent)
        }
        intent.isWordForWord = true
        return intent
    }

    private static let waysOfScreening: Set<String> = ["问卷调查", "直接对话", "分组协商", "听证会", "网络投票"]
    private static let spokenOf = ScalarSet("问聊谈")
    private static let screenings: Set<String> = ["听证会", "问卷调查", "分组协商"]

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
