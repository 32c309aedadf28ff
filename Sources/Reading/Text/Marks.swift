/// Marks that separate: spaces, commas, stops, colons, brackets.
enum Marks {
    static func isMark(_ scalar: UInt32) -> Bool {
        switch scalar {
        case 0, 0x20, 0x0A, 0x2C, 0x3A, 0x3002, 0x21, 0x3F, 0x28, 0x29, 0x22, 0x2D: true
        default: false
        }
    }

    static func skip(_ text: FoldedText, _ start: Int) -> Int {
        var at = start
        while at < text.count, isMark(text[at]) { at += 1 }
        return at
    }

    /// What stands between the marks, in order.
    static func clauses(_ text: FoldedText) -> [Range<Int>] {
        var found: [Range<Int>] = []
        var at = skip(text, 0)
        while at < text.count {
            var end = at
            while end < text.count, !isMark(text[end]) { end += 1 }
            found.append(at..<end)
            at = skip(text, end)
        }
        return found
    }

    /// Without marks at the front and without commas and blanks at the end; a stop or a bracket there belongs to the words.
    static func trim(_ text: FoldedText, _ range: Range<Int>) -> Range<Int> {
        var lower = range.lowerBound
        while lower < range.upperBound, [0x20, 0x0A, 0x2C, 0x3A, 0x3002, 0x2D, 0x21].contains(text[lower]) { lower += 1 }
        var upper = range.upperBound
        while upper > lower, [0x20, 0x0A, 0x2C, 0x3A].contains(text[upper - 1]) { upper -= 1 }
        return lower..<upper
    }
}
