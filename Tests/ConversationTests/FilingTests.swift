import Board
import Deliberation
import Desk
import Foundation
import Gateways
import Procedure
import Testing

/// What is said to have been sent has somebody who gets it (XZ-11h, XZ-14.1b; TP-8, TP-24, SG-9).
@Suite("Filings, forms and tasks reach somebody")
struct FilingTests {
    private func say(_ text: String, _ name: String, in group: String? = nil, _ stage: Rehearsal) throws {
        stage.say(text, as: try #require(stage.town.person(named: name)), in: try group.map { try #require(stage.town.group(named: $0)) })
    }

    private func told(_ name: String, _ stage: Rehearsal) throws -> [String] {
        let id = try #require(stage.town.groups.first { $0.name == name }?.id ?? stage.town.person(named: name)?.id)
        return stage.sandbox.messages.filter { $0.sender == nil && $0.chat.id == id }.map(\.text)
    }

    @Test("a township names who gets its filings for the leading group's office, and they go there from then on")
    func named() throws {
        let script = try Script()
        defer { script.end() }
        let stage = script.stage
        try say("任命 潘阳 备案收件人", "邓辉", stage)
        let code = try #require(try told("邓辉", stage).last?.split(whereSeparator: { !$0.isNumber }).first { $0.count == 8 })
        try say(String(code), "潘阳", stage)
        #expect(try told("潘阳", stage).last?.contains("备案收件人（云龙镇）") == true)
        try say("建议：镇区到火车站加一班公交", "彭丽", in: "云龙镇群众代表群", stage)
        try say("通过 1 听证会", "袁洁", in: "云龙镇工作群", stage)
        try say("报审 1", "邓辉", in: "云龙镇工作群", stage)
        #expect(try told("云龙镇工作群", stage).last == "1号已报审，同时报上一级备案。")
        stage.advance(to: stage.clock.now + .minutes(3))
        #expect(try told("潘阳", stage).last?.hasPrefix("【议题备案】云龙镇：1号「镇区到火车站加一班公交」") == true)
        // Once more, by word: it goes out again where somebody gets it.
        try say("备案 1", "袁洁", in: "云龙镇工作群", stage)
        #expect(try told("云龙镇工作群", stage).last == "1号的备案已报上一级。")
    }

    @Test("what could not be delivered is not taken for sent: the officers hear what to do instead")
    func turnedAway() throws {
        let script = try Script()
        defer { script.end() }
        let stage = script.stage
        let above = try #require(stage.town.group(named: "云龙镇工作群")), party = try #require(stage.town.person(named: "刘国强"))
        try say("建议：东门路灯不亮", "张三", in: "东园社区居民群", stage)
        try say("通过 1 直接对话", "李明", in: "东园社区工作群", stage)
        try say("报审 1", "陈华", in: "东园社区工作群", stage)
        script.platform.turnAway(in: Chat(endpoint: "demo", kind: .group, id: above.id), from: "议题备案")
        script.platform.turnAway(in: Chat(endpoint: "demo", kind: .direct, id: party.id), from: "【审批】")
        stage.advance(to: stage.clock.now + .minutes(3))
        let office = try told("东园社区工作群", stage)
        #expect(office.contains("1号「东门路灯不亮」的议题备案没有送到上一级。请线下送达，再发“备案 1 3月2日送达”。"))
        #expect(office.contains { $0.hasPrefix("审批表没有送到") && $0.contains("打印 1 审批表") })
        try say("详情 1", "李明", in: "东园社区工作群", stage)
        #expect(try told("东园社区工作群", stage).last?.contains("备案没送到") == true)
        // What does not depend on it goes on; the call, which does, waits until it is repaired.
        try say("代录 同意 1 3月2日支委会", "李明", in: "东园社区工作群", stage)
        #expect(try told("东园社区工作群", stage).last?.hasPrefix("1号记为已审定") == true)
        let call = "开会 1 3月12日19:30 二楼 应到20 代表已审定 秘书王五"
        for index in 2...10 { try say("附议 1", ["李四", "王芳", "赵强", "钱丽", "孙涛", "周敏", "吴刚", "郑红", "冯军"][index - 2], in: "东园社区居民群", stage) }
        try say(call, "陈华", in: "东园社区工作群", stage)
        #expect(try told("东园社区工作群", stage).last?.contains("议题备案还没有送到上一级") == true)
        try say("备案 1 3月2日送达", "李明", in: "东园社区工作群", stage)
        #expect(try told("东园社区工作群", stage).last == "1号的备案记下了：3月2日（周一）送达。")
        // A notice that certainly stands nowhere, and a call that reached somebody not.
        let residents = try #require(stage.town.group(named: "东园社区居民群")), li = try #require(stage.town.person(named: "李四"))
        script.platform.turnAway(in: Chat(endpoint: "demo", kind: .group, id: residents.id), from: "会前公示")
        script.platform.turnAway(in: Chat(endpoint: "demo", kind: .direct, id: li.id), from: "东门路灯不亮")
        try say(call, "陈华", in: "东园社区工作群", stage)
        #expect(try told("东园社区工作群", stage).last?.hasPrefix("1号定于3月12日") == true)
        stage.advance(to: stage.clock.now + .minutes(3))
        let after = try told("东园社区工作群", stage)
        #expect(after.contains { $0.hasPrefix("1号「东门路灯不亮」的会前公示没有发到群") && $0.contains("已张贴 1 地点") })
        #expect(after.contains("1号「东门路灯不亮」的会议通知没有发到李四，请打电话或当面告诉一声。"))
    }

    @Test("a filing counts when it has gone out, not when it is put down; 立即 sends it at once; an unknown one is asked about")
    func counts() throws {
        let script = try Script()
        defer { script.end() }
        let stage = script.stage
        try say("建议：东门路灯不亮", "张三", in: "东园社区居民群", stage)
        for name in ["李四", "王芳", "赵强", "钱丽", "孙涛", "周敏", "吴刚", "郑红", "冯军"] { try say("附议 1", name, in: "东园社区居民群", stage) }
        try say("通过 1 直接对话", "李明", in: "东园社区工作群", stage)
        let above = try #require(stage.town.group(named: "云龙镇工作群"))
        script.platform.loseAnswer(in: Chat(endpoint: "demo", kind: .group, id: above.id), to: "议题备案", arrives: true)
        try say("报审 1", "陈华", in: "东园社区工作群", stage)
        try say("同意 1 3月2日支委会", "刘国强", stage)
        let call = "开会 1 3月12日19:30 二楼 应到20 代表已审定 秘书王五"
        try say(call, "陈华", in: "东园社区工作群", stage)
        #expect(try told("东园社区工作群", stage).last?.contains("议题备案还没有送到上一级") == true, "it waits for its undo time")
        stage.advance(to: stage.clock.now + .minutes(3))
        try say(call, "陈华", in: "东园社区工作群", stage)
        #expect(try told("东园社区工作群", stage).last?.contains("议题备案还没有送到上一级") == true, "nobody knows whether it arrived")
        stage.advance(to: stage.clock.now + .minutes(5))
        let asked = try #require(stage.sandbox.messages.last { $0.sender == nil && $0.text.contains("议题备案发到群") })
        stage.say(
            "1", as: try #require(stage.town.person(named: "李明")), in: stage.town.group(named: "东园社区工作群"), quotes: asked.id)
        try say(call, "陈华", in: "东园社区工作群", stage)
        #expect(try told("东园社区工作群", stage).last?.hasPrefix("1号定于3月12日") == true)
        // The next one, sent at once.
        try say("建议：西门垃圾桶不够", "张三", in: "东园社区居民群", stage)
        for name in ["李四", "王芳", "赵强", "钱丽", "孙涛", "周敏", "吴刚", "郑红", "冯军"] { try say("附议 2", name, in: "东园社区居民群", stage) }
        try say("通过 2 直接对话", "李明", in: "东园社区工作群", stage)
        try say("报审 2", "陈华", in: "东园社区工作群", stage)
        try say("立即 2", "陈华", in: "东园社区工作群", stage)
        try say("同意 2 3月2日支委会", "刘国强", stage)
        try say("开会 2 3月13日19:30 二楼 应到20 代表已审定 秘书王五", "陈华", in: "东园社区工作群", stage)
        #expect(try told("东园社区工作群", stage).last?.hasPrefix("2号定于3月13日") == true)
    }
}
