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
    /// Columns, and how a value of each is changed.
    static let columns: [(table: String, column: String, change: String)] = [
        ("event", "unit", "unit % 2 + 1"), ("event", "n", "n + 1000000"), ("event", "matter", "matter + 1"), ("event", "m", "m + 100000"),
        ("event", "at", "at + 1"), ("event", "happened", "coalesce(happened, 0) + 1"), ("event", "by", "coalesce(by, 'p') || '1'"),
        ("event", "post", "coalesce(post, '') || 'x'"), ("event", "rulebook", "coalesce(rulebook, '') || '0'"),
        ("event", "kind", "kind || 'x'"),
        ("event", "version", "version + 1"), ("event", "body", "CAST(substr(body, 1, length(body) - 1) || x'20' AS BLOB)"),
        ("event", "prev", lastByte("prev")), ("event", "hash", lastByte("hash")),
        ("unit", "name", "name || 'x'"), ("unit", "n", "n + 1"), ("unit", "head", lastByte("head")),
        ("words", "salt", lastByte("salt")), ("words", "text", "text || ' '"),
        ("words", "unit", "unit % 2 + 1"),
        ("matter", "m", "m + 1"), ("matter", "first", "first + 1"), ("matter", "stage", "stage || 'x'"), ("matter", "open", "1 - open"),
        ("matter", "due", "coalesce(due, 0) + 1"), ("matter", "state", "CAST(state || x'20' AS BLOB)"),
        ("document", "kind", "kind || 'x'"), ("document", "bytes", "CAST(bytes || x'20' AS BLOB)"),
        ("person", "sealed", lastByte("sealed")),
        ("account", "person", "(SELECT max(id) FROM person WHERE id <> account.person)"),
        ("chat_group", "blind", lastByte("blind")),
        ("chat_group", "sealed", lastByte("sealed")),
    ]

    private static func lastByte(_ column: String) -> String {
        "CAST(substr(\(column), 1, length(\(column)) - 1) || CASE substr(\(column), length(\(column))) WHEN x'00' THEN x'01' ELSE x'00' END AS BLOB)"
    }

    /// Where an index may refuse a change: it allows an event's place in its matter only once.
    private static let refusable: Set<String> = ["event.unit", "event.matter"]

    /// What is no part of what can be proven, and why; of a table all columns, or one. (A primary key is in neither list: a row under another key
    /// is one that is missing.)
    static let unproven: [String: String] = [
        "event.outbox": "where the outbox stood, for 撤销 within its two minutes; not hashed",
        "words.matter": "the event that speaks of the words says of which matter they are",
        "words.kind": "the event that speaks of the words says what they are",
        "words.at": "the event that speaks of the words says when they were said",
        "document.at": "adoption is an event with its own time",
        "person.at": "since when somebody is known, for the retention alone",
        "part": "whose matters: made from the events, and made anew by `yishi rebuild`",
        "inbox": "dedup keys of thirty days", "outbox": "a queue; what a delivery proves is an event", "timer": "a queue",
        "roll": "gone with the poll; the event is the closing count",
        "ballot": "nothing may lead from an event to a ballot; 重新计票 counts them",
        "poll_note": "gone with the poll", "question": "sealed, for ten minutes", "heard": "of a day's attention budget",
        "counter": "counts and marks", "aside": "what never came in",
        "meta": "the key's check: another is refused when the record is opened",
        "forgotten": "keyed hashes of thirty days",
    ]

    @Test("every column is either proven or named with the reason why it is not")
    func listed() throws {
        let (script, raw) = try RecordOfConversations.played("1-shortest-path.talk")
        defer { script.end() }
        let proven = Set(ChangedByteTests.columns.map { "\($0.table).\($0.column)" })
        let tables = try raw.rows("SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'")
        var known: Set<String> = []
        for table in tables {
            for column in try raw.rows("SELECT name FROM pragma_table_info('\(table)') WHERE pk = 0") {
                let name = "\(table).\(column)"
                let reason = [name, table].first { ChangedByteTests.unproven[$0] != nil }
                #expect(proven.contains(name) != (reason != nil), "\(name) must be in one of the two lists")
                known.formUnion([name, table])
            }
            known.insert(table)
        }
        #expect(proven.union(ChangedByteTests.unproven.keys).isSubset(of: known))
    }

    /// What a look at the chains, words and verdicts finds, with its place.
    private static func chains(_ store: Store, _ library: Library) -> Set<String> {
        var found: Set<String> = []
        do throws(StoreFailure) {
            for report in try Verifying.run(store, library) {
                if let fault = report.chain.fault { found.insert("chain \(report.unit.name) \(fault.n)") }
                for difference in report.differences { found.insert("\(difference.kind)") }
            }
        } catch { found.insert("\(error)") }
        return found
    }

    /// What a look at all that stands beside the events finds.
    private static func foundations(_ store: Store, _ library: Library) -> Set<String> {
        do throws(StoreFailure) { return Set(try Verifying.foundations(store, library).map { "\($0)" }) } catch { return ["\(error)"] }
    }

    private static func found(_ store: Store, _ library: Library) -> Set<String> {
        chains(store, library).union(foundations(store, library))
    }

    /// Where a change of that row must be found, as the row stood before it.
    private static func place(_ table: String, _ column: String, _ key: String, _ raw: RecordOfConversations.Raw) throws -> String {
        func value(_ expression: String) throws -> String {
            try #require(try raw.rows("SELECT \(expression) FROM \(table) WHERE \(key)").first)
        }
        func number(_ expression: String) throws -> Int64 { try #require(Int64(try value(expression))) }
        switch (table, column) {
        case ("event", _): return "chain " + (try value("(SELECT name FROM unit WHERE id = event.unit) || ' ' || n"))
        // Its name is hashed with its first event; its own figures disagree behind its last.
        case ("unit", "name"): return "chain \(try value("name"))x 1"
        case ("unit", _): return "chain \(try value("name")) \(try number("n") + 1)"
        case ("words", _): return "\(Verifying.Difference.Kind.wordsAltered(WordsID(try number("id"))))"
        case ("matter", _):
            let unit = try #require(UnitID(try value("(SELECT name FROM unit WHERE id = matter.id >> 40)")))
            let matter = MatterNumber(key: try number("id & 1099511627775"))
            return "\(Verifying.Unsound.derived(MatterKey(unit, matter)))"
        case ("document", _): return "\(Verifying.Unsound.document(try value("substr(lower(hex(hash)), 1, 8)")))"
        case ("person", _): return "\(Verifying.Unsound.person(PersonID(try number("id"))))"
        case ("account", _): return "\(Verifying.Unsound.person(PersonID(try number("person"))))"
        case ("chat_group", _): return "\(Verifying.Unsound.group(GroupID(try number("id"))))"
        default: throw Unplaced(column: "\(table).\(column)")
        }
    }

    private struct Unplaced: Error { var column: String }

    @Test("in any column of any row, found and located", arguments: Set(ChangedByteTests.columns.map(\.table)).sorted())
    func changed(_ table: String) throws {
        let (script, raw) = try RecordOfConversations.played("1-shortest-path.talk")
        defer { script.end() }
        let store = script.stage.desk.store, library = script.stage.desk.library
        #expect(ChangedByteTests.found(store, library) == [])
        let keyColumn = table == "document" ? "hash" : table == "account" ? "blind" : "id"
        // Of a unit without events nothing is proven.
        let proven = table == "unit" ? "n > 0" : table == "words" ? "text IS NOT NULL" : "1"
        let rows = try raw.rows("SELECT quote(\(keyColumn)) FROM \(table) WHERE \(proven) ORDER BY \(keyColumn)")
        try #require(!rows.isEmpty)
        for (_, column, change) in ChangedByteTests.columns.filter({ $0.table == table }) {
            let chosen = Set([0, rows.count / 2, rows.count - 1])
            var changed = 0
            for index in chosen {
                let key = "\(keyColumn) = \(rows[index])"
                let before = try raw.rows("SELECT quote(\(column)) FROM \(table) WHERE \(key)")[0]
                let place = try ChangedByteTests.place(table, column, key, raw)
                try raw.run("UPDATE \(table) SET \(column) = \(change) WHERE \(key)")
                let after = try raw.rows("SELECT quote(\(column)) FROM \(table) WHERE \(key)").first
                if after == before { continue }
                changed += 1
                let look = ["event", "unit", "words"].contains(table) ? ChangedByteTests.chains : ChangedByteTests.foundations
                let found = look(store, library)
                #expect(found.contains(place), "\(table).\(column) of \(key), \(before) → \(after ?? ""): \(place) is not in \(found)")
                try raw.run("UPDATE \(table) SET \(column) = \(before) WHERE \(key)")
            }
            let least = ChangedByteTests.refusable.contains("\(table).\(column)") ? 1 : chosen.count
            #expect(changed >= least, "\(table).\(column): of \(chosen.count) rows \(changed) were changed")
        }
        #expect(ChangedByteTests.found(store, library) == [])
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
                isTold = !ChangedByteTests.found(opened, library).isEmpty
            } catch { isTold = true }
            if isTold { found += 1 } else { harmless += 1 }
            if !isTold {
                #expect(ChangedByteTests.protected(copy) == truth, "byte \(place) of \(whole.count), \(whole[place]) → \(changed[place])")
            }
        }
        #expect(found > 20 && found + harmless == bytes)
    }
}
