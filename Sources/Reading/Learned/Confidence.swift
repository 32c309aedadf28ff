import Glibc

/// How likely it is that the likeliest intent is what was meant. The share a model gives it does not say all: short answers are read more
/// surely than long sentences with the same share, some places are easier than others, and a close second weighs more than many far ones.
/// A logistic regression on those, learned from lines of authors the model had not seen.
struct Confidence: Sendable, Hashable {
    /// One for each sign of `signs`.
    let weights: [Double]

    static let count = 12 + Context.allCases.count

    /// 0...1.
    func probability(_ signs: [Double]) -> Double { Confidence.logistic(zip(signs, weights).reduce(0) { $0 + $1.0 * $1.1 }) }

    /// What is looked at.
    /// - Parameters:
    ///   - shares: those of the three likeliest, the largest first; they and the rest sum to 1.
    ///   - length: of what was looked at, in characters.
    static func signs(_ shares: (Double, Double, Double), length: Int, _ context: Context) -> [Double] {
        let first = min(max(shares.0, 0.001), 0.999)
        let odds = log(first / (1 - first)), size = log(Double(length + 1))
        let rest = max(0, 1 - shares.0 - shares.1 - shares.2)
        func small(_ share: Double) -> Double { log(share + 0.002) }
        var signs = [
            odds, shares.1, small(shares.1), shares.2, small(shares.2), rest, small(rest), size, size * odds, length <= 4 ? 1 : 0,
            length <= 8 ? 1 : 0, length > 16 ? 1 : 0,
        ]
        for other in Context.allCases { signs.append(other == context ? 1 : 0) }
        return signs
    }

    /// The weights that make what happened likeliest, held back a little: each in turn takes the step that would be best for it alone.
    /// - Parameter wasMeant: for each row of signs whether the likeliest was right.
    static func fitted(_ rows: [[Double]], _ wasMeant: [Bool]) -> Confidence {
        var weights = [Double](repeating: 0, count: count)
        var scores = [Double](repeating: 0, count: rows.count)
        for _ in 0..<200 {
            for sign in 0..<count {
                var slope = 0.1 * weights[sign], bend = 0.1
                for row in rows.indices where rows[row][sign] != 0 {
                    let found = logistic(scores[row]), value = rows[row][sign]
                    slope += (found - (wasMeant[row] ? 1 : 0)) * value
                    bend += found * (1 - found) * value * value
                }
                let step = slope / bend
                weights[sign] -= step
                for row in rows.indices { scores[row] -= step * rows[row][sign] }
            }
        }
        return Confidence(weights: weights)
    }

    private static func logistic(_ score: Double) -> Double { 1 / (1 + exp(-score)) }
}
