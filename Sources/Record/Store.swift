import CSQLite
import Deliberation
import Glibc
import Synchronization

/// The record on SQLite. One writer, used by one thread at a time; readers have connections of their own and see the last commit,
/// never a half of one. It stores bytes and keys and knows nothing of deciding.
public final class Store: Sendable {
    private let writer: Mutex<Ledger>
    /// A reader nobody uses just now, with its statements; the next one takes it.
    private let idleReader = Mutex<Ledger?>(nil)
    private let log: LogSync
    private let moving: LogMoving
    public let path: String
    public let identity: IdentityKey

    private init(path: String, identity: IdentityKey, log: LogSync, writer: consuming Ledger) {
        self.path = path
        self.identity = identity
        self.log = log
        moving = LogMoving(path: path)
        moving.watch(writer.connection)
        self.writer = Mutex(writer)
    }

    /// Opens the database file, making it when there is none and bringing its schema up to date.
    /// - Throws: in one clear line: a newer or foreign file, a wrong identity key, or SQLite's own complaint.
    public static func open(path: String, identity: IdentityKey) throws(StoreFailure) -> Store {
        try keepPrivate(path)
        let connection = try Connection.open(path: path, access: .writing)
        try Schema.upgrade(connection)
        try Schema.checkShape(connection)
        try checkIdentity(connection, identity)
        let identity = try completed(identity, connection)
        let log = try LogSync(path: path + "-wal")
        log.note()
        log.wait()
        return Store(path: path, identity: identity, log: log, writer: Ledger(connection: connection, identity: identity))
    }

    /// Makes the file readable for its owner only; SQLite gives its log the same mode. Residents' words stand in it.
    private static func keepPrivate(_ path: String) throws(StoreFailure) {
        // One that is there is not opened: closing it again would let go of the locks another store of this process has on it.
        if access(path, F_OK) == 0 {
            guard access(path, R_OK | W_OK) == 0 else { throw StoreFailure("open the database", .file(path: path, errno: errno)) }
            return
        }
        let file = Glibc.open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard file >= 0 else { throw StoreFailure("open the database", .file(path: path, errno: errno)) }
        close(file)
    }

    private static func checkIdentity(_ connection: borrowing Connection, _ identity: IdentityKey) throws(StoreFailure) {
        var insert = Statement("note the identity key", "INSERT INTO meta (name, value) VALUES ('identity', ?) ON CONFLICT DO NOTHING")
        var writing = try insert.begin(connection)
        writing.bind(identity.check)
        try writing.run()
        try checkIdentity(connection, is: identity)
    }

    static func checkIdentity(_ connection: borrowing Connection, is identity: IdentityKey) throws(StoreFailure) {
        var select = Statement("check the identity key", "SELECT value FROM meta WHERE name = 'identity'")
        var reading = try select.begin(connection)
        guard try reading.step(), reading.bytes(0) == identity.check else {
            throw StoreFailure("open the database", .wrongIdentityKey)
        }
    }

    /// Runs `body` for every item of the batch, in order, in one transaction: one commit, and with it one wait for the disk, for all.
    /// A failure of the world undoes the whole batch and is thrown; nothing of it has happened then. An item has no way back of its own:
    /// what is refused writes nothing but its answer.
    ///
    /// It is committed when this returns, and on the disk after `settle()`: nobody is told of it before.
    public func transact<Item, Outcome: Sendable>(
        _ batch: [Item], _ body: (inout Ledger, Item) throws(StoreFailure) -> Outcome
    ) throws(StoreFailure) -> [Outcome] {
        try commit { ledger throws(StoreFailure) in
            var outcomes: [Outcome] = []
            outcomes.reserveCapacity(batch.count)
            for item in batch { outcomes.append(try body(&ledger, item)) }
            return outcomes
        }
    }

    /// One transaction for one thing. On the disk when this returns.
    /// - Parameter isKept: whether what came of it stays; else nothing of it has happened.
    public func write<Outcome: Sendable>(
        keptIf isKept: (Outcome) -> Bool = { _ in true }, _ body: (inout Ledger) throws(StoreFailure) -> Outcome
    ) throws(StoreFailure) -> Outcome {
        let outcome = try commit(keptIf: isKept, body)
        settle()
        return outcome
    }

    /// Waits until everything committed so far is on the disk. From any thread.
    public func settle() { log.wait() }

    /// Whether something committed is not known to be on the disk.
    var isUnsettled: Bool { log.isBehind }

    private func commit<Outcome: Sendable>(
        keptIf isKept: (Outcome) -> Bool = { _ in true }, _ body: (inout Ledger) throws(StoreFailure) -> Outcome
    ) throws(StoreFailure) -> Outcome {
        try writer.withLock { ledger throws(StoreFailure) in
            let before = ledger.connection.totalChanges
            let outcome = try ledger.inTransaction(keptIf: isKept, body)
            if ledger.connection.totalChanges != before { log.note() }
            moving.relieve(ledger.connection)
            return outcome
        }
    }

    /// Reads a consistent state, the last commit's, beside the writer. The connection refuses every write.
    public func read<Outcome>(_ body: (inout Ledger) throws(StoreFailure) -> Outcome) throws(StoreFailure) -> Outcome {
        var ledger = try takeReader()
        try ledger.connection.execute("BEGIN", "begin to read")
        try ledger.refreshUnits()
        let outcome = try body(&ledger)
        try ledger.connection.execute("COMMIT", "end reading")
        putBack(ledger)
        return outcome
    }

    /// One that failed is closed, not put back.
    private func takeReader() throws(StoreFailure) -> Ledger {
        if let idle = idleReader.withLock({ $0.take() }) { return idle }
        return Ledger(connection: try Connection.open(path: path, access: .reading), identity: identity)
    }

    private func putBack(_ reader: consuming sending Ledger) {
        var reader: Ledger? = consume reader
        idleReader.withLock { idle in if idle == nil { idle = reader.take() } }
    }

    /// Moves the log into the database file and empties it: after this, erased words are in neither. Waits for readers to end.
    /// False when a reader did not end in time; the log will be moved later.
    public func checkpoint() throws(StoreFailure) -> Bool {
        try writer.withLock { ledger throws(StoreFailure) in try ledger.connection.number("PRAGMA wal_checkpoint(TRUNCATE)") == 0 }
    }
}

struct TransactionStatements: ~Copyable {
    var begin = Statement("begin", "BEGIN IMMEDIATE")
    var commit = Statement("commit", "COMMIT")
    var dataVersion = Statement("look for others' commits", "PRAGMA data_version")
}

extension Ledger {
    mutating func inTransaction<Outcome>(
        keptIf isKept: (Outcome) -> Bool = { _ in true }, _ body: (inout Ledger) throws(StoreFailure) -> Outcome
    ) throws(StoreFailure) -> Outcome {
        try transactionSQL.begin.begin(connection).run()
        do throws(StoreFailure) {
            try refreshUnits()
            let outcome = try body(&self)
            guard isKept(outcome) else {
                rollBack()
                return outcome
            }
            try settleMatters()
            try writeUnits()
            try transactionSQL.commit.begin(connection).run()
            return outcome
        } catch {
            // The first failure is the one to tell.
            rollBack()
            throw error
        }
    }

    /// What is remembered may be of this transaction: it is read anew.
    private mutating func rollBack() {
        matterHeads.removeAll()
        units.forget()
        newest = Newest()
        if connection.isInTransaction { try? connection.execute("ROLLBACK", "roll back") }
    }
}
