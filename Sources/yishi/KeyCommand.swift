import Foundation
import Record

/// `yishi key FILE`
enum KeyCommand: CommandLineCommand {
    static let name = "key"
    static let takes = "FILE"
    static let does = "makes a new identity key in a new file (mode 0600); keep a copy apart from the database"

    static func run(_ given: [String]) throws -> Int32 {
        let arguments = try Arguments(given)
        guard arguments.rest.count == 1 else { throw UsageFault("one file is needed") }
        do throws(StoreFailure) { _ = try IdentityKey.create(arguments.rest[0]) } catch { throw Failed("\(error)") }
        CommandLineTool.say(arguments.rest[0])
        return 0
    }
}
