import Board
import Deliberation
import Desk
import Gateways
import Procedure
import Record
import Testing

/// Who leads at the table is read from the sitting that is held there.
@Suite("Two sittings", .serialized)
struct TableTests {
    private static let residents = "东园社区居民群", office = "东园社区工作群"

    /// Two matters, called for different days, each with a secretary of its own.
    private func called(_ first: String, _ second: String) throws -> Restarting {
        let desk = try Restarting()
        try desk.say("建议：东门路灯不亮", "张三", in: Self.residents)
        try desk.say("建议：河边护栏松了", "李四", in: Self.residents)
        for number in 1...2 {
            let proposer = ["张三", "李四"][number - 1]
            for name in ["张三", "李四", "王芳", "赵强", "钱丽", "孙涛", "周敏", "吴刚", "郑红", "冯军"] where name != proposer {
                try desk.say("附议 \(number)", name, in: Self.residents)
            }
            try desk.say("通过 \(number) 直接对话", "李明", in: Self.office)
            try desk.say("报审 \(number)", "陈华", in: Self.office)
            try desk.say("备案 \(number) 3月2日送达", "李明", in: Self.office)
            try desk.say("同意 \(number) 3月2日支委会", "刘国强")
        }
        #expect(try desk.say("开会 1 3月20日19:30 二楼 应到20 代表已审定 秘书\(first)", "陈华", in: Self.office) == .decided)
        #expect(try desk.say("开会 2 3月27日19:30 三楼 应到20 代表已审定 秘书\(second)", "陈华", in: Self.office) == .decided)
        return desk
    }

    private func meeting(_ desk: Restarting, _ serial: Int) throws -> (state: StateID, present: Int) {
        let unit = try #require(UnitID("dongyuan"))
        let view = try desk.stage.desk.store.read { ledger throws(StoreFailure) in
            try MatterView.read(
                MatterKey(unit, MatterNumber(year: 2026, serial: serial)), desk.stage.desk.library, now: desk.stage.clock.now, &ledger)
        }
        let matter = try #require(view).matter
        return (matter.state(of: "meeting"), matter.sitting.presentCount)
    }

    @Test(
        "the secretary of the one under way counts heads in so many words, though another is called for next week", arguments: ["胡波", "朱玲"])
    func underWay(_ other: String) throws {
        let desk = try called("王五", other)
        desk.stage.advance(to: try #require(CivilMoment(iso: "2026-03-20T19:20")).instant)
        #expect(try desk.say("大家签到吧", "陈华", in: Self.office) == .decided)
        #expect(try meeting(desk, 1).state == "checkIn")
        #expect(try desk.say("到会 16 代表8", "王五", in: Self.office) == .decided, "\(desk.said(in: Self.office).last ?? "")")
        #expect(try meeting(desk, 1).present == 16)
        #expect(try desk.say("到会 17 代表8", other, in: Self.office) != .decided)
        #expect(try meeting(desk, 1).present == 16)
        #expect(try meeting(desk, 2).state == "called")
    }
}
