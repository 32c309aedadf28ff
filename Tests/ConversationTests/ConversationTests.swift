import Foundation
import Testing

@Suite("Conversations", .serialized, .everyAnswerHeard)
struct ConversationTests {
    static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent().appendingPathComponent(
        "Conversations")
    static let scripts: [String] =
        ((try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []).filter { $0.hasSuffix(".talk") }.sorted()

    @Test("there are scripts")
    func scriptsExist() { #expect(!ConversationTests.scripts.isEmpty) }

    @Test("as told", arguments: scripts)
    func conversation(_ name: String) throws {
        // For an author of scripts: TALK=folder writes each conversation as it was held; TALK_OF=12 takes only those whose name begins so.
        let folder = ProcessInfo.processInfo.environment["TALK"]
        if let wanted = ProcessInfo.processInfo.environment["TALK_OF"], !name.hasPrefix(wanted) { return }
        let text = try String(contentsOf: ConversationTests.folder.appendingPathComponent(name), encoding: .utf8)
        var script = try Script()
        defer { script.end() }
        defer {
            if let folder {
                try? script.played.joined(separator: "\n").write(toFile: "\(folder)/\(name)", atomically: true, encoding: .utf8)
            }
        }
        do { try script.run(text) } catch let fault as Script.Fault {
            Issue.record("\(name) \(fault)")
            // For an author it went on to its end.
            if folder == nil { return }
        }
        EveryAnswerHeard.notes?.add(script.left, of: name)
    }

    /// Staff actions and characters on the shortest lawful path, counted from one script (paths.md 1 and 3).
    @Test("4 / 8 / 9 outside the meeting, 2 inside, at most 120 characters typed")
    func shortestPath() throws {
        let text = try String(contentsOf: ConversationTests.folder.appendingPathComponent("1-shortest-path.talk"), encoding: .utf8)
        var script = try Script()
        defer { script.end() }
        try script.run(text)
        func count(_ part: String) -> Int { script.staffActions.count { $0.part == part } }
        #expect(count("公布结果前") == 4)
        #expect(count("公布结果前") + count("实施公示前") == 8)
        #expect(count("公布结果前") + count("实施公示前") + count("办结前") == 9)
        #expect(count("会内") == 2)
        // A record is pasted, not typed: of it only its first line counts.
        let typed = script.staffActions.reduce(0) { $0 + ($1.text.split(separator: "\n").first?.count ?? 0) }
        #expect(typed <= 120, "typed \(typed)")
    }
}
