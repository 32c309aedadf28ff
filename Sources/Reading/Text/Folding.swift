/// The table that brings every way of typing a character to one form: full width to half, traditional to simplified, capitals to small
/// letters, every space to one, marks of one meaning to one mark. What cannot be seen is removed; pictures count as a space, so that
/// digits on both sides of one never become another number.
struct FoldTable: Sendable {
    /// For each scalar below U+10000 what it becomes; 0 removes it.
    private let plane: [UInt16]

    static let space: UInt32 = 0x20
    static let newline: UInt32 = 0x0A

    init() {
        var plane = [UInt16](unsafeUninitializedCapacity: 0x10000) { buffer, count in
            for index in 0..<0x10000 { buffer.initializeElement(at: index, to: UInt16(index)) }
            count = 0x10000
        }
        for (range, target) in FoldTable.blocks { for scalar in range { plane[scalar] = target } }
        for scalar in 0x41...0x5A { plane[scalar] = UInt16(scalar + 0x20) }
        for scalar in 0xFF01...0xFF5E {
            let half = scalar - 0xFEE0
            plane[scalar] = UInt16((0x41...0x5A).contains(half) ? half + 0x20 : half)
        }
        for scalar in 0x2460...0x2468 { plane[scalar] = UInt16(scalar - 0x2460 + 0x31) }
        for (sources, target) in FoldTable.marks {
            guard let mark = target.utf16.first else { continue }
            for source in sources.utf16 { plane[Int(source)] = mark }
        }
        var pairs = TraditionalCharacters.pairs.utf16.makeIterator()
        while let traditional = pairs.next(), let simplified = pairs.next() { plane[Int(traditional)] = simplified }
        self.plane = plane
    }

    /// The form a scalar is read in; 0 when it is not read at all.
    func callAsFunction(_ scalar: UInt32) -> UInt32 {
        if scalar < 0x10000 { return UInt32(plane[Int(scalar)]) }
        switch scalar {
        case 0x1D7CE...0x1D7FF: return 0x30 + (scalar - 0x1D7CE) % 10
        case 0x1F000...0x1FAFF: return FoldTable.space
        case 0xE0000...0xE0FFF, 0x1D173...0x1D17A: return 0
        default: return scalar
        }
    }

    /// A word of the tables, folded as messages are, without spaces at its ends.
    func word(_ text: String) -> [UInt32] { FoldedText(text, table: self).scalars }

    /// Whole ranges: controls, spaces, invisible characters, direction controls, variation selectors, symbols and pictures.
    private static let blocks: [(ClosedRange<Int>, UInt16)] = [
        (0x00...0x08, 0), (0x09...0x09, 0x20), (0x0B...0x0C, 0x0A), (0x0D...0x1F, 0), (0x7F...0x84, 0), (0x85...0x85, 0x0A),
        (0x86...0x9F, 0),
        (0xA0...0xA0, 0x20), (0xA9...0xA9, 0x20), (0xAD...0xAE, 0), (0x034F...0x034F, 0), (0x061C...0x061C, 0), (0x115F...0x1160, 0),
        (0x1680...0x1680, 0x20), (0x17B4...0x17B5, 0), (0x180B...0x180F, 0), (0x2000...0x200A, 0x20), (0x200B...0x200F, 0),
        (0x2028...0x2029, 0x0A), (0x202A...0x202E, 0), (0x202F...0x202F, 0x20), (0x205F...0x205F, 0x20), (0x2060...0x206F, 0),
        (0x20D0...0x20FF, 0), (0x2190...0x21FF, 0x20), (0x2300...0x23FF, 0x20), (0x2469...0x27BF, 0x20), (0x2900...0x297F, 0x20),
        (0x2B00...0x2BFF, 0x20), (0x3000...0x3000, 0x20), (0x3030...0x3030, 0x20), (0x3164...0x3164, 0), (0xFE00...0xFE0F, 0),
        (0xFEFF...0xFEFF, 0), (0xFFA0...0xFFA0, 0), (0xFFF0...0xFFFD, 0x20),
    ]

    /// Marks of one meaning. Applied after the full-width forms, so the full-width comma stands here with the enumeration comma.
    private static let marks: [(sources: String, target: String)] = [
        ("，、､﹐﹑；;﹔", ","), ("：﹕︰∶", ":"), ("｡", "。"), ("！﹗", "!"), ("？﹖", "?"), ("﹙［【〔〖﹝[{｛", "("), ("﹚］】〕〗﹞]}｝", ")"),
        ("“”„‟＂「」『』﹁﹂‘’‚‛＇'", "\""), ("‐‑‒–—―−－﹣─～〜∼⁓~", "-"), ("＋﹢➕", "+"), ("％﹪", "%"), ("＃﹟", "#"), ("＠﹫", "@"),
        ("○◯", "〇"), ("…", "。"), ("〈", "《"), ("〉", "》"),
    ]
}

/// A message in the form it is read in, with the way back to the original wording: free text is always taken from there.
struct FoldedText: Sendable {
    /// Folded scalars; runs of spaces are one, none stands at either end or beside a line break.
    private(set) var scalars: [UInt32] = []
    /// For each folded scalar the byte at which it begins in the original.
    private var starts: [Int] = []
    let original: [UInt8]
    /// Where in the original this text ends: what is behind its last folded scalar (a picture, a full stop of a sentence) is still its own.
    private var limit: Int

    init(_ text: String, table: FoldTable) { self.init(Array(text.utf8), table: table, atMost: .max) }

    /// The first so many folded scalars of a text, enough to see whether it begins with a word of ours.
    init(beginning text: String, table: FoldTable, atMost most: Int) {
        self.init(Array(text.utf8.prefix(FoldedText.bytesLooked(at: most))), table: table, atMost: most)
    }

    /// How many bytes `beginning` looks at, at most.
    static func bytesLooked(at most: Int) -> Int { 8 * most }

    /// Bytes come from a `String`; a beginning may be cut inside its last scalar, which is then not read.
    private init(_ bytes: [UInt8], table: FoldTable, atMost most: Int) {
        original = bytes
        limit = bytes.count
        scalars.reserveCapacity(min(bytes.count / 2 + 8, most))
        starts.reserveCapacity(min(bytes.count / 2 + 8, most))
        bytes.withUnsafeBufferPointer { buffer in
            var at = 0
            while at < buffer.count, scalars.count < most {
                let (scalar, length) = UTF8Reading.scalar(in: buffer, at: at)
                append(table(scalar), from: at)
                at += length
            }
        }
        while let last = scalars.last, last <= FoldTable.space {
            scalars.removeLast()
            starts.removeLast()
        }
    }

    private mutating func append(_ folded: UInt32, from start: Int) {
        switch folded {
        case 0: return
        case FoldTable.space:
            guard let last = scalars.last, last > FoldTable.space else { return }
        case FoldTable.newline:
            if scalars.last == FoldTable.space {
                scalars.removeLast()
                starts.removeLast()
            }
            guard let last = scalars.last, last != FoldTable.newline else { return }
        default: break
        }
        scalars.append(folded)
        starts.append(start)
    }

    var count: Int { scalars.count }

    /// The folded scalar there; 0 beyond either end, so that looking ahead needs no checks.
    subscript(_ index: Int) -> UInt32 { index >= 0 && index < scalars.count ? scalars[index] : 0 }

    /// The original wording of a folded range, without the spaces around it and without characters that cannot be seen.
    func wording(_ range: Range<Int>) -> String {
        let range = range.clamped(to: 0..<count)
        guard !range.isEmpty else { return "" }
        let end = starts[range.upperBound - 1]
        let stop = end + original.withUnsafeBufferPointer { UTF8Reading.scalar(in: $0, at: end).length }
        return Wording.visible(original[starts[range.lowerBound]..<stop])
    }

    /// The original wording from a place to the very end of the text.
    func wordingToEnd(from start: Int) -> String {
        start >= 0 && start < count ? Wording.visible(original[starts[start]..<limit]) : ""
    }

    /// The same range counted in Unicode scalars of the original, end exclusive (reading.md).
    func originalSpan(_ range: Range<Int>) -> (start: Int, end: Int) {
        let range = range.clamped(to: 0..<count)
        guard !range.isEmpty else { return (0, 0) }
        var start = 0
        var end = 0
        let last = starts[range.upperBound - 1]
        for (offset, byte) in original[...last].enumerated() where byte & 0xC0 != 0x80 {
            if offset < starts[range.lowerBound] { start += 1 }
            end += 1
        }
        return (start, end)
    }

    /// The byte of the original at which a folded scalar begins.
    func start(of index: Int) -> Int { index >= 0 && index < starts.count ? starts[index] : 0 }

    /// Whether 、 was written there: it lists, where ， may begin something else.
    func isEnumeration(at index: Int) -> Bool {
        guard index >= 0, index < starts.count else { return false }
        return original[starts[index]...].prefix(3).elementsEqual([0xE3, 0x80, 0x81])
    }

    /// Where an arrow ends that stands at a place, read as a space or written with marks: →, ➡, ->, =>.
    func arrowEnd(at index: Int) -> Int? {
        guard index >= 0, index < starts.count else { return nil }
        if (self[index] == 0x2D || self[index] == 0x3D), self[index + 1] == 0x3E { return index + 2 }
        guard self[index] == FoldTable.space else { return nil }
        // U+2190 to U+21FF, U+27A1: of runs of spaces the first is kept
        let end = index + 1 < starts.count ? starts[index + 1] : limit
        let written = original[starts[index]..<end].prefix(32)
        let isArrow = zip(written, written.dropFirst()).contains {
            $0 == 0xE2 && ($1 == 0x86 || $1 == 0x87 || $1 == 0x9E)
        }
        return isArrow ? index + 1 : nil
    }

    /// A part as a text of its own, with the way back kept: the lines of a pasted record.
    func part(_ range: Range<Int>) -> FoldedText {
        var part = self
        let range = range.clamped(to: 0..<count)
        part.scalars = Array(scalars[range])
        part.starts = Array(starts[range])
        part.limit = range.upperBound < count ? starts[range.upperBound] : limit
        return part
    }
}

/// Decoding of bytes known to be well-formed; anything else is skipped a byte at a time and never traps.
enum UTF8Reading {
    static func scalar(in bytes: UnsafeBufferPointer<UInt8>, at: Int) -> (value: UInt32, length: Int) {
        let first = UInt32(bytes[at])
        func next(_ n: Int) -> UInt32? {
            at + n < bytes.count && bytes[at + n] & 0xC0 == 0x80 ? UInt32(bytes[at + n] & 0x3F) : nil
        }
        switch first {
        case 0..<0x80: return (first, 1)
        case 0xC2..<0xE0:
            if let a = next(1) { return ((first & 0x1F) << 6 | a, 2) }
        case 0xE0..<0xF0:
            if let a = next(1), let b = next(2) { return ((first & 0x0F) << 12 | a << 6 | b, 3) }
        case 0xF0..<0xF5:
            if let a = next(1), let b = next(2), let c = next(3) { return ((first & 0x07) << 18 | a << 12 | b << 6 | c, 4) }
        default: break
        }
        return (0, 1)
    }
}

/// What is kept of people's own words.
enum Wording {
    /// The text without direction controls and other characters that cannot be seen (joiners inside pictures stay), trimmed of blanks.
    static func visible(_ bytes: ArraySlice<UInt8>) -> String {
        if let plain = plain(bytes) { return plain }
        var view = String.UnicodeScalarView()
        for scalar in String(decoding: bytes, as: UTF8.self).unicodeScalars where !isHidden(scalar.value) { view.append(scalar) }
        while let last = view.last, isBlank(last.value) { view.removeLast() }
        let start = view.firstIndex { !isBlank($0.value) } ?? view.endIndex
        return String(view[start...])
    }

    /// The quick way for what nearly all text is: no byte in it can belong to a hidden character, and only common blanks stand at its ends.
    private static func plain(_ bytes: ArraySlice<UInt8>) -> String? {
        var previous: UInt8 = 0
        for byte in bytes {
            switch byte {
            case 0x00...0x09, 0x0B...0x1F, 0x7F, 0xC2, 0xCD, 0xD8, 0xE1, 0xE2, 0xF3: return nil
            case 0xBB where previous == 0xEF: return nil
            default: previous = byte
            }
        }
        var rest = bytes
        while true {
            if rest.first == 0x20 || rest.first == 0x0A {
                rest.removeFirst()
            } else if rest.starts(with: ideographicSpace) {
                rest.removeFirst(3)
            } else {
                break
            }
        }
        while true {
            if rest.last == 0x20 || rest.last == 0x0A {
                rest.removeLast()
            } else if rest.count >= 3, rest.suffix(3).elementsEqual(ideographicSpace) {
                rest.removeLast(3)
            } else {
                break
            }
        }
        return String(decoding: rest, as: UTF8.self)
    }

    private static let ideographicSpace: [UInt8] = [0xE3, 0x80, 0x80]

    private static func isHidden(_ scalar: UInt32) -> Bool {
        switch scalar {
        case 0x0A: false
        case 0x00...0x08, 0x0B...0x1F, 0x7F...0x9F, 0xAD, 0x034F, 0x061C, 0x180E, 0x200B, 0x200C, 0x200E, 0x200F, 0x202A...0x202E,
            0x2060...0x206F, 0xFEFF, 0xE0000...0xE0FFF:
            true
        default: false
        }
    }

    private static func isBlank(_ scalar: UInt32) -> Bool {
        scalar <= 0x20 || scalar == 0xA0 || scalar == 0x3000 || (0x2000...0x200A).contains(scalar) || scalar == 0x2028 || scalar == 0x2029
    }
}
