import Procedure
import Testing

@testable import Reading

/// Days that are understood from their surroundings: numbers alone, lists that say 日 once or not at all, what goes on from a day said before
/// (reading.md, *Dates*). Now is Tuesday 10 March 2026, 10:00, unless a row says otherwise.
@Suite struct DatesInARow {
    static func all(_ text: String, at time: String = "2026-03-10T10:00") -> String { DateLists.all(text, at: time) }

    @Test(
        "a number alone with what is done on that day is asked; with anything else it is a number",
        arguments: [
            ("货14到，15贴", "AMBIGUOUS:2026-03-14 AMBIGUOUS:2026-03-15"), ("我13去16回", "AMBIGUOUS:2026-03-13 AMBIGUOUS:2026-03-16"),
            ("十四到，十五贴", "AMBIGUOUS:2026-03-14 AMBIGUOUS:2026-03-15"), ("砖11号拉，沙子12拉", "2026-03-11 AMBIGUOUS:2026-03-12"),
            ("订蛋糕26晚上七点前送到", "AMBIGUOUS:2026-03-26T19:00"), ("我29请假", "AMBIGUOUS:2026-03-29"), ("节后22复工", "AMBIGUOUS AMBIGUOUS:2026-03-22"),
            ("19夜班小周，20夜班小吴", "AMBIGUOUS:2026-03-19 AMBIGUOUS:2026-03-20"), ("那24我上", "AMBIGUOUS:2026-03-24"),
            ("廿八开张", "AMBIGUOUS:2026-03-28"),
            ("这个月二十八搬", "2026-03-28"), ("本月25发", "2026-03-25"), ("一共来了20走了18", "none"), ("一天冲十八回", "none"), ("13回：同意", "none"),
            ("共12到，按15走", "none"), ("12我来主持", "none"), ("本月28户没交", "2026-03-01/2026-03-31"),
        ]) func alone(_ said: String, _ expected: String)
    { #expect(Self.all(said) == expected) }

    @Test(arguments: [
        ("15、16两号不营业", "2026-03-15/2026-03-16"), ("十五十六两号没人", "2026-03-15/2026-03-16"), ("期末6月29、30，考完散学", "2026-06-29/2026-06-30"),
        ("4月15、16开会", "2026-04-15/2026-04-16"), ("25-27放假，28上班", "2026-03-25/2026-03-27 2026-03-28"), ("27、28双休", "2026-03-27/2026-03-28"),
        ("4月5、6个人", "2026-04-05"), ("二十七八号交房", "AMBIGUOUS:2026-03-27|2026-03-28"),
        ("七月四五号去水库", "AMBIGUOUS:2026-07-04|2026-07-05"),
        ("十一二点到", "AMBIGUOUS:2026-03-10T11:00|2026-03-10T12:00"), ("十五六个人", "none"), ("今年1-3月", "2026-01-01/2026-03-31"),
        ("4到6月份", "2026-04-01/2026-06-30"), ("一到六月铺天盖地", "2026-06-01/2026-06-30"), ("今明后三天", "2026-03-10/2026-03-12"),
        ("明后两晚", "2026-03-11/2026-03-12"),
    ]) func lists(_ said: String, _ expected: String) {
        let got = Self.all(said)
        #expect(got == expected || got == "PAST:" + expected)
    }

    @Test(arguments: [
        ("5.1-5.3满座了，5.4有位", "2026-05-01/2026-05-03 2026-05-04"), ("11.1前对账，11.5报审计", "2026-11-01 2026-11-05"),
        ("房租7.1到期，涨到7.2元", "2026-07-01"), ("6.6友谊赛，13:30集合", "2026-06-06 2026-06-06T13:30"), ("一期7.6开课", "2026-07-06"),
        ("5.1声道", "none"), ("6.5敬老活动", "none"),
    ]) func withAPoint(_ said: String, _ expected: String) { #expect(Self.all(said) == expected) }

    @Test(arguments: [
        ("下周末夜钓，周六下午四点", "2026-03-21/2026-03-22 AMBIGUOUS:2026-03-21T16:00|2026-03-14T16:00"),
        ("明后天放假，周五见", "2026-03-11/2026-03-12 2026-03-13"),
        ("立夏后晨跑改6点", "AMBIGUOUS AMBIGUOUS"), ("母亲节后天，买花", "2026-05-10 2026-03-12"),
        ("一周后的今天", "2026-03-17"), ("小雪那天", "2026-11-22"), ("今晚小雪", "2026-03-10"), ("2027年中秋节前", "AMBIGUOUS"), ("2027年五一前", "2027-04-30"),
        ("5月9日上周一的课", "2026-05-09 AMBIGUOUS"), ("上周一的会", "PAST:2026-03-02"), ("老刘8号走的20号回来", "AMBIGUOUS:2026-03-08|2026-04-08 2026-03-20"),
        ("谁家半夜十二点还拖椅子", "none"), ("半夜十二点还没来电", "2026-03-11T00:00"), ("半决赛1-1点球", "none"), ("8点球场见", "2026-03-10T08:00"),
        ("押一付三月租三千", "none"), ("今起提前半小时", "2026-03-10"),
    ]) func fromWhatWasSaidBefore(_ said: String, _ expected: String) {
        let got = Self.all(said)
        #expect(got == expected || got == "PAST:" + expected)
    }

    @Test func whatIsNear() {
        #expect(Self.all("9.9敬老活动", at: "2026-09-05T10:00") == "AMBIGUOUS:2026-09-09")
        #expect(Self.all("9.9包邮", at: "2026-09-05T10:00") == "none")
        #expect(Self.all("中秋25号晚上赏月，7点", at: "2026-09-17T10:00") == "2026-09-25 2026-09-25T19:00")
        #expect(Self.all("腊月二十八发面，二十九蒸馒头", at: "2026-02-03T10:00") == "2026-02-15 AMBIGUOUS:2026-02-16")
    }

    @Test(
        "the day behind its hour, what goes on since a month, what is counted from a step, and numbers that are no days",
        arguments: [
            ("8点半，明天，别忘了", "2026-03-11T08:30"), ("下午2点半到4点，我说的是明天", "2026-03-11T14:30/2026-03-11T16:00"),
            ("下午两点，周三", "2026-03-11T14:00"), ("下午2点，明天再定", "2026-03-10T14:00 2026-03-11"),
            ("今晚12点断网，凌晨3点恢复", "2026-03-11T00:00 2026-03-11T03:00"),
            ("从8月份开始电梯就老坏", "PAST:2025-08-01/2025-08-31"), ("从8月份开始一律收费", "2026-08-01/2026-08-31"),
            ("从4月起，一周清两次垃圾", "2026-04-01/2026-04-30"),
            ("开放时间早上8点到晚上6点，周六、周日休息", "2026-03-10T08:00/2026-03-10T18:00 2026-03-14 2026-03-15"),
            ("下午两点，12号、13号一起讨论", "2026-03-10T14:00 2026-03-12 2026-03-13"), ("报到后三天内交材料", "AMBIGUOUS"), ("收到通知后3天内答复", "2026-03-13"),
            ("下周转给物业", "2026-03-16/2026-03-22"), ("20号方案评审会", "2026-03-20"),
            ("公示结束后3个工作日内出结果", "AMBIGUOUS"), ("开标后五天内签", "AMBIGUOUS"), ("会后的三天内报来", "AMBIGUOUS"), ("收到后3天内答复", "2026-03-13"),
            ("然后3天内报来", "2026-03-13"), ("5号方案", "none"), ("12号意见谁受理了", "none"), ("12号意见征集截止", "2026-03-12"), ("顶一下17号建议", "none"),
            ("这个周转箱", "none"), ("说一下下周三的事", "2026-03-18"), ("听日下午三点", "2026-03-11T15:00"),
            ("今朝落雨", "2026-03-10"), ("明朝那些事", "none"),
        ]) func fromWhatStandsBeside(_ said: String, _ expected: String)
    { #expect(Self.all(said) == expected) }
}
