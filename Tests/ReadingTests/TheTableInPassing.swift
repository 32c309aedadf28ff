import Procedure
import Testing

@testable import Reading

/// What chair and secretary say around a step at the table: the words that only lead to the text, to the next topic, to the discussion.
@Suite struct TheTableInPassing {
    private static let names = ["张三", "李四", "王芳", "王五", "赵强", "马会", "朱玲", "胡波", "林娟", "郭亮", "梁超", "宋萍", "吴刚", "冯军"]

    private func read(_ text: String, _ role: Role) -> String {
        Fixtures.line(
            Fixtures.reader.read(
                Utterance(text, at: Fixtures.at("2026-03-10T19:30"), role: role, context: .liveMeeting, names: Self.names)))
    }

    @Test(arguments: [
        ("那就把题目修改成 南门装五盏灯 灯罩朝下", "act revise {\"text\":\"南门装五盏灯 灯罩朝下\"}"),
        ("议题改一下 改成南门装五盏灯 零点后减半", "act revise {\"text\":\"南门装五盏灯 零点后减半\"}"),
        ("修改后的方案是 南门装五盏灯 零点以后减半", "act revise {\"text\":\"南门装五盏灯 零点以后减半\"}"),
        ("方案就定为南门装五盏灯，灯罩朝下", "act revise {\"text\":\"南门装五盏灯，灯罩朝下\"}"),
        ("总的来说大家的意见就是南门装五盏灯，十一点后调暗", "act revise {\"text\":\"南门装五盏灯，十一点后调暗\"}"),
        ("提议人先讲 张三你来", "act give_floor {\"person\":\"张三\"}"), ("郭亮你啥意见", "act give_floor {\"person\":\"郭亮\"}"),
        ("张三你先给大家讲讲", "act give_floor {\"person\":\"张三\"}"),
        ("好 大家议", "act interact {\"kind\":\"more\"}"), ("再互动", "act interact {\"kind\":\"more\"}"),
        ("那再议一下", "act interact {\"kind\":\"more\"}"), ("还有没有别的意见 没有就再互动一轮", "act interact {\"kind\":\"second\"}"),
        ("下面议第二件", "act open_meeting {\"kind\":\"next\"}"), ("咱们接着说第二个事 充电棚的", "act open_meeting {\"kind\":\"next\"}"),
        ("下面议2号", "act open_meeting {\"number\":2}"), ("投票吧 不记名", "act confirm_method {\"method\":\"投票\"}"),
        ("十四比二 过了", "ask announce_result {\"against\":2,\"for\":14} ask.result"),
        ("达成共识了", "ask announce_result {\"result\":\"达成共识\"} ask.meant"),
        (
            "唱票结果 同意9票 反对5票 弃权2票 意见不统一 今天先不定",
            "ask announce_result {\"abstain\":2,\"against\":5,\"for\":9,\"result\":\"未达成共识\"} ask.meant"
        ), ("撤销 宣布早了", "act undo {}"),
    ]) func chair(_ said: String, _ line: String) { #expect(read(said, .chair) == line) }

    @Test(arguments: [
        "再说吧", "大家先别说话", "方案改天再说", "内容改一下字体大一点", "方案发群里了 大家看下", "李四你来一下", "唐勇你电话响了", "下面讨论午饭吃啥", "希望大家尽快达成共识",
        "还没达成共识 再议",
    ])
    func notOfTheChair(_ said: String) { #expect(read(said, .chair).hasPrefix("act") == false) }

    @Test(arguments: [
        ("到会 除了赵强、马会都到了", "act close_count {\"kind\":\"roll\",\"missing\":[\"赵强\",\"马会\"]}"),
        ("两个议题都是这些人 除了赵强马会其他都到了", "act close_count {\"kind\":\"roll\",\"missing\":[\"赵强\",\"马会\"]}"),
        ("到会的 王五朱玲 代表张三李四 一共4", "act close_count {\"add\":[\"王五\",\"朱玲\",\"张三\",\"李四\"],\"kind\":\"roll\",\"present\":4}"),
        (
            "到场的有王五朱玲胡波王芳 梁超吴刚请假",
            "act close_count {\"add\":[\"王五\",\"朱玲\",\"胡波\",\"王芳\"],\"kind\":\"roll\",\"remove\":[\"梁超\",\"吴刚\"]}"
        ), ("补一个赵强", "act close_count {\"add\":[\"赵强\"],\"kind\":\"roll\"}"),
        ("赵强刚赶到", "act close_count {\"add\":[\"赵强\"],\"kind\":\"roll\"}"),
        ("郭亮没意见", "act record_view {\"person\":\"郭亮\",\"text\":\"郭亮没意见\"}"),
        ("记一下朱玲的意见 离窗户太近", "act record_view {\"person\":\"朱玲\",\"text\":\"朱玲的意见 离窗户太近\"}"),
        ("物业的高远讲维修金还有三万多", "act record_view {\"kind\":\"guest\",\"text\":\"物业的高远讲维修金还有三万多\"}"),
        ("物业的高远说他马上到", "silence"),
        ("1号记录漏了一句 加上 物业办说余三万多", "act record_view {\"kind\":\"added\",\"number\":1,\"text\":\"物业办说余三万多\"}"),
    ]) func secretary(_ said: String, _ line: String) { #expect(read(said, .secretary) == line) }
}
