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
        // Of the copy: the record has gone on meanwhile.
        CommandLineTool.say(record.library.texts.render("root.line", ["root": copy.root.line]))
        return 0
    }
}
