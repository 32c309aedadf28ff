import Wire

/// What matters are made of, as `Config/models/matters.zh-Hans.json` lists it: things, troubles, wishes that exclude each other, the shapes
/// of places, what says nothing, who usually answers, and the signs the models look at.
public struct MatterWords: Sendable {
    public let version: String
    let fold: FoldTable
    let things: WordSets
    let troubles: WordSets
    /// For each pair of wishes its `for` and `against`: sets 2n and 2n+1.
    let opposites: WordSets
    let cues: WordSets
    let departments: WordSets
    /// Things that are places; things that stand beside many matters.
    let spots: Set<Int>
    let background: Set<Int>
    let noise: WordSets
    let feelings: WordSets
    let openings: WordSets
    let asides: WordSets
    let places: PlaceWords
    let weights: LikenessWeights
    /// What a thing and a trouble weigh in a likeness, in sixteenths: what many matters have says little.
    let thingWorth: [UInt8]
    let troubleWorth: [UInt8]

    /// - Throws: `Malformed` with line and column.
    public init(parsing bytes: [UInt8]) throws(Malformed) {
        let file = try LocatedJSON(parsing: bytes)
        let fold = FoldTable()
        self.fold = fold
        version = file["version"]?.string ?? ""
        things = try WordSets(MatterWords.lists(file, "things"), fold)
        troubles = try WordSets(MatterWords.lists(file, "troubles"), fold)
        cues = try WordSets(MatterWords.lists(file, "cues"), fold)
        var wishes: [(name: String, words: [String])] = []
        for pair in try MatterWords.array(file, "opposites") {
            let id = try MatterWords.text(pair, "id")
            wishes.append((id, try MatterWords.words(pair, "for")))
            wishes.append((id, try MatterWords.words(pair, "against")))
        }
        opposites = try WordSets(wishes, fold)
        var owners: [(name: String, words: [String])] = []
        for owner in try MatterWords.array(file, "departments") {
            owners.append((try MatterWords.text(owner, "name"), try MatterWords.words(owner, "words")))
        }
        departments = try WordSets(owners, fold)
        spots = try things.places(of: MatterWords.words(file, "spots"), file)
        background = try things.places(of: MatterWords.words(file, "background"), file)
        noise = try WordSets([("noise", MatterWords.words(file, "noise"))], fold)
        feelings = try WordSets([("feelings", MatterWords.words(file, "feelings"))], fold)
        openings = try WordSets([("openings", MatterWords.words(file, "openings"))], fold)
        asides = try WordSets([("asides", MatterWords.words(file, "asides"))], fold)
        guard let places = file["places"] else { throw file.malformed("there is no list places") }
        self.places = try PlaceWords(places, fold)
        guard let weights = file["likeness"] else { throw file.malformed("there are no weights likeness") }
        self.weights = try LikenessWeights(weights)
        guard let worth = file["worth"] else { throw file.malformed("there is no list worth") }
        thingWorth = try things.worth(worth, "things")
        troubleWorth = try troubles.worth(worth, "troubles")
    }

    /// The signs of classes and kinds found in a text, as the models name them.
    func signs(_ text: FoldedText) -> [Int] { cues.found(in: text).map(\.set).unique }

    public func signs(of text: String) -> [Int] { signs(FoldedText(text, table: fold)) }

    private static func lists(_ file: LocatedJSON, _ name: String) throws(Malformed) -> [(name: String, words: [String])] {
        guard let members = file[name]?.members else { throw file.malformed("there is no list \(name)") }
        var lists: [(name: String, words: [String])] = []
        for member in members {
            guard let words = member.value.string else { throw member.value.malformed("expected words between spaces") }
            lists.append((member.name, split(words)))
        }
        return lists
    }

    static func array(_ file: LocatedJSON, _ name: String) throws(Malformed) -> [LocatedJSON] {
        guard let array = file[name]?.array else { throw file.malformed("there is no list \(name)") }
        return array
    }

    static func text(_ file: LocatedJSON, _ name: String) throws(Malformed) -> String {
        guard let text = file[name]?.string else { throw file.malformed("there is no \(name)") }
        return text
    }

    static func words(_ file: LocatedJSON, _ name: String) throws(Malformed) -> [String] { split(try text(file, name)) }

    private static func split(_ words: String) -> [String] { words.split(separator: " ").map(String.init) }
}

/// Named sets of words, found in one pass: at each place the longest word counts, and none inside a longer one.
struct WordSets: Sendable {
    let names: [String]
    private let trie: WordTrie
    private let sets: [[Int]]

    init(_ lists: [(name: String, words: [String])], _ fold: FoldTable) throws(Malformed) {
        names = lists.map(\.name)
        var order: [[UInt32]] = []
        var members: [[UInt32]: [Int]] = [:]
        for (set, list) in lists.enumerated() {
            for word in list.words {
                let folded = fold.word(word)
                guard !folded.isEmpty else { throw Malformed("\(list.name) has a word nothing is left of: \(word)") }
                if members[folded] == nil { order.append(folded) }
                if !(members[folded]?.contains(set) ?? false) { members[folded, default: []].append(set) }
            }
        }
        sets = order.map { members[$0] ?? [] }
        trie = WordTrie(order.enumerated().map { ($0.element, $0.offset) })
    }

    struct Found: Sendable {
        var set: Int
        var range: Range<Int>
    }

    /// In the order of the text; a word of several sets stands once for each.
    func found(in text: FoldedText) -> [Found] {
        var scan = Scan(text)
        var found: [Found] = []
        var reached = 0
        for start in 0..<text.count {
            guard let word = trie.longest(in: &scan, at: start), word.end > reached else { continue }
            reached = word.end
            for set in sets[word.value] { found.append(Found(set: set, range: start..<word.end)) }
        }
        return found
    }

    /// The longest word at a place.
    func end(in scan: inout Scan, at start: Int) -> Int? { trie.longest(in: &scan, at: start)?.end }

    /// What each set weighs, by a list of names and sixteenths, turn about; a set not in it weighs most.
    func worth(_ file: LocatedJSON, _ list: String) throws(Malformed) -> [UInt8] {
        var worth = [UInt8](repeating: WordSets.mostWorth, count: names.count)
        let entries = try MatterWords.words(file, list)
        guard entries.count % 2 == 0 else { throw file.malformed("\(list) names something without its worth") }
        for at in stride(from: 0, to: entries.count, by: 2) {
            guard let place = names.firstIndex(of: entries[at]) else { throw file.malformed("there is no set \(entries[at])") }
            guard let sixteenths = UInt8(entries[at + 1]), (1...WordSets.mostWorth).contains(sixteenths) else {
                throw file.malformed("\(entries[at]) weighs 1 to \(WordSets.mostWorth) sixteenths")
            }
            worth[place] = sixteenths
        }
        return worth
    }

    private static let mostWorth: UInt8 = 20

    func places(of wanted: [String], _ file: LocatedJSON) throws(Malformed) -> Set<Int> {
        var places: Set<Int> = []
        for name in wanted {
            guard let place = names.firstIndex(of: name) else { throw file.malformed("there is no thing \(name)") }
            places.insert(place)
        }
        return places
    }
}

extension Array where Element: Hashable {
    /// Each element once, where it first stands.
    var unique: [Element] {
        var seen: Set<Element> = []
        return filter { seen.insert($0).inserted }
    }
}
