import Wire

/// What talk in a group is about, as `Config/texts/talk.zh-Hans.json` gives it: whether something may be offered to be registered, an
/// emergency number has to be named, or it is none of ours. One look at each place of a message, whatever the number of words.
public struct TalkTable: Sendable {
    /// What a word says of the message it stands in.
    struct Signs: OptionSet, Sendable {
        let rawValue: UInt64

        static let shared = Signs(rawValue: 1 << 0), wrong = Signs(rawValue: 1 << 1), wish = Signs(rawValue: 1 << 2)
        static let talk = Signs(rawValue: 1 << 3), dispute = Signs(rawValue: 1 << 4), policy = Signs(rawValue: 1 << 5)
        static let calm = Signs(rawValue: 1 << 6), fire = Signs(rawValue: 1 << 7), ambulance = Signs(rawValue: 1 << 8)
        static let police = Signs(rawValue: 1 << 9), person = Signs(rawValue: 1 << 10), folk = Signs(rawValue: 1 << 11)
        static let harm = Signs(rawValue: 1 << 12), gone = Signs(rawValue: 1 << 13), gas = Signs(rawValue: 1 << 14)
        static let leak = Signs(rawValue: 1 << 15), grumble = Signs(rawValue: 1 << 16), works = Signs(rawValue: 1 << 17)
        static let courtesy = Signs(rawValue: 1 << 18), plea = Signs(rawValue: 1 << 19), settled = Signs(rawValue: 1 << 20)
        static let mine = Signs(rawValue: 1 << 21), asked = Signs(rawValue: 1 << 22), notice = Signs(rawValue: 1 << 23)
        static let selling = Signs(rawValue: 1 << 24), told = Signs(rawValue: 1 << 25), urgent = Signs(rawValue: 1 << 26)
        /// Danger in words so plain that in a short message nothing learned speaks against them.
        static let certain = Signs(rawValue: 1 << 27)
        /// The same of what is said to us alone, however long.
        static let certainToUs = Signs(rawValue: 1 << 28)

        /// How many signs have a list of their own; behind them stand two for each pair of `together`.
        static let count = 29
    }

    /// Words that are an emergency together, one of each list.
    private struct Pair: Sendable {
        var one: Signs
        var other: Signs
        /// 119, 120 or 110.
        var number: String
        /// Whether in a short message nothing that was learned speaks against it.
        var isCertain: Bool

        func isSeen(_ seen: Signs) -> Bool { !seen.isDisjoint(with: one) && !seen.isDisjoint(with: other) }
    }

    /// The lists of the file, each with what its words are signs of.
    fileprivate static let lists: [(name: String, signs: Signs)] = [
        ("shared", .shared), ("wrong", .wrong), ("wish", .wish), ("talk", .talk), ("dispute", .dispute), ("policy", .policy),
        ("calm", .calm),
        ("person", .person), ("folk", [.person, .folk]), ("harm", .harm), ("gone", .gone), ("gas", .gas), ("leak", .leak),
        ("grumble", .grumble), ("works", .works), ("courtesy", .courtesy), ("plea", .plea), ("settled", .settled),
        ("mine", .mine), ("asked", .asked), ("notice", .notice), ("selling", .selling), ("told", .told), ("urgent", .urgent),
    ]
    private static let emergencies: [(name: String, signs: Signs)] = [("119", .fire), ("120", .ambulance), ("110", .police)]

    /// What is known of a word, or of one to three characters in a row.
    private struct Sense: Sendable {
        var signs: Signs = []
        /// What it says for a matter, and for an emergency, in thousandths of a logit.
        var matter: Int32 = 0
        var emergency: Int32 = 0
    }

    /// Words of a wish, which tell an offered suggestion from a complaint.
    private let wishing: WordTrie
    /// Words of whoever only jokes with the neighbours, whatever it opens with.
    private let jest: WordTrie
    private let trie: WordTrie
    private let senses: [Sense]
    private let pairs: [Pair]
    private let matter: Weights
    private let emergency: Weights

    /// What speaks for a class besides the characters, in thousandths of a logit.
    fileprivate struct Weights: Sendable {
        var bias = 0
        /// More than this is offered, or is an emergency whatever the words for it.
        var least = Int.max
        /// The same for what begins as a wish.
        var wished = Int.max
        /// Below this it is none, though words of the class stand there.
        var doubt = Int.min
        /// For each sign, by its bit: when it is there, and besides when it is there more than once.
        var once = [Int](repeating: 0, count: 32)
        var again = [Int](repeating: 0, count: 32)
        /// Fewer than 8 Chinese characters, fewer than 12, at least 16, and besides at least 24.
        var lengths = [0, 0, 0, 0]
        /// Ends as a question does.
        var asks = 0
    }

    /// A table that knows no word: all talk is talk.
    public init() {
        wishing = WordTrie([])
        jest = WordTrie([])
        trie = WordTrie([])
        senses = []
        pairs = []
        matter = Weights()
        emergency = Weights()
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
        guard let members = learned["grams"]?.members else { throw learned.malformed("missing grams") }
        matter = try Weights("matter", of: learned)
        emergency = try Weights("emergency", of: learned)
        for member in members {
            guard let pair = member.value.array, pair.count == 2 else { throw member.malformed("expected two weights") }
            let at = place(of: member.name.unicodeScalars.map(\.value))
            senses[at].matter = Int32(try Weights.number(pair[0]))
            senses[at].emergency = Int32(try Weights.number(pair[1]))
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
        for (name, signs) in TalkTable.emergencies {
            try add(file["emergency"]?[name], signs, "emergency")
            try add(file["certain"]?[name], [signs, .certain], "certain")
            try add(file["certainToUs"]?[name], [signs, .certainToUs], "certainToUs")
        }
        var pairs: [Pair] = []
        for together in file["together"]?.array ?? [] {
            guard let number = together["call"]?.string, TalkTable.emergencies.contains(where: { $0.name == number }) else {
                throw together.malformed("call is 119, 120 or 110")
            }
            let first = Signs.count + 2 * pairs.count
            guard first + 1 < UInt64.bitWidth else { throw together.malformed("more pairs than can be kept apart") }
            let pair = Pair(
                one: Signs(rawValue: 1 << UInt64(first)), other: Signs(rawValue: 1 << UInt64(first + 1)), number: number,
                isCertain: together["certain"]?.bool ?? false)
            try add(together["one"], pair.one, "one")
            try add(together["other"], pair.other, "other")
            pairs.append(pair)
        }
        self.pairs = pairs
        func plain(_ name: String) throws(Malformed) -> WordTrie {
            guard let words = file[name]?.array else { throw file.malformed("missing \(name)") }
            return WordTrie(words.map { (fold.word($0.string ?? ""), 0) })
        }
        wishing = try plain("wishing")
        jest = try plain("jest")
        trie = WordTrie(index.map { ($0.key, $0.value) })
        self.senses = senses
    }

    /// Whether a matter is put as a wish: 「装个护栏吧」, 「能装个遮雨廊不」.
    func isWish(_ scan: inout Scan) -> Bool {
        let end = min(scan.text.count, TalkTable.reach)
        if scan.text[scan.text.count - 1] == 0x4E0D { return true }  // 不
        return (0..<end).contains { wishing.longest(in: &scan, at: $0) != nil }
    }

    /// 「希望门口装个减速带」: so one speaks to whoever can do something about it, rather than to a neighbour.
    private func opensAsWish(_ scan: inout Scan) -> Bool { (0..<3).contains { wishing.longest(in: &scan, at: $0) != nil } }

    /// Whether whoever speaks is joking: 「我提议！今晚不醉不归」.
    func isJest(_ scan: inout Scan) -> Bool {
        (0..<min(scan.text.count, TalkTable.reach)).contains { jest.longest(in: &scan, at: $0) != nil }
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

    /// Chinese characters; whoever writes more than this tells a story.
    private static let plainlySaid = 20

    /// - Parameter isToUs: what is said to us alone is more likely a matter than not, if it sounds like one; among neighbours it has to be plain.
    func subject(_ scan: inout Scan, isToUs: Bool) -> Subject {
        guard !senses.isEmpty else { return .talk }
        var survey = survey(&scan)
        let seen = survey.seen
        func has(_ signs: Signs) -> Bool { !seen.isDisjoint(with: signs) }
        let asks = asks(scan.text)
        survey.forEmergency += emergency.said(seen, survey.again, survey.chinese, asks: asks)
        if let number = call(survey, isToUs: isToUs) { return .emergency(number) }
        survey.forMatter += matter.said(seen, survey.again, survey.chinese, asks: asks)
        let isRightLong = (TalkTable.shortest...TalkTable.reach).contains(scan.text.count)
        if isRightLong, survey.forMatter > (isToUs && !asks ? 0 : opensAsWish(&scan) ? matter.wished : matter.least) { return .matter }
        if has(.policy) { return .policy }
        return has(.dispute) ? .dispute : .talk
    }

    /// Whether danger is only played, feared, told of or asked about, by the words for that: 「装楼下着火了咋办」.
    func isOnlyTold(_ scan: inout Scan) -> Bool {
        let seen = survey(&scan).seen
        return seen.contains(.calm) || seen.contains(.told) && !seen.contains(.urgent)
    }

    /// Whom to call, where somebody is known to be in danger by other means than these words.
    func numberToCall(_ scan: inout Scan) -> String { numberByWords(survey(&scan).seen) ?? TalkTable.anyNumber }

    /// What was found at all the places of a message.
    private struct Survey {
        var seen: Signs = []
        /// What was found more than once.
        var again: Signs = []
        var chinese = 0
        var forMatter = 0
        var forEmergency = 0
    }

    private func survey(_ scan: inout Scan) -> Survey {
        var found = Survey()
        let end = min(scan.text.count, TalkTable.reach)
        for at in 0..<end {
            let isWeighed = isChinese(scan.text[at])
            found.chinese += isWeighed ? 1 : 0
            trie.walk(&scan, at) { place, _ in
                let sense = senses[place]
                found.again.formUnion(found.seen.intersection(sense.signs))
                found.seen.formUnion(sense.signs)
                if isWeighed {
                    found.forMatter += Int(sense.matter)
                    found.forEmergency += Int(sense.emergency)
                }
            }
            if scan.text[at] == 0x4E0D, at > 0, TalkTable.isVain(scan.text, at) {  // 不
                if found.seen.contains(.wrong) { found.again.insert(.wrong) }
                found.seen.insert(.wrong)
            }
        }
        return found
    }

    /// The number to call, if somebody is in danger now: by the words for it, unless what was learned speaks against it, or by what was
    /// learned alone.
    private func call(_ survey: Survey, isToUs: Bool) -> String? {
        let (seen, sure) = (survey.seen, survey.forEmergency)
        let isPlain =
            isToUs && seen.contains(.certainToUs)
            || survey.chinese <= TalkTable.plainlySaid && (seen.contains(.certain) || pairs.contains { $0.isCertain && $0.isSeen(seen) })
        let said = sure < emergency.doubt && !isPlain ? nil : numberByWords(seen)
        guard said == nil, sure > emergency.least else { return said }
        func has(_ signs: Signs) -> Bool { !seen.isDisjoint(with: signs) }
        if has(.fire) || has(.gas) { return "119" }
        return has(.ambulance) || has(.harm) ? "120" : has(.police) ? "110" : TalkTable.anyNumber
    }

    /// Where no word says what kind of danger it is: fire brigade, ambulance and police each have a number of their own.
    static let anyNumber = "119、120或110"

    /// The number to call, if the signs of a message together are an emergency that is happening now.
    private func numberByWords(_ seen: Signs) -> String? {
        func has(_ signs: Signs) -> Bool { !seen.isDisjoint(with: signs) }
        // Who is missing is told of as of yesterday.
        let isMissing = has(.folk) && has(.gone)
        guard !has(.calm), !has(.told) || has(.urgent) || isMissing else { return nil }
        // Where several are said: what reaches others first, then who needs a doctor.
        if has(.fire) || has(.gas) && has(.leak) { return "119" }
        if has(.ambulance) { return "120" }
        if has(.police) || isMissing { return "110" }
        if has(.person), has(.harm) { return "120" }
        return pairs.first { $0.isSeen(seen) }?.number
    }

    /// 推不过去, 抬不起来, 用不了: what cannot be done. 对不起 and 差不多 say something else.
    private static func isVain(_ text: FoldedText, _ at: Int) -> Bool {
        if vain.contains(text[at + 1]), isChinese(text[at - 1]), !settled.contains(text[at - 1]) { return true }
        // 不转了, 不响了
        return text[at + 2] == 0x4E86 && isChinese(text[at + 1]) && !changed.contains(text[at + 1])
    }

    private static let changed = ScalarSet("要用见行去来想说是对会能少早多错好管过得聊玩打吃看买写喝睡干做等理提送")

    private static let vain = ScalarSet("了过进出起上下开动住清")
    private static let settled = ScalarSet("对了看忍免少大想怪舍等来去要好是都也就还我你他会能可差离记受比算行够")

    private func asks(_ text: FoldedText) -> Bool { [0x3F, 0x5417, 0x5462].contains(text[text.count - 1]) }  // ? 吗 呢

    /// Shorter messages hold too little to be a matter.
    static let shortest = 8
}

extension TalkTable.Weights {
    /// What the signs and the length say for it.
    fileprivate func said(_ seen: TalkTable.Signs, _ again: TalkTable.Signs, _ chinese: Int, asks: Bool) -> Int {
        var score = bias + (asks ? self.asks : 0)
        for bit in 0..<TalkTable.Signs.count where seen.rawValue & 1 << UInt64(bit) != 0 {
            score += once[bit] + (again.rawValue & 1 << UInt64(bit) != 0 ? self.again[bit] : 0)
        }
        if chinese < 8 { score += lengths[0] } else if chinese < 12 { score += lengths[1] }
        if chinese >= 16 { score += lengths[2] }
        if chinese >= 24 { score += lengths[3] }
        return score
    }

    /// - Throws: `Malformed` for a missing part, an unknown sign or a number out of range.
    fileprivate init(_ name: String, of file: LocatedJSON) throws(Malformed) {
        guard let learned = file[name] else { throw file.malformed("missing \(name)") }
        bias = try Self.number(learned["bias"], in: learned, "bias")
        least = try Self.number(learned["least"], in: learned, "least")
        wished = least
        if let limit = learned["wished"] { wished = try Self.number(limit) }
        if let limit = learned["doubt"] { doubt = try Self.number(limit) }
        asks = try Self.number(learned["asks"], in: learned, "asks")
        let parts = learned["lengths"]?.array ?? []
        guard parts.count == lengths.count else { throw learned.malformed("lengths must be four weights") }
        for (at, part) in parts.enumerated() { lengths[at] = try Self.number(part) }
        for member in learned["signs"]?.members ?? [] {
            guard let list = TalkTable.lists.first(where: { $0.name == member.name }), let pair = member.value.array, pair.count == 2 else {
                throw member.malformed("no such sign, or not two weights")
            }
            let bit = list.signs.rawValue.trailingZeroBitCount
            once[bit] = try Self.number(pair[0])
            again[bit] = try Self.number(pair[1])
        }
    }

    private static func number(_ value: LocatedJSON?, in file: LocatedJSON, _ name: String) throws(Malformed) -> Int {
        guard let value else { throw file.malformed("missing \(name)") }
        return try number(value)
    }

    fileprivate static func number(_ value: LocatedJSON) throws(Malformed) -> Int {
        guard let number = value.integer, abs(number) < 100_000 else { throw value.malformed("expected a weight in thousandths") }
        return Int(number)
    }
}
