import CSQLite

/// One SQL statement, prepared on first use and kept with the connection it was first used on.
struct Statement: ~Copyable {
    private let operation: StaticString
    private let sql: StaticString
    private var handle: OpaquePointer?

    /// - Parameter operation: what it does, as a failure will say: `append event`.
    init(_ operation: StaticString, _ sql: StaticString) {
        self.operation = operation
        self.sql = sql
    }

    deinit { sqlite3_finalize(handle) }

    /// A new run: bind in order, then step. The cursor must go before the statement is begun again.
    mutating func begin(_ connection: borrowing Connection) throws(StoreFailure) -> Cursor {
        if let handle { return Cursor(handle, operation) }
        var fresh: OpaquePointer?
        let code = sql.withUTF8Buffer { text in
            text.withMemoryRebound(to: CChar.self) {
                sqlite3_prepare_v3(
                    connection.handle, $0.baseAddress, Int32($0.count), UInt32(SQLITE_PREPARE_PERSISTENT), &fresh, nil)
            }
        }
        guard code == SQLITE_OK, let fresh else {
            throw StoreFailure("\(operation)", code: code, connection: connection.handle)
        }
        handle = fresh
        return Cursor(fresh, operation)
    }
}

/// A run of a statement. Values are bound in the order of the question marks; the rows are stepped through one by one.
struct Cursor: ~Copyable {
    private let handle: OpaquePointer
    private let operation: StaticString
    private var bound: Int32 = 0
    /// The first fault while binding (too large, out of memory), thrown at the next step.
    private var fault: Int32 = SQLITE_OK

    fileprivate init(_ handle: OpaquePointer, _ operation: StaticString) {
        self.handle = handle
        self.operation = operation
    }

    deinit {
        sqlite3_reset(handle)
        sqlite3_clear_bindings(handle)
    }

    // MARK: Binding

    mutating func bind(_ value: Int64) {
        bound += 1
        note(sqlite3_bind_int64(handle, bound, value))
    }

    mutating func bind(_ value: Int) { bind(Int64(value)) }

    mutating func bind(_ value: Int64?) {
        guard let value else { return bindNull() }
        bind(value)
    }

    mutating func bind(_ value: Bool) { bind(Int64(value ? 1 : 0)) }

    mutating func bind(_ value: String) {
        bound += 1
        var value = value
        let code = value.withUTF8 { text in
            text.withMemoryRebound(to: CChar.self) { yishi_bind_text(handle, bound, $0.baseAddress, Int32(clamping: $0.count)) }
        }
        note(code)
    }

    mutating func bind(_ value: String?) {
        guard let value else { return bindNull() }
        bind(value)
    }

    mutating func bind(_ value: [UInt8]) {
        bound += 1
        let code = value.withUnsafeBytes { yishi_bind_blob(handle, bound, $0.baseAddress, Int32(clamping: $0.count)) }
        note(code)
    }

    mutating func bind(_ value: [UInt8]?) {
        guard let value else { return bindNull() }
        bind(value)
    }

    mutating func bindNull() {
        bound += 1
        note(sqlite3_bind_null(handle, bound))
    }

    private mutating func note(_ code: Int32) {
        if code != SQLITE_OK, fault == SQLITE_OK { fault = code }
    }

    // MARK: Stepping

    /// Goes to the next row; false when there is none.
    mutating func step() throws(StoreFailure) -> Bool {
        guard fault == SQLITE_OK else { throw failure(fault) }
        switch sqlite3_step(handle) {
        case SQLITE_ROW: return true
        case SQLITE_DONE: return false
        case let code: throw failure(code)
        }
    }

    /// Runs a statement that gives no rows to its end.
    consuming func run() throws(StoreFailure) {
        while try step() {}
    }

    /// Runs an insertion; false when a unique key stood in its way, which is an answer and no failure.
    consuming func insertUnlessThere() throws(StoreFailure) -> Bool {
        guard fault == SQLITE_OK else { throw failure(fault) }
        switch sqlite3_step(handle) {
        case SQLITE_DONE: return true
        case let code
        where code & 0xFF == SQLITE_CONSTRAINT && (code == SQLITE_CONSTRAINT | (6 << 8) || code == SQLITE_CONSTRAINT | (8 << 8)):
            return false
        case let code: throw failure(code)
        }
    }

    private func failure(_ code: Int32) -> StoreFailure {
        StoreFailure("\(operation)", code: code, connection: sqlite3_db_handle(handle))
    }

    // MARK: Columns, counted from 0

    func integer(_ column: Int32) -> Int64 { sqlite3_column_int64(handle, column) }
    func isNull(_ column: Int32) -> Bool { sqlite3_column_type(handle, column) == SQLITE_NULL }
    func optionalInteger(_ column: Int32) -> Int64? { isNull(column) ? nil : integer(column) }
    func bool(_ column: Int32) -> Bool { integer(column) != 0 }

    func text(_ column: Int32) -> String {
        guard let start = sqlite3_column_text(handle, column) else { return "" }
        let count = Int(sqlite3_column_bytes(handle, column))
        return String(decoding: UnsafeBufferPointer(start: start, count: count), as: UTF8.self)
    }

    func optionalText(_ column: Int32) -> String? { isNull(column) ? nil : text(column) }

    func bytes(_ column: Int32) -> [UInt8] {
        guard let start = sqlite3_column_blob(handle, column) else { return [] }
        return [UInt8](UnsafeRawBufferPointer(start: start, count: Int(sqlite3_column_bytes(handle, column))))
    }
}
