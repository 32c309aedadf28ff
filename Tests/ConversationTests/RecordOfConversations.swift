import Board
import CSQLite
import Deliberation
import Desk
import Foundation
import Procedure
import Record
import Testing

/// What the conversations leave behind: a record whose verdicts are the same when judged again, and whose derived rows are the same when
/// made anew.
@Suite("The record of conversations", .serialized)
struct RecordOfConversations {
    /// A database file with nothing of ours between.
    struct Raw {
        let path: String

        /// Every row of a query as text.
        func rows(_ query: String) throws -> [String] {
            var connection: OpaquePointer?
            try #require(sqlite3_open(path, &connection) == SQLITE_OK)
            defer { sqlite3_close(connection) }
            var statement: OpaquePointer?
            try #require(sqlite3_prepare_v2(connection, query, -1, &statement, nil) == SQLITE_OK, "\(query)")
            defer { sqlite3_finalize(statement) }
            var rows: [String] = []
            while sqlite3_step(statement) == SQLITE_ROW {
                let columns = (0..<sqlite3_column_count(statement)).map { column in
                    sqlite3_column_text(statement, column).map { String(cString: $0) } ?? "NULL"
                }
                rows.append(columns.joined(separator: "|"))
            }
            return rows
        }

        func run(_ statement: String) throws { _ = try rows(statement) }

        /// Every derived row, byte for byte.
        func derived() throws -> [String] {
            try rows("SELECT id, m, first, stage, open, due, hex(state) FROM matter ORDER BY id")
                + rows("SELECT id, name, n, hex(head) FROM unit ORDER BY id")
                + rows("SELECT person, matter FROM part ORDER BY person, matter")
        }
    }

    static func played(_ name: String) throws -> (script: Script, raw: Raw) {
        let text = try String(contentsOf: ConversationTests.folder.appendingPathComponent(name), encoding: .utf8)
        var script = try Script()
        try script.run(text)
        script.stage.desk.stop()
        return (script, Raw(path: script.directory.appendingPathComponent("talk.db").path))
    }

    @Test("verified and rebuilt", arguments: ConversationTests.scripts)
    func verifiedAndRebuilt(_ name: String) throws {
        let (script, raw) = try RecordOfConversations.played(name)
        defer { script.end() }
        let store = script.stage.desk.store, library = script.stage.desk.library
        let reports = try Verifying.run(store, library)
        #expect(reports.count == script.stage.town.units.count)
        for report in reports {
            #expect(report.chain.isWhole)
            for difference in report.differences { Issue.record("\(name) \(report.name): \(difference)") }
        }
        #expect(reports.reduce(0) { $0 + $1.steps } > 20)

        _ = try Rebuilding.run(store, library)
        let before = try raw.derived()
        try raw.run("UPDATE matter SET stage = 'lost', open = 1 - open, state = x'7b7d'")
        try raw.run("DELETE FROM part")
        #expect(try raw.derived() != before)
        let events = try raw.rows("SELECT count(*) FROM event")
        #expect(String(try Rebuilding.run(store, library)) == events.first)
        #expect(try raw.derived() == before)
    }

    /// The rows as the commits wrote them, not as a first rebuild did.
    @Test("a rebuild changes nothing", arguments: ["1-shortest-path.talk", "7-undo-and-correct.talk"])
    func rebuildChangesNothing(_ name: String) throws {
        let (script, raw) = try RecordOfConversations.played(name)
        defer { script.end() }
        let query = "SELECT id, m, first, stage, open, due, hex(state) FROM matter ORDER BY id"
        let before = try raw.rows(query), heads = try raw.rows("SELECT name, n, hex(head) FROM unit ORDER BY id")
        _ = try Rebuilding.run(script.stage.desk.store, script.stage.desk.library)
        #expect(try raw.rows(query) == before)
        #expect(try raw.rows("SELECT name, n, hex(head) FROM unit ORDER BY id") == heads)
    }

    @Test("a flipped byte is found, and where")
    func flippedByte() throws {
        let (script, raw) = try RecordOfConversations.played("1-shortest-path.talk")
        defer { script.end() }
        let unit = try #require(try raw.rows("SELECT id FROM unit WHERE name = 'dongyuan'").first)
        let n = 40
        // The last byte of the body but one: `"}` becomes `#}` or the like.
        try raw.run(
            "UPDATE event SET body = CAST(substr(body, 1, length(body) - 2) || x'23' || substr(body, length(body)) AS BLOB) WHERE unit = \(unit) AND n = \(n)"
        )
        let reports = try Verifying.run(script.stage.desk.store, script.stage.desk.library)
        let broken = try #require(reports.first { $0.unit.name == "dongyuan" })
        #expect(broken.chain.fault == ChainReport.Fault(n: Int64(n), kind: .altered))
        #expect(!broken.conforms)
        #expect(reports.filter { $0.unit.name != "dongyuan" }.allSatisfy { $0.conforms })
        #expect(try Verifying.run(script.stage.desk.store, script.stage.desk.library, unit: broken.unit).count == 1)
    }

    /// A whole chain over verdicts that the rules do not give: somebody with the database and the hash function.
    @Test("a verdict that the rules do not give is found under a chain that holds")
    func forgedVerdict() throws {
        let (script, _) = try RecordOfConversations.played("1-shortest-path.talk")
        defer { script.end() }
        let store = script.stage.desk.store, library = script.stage.desk.library
        let unit = try #require(UnitID("dongyuan"))
        let rows = try store.read { ledger throws(StoreFailure) in try ledger.events(after: 0, of: unit, limit: 10_000) }
        let call = try #require(rows.last { String(decoding: $0.body, as: UTF8.self).contains("\"TP-18\"") })
        let last = try #require(rows.last)
        // The same step once more, on a matter that stands elsewhere by now: its verdicts cannot come out the same.
        try store.write { ledger throws(StoreFailure) in
            _ = try ledger.append(
                EventDraft(
                    call.key, at: last.at, happened: nil, by: call.by, post: call.post, rulebook: call.rulebook, kind: call.kind,
                    version: call.version, body: call.body))
        }
        let report = try #require(try Verifying.run(store, library, unit: unit).first)
        #expect(report.chain.isWhole)
        #expect(!report.conforms)
        let difference = try #require(report.differences.first)
        #expect(difference.place.n == last.n + 1)
        #expect(difference.place.step == "TP-18")
    }

    @Test("an event under a rulebook that is nowhere kept is told")
    func lostRulebook() throws {
        let (script, raw) = try RecordOfConversations.played("7-undo-and-correct.talk")
        defer { script.end() }
        let store = script.stage.desk.store
        let unit = try #require(UnitID("dongyuan"))
        try store.write { ledger throws(StoreFailure) in
            let last = try ledger.events(after: 0, of: unit, limit: 10_000).last { $0.kind == "stepped" }
            guard let last else { return }
            _ = try ledger.append(
                EventDraft(
                    last.key, at: last.at, happened: nil, by: last.by, post: last.post, rulebook: String(repeating: "0", count: 64),
                    kind: last.kind,
                    version: last.version, body: last.body))
        }
        let report = try #require(try Verifying.run(store, script.stage.desk.library, unit: unit).first)
        #expect(report.differences.map(\.kind) == [.noRulebook(hash: String(repeating: "0", count: 64))])
        #expect(try raw.rows("SELECT count(*) FROM document WHERE kind = 'rulebook'") != ["0"])
    }
}
