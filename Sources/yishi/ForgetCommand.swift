import Deliberation
import Desk
import FoundationEssentials
import Procedure
import Record

/// `yishi forget ENDPOINT ACCOUNT`, and `yishi forget --paper UNIT NUMBER NAME` for whoever has no account.
enum ForgetCommand: CommandLineCommand {
    static let name = "forget"
    static let takes = "ENDPOINT ACCOUNT | --paper UNIT NUMBER NAME  [--yes] | --done [--config DIR] [--data DIR]"
    static let does =
        "says what is kept of the person behind an account, or under a name that was entered in a matter; with --yes erases it for good, also while the daemon runs; --done: after a restore, once every request kept on paper has been erased again"

    static func run(_ given: [String]) throws -> Int32 {
        let arguments = try Arguments(given, options: ["config", "data"], flags: ["yes", "paper", "done"])
        if arguments.has("done") {
            guard arguments.rest.isEmpty, !arguments.has("yes"), !arguments.has("paper") else { throw UsageFault("--done stands alone") }
            return try settle(try OpenRecord(arguments))
        }
        if arguments.has("paper") { return try forgetOnPaper(arguments) }
        guard arguments.rest.count == 2 else { throw UsageFault("an endpoint and an account are needed") }
        let record = try OpenRecord(arguments)
        let desk = Desk(library: record.library, store: record.store, clock: record.clock)
        let account = Account(endpoint: arguments.rest[0], id: arguments.rest[1])
        let really = arguments.has("yes")
        let texts = record.library.texts
        let found = try desk.forget(account, really: really)
        let aside = found?.holdsOffice == true ? PutAside() : old(record, account, really: really)
        guard found != nil || !aside.reached.isEmpty else {
            let values = ["endpoint": account.endpoint, "account": account.id]
            throw Failed(texts.render("forget.nobody", values) + (really ? texts.render("forget.nobody.noted") : ""))
        }
        if let found {
            let values = ["words": String(found.words), "withdrawn": String(found.withdrawn)]
            CommandLineTool.say(texts.render(found.holdsOffice ? "forget.holdsOffice" : really ? "forget.done" : "forget.preview", values))
        }
        if !aside.reached.isEmpty {
            let values = ["files": aside.reached.joined(separator: "、")]
            CommandLineTool.say(texts.render(really ? "forget.aside.done" : "forget.aside.preview", values))
        }
        if really, !aside.left.isEmpty {
            CommandLineTool.say(texts.render("forget.aside.left", ["files": aside.left.joined(separator: "、")]))
        }
        return found?.holdsOffice == true || really && !aside.left.isEmpty ? 1 : 0
    }

    /// Whoever laid a backup in place has erased again, by hand, who was forgotten since. What waits in it is held back first, should nobody have
    /// opened it yet.
    private static func settle(_ record: OpenRecord) throws -> Int32 {
        let texts = record.library.texts, now = record.clock.now
        let (restored, isSettled) = try record.store.write { ledger throws(StoreFailure) in
            (try ledger.settleRestored(now: now), try ledger.settleUnerased())
        }
        if let restored {
            let taken = DateWriter(now: now).moment(restored.taken)
            CommandLineTool.say(texts.render("restore.done", ["taken": taken, "count": String(restored.rows)]))
        }
        CommandLineTool.say(texts.render(isSettled ? "forget.settled" : "forget.settled.nothing"))
        return 0
    }

    /// In the record, and in those that `restore` put aside, as long as nobody deleted them.
    private static func forgetOnPaper(_ arguments: Arguments) throws -> Int32 {
        guard arguments.rest.count == 3 else { throw UsageFault("a unit, a number and a name are needed") }
        guard let unit = UnitID(arguments.rest[0]) else { throw UsageFault("\(arguments.rest[0]) is no unit's id") }
        let record = try OpenRecord(arguments)
        let parts = arguments.rest[1].split(separator: "-").map { Int($0) }
        let year = parts.count == 2 ? parts[0] : record.clock.now.civil.date.year
        guard let year, let last = parts.last, let serial = last, (2000...9999).contains(year), (1..<1_000_000).contains(serial),
            parts.count <= 2
        else { throw UsageFault("\(arguments.rest[1]) is no number: 12, or 2025-12 of another year") }
        let key = MatterKey(unit, MatterNumber(year: year, serial: serial)), name = arguments.rest[2], really = arguments.has("yes")
        let texts = record.library.texts
        let desk = Desk(library: record.library, store: record.store, clock: record.clock)
        let found = try desk.forget(name, in: key, really: really)
        var reached: [String] = [], left: [String] = []
        for path in Folders.putAside(in: record.place.data) {
            do {
                let store = try Store.open(path: path, identity: try record.place.identity())
                let there = Desk(library: record.library, store: store, clock: record.clock)
                if let old = try there.forget(name, in: key, really: really), old.words + old.lists > 0 { reached.append(path) }
            } catch { left.append(path) }
        }
        var values = ["unit": try desk.name(of: unit) ?? unit.name, "number": arguments.rest[1]]
        guard let found, found.words + found.lists > 0 || !reached.isEmpty else {
            throw Failed(texts.render("forget.paper.nobody", values))
        }
        values["words"] = String(found.words)
        values["lists"] = String(found.lists)
        CommandLineTool.say(texts.render(really ? "forget.paper.done" : "forget.paper.preview", values))
        if !reached.isEmpty {
            CommandLineTool.say(
                texts.render(really ? "forget.aside.done" : "forget.aside.preview", ["files": reached.joined(separator: "、")]))
        }
        if really, !left.isEmpty { CommandLineTool.say(texts.render("forget.aside.left", ["files": left.joined(separator: "、")])) }
        return really && !left.isEmpty ? 1 : 0
    }

    private struct PutAside {
        /// In which they are erased, or would be.
        var reached: [String] = []
        /// In which they hold a post, or which cannot be read.
        var left: [String] = []
    }

    /// Records that `restore` put aside hold the person as well.
    private static func old(_ record: OpenRecord, _ account: Account, really: Bool) -> PutAside {
        var aside = PutAside()
        for path in Folders.putAside(in: record.place.data) {
            do {
                let store = try Store.open(path: path, identity: try record.place.identity())
                let desk = Desk(library: record.library, store: store, clock: record.clock)
                guard let found = try desk.forget(account, really: really) else { continue }
                if found.holdsOffice { aside.left.append(path) } else { aside.reached.append(path) }
            } catch { aside.left.append(path) }
        }
        return aside
    }
}
