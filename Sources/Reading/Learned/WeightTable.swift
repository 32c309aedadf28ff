/// What each feature of a linear model says of each label: a byte, companded. Where most features say nothing of most labels only what they
/// do say is kept, as pairs of label and weight; else all of it, label after label.
struct WeightTable: Sendable {
    private var dense: [Int8] = []
    private let labelCount: Int
    /// Where the pairs of each feature begin; empty where all weights are kept.
    private var starts: [Int32] = []
    /// The label in the high byte, the weight in the low one.
    private var pairs: [UInt16] = []
    /// What each byte stands for.
    private let shares: [Float] = (0..<256).map { LinearModel.expanded(Int8(truncatingIfNeeded: $0)) }

    /// All weights, feature after feature, label after label.
    init(dense: [Int8], labelCount: Int) {
        self.dense = dense
        self.labelCount = labelCount
    }

    /// Only pairs.
    /// - Parameter counts: how many pairs each feature has.
    init(counts: [UInt8], labels: [UInt8], weights: [Int8], labelCount: Int) {
        self.labelCount = labelCount
        pairs = zip(labels, weights).map { UInt16($0) << 8 | UInt16(UInt8(bitPattern: $1)) }
        starts.reserveCapacity(counts.count + 1)
        var sum: Int32 = 0
        starts.append(0)
        for count in counts {
            sum += Int32(count)
            starts.append(sum)
        }
    }

    /// The same without the weights that are smaller than `least`, as pairs.
    func withoutSmall(_ least: Int8) -> WeightTable {
        var counts: [UInt8] = []
        var labels: [UInt8] = []
        var weights: [Int8] = []
        for feature in 0..<dense.count / labelCount {
            var count: UInt8 = 0
            visit(feature) { label, weight in
                guard weight.magnitude >= least.magnitude else { return }
                labels.append(UInt8(label))
                weights.append(weight)
                count += 1
            }
            counts.append(count)
        }
        return WeightTable(counts: counts, labels: labels, weights: weights, labelCount: labelCount)
    }

    var isSparse: Bool { !starts.isEmpty }

    /// As they stand in a file: all weights, or the counts, the labels and the weights of the pairs.
    var bytes: [UInt8] {
        guard isSparse else { return dense.map { UInt8(bitPattern: $0) } }
        let counts = starts.indices.dropFirst().map { UInt8(starts[$0] - starts[$0 - 1]) }
        return counts + pairs.map { UInt8($0 >> 8) } + pairs.map { UInt8($0 & 0xFF) }
    }

    func visit(_ feature: Int, _ use: (_ label: Int, _ weight: Int8) -> Void) {
        if isSparse {
            for pair in pairs[Int(starts[feature])..<Int(starts[feature + 1])] { use(Int(pair >> 8), Int8(truncatingIfNeeded: pair)) }
        } else {
            for label in 0..<labelCount { use(label, dense[feature * labelCount + label]) }
        }
    }

    /// Adds what each feature says of each label, times its value.
    func add(_ features: [(feature: Int, value: Float)], to sums: inout [Float]) {
        sums.withUnsafeMutableBufferPointer { sums in
            guard isSparse else {
                // Read a hundred at a time, without a look at each place.
                dense.withUnsafeBufferPointer { dense in
                    for (feature, value) in features {
                        let row = UnsafeBufferPointer(rebasing: dense[feature * labelCount..<(feature + 1) * labelCount])
                        for label in sums.indices { sums[label] += LinearModel.expanded(row[label]) * value }
                    }
                }
                return
            }
            starts.withUnsafeBufferPointer { starts in
                pairs.withUnsafeBufferPointer { pairs in
                    shares.withUnsafeBufferPointer { shares in
                        for (feature, value) in features {
                            for pair in pairs[Int(starts[feature])..<Int(starts[feature + 1])] {
                                sums[Int(pair >> 8)] += shares[Int(pair & 0xFF)] * value
                            }
                        }
                    }
                }
            }
        }
    }
}
