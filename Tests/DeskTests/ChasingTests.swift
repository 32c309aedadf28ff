import Board
import Deliberation
import Desk
import Procedure
import Record
import Testing

/// Nothing that lies still is forgotten: when it is spoken of, to whom, how often, and what ends it.
@Suite("What lies still", .serialized)
struct ChasingTests {
    private static let residents = "东园社区居民群", office = "东园社区工作群"

    private func until(_ iso: String, _ desk: Restarting) throws {
        desk.stage.advance(to: try #require(CivilMoment(iso: iso)).instant)
    }

    /// How often something with those words was said in a chat.
    private func count(_ words: String, _ name: String, _ desk: Restarting) -> Int { desk.said(in: name).count { $0.contains(words) } }

    /// One suggestion, of Monday 2 March, nine in the morning.
    private func suggested(_ text: String = "建议：东门垃圾站清运太晚") throws -> Restarting {
        let desk = try Restarting()
        try desk.say(text, "张三", in: Self.residents)
        return desk
    }

    @Test("a suggestion: nothing on the sixth day, on the seventh in the morning, nothing on the eighth, and each week again")
    func boundary() throws {
        let desk = try suggested()
        for (time, expected) in [
            ("2026-03-08T23:59", 0), ("2026-03-09T08:59", 0), ("2026-03-09T09:00", 1), ("2026-03-10T23:59", 1), ("2026-03-16T08:59", 1),
            ("2026-03-16T09:00", 2), ("2026-03-23T12:00", 3), ("2026-04-20T12:00", 7),
        ] {
            try until(time, desk)
            #expect(count("还没有看", Self.office, desk) == expected, "\(time)")
        }
        #expect(desk.said(in: Self.office).contains { $0.contains("登记7天了") })
    }

    @Test("whoever proposed it hears once that it still waits, on the fourteenth day; not again when they were asked and it waits anew")
    func told() throws {
        let desk = try suggested()
        try until("2026-03-16T08:59", desk)
        #expect(count("让您久等了", "张三", desk) == 0)
        try until("2026-03-16T09:00", desk)
        #expect(count("登记14天了，还在等联络员看，让您久等了。今天又提醒了一次", "张三", desk) == 1)
        try until("2026-04-01T09:00", desk)
        try desk.say("问 1 是哪个门？", "李明", in: Self.office)
        try until("2026-04-02T09:00", desk)
        try desk.say("补充 1 东门北侧", "张三")
        try until("2026-05-10T09:00", desk)
        #expect(count("让您久等了", "张三", desk) == 1)
        // The office is reminded of it again from the answer on.
        #expect(count("登记7天了", Self.office, desk) == 2)
    }

    @Test("who was asked back in time hears it fourteen days after their answer")
    func toldAfterQuestion() throws {
        let desk = try suggested()
        try until("2026-03-10T10:00", desk)
        try desk.say("问 1 是哪个门？", "李明", in: Self.office)
        try until("2026-03-11T10:00", desk)
        try desk.say("补充 1 东门北侧", "张三")
        try until("2026-03-25T08:59", desk)
        #expect(count("让您久等了", "张三", desk) == 0)
        try until("2026-03-25T09:00", desk)
        #expect(count("让您久等了", "张三", desk) == 1)
    }

    @Test("the step ends it, also what waits for the next morning; taken back, it goes on as if it had never been")
    func ended() throws {
        let desk = try suggested()
        try until("2026-03-09T08:59", desk)
        try desk.say("转 1 物业办 4月20日前", "李明", in: Self.office)
        try desk.say("撤销", "李明", in: Self.office)
        try until("2026-03-09T12:00", desk)
        #expect(count("还没有看", Self.office, desk) == 1)
        try desk.say("解释 1 已经和环卫所说好，改到早上七点", "李明", in: Self.office)
        try until("2026-03-24T08:59", desk)
        #expect(count("还没有看", Self.office, desk) == 1 && count("让您久等了", "张三", desk) == 0)
    }

    @Test("a reminder that waits, because the group has been reminded on that day, is not said of what was done meanwhile")
    func doneMeanwhile() throws {
        let desk = try suggested()
        try desk.say("建议：河边护栏松了", "李四", in: Self.residents)
        try desk.say("转 2 水务所 3月9日前", "李明", in: Self.office)
        let key = MatterKey(try #require(UnitID("dongyuan")), .unit)
        let afternoon = try #require(CivilMoment(iso: "2026-03-09T15:00")).instant
        try desk.stage.desk.store.write { ledger throws(StoreFailure) in
            for var timer in try ledger.timers(of: key) where timer.kind == "chase" {
                timer.due = afternoon
                try ledger.setTimer(timer)
            }
        }
        try until("2026-03-09T16:00", desk)
        #expect(count("水务所办理", Self.office, desk) == 1 && count("还没有看", Self.office, desk) == 0)
        try desk.say("解释 1 已经和环卫所说好，改到早上七点", "李明", in: Self.office)
        try until("2026-03-12T08:59", desk)
        #expect(count("还没有看", Self.office, desk) == 0)
    }

    @Test("a process that was away tells it once, however often it came; and a record from before is looked through at the start")
    func away() throws {
        let desk = try suggested()
        try until("2026-03-10T12:00", desk)
        try desk.restart(after: .days(30))
        desk.stage.settle()
        #expect(count("还没有看", Self.office, desk) == 1 && count("让您久等了", "张三", desk) == 1)
        try until("2026-04-13T12:00", desk)
        #expect(count("还没有看", Self.office, desk) == 2)
        let key = MatterKey(try #require(UnitID("dongyuan")), .unit)
        try desk.stage.desk.store.write { ledger throws(StoreFailure) in _ = try ledger.cancelTimers(of: key, kind: "chase") }
        try desk.restart(after: .days(2))
        try until("2026-04-27T12:00", desk)
        #expect(count("还没有看", Self.office, desk) == 2, "of 20 and 27 April")
    }

    @Test("what a proposer says is not done yet: on the third day, each week again, until somebody answers")
    func contested() throws {
        let desk = try suggested()
        try desk.say("解释 1 改到早上七点", "李明", in: Self.office)
        try until("2026-03-02T20:00", desk)
        try desk.say("没办好 还是晚上来", "张三")
        for (time, expected) in [
            ("2026-03-04T23:59", 0), ("2026-03-05T08:59", 0), ("2026-03-05T09:00", 1), ("2026-03-06T12:00", 1), ("2026-03-12T09:00", 2),
        ] {
            try until(time, desk)
            #expect(count("天了，还没有答复", Self.office, desk) == expected, "\(time)")
        }
        #expect(count("有提出人说还没办好：还是晚上来，3天了", Self.office, desk) == 1)
        // Said again, it does not begin anew.
        try until("2026-03-18T20:00", desk)
        try desk.say("没办好 昨天又是半夜", "张三")
        try until("2026-03-19T12:00", desk)
        #expect(count("17天了，还没有答复", Self.office, desk) == 1)
        try desk.say("解释 1 和环卫所签了字，四月起改", "李明", in: Self.office)
        try until("2026-05-19T12:00", desk)
        #expect(count("天了，还没有答复", Self.office, desk) == 3)
    }

    @Test("what was kept is not chased before its own day")
    func kept() throws {
        let desk = try suggested()
        try desk.say("通过 1 直接对话", "李明", in: Self.office)
        try until("2026-03-03T09:00", desk)
        try desk.say("暂存 1 等小区改造方案", "李明", in: Self.office)
        try until("2026-12-31T09:00", desk)
        #expect(count("天了", Self.office, desk) == 0 && count("让您久等了", "张三", desk) == 0)
    }

    @Test("待办 calls it late from the same morning on, and counts the days")
    func todo() throws {
        let desk = try suggested()
        func late() throws -> String {
            try desk.say("待办 逾期", "李明", in: Self.office)
            return desk.said(in: Self.office).last ?? ""
        }
        try until("2026-03-09T08:59", desk)
        #expect(try late() == "东园社区没有逾期的事。")
        try until("2026-03-09T09:00", desk)
        #expect(try late().contains("1号「东门垃圾站清运太晚」已登记，等联络员看，等了7天，逾期"))
        try desk.say("通过 1 直接对话", "李明", in: Self.office)
        #expect(try late() == "东园社区没有逾期的事。")
        try until("2026-03-16T09:00", desk)
        #expect(try late().contains("等了7天，逾期"))
    }
}
