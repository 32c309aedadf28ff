import Procedure

/// What is recorded or told to people is what they are to read: 「存着吧，五一后有行动」 gives the second half as its reason, 「请钱丽说一下是哪几个坏了」
/// asks which are broken. What was only said to us is cut off in front; where nothing is left, nothing was said.
struct PlainContent {
    let reader: Reader
    let dates: DateReader

    private var cues: Cues { reader.cues }

    /// Without the clauses in front that hold nothing but what was read already, by what may stand in them.
    private func behindClauses(_ text: String, _ next: (inout Scan, Int) -> Int?) -> String? {
        var scan = Scan(FoldedText(text, table: reader.verbs.fold))
        var first = 0
        for clause in Marks.clauses(scan.text) {
            let days = dates.dates(&scan, in: clause)
            var at = clause.lowerBound
            while at < clause.upperBound {
                let day = days.first { $0.range.lowerBound == at }?.range.upperBound
                guard let end = day ?? next(&scan, at), end > at else { break }
                at = end
            }
            guard at >= clause.upperBound else { break }
            first = clause.upperBound
        }
        guard first > 0 else { return text }
        first = Marks.skip(scan.text, first)
        return first < scan.text.count ? scan.text.wordingToEnd(from: first) : nil
    }

    /// A word that says the step itself.
    private func word(of name: IntentName, _ scan: inout Scan, at start: Int) -> Int? {
        reader.verbs.trie.words(in: &scan, at: start, acrossSpaces: false).first { word in
            reader.verbs.spoken[word.value].contains { reader.verbs.verbs[$0].intent == name }
        }?.end
    }

    /// 「垃圾桶那件 筛选用的分组协商 今天 四号楼十二户分两组谈的」: how it went.
    func screened(_ text: String, _ subject: String?) -> String? {
        let subject = subject.map { reader.verbs.fold.word($0) } ?? []
        return behindClauses(text) { scan, at in
            if !subject.isEmpty, subject.indices.allSatisfy({ scan.text[at + $0] == subject[$0] }) { return at + subject.count }
            return cues[.screenLead].end(&scan, at: at) ?? reader.numbers(&scan, at: at)
                ?? reader.verbs.calling.longest(in: &scan, at: at)?.end
                ?? reader.verbs.vocabulary(of: .method)?.trie.longest(in: &scan, at: at)?.end ?? word(of: .recordScreening, &scan, at: at)
        }
    }

    /// 「存着吧，五一后有文明养犬行动」: why.
    func kept(_ text: String) -> String? {
        behindClauses(text) { scan, at in cues[.keepLead].end(&scan, at: at) ?? word(of: .keepForLater, &scan, at: at) }
    }

    /// 「请钱丽说一下是哪几个坏了」, 「问问钱阿姨具体是哪几个」: what is asked. Nil where nothing is: 「健身器材那条也发啊 问一下」.
    func asked(_ text: String) -> String? {
        var scan = Scan(FoldedText(text, table: reader.verbs.fold))
        var at = Marks.skip(scan.text, 0)
        // 健身器材那件, 4号: which matter it is asked of.
        if let clause = Marks.clauses(scan.text).first, clause.count <= 14,
            reader.numbers(&scan, at: at) == clause.upperBound
                || clause.dropFirst(2).contains(where: { reader.verbs.calling.longest(in: &scan, at: $0)?.end == clause.upperBound })
        {
            at = Marks.skip(scan.text, clause.upperBound)
        }
        while let end = cues[.askLead].end(&scan, at: at) { at = end }
        for who in Telling(reader).somebody(&scan, at: at) {
            var end = Marks.skip(scan.text, who)
            let said = cues[.askSay].end(&scan, at: end)
            guard said != nil || cues[.asksWhat].end(&scan, at: end) != nil else { continue }
            end = Marks.skip(scan.text, said ?? end)
            if end < scan.text.count { return scan.text.wordingToEnd(from: end) }
        }
        var isEmpty = true
        for clause in Marks.clauses(scan.text) {
            var at = clause.lowerBound
            while at < clause.upperBound, let end = cues[.askEmpty].end(&scan, at: at) ?? reader.numbers(&scan, at: at) { at = end }
            isEmpty = isEmpty && at >= clause.upperBound
        }
        return isEmpty ? nil : text
    }
}

extension Reader {
    /// The end of a number said as ours are said.
    fileprivate func numbers(_ scan: inout Scan, at start: Int) -> Int? {
        numbers.one(&scan, at: start).flatMap { $0.isMarked ? $0.end : nil }
    }
}

extension Intent {
    /// Without what was only said to us.
    func plainly(_ content: PlainContent) -> Intent {
        var intent = self
        intent.meant = meant.map { $0.plainly(content) }
        intent.more = more.map { $0.plainly(content) }
        func put(_ slot: Slot, _ plain: (String) -> String?) {
            guard case .text(let said)? = slots[slot] else { return }
            intent.slots[slot] = plain(said).map { .text($0) }
        }
        switch name {
        case .recordScreening:
            put(.text) { content.screened($0, slots[.subject].flatMap { if case .text(let name) = $0 { name } else { nil } }) }
        case .keepForLater: put(.reason, content.kept)
        case .askMore: put(.text, content.asked)
        default: break
        }
        return intent
    }
}
