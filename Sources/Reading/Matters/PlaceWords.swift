import Wire

/// How places are written: numbered ones (3号楼, 二单元), named ones (解放路, 和平小学), sides (东门, 村西头).
struct PlaceWords: Sendable {
    /// Kinds by number. Places of one kind exclude each other; those of different kinds never meet.
    let kinds: [String]
    private let numbered: WordTrie
    private let numberedKinds: [Int]
    /// Whether an ending takes figures only: 3路 is a line, 一路 is all the way.
    private let figuresOnly: [Bool]
    private let notNumbered: WordSets
    private let named: WordTrie
    private let kindsOfNames: [Int]
    private let sided: WordTrie
    private let sidedKinds: [Int]
    private let generic: Set<[UInt32]>
    private let breaks: Set<UInt32>
    private let sides: Set<UInt32>
    private let notSides: WordSets
    /// Names that begin with a character that otherwise breaks one: 和平.
    private let joins: Set<[UInt32]>
    /// A storey says little by itself: from the sixth storey down to the first is one matter.
    let weak: Int
    /// Kinds known by their names; the same name without its ending is the same place: 丽景湾小区 and 丽景湾.
    let namedKinds: Set<UInt32>
    /// Kinds that mean the same place in every unit: those with names, and lines.
    let sharedKinds: Set<UInt32>

    init(_ file: LocatedJSON, _ fold: FoldTable) throws(Malformed) {
        var kinds: [String] = []
        func kind(_ name: String) -> Int {
            if let place = kinds.firstIndex(of: name) { return place }
            kinds.append(name)
            return kinds.count - 1
        }
        var figures: [Bool] = []
        func endings(_ list: String, split: Bool) throws(Malformed) -> ([(word: [UInt32], value: Int)], [Int]) {
            var words: [(word: [UInt32], value: Int)] = []
            var of: [Int] = []
            figures = []
            for entry in try MatterWords.array(file, list) {
                let name = try MatterWords.text(entry, "kind")
                for ending in try MatterWords.words(entry, "endings") {
                    words.append((fold.word(ending), of.count))
                    figures.append(entry["figures"]?.bool == true)
                    of.append(kind(split && entry["apart"]?.bool == true ? name + ":" + ending : name))
                }
            }
            return (words, of)
        }
        let (numberedWords, numberedKinds) = try endings("numbered", split: false)
        numbered = WordTrie(numberedWords)
        self.numberedKinds = numberedKinds
        figuresOnly = figures
        let (namedWords, kindsOfNames) = try endings("named", split: true)
        named = WordTrie(namedWords)
        self.kindsOfNames = kindsOfNames
        namedKinds = Set(kindsOfNames.map { UInt32($0) })
        let lines = ["bus", "metro"].compactMap { kinds.firstIndex(of: $0) }
        sharedKinds = namedKinds.union(lines.map { UInt32($0) })
        var sidedKinds: [Int] = []
        var sidedWords: [(word: [UInt32], value: Int)] = []
        let gates = try MatterWords.words(file, "gates")
        for word in try MatterWords.words(file, "sided") {
            sidedWords.append((fold.word(word), sidedKinds.count))
            sidedKinds.append(kind(gates.contains(word) ? "gate" : "side:" + word))
        }
        sided = WordTrie(sidedWords)
        self.sidedKinds = sidedKinds
        sides = Set(try MatterWords.words(file, "sides").flatMap { fold.word($0) })
        notSides = try WordSets([("not", MatterWords.words(file, "notSides"))], fold)
        generic = Set(try MatterWords.words(file, "generic").map { fold.word($0) })
        breaks = Set(try MatterWords.words(file, "breaks").flatMap { fold.word($0) })
        joins = Set(try MatterWords.words(file, "joins").map { fold.word($0) })
        notNumbered = try WordSets([("not", MatterWords.words(file, "notNumbered"))], fold)
        weak = kind("floor")
        self.kinds = kinds
        guard kinds.count < PlaceWords.firstSide else { throw file.malformed("more than 127 kinds of places") }
    }

    /// Kinds from here on are sides of whatever stands behind them: 东敖包 and 西敖包, but not 东敖包 and 西坡.
    private static let firstSide = 128

    /// One place named: what kind, which one, and where it stands.
    struct Mention: Sendable {
        var kind: Int
        /// The number, or the key of the name's last two characters: 老解放路 is 解放路.
        var name: UInt32
        var range: Range<Int>
    }

    func mentions(in text: FoldedText) -> [Mention] {
        var scan = Scan(text)
        var found: [Mention] = []
        let noSides = Set(notSides.found(in: text).flatMap(\.range))
        var at = 0
        while at < text.count {
            if let mention = number(&scan, at) {
                found.append(mention)
                at = mention.range.upperBound
                continue
            }
            if sides.contains(text[at]), !noSides.contains(at) {
                if let word = sided.longest(in: &scan, at: at + 1) {
                    found.append(Mention(kind: sidedKinds[word.value], name: text[at], range: at..<word.end))
                    at = word.end
                    continue
                }
                if isChinese(text[at + 1]) {
                    let kind = PlaceWords.firstSide + Int(text[at + 1] % 127)
                    found.append(Mention(kind: kind, name: text[at], range: at..<at + 1))
                }
            }
            if let word = named.longest(in: &scan, at: at) {
                if let mention = name(text, ending: at..<word.end, kindsOfNames[word.value]) { found.append(mention) }
                at = word.end
                continue
            }
            at += 1
        }
        return found
    }

    private func number(_ scan: inout Scan, _ start: Int) -> Mention? {
        let text = scan.text
        let letter: UInt32 = isLetter(text[start]) && !isLetter(text[start + 1]) && !isLetter(text[start - 1]) ? text[start] - 0x60 : 0
        let after = start + (letter > 0 ? 1 : 0)
        guard !isDigit(text[start - 1]) else { return nil }
        let numeral = text.numeral(at: after) ?? couple(text, after)
        guard letter > 0 || numeral != nil else { return nil }
        let end = numeral?.end ?? after
        guard end - start <= 5, let word = numbered.longest(in: &scan, at: end) else { return nil }
        if notNumbered.end(in: &scan, at: end) != nil || figuresOnly[word.value] && (numeral?.digits ?? 0) == 0 { return nil }
        return Mention(
            kind: numberedKinds[word.value], name: letter << 16 | UInt32(truncatingIfNeeded: numeral?.value ?? 0), range: start..<word.end)
    }

    /// 两 counts as two here.
    private func couple(_ text: FoldedText, _ at: Int) -> Numeral? {
        text[at] == 0x4E24 ? Numeral(value: 2, end: at + 1, digits: 0, hasLeadingZero: false) : nil
    }

    private func name(_ text: FoldedText, ending: Range<Int>, _ kind: Int) -> Mention? {
        var start = ending.lowerBound
        while start > 0, ending.lowerBound - start < 5, isChinese(text[start - 1]), !breaks.contains(text[start - 1]) { start -= 1 }
        if start > 0, start < ending.lowerBound, joins.contains([text[start - 1], text[start]]) { start -= 1 }
        let name = (start..<ending.lowerBound).map { text[$0] }
        guard name.count >= 2 else { return nil }
        for length in 1...name.count where generic.contains(Array(name.suffix(length))) && (length >= 2 || name.count <= 2) { return nil }
        return Mention(kind: kind, name: GramReader.key(of: Array(name.suffix(2)), .whole), range: start..<ending.upperBound)
    }
}
