import CSQLite
import Foundation
import Synchronization

/// A disk that fails when it is told to: SQLite's own file layer, with writing, truncating and waiting for the disk in our hand. Files whose
/// path has no `faulty-` in it are left alone, so other tests beside this one never notice.
enum FaultyDisk {
    struct Plan {
        /// How many more of the operations below succeed; nil: all.
        var left: Int?
        var code: Int32 = SQLITE_FULL
        /// How many operations were asked for since the plan was made.
        var asked = 0
    }

    static let plan = Mutex(Plan())
    private static let ready = Mutex(false)
    private static let tables = NSLock()
    nonisolated(unsafe) private static var real: UnsafePointer<sqlite3_io_methods>?
    /// Ours for each of SQLite's own: the log and the database have different ones.
    nonisolated(unsafe) private static var ours: [UnsafePointer<sqlite3_io_methods>: UnsafeMutablePointer<sqlite3_io_methods>] = [:]
    /// Never given back, as SQLite keeps its address. Not a global by value: Swift takes that for four bytes shorter than C does.
    nonisolated(unsafe) private static let layer = UnsafeMutablePointer<sqlite3_vfs>.allocate(capacity: 1)
    nonisolated(unsafe) private static var name: UnsafeMutablePointer<CChar>?
    private typealias Open =
        @convention(c) (
            UnsafeMutablePointer<sqlite3_vfs>?, UnsafePointer<CChar>?, UnsafeMutablePointer<sqlite3_file>?, Int32,
            UnsafeMutablePointer<Int32>?
        ) -> Int32
    nonisolated(unsafe) private static var open: Open?

    /// Puts it under every connection opened from now on.
    static func install() {
        ready.withLock { isReady in
            guard !isReady, let usual = sqlite3_vfs_find(nil) else { return }
            isReady = true
            layer.initialize(to: usual.pointee)
            name = strdup("faulty")
            layer.pointee.zName = UnsafePointer(name)
            layer.pointee.pNext = nil
            open = usual.pointee.xOpen
            layer.pointee.xOpen = { vfs, path, file, flags, out in
                let code = FaultyDisk.open?(vfs, path, file, flags, out) ?? SQLITE_ERROR
                guard code == SQLITE_OK, let file, let path, String(cString: path).contains("faulty-"), let methods = file.pointee.pMethods
                else { return code }
                FaultyDisk.tables.lock()
                defer { FaultyDisk.tables.unlock() }
                file.pointee.pMethods = FaultyDisk.faulty(methods)
                return code
            }
            sqlite3_vfs_register(layer, 1)
        }
    }

    private static func faulty(_ methods: UnsafePointer<sqlite3_io_methods>) -> UnsafePointer<sqlite3_io_methods> {
        if let known = ours[methods] { return UnsafePointer(known) }
        real = methods
        let copy = UnsafeMutablePointer<sqlite3_io_methods>.allocate(capacity: 1)
        copy.initialize(to: methods.pointee)
        copy.pointee.xWrite = { file, bytes, count, offset in
            FaultyDisk.fault() ?? FaultyDisk.real?.pointee.xWrite(file, bytes, count, offset) ?? SQLITE_ERROR
        }
        copy.pointee.xTruncate = { file, size in
            FaultyDisk.fault() ?? FaultyDisk.real?.pointee.xTruncate(file, size) ?? SQLITE_ERROR
        }
        copy.pointee.xSync = { file, flags in
            FaultyDisk.fault() ?? FaultyDisk.real?.pointee.xSync(file, flags) ?? SQLITE_ERROR
        }
        ours[methods] = copy
        return UnsafePointer(copy)
    }

    private static func fault() -> Int32? {
        plan.withLock { plan in
            plan.asked += 1
            guard let left = plan.left else { return nil }
            if left > 0 {
                plan.left = left - 1
                return nil
            }
            return plan.code
        }
    }

    static func failing(after count: Int?, with code: Int32 = SQLITE_FULL) { plan.withLock { $0 = Plan(left: count, code: code) } }
    static var asked: Int { plan.withLock { $0.asked } }
}

/// The file, with nothing of ours between.
struct SQL {
    let path: String

    init(_ path: String) { self.path = path }

    func run(_ statement: String) throws {
        var connection: OpaquePointer?
        defer { sqlite3_close(connection) }
        guard sqlite3_open(path, &connection) == SQLITE_OK, sqlite3_exec(connection, statement, nil, nil, nil) == SQLITE_OK else {
            throw CocoaError(.fileReadUnknown)
        }
    }
}
