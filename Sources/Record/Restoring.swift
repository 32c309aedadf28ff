import CSQLite
import Glibc

/// The way of a backup to where the record stands. It is made ready beside the record, under a name that nobody serves, and changes places with
/// it last and in one stroke: wherever this is cut off, by a kill or by a full disk, either the old record stands there whole or the new one.
extension Store {
    /// Under which a backup is made ready for the record at `path`.
    private static func part(of path: String) -> String { path + ".part" }

    /// Copies a backup beside the record at `path`, to be opened, changed and closed there before `putInPlace`; the backup stays as it is.
    /// - Returns: the copy's path.
    /// - Throws: for a file that is no backup of ours, is damaged, or is sealed under another key.
    public static func bring(_ backup: String, beside path: String, identity: IdentityKey) throws(StoreFailure) -> String {
        let operation = "restore"
        do {
            let connection = try Connection.open(path: backup, access: .reading)
            try Schema.refuseForeign(connection, schema: try connection.number("PRAGMA user_version"))
            guard try connection.number("SELECT value FROM counter WHERE name = 'backup.taken'") != 0 else {
                throw StoreFailure(operation, .badCopy("\(backup) was not made by `yishi backup`"))
            }
            try checkIdentity(connection, is: identity)
            try check(connection, operation)
        }
        dropPart(of: path)
        let part = part(of: path)
        do throws(StoreFailure) {
            try copyFile(backup, part)
            try settle(part, operation)
        } catch {
            dropPart(of: path)
            throw error
        }
        return part
    }

    /// Takes away what a restore that was cut off, or that failed, left beside the record at `path`. Not while one is under way.
    /// - Returns: whether there was anything.
    @discardableResult
    public static func dropPart(of path: String) -> Bool {
        let part = part(of: path)
        let names: [String] = [part, part + "-wal", part + "-shm"]
        return names.count { unlink($0) == 0 } > 0
    }

    /// Gives what `bring` made ready the record's place.
    /// - Parameter kept: what the record that stands there is called afterwards, with everything it holds; nil where none may stand there.
    public static func putInPlace(_ path: String, keeping kept: String?) throws(StoreFailure) {
        let operation = "restore", part = part(of: path)
        guard try foldLog(of: part) else { throw StoreFailure(operation, .damaged("the copy cannot be closed")) }
        try settle(part, operation)
        guard access(path, F_OK) == 0 else {
            for log in [path + "-wal", path + "-shm"] where access(log, F_OK) == 0 {
                throw StoreFailure(operation, .file(path: log, errno: EEXIST))
            }
            guard rename(part, path) == 0 else { throw StoreFailure(operation, .file(path: path, errno: errno)) }
            return settleFolder(of: path)
        }
        guard let kept else { throw StoreFailure(operation, .file(path: path, errno: EEXIST)) }
        guard access(kept, F_OK) != 0 else { throw StoreFailure(operation, .file(path: kept, errno: EEXIST)) }
        if try foldLog(of: path), try exchange(part, with: path, keeping: kept) { return settleFolder(of: path) }
        try replaceInTurn(part, path, keeping: kept)
        settleFolder(of: path)
    }

    /// The new one takes the name the old one is to be kept under, and then both change names at once.
    /// - Returns: false where the file system cannot do that.
    private static func exchange(_ part: String, with path: String, keeping kept: String) throws(StoreFailure) -> Bool {
        guard rename(part, kept) == 0 else { throw StoreFailure("restore", .file(path: kept, errno: errno)) }
        if yishi_exchange(kept, path) == 0 { return true }
        let number = errno
        guard rename(kept, part) == 0 else { throw StoreFailure("restore", .file(path: kept, errno: errno)) }
        if [EINVAL, ENOSYS, EOPNOTSUPP].contains(number) { return false }
        throw StoreFailure("restore", .file(path: path, errno: number))
    }

    /// Where the log cannot be moved into a damaged record, it goes along with it. Cut off in between, there is no record: `yishi serve` begins
    /// none beside one that was put aside, and the next restore puts it back first.
    private static func replaceInTurn(_ part: String, _ path: String, keeping kept: String) throws(StoreFailure) {
        guard rename(path, kept) == 0 else { throw StoreFailure("restore", .file(path: kept, errno: errno)) }
        var failed: Int32?
        if access(path + "-wal", F_OK) == 0, rename(path + "-wal", kept + "-wal") != 0 { failed = errno }
        unlink(path + "-shm")
        if failed == nil, rename(part, path) != 0 { failed = errno }
        guard let failed else { return }
        try? putBack(kept, at: path)
        throw StoreFailure("restore", .file(path: path, errno: failed))
    }

    /// Gives a record that was put aside its place back, where nothing stands now.
    public static func putBack(_ kept: String, at path: String) throws(StoreFailure) {
        guard access(path, F_OK) != 0 else { throw StoreFailure("restore", .file(path: path, errno: EEXIST)) }
        // The log first: nobody opens the record without it.
        if access(kept + "-wal", F_OK) == 0, access(path + "-wal", F_OK) != 0, rename(kept + "-wal", path + "-wal") != 0 {
            throw StoreFailure("restore", .file(path: path + "-wal", errno: errno))
        }
        unlink(path + "-shm")
        unlink(kept + "-shm")
        guard rename(kept, path) == 0 else { throw StoreFailure("restore", .file(path: path, errno: errno)) }
        settleFolder(of: path)
    }

    /// Moves the log of a record that nobody has open into it and takes it away, so that the record is one file.
    /// - Returns: false for one that is too damaged for that; its log stays then.
    /// - Throws: when somebody has it open, or the disk is full.
    private static func foldLog(of path: String) throws(StoreFailure) -> Bool {
        do throws(StoreFailure) {
            let connection = try Connection.open(path: path, access: .writing)
            guard try connection.number("PRAGMA wal_checkpoint(TRUNCATE)") == 0 else { throw StoreFailure("restore", .inUse(path: path)) }
        } catch {
            guard [.damaged, .disk].contains(error.trouble) else { throw error }
            return false
        }
        var status = stat()
        if stat(path + "-wal", &status) == 0, status.st_size > 0 { return false }
        unlink(path + "-wal")
        unlink(path + "-shm")
        return true
    }

    /// Puts a backup where a record is to be. Nothing may stand there; the backup itself stays as it is.
    /// - Throws: for a file that is no backup of ours, is damaged, or is sealed under another key.
    public static func restore(_ backup: String, to path: String, identity: IdentityKey) throws(StoreFailure) {
        for name in [path, path + "-wal", path + "-shm"] where access(name, F_OK) == 0 {
            throw StoreFailure("restore", .file(path: name, errno: EEXIST))
        }
        _ = try bring(backup, beside: path, identity: identity)
        try putInPlace(path, keeping: nil)
    }

    private static func copyFile(_ from: String, _ to: String) throws(StoreFailure) {
        let source = Glibc.open(from, O_RDONLY | O_CLOEXEC)
        guard source >= 0 else { throw StoreFailure("restore", .file(path: from, errno: errno)) }
        defer { close(source) }
        let target = Glibc.open(to, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard target >= 0 else { throw StoreFailure("restore", .file(path: to, errno: errno)) }
        defer { close(target) }
        var buffer = [UInt8](repeating: 0, count: 1 << 20)
        while true {
            let count = Glibc.read(source, &buffer, buffer.count)
            if count == 0 { return }
            guard count > 0 else { throw StoreFailure("restore", .file(path: from, errno: errno)) }
            var done = 0
            // A full disk takes a part, and says so at the next call.
            while done < count {
                let written = buffer.withUnsafeBytes { Glibc.write(target, $0.baseAddress.map { $0 + done }, count - done) }
                guard written > 0 else { throw StoreFailure("restore", .file(path: to, errno: errno)) }
                done += written
            }
        }
    }
}
