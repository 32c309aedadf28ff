import Desk
import Foundation
import Procedure
import Synchronization
import Testing

/// Every refusal, question and done of the texts is heard in some conversation: what no script shows, nobody has read as its reader would.
///
/// Around the suite that plays the scripts: it gathers what left in them, and judges when the last has been played. Where only some of the
/// scripts were played it fails, because then it can say nothing; where none was (a filter), it says so.
struct EveryAnswerHeard: SuiteTrait, TestScoping {
    /// What the scripts that were played to their end have heard.
    final class Notes: Sendable {
        private let heard = Mutex<[String: Set<String>]>([:])

        func add(_ keys: Set<String>, of script: String) { heard.withLock { $0[script] = keys } }
        var scripts: Set<String> { heard.withLock { Set($0.keys) } }
        var keys: Set<String> { heard.withLock { $0.values.reduce(into: []) { $0.formUnion($1) } } }
    }

    @TaskLocal static var notes: Notes?

    /// Texts that no script can bring about, where they are shown instead, with words that stand there, and why.
    struct Elsewhere {
        var key: String
        var test: String
        var words: String
        var why: String
    }

    static let elsewhere: [Elsewhere] = []

    func provideScope(
        for test: Test, testCase: Test.Case?, performing function: @Sendable () async throws -> Void
    ) async throws {
        let notes = Notes()
        try await EveryAnswerHeard.$notes.withValue(notes) { try await function() }
        try EveryAnswerHeard.judge(notes)
    }

    private static func judge(_ notes: Notes) throws {
        let missing = Set(ConversationTests.scripts).subtracting(notes.scripts)
        if notes.scripts.isEmpty { return print("No script was played: whether every answer is heard was not looked at.") }
        if !missing.isEmpty {
            Issue.record("Whether every answer is heard cannot be said: \(missing.sorted().joined(separator: "、")) did not come to an end")
            return
        }
        let kinds = ["refuse.", "ask.", "done."]
        let texts = try Library(folder: Script.config).texts
        let keys = Set(texts.keys.filter { key in kinds.contains { key.hasPrefix($0) } })
        let heard = notes.keys, elsewhere = Set(EveryAnswerHeard.elsewhere.map(\.key))
        if let folder = ProcessInfo.processInfo.environment["TALK"] {
            try keys.subtracting(heard).sorted().joined(separator: "\n").write(
                toFile: "\(folder)/not-heard.txt", atomically: true, encoding: .utf8)
        }
        for key in keys.subtracting(heard).subtracting(elsewhere).sorted() {
            Issue.record("\(key) is heard in no conversation: \(texts.render(key))")
        }
        for key in elsewhere.intersection(heard).sorted() { Issue.record("\(key) is heard in a conversation: it need not stand elsewhere") }
        for key in elsewhere.subtracting(keys).sorted() { Issue.record("\(key) is no text any more") }
        let tests = Script.config + "/../Tests/"
        for place in EveryAnswerHeard.elsewhere {
            let test = try String(contentsOfFile: tests + place.test, encoding: .utf8)
            if !test.contains(place.words) || !texts.render(place.key).contains(place.words) {
                Issue.record("\(place.test) does not show \(place.key): \(place.words)")
            }
        }
        #expect(!heard.contains(NotedPlatform.unreadable))
    }
}

extension Trait where Self == EveryAnswerHeard {
    static var everyAnswerHeard: EveryAnswerHeard { EveryAnswerHeard() }
}
