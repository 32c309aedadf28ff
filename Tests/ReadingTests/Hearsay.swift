import Procedure
import Testing

@testable import Reading

/// What is told of others, put off, corrected or none of ours: a step's words stand in it, and no step is done for that.
@Suite struct Hearsay {
    @Test(
        "others' doings are theirs",
        arguments: ["老李说他昨天附议了18号", "他要是把15号撤回去那就白忙活了", "小刘转给我的：附议24号", "等我问问我对象再说要不要支持21号"])
    func neighbours(_ said: String) { #expect(Fixtures.line(Fixtures.read(said)) == "silence") }

    @Test("one's own are done, also where a reason names somebody else", arguments: ["附议18号", "我也附议18号"])
    func own(_ said: String) {
        let intent = Fixtures.read(said)
        #expect(intent.action == .act && intent.name == .endorse && intent.slots[.number] == .integer(18))
    }

    @Test("an absence that names a relation is one's own")
    func absence() {
        let intent = Fixtures.read("请假 12 我妈住院", .member, .direct)
        #expect(intent.action == .act && intent.name == .leaveRequest)
    }

    @Test("a promise for later approves nothing", arguments: ["等下周一支委会研究了再给你们答复", "我先问问班子其他同志意见"])
    func later(_ said: String) { #expect(Fixtures.read(said, .partySecretary, .replyToApproval).action != .act) }

    @Test("a meeting that is moved is no correction of the last step")
    func moved() {
        let intent = Fixtures.read("30的会改成8月25号上午9点", .convenor, .workGroup)
        #expect(intent.action == .act && intent.name == .reschedule && intent.slots[.number] == .integer(30))
        #expect(intent.slots[.start] == CivilMoment(iso: "2026-08-25T09:00").map { .date(.moment($0)) })
    }

    @Test("the number behind a correction is the one that is meant", arguments: [("备案47。错，74。", 74), ("29问下诉求，哦不是29，是39", 39)])
    func corrected(_ said: String, _ number: Int) {
        #expect(Fixtures.read(said, .liaisonOfficer, .workGroup).slots[.number] == .integer(number))
    }

    @Test(
        "what only the country can change, and a quarrel, are not registered in private without a question, whatever they open with",
        arguments: [
            ("建议：取消中考分流，全都上高中", IntentName.outOfScopePolicy), ("提个建议，把彩票全国都禁了", .outOfScopePolicy),
            ("反映：我跟隔壁老孙因为过道放煤球的事 他动手推我", .individualDispute),
        ])
    func opened(_ said: String, _ name: IntentName) {
        let intent = Fixtures.read(said, .resident, .direct)
        #expect(intent.name == name && intent.question?.hasSuffix(".opened") == true)
        #expect(intent.slots[.text] != nil, "it may still be registered")
    }

    @Test("what is everybody's is registered at once", arguments: ["建议：东门路灯不亮，请修一修", "反映：三单元楼道堆满了杂物"])
    func ours(_ said: String) {
        let intent = Fixtures.read(said)
        #expect(intent.action == .act && intent.name == .suggest)
    }

    @Test("where a message begins as a step is taught, the model finds no other step in it")
    func taught() {
        #expect(Fixtures.read("会议记录 12", .member, .workGroup).action == .silence)
        #expect(Fixtures.read("筛选 3 开会 3月1日", .liaisonOfficer, .workGroup).name == .unclear)
    }

    @Test("交通站 keeps its first character; 交办 loses its second")
    func offices() {
        let kept = Fixtures.read("确定 12 3月5日支委会 交通站 3月底前", .partySecretary, .direct)
        #expect(kept.slots[.department] == .text("交通站"))
        let handed = Fixtures.read("12交办物业办，4月10号前完成", .partySecretary, .workGroup)
        #expect(handed.slots[.department] == .text("物业办"))
    }
}
