import Wire

/// How people's names are known in what is said, as `Config/texts/names.zh-Hans.json` lists it: surnames, what given names are made of, the
/// words before and behind a name, and ordinary words that look like one. What each list is for stands beside it in that file.
public final class NameWords: Sendable {
    // MARK: Surnames

    let common: ScalarSet
    let singles: ScalarSet
    let risky: ScalarSet
    let uncommon: ScalarSet
    let everyday: ScalarSet
    /// Where nothing but a name can stand.
    let rare: ScalarSet
    /// For the model of names alone, as are `modelSounds`.
    let further: ScalarSet
    /// 欧阳, 上官; and with those hardly known, 濮阳, 新垣.
    let doubles: ScalarPairs
    let allDoubles: ScalarPairs

    // MARK: Given names

    let given: ScalarSet
    let alsoWords: ScalarSet
    let notGiven: WordTrie
    let sounds: ScalarSet
    let modelSounds: ScalarSet

    // MARK: Before a name

    /// How sure what stands before a name makes it: 我叫 more than 联系人, that more than 物业.
    enum Kind: Equatable { case called, field, own, family, other, weak, said, listed }

    /// What announces a name, by its last character.
    let cues: [UInt32: [(word: [UInt32], kind: Kind)]]
    let lastOfCues: ScalarSet
    let successions: WordsBefore
    let holders: ScalarSet
    let fieldEnds: ScalarSet
    let noCall: ScalarSet
    let joints: ScalarSet
    let officeEnds: ScalarSet
    let groupEnds: ScalarSet

    // MARK: Behind a name

    let titles: WordTrie
    let honours: WordTrie
    let followers: WordTrie
    let deeds: WordTrie
    let numberWords: WordTrie
    let personWords: WordTrie
    let relations: WordTrie
    let counters: ScalarSet

    // MARK: No names

    let stops: WordTrie
    let namesToo: WordTrie
    let functions: ScalarSet
    let kin: ScalarSet
    let placeEnds: ScalarSet
    let noEnd: ScalarSet
    let notNames: ScalarSet
    /// For a surname that ends ordinary words what stands before it there: 谢谢, 右手边.
    let wordEnds: [UInt32: ScalarSet]
    let wordsEndWith: ScalarSet

    // MARK: Lists of people

    let listOpeners: WordsBefore
    let listTasks: WordsBefore
    let listPapers: WordsBefore
    let listEndings: WordsBefore
    let listVerbs: WordsBefore
    let listSeparators: ScalarSet
    let beforeItems: WordsBefore
    let behindItems: WordTrie
    let headcounts: WordTrie

    /// - Parameter bytes: the words (`Config/texts/names.zh-Hans.json`).
    /// - Throws: `Malformed` with line and column for text that is not JSON, a list that is missing or of no use, and one that nobody reads.
    public init(parsing bytes: [UInt8]) throws(Malformed) {
        var lists = try NameLists(parsing: bytes)
        common = try lists.characters("commonSurnames")
        singles = try lists.characters("surnames")
        risky = try lists.characters("riskySurnames")
        uncommon = try lists.characters("uncommonSurnames")
        everyday = try lists.characters("everydaySurnames")
        rare = try lists.characters("hiddenSurnames")
        further = try lists.characters("modelSurnames")
        let known = try lists.pairs("doubleSurnames")
        doubles = ScalarPairs(known.joined(separator: " "))
        allDoubles = ScalarPairs((known + (try lists.pairs("furtherDoubleSurnames"))).joined(separator: " "))

        given = try lists.characters("given")
        alsoWords = try lists.characters("givenAndWords")
        notGiven = try lists.trie("notGiven")
        sounds = try lists.characters("sounds")
        modelSounds = try lists.characters("modelSounds")

        let kinds: [(name: String, kind: Kind)] = [
            ("called", .called), ("field", .field), ("own", .own), ("family", .family), ("other", .other), ("weak", .weak), ("said", .said),
        ]
        var announcing: [(word: [UInt32], kind: Kind)] = []
        for (name, kind) in kinds { announcing += try lists.words(name).map { ($0.unicodeScalars.map(\.value), kind) } }
        cues = Dictionary(grouping: announcing) { $0.word.last ?? 0 }
        lastOfCues = ScalarSet(cues.keys)
        successions = try lists.before("successions")
        holders = try lists.characters("holders")
        fieldEnds = try lists.characters("fieldEnds")
        noCall = try lists.characters("noCall")
        joints = try lists.characters("joints")
        officeEnds = try lists.characters("officeEnds")
        groupEnds = try lists.characters("groupEnds")

        titles = try lists.trie("titles")
        honours = try lists.trie("honours")
        followers = try lists.trie("followers")
        deeds = try lists.trie("deeds")
        numberWords = try lists.trie("numberWords")
        personWords = try lists.trie("personWords")
        relations = try lists.trie("family", "relations")
        counters = try lists.characters("counters")

        stops = try lists.trie("stops")
        namesToo = try lists.trie("namesToo")
        functions = try lists.characters("functions")
        kin = try lists.characters("kin")
        placeEnds = try lists.characters("placeEnds")
        noEnd = try lists.characters("noEnd")
        notNames = try lists.characters("notNames")
        wordEnds = try lists.ends("wordEnds")
        wordsEndWith = ScalarSet(wordEnds.keys)

        listOpeners = try lists.before("listOpeners")
        listTasks = try lists.before("listTasks")
        listPapers = try lists.before("listPapers")
        listEndings = try lists.before("listEndings")
        listVerbs = try lists.before("listVerbs")
        listSeparators = try lists.characters("listSeparators")
        beforeItems = try lists.before("beforeItems")
        behindItems = try lists.trie("behindItems")
        headcounts = try lists.trie("headcounts")
        try lists.close()
    }
}

/// The lists of the file, asked for by name.
private struct NameLists {
    private let file: LocatedJSON
    private let fold = FoldTable()
    private var asked: Set<String> = []

    init(parsing bytes: [UInt8]) throws(Malformed) { file = try LocatedJSON(parsing: bytes) }

    /// Characters side by side.
    mutating func characters(_ name: String) throws(Malformed) -> ScalarSet {
        let list = try list(name)
        return try NameLists.characters(texts(of: list).joined(), of: list)
    }

    private static func characters(_ text: String, of list: LocatedJSON) throws(Malformed) -> ScalarSet {
        if let far = text.unicodeScalars.first(where: { $0.value > 0xFFFF }) {
            throw list.malformed("\(far) is beyond the characters that are looked at, which end with U+FFFF")
        }
        return ScalarSet(text)
    }

    /// Words with blanks between.
    mutating func words(_ name: String) throws(Malformed) -> [String] {
        try texts(of: list(name)).flatMap { $0.split(whereSeparator: \.isWhitespace).map(String.init) }
    }

    /// Words of two characters.
    mutating func pairs(_ name: String) throws(Malformed) -> [String] {
        let pairs = try words(name)
        if let other = pairs.first(where: { $0.unicodeScalars.count != 2 }) {
            throw try list(name).malformed("\(name) are of two characters, \(other) is not")
        }
        return pairs
    }

    mutating func before(_ name: String) throws(Malformed) -> WordsBefore { WordsBefore(try words(name)) }

    mutating func trie(_ names: String...) throws(Malformed) -> WordTrie {
        var all: [String] = []
        for name in names { all += try words(name) }
        return WordTrie(all.map { (fold.word($0), 0) })
    }

    /// For single characters what stands before them.
    mutating func ends(_ name: String) throws(Malformed) -> [UInt32: ScalarSet] {
        let list = try list(name)
        guard let members = list.members else { throw list.malformed("\(name) must be an object, found \(list.kindName)") }
        var ends: [UInt32: ScalarSet] = [:]
        for member in members {
            guard let last = member.name.unicodeScalars.first, member.name.unicodeScalars.count == 1 else {
                throw member.malformed("expected one character")
            }
            ends[last.value] = try NameLists.characters(texts(of: member.value).joined(), of: member.value)
        }
        return ends
    }

    /// A list that nothing has asked for is a slip of whoever wrote it.
    func close() throws(Malformed) {
        if let other = file.members?.first(where: { !asked.contains($0.name) }) { throw other.malformed("there is no list \(other.name)") }
    }

    private mutating func list(_ name: String) throws(Malformed) -> LocatedJSON {
        asked.insert(name)
        guard let list = file[name] else { throw file.malformed("missing \(name)") }
        return list
    }

    /// One text, or several that are read as one.
    private func texts(of list: LocatedJSON) throws(Malformed) -> [String] {
        if let text = list.string { return [text] }
        guard let parts = list.array else { throw list.malformed("expected text, found \(list.kindName)") }
        var texts: [String] = []
        for part in parts {
            guard let text = part.string else { throw part.malformed("expected text, found \(part.kindName)") }
            texts.append(text)
        }
        return texts
    }
}
