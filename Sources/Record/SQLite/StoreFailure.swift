import CSQLite
import Glibc

/// The store could not do what was asked: a failure of the world, returned up to the one place that decides what becomes of it.
/// Never carries any stored content, so that it may be logged.
public struct StoreFailure: Error, Sendable, Hashable, CustomStringConvertible {
    /// What was being done, in English: `append event`.
    public var operation: String
    public var reason: Reason

    public enum Reason: Sendable, Hashable {
        /// SQLite's own name of the (extended) code, its number, and its message, which names tables and columns but no values.
        case sqlite(name: String, code: Int32, message: String)
        /// The file was written by a newer version of this program.
        case newerSchema(found: Int64, known: Int64)
        /// A database of some other program.
        case foreignFile
        /// The identity key handed in is not the one these people were sealed under.
        case wrongIdentityKey
        /// A row that cannot be what this program wrote; which table.
        case unreadable(table: String)
        /// A unit has used up its numbers of that year.
        case numbersExhausted(year: Int)
        /// The operating system refused, with its error number; the path is the operator's own.
        case file(path: String, errno: Int32)
        /// A key file that others may read, or that holds something else.
        case keyFile(path: String, problem: String)
        /// libcrypto refused to work.
        case cipher
        /// Another process has it open for itself; the path is the operator's own.
        case inUse(path: String)
        /// A copy that is not what it should be; what is wrong with it, in English.
        case badCopy(String)
        /// Pages of the file that cannot be what SQLite wrote; what SQLite says of them.
        case damaged(String)
    }

    public init(_ operation: String, _ reason: Reason) {
        self.operation = operation
        self.reason = reason
    }

    /// The operating system's error number in a sentence.
    public static func words(ofError number: Int32) -> String {
        switch number {
        case ENOENT: "there is no such file or folder"
        case EEXIST: "there is one already, and nothing is overwritten; choose another name or put it aside"
        case EACCES, EPERM: "this user may not read or write it; look whose it is with `ls -l`"
        case ENOSPC, EDQUOT: "the disk is full"
        case EROFS: "the disk is read-only"
        case EISDIR: "that is a folder, a file is needed"
        case ENOTDIR: "a part of that path is a file, not a folder"
        case EMFILE, ENFILE: "too many files are open"
        default: String(cString: strerror(number)) + " (error \(number) of the operating system)"
        }
    }

    /// One line, for the log and for the operator.
    public var description: String {
        switch reason {
        case .sqlite(let name, _, let message): "\(operation): \(name): \(message)"
        case .newerSchema(let found, let known):
            "\(operation): the database has schema \(found), this program knows up to \(known); start the newer program"
        case .foreignFile: "\(operation): this is the database of some other program"
        case .wrongIdentityKey:
            "\(operation): the identity key is not the one this database was made with; put back the copy that was kept of it (one that was changed since stands beside it as *.before-…)"
        case .unreadable(let table): "\(operation): a row of \(table) is damaged or sealed under another key"
        case .numbersExhausted(let year): "\(operation): all numbers of \(year) are used"
        case .file(let path, let number): "\(operation): \(path): \(StoreFailure.words(ofError: number))"
        case .keyFile(let path, let problem): "\(operation): \(path): \(problem)"
        case .cipher: "\(operation): libcrypto refuses AES-256-GCM; install it anew (`apt-get install --reinstall libssl3`)"
        case .inUse(let path): "\(operation): \(path): another yishi runs on this data folder; stop it first (`systemctl stop yishi`)"
        case .badCopy(let problem): "\(operation): \(problem)"
        case .damaged(let what): "\(operation): the pages are damaged: \(what.split(separator: "\n").joined(separator: " "))"
        }
    }
}

extension StoreFailure {
    /// What kind of fault of the world it is, as far as an operator can do something about it.
    public enum Trouble: Sendable, Hashable {
        case diskFull, readOnly, damaged, disk, busy, other

        /// English, for the log.
        public var words: String {
            switch self {
            case .diskFull: "the disk is full"
            case .readOnly: "the disk or the database file is read-only"
            case .damaged: "the database file is damaged; `yishi doctor` says what to do"
            case .disk: "the disk does not do what it is asked"
            case .busy: "another program holds the database"
            case .other: "the record refuses"
            }
        }
    }

    public var trouble: Trouble {
        switch reason {
        case .unreadable, .damaged: return .damaged
        case .sqlite(_, let code, _):
            // Linux says EFBIG and EDQUOT, not ENOSPC, where a limit or a quota is reached: SQLite has no name of its own for those.
            switch code & 0xFF {
            case SQLITE_FULL: return .diskFull
            case SQLITE_READONLY, SQLITE_PERM: return .readOnly
            case SQLITE_CORRUPT, SQLITE_NOTADB: return .damaged
            case SQLITE_IOERR, SQLITE_CANTOPEN: return .disk
            case SQLITE_BUSY, SQLITE_LOCKED: return .busy
            default: return .other
            }
        default: return .other
        }
    }

    /// Whether everything else would fail as well: then nothing is tried singly.
    public var isOfTheDisk: Bool { [.diskFull, .readOnly, .disk, .busy].contains(trouble) }

    /// Whether it is this row that cannot be read, whatever else can.
    public var isUnreadable: Bool { if case .unreadable = reason { true } else { false } }
}

extension StoreFailure {
    /// What SQLite says of the call that just failed on this connection.
    init(_ operation: String, code: Int32, connection: OpaquePointer?) {
        let extended = connection.map { sqlite3_extended_errcode($0) } ?? code
        var exact = extended & 0xFF == code & 0xFF ? extended : code
        // SQLite has a name for a write that finds no room, and none for a file that cannot grow.
        if [SQLITE_IOERR, SQLITE_CANTOPEN].contains(code & 0xFF), let connection, sqlite3_system_errno(connection) == ENOSPC {
            exact = SQLITE_FULL
        }
        let message = exact != SQLITE_FULL ? connection.map { String(cString: sqlite3_errmsg($0)) } : nil
        self.init(
            operation, .sqlite(name: StoreFailure.name(of: exact), code: exact, message: message ?? String(cString: sqlite3_errstr(exact))))
    }

    /// SQLite's own name of a result code; the primary code's name for an extended one that is not listed.
    static func name(of code: Int32) -> String {
        switch code {
        case SQLITE_BUSY | (2 << 8): "SQLITE_BUSY_SNAPSHOT"
        case SQLITE_CONSTRAINT | (5 << 8): "SQLITE_CONSTRAINT_NOTNULL"
        case SQLITE_CONSTRAINT | (6 << 8): "SQLITE_CONSTRAINT_PRIMARYKEY"
        case SQLITE_CONSTRAINT | (8 << 8): "SQLITE_CONSTRAINT_UNIQUE"
        case SQLITE_CONSTRAINT | (12 << 8): "SQLITE_CONSTRAINT_DATATYPE"
        case SQLITE_IOERR | (3 << 8): "SQLITE_IOERR_WRITE"
        case SQLITE_IOERR | (4 << 8): "SQLITE_IOERR_FSYNC"
        default: primaryName(of: code & 0xFF)
        }
    }

    private static func primaryName(of code: Int32) -> String {
        switch code {
        case SQLITE_ERROR: "SQLITE_ERROR"
        case SQLITE_PERM: "SQLITE_PERM"
        case SQLITE_ABORT: "SQLITE_ABORT"
        case SQLITE_BUSY: "SQLITE_BUSY"
        case SQLITE_LOCKED: "SQLITE_LOCKED"
        case SQLITE_NOMEM: "SQLITE_NOMEM"
        case SQLITE_READONLY: "SQLITE_READONLY"
        case SQLITE_INTERRUPT: "SQLITE_INTERRUPT"
        case SQLITE_IOERR: "SQLITE_IOERR"
        case SQLITE_CORRUPT: "SQLITE_CORRUPT"
        case SQLITE_FULL: "SQLITE_FULL"
        case SQLITE_CANTOPEN: "SQLITE_CANTOPEN"
        case SQLITE_SCHEMA: "SQLITE_SCHEMA"
        case SQLITE_TOOBIG: "SQLITE_TOOBIG"
        case SQLITE_CONSTRAINT: "SQLITE_CONSTRAINT"
        case SQLITE_MISMATCH: "SQLITE_MISMATCH"
        case SQLITE_MISUSE: "SQLITE_MISUSE"
        case SQLITE_RANGE: "SQLITE_RANGE"
        case SQLITE_NOTADB: "SQLITE_NOTADB"
        default: "SQLITE_\(code)"
        }
    }
}
