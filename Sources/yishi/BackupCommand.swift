import Desk
import FoundationEssentials
import Procedure
import Record

/// `yishi backup FILE`
enum BackupCommand: CommandLineCommand {
    static let name = "backup"
    static let takes = "FILE [--config DIR] [--data DIR]"
    static let does = "copies the record into a new file while the daemon runs; the identity key is not in it"

    static func run(_ given: [String]) throws -> Int32 {
        let arguments = try Arguments(given, options: ["config", "data"])
        guard arguments.rest.count == 1 else { throw UsageFault("one file is needed") }
        let record = try OpenRecord(arguments)
        let copy = try record.store.backup(to: arguments.rest[0], at: record.clock.now)
        CommandLineTool.say(
            record.library.texts.render(
                "backup.done", ["file": copy.path, "events": String(copy.events), "size": Checkup.size(copy.size)]))
        CommandLineTool.say(try RootCommand.line(record))
        return 0
    }
}

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
        let texts = place.library.texts
        if FileManager.default.fileExists(atPath: database) {
            // It may hold what the backup does not: it is put aside, never overwritten.
            let kept = database + ".before-" + WallClock().now.iso.filter { $0.isNumber }
            for ending in ["", "-wal", "-shm"] where FileManager.default.fileExists(atPath: database + ending) {
                try FileManager.default.moveItem(atPath: database + ending, toPath: kept + ending)
            }
            CommandLineTool.say(texts.render("restore.kept", ["file": kept]))
            do throws(StoreFailure) { try bring(arguments.rest[0], place, texts, before: kept) } catch {
                for ending in ["", "-wal", "-shm"] where FileManager.default.fileExists(atPath: kept + ending) {
                    try? FileManager.default.moveItem(atPath: kept + ending, toPath: database + ending)
                }
                throw error
            }
        } else {
            try bring(arguments.rest[0], place, texts, before: nil)
        }
        return 0
    }

    /// - Parameter before: the record that stood there, put aside.
    private static func bring(_ backup: String, _ place: Place, _ texts: Texts, before: String?) throws(StoreFailure) {
        let identity = try IdentityKey.load(place.key)
        let database = Folders.database(in: place.data)
        try Store.restore(backup, to: database, identity: identity)
        let store = try Store.open(path: database, identity: identity)
        eraseAgain(before, store, place.library)
        let now = WallClock().now
        let found = try store.write { ledger throws(StoreFailure) in try ledger.settleRestored(now: now) }
        guard let found else { return }
        let taken = DateWriter(now: now).moment(found.taken)
        CommandLineTool.say(texts.render("restore.done", ["taken": taken, "count": String(found.rows)]))
    }

    /// Who was forgotten since the backup was taken stands in it. The record that was put aside tells who; where there is none, or it cannot
    /// be read, an operator has to do it again, and is told so.
    private static func eraseAgain(_ before: String?, _ store: Store, _ library: Library) {
        do throws(StoreFailure) {
            if let before, let erased = try store.erased(in: before) {
                let done = try Desk(library: library, store: store, clock: WallClock()).forgetAgain(erased)
                if erased.accounts == nil { CommandLineTool.say(library.texts.render("restore.newcomers.unknown")) }
                if erased.isEmpty { return }
                let values = ["people": String(done.people), "words": String(done.words), "left": String(done.left)]
                CommandLineTool.say(library.texts.render("restore.erased", values))
                if done.left > 0 { CommandLineTool.say(library.texts.render("restore.erased.left", values)) }
                return
            }
        } catch { CommandLineTool.complain("\(error)") }
        CommandLineTool.say(library.texts.render("restore.erased.unknown"))
        CommandLineTool.say(library.texts.render("restore.newcomers.unknown"))
    }
}
