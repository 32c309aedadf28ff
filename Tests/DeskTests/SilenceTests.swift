import Board
import Deliberation
import Desk
import Procedure
import Record
import Testing

/// What nobody says anything to: a question, a task without a day, somebody who is little content.
@Suite("Who stays silent", .serialized)
struct SilenceTests {
    private static let residents = "东园社区居民群", office = "东园社区工作群"

    private func until(_ iso: String, _ desk: Restarting) throws {
        desk.stage.advance(to: try #require(CivilMoment(iso: iso)).instant)
    }

    /// How often something with those words was said in a chat.
    private func count(_ words: String, _ name: String, _ desk: Restarting) -> Int { desk.said(in: name).count { $0.contains(words) } }

    private func todo(_ desk: Restarting, _ filter: String = "") throws -> String {
        try desk.say("待办\(filter)", "李明", in: Self.office)
        return desk.said(in: Self.office).last ?? ""
    }

    /// One suggestion, of Monday 2 March, nine in the morning.
    private func suggested() throws -> Restarting {
        let desk = try Restarting()
        try desk.say("建议：西门减速带坏了", "张三", in: Self.residents)
        return desk
    }

    @Test("a question: after the last of three reminders has had its week the officer hears it once, and it is theirs again")
    func unanswered() throws {
        let desk = try suggested()
        try desk.say("问 1 是坏了还是没有了？", "李明", in: Self.office)
        for (time, reminded, told) in [
            ("2026-03-19T08:59", 2, 0), ("2026-03-19T09:00", 3, 0), ("2026-03-26T08:59", 3, 0), ("2026-03-26T09:00", 3, 1),
            ("2026-06-01T12:00", 3, 1),
        ] {
            try until(time, desk)
            #expect(count("还等您回一句", "张三", desk) == reminded && count("往后不再催", Self.office, desk) == told, "\(time)")
            #expect(try todo(desk).contains("催过没有回话，打电话问，或照现有的办") == (told > 0), "\(time)")
        }
        // Asked anew, it is told anew.
        try desk.say("补充 1 电话里说没有了", "李明", in: Self.office)
        #expect(try todo(desk).contains("等联络员看"))
        try desk.say("问 1 什么时候没有的？", "李明", in: Self.office)
        try until("2026-06-25T08:59", desk)
        #expect(count("往后不再催", Self.office, desk) == 1)
        try until("2026-06-25T09:00", desk)
        #expect(count("往后不再催", Self.office, desk) == 2)
    }

    @Test("a question that is answered in time, or taken up without an answer, is told of to nobody")
    func answered() throws {
        let desk = try suggested()
        try desk.say("问 1 是坏了还是没有了？", "李明", in: Self.office)
        try until("2026-03-25T12:00", desk)
        try desk.say("补充 1 没有了", "张三")
        try desk.say("转 1 物业办 4月20日前", "李明", in: Self.office)
        try until("2026-04-10T12:00", desk)
        #expect(count("往后不再催", Self.office, desk) == 0)
    }

    @Test("a process that was away tells the officer once of the question nobody answered")
    func away() throws {
        let desk = try suggested()
        try desk.say("问 1 是坏了还是没有了？", "李明", in: Self.office)
        try until("2026-03-20T12:00", desk)
        try desk.restart(after: .days(60))
        desk.stage.settle()
        #expect(count("往后不再催", Self.office, desk) == 1)
        try until("2026-07-01T12:00", desk)
        #expect(count("往后不再催", Self.office, desk) == 1)
    }

    /// Agreed on 10 March, given to 物业办 in the evening, by no day.
    private func carriedOut() throws -> Restarting {
        let desk = try Restarting.submitted()
        try desk.say("代录 同意 1 3月2日支委会", "李明", in: Self.office)
        try until("2026-03-02T09:10", desk)
        try desk.say("开会 1 3月10日19:30 二楼 应到20 代表已审定 秘书王五", "陈华", in: Self.office)
        try until("2026-03-10T19:30", desk)
        try desk.say("到会 全到", "王五", in: Self.office)
        try desk.say("开会", "陈华", in: Self.office)
        try desk.say("宣布 达成共识 16比2", "陈华", in: Self.office)
        try desk.say("补录会议 1\n提议人首先发言\n张三（正方）：晚上看不清\n修订：东门加装六盏路灯，提议人同意\n再次互动协商\n表态 举手", "王五", in: Self.office)
        try desk.say("确认记录 1", "陈华", in: Self.office)
        #expect(try desk.say("代录 确定 1 3月10日支委会 物业办", "李明", in: Self.office) == .decided)
        return desk
    }

    @Test("a task without a day: the department after two weeks, and every two; the officer after four; progress begins it anew")
    func undated() throws {
        let desk = try carriedOut()
        for (time, department, officer) in [
            ("2026-03-24T08:59", 0, 0), ("2026-03-24T09:00", 1, 0), ("2026-04-07T08:59", 1, 0), ("2026-04-07T09:00", 2, 1),
            ("2026-05-04T12:00", 3, 1), ("2026-05-05T09:00", 4, 2),
        ] {
            try until(time, desk)
            #expect(count("没有消息了", "高远", desk) == department, "\(time)")
            #expect(count("没有定期限", Self.office, desk) == officer, "\(time)")
        }
        #expect(try todo(desk).contains("没定期限，56天没有进展"))
        try until("2026-05-06T10:00", desk)
        try desk.say("进展 1 已经报价", "高远")
        #expect(try !todo(desk).contains("没有进展"))
        try until("2026-05-20T08:59", desk)
        #expect(count("没有消息了", "高远", desk) == 4)
        try until("2026-05-20T09:00", desk)
        #expect(count("没有消息了", "高远", desk) == 5 && count("没有定期限", Self.office, desk) == 2)
    }

    @Test("a day ends that; from then on it is reminded of by its day, and the day can be put right by its name", arguments: [false, true])
    func dated(late: Bool) throws {
        let desk = try carriedOut()
        if late { try until("2026-03-20T10:00", desk) }
        #expect(try desk.say("改 1 期限 4月20日", "李明", in: Self.office) == .decided)
        #expect(try todo(desk).contains("4月20日（周一）前"))
        #expect(try desk.say("改 1 期限改为4月30日", "李明", in: Self.office) == .decided)
        #expect(try todo(desk).contains("4月30日（周四）前"))
        try until("2026-04-27T08:59", desk)
        #expect(count("没有消息了", "高远", desk) == 0 && count("没有定期限", Self.office, desk) == 0)
        #expect(count("约定4月30日（周四）前完成", "高远", desk) == 0)
        try until("2026-04-27T09:00", desk)
        #expect(count("由物业办组织实施，约定4月30日（周四）前完成", "高远", desk) == 1)
        #expect(try desk.say("改 1 承办单位 城管中队 5月20日前", "李明", in: Self.office) == .decided)
        try until("2026-05-17T09:00", desk)
        #expect(count("由城管中队组织实施，约定5月20日（周三）前完成", "高远", desk) == 1)
        #expect(try desk.say("改 1 期限", "李明", in: Self.office) == .asked)
        #expect(!desk.said(in: Self.office).contains { $0.contains("承办单位是期限") })
    }

    @Test("two of five for an answer: in 待办 until it is answered once more, reminded of after a week, once")
    func rated() throws {
        let desk = try suggested()
        try desk.say("解释 1 下月统一换", "李明", in: Self.office)
        try until("2026-03-03T20:00", desk)
        try desk.say("评分 1 2", "张三")
        let line = "已解释，提出人评了2分，请问问还差在哪里"
        for (time, told) in [("2026-03-10T08:59", 0), ("2026-03-10T09:00", 1), ("2026-05-01T12:00", 1)] {
            try until(time, desk)
            #expect(count("天了，请问问还差在哪里", Self.office, desk) == told, "\(time)")
            #expect(try todo(desk).contains(line) && todo(desk, " 逾期").contains(line) == (told > 0), "\(time)")
        }
        #expect(try desk.say("解释 1 本周五先换西门这条", "李明", in: Self.office) == .decided)
        #expect(try !todo(desk).contains("评了2分"))
    }

    @Test("three of five is nobody's work; and with 没办好 beside it the lower mark is not spoken of")
    func notLow() throws {
        let desk = try suggested()
        try desk.say("建议：东门路灯不亮", "李四", in: Self.residents)
        try desk.say("解释 1 下月统一换", "李明", in: Self.office)
        try desk.say("解释 2 已报修", "李明", in: Self.office)
        try until("2026-03-02T10:00", desk)
        try desk.say("评分 1 3", "张三")
        try desk.say("评分 2 1", "李四")
        try desk.say("没办好 2 还是不亮", "李四")
        try until("2026-03-16T12:00", desk)
        #expect(count("天了，请问问还差在哪里", Self.office, desk) == 0)
        #expect(try !todo(desk).contains("评了") && todo(desk).contains("1位提出人说还没办好：还是不亮"))
    }

    @Test("one of five for what is closed: fifteen days in 待办, to the minute, and also after the process was away")
    func closed() throws {
        let desk = try suggested()
        try desk.say("解释 1 下月统一换", "李明", in: Self.office)
        try desk.say("办结 1 理由 本人当面说可以了", "李明", in: Self.office)
        try until("2026-03-03T20:00", desk)
        try desk.say("评分 1 1", "张三")
        #expect(try todo(desk).contains("已办结，提出人评了1分"))
        try until("2026-03-10T08:59", desk)
        #expect(count("天了，请问问还差在哪里", Self.office, desk) == 0)
        try desk.restart(after: .days(3))
        desk.stage.settle()
        #expect(count("10天了，请问问还差在哪里", Self.office, desk) == 1)
        try until("2026-03-18T19:59", desk)
        #expect(try todo(desk).contains("已办结，提出人评了1分"))
        try until("2026-03-18T20:00", desk)
        #expect(try !todo(desk).contains("评了1分"))
        #expect(count("天了，请问问还差在哪里", Self.office, desk) == 1)
    }
}
