import Procedure

/// Minutes written as a paragraph or in the style of an office: 「应到20人，实到15人，其中代表8人。第二轮协商后举手表决，赞成13票，反对2票，基本达成共识。」 What the form
/// asks for is taken from each sentence; a sentence that says more is kept in its own words besides.
extension PastedRecord {
    private static let mostClauses = 24

    /// The sentences of a line that is no line of the form.
    func prose(_ scan: inout Scan, from start: Int, _ inner: Attempt) -> [Intent] {
        sentences(scan.text, from: start).flatMap { sentence in
            var part = Scan(scan.text.part(sentence))
            defer { scan.steps += part.steps }
            return read(sentence: &part, inner)
        }
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

    private static let stops = ScalarSet("。;")

    private func read(sentence scan: inout Scan, _ inner: Attempt) -> [Intent] {
        let text = scan.text
        let first = afterEnumeration(text)
        if let intent = inner.line(&scan, from: first) { return [intent] }
        if let spoken = proposersWord(&scan, first) ?? said(&scan, first) {
            // 「王芳赞成换声控灯，赵强反对，认为亮灭太吵」
            let next = (first + 1..<max(first + 1, text.count)).first { Marks.isMark(text[$0 - 1]) && said(&scan, $0) != nil }
            guard let next else { return [spoken] }
            var one = Scan(text.part(first..<next - 1)), rest = Scan(text.part(next..<text.count))
            defer { scan.steps += one.steps + rest.steps }
            return read(sentence: &one, inner) + read(sentence: &rest, inner)
        }
        var found: [Intent] = []
        var taken: [Range<Int>] = []
        if let revision = revision(&scan, from: first) {
            found.append(revision.intent)
            taken.append(revision.range)
        }
        let end = taken.first?.lowerBound ?? text.count
        if let count = count(&scan, first..<end, inner) {
            found.append(count.intent)
            taken.append(count.range)
        }
        found += outcome(&scan, first..<end, &taken)
        let left = (first..<text.count).count { at in
            isChinese(text[at]) && !PastedRecord.voting.contains(text[at]) && !taken.contains { $0.contains(at) }
        }
        let isUndecided = found.contains { $0.name == .announceResult && $0.slots[.result] == nil }
        if found.isEmpty || isUndecided || left > 2 {
            found.append(Intent(.act, .recordView, slots: [.text: .text(text.wording(first..<text.count))]))
        }
        return found
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
        guard attempt.reader.names.mayBegin(text, start), !attempt.reader.names.isWord(&scan, start),
            let name = [2, 3].map({ start + $0 }).first(where: { attempt.cues[.holding].end(&scan, at: $0) != nil }),
            (start..<name).allSatisfy({ isChinese(text[$0]) && !Filling.common.contains(text[$0]) }),
            // 李四同意修订 is of the revision, and no turn.
            !text.wording(name..<text.count).contains("同意修")
        else { return nil }
        var slots: Slots = [
            .person: .text(text.wording(start..<name)), .text: .text(text.wording(start..<text.count)), .kind: .text("prose"),
        ]
        if let list = attempt.verbs.vocabulary(of: .stance), let side = list.trie.longest(in: &scan, at: name) {
            slots[.stance] = .text(list.canonical[side.value])
        }
        return Intent(.act, .recordView, slots: slots)
    }

    /// 「经讨论修订为…」: the text up to the end of the sentence.
    private func revision(_ scan: inout Scan, from start: Int) -> (intent: Intent, range: Range<Int>)? {
        let text = scan.text
        for at in start..<text.count where at == start || Marks.isMark(text[at - 1]) {
            let lead = attempt.cues[.revisedBy].end(&scan, at: at) ?? at
            guard let word = attempt.cues[.revisedTo].end(&scan, at: lead), lead > at || word - lead > 2 else { continue }
            let from = Marks.skip(text, word)
            guard text.count - from >= 4 else { continue }
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
        var found: [Intent] = []
        func first(_ cue: Cue, _ taken: inout [Range<Int>]) -> Bool {
            for at in range {
                guard let end = attempt.cues[cue].end(&scan, at: at), end <= range.upperBound else { continue }
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
        guard let form = attempt.verbs.verbs.first(where: { $0.intent == .announceResult }) else { return found }
        var filling = Filling(reader: attempt.reader, dates: attempt.dates, verb: form, context: .pastedRecord)
        filling.gatherVotes(&scan, range.upperBound)
        let isTold = filling.slots[.for] != nil && filling.slots[.against] != nil && !filling.isDoubtful
        var slots: Slots = isTold ? filling.slots : [:]
        if let list = attempt.verbs.vocabulary(of: .result) {
            for at in range {
                guard let word = list.trie.longest(in: &scan, at: at), text.count >= word.end, word.end - at >= 4 else { continue }
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
