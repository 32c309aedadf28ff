import Wire

/// The words people use, as `Config/texts/verbs.zh-Hans.json` gives them: verbs, the closed words of slots, openings and fillers.
public final class VerbTable: Sendable {
    /// In the order of the file: of two verbs with the same word, place and speaker, the earlier is tried first.
    public let verbs: [Verb]
    /// The groups `帮助` is arranged in, in order.
    public let groups: [HelpGroup]

    let fold: FoldTable
    /// Words to indices of `spoken`.
    let trie: WordTrie
    /// For each distinct word the verbs it may stand for.
    let spoken: [[Int]]
    /// Closed words of each slot, by its place among all, and for each word the canonical text.
    private let vocabulary: [Vocabulary?]
    /// For each verb its roles and contexts as bits, so that most are passed over without a look at the verb itself.
    let roleBits: [UInt32]
    let contextBits: [UInt32]
    /// For each intent, as reading.md names it, the verbs that say it.
    let named: [IntentName: [Int]]
    /// What the model of intents is told of each verb.
    let signs: [VerbSigns]
    /// Particles and thanks that change nothing at the end of a command.
    let particles: WordTrie
    /// Words that may come before a command with a mark between: 「你好，」.
    let fillers: WordTrie
    /// Words that may stand anywhere in a command and change nothing: 麻烦, 把, 那条, 的建议.
    let slack: WordTrie
    /// What somebody is to do with it, behind who it is: 物业 去办, 街道 协调.
    let errands: WordTrie
    /// Words that make a sentence no command: 如果, 先别, 能不能.
    let doubts: WordTrie
    /// Somebody who is spoken of, words of passing on what others said or did, and words that put something off.
    let others: WordTrie
    let reporting: WordTrie
    let postponing: WordTrie
    /// Words a step hangs on where they stand before it: 如果, 可能.
    let conditions: WordTrie
    /// 那件, 的会, 那个议题: behind what a matter is called by.
    let calling: WordTrie
    /// 没意见, 没人反对: a word of refusal that refuses nothing.
    let unopposed: WordTrie
    /// 先别, 还是, 改投, 登记一下: the step is refused, left open, changed while it is said, or entered for others.
    let refusing: WordTrie
    let either: WordTrie
    let changing: WordTrie
    let entering: WordTrie
    /// 收到, 好的, 谢谢.
    let nods: WordTrie
    /// Words that ask: 几点, 为什么, 会不会.
    let asking: WordTrie
    /// How the names of offices and companies end, or whole ones: 办, 局, 物业.
    let units: WordsBefore
    /// What takes up an offer to register one's words: a whole message, 登记吧.
    let takingUp: Set<[UInt32]>
    /// 登记, 登上: the same among other words, and what stands beside them: 帮我, 这个, 吧.
    let registering: WordTrie
    let besideRegistering: WordTrie
    /// What people call us.
    let names: WordTrie
    /// Words that together give away what is meant.
    let hints: Hints
    /// Relations that stand before a name: 爱人, 儿子.
    let relations: WordTrie
    /// What follows 建议, 希望 and the like when it is said to everybody: then it may be offered, never taken.
    let weakOpenings: WordTrie
    let weakObjects: WordTrie
    /// Who is spoken to when 建议 is advice to a neighbour, not a suggestion.
    let addressees: WordTrie
    /// Words that are no names, though they stand where names do.
    let notNames: WordTrie

    /// A heading of `帮助` with the role it is for.
    public struct HelpGroup: Sendable, Hashable {
        public var id: String
        public var title: String
        public var roles: Set<Role>
    }

    /// The closed words of a slot, if it has any.
    func vocabulary(of slot: Slot) -> Vocabulary? { vocabulary[slot.ordinal] }

    final class Vocabulary: Sendable {
        let trie: WordTrie
        let canonical: [String]

        fileprivate init(trie: WordTrie, canonical: [String]) {
            self.trie = trie
            self.canonical = canonical
        }
    }

    /// - Throws: `Malformed` with line and column for text that is not JSON, an unknown intent, slot, role or context, or a missing part.
    public init(parsing bytes: [UInt8]) throws(Malformed) {
        let file = try LocatedJSON(parsing: bytes)
        let fold = FoldTable()
        self.fold = fold
        let places: [String: Set<Context>] = try VerbTable.sets(try file.required("places"))
        let speakers: [String: Set<Role>] = try VerbTable.sets(try file.required("speakers"))
        groups = try file.required("groups").list().map { entry throws(Malformed) in
            HelpGroup(
                id: try entry.required("id").text(), title: try entry.required("title").text(),
                roles: try entry.required("for").set(naming: speakers))
        }
        var verbs: [Verb] = []
        for entry in try file.required("verbs").list() { verbs.append(try Verb(entry, places, speakers, groups)) }
        var words: [String: Int] = [:]
        var spoken: [[Int]] = []
        var entries: [(word: [UInt32], value: Int)] = []
        for (index, verb) in verbs.enumerated() {
            // 俺也附议: as 我 is said around Xuzhou.
            for word in verb.words + verb.words.filter({ $0.hasPrefix("我") }).map({ "俺" + $0.dropFirst() }) {
                let folded = fold.word(word)
                let key = String(folded.map { String($0) }.joined(separator: "."))
                if let known = words[key] {
                    spoken[known].append(index)
                } else {
                    words[key] = spoken.count
                    entries.append((folded, spoken.count))
                    spoken.append([index])
                }
            }
        }
        self.verbs = verbs
        self.spoken = spoken
        roleBits = verbs.map { $0.roles.reduce(0) { $0 | $1.bit } }
        contextBits = verbs.map { $0.contexts.reduce(0) { $0 | $1.bit } }
        named = Dictionary(grouping: verbs.indices) { verbs[$0].intent.listed }
        signs = verbs.map { VerbSigns($0.intent) }
        trie = WordTrie(entries)
        var vocabulary = [Vocabulary?](repeating: nil, count: Slot.allCases.count)
        for member in try file.required("vocabulary").object() {
            guard let slot = Slot(rawValue: member.name) else { throw member.malformed("no such slot") }
            vocabulary[slot.ordinal] = try VerbTable.vocabulary(member.value, fold)
        }
        self.vocabulary = vocabulary
        particles = try VerbTable.plain(try file.required("particles"), fold)
        fillers = try VerbTable.plain(try file.required("fillers"), fold)
        slack = try VerbTable.plain(try file.required("slack"), fold)
        errands = try VerbTable.plain(try file.required("errands"), fold)
        doubts = try VerbTable.plain(try file.required("doubts"), fold)
        others = try VerbTable.plain(try file.required("others"), fold)
        reporting = try VerbTable.plain(try file.required("reporting"), fold)
        postponing = try VerbTable.plain(try file.required("postponing"), fold)
        conditions = try VerbTable.plain(try file.required("conditions"), fold)
        calling = try VerbTable.plain(try file.required("calling"), fold)
        unopposed = try VerbTable.plain(try file.required("unopposed"), fold)
        refusing = try VerbTable.plain(try file.required("refusing"), fold)
        either = try VerbTable.plain(try file.required("either"), fold)
        changing = try VerbTable.plain(try file.required("changing"), fold)
        entering = try VerbTable.plain(try file.required("entering"), fold)
        nods = try VerbTable.plain(try file.required("nods"), fold)
        asking = try VerbTable.plain(try file.required("asking"), fold)
        units = WordsBefore(try file.required("units").texts())
        takingUp = Set(try file.required("takingUp").texts().map { fold.word($0) })
        registering = try VerbTable.plain(try file.required("registering"), fold)
        besideRegistering = try VerbTable.plain(try file.required("besideRegistering"), fold)
        names = try VerbTable.plain(try file.required("names"), fold)
        hints = try Hints(try file.required("soft"), places, speakers, fold)
        relations = try VerbTable.plain(try file.required("relations"), fold)
        let weak = try file.required("weak")
        weakOpenings = try VerbTable.plain(try weak.required("openings"), fold)
        weakObjects = try VerbTable.plain(try weak.required("objects"), fold)
        addressees = try VerbTable.plain(try file.required("addressees"), fold)
        notNames = try VerbTable.plain(try file.required("notNames"), fold)
    }

    private static func plain(_ value: LocatedJSON, _ fold: FoldTable) throws(Malformed) -> WordTrie {
        WordTrie(try value.texts().enumerated().map { (fold.word($1), $0) })
    }

    private static func vocabulary(_ value: LocatedJSON, _ fold: FoldTable) throws(Malformed) -> Vocabulary {
        var canonical: [String] = []
        var words: [(word: [UInt32], value: Int)] = []
        for member in try value.object() {
            for word in try member.value.texts() { words.append((fold.word(word), canonical.count)) }
            canonical.append(member.name)
        }
        return Vocabulary(trie: WordTrie(words), canonical: canonical)
    }

    /// Named sets of places or speakers.
    private static func sets<Item>(_ value: LocatedJSON) throws(Malformed) -> [String: Set<Item>]
    where Item: RawRepresentable<String> & Hashable {
        var sets: [String: Set<Item>] = [:]
        for member in try value.object() { sets[member.name] = try member.value.set(naming: [:]) }
        return sets
    }
}

extension LocatedJSON {
    func required(_ name: String) throws(Malformed) -> LocatedJSON {
        guard let value = self[name] else { throw malformed("missing \(name)") }
        return value
    }

    func text() throws(Malformed) -> String {
        guard let string else { throw malformed("expected text") }
        return string
    }

    func list() throws(Malformed) -> [LocatedJSON] {
        guard let array else { throw malformed("expected a list") }
        return array
    }

    func object() throws(Malformed) -> [Member] {
        guard let members else { throw malformed("expected an object") }
        return members
    }

    func texts() throws(Malformed) -> [String] {
        try list().map { item throws(Malformed) in try item.text() }
    }

    /// A list of raw values or names of sets.
    func set<Item>(naming sets: [String: Set<Item>]) throws(Malformed) -> Set<Item>
    where Item: RawRepresentable<String> & Hashable {
        var result: Set<Item> = []
        for item in try list() {
            let text = try item.text()
            if let set = sets[text] {
                result.formUnion(set)
            } else if let single = Item(rawValue: text) {
                result.insert(single)
            } else {
                throw item.malformed("no such name")
            }
        }
        return result
    }

    func slot() throws(Malformed) -> Slot {
        guard let slot = Slot(rawValue: try text()) else { throw malformed("no such slot") }
        return slot
    }
}

extension VerbTable {
    /// The groups of `帮助` that are shown to somebody who holds these posts.
    public func groups(for roles: Set<Role>) -> [HelpGroup] { groups.filter { !$0.roles.isDisjoint(with: roles) } }

    /// The verbs of one group of `帮助`, in the order of the file.
    public func shown(in group: String) -> [Verb] { verbs.filter { $0.group == group } }

    /// The verb of an intent as `帮助` shows it to somebody who may say it there; nil where there is none.
    /// - Parameter roles: none for a resident.
    public func shown(_ name: IntentName, to roles: [Role], in context: Context) -> Verb? {
        verbs.first { $0.intent.listed == name.listed && isShown($0, to: roles, in: context) }
    }

    /// The verb whose canonical word stands in a text, the longest one, as `帮助` shows it to somebody who may say it there.
    public func shown(in text: String, to roles: [Role], in context: Context) -> Verb? {
        verbs.filter { text.contains($0.words[0]) && isShown($0, to: roles, in: context) }.max { $0.words[0].count < $1.words[0].count }
    }

    private func isShown(_ verb: Verb, to roles: [Role], in context: Context) -> Bool {
        verb.group != nil && verb.contexts.contains(context)
            && (roles.isEmpty ? verb.roles.contains(.resident) : roles.contains(where: verb.roles.contains))
    }
}
