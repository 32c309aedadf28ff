import Glibc

/// A linear model over hashed character n-grams that says which of a few labels a text belongs to, with a calibrated probability and the
/// words that decided it. A few MB, loaded whole, about a microsecond a label and hundred characters; nothing in it can be changed by a text.
///
/// Weights are a byte each, companded (their sign and square root are kept), so that small ones keep their worth beside large ones.
public struct LinearModel: Sendable {
    public let labels: [String]
    public let plan: GramPlan
    /// What the model is, where it came from and what it measured: free text for people, kept in the file.
    public let provenance: [(name: String, text: String)]
    /// Below this probability, in thousandths, the model abstains.
    public let leastSure: Int
    /// Keys of the features known, rising.
    let keys: [UInt32]
    /// For each feature its rarity, in sixteenths.
    let rarity: [UInt8]
    let weights: WeightTable
    /// For each label what the largest weight is, and the constant.
    let scales: [Float]
    let biases: [Float]
    let calibration: Calibration
    /// Numbers of whoever reads the probabilities, kept with the model: `Confidence`; empty where there are none.
    var further: [Double] = []
    /// Where keys begin that have the same sixteen highest bits.
    private let first: [Int32]
    private let reader: GramReader

    /// The parts must fit together; `init(parsing:)` sees to it for files.
    init(
        labels: [String], plan: GramPlan, provenance: [(name: String, text: String)], leastSure: Int, keys: [UInt32], rarity: [UInt8],
        weights: WeightTable, scales: [Float], biases: [Float], calibration: Calibration, fold: FoldTable
    ) {
        self.labels = labels
        self.plan = plan
        self.provenance = provenance
        self.leastSure = leastSure
        self.keys = keys
        self.rarity = rarity
        self.weights = weights
        self.scales = scales
        self.biases = biases
        self.calibration = calibration
        var first = [Int32](repeating: 0, count: 0x10001)
        for key in keys { first[Int(key >> 16) + 1] += 1 }
        for index in 1...0x10000 { first[index] += first[index - 1] }
        self.first = first
        reader = GramReader(plan, fold: fold)
    }

    /// The label's place and probability, likeliest first; they sum to 1. Texts without a known feature get what the constants say.
    func judge(_ text: FoldedText, cues: [Int] = []) -> [(label: Int, probability: Double)] {
        calibration.probabilities(margins(reader.grams(text, cues: cues))).enumerated().map { ($0.offset, $0.element) }
            .sorted { $0.1 > $1.1 || ($0.1 == $1.1 && $0.0 < $1.0) }
    }

    /// The probability of each of some labels for scalars somebody has made ready; they sum to 1, the others have 0.
    func probabilities(_ scalars: [UInt32], cues: [Int], among labels: [Int]) -> [Double] {
        calibration.probabilities(margins(reader.grams(scalars, cues: cues)), among: labels)
    }

    func folded(_ text: String) -> FoldedText { reader.folded(text) }

    /// The score of each label.
    /// - Parameter grams: those of a block stand together, as the reader gives them.
    func margins(_ grams: [Gram]) -> [Float] {
        // All are looked up before any is added: the tables are larger than the caches, and look-ups that wait for nothing overlap.
        let features = grams.map { feature($0.key) }
        var margins = biases
        var sums = [Float](repeating: 0, count: labels.count)
        var known: [(feature: Int, value: Float)] = []
        known.reserveCapacity(grams.count)
        var at = 0
        while at < grams.count {
            let block = grams[at].block
            known.removeAll(keepingCapacity: true)
            while at < grams.count, grams[at].block == block {
                if let feature = features[at] {
                    known.append((feature, LinearModel.value(count: grams[at].count, rarity: rarity[feature])))
                }
                at += 1
            }
            let square = known.reduce(0) { $0 + $1.value * $1.value }
            guard square > 0 else { continue }
            for label in sums.indices { sums[label] = 0 }
            weights.add(known, to: &sums)
            let unit = reader.weight(block) / square.squareRoot()
            for label in sums.indices { margins[label] += sums[label] * scales[label] * unit }
        }
        return margins
    }

    /// The words that speak for a label against the others, the strongest first: ranges of the folded text, at most so many.
    func decidingWords(_ text: FoldedText, for label: Int, atMost most: Int = 3) -> [Range<Int>] {
        let (scalars, places) = reader.letters(text)
        return decidingWords(scalars, places.map { $0..<$0 + 1 }, for: label, atMost: most)
    }

    /// The same of scalars somebody has made ready, each with the folded text it stands for.
    func decidingWords(_ scalars: [UInt32], _ places: [Range<Int>], for label: Int, atMost most: Int = 3) -> [Range<Int>] {
        var worth = [Float](repeating: 0, count: scalars.count)
        for block in [Gram.Block.whole, .opening] {
            let part = block == .whole ? scalars[...] : scalars.prefix(plan.opening)
            reader.visit(part, block) { key, range in
                guard let feature = feature(key) else { return }
                let share = advantage(feature, label) * LinearModel.value(count: 1, rarity: rarity[feature]) / Float(range.count)
                for place in range { worth[place] += share }
            }
        }
        return DecidingWords.best(worth, atMost: most).map { places[$0.lowerBound].lowerBound..<places[$0.upperBound - 1].upperBound }
            .filter { !$0.isEmpty }
    }

    /// How much more a feature says for a label than, on average, for the others.
    private func advantage(_ feature: Int, _ label: Int) -> Float {
        var own: Float = 0, all: Float = 0
        weights.visit(feature) { other, weight in
            let worth = LinearModel.expanded(weight) * scales[other]
            all += worth
            if other == label { own = worth }
        }
        return own - (all - own) / Float(max(1, labels.count - 1))
    }

    /// How rare a gram of the whole text is, in sixteenths above 0; what the model never learned counts as very rare.
    func rarity(of scalars: [UInt32]) -> UInt8 {
        guard let feature = feature(GramReader.key(of: scalars, .whole)) else { return 8 * 16 }
        return UInt8(max(1, Int(rarity[feature]) - 16))
    }

    /// The feature's place, nil if the model never learned it.
    private func feature(_ key: UInt32) -> Int? {
        var at = Int(first[Int(key >> 16)])
        let end = Int(first[Int(key >> 16) + 1])
        while at < end {
            if keys[at] == key { return at }
            at += 1
        }
        return nil
    }

    static func value(count: Int, rarity: UInt8) -> Float { (1 + logarithms[min(count, 63)]) * Float(rarity) / 16 }

    private static let logarithms: [Float] = (0..<64).map { $0 < 2 ? 0 : Float(log(Double($0))) }

    /// A companded byte as the weight it stands for, as a share of the largest.
    static func expanded(_ byte: Int8) -> Float {
        let weight = Float(byte)
        return weight * abs(weight) * (1 / (127 * 127))
    }

    static func companded(_ share: Float) -> Int8 {
        let root = (abs(share).squareRoot() * 127).rounded()
        return Int8(max(-127, min(127, share < 0 ? -root : root)))
    }
}

/// The stretches of a text that carry most of a decision.
enum DecidingWords {
    /// Stretches of two to eight characters with the largest sum that do not touch; those worth less than a quarter of the best are left out.
    static func best(_ worth: [Float], atMost most: Int) -> [Range<Int>] {
        let gains = worth.filter { $0 > 0 }
        let usual = gains.isEmpty ? 0 : gains.reduce(0, +) / Float(gains.count)
        // What a character brings beyond the usual: stretches stay short.
        var worth = worth.map { $0 - usual * 0.8 }
        var found: [(range: Range<Int>, sum: Float)] = []
        while found.count < most {
            var best: (range: Range<Int>, sum: Float)?
            for start in worth.indices where worth[start] > 0 {
                var sum: Float = 0
                for end in start..<min(start + 8, worth.count) {
                    sum += worth[end]
                    if end > start, sum > best?.sum ?? 0 { best = (start..<end + 1, sum) }
                }
            }
            guard let best, best.sum > (found.first?.sum ?? 0) / 4 else { break }
            found.append(best)
            for place in max(0, best.range.lowerBound - 1)..<min(worth.count, best.range.upperBound + 1) { worth[place] = -.infinity }
        }
        return found.map(\.range)
    }
}
