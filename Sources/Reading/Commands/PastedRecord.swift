import Procedure

/// 补录会议: a first line that says which meeting, then the record, one thing a line. Each line is read as the table of the meeting would say
/// it; a line that is none of that is kept in its own words, so that nobody's note is lost.
struct PastedRecord {
    let attempt: Attempt
    let verb: Verb

    /// Longest record taken, in lines.
    static let mostLines = 300

    func read(_ scan: inout Scan, from start: Int, numbers: [Int]?) -> Intent? {
        var lines = lines(scan.text, from: start)
        guard !lines.isEmpty, lines.count <= PastedRecord.mostLines else { return nil }
        let head = lines.removeFirst()
        var filling = Filling(reader: attempt.reader, dates: attempt.dates, verb: verb, context: attempt.utterance.context)
        if let numbers, !filling.take(numbers: numbers, unit: nil, range: 0..<start) { return nil }
        var headScan = Scan(scan.text.part(head.range))
        if !filling.fill(&headScan, from: 0) {
            // 「补录会议 1 表态 举手」: what stands behind the number is a line.
            guard let rest = behindNumber(&headScan), rest < headScan.text.count else { return nil }
            headScan = Scan(headScan.text.part(0..<rest))
            filling = Filling(reader: attempt.reader, dates: attempt.dates, verb: verb, context: attempt.utterance.context)
            guard numbers == nil, filling.fill(&headScan, from: 0) else { return nil }
            lines.insert((head.number, head.range.lowerBound + rest..<head.range.upperBound), at: 0)
        }
        scan.steps += headScan.steps
        let more = read(lines, &scan)
        return Intent(
            filling.question == nil ? .act : .ask, .pasteRecord, slots: filling.slots, question: filling.question, more: more,
            dates: attempt.reader.spans(&scan, attempt.dates, leavingOut: filling.numberRanges))
    }

    private func read(_ lines: [(number: Int, range: Range<Int>)], _ scan: inout Scan) -> [Intent] {
        var more: [Intent] = []
        for line in lines {
            for piece in pieces(&scan, line.range) {
                var lineScan = Scan(scan.text.part(piece))
                for var intent in read(line: &lineScan) {
                    intent.slots[.line] = .integer(line.number)
                    more.append(intent)
                }
                scan.steps += lineScan.steps
            }
        }
        return withVotes(more)
    }

    /// 「主持人：陈华　记录：王五」: each with its label.
    private func pieces(_ scan: inout Scan, _ line: Range<Int>) -> [Range<Int>] {
        var starts = [line.lowerBound]
        for at in line where at > line.lowerBound && scan.text[at - 1] == FoldTable.space {
            if let end = attempt.cues[.label].end(&scan, at: at), scan.text[end] == 0x3A { starts.append(at) }
        }
        return zip(starts, starts.dropFirst().map { $0 - 1 } + [line.upperBound]).map { $0..<$1 }
    }

    /// Minutes as they are written for the file, or told in a paragraph, without 补录会议 in front: 「会议纪要…」, 「停车会的记录：3月12日下午…」.
    func readLoosely(_ scan: inout Scan, from start: Int) -> Intent? {
        let text = scan.text
        var lines = lines(text, from: start)
        guard let first = lines.first, lines.count <= PastedRecord.mostLines else { return nil }
        let heading = first.range.lowerBound..<min(first.range.upperBound, first.range.lowerBound + PastedRecord.longestHeading)
        let isHeaded = heading.contains { attempt.cues[.minutesHead].end(&scan, at: $0) != nil }
        // 「停车会的记录补一行：…」, 「那个会上午开完了 举手15比1 …」
        let isAdded = isHeaded && heading.contains { text[$0] == 0x8865 }  // 补
        let isTold = heading.contains { attempt.cues[.held].end(&scan, at: $0) != nil }
        let colon = heading.first { text[$0] == 0x3A && $0 + 3 < first.range.upperBound }
        // 「会议纪要模板：…」, 「明天的会应到20人，…」: what is asked for or still to come has no minutes.
        guard !heading.contains(where: { attempt.cues[.notHeld].end(&scan, at: $0) != nil }) else { return nil }
        let (told, isCounted) = evidence(&scan, start)
        let hasNumber = (start..<text.count).contains { text.numeral(at: $0) != nil }
        // A heading alone tells nothing; at the table a result with its votes is announced, and no minutes.
        let isLong = lines.count > 1 || attempt.utterance.context != .liveMeeting
        guard
            isAdded && colon != nil || isTold && hasNumber && told >= 1 || isHeaded && told >= 2 && (colon != nil || lines.count > 1)
                || isLong && isCounted && told >= 4 && !isPlan(&scan, start)
        else { return nil }
        var slots: Slots = [:]
        var head = Scan(text.part(heading))
        if let number = attempt.marked(&head) { slots[.number] = .integer(number) }
        if isHeaded {
            // What stands behind its colon is a line.
            if let colon { lines[0].range = colon + 1..<first.range.upperBound } else if lines.count > 1 { lines.removeFirst() }
        }
        lines.removeAll { line in
            line.range.count <= 20 && !line.range.contains { text[$0] == 0x3A }
                && line.range.contains { attempt.cues[.minutesHead].end(&scan, at: $0) == line.range.upperBound }
        }
        if let found = attempt.dates.dates(&scan, in: start..<min(text.count, start + 120)).first { slots[.date] = .date(found.reading) }
        return Intent(.act, .pasteRecord, slots: slots, more: read(lines, &scan))
    }

    private static let longestHeading = 40

    /// How many different things only minutes tell stand in it: who was expected and came, who presided, how many voted how, by which way, to
    /// what end.
    private func evidence(_ scan: inout Scan, _ start: Int) -> (told: Int, isCounted: Bool) {
        var found: Set<Cue> = []
        var (hasResult, hasVotes) = (false, false)
        let results = attempt.verbs.vocabulary(of: .result)
        for at in start..<min(scan.text.count, start + 1200) {
            for cue in [Cue.expected, .present, .presides, .byHands, .byBallot, .byApplause, .secondRound, .minutesTask]
            where !found.contains(cue) {
                if attempt.cues[cue].ends(&scan, at: at).contains(where: { $0 > at + 1 }) { found.insert(cue) }
            }
            for cue in [Cue.votesFor, .votesAgainst] where !hasVotes {
                if let end = attempt.cues[cue].end(&scan, at: at) { hasVotes = scan.text.numeral(at: Marks.skip(scan.text, end)) != nil }
            }
            if !hasResult, let word = results?.trie.longest(in: &scan, at: at), word.end - at >= 4 { hasResult = true }
        }
        return (found.count + (hasResult ? 1 : 0) + (hasVotes ? 1 : 0), hasVotes || hasResult)
    }

    /// 「…实到够14人就开」: how a sitting is to go; 要求, 主要, 重要 and 需要 are no 要.
    private func isPlan(_ scan: inout Scan, _ start: Int) -> Bool {
        let text = scan.text
        return (start..<text.count).contains { at in
            if text[at] == 0x8981 { return text[at + 1] != 0x6C42 && ![0x4E3B, 0x91CD, 0x9700].contains(text[at - 1]) }  // 要
            return text[at] == 0x591F || attempt.cues[.notHeld].end(&scan, at: at) != nil  // 够
        }
    }

    /// Line numbers count the lines of the message that have anything on them, from 1.
    private func lines(_ text: FoldedText, from start: Int) -> [(number: Int, range: Range<Int>)] {
        var lines: [(number: Int, range: Range<Int>)] = []
        var lower = start
        for at in start...text.count where at == text.count || text[at] == FoldTable.newline {
            if lower < at || lines.isEmpty { lines.append((lines.count + 1, lower..<at)) }
            lower = at + 1
        }
        return lines
    }

    private func behindNumber(_ scan: inout Scan) -> Int? {
        guard let one = attempt.reader.numbers.one(&scan, at: Marks.skip(scan.text, 0)) else { return nil }
        return Marks.skip(scan.text, one.end)
    }

    private func read(line scan: inout Scan) -> [Intent] {
        var lineAttempt = attempt.utterance
        lineAttempt.context = .pastedRecord
        lineAttempt.role = .chair
        lineAttempt.posts = [.secretary, .convenor]
        let inner = Attempt(reader: attempt.reader, utterance: lineAttempt)
        let start = afterEnumeration(scan.text)
        if agreeing(&scan, start) != nil { return prose(&scan, from: start, inner) }
        // Who spoke, with name or words, goes before 提议人首先发言 alone.
        let spoken = floor(&scan, from: start)
        if let spoken, spoken.slots[.person] != nil || spoken.slots[.text] != nil { return [spoken] }
        if let intent = inner.line(&scan, from: start) ?? spoken ?? speech(&scan, from: start) { return [intent] }
        return prose(&scan, from: start, inner)
    }

    /// 「提议人发言 赵强 充电桩装北门」「李四发言 反对 停车费太高」「提议人赵强首先发言」: who spoke, and for what.
    private func floor(_ scan: inout Scan, from start: Int) -> Intent? {
        let text = scan.text
        let proposer = attempt.cues[.proposer].end(&scan, at: start)
        let first = Marks.skip(text, proposer ?? start)
        guard let speaks = speaks(&scan, from: first), let form = attempt.reader.verbs.verbs.first(where: { $0.intent == .recordView })
        else { return nil }
        var filling = Filling(reader: attempt.reader, dates: attempt.dates, verb: form, context: .pastedRecord)
        var rest = Marks.skip(text, speaks.upperBound)
        if let name = name(text, from: first, to: speaks.lowerBound) {
            filling.slots[.person] = .text(text.wording(name))
            guard side(text.part(name.upperBound..<speaks.lowerBound), &filling) else { return nil }
        } else {
            // Nothing else may stand before it: 大家都发言了 names nobody.
            guard proposer != nil, first == speaks.lowerBound else { return nil }
            if let name = name(text, from: rest, to: text.count) {
                filling.slots[.person] = .text(text.wording(name))
                rest = Marks.skip(text, name.upperBound)
            }
        }
        let isNamed = filling.slots[.person] != nil
        if !isNamed { filling.slots[.person] = .text("") }
        guard side(text.part(rest..<text.count), &filling) else { return nil }
        if !isNamed { filling.slots[.person] = nil }
        if proposer != nil { filling.slots[.post] = .text("提议人") }
        return Intent(.act, .recordView, slots: filling.slots)
    }

    /// Where 发言 stands behind a name and a side at most.
    private func speaks(_ scan: inout Scan, from start: Int) -> Range<Int>? {
        for at in start..<max(start, min(scan.text.count, start + 10)) {
            if let end = attempt.cues[.speaks].end(&scan, at: at) { return at..<end }
        }
        return nil
    }

    /// A name that fills its place: up to a mark or the end, two or three characters that begin with a surname, four with a double one.
    private func name(_ text: FoldedText, from start: Int, to most: Int) -> Range<Int>? {
        var end = start
        while end < most, !Marks.isMark(text[end]) { end += 1 }
        guard 2...4 ~= end - start, attempt.reader.names.mayBegin(text, start) else { return nil }
        return start..<end
    }

    /// The side somebody takes, and what they say.
    private func side(_ text: FoldedText, _ filling: inout Filling) -> Bool {
        guard Marks.skip(text, 0) < text.count else { return true }
        var scan = Scan(text)
        return filling.fill(&scan, from: 0)
    }

    /// 「李四（正方）：停车费太高」
    private func speech(_ scan: inout Scan, from start: Int) -> Intent? {
        var colon = start
        while colon < scan.text.count, scan.text[colon] != 0x3A, colon - start < 24 { colon += 1 }
        guard scan.text[colon] == 0x3A, attempt.cues[.label].end(&scan, at: start) != colon,
            let form = attempt.reader.verbs.verbs.first(where: { $0.intent == .recordView })
        else { return nil }
        var filling = Filling(reader: attempt.reader, dates: attempt.dates, verb: form, context: .pastedRecord)
        guard filling.fill(&scan, from: start), case .text(let said)? = filling.slots[.text] else { return nil }
        // 「讨论情况：…」 is nobody.
        if case .text(let name)? = filling.slots[.person], !attempt.utterance.names.isEmpty, !attempt.utterance.names.contains(name),
            !attempt.reader.names.mayBegin(FoldedText(name, table: attempt.verbs.fold), 0)
        {
            return nil
        }
        // 「赵强：反对一刀切」: the side belongs to what was said.
        let first = Marks.skip(scan.text, colon)
        if let side = attempt.verbs.vocabulary(of: .stance)?.trie.longest(in: &scan, at: first), !Marks.isMark(scan.text[side.end]) {
            filling.slots[.text] = .text(scan.text.wordingToEnd(from: first))
            return Intent(.act, .recordView, slots: filling.slots)
        }
        // 「赵强（反方）发言：电费谁出」: what was said stands behind the colon.
        for word in ["发言:", "发言："] where said.hasPrefix(word) {
            let rest = said.dropFirst(word.count).drop { $0 == " " }
            if !rest.isEmpty { filling.slots[.text] = .text(String(rest)) }
        }
        return Intent(.act, .recordView, slots: filling.slots)
    }

    /// 「3、」 「(3)」 before a line.
    func afterEnumeration(_ text: FoldedText) -> Int {
        let first = text[0] == 0x28 ? 1 : 0
        guard let number = text.numeral(at: first), number.value <= 300, [0x2C, 0x29, 0x2E, 0x3002].contains(text[number.end]) else {
            return 0
        }
        return Marks.skip(text, number.end + 1)
    }
}

extension Attempt {
    /// A line of a record as a command of the meeting; nil if it is none.
    func line(_ scan: inout Scan, from start: Int) -> Intent? {
        var nearMiss = false
        return command(&scan, from: start, nearMiss: &nearMiss)
    }
}
