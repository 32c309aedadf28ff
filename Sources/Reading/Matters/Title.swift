/// A neutral title for a matter: the part of the resident's own words that says what and where, without greetings, wishes, anger and
/// particles, at most 20 characters. A proposal for the officer to keep or change.
public struct Title: Sendable {
    /// Characters a title has at most.
    public static let most = 20

    private let words: MatterWords

    public init(words: MatterWords) { self.words = words }

    private struct Piece {
        var range: Range<Int>
        var worth: Int
        var order: Int
    }

    /// - Parameter masked: the text with private details already masked; nothing is masked here.
    /// - Returns: an empty string for a text with nothing to say.
    public func propose(masked: String) -> String {
        let text = FoldedText(masked, table: words.fold)
        let things = words.things.found(in: text)
        let troubles = words.troubles.found(in: text)
        let places = words.places.mentions(in: text)
        var pieces: [Piece] = []
        let clauses = clauses(text)
        let subjects = Set((things + troubles).map(\.range.lowerBound))
        let parts = clauses.flatMap { breaths(text, $0, subjects) }
        for range in parts.isEmpty ? clauses : parts {
            let said = trimmed(text, range)
            guard !said.isEmpty else { continue }
            func count(_ found: [Range<Int>]) -> Int { Set(found.filter { said.contains($0.lowerBound) }.map(\.lowerBound)).count }
            let about = count(things.filter { !words.background.contains($0.set) }.map(\.range))
            let wrong = count(troubles.map(\.range))
            let where_ = count(places.map(\.range))
            let length = said.count
            pieces.append(
                Piece(
                    range: said,
                    worth: 4 * min(about, 2) + 3 * min(wrong, 2) + 2 * min(where_, 1) - (length < 4 ? 3 : 0) - max(0, length - 24) / 4
                        - pieces.count.squareRootStep, order: pieces.count))
        }
        guard let best = pieces.max(by: { ($0.worth, -$0.order) < ($1.worth, -$1.order) }) else { return "" }
        var inWords = [Bool](repeating: false, count: text.count)
        for found in things + troubles { for place in found.range { inWords[place] = true } }
        var title = plain(text, best.range, inWords)
        // The place may stand in a clause of its own: 「3号楼二单元，电梯又停了」.
        if !places.contains(where: { best.range.contains($0.range.lowerBound) }),
            let place = places.first(where: { !best.range.contains($0.range.lowerBound) })
        {
            let end = places.first { $0.range.lowerBound == place.range.upperBound }?.range.upperBound ?? place.range.upperBound
            let name = text.wording(place.range.lowerBound..<end)
            if title.count + name.count <= Title.most { title = name + title }
        }
        return fitted(title)
    }

    /// Between marks and line breaks.
    private func clauses(_ text: FoldedText) -> [Range<Int>] {
        var clauses: [Range<Int>] = []
        var start = 0
        for at in 0...text.count {
            guard at == text.count || Title.marks.contains(text[at]) else { continue }
            if at > start { clauses.append(start..<at) }
            start = at + 1
        }
        return clauses
    }

    /// Who types by voice sets spaces for marks: parts of a clause between spaces, of four characters or more, as many together as a title
    /// holds. A part that is only about the speaker, however short, is left out. A space beside a figure or a Latin letter is none.
    /// - Parameter subjects: where words begin that say what it is about.
    private func breaths(_ text: FoldedText, _ clause: Range<Int>, _ subjects: Set<Int>) -> [Range<Int>] {
        var scan = Scan(text)
        func isAside(_ at: Int) -> Bool { words.asides.end(in: &scan, at: at) != nil }
        var parts: [Range<Int>] = []
        var start = Marks.skip(text, clause.lowerBound)
        for at in clause.dropFirst(start - clause.lowerBound) where text[at] == FoldTable.space {
            let isLong = at - start >= 4 && clause.upperBound - at > 4
            guard isLong && isChinese(text[at - 1]) && isChinese(text[at + 1]) || isAside(at + 1) || isAside(start) else { continue }
            parts.append(start..<at)
            start = at + 1
        }
        if start < clause.upperBound { parts.append(start..<clause.upperBound) }
        return parts.filter { part in !isAside(part.lowerBound) || subjects.contains(where: part.contains) }.reduce(into: []) {
            joined, part in
            if let last = joined.last, last.upperBound + 1 == part.lowerBound, part.upperBound - last.lowerBound <= Title.most {
                joined[joined.count - 1] = last.lowerBound..<part.upperBound
            } else {
                joined.append(part)
            }
        }
    }

    private static let marks: Set<UInt32> = Set(",。!?:\n\"();".unicodeScalars.map(\.value))

    /// Without what a message opens with and the particles it ends with.
    private func trimmed(_ text: FoldedText, _ range: Range<Int>) -> Range<Int> {
        var scan = Scan(text)
        var start = range.lowerBound
        var end = range.upperBound
        while start < end {
            if text[start] == FoldTable.space {
                start += 1
            } else if let past = words.openings.end(in: &scan, at: start), past <= end {
                start = past
            } else {
                break
            }
        }
        while end > start, Title.particles.contains(text[end - 1]) || text[end - 1] == FoldTable.space { end -= 1 }
        return start..<end
    }

    private static let particles: Set<UInt32> = Set("吧呢啊呀吗嘛哦啦哈诶欸噢喔咯呗哟".unicodeScalars.map(\.value))

    /// The wording without feelings.
    /// - Parameter inWords: whether each place belongs to a word we know: 还 of 归还 is a single character inside one, and no feeling.
    private func plain(_ text: FoldedText, _ range: Range<Int>, _ inWords: [Bool]) -> String {
        var scan = Scan(text)
        var parts = ""
        var start = range.lowerBound
        var at = start
        while at < range.upperBound {
            guard let end = words.feelings.end(in: &scan, at: at), end <= range.upperBound, end - at > 1 || !inWords[at],
                !isPredicate(text, at, end, range)
            else {
                at += 1
                continue
            }
            parts += text.wording(start..<at)
            start = end
            at = end
        }
        parts += text.wording(start..<range.upperBound)
        // 「太低了」 is 太低; 「坏了」 stays.
        if parts.hasSuffix("了"), parts.dropLast().dropLast().hasSuffix("太") { parts.removeLast() }
        return parts
    }

    /// 「快递柜老是满的」, 「楼道天天黑的」: how often with what it is like up to 的 is one predicate; without its half the other reads badly.
    private func isPredicate(_ text: FoldedText, _ start: Int, _ end: Int, _ range: Range<Int>) -> Bool {
        guard text[range.upperBound - 1] == 0x7684, range.upperBound - end <= 5, start > range.lowerBound else { return false }  // 的
        let word = text.wording(start..<end)
        return Title.frequencies.contains(word)
    }

    private static let frequencies: Set<String> = ["老是", "总是", "天天", "又", "还", "特别", "非常", "十分"]

    /// At most 20 characters: ended after the last known word that fits, else after the twentieth.
    private func fitted(_ title: String) -> String {
        let characters = Array(title)
        guard characters.count > Title.most else { return title }
        let text = FoldedText(title, table: words.fold)
        let found = words.things.found(in: text) + words.troubles.found(in: text)
        let ends = found.map { text.wording(0..<$0.range.upperBound).count }.filter { $0 <= Title.most && $0 >= 8 }
        return String(characters.prefix(ends.max() ?? Title.most))
    }
}

extension Int {
    /// 0, 1, 1, 2, 2, 2, 3 …: a later clause is worth a little less.
    fileprivate var squareRootStep: Int { Int(Double(self).squareRoot().rounded()) }
}
