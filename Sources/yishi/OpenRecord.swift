import Desk
import FoundationEssentials
import Glibc
import Procedure
import Record

/// The record of an installation, or of a demo, as commands beside the daemon open it.
struct OpenRecord {
    let place: Place
    let library: Library
    let store: Store
    let clock: any Clock

    init(_ arguments: Arguments) throws {
        place = try Place(arguments)
        library = place.library
        let database = Folders.database(in: place.data)
        guard FileManager.default.fileExists(atPath: database) else { throw Failed.noRecord(at: database) }
        store = try Store.open(path: database, identity: try place.identity())
        // A demo's time is the one its clock was stepped to.
        let mark = try store.read { ledger throws(StoreFailure) in try ledger.mark(Demo.clockMark) }
        clock = mark.map { SetClock(at: .init(milliseconds: $0), runs: false) } ?? WallClock()
    }
}

/// Where an installation has its record and its key.
struct Place {
    let library: Library
    let data: String
    let key: String

    /// `--data` may name a demo's folder, which has its key within; else the key is the one of `yishi.json`.
    init(_ arguments: Arguments) throws {
        let folder = try Folders.configuration(arguments)
        library = try Folders.library(folder)
        let named = Folders.data(arguments)
        if let named, FileManager.default.fileExists(atPath: named + "/identity.key") {
            (data, key) = (named, named + "/identity.key")
        } else {
            let configuration = try Folders.service(folder)
            guard let place = named ?? configuration.data else { throw Failed.noDataFolder }
            (data, key) = (place, configuration.identityKey)
        }
    }
}

extension Place {
    /// The data folder for oneself, as long as the slot lives.
    /// - Throws: `Failed` with what to do where a daemon runs on it.
    func alone() throws -> CrashSlot {
        do throws(StoreFailure) { return try CrashSlot(path: Folders.slot(in: data)) } catch {
            if case .inUse = error.reason { throw Failed(library.texts.render("folder.inUse", ["data": data])) }
            throw error
        }
    }

    /// Where a key that is being changed to stands until it has the old one's name.
    static func newKey(of key: String) -> String { key + ".new" }

    /// The key the record is sealed under. A change of keys that was cut off after the record was sealed anew is brought to its end here.
    func identity() throws -> IdentityKey { try Place.identity(key, database: Folders.database(in: data)) }

    static func identity(_ key: String, database: String) throws -> IdentityKey {
        let old = try IdentityKey.load(key)
        let fresh = newKey(of: key)
        guard FileManager.default.fileExists(atPath: fresh), FileManager.default.fileExists(atPath: database) else { return old }
        let new = try IdentityKey.load(fresh)
        guard try Store.isSealed(database, under: new) else { return old }
        _ = try adopt(fresh, as: key)
        return new
    }

    /// - Returns: what the old key's file is called from now on.
    func adoptNewKey() throws -> String { try Place.adopt(Place.newKey(of: key), as: key) }

    /// At no moment is there no key under its name: the old one gets its second name first, and then loses the first to the new one at once.
    static func adopt(_ fresh: String, as key: String) throws -> String {
        let kept = try keep(key)
        guard rename(fresh, key) == 0 else { throw StoreFailure("change the identity key", .file(path: key, errno: errno)) }
        Store.settleFolder(of: key)
        return kept
    }

    /// Gives a key the name it is kept under, unless it has one from a change that was cut off.
    private static func keep(_ key: String) throws -> String {
        let name = key.split(separator: "/").last.map(String.init) ?? key, folder = String(key.dropLast(name.count))
        func file(_ path: String) -> UInt64? {
            var status = stat()
            return stat(path, &status) == 0 ? UInt64(status.st_ino) : nil
        }
        let old = try FileManager.default.contentsOfDirectory(atPath: folder.isEmpty ? "." : folder).sorted()
            .filter { $0.hasPrefix(name + ".before-") }.map { folder + $0 }
        if let kept = old.first(where: { file($0) == file(key) }) { return kept }
        let kept = key + ".before-" + WallClock().now.iso.filter(\.isNumber)
        // Not every file system knows second names.
        if link(key, kept) != 0 { try FileManager.default.copyItem(atPath: key, toPath: kept) }
        return kept
    }
}
