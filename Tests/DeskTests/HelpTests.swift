import Desk
import Procedure
import Reading
import Testing

/// What 帮助 and the README teach is understood, and leads somewhere, whoever it is taught to.
@Suite("Every example of the help is carried out or answered", .serialized)
struct HelpTests {
    private static let residents = "东园社区居民群", office = "东园社区工作群"
    /// Who says it, by the group of the help; where nil, in private.
    private static let speakers: [String: (name: String, group: String?)] = [
        "resident": ("张三", residents), "participant": ("张三", nil), "owner": ("张三", nil), "liaisonOfficer": ("李明", office),
        "convenor": ("陈华", office),
        "partySecretary": ("刘国强", nil), "departmentContact": ("高远", nil), "department": ("高远", nil), "member": ("胡波", nil),
        "secretary": ("王五", office), "chair": ("陈华", office),
    ]

    /// One matter at the table, one that is carried out, one in the party's hands, and one just come in.
    private func stand(_ desk: Restarting) throws {
        for text in ["东门路灯不亮", "西门护栏松动", "南门垃圾桶太少", "北门积水"] { try desk.say("建议：\(text)", "张三", in: Self.residents) }
        for name in ["李四", "王芳", "赵强", "钱丽", "孙涛", "周敏", "吴刚", "郑红", "冯军"] { try desk.say("附议 1", name, in: Self.residents) }
        for number in 1...3 {
            try desk.say("通过 \(number) 直接对话", "李明", in: Self.office)
            try desk.say("报审 \(number)", "陈华", in: Self.office)
        }
        for number in 1...2 { try desk.say("同意 \(number) 3月2日支委会", "刘国强") }
        try desk.say("开会 1 3月12日19:30 二楼 应到20 代表已审定 秘书王五", "陈华", in: Self.office)
        try desk.say("立即 1", "陈华", in: Self.office)
    }

    @Test("no example meets 本地规则里没有这一步 or 没太明白")
    func examples() throws {
        let library = try Library(folder: Restarting.config)
        var dead = ["refuse.notOffered", "ask.unclear"].map { library.texts.render($0) }
        // What is said instead of a step there is not bears the number that was said.
        for step in ["publish_notice", "escalate", "delegate", "report", "swap_duty"] {
            dead += [1, 2, 3, 4, 12].map { library.texts.render("refuse.notOffered.\(step)", ["number": "\($0)"]) }
        }
        let taught = library.verbs.verbs.filter { $0.group != nil && !$0.help.isEmpty }
        #expect(taught.count > 40)
        let officers = Dictionary(grouping: taught, by: { $0.group ?? "" })
        for (group, verbs) in officers.sorted(by: { $0.key < $1.key }) {
            guard let speaker = Self.speakers[group] else {
                Issue.record("nobody here is a \(group)")
                continue
            }
            // Whoever gives up a post or asks to be forgotten does so last.
            let last: Set<IntentName> = [.suspend, .optOutPrivacy, .linkAccount]
            let desk = try Restarting()
            try stand(desk)
            for verb in verbs.filter({ !last.contains($0.intent) }) + verbs.filter({ last.contains($0.intent) }) {
                for number in [1, 2, 3, 4] {
                    let text = verb.example.replacing("12", with: "\(number)").replacing("（换行后粘贴记录，一行一项）", with: "\n表态 举手")
                    let before = desk.said(in: speaker.group ?? speaker.name).count
                    try desk.say(text, speaker.name, in: speaker.group)
                    let answers = desk.said(in: speaker.group ?? speaker.name).dropFirst(before)
                    #expect(!answers.contains { dead.contains($0) }, "\(group): \(text)")
                    if text == verb.example { break }
                }
            }
        }
    }
}
