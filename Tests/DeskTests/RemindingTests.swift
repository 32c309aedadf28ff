import Board
import Deliberation
import Procedure
import Record
import Testing

@testable import Desk

/// Who is reminded, and how often in a day; who in a department is told.
@Suite("Reminders and contacts", .serialized)
struct RemindingTests {
    private static let residents = "东园社区居民群", office = "东园社区工作群"

    private func until(_ iso: String, _ desk: Restarting) throws {
        desk.stage.advance(to: try #require(CivilMoment(iso: iso)).instant)
    }

    private func heard(_ name: String, since count: Int, _ desk: Restarting) -> [String] { Array(desk.said(in: name).dropFirst(count)) }

    /// Two matters referred to one contact, at noon of the day the first is due.
    private func twoReferred() throws -> Restarting {
        let desk = try Restarting()
        try desk.say("建议：东门垃圾站清运太晚", "张三", in: Self.residents)
        try desk.say("建议：河边护栏松了", "李四", in: Self.residents)
        try desk.say("转 1 物业办 3月20日前", "李明", in: Self.office)
        try desk.say("转 2 水务所 4月20日前", "李明", in: Self.office)
        try until("2026-03-20T12:00", desk)
        return desk
    }

    private func comesDueInTheAfternoon(_ desk: Restarting) throws {
        let key = MatterKey(try #require(UnitID("dongyuan")), MatterNumber(year: 2026, serial: 2))
        let afternoon = try #require(CivilMoment(iso: "2026-03-20T15:00")).instant
        try desk.stage.desk.store.write { ledger throws(StoreFailure) in
            try ledger.setTimer(TimerRow(key, kind: "referral.due", due: afternoon))
        }
    }

    @Test("nobody is reminded twice on one day, whatever comes due and however often the process starts; the rest comes the next morning")
    func onceADay() throws {
        let desk = try twoReferred()
        #expect(desk.said(in: "高远").last?.contains("1号") == true)
        let before = desk.said(in: "高远").count
        // What comes due in the afternoon waits, also for another process.
        try comesDueInTheAfternoon(desk)
        try until("2026-03-20T16:00", desk)
        #expect(heard("高远", since: before, desk) == [])
        try desk.restart(after: .hours(1))
        try until("2026-03-20T23:59", desk)
        #expect(desk.said(in: "高远") == [] && desk.said(in: Self.office) == [])
        try until("2026-03-21T08:59", desk)
        #expect(desk.said(in: "高远") == [])
        try until("2026-03-21T12:00", desk)
        #expect(desk.said(in: "高远").count == 1 && desk.said(in: "高远").first?.contains("2号") == true)
        #expect(desk.said(in: Self.office).count == 1)
    }

    @Test("what is answered while its reminder waits for the next morning is not reminded of")
    func doneMeanwhile() throws {
        let desk = try twoReferred()
        try comesDueInTheAfternoon(desk)
        try until("2026-03-20T16:00", desk)
        try desk.say("答复 2 护栏已焊牢", "高远")
        let before = desk.said(in: "高远").count
        try until("2026-03-22T12:00", desk)
        #expect(heard("高远", since: before, desk) == [])
    }

    @Test("each week again until it is answered, once a week however long the process was away, and of a matter that is stopped nothing")
    func weekly() throws {
        let desk = try Restarting()
        try desk.say("建议：东门垃圾站清运太晚", "张三", in: Self.residents)
        try desk.say("转 1 物业办 3月10日前", "李明", in: Self.office)
        try until("2026-03-13T08:59", desk)
        var before = desk.said(in: Self.office).count
        try until("2026-04-10T08:59", desk)
        // 13, 20, 27 March, 3 April.
        let reminders = heard(Self.office, since: before, desk)
        #expect(reminders.count == 4 && reminders.allSatisfy { $0.contains("请督促") && !$0.contains("高远") })
        try desk.restart(after: .days(30))
        desk.stage.settle()
        #expect(desk.said(in: Self.office).count == 1)
        before = desk.said(in: Self.office).count
        try until("2026-05-15T12:00", desk)
        #expect(heard(Self.office, since: before, desk).count == 1)
        try desk.say("答复 1 改到早上七点", "高远")
        before = desk.said(in: Self.office).count
        try until("2026-05-29T12:00", desk)
        #expect(heard(Self.office, since: before, desk).allSatisfy { !$0.contains("请督促") })
    }

    @Test("what somebody was named for goes to them alone; the rest to all who answer for departments, and so it does when they left")
    func contacts() throws {
        let desk = try Restarting()
        try desk.say("任命 王芳 部门联系人", "陈华", in: Self.office)
        let code = try #require(desk.said(in: "陈华").last?.split { !$0.isNumber }.first { $0.count == 8 })
        try desk.say(String(code), "王芳")
        func tasks(_ name: String) -> Int { desk.said(in: name).count { $0.hasPrefix("转办") } }
        func refer(_ number: Int, _ department: String) throws {
            try desk.say("建议：第\(number)件事，东门路灯不亮", "张三", in: Self.residents)
            try desk.say("转 \(number) \(department) 3月10日前", "李明", in: Self.office)
            try until("2026-03-0\(number + 1)T12:00", desk)
        }
        try refer(1, "物业办")
        #expect(tasks("王芳") == 1 && tasks("高远") == 1)
        #expect(try desk.say("联系人 物业办 王芳", "李明", in: Self.office) == .decided)
        #expect(try desk.say("联系人 水务所 高远、王芳", "高远") != .decided)
        try refer(2, "物业办")
        #expect(tasks("王芳") == 2 && tasks("高远") == 1)
        #expect(desk.said(in: Self.office).contains { $0.contains("2号已转物业办（联系人王芳）") })
        // Said shorter, it is the same department; another one is everybody's.
        try refer(3, "物业")
        #expect(tasks("王芳") == 3 && tasks("高远") == 1)
        try refer(4, "水务所")
        #expect(tasks("王芳") == 4 && tasks("高远") == 2)
        // Reminded is who was told, and nobody by name in the group.
        let before = (desk.said(in: "王芳").count, desk.said(in: "高远").count, desk.said(in: Self.office).count)
        try until("2026-03-10T12:00", desk)
        #expect(heard("高远", since: before.1, desk).allSatisfy { !$0.contains("2号") && $0.contains("4号") })
        #expect(heard("王芳", since: before.0, desk).allSatisfy { $0.contains("2号") && $0.contains("4号") })
        #expect(heard(Self.office, since: before.2, desk).allSatisfy { !$0.contains("王芳") && !$0.contains("高远") })
        // Who does not answer for departments any more is told nothing, and nothing is lost.
        try desk.say("停用 王芳", "陈华", in: Self.office)
        try desk.say("建议：西门门禁坏了", "张三", in: Self.residents)
        try desk.say("转 5 物业办", "李明", in: Self.office)
        try until("2026-03-11T12:00", desk)
        #expect(tasks("王芳") == 4 && tasks("高远") == 3)
    }
}
