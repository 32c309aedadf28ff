import Board
import Deliberation
import Desk
import Foundation
import Gateways
import Procedure
import Record
import Testing

/// One-time codes (design 5, *Who may*): a post is bound by the account that sends the code in private, a group by one said in it.
@Suite("Binding")
struct BindingTests {
    private func digits(_ text: String) -> String { String(text.filter(\.isNumber).suffix(8)) }

    @Test("appointed in chat, bound in private, heard from then on; the code works once")
    func appoint() throws {
        let script = try Script()
        defer { script.end() }
        let stage = script.stage
        let convenor = try #require(stage.town.person(named: "陈华"))
        let resident = try #require(stage.town.person(named: "冯军"))
        stage.say("任命 冯军 联络员", as: convenor, in: nil)
        let told = try #require(stage.sandbox.messages.last { $0.sender == nil && $0.chat.id == convenor.id })
        let code = digits(told.text)
        #expect(code.count == 8)
        stage.say(code, as: resident, in: nil)
        #expect(stage.sandbox.messages.last?.text == "好的，已认得您：冯军，联络员（东园社区）。发“待办”看今天要办的，发“帮助”看怎么用。")
        stage.say("待办", as: resident, in: nil)
        #expect(stage.sandbox.messages.last?.text.contains("东园社区") == true)
        let other = try #require(stage.town.person(named: "郑红"))
        stage.say(code, as: other, in: nil)
        #expect(stage.sandbox.messages.last?.text == "这个数字不对或者过期了，请重新要一个。")
    }

    @Test("in place of an absent officer: heard through the day that was said, and no longer; it ends by itself")
    func standIn() throws {
        let script = try Script()
        defer { script.end() }
        let stage = script.stage
        let convenor = try #require(stage.town.person(named: "陈华"))
        let neighbour = try #require(stage.town.person(named: "王芳"))
        stage.say("任命 王芳 联络员 到3月4日", as: convenor, in: nil)
        let told = try #require(stage.sandbox.messages.last { $0.sender == nil && $0.chat.id == convenor.id }).text
        #expect(told.hasSuffix("（代到3月4日（周三））"))
        let code = try #require(told.split(whereSeparator: { !$0.isNumber }).first { $0.count == 8 })
        stage.say(String(code), as: neighbour, in: nil)
        #expect(stage.sandbox.messages.last?.text.contains("王芳，联络员（东园社区），代到3月4日（周三）") == true)
        func hears() -> Bool { stage.say("待办", as: neighbour, in: nil).outcome == .answered }
        #expect(hears())
        stage.advance(to: try #require(CivilMoment(iso: "2026-03-04T23:59")).instant)
        #expect(hears())
        stage.advance(to: try #require(CivilMoment(iso: "2026-03-05T00:00")).instant)
        #expect(stage.sandbox.messages.last?.text == "您在东园社区代班的职务（联络员）到期了，谢谢您。")
        #expect(!hears())
    }

    @Test("an officer whose post is ended is one no more, is told so, and may be forgotten then")
    func dismissed() throws {
        let script = try Script()
        defer { script.end() }
        let stage = script.stage
        func person(_ name: String) throws -> Town.Person { try #require(stage.town.person(named: name)) }
        let officer = try person("李明"), convenor = try person("陈华"), work = try #require(stage.town.group(named: "东园社区工作群"))
        func told(_ person: Town.Person?) -> String {
            stage.sandbox.messages.last { $0.sender == nil && $0.chat.id == (person?.id ?? work.id) }?.text ?? ""
        }
        func say(_ text: String, as person: Town.Person) -> String {
            stage.say(text, as: person, in: work)
            return told(nil)
        }
        stage.say("忘记我", as: officer, in: nil)
        #expect(told(officer).contains("请召集人发“免去 您的姓名 职务”"))
        #expect(say("免去 陈华 召集人", as: officer).contains("请找运维人员"))
        #expect(say("免去 李明 联络员", as: officer) == "这一步由召集人来办。")
        #expect(say("免去 刘国强 书记", as: convenor).contains("请找运维人员"))
        #expect(say("免去 高远 联络员", as: convenor) == "高远不是东园社区的联络员。")
        #expect(say("免去 李明", as: convenor).contains("免去 李明 联络员"))
        #expect(say("免去 李明 联络员", as: convenor) == "李明不再担任东园社区的联络员。")
        #expect(told(officer) == "您不再担任东园社区的联络员了，谢谢您这段时间的辛苦。")
        #expect(stage.say("待办", as: officer, in: work).outcome != .answered)
        stage.say("忘记我", as: officer, in: nil)
        #expect(stage.say("是", as: officer, in: nil).outcome == .decided)
        #expect(try stage.desk.forget(Account(endpoint: "demo", id: officer.id), really: false) == nil, "nobody is there any more")
    }

    @Test("an officer who binds the same post from a new phone leaves no second officer of the name behind")
    func newPhone() throws {
        let script = try Script()
        defer { script.end() }
        let stage = script.stage
        func person(_ name: String) throws -> Town.Person { try #require(stage.town.person(named: name)) }
        let old = try person("李明"), convenor = try person("陈华"), work = try #require(stage.town.group(named: "东园社区工作群"))
        stage.say("任命 李明 联络员", as: convenor, in: nil)
        let text = try #require(stage.sandbox.messages.last { $0.sender == nil && $0.chat.id == convenor.id }?.text)
        let code = try #require(text.split { !$0.isASCII || !$0.isNumber }.last { $0.count == 8 })
        stage.say(String(code), as: try person("冯军"), in: nil)
        #expect(stage.sandbox.messages.contains { $0.chat.id == old.id && $0.text.contains("已由另一个账号认领") })
        #expect(stage.say("待办", as: old, in: work).outcome != .answered)
        #expect(stage.say("停用 李明", as: convenor, in: work).outcome == .decided)
    }

    @Test("a resident appoints nobody, and guessing ends after five tries")
    func guessing() throws {
        let script = try Script()
        defer { script.end() }
        let stage = script.stage
        let resident = try #require(stage.town.person(named: "冯军"))
        stage.say("任命 冯军 联络员", as: resident, in: nil)
        #expect(!stage.sandbox.messages.contains { $0.text.contains("八位数字") })
        for _ in 1...5 { stage.say("12345678", as: resident, in: nil) }
        stage.say("12345678", as: resident, in: nil)
        #expect(stage.sandbox.messages.last?.text == "试得太多了，请重新要一个。")
    }

    @Test("five tries, too, in the ten minutes that begin later")
    func guessingOn() throws {
        let script = try Script()
        defer { script.end() }
        let stage = script.stage
        let resident = try #require(stage.town.person(named: "冯军"))
        stage.say("12345678", as: resident, in: nil)
        stage.advance(to: stage.clock.now + .minutes(11))
        for _ in 1...5 {
            stage.say("12345678", as: resident, in: nil)
            #expect(stage.sandbox.messages.last?.text == "这个数字不对或者过期了，请重新要一个。")
        }
        stage.say("12345678", as: resident, in: nil)
        #expect(stage.sandbox.messages.last?.text == "试得太多了，请重新要一个。")
    }

    @Test("a group that another unit binds is that unit's alone")
    func groupMoves() throws {
        let script = try Script()
        defer { script.end() }
        let stage = script.stage
        let nanhu = try #require(stage.town.units.first { $0.name == "南湖社区" })
        let group = try #require(stage.town.group(named: "东园社区居民群")), resident = try #require(stage.town.person(named: "冯军"))
        stage.say("绑定 \(try stage.desk.giveCode(.group(.residents), unit: nanhu.id))", as: resident, in: group)
        #expect(stage.sandbox.messages.last?.text.hasPrefix("本群已绑定南湖社区（居民群），不再是东园社区的群。") == true)
        #expect(stage.say("建议：东门路灯不亮", as: resident, in: group).outcome == .decided)
        let units = try stage.desk.store.read { ledger throws(StoreFailure) in
            try ledger.events(after: 0, limit: 10_000).filter { $0.kind == "suggested" }.map(\.unit)
        }
        #expect(units == [nanhu.id])
        let released = try stage.desk.store.read { ledger throws(StoreFailure) in
            try ledger.events(after: 0, limit: 10_000).filter { $0.kind == "groupReleased" }.map(\.unit.description)
        }
        #expect(released == ["dongyuan"])
    }

    @Test(
        "a post's code that is typed into a group opens nothing any more, whoever reads it there; its sender is told in private",
        arguments: ["东园社区居民群", "东园社区工作群", nil], ["", "绑定 "])
    func typedIntoAGroup(_ name: String?, _ opening: String) throws {
        let script = try Script()
        defer { script.end() }
        let stage = script.stage
        let dongyuan = try #require(stage.town.units.first { $0.name == "东园社区" })
        let resident = try #require(stage.town.person(named: "冯军")), reader = try #require(stage.town.person(named: "郑红"))
        let unbound = Town.Group(id: "g77", name: "谁也没绑过的群", unit: dongyuan.id, purpose: .residents)
        let group = name == nil ? unbound : try #require(stage.town.groups.first { $0.name == name })
        let code = try stage.desk.giveCode(.post(.liaisonOfficer, name: "冯军"), unit: dongyuan.id)
        let before = stage.sandbox.messages.count { $0.sender == nil && $0.chat.id == group.id }
        // Not even after five guesses is it left open.
        for _ in 1...5 { stage.say("12345678", as: resident, in: nil) }
        #expect(stage.say(opening + code, as: resident, in: group).outcome == .refused)
        let told = try #require(stage.sandbox.messages.last { $0.sender == nil })
        #expect(told.chat.id == resident.id && told.text == "这个数字在群里发过，大家都看得见，已经作废了。请重新要一个，私聊发给我。")
        #expect(stage.sandbox.messages.count { $0.sender == nil && $0.chat.id == group.id } == before)
        stage.say(code, as: reader, in: nil)
        #expect(stage.sandbox.messages.last?.text == "这个数字不对或者过期了，请重新要一个。")
        #expect(stage.say("待办", as: reader, in: nil).outcome != .answered)
    }

    @Test("a group's code sent in private is used up, and its sender hears where it belongs")
    func groupsCodeInPrivate() throws {
        let script = try Script()
        defer { script.end() }
        let stage = script.stage
        let dongyuan = try #require(stage.town.units.first { $0.name == "东园社区" })
        let resident = try #require(stage.town.person(named: "冯军"))
        let fresh = Town.Group(id: "g77", name: "东园二群", unit: dongyuan.id, purpose: .residents)
        let code = try stage.desk.giveCode(.group(.residents), unit: dongyuan.id)
        stage.say(code, as: resident, in: nil)
        #expect(stage.sandbox.messages.last?.text == "这个数字是绑定群用的，私聊发过已经作废了。请重新要一个，发到要绑定的群里。")
        stage.say("绑定 \(code)", as: resident, in: fresh)
        #expect(stage.say("建议：东门路灯不亮", as: resident, in: fresh).outcome == .silent)
    }

    @Test("a code runs out after ten minutes")
    func late() throws {
        let script = try Script()
        defer { script.end() }
        let stage = script.stage
        let dongyuan = try #require(stage.town.units.first { $0.name == "东园社区" })
        let code = try stage.desk.giveCode(.post(.observer, name: "冯军"), unit: dongyuan.id)
        stage.advance(to: stage.clock.now + .minutes(10))
        let resident = try #require(stage.town.person(named: "冯军"))
        stage.say(code, as: resident, in: nil)
        #expect(stage.sandbox.messages.last?.text == "这个数字不对或者过期了，请重新要一个。")
    }

    @Test("a group is bound by the code said in it, and suggestions are heard there")
    func group() throws {
        let script = try Script()
        defer { script.end() }
        let stage = script.stage
        let dongyuan = try #require(stage.town.units.first { $0.name == "东园社区" })
        let resident = try #require(stage.town.person(named: "冯军"))
        let fresh = Town.Group(id: "g77", name: "东园二群", unit: dongyuan.id, purpose: .residents)
        #expect(stage.say("建议：东门路灯不亮", as: resident, in: fresh).outcome == .silent)
        let code = try stage.desk.giveCode(.group(.residents), unit: dongyuan.id)
        stage.say("绑定 \(code)", as: resident, in: fresh)
        #expect(stage.sandbox.messages.last?.text.hasPrefix("本群已绑定东园社区") == true)
        #expect(stage.sandbox.messages.last?.text.hasSuffix("平时聊天不会记录。议事请对事不对人，轮流说，好好说。") == true)
        let office = Town.Group(id: "g78", name: "东园办公群", unit: dongyuan.id, purpose: .work)
        stage.say("绑定 \(try stage.desk.giveCode(.group(.work), unit: dongyuan.id))", as: resident, in: office)
        #expect(stage.sandbox.messages.last?.text.contains("要您办的事都发到这里，引用或写上编号回复就行") == true)
        #expect(stage.say("建议：东门路灯不亮", as: resident, in: fresh).outcome == .decided)
    }
}
