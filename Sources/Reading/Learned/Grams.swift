/// Which features a linear model looks at: the character n-grams of the whole text, those of its opening once more (what a matter is
/// about is said first), and the cues found in it. Each block has length 1, so that a long text weighs no more than a short one.
public struct GramPlan: Sendable, Hashable {
    /// Scalars a gram has, at least and at most; 1...6.
    public var shortest = 1
    public var longest = 2
    /// The same for the opening, whose few characters are worth more.
    public var openingLongest = 3
    /// Scalars of the text that count as its opening; 0 for none.
    public var opening = 22
    /// Thousandths a block weighs against the whole text.
    public var openingWeight = 1000
    public var cueWeight = 0
    /// Texts a gram must stand in to be learned at all.
    public var leastTexts = 3
    /// How far apart two scalars may be, 2 at least, to be looked at as a pair, whatever stands between them (不…了, 没…吧); 0 for none.
    public var pairs = 0
    public var pairWeight = 0

    public init() {}

    /// For tables of hundreds of rows: signs found by the words of matters stand beside the characters.
    public static let withCues: GramPlan = {
        var plan = GramPlan()
        plan.cueWeight = 600
        plan.opening = 0
        plan.longest = 3
        plan.leastTexts = 1
        return plan
    }()
}

/// One feature found in a text.
struct Gram: Sendable {
    enum Block: UInt64, Sendable, CaseIterable {
        case whole = 0x243F_6A88_85A3_08D3, opening = 0x1319_8A2E_0370_7344, cue = 0xA409_3822_299F_31D0, pair = 0x082E_FA98_EC4E_6C89
    }

    /// The feature's name, hashed to 32 bits.
    var key: UInt32
    var block: Block
    /// How often it stands in its block.
    var count: Int
}

/// Turns texts into the features of a plan. Bytes of a text are folded, digits counted as one digit, marks and spaces left out: group
/// chat has few of them, and they say little about the matter.
struct GramReader: Sendable {
    let plan: GramPlan
    private let fold: FoldTable

    init(_ plan: GramPlan, fold: FoldTable) {
        self.plan = plan
        self.fold = fold
    }

    /// The scalars grams are made of, each with its place in the folded text.
    func letters(_ text: FoldedText) -> (scalars: [UInt32], places: [Int]) {
        var scalars: [UInt32] = []
        var places: [Int] = []
        scalars.reserveCapacity(text.count)
        places.reserveCapacity(text.count)
        for place in 0..<text.count {
            var scalar = text[place]
            if isDigit(scalar) {
                if scalars.last == 0x30 { continue }
                scalar = 0x30
            } else if !isChinese(scalar), !isLetter(scalar) {
                continue
            }
            scalars.append(scalar)
            places.append(place)
        }
        return (scalars, places)
    }

    /// The features of a text, each named once, in no promised order.
    func grams(_ text: FoldedText, cues: [Int] = []) -> [Gram] {
        grams(letters(text).scalars, cues: cues)
    }

    /// The same of scalars somebody has made ready.
    func grams(_ scalars: [UInt32], cues: [Int]) -> [Gram] {
        var found: [Gram] = []
        var keys: [UInt32] = []
        let most = scalars.count * (plan.longest - plan.shortest + 1)
        keys.reserveCapacity(max(most, scalars.count * plan.pairs))
        found.reserveCapacity(2 * most + scalars.count * plan.pairs + cues.count)
        func count(_ block: Gram.Block) {
            keys.sort()
            let first = found.count
            for key in keys {
                if found.count > first, found[found.count - 1].key == key {
                    found[found.count - 1].count += 1
                } else {
                    found.append(Gram(key: key, block: block, count: 1))
                }
            }
            keys.removeAll(keepingCapacity: true)
        }
        visit(scalars[...], .whole) { key, _ in keys.append(key) }
        count(.whole)
        if plan.opening > 0 {
            visit(scalars.prefix(plan.opening), .opening) { key, _ in keys.append(key) }
            count(.opening)
        }
        if plan.pairs > 0 {
            visitPairs(scalars) { keys.append($0) }
            count(.pair)
        }
        for cue in cues { keys.append(GramReader.key(of: [UInt32(truncatingIfNeeded: cue)], .cue)) }
        count(.cue)
        return found
    }

    private func visitPairs(_ scalars: [UInt32], _ visit: (UInt32) -> Void) {
        for first in scalars.indices {
            let opened = GramReader.mixed(Gram.Block.pair.rawValue, scalars[first])
            for second in first + 2..<max(first + 2, min(first + plan.pairs + 1, scalars.count)) {
                visit(GramReader.finished(GramReader.mixed(opened, scalars[second])))
            }
        }
    }

    /// Every gram with the place of its first scalar and its length.
    func visit(_ scalars: ArraySlice<UInt32>, _ block: Gram.Block, _ visit: (UInt32, Range<Int>) -> Void) {
        for start in scalars.indices {
            var hash = block.rawValue
            for end in start..<min(start + (block == .opening ? plan.openingLongest : plan.longest), scalars.endIndex) {
                hash = GramReader.mixed(hash, scalars[end])
                if end - start + 1 >= plan.shortest { visit(GramReader.finished(hash), start..<end + 1) }
            }
        }
    }

    static func key(of scalars: [UInt32], _ block: Gram.Block) -> UInt32 {
        finished(scalars.reduce(block.rawValue) { mixed($0, $1) })
    }

    private static func mixed(_ hash: UInt64, _ scalar: UInt32) -> UInt64 {
        var hash = (hash ^ UInt64(scalar)) &* 0x9E37_79B9_7F4A_7C15
        hash ^= hash >> 29
        return hash
    }

    private static func finished(_ hash: UInt64) -> UInt32 {
        var hash = hash &* 0xBF58_476D_1CE4_E5B9
        hash ^= hash >> 32
        return UInt32(truncatingIfNeeded: hash)
    }

    func folded(_ text: String) -> FoldedText { FoldedText(text, table: fold) }

    /// What a block weighs.
    func weight(_ block: Gram.Block) -> Float {
        switch block {
        case .whole: 1
        case .opening: Float(plan.openingWeight) / 1000
        case .cue: Float(plan.cueWeight) / 1000
        case .pair: Float(plan.pairWeight) / 1000
        }
    }
}
