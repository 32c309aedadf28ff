import Procedure

/// Minutes written as a paragraph or in the style of an office: 「应到20人，实到15人，其中代表8人。第二轮协商后举手表决，赞成13票，反对2票，基本达成共识。」 What the form
/// asks for is taken from each sentence; a sentence that says more is kept in its own words besides.
extension PastedRecord {
    private static let mostClauses = 24
    private static let longestClause = 40

    /// The sentences of a line that is no line of the form.
    func prose(_ scan: inout Scan, from start: Int, _ inner: Attempt) -> [Intent] {
        sentences(scan.text, from: behindLabel(&scan, start)).flatMap { sentence in
            var part = Scan(scan.text.part(sentence))
            defer { scan.steps += part.steps }
            return read(sentence: &part, inner)
        }
    }

    /// 「讨论情况：周敏提出…」: what stands behind the label.
    private func behindLabel(_ scan: inout Scan, _ start: Int) -> Int {
        guard let end = attempt.cues[.label].end(&scan, at: start), scan.text[end] == 0x3A,
            ["讨论", "发言"].contains(where: { scan.text.wording(start..<end).hasPrefix($0) })
        else { return start }
        return end + 1
    }

    private func sentences(_ text: FoldedText, from start: Int) -> [Range<Int>] {
        var found: [Range<Int>] = []
        var lower = start
        for at in start...text.count where at == text.count || PastedRecord.stops.contains(text[at]) {
            if at > lower { found.append(lower..<at) }
            lower = at + 1
        }
        return found
    }

    /// What is said around a vote and says nothing more.
    private static let voting = ScalarSet("后表决票人通过协商讨论赞成反对弃权同意散会大家进行了对其中共")

    /// 没 未 不: it says more than what took place.
    private static let denying = ScalarSet("没未不")

    private static let stops = ScalarSet("。;")

    private func read(sentence scan: inout Scan, _ inner: Attempt) -> [Intent] {
        let text = scan.text
        let first = afterEnumeration(text)
        if let intent = inner.line(&scan, from: first) { return [intent] }
        guard let spoken = proposersWord(&scan, first) ?? said(&scan, first) else { return told(&scan, from: first, inner) }
        // 「王芳赞成换声控灯，赵强反对，认为亮灭太吵」
        var starts = [first]
        for at in first..<text.count where at > first && Marks.isMark(text[at - 1]) && speaker(&scan, at) != nil { starts.append(at) }
        guard starts.count > 1 else { return [spoken] }
        return zip(starts, starts.dropFirst().map { $0 - 1 } + [text.count]).flatMap { start, end in
            var piece = Scan(text.part(start..<end))
            defer { scan.steps += piece.steps }
            if let intent = inner.line(&piece, from: 0) ?? proposersWord(&piece, 0) ?? said(&piece, 0) { return [intent] }
            return told(&piece, from: 0, inner)
        }
    }

    /// What a sentence nobody is said to have spoken tells.
    private func told(_ scan: inout Scan, from first: Int, _ inner: Attempt) -> [Intent] {
        let text = scan.text
        var found: [Intent] = []
        var taken: [Range<Int>] = []
        let isSupposed = holds(.supposed, &scan, first..<text.count)
        if !isSupposed { found += agreements(&scan, first..<text.count) }
        if !isSupposed, let revision = revision(&scan, from: first) {
            found.append(revision.intent)
            taken.append(revision.range)
        }
        let end = taken.first?.lowerBound ?? text.count
        if let keeper = keeper(&scan, first..<end) {
            found.append(keeper.intent)
            taken.append(keeper.range)
        }
        if let count = count(&scan, first..<end, inner) {
            found.append(count.intent)
            taken.append(count.range)
        }
        if !isSupposed { found += outcome(&scan, first..<end, &taken) }
        let left = (first..<text.count).count { at in
            isChinese(text[at]) && !PastedRecord.voting.contains(text[at]) && !taken.contains { $0.contains(at) }
        }
        let isUndecided = found.contains { $0.name == .announceResult && $0.slots[.result] == nil }
        let isDenied = (first..<text.count).contains { at in
            PastedRecord.denying.contains(text[at]) && !taken.contains { $0.contains(at) }
        }
        if found.isEmpty || isUndecided || isDenied || left > 2 {
            found.append(Intent(.act, .recordView, slots: [.text: .text(text.wording(first..<text.count))]))
        }
        return found
    }

    /// 「张三同意修订」, 「赵强同意修改为…」: behind 同意, where somebody on the list or the proposer agrees to a text.
    func agreeing(_ scan: inout Scan, _ at: Int) -> Int? {
        guard let name = attempt.known(&scan, at) ?? attempt.cues[.proposer].end(&scan, at: at) else { return nil }
        let text = scan.text
        let said = text[name] == 0x4E5F ? name + 1 : name  // 也
        guard text[said] == 0x540C, text[said + 1] == 0x610F, [0x4FEE, 0x6539].contains(text[said + 2]) else { return nil }  // 同意 修 改
        return said + 2
    }

    /// That the proposer agreed, which may stand anywhere in a sentence: a line of its own.
    private func agreements(_ scan: inout Scan, _ range: Range<Int>) -> [Intent] {
        var found: [Intent] = []
        for at in range where at == range.lowerBound || Marks.isMark(scan.text[at - 1]) {
            guard let end = agreeing(&scan, at) else { continue }
            // Alone it is a line already.
            if at == range.lowerBound, !(at..<range.upperBound).contains(where: { Marks.isMark(scan.text[$0]) }) { continue }
            let name = scan.text.wording(at..<end - 2).replacing("也", with: "")
            found.append(Intent(.act, .recordView, slots: [.text: .text(name + "同意修订")]))
        }
        return found
    }

    /// 「陈华主持，王五记录」
    private func keeper(_ scan: inout Scan, _ range: Range<Int>) -> (intent: Intent, range: Range<Int>)? {
        for at in range where at == range.lowerBound || Marks.isMark(scan.text[at - 1]) {
            guard let name = attempt.known(&scan, at), let end = attempt.cues[.minutesTask].end(&scan, at: name),
                Marks.isMark(scan.text[end])
            else { continue }
            return (Intent(.act, .nominateSecretary, slots: [.secretary: .text(scan.text.wording(at..<name))]), at..<end)
        }
        return nil
    }

    /// 「提议人张三介绍北门六盏灯坏了四盏」
    private func proposersWord(_ scan: inout Scan, _ start: Int) -> Intent? {
        let text = scan.text
        guard let role = attempt.cues[.proposer].end(&scan, at: start) else { return nil }
        for name in [role, role + 2, role + 3] where attempt.cues[.introduces].end(&scan, at: name) != nil {
            guard name == role || attempt.reader.names.mayBegin(text, role) else { continue }
            var slots: Slots = [.text: .text(text.wording(start..<text.count)), .post: .text("提议人")]
            if name > role { slots[.person] = .text(text.wording(role..<name)) }
            return Intent(.act, .recordView, slots: slots)
        }
        return nil
    }

    /// 「王芳赞成换声控灯」, 「马会说坑多，车颠得厉害」
    private func said(_ scan: inout Scan, _ start: Int) -> Intent? {
        let text = scan.text
        guard let name = speaker(&scan, start) else { return nil }
        var slots: Slots = [
            .person: .text(text.wording(start..<name)), .text: .text(text.wording(start..<text.count)), .kind: .text("prose"),
        ]
        if let list = attempt.verbs.vocabulary(of: .stance), let side = list.trie.longest(in: &scan, at: name) {
            slots[.stance] = .text(list.canonical[side.value])
        }
        return Intent(.act, .recordView, slots: slots)
    }

    /// Where the name of a speaker ends who is said to hold something there.
    private func speaker(_ scan: inout Scan, _ start: Int) -> Int? {
        let text = scan.text
        if let name = attempt.known(&scan, start) {
            var said = name
            while PastedRecord.beforeHolding.contains(text[said]), said - name < 3 { said += 1 }
            let isSaying = [Cue.holding, .says, .introduces].contains { attempt.cues[$0].end(&scan, at: said) != nil }
            return isSaying && !isOfRevision(text, name) ? name : nil
        }
        guard attempt.reader.names.mayBegin(text, start), !attempt.reader.names.isWord(&scan, start),
            let name = [2, 3].map({ start + $0 }).first(where: { attempt.cues[.holding].end(&scan, at: $0) != nil }),
            (start..<name).allSatisfy({ isChinese(text[$0]) && !Filling.common.contains(text[$0]) }),
            !PastedRecord.beforeHolding.contains(text[name - 1])
        else { return nil }
        return isOfRevision(text, name) ? nil : name
    }

    /// 先 也 又 还 都 则 首 起 初: 林娟先反对, and nobody of that name.
    private static let beforeHolding = ScalarSet("先也又还都则首起初")

    /// 李四同意修订, 赵强同意修改为: of the revision, and no turn.
    private func isOfRevision(_ text: FoldedText, _ name: Int) -> Bool {
        var end = name
        while end < text.count, !Marks.isMark(text[end]) { end += 1 }
        return ["同意修", "同意改"].contains { text.wording(name..<end).contains($0) }
    }

    private func holds(_ cue: Cue, _ scan: inout Scan, _ range: Range<Int>) -> Bool {
        range.contains { attempt.cues[cue].end(&scan, at: $0) != nil }
    }

    /// Whether nothing in front of it in its clause denies it, wishes for it or puts it off.
    private func tookPlace(_ scan: inout Scan, _ place: Int) -> Bool {
        var at = place
        while at > 0, !Marks.isMark(scan.text[at - 1]), place - at < PastedRecord.longestClause { at -= 1 }
        while at < place {
            if let harmless = attempt.cues[.undenied].end(&scan, at: at) {
                at = harmless
            } else if attempt.cues[.denied].end(&scan, at: at) != nil {
                return false
            } else {
                at += 1
            }
        }
        return true
    }

    /// 「经讨论修订为…」: the text up to the end of the sentence.
    private func revision(_ scan: inout Scan, from start: Int) -> (intent: Intent, range: Range<Int>)? {
        let text = scan.text
        // 「方案改为六盏灯，大家没同意」
        guard !holds(.notAgreed, &scan, start..<text.count) else { return nil }
        for at in start..<text.count where at == start || Marks.isMark(text[at - 1]) {
            let lead = attempt.cues[.revisedBy].end(&scan, at: at) ?? agreeing(&scan, at) ?? at
            guard let word = attempt.cues[.revisedTo].end(&scan, at: lead), lead > at || word - lead > 2 else { continue }
            let from = Marks.skip(text, word)
            // 「最后商定下周再开会」 sets a day.
            guard text.count - from >= 4, attempt.dates.date(&scan, at: from) == nil else { continue }
            return (Intent(.act, .revise, slots: [.text: .text(text.wordingToEnd(from: from))]), at..<text.count)
        }
        return nil
    }

    /// 「…，应到20人，实到15人，其中代表8人，请假胡波、周敏」: the longest run of clauses that is one count.
    private func count(_ scan: inout Scan, _ range: Range<Int>, _ inner: Attempt) -> (intent: Intent, range: Range<Int>)? {
        let text = scan.text
        var cuts = [range.lowerBound - 1]
        for at in range where Marks.isMark(text[at]) { cuts.append(at) }
        cuts.append(range.upperBound)
        guard cuts.count <= PastedRecord.mostClauses else { return nil }
        for lower in cuts.dropLast() {
            for upper in cuts.reversed() where upper > lower + 2 {
                var part = Scan(text.part(lower + 1..<upper))
                defer { scan.steps += part.steps }
                if let intent = inner.line(&part, from: 0), intent.action == .act, intent.name == .closeCount,
                    intent.slots[.present] != nil || intent.slots[.expected] != nil
                {
                    return (intent, lower + 1..<upper)
                }
            }
        }
        return nil
    }

    /// 「第二轮协商后举手表决，赞成13票，反对2票，基本达成共识」
    private func outcome(_ scan: inout Scan, _ range: Range<Int>, _ taken: inout [Range<Int>]) -> [Intent] {
        let text = scan.text
        guard let form = attempt.verbs.verbs.first(where: { $0.intent == .announceResult }) else { return [] }
        var filling = Filling(reader: attempt.reader, dates: attempt.dates, verb: form, context: .pastedRecord)
        filling.gatherVotes(&scan, range.upperBound)
        let isTold = filling.slots[.for] != nil && filling.slots[.against] != nil && !filling.isDoubtful
        var found: [Intent] = []
        func first(_ cue: Cue, _ taken: inout [Range<Int>]) -> Bool {
            for at in range {
                guard let end = attempt.cues[cue].end(&scan, at: at), end <= range.upperBound, tookPlace(&scan, at) else { continue }
                // 举手发言, 投票站: by itself a way of voting ends its clause, or the votes follow.
                let isBare = end - at == 2 && !Marks.isMark(text[end])
                if isBare, !isTold || attempt.cues[.holding].end(&scan, at: end) == nil { continue }
                taken.append(at..<end)
                return true
            }
            return false
        }
        if first(.secondRound, &taken) { found.append(Intent(.act, .interact, slots: [.kind: .text("second")])) }
        for (cue, method) in [(Cue.byHands, "举手"), (.byApplause, "鼓掌"), (.byBallot, "投票")] where first(cue, &taken) {
            found.append(Intent(.act, .confirmMethod, slots: [.method: .text(method)]))
            break
        }
        var slots: Slots = isTold ? filling.slots : [:]
        if let list = attempt.verbs.vocabulary(of: .result) {
            for at in range {
                guard let word = list.trie.longest(in: &scan, at: at), text.count >= word.end, word.end - at >= 4, tookPlace(&scan, at)
                else {
                    continue
                }
                slots[.result] = .text(list.canonical[word.value])
                taken.append(at..<word.end)
                break
            }
        }
        if !slots.isEmpty {
            taken += filling.used
            found.append(Intent(.act, .announceResult, slots: slots))
        }
        return found
    }

    /// Votes in one line and the result in another are one announcement; votes of which no line tells the result announce nothing, and are kept
    /// as they were written.
    func withVotes(_ lines: [Intent]) -> [Intent] {
        var lines = lines
        let told = lines.indices.filter { lines[$0].name == .announceResult }
        guard let result = told.last(where: { lines[$0].slots[.result] != nil }) else {
            return lines.filter { $0.name != .announceResult }
        }
        for index in told where index != result {
            for slot in [Slot.for, .against, .abstain] where lines[result].slots[slot] == nil {
                lines[result].slots[slot] = lines[index].slots[slot]
            }
        }
        return lines.indices.filter { !told.contains($0) || $0 == result }.map { lines[$0] }
    }
}
