import CSQLite
import Deliberation
import Glibc
import Procedure
import Testing

@testable import Record

@Suite struct SchemaTests {
    let folder: Folder

    init() throws { folder = try Folder() }

    private func raw() throws -> Connection { try Connection.open(path: folder.database, access: .writing) }

    @Test func aNewerFileIsRefusedAndLeftAlone() throws {
        try Store.fresh(in: folder).suggest()
        try raw().execute("PRAGMA user_version = 99", "tamper")
        let refusal = StoreFailure("open the database", .newerSchema(found: 99, known: Schema.newest))
        #expect(throws: refusal) { _ = try Store.fresh(in: folder) }
        #expect(refusal.description.contains("99"))
        #expect(try raw().number("SELECT count(*) FROM event") == 1)
    }

    @Test func anotherProgramsDatabaseIsRefused() throws {
        try raw().execute("CREATE TABLE theirs (a)", "tamper")
        #expect(throws: StoreFailure("open the database", .foreignFile)) { _ = try Store.fresh(in: folder) }
    }

    /// One byte of the file's own description does it; `ChangedByteTests` changes them one by one.
    @Test func aTableThatSaysSomethingElseOfItselfIsRefused() throws {
        try Store.fresh(in: folder).suggest()
        try raw().execute("ALTER TABLE event RENAME COLUMN outbox TO sent", "tamper")
        #expect(throws: StoreFailure("open the database", .damaged("what it says of the table event"))) { _ = try Store.fresh(in: folder) }
        #expect(throws: StoreFailure.self) { _ = try Store.inspect(path: folder.database, identity: key) }
    }

    @Test func aFileThatIsNoDatabaseIsRefused() throws {
        try write(String(repeating: "no database ", count: 100), to: folder.database)
        let failure = #expect(throws: StoreFailure.self) { _ = try Store.fresh(in: folder) }
        #expect(failure?.description.contains("SQLITE_NOTADB") == true)
    }

    /// `IN` in a partial index's condition, or `RETURNING`, made SQLite build a table for every row put into the outbox.
    @Test func queueingBuildsNoTableOfItsOwn() throws {
        _ = try Store.fresh(in: folder)
        let connection = try raw()
        var explain = Statement(
            "explain",
            """
            EXPLAIN INSERT INTO outbox (id, chat, lane, text, args, due, state, tries, idempotency)
            VALUES (1, 'g1', 0, 'receipt', x'', 0, 0, 0, '')
            """)
        var cursor = try explain.begin(connection)
        var steps: [String] = []
        while try cursor.step() { steps.append(cursor.text(1)) }
        #expect(steps.contains("Insert"))
        #expect(!steps.contains { $0.hasPrefix("OpenEphemeral") })
    }

    /// Every released schema, as a file of that version would stand there, comes up to today's with its rows.
    @Test(arguments: Array(1...Schema.upgrades.count))
    func aFileOfAnOlderSchemaIsBroughtUp(_ version: Int) throws {
        let connection = try raw()
        try Schema.upgrade(connection, with: Array(Schema.upgrades[..<version]))
        #expect(try connection.number("PRAGMA user_version") == Int64(version))
        try connection.execute("INSERT INTO counter (name, value) VALUES ('chat', 41)", "fill")
        let store = try Store.fresh(in: folder)
        try store.write { ledger throws(StoreFailure) in
            #expect(try ledger.mark("chat") == 41)
            #expect(try ledger.heard(since: .distantPast).isEmpty)
            try ledger.suggest()
        }
        #expect(try connection.number("PRAGMA user_version") == Schema.newest)
    }

    @Test func anUpgradeIsWholeOrNotAtAll() throws {
        let connection = try raw()
        try Schema.upgrade(connection)
        let next = Schema.upgrades + ["CREATE TABLE added (a INTEGER) STRICT;"]
        let broken = next + ["CREATE TABLE half (a INTEGER) STRICT; CREATE TABLE half (a INTEGER) STRICT;"]
        #expect(throws: StoreFailure.self) { try Schema.upgrade(try raw(), with: broken) }
        #expect(try connection.number("PRAGMA user_version") == Int64(next.count))
        #expect(try connection.number("SELECT count(*) FROM sqlite_schema WHERE name = 'added'") == 1)
        #expect(try connection.number("SELECT count(*) FROM sqlite_schema WHERE name = 'half'") == 0)
        #expect(throws: StoreFailure("open the database", .newerSchema(found: Int64(next.count), known: Schema.newest))) {
            _ = try Store.fresh(in: folder)
        }
    }

    @Test func theViewsForPeopleCanBeRead() throws {
        try Store.fresh(in: folder).write { ledger throws(StoreFailure) in
            let event = try ledger.suggest(due: morning)
            try ledger.queue(.sample(event.key))
            try ledger.setTimer(TimerRow(event.key, kind: "reply", due: morning))
        }
        let connection = try raw()
        #expect(try connection.number("SELECT count(*) FROM v_events WHERE matter = '2026-1' AND at = '2026-03-05 09:00:00'") == 1)
        #expect(try connection.number("SELECT count(*) FROM v_matters WHERE matter = '2026-1' AND due = '2026-03-05 09:00:00'") == 1)
        #expect(try connection.number("SELECT count(*) FROM v_outbox WHERE unit = 'dongyuan' AND state = 'pending'") == 1)
        #expect(try connection.number("SELECT count(*) FROM v_timers WHERE matter = '2026-1' AND kind = 'reply'") == 1)
    }

    @Test func acknowledgedMeansOnDisk() throws {
        let store = try Store.fresh(in: folder)
        try store.suggest()
        #expect(!store.isUnsettled)
        _ = try store.transact([1, 2]) { ledger, _ throws(StoreFailure) in try ledger.suggest() }
        #expect(store.isUnsettled)
        store.settle()
        #expect(!store.isUnsettled)
        _ = try store.transact([1]) { ledger, _ throws(StoreFailure) in ledger.allUnits().count }
        #expect(!store.isUnsettled)
        let connection = try raw()
        #expect(try connection.number("PRAGMA synchronous") == 1)
        #expect(try connection.number("PRAGMA secure_delete") == 1)
        #expect(try connection.number("SELECT count(*) FROM pragma_journal_mode WHERE journal_mode = 'wal'") == 1)
    }

    @Test func aDiskThatKeepsNothingEndsTheProcess() async {
        await #expect(processExitsWith: .exitCode(EX_IOERR)) {
            var ends: [Int32] = [0, 0]
            pipe(&ends)
            LogSync.sync(ends[1], "a pipe")
        }
    }

    /// The hot questions go by their index and sort nothing.
    @Test(arguments: [
        "SELECT id FROM matter INDEXED BY matter_open WHERE open = 1 AND id >> 40 = 1 ORDER BY due NULLS LAST, id LIMIT 9",
        "SELECT id FROM outbox INDEXED BY outbox_pending WHERE state = 0 AND lane = 1 AND due <= 5 ORDER BY due, id LIMIT 9",
        "SELECT id FROM outbox INDEXED BY outbox_pending WHERE state = 0 AND lane = 1 AND due <= 5 ORDER BY due DESC, id DESC LIMIT 9",
        "SELECT id, due, chat, text FROM outbox INDEXED BY outbox_pending WHERE state = 0 AND lane = 1 AND (due, id) > (3, 4) AND due <= 5 ORDER BY due, id LIMIT 9",
        "SELECT * FROM event WHERE unit = 1 AND matter = 5 AND m > 1 AND m > 2 ORDER BY m LIMIT 9",
    ])
    func hotQuestionsGoByTheirIndex(_ sql: String) throws {
        let store = try Store.fresh(in: folder)
        try store.suggest()
        let connection = try raw()
        let plan = connection.plan(of: sql) ?? ""
        #expect(plan.contains("INDEX"))
        #expect(plan.contains("TEMP B-TREE") == false)
        #expect(plan.contains("SCAN") == false)
    }
}

extension Connection {
    /// SQLite's own words on how it would answer, nil when it would not.
    fileprivate borrowing func plan(of sql: String) -> String? {
        var statement: OpaquePointer?
        guard sqlite3_prepare_v2(handle, "EXPLAIN QUERY PLAN " + sql, -1, &statement, nil) == SQLITE_OK else { return nil }
        defer { sqlite3_finalize(statement) }
        var lines = ""
        while sqlite3_step(statement) == SQLITE_ROW {
            if let text = sqlite3_column_text(statement, 3) { lines += String(cString: text) + "\n" }
        }
        return lines
    }
}
