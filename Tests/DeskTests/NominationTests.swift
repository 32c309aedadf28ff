import Board
import Deliberation
import Desk
import Dispatch
import Gateways
import Procedure
import Record
import Testing

/// Who is nominated, where names are not enough (XZ-8.1a).
@Suite("Nomination of residents", .serialized)
struct NominationTests {
    private func hear(_ said: Said, _ desk: Restarting) {
        let done = DispatchSemaphore(value: 0)
        desk.stage.desk.hear(said) { _ in done.signal() }
        done.wait()
        desk.stage.settle()
    }

    private func said(
        _ text: String, by account: String, called name: String, in group: String, mentions: [String] = [], _ desk: Restarting
    )
        -> Said
    {
        let chat = Chat(endpoint: "demo", kind: .group, id: group)
        return desk.stage.sandbox.say(text, as: account, name: name, in: chat, mentions: mentions)
    }

    @Test("two residents of one name: told so, and told apart by a mention; somebody unheard of is not nominated")
    func twins() throws {
        let desk = try Restarting()
        let office = "东园社区工作群"
        hear(said("建议：东门路灯不亮", by: "x1", called: "王小明", in: "g1", desk), desk)
        try desk.say("提名 王小明 群众代表 自荐", "陈华", in: office)
        #expect(desk.said(in: office).last == "已提名王小明（群众代表），等党组织审核。")
        hear(said("附议 1", by: "x2", called: "李小红", in: "g1", desk), desk)
        hear(said("附议 1", by: "x3", called: "李小红", in: "g1", desk), desk)
        try desk.say("提名 李小红 群众代表 自荐", "陈华", in: office)
        #expect(desk.said(in: office).last == "叫“李小红”的不止一位，请在群里@本人来提名。")
        hear(said("提名  群众代表 公职 组织推荐", by: "o2", called: "陈华", in: "g2", mentions: ["x3"], desk), desk)
        #expect(desk.said(in: office).last == "已提名李小红（群众代表），等党组织审核。")
        hear(said("提名 李小红 党员代表 自荐", by: "o2", called: "陈华", in: "g2", mentions: ["x2"], desk), desk)
        #expect(desk.said(in: office).last == "已提名李小红（党员代表），等党组织审核。")
        hear(said("附议 1", by: "x4", called: "赵小兰", in: "g1", desk), desk)
        hear(said("提名 赵小兰", by: "o2", called: "陈华", in: "g2", mentions: ["x4"], desk), desk)
        #expect(desk.said(in: office).last?.hasPrefix("还差一项：成员类别") == true)
        hear(said("提名  群众代表 自荐", by: "o2", called: "陈华", in: "g2", mentions: ["x9"], desk), desk)
        #expect(desk.said(in: office).last == "还没和这位说过话，请本人先在群里提个建议、附个议，再来提名。")
        let unit = try #require(UnitID("dongyuan"))
        let nominated = try desk.stage.desk.store.read { ledger throws(StoreFailure) -> Set<String> in
            var people: Set<String> = []
            for row in try ledger.events(of: MatterKey(unit, .unit)) where row.at > desk.stage.town.start - .seconds(1) {
                guard let what = try? Happening(kind: row.kind, version: row.version, body: row.body), case .stepped(let step) = what,
                    step.id == "CS-1", let kind = step.fields.words(.memberClass), try ledger.words(kind.id)?.text.hasSuffix("代表") == true,
                    let key = step.key,
                    let person = PersonID(text: key), let name = try ledger.profile(of: person)?.displayName, name.hasPrefix("李小")
                else { continue }
                people.insert(key)
            }
            return people
        }
        #expect(nominated.count == 2)
    }
}
