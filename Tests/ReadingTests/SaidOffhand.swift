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

    @Test(
        "who is named behind 除了 stayed away",
        arguments: ["清点好了 名单上的人除了赵强和朱玲都在", "除了赵强、朱玲 都到了", "除了赵强和朱玲其他人都来了", "除赵强和朱玲俩人全到"])
    func allBut(_ said: String) {
        let intent = Fixtures.read(said, .secretary, .liveMeeting)
        #expect(intent.name == .closeCount && intent.slots[.missing] == .texts(["赵强", "朱玲"]) && intent.slots[.kind] == .text("all"))
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

    @Test("one for another, and one taken off, on the list")
    func list() {
        let swapped = Fixtures.read("1号名单唐勇换成钱丽", .convenor, .workGroup)
        #expect(swapped.slots[.add] == .texts(["钱丽"]) && swapped.slots[.remove] == .texts(["唐勇"]))
        #expect(Fixtures.read("唐勇请假 从1号名单里拿掉", .convenor, .workGroup).slots[.remove] == .texts(["唐勇"]))
    }
}
