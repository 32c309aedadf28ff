import Board
import Deliberation
import Desk
import Foundation
import Procedure
import Record
import Testing

/// What somebody was asked is asked still after a restart, for its ten minutes (design 5, *Which matter*).
@Suite("Open questions outlive the process", .serialized)
struct QuestionTests {
    private static let residents = "东园社区居民群", office = "东园社区工作群"

    /// As far as the question for the reason of a call inside the seven days.
    private func asked() throws -> Restarting {
        let desk = try Restarting.approved()
        #expect(try desk.say("开会 1 3月5日19:30 二楼 应到20 代表已审定", "陈华", in: Self.office) == .asked)
        return desk
    }

    private func deviations(_ desk: Restarting) throws -> [Matter.Deviation] {
        let unit = try #require(UnitID("dongyuan"))
        return try desk.stage.desk.store.read { ledger throws(StoreFailure) -> [Matter.Deviation] in
            var matter = Matter(number: MatterNumber(year: 2026, serial: 1))
            for row in try ledger.events(of: MatterKey(unit, matter.number)) {
                guard let what = try? Happening(kind: row.kind, version: row.version, body: row.body) else { continue }
                matter.evolve(
                    Event(matter: matter.number, at: row.at, by: row.by.flatMap(PersonID.init(text:)), post: .resident, what: what))
            }
            return matter.deviations
        }
    }

    @Test("what was only asked about takes no number: none is missing")
    func noGap() throws {
        let desk = try Restarting()
        try desk.say("建议：东门路灯不亮", "张三", in: Self.residents)
        #expect(try desk.say("我要投诉你这个机器人", "张三") == .asked)
        #expect(try desk.say("建议：西门护栏松动", "李四", in: Self.residents) == .decided)
        #expect(desk.said(in: Self.residents).last?.contains("2号") == true)
    }

    @Test("a reason owed is given after the restart, and stands in the ledger with its words")
    func reason() throws {
        let desk = try asked()
        try desk.restart(after: .minutes(9))
        #expect(try desk.say("汛期将至，不宜再等", "陈华", in: Self.office) == .decided)
        #expect(desk.said(in: Self.office).contains { $0.hasPrefix("1号定于3月5日") })
        let departure = try #require(try deviations(desk).first)
        #expect(departure.verdict.row == RowID("XZ-12b"))
        let reason = try #require(departure.reason)
        let words = try desk.stage.desk.store.read { ledger throws(StoreFailure) in try ledger.words(reason.id) }
        #expect(words?.text == "汛期将至，不宜再等")
        // Answered, it is open no more.
        try desk.restart()
        #expect(try desk.say("1", "陈华", in: Self.office) == .silent)
    }

    @Test("after ten minutes it is asked no more")
    func tooLate() throws {
        let desk = try asked()
        try desk.restart(after: .seconds(601))
        #expect(try desk.say("汛期将至，不宜再等", "陈华", in: Self.office) == .silent)
        #expect(try deviations(desk).isEmpty)
    }

    @Test("only who was asked, where they were asked, answers")
    func theirs() throws {
        let desk = try asked()
        try desk.restart()
        #expect(try desk.say("1", "李明", in: Self.office) == .silent)
        #expect(try desk.say("1", "陈华") != .decided)
        #expect(try deviations(desk).isEmpty)
        #expect(try desk.say("1", "陈华", in: Self.office) == .decided)
    }

    @Test("a wish that was asked back is registered by 是 after the restart; no byte of it is readable on disk before")
    func offer() throws {
        let desk = try Restarting()
        try desk.say("建议：东门路灯不亮", "张三", in: Self.residents)
        let wish = "我家楼道的灯坏了好几天了"
        #expect(try desk.say(wish, "张三") == .asked)
        #expect(try !desk.holds(wish))
        try desk.restart(after: .minutes(3))
        #expect(try !desk.holds(wish))
        #expect(try desk.say("是", "张三") == .decided)
        #expect(desk.said(in: "张三").last?.hasPrefix("收到，已登记为2号") == true)
    }

    @Test("no is no after the restart")
    func no() throws {
        let desk = try Restarting()
        try desk.say("建议：东门路灯不亮", "张三", in: Self.residents)
        try desk.say("我家楼道的灯坏了好几天了", "张三")
        try desk.restart()
        try desk.say("不用", "张三")
        #expect(desk.said(in: "张三").last == "好的，不办了。")
        #expect(try desk.say("是", "张三") == .silent)
    }
}
