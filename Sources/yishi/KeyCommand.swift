import Desk
import FoundationEssentials
import Procedure
import Record

/// `yishi key FILE`, `yishi key --rotate`
enum KeyCommand: CommandLineCommand {
    static let name = "key"
    static let takes = "FILE | --rotate [--config DIR] [--data DIR]"
    static let does =
        "makes a new identity key in a new file (mode 0600); keep a copy apart from the database. --rotate seals the record under a new one; not while the daemon runs"

    static func run(_ given: [String]) throws -> Int32 {
        let arguments = try Arguments(given, options: ["config", "data"], flags: ["rotate"])
        if arguments.has("rotate") {
            guard arguments.rest.isEmpty else { throw UsageFault("\(arguments.rest[0]) is no option") }
            return try rotate(try Place(arguments))
        }
        guard arguments.rest.count == 1 else { throw UsageFault("one file is needed") }
        do throws(StoreFailure) { _ = try IdentityKey.create(arguments.rest[0]) } catch { throw Failed("\(error)") }
        CommandLineTool.say(arguments.rest[0])
        return 0
    }

    /// The new key stands beside the old one before the record is sealed under it, and takes its name afterwards: cut off anywhere, the next
    /// start or the next `--rotate` finds which of the two the record wants (`Place.identity`).
    private static func rotate(_ place: Place) throws -> Int32 {
        let slot = try place.alone()
        defer { withExtendedLifetime(slot) {} }
        let database = Folders.database(in: place.data)
        guard FileManager.default.fileExists(atPath: database) else { throw Failed.noRecord(at: database) }
        let old = try place.identity()
        let fresh = Place.newKey(of: place.key)
        // One that an earlier run left, and that the record does not want.
        if FileManager.default.fileExists(atPath: fresh) { try FileManager.default.removeItem(atPath: fresh) }
        let new = try IdentityKey.create(fresh)
        let people = try Store.rotate(path: database, from: old, to: new)
        let kept = try place.adoptNewKey()
        CommandLineTool.say(place.library.texts.render("key.rotated", ["people": String(people), "file": kept]))
        return 0
    }
}
