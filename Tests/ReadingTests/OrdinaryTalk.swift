import Testing

@testable import Reading

/// What people say to each other stays between them.
@Suite struct OrdinaryTalk {
    static let lines = [
        "建议你多喝水", "小区今天停水吗", "大家早上好", "谁家的猫丢了", "有人一起拼车去高铁站吗", "今天菜场的青菜便宜", "谢谢", "好的", "收到", "哈哈哈哈", "不用了", "是的是的", "对", "嗯嗯", "可以啊",
        "明天下雨记得收衣服", "快递放门卫了", "12号楼有人在吗", "12号线今天停运了吗", "12", "3号楼的快递谁拿错了", "通过了驾照考试，开心", "同意楼上", "支持国货", "我支持你", "投票选班长啦", "改天一起吃饭",
        "开会迟到了", "帮忙砍一刀", "转发：明天降温", "转给老王 200", "参加婚礼去了", "请假条怎么写", "查一下快递", "补充一点，牛奶也打折", "撤回了一条消息", "我的妈呀", "我的快递呢", "签到领积分", "+1", "附议",
        "支持", "赞成", "反对", "办好了身份证", "完成任务", "确定吗", "不确定", "问一下，几点关门", "解释一下什么意思", "并不是这样", "结果呢", "理由呢", "待会儿见", "名单在群公告里", "宣布一件事，我要结婚了",
        "互动直播间",
        "时间到了该接孩子了", "请问物业电话多少", "建议 你还是去医院看看", "我建议你别去", "希望大家新年快乐", "能不能帮我带个早饭", "意见很大", "下周三晚上聚餐吗", "十二点半吃饭", "一二三，茄子", "@张三 在吗",
        "@所有人 明天打疫苗",
        "123456", "2026年加油", "看了，不错", "12块钱一斤", "3点到5点停电", "第12届运动会", "退出群聊", "接受不了这个价", "提名奥斯卡", "任命书下来了", "散会了吗",
        "#建议你多喝水", "#建议", "#建议#", "#建议 你还是去医院看看", "各位好，谁家的猫丢了", "邻居们好，建议你们别买", "各位领导，请坐", "打扰一下，几点关门", "大家上午好", "#早安#各位好",
        "[CQ:at,qq=all] 明天停水", "？", "……", "👍", "", " ", "\u{200B}",
    ]

    @Test(arguments: lines) func inTheResidentsGroup(_ said: String) { #expect(Fixtures.line(Fixtures.read(said)) == "silence") }

    @Test(arguments: lines) func anOfficerInTheResidentsGroup(_ said: String) {
        #expect(Fixtures.line(Fixtures.read(said, .liaisonOfficer, .residentGroup)) == "silence")
    }

    @Test(
        "who is in danger is seen without a word for it; what only sounds so is not",
        arguments: [
            ("快来人 老头躺地上没反应", true), ("谁家煤气味这么大 呛死了 快出来看看", true), ("娃卡窗户护栏外头了 快来人", true), ("作业太多我要跳楼了", false), ("120刚走，希望老人没事", false),
            ("救命稻草：谁有现成的手抄报", false), ("昨天隔壁市着火了，看着吓人", false),
        ])
    func emergencies(_ said: String, _ isOne: Bool) {
        let intent = Fixtures.read(said)
        #expect((intent.name == .emergency) == isOne && (isOne || intent.action == .silence))
    }

    @Test(arguments: [
        "通过了就好", "同意", "可以", "行", "好的，收到", "下午开会别忘了", "开会了", "这个转给物业看看吧", "名单我看过了", "确定吗", "不确定", "报审材料放桌上了", "办结率怎么算", "撤销了吗", "解释得不错",
        "3号楼那件事再看看",
        "进展如何啊各位", "今天待办很多", "请大家注意时间", "改天再说",
    ]) func amongOfficers(_ said: String) {
        for role in [Role.liaisonOfficer, .convenor, .partySecretary] {
            #expect(Fixtures.line(Fixtures.read(said, role, .workGroup)) == "silence", "\(role)")
        }
    }

    @Test(arguments: ["请大家安静", "我同意李四的看法", "停车费太高了", "开会之前先说一句", "再议论也没用", "大家先坐", "宣布什么", "互动一下嘛", "到会场了吗", "请坐"]) func inTheMeeting(
        _ said: String
    ) {
        for role in [Role.chair, .secretary, .member] {
            #expect(Fixtures.line(Fixtures.read(said, role, .liveMeeting)) == "silence", "\(role)")
        }
    }

    @Test("thanks need no answer, and are known for thanks", arguments: ["谢谢你们这么快就办了", "灯亮了，谢谢", "谢谢"])
    func thanks(_ said: String) {
        for context in [Context.replyToNotice, .direct, .replyToBotLast] {
            let intent = Fixtures.read(said, .resident, context)
            #expect(intent.name == .thanks && (intent.action == .silence || context != .replyToNotice), "\(context) \(intent)")
        }
    }

    @Test func whatWasMeantForUsButCannotBeReadIsAskedNeverGuessed() {
        for said in ["通过 12 但是要先问一下物业", "通过 12，13号楼那个不要", "办结 12 吗", "报审 12 再等等", "12 通过不了"] {
            let intent = Fixtures.read(said, .liaisonOfficer, .workGroup)
            #expect(intent.action == .ask, "\(said)")
        }
    }

    @Test(arguments: ["12楼", "12号楼", "12点", "12%", "12.5", "12岁", "12个", "12元", "12栋", "12月", "12人", "0", "1000000", "12:30", "2026年"])
    func whatIsNoNumberOfAMatter(_ said: String) {
        #expect(Fixtures.read(said, .resident, .direct).slots[.number] == nil)
        #expect(Fixtures.read("通过 \(said)", .liaisonOfficer, .workGroup).action != .act)
    }
}
