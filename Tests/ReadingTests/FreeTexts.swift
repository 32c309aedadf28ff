import Testing

@testable import Reading

/// What is told to somebody, and what stands around it: where a free text begins, where a sitting is, to whom something should have gone.
@Suite struct FreeTexts {
    private func slot(_ slot: Slot, _ said: String, _ role: Role, _ context: Context) -> String? {
        let intent = Fixtures.read(said, role, context)
        guard case .text(let text)? = (intent.meant.first ?? intent).slots[slot] else { return nil }
        return text
    }

    @Test(arguments: [
        ("7号给人家解释一下，减速带归交警管", "减速带归交警管"), ("5号给他说明情况，已劝导", "已劝导"), ("1号给张三回个话，周五来修", "周五来修"),
        ("6号告诉居民已协调快递公司", "已协调快递公司"), ("4号答复居民说墙下周修", "墙下周修"), ("跟1号的居民说一声，周五来修", "周五来修"),
        ("解释 7 跟居民说明年再修", "明年再修"), ("告诉12号的提议人，已经修好了", "已经修好了"),
        // Words of the text itself.
        ("解释 7 已经跟居民解释清楚", "已经跟居民解释清楚"), ("解释 7 跟居民说过了，他同意周五修", "跟居民说过了，他同意周五修"),
        ("解释 7 给业主说明情况后再处理", "给业主说明情况后再处理"), ("解释 7 回复居民的材料已寄出", "回复居民的材料已寄出"),
        ("解释 7 请物业跟居民说清楚收费标准", "请物业跟居民说清楚收费标准"), ("解释 7 向居民公布的标准没变", "向居民公布的标准没变"), ("答复 7 说明书在居委会领", "说明书在居委会领"),
        ("1号解释清楚了", "解释清楚了"), ("解释 7 请您说清楚是哪盏灯", "请您说清楚是哪盏灯"), ("解释 7 和平路，周五修", "和平路，周五修"),
        ("解释 7 回龙路，周五修", "回龙路，周五修"), ("7号跟他说下周修", "下周修"), ("解释 12 告诉居民下周装灯", "下周装灯"), ("解释 12 告诉居民下水道周三疏通", "下水道周三疏通"),
        ("解释 12 跟居民说吧台已经拆了", "吧台已经拆了"),
        ("解释 12 打个电话，我们上门", "打个电话，我们上门"), ("解释 12 跟业主沟通，多数人不同意", "跟业主沟通，多数人不同意"), ("7号给居民说下情况，周五来修", "周五来修"),
    ])
    func toldToSomebody(_ said: String, _ text: String) { #expect(slot(.text, said, .liaisonOfficer, .workGroup) == text) }

    /// A word for a place with nothing behind it.
    @Test func noPlaceAtAll() {
        let intent = Fixtures.read("议事，充电桩的会换到下周二晚八点", .convenor, .workGroup)
        #expect((intent.meant.first ?? intent).slots[.place] == nil)
    }

    @Test(arguments: [
        ("秘书由小徐担任", nil), ("令狐静任本场秘书，报到开始", nil), ("让孙会计做秘书吧", nil), ("秘书殷娟，负责记录", "殷娟"), ("签到 秘书 豆豆", "豆豆"), ("秘书由王五担任", "王五"),
    ])
    func secretaries(_ said: String, _ name: String?) { #expect(slot(.secretary, said, .chair, .liveMeeting) == name) }

    /// What has to be done first is a condition, and stays in the reason.
    @Test(arguments: [("不同意 12 先跟业主沟通，再上会", "先跟业主沟通，再上会"), ("不同意 12 先向群众说明，再报", "先向群众说明，再报")])
    func conditions(_ said: String, _ reason: String) { #expect(slot(.reason, said, .partySecretary, .workGroup) == reason) }

    @Test func nothingToTell() {
        #expect(slot(.text, "7号给居民解释一下", .liaisonOfficer, .workGroup) == nil)
        #expect(slot(.reason, "2号先放一放，跟居民说等小区改造再弄", .liaisonOfficer, .workGroup) == "等小区改造再弄")
        #expect(slot(.text, "综合大家意见，改成装六盏路灯", .chair, .liveMeeting) == "装六盏路灯")
    }

    @Test(arguments: [
        ("全装好了，昨晚试亮了", "全装好了，昨晚试亮了"), ("都装好了，六盏全亮", "都装好了，六盏全亮"), ("疏通好了，换了一截管子", "疏通好了，换了一截管子"),
        ("1号那盏修好了", "那盏修好了"), ("修好了 1号，换了灯泡", "换了灯泡"), ("办好 1 六盏灯已装好", "六盏灯已装好"), ("1号干到一半了，还差两盏", "干到一半了，还差两盏"),
    ])
    func wholeSentences(_ said: String, _ text: String) { #expect(slot(.text, said, .department, .direct) == text) }

    @Test(arguments: [
        ("1号下周三晚上7点半在居委会二楼会议室开会，代表已审定，让王五做记录", "居委会二楼会议室", "王五"), ("1号下周三晚上7点半在居委会二楼会议室开会，王五记录", "居委会二楼会议室", "王五"),
        ("1号下周三晚7点半在居委会开会，记录员王五", "居委会", "王五"), ("1号下周三晚上7点半居委会开，代表已审定，请大家准时参加", "居委会", nil),
        ("1号下周三晚上7点半在居委会二楼开会，代表已审定，议题是路灯", "居委会二楼", nil), ("开会 1 下周三晚7点半 二楼会议室 应到20 请大家准时参加", "二楼会议室", nil),
        ("1号下周三晚7点半在居委会开会，请李明通知大家", "居委会", nil), ("1号下周三晚7点半开会，请大家到二楼会议室参加", "二楼会议室", nil),
        ("1号下周三晚7点半在派出所会议室开会", "派出所会议室", nil), ("1号下周三晚7点半在居委会二楼会议室开会，地点在党群服务中心", nil, nil),
    ])
    func venues(_ said: String, _ place: String?, _ secretary: String?) {
        #expect(slot(.place, said, .convenor, .workGroup) == place)
        #expect(slot(.secretary, said, .convenor, .workGroup) == secretary)
    }

    @Test(arguments: [
        ("2号转错单位了 应该是城管", "城管"), ("2号单位写错了，是城管局", "城管局"), ("4号改转城管", "城管"), ("2号重新转给城管局", "城管局"), ("3号转错了 给城管", "城管"),
        ("1号转错单位了，应该是物业办", "物业办"), ("3号交错费的事转给物业", nil), ("2号转给城管局，是他们管的", nil), ("转 2 城管局，上次没转错", nil),
    ])
    func wrongOffice(_ said: String, _ right: String?) { #expect(slot(.correction, said, .liaisonOfficer, .workGroup) == right) }

    @Test(arguments: [("2号3号都转物业", [2, 3]), ("3号4号转物业，20号前", [3, 4]), ("2号 3号转物业", [2, 3]), ("2号转物业办，3号前回话", [2]), ("2号转物业 5号前", [2])])
    func twoNumbers(_ said: String, _ numbers: [Int]) {
        let slots = Fixtures.read(said, .liaisonOfficer, .workGroup).slots
        #expect(slots[.numbers] ?? slots[.number] == (numbers.count > 1 ? .integers(numbers) : .integer(numbers[0])))
    }

    @Test(arguments: [
        ("替王大爷登记一个，楼道没扶手", "王大爷：楼道没扶手"), ("替居民反映一下，电梯老停", "电梯老停"), ("代录建议 王阿婆：东门路灯不亮", "王阿婆：东门路灯不亮"),
    ])
    func onBehalf(_ said: String, _ text: String) { #expect(slot(.text, said, .liaisonOfficer, .workGroup) == text) }

    @Test func namesAndClosing() {
        #expect(slot(.person, "任命马会当联络员", .convenor, .workGroup) == "马会")
        #expect(slot(.person, "任命王任远联络员", .convenor, .workGroup) == "王任远")
        #expect(Fixtures.read("1号可以办结了吗", .liaisonOfficer, .workGroup).name == .askStatus)
        #expect(Fixtures.read("1号结了冰，请清一下", .liaisonOfficer, .workGroup).name != .close)
        #expect(slot(.place, "1号的公示贴到一楼公告栏了", .liaisonOfficer, .workGroup) == "一楼公告栏")
    }
}
