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

    /// A text that no script can bring about and why, which test shows it instead, and words of it (or its key) that
    /// stand there.
    struct Elsewhere {
        var key: String
        var test: String
        var words: String
        var why: String
    }

    static let elsewhere: [Elsewhere] = [
        Elsewhere(
            key: "ask.late", test: "DeskTests/LateCommandTests.swift", words: "ask.late",
            why: "under a clock that is set by hand no command is old"),
        Elsewhere(
            key: "ask.late.again", test: "DeskTests/LateCommandTests.swift", words: "ask.late.again", why: "the same"),
        Elsewhere(
            key: "ask.result", test: "ReadingTests/SittingsInPassing.swift", words: "ask.result",
            why: "with the votes that were told it is put as ask.result.counted"),
        Elsewhere(
            key: "ask.person.unheard", test: "DeskTests/NominationTests.swift", words: "还没和这位说过话，请本人先在群里提个建议",
            why: "everybody in the town is known"),
        Elsewhere(
            key: "ask.persons", test: "ConversationTests/OutsideScriptsTests.swift", words: "的不止一位，请用名单里的名字：",
            why: "nobody in the town bears another's name"),
        Elsewhere(
            key: "ask.persons.mention", test: "DeskTests/NominationTests.swift", words: "的不止一位，请在群里@本人来提名。", why: "the same"),
        Elsewhere(
            key: "ask.whichUnit.name", test: "ConversationTests/OutsideScriptsTests.swift", words: "请问您是哪个社区、哪个村的？回个名字就行",
            why: "the town has three units, and up to nine are numbered"),
        Elsewhere(
            key: "done.bind.group", test: "ConversationTests/BindingTests.swift", words: "平时聊天不会记录。议事请对事不对人，轮流说，好好说。",
            why: "codes are made up anew every time"),
        Elsewhere(
            key: "done.bind.office", test: "ConversationTests/BindingTests.swift", words: "要您办的事都发到这里，引用或写上编号回复就行", why: "the same"),
        Elsewhere(
            key: "done.bind.person", test: "ConversationTests/BindingTests.swift", words: "好的，已认得您：", why: "the same"),
        Elsewhere(
            key: "done.link", test: "ConversationTests/PeopleTests.swift", words: "合成一个人", why: "the same"),
        Elsewhere(
            key: "refuse.code.inGroup", test: "ConversationTests/BindingTests.swift", words: "大家都看得见，已经作废了", why: "the same"),
        Elsewhere(
            key: "refuse.code.inPrivate", test: "ConversationTests/BindingTests.swift", words: "这个数字是绑定群用的", why: "the same"),
        Elsewhere(
            key: "refuse.notOffered", test: "DeskTests/HelpTests.swift", words: "本地规则里没有这一步",
            why: "of every step that is understood its own text says what to do instead"),
        Elsewhere(
            key: "done.closePoll", test: "DeliberationTests/Scenarios/Suggestions.swift", words: "closePoll",
            why: "only the clock closes a poll, and the rulebook names an answer for every move"),
        Elsewhere(
            key: "done.file.sent", test: "ConversationTests/FilingTests.swift", words: "号的备案已报上一级。",
            why: "nobody in the town receives filings"),
        Elsewhere(
            key: "done.immediately.quiet", test: "ConversationTests/AttentionOfAGroupTests.swift", words: "号的不等两分钟了。",
            why: "scripts are told everything at once, at night too"),
        Elsewhere(
            key: "done.posted.picture", test: "ConversationTests/OutsideScriptsTests.swift", words: "照片存下几张",
            why: "scripts have no pictures"),
        Elsewhere(
            key: "refuse.noPages", test: "ConversationTests/OutsideScriptsTests.swift", words: "这里没有开打印页面",
            why: "scripts have printing pages"),
    ]

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
            if !test.contains(place.words) || !"\(place.key) \(texts.render(place.key))".contains(place.words) {
                Issue.record("\(place.test) does not show \(place.key): \(place.words)")
            }
        }
        #expect(!heard.contains(NotedPlatform.unreadable))
    }
}

extension Trait where Self == EveryAnswerHeard {
    static var everyAnswerHeard: EveryAnswerHeard { EveryAnswerHeard() }
}
