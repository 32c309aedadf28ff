import Procedure
import Testing

@testable import Reading

/// reading.md, *Dates*, rule by rule. Now is Tuesday 10 March 2026, 10:00, unless a row says otherwise.
@Suite struct DateRules {
    static func first(_ text: String, at time: String = "2026-03-10T10:00") -> String {
        Fixtures.reader.dates(in: text, at: Fixtures.at(time)).first?.reading.text ?? "none"
    }

    @Test(arguments: [
        ("今天", "2026-03-10"), ("明天", "2026-03-11"), ("后天", "2026-03-12"), ("大后天", "2026-03-13"), ("昨天", "PAST:2026-03-09"),
        ("这周三", "2026-03-11"), ("本周一", "PAST:2026-03-09"), ("本周日", "2026-03-15"), ("下周一", "2026-03-16"), ("下周日", "2026-03-22"),
        ("下下周三", "2026-03-25"), ("下星期三", "2026-03-18"), ("下个礼拜三", "2026-03-18"), ("周三", "2026-03-11"), ("周一", "2026-03-16"),
        ("星期天", "2026-03-15"), ("周二", "AMBIGUOUS:2026-03-10|2026-03-17"), ("周二11:00", "2026-03-10T11:00"), ("周二09:00", "2026-03-17T09:00"),
        ("上周五", "PAST:2026-03-06"), ("周末", "2026-03-14/2026-03-15"), ("下周", "2026-03-16/2026-03-22"),
    ]) func rule2Weeks(_ said: String, _ expected: String) { #expect(Self.first(said) == expected) }

    @Test func rule2OnSundayNextWeekIsTheNextMondayBasedOne() {
        #expect(Self.first("下周三", at: "2026-03-15T20:00") == "2026-03-18")
        #expect(Self.first("本周日", at: "2026-03-15T20:00") == "2026-03-15")
        #expect(Self.first("周一", at: "2026-03-15T20:00") == "2026-03-16")
        #expect(Self.first("下周一", at: "2026-03-15T20:00") == "2026-03-16")
        #expect(Self.first("本周一", at: "2026-03-15T20:00") == "PAST:2026-03-09")
    }

    @Test(arguments: [
        ("3天后", "2026-03-13"), ("三天后", "2026-03-13"), ("3天内", "2026-03-13"), ("3日之内", "2026-03-13"), ("一周内", "2026-03-17"),
        ("两周后", "2026-03-24"), ("半个月后", "2026-03-25"), ("1个月后", "2026-04-10"), ("半年内", "2026-09-10"), ("2小时后", "2026-03-10T12:00"),
        ("半小时后", "2026-03-10T10:30"), ("一个半小时后", "2026-03-10T11:30"), ("10个工作日内", "2026-03-24"), ("1个工作日内", "2026-03-11"),
        ("三天前", "PAST:2026-03-07"), ("三天后晚上8点", "2026-03-13T20:00"),
    ]) func rule3Counted(_ said: String, _ expected: String) { #expect(Self.first(said) == expected) }

    @Test func rule3MonthsAreCutToTheLastDay() {
        #expect(Self.first("1个月后", at: "2026-01-31T10:00") == "2026-02-28")
        #expect(Self.first("1个月后", at: "2026-03-31T10:00") == "2026-04-30")
    }

    @Test func rule3WorkingDaysKnowHolidaysAndWorkedWeekends() {
        // Monday to Wednesday before National Day; 10 October is worked, 1 to 7 October are off.
        #expect(Self.first("3个工作日内", at: "2026-09-30T10:00") == "2026-10-10")
        #expect(Self.first("1个工作日内", at: "2026-02-13T10:00") == "2026-02-14")
        #expect(Self.first("2个工作日内", at: "2026-02-13T10:00") == "2026-02-24")
        #expect(Self.first("5个工作日内", at: "2026-12-30T10:00") == "AMBIGUOUS")
    }

    @Test(arguments: [
        ("3月18日前", "2026-03-18"), ("周五前", "2026-03-13"), ("4月底前", "2026-04-30"), ("月底前", "2026-03-31"), ("下月底前", "2026-04-30"),
        ("年底前", "2026-12-31"), ("本周内", "2026-03-15"), ("本月内", "2026-03-31"), ("清明节前", "2026-04-04"), ("国庆前", "2026-09-30"),
        ("周五下午5点前", "2026-03-13T17:00"), ("2月底前", "PAST:2026-02-28"),
    ]) func rule4Before(_ said: String, _ expected: String) { #expect(Self.first(said) == expected) }

    @Test(arguments: [
        ("3月10日", "2026-03-10"), ("3月18日", "2026-03-18"), ("3月18号", "2026-03-18"), ("三月十八日", "2026-03-18"), ("3月5日", "PAST:2026-03-05"),
        ("2026年3月5日", "PAST:2026-03-05"), ("2027年3月5日", "2027-03-05"), ("明年3月5日", "2027-03-05"), ("2026-03-18", "2026-03-18"),
        ("2026/3/18", "2026-03-18"), ("2026年3月18日19:30", "2026-03-18T19:30"), ("18号", "2026-03-18"), ("5号", "2026-04-05"),
        ("10号", "2026-03-10"),
        ("下个月5号", "2026-04-05"), ("2月30日", "INVALID"), ("2月29日", "INVALID"), ("4月31日", "INVALID"), ("13月1日", "INVALID"), ("32日", "INVALID"),
    ]) func rule5MonthAndDay(_ said: String, _ expected: String) { #expect(Self.first(said) == expected) }

    @Test func rule5TheEdgeOfHalfAYear() {
        #expect(Self.first("1月1日", at: "2026-07-03T10:00") == "PAST:2026-01-01")
        #expect(Self.first("1月1日", at: "2026-07-04T10:00") == "2027-01-01")
        #expect(Self.first("31号", at: "2026-04-10T10:00") == "INVALID")
        #expect(Self.first("30号", at: "2026-01-31T10:00") == "INVALID")
        #expect(Self.first("29日", at: "2028-02-10T10:00") == "2028-02-29")
    }

    @Test(arguments: [
        ("明天下午3点", "2026-03-11T15:00"), ("明天晚上7点半", "2026-03-11T19:30"), ("明晚7点半", "2026-03-11T19:30"), ("明天傍晚6点", "2026-03-11T18:00"),
        ("明天中午12点", "2026-03-11T12:00"), ("明天中午1点", "2026-03-11T13:00"), ("今晚12点", "2026-03-11T00:00"), ("明天半夜十二点", "2026-03-12T00:00"),
        ("明天凌晨1点", "2026-03-11T01:00"), ("明天3点", "2026-03-11T15:00"), ("明天9点", "2026-03-11T09:00"),
        ("明天7点", "AMBIGUOUS:2026-03-11T19:00|2026-03-11T07:00"), ("明天19:30", "2026-03-11T19:30"), ("明天07:30", "2026-03-11T07:30"),
        ("明天下午3点一刻", "2026-03-11T15:15"), ("明天下午3点15分", "2026-03-11T15:15"), ("明天上午十点整", "2026-03-11T10:00"), ("明天25点", "INVALID"),
        ("明天19:75", "INVALID"), ("下周三晚7点半", "2026-03-18T19:30"), ("今天9点", "PAST:2026-03-10T09:00"), ("晚上8点", "2026-03-10T20:00"),
        ("明天24点", "2026-03-12T00:00"), ("明天晚上19点", "2026-03-11T19:00"),
    ]) func rule6Hours(_ said: String, _ expected: String) { #expect(Self.first(said) == expected) }

    @Test(arguments: [
        ("明天下午2点到4点", "2026-03-11T14:00/2026-03-11T16:00"), ("明天9点到11点", "2026-03-11T09:00/2026-03-11T11:00"),
        ("明天上午10点到2点", "2026-03-11T10:00/2026-03-11T14:00"), ("下周三晚7点半至9点", "2026-03-18T19:30/2026-03-18T21:00"),
        ("3月18日19:30-21:00", "2026-03-18T19:30/2026-03-18T21:00"), ("3月20日至3月27日", "2026-03-20/2026-03-27"),
        ("3月20日到27日", "2026-03-20/2026-03-27"),
        ("周三到周五", "2026-03-11/2026-03-13"), ("12月28日至1月3日", "2026-12-28/2027-01-03"),
    ]) func rule6Intervals(_ said: String, _ expected: String) { #expect(Self.first(said) == expected) }

    @Test(arguments: [
        ("端午节", "2026-06-19"), ("中秋", "2026-09-25"), ("清明", "2026-04-05"), ("国庆节", "2026-10-01"), ("元旦", "2027-01-01"),
        ("五一", "2026-05-01"),
        ("农历八月十五", "2026-09-25"), ("春节", "AMBIGUOUS"), ("正月十五", "AMBIGUOUS"), ("腊月二十三", "AMBIGUOUS"), ("农历三月三十", "2026-05-16"),
        ("农历四月三十", "INVALID"),
    ]) func rule7Festivals(_ said: String, _ expected: String) {
        #expect(Self.first(said) == expected)
    }

    @Test func rule7WithoutACalendarNothingIsInvented() throws {
        let reader = Reader(verbs: try Fixtures.verbs(), names: try Fixtures.names(), cues: try Fixtures.cues(), calendar: nil)
        for said in ["中秋节", "农历八月十五", "10个工作日内", "清明前"] {
            #expect(reader.dates(in: said, at: Fixtures.at()).first?.reading == .ambiguous([]), "\(said)")
        }
        let intent = reader.read(Utterance("转 12 物业办 10个工作日内", at: Fixtures.at(), role: .liaisonOfficer, context: .workGroup))
        #expect(intent.action == .ask)
        #expect(intent.question == "ask.date.noCalendar")
    }

    @Test(arguments: [
        ("周三晚7点半，不对，周四", "2026-03-12T19:30"), ("下周三晚7点半改成周五", "2026-03-13T19:30"), ("明天下午3点，错了，4点", "2026-03-11T16:00"),
        ("3月18日（周四）", "AMBIGUOUS:2026-03-18|2026-03-19"), ("3月18日（周三）", "2026-03-18"), ("3月18日星期三晚7点半", "2026-03-18T19:30"),
        ("周三或周四", "AMBIGUOUS:2026-03-11|2026-03-12"), ("周三还是周四晚8点", "AMBIGUOUS:2026-03-11|2026-03-12T20:00"), ("每周三晚7点", "AMBIGUOUS"),
        ("改天", "AMBIGUOUS"), ("尽快", "AMBIGUOUS"), ("过两天", "AMBIGUOUS"), ("国庆后", "AMBIGUOUS"),
    ]) func rule8DoubtIsAsked(_ said: String, _ expected: String) { #expect(Self.first(said) == expected) }

    @Test(arguments: [
        ("下周三中午12点，啊不对，下周四", "2026-03-19T12:00"), ("明晚七点半，写错了，八点", "2026-03-11T20:00"), ("3月28日下午两点延到3月30日", "2026-03-30T14:00"),
        ("周四（3月12日）晚七点", "2026-03-12T19:00"), ("周四（3月13日）晚七点", "AMBIGUOUS:2026-03-13T19:00|2026-03-12T19:00"),
        ("下周四（3月19日）", "2026-03-19"), ("有空再说", "AMBIGUOUS"), ("谁有空帮忙", "none"), ("有空的来", "none"),
    ]) func rule8OneDaySaidTwice(_ said: String, _ expected: String) { #expect(Self.first(said) == expected) }

    @Test(arguments: [
        ("11/31交表", "INVALID"), ("2/30之前清场", "INVALID"), ("3/20开会", "2026-03-20"), ("3/20之前交", "2026-03-20"), ("7.15起限行", "2026-07-15"),
        ("8/20-8/22 屋面防水", "2026-08-20/2026-08-22"), ("8.20-8.22 屋面防水", "2026-08-20/2026-08-22"), ("8/20到8/22", "2026-08-20/2026-08-22"),
        ("2/3以上业主", "none"), ("2/3业主同意", "none"), ("超过1/2", "none"), ("1/2的人", "none"), ("3.5起", "none"), ("血压 120/80", "none"),
        ("房号3/2/501", "none"), ("20号5点半接孩子", "2026-03-20T17:30"), ("28号至30号路口封闭", "2026-03-28/2026-03-30"), ("30号路口", "none"),
        ("后天20:15之后别用水", "2026-03-12T20:15"), ("今晚十点半以后", "2026-03-10T22:30"), ("十一假期", "2026-10-01/2026-10-07"),
        ("国庆长假", "2026-10-01/2026-10-07"), ("国庆假期前", "2026-09-30"), ("国庆", "2026-10-01"),
    ]) func rule5WrittenShort(_ said: String, _ expected: String) { #expect(Self.first(said) == expected) }

    @Test(arguments: [
        ("从今天起公示七天", "2026-03-10T10:00/2026-03-17T10:00"), ("即日起公示7天", "2026-03-10T10:00/2026-03-17T10:00"),
        ("从3月20日起公示7天", "2026-03-20/2026-03-27"),
    ]) func rule9Periods(_ said: String, _ expected: String) { #expect(Self.first(said) == expected) }

    @Test(arguments: [
        "3号楼2单元", "12号线", "提三点建议", "16比2", "每户3个月的费用", "二楼会议室", "停车费3.5元", "1/2以上", "住了三年", "周庄村", "早点睡", "晚饭", "日常维修", "老年人", "第12条",
        "前面的路",
    ]) func whatIsNoDate(_ said: String) { #expect(Self.first(said) == "none") }

    @Test func placesAreCountedInScalarsOfTheOriginal() {
        let spans = Fixtures.reader.dates(in: "👍会议定在下周三晚７点半，请准时", at: Fixtures.at())
        #expect(spans.map(\.reading.text) == ["2026-03-18T19:30"])
        #expect(spans.first?.start == 5)
        #expect(spans.first?.end == 12)
    }

    // MARK: In commands

    @Test(arguments: [
        ("开会 12 2月30日晚7点 二楼", "ask.date.invalid"), ("开会 12 3月5日晚7点 二楼", "ask.date.gone"), ("开会 12 下周三 二楼", "ask.date.hour"),
        ("开会 12 下周三7点 二楼", "ask.date.ambiguous"), ("开会 12 改天 二楼", "ask.date.ambiguous"), ("转 12 物业办 2月底前", "ask.date.gone"),
    ]) func aDateThatCannotStandIsAskedBack(_ said: String, _ question: String) {
        let intent = Fixtures.read(said, .convenor, .workGroup)
        #expect(intent.action == .ask)
        #expect(intent.question == question)
    }

    @Test(
        "an hour alone, a few words behind a coming day, is of that day",
        arguments: [
            ("明天植树，上午九点集合", "2026-03-11T09:00"), ("后天周四停电，7:00到15:00", "2026-03-12T07:00/2026-03-12T15:00"),
            ("下周三审预算，9点半开始", "2026-03-18T09:30"), ("明天开会。9点半交表", "PAST:2026-03-10T09:30"),
            ("今天收齐，9点半关门", "PAST:2026-03-10T09:30"),
        ]) func carriedHours(_ said: String, _ expected: String)
    {
        let last = Fixtures.reader.dates(in: said, at: Fixtures.at("2026-03-10T10:00")).last?.reading
        #expect(last.map { $0.text.hasPrefix("AMBIGUOUS") ? String($0.text.dropFirst(10).prefix { $0 != "|" }) : $0.text } == expected)
    }

    @Test(
        "the same day in other words is one",
        arguments: [("3月12日植树节种树", 1), ("3月14日是周六，要补班", 1), ("明后两天带娃看牙", 1), ("4.20报名截止", 1), ("黄瓜4.20元", 0), ("版本4.20发布", 0)])
    func saidAgain(_ said: String, _ count: Int) {
        #expect(Fixtures.reader.dates(in: said, at: Fixtures.at("2026-03-10T10:00")).count == count)
    }

    @Test func recordsTakeWhatIsGoneAndAskAboutABareWeekdayAhead() {
        #expect(Fixtures.read("同意 12 3月5日支委会", .partySecretary, .workGroup).slots[.date] == .date(.day(CivilDate(2026, 3, 5)!)))
        let weekday = Fixtures.read("同意 12 周四支委会", .partySecretary, .workGroup)
        #expect(weekday.action == .ask)
        #expect(weekday.slots[.date] == .date(.ambiguous([.day(CivilDate(2026, 3, 5)!), .day(CivilDate(2026, 3, 12)!)])))
    }

    // MARK: Written and read back

    @Test func whatIsWrittenIsReadBackAsTheSame() throws {
        for start in ["2026-01-01T00:00", "2026-03-10T10:00", "2026-07-03T23:59", "2026-12-31T12:00", "2028-02-29T07:07"] {
            let now = Fixtures.at(start)
            let writer = DateWriter(now: now)
            for offset in stride(from: -400, through: 400, by: 7) {
                let date = now.civil.date.adding(days: offset)
                let day = Fixtures.reader.dates(in: writer.day(date), at: now)
                #expect(day.map(\.reading) == [offset < 0 ? .past(.day(date)) : .day(date)], "\(writer.day(date)) at \(start)")
                let moment = CivilMoment(date, minuteOfDay: (offset + 400) * 37 % 1440)
                let read = Fixtures.reader.dates(in: writer.moment(moment), at: now)
                #expect(
                    read.map(\.reading) == [moment < now.civil ? .past(.moment(moment)) : .moment(moment)],
                    "\(writer.moment(moment)) at \(start)")
            }
        }
    }

    @Test func intervalsAreWrittenAndReadBack() throws {
        let writer = DateWriter(now: Fixtures.at())
        let start = CivilMoment(CivilDate(2026, 3, 18)!, minuteOfDay: 19 * 60 + 30)
        let end = CivilMoment(CivilDate(2026, 3, 18)!, minuteOfDay: 21 * 60)
        #expect(writer.interval(start, end) == "3月18日（周三）19:30至21:00")
        #expect(Self.first(writer.interval(start, end)) == "\(start.iso)/\(end.iso)")
        #expect(writer.interval(start.date, CivilDate(2026, 3, 25)!) == "3月18日（周三）至3月25日（周三）")
        #expect(Self.first(writer.interval(start.date, CivilDate(2026, 3, 25)!)) == "2026-03-18/2026-03-25")
    }
}
