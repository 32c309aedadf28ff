import Procedure
import Wire

/// Lines said to us with what was meant by them, as the model of intents is learned from.
public struct IntentLine: Sendable, Hashable {
    public var utterance: Utterance
    /// In the words of reading.md.
    public var label: String
    /// Who wrote it: lines of one author are never on both sides when the model is judged.
    public var author: String

    /// A table `role`, `context`, `intent`, `text` with tabs, or JSON lines as `yishi read` takes them with `want`: `do`, `intent`.
    /// What is to be met with silence is talk, whatever else it may be.
    ///
    /// - Throws: `Malformed` with the line for one that is neither, or for an unknown role, context or intent.
    public static func lines(parsing bytes: [UInt8], author: String, now: Instant) throws(Malformed) -> [IntentLine] {
        bytes.first == 0x7B
            ? try fromJSON(bytes, author, now) : try fromTable(try LabelledTable(parsing: bytes), author, now)
    }

    private static func fromJSON(_ bytes: [UInt8], _ author: String, _ now: Instant) throws(Malformed) -> [IntentLine] {
        var lines: [IntentLine] = []
        for (index, line) in bytes.split(separator: 0x0A).enumerated() {
            do throws(Malformed) {
                let json = try JSON(parsing: Array(line))
                let first = json["want"]?["do"]?.array?.first?.string
                let name = json["want"]?["intent"]?.array?.first?.string ?? IntentName.chatterIgnore.rawValue
                let label = try IntentLine.label(first == "silence" ? IntentName.chatterIgnore.rawValue : name)
                lines.append(IntentLine(utterance: try Utterance(json, now: now), label: label, author: author))
            } catch { throw Malformed(error.problem, line: index + 1, column: 1) }
        }
        return lines
    }

    private static func fromTable(_ table: LabelledTable, _ author: String, _ now: Instant) throws(Malformed) -> [IntentLine] {
        guard let roles = table.column("role"), let contexts = table.column("context"), let intents = table.column("intent"),
            let texts = table.column("text")
        else { throw Malformed("the table needs the columns role, context, intent and text") }
        var lines: [IntentLine] = []
        for index in table.rows.indices {
            guard let role = Role(rawValue: roles[index]), let context = Context(rawValue: contexts[index]) else {
                throw Malformed("no such role or context", line: index + 2, column: 1)
            }
            let said = Utterance(texts[index], at: now, role: role, context: context)
            lines.append(IntentLine(utterance: said, label: try label(intents[index]), author: author))
        }
        return lines
    }

    private static func label(_ text: String) throws(Malformed) -> String {
        guard let name = IntentName(rawValue: text) else { throw Malformed("no such intent: \(text)") }
        return name.listed.rawValue
    }
}

/// Learns a model of intents. The verbs, the calendar and the fold are those of the reader it is to serve.
public struct IntentTraining: Sendable {
    public var training: LinearTraining
    let reader: Reader
    /// A label with fewer lines is not learned: the words by hand stand alone for it.
    public var leastLines = 4

    public init(reader: Reader) {
        self.reader = reader
        training = LinearTraining()
        training.plan.longest = 2
        training.plan.opening = 0
        training.plan.cueWeight = 700
        training.plan.leastTexts = 4
        training.plan.pairs = 3
        training.plan.pairWeight = 700
        // Most of what is said speaks for a few steps and says nothing of the others.
        training.leastWeight = 17
        // It says nothing by itself where it is not sure; how sure it must be is the reader's to say.
        training.leastSure = 0
    }

    /// The words of our verbs in their own examples, as `帮助` teaches them: of these the model must have no doubt.
    func examples(at now: Instant) -> [IntentLine] {
        var lines: [IntentLine] = []
        for verb in reader.verbs.verbs where verb.group != nil && verb.intent != .pasteRecord && verb.example.hasPrefix(verb.words[0]) {
            for role in verb.roles.sorted(by: { $0.rawValue < $1.rawValue }).prefix(2) {
                let places = verb.contexts.sorted { $0.rawValue < $1.rawValue }
                for (count, word) in verb.words.enumerated() {
                    let said = word + verb.example.dropFirst(verb.words[0].count)
                    let heard = places.map { Utterance(said, at: now, role: role, context: $0) }.filter { means($0, verb.intent) }
                    guard !heard.isEmpty else { continue }
                    // The first place, and of the others a different one for each word.
                    for place in Set([0, count % heard.count]) {
                        lines.append(IntentLine(utterance: heard[place], label: verb.intent.listed.rawValue, author: ""))
                    }
                }
            }
        }
        return lines
    }

    /// Whether the words by hand alone read it so.
    private func means(_ utterance: Utterance, _ intent: IntentName) -> Bool {
        var scan = Scan(FoldedText(utterance.text, table: reader.verbs.fold))
        let read = Attempt(reader: reader, utterance: utterance).understood(&scan)
        return read.name == intent && read.action == .act
    }

    /// What is learned: lines somebody may have said to us, of labels that stand often enough.
    public func learned(_ lines: [IntentLine]) -> [IntentLine] {
        let candidates = lines.filter { line in
            var scan = Scan(FoldedText(line.utterance.text, table: reader.verbs.fold))
            return Attempt(reader: reader, utterance: called(line.utterance)).isCandidate(&scan)
        }
        var counts: [String: Int] = [:]
        for line in candidates { counts[line.label, default: 0] += 1 }
        return candidates.filter { counts[$0.label, default: 0] >= leastLines }
    }

    /// - Throws: `TrainingFault` for lines of fewer than two labels.
    public func model(from lines: [IntentLine], provenance: [(name: String, text: String)]) throws(TrainingFault) -> IntentModel {
        guard let now = lines.first?.utterance.at else { throw TrainingFault("there are no lines") }
        let labels = Set(learned(lines).map(\.label))
        let lines = learned(lines + examples(at: now).filter { labels.contains($0.label) })
        let grams = GramReader(training.plan, fold: reader.verbs.fold)
        let kept = apart(lines)
        let rows = zip(lines, kept).map { LabelledText(text: $0.utterance.text, label: $0.label, group: $1) }
        let sketches = lines.map { IntentModel.sketch(called($0.utterance), reader) }
        var training = training
        training.folds = min(training.folds, max(2, Set(kept).subtracting([""]).count))
        var (model, unseen) = try training.learned(rows, sketches.map { grams.grams($0.scalars, cues: $0.signs.keys) }, provenance)
        do throws(Malformed) {
            model.further = try confidence(in: try IntentModel(model), lines, sketches, unseen).weights
            return try IntentModel(model)
        } catch { throw TrainingFault("\(error)") }
    }

    /// How sure the model may be of the likeliest, from what it said of lines it had not learned and is asked about.
    private func confidence(
        in model: IntentModel, _ lines: [IntentLine], _ sketches: [IntentSketch], _ unseen: [[Float]]
    ) throws(Malformed) -> Confidence {
        var rows: [[Double]] = []
        var wasMeant: [Bool] = []
        let audience = LabelAudience(reader.verbs, model)
        for (index, line) in lines.enumerated() where !unseen[index].isEmpty && !isWordForWord(line.utterance) {
            let utterance = called(line.utterance)
            let may = audience.labels(
                for: Attempt(reader: reader, utterance: utterance).posts, utterance.context, mentionsUs: utterance.mentionsUs)
            let shares = model.model.calibration.probabilities(unseen[index], among: may)
            let (places, signs) = IntentModel.likeliest(shares, sketches[index], utterance.context)
            guard let first = places.first else { continue }
            rows.append(signs)
            wasMeant.append(model.names[first].rawValue == line.label)
        }
        return Confidence.fitted(rows, wasMeant)
    }

    private func isWordForWord(_ utterance: Utterance) -> Bool {
        var scan = Scan(FoldedText(utterance.text, table: reader.verbs.fold))
        return Attempt(reader: reader, utterance: called(utterance)).understood(&scan).isWordForWord
    }

    /// What is kept apart while it is learned how sure the model may be: authors, since each has ways of their own. Lines of an author who
    /// wrote more than a third are always learned; where fewer than three authors are left, single lines are kept apart.
    private func apart(_ lines: [IntentLine]) -> [String] {
        var counts: [String: Int] = [:]
        for line in lines where !line.author.isEmpty { counts[line.author, default: 0] += 1 }
        let most = counts.values.reduce(0, +) / 3
        let authors = counts.filter { $0.value <= most }
        guard authors.count >= 3 else { return lines.map { $0.author.isEmpty ? "" : $0.utterance.text } }
        return lines.map { authors[$0.author] == nil ? "" : $0.author }
    }

    /// What a model says of lines it has not learned.
    public func answers(_ model: IntentModel, _ lines: [IntentLine]) -> [Evaluation.Answer] {
        lines.map { line in
            let utterance = called(line.utterance)
            var scan = Scan(FoldedText(utterance.text, table: reader.verbs.fold))
            let first = model.opinions(&scan, Attempt(reader: reader, utterance: utterance), atMost: 1).first
            return Evaluation.Answer(
                truth: line.label, said: first?.name.rawValue ?? IntentName.chatterIgnore.rawValue, probability: first?.probability ?? 0,
                group: line.author + line.utterance.text)
        }
    }

    /// Each author's lines judged by what the others taught.
    public func crossValidated(_ lines: [IntentLine]) throws(TrainingFault) -> Evaluation {
        let lines = learned(lines)
        var found: [Evaluation.Answer] = []
        for author in Set(lines.map(\.author)).sorted() {
            let others = lines.filter { $0.author != author }
            guard !others.isEmpty else { throw TrainingFault("lines of two authors at least are needed") }
            let model = try model(from: others, provenance: [])
            found += answers(model, lines.filter { $0.author == author })
        }
        return Evaluation(found)
    }

    private func called(_ utterance: Utterance) -> Utterance {
        var utterance = utterance
        if !utterance.mentionsUs, reader.callsUs(utterance.text) { utterance.mentionsUs = true }
        return utterance
    }
}
