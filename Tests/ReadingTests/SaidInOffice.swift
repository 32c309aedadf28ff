import Procedure
import Testing

@testable import Reading

/// What office staff write on their phones: several decisions in one message, names said in one breath, a sitting moved to a day, a notice that hangs.
@Suite("Said in the office") struct SaidInOffice {
    @Test(
        "what is approved and what is not, each with its own numbers",
        arguments: [
            ("1 2 6同意 7不批", [1, 2, 6], 7), ("1号2号6号 今天支委会同意了 7号不批 没钱", [1, 2, 6], 7),
            ("同意1、2，不同意7 没钱", [1, 2], 7), ("4号和1号今天支委会都同意了 6号不批 没场地", [4, 1], 6),
        ])
    func bothWays(_ said: String, _ approved: [Int], _ refused: Int) {
        let intent = Fixtures.read(said, .partySecretary, .direct)
        #expect([.act, .ask].contains(intent.action) && intent.slots[.numbers] == .integers(approved) && intent.slots[.result] == nil)
        #expect(intent.more.first?.slots[.number] == .integer(refused) && intent.more.first?.slots[.result] == .text("no"))
    }

    @Test("what is not approved has no number: nothing is taken", arguments: ["4号同意，活动室不批", "4号和1号今天支委会都同意了 活动室不批 没场地"])
    func halfNumbered(_ said: String) { #expect(Fixtures.read(said, .partySecretary, .direct).action != .act) }

    @Test("a refusal whose reason speaks of consent is one") func reason() {
        let intent = Fixtures.read("不同意 12，会上多数人不赞成，仅2人同意", .partySecretary, .direct)
        #expect(intent.action == .act && intent.slots[.number] == .integer(12) && intent.more.isEmpty)
    }

    @Test(
        "names said in one breath stay together for whoever knows the people, and none of a list is lost",
        arguments: [
            ("4号去掉朱玲胡波郭亮罗燕", ["朱玲胡波郭亮罗燕"]), ("4号马会、朱玲、胡波这次不参加 从名单去掉", ["马会", "朱玲", "胡波"]), ("4号名单把马会、朱玲、胡波去掉哈", ["马会", "朱玲", "胡波"]),
        ])
    func removed(_ said: String, _ names: [String]) {
        #expect(Fixtures.read(said, .convenor, .direct).slots[.remove] == .texts(names))
    }

    @Test(
        "a notice hangs where it is said to hang, and nowhere where that is not said",
        arguments: [
            ("1号公示贴一楼公告栏了", "一楼公告栏"), ("1号的公示贴一楼了", "一楼"), ("1号的公示贴出去了", nil),
        ] as [(String, String?)])
    func posted(_ said: String, _ place: String?) {
        let intent = Fixtures.read(said, .liaisonOfficer, .direct)
        #expect(intent.name == .postedOnPaper && intent.slots[.place] == place.map { .text($0) })
    }

    @Test("a sitting is moved to a day, and 12号 is no matter there", arguments: ["1号的会改到12号", "1号的会改到周四晚上"])
    func moved(_ said: String) {
        let intent = Fixtures.read(said, .convenor, .direct)
        let step = intent.meant.first ?? intent
        #expect(step.name == .reschedule && step.slots[.number] == .integer(1))
        #expect(step.slots[.start] == .date(.day(CivilDate(2026, 3, 12)!)))
    }

    @Test("the right department stands behind the second 是", arguments: ["1号承办单位不是物业是城管局", "1号单位错了 应该城管局", "1号不归物业 转城管局"])
    func department(_ said: String) {
        let intent = Fixtures.read(said, .liaisonOfficer, .direct)
        #expect((intent.slots[.correction] ?? intent.slots[.department]) == .text("城管局"))
    }

    @Test("why it waits is kept") func reasonOfWaiting() {
        let intent = Fixtures.read("4号先放着等新办公楼盖好再说", .liaisonOfficer, .direct)
        #expect(intent.name == .keepForLater && intent.slots[.reason] == .text("等新办公楼盖好再说"))
    }

    @Test("in each clause a matter of its own, and a name of several matters as all of them") func named() {
        let matters = [
            Reader.Nameable(number: 1, words: "3号楼后面的路灯坏了"), Reader.Nameable(number: 2, words: "车棚装充电桩"),
            Reader.Nameable(number: 7, words: "3号楼后头路灯不亮"),
        ]
        func text(_ said: String, _ naming: Reader.Naming) -> String? {
            Fixtures.reader.numbered(said, matters, naming, common: [], tails: [])?.text
        }
        #expect(text("车棚同意 3号楼后面路灯不批", .clauses) == "2号同意1号不批")
        #expect(text("车棚同意 路灯不批", .clauses) == nil)
        #expect(text("路灯两条是一件事", .shared) == "1号和7号 两条是一件事")
        #expect(text("路灯两条是一件事", .one) == nil)
    }
}
