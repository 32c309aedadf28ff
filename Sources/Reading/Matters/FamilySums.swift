/// What two sketches share, family by family.
struct FamilySums {
    struct Sum {
        /// Squares of weights: of the one, the other, and what both have; then plain weights of what both have, their sum and the largest.
        var one = 0.0
        var other = 0.0
        var shared = 0.0
        var sum = 0.0
        var best = 0.0
        var cosine: Double { shared == 0 ? 0 : shared / (one * other).squareRoot() }
        var part: Double { shared == 0 ? 0 : shared / min(one, other) }
        /// Both say something, and nothing alike.
        var isOther: Bool { one > 0 && other > 0 && shared == 0 }
    }

    struct Places {
        var one = false
        var other = false
        /// Kinds of place both name alike, and how many of them are known by their names.
        var same = 0
        var sameNames = 0
        /// Whether some kind is named by both and never alike.
        var differ = false
        var otherStorey = false
    }

    private var sums = [Sum](repeating: Sum(), count: 8)
    var places = Places()
    var wishesDiffer = false

    subscript(family: MatterSketch.Family) -> Sum { sums[Int(family.rawValue)] }

    init(_ one: MatterSketch, _ other: MatterSketch, _ words: PlaceWords) {
        var kinds: [(kind: UInt32, one: Bool, other: Bool, both: Bool)] = []
        var wishes: (one: [UInt32], other: [UInt32]) = ([], [])
        var a = 0
        var b = 0
        while a < one.codes.count || b < other.codes.count {
            let left = a < one.codes.count ? one.codes[a] : .max
            let right = b < other.codes.count ? other.codes[b] : .max
            let code = min(left, right)
            let family = Int(MatterSketch.family(code))
            let weight = Double(left <= right ? one.weights[a] : other.weights[b]) / 16
            let square = weight * weight
            if left <= right { sums[family].one += square }
            if right <= left { sums[family].other += square }
            if left == right {
                sums[family].shared += square
                sums[family].sum += weight
                sums[family].best = max(sums[family].best, weight)
            }
            if family == Int(MatterSketch.Family.place.rawValue) {
                let kind = MatterSketch.placeKind(code)
                if kinds.last?.kind != kind { kinds.append((kind, false, false, false)) }
                let last = kinds.count - 1
                kinds[last].one = kinds[last].one || left <= right
                kinds[last].other = kinds[last].other || right <= left
                kinds[last].both = kinds[last].both || left == right
            } else if family == Int(MatterSketch.Family.wish.rawValue) {
                if left <= right { wishes.one.append(code & 0xFFFF) }
                if right <= left { wishes.other.append(code & 0xFFFF) }
            }
            if left <= right { a += 1 }
            if right <= left { b += 1 }
        }
        for kind in kinds {
            places.one = places.one || kind.one
            places.other = places.other || kind.other
            let isNamed = words.namedKinds.contains(kind.kind)
            if kind.both
                || isNamed && (FamilySums.says(other, aPlaceOf: one, kind.kind) || FamilySums.says(one, aPlaceOf: other, kind.kind))
            {
                places.same += 1
                places.sameNames += isNamed ? 1 : 0
            } else if kind.one, kind.other {
                if kind.kind == UInt32(words.weak) { places.otherStorey = true } else { places.differ = true }
            }
        }
        wishesDiffer = wishes.one.contains { wish in wishes.other.contains { $0 != wish && $0 / 2 == wish / 2 } }
    }

    /// Whether one matter has the name of a place of another without its ending, or with another: 丽景湾 and 丽景湾小区.
    private static func says(_ one: MatterSketch, aPlaceOf other: MatterSketch, _ kind: UInt32) -> Bool {
        other.codes.contains { place in
            guard MatterSketch.family(place) == MatterSketch.Family.place.rawValue, MatterSketch.placeKind(place) == kind else {
                return false
            }
            return one.codes.contains { code in
                guard MatterSketch.placeName(code) == MatterSketch.placeName(place) else { return false }
                let family = MatterSketch.family(code)
                return family == MatterSketch.Family.gram.rawValue || family == MatterSketch.Family.place.rawValue
            }
        }
    }
}
