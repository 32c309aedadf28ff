import Wire

/// What talk in a group is about, as `Config/texts/talk.zh-Hans.json` gives it: whether something may be offered to be registered, an
/// emergency number has to be named, or it is none of ours. One look at each place of a message, whatever the number of words.
public struct TalkTable: Sendable {
    enum Class: Int, Sendable, CaseIterable {
        case shared, wrong, wish, talk, dispute, policy, calm, fire, ambulance, police, person, folk, harm, gone, gas, leak, grumble
    }

    private let trie: WordTrie
    /// For each word its classes, a bit each.
    private let classes: [UInt16]

    /// A table that knows no word: all talk is talk.
    public init() {
        trie = WordTrie([])
        classes = []
    }

    /// - Throws: `Malformed` with line and column for text that is not JSON or lacks a part.
    public init(parsing bytes: [UInt8]) throws(Malformed) {
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
        for (name, kind) in [("shared", Class.shared), ("wrong", .wrong), ("wish", .wish), ("talk", .talk), ("dispute", .dispute), ("policy", .policy), ("calm", .calm), ("person", .person), ("folk", .person), ("folk", .folk), ("harm", .harm), ("gone", .gone), ("gas", .gas), ("leak", .leak), ("grumble", .grumble)] {
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
        for at in 1..<max(end, 1) where scan.text[at] == 0x4E0D && TalkTable.isVain(scan.text, at) { counts[Class.wrong.rawValue] += 1 }  // 不
        func has(_ kind: Class) -> Bool { counts[kind.rawValue] > 0 }
        if !has(.calm) {
            // Who needs a doctor is asked for first where both are said.
            if has(.fire) || has(.gas) && has(.leak) { return .emergency("119") }
            if has(.ambulance) { return .emergency("120") }
            if has(.police) || has(.folk) && has(.gone) { return .emergency("110") }
            if has(.person), has(.harm) { return .emergency("120") }
        }
        if has(.policy) { return .policy }
        if has(.dispute) { return .dispute }
        let complains = has(.wrong) || counts[Class.grumble.rawValue] + counts[Class.shared.rawValue] >= 3 && has(.grumble)
        guard has(.shared), complains || has(.wish), !has(.talk), scan.text.count >= TalkTable.shortest else { return .talk }
        return .matter
    }

    /// 推不过去, 抬不起来, 用不了: what cannot be done. 对不起 and 差不多 say something else.
    private static func isVain(_ text: FoldedText, _ at: Int) -> Bool {
        vain.contains(text[at + 1]) && isChinese(text[at - 1]) && !settled.contains(text[at - 1])
    }

    private static let vain = Set("了过进出起上下开动住清".unicodeScalars.map(\.value))
    private static let settled = Set("对了看忍免少大想怪舍等来去要好是都也就还我你他会能可差离记受比算行够".unicodeScalars.map(\.value))

    /// Shorter messages hold too little to be a matter.
    static let shortest = 8
}
