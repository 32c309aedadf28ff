import Glibc

/// Learns what each part of a likeness is worth from matters in order of arrival whose groups are known: logistic regression on pairs of one
/// unit, by Newton's method. The same table gives the same weights.
public struct LikenessTraining: Sendable {
    /// A matter as it arrived. Those of one unit and one group are the same matter.
    public struct Row: Sendable {
        public var unit: String
        public var group: String
        public var text: String

        public init(unit: String, group: String, text: String) {
            self.unit = unit
            self.group = group
            self.text = text
        }
    }

    private struct Pair {
        var later: Int
        var earlier: Int
        var parts: LikenessParts
        var isSame: Bool
    }

    private let rows: [Row]
    /// Every pair as it is, and pairs with half of their things and troubles hidden, so that words nobody listed keep their worth.
    private let pairs: [Pair]
    private let hidden: [Pair]

    /// How strongly weights are drawn to zero; how many of the likest pairs of other groups a matter teaches by.
    private static let pull = 10.0
    private static let mostOthers = 12

    public init(_ rows: [Row], _ sketcher: Sketcher) {
        self.rows = rows
        let sketches = rows.map { sketcher.sketch($0.text) }
        pairs = LikenessTraining.pairs(rows, sketches, sketcher.words.places)
        let halves = sketches.enumerated().map { LikenessTraining.half($0.element, of: rows[$0.offset]) }
        hidden = LikenessTraining.pairs(rows, halves, sketcher.words.places)
    }

    /// Without the things and troubles that chance (the unit's name decides it) does not know there.
    private static func half(_ sketch: MatterSketch, of row: Row) -> MatterSketch {
        let unit = row.unit.unicodeScalars.map(\.value)
        let kept = sketch.codes.indices.filter { at in
            let code = sketch.codes[at]
            switch MatterSketch.family(code) {
            case MatterSketch.Family.thing.rawValue, MatterSketch.Family.trouble.rawValue:
                return GramReader.key(of: unit + [code], .cue) & 0x100 == 0
            default: return true
            }
        }
        return MatterSketch(codes: kept.map { sketch.codes[$0] }, weights: kept.map { sketch.weights[$0] })
    }

    private static func pairs(_ rows: [Row], _ sketches: [MatterSketch], _ places: PlaceWords) -> [Pair] {
        var pairs: [Pair] = []
        for later in rows.indices {
            for earlier in 0..<later where rows[earlier].unit == rows[later].unit {
                pairs.append(
                    Pair(
                        later: later, earlier: earlier, parts: LikenessParts(sketches[earlier], sketches[later], places),
                        isSame: rows[earlier].group == rows[later].group))
            }
        }
        return pairs
    }

    /// The weights, as the words file keeps them, learned from all units but one.
    func weights(without unit: String?) -> LikenessWeights {
        let taught = (teaching(pairs) + teaching(hidden)).filter { rows[$0.later].unit != unit }
        let count = Likeness.names.count
        var spread = [Double](repeating: 0, count: count)
        for place in 0..<count {
            let mean = taught.reduce(0) { $0 + $1.parts.values[place] } / Double(max(1, taught.count))
            let square = taught.reduce(0) { $0 + ($1.parts.values[place] - mean) * ($1.parts.values[place] - mean) }
            spread[place] = max(1e-3, (square / Double(max(1, taught.count))).squareRoot())
        }
        let examples = taught.map { pair in (values: zip(pair.parts.values, spread).map { $0 / $1 } + [1], isSame: pair.isSame) }
        let learned = LikenessTraining.regression(examples, count + 1)
        return LikenessWeights(parts: zip(learned, spread).map { $0 / $1 }, constant: learned[count], propose: 0.5)
    }

    /// All pairs of one group, and for each matter the likest of others by what is plainly in common. What differs in place or wish is
    /// decided by that and teaches nothing.
    private func teaching(_ pairs: [Pair]) -> [Pair] {
        var kept: [Pair] = []
        var at = 0
        while at < pairs.count {
            var end = at
            while end < pairs.count, pairs[end].later == pairs[at].later { end += 1 }
            let open = pairs[at..<end].filter { !$0.parts.placesDiffer && !$0.parts.wishesDiffer }
            kept += open.filter(\.isSame)
            let others = open.filter { !$0.isSame }.map { (pair: $0, plain: LikenessTraining.plain($0.parts.values)) }
            kept += others.sorted { ($0.plain, $0.pair.earlier) > ($1.plain, $1.pair.earlier) }.prefix(LikenessTraining.mostOthers).map(
                \.pair)
            at = end
        }
        return kept
    }

    /// The cosines of things, grams and letters.
    private static func plain(_ values: [Double]) -> Double { values[0] + values[4] + values[17] }

    private static func regression(_ examples: [(values: [Double], isSame: Bool)], _ count: Int) -> [Double] {
        var weights = [Double](repeating: 0, count: count)
        for _ in 0..<25 {
            var slope = (0..<count).map { $0 == count - 1 ? 0 : LikenessTraining.pull * weights[$0] }
            var curve = [[Double]](repeating: [Double](repeating: 0, count: count), count: count)
            for place in 0..<count { curve[place][place] = place == count - 1 ? 1e-6 : LikenessTraining.pull }
            for (values, isSame) in examples {
                let score = zip(values, weights).reduce(0) { $0 + $1.0 * $1.1 }
                let share = 1 / (1 + exp(-max(-30, min(30, score))))
                let bend = max(1e-9, share * (1 - share))
                let fault = share - (isSame ? 1 : 0)
                for row in 0..<count where values[row] != 0 {
                    slope[row] += fault * values[row]
                    let scaled = bend * values[row]
                    for column in row..<count { curve[row][column] += scaled * values[column] }
                }
            }
            let step = solved(curve, slope)
            for place in 0..<count { weights[place] -= step[place] }
            if !step.contains(where: { abs($0) > 1e-6 }) { break }
        }
        return weights
    }

    /// A symmetric system of which the upper half is given, by elimination; its diagonal is positive.
    private static func solved(_ upper: [[Double]], _ right: [Double]) -> [Double] {
        var rows = upper
        var right = right
        let count = right.count
        for row in 0..<count { for column in 0..<row { rows[row][column] = upper[column][row] } }
        for pivot in 0..<count {
            for row in pivot + 1..<max(pivot + 1, count) {
                let factor = rows[row][pivot] / rows[pivot][pivot]
                guard factor != 0 else { continue }
                for column in pivot..<count { rows[row][column] -= factor * rows[pivot][column] }
                right[row] -= factor * right[pivot]
            }
        }
        for row in (0..<count).reversed() {
            for column in row + 1..<max(row + 1, count) { right[row] -= rows[row][column] * right[column] }
            right[row] /= rows[row][row]
        }
        return right
    }
}

extension LikenessTraining {
    /// How often the nearest earlier matter was right.
    public struct Outcome: Sendable {
        public var right = 0
        public var proposed = 0
        /// How many have an earlier one of their group.
        public var wanted = 0
        /// 0...1.
        public var f1: Double { 2 * Double(right) / Double(max(1, proposed + wanted)) }
    }

    /// What is learned from all rows. Each unit is judged by what the others taught; from what likeness on is proposed is what is best with
    /// all words and with half of them together, since other people's words are known less well than ours.
    public func learned() -> (weights: [(name: String, thousandths: Int)], outcome: Outcome) {
        let units = Set(rows.map(\.unit)).sorted()
        let judges = units.map { weights(without: $0) }
        let judged = [pairs, hidden].map { nearest($0, Dictionary(uniqueKeysWithValues: zip(units, judges))) }
        var best = (least: 500, f1: 0.0)
        for least in stride(from: 210, through: 950, by: 10) {
            let f1 = judged.reduce(0) { $0 + outcome($1, least).f1 }
            if f1 > best.f1 { best = (least, f1) }
        }
        let all = weights(without: nil)
        let parts = zip(Likeness.names, all.parts).map { (name: $0.0, thousandths: Int(($0.1 * 1000).rounded())) }
        let rest = [(name: "constant", thousandths: Int((all.constant * 1000).rounded())), (name: "propose", thousandths: best.least)]
        return (rest + parts, outcome(judged[0], best.least))
    }

    private func nearest(_ pairs: [Pair], _ judges: [String: LikenessWeights]) -> [(value: Double, isRight: Bool)] {
        var near: [Int: (value: Double, isRight: Bool)] = [:]
        for pair in pairs {
            guard let weights = judges[rows[pair.later].unit] else { continue }
            let value = Likeness(pair.parts, weights).value
            if let held = near[pair.later], held.value > value { continue }
            near[pair.later] = (value, pair.isSame)
        }
        return Array(near.values)
    }

    private func outcome(_ nearest: [(value: Double, isRight: Bool)], _ least: Int) -> Outcome {
        let proposed = nearest.filter { $0.value >= Double(least) / 1000 }
        let wanted = rows.count - Set(rows.map { [$0.unit, $0.group] }).count
        return Outcome(right: proposed.count(where: \.isRight), proposed: proposed.count, wanted: wanted)
    }
}
