import Board
import Deliberation
import Desk
import Gateways
import Procedure
import Record
import Testing

/// 待办 where nothing is owed says when something is next due: of the unit's own matters, and of what is still meant.
@Suite("The next due of a unit", .serialized)
struct NextDueTests {
    private static let residents = "东园社区居民群", office = "东园社区工作群"

    @Test("codes, other units' matters and what was settled meanwhile are no due of theirs")
    func meant() throws {
        let desk = try Restarting()
        let dongyuan = try #require(UnitID("dongyuan"))
        _ = try desk.stage.desk.giveCode(.post(.liaisonOfficer, name: "李明"), unit: dongyuan)
        func next() throws -> String? {
            try desk.say("待办", "李明", in: Self.office)
            return desk.said(in: Self.office).last
        }
        #expect(try next() == "东园社区现在没有要办的事。下一个时点：没有安排")
        // Asked back in 南湖社区, its own reminder is set.
        try desk.say("建议：湖边缺长椅", "许晴", in: "南湖社区居民群")
        try desk.say("问 1 是哪一段", "韩磊", in: "南湖社区工作群")
        let alarm = try desk.stage.desk.store.read { ledger throws(StoreFailure) in try ledger.nextTimer() }
        #expect(alarm != nil)
        #expect(try next() == "东园社区现在没有要办的事。下一个时点：没有安排")
        // One of their own, of what was withdrawn since.
        try desk.say("建议：东门路灯不亮", "张三", in: Self.residents)
        try desk.say("问 1 是哪一盏", "李明", in: Self.office)
        try desk.say("撤回 1", "张三", in: Self.residents)
        let key = MatterKey(dongyuan, MatterNumber(year: 2026, serial: 1))
        try desk.stage.desk.store.write { ledger throws(StoreFailure) in
            try ledger.setTimer(TimerRow(key, kind: "question.open", due: desk.stage.clock.now + .days(3)))
            try ledger.setTimer(TimerRow(key, kind: "page", due: desk.stage.clock.now + .minutes(15)))
        }
        #expect(try next() == "东园社区现在没有要办的事。下一个时点：没有安排")
    }
}
