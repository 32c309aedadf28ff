import Board
import Deliberation
import Desk
import Glibc
import Procedure
import Record

/// `yishi export`: tables for an office suite, on standard output.
enum ExportCommand: CommandLineCommand {
    static let name = "export"
    static let takes = "--deviations [--unit ID] [--config DIR] [--data DIR]"
    static let does = "writes the ledger of departures and violations as CSV to standard output"

    static func run(_ given: [String]) throws -> Int32 {
        let arguments = try Arguments(given, options: ["unit", "config", "data"], flags: ["deviations"])
        guard arguments.rest.isEmpty else { throw UsageFault("\(arguments.rest[0]) is no option") }
        guard arguments.has("deviations") else { throw UsageFault("say what: --deviations") }
        var unit: UnitID?
        if let name = arguments["unit"] {
            guard let id = UnitID(name) else { throw UsageFault("\(name) is no unit's id") }
            unit = id
        }
        let record = try OpenRecord(arguments)
        CommandLineTool.write(
            try DeviationTable.csv(record.store, record.library, unit: unit, on: record.clock.now.civil.date).text, to: STDOUT_FILENO)
        return 0
    }
}
