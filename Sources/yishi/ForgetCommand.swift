import Desk
import FoundationEssentials
import Procedure
import Record

/// `yishi forget ENDPOINT ACCOUNT`
enum ForgetCommand: CommandLineCommand {
    static let name = "forget"
    static let takes = "ENDPOINT ACCOUNT [--yes] [--config DIR] [--data DIR]"
    static let does = "says what is kept of the person behind an account; with --yes erases it for good, also while the daemon runs"

    static func run(_ given: [String]) throws -> Int32 {
        let arguments = try Arguments(given, options: ["config", "data"], flags: ["yes"])
        guard arguments.rest.count == 2 else { throw UsageFault("an endpoint and an account are needed") }
        let record = try OpenRecord(arguments)
        let desk = Desk(library: record.library, store: record.store, clock: record.clock)
        let account = Account(endpoint: arguments.rest[0], id: arguments.rest[1])
        guard let found = try desk.forget(account, really: arguments.has("yes")) else {
            throw Failed("nobody is known by that account at \(account.endpoint)")
        }
        let values = ["words": String(found.words), "withdrawn": String(found.withdrawn)]
        let key = found.holdsOffice ? "forget.holdsOffice" : arguments.has("yes") ? "forget.done" : "forget.preview"
        CommandLineTool.say(record.library.texts.render(key, values))
        return found.holdsOffice ? 1 : 0
    }
}
