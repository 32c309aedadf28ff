import Procedure
import Testing

@testable import Reading

/// What holds the words of a step and tells of none: minutes of what did not take place, answers of others, work that goes on.
@Suite("Said, and not done") struct SaidAndNotDone {
    private func minutes(_ said: String) -> [Intent] { Fixtures.read("补录会议 1\n" + said, .liaisonOfficer, .direct).more }

    @Test(
        "what did not take place is kept in words and as nothing else",
        arguments: [
            "没有进行第二轮协商。没有举手表决。", "未进行举手表决。", "还不能说基本达成共识，先试三个月。", "如果居民再次讨论后投票赞成过半，就按达成共识算。", "居民担心投票站不够。", "赵强投票反对去年的方案。",
            "孩子们举手发言很踊跃。", "下次会上再次讨论。", "打算下周举手表决。", "要是大家同意，就举手表决。",
        ])
    func denied(_ said: String) {
        let lines = minutes(said)
        #expect(!lines.isEmpty && lines.allSatisfy { $0.name == .recordView && $0.slots[.text] != nil })
    }

    @Test("no consensus is a result, and to talk again another day no second round") func noConsensus() {
        let lines = minutes("会上没有达成共识，改天再议。")
        #expect(lines.contains { $0.name == .announceResult && $0.slots[.result] == .text("未达成共识") })
        #expect(!lines.contains { $0.name == .interact })
    }

    @Test(
        "what took place is taken, with nothing against it in front",
        arguments: ["经两轮协商，大家没意见，最后举手表决通过", "就主要问题再次讨论后举手表决", "采用举手的方式表决", "举手同意13人，反对2人，达成共识", "大家没有异议，当场举手。"])
    func tookPlace(_ said: String) {
        #expect(minutes(said).contains { $0.name == .confirmMethod && $0.slots[.method] == .text("举手") })
    }

    @Test(
        "a day is no revision, nor what was not agreed to",
        arguments: ["会议改为下周三晚上7点。", "最后商定下周再开会。", "方案改为换六盏灯，大家没同意。", "方案改为换六盏灯，代表们不同意。"])
    func noRevision(_ said: String) { #expect(!minutes(said).contains { $0.name == .revise }) }

    @Test("a revision is one", arguments: ["最后商定换四盏坏灯。", "方案改为换六盏灯。", "会上大家商量，方案改为换六盏灯"])
    func revision(_ said: String) { #expect(minutes(said).contains { $0.name == .revise }) }

    @Test("each who spoke in a sentence has a line") func speakers() {
        let lines = minutes("王芳赞成换声控灯，赵强反对，认为亮灭太吵，李四同意修")
        #expect(lines.map { $0.slots[.person] } == [.text("王芳"), .text("赵强")])
        #expect(lines.first?.slots[.text] == .text("王芳赞成换声控灯"))
    }

    @Test("what a line is about is no speaker", arguments: ["方案：六盏灯", "费用：五万", "金额：三千元", "项目：充电桩"])
    func label(_ said: String) { #expect(minutes(said).allSatisfy { $0.slots[.person] == nil }) }

    @Test(
        "what others answer, or what hangs on something, is no answer of one's own",
        arguments: [
            "王芳说，1号去 2号不去", "我妈说，1号去 2号不去", "如果下雨，1号不去，2号去", "万一下雨，1号不去，2号去", "可能吧，1号去，2号去不了", "张三不来，1号去，2号不去", "1号去，2号去不了，张三去",
            "1号去，2号去不了，我妈去",
            "1号去，2号去不了，看情况", "1号去，2号去不了，孩子发烧说要住院", "昨天去", "上周三去", "昨天我去",
        ])
    func ofOthers(_ said: String) { #expect(Fixtures.read(said, .member, .direct).action != .act) }

    @Test(
        "a greeting, a slip owned up to and a reason stand beside one's answers",
        arguments: ["你好，1号去，2号去不了", "赵主任好，1号去，2号去不了", "不好意思说错了，1号去，2号不去", "收到，1号去，2号去不了，孙子生病", "好的 1号去 2号去不了 高血压犯了"])
    func ownAnswers(_ said: String) {
        let intent = Fixtures.read(said, .member, .direct)
        #expect(intent.action == .act && intent.name == .rsvpYes && intent.more.count == 1)
    }

    @Test("lamps and buses that are late answer no call", arguments: ["路灯晚半小时关就好了", "公交车晚二十分钟", "保安总是晚到半小时", "我家灯晚半小时关"])
    func late(_ said: String) { #expect(Fixtures.read(said, .member, .direct).listedMeant != .rsvpYes) }

    @Test("who comes later comes", arguments: ["我晚到十分钟", "我要晚半小时", "1号的会我晚点到", "晚到一会", "我可能晚到一会儿", "堵车，晚到十分钟"])
    func comesLater(_ said: String) { #expect(Fixtures.read(said, .member, .direct).listedMeant == .rsvpYes) }

    @Test(
        "work that goes on is not done without a question",
        arguments: [
            "完成 12 要五万", "完工 12 估计月底", "竣工 12 还要三天", "12号都修完了就剩刷漆", "12号弄完了一半", "12号干完了第一期", "12号修完了东边，西边还没修",
        ])
    func goesOn(_ said: String) {
        let intent = Fixtures.read(said, .department, .direct)
        #expect(intent.action != .act || intent.name == .progress)
    }

    @Test("what is done is", arguments: ["12号修完了，没问题", "12号全部完工", "完成 12 换了灯", "12号修完了，主要换了灯泡"])
    func done(_ said: String) {
        let intent = Fixtures.read(said, .department, .direct)
        #expect(intent.action == .act && intent.name == .done)
    }

    @Test("one of two is no department") func either() {
        #expect(Fixtures.read("12号承办单位不是物业就是城管", .liaisonOfficer, .direct).slots[.correction] == nil)
    }

    @Test("平等对待 waits for nothing") func equally() {
        #expect(Fixtures.read("12号先放着 平等对待", .liaisonOfficer, .direct).slots[.reason] != .text("等对待"))
        #expect(Fixtures.read("12号先放一放等资金到位", .liaisonOfficer, .direct).slots[.reason] == .text("等资金到位"))
        #expect(Fixtures.read("12号缓一缓等明年预算", .liaisonOfficer, .direct).slots[.reason] == .text("等明年预算"))
    }

    @Test("days are no matters", arguments: [("5月20号到22号", []), ("12号5月20号到22号停工", [12]), ("12号要延到5月20号", [12])])
    func days(_ said: String, _ numbers: [Int]) { #expect(Fixtures.reader.markedNumbers(in: said) == numbers) }

    @Test("whose turn is over has no 先 in the name") func stopped() {
        #expect(Fixtures.read("赵强先停一下", .chair, .liveMeeting).slots[.person] == .text("赵强"))
    }

    @Test("what is left out is not approved", arguments: ["都同意，7号除外", "除了7号都同意", "1号到8号都同意，7号除外", "1、2、7同意，7除外", "除了12号 其他都同意"])
    func leftOut(_ said: String) { #expect(Fixtures.read(said, .partySecretary, .direct).action != .act) }

    @Test("nobody has decided yet", arguments: ["这个支委会还没同意", "支委会都没同意", "这个支委会尚未同意"])
    func notYet(_ said: String) { #expect(Fixtures.read(said, .partySecretary, .replyToApproval).action != .act) }
}

extension Intent {
    /// What it does, or asks about.
    fileprivate var listedMeant: IntentName { meant.first?.name ?? name }
}
