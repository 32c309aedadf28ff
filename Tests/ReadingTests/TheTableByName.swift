import Procedure
import Testing

@testable import Reading

/// What is said at the table where the names on the list are known: they run together, and into the words behind them.
@Suite struct TheTableByName {
    private static let names = ["张三", "李四", "王芳", "王五", "赵强", "马会", "朱玲", "胡波", "林娟", "郭亮", "梁超", "宋萍", "吴刚", "冯军"]

    private func read(_ text: String, _ role: Role, _ context: Context = .liveMeeting) -> String {
        Fixtures.line(
            Fixtures.reader.read(
                Utterance(text, at: Fixtures.at("2026-03-10T19:30"), role: role, context: context, names: Self.names)))
    }

    @Test(arguments: [
        ("清点好了 名单上的人除了赵强和朱玲都在", "act close_count {\"kind\":\"roll\",\"missing\":[\"赵强\",\"朱玲\"]}"),
        ("除了赵强、朱玲 都到了", "act close_count {\"kind\":\"roll\",\"missing\":[\"赵强\",\"朱玲\"]}"),
        ("到了12个 赵强和朱玲请假", "act close_count {\"kind\":\"roll\",\"missing\":[\"赵强\",\"朱玲\"],\"present\":12}"),
        ("反了 赵强和朱玲是没来的 实到12", "act close_count {\"kind\":\"roll\",\"missing\":[\"赵强\",\"朱玲\"],\"present\":12}"),
        ("朱玲林娟郭亮都到了 帮他们签上", "act close_count {\"add\":[\"朱玲\",\"林娟\",\"郭亮\"],\"kind\":\"roll\"}"),
        ("我在 梁超宋萍也坐这儿了", "act close_count {\"add\":[\"我\",\"梁超\",\"宋萍\"],\"kind\":\"roll\"}"),
        ("赵强朱玲没来", "ask close_count {\"kind\":\"roll\",\"missing\":[\"赵强\",\"朱玲\"]} ask.meant"),
        ("现在几个人了 够不够开", "act forecast {}"), ("怎么才来了几个人啊", "silence"),
        ("记一下 张三说装二十个口 马会说别挡窗", "act record_view {\"persons\":[\"张三\",\"马会\"],\"text\":[\"张三说装二十个口\",\"马会说别挡窗\"]}"),
        ("王芳说她晚点到", "silence"), ("李四说今晚吃啥", "silence"),
        ("点了一遍 除了冯军赵强其他都在", "act close_count {\"kind\":\"roll\",\"missing\":[\"冯军\",\"赵强\"]}"),
        ("吴刚中途退场", "act record_view {\"kind\":\"left\",\"person\":\"吴刚\",\"text\":\"吴刚中途退场\"}"),
    ]) func secretary(_ said: String, _ line: String) { #expect(read(said, .secretary) == line) }

    @Test(arguments: [
        ("马会你说", "act give_floor {\"person\":\"马会\"}"), ("大家敞开聊 随便说", "act interact {\"kind\":\"more\"}"),
        ("好了张三讲完了 大家都说说", "act interact {\"kind\":\"more\"}"),
        ("王五今天你来记录吧 大家先签个到", "act nominate_secretary {\"secretary\":\"王五\"}"),
        ("吴刚接孩子提前走了 现在11个", "act record_view {\"kind\":\"left\",\"person\":\"吴刚\",\"text\":\"吴刚接孩子提前走了 现在11个\"}"),
        ("超时了老马 让别人也讲讲", "act end_turn {}"), ("跑题了哈 回到充电棚", "act interrupt {\"reason\":\"跑题\"}"),
        ("秘书王五 大家签到吧", "act nominate_secretary {\"secretary\":\"王五\"}"),
        ("养犬公约的会王五当秘书 大家签到", "act nominate_secretary {\"secretary\":\"王五\"}"),
        ("归纳一下大家的意见：离楼六米，留一半空地", "act revise {\"text\":\"离楼六米，留一半空地\"}"),
        ("那方案改成：离楼六米，留一半空地", "act revise {\"text\":\"离楼六米，留一半空地\"}"),
        ("人没到齐 今天不开了 散了吧", "act end_meeting {\"kind\":\"adjourned\"}"),
        ("吴刚先走了 还有11个人在", "act record_view {\"kind\":\"left\",\"person\":\"吴刚\",\"text\":\"吴刚先走了 还有11个人在\"}"),
    ]) func chair(_ said: String, _ line: String) { #expect(read(said, .chair) == line) }

    @Test(arguments: ["我在呢", "来啦", "签", "加班取消了 我也来了", "到了到了 不好意思各位", "我到了 刚下班"])
    func arrived(_ said: String) { #expect(read(said, .member).hasPrefix("act check_in")) }

    @Test(arguments: ["堵车 我马上到 还有两个红绿灯", "我到了 你下楼吧", "快递到了 签一下", "老张到了吗", "我在路上 快到了"])
    func notArrived(_ said: String) { #expect(read(said, .member) == "silence") }

    @Test(arguments: ["到了到了 放门口", "到了 谢谢师傅", "我到了 老地方见", "签到了 快餐送来了", "张三马上到 李四在"])
    func arrivedElsewhere(_ said: String) { #expect(read(said, .resident).hasPrefix("act check_in") == false) }

    @Test(arguments: ["吴刚家电瓶车被偷走了", "冯军别先走了", "吴刚说张三先走了", "赵强讲电话呢", "冯军问厕所在哪", "朱玲提了两袋水果来"])
    func notTakenDown(_ said: String) { #expect(read(said, .secretary).hasPrefix("act") == false) }

    @Test(arguments: ["归纳一下：先别急着定 大家再想想办法", "最后改成绩单怎么贴出来", "总结一下 离楼六米 留一半空地", "人没到齐 改在二楼"])
    func notDrafted(_ said: String) { #expect(read(said, .chair).hasPrefix("act") == false) }

    @Test(arguments: [
        "明天的会应到20人，实到够14人就开，陈华主持，王五记录，用举手表决，别迟到", "会议纪要模板：应到几人，实到几人，主持人，表决方式", "会议纪要谁写：主持人还是记录人？", "下午开完了会记得把举手票数发我",
    ])
    func notHandedIn(_ said: String) {
        for context in [Context.direct, .workGroup, .liveMeeting] {
            #expect(!read(said, .secretary, context).hasPrefix("act paste_record"))
        }
    }

    @Test(arguments: [
        ("实到张三李四王芳 郭亮没来", "act close_count {\"add\":[\"张三\",\"李四\",\"王芳\"],\"kind\":\"roll\",\"remove\":[\"郭亮\"]}"),
        ("王芳没来 郭亮来了", "act close_count {\"add\":[\"郭亮\"],\"kind\":\"roll\",\"remove\":[\"王芳\"]}"),
    ]) func apart(_ said: String, _ line: String) { #expect(read(said, .secretary) == line) }

    /// Nobody is in danger because somebody leaves.
    @Test(arguments: [Context.workGroup, .liveMeeting, .group])
    func leaving(_ context: Context) {
        let read = Fixtures.read("吴刚先走了 还有17个人在", context == .group ? .resident : .convenor, context)
        #expect(read.name != .emergency)
    }
}
