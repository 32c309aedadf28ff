import CSQLite
import Dispatch
import Synchronization

/// Moves a long log into the database file beside the writer, on a connection of its own: the writer would stand still meanwhile, with
/// everybody who waits for it.
///
/// SQLite begins the log anew only when all of it has been moved, and the writer goes on writing; so, when the long part is done, the
/// writer moves the short rest itself, between two commits.
final class LogMoving: Sendable {
    fileprivate enum Stage { case idle, moving, moved }
    fileprivate struct State: Sendable {
        var stage = Stage.idle
        /// Pages in the log after the last commit.
        var pages = 0
        /// From how many on it is long.
        var long = LogMoving.long
    }

    /// 64 MB: most pages have been written several times by then, and are moved once.
    fileprivate static let long = 16_000

    private let path: String
    private let state = Mutex(State())
    private let beside = DispatchQueue(label: "moving the log")

    init(path: String) { self.path = path }

    /// Takes over from SQLite, which would move the log within a commit. To be called before the connection writes.
    func watch(_ connection: borrowing Connection) {
        sqlite3_wal_hook(
            connection.handle,
            { context, _, _, pages in
                if let context { Unmanaged<LogMoving>.fromOpaque(context).takeUnretainedValue().note(Int(pages)) }
                return SQLITE_OK
            }, Unmanaged.passUnretained(self).toOpaque())
    }

    private func note(_ pages: Int) { state.withLock { $0.pages = pages } }

    /// Between two commits, on the writer's thread. What cannot be moved now stays in the log, where it is safe, and is tried again when
    /// that has grown.
    func relieve(_ connection: borrowing Connection) {
        switch state.withLock({ $0.step() }) {
        case .idle: break
        case .moving:
            beside.async { [self] in
                if let own = try? Connection.open(path: path, access: .writing) {
                    LogMoving.move(own)
                    // What came meanwhile: the shorter the rest, the shorter the writer stands still.
                    LogMoving.move(own)
                }
                state.withLock { $0.stage = .moved }
            }
        case .moved: LogMoving.move(connection)
        }
    }

    private static func move(_ connection: borrowing Connection) {
        sqlite3_wal_checkpoint_v2(connection.handle, nil, SQLITE_CHECKPOINT_PASSIVE, nil, nil)
    }
}

extension LogMoving.State {
    /// What is to be done now, if anything.
    fileprivate mutating func step() -> LogMoving.Stage {
        switch stage {
        case .idle where pages >= long:
            stage = .moving
            // Should a reader stand in the way, it is tried again after as many pages, not at every commit.
            long = pages + LogMoving.long
            return .moving
        case .idle:
            if pages < LogMoving.long { long = LogMoving.long }
            return .idle
        case .moving: return .idle
        case .moved:
            stage = .idle
            return .moved
        }
    }
}
