import Board
import Deliberation
import Desk
import Foundation
import Gateways
import Procedure
import Record
import Testing

/// What is kept of a vote (design 2.10): who has voted, and what was chosen, with nothing between the two.
@Suite("Ballots")
struct BallotSecrecyTests {
    @Test("roll and ballots share nothing but the poll's name; no other table knows a choice")
    func unlinked() throws {
        let (script, raw) = try RecordOfConversations.played("15-ballots.talk")
        defer { script.end() }
        #expect(try raw.rows("SELECT count(DISTINCT poll) FROM roll") == ["2"])
        #expect(
            try raw.rows("SELECT poll, count(*) FROM roll GROUP BY poll ORDER BY poll")
                == (try raw.rows("SELECT poll, count(*) FROM ballot GROUP BY poll ORDER BY poll")))
        #expect(try raw.rows("SELECT count(*) FROM ballot b JOIN roll r ON r.person = b.token") == ["0"])
        // Neither table says when, and a ballot's place in its table is its random token.
        #expect(try raw.rows("SELECT group_concat(name) FROM pragma_table_info('ballot')") == ["poll,token,choice"])
        #expect(try raw.rows("SELECT group_concat(name) FROM pragma_table_info('roll')") == ["poll,person"])
        // Until a poll is closed nothing outside the ballots counts it; a choice stands nowhere else.
        let counted = try raw.rows("SELECT count(*) FROM event WHERE CAST(body AS TEXT) LIKE '%votesFor%'")
        #expect(counted == ["3"], "the closing count, and the chair's announcement with its topic")
        for choice in ["赞成", "反对", "yes", "abstain"] {
            #expect(try raw.rows("SELECT count(*) FROM words WHERE text = '\(choice)' OR text LIKE '投票%'") == ["0"])
        }
        #expect(
            try raw.rows("SELECT DISTINCT CAST(args AS TEXT) FROM outbox WHERE text = 'done.vote'") == ["{\"v\":{}}"],
            "everybody is told the same")
    }

    /// 15-ballots.talk as far as the announcement: two for, one against.
    private func confirming() throws -> Script {
        let text = try String(contentsOf: ConversationTests.folder.appendingPathComponent("15-ballots.talk"), encoding: .utf8)
        let end = try #require(text.range(of: "陈华@东园社区工作群: 宣布"))
        var script = try Script()
        try script.run(String(text[..<end.lowerBound]))
        return script
    }

    @Test("ballots counted for somebody are the last: neither a refused announcement nor one taken back lets the chair look and go on")
    func noProbing() throws {
        let script = try confirming()
        defer { script.end() }
        let stage = script.stage
        let work = try #require(stage.town.group(named: "东园社区工作群"))
        func person(_ name: String) throws -> Town.Person { try #require(stage.town.person(named: name)) }
        // Who may not announce counts nothing by trying to.
        #expect(stage.say("宣布 达成共识", as: try person("李明"), in: work).outcome != .decided)
        #expect(stage.sandbox.messages.last?.text.contains("赞成2") == false)
        for name in ["王芳", "赵强"] { #expect(stage.say("投票 1 反对", as: try person(name), in: nil).outcome == .decided) }
        // Votes are missing: that is asked about first, with how many, and counts nothing.
        #expect(stage.say("宣布 达成共识", as: try person("陈华"), in: work).outcome == .asked)
        #expect(stage.sandbox.messages.last?.text.contains("赞成2") == false)
        #expect(stage.say("投票 1 反对", as: try person("赵强"), in: nil).outcome == .refused, "one person, one vote")
        #expect(stage.say("是", as: try person("陈华"), in: work).outcome == .refused)
        #expect(stage.sandbox.messages.last?.text.contains("赞成2、反对3") == true)
        #expect(stage.say("投票 1 赞成", as: try person("郑红"), in: nil).outcome == .refused)
        #expect(stage.sandbox.messages.last?.text.contains("投票已经结束") == true)
        // What is said at one instant is undone together: the announcement stands in a minute of its own.
        stage.advance(to: stage.clock.now + .minutes(1))
        #expect(stage.say("宣布 未达成共识", as: try person("陈华"), in: work).outcome == .decided)
        #expect(stage.sandbox.messages.last?.text.contains("赞成2，反对3") == true)
        #expect(stage.say("撤销 1", as: try person("陈华"), in: work).outcome == .decided)
        #expect(stage.say("投票 1 赞成", as: try person("郑红"), in: nil).outcome == .refused)
    }

    @Test("a poll that was opened again tells nothing of the running count")
    func reopened() throws {
        let text = try String(contentsOf: ConversationTests.folder.appendingPathComponent("15-ballots.talk"), encoding: .utf8)
        let end = try #require(text.range(of: "# 东园"))
        var script = try Script()
        defer { script.end() }
        try script.run(String(text[..<end.lowerBound]))
        let stage = script.stage
        let officer = try #require(stage.town.person(named: "韩磊")), work = try #require(stage.town.group(named: "南湖社区工作群"))
        let residents = try #require(stage.town.group(named: "南湖社区居民群"))
        stage.say("暂存 1 等小区改造方案", as: officer, in: work)
        #expect(stage.say("通过 1", as: officer, in: work).outcome == .decided)
        for name in ["许晴", "张三", "李四", "王芳"] {
            stage.say("投票 1 反对", as: try #require(stage.town.person(named: name)), in: residents)
        }
        stage.say("重新计票 1", as: officer, in: work)
        #expect(stage.sandbox.messages.last?.text == "1号没有投过票，或者还没截止。")
    }

    @Test("a ballot that was changed or lost is found by counting again")
    func recount() throws {
        let text = try String(contentsOf: ConversationTests.folder.appendingPathComponent("15-ballots.talk"), encoding: .utf8)
        var script = try Script()
        defer { script.end() }
        try script.run(text)
        let raw = RecordOfConversations.Raw(path: script.directory.appendingPathComponent("talk.db").path)
        let stage = script.stage
        let officer = try #require(stage.town.person(named: "韩磊"))
        func recount() -> String {
            stage.say("重新计票 1", as: officer, in: nil)
            return stage.sandbox.messages.last?.text ?? ""
        }
        #expect(recount().contains("和公布的一致"))
        try raw.run(
            "UPDATE ballot SET choice = 'no' WHERE token = (SELECT token FROM ballot WHERE poll LIKE 'nanhu%' AND choice = 'yes' LIMIT 1)")
        #expect(recount().contains("不一致：现在是赞成1票，反对2票"))
        try raw.run("DELETE FROM ballot WHERE token = (SELECT token FROM ballot WHERE poll LIKE 'nanhu%' LIMIT 1)")
        #expect(recount().contains("不一致：现在是参加投票的不足三人"))
    }
}
