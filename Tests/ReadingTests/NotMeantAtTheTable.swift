import Testing

@testable import Reading

/// Talk at the table and in the office that holds words of ours and means none of them.
@Suite struct NotMeantAtTheTable {
    @Test(
        "talk about the matter ends nobody's turn, gives nobody the floor and declares nothing",
        arguments: [
            "高压线路重复建设", "成本重复计算", "张三家违规搭建", "如果跑题就打断", "下一个路口", "下一个方案", "接下来是方案", "意见不一致 就这样", "不一致，就这样吧", "没有人反对，也没人赞成，就这样",
            "请张三说说赞成还是反对", "王芳没有跑题",
        ])
    func chair(_ said: String) { #expect(Fixtures.read(said, .chair, .liveMeeting).action != .act) }

    @Test(
        "what somebody tells of themselves is no view for the minutes",
        arguments: ["王芳说她不来了", "张三说等会儿再来", "李四说电梯坏了走楼梯上来", "李四说话声音太小听不见"])
    func secretary(_ said: String) { #expect(Fixtures.read(said, .secretary, .liveMeeting).action != .act) }

    @Test("people counted in passing are those who are here", arguments: ["点了一下，15人", "刚才点漏了，实到15人", "清点了一下，15位"])
    func counted(_ said: String) {
        let slots = Fixtures.read(said, .secretary, .liveMeeting).slots
        #expect(slots[.present] == .integer(15) && slots[.expected] == nil)
    }

    @Test("however often a turn is said to be over, reading it costs no more than its length")
    func repeated() {
        for text in ["说完了，" + String(repeating: "定了，到这，", count: 40), String(repeating: "到这，", count: 750)] {
            #expect(Fixtures.read(text, .chair, .liveMeeting).name != .giveFloor)
        }
    }

    @Test(
        "decisions that go different ways are asked about where a part of them is not clear",
        arguments: [
            "同意1号，2号不同意，3号再看", "1号到底同意还是不同意，2号不批", "不同意12、13号，14号同意 3月2日支委会", "1号没说同意，2号不同意", "王芳说1号同意，2号不同意",
        ])
    func decisions(_ said: String) { #expect(Fixtures.read(said, .partySecretary, .direct).action == .ask) }

    @Test("a decision goes with the number it is said of")
    func numbered() {
        let one = Fixtures.read("同意1号，2号不同意", .partySecretary, .direct)
        #expect(one.slots[.number] == .integer(1) || one.slots[.numbers] == .integers([1]))
        #expect(one.more.first?.slots[.result] != nil)
        for said in ["1号同意了吗，2号不批吗", "1号等支委会同意，2号不批", "1号明天支委会同意，2号不批"] {
            #expect(Fixtures.read(said, .liaisonOfficer, .workGroup).action != .act)
        }
        for said in ["同意，路灯的不批", "原来不同意，现在同意", "支委会同意，张三不同意"] {
            #expect(Fixtures.read(said, .partySecretary, .replyToApproval).name == .unclear)
        }
    }

    @Test("who is only spoken of gets nothing handed on", arguments: ["12号交警说不归他们管，转城管", "12号交通局不管，转给城管", "12号先问交警，再转城管"])
    func handed(_ said: String) { #expect(Fixtures.read(said, .liaisonOfficer, .workGroup).slots[.department] == .text("城管")) }
}
