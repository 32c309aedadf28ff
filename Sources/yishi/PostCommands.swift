import Deliberation
import Desk
import Procedure
import Record

/// `yishi suspend UNIT POST NAME`
enum SuspendCommand: CommandLineCommand {
    static let name = "suspend"
    static let takes = PostTaking.takes
    static let does =
        "a stolen phone: from now on the account of whoever holds the post counts for nothing, until `yishi code` binds a post anew; also while the daemon runs"

    static func run(_ given: [String]) throws -> Int32 { try PostTaking.run(given, suspending: true) }
}

/// `yishi end UNIT POST NAME`
enum EndCommand: CommandLineCommand {
    static let name = "end"
    static let takes = PostTaking.takes
    static let does = "ends one post of somebody, any post of the roster; also while the daemon runs"

    static func run(_ given: [String]) throws -> Int32 { try PostTaking.run(given, suspending: false) }
}

/// What the two have in common.
private enum PostTaking {
    static let takes = "UNIT POST NAME [--account ACCOUNT] [--config DIR] [--data DIR]"

    static func run(_ given: [String], suspending: Bool) throws -> Int32 {
        let arguments = try Arguments(given, options: ["config", "data", "account"])
        guard arguments.rest.count == 3 else { throw UsageFault("three words are needed") }
        guard let unit = UnitID(arguments.rest[0]) else { throw UsageFault("\(arguments.rest[0]) is no unit's id") }
        guard case .post(let post, let name, _) = try CodeCommand.purpose(arguments.rest[1], arguments.rest[2]) else {
            throw UsageFault("a group has no post")
        }
        let record = try OpenRecord(arguments)
        let texts = record.library.texts
        let desk = Desk(library: record.library, store: record.store, clock: record.clock)
        guard let unitName = try desk.name(of: unit) else { throw Failed("the record has no unit \(unit)") }
        func word(_ post: Post) -> String { texts.render("post.\(post.rawValue)", [:]) }
        var values = ["unit": unitName, "id": unit.description, "person": name, "post": post.rawValue, "posts": word(post)]
        switch try desk.take(post, from: name, account: arguments["account"], of: unit, suspending: suspending) {
        case .taken(let posts, let told):
            values["posts"] = posts.map(word).joined(separator: "、")
            values["told"] = String(told)
            CommandLineTool.say(texts.render(suspending ? "posts.suspended" : "posts.ended", values))
            return 0
        case .nobody(let holders):
            if !holders.isEmpty { values["holders"] = holders.joined(separator: "、") }
            CommandLineTool.say(texts.render("posts.nobody", values))
        case .refused(let why): CommandLineTool.say(why)
        case .several(let accounts):
            values["accounts"] = accounts.joined(separator: "、")
            CommandLineTool.say(texts.render("posts.several", values))
        }
        return 1
    }
}
