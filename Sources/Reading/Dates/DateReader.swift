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
        // 提醒一下下周一的会
        if scan.text[start] == 0x4E0B, scan.text[start + 1] == 0x4E0B, scan.text[start - 1] == 0x4E00 { return nil }  // 下下 behind 一
        guard var found = expression(&scan, at: start) else { return nil }
        if let whole = dayBehind(&scan, found) { return whole }
        for _ in 0..<3 {
            var at = skipMarks(scan, found.range.upperBound)
            // 「啊不对」, 「哎，错了」
            if DateReader.sighs.contains(scan.text[at]) { at = skipMarks(scan, at + 1) }
            let arrow = arrow(scan, at: found.range.upperBound)
            // 原定26号现改为31号
            if DateReader.beforeMove.contains(scan.text[at]), joint(&scan, at: at + 1) != nil { at += 1 }
            guard let (joint, end) = arrow ?? joint(&scan, at: at) ?? moved(&scan, behind: at) ?? correctedLater(&scan, behind: at) else {
                break
            }
            // 12号延期到下周三: the number is a matter's.
            if joint == .move || arrow != nil, found.clock == nil, scan.text[found.range.upperBound - 1] == 0x53F7,
                !hasMonth(scan, found.range)
            {
                break
            }
            at = skipMarks(scan, end)
            // 「不对，改成下周四」, 「说错了，是4点」
            if joint == .correction {
                if let (_, more) = self.joint(&scan, at: at) { at = skipMarks(scan, more) }
                if scan.text[at] == 0x662F { at = skipMarks(scan, at + 1) }
            }
            guard var next = expression(&scan, at: at) ?? sameMonth(scan, at, of: found) else { break }
            // 「8月25号，不对，26号」 stays in August.
            if let month = found.day?.date, let number = scan.text.numeral(at: at), isDayMark(scan, number.end),
                let date = CivilDate(month.year, month.month, number.value), scan.text[at - 1] != 0x6708
            {
                next.day = SaidDay(.date(date))
                next.reading = combine(next.day, next.clock)
            }
            // 是3月6号不是5号: the first holds, and 周三，不是周二，是周四 the last.
            if joint == .denial {
                found.range = found.range.lowerBound..<next.range.upperBound
                at = skipMarks(scan, next.range.upperBound)
                guard scan.text[at] == 0x662F, let meant = expression(&scan, at: at + 1) else { continue }
                next = meant
            }
            found = joint == .alternative ? offered(found, next) : corrected(found, by: next)
        }
        return found
    }

    func hasMonth(_ scan: Scan, _ range: Range<Int>) -> Bool { range.contains { scan.text[$0] == 0x6708 } }

    /// Every date expression of a text from a place on, up to so many.
    func dates(_ scan: inout Scan, in range: Range<Int>, limit: Int = DateReader.enough) -> [FoundDate] {
        if let known = scan.dates.known(in: range, limit: limit, now) { return known }
        let found = all(&scan, in: range, limit: limit)
        scan.dates.remember(found, in: range, limit: limit, now)
        return found
    }

    /// What a command speaks of at most.
    static let enough = 8

    private func all(_ scan: inout Scan, in range: Range<Int>, limit: Int) -> [FoundDate] {
        var found: [FoundDate] = []
        var at = range.lowerBound
        while at < range.upperBound, found.count < limit {
            guard DateWord.mayBegin(scan.text[at]) else {
                at += 1
                continue
            }
            if var date = found.last.flatMap({ pointed(&scan, at: at, after: $0) }) ?? date(&scan, at: at) {
                at = max(date.range.upperBound, at + 1)
                if let last = found.last {
                    if isSaidAgain(scan, last, date) {
                        // 本月29号周六 is one expression.
                        if date.range.lowerBound == last.range.upperBound, date.isBareWeekday {
                            found[found.count - 1].range = last.range.lowerBound..<date.range.upperBound
                        }
                        // 中秋25号晚上赏月，7点
                        if date.saysPart, !last.saysPart {
                            found[found.count - 1].saysPart = true
                            found[found.count - 1].part = date.part
                        }
                        continue
                    }
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
                if let date = found.last.flatMap({ alone(scan, at: at, after: $0) }) {
                    found.append(date)
                    at = date.range.upperBound
                    continue
                }
                // 半夜十二点还拖椅子, and its 夜十二点
                if DateReader.ofNights.contains(scan.text[at]), let (clock, end) = scan.clock(at: at), isHabit(scan.text, clock, end) {
                    at = end
                    continue
                }
                // A number is passed over whole: the 5 of 15号 is no day, nor is the 四号 of 一百零四号.
                at = scan.text.roughTeen(at: at)?.end ?? scan.text.numeral(at: at)?.end ?? at + 1
            }
        }
        return found
    }

    /// 本周日也就是今儿, 6月1号儿童节, 10月10日是周六: the same day in other words.
    private func isSaidAgain(_ scan: Scan, _ last: FoundDate, _ date: FoundDate) -> Bool {
        let (end, start) = (last.range.upperBound, date.range.lowerBound)
        guard start - end <= 5, start == end || last.clock == nil, start == end || last.reading != .ambiguous([]) else { return false }
        let isSame =
            last.reading == date.reading
            || date.isBareWeekday && date.clock == nil && last.day?.date.map { $0.weekday == date.day?.date?.weekday } == true
        return isSame && isExplaining(scan, end..<start)
    }

    /// Whether nothing, or 是, 就是, 也就是 or 即, stands between two expressions of one day.
    private func isExplaining(_ scan: Scan, _ range: Range<Int>) -> Bool {
        // 今天才周四, 今天都周三了
        let fillers: [UInt32] = [0x2C, FoldTable.space, 0x624D, 0x90FD]
        let between = range.map { scan.text[$0] }.filter { !fillers.contains($0) }
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
        if let date = ofThatMonth(date, last, scan) ?? ofThatWeek(date, last, scan) { return date }
        guard date.day == nil, date.clock != nil, isNear(scan, last, date.range.lowerBound) else { return date }
        // 今夜到明晨有雨，18时前收摊: what has begun leaves the hour to itself.
        if last.isSpanOfDays, let first = last.day?.date, first <= today { return date }
        // 周一至周五，9点到17点: of each of these days.
        // 立秋后晨跑改6点: nobody can say of which.
        let isOfNoDay = last.reading == .ambiguous([]) && last.day?.isFestival == true
        if last.isSpanOfDays || last.isRecurring || isOfNoDay {
            var recurring = date
            recurring.reading = .ambiguous([])
            recurring.isRecurring = true
            return recurring
        }
        // 23号晚，七点: the part of the day, too.
        // 今晚别睡太早，十点发券
        let isOfEvening =
            !date.isSpan && (last.part ?? last.day?.part) == .evening && (date.clock.map { (6...11).contains($0.hour) } ?? false)
        if between.count == 1 || isOfEvening, last.clock == nil, last.day?.date != nil, let part = last.part ?? last.day?.part,
            let said = date.clock,
            said.part == nil, said.hour < 12, part.minute(hour: said.hour, minute: said.minute) != nil
        {
            var joined = date
            joined.clock = Clock(hour: said.hour, minute: said.minute, part: part, isWritten24: false)
            joined.reading = combine(last.day, joined.clock)
            joined.isCarried = true
            joined.day = last.day
            return joined
        }
        // 14号夜里11点开铺，凌晨4点放行: the night goes on into the next day.
        let isNight = (last.clock?.part == .evening || last.clock?.part == .night) && date.clock?.part == .smallHours
        guard let day = last.day?.date, isNight ? day >= today : day > today else { return date }
        let days = day.dayNumber - today.dayNumber + (isNight ? 1 : 0)
        // 五一的班都补了，下午四点走: a festival so far off is not today's.
        if last.day?.isFestival == true, days > 120 { return date }
        var carried = date
        carried.reading = date.reading.later(by: days)
        carried.day = last.day
        carried.isCarried = true
        return carried
    }

    /// 8月30号31号报到, 8月3日报名，10日截止: a later number behind a month and a day is of that month.
    private func ofThatMonth(_ date: FoundDate, _ last: FoundDate, _ scan: Scan) -> FoundDate? {
        guard let named = last.day?.date, let day = date.day?.date, let number = scan.text.numeral(at: date.range.lowerBound),
            number.value == day.day, isDayMark(scan, number.end), number.value > named.day, day.month != named.month, day < named,
            isNear(scan, last, date.range.lowerBound), hasMonth(scan, last.range) || last.isOfMonth,
            let meant = CivilDate(named.year, named.month, number.value)
        else { return nil }
        var result = date
        result.isOfMonth = true
        result.day = SaidDay(.date(meant))
        result.reading = combine(result.day, date.clock)
        return result
    }

    /// Scalars between a day and an hour that is of it.
    static let carriedFor = 16
    /// 。！？；: another sentence may be of another day.
    static let ends = ScalarSet("。!?;\n")

    func skipMarks(_ scan: Scan, _ start: Int) -> Int {
        var at = start
        while [FoldTable.space, 0x2C, 0x3002, 0x21, 0x28].contains(scan.text[at]) { at += 1 }
        return at
    }

    private static let beforeMove = ScalarSet("现又再已")
    private static let sighs = ScalarSet("啊哦噢哎呃嗯额唉欸诶呀")

    // MARK: One expression

    func expression(_ scan: inout Scan, at start: Int) -> FoundDate? {
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
        guard let (day, said) = self.day(&scan, at: start, after: after) else {
            guard let (clock, end) = scan.clock(at: start), !isHabit(scan.text, clock, end) else { return nil }
            return FoundDate(range: start..<end, reading: combine(nil, clock), clock: clock)
        }
        var dayEnd = said
        // 清明当天
        if scan.text[dayEnd] == 0x5F53, scan.text[dayEnd + 1] == 0x5929 || scan.text[dayEnd + 1] == 0x65E5,
            scan.clock(at: dayEnd + 2) == nil, scan.dayPart(at: dayEnd + 2) == nil
        {
            dayEnd += 2
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
        } else if case .span(let first, let last) = day.value, last.dayNumber - first.dayNumber > 7 {
            // 今年晚: later than in other years.
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

    /// 谁家半夜十二点还拖椅子, 凌晨四点就装货: so it goes every night; 半夜十二点还没来电 was one.
    private func isHabit(_ text: FoldedText, _ clock: Clock, _ end: Int) -> Bool {
        switch clock.part {
        case .midnight, .night, .smallHours: DateReader.ofHabits.contains(text[end]) && text[end + 1] != 0x6CA1  // 没
        default: false
        }
    }

    private static let ofNights = ScalarSet("半午夜深凌")
    private static let ofHabits = ScalarSet("还就都总老")

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
