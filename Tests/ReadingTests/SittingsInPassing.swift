import Procedure
import Testing

@testable import Reading

/// What chair, secretary and members say in passing at a sitting and around it.
@Suite struct SittingsInPassing {
    private func chair(_ said: String) -> Intent { Fixtures.read(said, .chair, .liveMeeting) }
    private func secretary(_ said: String) -> Intent { Fixtures.read(said, .secretary, .liveMeeting) }
    private func member(_ said: String) -> Intent { Fixtures.read(said, .member, .direct) }

    @Test(
        "whose turn it is, with the turn before it",
        arguments: [("赵强说完了 下一个李四", "李四"), ("轮到王芳了", "王芳"), ("时间到，下一位请周敏", "周敏"), ("下一个李四", "李四"), ("请孙涛说两句 反对装声控灯", "孙涛")])
    func floor(_ said: String, _ name: String) {
        let intent = chair(said)
        #expect(intent.action == .act && intent.name == .giveFloor && intent.slots[.person] == .text(name))
    }

    @Test("a speaker is stopped, and why", arguments: [("孙涛跑题了 停一下", "跑题"), ("打断，李四骂人", "违规"), ("李四跑题了", "跑题"), ("赵强人身攻击，打断", "违规")])
    func stopped(_ said: String, _ reason: String) {
        let intent = chair(said)
        #expect(intent.action == .act && intent.name == .interrupt && intent.slots[.reason] == .text(reason))
    }

    @Test("what asks everybody to keep to it stops nobody", arguments: ["大家发言不要跑题", "李四的意见和张三重复", "会不会跑题了"])
    func notStopped(_ said: String) { #expect(chair(said).action != .act || chair(said).name != .interrupt) }

    @Test("the second round", arguments: ["再议一轮", "再讨论一轮", "进入第二轮", "下面第二轮"])
    func secondRound(_ said: String) {
        #expect(chair(said).action == .act && chair(said).name == .interact && chair(said).slots[.kind] == .text("second"))
    }

    @Test("who keeps the record", arguments: ["今晚王五记", "王五做记录", "今晚王五记 开始签吧"])
    func record(_ said: String) {
        #expect(chair(said).action == .act && chair(said).name == .nominateSecretary && chair(said).slots[.secretary] == .text("王五"))
    }

    @Test("that all are for it is asked about once", arguments: ["十票赞成没有反对 通过", "大家都同意那就这么定了", "停车位全票通过 十比零"])
    func unanimous(_ said: String) {
        let intent = chair(said)
        #expect(intent.action == .ask && intent.meant.first?.name == .announceResult && intent.meant.first?.slots[.result] == .text("达成共识"))
    }

    @Test("agreed on something else is no result", arguments: ["大家都同意先休息十分钟", "王五记一下这件事"])
    func nothing(_ said: String) { #expect(chair(said).action == .silence) }

    @Test("the filler before a revision is no part of it") func filler() {
        let intent = chair("定了 改成换四盏坏灯，另加两盏")
        #expect(intent.name == .revise && intent.slots[.text] == .text("换四盏坏灯，另加两盏"))
    }

    @Test("the secretary takes down who said what", arguments: [("张三说：北门灯坏了", "张三"), ("王芳：电费谁出", "王芳"), ("李四觉得应该先修", "李四")])
    func takenDown(_ said: String, _ name: String) {
        let intent = secretary(said)
        #expect(intent.action == .act && intent.name == .recordView && intent.slots[.person] == .text(name))
    }

    @Test("votes of the secretary announce nothing", arguments: ["同意12人反对3人弃权0", "12票同意3票反对"])
    func votes(_ said: String) {
        let intent = secretary(said)
        #expect(intent.action == .ask && intent.question == "ask.result" && intent.slots[.for] == .integer(12))
    }

    @Test("counted once more", arguments: ["刚才点漏了，实到15人，其中代表8人", "又来了7个，实到15人，代表8人"])
    func recounted(_ said: String) {
        let intent = secretary(said)
        #expect(intent.action == .act && intent.name == .closeCount && intent.slots[.present] == .integer(15))
        #expect(intent.slots[.persons] == nil)
    }

    @Test(
        "each sitting is answered by itself",
        arguments: ["1号去 2号去不了", "1号我去2号我不去", "会议通知收到，参加1号，2号请假", "记错了，1号我参加，2号不参加"])
    func replies(_ said: String) {
        let intent = member(said)
        #expect(intent.action == .act && intent.name == .rsvpYes && intent.slots[.number] == .integer(1))
        #expect(intent.more.count == 1 && intent.more.first?.name != .rsvpYes && intent.more.first?.slots[.number] == .integer(2))
    }

    @Test("the day of a sitting suits", arguments: ["16号晚上是吧 行", "16号那个我来", "周五能去"])
    func day(_ said: String) { #expect(member(said).action == .act && member(said).name == .rsvpYes && member(said).slots[.number] == nil) }

    @Test("what leaves it open is no answer", arguments: ["看情况", "不一定", "13号来修水管"])
    func open(_ said: String) { #expect(member(said).action != .act) }

    @Test("a paragraph of minutes gives what the form asks for") func paragraph() {
        let intent = Fixtures.read(
            "补录会议 1\n会议在二楼召开，应到20人，实到16人，其中代表8人。提议人张三介绍情况，钱丽担心电费，赵强反对声控灯。经讨论修订为换四盏坏灯，提议人张三同意。第二轮协商后举手表决，赞成13票反对3票，基本达成共识。",
            .liaisonOfficer, .direct)
        func line(_ name: IntentName) -> Intent? { intent.more.first { $0.name == name } }
        #expect(line(.closeCount)?.slots[.present] == .integer(16) && line(.closeCount)?.slots[.expected] == .integer(20))
        #expect(line(.revise)?.slots[.text] == .text("换四盏坏灯，提议人张三同意"))
        #expect(line(.interact) != nil && line(.confirmMethod)?.slots[.method] == .text("举手"))
        #expect(line(.announceResult)?.slots[.result] == .text("基本达成共识") && line(.announceResult)?.slots[.for] == .integer(13))
        #expect(intent.more.count { $0.name == .recordView && $0.slots[.person] != nil } == 3)
    }

    @Test("votes without a result announce nothing, and stay in words") func noResult() {
        let intent = Fixtures.read("补录会议 1\n举手表决：同意11 反对3\n会议一致同意先补坑", .liaisonOfficer, .direct)
        #expect(!intent.more.contains { $0.name == .announceResult } && intent.more.contains { $0.name == .confirmMethod })
        #expect(intent.more.contains { $0.slots[.text] == .text("举手表决：同意11 反对3") })
    }

    @Test("the side somebody takes stays in what they said") func side() {
        let intent = Fixtures.read("补录会议 1\n赵强：反对一刀切，给老人留时间", .liaisonOfficer, .direct)
        #expect(intent.more.first?.slots[.text] == .text("反对一刀切，给老人留时间"))
    }

    @Test("what is finished is done, and no progress", arguments: ["1号弄完了", "1号全部完工"])
    func done(_ said: String) { #expect(Fixtures.read(said, .department, .direct).name == .done) }
}
