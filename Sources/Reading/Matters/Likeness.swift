import Glibc
import Wire

/// What each part of a likeness is worth. Learned by `yishi same --learn` and kept in the words file, so that an office can learn its own.
struct LikenessWeights: Sendable {
    /// In the order of `Likeness.names`; the constant is apart.
    let parts: [Double]
    let constant: Double
    /// From what likeness on a matter is proposed, 0...1.
    let propose: Double

    init(parts: [Double], constant: Double, propose: Double) {
        self.parts = parts
        self.constant = constant
        self.propose = propose
    }

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

    /// 0...1.
    func likeness(_ values: [Double]) -> Double {
        1 / (1 + exp(-zip(values, parts).reduce(constant) { $0 + $1.0 * $1.1 }))
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
        "things", "thingsPart", "troubles", "troublesPart", "grams", "gramsPart", "samePlace", "sameName", "otherThings", "noThings",
        "otherStorey", "otherTroubles", "thingsAndTroubles", "gramsAndThings", "otherSpots", "gramSum", "bestGram", "letters",
        "lettersPart",
        "letterSum", "bestLetter", "gramsAndLetters", "placeAndThings", "placeAndLetters", "otherThingsSamePlace",
    ]

    /// Above this nothing comes that differs in place or wish.
    private static let differing = 0.2

    init(_ one: MatterSketch, _ other: MatterSketch, words: MatterWords) {
        self.init(LikenessParts(one, other, words.places), words.weights)
    }

    init(_ parts: LikenessParts, _ weights: LikenessWeights) {
        placesDiffer = parts.placesDiffer
        wishesDiffer = parts.wishesDiffer
        let likeness = weights.likeness(parts.values)
        value = placesDiffer || wishesDiffer ? likeness * Likeness.differing : likeness
    }
}

/// What two matters have in common, part by part.
struct LikenessParts: Sendable {
    /// In the order of `Likeness.names`.
    let values: [Double]
    let placesDiffer: Bool
    let wishesDiffer: Bool

    init(_ one: MatterSketch, _ other: MatterSketch, _ words: PlaceWords) {
        let sums = FamilySums(one, other, words)
        placesDiffer = sums.places.differ
        wishesDiffer = sums.wishesDiffer
        let things = sums[.thing]
        let troubles = sums[.trouble]
        let letters = sums[.letter]
        let grams = sums[.gram]
        let samePlace = Double(min(sums.places.same, 2))
        let placed = samePlace > 0 ? 1.0 : 0
        let otherThings = things.isOther ? 1.0 : 0
        let somewhere = sums.places.one || sums[.spot].one > 0
        let elsewhere = sums.places.other || sums[.spot].other > 0
        values = [
            things.cosine, things.part, troubles.cosine, troubles.part, grams.cosine, grams.part, samePlace,
            Double(min(sums.places.sameNames, 2)), otherThings, things.one == 0 || things.other == 0 ? 1 : 0,
            sums.places.otherStorey ? 1 : 0, troubles.isOther ? 1 : 0, things.cosine * troubles.cosine,
            things.shared > 0 ? grams.cosine : 0, samePlace == 0 && somewhere && elsewhere && sums[.spot].shared == 0 ? 1 : 0,
            min(grams.sum, 40) / 10, grams.best / 8, letters.cosine, letters.part, min(letters.sum, 40) / 10, letters.best / 8,
            (grams.cosine * letters.cosine).squareRoot(), placed * things.cosine, placed * letters.part, placed * otherThings,
        ]
    }
}
