import Reading
import Testing

/// Whom somebody has spoken to, and a title with words around it.
@Suite("spoken to")
struct SpokenTo {
    @Test(
        "whoever was spoken to is a screening, and asked about",
        arguments: [
            "3号昨天打电话问过周敏 记上", "6号 刚跟冯军 门岗当面碰过", "3号那件电话问过周敏和吴刚 都同意修不用换新的", "6号我今天跟冯军和门岗谈了 他们都赞成",
            "3号补一条 昨天电话沟通的周敏",
        ])
    func spoken(_ said: String) {
        let intent = Fixtures.read(said, .liaisonOfficer, .direct)
        #expect(intent.action == .ask && intent.meant.first?.name == .recordScreening)
        #expect(intent.meant.first?.slots[.method] == .text("直接对话"))
    }

    @Test(
        "what did not take place, is still to, or is asked is none",
        arguments: ["3号还没跟周敏谈过", "3号你跟周敏电话问过没", "3号没跟周敏电话沟通过", "3号跟周敏电话沟通一下"])
    func unspoken(_ said: String) {
        let intent = Fixtures.read(said, .liaisonOfficer, .direct)
        #expect(intent.name != .recordScreening && intent.meant.allSatisfy { $0.name != .recordScreening })
    }

    @Test("officers tell each other whom they spoke to", arguments: ["3号我跟物业沟通过了 他们下周来看"])
    func amongOfficers(_ said: String) {
        #expect(Fixtures.read(said, .liaisonOfficer, .workGroup).name != .recordScreening)
    }

    @Test("what is taken up with a talk is screened by it")
    func taken() {
        let intent = Fixtures.read("3号收 我跟周敏电话沟通过了", .liaisonOfficer, .direct)
        #expect(intent.name == .pass && intent.slots[.method] == .text("直接对话"))
    }

    @Test(
        "a title is what stands behind the last word that leads to it",
        arguments: [
            ("9号标题改一下 叫物业费收支公示", "物业费收支公示"), ("把1号改个名 二号楼后路灯维修", "二号楼后路灯维修"), ("1号叫二号楼路灯维修", "二号楼路灯维修"),
            ("1号的改成叫二号楼后面路灯维修", "二号楼后面路灯维修"), ("1号 标题写二号楼后面路灯维修", "二号楼后面路灯维修"), ("标题 1 叫停夜间施工扰民", "叫停夜间施工扰民"),
        ])
    func titled(_ said: String, _ title: String) {
        let intent = Fixtures.read(said, .liaisonOfficer, .direct)
        #expect(intent.name == .entitle && intent.slots[.title] == .text(title))
    }

    @Test("what a title is to be like is none", arguments: ["1号标题改一下 别那么长", "1号标题改一下"])
    func untitled(_ said: String) {
        let intent = Fixtures.read(said, .liaisonOfficer, .direct)
        #expect(intent.slots[.title] == nil || intent.action == .ask)
    }
}
