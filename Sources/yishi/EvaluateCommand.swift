import Reading
import Wire

/// `yishi evaluate`: how good a model is on rows it has not seen.
enum EvaluateCommand: CommandLineCommand {
    static let name = "evaluate"
    static let takes =
        "TABLE [--label COLUMN] [--model FILE] [--folds N] [--against FILE] [--predictions FILE] [--cues | --intents] [--config DIR]"
    static let does =
        "cross-validates by matter (or tries the model given): confusion, calibration, intervals; paired against a file with one label a line"

    static func run(_ given: [String]) throws -> Int32 {
        let arguments = try Arguments(
            given, options: ["label", "model", "folds", "against", "predictions", "config"], flags: ["cues", "intents"])
        if arguments.has("intents") {
            for line in EvaluationReport.lines(try IntentSetup(arguments).evaluation(arguments["model"])) { CommandLineTool.say(line) }
            return 0
        }
        guard arguments.rest.count == 1 else { throw UsageFault("one table is needed") }
        let path = arguments.rest[0]
        let rows = try TableFile.rows(try Folders.bytes(path), path, label: arguments["label"] ?? "label")
        let evaluation = try evaluation(rows, arguments)
        for line in EvaluationReport.lines(evaluation) { CommandLineTool.say(line) }
        if let against = arguments["against"] {
            let others = String(decoding: try Folders.bytes(against), as: UTF8.self).split(whereSeparator: \.isNewline).map(String.init)
            guard others.count == evaluation.answers.count else {
                throw Failed("\(against) has \(others.count) lines; the table has \(evaluation.answers.count) rows with a label")
            }
            CommandLineTool.say(EvaluationReport.against(evaluation, others))
        }
        if let out = arguments["predictions"] {
            try TableFile.write(Array((evaluation.answers.map(\.said).joined(separator: "\n") + "\n").utf8), to: out)
        }
        return 0
    }

    private static func evaluation(_ rows: [LabelledText], _ arguments: Arguments) throws -> Evaluation {
        guard !rows.isEmpty else { throw Failed("the table has no row with a text and a label") }
        if let path = arguments["model"] {
            let model = try TableFile.model(path)
            let signs = model.plan.cueWeight > 0 ? try ModelFiles.words(try Folders.configuration(arguments)) : nil
            return Evaluation(rows.map { model.answer($0, cues: signs?.signs(of: $0.text) ?? []) })
        }
        guard let folds = Int(arguments["folds"] ?? "5"), (2...100).contains(folds) else { throw UsageFault("--folds is 2 to 100") }
        let setup = try TrainingSetup(arguments, rows)
        do throws(TrainingFault) {
            return try setup.training.crossValidated(rows, cues: setup.cues, parts: folds)
        } catch { throw Failed("\(error)") }
    }
}

/// How a model is learned: with the signs of the words file where asked, for small tables.
struct TrainingSetup {
    var training = LinearTraining()
    var cues: [[Int]] = []

    init(_ arguments: Arguments, _ rows: [LabelledText]) throws(Failed) {
        guard arguments.has("cues") else { return }
        training.plan = .withCues
        let words = try ModelFiles.words(try Folders.configuration(arguments))
        cues = rows.map { words.signs(of: $0.text) }
    }
}

/// An evaluation in lines for a terminal.
enum EvaluationReport {
    static func lines(_ evaluation: Evaluation) -> [String] {
        let interval = evaluation.macroF1Interval()
        var lines = [
            "rows \(evaluation.answers.count)  accuracy \(share(evaluation.accuracy))  "
                + "macro-F1 \(share(interval.value)) [\(share(interval.low)), \(share(interval.high))]  "
                + "calibration error \(share(evaluation.calibrationError))"
        ]
        lines += evaluation.scores.filter { $0.count > 0 }.map {
            "  \($0.label): precision \(share($0.precision)) recall \(share($0.recall)) F1 \(share($0.f1)) of \($0.count)"
        }
        lines.append("confused (truth, said, rows):")
        lines += evaluation.confusion.filter { $0.truth != $0.said }.sorted { $0.count > $1.count }.prefix(12)
            .map { "  \($0.truth) → \($0.said): \($0.count)" }
        lines.append("promised and true, by tenths of probability:")
        lines += evaluation.reliability.enumerated().filter { $0.element.count > 0 }.map {
            "  0.\($0.offset)–: \($0.element.count) rows, promised \(share($0.element.promised)), true \(share($0.element.true))"
        }
        lines.append("left to people below a probability:")
        lines += [0.5, 0.7, 0.9].map { least in
            let kept = evaluation.kept(atLeast: least)
            return "  \(share(least)): \(share(kept.share)) stay, \(share(kept.accuracy)) of them right"
        }
        return lines
    }

    static func against(_ evaluation: Evaluation, _ others: [String]) -> String {
        let (difference, notBetter) = evaluation.against(others)
        return "against the other answers: macro-F1 \(signed(difference.value)) [\(signed(difference.low)), \(signed(difference.high))], "
            + "not better in \(share(notBetter)) of draws"
    }

    static func share(_ value: Double) -> String { SameSession.share(value) }

    private static func signed(_ value: Double) -> String { (value < 0 ? "-" : "+") + share(abs(value)) }
}
