import Wire

/// What talk in a group is about, as `Config/texts/talk.zh-Hans.json` gives it: whether something may be offered to be registered, an
/// emergency number has to be named, or it is none of ours. One look at each place of a message, whatever the number of words.
public struct TalkTable: Sendable {
    enum Class: Int, Sendable, CaseIterable {
        case shared, wrong, wish, talk, dispute, policy, calm, fire, ambulance, police, person, folk, harm, gone, gas, leak, grumble, works,
            courtesy
    }

    private let trie: WordTrie
    /// For each word its classes, a bit each.
    private let classes: [UInt16]

    /// One to three characters in a row, and what each says for a matter, in thousandths of a logit.
    private let grams: WordTrie
    private let weights: [Int32]
    private let bias: Int

    /// A table that knows no word: all talk is talk.
    public init() {
        trie = WordTrie([])
        classes = []
        grams = trie
        weights = []
        bias = 0
    }

    /// - Parameters:
    ///   - bytes: the words (`Config/texts/talk.zh-Hans.json`).
    ///   - model: the weights (`Config/texts/talk-model.json`), learned from lines of our own.
    /// - Throws: `Malformed` with line and column for text that is not JSON or lacks a part.
    public init(parsing bytes: [UInt8], model: [UInt8]) throws(Malformed) {
        let learned = try LocatedJSON(parsing: model)
        guard let bias = learned["bias"]?.integer, let members = learned["grams"]?.members else {
            throw learned.malformed("missing bias or grams")
        }
        var weights: [Int32] = []
        var grams: [(word: [UInt32], value: Int)] = []
        for member in members {
            guard let weight = member.value.integer, let small = Int32(exactly: weight), abs(small) < 100_000 else {
                throw member.malformed("expected a weight in thousandths")
            }
            grams.append((member.name.unicodeScalars.map(\.value), weights.count))
            weights.append(small)
        }
        self.bias = Int(bias)
        self.weights = weights
        self.grams = WordTrie(grams)
        let file = try LocatedJSON(parsing: bytes)
        let fold = FoldTable()
        var index: [[UInt32]: Int] = [:]
        var classes: [UInt16] = []
        func add(_ list: LocatedJSON?, _ kind: Class, _ name: String) throws(Malformed) {
            guard let words = list?.array else { throw file.malformed("missing \(name)") }
            for item in words {
                guard let text = item.string else { throw item.malformed("expected text") }
                let word = fold.word(text)
                if let known = index[word] {
                    classes[known] |= 1 << UInt16(kind.rawValue)
                } else {
                    index[word] = classes.count
                    classes.append(1 << UInt16(kind.rawValue))
                }
            }
        }
        for (name, kind) in [
            ("shared", Class.shared), ("wrong", .wrong), ("wish", .wish), ("talk", .talk), ("dispute", .dispute), ("policy", .policy),
            ("calm", .calm), ("person", .person), ("folk", .person), ("folk", .folk), ("harm", .harm), ("gone", .gone), ("gas", .gas),
            ("leak", .leak), ("grumble", .grumble), ("works", .works),
            ("courtesy", .courtesy),
        ] {
            try add(file[name], kind, name)
        }
        for (name, kind) in [("119", Class.fire), ("120", .ambulance), ("110", .police)] {
            try add(file["emergency"]?[name], kind, "emergency")
        }
        trie = WordTrie(index.map { ($0.key, $0.value) })
        self.classes = classes
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
        guard !classes.isEmpty else { return .talk }
        var counts = [Int](repeating: 0, count: Class.allCases.count)
        let end = min(scan.text.count, TalkTable.reach)
        for at in 0..<end where trie.begins(with: scan.text[at]) {
            for word in trie.words(in: &scan, at: at) {
                let bits = classes[word.value]
                for kind in Class.allCases where bits & 1 << UInt16(kind.rawValue) != 0 { counts[kind.rawValue] += 1 }
            }
        }
        // 不
        for at in 1..<max(end, 1) where scan.text[at] == 0x4E0D && TalkTable.isVain(scan.text, at) { counts[Class.wrong.rawValue] += 1 }
        var score = bias
        for at in 0..<end where isChinese(scan.text[at]) { score += grams.total(of: weights, in: &scan, at: at) }
        func has(_ kind: Class) -> Bool { counts[kind.rawValue] > 0 }
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
        let complains = has(.wrong) || counts[Class.grumble.rawValue] + counts[Class.shared.rawValue] >= 3 && has(.grumble)
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
