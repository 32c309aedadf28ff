import Deliberation
import Foundation
import Gateways
import Procedure
import Record
import Testing

@testable import Board
@testable import Desk

/// Whose matters these are is known after a rebuild as before it.
@Suite("Parts made anew", .serialized)
struct RebuiltPartsTests {
    @Test(
        "a rebuild leaves everybody's parts as they were: what was joined is one person's, and nobody who was forgotten comes back",
        arguments: ["20-forgotten.talk", "18-joint-petition.talk", "41-forgotten-on-paper.talk", "25-everything-said.talk"])
    func parts(_ name: String) throws {
        var script = try Script()
        defer { script.end() }
        try script.run(try String(contentsOf: ConversationTests.folder.appendingPathComponent(name), encoding: .utf8))
        let stage = script.stage
        func person(_ name: String) throws -> Town.Person { try #require(stage.town.person(named: name)) }
        let first = try person("冯军"), second = try person("郑红"), third = try person("孙涛")
        let group = try #require(stage.town.group(named: "东园社区居民群"))
        func code(to person: Town.Person) -> String {
            let told = stage.sandbox.messages.last { $0.sender == nil && $0.chat.kind == .direct && $0.chat.id == person.id }?.text ?? ""
            return String(told.filter { $0.isASCII && $0.isNumber }.suffix(8))
        }
        for (one, wish) in [(first, "独木桥装一盏夜灯"), (second, "粮站门口添个垃圾箱"), (third, "荷塘边摆一排石凳")] {
            #expect(stage.say("建议：" + wish, as: one, in: group).outcome == .decided)
        }
        stage.say("关联账号", as: first, in: nil)
        stage.say(code(to: first), as: second, in: nil)
        #expect(stage.say(code(to: second), as: first, in: nil).outcome == .decided)
        stage.say("忘记我", as: third, in: nil)
        #expect(stage.say("是", as: third, in: nil).outcome == .decided)
        stage.desk.stop()

        let store = stage.desk.store, library = stage.desk.library
        let raw = RecordOfConversations.Raw(path: store.path), query = "SELECT person, matter FROM part ORDER BY person, matter"
        let office = Office(library: library, clock: stage.clock, standing: Standing())
        func kept() throws -> Office.Forgotten? {
            let account = Account(endpoint: "demo", id: first.id)
            return try store.read { ledger throws(StoreFailure) in
                try office.open(&ledger)
                return try ledger.person(of: account).map { person throws(StoreFailure) in try office.whatIsKept(of: person, &ledger) }
            }
        }
        try store.write { ledger throws(StoreFailure) in try office.catchUpParts(&ledger) }
        let before = try raw.rows(query), taken = try #require(try kept())
        #expect(taken.withdrawn.count == 2)
        _ = try Rebuilding.run(store, library)
        #expect(try raw.rows(query) == before)
        #expect(try kept() == taken)
    }
}
