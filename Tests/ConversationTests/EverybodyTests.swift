import Desk
import Foundation
import Procedure
import Testing
import Wire

@testable import Reading

/// `[CQ:at,qq=all]` in every field that takes words of people's own: it is shown as the text it is, and never calls anybody. Looked at where
/// an implementation would get it: in the calls of the API.
@Suite("Nobody calls everybody through us", .serialized)
struct EverybodyTests {
    static let all = "[CQ:at,qq=all]"

    struct Line {
        var intent: IntentName
        var who: String
        var place: String?
        var text: String
        var outcome: Outcome
        /// Whether what was put in is to be seen in what we said because of it, at once or when it is due.
        var isShown: Bool
    }

    private static let residents = "东园社区居民群", office = "东园社区工作群"

    private static func line(
        _ intent: IntentName, _ who: String, _ place: String?, _ text: String, _ outcome: Outcome = .decided, shown: Bool = false
    ) -> Line {
        Line(
            intent: intent, who: who, place: place, text: text.replacingOccurrences(of: "@@", with: all), outcome: outcome, isShown: shown)
    }

    /// Before the call, at the call, at the table, and after it.
    static let parts: [(at: String?, lines: [Line])] = [
        (
            nil,
            [
                line(.suggest, "张三", residents, "建议：@@东门路灯不亮，晚上看不清", shown: true),
                line(.suggest, "张三", residents, "补充 1 @@主要是六点以后", shown: true),
                line(.endorse, "李四", residents, "附议 1 @@"),
            ]
                + ["王芳", "赵强", "钱丽", "孙涛", "周敏", "吴刚", "郑红", "冯军"].map { line(.endorse, $0, residents, "附议 1") } + [
                    line(.suggest, "生人", residents, "建议：花坛@@没人管", shown: true),
                    line(.suggest, "王芳", residents, "建议：@@", shown: true),
                    line(.suggest, "赵强", residents, "建议：修@@长椅", shown: true),
                    line(.suggest, "钱丽", residents, "建议：@@装减速带", shown: true),
                    line(.suggest, "孙涛", residents, "建议：加快递柜"),
                    line(.suggest, "周敏", residents, "建议：周末开放活动室"),
                    line(.suggest, "吴刚", residents, "建议：装充电桩"),
                    line(.withdraw, "吴刚", residents, "撤回 8 因为@@"),
                    line(.askMore, "李明", office, "问 2 @@是哪个花坛？", shown: true),
                    line(.answer, "李明", office, "解释 2 @@已经报修", shown: true),
                    line(.refer, "李明", office, "转 4 物业办 4月底前 @@请先看看", shown: true),
                    line(.refer, "李明", office, "转 6 @@物业办 4月底前"),
                    line(.merge, "李明", office, "并 5 到 1 因为@@同一个门"),
                    line(.decline, "李明", office, "不予受理 3 @@", .refused),
                    line(.convertTopic, "李明", office, "列为议题 7 直接对话 因为@@"),
                    line(.pass, "李明", office, "通过 1 直接对话 因为@@"),
                    line(.pass, "李明", office, "通过 3 直接对话"),
                    line(.keepForLater, "李明", office, "暂存 3 @@等改造方案", shown: true),
                    line(.recordScreening, "李明", office, "筛选 1 直接对话 3月1日 @@与楼长谈过"),
                    line(.submit, "陈华", office, "报审 1、7 因为@@"),
                    line(.recordApproval, "刘国强", nil, "不同意 7 @@与规划不符", shown: true),
                    line(.recordApproval, "刘国强", nil, "同意 1 3月2日 《@@纪要》", shown: true),
                    line(.objection, "刘国强", nil, "异议 1 @@", shown: true),
                    line(.objectionLifted, "刘国强", nil, "解除异议 1"),
                    line(.nominateSeat, "陈华", office, "提名 @@ 党员代表 公职 组织推荐", .asked),
                    line(.appoint, "陈华", office, "任命 @@ 联络员", .asked),
                    line(.suspend, "陈华", office, "停用 @@", .asked),
                    line(.dismiss, "陈华", office, "免去 @@ 联络员", .asked),
                    line(.volunteerAsParticipant, "张三", residents, "我代表3号楼@@ 1", .silent),
                    line(.publishNotice, "李明", office, "公示 1 @@", .refused),
                    line(.remind, "李明", office, "催 4 @@物业办", .asked),
                    line(.escalate, "李明", office, "上交 4 @@镇里", .asked),
                    line(.delegate, "李明", office, "下交 4 @@镇里", .silent),
                    line(.swapDuty, "李明", office, "换班 @@", .silent),
                    line(.file, "李明", office, "备案 1 3月2日 @@送达"),
                    line(.nameContact, "李明", office, "联系人 @@物业办", .refused),
                    line(.entitle, "李明", office, "标题 6 @@活动室周末开放", shown: true),
                    line(.correctSubject, "李明", office, "改类 6 @@教育", .asked),
                    line(.correctSubject, "李明", office, "改部门 6 @@文化站", shown: true),
                    line(.callMeeting, "陈华", office, "开会 1 3月12日19:30 @@二楼 应到20 代表已审定 秘书王五", shown: true),
                ]
        ),
        (
            nil,
            [
                line(.reschedule, "陈华", office, "改期 1 3月13日19:30 @@三楼 因为@@停电", shown: true),
                line(.postedOnPaper, "李明", office, "已张贴 1 @@一楼公告栏", shown: true),
                line(.suggestFor, "李明", office, "代录建议 王阿婆@@：@@加一条坡道", shown: true),
                line(.endorseFor, "李明", office, "代录附议 1 王阿婆@@、李大爷"),
                line(.forgetFor, "李明", office, "忘记 1 王阿婆@@", .refused),
                line(.noticeDown, "李明", office, "公示撤下 3 @@大风刮坏了", .refused),
                line(.participants, "陈华", office, "名单 1 加 @@", .asked),
                line(.chairDelegation, "陈华", office, "委托 @@ 主持 1", .asked),
                line(.leaveRequest, "林娟", nil, "请假 1 @@出差"),
                line(.chain, "张三", residents, "接龙 1\n1. 张三 @@"),
                line(.correct, "陈华", office, "改 1 @@四楼", .refused),
                line(.hideName, "张三", nil, "别写我名字 @@", .answered),
                line(.appeal, "张三", nil, "我不服 @@", .asked),
                line(.reason, "陈华", office, "理由 @@", .refused),
            ]
        ),
        (
            "2026-03-13T19:30",
            [
                line(.nominateSecretary, "陈华", office, "签到 秘书 @@", .asked),
                line(.closeCount, "王五", office, "到会 全到 缺 @@", .asked),
                line(.closeCount, "王五", office, "到会 缺 林娟"),
                line(.openMeeting, "陈华", office, "开会"),
                line(.giveFloor, "陈华", office, "请 @@ 发言", .asked),
                line(.giveFloor, "陈华", office, "请 张三 发言 观点 路灯 赞成"),
                line(.endTurn, "陈华", office, "@@时间到", .silent),
                line(.endTurn, "陈华", office, "时间到"),
                line(.interact, "陈华", office, "互动"),
                line(.giveFloor, "陈华", office, "请 李四 发言 观点 @@停车费 反对", .asked),
                line(.giveFloor, "陈华", office, "请 李四 发言 观点 停车费 反对"),
                line(.interrupt, "陈华", office, "打断 @@", .asked),
                line(.interrupt, "陈华", office, "打断 跑题"),
                line(.revise, "陈华", office, "修订 @@东门加装六盏路灯", shown: true),
                line(.agreeRevision, "张三", residents, "同意修订"),
                line(.interact, "陈华", office, "互动", shown: true),
                line(.confirmMethod, "陈华", office, "表态 举手"),
                line(.announceResult, "陈华", office, "宣布 达成共识 16比2", shown: true),
                line(.recordView, "王五", office, "李四说@@停车费", .silent),
                line(.minutes, "王五", office, "会议记录 1 @@", .asked),
                line(.pasteRecord, "王五", office, "补录会议 1\n李四：停车费@@"),
            ]
        ),
        (
            "2026-03-14T09:00",
            [
                line(.printForm, "王五", office, "打印 1 会议记录", .answered),
                line(.details, "李明", office, "详情 1 全部", .answered, shown: true),
                line(.confirmMinutes, "陈华", office, "确认记录 1", shown: true),
                line(.recordDetermination, "刘国强", nil, "确定 1 3月13日支委会 @@物业办 4月底前", .asked),
                line(.recordDetermination, "刘国强", nil, "确定 1 3月13日支委会 物业办 4月底前", shown: true),
                line(.assign, "刘国强", nil, "责任单位 1 物业@@办 4月底前", .asked),
                line(.progress, "高远", nil, "进展 1 @@灯杆已到货", shown: true),
                line(.done, "高远", nil, "办好 1 @@六盏路灯已装好", shown: true),
                line(.notDone, "张三", residents, "没办好 1 @@还是不亮", shown: true),
                line(.answer, "李明", office, "答复 1 @@明天再修", .refused),
                line(.answer, "李明", office, "答复 4 @@长椅已修好", shown: true),
                line(.close, "李明", office, "办结 4 因为@@", shown: true),
                line(.rate, "赵强", residents, "评分 4 不满意 @@", .silent),
                line(.redeliberate, "陈华", office, "申请再议 1 @@补充了调查", .refused),
                line(.decisionReference, "陈华", office, "决策参考 1 因为@@", .refused),
                line(.convertReport, "陈华", office, "上报 1 社情民意 因为@@", .refused),
                line(.leaveSeat, "陈华", office, "退出 唐勇 @@搬离本社区"),
                line(.cancelMeeting, "陈华", office, "取消会议 1 @@停电", .refused),
            ]
        ),
    ]

    @Test("no segment of any call is a mention, and what people wrote stands in texts as they wrote it")
    func everyField() throws {
        let town = try OneBotTown(nickname: Self.all)
        var asCode = false
        for part in Self.parts {
            if let at = part.at, let moment = CivilMoment(iso: at) { try town.advance(to: moment.instant) }
            for line in part.lines {
                let before = town.calls.count
                let outcome = try town.say(line.text, as: line.who, in: line.place, asCode: asCode)
                asCode.toggle()
                try town.advance(to: town.clock.now + .minutes(3))
                let said = town.calls.dropFirst(before).filter { $0.text.contains("CQ:at,qq=all]") }
                #expect(outcome == line.outcome, "\(line.text): \(town.calls.dropFirst(before).map(\.text))")
                #expect(said.isEmpty != line.isShown, "\(line.text): \(town.calls.dropFirst(before).map(\.text))")
            }
        }
        #expect(town.calls.count > 100)
        for call in town.calls {
            #expect(["send_group_msg", "send_private_msg"].contains(call.action))
            #expect(!call.segments.isEmpty && call.parameters["message"]?.string == nil, "an array, never a string of codes")
            for segment in call.segments {
                let type = segment["type"]?.string
                #expect(type == "text" || type == "reply", "\(call.parameters)")
            }
        }
    }

    @Test("every verb that takes words of people's own is among them")
    func everyVerb() throws {
        let library = try Library(folder: Script.config)
        let own: Set<Slot> = [
            .reason, .place, .text, .department, .document, .meeting, .approver, .persons, .person, .party, .title, .viewpoint, .secretary,
            .substitute, .add, .remove, .missing, .post, .line, .summary, .supplement, .correction,
        ]
        let free = library.verbs.verbs.filter { verb in verb.slots.contains { $0.style != .typed || own.contains($0.slot) } }
        let shown = Set(Self.parts.flatMap(\.lines).map(\.intent))
        let missing = Set(free.map(\.intent)).subtracting(shown)
        #expect(missing.isEmpty, "\(missing.map(\.rawValue).sorted())")
    }
}
