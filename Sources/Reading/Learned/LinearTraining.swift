import Glibc

/// Learns a `LinearModel` from texts with labels: one support vector machine with squared hinge loss a label, by dual coordinate descent
/// (Hsieh and others, 2008), which is what liblinear does. Deterministic: the same table gives the same bytes.
public struct LinearTraining: Sendable {
    public var plan = GramPlan()
    /// What a fault costs against large weights.
    public var cost: Float = 0.7
    public var rounds = 30
    /// Folds the calibration is learned on.
    public var folds = 5
    /// How often a row is learned, each time with another half of its cues: lists of words are written with some texts in mind, and a model
    /// that sees all of them trusts them more than they deserve on the next text.
    public var copiesWithCues = 3
    /// Weights below this share of a label's largest, as the byte they are kept in (0...127), are left out; 0 keeps all.
    public var leastWeight: Int8 = 0
    /// Thousandths below which the model abstains.
    public var leastSure = 500

    /// Does the same for each number below a count: the machines of the labels know nothing of each other, and may be learned side by side.
    public var each: @Sendable (_ count: Int, _ work: @Sendable (Int) -> [Float]) -> [[Float]] = { count, work in (0..<count).map(work) }

    public init() {}

    /// One row ready to be learned: places in the vocabulary with their values, and the label's place.
    struct Row: Sendable {
        var features: [(place: Int32, value: Float)]
        var square: Float
        var label: Int
    }

    /// A vocabulary: keys rising, and the rarity of each in sixteenths.
    struct Vocabulary: Sendable {
        var keys: [UInt32]
        var rarity: [UInt8]

        init(_ texts: [[Gram]], leastTexts: Int) {
            var seen: [UInt32: Int] = [:]
            for grams in texts { for gram in grams { seen[gram.key, default: 0] += 1 } }
            keys = seen.filter { $0.value >= leastTexts }.keys.sorted()
            let count = Double(texts.count)
            rarity = keys.map { key in
                let rare = log((1 + count) / Double(1 + (seen[key] ?? 0))) + 1
                return UInt8(max(1, min(255, (rare * 16).rounded())))
            }
        }
    }

    /// - Parameter groups: rows of one group are never on both sides when the calibration is learned.
    /// - Parameter cues: the cues of each text, or none at all.
    public func model(
        from rows: [LabelledText], cues: [[Int]] = [], provenance: [(name: String, text: String)]
    ) throws(TrainingFault) -> LinearModel {
        let reader = GramReader(plan, fold: FoldTable())
        let grams = rows.indices.map { reader.grams(reader.folded(rows[$0].text), cues: cues.isEmpty ? [] : cues[$0]) }
        return try model(from: rows, grams, provenance)
    }

    func model(
        from rows: [LabelledText], _ grams: [[Gram]], _ provenance: [(name: String, text: String)]
    ) throws(TrainingFault) -> LinearModel { try learned(rows, grams, provenance).model }

    /// The same, from features somebody has made ready: a list for each row. Rows of the empty group are always learned and never judged.
    /// - Returns: the model, and for each row that was judged the margins that a model gave it which had not learned it.
    func learned(
        _ rows: [LabelledText], _ grams: [[Gram]], _ provenance: [(name: String, text: String)]
    ) throws(TrainingFault) -> (model: LinearModel, unseen: [[Float]]) {
        let labels = Set(rows.map(\.label)).sorted()
        guard labels.count >= 2 else { throw TrainingFault("a model needs at least two labels; the table has \(labels.count)") }
        let fold = FoldTable()
        let places = Dictionary(uniqueKeysWithValues: labels.enumerated().map { ($0.element, $0.offset) })
        let truths = rows.map { places[$0.label] ?? 0 }
        let parts = Folds.of(rows.map(\.group), count: folds)
        var margins: [[Float]] = Array(repeating: [], count: rows.count)
        for part in 0..<folds {
            let inside = rows.indices.filter { parts[$0] != part || rows[$0].group.isEmpty }
            guard Set(inside.map { truths[$0] }).count == labels.count else { continue }
            let model = fitted(inside.map { grams[$0] }, inside.map { truths[$0] }, labels, Calibration(slope: 1, constants: []), [], fold)
            for index in rows.indices where parts[index] == part && !rows[index].group.isEmpty {
                margins[index] = model.margins(grams[index])
            }
        }
        let measured = margins.indices.filter { !margins[$0].isEmpty }
        let calibration = Calibration.fitted(measured.map { margins[$0] }, measured.map { truths[$0] }, labels: labels.count)
        return (fitted(grams, truths, labels, calibration, provenance, fold), margins)
    }

    private func fitted(
        _ grams: [[Gram]], _ truths: [Int], _ labels: [String], _ calibration: Calibration, _ provenance: [(name: String, text: String)],
        _ fold: FoldTable
    ) -> LinearModel {
        let vocabulary = Vocabulary(grams, leastTexts: plan.leastTexts)
        let reader = GramReader(plan, fold: fold)
        var dice = Dice(seed: 5)
        let rows =
            plan.cueWeight == 0
            ? rows(grams, truths, vocabulary, reader)
            : (0..<copiesWithCues).flatMap { _ in
                self.rows(grams.map { LinearTraining.halved($0, &dice) }, truths, vocabulary, reader)
            }
        let width = vocabulary.keys.count
        var weights = [Int8](repeating: 0, count: width * labels.count)
        var scales: [Float] = []
        var biases: [Float] = []
        for (label, learned) in each(labels.count, { machine(rows, label: $0, width: width) }).enumerated() {
            let largest = max(learned.dropLast().map(abs).max() ?? 0, .leastNormalMagnitude)
            for feature in 0..<width { weights[feature * labels.count + label] = LinearModel.companded(learned[feature] / largest) }
            scales.append(largest)
            biases.append(learned[width])
        }
        let table = WeightTable(dense: weights, labelCount: labels.count)
        return LinearModel(
            labels: labels, plan: plan, provenance: provenance, leastSure: leastSure, keys: vocabulary.keys, rarity: vocabulary.rarity,
            weights: leastWeight > 0 ? table.withoutSmall(leastWeight) : table, scales: scales, biases: biases, calibration: calibration,
            fold: fold)
    }

    private static func halved(_ grams: [Gram], _ dice: inout Dice) -> [Gram] {
        grams.filter { $0.block != .cue || dice.below(2) == 0 }
    }

    private func rows(_ grams: [[Gram]], _ truths: [Int], _ vocabulary: Vocabulary, _ reader: GramReader) -> [Row] {
        let places = Dictionary(uniqueKeysWithValues: vocabulary.keys.enumerated().map { ($0.element, Int32($0.offset)) })
        return zip(grams, truths).map { grams, truth in
            var features: [(place: Int32, value: Float)] = []
            for block in Gram.Block.allCases {
                let start = features.count
                var square: Float = 0
                for gram in grams where gram.block == block {
                    guard let place = places[gram.key] else { continue }
                    let value = LinearModel.value(count: gram.count, rarity: vocabulary.rarity[Int(place)])
                    square += value * value
                    features.append((place, value))
                }
                let unit = square > 0 ? reader.weight(block) / square.squareRoot() : 0
                for index in start..<features.count { features[index].value *= unit }
            }
            features.append((Int32(vocabulary.keys.count), 1))
            return Row(features: features, square: features.reduce(0) { $0 + $1.value * $1.value }, label: truth)
        }
    }

    /// The weights of one label against the rest; the last is the constant.
    func machine(_ rows: [Row], label: Int, width: Int) -> [Float] {
        var weights = [Float](repeating: 0, count: width + 1)
        var alphas = [Float](repeating: 0, count: rows.count)
        var order = Array(rows.indices)
        var dice = Dice(seed: UInt64(label) + 1)
        let softness = 1 / (2 * cost)
        weights.withUnsafeMutableBufferPointer { weights in
            for _ in 0..<rounds {
                dice.shuffle(&order)
                var largest: Float = 0
                for index in order {
                    let row = rows[index]
                    let side: Float = row.label == label ? 1 : -1
                    var score: Float = 0
                    for (place, value) in row.features { score += weights[Int(place)] * value }
                    let gradient = side * score - 1 + softness * alphas[index]
                    if alphas[index] == 0, gradient >= 0 { continue }
                    largest = max(largest, abs(gradient))
                    let old = alphas[index]
                    alphas[index] = max(0, old - gradient / (row.square + softness))
                    let move = (alphas[index] - old) * side
                    if move == 0 { continue }
                    for (place, value) in row.features { weights[Int(place)] += move * value }
                }
                if largest < 0.01 { break }
            }
        }
        return weights
    }
}

/// A table no model can be learned from.
public struct TrainingFault: Error, Sendable, Hashable, CustomStringConvertible {
    public var description: String
    public init(_ description: String) { self.description = description }
}

/// A small generator that is the same everywhere (SplitMix64), for shuffling and the bootstrap.
struct Dice: Sendable {
    private var state: UInt64

    init(seed: UInt64) { state = seed &* 0x9E37_79B9_7F4A_7C15 }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var value = state
        value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
        value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
        return value ^ (value >> 31)
    }

    /// 0 up to a bound that is above 0, the bound left out.
    mutating func below(_ bound: Int) -> Int { Int(next() % UInt64(bound)) }

    mutating func shuffle(_ order: inout [Int]) {
        for index in order.indices.dropFirst().reversed() { order.swapAt(index, below(index + 1)) }
    }
}
