/// A line of an officer that begins with a word of ours, cut off from what follows, and was not understood: 「停用」, 「打印 公示」, or
/// 「确定 12」 of somebody who may not. Whoever speaks so speaks to us, so silence would leave them waiting.
public struct OwnWord: Sendable, Hashable {
    /// Why it came to nothing.
    public enum Trouble: Sendable, Hashable {
        /// They may say it here, but in another form.
        case form
        /// They may say it, but privately or quoting what we asked.
        case place
        /// It is for a sitting, and none is under way.
        case meeting
        /// Others may.
        case speaker
    }

    public var trouble: Trouble
    public var intent: IntentName
    /// As `帮助` shows it first.
    public var word: String
    public var example: String
    /// Who may say it, as reading knows them.
    public var who: [Role]
}

/// For each word the verbs that are shown in `帮助` by it and that only officers use.
struct OwnWords: Sendable {
    private let verbs: [Int: [Int]]

    init(_ table: VerbTable) {
        var found: [Int: [Int]] = [:]
        for (index, verb) in table.verbs.enumerated() where verb.group != nil && !verb.roles.contains(.resident) {
            for shown in [verb.example, verb.words[0]] {
                var scan = Scan(FoldedText(shown, table: table.fold))
                let words = table.trie.words(in: &scan, at: 0, acrossSpaces: true)
                guard let word = words.first(where: { table.spoken[$0.value].contains(index) })?.value else { continue }
                if found[word]?.contains(index) != true { found[word, default: []].append(index) }
            }
        }
        verbs = found
    }

    subscript(_ word: Int) -> [Int] { verbs[word] ?? [] }
}

extension Reader {
    /// What a line meant that begins with an officers' word and that reading passed over or did not understand.
    /// - Parameter atTable: whether a sitting is under way, or about to be.
    /// - Returns: nil for everything else, and for a bare word of somebody who may not say it: 「同意」 among officers is talk.
    public func ownWord(_ utterance: Utterance, atTable: Bool) -> OwnWord? {
        guard ![.group, .residentGroup, .pastedRecord].contains(utterance.context), utterance.text.utf8.count <= 600 else { return nil }
        let roles = [utterance.role] + utterance.posts
        guard roles != [.resident] else { return nil }
        var scan = Scan(FoldedText(utterance.text, table: verbs.fold))
        let start = Marks.skip(scan.text, 0)
        // 「12 确定」: a number may stand before the word.
        var begin = start
        if let several = numbers.several(&scan, at: start, wordRanges: true) { begin = Marks.skip(scan.text, several.end) }
        for word in verbs.trie.words(in: &scan, at: begin, acrossSpaces: true) {
            let candidates = ownWords[word.value]
            guard let first = candidates.first else { continue }
            let isBare = begin == start && Marks.skip(scan.text, word.end) == scan.text.count
            guard isBare || isCutForUs(scan.text, word.end) || begin > start else { continue }
            func own(_ trouble: OwnWord.Trouble, _ index: Int) -> OwnWord {
                let verb = verbs.verbs[index]
                let who = candidates.reduce(into: Set<Role>()) { $0.formUnion(verbs.verbs[$1].roles) }
                return OwnWord(
                    trouble: trouble, intent: verb.intent, word: scan.text.wording(begin..<word.end), example: verb.example,
                    who: Role.allCases.filter { who.contains($0) && (trouble != .speaker || !roles.contains($0)) })
            }
            let contexts: [Context] = atTable ? [utterance.context, .liveMeeting] : [utterance.context]
            func may(_ index: Int, in contexts: [Context]) -> Bool {
                contexts.contains { context in roles.contains { verbs.admits(index, $0, context, mentionsUs: false) } }
            }
            if let index = candidates.first(where: { may($0, in: contexts) }) { return own(.form, index) }
            // 到会 is said at the table, or in private to us.
            let isForMeetings = verbs.verbs[first].contexts.isSubset(of: [.liveMeeting, .pastedRecord, .direct])
            if isForMeetings, !atTable {
                return isBare && !roles.contains(where: verbs.verbs[first].roles.contains) ? nil : own(.meeting, first)
            }
            if let index = candidates.first(where: { verbs.verbs[$0].roles.contains(where: roles.contains) }) { return own(.place, index) }
            return isBare ? nil : own(.speaker, first)
        }
        return nil
    }

    /// A space, a colon or a number behind the word, not a comma: 「确定，明天见」 is talk.
    private func isCutForUs(_ text: FoldedText, _ at: Int) -> Bool {
        let next = text[at]
        return next == FoldTable.space || next == 0x3A || next == 0x23 || isDigit(next) || numbers.units.begins(with: next)
    }
}
