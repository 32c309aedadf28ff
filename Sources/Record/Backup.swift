import CSQLite
import Deliberation
import Glibc
import Procedure

/// A copy of the record, taken while it is being written.
public struct Backup: Sendable, Hashable {
    public var path: String
    /// Bytes.
    public var size: Int64
    public var events: Int
    /// Over all units' chains as they stand in the copy, on the day it was taken.
    public var root: Root
}

extension Store {
    /// Writes the last commit's state into a new file of mode 0600: rows that live and nothing else, so that what was erased is not in it, and
    /// no key. The writer goes on meanwhile. The copy is checked and on the disk before it gets its name.
    /// - Throws: for a file that is already there, or a damaged record.
    public func backup(to path: String, at now: Instant) throws(StoreFailure) -> Backup {
        let operation = "back up"
        guard access(path, F_OK) != 0 else { throw StoreFailure(operation, .file(path: path, errno: EEXIST)) }
        let part = path + ".part"
        unlink(part)
        // VACUUM INTO keeps the mode of a file that is there and empty.
        let file = Glibc.open(part, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard file >= 0 else {
            let number = errno
            throw StoreFailure(operation, .file(path: number == ENOENT ? Store.folder(of: path) : path, errno: number))
        }
        close(file)
        do throws(StoreFailure) {
            try copy(into: part)
            let (size, events, root) = try finish(part, at: now)
            try Store.settle(part, operation)
            guard rename(part, path) == 0 else { throw StoreFailure(operation, .file(path: path, errno: errno)) }
            Store.settleFolder(of: path)
            return Backup(path: path, size: size, events: events, root: root)
        } catch {
            unlink(part)
            // Nobody has typed that name.
            if case .file(path: part, errno: let number) = error.reason { throw StoreFailure(operation, .file(path: path, errno: number)) }
            throw error
        }
    }

    private func copy(into part: String) throws(StoreFailure) {
        let connection = try Connection.open(path: path, access: .reading)
        try connection.execute("PRAGMA query_only = OFF", "set up the connection")
        var vacuum = Statement("copy the record", "VACUUM INTO ?")
        var cursor = try vacuum.begin(connection)
        cursor.bind(part)
        try cursor.run()
    }

    /// Marks the copy as one and looks whether it can be read to its end.
    private func finish(_ part: String, at now: Instant) throws(StoreFailure) -> (size: Int64, events: Int, root: Root) {
        var handle: OpaquePointer?
        let code = sqlite3_open_v2(part, &handle, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, nil)
        guard code == SQLITE_OK, let handle else {
            let failure = StoreFailure("back up", code: code, connection: handle)
            if let handle { sqlite3_close_v2(handle) }
            throw failure
        }
        var copy = Ledger(connection: Connection(adopting: handle), identity: identity)
        try copy.setMark(Ledger.backupMark, now.milliseconds)
        try Store.check(copy.connection, "back up")
        try copy.refreshUnits()
        let root = try copy.root(on: now.civil.date)
        let events = Int(try copy.connection.number("SELECT count(*) FROM event"))
        let pages = try copy.connection.number("PRAGMA page_count")
        return (pages * (try copy.connection.number("PRAGMA page_size")), events, root)
    }

    /// SQLite's own look at every page and row.
    static func check(_ connection: borrowing Connection, _ operation: String) throws(StoreFailure) {
        var check = Statement("check the pages", "PRAGMA quick_check(1)")
        var cursor = try check.begin(connection)
        guard try cursor.step(), cursor.text(0) == "ok" else {
            throw StoreFailure(operation, .damaged(String(cursor.text(0).prefix(100))))
        }
    }

    /// Waits until the file is on the disk.
    static func settle(_ path: String, _ operation: String) throws(StoreFailure) {
        let file = Glibc.open(path, O_RDONLY | O_CLOEXEC)
        guard file >= 0 else { throw StoreFailure(operation, .file(path: path, errno: errno)) }
        defer { close(file) }
        guard fsync(file) == 0 else { throw StoreFailure(operation, .file(path: path, errno: errno)) }
    }

    private static func folder(of path: String) -> String {
        let folder = path.split(separator: "/", omittingEmptySubsequences: false).dropLast().joined(separator: "/")
        return folder.isEmpty ? (path.hasPrefix("/") ? "/" : ".") : folder
    }

    public static func settleFolder(of path: String) {
        let file = Glibc.open(folder(of: path), O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard file >= 0 else { return }
        _ = fsync(file)
        close(file)
    }
}
