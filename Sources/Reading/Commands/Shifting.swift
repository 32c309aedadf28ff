import Procedure

/// A sitting that is moved by a time and not to one: 「推迟一周」, 「往前提两天」, 「晚半个小时开」.
extension Filling {
    /// When a meeting is: of several days the last where it is moved, else the first; an hour said apart belongs to it.
    mutating func gatherStart(_ scan: inout Scan, _ end: Int) {
        guard verb.intent == .callMeeting || verb.intent == .reschedule, !isRecord else { return }
        let found = days(&scan, end).filter { one in !numberRanges.contains { $0.overlaps(one.range) } }
        let days = found.filter { $0.day != nil && !$0.isCarried }
        if verb.intent == .reschedule, days.isEmpty, gatherShift(&scan, end, found) { return }
        let moved = verb.intent == .reschedule ? days.last { isMovedTo(scan.text, $0) } ?? days.last : nil
        guard found.count > 1, let day = moved ?? days.first else { return }
        if let moved, days.count > 1 { movedTo = moved.range }
        guard case .day(let date) = day.reading else {
            guard days.count > 1, case .moment = day.reading else { return }
            slots[.start] = .date(day.reading)
            used += found.map(\.range)
            return
        }
        let clock = found.last { ($0.day == nil || $0.isCarried) && $0.clock != nil && $0.range.lowerBound > day.range.lowerBound }
        guard case .moment(let moment)? = clock?.reading else {
            // 「书记周四要去区里 会挪到周五吧」: not the day that was said first.
            guard movedTo != nil else { return }
            slots[.start] = .date(.day(date))
            used += found.map(\.range)
            return
        }
        slots[.start] = .date(.moment(CivilMoment(date, minuteOfDay: moment.minuteOfDay)))
        used += found.map(\.range)
    }

    /// Whether 到, 至, 为 or 成 stands right before a day: 挪到周五, 改成下周三.
    private func isMovedTo(_ text: FoldedText, _ day: FoundDate) -> Bool {
        var at = day.range.lowerBound
        while at > 0, text[at - 1] == FoldTable.space { at -= 1 }
        return [0x5230, 0x81F3, 0x4E3A, 0x6210].contains(text[at - 1])
    }

    /// Reads by how much and which way. An hour beside it must be the one that stays: 「往后顺延一周，还是晚七点」.
    mutating func gatherShift(_ scan: inout Scan, _ end: Int, _ clocks: [FoundDate]) -> Bool {
        let text = scan.text
        var found: (minutes: Int, range: Range<Int>)?
        for at in 0..<end where !isUsed(at) && !isDigit(text[at - 1]) {
            guard let one = Filling.span(text, at) else { continue }
            // 「推迟一周或者两周」
            guard found == nil else { return false }
            found = one
        }
        guard let found, let direction = Filling.direction(text, before: found.range) else { return false }
        for clock in clocks where !clock.range.overlaps(found.range) {
            guard Filling.stays(text, before: clock.range.lowerBound) else { return false }
            used.append(clock.range)
        }
        slots[.shift] = .integer(direction * found.minutes)
        used.append(found.range)
        return true
    }

    /// 三天, 一周, 两个星期, 半个小时, 40分钟: in minutes.
    private static func span(_ text: FoldedText, _ at: Int) -> (minutes: Int, range: Range<Int>)? {
        var end = at
        var halves = 0
        if text[at] == 0x534A {  // 半
            halves = 1
            end += 1
        } else if let number = text.numeral(at: at), (1...60).contains(number.value) {
            halves = number.value * 2
            end = number.end
        } else {
            return nil
        }
        if text[end] == 0x4E2A { end += 1 }  // 个
        let units: [(word: [UInt32], minutes: Int)] = [
            ([0x661F, 0x671F], 10080), ([0x793C, 0x62DC], 10080), ([0x5468], 10080), ([0x5929], 1440), ([0x65E5], 1440),
            ([0x5C0F, 0x65F6], 60), ([0x949F, 0x5934], 60), ([0x5206, 0x949F], 1), ([0x5206], 1),
        ]
        guard let unit = units.first(where: { unit in unit.word.indices.allSatisfy { text[end + $0] == unit.word[$0] } }) else {
            return nil
        }
        // 一周岁, 三天两头; half a day is not said in hours
        guard halves % 2 == 0 || unit.minutes == 60 else { return nil }
        return (halves * unit.minutes / 2, at..<end + unit.word.count)
    }

    /// +1 later, -1 earlier, by the words in front of it: 提前, 往前, 早; 推, 延, 挪, 往后, 晚, 错.
    private static func direction(_ text: FoldedText, before range: Range<Int>) -> Int? {
        let near = max(0, range.lowerBound - 6)..<range.lowerBound
        if near.contains(where: { text[$0] == 0x524D || text[$0] == 0x65E9 }) { return -1 }  // 前 早
        // 推 延 后 晚 缓 错 顺
        return near.contains { [0x63A8, 0x5EF6, 0x540E, 0x665A, 0x7F13, 0x9519, 0x987A].contains(text[$0]) } ? 1 : nil
    }

    /// 还是晚七点, 仍在七点.
    private static func stays(_ text: FoldedText, before at: Int) -> Bool {
        (1...3).contains { text[at - $0] == 0x662F && text[at - $0 - 1] == 0x8FD8 || text[at - $0] == 0x4ECD }  // 还是 仍
    }
}
