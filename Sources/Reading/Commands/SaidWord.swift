extension VerbTable {
    /// The word a command was said with, as `帮助` shows it: a refusal calls the act what its speaker called it. Nil where none of the
    /// intent's words stands in the text (another script, or an answer to a question).
    public func word(for intent: Intent, in text: String) -> String? {
        let own = verbs.filter { $0.intent == intent.name }
        var best: (start: String.Index, length: Int, verb: Verb)?
        for verb in own {
            for word in verb.words where VerbTable.isPlain(word) {
                guard let start = text.firstRange(of: word)?.lowerBound else { continue }
                if let best, (best.start, -best.length) <= (start, -word.count) { continue }
                best = (start, word.count, verb)
            }
        }
        // The entry that the first word of the message belongs to, the longest of those that begin there, by its own shortest one: 附议 for 我也附议, 不同意 and never 同意.
        guard let said = best?.verb.words.filter({ VerbTable.isPlain($0) && text.contains($0) }) else { return nil }
        let short = said.filter { (2...4).contains($0.count) }.min { $0.count < $1.count }
        return short ?? own.first { $0.group != nil }?.words[0] ?? said.first
    }

    private static func isPlain(_ word: String) -> Bool { word.unicodeScalars.allSatisfy { isChinese($0.value) } }
}
