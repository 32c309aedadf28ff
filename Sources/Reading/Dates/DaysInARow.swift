import Procedure

/// Days that are understood from one said before: 5.1-5.3满座，5.4有位; 砖11号拉，沙子12拉; 下周末夜钓，周六下午四点.
extension DateReader {

    /// Whether a place stands few words behind a date, in the same sentence.
    func isNear(_ scan: Scan, _ last: FoundDate, _ start: Int) -> Bool {
        let between = last.range.upperBound..<max(last.range.upperBound, start)
        return between.count <= DateReader.carriedFor && !between.contains { DateReader.ends.contains(scan.text[$0]) }
    }

    /// 5.4有位, behind a day that was written with a point, too: one that comes after it and soon.
    func pointed(_ scan: inout Scan, at start: Int, after last: FoundDate) -> FoundDate? {
        let text = scan.text
        guard isDigit(text[start]), !isDigit(text[start - 1]), let month = text.digits(at: start), text[month.end] == 0x2E,
            isNear(scan, last, start),
            last.range.dropFirst().contains(where: { text[$0] == 0x2E && isDigit(text[$0 - 1]) && isDigit(text[$0 + 1]) }),
            text[start - 1] != 0x2E, !DateReader.beforeAmount.contains(text[start - 1]), let day = text.digits(at: month.end + 1),
            text[day.end] != 0x2E, !DateReader.measures.contains(text[day.end]), let first = lastDate(of: last),
            let found = point(&scan, at: start, after: first), let date = found.day?.date, date > first,
            date.dayNumber - first.dayNumber < 62
        else { return nil }
        return deadline(&scan, interval(&scan, found) ?? found)
    }

    private func lastDate(of found: FoundDate) -> CivilDate? {
        if case .interval(_, .day(let last)) = found.reading { return last }
        return found.day?.date
    }

    /// 12拉 behind 11号, 二十九贴对联 behind 腊月二十八: what is done on it stands behind the number. Nobody can be sure.
    func alone(_ scan: Scan, at start: Int, after last: FoundDate) -> FoundDate? {
        let text = scan.text
        guard !isDigit(text[start - 1]), let number = text.numeral(at: start), number.digits <= 2, (11...31).contains(number.value),
            isNear(scan, last, start), !DateReader.beforeNoDay.contains(text[start - 1]), text.numeral(at: number.end + 1) == nil,
            let (said, day) = numberSaid(scan, of: last), (said + 1...said + 7).contains(number.value)
        else { return nil }
        let isNext = number.value == said + 1 && (Marks.isMark(text[start - 1]) || number.digits == 0) && isAnything(text, number.end)
        let date = day.adding(days: number.value - said)
        guard isNext || last.clock == nil && DateReader.behindNextDay.contains(text[number.end]), date.month == day.month || day.day != said
        else { return nil }
        return FoundDate(
            range: start..<number.end, reading: .ambiguous([.day(date)]), day: SaidDay(.either([date])), dayEnd: number.end,
            isBareList: true)
    }

    /// The number a day was said with, and the day: 28 of 28号下午1点 and of 腊月二十八.
    private func numberSaid(_ scan: Scan, of found: FoundDate) -> (Int, CivilDate)? {
        guard let day = lastDate(of: found) ?? offered(found) else { return nil }
        var end = found.dayEnd > found.range.lowerBound ? min(found.dayEnd, found.range.upperBound) : found.range.upperBound
        if scan.text[end - 1] == 0x53F7 || scan.text[end - 1] == 0x65E5 { end -= 1 }  // 号 日
        for at in max(found.range.lowerBound, end - 3)..<end {
            if let number = scan.text.numeral(at: at), number.end == end { return (number.value, day) }
        }
        return nil
    }

    /// A word that counts nothing.
    private func isAnything(_ text: FoldedText, _ at: Int) -> Bool {
        isChinese(text[at]) && !text.isMeasure(at: at) && !DateReader.measures.contains(text[at]) && !text.isHouse(at: at)
            && !DateReader.countedThings.contains(text[at])
    }

    /// The one day that was offered: 14到.
    private func offered(_ found: FoundDate) -> CivilDate? {
        if case .either(let days)? = found.day?.value, days.count == 1 { days[0] } else { nil }
    }

    /// 下周末夜钓，周六下午四点: a weekday alone behind a week to come may be of that week, or the next one from now.
    func ofThatWeek(_ date: FoundDate, _ last: FoundDate, _ scan: Scan) -> FoundDate? {
        guard date.isBareWeekday, last.isSpanOfDays, last.range.contains(where: { DateReader.weekWords.contains(scan.text[$0]) }),
            case .span(let first, let end)? = last.day?.value, first > today,
            end.dayNumber - first.dayNumber < 7, isNear(scan, last, date.range.lowerBound)
        else { return nil }
        func moved(_ reading: DateReading) -> DateReading? {
            switch reading {
            case .day(let day): .day(inWeek(day))
            case .moment(let moment): .moment(CivilMoment(inWeek(moment.date), minuteOfDay: moment.minuteOfDay))
            case .interval(let from, let to): moved(from).flatMap { from in moved(to).map { .interval(from, $0) } }
            default: nil
            }
        }
        func inWeek(_ day: CivilDate) -> CivilDate { first.adding(days: day.weekday - first.weekday) }
        let readings = alternatives(date.reading)
        let there = readings.compactMap(moved)
        guard !there.isEmpty, there != readings else { return nil }
        var result = date
        result.reading = .ambiguous(there + readings)
        return result
    }

    /// 货到14贴, 共12到: the number counts, or stands for something else.
    static let beforeNoDay = ScalarSet("第每共约近超满过楼栋室路弄巷号元块年月期周达足有到至了这比剩缺差才仅和与及按跟同比")
    /// 去 回 到 …: what is done on a day in one word.
    static let behindMovingDay = ScalarSet("到贴去回来走拉搬装歇")
    private static let countedThings = ScalarSet("家对双箱只条头匹口亩道科本场桌份笔批趟瓶罐壶车班和或与及到至不通转并收受退驳")
    static let behindNextDay = ScalarSet("到贴去回来走拉搬装歇用发交送取考修干吃休开能可补")
}
