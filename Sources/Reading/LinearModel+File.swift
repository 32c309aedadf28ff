import Wire

// A model file: one line of JSON that people can read (`head -1 category.model`), then the numbers: keys (4 bytes each, lowest first),
// rarities (1 byte each), weights (1 byte a label each).
extension LinearModel {
    static let kind = "yishi linear model 1"

    /// The whole file.
    public func bytes() -> [UInt8] {
        let header: JSON = [
            "kind": .string(LinearModel.kind),
            "provenance": .object(provenance.map { JSON.Member($0.name, .string($0.text)) }),
            "labels": .array(labels.map { .string($0) }),
            "leastSure": .integer(Int64(leastSure)),
            "plan": [
                "shortest": .integer(Int64(plan.shortest)), "longest": .integer(Int64(plan.longest)),
                "opening": .integer(Int64(plan.opening)), "openingLongest": .integer(Int64(plan.openingLongest)),
                "openingWeight": .integer(Int64(plan.openingWeight)), "cueWeight": .integer(Int64(plan.cueWeight)),
                "leastTexts": .integer(Int64(plan.leastTexts)),
            ],
            "features": .integer(Int64(keys.count)),
            "scales": .array(scales.map { LinearModel.millionths(Double($0)) }),
            "biases": .array(biases.map { LinearModel.millionths(Double($0)) }),
            "slope": LinearModel.millionths(calibration.slope),
            "constants": .array(calibration.constants.map(LinearModel.millionths)),
        ]
        var bytes = header.bytes()
        bytes.append(0x0A)
        for key in keys { for shift in [UInt32(0), 8, 16, 24] { bytes.append(UInt8(truncatingIfNeeded: key >> shift)) } }
        bytes += rarity
        bytes += weights.map { UInt8(bitPattern: $0) }
        return bytes
    }

    /// - Throws: `Malformed` for a file that is no model of ours, or one that was cut short.
    public init(parsing bytes: [UInt8]) throws(Malformed) { try self.init(parsing: bytes, fold: FoldTable()) }

    init(parsing bytes: [UInt8], fold: FoldTable) throws(Malformed) {
        guard let line = bytes.firstIndex(of: 0x0A) else { throw Malformed("is no model file") }
        let header = try JSON(parsing: Array(bytes[..<line]))
        guard header["kind"]?.string == LinearModel.kind else { throw Malformed("is no model file of this kind") }
        let labels = (header["labels"]?.array ?? []).compactMap(\.string)
        guard (2...128).contains(labels.count), Set(labels).count == labels.count else {
            throw Malformed("a model has 2 to 128 labels, each once")
        }
        let features = try LinearModel.number(header, "features", 0...4_000_000)
        guard bytes.count - line - 1 == features * (5 + labels.count) else { throw Malformed("the model file is cut short or too long") }
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
        let weights = bytes.withUnsafeBytes { Array($0[(at + features)...].bindMemory(to: Int8.self)) }
        for index in keys.indices.dropFirst() where keys[index] <= keys[index - 1] { throw Malformed("the model's keys do not rise") }
        self.init(
            labels: labels, plan: plan,
            provenance: (header["provenance"]?.members ?? []).map { ($0.name, $0.value.string ?? "") },
            leastSure: try LinearModel.number(header, "leastSure", 0...1000), keys: keys, rarity: Array(bytes[at..<at + features]),
            weights: weights, scales: scales.map { Float($0) },
            biases: biases.map { Float($0) },
            calibration: Calibration(slope: Double(slope) / 1_000_000, constants: constants), fold: fold)
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
    init(_ json: JSON) throws(Malformed) {
        shortest = try LinearModel.number(json, "shortest", 1...6)
        longest = try LinearModel.number(json, "longest", shortest...6)
        openingLongest = try LinearModel.number(json, "openingLongest", shortest...6)
        opening = try LinearModel.number(json, "opening", 0...1000)
        openingWeight = try LinearModel.number(json, "openingWeight", 0...100_000)
        cueWeight = try LinearModel.number(json, "cueWeight", 0...100_000)
        leastTexts = try LinearModel.number(json, "leastTexts", 1...1_000_000)
    }
}
