import Desk
import Record

/// `yishi rebuild`
enum RebuildCommand: CommandLineCommand {
    static let name = "rebuild"
    static let takes = "[--config DIR] [--data DIR]"
    static let does = "makes the derived tables anew from the events; not while the daemon runs"

    static func run(_ given: [String]) throws -> Int32 {
        let arguments = try Arguments(given, options: ["config", "data"])
        guard arguments.rest.isEmpty else { throw UsageFault("\(arguments.rest[0]) is no option") }
        let slot = try CrashSlot(path: Folders.slot(in: try Place(arguments).data))
        defer { withExtendedLifetime(slot) {} }
        let record = try OpenRecord(arguments)
        CommandLineTool.say("\(try Rebuilding.run(record.store, record.library)) events")
        return 0
    }
}
