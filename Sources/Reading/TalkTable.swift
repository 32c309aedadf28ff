import Wire

/// What talk in a group is about, as `Config/texts/talk.zh-Hans.json` gives it: whether something may be offered to be registered, an
/// emergency number has to be named, or it is none of ours. One look at each place of a message, whatever the number of words.
public struct TalkTable: Sendable {
    /// What a word says of the message it stands in.
    struct Signs: OptionSet, Sendable {
        let rawValue: UInt32

        static let shared = Signs(rawValue: 1 << 0), wrong = Signs(rawValue: 1 << 1), wish = Signs(rawValue: 1 << 2)
        static let talk = Signs(rawValue: 1 << 3), dispute = Signs(rawValue: 1 << 4), policy = Signs(rawValue: 1 << 5)
        static let calm = Signs(rawValue: 1 << 6), fire = Signs(rawValue: 1 << 7), ambulance = Signs(rawValue: 1 << 8)
        static let police = Signs(rawValue: 1 << 9), person = Signs(rawValue: 1 << 10), folk = Signs(rawValue: 1 << 11)
        static let harm = Signs(rawValue: 1 << 12), gone = Signs(rawValue: 1 << 13), gas = Signs(rawValue: 1 << 14)
        static let leak = Signs(rawValue: 1 << 15), grumble = Signs(rawValue: 1 << 16), works = Signs(rawValue: 1 << 17)
        static let courtesy = Signs(rawValue: 1 << 18)
    }

    /// The lists of the file, each with what its words are signs of.
    private static let lists: [(name: String, signs: Signs)] = [
        ("shared", .shared), ("wrong", .wrong), ("wish", .wish), ("talk", .talk), ("dispute", .dispute), ("policy", .policy),
        ("calm", .calm),
        ("person", .person), ("folk", [.person, .folk]), ("harm", .harm), ("gone", .gone), ("gas", .gas), ("leak", .leak),
        ("grumble", .grumble), ("works", .works), ("courtesy", .courtesy),
    ]
    private static let emergencies: [(name: String, signs: Signs)] = [("119", .fire), ("120", .ambulance), ("110", .police)]

    /// What is known of a word, or of one to three characters in a row.
    private struct Sense: Sendable {
        var signs: Signs = []
        /// What it says for a matter, in thousandths of a logit.
        var weight: Int32 = 0
    }

    private let trie: WordTrie
    private let senses: [Sense]
    private let bias: Int

    /// A table that knows no word: all talk is talk.
    public init() {
        trie = WordTrie([])
        senses = []
        bias = 0
    }

    /// - Parameters:
    ///   - bytes: the words (`Config/texts/talk.zh-Hans.json`).
    ///   - model: the weights (`Config/texts/talk-model.json`), learned from lines of our own.
    /// - Throws: `Malformed` with line and column for text that is not JSON or lacks a part.
    public init(parsing bytes: [UInt8], model: [UInt8]) throws(Malformed) {
        var index: [[UInt32]: Int] = [:]
        var senses: [Sense] = []
        func place(of word: [UInt32]) -> Int {
            let word = word.filter { $0 != FoldTable.space }
            if let known = index[word] { return known }
            index[word] = senses.count
            senses.append(Sense())
            return senses.count - 1
        }
        let learned = try LocatedJSON(parsing: model)
        guard let bias = learned["bias"]?.integer, let members = learned["grams"]?.members else {
            throw learned.malformed("missing bias or grams")
        }
        for member in members {
            guard let weight = member.value.integer, let small = Int32(exactly: weight), abs(small) < 100_000 else {
                throw member.malformed("expected a weight in thousandths")
            }
            senses[place(of: member.name.unicodeScalars.map(\.value))].weight = small
        }
        let file = try LocatedJSON(parsing: bytes)
        let fold = FoldTable()
        func add(_ list: LocatedJSON?, _ signs: Signs, _ name: String) throws(Malformed) {
            guard let words = list?.array else { throw file.malformed("missing \(name)") }
            for item in words {
                guard let text = item.string else { throw item.malformed("expected text") }
                senses[place(of: fold.word(text))].signs.formUnion(signs)
            }
        }
        for (name, signs) in TalkTable.lists { try add(file[name], signs, name) }
        for (name, signs) in TalkTable.emergencies { try add(file["emergency"]?[name], signs, "emergency") }
        trie = WordTrie(index.map { ($0.key, $0.value) })
        self.senses = senses
        self.bias = Int(bias)
    }

    /// What a message is about, so far as it concerns us.
    enum Subject: Sendable, Hashable {
        case talk
        /// Something wrong with what is everybody's, or a wish about it.
        case matter
        case dispute
        case policy
        /// With the number to call: 119, 120 or 110.
        case emergency(String)
    }

    /// How far into a message words are looked for, in scalars.
    static let reach = 400

    func subject(_ scan: inout Scan) -> Subject {
        guard !senses.isEmpty else { return .talk }
        var seen: Signs = []
        var common = 0
        var score = bias
        let end = min(scan.text.count, TalkTable.reach)
        for at in 0..<end {
            let isWeighed = isChinese(scan.text[at])
            trie.walk(&scan, at) { place, _ in
                let sense = senses[place]
                seen.formUnion(sense.signs)
                common += (sense.signs.contains(.shared) ? 1 : 0) + (sense.signs.contains(.grumble) ? 1 : 0)
                if isWeighed { score += Int(sense.weight) }
            }
            if scan.text[at] == 0x4E0D, at > 0, TalkTable.isVain(scan.text, at) { seen.insert(.wrong) }  // 不
        }
        func has(_ signs: Signs) -> Bool { !seen.isDisjoint(with: signs) }
        if !has(.calm) {
            // Who needs a doctor is asked for first where both are said.
            if has(.fire) || has(.gas) && has(.leak) { return .emergency("119") }
            if has(.ambulance) { return .emergency("120") }
            if has(.police) || has(.folk) && has(.gone) { return .emergency("110") }
            if has(.person), has(.harm) { return .emergency("120") }
        }
        let isRightLong = (TalkTable.shortest...TalkTable.reach).contains(scan.text.count)
        if score > TalkTable.likely, isRightLong { return .matter }
        if has(.policy) { return .policy }
        if has(.dispute) { return .dispute }
        let complains = has(.wrong) || has(.grumble) && common >= 3
        guard score > TalkTable.possible, !has(.talk), isRightLong, complains || has(.wish) || !has(.courtesy)
        else { return .talk }
        if has(.shared) || has(.works), complains || has(.wish) { return .matter }
        // Pipes, railings and fire doors are spoken of at length when something is the matter with them.
        return has(.works) && scan.text.count >= TalkTable.told && !asks(scan.text) ? .matter : .talk
    }

    /// 推不过去, 抬不起来, 用不了: what cannot be done. 对不起 and 差不多 say something else.
    private static func isVain(_ text: FoldedText, _ at: Int) -> Bool {
        if vain.contains(text[at + 1]), isChinese(text[at - 1]), !settled.contains(text[at - 1]) { return true }
        // 不转了, 不响了
        return text[at + 2] == 0x4E86 && isChinese(text[at + 1]) && !changed.contains(text[at + 1])
    }

    private static let changed = Set("要用见行去来想说是对会能少早多错好管过得聊玩打吃看买写喝睡干做等理提送".unicodeScalars.map(\.value))

    private static let vain = Set("了过进出起上下开动住清".unicodeScalars.map(\.value))
    private static let settled = Set("对了看忍免少大想怪舍等来去要好是都也就还我你他会能可差离记受比算行够".unicodeScalars.map(\.value))

    /// As logits: four in ten is enough by itself; what the words say for a matter holds from two in ten.
    private static let likely = -405
    private static let possible = -1386

    private func asks(_ text: FoldedText) -> Bool { [0x3F, 0x5417, 0x5462, 0x6CA1].contains(text[text.count - 1]) }  // ? 吗 呢 没

    /// So long a message tells something, where one word is not chosen for its sound.
    private static let told = 13

    /// Shorter messages hold too little to be a matter.
    static let shortest = 8
}
