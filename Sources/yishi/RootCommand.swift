import Desk
import FoundationEssentials
import Procedure
import Record

/// `yishi root`
enum RootCommand: CommandLineCommand {
    static let name = "root"
    static let takes = "[--config DIR] [--data DIR]"
    static let does = "prints today's root over all units' chains, one line to be kept outside of the house"

    static func run(_ given: [String]) throws -> Int32 {
        let arguments = try Arguments(given, options: ["config", "data"])
        guard arguments.rest.isEmpty else { throw UsageFault("\(arguments.rest[0]) is no option") }
        let record = try OpenRecord(arguments)
        CommandLineTool.say(try line(record))
        return 0
    }

    static func line(_ record: OpenRecord) throws(StoreFailure) -> String {
        let day = record.clock.now.civil.date
        let root = try record.store.read { ledger throws(StoreFailure) in try ledger.root(on: day) }
        return record.library.texts.render("root.line", ["root": root.line])
    }
}

/// What `verify --root` says: one printed line, or a file of them, oldest first.
struct RootCheck {
    let texts: Texts
    let roots: [Root]

    /// - Parameter given: a line as it was printed, or the path of a file with such lines among others.
    init(_ given: String, texts: Texts) throws {
        self.texts = texts
        if let root = Root(line: given) {
            roots = [root]
            return
        }
        guard let bytes = FileManager.default.contents(atPath: given) else {
            throw Failed("neither a root's line nor a file: \(given); look for a slip of the pen")
        }
        let lines = String(decoding: bytes, as: UTF8.self).split(whereSeparator: \.isNewline)
        roots = lines.compactMap { Root(line: String($0)) }.sorted { $0.newest < $1.newest }
        guard !roots.isEmpty else { throw Failed("\(given) has no line of a root") }
    }

    /// The lines to be said, and whether all agree. A change lies between the last root that agrees and the first that does not.
    func judge(_ store: Store) throws(StoreFailure) -> (lines: [String], agree: Bool) {
        let again = try store.read { ledger throws(StoreFailure) in
            var found: [Root] = []
            for root in roots { found.append(try ledger.root(again: root)) }
            return found
        }
        var good: Root?
        for (root, now) in zip(roots, again) {
            if root == now {
                good = root
                continue
            }
            let values = ["day": root.day.iso, "n": String(root.newest)]
            guard let good else { return ([texts.render("root.differs", values)], false) }
            let since = ["good": good.day.iso, "first": String(good.newest + 1)]
            return ([texts.render("root.differs.since", values.merging(since) { $1 })], false)
        }
        guard let good else { return ([], true) }
        return ([texts.render("root.agrees", ["day": good.day.iso, "n": String(good.newest)])], true)
    }
}
