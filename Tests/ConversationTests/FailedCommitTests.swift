import Board
import Deliberation
import Desk
import Foundation
import Gateways
import Procedure
import Record
import Testing

/// After a commit that failed nothing is as the daemon had it in mind: everything is read again before the next thing is decided.
@Suite("After a failed commit", .serialized)
struct FailedCommitTests {
    /// A first matter whose event nobody can read, and a second unit that has nothing to do with it.
    private func broken() throws -> (script: Script, officer: Town.Person) {
        let script = try Script()
        let stage = script.stage
        let group = try #require(stage.town.group(named: "东园社区居民群")), zhang = try #require(stage.town.person(named: "张三"))
        stage.say("建议：东门路灯不亮", as: zhang, in: group)
        let raw = RecordOfConversations.Raw(path: script.directory.appendingPathComponent("talk.db").path)
        try raw.run("UPDATE event SET body = CAST('{broken' AS BLOB) WHERE kind = 'suggested'")
        return (script, try #require(stage.town.person(named: "李明")))
    }

    @Test("the other units' groups are heard, when one of them binds a group right afterwards")
    func groups() throws {
        let (script, officer) = try broken()
        defer { script.end() }
        let stage = script.stage
        let work = try #require(stage.town.group(named: "东园社区工作群"))
        #expect(stage.say("采纳 1", as: officer, in: work).outcome == .setAside)
        let dongyuan = try #require(stage.town.units.first { $0.name == "东园社区" })
        let feng = try #require(stage.town.person(named: "冯军"))
        let fresh = Town.Group(id: "g77", name: "东园二群", unit: dongyuan.id, purpose: .residents)
        // The code comes from this process, so that no other process's commit has everything read again.
        stage.say("绑定 \(try stage.desk.giveCode(.group(.residents), unit: dongyuan.id))", as: feng, in: fresh)
        #expect(stage.say("建议：东门路灯不亮", as: feng, in: fresh).outcome == .decided)
        let nanhu = try #require(stage.town.group(named: "南湖社区居民群")), xu = try #require(stage.town.person(named: "许晴"))
        #expect(stage.say("建议：湖边护栏松了", as: xu, in: nanhu).outcome == .decided)
    }

    @Test("officers of all units are known in private")
    func officers() throws {
        let (script, officer) = try broken()
        defer { script.end() }
        let stage = script.stage
        let work = try #require(stage.town.group(named: "东园社区工作群"))
        #expect(stage.say("采纳 1", as: officer, in: work).outcome == .setAside)
        let han = try #require(stage.town.person(named: "韩磊"))
        #expect(stage.say("待办", as: han, in: nil).outcome == .answered)
        #expect(stage.sandbox.messages.last?.text.contains("南湖社区") == true)
    }
}
