/// Why somebody does not come: the clauses that say neither that they do not come, nor who comes instead.
/// 「家里老人住院，实在走不开」 gives 家里老人住院.
enum Absence {
    static func reason(_ scan: inout Scan) -> String? {
        var kept: [Range<Int>] = []
        var at = 0
        while at < scan.text.count {
            if Marks.isMark(scan.text[at]) {
                at += 1
                continue
            }
            var end = at
            while end < scan.text.count, !Marks.isMark(scan.text[end]) { end += 1 }
            var first = at
            if let cue = Cue.because.end(&scan, at: first) { first = cue }
            if [0x6211, 0x4FFA, 0x56E0].contains(scan.text[first]) { first += 1 }  // 我 俺 因
            let clause = first..<max(first, end)
            let says = clause.contains { Cue.absent.end(&scan, at: $0).map { $0 <= end } ?? false }
            if clause.count >= 2, !says { kept.append(clause) } else if !kept.isEmpty { break }
            at = end
        }
        guard let first = kept.first, let last = kept.last else { return nil }
        return scan.text.wording(first.lowerBound..<last.upperBound)
    }
}
