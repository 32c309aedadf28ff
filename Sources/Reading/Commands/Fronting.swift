/// What may stand in front of a command: our name, a mention, a word that changes nothing.
extension Attempt {
    /// Behind the name we were called by, if one stands in front: 「@小议 …」, 「小议，…」.
    func afterCall(_ scan: inout Scan) -> Int {
        let isMention = scan.text[0] == 0x40
        if let name = verbs.names.longest(in: &scan, at: isMention ? 1 : 0), isMention || Marks.isMark(scan.text[name.end]) {
            return Marks.skip(scan.text, name.end)
        }
        return Marks.skip(scan.text, isMention && utterance.mentionsUs ? afterMention(scan) : 0)
    }

    /// 「@议事 通过 12」: the name somebody is called by, up to the first space.
    func afterMention(_ scan: Scan) -> Int {
        guard scan.text[0] == 0x40 else { return 0 }
        var at = 1
        while at < scan.text.count, at < 32 {
            if scan.text[at] == FoldTable.space { return at + 1 }
            at += 1
        }
        return 0
    }

    /// 「你好，」 and the like, with a mark behind them.
    func afterFiller(_ scan: inout Scan, _ start: Int) -> Int? {
        for filler in verbs.fillers.words(in: &scan, at: start) where Marks.isMark(scan.text[filler.end]) {
            let next = Marks.skip(scan.text, filler.end)
            return next < scan.text.count ? next : nil
        }
        return nil
    }
}
