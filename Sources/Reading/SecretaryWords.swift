/// Who keeps the record, said of somebody: 王五当秘书, 让王五负责记.
extension Filling {
    /// A name between marks, and behind it nothing but that they keep the record.
    mutating func secretaryFirst(_ scan: inout Scan, at start: Int) -> Int? {
        let text = scan.text
        guard start == 0 || Marks.isMark(text[start - 1]) else { return nil }
        let first = Cue.by.end(&scan, at: start) ?? start
        guard reader.names.mayBegin(text, first) else { return nil }
        for length in [2, 3, 4] where length < 4 || reader.names.isDouble(text, first) {
            let end = first + length
            guard (first..<end).allSatisfy({ isChinese(text[$0]) }), reader.verbs.notNames.longest(in: &scan, at: first) == nil,
                let stop = Cue.keepsRecord.end(&scan, at: end), Marks.isMark(text[stop]) || stop >= text.count
            else { continue }
            slots[.secretary] = .text(text.wording(first..<end))
            return stop
        }
        return nil
    }
}
