// Surnames by how surely a character is one, and given names by what they are made of.
extension NameWords {
    /// How much a beginning says by itself: 王 and 欧阳 are surnames, 石 mostly, 谌 is nothing else but hardly known, 门 is a door more often.
    enum Tier: Comparable { case everyday, rare, usual, sure }

    /// The surname at a place and how sure it is; nil where no name begins.
    func beginning(_ text: FoldedText, _ start: Int) -> (length: Int, tier: Tier)? {
        if allDoubles.begins(text, at: start) { return (2, .sure) }
        return tier(text[start]).map { (1, $0) }
    }

    /// How sure it is that a character is a surname.
    func tier(_ scalar: UInt32) -> Tier? {
        if common.contains(scalar) { return .sure }
        if singles.contains(scalar) { return risky.contains(scalar) ? .everyday : .usual }
        if uncommon.contains(scalar) { return .rare }
        return everyday.contains(scalar) ? .everyday : nil
    }

    /// Whether all of these are characters given names are made of: 建国, 小玲; not 装修.
    func isTypical(_ text: FoldedText, _ range: Range<Int>) -> Bool { range.allSatisfy { given.contains(text[$0]) } }

    /// Whether all of these stand in sentences as often as in names.
    func isWeak(_ text: FoldedText, _ range: Range<Int>) -> Bool { range.allSatisfy { alsoWords.contains(text[$0]) } }

    /// Whether a surname stands there with one or two characters of names alone behind it, and no more.
    func isPlain(_ text: FoldedText, _ start: Int) -> Bool {
        guard let (surname, tier) = beginning(text, start), tier >= .usual || singles.contains(text[start]) else { return false }
        let first = start + surname
        let end = isChinese(text[first + 1]) ? first + 2 : first + 1
        return isTypical(text, first..<end) && !isChinese(text[end]) && !isWeak(text, first..<end)
    }

    /// 同意向晓东同志: two characters of names alone before what is said to persons alone.
    func isHonoured(_ scan: inout Scan, _ first: Int) -> Bool {
        isTypical(scan.text, first..<first + 2) && !isWeak(scan.text, first..<first + 2) && honours.longest(in: &scan, at: first + 2) != nil
    }
}

extension Reader {
    /// Whether it begins with a surname.
    public func mayBeName(_ text: String) -> Bool { names.mayBegin(FoldedText(text, table: verbs.fold), 0) }
}
