import Wire

/// Finds people's names that nothing announces, or whose characters are ordinary words (于佳, 高兴, 权老栓): a linear machine over what a name is
/// made of and what stands around it, learned from marked lines. It has no opinion on titles and forms; the rules know those.
///
/// The file: one line of JSON that people can read (`head -1 names.model`), then a weight for each place of the table (1 byte each), then the
/// bonds (2 bytes each, lowest first).
public struct NameModel: Sendable {
    /// What it is, where it came from and what it measured: free text for people.
    public let provenance: [(name: String, text: String)]
    let weights: [Int8]
    let scale: Float
    let margins: Margins
    let bonds: NameBonds
    private let worth: [Float]
    private let words: NameWords
    private let characters: NameCharacters

    static let kind = "yishi names model 1"

    /// How far on the side of names a candidate must be.
    struct Margins: Sendable {
        /// From here on it is taken for a name.
        var least: Float = -0.15
        /// So much more is wanted of two characters, of characters that names are seldom made of, and of surnames that are words.
        var doubt: Float = 0.25
        /// So much more where an ordinary word begins: 安全.
        var word: Float = 0.6
        /// Below this it is none, even if the rules say so.
        var veto: Float = -0.5
    }

    init(
        weights: [Int8], scale: Float, margins: Margins, bonds: NameBonds, words: NameWords, provenance: [(name: String, text: String)]
    ) {
        self.weights = weights
        self.scale = scale
        self.margins = margins
        self.bonds = bonds
        self.words = words
        characters = NameCharacters(words)
        self.provenance = provenance
        worth = (0...255).map { LinearModel.expanded(Int8(bitPattern: UInt8($0))) * scale }
    }

    // MARK: Names

    /// A candidate with how far it is on the side of names.
    typealias Judged = (candidate: NameCandidate, margin: Float)

    /// The names of a text, in order, none touching another: where candidates overlap the likeliest is taken.
    func names(_ scan: inout Scan) -> [Judged] {
        let text = scan.text
        var likely: [Judged] = []
        visit(text) { candidate, margin in
            if margin >= margins.least, margin >= margins.least + margins.doubt * doubts(candidate, text) {
                likely.append((candidate, margin))
            }
        }
        likely.removeAll { candidate, margin in
            if margin < margins.least + margins.word,
                words.isWord(&scan, candidate.start) || words.isInsideWord(scan.text, candidate.start)
            {
                return true
            }
            // 钱老师, 王工: a surname with a title stays.
            let given = candidate.start + candidate.surname
            if candidate.end - given == 1, words.kin.contains(text[given]) { return true }
            return words.titles.longest(in: &scan, at: given).map { $0.end >= candidate.end } ?? false
        }
        guard likely.count > 1 else { return likely }
        likely.sort { $0.margin > $1.margin || ($0.margin == $1.margin && $0.candidate.start < $1.candidate.start) }
        var taken = [Bool](repeating: false, count: text.count)
        var names: [Judged] = []
        for one in likely where !taken[one.candidate.start..<one.candidate.end].contains(true) {
            for place in one.candidate.start..<one.candidate.end { taken[place] = true }
            names.append(one)
        }
        return names.sorted { $0.candidate.start < $1.candidate.start }
    }

    /// How doubtful a candidate is by its shape.
    private func doubts(_ candidate: NameCandidate, _ text: FoldedText) -> Float {
        let length = candidate.end - candidate.start
        guard candidate.surname == 1 else { return candidate.surname == 0 && length < 4 ? 1 : 0 }
        let one = characters.given(text[candidate.start + 1])
        if length == 2 { return candidate.tier == 5 && one == 1 ? 0 : candidate.tier == 1 ? 2 : 1 }
        return candidate.tier == 1 || one == 0 || characters.given(text[candidate.start + 2]) == 0 ? 1 : 0
    }

    /// Whether it is sure that no name stands there; what begins with a surname that is little else it leaves to the rules.
    func denies(_ text: FoldedText, _ range: Range<Int>) -> Bool {
        var denies = false
        visit(text, from: range.lowerBound, to: range.lowerBound + 1) { candidate, margin in
            if candidate.end == range.upperBound, candidate.tier < 4, margin < margins.veto { denies = true }
        }
        return denies
    }

    /// Every candidate that begins in a stretch, with its margin.
    private func visit(_ text: FoldedText, from: Int = 0, to: Int = .max, _ use: (NameCandidate, Float) -> Void) {
        text.scalars.withUnsafeBufferPointer { scalars in
            weights.withUnsafeBufferPointer { weights in
                worth.withUnsafeBufferPointer { worth in
                    let sketch = NameSketch(characters, bonds, scalars)
                    var runEnd = 0
                    for start in from..<min(to, scalars.count) {
                        // Candidates of one beginning have that in common.
                        var begun: (surname: Int, tier: UInt8, sum: Float)?
                        sketch.candidates(at: start, &runEnd) { candidate in
                            var sum: Float
                            if let begun, begun.surname == candidate.surname, begun.tier == candidate.tier {
                                sum = begun.sum
                            } else {
                                sum = 0
                                sketch.beginning(candidate) { sum += worth[Int(UInt8(bitPattern: weights[$0]))] }
                                begun = (candidate.surname, candidate.tier, sum)
                            }
                            sketch.whole(candidate) { sum += worth[Int(UInt8(bitPattern: weights[$0]))] }
                            use(candidate, sum)
                        }
                    }
                }
            }
        }
    }

    /// Where each candidate of a text has its features, for learning.
    static func features(
        _ text: [UInt32], _ characters: NameCharacters, _ bonds: NameBonds, _ use: (NameCandidate, [Int]) -> Void
    ) {
        text.withUnsafeBufferPointer { scalars in
            let sketch = NameSketch(characters, bonds, scalars)
            var runEnd = 0
            for start in 0..<scalars.count {
                sketch.candidates(at: start, &runEnd) { candidate in
                    var places: [Int] = []
                    sketch.beginning(candidate) { places.append($0) }
                    sketch.whole(candidate) { places.append($0) }
                    use(candidate, places)
                }
            }
        }
    }

    // MARK: File

    /// The whole file.
    public func bytes() -> [UInt8] {
        func thousandths(_ value: Float) -> JSON { .integer(Int64((value * 1000).rounded())) }
        let header: JSON = [
            "kind": .string(NameModel.kind),
            "provenance": .object(provenance.map { JSON.Member($0.name, .string($0.text)) }),
            "scale": .integer(Int64((scale * 1_000_000).rounded())), "least": thousandths(margins.least),
            "doubt": thousandths(margins.doubt), "word": thousandths(margins.word),
            "veto": thousandths(margins.veto),
        ]
        var bytes = header.bytes()
        bytes.append(0x0A)
        bytes += weights.map { UInt8(bitPattern: $0) }
        for slot in bonds.slots { bytes += [UInt8(slot & 0xFF), UInt8(slot >> 8)] }
        return bytes
    }

    /// - Parameter words: what its candidates are found by.
    /// - Throws: `Malformed` for a file that is no model of names, or one that was cut short.
    public init(parsing bytes: [UInt8], words: NameWords) throws(Malformed) {
        guard let line = bytes.firstIndex(of: 0x0A) else { throw Malformed("is no model file") }
        let header = try JSON(parsing: Array(bytes[..<line]))
        guard header["kind"]?.string == NameModel.kind else { throw Malformed("is no model of names") }
        let width = 1 << Int(NameSketch.bits)
        guard bytes.count - line - 1 == width + 2 * NameBonds.count else { throw Malformed("the model file is cut short or too long") }
        guard let scale = header["scale"]?.integer, let least = header["least"]?.integer, let doubt = header["doubt"]?.integer,
            let word = header["word"]?.integer, let veto = header["veto"]?.integer
        else { throw Malformed("scale or a margin is missing") }
        let from = line + 1 + width
        let slots = (0..<NameBonds.count).map { UInt16(bytes[from + 2 * $0]) | UInt16(bytes[from + 2 * $0 + 1]) << 8 }
        // A look for a pair ends at an empty place.
        guard slots.contains(0) else { throw Malformed("the model's bonds have no empty place") }
        self.init(
            weights: bytes[(line + 1)..<from].map { Int8(bitPattern: $0) }, scale: Float(scale) / 1_000_000,
            margins: Margins(least: Float(least) / 1000, doubt: Float(doubt) / 1000, word: Float(word) / 1000, veto: Float(veto) / 1000),
            bonds: NameBonds(slots: slots), words: words,
            provenance: (header["provenance"]?.members ?? []).map { ($0.name, $0.value.string ?? "") })
    }
}
