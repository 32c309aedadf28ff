import Procedure
import Wire

/// A second opinion on what somebody means who speaks to us: a linear model learned from labelled lines, beside the words by hand.
/// It never finds a slot, and it never stands alone where a step cannot easily be undone.
public final class IntentModel: Sendable {
    public let model: LinearModel
    /// For each label of the model the intent it stands for.
    let names: [IntentName]
    /// How sure it may be of the likeliest; nil for a model that says nothing of it.
    private let confidence: Confidence?
    /// For each label whether it is an intent that needs no verb.
    let isWordless: [Bool]

    /// - Throws: `Malformed` for a model with a label that is no intent.
    public init(_ model: LinearModel) throws(Malformed) {
        var names: [IntentName] = []
        for label in model.labels {
            guard let name = IntentName(rawValue: label) else { throw Malformed("the model of intents has an unknown label \(label)") }
            names.append(name)
        }
        guard model.further.isEmpty || model.further.count == Confidence.count else {
            throw Malformed("the model of intents has \(model.further.count) numbers for its confidence, not \(Confidence.count)")
        }
        self.model = model
        self.names = names
        confidence = model.further.isEmpty ? nil : Confidence(weights: model.further)
        isWordless = names.map { IntentModel.wordless.contains($0) }
    }

    private static let wordless: Set<IntentName> = [
        .chatterIgnore, .unclear, .questionToBot, .thanks, .individualDispute, .outOfScopePolicy, .complainAsSuggestion, .emergency,
    ]

    /// Whether it has learned what is said for an intent: of others it has no opinion.
    func knows(_ name: IntentName) -> Bool { names.contains(name.listed) }

    /// An intent with its probability, and the words that speak for it.
    public struct Opinion: Sendable, Hashable {
        public var name: IntentName
        /// 0...1, over what this speaker may say in this place. Of the likeliest: that it is what was meant. Of the others: their share.
        public var probability: Double
    }

    /// The likeliest intents first, at most so many.
    func opinions(_ scan: inout Scan, _ attempt: Attempt, atMost most: Int = 3) -> [Opinion] {
        let sketch = IntentSketch(&scan, attempt)
        let may = attempt.reader.audience.labels(for: attempt.posts, attempt.context, mentionsUs: attempt.utterance.mentionsUs)
        let shares = model.probabilities(sketch.scalars, cues: sketch.signs.keys, among: may)
        let (places, signs) = IntentModel.likeliest(shares, sketch, attempt.context)
        return places.prefix(most).enumerated().map { rank, label in
            let isSure = rank == 0 ? confidence?.probability(signs) : nil
            return Opinion(name: names[label], probability: isSure ?? shares[label])
        }
    }

    /// The three likeliest labels, the likeliest first, and what says how sure they are.
    static func likeliest(_ shares: [Double], _ sketch: IntentSketch, _ context: Context) -> (labels: [Int], signs: [Double]) {
        var best = [-1, -1, -1]
        var (first, second, third) = (0.0, 0.0, 0.0)
        for label in shares.indices where shares[label] > third {
            if shares[label] > first {
                (best[0], best[1], best[2]) = (label, best[0], best[1])
                (first, second, third) = (shares[label], first, second)
            } else if shares[label] > second {
                (best[1], best[2]) = (label, best[1])
                (second, third) = (shares[label], second)
            } else {
                best[2] = label
                third = shares[label]
            }
        }
        return (best.filter { $0 >= 0 }, Confidence.signs((first, second, third), length: sketch.scalars.count - 2, context))
    }

    /// The words of a message that speak for an intent, the strongest first.
    func words(for name: IntentName, in utterance: Utterance, _ reader: Reader) -> [String] {
        guard let label = names.firstIndex(of: name) else { return [] }
        var scan = Scan(FoldedText(utterance.text, table: reader.verbs.fold))
        let sketch = IntentSketch(&scan, Attempt(reader: reader, utterance: utterance))
        return model.decidingWords(sketch.scalars, sketch.places, for: label).map { scan.text.wording($0) }
    }

    /// For each verb the label its intent has, nil where none was learned.
    func labels(of verbs: [Verb]) -> [Int?] { verbs.map { names.firstIndex(of: $0.intent.listed) } }

    /// What is looked at in a message.
    static func sketch(_ utterance: Utterance, _ reader: Reader) -> IntentSketch {
        var scan = Scan(FoldedText(utterance.text, table: reader.verbs.fold))
        return IntentSketch(&scan, Attempt(reader: reader, utterance: utterance))
    }
}
