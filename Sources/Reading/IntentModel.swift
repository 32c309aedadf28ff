import Procedure
import Wire

/// A second opinion on what somebody means who speaks to us: a linear model learned from labelled lines, beside the words by hand.
/// It never finds a slot, and it never stands alone where a step cannot easily be undone.
public struct IntentModel: Sendable {
    public let model: LinearModel
    /// For each label of the model the intent it stands for.
    let names: [IntentName]
    /// For each label whether it is an intent that needs no verb.
    fileprivate let isWordless: [Bool]

    /// - Throws: `Malformed` for a model with a label that is no intent.
    public init(_ model: LinearModel) throws(Malformed) {
        var names: [IntentName] = []
        for label in model.labels {
            guard let name = IntentName(rawValue: label) else { throw Malformed("the model of intents has an unknown label \(label)") }
            names.append(name)
        }
        self.model = model
        self.names = names
        isWordless = names.map { IntentModel.wordless.contains($0) }
    }

    private static let wordless: Set<IntentName> = [
        .chatterIgnore, .unclear, .questionToBot, .thanks, .individualDispute, .outOfScopePolicy, .complainAsSuggestion, .emergency,
    ]

    /// Whether it has learned what is said for an intent: of others it has no opinion.
    func knows(_ name: IntentName) -> Bool { names.contains { $0.rawValue == name.printed } }

    /// An intent with its probability, and the words that speak for it.
    public struct Opinion: Sendable, Hashable {
        public var name: IntentName
        /// 0...1, calibrated on lines the model had not seen; over what this speaker may say in this place.
        public var probability: Double
        public var words: [String]
    }

    /// The likeliest intents first, at most so many.
    func opinions(_ scan: inout Scan, _ attempt: Attempt, atMost most: Int = 3) -> [Opinion] {
        let sketch = IntentSketch(&scan, attempt)
        let may = attempt.labels
        var probabilities = model.probabilities(sketch.scalars, cues: sketch.signs.keys)
        var sum = 0.0
        for label in probabilities.indices { if may[label] { sum += probabilities[label] } else { probabilities[label] = 0 } }
        guard sum > 0 else { return [] }
        var found: [Opinion] = []
        while found.count < most, let best = probabilities.indices.max(by: { probabilities[$0] < probabilities[$1] }),
            probabilities[best] > 0
        {
            // What spoke for it is only asked of the first.
            let ranges = found.isEmpty ? model.decidingWords(sketch.scalars, sketch.places, for: best) : []
            found.append(Opinion(name: names[best], probability: probabilities[best] / sum, words: ranges.map { scan.text.wording($0) }))
            probabilities[best] = 0
        }
        return found
    }

    /// For each verb the label its intent has, nil where none was learned.
    func labels(of verbs: [Verb]) -> [Int?] { verbs.map { verb in names.firstIndex { $0.rawValue == verb.intent.printed } } }

    /// What is looked at in a message.
    static func sketch(_ utterance: Utterance, _ reader: Reader) -> IntentSketch {
        var scan = Scan(FoldedText(utterance.text, table: reader.verbs.fold))
        return IntentSketch(&scan, Attempt(reader: reader, utterance: utterance))
    }
}

extension Attempt {
    /// For each label of the model whether this speaker may mean it in this place: some verb of theirs says it there, or it needs no verb.
    fileprivate var labels: [Bool] {
        guard let model = reader.model else { return [] }
        var labels = model.isWordless
        for index in verbs.verbs.indices {
            if let label = reader.labels[index], !labels[label], mayMean(index) { labels[label] = true }
        }
        return labels
    }
}
