import Procedure
import Testing

@testable import Reading

/// What office staff say as it comes: a matter and its day side by side, a place with what is done there, and who is there but for some.
@Suite struct SaidOffhand {
    @Test(
        "of two numbers with 号 the one with an hour is the day",
        arguments: [
            ("2号 11号晚上七点 二楼会议室 20人 代表已经审定", 2, 11),
            ("1号周五晚上七点在二楼会议室碰一下哈 应到20", 1, 13),
        ])
    func matterAndDay(_ said: String, _ number: Int, _ day: Int) throws {
        let start = CivilMoment(try #require(CivilDate(2026, 3, day)), minuteOfDay: 19 * 60)
        let intent = Fixtures.read(said, .convenor, .workGroup)
        #expect(intent.name == .callMeeting && intent.slots[.number] == .integer(number) && intent.slots[.start] == .date(.moment(start)))
        #expect(intent.slots[.place] == .text("二楼会议室"))
    }

    @Test("a sitting is moved to the day behind 挪到, and what stands before it is why")
    func moved() throws {
        let intent = Fixtures.read("书记周四要去区里 1号会挪到周五吧 时间不变", .convenor, .workGroup)
        let friday = try #require(CivilDate(2026, 3, 13))
        #expect(intent.name == .reschedule && intent.slots[.start] == .date(.day(friday)))
        #expect(intent.slots[.reason] == .text("书记周四要去区里") && intent.slots[.place] == nil)
    }

    @Test(
        "a place is said without what leads to it and what is done there",
        arguments: ["1号 3月20日晚7点 在二楼会议室碰", "1号 3月20日晚7点 就是二楼会议室碰个头吧", "1号 3月20日晚7点 二楼会议室开会", "1号 3月20日晚7点在二楼会议室坐坐哈"])
    func placed(_ said: String) {
        #expect(Fixtures.read(said, .convenor, .workGroup).slots[.place] == .text("二楼会议室"))
    }

    @Test("several who stayed away are told apart by 和", arguments: ["到了18个 赵强和朱玲请假", "反了 赵强和朱玲是没来的 实到18"])
    func absent(_ said: String) {
        let intent = Fixtures.read(said, .secretary, .liveMeeting)
        #expect(intent.name == .closeCount && intent.slots[.missing] == .texts(["赵强", "朱玲"]) && intent.slots[.present] == .integer(18))
    }

    @Test(
        "a talk that was held is a screening of its day",
        arguments: [("3号我上周六挨家敲门问的 也都没意见", 7), ("1号我前天跟几个楼长当面聊过了 大家都同意", 8)])
    func talked(_ said: String, _ day: Int) throws {
        let intent = Fixtures.read(said, .liaisonOfficer, .workGroup)
        #expect(intent.name == .recordScreening && intent.slots[.method] == .text("直接对话"))
        let held = try #require(CivilDate(2026, 3, day))
        #expect(intent.slots[.date] == .date(.day(held)))
    }

    @Test("the record of a screening is put right by saying what it was")
    func screenedOtherwise() {
        let intent = Fixtures.read("啊记错了 4号不是听证会 是分组协商 上周五", .liaisonOfficer, .workGroup)
        #expect(intent.meant.first?.name == .correct && intent.meant.first?.slots[.number] == .integer(4))
    }

    @Test(
        "what is still to be held is no screening, whoever was spoken to before",
        arguments: ["1号昨天跟楼长谈的 明天再开听证会", "1号昨天跟书记说了 打算发问卷", "1号昨天跟他们说了 周五分组讨论", "1号昨天说的上门问 别忘了"])
    func planned(_ said: String) {
        #expect(Fixtures.read(said, .liaisonOfficer, .workGroup).action != .act)
    }

    @Test(
        "a record is put right by saying so, and asked unless it is said as it is taught",
        arguments: [("2号上周五筛选的时候王大妈说错了话", false), ("啊记错了 4号不是听证会 是分组协商", false), ("改 4 不是听证会 是分组协商", true)])
    func putRight(_ said: String, _ isDone: Bool) {
        #expect((Fixtures.read(said, .liaisonOfficer, .workGroup).action == .act) == isDone)
    }

    @Test(
        "representatives whom nobody looked at yet, or who looked themselves, are not approved",
        arguments: ["1号代表名单议事会还没看过", "1号代表名单议事会还没审过", "1号代表名单议事会未审过", "1号名单代表看过了", "1号名单给代表看过了"])
    func notApproved(_ said: String) {
        let intent = Fixtures.read(said, .convenor, .workGroup)
        #expect(intent.action != .act && intent.slots[.mandatesApproved] == nil && intent.meant.first?.slots[.mandatesApproved] == nil)
    }

    @Test("what is loosely said to be approved is asked", arguments: ["1号名单议事会看过了", "1号代表名单会上看过了"])
    func looselyApproved(_ said: String) {
        #expect(Fixtures.read(said, .convenor, .workGroup).action != .act)
    }

    @Test(
        "a place that begins or ends like a word beside it is left whole",
        arguments: [
            ("社区书吧", "社区书吧"), ("在社区书吧开会", "社区书吧"), ("就业服务站", "就业服务站"), ("在换热站", "换热站"), ("到岗公园", "到岗公园"),
            ("换二楼会议室吧", "二楼会议室"), ("居委会吧", "居委会"),
        ])
    func wholePlace(_ said: String, _ place: String) {
        #expect(Fixtures.read("开会 1 3月20日晚7点 \(said)", .convenor, .workGroup).slots[.place] == .text(place))
        #expect([.text(place), nil].contains(Fixtures.read("1号 3月20日晚7点 \(said) 应到20", .convenor, .workGroup).slots[.place]))
    }

    @Test("the day behind 改到 is the new one, and no place")
    func movedFrom() throws {
        let intent = Fixtures.read("周四晚七点的1号会改到周五", .convenor, .workGroup)
        let friday = try #require(CivilDate(2026, 3, 13))
        #expect(
            intent.slots[.place] == nil
                && [.date(.day(friday)), .date(.moment(CivilMoment(friday, minuteOfDay: 19 * 60)))].contains(intent.slots[.start]))
    }

    @Test("what is put to one meeting is not made one", arguments: ["1号2号合一起开会吧", "1号2号合一块一起开", "1号2号合一起一块开吧"])
    func oneSitting(_ said: String) {
        let intent = Fixtures.read(said, .liaisonOfficer, .workGroup)
        #expect(intent.name != .merge && intent.meant.first?.name != .merge)
    }

    @Test("what is told as past is not done by telling it", arguments: ["1号也报了", "3号昨天报给支部了", "3号已经报给支部了"])
    func toldOfPast(_ said: String) {
        #expect(Fixtures.read(said, .convenor, .workGroup).action != .act)
        #expect(Fixtures.read("报审 3", .convenor, .workGroup).action == .act)
    }

    @Test("one for another, and one taken off, on the list")
    func list() {
        let swapped = Fixtures.read("1号名单唐勇换成钱丽", .convenor, .workGroup)
        #expect(swapped.slots[.add] == .texts(["钱丽"]) && swapped.slots[.remove] == .texts(["唐勇"]))
        #expect(Fixtures.read("唐勇请假 从1号名单里拿掉", .convenor, .workGroup).slots[.remove] == .texts(["唐勇"]))
    }
}
