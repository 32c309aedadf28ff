import Board
import Desk
import Foundation
import Gateways
import Procedure
import Testing

@testable import Reading

/// Whoever holds a post and begins a line with a word of ours is answered: with what they asked for, with the form, or with who may.
@Suite("Words of ours in the work group", .serialized)
struct OwnWordTests {
    private struct Answer {
        var outcome: Outcome
        var texts: [String]
    }

    private func say(_ text: String, as person: Town.Person, in place: Town.Group?, _ stage: Rehearsal) throws -> Answer {
        let heard = stage.sandbox.messages.last?.sequence ?? 0
        let outcome = stage.say(text, as: person, in: place).outcome
        let texts = stage.sandbox.messages(after: heard).filter { $0.sender == nil }.map(\.text)
        // A question for a reason is given up, so that the next line is no answer to it.
        _ = stage.advance(to: stage.clock.now + .minutes(11))
        return Answer(outcome: outcome, texts: texts)
    }

    /// Verbs that only officers have, with the word `帮助` shows.
    private func verbs(_ stage: Rehearsal) -> [(verb: Verb, word: String)] {
        stage.desk.library.verbs.verbs.filter { $0.group != nil && !$0.roles.contains(.resident) }.map { verb in
            let shown = String(verb.example.prefix { $0 != " " && $0 != "：" && $0 != "（" })
            return (verb, verb.words.contains(shown) ? shown : verb.words[0])
        }
    }

    @Test("every verb by every post: as shown, with a number only, with a name only: never silence, never 没太明白")
    func everybody() throws {
        let script = try Script()
        defer { script.end() }
        let stage = script.stage
        let work = try #require(stage.town.group(named: "东园社区工作群")), residents = try #require(stage.town.group(named: "东园社区居民群"))
        stage.say("建议：东门路灯不亮", as: try #require(stage.town.person(named: "张三")), in: residents)
        let unclear = stage.desk.library.texts.render("ask.unclear")
        var said = 0
        for name in ["李明", "陈华", "刘国强", "何静", "高远", "马会"] {
            let person = try #require(stage.town.person(named: name))
            for (verb, word) in verbs(stage) {
                // Numbers and people nothing becomes of, so that everybody holds their post to the end.
                let shown = verb.example.replacingOccurrences(of: "12", with: "99").replacingOccurrences(of: "李明", with: "吴刚")
                    .replacingOccurrences(of: "张三", with: "吴刚")
                for line in [shown, "\(word) 99", "\(word) 吴刚"] where line.contains(" ") || line == shown && line != word {
                    let answer = try say(line, as: person, in: work, stage)
                    said += 1
                    #expect(answer.outcome != .silent && !answer.texts.isEmpty, "\(name): \(line)")
                    #expect(!answer.texts.contains(unclear), "\(name): \(line)")
                }
            }
        }
        #expect(said > 800)
    }

    @Test(
        "who may is named, the form is shown",
        arguments: [
            ("陈华", "确定 1", "“确定”由党组织书记来办。"), ("李明", "解除异议 1", "“解除异议”由党组织书记来办。"), ("何静", "1 通过", "“通过”由联络员来办。"),
            ("陈华", "任命 李明", "“任命”要这样说：任命 李明 联络员"), ("陈华", "停用", "“停用”要这样说：停用 李明"),
            ("李明", "打印 公示", "“打印”要这样说：打印 12 公示"), ("陈华", "散会", "“散会”是会上用的，现在没有在开的会。"),
        ])
    func told(_ name: String, _ line: String, _ text: String) throws {
        let script = try Script()
        defer { script.end() }
        let stage = script.stage
        let work = try #require(stage.town.group(named: "东园社区工作群")), residents = try #require(stage.town.group(named: "东园社区居民群"))
        stage.say("建议：东门路灯不亮", as: try #require(stage.town.person(named: "张三")), in: residents)
        _ = stage.advance(to: stage.clock.now + .minutes(5))
        let texts = try say(line, as: try #require(stage.town.person(named: name)), in: work, stage).texts
        #expect(texts == [text])
    }

    @Test(
        "talk among officers stays talk, and so does anything residents say",
        arguments: [
            ("陈华", "同意"), ("陈华", "确定，明天见"), ("李明", "通过了就好"), ("何静", "同意！"), ("李明", "请大家注意，下午停水"), ("陈华", "确定一下时间"),
            ("李明", "改天再说"), ("何静", "转告一声"), ("陈华", "问了，没人在"), ("张三", "确定 1"), ("张三", "停用 李明"),
        ])
    func talk(_ name: String, _ line: String) throws {
        let script = try Script()
        defer { script.end() }
        let stage = script.stage
        let person = try #require(stage.town.person(named: name))
        let place = try #require(stage.town.group(named: person.posts.isEmpty ? "东园社区居民群" : "东园社区工作群"))
        let answer = try say(line, as: person, in: place, stage)
        #expect(answer.outcome == .silent && answer.texts.isEmpty, "\(answer.texts)")
    }
}
