/// Matters that are called by a word of their own somewhere in a sentence, with nothing to announce the name: 「食堂收下」, 「路灯改到下周三开」,
/// 「昨天跟楼长当面谈了下水道的事」. Which matters there are only whoever asks knows; here a name is a stretch that a message shares with the words of one
/// of them and of no other.
extension Reader {
    /// The words of a matter, under the number it has.
    public struct Nameable: Sendable {
        public var number: Int
        public var words: String

        public init(number: Int, words: String) {
            self.number = number
            self.words = words
        }
    }

    /// A message with numbers in place of names.
    public struct Numbered: Sendable {
        /// 6号收下.
        public var text: String
        /// In the order they were named.
        public var numbers: [Int]
        /// What stands there for each of them now, and what was said.
        var said: [(number: String, name: String)]
        /// Whether each name is of three characters and more, or something points at the matter behind it: 「路灯那个」.
        public var isPlain: Bool

        public init(text: String, numbers: [Int]) {
            self.init(text: text, numbers: numbers, said: [], isPlain: true)
        }

        init(text: String, numbers: [Int], said: [(number: String, name: String)], isPlain: Bool) {
            self.text = text
            self.numbers = numbers
            self.said = said
            self.isPlain = isPlain
        }

        /// Words that were cut from the message, as they were said: of 「问下王芳垃圾桶是放楼门口还是放单元里」 the question keeps its 垃圾桶.
        public func asSaid(_ words: String) -> String {
            var words = words
            for (number, name) in said {
                guard let range = words.firstRange(of: number),
                    range.lowerBound == words.startIndex || !words[words.index(before: range.lowerBound)].isNumber
                else { continue }
                words.replaceSubrange(range, with: name)
            }
            return words
        }
    }

    /// How names are looked for in a message.
    public enum Naming: Sendable, CaseIterable {
        /// In each of its clauses: 「车棚同意，路灯不批」.
        case clauses
        /// One, or a list of them: in the reason of a step other matters may be spoken of.
        case one
        /// Wherever they stand: 「充电棚和周敏那个充电桩是一回事」.
        case apart
        /// One that several matters bear, as all of theirs: 「路灯那两条是一回事」.
        case shared
    }

    /// The message with a number in place of each name; nil where no matter is named, or a name may be that of two.
    /// - Parameters:
    ///   - common: words that name nothing, whatever matter they stand in: 社区, 晚上.
    ///   - tails: what points at the matter behind its name, and goes with it: 这个, 那边.
    public func numbered(
        _ text: String, _ matters: [Nameable], _ naming: Naming = .one, common: [Substring], tails: [Substring]
    ) -> Numbered? {
        var scan = Scan(FoldedText(text, table: verbs.fold))
        guard scan.text.count <= Reader.longestNaming else { return nil }
        let common = common.map { Array($0.unicodeScalars.map(\.value)) }
        let plain = taken(&scan, common)
        var found: [(range: Range<Int>, number: Int)] = []
        for matter in matters {
            let ranges = shared(scan.text, FoldedText(matter.words, table: verbs.fold)).compactMap { trimmed($0, scan.text, plain) }
            found += joined(ranges).map { ($0, matter.number) }
        }
        guard let names = naming == .shared ? shared(found) : names(found, scan.text, naming) else { return nil }
        let ends = tails.map { Array($0.unicodeScalars.map(\.value)) }
        var numbered = ""
        var said: [(number: String, name: String)] = []
        var at = 0
        var isPlain = true
        for (place, name) in names.enumerated() {
            var (stop, isSitting) = behind(name.range.upperBound, &scan, ends)
            // 「路灯会所都报审」: 会 begins the next name.
            if place + 1 < names.count, stop > names[place + 1].range.lowerBound { (stop, isSitting) = (name.range.upperBound, false) }
            isPlain = isPlain && (name.range.count >= 3 || stop > name.range.upperBound)
            numbered += scan.text.wording(at..<name.range.lowerBound)
            // Digits before the name or behind it are no part of its number: 2路灯, 路灯3月2号.
            if numbered.last?.isNumber == true { numbered += " " }
            let number = name.numbers.map { "\($0)号" }.joined(separator: "和") + (isSitting ? "的会" : "")
            said.append((number, scan.text.wording(name.range.lowerBound..<stop)))
            numbered += number
            // 一起 and 一块 are no numbers.
            let isTogether = scan.text[stop] == 0x4E00 && Reader.together.contains(scan.text[stop + 1])
            if isDigit(scan.text[stop]) || !isTogether && scan.text.numeral(at: stop) != nil { numbered += " " }
            at = stop
        }
        numbered += scan.text.wordingToEnd(from: at)
        return Numbered(text: numbered, numbers: names.flatMap(\.numbers), said: said, isPlain: isPlain)
    }

    /// The longest name in a message that several of these bear, and whose it is; nil where there is none.
    public func bearers(of text: String, _ matters: [Nameable], common: [Substring]) -> (name: String, numbers: [Int])? {
        var scan = Scan(FoldedText(text, table: verbs.fold))
        guard scan.text.count <= Reader.longestNaming else { return nil }
        let plain = taken(&scan, common.map { Array($0.unicodeScalars.map(\.value)) })
        var found: [(range: Range<Int>, number: Int)] = []
        for matter in matters {
            let ranges = shared(scan.text, FoldedText(matter.words, table: verbs.fold)).compactMap { trimmed($0, scan.text, plain) }
            found += joined(ranges).map { ($0, matter.number) }
        }
        guard let name = shared(found)?.first, name.numbers.count > 1 else { return nil }
        return (scan.text.wording(name.range), name.numbers)
    }

    /// Whether anything in a message may be the name of one of them, told apart or not.
    public func namesAny(_ text: String, of matters: [Nameable], common: [Substring]) -> Bool {
        matters.contains { numbered(text, [$0], common: common, tails: []) != nil }
    }

    /// 3号楼后面路灯 of 「3号楼后面的路灯」: what stands beside each other is one name.
    private func joined(_ ranges: [Range<Int>]) -> [Range<Int>] {
        var names: [Range<Int>] = []
        for range in ranges.sorted(by: { $0.lowerBound < $1.lowerBound }) {
            if let last = names.last, range.lowerBound <= last.upperBound {
                names[names.count - 1] = last.lowerBound..<max(last.upperBound, range.upperBound)
            } else {
                names.append(range)
            }
        }
        return names
    }

    /// Scalars; what is longer is a record or a story.
    private static let longestNaming = 120

    /// The places of words of ours, of days, and of words that name nothing.
    private func taken(_ scan: inout Scan, _ common: [[UInt32]]) -> [Bool] {
        var taken = [Bool](repeating: false, count: scan.text.count)
        for at in 0..<scan.text.count {
            var end = at
            if let word = verbs.trie.longest(in: &scan, at: at), word.end - at >= 2 { end = word.end }
            for word in common where word.indices.allSatisfy({ scan.text[at + $0] == word[$0] }) { end = max(end, at + word.count) }
            for place in at..<min(end, scan.text.count) { taken[place] = true }
        }
        return taken
    }

    /// The stretches of two scalars and more that two texts share, each as long as it goes.
    private func shared(_ text: FoldedText, _ words: FoldedText) -> [Range<Int>] {
        var found: [Range<Int>] = []
        for at in 0..<text.count {
            for place in 0..<words.count where text[at] == words[place] && (at == 0 || place == 0 || text[at - 1] != words[place - 1]) {
                var length = 0
                while at + length < text.count, text[at + length] == words[place + length], !Marks.isMark(text[at + length]) { length += 1 }
                if length >= 2 { found.append(at..<at + length) }
            }
        }
        return found
    }

    /// A stretch without the little words at either end; nil where nothing is left that could name something.
    private func trimmed(_ range: Range<Int>, _ text: FoldedText, _ taken: [Bool]) -> Range<Int>? {
        var (lower, upper) = (range.lowerBound, range.upperBound)
        while lower < upper, taken[lower] || Reader.little.contains(text[lower]) { lower += 1 }
        while upper > lower, taken[upper - 1] || Reader.little.contains(text[upper - 1]) { upper -= 1 }
        return (lower..<upper).count(where: { isChinese(text[$0]) }) >= 2 ? lower..<upper : nil
    }

    private static let together = ScalarSet("起块并同道")
    private static let little = ScalarSet("的了吗呢吧啊在是有不没就都也还很太再又个些我你他她它们这那和跟与及把给让被要去来到从对向为着过能可请谁哪啥怎么")

    /// The longest name first, and others only where they are listed with it, or in another clause.
    private func names(
        _ found: [(range: Range<Int>, number: Int)], _ text: FoldedText, _ naming: Naming
    ) -> [(range: Range<Int>, numbers: [Int])]? {
        let sorted = found.sorted { ($0.range.count, $1.range.lowerBound) > ($1.range.count, $0.range.lowerBound) }
        var names: [(range: Range<Int>, numbers: [Int])] = []
        for name in sorted where !names.contains(where: { $0.range.overlaps(name.range) }) {
            let isApart = naming == .apart || naming == .clauses && !names.contains { isOneClause($0.range, name.range, text) }
            guard !sorted.contains(where: { $0.number != name.number && $0.range == name.range }) else {
                if names.isEmpty || isApart { return nil }
                continue
            }
            guard
                names.isEmpty
                    || !names.contains(where: { $0.numbers == [name.number] })
                        && (isApart || isListed(name.range, with: names.map(\.range), text))
            else {
                continue
            }
            names.append((name.range, [name.number]))
        }
        return names.isEmpty ? nil : names.sorted { $0.range.lowerBound < $1.range.lowerBound }
    }

    /// The longest name, of all the matters that bear it.
    private func shared(_ found: [(range: Range<Int>, number: Int)]) -> [(range: Range<Int>, numbers: [Int])]? {
        guard let most = found.map(\.range.count).max() else { return nil }
        let longest = found.filter { $0.range.count == most }
        guard Set(longest.map(\.range)).count == 1 else { return nil }
        return [(longest[0].range, Set(longest.map(\.number)).sorted())]
    }

    /// Whether no mark stands between two names.
    private func isOneClause(_ one: Range<Int>, _ other: Range<Int>, _ text: FoldedText) -> Bool {
        !(min(one.upperBound, other.upperBound)..<max(one.lowerBound, other.lowerBound)).contains { Marks.isMark(text[$0]) }
    }

    private func isListed(_ range: Range<Int>, with names: [Range<Int>], _ text: FoldedText) -> Bool {
        names.contains { name in
            let between = name.upperBound <= range.lowerBound ? name.upperBound..<range.lowerBound : range.upperBound..<name.lowerBound
            return between.count <= 2 && between.allSatisfy { Reader.listing.contains(text[$0]) || Marks.isMark(text[$0]) }
        }
    }

    private static let listing = ScalarSet("和跟与及同还有加")

    /// Where what points at the matter ends: 那个, 的事, 这个; and whether it is its sitting.
    private func behind(_ start: Int, _ scan: inout Scan, _ tails: [[UInt32]]) -> (end: Int, isSitting: Bool) {
        var end = verbs.calling.longest(in: &scan, at: start)?.end ?? start
        for tail in tails where tail.indices.allSatisfy({ scan.text[start + $0] == tail[$0] }) { end = max(end, start + tail.count) }
        return (end, end > start && scan.text[end - 1] == 0x4F1A)  // 会
    }
}
