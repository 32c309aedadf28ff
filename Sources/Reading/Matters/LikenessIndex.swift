/// Matters by what they are about, to find the nearest earlier one. All of a unit, its neighbours and its upper levels in one index; each
/// matter knows its unit. Kept flat: some 500 bytes a matter.
///
/// Never on the way to a receipt: the matter is registered and answered first.
public struct LikenessIndex: Sendable {
    private let sketcher: Sketcher
    /// All sketches behind one another, and where each begins.
    private var codes: [UInt32] = []
    private var weights: [UInt8] = []
    private var starts: [Int32] = [0]
    private var units: [Int32] = []
    public private(set) var ids: [Int64] = []
    /// For each code of a unit its postings; each posting knows the one before it. A busy neighbour hides nothing.
    private var postings: [UInt64: Postings] = [:]
    private var owners: [Int32] = []
    private var earlier: [Int32] = []
    private var gone: Set<Int64> = []

    /// How many postings of one code, and of all codes, are looked at for a matter; and how many matters are compared in full.
    private static let mostOfOne = 300
    private static let mostOfAll = 2_000
    private static let mostCompared = 32

    /// The newest posting of a code, and how many matters have it.
    private struct Postings {
        var newest: Int32 = -1
        var count: Int32 = 0

        /// - Returns: the one that was the newest before.
        mutating func take(_ place: Int32) -> Int32 {
            defer { newest = place }
            count += 1
            return newest
        }
    }

    public init(_ sketcher: Sketcher) { self.sketcher = sketcher }

    public var count: Int { ids.count }

    /// - Parameters:
    ///   - id: the matter's own number, given back by `nearest`.
    ///   - unit: any number that stands for its unit.
    public mutating func add(_ sketch: MatterSketch, id: Int64, unit: Int) {
        let owner = Int32(ids.count)
        ids.append(id)
        units.append(Int32(truncatingIfNeeded: unit))
        codes += sketch.codes
        weights += sketch.weights
        starts.append(Int32(codes.count))
        for (code, weight) in zip(sketch.codes, sketch.weights) where LikenessIndex.isLookedUp(code, weight) {
            owners.append(owner)
            let place = Int32(owners.count - 1)
            earlier.append(postings[LikenessIndex.key(code, unit), default: Postings()].take(place))
        }
    }

    /// Forgets all but the matters added last.
    public mutating func keepNewest(_ most: Int) {
        guard count > most else { return }
        var kept = LikenessIndex(sketcher)
        for owner in count - most..<count where !gone.contains(ids[owner]) {
            kept.add(sketch(owner), id: ids[owner], unit: Int(units[owner]))
        }
        self = kept
    }

    private static func key(_ code: UInt32, _ unit: Int) -> UInt64 {
        UInt64(UInt32(truncatingIfNeeded: unit)) << 32 | UInt64(code)
    }

    /// What was withdrawn is no longer proposed.
    public mutating func remove(id: Int64) { gone.insert(id) }

    /// Characters are looked up only where they are rare; wishes and troubles only tell apart what was found.
    private static func isLookedUp(_ code: UInt32, _ weight: UInt8) -> Bool {
        switch MatterSketch.family(code) {
        case MatterSketch.Family.thing.rawValue, MatterSketch.Family.gram.rawValue, MatterSketch.Family.place.rawValue: true
        case MatterSketch.Family.letter.rawValue: weight >= 40
        default: false
        }
    }

    /// How much more than characters a thing and a place say about what to compare in full.
    private static func share(_ code: UInt32) -> Float {
        switch MatterSketch.family(code) {
        case MatterSketch.Family.thing.rawValue, MatterSketch.Family.place.rawValue: 6
        default: 1
        }
    }

    /// A matter found, and how alike it is.
    public struct Near: Sendable, Hashable {
        public var id: Int64
        public var likeness: Likeness
        /// Whether an officer should be asked.
        public var isProposed: Bool
    }

    /// The nearest earlier matter of the same unit, or of another one if both name the same place; the newer of two alike. Nil when nothing
    /// has anything in common.
    /// - Parameters:
    ///   - others: the neighbours and upper levels looked at besides the unit.
    ///   - isCandidate: which ids may be given back at all.
    public func nearest(_ sketch: MatterSketch, unit: Int, others: Set<Int> = [], where isCandidate: (Int64) -> Bool = { _ in true })
        -> Near?
    {
        var best: Near?
        for owner in candidates(sketch, unit: unit, others: others) where !gone.contains(ids[owner]) && isCandidate(ids[owner]) {
            let other = self.sketch(owner)
            var likeness = Likeness(sketch, other, words: sketcher.words)
            let isOfPlace = Int(units[owner]) == unit || sharesPlace(sketch, other)
            if !isOfPlace { likeness.value *= 0.5 }
            if let held = best, held.likeness.value > likeness.value || (held.likeness.value == likeness.value && held.id > ids[owner]) {
                continue
            }
            best = Near(id: ids[owner], likeness: likeness, isProposed: isOfPlace && likeness.value >= sketcher.words.weights.propose)
        }
        return best
    }

    public func sketch(_ text: String) -> MatterSketch { sketcher.sketch(text) }

    private func sketch(_ owner: Int) -> MatterSketch {
        let range = Int(starts[owner])..<Int(starts[owner + 1])
        return MatterSketch(codes: Array(codes[range]), weights: Array(weights[range]))
    }

    /// Whether both name a place that is one and the same for several units: every estate has an east gate and a building 3.
    private func sharesPlace(_ one: MatterSketch, _ other: MatterSketch) -> Bool {
        let places = one.codes.filter { code in
            MatterSketch.family(code) == MatterSketch.Family.place.rawValue
                && sketcher.words.places.sharedKinds.contains(MatterSketch.placeKind(code))
        }
        return !places.isEmpty && other.codes.contains { places.contains($0) }
    }

    /// Owners with the most in common, rarest codes first, newest matters first within a code.
    private func candidates(_ sketch: MatterSketch, unit: Int, others: Set<Int>) -> [Int] {
        var looked: [(key: UInt64, count: Int32, share: Float)] = []
        for asked in others.union([unit]) {
            for (code, weight) in zip(sketch.codes, sketch.weights) where LikenessIndex.isLookedUp(code, weight) {
                let key = LikenessIndex.key(code, asked)
                guard let count = postings[key]?.count else { continue }
                looked.append((key, count, Float(weight) * LikenessIndex.share(code)))
            }
        }
        looked.sort { ($0.count, $0.key) < ($1.count, $1.key) }
        var worth: [Int32: Float] = [:]
        var left = LikenessIndex.mostOfAll
        for (key, _, share) in looked {
            var posting = postings[key]?.newest ?? -1
            var seen = 0
            while posting >= 0, seen < LikenessIndex.mostOfOne, left > 0 {
                worth[owners[Int(posting)], default: 0] += share
                posting = earlier[Int(posting)]
                seen += 1
                left -= 1
            }
        }
        var best: [(owner: Int32, worth: Float)] = []
        for (owner, value) in worth {
            if best.count == LikenessIndex.mostCompared, let last = best.last, (value, owner) <= (last.worth, last.owner) { continue }
            let place = best.firstIndex { (value, owner) > ($0.worth, $0.owner) } ?? best.count
            best.insert((owner, value), at: place)
            if best.count > LikenessIndex.mostCompared { best.removeLast() }
        }
        return best.map { Int($0.owner) }
    }
}
