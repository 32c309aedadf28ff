import Procedure

/// The party secretary's own words, 「支部没意见，往下走」, 「11号照准」: an approval is one without date, body and document too, which the procedure
/// asks for. Whether it says yes or no must be plain.
extension Attempt {
    /// Whether a word of refusal stands there and was not read as one, or was read and is itself refused: 「没有不同意见，照办」.
    func isUndecided(_ intent: Intent, _ name: IntentName, _ scan: inout Scan) -> Bool {
        let end = min(scan.text.count, IntentSketch.reach)
        let refusal = intent.slots[.result] == nil ? nil : refusal(name, &scan)
        if let refusal {
            // 不同意见
            if scan.text[refusal.upperBound] == 0x89C1 { return true }
            var start = refusal.lowerBound
            while start > 0, !Marks.isMark(scan.text[start - 1]) { start -= 1 }
            // 同意不同意还得等
            let isOpen = (1...2).allSatisfy { scan.text[refusal.lowerBound - $0] == scan.text[refusal.upperBound - $0] }
            return isOpen || (start..<refusal.lowerBound).contains { Attempt.denials.contains(scan.text[$0]) }
        }
        return denies((Correction.end(&scan, end, cues) ?? 0)..<end, &scan)
    }

    /// Where the longest word that refuses this step stands.
    func refusal(_ name: IntentName, _ scan: inout Scan) -> Range<Int>? {
        var found: Range<Int>?
        for at in 0..<min(scan.text.count, IntentSketch.reach) {
            for word in verbs.trie.words(in: &scan, at: at, acrossSpaces: true) where word.end - at > found?.count ?? 1 {
                let refuses = verbs.spoken[word.value].contains { verbs.verbs[$0].intent == name && verbs.verbs[$0].fixed[.result] == "no" }
                if refuses { found = at..<word.end }
            }
        }
        return found
    }

    /// 不 未 没 否 退 驳 缓 and the like, but for 没意见 and what else refuses nothing.
    private func denies(_ range: Range<Int>, _ scan: inout Scan) -> Bool {
        var at = range.lowerBound
        while at < range.upperBound {
            if let harmless = verbs.unopposed.longest(in: &scan, at: at) {
                at = harmless.end
            } else if Attempt.denials.contains(scan.text[at]) {
                return true
            } else {
                at += 1
            }
        }
        return false
    }

    private static let denials = ScalarSet("不未没否退驳缓勿非莫别甭拒搁")

    // MARK: 「1、2今天支委会同意了，7不批，没钱」

    /// Some approved and others not, in one message: each part with its own numbers, or nothing.
    func decisions(_ scan: inout Scan, from start: Int) -> Intent? {
        guard context == .workGroup || context == .direct || context == .replyToTodo || context == .replyToApproval,
            utterance.role != .resident || !utterance.posts.isEmpty, start < IntentSketch.reach,
            refusal(.recordApproval, &scan) != nil || refusal(.recordDetermination, &scan) != nil,
            !verbs.isQuestion(&scan), !asksAboutAStep(scan.text)
        else { return nil }
        for name in [IntentName.recordApproval, .recordDetermination] {
            guard let parts = parts(deciding: name, &scan, from: start) else { continue }
            // 「4号同意，活动室不批」: what is not approved has no number.
            if parts.isEmpty { return utterance.role == .partySecretary ? unclear(scan) : nil }
            var read: [Intent] = []
            var isPlain = utterance.role == .partySecretary
            for part in parts {
                var own = Scan(scan.text.part(part.range))
                defer { scan.steps += own.steps }
                var nearMiss = false
                let spoken = command(&own, from: 0, nearMiss: &nearMiss) ?? plainly(&own, from: 0, nearMiss: &nearMiss)
                isPlain = isPlain && spoken?.name == name
                guard let said = spoken?.name == name ? spoken : loosely(name, &own), said.action == .act, said.name == name,
                    said.more.isEmpty, (said.slots[.result] != nil) == part.refuses,
                    said.slots[.number] != nil || said.slots[.numbers] != nil, !dates.isAhead(said.slots[.date]), !isToCome(&own)
                else { return unclear(scan) }
                read.append(said)
            }
            guard var whole = read.first else { return nil }
            whole.more = Array(read.dropFirst())
            // Whoever is not the secretary, or says it in words of their own, is read back which of several goes which way.
            guard !isPlain else { return whole }
            var asked = Intent(.ask, name, slots: whole.slots, question: "ask.meant", more: whole.more, dates: whole.dates)
            asked.meant = [whole]
            return asked
        }
        return nil
    }

    /// The message cut where a number, or another decision, begins the next part; nil where it decides all of them alike, and nothing where
    /// what it refuses is not numbered.
    private func parts(
        deciding name: IntentName, _ scan: inout Scan, from start: Int
    ) -> [(range: Range<Int>, refuses: Bool)]? {
        let end = min(scan.text.count, IntentSketch.reach * 2)
        let days = dates.dates(&scan, in: start..<end)
        var parts: [(range: Range<Int>, refuses: Bool)] = []
        var begun = start
        var refuses: Bool?
        var isDecidedFirst = false
        var numbers: [Range<Int>] = []
        func close(_ at: Int) {
            if let sides = refuses { parts.append((begun..<at, sides)) }
            (begun, refuses, isDecidedFirst, numbers) = (at, nil, false, [])
        }
        var at = start
        while at < end {
            if let one = reader.numbers.one(&scan, at: at), !isDigit(scan.text[at - 1]), !days.takeIn(one, at: at) {
                if let last = numbers.last, refuses != nil, !(last.upperBound..<at).allSatisfy({ isBetweenNumbers(scan.text[$0]) }) {
                    close(at)
                }
                numbers.append(at..<one.end)
                at = one.end
            } else if let (denies, stop) = decision(name, &scan, at: at) {
                if refuses != nil, refuses != denies {
                    // Both are said of what has no number, or of one.
                    guard let last = numbers.last else { return [] }
                    if isDecidedFirst, !(last.upperBound..<at).contains(where: { Marks.isMark(scan.text[$0]) }) {
                        // 同意1号，2号不同意: the last number goes with what stands behind it.
                        guard numbers.count > 1 else { return [] }
                        close(last.lowerBound)
                        numbers = [last]
                    } else {
                        close(at)
                    }
                }
                if refuses == nil { isDecidedFirst = numbers.isEmpty }
                refuses = denies
                at = stop
            } else {
                at += 1
            }
        }
        // 「同意1号，2号不同意，3号再看」: a number of which nothing is said stands beside both.
        guard let last = refuses else { return Set(parts.map(\.refuses)).count == 2 ? [] : nil }
        // 「不同意 12，业主大会没同意」: that stands in the reason.
        guard !numbers.isEmpty else { return last && parts.contains { !$0.refuses } ? [] : nil }
        close(scan.text.count)
        return Set(parts.map(\.refuses)).count == 2 ? parts : nil
    }

    /// 议 量 究 论 开 看 说
    private static let talkedOver = ScalarSet("议量究论开看说")

    private func isBetweenNumbers(_ scalar: UInt32) -> Bool { Marks.isMark(scalar) || [0x548C, 0x8DDF, 0x4E0E, 0x53CA].contains(scalar) }

    /// The longest word of this step that stands there, and whether it refuses.
    private func decision(_ name: IntentName, _ scan: inout Scan, at: Int) -> (refuses: Bool, end: Int)? {
        var found: (refuses: Bool, end: Int)?
        for word in verbs.trie.words(in: &scan, at: at, acrossSpaces: false) where word.end - at >= 2 && word.end > found?.end ?? at {
            // 不同意见
            if scan.text[word.end] == 0x89C1 { continue }
            // 议过了, 商量过了
            if scan.text[at] == 0x8FC7, Attempt.talkedOver.contains(scan.text[at - 1]) { continue }
            for index in verbs.spoken[word.value]
            where verbs.verbs[index].intent == name
                && (mayMean(index) || verbs.verbs[index].roles.contains(.partySecretary))
            {
                found = (verbs.verbs[index].fixed[.result] == "no", word.end)
            }
        }
        return found
    }
}
