import Deliberation
import Desk
import Procedure
import Record

/// `yishi code`: a one-time code, also while the daemon runs.
enum CodeCommand: CommandLineCommand {
    static let name = "code"
    static let takes = "UNIT POST NAME | UNIT group residents|work|council  [--config DIR] [--data DIR]"
    static let does = "prints eight digits that bind a person to a post (sent in private) or a group (said in it) within ten minutes"

    static func run(_ given: [String]) throws -> Int32 {
        let arguments = try Arguments(given, options: ["config", "data"])
        guard arguments.rest.count == 3 else { throw UsageFault("three words are needed") }
        guard let unit = UnitID(arguments.rest[0]) else { throw UsageFault("\(arguments.rest[0]) is no unit's id") }
        let purpose = try purpose(arguments.rest[1], arguments.rest[2])
        let record = try OpenRecord(arguments)
        let isKnown = try record.store.read { ledger throws(StoreFailure) in ledger.allUnits().contains(unit) }
        guard isKnown else { throw Failed("the record has no unit \(unit); `yishi serve` opens those of yishi.json") }
        let desk = Desk(library: record.library, store: record.store, clock: record.clock)
        CommandLineTool.say(try desk.giveCode(purpose, unit: unit))
        return 0
    }

    static func purpose(_ what: String, _ whose: String) throws(UsageFault) -> CodePurpose {
        if what == "group" {
            guard let purpose = GroupPurpose(rawValue: whose) else {
                throw UsageFault("a group is for \(GroupPurpose.allCases.map(\.rawValue).joined(separator: ", "))")
            }
            return .group(purpose)
        }
        guard let post = Post(rawValue: what), post.isHeld else {
            throw UsageFault("a post is one of \(Post.allCases.filter(\.isHeld).map(\.rawValue).joined(separator: ", "))")
        }
        return .post(post, name: whose)
    }
}
