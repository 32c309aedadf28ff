/// Everybody but those who are named: 「名单上的人除了赵强和朱玲都在」, 「除了赵强、朱玲 都到了」. They are the ones who stayed away, and are never counted as
/// those who came; where they cannot be told, it is asked.
extension Attempt {
    func allBut(_ scan: inout Scan, from start: Int) -> Intent? {
        let end = min(scan.text.count, start + 60)
        guard let at = (start..<max(start, end)).first(where: { excepts(scan.text, $0) }) else { return nil }
        let first = Marks.skip(scan.text, [0x4E86, 0x53BB, 0x5F00].contains(scan.text[at + 1]) ? at + 2 : at + 1)  // 了 去 开
        guard let whole = (first..<end).first(where: { saysAll(&scan, $0) }),
            let verb = verbs.verbs.first(where: { $0.intent == .closeCount })
        else {
            return nil
        }
        let filling = Filling(reader: reader, dates: dates, verb: verb, context: context)
        var named = Scan(scan.text.part(first..<whole))
        defer { scan.steps += named.steps }
        guard let list = filling.nameList(&named, at: 0) else { return unclear(scan) }
        return Intent(.act, .closeCount, slots: [.kind: .text("all"), .present: .text("all"), .missing: .texts(list.names)])
    }

    /// 除了, 除去, 除; not 删除, 除外.
    private func excepts(_ text: FoldedText, _ at: Int) -> Bool {
        text[at] == 0x9664 && text[at + 1] != 0x5916 && !Attempt.beforeExcept.contains(text[at - 1])
    }

    private static let beforeExcept = ScalarSet("删解排消扣拆清免")

    /// 都到了, 全在, 其他人都来了
    private func saysAll(_ scan: inout Scan, _ at: Int) -> Bool {
        if cues[.everybody].end(&scan, at: at) != nil || cues[.allHere].end(&scan, at: at) != nil { return true }
        return [0x90FD, 0x5168].contains(scan.text[at]) && [0x5728, 0x5230, 0x6765, 0x9F50].contains(scan.text[at + 1])  // 都全 在到来齐
    }
}
