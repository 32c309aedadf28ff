import Desk
import Foundation
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
}
