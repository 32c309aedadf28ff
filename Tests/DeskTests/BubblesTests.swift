import Board
import Deliberation
import Desk
import Dispatch
import Foundation
import Gateways
import Procedure
import Record
import Testing

/// A wish of several bubbles stays the messages it was said in, until it is registered.
@Suite("Wishes in bubbles", .serialized)
struct BubblesTests {
    private static let residents = "东园社区居民群"
    private static let group = Chat(endpoint: "demo", kind: .group, id: "g1")

    /// - Parameter again: the platform brings the same message once more.
    @discardableResult
    private func say(
        _ text: String, _ account: String, quoting quoted: Said? = nil, to us: Bool = false, again: Bool = false, _ desk: Restarting
    ) -> Said {
        let said = desk.stage.sandbox.say(
            text, as: account, name: account, in: Self.group, quotes: quoted?.messageID, mentionsUs: us)
        for _ in 0..<(again ? 2 : 1) { hear(said, desk) }
        return said
    }

    private func hear(_ said: Said, _ desk: Restarting) {
        let done = DispatchSemaphore(value: 0)
        desk.stage.desk.hear(said) { _ in done.signal() }
        done.wait()
        desk.stage.settle()
    }

    /// The platform's numbers go on.
    private func restart(_ desk: Restarting) throws {
        let said = desk.stage.sandbox.messages.count
        try desk.restart(after: .seconds(20))
        for _ in 0..<said { _ = desk.stage.sandbox.say("今天天气好", as: "戊", name: "戊", in: Self.group) }
    }

    private func numbers(_ desk: Restarting) -> [String] { desk.said(in: Self.residents).filter { $0.hasPrefix("收到，已登记为") } }

    @Test("a neighbour's voice for a wish that is not registered yet outlives a restart")
    func voice() throws {
        let desk = try Restarting()
        let wish = say("南门那个减速带断了一截，扎轮胎", "甲", to: true, desk)
        say("附议", "乙", quoting: wish, desk)
        #expect(desk.said(in: Self.residents).last?.hasPrefix("这件还没登记") == true)
        try restart(desk)
        say("是", "甲", desk)
        #expect(desk.said(in: Self.residents).last == "先前附议的1位邻居也记到1号了。")
    }

    @Test("a second bubble that the platform brings twice is answered once, and both stay")
    func twice() throws {
        let desk = try Restarting()
        say("西门那边路灯一直不亮", "甲", to: true, desk)
        say("东门的垃圾桶也没人收，味道太大", "甲", to: true, again: true, desk)
        #expect(desk.said(in: Self.residents).count == 2)
        #expect(desk.said(in: Self.residents).last?.contains("西门那边路灯一直不亮\n东门的垃圾桶") == true)
    }

    @Test("分开 parts messages and no lines, each is quoted as the matter it became, and a voice goes with its own")
    func apart() throws {
        let desk = try Restarting()
        let first = say("2号楼楼顶漏水\n墙皮都掉了，麻烦修一下", "甲", to: true, desk)
        say("分开", "甲", to: true, desk)
        #expect(numbers(desk).isEmpty)
        let second = say("西门岗亭的门锁也坏了，好久没人修", "甲", to: true, desk)
        say("附议", "乙", quoting: second, desk)
        say("分开", "甲", to: true, desk)
        #expect(numbers(desk).count == 2, "\(desk.said(in: Self.residents))")
        #expect(desk.said(in: Self.residents).last == "先前附议的1位邻居也记到2号了。")
        say("附议", "丙", quoting: first, desk)
        #expect(desk.said(in: Self.residents).last == "已记下您对1号的附议，现在共1人附议。")
        say("附议", "丙", quoting: second, desk)
        #expect(desk.said(in: Self.residents).last == "已记下您对2号的附议，现在共2人附议。")
    }

    @Test("附议 quoting what another was asked goes to no other wish")
    func another() throws {
        let desk = try Restarting()
        say("南门那个减速带断了一截，扎轮胎", "甲", to: true, desk)
        try restart(desk)
        say("东门垃圾桶天天堆满，味道太大了", "丁", to: true, desk)
        let question = try #require(desk.stage.sandbox.messages.last { $0.sender == nil })
        say("算了", "丁", to: true, desk)
        let voice = desk.stage.sandbox.say("附议", as: "乙", name: "乙", in: Self.group, quotes: question.id)
        hear(voice, desk)
        say("是", "甲", desk)
        #expect(numbers(desk).count == 1)
        #expect(!desk.said(in: Self.residents).contains { $0.hasPrefix("先前附议") })
    }
}
