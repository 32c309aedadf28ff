import Procedure
import Testing

@testable import Reading

/// What the learned model understands and words by hand do not: its slots are read wherever they stand, as a whole, or it is asked.
@Suite struct LooseReading {
    @Test("what the party secretary decides is done without date and body", arguments: ["支部没意见，往下走", "关于这个议题，本支部予以批准"])
    func decided(_ said: String) {
        let intent = Fixtures.read(said, .partySecretary, .replyToApproval)
        #expect(intent.action == .act && intent.name == .recordApproval && intent.slots[.result] == nil)
    }

    @Test("neither yes nor no where a refusal is itself refused, or not read", arguments: ["没有不同意的，通过", "支部同意不同意还得等上级", "11号同意是同意，但先缓一缓"])
    func undecided(_ said: String) { #expect(Fixtures.read(said, .partySecretary, .replyToApproval).action != .act) }

    @Test func numbersThatAreAllMeantAreNoListOfDays() {
        let intent = Fixtures.read("二十一到二十四号全放行", .liaisonOfficer, .workGroup)
        #expect(intent.action == .act && intent.slots[.numbers] == .integers([21, 22, 23, 24]))
    }

    @Test(
        "heads are counted",
        arguments: [
            ("应到22 实到18 请假3 无故1", 18, 22), ("签到截止：13/15", 13, 15), ("一个不落 18个全在", 18, 18), ("缺7个，现场11，一共该来18", 11, 18),
            ("只有8个人签了，按14算", 8, 14), ("一共18户，到了15户，缺3户", 15, 18),
        ])
    func heads(_ said: String, _ present: Int, _ expected: Int) {
        let intent = Fixtures.read(said, .secretary, .liveMeeting)
        #expect(intent.action == .act && intent.slots[.present] == .integer(present) && intent.slots[.expected] == .integer(expected))
    }

    @Test("a count that does not come out is asked, and nothing of it is kept", arguments: ["现场15人，线上3人，应到20", "请假的有3个，迟到2个，到了15个"])
    func heads(_ said: String) {
        let intent = Fixtures.read(said, .secretary, .liveMeeting)
        #expect(intent.action != .act && intent.slots[.present] == nil)
    }

    @Test(
        "votes go where they were cast",
        arguments: [
            ("十六位说行两位说不行，我宣布达成共识", 16, 2), ("本议题表决12票对3票，宣布达成共识", 12, 3), ("赞成15 反对2，达成共识", 15, 2),
            ("同意的12位，剩下3位没同意，宣布基本达成共识", 12, 3),
        ])
    func votes(_ said: String, _ yes: Int, _ no: Int) {
        let intent = Fixtures.read(said, .chair, .liveMeeting)
        #expect(intent.slots[.for] == .integer(yes) && intent.slots[.against] == .integer(no))
    }

    @Test("of two ways to vote the one behind 改 or 还是", arguments: [("不鼓掌了，改举手", "举手"), ("不用投票了，举手就行", "举手"), ("别举手，鼓掌吧", "鼓掌")])
    func ways(_ said: String, _ way: String) {
        let intent = Fixtures.read(said, .chair, .liveMeeting)
        #expect(intent.action == .act && intent.slots[.method] == .text(way))
    }

    @Test(
        "who is called on speaks",
        arguments: [
            ("李婶你来说两句", "李婶"), ("马姐举手半天了，轮到你", "马姐"), ("发言权给胡医生", "胡医生"), ("先听提议人介绍情况", "提议人"), ("老周你说，周建国", "周建国"),
        ])
    func floor(_ said: String, _ person: String) {
        let intent = Fixtures.read(said, .chair, .liveMeeting)
        #expect(intent.name == .giveFloor && intent.slots[.person] == .text(person))
    }

    @Test(
        "the choice that is left holds",
        arguments: [
            ("选三", SlotValue.integer(3)), ("最后那个选项不要，我要头一个", .integer(1)), ("不选A，选B", .text("B")), ("弃权吧，都跟我没啥关系", .text("弃权")),
            ("不赞成也不反对，算弃权", .text("弃权")),
        ])
    func choices(_ said: String, _ choice: SlotValue) {
        let intent = Fixtures.read(said, .member, .replyToPoll)
        #expect(intent.action == .act && intent.slots[.choice] == choice)
    }

    @Test(
        "a meeting moved to another day keeps its hour; whether it is of the part of the day that is said, those know who called it",
        arguments: [("延到16号，其他不变", true), ("改周五", true), ("推到下周三晚上", true), ("挪到六月二十号晚", true)])
    func moved(_ said: String, _ isDone: Bool) {
        let intent = Fixtures.read(said, .convenor, .replyToMeetingCall)
        #expect(intent.name == .reschedule && (intent.action == .act) == isDone)
        #expect(isDone || intent.question == "ask.date.hour")
    }

    @Test(
        "what came of it, however it is put",
        arguments: [("共识已达成，宣布，赞成19反对2", "达成共识"), ("两票反对、十五票赞成，宣布达成", "达成共识"), ("共识没达成，宣布，6比11", "未达成共识")])
    func results(_ said: String, _ result: String) {
        #expect(Fixtures.read(said, .chair, .liveMeeting).slots[.result] == .text(result))
    }

    @Test("two that stand side by side are asked", arguments: ["反对的人太多，我赞成", "A和B都行", "选一个便宜的"])
    func choices(_ said: String) { #expect(Fixtures.read(said, .member, .replyToPoll).action != .act) }

    @Test("points: the later, and never those that are refused", arguments: [("5分钟前给了2分，改4分", 4), ("不能给5分，给3分", 3)])
    func points(_ said: String, _ score: Int) {
        let intent = Fixtures.read(said, .resident, .replyToNotice)
        #expect(intent.action != .act || intent.slots[.score] == .integer(score))
    }

    @Test("not content is never content") func discontent() {
        #expect(Fixtures.read("不满意", .resident, .replyToNotice).slots[.score] == .integer(2))
    }

    @Test("who comes and who does not")
    func exchange() {
        let swap = Fixtures.read("30号名单调整，拿掉朱强补上许红", .liaisonOfficer, .workGroup)
        #expect(swap.slots[.add] == .texts(["许红"]) && swap.slots[.remove] == .texts(["朱强"]))
        let both = Fixtures.read("12号参会的加王芳，李敏不来了", .convenor, .workGroup)
        #expect(both.slots[.add] == .texts(["王芳"]) && both.slots[.remove] == .texts(["李敏"]))
        for said in ["12号名单别去掉张三", "12号名单王芳不用加了"] { #expect(Fixtures.read(said, .convenor, .workGroup).action != .act) }
    }

    @Test("who is proposed, and who takes over")
    func people() {
        #expect(Fixtures.read("提名张玉兰当党员代表，组织推荐", .convenor, .workGroup).slots[.person] == .text("张玉兰"))
        #expect(Fixtures.read("明后天王姐顶我的班", .liaisonOfficer, .workGroup).slots[.person] == .text("王姐"))
        #expect(Fixtures.read("提名王芳替换李敏当党员代表", .convenor, .workGroup).action != .act)
    }

    @Test("an office is named without what hands it on", arguments: [("35丢供电所去", "供电所"), ("5号让综治办牵头处置下", "综治办")])
    func offices(_ said: String, _ department: String) {
        let intent = Fixtures.read(said, .liaisonOfficer, .direct)
        #expect(intent.slots[.department] == .text(department))
    }

    @Test("what is not to be handed on is not") func refused() {
        #expect(Fixtures.read("12别转物业，转城管中队", .liaisonOfficer, .direct).action != .act)
    }

    @Test("a day written with a stroke is no list of matters, and 应到12 no matter")
    func written() {
        let intent = Fixtures.read("13 10/23 15:30 东门岗亭旁 应到 12", .convenor, .direct, at: "2026-10-13T11:10")
        #expect(intent.slots[.number] == .integer(13) && intent.slots[.expected] == .integer(12) && intent.slots[.numbers] == nil)
        #expect(intent.slots[.start] == CivilMoment(iso: "2026-10-23T15:30").map { .date(.moment($0)) })
    }
}
