import Deliberation
import Foundation
import Procedure
import Record
import Testing

@Suite struct RootTests {
    let folder: Folder
    let store: Store

    init() throws {
        folder = try Folder()
        store = try Store.fresh(in: folder)
    }

    private func root() throws -> Root { try store.read { ledger throws(StoreFailure) in try ledger.root(on: morning.civil.date) } }
    private func again(_ root: Root) throws -> Root { try store.read { ledger throws(StoreFailure) in try ledger.root(again: root) } }

    @Test func aRootHoldsHoweverMuchComesAfterIt() throws {
        for _ in 0..<5 { try store.suggest() }
        try store.suggest(in: xiyuan)
        let early = try root()
        for _ in 0..<5 { try store.suggest(in: xiyuan) }
        try store.suggest()
        let late = try root()
        #expect(early != late)
        #expect(try again(early) == early && again(late) == late)
        // A unit that came later is not in the earlier one.
        try store.suggest(in: try #require(UnitID("aaa")))
        #expect(try again(early) == early)
    }

    /// Somebody who rewrites a whole chain with right hashes: only the paper shows it.
    @Test func aRewrittenChainIsShownByThePaper() throws {
        for _ in 0..<3 { try store.suggest() }
        let paper = try root()
        let other = try Folder()
        let forged = try Store.fresh(in: other)
        try forged.suggest()
        try forged.suggest(at: morning + .seconds(1))
        try forged.suggest()
        let reports = try forged.read { ledger throws(StoreFailure) in try ledger.verifyChains() }
        #expect(!reports.contains { !$0.isWhole })
        #expect(try forged.read { ledger throws(StoreFailure) in try ledger.root(again: paper) } != paper)
    }

    @Test func aLineIsReadAsItIsPrintedAndTypedAndASlipIsTold() throws {
        try store.suggest()
        let root = try root()
        #expect(Root(line: root.line) == root)
        #expect(Root(line: "当日根 " + root.line) == root)
        #expect(Root(line: "3月5日的：  " + root.line.uppercased().replacingOccurrences(of: "-", with: "-")) == root)
        let parts = root.line.split(separator: " ")
        #expect(Root(line: "\(parts[0])\t\(parts[1]) \(parts[2].replacingOccurrences(of: "-", with: " "))") == root)
        // Every slip of one digit of the hash is told.
        let start = root.line.count - parts[2].count
        for place in start..<root.line.count {
            var slip = Array(root.line)
            guard slip[place] != "-" else { continue }
            slip[place] = slip[place] == "0" ? "1" : "0"
            let read = Root(line: String(slip))
            #expect(read == nil || read != root)
        }
        for text in ["", "2026-03-05", "2026-03-05 1", "2026-03-05 1 abc", "2026-13-05 1 " + parts[2], "x y z"] {
            #expect(Root(line: text) == nil)
        }
    }
}
