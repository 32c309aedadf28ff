import Procedure

/// 「名字改成9号楼东头路灯不亮」, 「标题太难看了 改成东门路灯」: what officers say around a title is no part of it. The title is what stands behind 改成, 叫 and
/// the like, where nothing but such words stands before.
struct Retitling {
    /// The new title; empty where none was said.
    var title: String
    /// What was said behind it of something else: 内容就是….
    var left: String?
    /// Whether nothing else could have been meant.
    var isSure = true

    /// Nil where the words are the title as they stand.
    /// - Parameter isNamed: whether 改成 or the like stands before them already.
    init?(_ said: String, isNamed: Bool, _ reader: Reader) {
        var scan = Scan(FoldedText(said, table: reader.verbs.fold))
        let cues = reader.cues
        // 「标题叫人看不懂」, 「名字叫错了」
        if cues[.titleWrong].end(&scan, at: 0) != nil {
            title = ""
            return
        }
        var start = isNamed ? 0 : nil
        // Of what was said before, whether it speaks of titles, and whether it is nothing else.
        var isAbout = false, isOnly = true
        for clause in Marks.clauses(scan.text) where start == nil {
            var at = clause.lowerBound
            var named: Int?
            // 「老年食堂那条改叫…」
            if let called = clause.prefix(Retitling.longestName).compactMap({ reader.verbs.calling.longest(in: &scan, at: $0)?.end }).first,
                (cues[.titleNaming].end(&scan, at: called) ?? cues[.titleAbout].end(&scan, at: called)) != nil
            {
                at = called
            }
            while at < clause.upperBound, named == nil {
                // 「叫二号楼路灯维修」: no title begins so.
                if let end = cues[.titleNaming].end(&scan, at: at),
                    end - at > 1 || isAbout || isOnly && clause.lowerBound > 0 || scan.text[at] == 0x53EB,
                    cues[.titleNoNaming].end(&scan, at: at) == nil
                {
                    named = end
                } else if let end = cues[.titleAbout].end(&scan, at: at) {
                    isAbout = true
                    at = end
                } else if let end = cues[.titleLead].end(&scan, at: at) {
                    at = end
                } else if let number = reader.numbers.one(&scan, at: at), number.isMarked {
                    at = number.end
                } else {
                    break
                }
            }
            if let named {
                // 「东门路灯不亮，改成太阳能的」 may be a title itself.
                guard isAbout || isOnly else { return nil }
                start = Marks.skip(scan.text, named)
            }
            // 「改个名 二号楼后路灯维修」: what only says that there is another is no part of it.
            if named == nil, isOnly, clause.lowerBound > 0, at < clause.upperBound,
                !clause.contains(where: { cues[.titleAbout].end(&scan, at: $0) != nil })
            {
                start = clause.lowerBound
                // 「标题改一下 别用物业两个字」
                if Retitling.wishes.contains(scan.text[clause.lowerBound]) { isSure = false }
            }
            isOnly = isOnly && at >= clause.upperBound
            isAbout = isAbout || clause.contains { cues[.titleAbout].end(&scan, at: $0) != nil }
        }
        guard let start = start ?? (Retitling.aside(&scan, from: 1, cues) == nil ? nil : 0) else {
            // 「太长了」 says what is wrong, and no other.
            if isOnly, isAbout { self.title = "" } else { return nil }
            return
        }
        var end = scan.text.count
        if let aside = Retitling.aside(&scan, from: start + 1, cues) {
            end = aside
            // 「前面那几个字不要」 is of the title.
            let words = scan.text.wordingToEnd(from: aside)
            left = words.contains("字") ? nil : words
        }
        var range = Marks.trim(scan.text, start..<end)
        var isCut = start > 0 || isNamed
        while isCut {
            isCut = false
            for at in range.dropFirst(2)
            where cues[.titleTail].end(&scan, at: at) == range.upperBound && !Retitling.bars.contains(scan.text[at - 1]) {
                // 行不行, 可以吗, 怎么样
                if [0x884C, 0x5417, 0x6837].contains(scan.text[range.upperBound - 1]), range.upperBound - at > 2 { isSure = false }
                range = Marks.trim(scan.text, range.lowerBound..<at)
                isCut = true
                break
            }
        }
        // 「改成短一点」
        let isNone = cues[.titleAside].end(&scan, at: range.lowerBound) == range.upperBound
        title = isNone ? "" : scan.text.wording(range)
    }

    /// The first clause behind a place that speaks of something else.
    private static func aside(_ scan: inout Scan, from start: Int, _ cues: Cues) -> Int? {
        Marks.clauses(scan.text).map(\.lowerBound).first { $0 >= start && cues[.titleAside].end(&scan, at: $0) != nil }
    }

    private static let longestName = 14

    /// What says how a title is to be begins so.
    private static let wishes = ScalarSet("别不要再能得太怎没去加把")

    /// 网吧 酒吧 水吧 茶吧 氧吧
    private static let bars = ScalarSet("网酒水茶氧")
}

extension Intent {
    /// A new title without the words around it; what else was said stands beside it, and what cannot be cut surely is asked about.
    /// - Parameter text: the message.
    func plainlyTitled(_ text: String, _ reader: Reader) -> Intent {
        var intent = self
        intent.meant = meant.map { $0.plainlyTitled(text, reader) }
        intent.more = more.map { $0.plainlyTitled(text, reader) }
        guard name == .entitle, case .text(let said)? = slots[.title] else { return intent }
        // 「标题叫人看不懂」 names nothing.
        if let found = text.firstRange(of: said), let last = text[..<found.lowerBound].last, reader.says(.titleWrong, at: "\(last)\(said)")
        {
            intent.slots[.title] = nil
            return intent
        }
        guard
            let read = Retitling(said, isNamed: text.firstRange(of: said).map { reader.names(text[..<$0.lowerBound]) } ?? false, reader)
        else { return intent }
        intent.slots[.title] = read.title.isEmpty ? nil : .text(read.title)
        intent.slots[.text] = read.left.map { .text($0) }
        guard !read.isSure, action == .act else { return intent }
        let step = intent
        (intent.action, intent.meant, intent.question) = (.ask, [step], "ask.meant")
        return intent
    }
}

extension Reader {
    /// Whether a text begins so.
    fileprivate func says(_ cue: Cue, at text: String) -> Bool {
        var scan = Scan(FoldedText(text, table: verbs.fold))
        return cues[cue].end(&scan, at: 0) != nil
    }

    /// Whether a text ends in a word a new title stands behind.
    fileprivate func names(_ text: Substring) -> Bool {
        var scan = Scan(FoldedText(String(text.suffix(12)), table: verbs.fold))
        var end = scan.text.count
        while end > 0, Marks.isMark(scan.text[end - 1]) { end -= 1 }
        return (max(0, end - 5)..<max(0, end - 1)).contains { cues[.titleNaming].end(&scan, at: $0) == end }
    }
}
