/// What is kept of a matter to find it again: codes of its things, troubles, wishes, places and characters, each with what it weighs. No
/// wording stands in it.
public struct MatterSketch: Sendable, Hashable {
    /// Rising; the family is in the highest bits.
    var codes: [UInt32]
    /// Sixteenths, beside the codes.
    var weights: [UInt8]

    enum Family: UInt32, Sendable { case thing = 0, trouble, wish, place, gram, letter, spot }

    static func code(_ family: Family, _ value: UInt32) -> UInt32 { family.rawValue << 29 | value & 0x1FFF_FFFF }
    static func family(_ code: UInt32) -> UInt32 { code >> 29 }
    /// Places keep their kind above their name.
    static func place(_ mention: PlaceWords.Mention) -> UInt32 {
        code(.place, UInt32(truncatingIfNeeded: mention.kind) << 21 | mention.name & 0x1F_FFFF)
    }
    static func placeKind(_ code: UInt32) -> UInt32 { code >> 21 & 0xFF }
    /// What a place's name and the same two characters elsewhere have in common.
    static func placeName(_ code: UInt32) -> UInt32 { code & 0x1F_FFFF }

    public var isEmpty: Bool { codes.isEmpty }
    /// Whether a place with a name of its own is said: then it may be compared across units.
    var hasPlace: Bool { codes.contains { MatterSketch.family($0) == Family.place.rawValue } }
}

/// Makes sketches: the words of matters say what is a thing, a place or nothing; the category model says how rare a character or pair is.
public struct Sketcher: Sendable {
    let words: MatterWords
    let rarity: LinearModel

    public init(words: MatterWords, rarity: LinearModel) {
        self.words = words
        self.rarity = rarity
    }

    public func sketch(_ text: String) -> MatterSketch { sketch(FoldedText(text, table: words.fold)) }

    func sketch(_ text: FoldedText) -> MatterSketch {
        var found: [UInt32: UInt8] = [:]
        for thing in words.things.found(in: text).map(\.set).unique {
            found[MatterSketch.code(.thing, UInt32(thing))] = words.thingWorth[thing]
            if words.spots.contains(thing) { found[MatterSketch.code(.spot, UInt32(thing))] = 16 }
        }
        for trouble in words.troubles.found(in: text).map(\.set).unique {
            found[MatterSketch.code(.trouble, UInt32(trouble))] = words.troubleWorth[trouble]
        }
        for wish in wishes(text) { found[MatterSketch.code(.wish, UInt32(wish))] = 16 }
        var hidden = [Bool](repeating: false, count: text.count)
        for mention in words.places.mentions(in: text) {
            found[MatterSketch.place(mention)] = 16
            for place in mention.range { hidden[place] = true }
        }
        hide(text, words.noise, &hidden)
        addCharacters(text, hidden, &found)
        let codes = found.keys.sorted()
        return MatterSketch(codes: codes, weights: codes.map { found[$0] ?? 16 })
    }

    /// Both sides of one pair: the refusal counts, because 不要装 has 装 in it.
    private func wishes(_ text: FoldedText) -> [Int] {
        let said = Set(words.opposites.found(in: text).map(\.set))
        return said.filter { $0 % 2 == 1 || !said.contains($0 + 1) }.sorted()
    }

    private func hide(_ text: FoldedText, _ noise: WordSets, _ hidden: inout [Bool]) {
        var scan = Scan(text)
        var at = 0
        while at < text.count {
            guard !hidden[at], let end = noise.end(in: &scan, at: at), !hidden[at..<end].contains(true) else {
                at += 1
                continue
            }
            for place in at..<end { hidden[place] = true }
            at = end
        }
    }

    private func addCharacters(_ text: FoldedText, _ hidden: [Bool], _ found: inout [UInt32: UInt8]) {
        for at in 0..<text.count where !hidden[at] {
            let scalar = text[at]
            if isChinese(scalar) {
                found[MatterSketch.code(.letter, GramReader.key(of: [scalar], .whole))] = rarity.rarity(of: [scalar])
            }
            guard at + 1 < text.count, !hidden[at + 1], counts(scalar), counts(text[at + 1]) else { continue }
            let pair = [scalar, text[at + 1]]
            found[MatterSketch.code(.gram, GramReader.key(of: pair, .whole))] = rarity.rarity(of: pair)
        }
    }

    private func counts(_ scalar: UInt32) -> Bool { isChinese(scalar) || isDigit(scalar) || isLetter(scalar) }
}
