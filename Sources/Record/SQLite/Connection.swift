import CSQLite

/// One connection, used by one thread at a time. It cannot be copied, so whoever has it has it alone; that is why it may be handed from
/// thread to thread although SQLite's own mutexes are off.
struct Connection: ~Copyable, @unchecked Sendable {
    let handle: OpaquePointer

    enum Access { case writing, reading }

    private init(handle: OpaquePointer) { self.handle = handle }

    /// Takes over a handle that was opened otherwise.
    init(adopting handle: OpaquePointer) { self.handle = handle }

    deinit {
        // `close_v2`: statements still prepared keep the handle alive until they go, in whichever order that happens.
        sqlite3_close_v2(handle)
    }

    /// Opens the file, making it when `access` is `.writing`.
    static func open(path: String, access: Access) throws(StoreFailure) -> Connection {
        _ = isConfigured
        var handle: OpaquePointer?
        let mode = access == .writing ? SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE : SQLITE_OPEN_READONLY
        let code = sqlite3_open_v2(path, &handle, mode | SQLITE_OPEN_NOMUTEX, nil)
        guard code == SQLITE_OK, let handle else {
            let failure = StoreFailure("open \(path)", code: code, connection: handle)
            if let handle { sqlite3_close_v2(handle) }
            throw failure
        }
        let connection = Connection(handle: handle)
        sqlite3_extended_result_codes(handle, 1)
        sqlite3_busy_timeout(handle, 10_000)
        try connection.execute(access == .writing ? writingSettings : readingSettings, "set up the connection")
        return connection
    }

    /// Once a process. Refused, harmlessly, where something else has used SQLite before.
    private static let isConfigured = yishi_sqlite_without_statistics() == SQLITE_OK

    /// NORMAL, because `LogSync` waits for the disk, for many commits at once: what was acknowledged survives a loss of power. Deleted
    /// content is overwritten with zeros: erased words must be gone.
    /// The cache is in KiB. The log is moved by `LogMoving`.
    private static let writingSettings = """
        PRAGMA journal_mode = WAL;
        PRAGMA synchronous = NORMAL;
        PRAGMA foreign_keys = ON;
        PRAGMA secure_delete = ON;
        PRAGMA cache_size = -6144;
        PRAGMA wal_autocheckpoint = 0;
        PRAGMA temp_store = MEMORY;
        PRAGMA trusted_schema = OFF;
        """

    private static let readingSettings = """
        PRAGMA query_only = ON;
        PRAGMA cache_size = -2048;
        PRAGMA temp_store = MEMORY;
        PRAGMA trusted_schema = OFF;
        """

    /// Runs statements that take no values and whose rows nobody needs.
    borrowing func execute(_ sql: String, _ operation: String) throws(StoreFailure) {
        let code = sqlite3_exec(handle, sql, nil, nil, nil)
        guard code == SQLITE_OK else { throw StoreFailure(operation, code: code, connection: handle) }
    }

    /// The first column of the first row as a whole number, 0 when there is none. For pragmas and checks, not for the hot path.
    borrowing func number(_ sql: StaticString) throws(StoreFailure) -> Int64 {
        var statement = Statement("read a setting", sql)
        var cursor = try statement.begin(self)
        return try cursor.step() ? cursor.integer(0) : 0
    }

    /// How many rows the last statement inserted, changed or deleted.
    var changes: Int { Int(sqlite3_changes64(handle)) }

    /// How many rows were inserted, changed or deleted since the connection was opened.
    var totalChanges: Int64 { sqlite3_total_changes64(handle) }

    /// The row id of the last insertion.
    var newestRow: Int64 { sqlite3_last_insert_rowid(handle) }

    /// Whether a transaction is open. SQLite ends it by itself after some failures of the disk.
    var isInTransaction: Bool { sqlite3_get_autocommit(handle) == 0 }
}
