/// A set of characters below U+10000, asked in one step: most places of a message are passed over by such a set.
struct ScalarSet: Sendable {
    private let bits: [UInt64]

    init(_ scalars: some Sequence<UInt32>) {
        var bits = [UInt64](repeating: 0, count: 0x10000 / 64)
        for scalar in scalars where scalar < 0x10000 { bits[Int(scalar / 64)] |= 1 << UInt64(scalar % 64) }
        self.bits = bits
    }

    init(_ characters: String) { self.init(characters.unicodeScalars.map(\.value)) }

    func contains(_ scalar: UInt32) -> Bool { scalar < 0x10000 && bits[Int(scalar / 64)] & 1 << UInt64(scalar % 64) != 0 }
}

/// Words of two characters: 欧阳, 徐州. A word of any other length is left out.
struct ScalarPairs: Sendable {
    private let pairs: Set<UInt64>
    private let beginnings: ScalarSet

    init(_ words: String) {
        let pairs = words.split(whereSeparator: \.isWhitespace).map { $0.unicodeScalars.map(\.value) }.filter { $0.count == 2 }
        self.pairs = Set(pairs.map { ScalarPairs.packed($0[0], $0[1]) })
        beginnings = ScalarSet(pairs.map { $0[0] })
    }

    func begins(_ text: FoldedText, at place: Int) -> Bool { contains(text[place], text[place + 1]) }

    func contains(_ first: UInt32, _ second: UInt32) -> Bool {
        beginnings.contains(first) && pairs.contains(ScalarPairs.packed(first, second))
    }

    private static func packed(_ first: UInt32, _ second: UInt32) -> UInt64 { UInt64(first) << 32 | UInt64(second) }
}

/// Words that are looked for where something ends: by their last character, longest first.
struct WordsBefore: Sendable {
    private let byLast: [UInt32: [[UInt32]]]
    private let lasts: ScalarSet

    init(_ words: String) { self.init(words.split(separator: " ").map { String($0) }) }

    init(_ words: [String]) {
        let list = words.map { $0.unicodeScalars.map(\.value) }
        let grouped = Dictionary(grouping: list) { $0.last ?? 0 }
        byLast = grouped.mapValues { $0.sorted { $0.count > $1.count } }
        lasts = ScalarSet(byLast.keys)
    }

    /// Where the word begins that ends right before a place; nil if none does.
    func start(_ text: FoldedText, endingAt end: Int) -> Int? {
        guard end > 0, lasts.contains(text[end - 1]), let words = byLast[text[end - 1]] else { return nil }
        for word in words where end >= word.count && text.has(word, at: end - word.count) { return end - word.count }
        return nil
    }

    /// Whether a part of a text ends with one of the words.
    func end(_ text: FoldedText, _ range: Range<Int>) -> Bool {
        guard !range.isEmpty, lasts.contains(text[range.upperBound - 1]), let words = byLast[text[range.upperBound - 1]] else {
            return false
        }
        return words.contains { $0.count <= range.count && text.has($0, at: range.upperBound - $0.count) }
    }

    /// Whether one of the words ends before a place with at most so many of these characters between.
    func announce(_ text: FoldedText, _ start: Int, past fillers: ScalarSet, most: Int = 4) -> Bool {
        var at = start
        while true {
            if self.start(text, endingAt: at) != nil { return true }
            guard at > 0, start - at < most, fillers.contains(text[at - 1]) else { return false }
            at -= 1
        }
    }
}
