import Procedure
import Record
import Testing

@Suite struct ForgottenTests {
    let folder: Folder

    init() throws { folder = try Folder() }

    private let zhang = Account(endpoint: "qq", id: "501"), elsewhere = Account(endpoint: "wecom", id: "501")

    @Test func theLatestTimeCountsAndOldOnesGo() throws {
        let store = try Store.fresh(in: folder)
        try store.write { ledger throws(StoreFailure) in
            #expect(try ledger.forgotten(zhang) == nil)
            try ledger.noteForgotten(zhang, at: morning)
            try ledger.noteForgotten(elsewhere, at: morning + .days(1))
            #expect(try ledger.forgotten(zhang) == morning)
            try ledger.noteForgotten(zhang, at: morning + .days(2))
            #expect(try ledger.forgotten(since: morning + .days(2)).map(\.at) == [morning + .days(2)])
            try ledger.pruneForgotten(before: morning + .days(2))
            #expect(try ledger.forgotten(zhang) == morning + .days(2))
            #expect(try ledger.forgotten(elsewhere) == nil)
        }
        #expect(!(try folder.holds("501")))
    }

    @Test func aRotatedKeyKnowsThemAgain() throws {
        try Store.fresh(in: folder).write { ledger throws(StoreFailure) in try ledger.noteForgotten(zhang, at: morning) }
        let new = IdentityKey.random()
        _ = try Store.rotate(path: folder.database, from: key, to: new)
        let store = try Store.open(path: folder.database, identity: new)
        #expect(try store.read { ledger throws(StoreFailure) in try ledger.forgotten(zhang) } == morning)
        #expect(try store.read { ledger throws(StoreFailure) in try ledger.forgotten(elsewhere) } == nil)
    }
}
