import Foundation
import Testing

@Suite("Conversations", .serialized)
struct ConversationTests {
    static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent().appendingPathComponent("Conversations")
    static let scripts: [String] =
        ((try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []).filter { $0.hasSuffix(".talk") }.sorted()

    @Test("there are scripts")
    func scriptsExist() { #expect(!ConversationTests.scripts.isEmpty) }

    @Test("as told", arguments: scripts)
    func conversation(_ name: String) throws {
        let text = try String(contentsOf: ConversationTests.folder.appendingPathComponent(name), encoding: .utf8)
        var script = try Script()
        defer { script.end() }
        defer { if ProcessInfo.processInfo.environment["TALK"] == name { print(script.transcript()) } }
        do { try script.run(text) } catch let fault as Script.Fault { Issue.record("\(name) \(fault)") }
    }
}
