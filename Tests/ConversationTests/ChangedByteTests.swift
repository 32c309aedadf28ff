import Board
import Deliberation
import Dice
import Foundation
import Gateways
import Procedure
import Record
import Testing

@testable import Desk

/// A changed byte anywhere in what the record stands on is found, and where.
@Suite("A changed byte", .serialized)
struct ChangedByteTests {
    /// Columns, and how a value of each is changed. What is not here is no part of what can be proven: queues (outbox, timer), dedup keys
    /// (inbox), counters.
    static let columns: [(table: String, column: String, change: String)] = [
        ("event", "unit", "unit % 2 + 1"), ("event", "n", "n + 1000000"), ("event", "matter", "matter + 1"), ("event", "m", "m + 100000"),
        ("event", "at", "at + 1"), ("event", "happened", "coalesce(happened, 0) + 1"), ("event", "by", "coalesce(by, 'p') || '1'"),
        ("event", "post", "coalesce(post, '') || 'x'"), ("event", "rulebook", "coalesce(rulebook, '') || '0'"),
        ("event", "kind", "kind || 'x'"),
        ("event", "version", "version + 1"), ("event", "body", "CAST(substr(body, 1, length(body) - 1) || x'20' AS BLOB)"),
        ("event", "prev", "CAST(substr(prev, 1, 31) || x'00' AS BLOB)"), ("event", "hash", "CAST(substr(hash, 1, 31) || x'00' AS BLOB)"),
        ("unit", "n", "n + 1"), ("unit", "head", "CAST(substr(head, 1, 31) || x'00' AS BLOB)"),
        ("words", "salt", "CAST(substr(salt, 1, 15) || x'00' AS BLOB)"), ("words", "text", "text || ' '"),
        ("words", "unit", "unit % 2 + 1"),
        ("matter", "m", "m + 1"), ("matter", "first", "first + 1"), ("matter", "stage", "stage || 'x'"), ("matter", "open", "1 - open"),
        ("matter", "due", "coalesce(due, 0) + 1"), ("matter", "state", "CAST(state || x'20' AS BLOB)"),
        ("document", "bytes", "CAST(bytes || x'20' AS BLOB)"),
        ("person", "sealed", "CAST(substr(sealed, 1, length(sealed) - 1) || x'00' AS BLOB)"),
        ("account", "person", "(SELECT max(id) FROM person WHERE id <> account.person)"),
        ("chat_group", "blind", "CAST(substr(blind, 1, length(blind) - 1) || x'00' AS BLOB)"),
        ("chat_group", "sealed", "CAST(substr(sealed, 1, length(sealed) - 1) || x'00' AS BLOB)"),
    ]

    private static func isFound(_ store: Store, _ library: Library) -> String? {
        do throws(StoreFailure) {
            for report in try Verifying.run(store, library) where !report.conforms {
                if let fault = report.chain.fault { return "\(report.unit) n=\(fault.n)" }
                return "\(report.unit) \(report.differences[0].place)"
            }
            return try Verifying.foundations(store, library).first.map { "\($0)" }
        } catch { return "\(error)" }
    }

    @Test("in any column of any row, found and located")
    func columns() throws {
        let (script, raw) = try RecordOfConversations.played("1-shortest-path.talk")
        defer { script.end() }
        let store = script.stage.desk.store, library = script.stage.desk.library
        #expect(ChangedByteTests.isFound(store, library) == nil)
        for (table, column, change) in ChangedByteTests.columns {
            let key = table == "document" ? "hash" : table == "account" ? "blind" : "id"
            let rows = try raw.rows("SELECT quote(\(key)) FROM \(table) ORDER BY \(key)")
            #expect(!rows.isEmpty)
            // The first, the last and some between.
            for index in Set([0, rows.count / 3, rows.count / 2, rows.count - 1]) {
                let key = "\(key) = \(rows[index])"
                let before = try raw.rows("SELECT quote(\(column)) FROM \(table) WHERE \(key)")[0]
                try raw.run("PRAGMA ignore_check_constraints = ON")
                do { try raw.run("UPDATE \(table) SET \(column) = \(change) WHERE \(key)") } catch { continue }
                let after = try raw.rows("SELECT quote(\(column)) FROM \(table) WHERE \(key)").first
                if after == before { continue }
                let found = ChangedByteTests.isFound(store, library)
                #expect(found != nil, "\(table).\(column) of \(key): \(before) → \(after ?? "")")
                if table == "event", column == "body", let n = try raw.rows("SELECT n FROM event WHERE \(key)").first {
                    #expect(found?.hasSuffix("n=\(n)") == true)
                }
                try raw.run("UPDATE \(table) SET \(column) = \(before) WHERE \(key)")
            }
        }
        #expect(ChangedByteTests.isFound(store, library) == nil)
    }

    @Test("the officers' whole list ends with the day's root, and what they kept still holds later")
    func onPaper() throws {
        let script = try Script()
        defer { script.end() }
        let stage = script.stage
        let residents = try #require(stage.town.group(named: "东园社区居民群")), work = try #require(stage.town.group(named: "东园社区工作群"))
        let resident = try #require(stage.town.person(named: "张三")), officer = try #require(stage.town.person(named: "李明"))
        stage.say("建议：东门路灯不亮", as: resident, in: residents)
        stage.say("待办 全部", as: officer, in: work)
        let line = try #require(stage.sandbox.messages.last { $0.sender == nil }?.text.split(separator: "\n").last)
        let root = try #require(Root(line: String(line)), "\(line)")
        stage.say("建议：西门路灯不亮", as: resident, in: residents)
        stage.say("通过 1 直接对话", as: officer, in: work)
        #expect(try stage.desk.store.read { ledger throws(StoreFailure) in try ledger.root(again: root) } == root)
    }

    /// What is proven, as it stands in the file.
    private static func protected(_ path: String) -> String? {
        let queries = [
            "SELECT id, unit, n, matter, m, at, happened, by, post, rulebook, kind, version, hex(body), hex(prev), hex(hash) FROM event ORDER BY id",
            "SELECT id, name, n, hex(head) FROM unit ORDER BY id", "SELECT id, hex(salt), hex(text), unit FROM words ORDER BY id",
            "SELECT id, m, first, stage, open, due, hex(state) FROM matter ORDER BY id",
            "SELECT hex(hash), kind, hex(bytes) FROM document ORDER BY hash",
            "SELECT id, hex(sealed) FROM person ORDER BY id", "SELECT hex(blind), person FROM account ORDER BY blind",
            "SELECT id, hex(blind), hex(sealed) FROM chat_group ORDER BY id",
        ]
        var all = ""
        for query in queries {
            guard let rows = try? RecordOfConversations.Raw(path: path).rows(query) else { return nil }
            all += rows.joined(separator: "\n") + "\n\n"
        }
        return all
    }

    @Test("any byte of the file: what can be proven is unchanged, or the change is found")
    func file() throws {
        let (script, raw) = try RecordOfConversations.played("5-poll.talk")
        defer { script.end() }
        let store = script.stage.desk.store, library = script.stage.desk.library
        #expect(try store.checkpoint())
        let whole = try Data(contentsOf: URL(fileURLWithPath: raw.path))
        let truth = try #require(ChangedByteTests.protected(raw.path))
        let copy = script.directory.appendingPathComponent("changed.db").path
        // `SEED=7 swift test --filter ChangedByte` takes another run.
        var dice = SplitMix64(seed: ProcessInfo.processInfo.environment["SEED"].flatMap(UInt64.init) ?? 20_260_302)
        let bytes = 300
        var found = 0, harmless = 0
        for round in 0..<bytes {
            // Through the whole file, region by region.
            let region = whole.count / bytes
            let place = min(whole.count - 1, round * region + Int.random(in: 0..<max(1, region), using: &dice))
            var changed = whole
            changed[place] ^= UInt8(1 << Int.random(in: 0..<8, using: &dice))
            try changed.write(to: URL(fileURLWithPath: copy))
            for ending in ["-wal", "-shm"] { try? FileManager.default.removeItem(atPath: copy + ending) }
            let isTold: Bool
            do {
                let opened = try Store.open(path: copy, identity: store.identity)
                isTold = ChangedByteTests.isFound(opened, library) != nil
            } catch { isTold = true }
            if isTold { found += 1 } else { harmless += 1 }
            if !isTold {
                #expect(ChangedByteTests.protected(copy) == truth, "byte \(place) of \(whole.count), \(whole[place]) → \(changed[place])")
            }
        }
        #expect(found > 20 && found + harmless == bytes)
    }
}
