import Deliberation
import Desk
import Procedure
import Record

/// `yishi code`: a one-time code, also while the daemon runs.
enum CodeCommand: CommandLineCommand {
    static let name = "code"
    static let takes = "UNIT POST NAME [--until 2026-03-20] | UNIT group residents|work|council  [--config DIR] [--data DIR]"
    static let does =
        "prints eight digits that bind a person to a post (sent in private) or a group (said in it) within ten minutes; "
        + "with --until the post ends with that day"

    static func run(_ given: [String]) throws -> Int32 {
        let arguments = try Arguments(given, options: ["config", "data", "until"])
        guard arguments.rest.count == 3 else { throw UsageFault("three words are needed") }
        guard let unit = UnitID(arguments.rest[0]) else { throw UsageFault("\(arguments.rest[0]) is no unit's id") }
        var purpose = try purpose(arguments.rest[1], arguments.rest[2])
        let record = try OpenRecord(arguments)
        if let until = arguments["until"] { purpose = try lent(purpose, until: until, today: record.clock.now.civil.date) }
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

    /// So long at most somebody stands in for another: whoever stays longer is given the post.
    private static let longest = 366

    /// The same post, lent through a day from today to a year ahead.
    static func lent(_ purpose: CodePurpose, until text: String, today: CivilDate) throws(UsageFault) -> CodePurpose {
        guard case .post(let post, let name, _) = purpose else { throw UsageFault("--until is for posts; a group stays bound") }
        guard let until = CivilDate(iso: text) else { throw UsageFault("--until is a day such as \(today.iso)") }
        guard until >= today else { throw UsageFault("--until \(text) is over: today is \(today.iso)") }
        let last = today.adding(days: longest)
        guard until <= last else { throw UsageFault("--until is \(last.iso) at the latest; without it the post is held until it is ended") }
        return .post(post, name: name, until: until)
    }
}
