import Desk
import FoundationEssentials
import Procedure
import Record

/// `yishi restore FILE`
enum RestoreCommand: CommandLineCommand {
    static let name = "restore"
    static let takes = "FILE [--config DIR] [--data DIR]"
    static let does = "puts a backup where the record is to be; not while the daemon runs. What had not been sent waits for `yishi outbox`"

    static func run(_ given: [String]) throws -> Int32 {
        let arguments = try Arguments(given, options: ["config", "data"])
        guard arguments.rest.count == 1 else { throw UsageFault("one file is needed") }
        let place = try Place(arguments)
        try Folders.make(place.data)
        let slot = try place.alone()
        defer { withExtendedLifetime(slot) {} }
        let database = Folders.database(in: place.data)
        // A restore that was cut off where the file system cannot change two names at once.
        if let aside = Folders.recordWithoutPlace(in: place.data) { try Store.putBack(aside, at: database) }
        let old = FileManager.default.fileExists(atPath: database) ? database : nil
        // It may hold what the backup does not: it is put aside, never overwritten.
        let kept = old.map { $0 + ".before-" + WallClock().now.iso.filter { $0.isNumber } }
        let identity = try IdentityKey.load(place.key)
        let copy = try Store.bring(arguments.rest[0], beside: database, identity: identity)
        let lines: [String]
        do {
            lines = try makeReady(copy, identity, place.library, erasing: old)
            try Store.putInPlace(database, keeping: kept)
        } catch {
            Store.dropPart(of: database)
            throw error
        }
        if let kept { CommandLineTool.say(place.library.texts.render("restore.kept", ["file": kept])) }
        for line in lines { CommandLineTool.say(line) }
        return 0
    }

    /// Everything that is to be done to the backup is done before it has the record's name; it is closed when this returns.
    /// - Parameter old: the record it is to replace.
    /// - Returns: what is to be said once it is in place.
    private static func makeReady(
        _ copy: String, _ identity: IdentityKey, _ library: Library, erasing old: String?
    ) throws(StoreFailure) -> [String] {
        let store = try Store.open(path: copy, identity: identity)
        let (told, isComplete) = try eraseAgain(old, store, library)
        var lines = told
        let now = WallClock().now
        let found = try store.write { ledger throws(StoreFailure) in try ledger.settleRestored(now: now, erasedAgain: isComplete) }
        if let found {
            let taken = DateWriter(now: now).moment(found.taken)
            lines.append(library.texts.render("restore.done", ["taken": taken, "count": String(found.rows)]))
        }
        return lines
    }

    /// Who was forgotten since the backup was taken stands in it. The record it is to replace tells who; where there is none, or it cannot be
    /// read, an operator has to do it again, and is told so until it is settled.
    /// - Returns: what is to be said, and whether nothing is left to be done.
    private static func eraseAgain(_ old: String?, _ store: Store, _ library: Library) throws(StoreFailure) -> ([String], Bool) {
        let texts = library.texts
        var told: ErasedSince?
        if let old {
            do throws(StoreFailure) { told = try store.erased(in: old) } catch {
                if [.diskFull, .busy].contains(error.trouble) { throw error }
                CommandLineTool.complain("\(error)")
            }
        }
        guard let erased = told else {
            return ([texts.render("restore.erased.unknown"), texts.render("restore.newcomers.unknown")], false)
        }
        let done = try Desk(library: library, store: store, clock: WallClock()).forgetAgain(erased)
        var lines: [String] = []
        if erased.accounts == nil { lines.append(texts.render("restore.newcomers.unknown")) }
        if !erased.isEmpty {
            let values = ["people": String(done.people), "words": String(done.words), "left": String(done.left)]
            lines.append(texts.render("restore.erased", values))
            if done.left > 0 { lines.append(texts.render("restore.erased.left", values)) }
        }
        return (lines, erased.accounts != nil && done.left == 0)
    }
}
