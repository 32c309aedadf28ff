import Board
import Deliberation
import Foundation
import Gateways
import Procedure
import Record
import Synchronization
import Testing

@testable import Desk

/// Said in private by somebody of whom nobody knows where they live: asked once, nothing lost, nothing stored before (SG-1).
@Suite("Which unit", .serialized)
struct WhichUnitTests {
    private static let wish = "我家楼道的灯坏了好几天了"

    private func said(_ text: String, _ message: String, _ desk: Restarting, pictures: [String] = []) -> Said {
        Said(
            id: message, messageID: message, chat: Chat(endpoint: "demo", kind: .direct, id: "s9"), sender: "s9", displayName: "生人",
            at: desk.stage.clock.now, text: text, pictures: pictures)
    }

    private func hear(_ said: Said, _ desk: Restarting) -> Outcome {
        defer { desk.stage.settle() }
        return desk.stage.desk.perform(.said(Heard(said)))
    }

    private func told(_ desk: Restarting) -> [String] {
        desk.stage.sandbox.messages.filter { $0.chat.id == "s9" && $0.sender == nil }.map(\.text)
    }

    private func isKnown(_ desk: Restarting) throws -> Bool {
        try desk.stage.desk.store.read { ledger throws(StoreFailure) in try ledger.person(of: Account(endpoint: "demo", id: "s9")) } != nil
    }

    @Test("until it is answered nobody is known and no byte is readable; a restart loses nothing", arguments: ["1", "我是东园社区的", "东园"])
    func kept(_ answer: String) throws {
        let desk = try Restarting()
        let first = said("建议：" + Self.wish, "w1", desk)
        #expect(hear(first, desk) == .asked)
        #expect(try !desk.holds(Self.wish) && !isKnown(desk))
        try desk.restart(after: .minutes(9))
        #expect(try !isKnown(desk))
        #expect(hear(said(answer, "w2", desk), desk) == .decided)
        #expect(told(desk).last?.hasPrefix("收到，已登记为1号") == true)
        #expect(desk.said(in: "东园社区工作群").contains { $0.contains(Self.wish) })
        #expect(try isKnown(desk))
    }

    @Test("after ten minutes the words are gone, and so is the question")
    func tooLate() throws {
        let desk = try Restarting()
        #expect(hear(said("建议：" + Self.wish, "w1", desk), desk) == .asked)
        try desk.restart(after: .seconds(601))
        #expect(hear(said("1", "w2", desk), desk) != .decided)
        #expect(try !isKnown(desk))
    }

    @Test("brought again by the platform it is asked once, before the answer and after it", arguments: ["建议：" + wish, wish])
    func again(_ text: String) throws {
        let desk = try Restarting()
        let first = said(text, "w1", desk)
        #expect(hear(first, desk) == .asked)
        for _ in 0..<3 { #expect(hear(first, desk) == .duplicate) }
        #expect(told(desk).count == 1)
        let answer = said("2", "w2", desk)
        #expect(hear(answer, desk) == .decided)
        for message in [first, answer, first] { #expect(hear(message, desk) == .duplicate) }
        #expect(told(desk).count == 2)
        #expect(desk.said(in: "南湖社区工作群").count == 1)
    }

    @Test("its pictures are asked for once it is a matter, and the first message taken back takes the matter back")
    func wholeMessage() throws {
        let desk = try Restarting()
        let fetched = Mutex<[String]>([])
        desk.stage.desk.onEarlierPictures { said in fetched.withLock { $0 += [said.messageID] + said.pictures } }
        #expect(hear(said("建议：" + Self.wish, "w1", desk, pictures: ["http://pictures/1.png"]), desk) == .asked)
        #expect(fetched.withLock { $0 }.isEmpty)
        #expect(hear(said("1", "w2", desk), desk) == .decided)
        #expect(fetched.withLock { $0 } == ["w1", "http://pictures/1.png"])
        let chat = Chat(endpoint: "demo", kind: .direct, id: "s9")
        let recalled = Recalled(id: "r1", messageID: "w1", chat: chat, sender: "s9", operatedBy: "s9", at: desk.stage.clock.now)
        #expect(desk.stage.desk.perform(.recalled(recalled)) == .decided)
    }

    @Test("a wish that was asked back has its pictures fetched with 是")
    func wishWithPicture() throws {
        let desk = try Restarting()
        #expect(hear(said("建议：东门路灯不亮", "w1", desk), desk) == .asked)
        #expect(hear(said("1", "w2", desk), desk) == .decided)
        let fetched = Mutex<[String]>([])
        desk.stage.desk.onEarlierPictures { said in fetched.withLock { $0 += said.pictures } }
        #expect(hear(said(Self.wish, "w3", desk, pictures: ["http://pictures/2.png"]), desk) == .asked)
        #expect(hear(said("是", "w4", desk), desk) == .decided)
        #expect(fetched.withLock { $0 } == ["http://pictures/2.png"])
    }

    @Test("whom to call in an emergency does not depend on where somebody lives")
    func emergency() throws {
        let desk = try Restarting()
        #expect(hear(said("着火了，快来人", "w1", desk), desk) == .answered)
        #expect(told(desk).last?.contains("119") == true)
        #expect(try !isKnown(desk))
    }
}
