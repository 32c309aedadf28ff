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
    private func refusal(_ name: IntentName, _ scan: inout Scan) -> Range<Int>? {
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
}
