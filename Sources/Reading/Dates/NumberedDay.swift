import Procedure

/// Days said with numbers: 3月18日, 2026-03-18, 18号, 三天后, 10个工作日内, 农历八月十五.
extension DateReader {
    func numbered(_ scan: inout Scan, at start: Int, after: CivilDate?) -> (day: SaidDay, end: Int)? {
        guard !isDigit(scan.text[start - 1]), let first = scan.text.numeral(at: start) else { return nil }
        // 〔2026〕3号 is a document's.
        if scan.text[start - 1] == 0x29, isDigit(scan.text[start - 2]), isDigit(scan.text[start - 5]) { return nil }
        if scan.text[start - 1] == 0x7B2C { return nil }  // 第6号通知
        let mark = scan.text[first.end]
        if mark == 0x5E74, first.digits == 4 || first.digits == 2 || (first.digits == 0 && first.value >= 1900) {  // 年
            let year = first.digits == 2 ? 2000 + first.value : first.value
            guard (1900...2200).contains(year) else { return nil }
            if scan.text[first.end + 1] == 0x5E95 {  // 底
                return CivilDate(year, 12, 31).map { (SaidDay(.date($0)), first.end + 2) }
            }
            if let span = months(scan, at: first.end + 1, year: year) { return span }
            if let named = holiday(&scan, at: first.end + 1, year: year) { return named }
            guard let month = scan.text.numeral(at: first.end + 1) else { return nil }
            return monthAndDay(scan, month, year: year)
        }
        // 初一月考 is of a class.
        if mark == 0x6708, first.digits == 0, scan.text[start - 1] == 0x521D { return nil }
        if let rough = roughDay(scan, start, first) { return rough }
        if after == nil, let span = months(scan, at: start, year: nil) { return span }
        if mark == 0x6708 { return monthAndDay(scan, first, year: nil, after: after) }  // 月
        if first.digits > 0, mark == 0x2D || mark == 0x2F || mark == 0x2E || Marks.isMiddleDot(mark) {
            return written(scan, start, first, mark, after: after)
        }
        // 28号至30号路口封闭: behind 至 a day, whatever road follows.
        let isRoad =
            after != nil && mark == 0x53F7 && DateReader.behindLastDay.begins(scan.text, at: first.end + 1)
        if mark == 0x53F7, after == nil, isAddress(scan.text, start) { return nil }
        if isRoad || isDayMark(scan, first.end) { return dayOfMonth(scan, start, first, after: after) }
        return bareDay(&scan, start, first)
    }

    /// 中山街28号, 八一巷5号; 明天修路12号完工 is a day.
    private func isAddress(_ text: FoldedText, _ start: Int) -> Bool {
        switch text[start - 1] {
        case 0x5DF7, 0x5F04: true  // 巷 弄
        case 0x9053: text[start - 2] == 0x5927  // 大道
        case 0x8DEF, 0x8857: isChinese(text[start - 2]) && !DateReader.beforeRoad.contains(text[start - 2])  // 路 街
        default: false
        }
    }

    private static let beforeRoad = ScalarSet("修走一问公马铁赶让铺过堵改封条上逛扫整段道小大")
    private static let behindLastDay = ScalarPairs("路口 路面 路段 门卫 门岗 门口 门诊 线路 线上 线下 车位 车辆 井盖 灯光 房屋 院内")

    /// M月D日, M月底; `month` is the number before 月.
    func monthAndDay(_ scan: Scan, _ month: Numeral, year: Int?, after: CivilDate? = nil) -> (day: SaidDay, end: Int)? {
        guard scan.text[month.end] == 0x6708, month.digits <= 2 else { return nil }
        var at = month.end + 1
        if scan.text[at] == 0x4EFD { at += 1 }  // 份
        guard let day = scan.text.numeral(at: at), day.digits <= 2 else { return wholeMonth(scan, month.value, year: year, at: at) }
        if let either = roughDayOfMonth(scan, month.value, at: at, year: year, after: after) { return either }
        guard day.value <= 99, ![0x4E2A, 0x5929, 0x6B21, 0x4EBA, 0x5EA6, 0x5143, 0x5757].contains(scan.text[day.end]) else {  // 3月2个 …
            return wholeMonth(scan, month.value, year: year, at: at)
        }
        let end = scan.text[day.end] == 0x65E5 || scan.text[day.end] == 0x53F7 ? day.end + 1 : day.end
        // 八月十五 and 九月九 written out are as often the festival as the day of the solar calendar.
        if month.digits == 0, day.digits == 0, year == nil, end == day.end, after == nil,
            month.value == day.value || day.value == 15 && (7...8).contains(month.value),
            case .date(let lunar) = lunarValue(month.value, day.value).value,
            case .date(let solar) = resolve(month: month.value, day: day.value, year: nil, after: after)
        {
            return (SaidDay(.either([lunar, solar])), end)
        }
        return (SaidDay(resolve(month: month.value, day: day.value, year: year, after: after)), end)
    }

    /// 七月四五号, 三月二十七八号.
    private func roughDayOfMonth(_ scan: Scan, _ month: Int, at start: Int, year: Int?, after: CivilDate?) -> (day: SaidDay, end: Int)? {
        let end: Int
        let low: Int
        if let teen = scan.text.roughTeen(at: start) {
            (low, end) = (teen.low, teen.end)
        } else if scan.text.isRoughly(at: start), let first = scan.text.part(start..<start + 1).numeral(at: 0) {
            (low, end) = (first.value, start + 2)
        } else {
            return nil
        }
        guard isDayMark(scan, end), case .date(let date) = resolve(month: month, day: low, year: year, after: after) else { return nil }
        return (SaidDay(.either([date, date.adding(days: 1)])), end + 1)
    }

    /// 1-3月, 十到十二月份: from one month to another, the first of which leaves its 月 to the second.
    func months(_ scan: Scan, at start: Int, year: Int?) -> (day: SaidDay, end: Int)? {
        let text = scan.text
        guard let from = text.numeral(at: start), from.digits <= 2, [0x2D, 0x5230, 0x81F3].contains(text[from.end]),  // - 到 至
            ![0x2D, 0x2E, 0x2F].contains(text[start - 1]), let to = text.numeral(at: from.end + 1), to.digits <= 2,
            text[to.end] == 0x6708, from.value >= 1, from.value < to.value, to.value <= 12
        else { return nil }
        let end = text[to.end + 1] == 0x4EFD ? to.end + 2 : to.end + 1  // 份
        // 一到七月水往屋里钻: as soon as it is July.
        if from.digits == 0, from.value == 1, year == nil, text[from.end] == 0x5230, text[start - 1] != 0x4ECE { return nil }  // 从
        // 3-5月15日 names a day, 1-3月底 an end.
        guard text.numeral(at: end) == nil, !DateReader.behindMonth.contains(text[end]) else { return nil }
        guard let first = CivilDate(year ?? today.year, from.value, 1), let last = CivilDate(year ?? today.year, to.value, 1) else {
            return nil
        }
        let isNext = year == nil && today.dayNumber - lastDay(of: last).dayNumber > 183
        return (SaidDay(.span(isNext ? first.adding(months: 12) : first, lastDay(of: isNext ? last.adding(months: 12) : last))), end)
    }

    private static let behindMonth = ScalarSet("底末初上中下头个")

    private func wholeMonth(_ scan: Scan, _ month: Int, year: Int?, at: Int) -> (day: SaidDay, end: Int)? {
        // 十五月亮 is no month, 13月 none there is.
        guard (1...12).contains(month) else { return isDigit(scan.text[at - 2]) ? (SaidDay(.invalid), at) : nil }
        // 二月兰 is a flower, 三月街 a street, 六月天 the weather.
        // 付三月租
        if isPlaceName(scan, at) || scan.text[at] == 0x79DF || scan.text[at] == 0x5170
            || scan.text[at] == 0x5929 && !isDigit(scan.text[at - 2])
        {
            return nil
        }
        let thisYear = year ?? today.year
        guard var first = CivilDate(thisYear, month, 1) else { return nil }
        if year == nil, isSince(scan.text, at) {
            if first > today { first = first.adding(months: -12) }
        } else if year == nil, today.dayNumber - lastDay(of: first).dayNumber > 183 {
            first = first.adding(months: 12)
        }
        switch scan.text[at] {
        case 0x5E95, 0x672B: return (SaidDay(.date(lastDay(of: first))), at + 1)  // 底 末
        case 0x5934: return (SaidDay(.either([])), scan.text[at + 1] == 0x4E0A ? at + 2 : at + 1)  // 头 头上
        case 0x521D:  // 初; 九月初九 is a day of the lunar calendar
            if year == nil, let found = lunarDay(scan, month, at: at) { return found }
            return (SaidDay(.either([])), at + 1)
        case 0x4E0A, 0x4E2D, 0x4E0B:  // 上 中 下
            if let ten = tenDays(scan, first, at: at) { return ten }
            if scan.text[at] == 0x4E2D { return (SaidDay(.either([])), at + 1) }
        default: break
        }
        return (SaidDay(.span(first, lastDay(of: first))), at)
    }

    /// Rule 5: this year's if today or ahead; gone by at most 183 days it is past; longer gone, next year's.
    func resolve(month: Int, day: Int, year: Int?, after: CivilDate?) -> SaidDay.Value {
        if let year { return CivilDate(year, month, day).map { .date($0) } ?? .invalid }
        if let after {
            guard let date = CivilDate(after.year, month, day) else { return .invalid }
            return date >= after ? .date(date) : CivilDate(after.year + 1, month, day).map { .date($0) } ?? .invalid
        }
        guard let date = CivilDate(today.year, month, day) else { return .invalid }
        if today.dayNumber - date.dayNumber <= 183 { return .date(date) }
        return CivilDate(today.year + 1, month, day).map { .date($0) } ?? .invalid
    }

    /// Day only: this month's if ahead, else next month's; a day the month does not have is no day.
    func dayOfMonth(_ scan: Scan, _ start: Int, _ day: Numeral, after: CivilDate?) -> (day: SaidDay, end: Int)? {
        guard day.digits <= 2, (1...31).contains(day.value) || (scan.text[day.end] == 0x65E5 && day.value < 100) else { return nil }
        // 公告期60日, 提前15日通知: a length of time.
        if scan.text[day.end] == 0x65E5, after == nil, isLength(scan.text, start, day.end + 1) { return nil }
        // 一日游, 一日之计
        if day.digits == 0, day.value == 1, scan.text[day.end] == 0x65E5, DateReader.behindOneDay.contains(scan.text[day.end + 1]) {
            return nil
        }
        // 3号电梯
        if scan.text[day.end] == 0x53F7, day.value < 10, after == nil, DateReader.behindThings.begins(scan.text, at: day.end + 1) {
            return nil
        }
        // 7号建议, 5号方案: a matter's, or a choice's
        if scan.text[day.end] == 0x53F7, after == nil, isMatter(scan.text, day.end + 1) { return nil }
        let base = after ?? today
        // 补7号的班: the day that is gone.
        let isMadeUp = day.value < base.day && scan.text[start - 1] == 0x8865
        // 老刘8号走的20号回来: as likely the one that is gone.
        let isTold = after == nil && day.value < base.day && isTold(scan.text, day.end + 1)
        if isTold, let gone = CivilDate(base.year, base.month, day.value) {
            let next = base.adding(days: 1 - base.day).adding(months: 1)
            return (SaidDay(.either([gone, CivilDate(next.year, next.month, day.value)].compactMap(\.self))), day.end + 1)
        }
        let month = day.value >= base.day || isMadeUp ? base : base.adding(days: 1 - base.day).adding(months: 1)
        let value = CivilDate(month.year, month.month, day.value).map { SaidDay.Value.date($0) } ?? .invalid
        return (SaidDay(value), day.end + 1)
    }

    /// 5号方案, 12号意见谁受理, 7号建议的进展; 20号方案评审, 15号意见箱开箱 and 5号建议大家早到 are days.
    private func isMatter(_ text: FoldedText, _ start: Int) -> Bool {
        guard DateReader.matterWords.begins(text, at: start) else { return false }
        let next = text[start + 2]
        guard text[start] == 0x5EFA else { return !DateReader.doneOnDays.contains(next) }  // 建
        return !isChinese(next) || DateReader.behindMatters.contains(next) || DateReader.doneToMatters.begins(text, at: start + 2)
    }

    private static let matterWords = ScalarPairs("方案 意见 建议 提案 议题 诉求 事项")
    private static let behindMatters = ScalarSet("的谁怎")
    private static let doneToMatters = ScalarPairs("办了 办得 办没 还没 进展 处理 办理")
    /// What is done with 方案 and 意见 on a day: 公示, 反馈, 截止, 讨论, 评审, 征集, 会, 箱
    private static let doneOnDays = ScalarSet("公反截讨评征会箱汇审研论收交开")

    /// 走的, 刚买的: a word or two of what was done, and nothing else.
    private func isTold(_ text: FoldedText, _ start: Int) -> Bool {
        guard let end = (start + 1...start + 3).first(where: { text[$0] == 0x7684 }),  // 的
            (start..<end).allSatisfy({ isChinese(text[$0]) && text.numeral(at: $0) == nil })
        else { return false }
        return DateReader.doneWords.contains(text[end - 1]) && (Marks.isMark(text[end + 1]) || isDigit(text[end + 1]))
    }

    private static let doneWords = ScalarSet("走来去买到交办修装报拆停坏丢发寄订签做")
    private static let behindOneDay = ScalarSet("游三不为千之夫")
    private static let behindThings = ScalarPairs("电梯 窗口 出口 网格 车位 水泵 变压 摄像 监控 台风 工单 机组 站台 教学 宿舍 展位 摊位 岗亭 道闸")

    private func isLength(_ text: FoldedText, _ start: Int, _ end: Int) -> Bool {
        guard ![0x524D, 0x8D77, 0x5230, 0x81F3, 0x2D, 0x28].contains(text[end]) else { return false }  // 前 起 到 至 - (
        if text[start - 1] == 0x524D { return text[start - 2] == 0x63D0 }  // 提前
        if text[start - 1] == 0x4E8E { return text[start - 2] == 0x5C11 }  // 少于
        return DateReader.beforeLength.contains(text[start - 1])
    }

    private static let beforeLength = ScalarSet("期满逾超达足共约每续长限仅示延余")

    // MARK: Counted from today

    /// N天后, N天内, 一周内, 半个月后, N个月后, N个工作日内, 三天前. Hours are counted by `hoursFromNow`.
    func counted(_ scan: inout Scan, at start: Int) -> (day: SaidDay, end: Int)? {
        let first = passing(scan.text, start) ?? start
        guard let amount = Amount(&scan, at: first), let side = Side(scan, at: amount.end, isPassing: first > start),
            amount.unit != .minutes
        else { return nil }
        // 五年前种的树: no day is meant. 20日前报送 is a limit, 三日前 so long ago.
        if side.sign < 0, scan.text[amount.end - 1] == 0x5E74 { return nil }
        if side.sign < 0, scan.text[amount.end - 1] == 0x65E5, amount.count <= 31, amount.count > 10 || isDigit(scan.text[amount.end - 2]) {
            // 5日前: nobody can say which it is.
            guard amount.count <= 10, scan.text[amount.end] == 0x524D, let said = scan.text.numeral(at: start),
                let day = dayOfMonth(scan, start, said, after: nil)?.day.date
            else { return nil }
            return (SaidDay(.either([day, today.adding(days: -amount.count)])), side.end)
        }
        // 公示结束后3个工作日内: counted from what has no day here.
        if first == start, side.sign > 0, isBehindEvent(scan.text, start) { return (SaidDay(.either([]), isCounted: true), side.end) }
        // 两三天内, 三五天后: no day is named.
        if scan.text.isRoughly(at: first) { return (SaidDay(.either([]), isCounted: true), side.end) }
        let date: CivilDate?
        switch amount.unit {
        case .days: date = today.adding(days: side.sign * amount.count)
        case .months: date = today.adding(months: side.sign * amount.count)
        case .workingDays:
            guard side.sign > 0 else { return nil }
            date = calendar?.workingDay(amount.count, after: today)
        case .minutes: date = nil
        }
        // 一周后的今天
        let isToday = scan.text.has([0x7684, 0x4ECA, 0x5929], at: side.end)
        return (SaidDay(date.map { .date($0) } ?? .unpublished, isCounted: true), isToday ? side.end + 3 : side.end)
    }

    /// N小时后, 半小时内: counted from now to the minute.
    func hoursFromNow(_ scan: inout Scan, at start: Int) -> (moment: CivilMoment, end: Int)? {
        let first = passing(scan.text, start) ?? start
        guard let amount = Amount(&scan, at: first), amount.unit == .minutes,
            let side = Side(scan, at: amount.end, isPassing: first > start)
        else { return nil }
        return ((now.instant + .minutes(Int64(side.sign * amount.count))).civil, side.end)
    }

    /// 再过三天, 过半小时: where the length of time begins; 超过三天 and 过了三天 say something else.
    private func passing(_ text: FoldedText, _ start: Int) -> Int? {
        if text[start] == 0x518D, text[start + 1] == 0x8FC7 { return start + 2 }  // 再过
        guard text[start] == 0x8FC7, Marks.isMark(text[start - 1]) || DateReader.beforePassing.contains(text[start - 1]) else { return nil }
        return start + 1
    }

    private static let beforePassing = ScalarSet("等先又我您你他要得")

    /// A length of time: so many days, months, working days or minutes.
    struct Amount {
        enum Unit { case days, months, workingDays, minutes }
        var count: Int
        var unit: Unit
        var end: Int

        init?(_ scan: inout Scan, at start: Int) {
            var at = start
            var halves = 0
            // 俩礼拜, 仨月
            var isPaired = false
            if let (word, end) = DateWord.read(&scan, at: start), word == .half {
                halves = 1
                at = end
            } else if scan.text[start] == 0x4FE9 || scan.text[start] == 0x4EE8 {
                isPaired = true
                halves = scan.text[start] == 0x4FE9 ? 4 : 6
                at = start + 1
            } else {
                guard let number = scan.text.numeral(at: start), number.value <= 1000, !isDigit(scan.text[start - 1]),
                    scan.text[start - 1] != 0x2E || !isDigit(scan.text[start - 2])
                else { return nil }
                halves = 2 * number.value
                at = number.end
                // 1.5小时
                if scan.text[at] == 0x2E, number.digits > 0 {
                    guard let half = scan.text.digits(at: at + 1), half.digits == 1, half.value == 5 else { return nil }
                    halves += 1
                    at = half.end
                }
                if scan.text[at] == 0x4E2A { at += 1 }  // 个
                if scan.text[at] == 0x534A {  // 半
                    halves += 1
                    at += 1
                }
            }
            let text = scan.text
            switch (text[at], text[at + 1]) {
            case (0x5DE5, 0x4F5C) where text[at + 2] == 0x65E5: (count, unit, end) = (halves / 2, .workingDays, at + 3)
            case (0x5C0F, 0x65F6), (0x949F, 0x5934): (count, unit, end) = (halves * 30, .minutes, at + 2)
            case (0x523B, 0x949F): (count, unit, end) = (halves / 2 * 15, .minutes, at + 2)  // 刻钟
            case (0x5206, 0x949F): (count, unit, end) = (halves / 2, .minutes, at + 2)
            case (0x661F, 0x671F), (0x793C, 0x62DC): (count, unit, end) = (halves * 7 / 2, .days, at + 2)
            case (0x5468, _): (count, unit, end) = (halves * 7 / 2, .days, at + 1)
            case (0x5929, 0x534A): (count, unit, end) = (halves * 720 + 720, .minutes, at + 2)  // 一天半
            case (0x5DE5, 0x4F5C) where text[at + 2] == 0x5929: (count, unit, end) = (halves / 2, .workingDays, at + 3)
            case (0x81EA, 0x7136) where text[at + 2] == 0x65E5 || text[at + 2] == 0x5929: (count, unit, end) = (halves / 2, .days, at + 3)
            case (0x5929, _), (0x65E5, _): (count, unit, end) = (halves / 2, .days, at + 1)
            case (0x6708, _):
                // 半个月 is fifteen days; 三月 without 个 is a name, not a length.
                guard halves == 1 || isPaired || text[at - 1] == 0x4E2A || text[at - 1] == 0x534A else { return nil }
                (count, unit, end) = halves % 2 == 0 ? (halves / 2, .months, at + 1) : (halves / 2 * 30 + 15, .days, at + 1)
            case (0x5E74, _): (count, unit, end) = (halves * 6, .months, at + 1)
            default: return nil
            }
            guard count > 0 else { return nil }
        }
    }

    /// 后 and 内 look ahead, 前 looks back.
    private struct Side {
        var sign: Int
        var end: Int

        init?(_ scan: Scan, at start: Int, isPassing: Bool) {
            let text = scan.text
            // 再过三天 without 后
            if isPassing, text[start] != 0x7684, text[start] != 0x4E86 {  // 的 了
                (sign, end) = (1, text[start] == 0x540E && text[start + 1] != 0x9762 ? start + 1 : start)
                return
            }
            let at = text[start] == 0x4E4B || text[start] == 0x4EE5 ? start + 1 : start  // 之 以
            switch text[at] {
            case 0x540E:  // 后, not 后面
                guard text[at + 1] != 0x9762 else { return nil }
                sign = 1
            case 0x5185: sign = 1  // 内
            case 0x524D: sign = -1  // 前
            default: return nil
            }
            end = at + 1
        }
    }

    // MARK: Lunar

    func lunar(_ scan: Scan, at start: Int) -> (SaidDay, Int)? {
        switch scan.text[start] {
        case 0x6B63: return lunarDay(scan, 1, at: start + 2)
        case 0x814A: return lunarDay(scan, 12, at: start + 2)
        case 0x51AC: return lunarDay(scan, 11, at: start + 2)
        default:
            guard let month = scan.text.numeral(at: start), scan.text[month.end] == 0x6708 else { return nil }
            return lunarDay(scan, month.value, at: month.end + 1)
        }
    }

    /// A festival of the lunar calendar.
    func lunarDay(_ month: Int, _ day: Int) -> SaidDay? {
        var said = lunarValue(month, day)
        said.isFestival = true
        return said
    }

    func lunarDay(_ scan: Scan, _ month: Int, at start: Int) -> (SaidDay, Int)? {
        var at = start
        var base = 0
        switch scan.text[at] {
        case 0x521D: at += 1  // 初
        case 0x5EFF:  // 廿
            base = 20
            at += 1
        default: break
        }
        guard let day = scan.text.numeral(at: at) else {
            return base == 20 ? (lunarValue(month, 20), at) : nil
        }
        let end = scan.text[day.end] == 0x65E5 ? day.end + 1 : day.end
        return (lunarValue(month, base + day.value), end)
    }

    func lunarValue(_ month: Int, _ day: Int) -> SaidDay {
        guard (1...12).contains(month), (1...30).contains(day) else { return SaidDay(.invalid) }
        switch calendar?.lunar(month: month, day: day, onOrAfter: today) ?? .unknown {
        case .on(let date): return SaidDay(.date(date))
        case .missing: return SaidDay(.invalid)
        case .unknown: return SaidDay(.unpublished)
        }
    }
}
