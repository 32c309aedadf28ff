import Procedure
import Testing

@testable import Reading

/// What officers say in the work group, in private or in reply to a card, word for word as the day's work has it.
@Suite struct OfficerVerbs {
    @Test(arguments: [
        ("通过 12", "act pass {\"numbers\":[12]}"), ("12 通过", "act pass {\"numbers\":[12]}"), ("12号通过", "act pass {\"numbers\":[12]}"),
        ("通过", "act pass {}"), ("通过 12、13", "act pass {\"numbers\":[12,13]}"), ("通过 12 13", "act pass {\"numbers\":[12,13]}"),
        ("通过 12、13 和 15-18", "act pass {\"numbers\":[12,13,15,16,17,18]}"), ("十二号通过", "act pass {\"numbers\":[12]}"),
        ("受理12", "act pass {\"numbers\":[12]}"), ("采纳 #12", "act pass {\"numbers\":[12]}"),
        ("转议题 12", "act convert_topic {\"numbers\":[12]}"),
        ("同意 12", "act pass {\"numbers\":[12]}"), ("可以 12", "act pass {\"numbers\":[12]}"), ("OK 12", "act pass {\"numbers\":[12]}"),
        ("通过 东园12", "act pass {\"numbers\":[12],\"unit\":\"东园\"}"),
        ("通过 12 难事 决策前", "act pass {\"class\":\"难事\",\"numbers\":[12],\"phase\":\"决策前\"}"),
        ("通过 12 民生 实事 问卷", "act pass {\"category\":\"民生问题\",\"class\":\"实事\",\"method\":\"问卷调查\",\"numbers\":[12]}"),
        ("通过 12 理由：汛期将至", "act pass {\"numbers\":[12],\"reason\":\"汛期将至\"}"), ("通过 12 谢谢", "act pass {\"numbers\":[12]}"),
        ("待办", "act todo_list {}"), ("待办 逾期", "act todo_list {\"filter\":\"逾期\"}"), ("今日待办", "act todo_list {}"),
        ("解释 12 维修已排到下月", "act answer {\"number\":12,\"text\":\"维修已排到下月\"}"),
        ("答复 12：已请物业处理。", "act answer {\"number\":12,\"text\":\"已请物业处理。\"}"),
        ("12 答复 物业说可以", "act answer {\"number\":12,\"text\":\"物业说可以\"}"),
        ("转 12 物业办 4月底前", "act refer {\"department\":\"物业办\",\"due\":\"2026-04-30\",\"number\":12}"),
        ("转 12 城管中队 2027年中秋节前", "ask refer {\"department\":\"城管中队\",\"due\":\"AMBIGUOUS\",\"number\":12} ask.date.noCalendar"),
        ("转 12 城管中队 2026年中秋节前", "act refer {\"department\":\"城管中队\",\"due\":\"2026-09-24\",\"number\":12}"),
        ("转办 12 物业办", "act refer {\"department\":\"物业办\",\"number\":12}"),
        ("转 12 物业办4月底前", "act refer {\"department\":\"物业办\",\"due\":\"2026-04-30\",\"number\":12}"),
        (
            "转 12 物业办 请尽快联系业主 10个工作日内",
            "act refer {\"department\":\"物业办\",\"due\":\"2026-03-24\",\"number\":12,\"text\":\"请尽快联系业主\"}"
        ), ("并 13 到 12", "act merge {\"numbers\":[13],\"to\":12}"), ("13并入12", "act merge {\"numbers\":[13],\"to\":12}"),
        ("并 13、14 入 12", "act merge {\"numbers\":[13,14],\"to\":12}"), ("12、13 合并到 11", "act merge {\"numbers\":[12,13],\"to\":11}"),
        ("问 12 是哪个单元？", "act ask_more {\"number\":12,\"text\":\"是哪个单元？\"}"),
        ("请补充 12 具体位置", "act ask_more {\"number\":12,\"text\":\"具体位置\"}"),
        ("暂存 12 等改造方案", "act keep_for_later {\"number\":12,\"reason\":\"等改造方案\"}"),
        ("先放一放 12", "act keep_for_later {\"number\":12}"),
        (
            "谈过 12 3月1日 大家愿意分摊",
            "act record_screening {\"date\":\"2026-03-01\",\"method\":\"直接对话\",\"number\":12,\"text\":\"大家愿意分摊\"}"
        ), ("筛选 12 直接对话 3月1日", "act record_screening {\"date\":\"2026-03-01\",\"method\":\"直接对话\",\"number\":12}"),
        ("筛选 12 问卷", "act record_screening {\"method\":\"问卷调查\",\"number\":12}"),
        ("进展 12 灯杆已到货", "act progress {\"number\":12,\"text\":\"灯杆已到货\"}"), ("办结 12", "act close {\"number\":12}"),
        ("立即 12", "act immediately {\"number\":12}"), ("立即", "act immediately {}"), ("撤销", "act undo {}"), ("撤回上一步", "act undo {}"),
        ("详情 12", "act details {\"number\":12}"),
        ("改 12 难事", "act correct {\"class\":\"难事\",\"correction\":\"难事\",\"number\":12}"),
        ("代录 同意 12 3月5日支委会", "act record_approval {\"date\":\"2026-03-05\",\"meeting\":\"支委会\",\"number\":12}"),
        ("记录审批 12 3月5日支委会批准", "act record_approval {\"date\":\"2026-03-05\",\"meeting\":\"支委会\",\"number\":12}"),
        ("同意 12 3月5日支委会", "act record_approval {\"date\":\"2026-03-05\",\"meeting\":\"支委会\",\"number\":12}"),
        ("同意 12 13 3月5日支委会", "act record_approval {\"date\":\"2026-03-05\",\"meeting\":\"支委会\",\"numbers\":[12,13]}"),
        (
            "代录 不同意 12 3月5日支委会 与规划不符",
            "act record_approval {\"date\":\"2026-03-05\",\"meeting\":\"支委会\",\"number\":12,\"reason\":\"与规划不符\",\"result\":\"no\"}"
        ), ("办好 12 六盏路灯已装好", "act done {\"number\":12,\"text\":\"六盏路灯已装好\"}"), ("办好12", "act done {\"number\":12}"),
        ("帮助", "act help {}"),
    ]) func liaisonOfficerInTheWorkGroup(_ said: String, _ expected: String) {
        #expect(Fixtures.line(Fixtures.read(said, .liaisonOfficer, .workGroup)) == expected)
    }

    @Test(arguments: [
        ("报审 12", "act submit {\"number\":12}"), ("报审 12 网络投票", "act submit {\"method\":\"网络投票\",\"number\":12}"),
        (
            "开会 12 下周三晚7点半 二楼会议室 应到18 代表已经议事会审定",
            "act call_meeting {\"expected\":18,\"mandatesApproved\":true,\"number\":12,\"place\":\"二楼会议室\",\"start\":\"2026-03-18T19:30\"}"
        ),
        (
            "开会12下周三晚7点半二楼会议室应到18", "act call_meeting {\"expected\":18,\"number\":12,\"place\":\"二楼会议室\",\"start\":\"2026-03-18T19:30\"}"
        ),
        (
            "开会 12 3月18日19:30 党群服务中心 二楼 应到18人 议事会3月1日已审定代表",
            "act call_meeting {\"date\":\"2026-03-01\",\"expected\":18,\"mandatesApproved\":true,\"number\":12,\"place\":\"党群服务中心 二楼\",\"start\":\"2026-03-18T19:30\"}"
        ),
        (
            "开会 12 下周三晚7点半到9点 二楼 应到18 书面协商 理由：汛期将至",
            "act call_meeting {\"end\":\"2026-03-18T21:00\",\"expected\":18,\"form\":\"书面协商\",\"number\":12,\"place\":\"二楼\",\"reason\":\"汛期将至\",\"start\":\"2026-03-18T19:30\"}"
        ), ("改期 12 下周五晚7点半", "act reschedule {\"number\":12,\"start\":\"2026-03-20T19:30\"}"),
        ("改期 12 下周五", "act reschedule {\"number\":12,\"start\":\"2026-03-20\"}"),
        ("改期 12 3月21日到22日", "ask reschedule {\"number\":12,\"start\":\"AMBIGUOUS:2026-03-21|2026-03-22\"} ask.date.ambiguous"),
        ("改期 12 下周", "ask reschedule {\"number\":12,\"start\":\"AMBIGUOUS\"} ask.date.ambiguous"),
        ("改期 12 下周五晚7点半 三楼", "act reschedule {\"number\":12,\"place\":\"三楼\",\"start\":\"2026-03-20T19:30\"}"),
        ("取消会议 12 停电", "act cancel_meeting {\"number\":12,\"reason\":\"停电\"}"),
        ("名单 12 加 张三、李四 减 王五", "act participants {\"add\":[\"张三\",\"李四\"],\"number\":12,\"remove\":[\"王五\"]}"),
        ("名单 12 加张三减王五", "act participants {\"add\":[\"张三\"],\"number\":12,\"remove\":[\"王五\"]}"),
        ("名单 12", "act participants {\"number\":12}"),
        ("委托 张三 主持 12", "act chair_delegation {\"kind\":\"主持\",\"number\":12,\"person\":\"张三\"}"),
        ("委托张三主持12", "act chair_delegation {\"kind\":\"主持\",\"number\":12,\"person\":\"张三\"}"),
        ("确认记录 12", "act confirm_minutes {\"number\":12}"),
        ("任命 李明 联络员", "act appoint {\"person\":\"李明\",\"post\":\"联络员\"}"), ("聘李明为联络员", "act appoint {\"person\":\"李明\",\"post\":\"联络员\"}"),
        (
            "提名 张三 党员代表 公职 组织推荐", "act nominate_seat {\"kind\":\"公职\",\"method\":\"组织推荐\",\"person\":\"张三\",\"post\":\"党员代表\"}"
        ), ("退出 张三 搬离本社区", "act leave_seat {\"person\":\"张三\",\"reason\":\"搬离本社区\"}"),
        ("申请再议 12 补充了停车调查", "act redeliberate {\"number\":12,\"reason\":\"补充了停车调查\"}"),
        ("决策参考 12", "act decision_reference {\"number\":12}"), ("上报 12 社情民意", "act convert_report {\"kind\":\"社情民意\",\"number\":12}"),
        ("代录 同意 12 3月5日支委会", "act record_approval {\"date\":\"2026-03-05\",\"meeting\":\"支委会\",\"number\":12}"),
    ]) func convenorInTheWorkGroup(_ said: String, _ expected: String) {
        #expect(Fixtures.line(Fixtures.read(said, .convenor, .workGroup)) == expected)
    }

    @Test(arguments: [
        ("同意 3月5日支委会", Context.replyToApproval, "act record_approval {\"date\":\"2026-03-05\",\"meeting\":\"支委会\"}"),
        ("同意 12 3月5日支委会", .direct, "act record_approval {\"date\":\"2026-03-05\",\"meeting\":\"支委会\",\"number\":12}"),
        (
            "同意 12 3月5日 徐委发〔2020〕26号", .workGroup,
            "act record_approval {\"date\":\"2026-03-05\",\"document\":\"徐委发〔2020〕26号\",\"number\":12}"
        ),
        ("同意 12", .workGroup, "act record_approval {\"number\":12}"), ("同意", .replyToApproval, "act record_approval {}"),
        (
            "同意 12 社区党委3月5日支委会研究同意", .workGroup,
            "act record_approval {\"approver\":\"社区党委\",\"date\":\"2026-03-05\",\"meeting\":\"支委会\",\"number\":12}"
        ), ("不同意 12 今年没有预算", .workGroup, "act record_approval {\"number\":12,\"reason\":\"今年没有预算\",\"result\":\"no\"}"),
        ("不同意 12 去年才修过", .workGroup, "act record_approval {\"number\":12,\"reason\":\"去年才修过\",\"result\":\"no\"}"),
        (
            "不同意 12 今年3月5日支委会 没钱", .workGroup,
            "act record_approval {\"date\":\"2026-03-05\",\"meeting\":\"支委会\",\"number\":12,\"reason\":\"没钱\",\"result\":\"no\"}"
        ),
        ("不同意 12 与规划不符", .workGroup, "act record_approval {\"number\":12,\"reason\":\"与规划不符\",\"result\":\"no\"}"),
        (
            "确定 12 3月20日支委会 物业办 4月底前", .workGroup,
            "act record_determination {\"date\":\"2026-03-20\",\"department\":\"物业办\",\"due\":\"2026-04-30\",\"meeting\":\"支委会\",\"number\":12}"
        ),
        (
            "确定 3月20日支委会 物业办 4月底前", .replyToApproval,
            "act record_determination {\"date\":\"2026-03-20\",\"department\":\"物业办\",\"due\":\"2026-04-30\",\"meeting\":\"支委会\"}"
        ), ("不确定 12 资金没有来源", .workGroup, "act record_determination {\"number\":12,\"reason\":\"资金没有来源\",\"result\":\"no\"}"),
        (
            "同意成员 张三、李四 3月1日支委会", .workGroup,
            "act record_approval {\"date\":\"2026-03-01\",\"kind\":\"seat\",\"meeting\":\"支委会\",\"persons\":[\"张三\",\"李四\"]}"
        ),
        (
            "同意再议 12 3月9日支委会", .workGroup,
            "act record_approval {\"date\":\"2026-03-09\",\"kind\":\"redeliberation\",\"meeting\":\"支委会\",\"number\":12}"
        ), ("异议", .replyToApproval, "act objection {}"),
    ]) func partySecretary(_ said: String, _ context: Context, _ expected: String) {
        #expect(Fixtures.line(Fixtures.read(said, .partySecretary, context, at: "2026-03-21T10:00")) == expected)
    }

    @Test(arguments: [
        (
            "1号改到3月20号晚上7点半，在居委会二楼会议室，王五当秘书",
            "act reschedule {\"number\":1,\"place\":\"居委会二楼会议室\",\"secretary\":\"王五\",\"start\":\"2026-03-20T19:30\"}"
        ),
        (
            "1号改到3月20号晚上7点半 会议记录室",
            "ask reschedule {\"number\":1,\"place\":\"会议记录室\",\"start\":\"2026-03-20T19:30\"} ask.meant"
        ),
        ("1号地点改成居委会二楼", "act reschedule {\"kind\":\"place\",\"number\":1,\"place\":\"居委会二楼\"}"),
        ("地点错不错都无所谓", "silence"),
    ]) func convenorMoves(_ said: String, _ expected: String) {
        #expect(Fixtures.line(Fixtures.read(said, .convenor, .workGroup, at: "2026-03-11T19:35")) == expected)
    }

    @Test(arguments: [
        ("不行，今年没预算", Context.replyToApproval, "act record_approval {\"reason\":\"今年没预算\",\"result\":\"no\"}"),
        ("行不行我再问问", .replyToApproval, "silence"),

    ]) func secretaryDeclines(_ said: String, _ context: Context, _ expected: String) {
        #expect(Fixtures.line(Fixtures.read(said, .partySecretary, context, at: "2026-03-11T19:35")) == expected)
    }

    @Test(arguments: [
        ("签到 秘书 王五", "act nominate_secretary {\"secretary\":\"王五\"}"), ("到会", "act close_count {}"),
        ("到会 16", "act close_count {\"present\":16}"),
        ("到会 16 代表9", "act close_count {\"present\":16,\"stakeholders\":9}"),
        ("到会16人，代表9人", "act close_count {\"present\":16,\"stakeholders\":9}"),
        ("到会 全到 缺 张三", "act close_count {\"kind\":\"all\",\"missing\":[\"张三\"],\"present\":\"all\"}"),
        ("到会 16 加 张三", "act close_count {\"add\":[\"张三\"],\"present\":16}"),
        ("到会 张三、李四", "act close_count {\"persons\":[\"张三\",\"李四\"]}"),
        ("到会：张三 李四和王芳 缺 钱丽", "act close_count {\"missing\":[\"钱丽\"],\"persons\":[\"张三\",\"李四\",\"王芳\"]}"),
        ("到会 1 全到", "act close_count {\"kind\":\"all\",\"number\":1,\"present\":\"all\"}"),
        ("1号到会 全到", "act close_count {\"kind\":\"all\",\"number\":1,\"present\":\"all\"}"),
        ("到会 1 20人", "act close_count {\"number\":1,\"present\":20}"), ("到会1号20人", "act close_count {\"number\":1,\"present\":20}"),
        ("到会 1 16 代表9", "act close_count {\"number\":1,\"present\":16,\"stakeholders\":9}"),
        ("到会 1号 张三、李四", "act close_count {\"number\":1,\"persons\":[\"张三\",\"李四\"]}"),
        ("到会16，全到", "act close_count {\"kind\":\"all\",\"present\":16}"),
        ("到会 16 张三", "act close_count {\"persons\":[\"张三\"],\"present\":16}"), ("到会了吗", "silence"), ("到会的人不多", "silence"),
        ("应到18实到16", "act close_count {\"expected\":18,\"present\":16}"), ("到会 16/18", "act close_count {\"expected\":18,\"present\":16}"),
        ("开会", "act open_meeting {}"),
        ("开会 提议人缺席", "act open_meeting {\"kind\":\"提议人缺席\"}"), ("互动", "act interact {}"), ("再议", "act interact {\"kind\":\"second\"}"),
        (
            "请 李四 发言 观点 停车费 赞成",
            "act give_floor {\"kind\":\"发言\",\"person\":\"李四\",\"stance\":\"正方\",\"viewpoint\":\"停车费\"}"
        ), ("请李四发言", "act give_floor {\"kind\":\"发言\",\"person\":\"李四\"}"), ("请 李四", "act give_floor {\"person\":\"李四\"}"),
        ("请大家安静", "silence"),
        ("时间到", "act end_turn {}"), ("延长", "act end_turn {\"kind\":\"extend\"}"), ("打断 跑题", "act interrupt {\"reason\":\"跑题\"}"),
        ("修订 东门加装六盏路灯", "act revise {\"text\":\"东门加装六盏路灯\"}"), ("表态 举手", "act confirm_method {\"method\":\"举手\"}"),
        ("宣布 达成共识 16比2", "act announce_result {\"against\":2,\"for\":16,\"result\":\"达成共识\"}"),
        ("宣布 基本达成共识 15:2 弃权1", "act announce_result {\"abstain\":1,\"against\":2,\"for\":15,\"result\":\"基本达成共识\"}"),
        ("宣布 达成共识 16 比 2", "act announce_result {\"against\":2,\"for\":16,\"result\":\"达成共识\"}"),
        ("宣布达成共识十六比二", "act announce_result {\"against\":2,\"for\":16,\"result\":\"达成共识\"}"), ("投票 赞成", "act vote {\"choice\":\"赞成\"}"),
        ("宣布 未达成共识", "act announce_result {\"result\":\"未达成共识\"}"),
        ("宣布 达成共识 16票赞成2票反对", "act announce_result {\"against\":2,\"for\":16,\"result\":\"达成共识\"}"), ("散会", "act end_meeting {}"),
        ("同意修订", "act agree_revision {}"),
        ("签到，秘书王五", "act nominate_secretary {\"secretary\":\"王五\"}"),
        ("大家签到吧，王五负责记", "act nominate_secretary {\"secretary\":\"王五\"}"),
        ("李四说说看法", "act give_floor {\"person\":\"李四\"}"), ("大家说说看法", "act interact {\"kind\":\"more\"}"),
        ("大家再议议", "act interact {\"kind\":\"more\"}"), ("我们再议议再表态吧", "silence"),
        ("停，跑题了", "act interrupt {\"reason\":\"跑题\"}"), ("停，我先说一句", "silence"),
        ("改成东门装六盏路灯，晚上十点后减半亮", "act revise {\"text\":\"东门装六盏路灯，晚上十点后减半亮\"}"),
        ("综合大家意见，修订为东门装六盏路灯", "act revise {\"text\":\"东门装六盏路灯\"}"), ("改成举手", "act correct {\"correction\":\"举手\"}"),
        ("改成下周三晚上七点半", "act correct {\"correction\":\"下周三晚上七点半\",\"start\":\"2026-03-18T19:30\"}"),
    ]) func chairInTheMeeting(_ said: String, _ expected: String) {
        #expect(Fixtures.line(Fixtures.read(said, .chair, .liveMeeting)) == expected)
    }

    @Test(
        "hearsay, one member's view and what is still to be settled are no decision",
        arguments: [
            ("何静说1号会最好改下周五晚7点半", Role.convenor, Context.workGroup), ("支委会上有人不同意1号，说没钱", .partySecretary, .direct),
            ("1号今天支委会原则同意，钱的事再定", .partySecretary, .direct),
            ("4号别登我名字，登李四", .resident, .direct),
        ]) func nobodysDecision(_ said: String, _ role: Role, _ context: Context)
    {
        let read = Fixtures.read(said, role, context)
        #expect(read.action != .act || read.name == .hideName, "\(Fixtures.line(read))")
    }

    @Test(arguments: [
        (
            "开会 下周三晚7点半 302会议室 应到18", Role.convenor,
            "act call_meeting {\"expected\":18,\"place\":\"302会议室\",\"start\":\"2026-03-18T19:30\"}"
        ), ("开会 下周三晚7点半 二楼 302 应到18", .convenor, "act call_meeting {\"expected\":18,\"place\":\"二楼 302\",\"start\":\"2026-03-18T19:30\"}"),
        (
            "开会 12、13 下周三晚7点半 二楼", .convenor,
            "act call_meeting {\"numbers\":[12,13],\"place\":\"二楼\",\"start\":\"2026-03-18T19:30\"}"
        ),
        (
            "12和13 开会 下周三晚7点半 302会议室", .convenor,
            "act call_meeting {\"numbers\":[12,13],\"place\":\"302会议室\",\"start\":\"2026-03-18T19:30\"}"
        ), ("开会 12 18号晚7点 二楼", .convenor, "act call_meeting {\"number\":12,\"place\":\"二楼\",\"start\":\"2026-03-18T19:00\"}"),
        ("开会 12、18号晚7点 二楼", .convenor, "act call_meeting {\"number\":12,\"place\":\"二楼\",\"start\":\"2026-03-18T19:00\"}"),
        ("开会 15号晚7点 二楼", .convenor, "act call_meeting {\"place\":\"二楼\",\"start\":\"2026-03-15T19:00\"}"),
        ("开会 下周三晚7点半 8号会议室", .convenor, "act call_meeting {\"place\":\"8号会议室\",\"start\":\"2026-03-18T19:30\"}"),
        ("转 物业办 4月底前", .liaisonOfficer, "act refer {\"department\":\"物业办\",\"due\":\"2026-04-30\"}"),
        ("解释 维修已排到下月", .liaisonOfficer, "act answer {\"text\":\"维修已排到下月\"}"),
        ("改成 实事", .liaisonOfficer, "act correct {\"class\":\"实事\",\"correction\":\"实事\"}"),
        ("改成下周四晚7点", .convenor, "act correct {\"correction\":\"下周四晚7点\",\"start\":\"2026-03-19T19:00\"}"),
        ("并入 12", .liaisonOfficer, "act merge {\"to\":12}"), ("理由 汛期将至", .convenor, "act reason {\"text\":\"汛期将至\"}"),
    ]) func inAReplyTheNumberNeedNotBeSaid(_ said: String, _ role: Role, _ expected: String) {
        #expect(Fixtures.line(Fixtures.read(said, role, .replyToTopic)) == expected)
    }

    @Test(arguments: ["通过 12 个小区的方案", "办好 12 户的证", "办结 12 天了", "通过 12 人", "公示 12 天", "通过 东园12、西园13", "通过 12 - 15"])
    func aNumberThatWasNotMeantIsNeverActedOn(_ said: String) {
        #expect(Fixtures.read(said, .liaisonOfficer, .workGroup).action != .act)
    }

    @Test func anOfficersVerbInAResidentsGroupIsSilence() {
        for said in ["通过 12", "办结 12", "转 12 物业办", "报审 12", "同意 12", "解释 12 下月修", "待办", "名单 12"] {
            #expect(Fixtures.read(said, .liaisonOfficer, .residentGroup).action == .silence, "\(said)")
        }
    }

    @Test(
        "a step of another post's is told from talk, and whose it is the procedure says",
        arguments: [("31号受理", IntentName.pass), ("麻烦把14号筛选通过", .pass), ("31号驳回吧", .decline), ("把8号列成协商事项", .convertTopic)])
    func ofAnotherPost(_ said: String, _ name: IntentName) {
        let intent = Fixtures.read(said, .convenor, .workGroup)
        #expect(intent.action == .act && intent.name == name && (intent.slots[.number] ?? intent.slots[.numbers]) != nil)
        #expect(Fixtures.read(said, .resident, .group).action != .act)
        #expect(Fixtures.read(said, .convenor, .residentGroup).action == .silence)
    }

    @Test("talk about a number is nobody's step", arguments: ["12号的事大家多上心", "12号挺好的", "12号谁在管"])
    func noStep(_ said: String) { #expect(!Attempt.steps.contains(Fixtures.read(said, .partySecretary, .workGroup).name)) }

    @Test(
        "a body is named by its own name",
        arguments: [
            ("麻烦登记，咱12号的成果支委会昨晚确定了，物业办来办", "支委会"), ("现在支部会通过了12号", "支部会"), ("12号，我们社区支委会昨晚同意了", "社区支委会"),
            ("12号东园社区党总支昨天同意了", "东园社区党总支"),
        ])
    func bodies(_ said: String, _ body: String) {
        let slots = Fixtures.read(said, .partySecretary, .workGroup).slots
        #expect((slots[.meeting] ?? slots[.approver]) == .text(body))
    }

    @Test(
        "who carries it out is named whole, and nothing with it",
        arguments: [
            ("行，那14号成果确定，3月4日支委会，物业办4月20日前", "物业办"), ("12号的协商成果，3月1日支委会研究确定，交警中队4月底前落实", "交警中队"),
            ("支委会3月2日定了12号，由物业办办", "物业办"), ("转交警中队 12", "交警中队"), ("12号送交通办", "交通办"),
        ])
    func carriers(_ said: String, _ department: String) {
        let role: Role = said.contains("中队 12") || said.contains("送") ? .liaisonOfficer : .partySecretary
        #expect(Fixtures.read(said, role, .workGroup).slots[.department] == .text(department))
    }

    @Test("a decision told under a day to come is told all the same; one that is to come is none")
    func ahead() {
        let told = Fixtures.read("26号结果，总支3月11日会上定了，已经核实过", .partySecretary, .workGroup)
        #expect(told.action == .act && told.name == .recordDetermination && told.slots[.date] == .date(.day(CivilDate(2026, 3, 11)!)))
        for said in ["明天支委会要议12号", "12号明天上支委会定", "12号拟3月24日上支委会", "我看12号等3月24日支委会再说"] {
            #expect(Fixtures.read(said, .partySecretary, .workGroup).action == .silence)
        }
    }
}
