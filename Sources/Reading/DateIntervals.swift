import Procedure

// From one moment to another, and what 前, 内 and 后 make of a date.
extension DateReader {
    func interval(_ scan: inout Scan, _ first: FoundDate) -> FoundDate? {
        var at = first.range.upperBound
        if scan.text[at] == FoldTable.space { at += 1 }
        guard [0x5230, 0x81F3, 0x2D].contains(scan.text[at]) else { return nil }  // 到 至 -
        at += 1
        if scan.text[at] == FoldTable.space { at += 1 }
        if let clock = first.clock, let (said, end) = scan.clock(at: at) {
            return until(first, clock, said, end)
        }
        guard let from = first.day?.date, let second = point(&scan, at: at, after: from) else { return nil }
        var last = second
        if first.clock != nil, second.clock == nil { return nil }
        if let day = second.day, let clock = second.clock { last.reading = combine(day, clock) }
        guard let start = plain(first.reading), let end = plain(last.reading) else { return nil }
        return FoundDate(
            range: first.range.lowerBound..<second.range.upperBound, reading: settled(start, end), day: first.day, clock: first.clock,
            isBareWeekday: first.isBareWeekday)
    }

    /// The second hour takes over the day and the half-day of the first.
    func until(_ first: FoundDate, _ clock: Clock, _ said: Clock, _ end: Int) -> FoundDate {
        func ends(_ start: Int) -> Int? {
            if let part = said.part { return part.minute(hour: said.hour, minute: said.minute) }
            guard !said.isInvalid else { return nil }
            let plain = said.hour * 60 + said.minute
            let inherited = clock.part.flatMap { $0.minute(hour: said.hour, minute: said.minute) }
            return [inherited, plain, plain + 720].compactMap { $0 }.first { $0 > start && ($0 == plain || said.hour < 12) }
        }
        let day = first.day ?? SaidDay(.date(today))
        let range = first.range.lowerBound..<end
        guard !clock.isInvalid else { return FoundDate(range: range, reading: .invalid) }
        var readings: [DateReading] = []
        for minutes in clock.minutes {
            guard let last = ends(minutes) else { continue }
            let single = Clock(hour: clock.hour, minute: clock.minute, fixed: minutes)
            for reading in alternatives(combine(day, single)) {
                guard let start = plain(reading), case .moment(let moment) = start else { continue }
                let stop = CivilMoment(
                    moment.date.adding(days: (moment.minuteOfDay + last - minutes) / 1440),
                    minuteOfDay: (moment.minuteOfDay + last - minutes) % 1440)
                readings.append(settled(start, .moment(stop)))
            }
        }
        let reading: DateReading = readings.isEmpty ? .invalid : readings.count == 1 ? readings[0] : .ambiguous(readings)
        return FoundDate(range: range, reading: reading, day: first.day, clock: clock, isBareWeekday: first.isBareWeekday)
    }

    /// A day or moment, whether gone or not; nil for anything that is neither.
    func plain(_ reading: DateReading) -> DateReading? {
        switch reading {
        case .day, .moment: reading
        case .past(let inner): plain(inner)
        default: nil
        }
    }

    func settled(_ start: DateReading, _ end: DateReading) -> DateReading {
        let isOver =
            switch end {
            case .day(let date): date < today
            case .moment(let moment): moment < now
            default: false
            }
        let interval = DateReading.interval(start, end)
        return isOver ? .past(interval) : interval
    }

    // MARK: 前, 内, 后

    /// Rule 4: a day with 前 includes that day, a festival leaves it out; 本周内 ends on Sunday.
    func deadline(_ scan: Scan, _ found: FoundDate) -> FoundDate {
        let text = scan.text
        let end = found.range.upperBound
        let at = text[end] == 0x4E4B || text[end] == 0x4EE5 ? end + 1 : end
        var result = found
        if found.reading == .invalid, text[at] != 0x524D || found.clock != nil { return found }
        switch text[at] {
        case 0x524D:  // 前, not 前面
            guard ![0x9762, 0x540E, 0x671F, 0x95E8, 0x53F0, 0x5F80].contains(text[at + 1]) else { return found }
            result.range = found.range.lowerBound..<at + 1
            guard found.clock == nil, let day = found.day else { return result }
            switch day.value {
            case .date(let date) where day.isFestival:
                let last = date.adding(days: -1)
                result.reading = last < today ? .past(.day(last)) : .day(last)
            case .span(let first, _) where day.isFestival:
                let last = first.adding(days: -1)
                result.reading = last < today ? .past(.day(last)) : .day(last)
            case .span(let first, let last): result.reading = .ambiguous([.day(first.adding(days: -1)), .day(last)])
            default: break
            }
        case 0x5185:  // 内
            if case .date? = found.day?.value, found.clock == nil {
                result.range = found.range.lowerBound..<at + 1
                return result
            }
            guard case .span(_, let last)? = found.day?.value, found.clock == nil else { return found }
            result.range = found.range.lowerBound..<at + 1
            result.reading = last < today ? .past(.day(last)) : .day(last)
        case 0x540E:  // 后, not 后面 or 后天
            // 后天20:15之后: the hour itself.
            if found.clock != nil {
                result.range = found.range.lowerBound..<at + 1
                return result
            }
            guard found.day != nil, found.day?.isCounted == false, ![0x9762, 0x5929].contains(text[at + 1]) else { return found }
            result.range = found.range.lowerBound..<at + 1
            result.reading = .ambiguous([])
        default: break
        }
        return result
    }

    /// Whether what a slot holds is a day or an hour that has not come yet.
    func isAhead(_ value: SlotValue?) -> Bool {
        guard case .date(let reading)? = value else { return false }
        return switch reading {
        case .day(let date): date > today
        case .moment(let moment): moment.date > today
        default: false
        }
    }
}
