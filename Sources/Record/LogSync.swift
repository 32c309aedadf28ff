import Glibc
import Synchronization

/// Brings what has been committed onto the disk, beside the writer.
///
/// SQLite itself is told not to wait (`synchronous = NORMAL`): a commit is in the log, in order and with a checksum for every page, and a loss
/// of power takes away only its end. Whoever answers for a commit waits here first; while one waits, the writer may go on. One
/// `fdatasync` serves all who wait.
final class LogSync: Sendable {
    private let path: String
    private let file: Int32
    /// Commits that wrote something, counted.
    private let committed = Atomic<Int>(0)
    /// How many of them are on the disk. Held while the disk is asked, so that nobody passes who has to wait.
    private let synced = Mutex(0)

    /// - Parameter path: of the log, which SQLite has made by now and keeps as long as a connection is open.
    init(path: String) throws(StoreFailure) {
        // Closing this lets go of no lock: those stand on the other files.
        file = open(path, O_RDONLY | O_CLOEXEC)
        guard file >= 0 else { throw StoreFailure("open the log", .file(path: path, errno: errno)) }
        self.path = path
    }

    deinit { close(file) }

    /// Something has been committed. On the writer's thread.
    func note() { committed.add(1, ordering: .releasing) }

    /// Returns when everything committed before the call is on the disk.
    ///
    /// A disk that refuses ends the process: nobody can know then what of the log it holds, and a second try may be told that all is well
    /// when it is not. The next start reads what is really there; nothing of it was answered.
    func wait() {
        let wanted = committed.load(ordering: .acquiring)
        synced.withLock { synced in
            guard synced < wanted else { return }
            let reached = committed.load(ordering: .acquiring)
            LogSync.sync(file, path)
            synced = reached
        }
    }

    /// Whether nothing is left to be waited for.
    var isBehind: Bool { synced.withLock { $0 } < committed.load(ordering: .acquiring) }

    static func sync(_ file: Int32, _ path: String) {
        while fdatasync(file) != 0 {
            if errno == EINTR { continue }
            let line = Array("yishi: \(path): the disk does not keep what is written: \(StoreFailure.words(ofError: errno))\n".utf8)
            _ = write(STDERR_FILENO, line, line.count)
            // Nothing more is to be written by this process, not even on the way out.
            _exit(EX_IOERR)
        }
    }
}
