import Board
import Deliberation
import Gateways
import Procedure
import Record
import Testing

@testable import Desk

/// What was being sent when the process went down (design 2.3, 2.7).
@Suite("Interrupted lawful sends", .serialized)
struct DoubtTests {
    private static let residents = "东园社区居民群", office = "东园社区工作群"

    private func questions(_ desk: Restarting) -> Int { desk.said(in: Self.office).filter { $0.contains("没收到回执") }.count }

    /// Called, killed while the notice was on its way, and started again three minutes later.
    private func interrupted() throws -> Restarting {
        let desk = try Restarting.approved()
        try desk.say("开会 1 3月20日19:30 二楼 应到20 代表已审定", "陈华", in: Self.office)
        // As a process leaves them that is killed in the middle of sending: the notice, and the word to the group that it is a topic.
        let begun = try desk.stage.desk.store.write { ledger throws(StoreFailure) -> [String] in
            var begun: [String] = []
            for id in 1...(try ledger.newestOutbox()) {
                guard let row = try ledger.outbox(id), row.state == .pending,
                    ["notice.preMeeting", "taken.inGroup"].contains(row.draft.text)
                else { continue }
                if try ledger.beginSending(id) { begun.append(row.draft.text) }
            }
            return begun
        }
        #expect(begun.sorted() == ["notice.preMeeting", "taken.inGroup"])
        try desk.restart(after: .minutes(3))
        return desk
    }

    /// As the platform says of somebody who has not let us write to them.
    private func cannotBeReached(_ desk: Restarting) throws {
        let clock = desk.stage.clock
        let office = Office(library: desk.stage.desk.library, clock: clock, standing: Standing())
        let failed = try desk.stage.desk.store.write { ledger throws(StoreFailure) -> Int in
            try office.open(&ledger)
            var failed = 0
            for id in 1...(try ledger.newestOutbox()) {
                guard let row = try ledger.outbox(id), row.draft.text == "taken.toSender" else { continue }
                _ = try office.settle(Delivery(row: id, outcome: .impossible(reason: "not a friend"), at: clock.now), &ledger)
                failed += 1
            }
            return failed
        }
        #expect(failed == 1)
        desk.stage.advance(to: clock.now + .hours(1))
    }

    @Test("an answer that cannot be had in private is pointed to in the group; never that of a private matter, nor to one who is forgotten")
    func fallingBack() throws {
        for isPrivate in [false, true] {
            for isForgotten in [false, true] {
                let desk = try Restarting()
                try desk.say("建议：东门路灯不亮", "张三", in: Self.residents)
                try desk.say("通过 1 直接对话", "李明", in: Self.office)
                if isPrivate { try desk.say("转私下 1", "李明", in: Self.office) }
                if isForgotten {
                    try desk.say("忘记我", "张三")
                    try desk.say("是", "张三")
                }
                try cannotBeReached(desk)
                let pointed = desk.said(in: Self.residents).contains { $0.contains("1号有答复，私聊我发“1”可看。") }
                #expect(pointed == (!isPrivate && !isForgotten), "private \(isPrivate), forgotten \(isForgotten)")
                let passedOn = desk.said(in: Self.office).contains { $0.contains("1号的提出人私聊发不到") }
                #expect(passedOn == (isPrivate && !isForgotten), "private \(isPrivate), forgotten \(isForgotten)")
            }
        }
    }

    @Test("what an officer entered for somebody is passed on by whoever serves: nothing goes to a stolen phone")
    func enteredForSomebody() throws {
        let desk = try Restarting()
        try desk.say("代录建议 孙奶奶：北门台阶太陡", "何静", in: Self.office)
        let dongyuan = try #require(UnitID("dongyuan"))
        guard case .taken = try desk.stage.desk.take(.secondConvenor, from: "何静", of: dongyuan, suspending: true) else {
            Issue.record("not suspended")
            return
        }
        try desk.restart(after: .minutes(1))
        try desk.say("解释 1 下月铺防滑条", "李明", in: Self.office)
        desk.stage.advance(to: desk.stage.clock.now + .minutes(3))
        #expect(!desk.said(in: "何静").contains { $0.contains("下月铺防滑条") })
        #expect(desk.said(in: Self.office).contains { $0.contains("下月铺防滑条") })
    }

    @Test("support of a private matter is answered in private")
    func privateSupport() throws {
        let desk = try Restarting()
        try desk.say("建议：东门路灯不亮", "张三", in: Self.residents)
        try desk.say("转私下 1", "李明", in: Self.office)
        try desk.say("附议 1", "李四", in: Self.residents)
        #expect(!desk.said(in: Self.residents).contains { $0.contains("附议") })
        let told = desk.stage.sandbox.messages.last { $0.sender == nil && $0.text.contains("附议") }
        #expect(told?.chat.kind == .direct)
    }

    @Test("of a meeting that was called off nobody is asked")
    func calledOff() throws {
        let desk = try interrupted()
        try desk.say("取消会议 1 停电", "陈华", in: Self.office)
        desk.stage.advance(to: desk.stage.clock.now + .hours(1))
        #expect(questions(desk) == 0)
    }

    @Test("a notice that was on its way is asked about once, a receipt never, and not again after another restart")
    func once() throws {
        let desk = try interrupted()
        desk.stage.advance(to: desk.stage.clock.now + .minutes(4))
        #expect(questions(desk) == 0)
        desk.stage.advance(to: desk.stage.clock.now + .minutes(2))
        #expect(questions(desk) == 1)
        let counts = try desk.stage.desk.store.read { ledger throws(StoreFailure) in try ledger.outboxCounts() }
        #expect(counts.unknown == 2)
        try desk.restart(after: .minutes(1))
        desk.stage.advance(to: desk.stage.clock.now + .hours(2))
        #expect(questions(desk) == 0)
    }
}
