/// Why somebody does not come: the clauses that say neither that they do not come, nor who comes instead.
/// 「家里老人住院，实在走不开」 gives 家里老人住院.
enum Absence {
    static func reason(_ scan: inout Scan, _ cues: Cues) -> String? {
        var kept: [Range<Int>] = []
        for clause in Marks.clauses(scan.text) {
            var first = cues[.because].end(&scan, at: clause.lowerBound) ?? clause.lowerBound
            if [0x6211, 0x4FFA, 0x56E0].contains(scan.text[first]) { first += 1 }  // 我 俺 因
            let said = first..<max(first, clause.upperBound)
            let says = said.contains { cues[.absent].end(&scan, at: $0).map { $0 <= clause.upperBound } ?? false }
            if said.count >= 2, !says { kept.append(said) } else if !kept.isEmpty { break }
        }
        guard let first = kept.first, let last = kept.last else { return nil }
        return scan.text.wording(first.lowerBound..<last.upperBound)
    }
}
