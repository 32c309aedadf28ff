import Wire

// A model file: one line of JSON that people can read (`head -1 category.model`), then the numbers: keys (4 bytes each, lowest first),
// rarities (1 byte each), weights (1 byte a label each; in kind 2 a count of pairs for each feature, then all labels, then all weights).
extension LinearModel {
    static let kind = "yishi linear model 1", sparseKind = "yishi linear model 2"

    /// The whole file.
    public func bytes() -> [UInt8] {
        let header: JSON = [
            "kind": .string(weights.isSparse ? LinearModel.sparseKind : LinearModel.kind),
            "provenance": .object(provenance.map { JSON.Member($0.name, .string($0.text)) }),
            "labels": .array(labels.map { .string($0) }),
            "leastSure": .integer(Int64(leastSure)),
            "plan": plan.json,
            "features": .integer(Int64(keys.count)),
            "scales": .array(scales.map { LinearModel.millionths(Double($0)) }),
            "biases": .array(biases.map { LinearModel.millionths(Double($0)) }),
            "slope": LinearModel.millionths(calibration.slope),
            "constants": .array(calibration.constants.map(LinearModel.millionths)),
        ]
        // A model whose reader keeps nothing says nothing of it.
        let more: [JSON.Member] = further.isEmpty ? [] : [JSON.Member("further", .array(further.map(LinearModel.millionths)))]
        var bytes = JSON.object((header.members ?? []) + more).bytes()
        bytes.append(0x0A)
        for key in keys { for shift in [UInt32(0), 8, 16, 24] { bytes.append(UInt8(truncatingIfNeeded: key >> shift)) } }
        bytes += rarity
        bytes += weights.bytes
        return bytes
    }

    /// - Throws: `Malformed` for a file that is no model of ours, or one that was cut short.
    public init(parsing bytes: [UInt8]) throws(Malformed) { try self.init(parsing: bytes, fold: FoldTable()) }

    init(parsing bytes: [UInt8], fold: FoldTable) throws(Malformed) {
        guard let line = bytes.firstIndex(of: 0x0A) else { throw Malformed("is no model file") }
        let header = try JSON(parsing: Array(bytes[..<line]))
        let kind = header["kind"]?.string
        guard kind == LinearModel.kind || kind == LinearModel.sparseKind else { throw Malformed("is no model file of this kind") }
        let labels = (header["labels"]?.array ?? []).compactMap(\.string)
        guard (2...128).contains(labels.count), Set(labels).count == labels.count else {
            throw Malformed("a model has 2 to 128 labels, each once")
        }
        let features = try LinearModel.number(header, "features", 0...4_000_000)
        guard bytes.count - line - 1 >= features * 6 else { throw LinearModel.cutShort }
        let plan = try GramPlan(header["plan"] ?? .null)
        let scales = LinearModel.doubles(header["scales"])
        let biases = LinearModel.doubles(header["biases"])
        let constants = LinearModel.doubles(header["constants"])
        guard scales.count == labels.count, biases.count == labels.count, constants.count == labels.count,
            let slope = header["slope"]?.integer
        else { throw Malformed("a number is missing for some label") }
        let at = line + 1 + 4 * features
        let keys = bytes.withUnsafeBytes { raw in
            (0..<features).map { UInt32(littleEndian: raw.loadUnaligned(fromByteOffset: line + 1 + 4 * $0, as: UInt32.self)) }
        }
        let weights = try LinearModel.weights(
            bytes[(at + features)...], of: features, labelCount: labels.count, isSparse: kind == LinearModel.sparseKind)
        for index in keys.indices.dropFirst() where keys[index] <= keys[index - 1] { throw Malformed("the model's keys do not rise") }
        self.init(
            labels: labels, plan: plan,
            provenance: (header["provenance"]?.members ?? []).map { ($0.name, $0.value.string ?? "") },
            leastSure: try LinearModel.number(header, "leastSure", 0...1000), keys: keys, rarity: Array(bytes[at..<at + features]),
            weights: weights, scales: scales.map { Float($0) },
            biases: biases.map { Float($0) },
            calibration: Calibration(slope: Double(slope) / 1_000_000, constants: constants), fold: fold)
        further = LinearModel.doubles(header["further"])
    }

    private static let cutShort = Malformed("the model file is cut short or too long")

    private static func weights(
        _ bytes: ArraySlice<UInt8>, of features: Int, labelCount: Int, isSparse: Bool
    ) throws(Malformed) -> WeightTable {
        func signed(_ bytes: ArraySlice<UInt8>) -> [Int8] { bytes.map { Int8(bitPattern: $0) } }
        guard isSparse else {
            guard bytes.count == features * labelCount else { throw cutShort }
            return WeightTable(dense: signed(bytes), labelCount: labelCount)
        }
        let counts = bytes.prefix(features), pairs = counts.reduce(0) { $0 + Int($1) }
        guard bytes.count == features + 2 * pairs else { throw cutShort }
        let labels = bytes.dropFirst(features).prefix(pairs)
        guard labels.allSatisfy({ $0 < labelCount }) else { throw Malformed("the model has a weight for a label it has not") }
        return WeightTable(counts: Array(counts), labels: Array(labels), weights: signed(bytes.suffix(pairs)), labelCount: labelCount)
    }

    private static func millionths(_ value: Double) -> JSON {
        let scaled = (value * 1_000_000).rounded()
        return .integer(scaled.isFinite ? Int64(max(-1e15, min(1e15, scaled))) : 0)
    }

    private static func doubles(_ json: JSON?) -> [Double] {
        (json?.array ?? []).compactMap { value in value.integer.map { Double($0) / 1_000_000 } }
    }

    static func number(_ json: JSON, _ name: String, _ range: ClosedRange<Int>) throws(Malformed) -> Int {
        guard let value = json[name]?.integer, let number = Int(exactly: value), range.contains(number) else {
            throw Malformed("\(name) is missing or out of \(range.lowerBound)...\(range.upperBound)")
        }
        return number
    }
}

extension GramPlan {
    fileprivate var json: JSON {
        var members: [(String, Int)] = [
            ("shortest", shortest), ("longest", longest), ("opening", opening), ("openingLongest", openingLongest),
            ("openingWeight", openingWeight), ("cueWeight", cueWeight), ("leastTexts", leastTexts),
        ]
        if pairs > 0 { members += [("pairs", pairs), ("pairWeight", pairWeight)] }
        return .object(members.map { JSON.Member($0, .integer(Int64($1))) })
    }

    init(_ json: JSON) throws(Malformed) {
        shortest = try LinearModel.number(json, "shortest", 1...6)
        longest = try LinearModel.number(json, "longest", shortest...6)
        openingLongest = try LinearModel.number(json, "openingLongest", shortest...6)
        opening = try LinearModel.number(json, "opening", 0...1000)
        openingWeight = try LinearModel.number(json, "openingWeight", 0...100_000)
        cueWeight = try LinearModel.number(json, "cueWeight", 0...100_000)
        leastTexts = try LinearModel.number(json, "leastTexts", 1...1_000_000)
        // A model without pairs says nothing of them.
        if json["pairs"] != nil {
            pairs = try LinearModel.number(json, "pairs", 2...8)
            pairWeight = try LinearModel.number(json, "pairWeight", 0...100_000)
        }
    }
}
