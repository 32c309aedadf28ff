/// The words dates are said with, apart from numbers.
enum DateWord: Sendable, Hashable {
    /// 今天, 后天: days from today.
    case day(Int)
    /// 明后两天: from a day to another, from today.
    case days(Int, Int)
    /// 今晚, 明早: days from today with a part of the day.
    case dayPart(Int, DayPart)
    /// 本周, 下周: weeks from this one.
    case week(Int)
    /// 周, 星期, 礼拜: a weekday must follow.
    case weekday
    /// 本月, 下个月.
    case month(Int)
    /// 月底, 本月底, 下月底.
    case monthEnd(Int)
    case year(Int)
    /// 下季度: quarters from this one.
    case quarter(Int)
    /// 二季度, 上半年: months of this year.
    case months(Int, Int)
    case yearEnd(Int)
    case part(DayPart)
    /// 晚, 早: only before an hour.
    case shortPart(DayPart)
    case festival(String)
    /// A day of the solar calendar that has a name.
    case solar(month: Int, day: Int)
    /// 农历.
    case lunar
    /// 正月, 腊月, 冬月.
    case lunarMonth(Int)
    /// 改天, 尽快: asked back.
    case vague
    /// 每周, 逢: asked back.
    case recurring
    /// 从, 自: the beginning of a period.
    case from
    /// 即日起, 从今天起: now.
    case fromNow
    /// 半, 半个: of a unit.
    case half
    /// 十一, where the holiday may be meant.
    case tenFirst
    /// The n-th Sunday or Thursday of a month: 母亲节, 感恩节.
    case nth(month: Int, weekday: Int, n: Int)
    /// A festival of the lunar calendar that has no line in the calendar file.
    case moon(month: Int, day: Int)
    /// 初五 without its month.
    case lunarDay(Int)
    /// 元月.
    case january
    /// 次日, 次年: only at the second end of an interval.
    case nextDay, nextYear
    /// Words that begin like a day and are none: 小年轻.
    case nothing

    static let trie: WordTrie = {
        let fold = FoldTable()
        return WordTrie(lexicon.enumerated().map { (fold.word($1.0), $0) })
    }()

    /// Whether any date may begin with a scalar: most places of a text are passed over by this alone.
    static func mayBegin(_ scalar: UInt32) -> Bool { scalar < 0x10000 && beginnings[Int(scalar)] }

    private static let beginnings: [Bool] = {
        let numerals = Set("一二三四五六七八九十廿卅两俩仨零〇百千再差0123456789".unicodeScalars.map(\.value))
        return (UInt32(0)..<0x10000).map { numerals.contains($0) || trie.begins(with: $0) }
    }()

    /// The word that begins at a place.
    static func read(_ scan: inout Scan, at start: Int) -> (word: DateWord, end: Int)? {
        guard let found = trie.longest(in: &scan, at: start) else { return nil }
        return (lexicon[found.value].1, found.end)
    }

    private static let lexicon: [(String, DateWord)] =
        entries([
            (.day(0), "今天 今日 今朝 今儿 今儿个 今个儿 今个"), (.day(1), "明天 明日 听日 明朝 明儿 明儿个 明个儿 明起"),
            (.day(2), "后天 后日 后儿 后儿个 后个儿"), (.day(3), "大后天 大后日 大后儿 大后儿个"), (.day(4), "大大后天"),
            (.day(-1), "昨天 昨日 寻日 昨儿 昨儿个 昨个儿 昨个"),
            (.day(-2), "前天 前儿 前儿个"), (.day(-3), "大前天 大前儿 大前日"), (.days(1, 2), "明后天 明后两天 明后两日 明后两晚"), (.days(0, 2), "今明后三天 今明后 今明后三日"),
            (.days(0, 1), "今明两天 今明两日 今明两晚"),
            (.dayPart(0, .evening), "今晚 今夜"), (.dayPart(0, .morning), "今早 今晨"),
            (.dayPart(1, .evening), "明晚 明夜"), (.dayPart(1, .morning), "明早 明晨"), (.dayPart(2, .evening), "后晚"),
            (.dayPart(-1, .evening), "昨晚 昨夜"), (.week(0), "这周 本周 这个周 这星期 本星期 这个星期 这礼拜 本礼拜 这个礼拜"),
            (.week(1), "下周 下个周 下星期 下个星期 下礼拜 下个礼拜"), (.week(2), "下下周 下下个周 下下星期 下下个星期 下下礼拜 下下个礼拜 大下周 大下个周 大下星期 大下礼拜 大下个礼拜"),
            (.week(-2), "上上周 上上个周 上上星期 上上个星期"), (.week(-1), "上周 上个周 上星期 上个星期 上礼拜 上个礼拜"), (.weekday, "周 星期 礼拜"), (.month(0), "本月 这个月 这月 当月"),
            (.month(1), "下月 下个月"), (.month(2), "下下月 下下个月"), (.month(-1), "上月 上个月"),
            (.monthEnd(0), "月底 月末 月尾 本月底 本月末 本月尾 本月月底 当月月底 这月月底 这个月月底 这月底 这月末 这个月底 这个月末 当月底"),
            (.monthEnd(-1), "上月底 上月末 上个月底 上个月末 上月月底 上个月月底"),
            (.monthEnd(1), "下月底 下月末 下月尾 下个月底 下个月末 下月月底 下个月月底"), (.year(0), "今年 本年"), (.year(1), "明年 来年"), (.year(2), "后年"),
            (.year(-1), "去年"),
            (.yearEnd(0), "年底 年末 今年底 今年年底 本年底"), (.yearEnd(1), "明年底 明年年底"), (.part(.smallHours), "凌晨"),
            (.part(.morning), "清晨 早上 早晨 上午 早间 一早 一大早 大清早 清早 大早上 大早 头晌 前晌 上半晌 午前 早饭后"),
            (.part(.noon), "中午 正午 晌午 大中午 大晌午 晌午头 午间"),
            (.part(.afternoon), "下午 午后 傍晚 后晌 下晌 过晌 下半晌 傍黑 擦黑 天擦黑 午饭后"),
            (.part(.night), "夜里 夜间 深夜"), (.part(.evening), "晚上 晚间 大晚上 夜晚 夜晚上 晚饭后 吃过晚饭 晚饭前"), (.part(.midnight), "半夜 午夜"),
            (.shortPart(.evening), "晚 夜"),
            (.shortPart(.morning), "早"),
            (.festival("春节"), "春节 大年初一 农历新年"), (.festival("除夕"), "除夕 除夕夜 大年三十 年三十"), (.festival("元宵"), "元宵 元宵节"),
            (.festival("清明"), "清明 清明节"), (.festival("端午"), "端午 端午节"), (.festival("七夕"), "七夕"), (.festival("中秋"), "中秋 中秋节"),
            (.festival("重阳"), "重阳 重阳节"), (.festival("腊八"), "腊八 腊八节"), (.festival("立春"), "立春"), (.festival("惊蛰"), "惊蛰"),
            (.festival("谷雨"), "谷雨"), (.festival("芒种"), "芒种"),
            (.festival("处暑"), "处暑"), (.festival("白露"), "白露"), (.festival("寒露"), "寒露"), (.festival("霜降"), "霜降"), (.festival("春分"), "春分"),
            (.festival("立夏"), "立夏"),
            (.festival("夏至"), "夏至"), (.festival("立秋"), "立秋"), (.festival("秋分"), "秋分"), (.festival("立冬"), "立冬"), (.festival("冬至"), "冬至"),
            (.festival("初伏"), "初伏 头伏 入伏"), (.festival("中伏"), "中伏 二伏"), (.festival("末伏"), "末伏"),
            (.festival("小寒"), "小寒"), (.festival("大寒"), "大寒"), (.festival("小暑"), "小暑"), (.festival("大暑"), "大暑"),
            (.festival("小年"), "小年"), (.festival("雨水"), "雨水那天 雨水当天 雨水节气"),
            (.festival("小雪"), "小雪那天 小雪当天 小雪节气"), (.festival("大雪"), "大雪那天 大雪当天 大雪节气"),
            (
                .nothing,
                "明朝那些 明朝的 明朝时 明朝皇 今朝有酒 今朝醉 这个周转箱 这个周转房 这个周转金 这个周转率 这周转箱 这周转房 这周转金 这周转率 下个周转箱 下个周转房 下个周转金 下个周转率 下周转箱 下周转房 下周转金 下周转率 本周转箱 本周转房 本周转金 本周转率 前儿媳 前儿子 改日子 大暑天 小暑天 大寒天 小年轻 今年初一 今年初二 今年初三 明年初一 明年初二 明年初三 腊八粥 腊八蒜 腊八醋 这月饼 这月亮 这月台"
            ),
            (.moon(month: 7, day: 15), "中元节"),
            (.moon(month: 10, day: 1), "寒衣节"), (.moon(month: 2, day: 2), "龙抬头"),
            (.nth(month: 5, weekday: 7, n: 2), "母亲节"), (.nth(month: 6, weekday: 7, n: 3), "父亲节"),
            (.nth(month: 11, weekday: 4, n: 4), "感恩节"),
            (.tenFirst, "十一"), (.solar(month: 1, day: 1), "元旦 元旦节 阳历年"),
            (.solar(month: 3, day: 8), "妇女节 三八节 三八妇女节"), (.solar(month: 3, day: 12), "植树节"), (.solar(month: 5, day: 1), "劳动节 五一 五一节 五一劳动节"),
            (.solar(month: 5, day: 4), "青年节 五四 五四青年节"), (.solar(month: 6, day: 1), "儿童节 六一 六一节 六一儿童节"),
            (.solar(month: 7, day: 1), "建党节 七一 七一建党节"),
            (.solar(month: 8, day: 1), "建军节 八一 八一建军节"), (.solar(month: 9, day: 10), "教师节"),
            (.solar(month: 10, day: 1), "国庆 国庆节 十一国庆 十一国庆节 十一假期 十一长假 十一放假 十一小长假 十一期间"),
            (.solar(month: 2, day: 14), "情人节"), (.solar(month: 3, day: 14), "白色情人节"), (.solar(month: 10, day: 31), "万圣节"),
            (.solar(month: 4, day: 1), "愚人节"), (.solar(month: 5, day: 12), "护士节"),
            (.solar(month: 11, day: 8), "记者节"), (.solar(month: 12, day: 13), "公祭日 国家公祭日"), (.solar(month: 12, day: 24), "平安夜"),
            (.solar(month: 12, day: 25), "圣诞 圣诞节"), (.solar(month: 11, day: 11), "双十一 双11 光棍节"),
            (.quarter(0), "本季度 这季度 这个季度 本季 当季"), (.quarter(1), "下季度 下个季度"), (.quarter(-1), "上季度 上个季度"),
            (.months(1, 3), "一季度 第一季度 1季度 第1季度"), (.months(4, 6), "二季度 第二季度 2季度 第2季度"),
            (.months(7, 9), "三季度 第三季度 3季度 第3季度"), (.months(10, 12), "四季度 第四季度 4季度 第4季度"), (.months(1, 6), "上半年"),
            (.months(7, 12), "下半年"), (.lunar, "农历 阴历 旧历"), (.lunarMonth(1), "正月 大年"), (.lunarMonth(11), "冬月"),
            (.lunarMonth(12), "腊月"),
            (
                .vague,
                "改天 改日 过两天 过几天 过些天 过一阵 过一阵子 过阵子 过段时间 过段日子 过些日子 过些时候 过一段时间 过一阵儿 过两三天 过三五天 过个三五天 过个两三天 有空的时候 有空时 有空 抽空 月中 本月中 下月中 这个月中 下个月中 本月月中 下月月中 这个月月中 下个月月中 本月月初 下月月初 这个月月初 下个月月初 月头 周中 这两天 这几天 近两天 近几天 近日 近期 尽快 尽早 择日 择期 另行通知 月初 年初 今年初 今年年初 明年初 明年年初 上旬 中旬 下旬 旬末 上半月 下半月 上半个月 下半个月 节后 节前 年前 年后 赶明儿 月中旬 本月上旬 本月中旬 本月下旬 这个月上旬 这个月中旬 这个月下旬 下月上旬 下月中旬 下月下旬 下个月上旬 下个月中旬 下个月下旬"
            ),
            (.recurring, "每周 每星期 每个星期 每礼拜 每月 每个月 每天 每日 每晚 每早 每个工作日 每工作日 每年 每季度 每逢 逢 初一十五 初一、十五 初一和十五"), (.from, "从 自"),
            (.fromNow, "今起 即日起 从即日起 自即日起 从今天起 从今日起 自今日起 自今天起 今天起 今日起 从今天开始 从现在起"), (.half, "半 半个 大半"), (.january, "元月"),
            (.nextDay, "次日 第二天 翌日"),
            (.nextYear, "次年 第二年 翌年"),
            (.moon(month: 12, day: 28), "年二十八 年廿八 大年二十八"), (.moon(month: 12, day: 29), "年二十九 年廿九 大年二十九"),
            (.moon(month: 1, day: 2), "年初二"), (.moon(month: 1, day: 3), "年初三"), (.moon(month: 1, day: 4), "年初四"),
            (.moon(month: 1, day: 5), "年初五"), (.moon(month: 1, day: 6), "年初六"), (.moon(month: 1, day: 7), "年初七"),
            (.moon(month: 1, day: 8), "年初八"),
            (.lunarDay(1), "初一"), (.lunarDay(2), "初二"), (.lunarDay(3), "初三"), (.lunarDay(4), "初四"), (.lunarDay(5), "初五"),
            (.lunarDay(6), "初六"),
            (.lunarDay(7), "初七"), (.lunarDay(8), "初八"), (.lunarDay(9), "初九"), (.lunarDay(10), "初十"),
        ])

    private static func entries(_ table: [(DateWord, String)]) -> [(String, DateWord)] {
        table.flatMap { word, spellings in spellings.split(separator: " ").map { (String($0), word) } }
    }
}

/// A part of the day, as far as it settles which hour is meant (reading.md, *Dates* 6).
enum DayPart: Sendable, Hashable {
    case smallHours, morning, noon, afternoon, evening, night, midnight

    /// Minutes from the start of the day that is named, for an hour 0…24 as it was said; nil where the two do not go together.
    func minute(hour: Int, minute: Int) -> Int? {
        switch self {
        case .smallHours: hour == 12 ? minute : hour <= 8 ? hour * 60 + minute : nil
        case .morning: hour <= 12 ? hour * 60 + minute : nil
        case .noon: hour <= 3 ? (hour == 0 ? nil : (hour + 12) * 60 + minute) : (10...14).contains(hour) ? hour * 60 + minute : nil
        case .afternoon: hour < 12 ? (hour == 0 ? nil : (hour + 12) * 60 + minute) : hour < 24 ? hour * 60 + minute : nil
        case .evening:
            hour == 12 || hour == 24 || hour == 0 ? 1440 + minute : hour < 12 ? (hour + 12) * 60 + minute : hour * 60 + minute
        // 夜里两点 is of the night that begins on that day.
        case .night: hour < 6 ? 1440 + hour * 60 + minute : DayPart.evening.minute(hour: hour, minute: minute)
        case .midnight: hour == 12 || hour == 24 || hour == 0 ? 1440 + minute : hour < 6 ? 1440 + hour * 60 + minute : nil
        }
    }
}
