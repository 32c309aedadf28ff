import Glibc
import Wire

/// What each part of a likeness is worth. Learned outside and kept in the words file, so that an office can learn its own.
struct LikenessWeights: Sendable {
    /// In the order of `Likeness.parts`; the constant is apart.
    let parts: [Double]
    let constant: Double
    /// From what likeness on a matter is proposed, 0...1.
    let propose: Double

    init(_ file: LocatedJSON) throws(Malformed) {
        func thousandths(_ name: String) throws(Malformed) -> Double {
            guard let value = file[name]?.integer else { throw file.malformed("there is no whole number \(name)") }
            return Double(value) / 1000
        }
        var parts: [Double] = []
        for name in Likeness.names { parts.append(try thousandths(name)) }
        self.parts = parts
        constant = try thousandths("constant")
        propose = try thousandths("propose")
    }
}

/// How alike two matters are, 0...1. Places are compared as such: a place given once is no difference, two of one kind are, and so are
/// wishes that exclude each other (reading.md, *Same matter*).
public struct Likeness: Sendable, Hashable {
    /// 0...1; with `propose` of the words file and above, an officer is asked.
    public var value: Double
    /// Two places, buildings, lines or gates.
    public var placesDiffer: Bool
    public var wishesDiffer: Bool

    static let names = [
        "things", "thingsPart", "troubles", "grams", "gramsPart", "samePlace", "otherThings", "noThings", "otherStorey", "otherTroubles",
        "gramsAndThings", "otherSpots", "gramSum", "bestGram", "letters", "lettersPart", "letterSum", "bestLetter", "placeAndThings",
        "placeAndLetters", "otherThingsSamePlace",
    ]

    /// Above this nothing comes that differs in place or wish.
    private static let differing = 0.2

    init(_ one: MatterSketch, _ other: MatterSketch, words: MatterWords) {
        let sums = FamilySums(one, other, weak: UInt32(words.places.weak))
        placesDiffer = sums.places.differ
        wishesDiffer = sums.wishesDiffer
        let things = sums[.thing]
        let letters = sums[.letter]
        let grams = sums[.gram]
        let samePlace = Double(min(sums.places.same, 2))
        let placed = samePlace > 0 ? 1.0 : 0.0
        let otherThings = things.one > 0 && things.other > 0 && things.shared == 0 ? 1.0 : 0
        let troubles = sums[.trouble]
        let somewhere = sums.places.one || sums[.spot].one > 0
        let elsewhere = sums.places.other || sums[.spot].other > 0
        let parts = [
            things.cosine, things.part, troubles.cosine, grams.cosine, grams.part, samePlace, otherThings,
            things.one == 0 || things.other == 0 ? 1 : 0, sums.places.otherStorey ? 1 : 0,
            troubles.one > 0 && troubles.other > 0 && troubles.shared == 0 ? 1 : 0, things.shared > 0 ? grams.cosine : 0,
            samePlace == 0 && somewhere && elsewhere && sums[.spot].shared == 0 ? 1 : 0, min(grams.sum, 30) / 10, grams.best / 8,
            letters.cosine, letters.part, min(letters.sum, 40) / 10, letters.best / 8, placed * things.cosine, placed * letters.cosine,
            placed * otherThings,
        ]
        let score = zip(parts, words.weights.parts).reduce(words.weights.constant) { $0 + $1.0 * $1.1 }
        let likeness = 1 / (1 + exp(-score))
        value = placesDiffer || wishesDiffer ? min(likeness, 1) * Likeness.differing : likeness
    }
}

/// What two sketches share, family by family.
private struct FamilySums {
    struct Sum {
        /// Squares of weights: of the one, the other, and what both have; then plain weights of what both have, their sum and the largest.
        var one = 0.0
        var other = 0.0
        var shared = 0.0
        var sum = 0.0
        var best = 0.0
        var cosine: Double { shared == 0 ? 0 : shared / (one * other).squareRoot() }
        var part: Double { shared == 0 ? 0 : shared / min(one, other) }
    }

    struct Places {
        var one = false
        var other = false
        /// Kinds of place both name alike; whether some kind is named by both and never alike.
        var same = 0
        var differ = false
        var otherStorey = false
    }

    private var sums = [Sum](repeating: Sum(), count: 8)
    var places = Places()
    var wishesDiffer = false

    subscript(family: MatterSketch.Family) -> Sum { sums[Int(family.rawValue)] }

    init(_ one: MatterSketch, _ other: MatterSketch, weak: UInt32) {
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
            guard kind.one, kind.other else { continue }
            if kind.both {
                places.same += 1
            } else if kind.kind == weak {
                places.otherStorey = true
            } else {
                places.differ = true
            }
        }
        wishesDiffer = wishes.one.contains { wish in wishes.other.contains { $0 != wish && $0 / 2 == wish / 2 } }
    }
}
