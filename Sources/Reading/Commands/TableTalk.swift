import Procedure

/// What chair and secretary say at the table in passing, where one word by hand would be read and the rest of it lost: 「赵强说完了 下一个李四」,
/// 「孙涛跑题了，停一下」, 「今晚王五记，开始签吧」, 「同意12人反对3人」, 「张三觉得应该先修」.
extension Attempt {
    func tableTalk(_ scan: inout Scan, from start: Int) -> Intent? {
        // What is said in form, and what tells the result itself, is read as that.
        guard context == .liveMeeting, !scan.text.scalars.contains(FoldTable.newline), !tellsResult(&scan, from: start) else { return nil }
        let roles = [utterance.role] + utterance.posts
        let isQuestion = verbs.isQuestion(&scan) || asksAboutAStep(scan.text)
        var intent: Intent?
        if roles.contains(.chair) || roles.contains(.convenor) {
            // 「郭亮你啥意见」, 「还有没有别的意见 没有就再互动一轮」
            intent = isQuestion ? calledOn(&scan, from: start) ?? ifNothingElse(&scan, from: start) : chaired(&scan, from: start)
        }
        if intent == nil, roles.contains(where: Attempt.atTheTable.contains) || roles.contains(.liaisonOfficer) {
            let isInForm = isTaught(&scan, from: start, inForm: true)
            if !isInForm { intent = askedHeads(&scan, from: start) }
            if intent == nil, !isQuestion, roles != [.liaisonOfficer] {
                intent = isInForm ? rollBut(&scan, from: start) : left(&scan, from: start) ?? roll(&scan, from: start)
            }
        }
        if intent == nil, roles.contains(.secretary) {
            if !isQuestion, !isTaught(&scan, from: start) { intent = tally(&scan, from: start) ?? recount(&scan, from: start) }
            // 「王芳：电费谁出」 was asked at the table.
            intent = intent ?? spoke(&scan, from: start, told: !isQuestion)
            if !isQuestion, !roles.contains(.chair), !roles.contains(.convenor) { intent = intent ?? drafted(&scan, from: start) }
        }
        intent?.isWordForWord = true
        return intent
    }

    /// What only the chair says.
    private func chaired(_ scan: inout Scan, from start: Int) -> Intent? {
        if let intent = interruption(&scan, from: start) ?? afterTurn(&scan, from: start) ?? nextSpeaker(&scan, from: start) {
            return intent
        }
        if let intent = nextTopic(&scan, from: start) ?? floor(&scan, from: start) ?? calledOn(&scan, from: start) { return intent }
        if let intent = keeper(&scan, from: start) ?? minuteTaker(&scan, from: start) ?? settledText(&scan, from: start) { return intent }
        if let intent = drafted(&scan, from: start) ?? overTime(&scan, from: start) ?? freely(&scan, from: start) { return intent }
        if let intent = putOff(&scan, from: start) ?? unanimous(&scan, from: start) ?? undecided(&scan, from: start) { return intent }
        return ifNothingElse(&scan, from: start)
    }

    static let mostAtTable = 30
    private static let atTheTable: Set<Role> = [.chair, .convenor, .secretary]

    func tellsResult(_ scan: inout Scan, from start: Int) -> Bool {
        guard let list = verbs.vocabulary(of: .result) else { return false }
        return (start..<min(scan.text.count, start + Attempt.mostAtTable)).contains { at in
            list.trie.longest(in: &scan, at: at).map { $0.end - at >= 4 } ?? false
        }
    }

    /// Whether it begins with a word that `帮助` teaches to whoever speaks: 改 1 13比2.
    /// - Parameter inForm: only where a mark or a number stands behind the word: 「清点好了 …」 is no 清点.
    private func isTaught(_ scan: inout Scan, from start: Int, inForm: Bool = false) -> Bool {
        verbs.trie.words(in: &scan, at: start, acrossSpaces: true).contains { word in
            (!inForm || isCut(scan.text, word.end))
                && verbs.spoken[word.value].contains { index in
                    verbs.verbs[index].group != nil
                        && ([utterance.role] + utterance.posts).contains { role in
                            [context, .workGroup].contains { verbs.admits(index, role, $0, mentionsUs: false) }
                        }
                }
        }
    }

    // MARK: The chair

    /// 「赵强说完了 下一个李四」, 「时间到，下面大家讨论」: what comes next says that the turn is over.
    func afterTurn(_ scan: inout Scan, from start: Int) -> Intent? {
        let text = scan.text
        let most = min(text.count, start + 8)
        guard let at = (start..<max(start, most)).first(where: { cues[.turnOver].end(&scan, at: $0) != nil }),
            let end = cues[.turnOver].end(&scan, at: at)
        else { return nil }
        // Nothing but somebody's name, or 好, stands before it.
        guard
            at == start || reader.names.mayBegin(text, start) || (start..<at).contains(where: { known(&scan, $0) == at })
                || Marks.isMark(text[at - 1])
        else { return nil }
        var next = end
        while next < text.count, Marks.isMark(text[next]) || [0x4E86, 0x5427, 0x54C8, 0x554A].contains(text[next]) { next += 1 }  // 了 吧 哈 啊
        guard next < text.count, let rest = understoodBehind(&scan, next), Attempt.afterTurns.contains(rest.name) else { return nil }
        // 「到时间了，请结束发言」
        if case .text(let name)? = rest.slots[.person], !reader.names.mayBegin(FoldedText(name, table: verbs.fold), 0) { return nil }
        return rest
    }

    /// A step told in the rest of a short message, where no talk of the table is looked for again.
    func understoodBehind(_ scan: inout Scan, _ start: Int) -> Intent? {
        guard scan.text.count - start <= Attempt.mostAtTable else { return nil }
        var part = Scan(scan.text.part(start..<scan.text.count))
        defer { scan.steps += part.steps }
        var (at, nearMiss) = (0, false)
        for _ in 0..<3 {
            let chaired = nextSpeaker(&part, from: at) ?? floor(&part, from: at) ?? calledOn(&part, from: at) ?? freely(&part, from: at)
            if let intent = chaired ?? command(&part, from: at, nearMiss: &nearMiss) { return intent.action == .act ? intent : nil }
            guard let next = afterFiller(&part, at) else { break }
            at = next
        }
        return plainly(&part, from: at, nearMiss: &nearMiss).flatMap { $0.action == .act ? $0 : nil }
    }

    private static let afterTurns: Set<IntentName> = [.giveFloor, .interact, .confirmMethod]

    /// 「孙涛跑题了 停一下」, 「打断，李四骂人」: whose turn it is is told that it is over, and why. What asks everybody to keep to it is none.
    private func interruption(_ scan: inout Scan, from start: Int) -> Intent? {
        let text = scan.text
        guard text.count - start <= Attempt.mostAtTable else { return nil }
        let isStopped = (start..<text.count).contains {
            cues[.stopping].end(&scan, at: $0) != nil || text[$0] == 0x505C && Marks.isMark(text[$0 + 1])  // 停
        }
        for (cue, reason) in [(Cue.offTopic, "跑题"), (.breach, "违规")] {
            guard let at = (start..<text.count).first(where: { cues[cue].end(&scan, at: $0) != nil }),
                let end = cues[cue].end(&scan, at: at), Marks.isMark(text[end]) || Attempt.behindBreach.contains(text[end]),
                !(start..<at).contains(where: { Attempt.noBreach.contains(text[$0]) }), isStopped || isSomebody(&scan, start..<at)
            else { continue }
            return Intent(.act, .interrupt, slots: [.reason: .text(reason)])
        }
        return nil
    }

    /// 了 啦 先 请 停 打 的 哈
    private static let behindBreach = ScalarSet("了啦先请停打的哈")
    private static let noBreach = ScalarSet("别要能许勿没不如若")

    /// 你, or a name that fills the place.
    private func isSomebody(_ scan: inout Scan, _ range: Range<Int>) -> Bool {
        guard let form = verbs.verbs.first(where: { $0.intent == .giveFloor }) else { return false }
        if range.count == 1 { return scan.text[range.lowerBound] == 0x4F60 }  // 你
        let filling = Filling(reader: reader, dates: dates, verb: form, context: context)
        if filling.somebody(&scan, range.lowerBound)?.end == range.upperBound { return true }
        return 2...3 ~= range.count && isName(&scan, range)
    }

    /// 「下一个李四」, 「轮到王芳了」: whose turn it is now.
    private func nextSpeaker(_ scan: inout Scan, from start: Int) -> Intent? {
        let text = scan.text
        guard let called = cues[.nextSpeaker].end(&scan, at: start) else { return nil }
        let first = Marks.skip(text, called)
        for end in [2, 3].map({ first + $0 }) where isName(&scan, first..<end) {
            if endsThere(text, cues[.speaking].end(&scan, at: end) ?? end) {
                return Intent(.act, .giveFloor, slots: [.person: .text(text.wording(first..<end))])
            }
        }
        return nil
    }

    /// A surname, and what may be somebody's given name.
    func isName(_ scan: inout Scan, _ range: Range<Int>) -> Bool {
        known(&scan, range.lowerBound) == range.upperBound
            || reader.names.mayBegin(scan.text, range.lowerBound) && !reader.names.isWord(&scan, range.lowerBound)
                && verbs.notNames.longest(in: &scan, at: range.lowerBound) == nil
                && range.allSatisfy { isChinese(scan.text[$0]) && !Attempt.notOfNames.contains(scan.text[$0]) }
    }

    private static let notOfNames = ScalarSet("没不别还先问始来去说讲的了")

    /// 「请李四说两句赞成划停车位」: whom, on which side, and their viewpoint in passing.
    private func floor(_ scan: inout Scan, from start: Int) -> Intent? {
        let text = scan.text
        guard text.count - start <= Attempt.mostAtTable, let called = cues[.calling].end(&scan, at: start),
            let name = nameBefore(.speaking, &scan, Marks.skip(text, called)), isName(&scan, Marks.skip(text, called)..<name),
            !(name..<text.count).contains(where: { cues[.viewpoint].end(&scan, at: $0) != nil }),
            let stances = verbs.vocabulary(of: .stance)
        else { return nil }
        var at = name
        while let end = cues[.speaking].end(&scan, at: at) { at = end }
        let rest = Marks.skip(text, at)
        let told = (rest..<text.count).compactMap { place in stances.trie.longest(in: &scan, at: place).map { (place, $0) } }
        // 「请张三说说赞成还是反对」 asks which.
        guard let stance = told.first, told.allSatisfy({ $0.0 < stance.1.end }),
            ![0x4E0D, 0x6CA1].contains(text[stance.0 - 1]), text[stance.1.end] != 0x4E0D  // 不 没
        else { return nil }
        var slots: Slots = [
            .person: .text(text.wording(Marks.skip(text, called)..<name)), .kind: .text("发言"),
            .stance: .text(stances.canonical[stance.1.value]),
        ]
        let behind = text.wordingToEnd(from: Marks.skip(text, stance.1.end))
        let before = text.wording(rest..<stance.0)
        if let view = [behind, before].first(where: { $0.count >= 2 && $0.count <= 20 }) { slots[.viewpoint] = .text(view) }
        return Intent(.act, .giveFloor, slots: slots)
    }

    /// 「接着开2号的会」, 「下面议2号」, 「下面议第二件 充电棚 李四你先说」: the next topic, by its number or as the next; who is called on then is as well.
    private func nextTopic(_ scan: inout Scan, from start: Int) -> Intent? {
        let text = scan.text
        var first = start
        for _ in 0..<2 { if let next = afterFiller(&scan, first) { first = next } }
        // 「咱们接着说第二个事」
        if cues[.nextTopic].end(&scan, at: first) == nil, let next = cues[.everyone].end(&scan, at: first) { first = next }
        // 「1号先到这 接着说2号」
        let clauses = Marks.clauses(text).filter { $0.lowerBound >= start }
        if cues[.nextTopic].end(&scan, at: first) == nil, clauses.count == 2,
            clauses[0].contains(where: { at in
                cues[.turnOver].end(&scan, at: at).map { endsThere(text.part(0..<clauses[0].upperBound), $0) } ?? false
            })
        {
            first = clauses[1].lowerBound
        }
        guard let lead = cues[.nextTopic].end(&scan, at: first) else { return nil }
        var intent = Intent(.act, .openMeeting)
        var at: Int
        // The second of a sitting is not number two.
        if let end = cues[.anotherTopic].end(&scan, at: Marks.skipSpace(text, lead)) {
            intent.slots[.kind] = .text("next")
            at = end
        } else if let one = reader.numbers.one(&scan, at: Marks.skip(text, lead)), one.isMarked {
            intent.slots[.number] = .integer(one.value)
            at = one.end
            while let end = cues[.ofTheSitting].end(&scan, at: at) { at = end }
        } else {
            return nil
        }
        if endsThere(text, at) { return intent }
        guard text.count - start <= Attempt.mostAtTable, Marks.isMark(text[at]) else { return nil }
        if let called = calledOn(&scan, from: at) { intent.more = [called] } else if intent.slots[.kind] == nil { return nil }
        return intent
    }

    /// 「今晚王五记」, 「王五做记录，大家签到吧」, 「还是王五当秘书」.
    func minuteTaker(_ scan: inout Scan, from start: Int) -> Intent? {
        let text = scan.text
        guard text.count - start <= Attempt.mostAtTable, let form = verbs.verbs.first(where: { $0.intent == .nominateSecretary }) else {
            return nil
        }
        let first = cues[.tonight].end(&scan, at: start) ?? start
        var part = Scan(text.part(Marks.skip(text, first)..<text.count))
        defer { scan.steps += part.steps }
        var filling = Filling(reader: reader, dates: dates, verb: form, context: context)
        guard let end = filling.minuteTaker(&part, at: 0), case .text(let name)? = filling.slots[.secretary] else { return nil }
        // 「王五记一下」 asks for a line of the record; 今晚, 由, 做记录 settle who keeps it.
        let task = part.text.wording(0..<end)
        guard first > start || !["记", "记一下", "记下"].contains(String(task.dropFirst(name.count))) else { return nil }
        let rest = part.text.wordingToEnd(from: Marks.skip(part.text, end))
        guard rest.isEmpty || rest.contains("签"), rest.count <= 10 else { return nil }
        return Intent(.act, .nominateSecretary, slots: [.secretary: .text(name)])
    }

    /// 「十票赞成没有反对 通过」, 「大家都同意，那就这么定了」: that all are for it, and that it is settled; which result that is, is asked once.
    private func unanimous(_ scan: inout Scan, from start: Int) -> Intent? {
        let text = scan.text
        let isSettled = (start..<text.count).contains { at in cues[.settled].ends(&scan, at: at).contains { endsThere(text, $0) } }
        guard text.count - start <= Attempt.mostAtTable, let form = verbs.verbs.first(where: { $0.intent == .announceResult })
        else { return nil }
        var filling = Filling(reader: reader, dates: dates, verb: form, context: context)
        filling.gatherVotes(&scan, text.count)
        let isTold = filling.slots[.for] != nil && filling.slots[.against] != nil
        guard isSettled || isTold, filling.slots[.result] == nil, !filling.isDoubtful else { return nil }
        let against: Int? = if case .integer(let value)? = filling.slots[.against] { value } else { nil }
        let says = (start..<text.count).contains {
            cues[.unanimous].end(&scan, at: $0) != nil && ![0x4E0D, 0x6CA1, 0x672A, 0x975E, 0x6709].contains(text[$0 - 1])  // 不 没 未 非 有
        }
        // 「有一致意见才能通过」, 「没有人反对，也没人赞成」
        let isOpen = (start..<text.count).contains { text[$0] == 0x624D || text[$0] == 0x4E5F && [0x6CA1, 0x4E0D].contains(text[$0 + 1]) }
        guard !isOpen else { return nil }
        guard against ?? 0 == 0, filling.slots[.abstain] == nil, says || isSettled && against == 0 else { return nil }
        var step = Intent(.act, .announceResult, slots: [.result: .text("达成共识")])
        if case .integer(let votes)? = filling.slots[.for] {
            step.slots[.for] = .integer(votes)
            step.slots[.against] = .integer(0)
        }
        return asked(step)
    }

    /// 「唱票结果 同意9票 反对5票 弃权2票 意见不统一 今天先不定」: votes, and that nothing came of them; asked once. 「十四比二 过了」: which result that is.
    private func undecided(_ scan: inout Scan, from start: Int) -> Intent? {
        let text = scan.text
        guard text.count - start <= 40, let form = verbs.verbs.first(where: { $0.intent == .announceResult }) else { return nil }
        var filling = Filling(reader: reader, dates: dates, verb: form, context: context)
        filling.gatherVotes(&scan, text.count)
        guard filling.slots[.for] != nil, filling.slots[.against] != nil, !filling.isDoubtful else { return nil }
        if (start..<text.count).contains(where: { cues[.undecided].end(&scan, at: $0) != nil }) {
            var step = Intent(.act, .announceResult, slots: filling.slots)
            step.slots[.result] = .text("未达成共识")
            return asked(step)
        }
        guard (start..<text.count).contains(where: { at in cues[.settled].ends(&scan, at: at).contains { endsThere(text, $0) } }) else {
            return nil
        }
        return Intent(.ask, .announceResult, slots: filling.slots, question: "ask.result")
    }

    /// 「定了 改成换四盏坏灯」: that it is settled is no part of the text.
    private func settledText(_ scan: inout Scan, from start: Int) -> Intent? {
        guard let end = cues[.settled].end(&scan, at: start), Marks.isMark(scan.text[end]), Marks.skip(scan.text, end) < scan.text.count
        else {
            return nil
        }
        let rest = understoodBehind(&scan, Marks.skip(scan.text, end))
        return rest?.name == .revise ? rest : nil
    }

    /// The end, but for marks, 吧, 了, 啊.
    func endsThere(_ text: FoldedText, _ at: Int) -> Bool {
        (at..<max(at, text.count)).allSatisfy { Marks.isMark(text[$0]) || [0x5427, 0x4E86, 0x554A].contains(text[$0]) }
    }

    // MARK: The secretary

    /// 「同意12人反对3人弃权0」: the votes as they were counted. Which result that is, the chair announces.
    private func tally(_ scan: inout Scan, from start: Int) -> Intent? {
        let text = scan.text
        guard text.count - start <= Attempt.mostAtTable, let form = verbs.verbs.first(where: { $0.intent == .announceResult }) else {
            return nil
        }
        var filling = Filling(reader: reader, dates: dates, verb: form, context: context)
        filling.gatherVotes(&scan, text.count)
        // 举手结果18个全赞成, 都赞成
        let isWhole = (start..<text.count).contains { [0x5168, 0x90FD].contains(text[$0]) && cues[.sayYes].end(&scan, at: $0 + 1) != nil }
        if isWhole, filling.slots[.against] == nil, filling.slots[.abstain] == nil { filling.slots[.against] = .integer(0) }
        guard filling.slots[.for] != nil, filling.slots[.against] != nil, !filling.isDoubtful else { return nil }
        // 「刚才记的1号票有误 应该是15比1」 puts right what was announced.
        if let number = marked(&scan), (start..<text.count).contains(where: { cues[.miscounted].end(&scan, at: $0) != nil }) {
            filling.slots[.number] = .integer(number)
            let votes = [Slot.for, .against, .abstain].compactMap { slot -> String? in
                if case .integer(let value)? = filling.slots[slot] { String(value) } else { nil }
            }
            filling.slots[.correction] = .text(votes.joined(separator: "比"))
            return Intent(.act, .correct, slots: filling.slots)
        }
        return Intent(.ask, .announceResult, slots: filling.slots, question: "ask.result")
    }

    /// 「刚才点漏了，实到15人」, 「又来了7个，应到20人，实到16人」: what was counted before is told in passing.
    private func recount(_ scan: inout Scan, from start: Int) -> Intent? {
        let text = scan.text
        var next = cues[.recounted].end(&scan, at: start) ?? start
        let came = [0x53C8, 0x521A].contains(text[start]) && [0x6765, 0x5230].contains(text[start + 1])  // 又来, 刚到
        while came, next < text.count, !Marks.isMark(text[next]) { next += 1 }
        let told = Marks.skip(text, next)
        guard next > start, Marks.isMark(text[next]),
            !(told..<max(told, text.count)).contains(where: { text[$0] == 0x51E0 || text[$0] == 0x591A && text[$0 + 1] == 0x5C11 })  // 几 多少
        else { return nil }
        // 人 位 名
        if let people = text.numeral(at: told), [0x4EBA, 0x4F4D, 0x540D].contains(text[people.end]), endsThere(text, people.end + 1) {
            return Intent(.act, .closeCount, slots: [.present: .integer(people.value)])
        }
        guard (next..<text.count).contains(where: { isDigit(text[$0]) }), let rest = understoodBehind(&scan, told) else { return nil }
        return rest.name == .closeCount ? rest : nil
    }
}
