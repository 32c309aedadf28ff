import Procedure

/// Days that share what is said once: 15、16号, 18至20日, 3月18、19日, 下月3到5号, 周一、三、五, 8月第一个周六.
extension DateReader {
    /// Numbers of days before one 号 or 日, with or without the month in front. Days that follow each other are a span, others are asked.
    func listed(_ scan: inout Scan, at start: Int) -> FoundDate? {
        guard let head = monthHead(&scan, at: start) else { return nil }
        let text = scan.text
        var days: [Int] = []
        var at = head.end
        var isSpan = false
        var isCounted = false
        var isUnmarked = false
        var isEnumerated = true
        while days.count < DateReader.mostListed {
            guard let number = text.numeral(at: at), number.digits <= 2 else { return nil }
            // 二十三、四号: the second stays in the twenties.
            var value = number.value
            if number.digits == 0, value < 10, let last = days.last, last > 10, last < 30, value > last % 10 { value += last / 10 * 10 }
            guard (1...31).contains(value), (days.last ?? 0) < value else { return nil }
            days.append(value)
            at = number.end
            if isDayMark(scan, at) { break }
            // 1月18、19两日, 15、16两号
            if days.count > 1, let count = text.numeral(at: at), count.value == (isSpan ? days[1] - days[0] + 1 : days.count),
                text[count.end] == 0x5929 || isDayMark(scan, count.end)
            {
                isCounted = true
                // Its 两号 is no second of the month.
                if text[count.end] == 0x53F7 { at = count.end + 1 }
                break
            }
            // 25-27放假, 20、21、22停水
            if days.count > 1, isEnumerated || isSpan, isClauseStart(text, start), DateReader.lastingWords.begins(text, at: at) {
                isUnmarked = true
                break
            }
            guard !isSpan else { return nil }
            // 6月29、30，7月1日散学
            if days.count > 1, isEnumerated, head.first != nil, isBehindList(text, at) {
                isUnmarked = true
                break
            }
            switch text[at] {
            case 0x2C, 0x548C, 0x53CA, 0x4E0E: isEnumerated = isEnumerated && text.isEnumeration(at: at)  // , 和 及 与
            // 十五十六两号
            case _ where number.digits == 0 && value > 10 && text.numeral(at: at)?.value == value + 1: at -= 1
            case 0x5230, 0x81F3, 0x2D:  // 到 至 -
                guard days.count == 1 else { return nil }
                isSpan = true
            default: return nil
            }
            at += 1
        }
        // 3-5日内 counts days, 1、2号泵 are pumps.
        guard days.count > 1, let first = days.first, let last = days.last,
            isCounted || isUnmarked || isDayMark(scan, at) && !isCounting(text, at + 1)
        else { return nil }
        let month = head.first ?? (last >= today.day ? firstOfMonth(0) : firstOfMonth(1))
        let end = isCounted || isUnmarked ? at : at + 1
        let dates = days.compactMap { CivilDate(month.year, month.month, $0) }
        guard dates.count == days.count else { return FoundDate(range: start..<end, reading: .invalid, day: SaidDay(.invalid)) }
        let isRun = isSpan || last - first == days.count - 1
        let day = SaidDay(isRun ? .span(dates[0], dates[dates.count - 1]) : .either(dates))
        var found = FoundDate(range: start..<end, reading: combine(day, nil), day: day)
        found.isBareList = head.end == start
        // 开会 12、18号晚7点: a matter and a day.
        if found.isBareList, !isSpan, hours(&scan, at: end)?.isClock == true { return nil }
        return withHours(&scan, found)
    }

    /// Whether a list of days may end without 日: at a mark that begins something else, or before what happens on them.
    private func isBehindList(_ text: FoldedText, _ at: Int) -> Bool {
        if Marks.isMark(text[at]) { return !text.isEnumeration(at: at) && text[at] != 0x3A && text[at] != 0x2D }
        return isChinese(text[at]) && !DateReader.jointsOfLists.contains(text[at]) && !DateReader.measures.contains(text[at])
            && !text.isMeasure(at: at) && text.numeral(at: at) == nil && text[at] != 0x53F7
    }

    private func isClauseStart(_ text: FoldedText, _ start: Int) -> Bool {
        start == 0 || Marks.isMark(text[start - 1]) && text[start - 1] != 0x2D && !isDigit(text[start - 2])
    }

    private static let jointsOfLists = ScalarSet("和及与到至或日")

    /// Numbers of days said together: a roster may name as many.
    private static let mostListed = 8

    /// The month a list of days begins with, if it says one; `end` is where its first number stands.
    private func monthHead(_ scan: inout Scan, at start: Int) -> (first: CivilDate?, end: Int)? {
        let text = scan.text
        if let (word, end) = DateWord.read(&scan, at: start), case .month(let n) = word {
            return (firstOfMonth(n), text[end] == 0x7684 ? end + 1 : end)  // 的
        }
        guard let number = text.numeral(at: start), number.digits <= 2, !isDigit(text[start - 1]) else { return nil }
        guard text[number.end] == 0x6708 else {  // 月
            // 3.15、16号 and 第15、16号 are no list of days, nor are the 三、四号 of 二十三、四号.
            return number.digits == 0 && text.numeral(at: start - 1) != nil || [0x2E, 0x2F, 0x3A, 0x2D, 0x7B2C].contains(text[start - 1])
                ? nil : (nil, start)
        }
        guard let day = text.numeral(at: number.end + 1),
            case .date(let date) = resolve(month: number.value, day: day.value, year: nil, after: nil)
        else { return nil }
        return (CivilDate(date.year, date.month, 1), number.end + 1)
    }

    /// 内, 以内, 后 behind a number of days.
    private func isCounting(_ text: FoldedText, _ at: Int) -> Bool {
        let at = text[at] == 0x4EE5 || text[at] == 0x4E4B ? at + 1 : at
        return text[at] == 0x5185 || text[at] == 0x540E
    }

    /// The hours behind days that are more than one: of each of them, so nobody can say which is meant.
    func withHours(_ scan: inout Scan, _ found: FoundDate) -> FoundDate {
        guard let (end, isClock) = hours(&scan, at: found.range.upperBound) else { return found }
        var result = found
        result.range = found.range.lowerBound..<end
        if isClock {
            result.reading = .ambiguous([])
            result.isRecurring = true
        }
        return result
    }

    /// Where the hours end that stand at a place, and whether they are more than a part of the day: 上午, 晚7点, 9:00-17:00.
    func hours(_ scan: inout Scan, at start: Int) -> (end: Int, isClock: Bool)? {
        var at = start
        if scan.text[at] == 0x7684 { at += 1 }  // 的
        if scan.text[at] == FoldTable.space { at += 1 }
        guard let (clock, end) = scan.clock(at: at) else { return scan.dayPart(at: at).map { ($0.end, false) } }
        guard let next = intervalMark(scan, clock, end), let (_, last) = scan.clock(at: next) else { return (end, true) }
        return (last, true)
    }

    /// Behind the first end of an interval, where its second one begins: 到, 至, -, 起至, 开始到; in 早8晚6 nothing stands between.
    func intervalMark(_ scan: Scan, _ clock: Clock?, _ end: Int) -> Int? {
        var at = end
        if scan.text[at] == FoldTable.space { at += 1 }
        if scan.text[at] == 0x8D77 { at += 1 }  // 起
        if scan.text[at] == 0x5F00, scan.text[at + 1] == 0x59CB { at += 2 }  // 开始
        if [0x5230, 0x81F3, 0x2D].contains(scan.text[at]) {
            at += 1
            // 直到 is said of no end by itself; --
            if scan.text[at] == 0x2D { at += 1 }
            return scan.text[at] == FoldTable.space ? at + 1 : at
        }
        return at == end && scan.text[at] == 0x665A && clock?.part == .morning ? at : nil  // 晚
    }

    // MARK: Recurring

    /// Recurring times are asked back, whatever hour they name; 每天两人 names none.
    func recurring(_ scan: inout Scan, _ start: Int, _ end: Int) -> FoundDate? {
        var stop = end
        let isDaily = DateReader.daily.contains(scan.text[end - 1])
        if !isDaily { stop = recurringDays(&scan, end) }
        if let (next, _) = hours(&scan, at: stop) { stop = next }
        // 每晚, but neither 每天 alone nor 逢年过节.
        guard stop > end || !isDaily || scan.text[end - 1] == 0x665A, stop > end || scan.text[end - 1] != 0x9022 else { return nil }
        var found = FoundDate(range: start..<stop, reading: .ambiguous([]))
        found.isRecurring = true
        return found
    }

    private static let daily = ScalarSet("天日晚早")
    static let weekWords = ScalarSet("周期拜")

    /// 每周一到周五, 每周二、四, 逢周三, 每月15号, 每月1到5号, 每月最后一个周五, 每月底.
    private func recurringDays(_ scan: inout Scan, _ end: Int) -> Int {
        func named(_ at: Int) -> (Int, Int)? {
            if DateReader.weekWords.contains(scan.text[at - 1]) || at > end, let found = weekday(scan, at: at) { return found }
            guard let (word, next) = DateWord.read(&scan, at: at), word == .weekday else { return nil }
            return weekday(scan, at: next)
        }
        if let (_, next) = ordinal(scan, at: end), let (_, stop) = named(next) { return stop }
        if let (day, stop) = named(end), let (_, last) = moreWeekdays(scan, after: day, at: stop) { return last }
        if var (_, stop) = named(end) {
            // 每周二、四 每周一到周五
            while [0x2C, 0x548C, 0x53CA, 0x5230, 0x81F3, 0x2D].contains(scan.text[stop]), let (_, next) = named(stop + 1) { stop = next }
            return stop
        }
        if let list = listed(&scan, at: end) { return list.range.upperBound }
        // 逢五逢十, 每月28
        if let day = scan.text.numeral(at: end), day.value <= 31, !isDayMark(scan, day.end), !scan.text.isMeasure(at: day.end) {
            let isPaired = scan.text[end - 1] == 0x9022 && scan.text[day.end] == 0x9022  // 逢
            return isPaired ? scan.text.numeral(at: day.end + 1)?.end ?? day.end : day.end
        }
        // 每月1号和15号
        var stop = end
        while let day = scan.text.numeral(at: stop == end ? end : stop + 1), isDayMark(scan, day.end) {
            stop = day.end + 1
            guard [0x2C, 0x548C, 0x53CA].contains(scan.text[stop]) else { break }
        }
        if stop > end { return stop }
        return [0x5E95, 0x521D, 0x672B].contains(scan.text[end]) && scan.text[end - 1] == 0x6708 ? end + 1 : end  // 底 初 末
    }

    // MARK: Weekdays

    /// 周一三五, 下周二、四: the weekdays behind a first one, as far as nothing else can be meant (周一，二楼).
    func moreWeekdays(_ scan: Scan, after first: Int, at start: Int) -> (days: [Int], end: Int)? {
        let text = scan.text
        var days = [first]
        var best: (days: [Int], end: Int)?
        var at = start
        while days.count < 7 {
            let next = text[at] == 0x2C || text[at] == 0x548C ? at + 1 : at  // , 和
            guard !isDigit(text[next]), let (day, stop) = weekday(scan, at: next), day <= 7, day > days[days.count - 1] else { break }
            days.append(day)
            let isBeside = next == at
            at = stop
            let isPair = (text[at] == 0x4E24 || text[at] == 0x4E09) && (text[at + 1] == 0x5929 || text[at + 1] == 0x665A)  // 两天 三晚
            // Three in a row, or a list with 、, can hardly be anything else: 周三四五连着.
            // 礼拜四五没人, but not 周五六中开会
            let isPairOfNeighbours = isBeside && days.count == 2 && day == days[0] + 1 && !DateReader.behindPair.contains(text[stop])
            let isClear = days.count > 2 || days == [6, 7] || text.isEnumeration(at: next - 1) || isPairOfNeighbours
            if Marks.isMark(text[at]) || DateReader.behindWeekdays.contains(text[at]) || isPair
                || isClear && isChinese(text[at]) && !text.isMeasure(at: at) && text[at] != 0x53F7 && weekday(scan, at: at) == nil
                    && text.numeral(at: at) == nil
            {
                best = (days, at)
            }
        }
        return best
    }

    private static let behindPair = ScalarSet("中院小楼栋号路村组队区局所厂连班环")
    private static let behindWeekdays = ScalarSet("上下晚早中都各的值休我去来在连是没不也归")

    // MARK: The so-manieth of a month

    /// 8月第一个周六, 本月最后一个工作日, 下个月的第二个周三, 月底最后一天.
    func placed(_ scan: inout Scan, at start: Int) -> (day: SaidDay, end: Int)? {
        let text = scan.text
        let first: CivilDate
        var at: Int
        switch DateWord.read(&scan, at: start) {
        case (.month(let n), let end)?, (.monthEnd(let n), let end)?: (first, at) = (firstOfMonth(n), end)
        case (.week(let n), let end)?:
            (first, at) = (today.adding(days: 1 - today.weekday + 7 * n), end)
            guard scan.text[at] == 0x6700 || scan.text[at] == 0x7B2C else { return nil }  // 最 第
        default:
            guard let month = text.numeral(at: start), text[month.end] == 0x6708,
                case .span(let from, _)? = monthAndDay(scan, month, year: nil)?.day.value
            else { return nil }
            (first, at) = (from, month.end + 1)
        }
        if text[at] == 0x4EFD { at += 1 }  // 份
        if text[at] == 0x7684 { at += 1 }  // 的
        if let end = soManiethWeek(text, at) { return (SaidDay(.either([])), end) }
        guard let (ordinal, next) = ordinal(scan, at: at) else { return nil }
        let isWeek = if case .week? = DateWord.read(&scan, at: start)?.word { true } else { false }
        let last = isWeek ? first.adding(days: 6) : lastDay(of: first)
        if text[next] == 0x5929, ordinal < 0 { return (SaidDay(.date(last)), next + 1) }  // 天
        if text.has([0x5DE5, 0x4F5C, 0x65E5], at: next) {  // 工作日
            let day = calendar.flatMap { calendar -> CivilDate? in
                if ordinal > 0 { return calendar.workingDay(ordinal, after: first.adding(days: -1)) }
                return (0..<15).lazy.map { last.adding(days: -$0) }.first { calendar.isWorkingDay($0) == true }
            }
            return (SaidDay(day.map { .date($0) } ?? .unpublished), next + 3)
        }
        guard let (word, named) = DateWord.read(&scan, at: next), word == .weekday, let (said, end) = weekday(scan, at: named) else {
            return nil
        }
        let day = min(said, 6 + said % 2)  // 周末 begins on Saturday
        let date =
            ordinal > 0
            ? first.adding(days: (day - first.weekday + 7) % 7 + 7 * (ordinal - 1)) : last.adding(days: -((last.weekday - day + 7) % 7))
        guard date <= last else { return (SaidDay(.invalid), end) }
        return (SaidDay(said == 8 ? .span(date, date.adding(days: 1)) : .date(date)), end)
    }

    /// 第一周, 最后一周: where the weeks of a month begin is not agreed.
    private func soManiethWeek(_ text: FoldedText, _ start: Int) -> Int? {
        let at: Int
        if text[start] == 0x7B2C, let number = text.numeral(at: start + 1) {  // 第
            at = number.end
        } else if text[start] == 0x6700, text[start + 1] == 0x540E, text[start + 2] == 0x4E00 {  // 最后一
            at = start + 3
        } else {
            return nil
        }
        guard text[at] == 0x5468, text[at + 1] != 0x672B, text.numeral(at: at + 1) == nil else { return nil }  // 周, not 周末
        return at + 1
    }

    /// 第二个 is 2, 最后一个 -1.
    func ordinal(_ scan: Scan, at start: Int) -> (value: Int, end: Int)? {
        let text = scan.text
        switch (text[start], text[start + 1]) {
        case (0x7B2C, _):  // 第
            guard let number = text.numeral(at: start + 1), (1...31).contains(number.value), text[number.end] == 0x4E2A else { return nil }
            return (number.value, number.end + 1)
        case (0x6700, 0x540E):  // 最后
            guard let number = text.numeral(at: start + 2), number.value == 1 else { return nil }
            return (-1, text[number.end] == 0x4E2A ? number.end + 1 : number.end)
        case (0x5934, 0x4E00): return text[start + 2] == 0x4E2A ? (1, start + 3) : nil  // 头一个
        case (0x9996, 0x4E2A): return (1, start + 2)  // 首个
        default: return nil
        }
    }

    // MARK: Lunar days without their month

    /// 初五开门: the coming fifth. Around the New Year everybody means its days; at other times 初一 to 初三 are classes of a school.
    func bareLunarDay(_ scan: Scan, _ day: Int, _ start: Int, _ end: Int, after: CivilDate?) -> (SaidDay, Int)? {
        let text = scan.text
        guard !DateReader.beforeClass.contains(text[start - 1]), let calendar else { return nil }
        // 初一学生, 初二年级
        if day <= 3, DateReader.behindClass.contains(text[end]) { return nil }
        let base = after ?? today
        // 正月初八上班，初九开会; 年三十贴春联，初一拜年
        if let month = monthSaidBefore(text, start) {
            let said = lunarValue(month, day)
            // 腊月二十八蒸馍，初一不扫地: behind its month the new year begins.
            guard month == 12, let new = lunarValue(1, day).date, said.date.map({ $0 > new }) ?? true else { return (said, end) }
            return (SaidDay(.date(new)), end)
        }
        let coming = (1...12).compactMap { month -> (CivilDate, Int)? in
            guard case .on(let date) = calendar.lunar(month: month, day: day, onOrAfter: base) else { return nil }
            return (date, month)
        }.min { $0.0 < $1.0 }
        let stop = text[end] == 0x65E5 ? end + 1 : end
        guard let (date, month) = coming else { return day <= 3 ? nil : (SaidDay(.unpublished), stop) }
        if month == 1 { return (SaidDay(.date(date)), stop) }
        return day <= 3 && after == nil ? nil : (SaidDay(.either([date])), stop)
    }

    /// The lunar month of a day said shortly before.
    private func monthSaidBefore(_ text: FoldedText, _ start: Int) -> Int? {
        for at in stride(from: start - 2, through: max(0, start - 24), by: -1) {
            switch (text[at], text[at + 1]) {
            case (0x6B63, 0x6708), (0x6625, 0x8282), (0x9664, 0x5915), (0x5E74, 0x4E09), (0x5927, 0x5E74): return 1  // 正月 春节 除夕 年三 大年
            case (0x814A, 0x6708): return 12  // 腊月
            default: continue
            }
        }
        return nil
    }

    private static let beforeClass = ScalarSet("最当起年月升上读")
    private static let behindClass = ScalarSet("的年级班学生中下新毕升家孩那数语英物化老组部校考课作女男儿娃了时就")
}
