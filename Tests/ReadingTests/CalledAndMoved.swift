import Procedure
import Testing

@testable import Reading

/// What officers say without a number or a day: which matter by what it is about, and by how much a sitting is moved.
@Suite struct CalledAndMoved {
    @Test(
        "a matter is called by what it is about",
        arguments: [
            ("把停车位那个议题交支部批", "停车位"), ("加装电梯的会取消，施工方来不了", "加装电梯"), ("小议，充电桩那条往支部报", "充电桩"), ("路灯协商会延到下周三晚七点", "路灯"),
            ("路灯会取消，灯已经修好了", "路灯"), ("请将垃圾清运一条转综合执法局", "垃圾清运"), ("医保报销的那件，报审", "医保报销"),
        ])
    func called(_ said: String, _ subject: String) {
        let intent = Fixtures.read(said, .convenor, .workGroup)
        #expect(intent.action == .act && intent.slots[.subject] == .text(subject) && intent.slots[.number] == nil)
    }

    @Test("nothing is named by what only points at it", arguments: ["那个议题报审", "明天的会取消", "刚才那条报审", "那件结了", "撤销上一条", "我退出议事会"])
    func pointedAt(_ said: String) { #expect(Fixtures.read(said, .convenor, .workGroup).slots[.subject] == nil) }

    @Test("a number goes before a name")
    func numbered() {
        let intent = Fixtures.read("12号停车位那个议题报审", .convenor, .workGroup)
        #expect(intent.slots[.number] == .integer(12) && intent.slots[.subject] == nil)
    }

    @Test(
        "words that hold the name answer plainly, words with all its characters loosely",
        arguments: [
            ("电梯", "3号楼想加装電梯", Reader.Called.plainly), ("电梯加装", "3号楼想加装电梯", .loosely), ("电梯", "路灯不亮", nil), ("灯", "路灯不亮", nil),
        ])
    func answers(_ name: String, _ words: String, _ expected: Reader.Called?) { #expect(Fixtures.reader.called(name, words) == expected) }

    @Test(
        "a sitting is moved by so much",
        arguments: [
            ("12号会推迟一周", 10080), ("12号的会往前提两天", -2880), ("12号会议往后顺延三天", 4320), ("12号的会推迟40分钟", 40),
        ])
    func moved(_ said: String, _ minutes: Int) {
        let intent = Fixtures.read(said, .convenor, .workGroup)
        #expect(intent.action == .act && intent.name == .reschedule && intent.slots[.shift] == .integer(minutes))
    }

    @Test("by how much is not guessed", arguments: ["12号的会推迟一周或者两周", "12号的会推一推"])
    func unsaid(_ said: String) { #expect(Fixtures.read(said, .convenor, .workGroup).slots[.shift] == nil) }

    @Test("two that are one matter, where nobody says which stays", arguments: ["7号8号拢成一条", "把13和12合一块", "8号与40号内容重复，予以合并"])
    func merged(_ said: String) {
        let intent = Fixtures.read(said, .liaisonOfficer, .workGroup)
        guard case .integers(let numbers)? = intent.slots[.numbers] else {
            Issue.record("no numbers in \(said)")
            return
        }
        #expect(intent.action == .act && intent.name == .merge && numbers.count == 2 && intent.slots[.to] == nil)
    }

    @Test("who comes and who goes, where single characters say it")
    func exchanged() {
        let intent = Fixtures.read("24号参会人员：增周海燕、郭大勇，减丁立新", .convenor, .workGroup)
        #expect(intent.slots[.add] == .texts(["周海燕", "郭大勇"]) && intent.slots[.remove] == .texts(["丁立新"]))
    }

    @Test(
        "a decision that an officer enters is yes or no as it was made",
        arguments: [
            ("16号，党委会2月28日审议同意，录一下", nil), ("23号支部不同意，2月28日的会，资金不落实，帮记一下", "no"),
        ])
    func entered(_ said: String, _ result: String?) {
        let intent = Fixtures.read(said, .liaisonOfficer, .workGroup)
        #expect(intent.name == .recordApproval && intent.slots[.result] == result.map { .text($0) })
    }

    @Test("the convenor is somebody and calls nobody")
    func somebody() {
        let intent = Fixtures.read("召集人说了，27号会改到周日下午三点", .liaisonOfficer, .workGroup)
        #expect(intent.name != .callMeeting)
    }

    @Test("what goes to the party organisation here is submitted; above is above", arguments: ["33报书记", "21 报送村党支部", "30号提交党委"])
    func submitted(_ said: String) {
        #expect(Fixtures.read(said, .convenor, .workGroup).name == .submit)
        #expect(Fixtures.read("33上报镇党委", .convenor, .workGroup).name == .escalate)
    }

    @Test("a question about a step takes none, though the step's word stands in front", arguments: ["附议9号的记上没", "附议 9 登上了没"])
    func questions(_ said: String) {
        let intent = Fixtures.read(said, .resident, .direct)
        #expect(intent.action != .act || intent.name == .askStatus)
    }

    @Test(
        "the number of a document is no matter's",
        arguments: [
            ("15号准了，文号汉源委发8号", "汉源委发8号"), ("9号书记签了，文件是云党发3号", "云党发3号"), ("7号批了，支委会纪要第4号", "支委会纪要第4号"),
        ])
    func issued(_ said: String, _ document: String) {
        let slots = Fixtures.read(said, .partySecretary, .workGroup).slots
        #expect(slots[.document] == .text(document) && slots[.number] != nil && slots[.numbers] == nil)
    }

    @Test("12号文化活动 is of a matter", arguments: [("12号文化活动", nil), ("12号文", 3), ("第4号文件", 3)] as [(String, Int?)])
    func cultural(_ said: String, _ end: Int?) {
        #expect(FoldedText(said, table: Fixtures.reader.verbs.fold).documentNumber(at: 0) == end)
    }

    @Test("an hour right behind a mark is the day's", arguments: ["12号改到下周六下午，三点", "12号改到下周六下午 三点"])
    func hours(_ said: String) {
        let plain = Fixtures.read("12号改到下周六下午三点", .convenor, .workGroup).slots
        let apart = Fixtures.read(said, .convenor, .workGroup).slots
        #expect(apart[.start] == plain[.start] && apart[.place] == nil)
    }

    @Test("责任单位 says what follows, and is none", arguments: ["15号责任单位是水务所", "15号牵头单位为水务所", "支部定了，15号责任单位是水务所。"])
    func responsible(_ said: String) {
        #expect(Fixtures.read(said, .liaisonOfficer, .workGroup).slots[.department] == .text("水务所"))
    }

    @Test("木有 asks as 没有 does", arguments: ["63号办完了木有", "12号公示了木有"])
    func dialect(_ said: String) {
        let intent = Fixtures.read(said, .liaisonOfficer, .workGroup)
        #expect(intent.action != .act || intent.name == .askStatus)
    }

    @Test("an objection is lifted in other words", arguments: ["异议去掉，是我记错了", "26号异议解掉", "33号异议销掉，继续"])
    func lifted(_ said: String) { #expect(Fixtures.read(said, .partySecretary, .direct).name == .objectionLifted) }

    @Test("several are pressed at once") func pressed() {
        let intent = Fixtures.read("催办 1、2、3", .liaisonOfficer, .workGroup)
        #expect(intent.name == .remind && intent.slots[.numbers] == .integers([1, 2, 3]))
    }
}
