import Desk
import Foundation
import Procedure
import Record

/// The record of an installation, or of a demo, as commands beside the daemon open it.
struct OpenRecord {
    let library: Library
    let store: Store
    let clock: any Clock

    init(_ arguments: Arguments) throws {
        let place = try Place(arguments)
        library = place.library
        let database = Folders.database(in: place.data)
        guard FileManager.default.fileExists(atPath: database) else { throw Failed("there is no record at \(database)") }
        store = try Store.open(path: database, identity: try IdentityKey.load(place.key))
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
            guard let place = named ?? configuration.data else { throw Failed("no data folder: name one with --data or YISHI_DATA") }
            (data, key) = (place, configuration.identityKey)
        }
    }
}
