/// What holds the words of a step and does not take it, or not for all of it: 「12号弄完了一半」, 「都同意，7号除外」, 「支委会还没同意」.
extension Attempt {
    func notWholly(_ intent: Intent, _ scan: inout Scan) -> Intent {
        guard intent.action == .act || intent.action == .ask, context != .pastedRecord else { return intent }
        if Attempt.binding.contains(intent.name) || Attempt.binding.contains(intent.name.listed), leavesOut(&scan) { return unclear(scan) }
        if intent.name == .merge, isForOneSitting(&scan) { return unclear(scan) }
        // 「3号还没跟周敏谈过」, and not 都没意见.
        if intent.name == .recordScreening, !isTaught(.recordScreening, &scan, from: 0), let at = place(.notYet, &scan, from: 0),
            scan.text[at] != 0x90FD
        {
            return unclear(scan)
        }
        guard intent.action == .act else { return intent }
        switch intent.name {
        // 「1号也报了」, 「3号昨天报给支部了」: told of as past, and not done by saying it.
        case .submit, .file: return !isTaught(intent.name, &scan, from: 0) && tellsOfPast(&scan) ? asked(intent) : intent
        // 「1号昨天跟楼长谈的 明天再开听证会」
        case .recordScreening:
            return !isTaught(.recordScreening, &scan, from: 0) && place(.planned, &scan, from: 0) != nil ? unclear(scan) : intent
        // 「1号名单代表看过了」: it is not said who approved them.
        case .participants:
            let isBare = [Slot.mandatesApproved, .add, .remove].allSatisfy { intent.slots[$0] == nil }
            return isBare && (place(.approvedLoosely, &scan, from: 0) ?? place(.approved, &scan, from: 0)) != nil ? unclear(scan) : intent
        case .done: return goesOn(&scan) ? asked(intent) : intent
        case .recordApproval, .recordDetermination:
            guard intent.slots[.result] != nil, let at = place(.notYet, &scan, from: 0) else { return intent }
            // 「不同意，地还没征下来」 gives a reason; 「还没同意」 is the refusing word itself.
            if let refused = refusal(intent.name, &scan), !(at...at + 3).contains(refused.lowerBound) { return intent }
            // 「都没同意」 may refuse all of them.
            return scan.text[at] == 0x90FD ? asked(intent) : unclear(scan)
        default: return intent
        }
    }

    /// 「1号2号合一起开会吧」: not made one, but put to one meeting.
    private func isForOneSitting(_ scan: inout Scan) -> Bool {
        guard !isTaught(.merge, &scan, from: 0),
            let joined = (0..<scan.text.count).first(where: { Attempt.joining.contains(scan.text[$0]) })
        else { return false }
        return place(.sittingTogether, &scan, from: joined) != nil
    }

    /// 合 并 一(起)
    private static let joining = ScalarSet("合并一")

    /// 昨天, 已经, or 了 at the very end: 「材料齐了 报给支部吧」, 「报了吧」 ask for it.
    private func tellsOfPast(_ scan: inout Scan) -> Bool {
        (0..<min(scan.text.count, IntentSketch.reach)).contains { at in
            cues[.reported].ends(&scan, at: at).contains { end in end - at > 1 || Marks.skip(scan.text, end) == scan.text.count }
        }
    }

    /// Whether it is said as it is taught: the word in front, and what it takes behind it.
    func isTaught(_ name: IntentName, _ scan: inout Scan, from start: Int) -> Bool {
        let at = Marks.skip(scan.text, max(start, afterMention(scan)))
        return verbs.trie.words(in: &scan, at: at, acrossSpaces: true).contains { word in
            verbs.spoken[word.value].contains { verbs.verbs[$0].intent == name && verbs.verbs[$0].group != nil }
        }
    }

    /// A number right before 除外, or right behind 除了.
    private func leavesOut(_ scan: inout Scan) -> Bool {
        guard let at = place(.excepted, &scan, from: 0), let end = cues[.excepted].end(&scan, at: at) else { return false }
        if reader.numbers.one(&scan, at: Marks.skip(scan.text, end)) != nil { return true }
        return (max(0, at - 6)..<at).contains { start in
            reader.numbers.one(&scan, at: start).map { Marks.skip(scan.text, $0.end) == at } ?? false
        }
    }

    /// Whether behind the words that something is finished more is said to come. What is taught is meant: 「办结 12 还加了两盏灯」.
    private func goesOn(_ scan: inout Scan) -> Bool {
        var end: Int?
        for at in 0..<min(scan.text.count, IntentSketch.reach) where end == nil {
            for word in verbs.trie.words(in: &scan, at: at, acrossSpaces: true) where word.end - at > 1 {
                for index in verbs.spoken[word.value] where verbs.verbs[index].intent == .done {
                    if verbs.verbs[index].group != nil { return false }
                    end = max(end ?? 0, word.end)
                }
            }
        }
        guard let end else { return false }
        return place(.unfinished, &scan, from: end) != nil
            || (end..<max(end, scan.text.count)).contains { isPart(scan.text, $0) }
    }

    /// 第一期, 第二批
    private func isPart(_ text: FoldedText, _ at: Int) -> Bool {
        guard text[at] == 0x7B2C, let number = text.numeral(at: at + 1) else { return false }  // 第
        return Attempt.parts.contains(text[number.end])
    }

    private static let parts = ScalarSet("期批段步阶")

    /// Where a word of these stands that is no part of one like 主要, 没问题.
    private func place(_ cue: Cue, _ scan: inout Scan, from start: Int) -> Int? {
        var at = start
        while at < min(scan.text.count, IntentSketch.reach) {
            if let harmless = cues[.undenied].end(&scan, at: at) {
                at = harmless
            } else if cues[cue].end(&scan, at: at) != nil {
                return at
            } else {
                at += 1
            }
        }
        return nil
    }
}
