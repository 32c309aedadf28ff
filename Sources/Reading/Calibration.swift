import Glibc

/// Turns the scores of a linear model into probabilities that mean what they say: of texts given 0.8, eight in ten are right. One slope for
/// all labels and a constant each, found on scores of texts the model had not seen.
public struct Calibration: Sendable, Hashable {
    public var slope: Double
    public var constants: [Double]

    public init(slope: Double, constants: [Double]) {
        self.slope = slope
        self.constants = constants
    }

    /// One probability a label; they sum to 1.
    func probabilities(_ margins: [Float]) -> [Double] {
        let scores = margins.indices.map { slope * Double(margins[$0]) + ($0 < constants.count ? constants[$0] : 0) }
        let highest = scores.max() ?? 0
        let powers = scores.map { exp($0 - highest) }
        let sum = powers.reduce(0, +)
        return powers.map { $0 / sum }
    }

    /// The calibration that makes the given truths likeliest, a little held back so that few texts cannot make it certain.
    /// - Parameter truths: the place of each text's true label, as many as there are rows of margins.
    static func fitted(_ margins: [[Float]], _ truths: [Int], labels: Int) -> Calibration {
        var calibration = Calibration(slope: 2, constants: Array(repeating: 0, count: labels))
        guard !margins.isEmpty, margins.count == truths.count else { return calibration }
        let step = 2.0
        for _ in 0..<300 {
            var slope = 0.0
            var constants = [Double](repeating: 0, count: labels)
            for (row, truth) in zip(margins, truths) {
                let probabilities = calibration.probabilities(row)
                for label in 0..<labels {
                    let miss = (label == truth ? 1 : 0) - probabilities[label]
                    slope += miss * Double(row[label])
                    constants[label] += miss
                }
            }
            let count = Double(margins.count)
            calibration.slope = max(0.1, calibration.slope + step * (slope / count - 0.0005 * calibration.slope))
            for label in 0..<labels {
                calibration.constants[label] += step * (constants[label] / count - 0.002 * calibration.constants[label])
            }
        }
        return calibration
    }
}
