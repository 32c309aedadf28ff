import Wire

/// A line with the names in it marked, as the model of names learns it.
public struct NameLine: Sendable {
    /// Folded.
    var scalars: [UInt32]
    /// In the folded text.
    var names: [Range<Int>]

    /// Lines with `[[name]]`, JSON lines as the private sets have them, or a table whose column `text` names nobody.
    /// - Throws: `Malformed` with the line for marks that do not close, or a name out of its text.
    public static func lines(parsing bytes: [UInt8], isTable: Bool = false) throws(Malformed) -> [NameLine] {
        let fold = FoldTable()
        if isTable { return try LabelledTable(parsing: bytes).texts().map { NameLine(scalars: fold.word($0), names: []) } }
        var lines: [NameLine] = []
        for (index, line) in bytes.split(separator: 0x0A).enumerated() {
            do throws(Malformed) {
                lines.append(try line.first == 0x7B ? json(Array(line), fold) : marked(String(decoding: line, as: UTF8.self), fold))
            } catch { throw Malformed(error.problem, line: index + 1, column: 1) }
        }
        return lines
    }

    /// 昨天[[牛得草]]来过\n[[于佳]]也在
    private static func marked(_ line: String, _ fold: FoldTable) throws(Malformed) -> NameLine {
        var parts: [String] = []
        for (index, piece) in line.replacing("\\n", with: "\n").split(separator: "[[", omittingEmptySubsequences: false).enumerated() {
            let sides = piece.split(separator: "]]", omittingEmptySubsequences: false)
            guard sides.count == (index == 0 ? 1 : 2) else { throw Malformed("a mark is not closed") }
            parts += sides.map(String.init)
        }
        return try NameLine(parts, fold)
    }

    private static func json(_ line: [UInt8], _ fold: FoldTable) throws(Malformed) -> NameLine {
        let json = try JSON(parsing: line)
        let scalars = Array((json["text"]?.string ?? "").unicodeScalars)
        var parts: [String] = []
        var at = 0
        for detail in json["want"]?.array ?? [] where detail.array?.last == "name" {
            guard let start = detail.array?.first?.integer, let end = detail.array?[1].integer, start >= at, end <= scalars.count,
                start < end
            else { throw Malformed("a name is out of its text") }
            for range in [at..<Int(start), Int(start)..<Int(end)] {
                parts.append(String(String.UnicodeScalarView(scalars[range])))
            }
            at = Int(end)
        }
        parts.append(String(String.UnicodeScalarView(scalars[at...])))
        return try NameLine(parts, fold)
    }

    /// Other text and names in turn.
    private init(_ parts: [String], _ fold: FoldTable) throws(Malformed) {
        let text = FoldedText(parts.joined(), table: fold)
        scalars = text.scalars
        names = []
        var bytes = 0
        var at = 0
        for (index, part) in parts.enumerated() {
            let end = bytes + part.utf8.count
            while at < text.count, text.start(of: at) < bytes { at += 1 }
            let start = at
            while at < text.count, text.start(of: at) < end { at += 1 }
            if index % 2 == 1 {
                guard at > start else { throw Malformed("a name is empty") }
                names.append(start..<at)
            }
            bytes = end
        }
    }

    var text: String {
        var view = String.UnicodeScalarView()
        view.append(contentsOf: scalars.compactMap(Unicode.Scalar.init))
        return String(view)
    }

    /// How many names stand in it.
    public var count: Int { names.count }

    init(scalars: [UInt32], names: [Range<Int>]) {
        self.scalars = scalars
        self.names = names
    }
}

/// Learns a model of names. Each line is learned several times, each time with other names in it, so that what stands around a name is learned
/// and not who was named.
public struct NameTraining: Sendable {
    /// How often a line with names is learned again with others.
    public var copies = 4
    public var training = LinearTraining()
    /// Names of other languages, put where such a name stands and now and then elsewhere.
    public var foreign: [[UInt32]] = []

    /// Names of people and of shops everybody knows, which give nobody away.
    public var known: [[UInt32]] = []

    private let words: NameWords
    private let characters: NameCharacters

    public init(_ words: NameWords) {
        self.words = words
        characters = NameCharacters(words)
        training.cost = 0.2
    }

    /// The words of a list, folded.
    public static func words(_ list: String) -> [[UInt32]] {
        let fold = FoldTable()
        return list.split(whereSeparator: \.isWhitespace).map { fold.word(String($0)) }
    }

    /// Leaves out the lines in which one of these names stands.
    public static func leave(out names: String, of lines: inout [NameLine]) {
        let trie = WordTrie(NameTraining.words(names).map { ($0, 0) })
        let fold = FoldTable()
        lines.removeAll { line in
            var scan = Scan(FoldedText(line.text, table: fold))
            return line.scalars.indices.contains { trie.longest(in: &scan, at: $0) != nil }
        }
    }

    /// - Parameter plain: lines that name nobody.
    public func model(
        from marked: [NameLine], plain: [NameLine], provenance: [(name: String, text: String)]
    ) -> NameModel {
        let bonds = NameBonds(counting: plain.map(\.scalars))
        var rows: [LinearTraining.Row] = []
        for line in exchanged(marked) + plain + widelyKnown(among: plain) {
            let names = Set(line.names)
            NameModel.features(line.scalars, characters, bonds) { candidate, places in
                let isName = names.contains(candidate.start..<candidate.end)
                rows.append(
                    LinearTraining.Row(features: places.map { (Int32($0), 1) }, square: Float(places.count), label: isName ? 0 : 1))
            }
        }
        let learned = training.machine(rows, label: 0, width: 1 << Int(NameSketch.bits)).dropLast()
        let largest = max(learned.map(abs).max() ?? 0, .leastNormalMagnitude)
        return NameModel(
            weights: learned.map { LinearModel.companded($0 / largest) }, scale: largest, margins: NameModel.Margins(), bonds: bonds,
            words: words, provenance: provenance)
    }

    // MARK: Other names in the same places

    /// Names everybody knows, alone and where the beginning of one line meets the end of another.
    private func widelyKnown(among plain: [NameLine]) -> [NameLine] {
        var dice = Dice(seed: 4)
        return known.flatMap { name in
            (0...copies).map { copy in
                guard copy > 0, !plain.isEmpty else { return NameLine(scalars: name, names: []) }
                let before = plain[dice.below(plain.count)].scalars, behind = plain[dice.below(plain.count)].scalars
                return NameLine(scalars: before.prefix(dice.below(6)) + name + behind.suffix(2 + dice.below(8)), names: [])
            }
        }
    }

    /// The lines, and those with names once more for each copy, with other names in them.
    private func exchanged(_ lines: [NameLine]) -> [NameLine] {
        var dice = Dice(seed: 3)
        let known = lines.flatMap { line in line.names.map { Array(line.scalars[$0]) } }
        let own = known.filter { surnameLength($0) > 0 }
        let given = (0x4E00...0x9FFF as ClosedRange<UInt32>).filter { characters.given($0) > 0 }
        let weak = given.filter { characters.given($0) == 2 }
        func other(than name: [UInt32]) -> [UInt32] {
            let surname = surnameLength(name)
            let isForeign = surname == 0
            if !foreign.isEmpty, dice.below(100) < (isForeign ? 80 : 8) { return foreign[dice.below(foreign.count)] }
            if isForeign || dice.below(10) < 2 { return own[dice.below(own.count)] }
            var first = name.prefix(surname), rest = name.dropFirst(surname)
            if dice.below(10) < 8 {
                let from = own[dice.below(own.count)]
                first = from.prefix(surnameLength(from))
            }
            switch dice.below(10) {
            case 0, 1: rest = rest.map { _ in dice.below(10) < 3 ? weak[dice.below(weak.count)] : given[dice.below(given.count)] }[...]
            case 2, 3, 4: break
            default:
                let from = own[dice.below(own.count)]
                rest = from.dropFirst(surnameLength(from))
            }
            return Array(first + rest)
        }
        // A name may be all that was said, if it is no word as well.
        let alone = Set(own).filter { name in
            var scan = Scan(FoldedText(NameLine(scalars: name, names: []).text, table: FoldTable()))
            return !words.isWord(&scan, 0)
                && name.dropFirst(surnameLength(name)).allSatisfy { characters.given($0) == 1 }
        }
        var all = alone.sorted { $0.lexicographicallyPrecedes($1) }.map { NameLine(scalars: $0, names: [0..<$0.count]) }
        for line in lines {
            all.append(line)
            guard !line.names.isEmpty, !own.isEmpty else { continue }
            for _ in 0..<copies {
                var copy = NameLine(scalars: [], names: [])
                var at = 0
                for name in line.names {
                    copy.scalars += line.scalars[at..<name.lowerBound]
                    let old = Array(line.scalars[name])
                    let new = old.contains(where: Marks.isMiddleDot) ? old : other(than: old)
                    copy.names.append(copy.scalars.count..<copy.scalars.count + new.count)
                    copy.scalars += new
                    at = name.upperBound
                }
                copy.scalars += line.scalars[at...]
                all.append(copy)
            }
        }
        return all
    }

    /// How much of a name is its surname; 0 for a name without one.
    private func surnameLength(_ name: [UInt32]) -> Int {
        guard name.count > 1, name.count < 5 else { return 0 }
        if name.count > 2, characters.isDouble(name[0], name[1]) { return 2 }
        return name.count < 4 && characters.start(name[0]) > 0 ? 1 : 0
    }
}
