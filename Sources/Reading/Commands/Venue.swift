import Procedure

// What is said around a call besides where and when: who takes the minutes, what it is about, that everybody should come in time.
extension Filling {
    /// Whether it is a sitting that is called or moved.
    var isCall: Bool { verb.takes(.place) && verb.takes(.start) }

    /// 让王五做记录, 王五记录, 记录员王五: the secretary, in a clause of its own.
    mutating func minuteTaker(_ scan: inout Scan, at start: Int) -> Int? {
        guard start == 0 || Marks.isMark(scan.text[start - 1]) || isUsed(start - 1) else { return nil }
        if let said = cues[.minutes].end(&scan, at: start) {
            let by = Marks.skip(scan.text, said)
            let first = Marks.skip(scan.text, cues[.minutesBy].end(&scan, at: by) ?? by)
            for stop in takers(&scan, first) {
                var after = cues[.honorific].end(&scan, at: stop) ?? stop
                after = cues[.minutesTail].end(&scan, at: after) ?? after
                guard Marks.isMark(scan.text[after]) else { continue }
                slots[.secretary] = .text(scan.text.wording(first..<stop))
                return after
            }
        }
        let first = cues[.minutesBy].end(&scan, at: start) ?? start
        for stop in takers(&scan, first) {
            var after = cues[.honorific].end(&scan, at: stop) ?? stop
            guard let task = cues[.minutesTask].end(&scan, at: after) else { continue }
            after = cues[.minutesTail].end(&scan, at: task) ?? task
            guard Marks.isMark(scan.text[after]) else { continue }
            slots[.secretary] = .text(scan.text.wording(first..<stop))
            return after
        }
        return nil
    }

    /// The same behind 秘书: 秘书王五, 秘书由王五担任.
    mutating func minuteTaker(_ scan: inout Scan, behind start: Int) -> Int? {
        let first = cues[.minutesBy].end(&scan, at: start) ?? start
        for stop in takers(&scan, first) {
            var after = cues[.honorific].end(&scan, at: stop) ?? stop
            after = cues[.minutesTask].end(&scan, at: after) ?? after
            after = cues[.minutesTail].end(&scan, at: after) ?? after
            guard Marks.isMark(scan.text[after]) else { continue }
            slots[.secretary] = .text(scan.text.wording(first..<stop))
            return after
        }
        return nil
    }

    /// Where a name that begins there may end, 王五 of 王五做记录 first.
    private func takers(_ scan: inout Scan, _ first: Int) -> [Int] {
        guard isChinese(scan.text[first]), reader.names.mayBegin(scan.text, first),
            reader.verbs.notNames.longest(in: &scan, at: first) == nil
        else { return [] }
        return [2, 3, 4].map { first + $0 }.filter { end in
            (first..<end).allSatisfy { isChinese(scan.text[$0]) && !Filling.common.contains(scan.text[$0]) }
        }
    }

    /// 议题是路灯, 请大家准时参加: said beside a call, it changes nothing.
    func aside(_ scan: inout Scan, at start: Int) -> Int? {
        guard isCall, start == 0 || Marks.isMark(scan.text[start - 1]) else { return nil }
        let about = cues[.about].end(&scan, at: start)
        var end = about ?? start
        while !Marks.isMark(scan.text[end]), end - start < Filling.longestPiece { end += 1 }
        guard Marks.isMark(scan.text[end]) else { return nil }
        if about != nil { return end }
        guard cues[.everybodyCome].end(&scan, at: start) != nil else { return nil }
        for at in start..<end {
            // 请大家到二楼会议室参加 says where.
            if cues[.venue].end(&scan, at: at) == at + 1, cues[.come].end(&scan, at: at) == nil { return nil }
        }
        return (start..<end).contains { cues[.come].end(&scan, at: $0) == end } ? end : nil
    }

    /// 就是二楼会议室, 二楼会议室碰一下哈: without what leads to a place, and what is done there.
    func trimmedPlace(_ scan: inout Scan, _ range: Range<Int>) -> Range<Int> {
        var (lower, upper) = (range.lowerBound, range.upperBound)
        let whole = range
        while let start = (min(upper, lower + 2)..<upper).first(where: { cues[.placeTail].ends(&scan, at: $0).contains(upper) }),
            upper - start > 1 || isTail(&scan, lower..<start, isBeside: upper < whole.upperBound), !endsAsItsOwn(&scan, lower..<upper)
        {
            upper = start
        }
        while let end = cues[.placeLead].end(&scan, at: lower), end + 2 <= upper, cues[.placeOwn].end(&scan, at: lower) == nil,
            end - lower > 1 || isLead(&scan, end..<upper, isBeside: lower > whole.lowerBound || upper < whole.upperBound)
        {
            lower = Marks.skip(scan.text, end)
        }
        return lower..<upper
    }

    /// 社区书吧
    private func endsAsItsOwn(_ scan: inout Scan, _ range: Range<Int>) -> Bool {
        range.contains { cues[.placeOwn].end(&scan, at: $0) == range.upperBound }
    }

    /// Whether the one character behind a place is none of its own: beside another, or where the place ends as places do.
    private func isTail(_ scan: inout Scan, _ place: Range<Int>, isBeside: Bool) -> Bool {
        isBeside || !Filling.endsOfPlaces.contains(scan.text[place.upperBound]) || cues[.placeLead].end(&scan, at: place.lowerBound) != nil
            || isPlace(&scan, place)
            || place.dropFirst(2).contains { cues[.placeTail].ends(&scan, at: $0).contains(place.upperBound) }
    }

    /// Whether the one character in front of a place is none of its own: beside another, before a number, or before what is a place by itself.
    private func isLead(_ scan: inout Scan, _ place: Range<Int>, isBeside: Bool) -> Bool {
        isBeside || scan.text.numeral(at: place.lowerBound) != nil || cues[.placeLead].end(&scan, at: place.lowerBound) != nil
            || isPlace(&scan, place) && (place.count >= 4 || cues[.placesNamed].end(&scan, at: place.lowerBound) == place.upperBound)
    }

    /// What a place may end with itself: 书吧; never 了 or 啊.
    private static let endsOfPlaces = ScalarSet("吧开碰见议聚谈")

    private func isPlace(_ scan: inout Scan, _ place: Range<Int>) -> Bool {
        guard let last = place.last else { return false }
        return Filling.placeLasts.contains(scan.text[last]) || place.contains { cues[.placesNamed].end(&scan, at: $0) == place.upperBound }
    }

    /// 周五, 明天吧: a day is no place.
    func isDay(_ scan: inout Scan, _ range: Range<Int>) -> Bool {
        guard let found = dates.date(&scan, at: range.lowerBound) else { return false }
        let end = found.range.upperBound
        return end >= range.upperBound || cues[.placeTail].ends(&scan, at: end).contains(range.upperBound)
            || reader.verbs.particles.words(in: &scan, at: end).contains { $0.end == range.upperBound }
    }

    /// 让王五和李四做记录, 大家别迟到: a person with a task, or everybody, is no place.
    func isNoPlace(_ scan: inout Scan, _ range: Range<Int>) -> Bool {
        if isDay(&scan, range) { return true }
        // 会议记录室 is a room.
        if cues[.noPlace].end(&scan, at: range.lowerBound) != nil, scan.text[range.upperBound - 1] != 0x5BA4 { return true }
        // 带身份证, 请注意, 不见不散
        if !range.isEmpty, !Filling.placeLasts.contains(scan.text[range.upperBound - 1]),
            range.contains(where: { cues[.saidAtTheEnd].end(&scan, at: $0) != nil })
        {
            return true
        }
        return range.contains { at in
            cues[.come].end(&scan, at: at) == range.upperBound || cues[.minutesTask].end(&scan, at: at) == range.upperBound
        }
    }
}
