import FoundationEssentials
import Reading
import Wire

/// `yishi train`: an office's own table becomes a model file of its own.
enum TrainCommand: CommandLineCommand {
    static let name = "train"
    static let takes = "TABLE --out FILE [--label COLUMN] [--source TEXT] [--licence TEXT] [--note TEXT] [--cues] [--config DIR]"
    static let does =
        "learns a model from a table (tab or comma separated, header line; columns text or title and detail, a label, perhaps matter)"

    static func run(_ given: [String]) throws -> Int32 {
        let arguments = try Arguments(given, options: ["out", "label", "source", "licence", "note", "config"], flags: ["cues"])
        guard arguments.rest.count == 1, let out = arguments["out"] else { throw UsageFault("one table and --out FILE are needed") }
        let label = arguments["label"] ?? "label"
        let content = try TableFile.bytes(arguments.rest[0])
        let rows = try TableFile.rows(content, arguments.rest[0], label: label)
        let setup = try TrainingSetup(arguments, rows)
        var provenance: [(name: String, text: String)] = [
            ("learned", "\(rows.count) rows of \(URL(fileURLWithPath: arguments.rest[0]).lastPathComponent), column \(label)"),
            ("sha256", TableFile.sha256(content)), ("source", arguments["source"] ?? "not stated"),
            ("licence", arguments["licence"] ?? "not stated"),
            ("method", "linear support vector machines on hashed character n-grams, calibrated on folds not seen"),
        ]
        if let note = arguments["note"] { provenance.append(("note", note)) }
        let model: LinearModel
        do throws(TrainingFault) {
            model = try setup.training.model(from: rows, cues: setup.cues, provenance: provenance)
        } catch { throw Failed("\(error)") }
        let bytes = model.bytes()
        try TableFile.write(bytes, to: out)
        CommandLineTool.say("\(out): \(model.labels.count) labels, \(rows.count) rows, \(bytes.count) bytes")
        return 0
    }
}
