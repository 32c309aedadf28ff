import Testing

@testable import Reading

@Suite struct ResidentVerbs {
    @Test(arguments: [
        ("建议：东门路灯不亮，请修一修", "东门路灯不亮，请修一修"), ("建议 东门路灯不亮", "东门路灯不亮"), ("我要建言 东门路灯不亮", "东门路灯不亮"), ("我要建言东门路灯不亮", "东门路灯不亮"),
        ("反映：三号楼电梯坏了", "三号楼电梯坏了"), ("提个建议，楼下加个充电桩", "楼下加个充电桩"), ("我想反映一个问题：夜里太吵", "夜里太吵"), ("你好，建议：东门路灯不亮", "东门路灯不亮"),
        ("建言：東門路燈不亮", "東門路燈不亮"), ("@议事 建议：东门路灯不亮", "东门路灯不亮"), ("#建议 东门路灯不亮", "东门路灯不亮"), ("＃反映：电梯坏了", "电梯坏了"),
        ("#建议# 东门路灯不亮", "东门路灯不亮"), ("#建议#东门路灯不亮", "东门路灯不亮"), ("各位好，我要反映：3号楼电梯坏了", "3号楼电梯坏了"), ("邻居们好！建议：加个充电桩", "加个充电桩"),
        ("各位领导好，反映一下，夜里太吵", "夜里太吵"), ("打扰了，建议：东门路灯不亮", "东门路灯不亮"), ("大家上午好，我想反映一个问题：夜里太吵", "夜里太吵"),
    ]) func aClearOpeningActsWithoutAMention(_ said: String, _ text: String) {
        #expect(Fixtures.read(said) == Intent(.act, .suggest, slots: [.text: .text(text)], dates: []))
    }

    @Test("eight digits in private are a code, whoever says them", arguments: Role.allCases)
    func codes(_ role: Role) {
        #expect(Fixtures.line(Fixtures.read("12345678", role, .direct)) == "act bind {\"code\":\"12345678\"}")
    }

    @Test(arguments: [
        ("附议 12", Context.group, "act endorse {\"number\":12}"), ("支持12号", .group, "act endorse {\"number\":12}"),
        ("我也附议12", .group, "act endorse {\"number\":12}"), ("附议", .replyToSuggestion, "act endorse {}"),
        ("+1", .replyToSuggestion, "act endorse {}"),
        ("＋１", .replyToSuggestion, "act endorse {}"), ("+1", .group, "silence"), ("附议", .group, "silence"), ("支持", .group, "silence"),
        ("附议 12，晚上太黑了", .group, "act endorse {\"number\":12,\"text\":\"晚上太黑了\"}"),
        ("附议，我家也是", .replyToSuggestion, "act endorse {\"text\":\"我家也是\"}"),
        ("我去", .replyToMeetingCall, "act rsvp_yes {}"), ("我去", .replyToSuggestion, "silence"),
        ("建议小区东门装路灯", .direct, "act suggest {\"text\":\"小区东门装路灯\"}"), ("投票 12 2", .direct, "act vote {\"choice\":2,\"number\":12}"),
        ("撤回 12", .group, "act withdraw {\"number\":12}"), ("补充 12 主要是晚上", .group, "act suggest {\"number\":12,\"supplement\":\"主要是晚上\"}"),
        ("12", .direct, "act ask_status {\"number\":12}"), ("12", .group, "silence"), ("查 12", .group, "act ask_status {\"number\":12}"),
        ("12号怎么样了", .group, "act ask_status {\"number\":12}"), ("12号怎么样了？", .group, "act ask_status {\"number\":12}"),
        ("我的", .direct, "act list_mine {}"), ("我的建议", .direct, "act list_mine {}"), ("我的", .group, "silence"),
        ("参加", .replyToMeetingCall, "act rsvp_yes {}"), ("参加 12", .group, "act rsvp_yes {\"number\":12}"), ("参加", .group, "silence"),
        ("不参加", .replyToMeetingCall, "act rsvp_no {}"), ("收到", .replyToMeetingCall, "silence"), ("看情况", .replyToMeetingCall, "silence"),
        ("收到，参加", .replyToMeetingCall, "act rsvp_yes {}"), ("请假 12 出差", .direct, "act leave_request {\"number\":12,\"reason\":\"出差\"}"),
        (
            "请假 12 出差，李四替我参加", .direct, "act leave_request {\"number\":12,\"reason\":\"出差，李四替我参加\",\"substitute\":\"李四\"}"
        ), ("去不了，家里有事", .replyToMeetingCall, "act leave_request {\"reason\":\"家里有事\"}"),
        ("我代表3号楼 12", .group, "act volunteer_as_participant {\"number\":12,\"party\":\"3号楼\"}"),
        ("12 我愿意参加协商 代表3号楼", .group, "act volunteer_as_participant {\"number\":12,\"party\":\"3号楼\"}"),
        ("投票 12 赞成", .direct, "act vote {\"choice\":\"赞成\",\"number\":12}"), ("投票 5 选2", .group, "act vote {\"choice\":2,\"number\":5}"),
        ("投票 16 第二方案", .direct, "act vote {\"choice\":2,\"number\":16}"), ("赞同，腿脚不行的人盼着呢", .replyToPoll, "act vote {\"choice\":\"赞成\"}"),
        ("1", .replyToPoll, "act vote {\"choice\":1}"),
        ("赞成", .replyToPoll, "act vote {\"choice\":\"赞成\"}"), ("不同意", .replyToPoll, "act vote {\"choice\":\"反对\"}"),
        ("同意修订 12", .direct, "act agree_revision {\"number\":12}"), ("签到", .liveMeeting, "act check_in {}"),
        ("到了", .liveMeeting, "act check_in {}"),
        ("签到 12", .group, "act check_in {\"number\":12}"), ("帮助", .direct, "act help {}"), ("帮助", .group, "act help {}"),
        ("怎么用", .direct, "act help {}"), ("你好", .direct, "act help {}"), ("你好", .group, "silence"),
        ("我提的那个事怎么样了", .direct, "act ask_status {}"), ("我提的那个事怎么样了", .group, "silence"),
        ("支持一下 1号", .group, "act endorse {\"number\":1}"),
        ("联名建议：镇里加一班公交", .group, "act suggest {\"kind\":\"联名\",\"text\":\"镇里加一班公交\"}"),
        ("附议 东园12", .group, "act endorse {\"number\":12,\"unit\":\"东园\"}"),
        ("谢谢", .replyToBotLast, "act thanks {}"), ("谢谢", .group, "silence"), ("撤销", .direct, "act undo {}"),
        ("绑定 12345678", .direct, "act bind {\"code\":\"12345678\"}"), ("12345678", .direct, "act bind {\"code\":\"12345678\"}"),
        ("12345678", .group, "silence"), ("是", .replyToBotLast, "act yes {}"), ("好的", .direct, "act yes {}"),
        ("不", .replyToBotLast, "act no {}"),
        ("好", .group, "silence"), ("通过 12", .group, "silence"), ("东园12号怎么样了", .direct, "act ask_status {\"number\":12,\"unit\":\"东园\"}"),
        ("我家楼道的灯坏了好几天了", .direct, "offer complain_as_suggestion {\"text\":\"我家楼道的灯坏了好几天了\"}"),
        ("希望小区门口装一个减速带", .group, "offer suggest {\"text\":\"希望小区门口装一个减速带\"}"),
        ("这个要多久", .replyToBotLast, "act question_to_bot {}"),
    ]) func resident(_ said: String, _ context: Context, _ expected: String) {
        #expect(Fixtures.line(Fixtures.read(said, .resident, context)) == expected)
    }
}
