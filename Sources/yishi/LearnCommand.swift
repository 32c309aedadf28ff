import Board
import Deliberation
import Desk
import Procedure
import Record

/// `yishi learn`: what officers put right, as a table to train from; only where `yishi.json` allows it.
enum LearnCommand: CommandLineCommand {
    static let name = "learn"
    static let takes = "--out FILE [--unit ID] [--config DIR] [--data DIR]"
    static let does =
        "writes masked matters with what officers said of them (category, department, merged into) as a table for train and same"

    static func run(_ given: [String]) throws -> Int32 {
        let arguments = try Arguments(given, options: ["out", "unit", "config", "data"], flags: [])
        guard arguments.rest.isEmpty, let out = arguments["out"] else { throw UsageFault("--out FILE is needed, and nothing besides") }
        var unit: UnitID?
        if let name = arguments["unit"] {
            guard let id = UnitID(name) else { throw UsageFault("\(name) is no unit's id") }
            unit = id
        }
        guard try Folders.service(try Folders.configuration(arguments)).learns else {
            throw Failed("\(Configuration.file) does not allow it: the office decides that with \"learn\": true")
        }
        let record = try OpenRecord(arguments)
        let rows = try record.store.read { ledger throws(StoreFailure) in try TrainingRows.read(&ledger, record.library, unit: unit) }.rows
        try TableFile.write(Array(TrainingTable.text(rows).utf8), to: out)
        CommandLineTool.say(
            "\(out): \(rows.count) matters, \(rows.count { $0.category != nil }) with a category, "
                + "\(rows.count { $0.department != nil }) with a department, \(rows.count { $0.sources.contains(.merged) }) merged")
        return 0
    }
}
