import Procedure
import Wire

/// A second opinion on what somebody means who speaks to us: a linear model learned from labelled lines, beside the words by hand.
/// It never finds a slot, and it never stands alone where a step cannot easily be undone.
public struct IntentModel: Sendable {
    public let model: LinearModel
    /// For each label of the model the intent it stands for.
    let names: [IntentName]

    /// - Throws: `Malformed` for a model with a label that is no intent.
    public init(_ model: LinearModel) throws(Malformed) {
        var names: [IntentName] = []
        for label in model.labels {
            guard let name = IntentName(rawValue: label) else { throw Malformed("the model of intents has an unknown label \(label)") }
            names.append(name)
        }
        self.model = model
        self.names = names
    }

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
        let may = attempt.intents
        let judged = model.judge(sketch.scalars, cues: sketch.cues).filter { may.contains(names[$0.label]) }
        let sum = judged.reduce(0) { $0 + $1.probability }
        guard sum > 0 else { return [] }
        return judged.prefix(most).enumerated().map { place, one in
            let ranges = place == 0 ? model.decidingWords(sketch.scalars, sketch.places, for: one.label) : []
            return Opinion(name: names[one.label], probability: one.probability / sum, words: ranges.map { scan.text.wording($0) })
        }
    }

    /// What is looked at in a message.
    static func sketch(_ utterance: Utterance, _ reader: Reader) -> IntentSketch {
        var scan = Scan(FoldedText(utterance.text, table: reader.verbs.fold))
        return IntentSketch(&scan, Attempt(reader: reader, utterance: utterance))
    }
}

extension Attempt {
    /// What may be meant by this speaker in this place: what some verb of theirs says there, and what needs no verb. In the words of reading.md.
    var intents: Set<IntentName> {
        var found = Attempt.wordless
        for index in verbs.verbs.indices where !found.contains(verbs.verbs[index].intent) && mayMean(index) {
            let name = verbs.verbs[index].intent
            found.insert(name)
            if let printed = IntentName(rawValue: name.printed) { found.insert(printed) }
        }
        return found
    }

    private static let wordless: Set<IntentName> = [
        .chatterIgnore, .unclear, .questionToBot, .thanks, .individualDispute, .outOfScopePolicy, .complainAsSuggestion, .emergency,
    ]
}
