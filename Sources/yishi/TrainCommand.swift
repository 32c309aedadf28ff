import FoundationEssentials
import Reading
import Wire

/// `yishi train`: an office's own table becomes a model file of its own.
enum TrainCommand: CommandLineCommand {
    static let name = "train"
    static let takes =
        "TABLE --out FILE [--label COLUMN] [--source TEXT] [--licence TEXT] [--note TEXT] [--cues | --intents [--hunted FILES] | "
        + "--names --plain FILES --foreign FILE --known FILE --public FILE] [--config DIR]"
    static let does =
        "learns a model from a table (tab or comma separated, header line; columns text or title and detail, a label, perhaps matter)"

    static func run(_ given: [String]) throws -> Int32 {
        let arguments = try Arguments(
            given, options: ["out", "label", "source", "licence", "note", "config", "hunted", "plain", "foreign", "known", "public"],
            flags: ["cues", "intents", "names"])
        if arguments.has("names") { return try NameSetup.train(arguments) }
        if arguments.has("intents") { return try intents(arguments) }
        guard arguments.rest.count == 1, let out = arguments["out"] else { throw UsageFault("one table and --out FILE are needed") }
        let label = arguments["label"] ?? "label"
        let content = try Folders.bytes(arguments.rest[0])
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

    /// `--intents`: what is meant by what is said to us, from several files, one an author. `--hunted` (commas between) names files of lines that
    /// were sought because they were misread: they are learned too, but say nothing of how sure the model may be on an ordinary day.
    private static func intents(_ arguments: Arguments) throws -> Int32 {
        guard !arguments.rest.isEmpty, let out = arguments["out"] else { throw UsageFault("a file of lines and --out FILE are needed") }
        let setup = try IntentSetup(arguments)
        let learned = setup.training.learned(setup.lines)
        var provenance: [(name: String, text: String)] = [
            (
                "learned",
                "\(learned.count) lines of \(setup.files.map { URL(fileURLWithPath: $0).lastPathComponent }.joined(separator: ", "))"
            ),
            ("sha256", setup.sha256), ("source", arguments["source"] ?? "not stated"), ("licence", arguments["licence"] ?? "not stated"),
            ("method", "linear support vector machines on characters and signs of form, calibrated on authors not seen"),
        ]
        if let note = arguments["note"] { provenance.append(("note", note)) }
        let model: IntentModel
        do throws(TrainingFault) { model = try setup.training.model(from: setup.lines, provenance: provenance) } catch {
            throw Failed("\(error)")
        }
        let bytes = model.model.bytes()
        try TableFile.write(bytes, to: out)
        CommandLineTool.say("\(out): \(model.model.labels.count) labels, \(learned.count) lines, \(bytes.count) bytes")
        return 0
    }
}
