import Board
import Deliberation
import Desk
import Gateways
import Procedure
import Record
import Testing

/// What another process writes beside the running one (`yishi code`, `yishi forget`, a post that is taken) is seen with the next arrival.
@Suite("Commits of other processes", .serialized)
struct ForeignCommitTests {
    private static let residents = "东园社区居民群", office = "东园社区工作群"

    @Test("also one that comes before anything was heard since the start: a post that was taken then passes nothing")
    func rightAfterTheStart() throws {
        let here = try Restarting()
        try here.say("建议：东门路灯不亮", "张三", in: Self.residents)
        try here.restart()
        let other = Desk(
            library: here.stage.desk.library, store: try Store.open(path: here.path, identity: here.stage.desk.store.identity),
            clock: here.stage.clock)
        let dongyuan = try #require(UnitID("dongyuan"))
        guard case .taken = try other.take(.liaisonOfficer, from: "李明", of: dongyuan, suspending: false) else {
            Issue.record("not taken")
            return
        }
        #expect(try here.say("通过 1 直接对话", "李明", in: Self.office) != .decided)
    }
}
