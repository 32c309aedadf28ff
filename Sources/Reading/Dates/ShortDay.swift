import Procedure

/// Days written short: 3/18, 3.18, 5·25, 6.5公布, 28上班, 30前, 六七号.
extension DateReader {
    /// 2026-03-18, 2026/3/18, 3/18, 3.18 晚. Without a year only where something that goes with a date follows.
    func written(_ scan: Scan, _ start: Int, _ first: Numeral, _ mark: UInt32, after: CivilDate?) -> (day: SaidDay, end: Int)? {
        guard let second = scan.text.digits(at: first.end + 1), second.digits <= 2 else { return nil }
        if first.digits == 4 {
            guard (1900...2200).contains(first.value), scan.text[second.end] == mark, let third = scan.text.digits(at: second.end + 1),
                third.digits <= 2
            else { return nil }
            var end = third.end
            if scan.text[end] == 0x65E5 || scan.text[end] == 0x53F7 { end += 1 }
            if scan.text[end] == 0x74 { end += 1 }  // 2026-03-18T19:30
            return (SaidDay(CivilDate(first.value, second.value, third.value).map { .date($0) } ?? .invalid), end)
        }
        guard first.digits <= 2, (1...12).contains(first.value), !isDigit(scan.text[second.end]) else { return nil }
        var end = second.end
        let next = scan.text[end]
        let isDotted = mark != 0x2D && mark != 0x2F && isDottedDay(scan.text, start, second, mark)
        guard isDotted || !Marks.isMiddleDot(mark) else { return nil }
        switch next {
        case _ where isDotted: break
        case 0x53F7 where scan.text.isHouse(at: end + 1): return nil
        case 0x65E5, 0x53F7: end += 1
        case 0x8D77 where second.digits == 2 || mark == 0x2F: break  // 7.15起
        case 0x2D where mark != 0x2D:  // 8/20-8/22
            guard let month = scan.text.digits(at: end + 1), scan.text[month.end] == mark || mark == 0x2F && month.value > second.value
            else {
                return nil
            }
        case 0x5230, 0x81F3:  // 8/20到8/22, but 1.5到2米
            guard let month = scan.text.digits(at: end + 1), month.digits <= 2, !DateReader.measures.contains(scan.text[month.end]),
                !DateReader.beforeAmount.contains(scan.text[start - 1])
            else { return nil }
        case 0x5468, 0x661F, 0x4E0A, 0x4E0B, 0x665A, 0x65E9, 0x4E2D, 0x524D, 0x28: break  // 周 星 上 下 晚 早 中 前 (
        case FoldTable.space where mark == 0x2D:
            guard let hour = scan.text.digits(at: end + 1), scan.text[hour.end] == 0x3A else { return nil }
        // 2.14、2.28补班
        case 0x2C where mark == 0x2E && second.digits == 2 && (10...31).contains(second.value) && isListed(scan.text, end + 1): break
        case 0, FoldTable.space, 0x2C, 0x3002, FoldTable.newline:
            guard mark == 0x2F && !DateReader.beforeFraction.contains(scan.text[start - 1]) || after != nil else { return nil }
        // 4.20报名截止, but 4.20元
        case _ where mark == 0x2E && after != nil: break
        // 9.9敬老活动, said some days before: it may be a number of something else.
        case _ where mark == 0x2E && after == nil:
            guard start == 0 || Marks.isMark(scan.text[start - 1]), isChinese(next), !DateReader.measures.contains(next),
                !DateReader.behindPoint.contains(next),
                case .date(let date) = resolve(month: first.value, day: second.value, year: nil, after: nil),
                (0...14).contains(date.dayNumber - today.dayNumber)
            else { return nil }
            return (SaidDay(.either([date])), end)
        case _ where mark == 0x2E: return nil
        default:
            guard mark == 0x2F, second.value <= 31, after != nil || !isFraction(scan, start, first.value, second) else { return nil }
        }
        return (SaidDay(resolve(month: first.value, day: second.value, year: nil, after: after)), end)
    }

    /// 2.28: another day written so.
    private func isListed(_ text: FoldedText, _ start: Int) -> Bool {
        guard let month = text.digits(at: start), (1...12).contains(month.value), text[month.end] == 0x2E,
            let day = text.digits(at: month.end + 1)
        else { return false }
        return day.digits == 2 && day.value <= 31 && isChinese(text[day.end]) && !DateReader.measures.contains(text[day.end])
    }

    /// 2/3以上, 超过1/2的业主; 11/31交表 is a day, though November has none such.
    private func isFraction(_ scan: Scan, _ start: Int, _ first: Int, _ second: Numeral) -> Bool {
        // 之前 以前 前
        let next = (scan.text[second.end], scan.text[second.end + 1])
        if next.0 == 0x4E4B, [0x524D, 0x540E, 0x5185].contains(next.1) || next.0 == 0x4EE5, next.1 == 0x524D { return false }
        if DateReader.beforeFraction.contains(scan.text[start - 1]) || DateReader.behindFraction.contains(next.0) { return true }
        // 8/10做, 9/3开会; 2/3 and 1/10 are fractions.
        return !isChinese(next.0) || first < second.value && (second.value <= 5 || first == 1 && second.value <= 10)
    }

    static let measures = ScalarSet("元块米万吨公斤分倍星折级度个升亿寸厘毫千克两页集版代期一每人名点两角毛号平百")
    private static let beforeFraction = ScalarSet("占超过达满约近第-/")
    private static let behindFraction = ScalarSet("以的业户人票同通赞多居面栋楼号个块英杯斤份路单室门层-/.:%")

    // MARK: With a point

    /// A month and a day with a point are read only where something stands beside them that goes with a day and with no price or version:
    /// 6.5公布, 3.5学雷锋日, 计划4.15, 节后第一天10.8.
    private func isDottedDay(_ text: FoldedText, _ start: Int, _ day: Numeral, _ mark: UInt32) -> Bool {
        let (before, next) = (text[start - 1], text[day.end])
        let isFirst = start == 0 || Marks.isMark(before)
        guard (1...31).contains(day.value), isFirst || isChinese(before), !DateReader.beforeAmount.contains(before) else {
            return false
        }
        let behind = next == 0x8D77 ? day.end + 1 : day.end  // 起
        if DateReader.dayWords.begins(text, at: behind) { return true }
        guard !DateReader.measures.contains(next) else { return false }
        if Marks.isMiddleDot(mark) { return isChinese(next) || Marks.isMark(next) }
        if isFirst, isChinese(next), day.digits == 2 && day.value >= 10 || saysHour(text, day.end) { return true }
        if isNamedDay(text, day.end) { return true }
        // 5.20 晚7:30, 3.28 14:30
        if next == FoldTable.space {
            if DateReader.behindSpace.contains(text[day.end + 1]) { return true }
            if let hour = text.digits(at: day.end + 1), text[hour.end] == 0x3A { return true }
        }
        guard Marks.isMark(next) else {
            return DateReader.lastWords.contains(next) && (Marks.isMark(text[day.end + 1]) || isDigit(text[day.end + 1]))
        }
        // 支委会同意，3.30
        let place = isFirst && day.digits == 2 ? start - 3 : start - 2
        return DateReader.beforeDay.begins(text, at: place) || before == 0x5929 || before == 0x4E8E  // 天 于
    }

    /// 6.6友谊赛，13:30集合: an hour stands shortly behind it.
    private func saysHour(_ text: FoldedText, _ start: Int) -> Bool {
        for at in start..<start + 10 where isDigit(text[at - 1]) && text[at] == 0x3A {
            if let minutes = text.digits(at: at + 1), minutes.digits == 2, minutes.value < 60 { return true }
        }
        return false
    }

    /// 6.6爱眼日, 9.10教师节: what the day is called.
    private func isNamedDay(_ text: FoldedText, _ start: Int) -> Bool {
        for at in start + 1..<start + 8 {
            guard isChinese(text[at - 1]) else { return false }
            if text[at] == 0x65E5 || text[at] == 0x8282 { return true }  // 日 节
        }
        return false
    }

    /// What is done on a day, or names one.
    private static let dayWords = ScalarPairs(
        """
        上班 上工 上课 开课 开售 开抢 开演 开赛 开锣 开练 开打 友谊 比赛 彩排 演出 演练 讲座 体测 开工 开学 开业 开园 开门 开馆 开始 开会 开考 开通 开播 开庭 开放 开奖 开标 开班 开营 开机 开票 开盘 开镰 复工 复课 复诊 复查 复学 返校 返岗 返程 放假 放学
        补班 补课 补考 补休 调休 休息 休假 停工 停水 停电 停业 停课 停气 停办 停诊 恢复 截止 截至 到期 到货 到账 到位 到家 到岗 报名 报到 报送 公布 公示 公开 发布 发放 发货 发车 发薪 出发
        出院 出榜 出分 出账 入住 入伍 入院 入场 搬家 交付 交房 交表 交稿 交卷 交货 交工 交班 交接 验收 验房 竣工 完工 完成 结束 启动 启用 上线 上市 上映 上架 下线 实施 执行 生效 施行 签约 签到
        集合 体检 考试 面试 笔试 中考 高考 比赛 决赛 开幕 闭幕 庆典 回家 回来 回城 回京 值班 过节 过生 生日 那天 当天 当日 之前 以前 受理 办理 投票 选举 换届 手术 住院 产检 结婚 订婚 办酒 进场
        撤场 退场 清场 拆除 打款 还款 扣款 续费 涨价 降价 供暖 停暖 试水 宣判 判决
        会议 支委 党委 总支 支部 送达 张贴 调解 仲裁 听证 缴费 交费 交款 领取 发证 打针 接种 拆线 换药 抽血 复检 开户 迎新 报考 查分 军训 出差 出游 团建 培训 慰问 走访 早上 上午 中午 下午 晚上
        """)
    /// 5.6见, 4.4歇: the last word of a clause.
    private static let lastWords = ScalarSet("见去歇休开停交考走回来发到")
    private static let behindSpace = ScalarSet("晚早上下中周星")
    private static let beforeDay = ScalarPairs(
        "计划 预计 定在 改到 改成 改为 截止 截至 最迟 最晚 原定 时间 日期 延到 延至 推到 提前 挪到 暂定 初定 就是 定到 同意 通过 会议 支部 党委 总支 委会 通报 成果")
    private static let behindPoint = ScalarSet("包节章条款项本倍钱左多来声寸号")
    static let beforeAmount = ScalarSet("本花价收卖涨降约共为有每差占均重高长宽深版v第减加赔欠付得分率比近达超足剩用买元块量距跌升血糖烧")

    // MARK: Numbers alone

    /// 28上班, 30前补完, 二十六晚上七点: a number where a clause begins and something goes on that only a day has. Chinese numerals may be of the
    /// lunar calendar and digits before an hour a matter's: these are asked.
    func bareDay(_ scan: inout Scan, _ start: Int, _ number: Numeral) -> (day: SaidDay, end: Int)? {
        let text = scan.text
        guard (number.digits == 0 ? 11...31 : 1...31).contains(number.value), number.digits <= 2,
            !isDigit(text[start - 2])
        else { return nil }
        let isFirst = start == 0 || Marks.isMark(text[start - 1])
        if !isFirst || number.value > 10, let day = movingDay(&scan, start, number, isFirst: isFirst) { return day }
        guard isFirst else { return nil }
        let isLimit =
            number.digits == 2 && number.value >= 10 && text[number.end] == 0x524D && isChinese(text[number.end + 1])  // 前
            && !DateReader.behindBefore.contains(text[number.end + 1])
        // 26休
        let isOff = number.digits == 2 && (text[number.end] == 0x4F11 || text[number.end] == 0x6B47) && Marks.isMark(text[number.end + 1])
        // 廿八开张: of days alone.
        let isTwenty = text[start] == 0x5EFF || text[start] == 0x5345
        let isClear = DateReader.bareDayWords.begins(text, at: number.end) || isLimit || isOff || isTwenty
        // 二十八我侄子结婚
        let isTold = number.digits == 0 && number.value > 20 && DateReader.behindToldDay.contains(text[number.end])
        let isInParts = number.value > 12 && text[start - 1] != FoldTable.space && scan.dayPart(at: number.end) != nil
        guard isClear || isInParts || isTold, let (day, _) = dayOfMonth(scan, start, number, after: nil) else { return nil }
        guard case .date(let date) = day.value, number.digits == 0 || !isClear else { return (day, number.end) }
        return (SaidDay(.either([date])), number.end)
    }

    /// 14到，15贴; 我13去14回; 蛋糕26晚上七点送到: within a clause, too, where a single word of what is done ends it or an hour follows. Asked.
    private func movingDay(_ scan: inout Scan, _ start: Int, _ number: Numeral, isFirst: Bool) -> (day: SaidDay, end: Int)? {
        let text = scan.text
        let (done, next) = (text[number.end], text[number.end + 1])
        guard isFirst || number.value > 9 && number.digits != 1 && isChinese(text[start - 1]) && text.numeral(at: start - 1) == nil,
            // 开会 12晚7点: behind a space it is the matter's.
            !DateReader.beforeNoDay.contains(text[start - 1]), text[start - 1] != FoldTable.space
        else { return nil }
        // Not 13回：同意, nor 一天冲十八回.
        let isCounted = done == 0x56DE && !isFirst && number.digits == 0
        var isDay =
            DateReader.behindMovingDay.contains(done) && !isCounted
            && (Marks.isMark(next) && next != 0x3A || done != 0x5230 && isDigit(next))  // 到
        // 二十八搬吧
        if isFirst, DateReader.behindMovingDay.contains(done), DateReader.finals.contains(next), Marks.isMark(text[number.end + 2]) {
            isDay = true
        }
        // 24我上，26你上; 19夜班
        if isFirst || DateReader.beforeShift.contains(text[start - 1]), number.digits == 2,
            DateReader.shifts.begins(text, at: number.end) || DateReader.people.contains(done) && DateReader.ofShifts.contains(next)
        {
            isDay = true
        }
        // 节后22复工, 我29请假
        if number.digits == 2,
            !isFirst && DateReader.bareDayWords.begins(text, at: number.end) || DateReader.absences.begins(text, at: number.end)
        {
            isDay = true
        }
        // 26晚上七点, 26晚7点
        if !isFirst, number.digits > 0, scan.dayPart(at: number.end) != nil { isDay = true }
        if number.digits > 0, done == 0x665A || done == 0x65E9, scan.clock(at: number.end) != nil { isDay = true }  // 晚 早
        guard isDay, let (day, _) = dayOfMonth(scan, start, number, after: nil), case .date(let date) = day.value else { return nil }
        return (SaidDay(.either([date])), number.end)
    }

    private static let shifts = ScalarPairs("夜班 白班 早班 中班 晚班 小夜 大夜 前夜 后夜")
    private static let absences = ScalarPairs("请假 休假 出差 停课 考试 体检 面试 住院 手术 报到 双休 连休")
    private static let beforeShift = ScalarSet("那我你他她的是就")
    private static let people = ScalarSet("我你他她")
    private static let ofShifts = ScalarSet("上值替顶歇休守班")
    private static let finals = ScalarSet("吧呗吗么了啊")
    /// 25-27放假, 12-15出差: what lasts some days.
    static let lastingWords = ScalarPairs(
        "放假 休息 补班 调休 上班 值班 出差 休假 年假 请假 外出 停水 停电 停气 停课 停业 歇业 闭馆 考试 期中 期末 月考 阅卷 轮休 有雨 降温 军训 培训 施工 封路 住院 双休 连休 单休 串休 回家 探亲 放牧 收割 报名 缴费 展览 集训 排练 体检 面试 清明 端午 中秋 国庆 元旦 春节"
    )
    private static let bareDayWords = ScalarPairs(
        "上班 上工 上课 复工 复课 开工 开学 放学 返校 返岗 放假 休息 补班 调休 到家 回家 回来 出院 过节 值班 开张 开业 过寿 做寿 满月 待客 摆酒 动工 收工 出殡 下葬")
    private static let behindToldDay = ScalarSet("我你他她俺咱去来回走")
    private static let behindBefore = ScalarSet("面后期台往排门半几三两几者")

    /// 六七号 may be either of two days, 二十来号 any about that: asked.
    func roughDay(_ scan: Scan, _ start: Int, _ number: Numeral) -> (day: SaidDay, end: Int)? {
        let text = scan.text
        let isAbout = text[number.end] == 0x6765 || text[number.end] == 0x591A  // 来 多
        if isAbout, text[number.end + 1] == 0x53F7, (10...30).contains(number.value) {
            let end = number.end + 2
            return Marks.isMark(text[end]) || isChinese(text[end]) && !text.isMeasure(at: end) && !text.isHouse(at: end)
                ? (SaidDay(.either([])), end) : nil
        }
        // 二十七八号
        if let teen = text.roughTeen(at: start) {
            guard isDayMark(scan, teen.end), teen.low < 31, let (day, _) = dayOfMonth(scan, start, number, after: nil), let date = day.date
            else { return nil }
            return (SaidDay(.either([date, date.adding(days: 1)])), teen.end + 1)
        }
        guard text.isRoughly(at: start), number.end == start + 2 else { return nil }
        if text[number.end] == 0x6708 {  // 三四月份
            return (SaidDay(.either([])), text[number.end + 1] == 0x4EFD ? number.end + 2 : number.end + 1)
        }
        guard isDayMark(scan, number.end) else { return nil }
        let days = [number.value / 10, number.value % 10].compactMap { value -> CivilDate? in
            let month = value >= today.day ? firstOfMonth(0) : firstOfMonth(1)
            return CivilDate(month.year, month.month, value)
        }
        return (SaidDay(.either(days)), number.end + 1)
    }
}
