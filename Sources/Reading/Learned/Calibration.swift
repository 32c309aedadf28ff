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
    func probabilities(_ margins: [Float]) -> [Double] { probabilities(margins, among: Array(margins.indices)) }

    /// - Parameter labels: the places of those it can be, rising; the others have 0, and all have where it can be of none.
    func probabilities(_ margins: [Float], among labels: [Int]) -> [Double] {
        var powers = [Double](repeating: 0, count: margins.count)
        var highest = -Double.infinity
        for label in labels {
            powers[label] = slope * Double(margins[label]) + (label < constants.count ? constants[label] : 0)
            highest = max(highest, powers[label])
        }
        var sum = 0.0
        for label in labels {
            powers[label] = exp(powers[label] - highest)
            sum += powers[label]
        }
        guard sum > 0 else { return powers }
        for label in labels { powers[label] /= sum }
        return powers
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
