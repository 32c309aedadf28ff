import Procedure

extension DateReader {
    /// The date expression at a place, corrections and alternatives behind it taken in; nil if none begins there.
    func date(_ scan: inout Scan, at start: Int) -> FoundDate? {
        guard DateWord.mayBegin(scan.text[start]) else { return nil }
        if let known = scan.dates.known(at: start, now) { return known }
        let found = read(&scan, at: start)
        scan.dates.remember(found, at: start, now)
        return found
    }

    private func read(_ scan: inout Scan, at start: Int) -> FoundDate? {
        guard var found = expression(&scan, at: start) else { return nil }
        for _ in 0..<3 {
            var at = skipMarks(scan, found.range.upperBound)
            // 「啊不对」, 「哎，错了」
            if DateReader.sighs.contains(scan.text[at]) { at = skipMarks(scan, at + 1) }
            guard let (joint, end) = joint(&scan, at: at) ?? moved(&scan, behind: at) else { break }
            // 12号延期到下周三: the number is a matter's.
            if joint == .move, found.clock == nil, scan.text[found.range.upperBound - 1] == 0x53F7, !hasMonth(scan, found.range) { break }
            at = skipMarks(scan, end)
            // 「不对，改成下周四」, 「说错了，是4点」
            if joint == .correction {
                if let (_, more) = self.joint(&scan, at: at) { at = skipMarks(scan, more) }
                if scan.text[at] == 0x662F { at = skipMarks(scan, at + 1) }
            }
            guard var next = expression(&scan, at: at) else { break }
            // 「8月25号，不对，26号」 stays in August.
            if let month = found.day?.date, let number = scan.text.numeral(at: at), isDayMark(scan, number.end),
                let date = CivilDate(month.year, month.month, number.value), scan.text[at - 1] != 0x6708
            {
                next.day = SaidDay(.date(date))
                next.reading = combine(next.day, next.clock)
            }
            found = joint == .alternative ? offered(found, next) : corrected(found, by: next)
        }
        return found
    }

    /// 明天下午3点的会改到后天: a few words of what is moved stand between.
    private func moved(_ scan: inout Scan, behind start: Int) -> (Joint, Int)? {
        guard scan.text[start] == 0x7684 else { return nil }  // 的
        for at in start + 1..<start + 6 {
            if Marks.isMark(scan.text[at]) { return nil }
            if scan.text[at] != 0x4E0D, let (joint, end) = joint(&scan, at: at), joint == .move || scan.text[at] == 0x6539 {
                return (.move, end)
            }  // 不 改
        }
        return nil
    }

    private func hasMonth(_ scan: Scan, _ range: Range<Int>) -> Bool { range.contains { scan.text[$0] == 0x6708 } }

    /// Every date expression of a text from a place on, up to so many.
    func dates(_ scan: inout Scan, in range: Range<Int>, limit: Int) -> [FoundDate] {
        var found: [FoundDate] = []
        var at = range.lowerBound
        while at < range.upperBound, found.count < limit {
            guard DateWord.mayBegin(scan.text[at]) else {
                at += 1
                continue
            }
            if var date = date(&scan, at: at) {
                at = max(date.range.upperBound, at + 1)
                if let last = found.last {
                    if isSaidAgain(scan, last, date) { continue }
                    // 8月1日建军节上午九点: the same day, and the hour of it.
                    if let clock = date.clock, last.clock == nil, let day = last.day?.date, day == date.day?.date,
                        let whole = joined(scan, last, date)
                    {
                        found[found.count - 1] = whole
                        found[found.count - 1].reading = combine(last.day, clock)
                        continue
                    }
                    date = carried(date, from: last, scan)
                }
                // 不是周三，是周四
                if let last = found.last, isDenied(scan, last.range, date.range.lowerBound) {
                    found[found.count - 1] = corrected(last, by: date)
                    continue
                }
                found.append(date)
            } else {
                // A number is passed over whole: the 5 of 15号 is no day.
                let digits = scan.text.digits(at: at)
                at = digits?.end ?? at + 1
            }
        }
        return found
    }

    /// 本周日也就是今儿, 6月1号儿童节, 10月10日是周六: the same day in other words.
    private func isSaidAgain(_ scan: Scan, _ last: FoundDate, _ date: FoundDate) -> Bool {
        let (end, start) = (last.range.upperBound, date.range.lowerBound)
        guard start - end <= 5, start == end || last.clock == nil else { return false }
        let isSame =
            last.reading == date.reading
            || date.isBareWeekday && date.clock == nil && last.day?.date.map { $0.weekday == date.day?.date?.weekday } == true
        return isSame && isExplaining(scan, end..<start)
    }

    /// Whether nothing, or 是, 就是, 也就是 or 即, stands between two expressions of one day.
    private func isExplaining(_ scan: Scan, _ range: Range<Int>) -> Bool {
        let between = range.map { scan.text[$0] }.filter { $0 != 0x2C && $0 != FoldTable.space }
        return [[], [0x28], [0x662F], [0x5C31, 0x662F], [0x4E5F, 0x5C31, 0x662F], [0x5373]].contains(between)
    }

    /// Two expressions of one day as one, where the second only adds its hour.
    private func joined(_ scan: Scan, _ last: FoundDate, _ date: FoundDate) -> FoundDate? {
        let (end, start) = (last.range.upperBound, date.range.lowerBound)
        guard case .day = last.reading, case .moment = date.reading, start - end <= 5, isExplaining(scan, end..<start) else { return nil }
        var whole = date
        whole.range = last.range.lowerBound..<date.range.upperBound
        return whole
    }

    /// 「明天建党节，上午九点升旗」: an hour alone, a few words behind a coming day, is of that day.
    private func carried(_ date: FoundDate, from last: FoundDate, _ scan: Scan) -> FoundDate {
        let between = last.range.upperBound..<max(last.range.upperBound, date.range.lowerBound)
        guard date.day == nil, date.clock != nil, between.count <= DateReader.carriedFor,
            !between.contains(where: { DateReader.ends.contains(scan.text[$0]) })
        else { return date }
        // 周一至周五，9点到17点: of each of these days.
        if last.isSpanOfDays || last.isRecurring {
            var recurring = date
            recurring.reading = .ambiguous([])
            recurring.isRecurring = true
            return recurring
        }
        // 23号晚，七点: the part of the day, too.
        if between.count == 1, last.clock == nil, last.day?.date != nil, let part = last.part ?? last.day?.part, let said = date.clock,
            said.part == nil, said.hour < 12, part.minute(hour: said.hour, minute: said.minute) != nil
        {
            var joined = date
            joined.clock = Clock(hour: said.hour, minute: said.minute, part: part, isWritten24: false)
            joined.reading = combine(last.day, joined.clock)
            joined.isCarried = true
            joined.day = last.day
            return joined
        }
        guard let day = last.day?.date, day > today else { return date }
        let days = day.dayNumber - today.dayNumber
        func moved(_ reading: DateReading) -> DateReading {
            switch reading {
            case .moment(let moment): .moment(CivilMoment(moment.date.adding(days: days), minuteOfDay: moment.minuteOfDay))
            case .interval(let first, let end): .interval(moved(first), moved(end))
            case .past(let inner): moved(inner)
            case .ambiguous(let list): .ambiguous(list.map(moved))
            case .day, .invalid: reading
            }
        }
        var carried = date
        carried.reading = moved(date.reading)
        carried.day = last.day
        carried.isCarried = true
        return carried
    }

    /// Scalars between a day and an hour that is of it.
    private static let carriedFor = 16
    /// 。！？；: another sentence may be of another day.
    private static let ends = ScalarSet("。!?;\n")

    /// Whether 不是 stands before the first and 是 or 而是 between them.
    private func isDenied(_ scan: Scan, _ first: Range<Int>, _ start: Int) -> Bool {
        guard first.lowerBound >= 2, scan.text[first.lowerBound - 2] == 0x4E0D, scan.text[first.lowerBound - 1] == 0x662F,
            start - first.upperBound <= 3
        else { return false }
        let between = (first.upperBound..<start).map { scan.text[$0] }.filter { $0 != 0x2C && $0 != FoldTable.space }
        return between == [0x662F] || between == [0x800C, 0x662F]
    }

    private func skipMarks(_ scan: Scan, _ start: Int) -> Int {
        var at = start
        while [FoldTable.space, 0x2C, 0x3002, 0x21, 0x28].contains(scan.text[at]) { at += 1 }
        return at
    }

    private static let sighs = ScalarSet("啊哦噢哎呃嗯额唉欸诶呀")

    private enum Joint { case correction, alternative, move }

    private static let joints: WordTrie = {
        let fold = FoldTable()
        let corrections = [
            "不对", "不对是", "错了", "错了是", "说错了", "说错了是", "写错了", "打错了", "改成", "改为", "改到", "应该是", "应是", "更正", "更正为", "哦不", "噢不", "啊不", "不不",
            "记错了", "搞错了", "弄错了", "纠正", "纠正一下", "不是", "口误", "更正一下", "更正下", "改一下", "改下", "纠正下",
        ]
        let moves = [
            "延到", "延至", "延期到", "延期至", "推迟到", "推迟至", "推到", "顺延到", "顺延至", "提前到", "提前至", "挪到", "调到", "调整到", "调整为", "换到", "换成", "改至", "改期到",
            "改", "改在", "改期至", "改期为", "调整至", "变更为", "变更到", "变更至", "移到", "移至", "提早到", "延后到", "延后至", "延迟到", "延迟至", "延长到", "延长至", "推后到",
            "推后至", "推迟为", "顺延为", "后延到", "后延至", "挪至", "调至", "调成", "往后推到", "往后延到", "往后挪到", "往前提到",
        ]
        return WordTrie(
            corrections.map { (fold.word($0), 0) } + moves.map { (fold.word($0), 2) }
                + ["或", "或者", "还是", "或是", "要么"].map { (fold.word($0), 1) })
    }()

    private func joint(_ scan: inout Scan, at start: Int) -> (Joint, Int)? {
        guard let found = DateReader.joints.longest(in: &scan, at: start) else {
            // 「8月25号，不，26号」
            return scan.text[start] == 0x4E0D && scan.text[start + 1] == 0x2C ? (.correction, start + 1) : nil
        }
        return (found.value == 1 ? .alternative : found.value == 0 ? .correction : .move, found.end)
    }

    /// Rule 8: the later part holds, and an hour not repeated stays.
    private func corrected(_ first: FoundDate, by next: FoundDate) -> FoundDate {
        var result = next
        result.range = first.range.lowerBound..<next.range.upperBound
        if next.day == nil, next.clock != nil, let day = first.day {
            result.day = day
            // 明晚七点半，写错了，八点 stays in the evening.
            if let part = first.clock?.part, let said = next.clock, said.part == nil, said.hour < 12, !said.isInvalid {
                let same = Clock(hour: said.hour, minute: said.minute, part: part, isWritten24: false)
                if !same.isInvalid { result.clock = same }
            }
            result.reading = combine(day, result.clock)
        } else if next.clock == nil, let clock = first.clock, let day = next.day {
            result.clock = clock
            result.reading = combine(day, clock)
        }
        return result
    }

    private func offered(_ first: FoundDate, _ next: FoundDate) -> FoundDate {
        var second = next.reading
        if next.day == nil, var clock = next.clock, let day = first.day {
            // 晚上七点半或者八点: in the evening, too.
            if let part = first.clock?.part, clock.part == nil, clock.hour < 12, !clock.isInvalid {
                let same = Clock(hour: clock.hour, minute: clock.minute, part: part, isWritten24: false)
                if !same.isInvalid { clock = same }
            }
            second = combine(day, clock)
        }
        var result = first
        result.range = first.range.lowerBound..<next.range.upperBound
        result.reading = .ambiguous(alternatives(first.reading) + alternatives(second))
        return result
    }

    func alternatives(_ reading: DateReading) -> [DateReading] {
        if case .ambiguous(let list) = reading { list } else { [reading] }
    }

    // MARK: One expression

    private func expression(_ scan: inout Scan, at start: Int) -> FoundDate? {
        scan.steps += 1
        if let (word, end) = DateWord.read(&scan, at: start) {
            switch word {
            case .vague where isFreeTime(scan, start..<end) || isPartOfWord(scan, start..<end): return nil
            case .vague: return FoundDate(range: start..<end, reading: .ambiguous([]))
            case .nothing: return nil
            case .recurring: return recurring(&scan, start, end)
            case .fromNow:
                // 自即日起至3月20日
                if let next = intervalMark(scan, nil, end), let last = point(&scan, at: next, after: today), let stop = plain(last.reading)
                {
                    return FoundDate(range: start..<last.range.upperBound, reading: settled(.day(today), stop), day: SaidDay(.date(today)))
                }
                if let whole = period(&scan, start, end, from: nil) { return whole }
                // 今天起受理
                let stop = scan.text[start] == 0x4ECA ? start + 2 : end
                return FoundDate(range: start..<stop, reading: .day(today), day: SaidDay(.date(today)))
            case .from:
                // 起
                guard let (day, stop) = self.day(&scan, at: end), scan.text[stop] == 0x8D77 || scan.text[stop] == 0x5F00 else { return nil }
                return period(&scan, start, stop + 1, from: day)
            default: break
            }
        }
        if let (moment, end) = hoursFromNow(&scan, at: start) {
            let reading = DateReading.moment(moment)
            return FoundDate(range: start..<end, reading: moment < now ? .past(reading) : reading)
        }
        if let list = listed(&scan, at: start) { return deadline(&scan, list) }
        guard let first = point(&scan, at: start, after: nil) else { return nil }
        if let whole = interval(&scan, first) { return whole }
        return deadline(&scan, first)
    }

    private static let beforeFree = ScalarSet("谁没都人才就也哪啥几")

    /// 三年前, 这个环节后, 两周中: with a word before them these are no New Year, no holiday and no middle of the week.
    private func isPartOfWord(_ scan: Scan, _ range: Range<Int>) -> Bool {
        let text = scan.text
        guard range.count == 2 else { return false }
        switch (text[range.lowerBound], text[range.lowerBound + 1]) {
        case (0x5E74, 0x524D), (0x5E74, 0x540E), (0x8282, 0x524D), (0x8282, 0x540E):  // 年前 年后 节前 节后
            break
        case (0x5468, 0x4E2D):  // 周中
            guard !DateReader.behindMiddle.contains(text[range.upperBound]) else { return true }
        default: return false
        }
        return !Marks.isMark(text[range.lowerBound - 1]) && !DateReader.beforeHolidays.contains(text[range.lowerBound - 1])
    }

    private static let beforeHolidays = ScalarSet("等到在过我咱就赶要取于是放")

    /// 谁有空, 有空的来: somebody has time; no day is put off.
    private func isFreeTime(_ scan: Scan, _ range: Range<Int>) -> Bool {
        guard range.count == 2, scan.text[range.lowerBound] == 0x6709 else { return false }
        // 我有空, but not 等我有空
        let before = scan.text[range.lowerBound - 1]
        if [0x6211, 0x4ED6, 0x5979, 0x4F60].contains(before), ![0x7B49, 0x770B].contains(scan.text[range.lowerBound - 2]) { return true }
        return [0x7684, 0x6863, 0x4F4D].contains(scan.text[range.upperBound])
            || DateReader.beforeFree.contains(scan.text[range.lowerBound - 1])
    }

    /// A day, an hour, or both.
    func point(_ scan: inout Scan, at start: Int, after: CivilDate?) -> FoundDate? {
        let isBareWeekday = DateWord.read(&scan, at: start).map { $0.word == .weekday } ?? false
        guard let (day, dayEnd) = self.day(&scan, at: start, after: after) else {
            guard let (clock, end) = scan.clock(at: start) else { return nil }
            return FoundDate(range: start..<end, reading: combine(nil, clock), clock: clock)
        }
        var end = dayEnd
        var clock: Clock?
        var saysPart = day.part != nil
        var saidPart = day.part
        var at = end
        if scan.text[at] == 0x7684 { at += 1 }  // 的
        if scan.text[at] == FoldTable.space { at += 1 }
        if let part = day.part {
            if let (said, stop) = scan.hour(at: at, part: part, isShort: true) { (clock, end) = (said, stop) }
        } else if let (said, stop) = scan.clock(at: at) {
            (clock, end) = (said, stop)
        } else if let (said, stop) = scan.dayPart(at: at) {
            (end, saysPart, saidPart) = (stop, true, said)
        } else if scan.text[at] == 0x665A || scan.text[at] == 0x65E9, Marks.isMark(scan.text[at + 1]) || joint(&scan, at: at + 1) != nil {
            (end, saysPart, saidPart) = (at + 1, true, scan.text[at] == 0x665A ? .evening : .morning)  // 这周五晚
        }
        return FoundDate(
            range: start..<end, reading: combine(day, clock), day: day, clock: clock, dayEnd: dayEnd,
            isUnpublished: day.value == .unpublished,
            isBareWeekday: isBareWeekday, saysPart: saysPart, part: saidPart)
    }

    // MARK: Day and hour together

    func combine(_ day: SaidDay?, _ clock: Clock?) -> DateReading {
        if let clock, clock.isInvalid { return .invalid }
        switch day?.value ?? .date(today) {
        case .invalid: return .invalid
        case .unpublished: return .ambiguous([])
        case .either(let dates):
            return .ambiguous(dates.flatMap { date in clock.map { alternatives(moments(date, $0)) } ?? [.day(date)] })
        case .span(let first, let last): return clock == nil ? settled(.day(first), .day(last)) : .ambiguous([])
        case .date(let date):
            if let clock { return moments(date, clock) }
            return date < today ? .past(.day(date)) : .day(date)
        case .todayOrNextWeek(let date):
            guard let clock else { return .ambiguous([.day(date), .day(date.adding(days: 7))]) }
            let readings = clock.minutes.map { minutes in
                let soon = moment(date, minutes)
                return DateReading.moment(soon > now ? soon : moment(date.adding(days: 7), minutes))
            }
            return readings.count == 1 ? readings[0] : .ambiguous(readings)
        }
    }

    private func moments(_ date: CivilDate, _ clock: Clock) -> DateReading {
        let readings = clock.minutes.map { minutes in
            let said = moment(date, minutes)
            return said < now ? DateReading.past(.moment(said)) : .moment(said)
        }
        return readings.count == 1 ? readings[0] : .ambiguous(readings)
    }

    private func moment(_ date: CivilDate, _ minutes: Int) -> CivilMoment {
        CivilMoment(date.adding(days: minutes / 1440), minuteOfDay: minutes % 1440)
    }
}
