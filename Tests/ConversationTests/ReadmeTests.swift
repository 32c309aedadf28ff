import Board
import Desk
import Foundation
import Gateways
import Reading
import Testing

/// The page of commands in the README is made from the same data as 帮助: it is compared, so that neither goes its own way.
@Suite("README")
struct ReadmeTests {
    static let root = URL(fileURLWithPath: Script.config).deletingLastPathComponent()

    static func commands(_ verbs: VerbTable) -> String {
        verbs.groups.map { group in
            let lines = verbs.shown(in: group.id).map { "| \($0.example.replacingOccurrences(of: "\n", with: "<br>")) | \($0.help) |" }
            return (["#### \(group.title)", "", "| 这样说 | 会怎样 |", "| --- | --- |"] + lines).joined(separator: "\n")
        }.joined(separator: "\n\n")
    }

    @Test("the page of commands is the one 帮助 is made from")
    func commandPage() throws {
        let readme = try String(contentsOf: ReadmeTests.root.appendingPathComponent("README.md"), encoding: .utf8)
        let start = try #require(readme.range(of: "<!-- commands -->\n"))
        let end = try #require(readme.range(of: "\n<!-- /commands -->"))
        let expected = try ReadmeTests.commands(Library(folder: Script.config).verbs)
        if let folder = ProcessInfo.processInfo.environment["TALK"] {
            try expected.write(toFile: "\(folder)/commands.md", atomically: true, encoding: .utf8)
        }
        #expect(String(readme[start.upperBound..<end.lowerBound]) == expected)
    }

    /// The made-up messages of the README's table, each from somebody else.
    static let messages = [
        ("张三", "小区东门口那段路没有路灯，晚上下班回来黑漆漆的，能不能装两盏"), ("李四", "楼下烧烤店天天半夜冒烟，呛得睡不着，物业是死人吗"), ("王芳", "我家楼上老张家漏水把我天花板泡了他不赔"),
        ("赵强", "把西边空地改成停车位，车越来越多没处停"), ("钱丽", "医保报销比例太低了，能不能提高到百分之九十"), ("孙涛", "跳广场舞的和楼上住户天天吵，一边要锻炼一边要安静，社区出面谈谈吧"),
        ("周敏", "三组的机井没水了地都干了谁来管管啊"), ("吴刚", "租户不许用健身房"), ("郑红", "征地补偿款怎么分到现在没开会"), ("冯军", "孩子放学没人接，社区能不能办个托管班，我们双职工真的没办法"),
    ]

    @Test("the officer's cards of ten messages are those that arrive")
    func cards() throws {
        let readme = try String(contentsOf: ReadmeTests.root.appendingPathComponent("README.md"), encoding: .utf8)
        let start = try #require(readme.range(of: "<!-- cards -->\n"))
        let end = try #require(readme.range(of: "\n<!-- /cards -->"))
        var script = try Script()
        defer { script.end() }
        // What looks like a quarrel is asked about first.
        let said = ReadmeTests.messages.map { who, message in
            "\(who)@东园社区居民群: 建议：\(message)\n略" + (message.contains("他不赔") ? "\n\(who)@东园社区居民群: 是\n略" : "")
        }
        try script.run(said.joined(separator: "\n"))
        let cards = script.stage.sandbox.messages.filter { $0.sender == nil && $0.text.hasPrefix("新建议") }.map(\.text)
        #expect(cards.count == ReadmeTests.messages.count)
        let expected = "```text\n\(cards.joined(separator: "\n\n"))\n```"
        if let folder = ProcessInfo.processInfo.environment["TALK"] {
            try expected.write(toFile: "\(folder)/cards.md", atomically: true, encoding: .utf8)
        }
        for (_, message) in ReadmeTests.messages { #expect(readme.contains("| 建议：\(message) |") || readme.contains("| \(message) |")) }
        #expect(String(readme[start.upperBound..<end.lowerBound]) == expected)
    }
}
