import Procedure

// From one moment to another, and what 前, 内 and 后 make of a date.
extension DateReader {
    func interval(_ scan: inout Scan, _ first: FoundDate) -> FoundDate? {
        guard let at = intervalMark(scan, first.clock, first.range.upperBound) else { return nil }
        if let clock = first.clock, let (said, end) = scan.clock(at: at, isEnd: true) {
            return until(first, clock, said, end)
        }
        // 1月到5月
        if case .span(let from, _)? = first.day?.value, first.clock == nil, let second = day(&scan, at: at, after: from),
            case .span(_, let last) = second.day.value, last > from
        {
            let whole = SaidDay(.span(from, last))
            return FoundDate(range: first.range.lowerBound..<second.end, reading: combine(whole, nil), day: whole)
        }
        // 四月二十五到二十七
        if let second = sameMonth(scan, at, of: first), let from = first.day?.date, let last = second.day?.date, last > from {
            let range = first.range.lowerBound..<second.range.upperBound
            return FoundDate(range: range, reading: settled(.day(from), .day(last)), day: first.day)
        }
        // 20:00至次日6:00 begins today.
        guard let from = first.day?.date ?? (first.clock == nil ? nil : today), var second = point(&scan, at: at, after: from) else {
            return nil
        }
        if first.clock != nil, second.clock == nil { return nil }
        if let clock = first.clock { second.clock = second.clock.map { overnight($0, from: clock, second.day, after: from) } }
        if let day = second.day, let clock = second.clock { second.reading = combine(day, clock) }
        let range = first.range.lowerBound..<second.range.upperBound
        // 周二至周日9:00-17:00: the hours of each day.
        if first.clock == nil, second.clock != nil, intervalMark(scan, second.clock, range.upperBound) != nil,
            let (stop, _) = hours(&scan, at: second.dayEnd)
        {
            return FoundDate(range: range.lowerBound..<stop, reading: .ambiguous([]), isRecurring: true)
        }
        guard let start = plain(first.reading) else { return nil }
        // 3月31号到4月31号
        if second.reading == .invalid, second.day?.value == .invalid { return FoundDate(range: range, reading: .invalid, day: second.day) }
        let ends = alternatives(second.reading).compactMap { plain($0).map { settled(start, $0) } }
        guard let reading = ends.count > 1 ? .ambiguous(ends) : ends.first else { return nil }
        let whole = range.lowerBound..<behindWeekdays(&scan, range.upperBound, from, second.day?.date)
        return FoundDate(range: whole, reading: reading, day: first.day, clock: first.clock, isBareWeekday: first.isBareWeekday)
    }

    /// The 二十七 of 四月二十五到二十七, the 26 of 8月25或26: a number alone behind a month and a day.
    func sameMonth(_ scan: Scan, _ start: Int, of first: FoundDate) -> FoundDate? {
        guard let date = first.day?.date, first.clock == nil, hasMonth(scan, first.range), let number = scan.text.numeral(at: start),
            number.digits <= 2, number.value > date.day, let day = CivilDate(date.year, date.month, number.value),
            Marks.isMark(scan.text[number.end]) || isChinese(scan.text[number.end]),
            scan.text[number.end] != 0x53F7, ![0x3A, 0x2D, 0x2E].contains(scan.text[number.end]), !scan.text.isMeasure(at: number.end)
        else { return nil }
        return FoundDate(range: start..<number.end, reading: combine(SaidDay(.date(day)), nil), day: SaidDay(.date(day)))
    }

    /// 3日—5日（周二至周四）: behind the weekdays in brackets, where they are those of the two days.
    private func behindWeekdays(_ scan: inout Scan, _ start: Int, _ first: CivilDate, _ last: CivilDate?) -> Int {
        func named(_ at: Int) -> (Int, Int)? {
            guard let (word, end) = DateWord.read(&scan, at: at), word == .weekday else { return weekday(scan, at: at) }
            return weekday(scan, at: end)
        }
        guard scan.text[start] == 0x28, let (from, at) = named(start + 1), [0x5230, 0x81F3, 0x2D].contains(scan.text[at]),
            let (to, end) = named(at + 1), scan.text[end] == 0x29, from == first.weekday, to == last?.weekday
        else { return start }
        return end + 1
    }

    /// The hour of a later day that ends what began in the evening: 20时—25日6时 is written with 24 hours, 次日5点 is the morning, and of
    /// 周六晚10点到周日6点 nobody can say it for sure.
    private func overnight(_ said: Clock, from first: Clock, _ day: SaidDay?, after from: CivilDate) -> Clock {
        guard said.part == nil, said.hour <= 7, let date = day?.date, date > from else { return said }
        var clock = said
        let morning = said.hour * 60 + said.minute
        if first.part == nil && first.hour >= 13 || day?.isCounted == true {
            clock.minutes = [morning]
        } else if first.part == .evening || first.part == .night || first.part == .midnight {
            clock.minutes = [morning, morning + 720]
        }
        return clock
    }

    /// The second hour takes over the day and the half-day of the first.
    func until(_ first: FoundDate, _ clock: Clock, _ said: Clock, _ end: Int) -> FoundDate {
        func ends(_ start: Int) -> Int? {
            if let part = said.part {
                // 晚10点到早6点 ends on the next day.
                return part.minute(hour: said.hour, minute: said.minute).map { $0 <= start && $0 < 720 && start >= 1080 ? $0 + 1440 : $0 }
            }
            guard !said.isInvalid else { return nil }
            let plain = said.hour * 60 + said.minute
            let inherited = clock.part.flatMap { $0.minute(hour: said.hour, minute: said.minute) }
            let sameDay = [inherited, plain, plain + 720].compactMap { $0 }.first { $0 > start && ($0 == plain || said.hour <= 12) }
            return sameDay ?? (start >= 1080 && plain < 720 ? plain + 1440 : nil)
        }
        let day = first.day ?? SaidDay(.date(today))
        let range = first.range.lowerBound..<end
        guard !clock.isInvalid else { return FoundDate(range: range, reading: .invalid) }
        var readings: [DateReading] = []
        // 6:00-14:00: what ends before it begins began in the morning.
        var starts = clock.minutes
        if clock.part == nil, (1...6).contains(clock.hour), starts.allSatisfy({ ends($0) == nil }) {
            starts = [clock.hour * 60 + clock.minute]
        }
        for minutes in starts {
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
        if readings.isEmpty, case .ambiguous = first.reading { readings = [.ambiguous([])] }  // a day of a year without a calendar
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

    // MARK: 起

    /// Rule 9: 从今天起公示七天 is seven full days, to the same hour.
    func period(_ scan: inout Scan, _ start: Int, _ end: Int, from day: SaidDay?) -> FoundDate? {
        for at in end..<end + 8 {
            if [0x81F3, 0x5230, 0x6708].contains(scan.text[at]) { return nil }  // 至 到 月
            // 今起训练提前半小时 says nothing of how long.
            guard let amount = Amount(&scan, at: at), amount.unit != .minutes else { continue }
            func later(_ date: CivilDate) -> CivilDate? {
                switch amount.unit {
                case .days: date.adding(days: amount.count)
                case .months: date.adding(months: amount.count)
                case .workingDays: calendar?.workingDay(amount.count, after: date)
                case .minutes: nil
                }
            }
            // 即日起三天内 is a limit, no span.
            let within = [0x4E4B, 0x4EE5].contains(scan.text[amount.end]) ? amount.end + 1 : amount.end  // 之 以
            if scan.text[within] == 0x5185, let last = later(day?.date ?? today) {  // 内
                return FoundDate(
                    range: start..<within + 1, reading: last < today ? .past(.day(last)) : .day(last), day: SaidDay(.date(last)))
            }
            guard let day else {
                guard let last = later(today) else {
                    return FoundDate(range: start..<amount.end, reading: .ambiguous([]), isUnpublished: true)
                }
                let reading = DateReading.interval(.moment(now), .moment(CivilMoment(last, minuteOfDay: now.minuteOfDay)))
                return FoundDate(range: start..<amount.end, reading: reading)
            }
            guard let first = day.date, let last = later(first) else { return nil }
            return FoundDate(range: start..<amount.end, reading: settled(.day(first), .day(last)))
        }
        return nil
    }

    // MARK: 前, 内, 后

    /// 公示结束后, 会后, 验收合格后的; 收到后 and 收到通知后 is when it is read, 今后 and 最后 are no event.
    func isBehindEvent(_ text: FoldedText, _ start: Int) -> Bool {
        let end = text[start - 1] == 0x7684 ? start - 1 : start  // 的
        guard text[end - 1] == 0x540E, isChinese(text[end - 2]), !DateReader.noEvents.contains(text[end - 2]) else { return false }  // 后
        return !(3...6).contains { text[end - $0 + 1] == 0x5230 && [0x6536, 0x63A5].contains(text[end - $0]) }  // 收到 接到
    }

    private static let noEvents = ScalarSet("今然以最此随之往前先背日号月天年周个时分点")

    /// 从3月份开始电梯就老坏, 8月以来: what has gone on since; 从8月开始一律收费 is still to come.
    func isSince(_ text: FoldedText, _ start: Int) -> Bool {
        if text[start] == 0x4EE5, text[start + 1] == 0x6765 { return true }  // 以来
        let since = text[start] == 0x8D77 ? start + 1 : start + 2  // 起
        guard since == start + 1 || text[start] == 0x5F00 && text[start + 1] == 0x59CB else { return false }  // 开始
        var at = since
        while isChinese(text[at]), at - since < 8 {
            if DateReader.goingOn.begins(text, at: at) { return true }
            at += 1
        }
        return false
    }

    private static let goingOn = ScalarPairs("一直 老是 总是 就老 就总")

    /// Rule 4: a day with 前 includes that day, a festival leaves it out; 本周内 ends on Sunday.
    func deadline(_ scan: inout Scan, _ found: FoundDate) -> FoundDate {
        let text = scan.text
        let end = found.range.upperBound
        // 7月20日起一个月内
        if text[end] == 0x8D77, found.clock == nil, let day = found.day, let amount = Amount(&scan, at: end + 1), amount.unit != .minutes,
            let whole = period(&scan, found.range.lowerBound, end + 1, from: day), scan.text[whole.range.upperBound - 1] == 0x5185
        {
            return whole
        }
        // 周五下班前 is 周五前.
        let closing = found.clock == nil && text[end] == 0x4E0B && text[end + 1] == 0x73ED ? end + 2 : end
        let at = text[closing] == 0x4E4B || text[closing] == 0x4EE5 ? closing + 1 : closing
        guard closing == end || text[at] == 0x524D else { return found }
        var result = found
        if found.reading == .invalid, text[at] != 0x524D || found.clock != nil { return found }
        switch text[at] {
        case 0x524D:  // 前, not 前面
            guard ![0x9762, 0x540E, 0x671F, 0x95E8, 0x53F0, 0x5F80].contains(text[at + 1]) else { return found }
            if case .span? = found.day?.value, text.numeral(at: at + 1) != nil { return found }  // 今年前两个月
            result.range = found.range.lowerBound..<at + 1
            guard found.clock == nil, let day = found.day else { return result }
            switch day.value {
            case .date(let date) where countedBack(&scan, from: date, at + 1) != nil:
                guard let (reading, stop) = countedBack(&scan, from: date, at + 1) else { break }
                result.range = found.range.lowerBound..<stop
                result.reading = reading
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
            guard found.day != nil, found.day?.isCounted == false, ![0x9762, 0x5929, 0x534A].contains(text[at + 1]) else { return found }
            result.range = found.range.lowerBound..<at + 1
            // 清明节后第一个周三晚上七点
            if let (_, next) = ordinal(scan, at: at + 1), let (word, named) = DateWord.read(&scan, at: next), word == .weekday,
                let (_, stop) = weekday(scan, at: named)
            {
                result.range = found.range.lowerBound..<(hours(&scan, at: stop)?.end ?? stop)
            }
            result.reading = .ambiguous([])
        default: break
        }
        return result
    }

    /// 中秋前一周, 端午前两天; 国庆前最后一个周末 is asked.
    private func countedBack(_ scan: inout Scan, from date: CivilDate, _ start: Int) -> (DateReading, Int)? {
        if let (_, end) = ordinal(scan, at: start) {
            let (first, second) = (scan.text[end], scan.text[end + 1])
            if first == 0x5468, weekday(scan, at: end + 1) != nil { return (.ambiguous([]), end + 2) }
            return (first, second) == (0x5DE5, 0x4F5C) && scan.text[end + 2] == 0x65E5 ? (.ambiguous([]), end + 3) : nil  // 工作日
        }
        guard let amount = Amount(&scan, at: start), amount.unit == .days,
            ![0x5185, 0x540E, 0x4E4B, 0x4EE5].contains(scan.text[amount.end])  // 内 后 之 以
        else { return nil }
        let day = date.adding(days: -amount.count)
        // 国庆前一周 may be that week, too.
        guard scan.text[amount.end - 1] == 0x5929 else { return (.ambiguous([.day(day)]), amount.end) }
        return (day < today ? .past(.day(day)) : .day(day), amount.end)
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
