import Desk
import FoundationEssentials
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

    private static func adopt(_ fresh: String, as key: String) throws -> String {
        let kept = key + ".before-" + WallClock().now.iso.filter(\.isNumber)
        try FileManager.default.moveItem(atPath: key, toPath: kept)
        try FileManager.default.moveItem(atPath: fresh, toPath: key)
        return kept
    }
}
