/// What somebody adds to their own suggestion, or corrects in it, by answering its receipt: behind the clauses that only say so.
enum Addition {
    static func start(_ scan: inout Scan, _ cues: Cues) -> Int {
        var at = Marks.skip(scan.text, 0)
        while at < scan.text.count {
            var end = at
            while end < scan.text.count, !Marks.isMark(scan.text[end]) { end += 1 }
            let saysSo = (at..<end).contains { cues[.addition].end(&scan, at: $0).map { $0 <= end } ?? false }
            let next = Marks.skip(scan.text, end)
            if let word = cues[.also].end(&scan, at: at), word < end { return word }
            guard saysSo, end - at <= 10, next < scan.text.count else { return at }
            at = next
        }
        return at
    }

    /// 不是两盏，是四盏灯; 写错了.
    static func corrects(_ scan: inout Scan, _ cues: Cues) -> Bool {
        (0..<min(scan.text.count, 60)).contains { cues[.mistaken].end(&scan, at: $0) != nil }
    }
}
