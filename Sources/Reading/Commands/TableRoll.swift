import Procedure

/// Who is there and who is not, told by name however the names run together: 「除了赵强、朱玲 都到了」, 「朱玲林娟郭亮都到了 帮他们签上」, 「反了
/// 赵强和朱玲是没来的 实到18」. Only names that are known to be on the list are taken for some.
struct TableRoll {
    private enum Side { case present, missing, excepted }

    private let attempt: Attempt
    private(set) var present: [String] = []
    private(set) var missing: [String] = []
    /// Whether some were left out of all: 除了….
    private var hasExcepted = false
    private var saysAll = false
    private var stakeholders: Int?
    private var heads: HeadCount?
    /// Characters that say something else.
    private var unread = 0
    /// Names of which nothing is said.
    private var isOpen = false

    init(_ attempt: Attempt, _ scan: inout Scan, from start: Int) {
        self.attempt = attempt
        let text = scan.text
        var taken: [Range<Int>] = []
        var side: Side?
        var last: Side?
        var at = start
        while at < text.count {
            if let run = run(&scan, at, side) {
                let behind = side == nil ? self.behind(&scan, run.end) : nil
                last = side ?? behind?.side
                take(run.names, as: last)
                let end = behind?.end ?? run.end
                taken.append(at..<end)
                (side, at) = (nil, end)
            } else if let end = attempt.cues[.stakeholders].end(&scan, at: at), last != nil, attempt.known(&scan, end) != nil {
                // 「到会的 王五朱玲 代表张三李四」
                (side, at) = (last, end)
            } else if let numeral = stake(&scan, at) {
                stakeholders = numeral.value
                taken.append(at..<numeral.end)
                at = numeral.end
            } else if let next = before(&scan, at) {
                // The 一个 of 补一个赵强 counts nobody.
                taken.append(at..<next.end)
                (side, at) = next
            } else if let end = all(&scan, at) {
                saysAll = true
                at = end
            } else {
                let end = step(&scan, at)
                // 两个议题都是这些人
                if end > at + 3 { taken.append(at..<end) }
                at = end
            }
        }
        guard !present.isEmpty || !missing.isEmpty || isOpen else { return }
        let heads = HeadCount(&scan, leavingOut: taken, attempt.reader)
        self.heads = heads
        unread -= heads.ranges.reduce(0) { sum, range in sum + range.count { isChinese(text[$0]) && !TableRoll.tails.contains(text[$0]) } }
    }

    /// What it comes to; nil where it is not about who is there, asked about where it could be read otherwise.
    var intent: Intent? {
        guard !present.isEmpty || !missing.isEmpty, unread <= 6, let heads, !heads.isDoubtful else { return nil }
        if hasExcepted, !saysAll, heads.present == nil { return nil }
        var slots: Slots = [:]
        if !present.isEmpty { slots[.add] = .texts(present) }
        // Where those who are there are named, nobody else is.
        if !missing.isEmpty { slots[present.isEmpty || hasExcepted || saysAll ? .missing : .remove] = .texts(missing) }
        if let number = heads.present { slots[.present] = .integer(number) }
        if let number = heads.expected { slots[.expected] = .integer(number) }
        if let stakeholders { slots[.stakeholders] = .integer(stakeholders) }
        slots[.kind] = .text("roll")
        let step = Intent(.act, .closeCount, slots: slots)
        // 「赵强没来」 alone says nothing of all the others.
        let isWhole = missing.isEmpty || !present.isEmpty || hasExcepted || saysAll || heads.present != nil
        return isWhole && !isOpen && unread <= 0 ? step : attempt.asked(step)
    }

    private mutating func take(_ names: [String], as side: Side?) {
        switch side {
        case .present?: present += names.filter { !present.contains($0) }
        case .missing?: missing += names.filter { !missing.contains($0) }
        case .excepted?:
            missing += names.filter { !missing.contains($0) }
            hasExcepted = true
        case nil: isOpen = true
        }
    }

    /// Names in a row, with marks, 和, 跟 or nothing between them.
    private func run(_ scan: inout Scan, _ start: Int, _ side: Side?) -> (names: [String], end: Int)? {
        var names: [String] = []
        var end = start
        var at = start
        while let next = attempt.known(&scan, at) ?? self.own(&scan, at) {
            // 「实到张三李四 郑红没来」: the last has a word of its own.
            if end < at, let side, side != .excepted, let own = behind(&scan, glued(&scan, next)), own.side != side { break }
            names.append(scan.text.wording(at..<next))
            end = next
            at = next
            while Marks.isMark(scan.text[at]) && at < scan.text.count || TableRoll.joints.contains(scan.text[at]) { at += 1 }
            // 「除了林娟罗燕还有马会」
            if scan.text[at] == 0x8FD8, scan.text[at + 1] == 0x6709 { at += 2 }  // 还 有
        }
        return names.isEmpty ? nil : (names, end)
    }

    /// Where the names end that stand with no blank between them: 梁超吴刚 of 「到了的有王芳 梁超吴刚请假」.
    private func glued(_ scan: inout Scan, _ first: Int) -> Int {
        var end = first
        while true {
            let next = TableRoll.joints.contains(scan.text[end]) ? end + 1 : end
            guard let name = attempt.known(&scan, next) else { return end }
            end = name
        }
    }

    /// 我 of 「我在 梁超宋萍也坐这儿了」.
    private func own(_ scan: inout Scan, _ at: Int) -> Int? {
        guard scan.text[at] == 0x6211, scan.text[at + 1] != 0x4EEC else { return nil }  // 我 们
        return at + 1
    }

    /// 和 跟 与 及 同 、
    private static let joints = ScalarSet("和跟与及同、")

    /// What is said of the names in front of it.
    private func behind(_ scan: inout Scan, _ end: Int) -> (side: Side, end: Int)? {
        let text = scan.text
        var at = Marks.skipSpace(text, end)
        while TableRoll.leads.contains(text[at]), at - end < 6 { at += 1 }
        if let stop = attempt.cues[.excepted].end(&scan, at: at), stop > at + 1 { return (.excepted, stop) }
        let found: [(side: Side, end: Int)] = [
            attempt.cues[.isHere].end(&scan, at: at).map { (.present, $0) },
            attempt.cues[.stayedAway].end(&scan, at: at).map { (.missing, $0) },
        ].compactMap(\.self)
        guard let longest = found.max(by: { $0.end < $1.end }), ends(&scan, longest.end) else { return nil }
        return longest
    }

    /// 都 也 是 今 天 晚 两 个 人 位 这 几 们 全 已 经 刚
    private static let leads = ScalarSet("都也是今天晚两三四五个人位这几们全已经刚就")

    /// Whether nothing that belongs to it stands behind a word: 来了个亲戚.
    private func ends(_ scan: inout Scan, _ at: Int) -> Bool {
        let text = scan.text
        return Marks.isMark(text[at]) || TableRoll.tails.contains(text[at]) || isDigit(text[at]) || attempt.known(&scan, at) != nil
            || attempt.cues[.rollTalk].end(&scan, at: at) != nil
    }

    fileprivate static let tails = ScalarSet("了啊呀哈吧呢啦的嘞")

    /// What tells of the names behind it.
    private func before(_ scan: inout Scan, _ start: Int) -> (side: Side, end: Int)? {
        let text = scan.text
        let found: [(side: Side, end: Int)] = [
            attempt.cues[.here].end(&scan, at: start).map { (.present, $0) },
            attempt.cues[.missing].end(&scan, at: start).map { (.missing, $0) },
            attempt.cues[.stayedAway].end(&scan, at: start).map { (.missing, $0) },
            attempt.cues[.excepted].end(&scan, at: start).map { (.excepted, $0) },
        ].compactMap(\.self)
        guard let longest = found.max(by: { $0.end < $1.end }) else { return nil }
        var at = longest.end
        while at < text.count, Marks.isMark(text[at]) || TableRoll.copulas.contains(text[at]), at - longest.end < 4 { at += 1 }
        return attempt.known(&scan, at) == nil ? nil : (longest.side, at)
    }

    private static let copulas = ScalarSet("的是有了为就")

    /// 代表9个, 其中代表3人, 9个代表
    private func stake(_ scan: inout Scan, _ start: Int) -> (value: Int, end: Int)? {
        let text = scan.text
        func counted(_ at: Int) -> (value: Int, end: Int)? {
            guard !isDigit(text[at - 1]), let number = text.numeral(at: at), number.value <= 9999 else { return nil }
            return (number.value, [0x4E2A, 0x4EBA, 0x4F4D, 0x540D].contains(text[number.end]) ? number.end + 1 : number.end)  // 个 人 位 名
        }
        if let end = attempt.cues[.stakeholders].end(&scan, at: start) {
            let at = Marks.skip(text, end)
            return counted(at) ?? ([0x6709, 0x662F, 0x6765].contains(text[at]) ? counted(at + 1) : nil)  // 有 是 来
        }
        guard let first = counted(start), let end = attempt.cues[.stakeholders].end(&scan, at: first.end), text.numeral(at: end) == nil
        else { return nil }
        return (first.value, end)
    }

    /// 都在, 全到了: but for those who were left out.
    private func all(_ scan: inout Scan, _ at: Int) -> Int? {
        let found = [
            attempt.cues[.allHere].end(&scan, at: at), attempt.cues[.everybody].end(&scan, at: at),
            [0x90FD, 0x5168].contains(scan.text[at]) ? attempt.cues[.isHere].end(&scan, at: at + 1) : nil,  // 都 全
        ]
        return found.compactMap(\.self).max()
    }

    /// Past what only goes with it: 清点好了, 帮他们签上; another character is counted.
    private mutating func step(_ scan: inout Scan, _ at: Int) -> Int {
        if let end = attempt.cues[.rollTalk].end(&scan, at: at) { return end }
        if isChinese(scan.text[at]), !TableRoll.tails.contains(scan.text[at]) { unread += 1 }
        return at + 1
    }
}

extension Attempt {
    /// Where the name of somebody on the list of a sitting ends that stands there.
    func known(_ scan: inout Scan, _ at: Int) -> Int? { people.end(&scan, at: at) }

    /// Who is there and who is not, by name.
    func roll(_ scan: inout Scan, from start: Int) -> Intent? {
        guard scan.text.count - start <= Attempt.mostRolled, (start..<scan.text.count).contains(where: { known(&scan, $0) != nil }) else {
            return nil
        }
        return TableRoll(self, &scan, from: start).intent
    }

    /// 「到会 除了赵强、马会都到了」: behind a word that is taught, all but those who are left out.
    func rollBut(_ scan: inout Scan, from start: Int) -> Intent? {
        guard (start..<scan.text.count).contains(where: { cues[.excepted].end(&scan, at: $0) != nil }) else { return nil }
        return roll(&scan, from: start).flatMap { $0.action == .act ? $0 : nil }
    }

    private static let mostRolled = 240

    /// 「吴刚先走了 还有17个人在」: who leaves while it goes on.
    func left(_ scan: inout Scan, from start: Int) -> Intent? {
        let text = scan.text
        guard text.count - start <= 30 else { return nil }
        for at in start..<text.count {
            guard at == start || Marks.isMark(text[at - 1]), let name = known(&scan, at) else { continue }
            // 「周敏接孩子提前走了」: why stands between.
            var behind = Marks.skipSpace(text, name)
            while cues[.leaving].end(&scan, at: behind) == nil, behind - name < 8, !Marks.isMark(text[behind]),
                cues[.says].end(&scan, at: behind) == nil, known(&scan, behind) == nil, !Attempt.notLeaving.contains(text[behind])
            {
                behind += 1
            }
            guard let end = cues[.leaving].end(&scan, at: behind), Marks.isMark(text[end]) || text[end] == 0x4E86 else { continue }  // 了
            return Intent(
                .act, .recordView,
                slots: [
                    .person: .text(text.wording(at..<name)), .text: .text(text.wordingToEnd(from: start)), .kind: .text("left"),
                ])
        }
        return nil
    }

    /// 「孙涛别先走了」, 「吴刚家电瓶车被偷走了」
    private static let notLeaving = ScalarSet("别没要被家不说想能得偷叫让把是谁")

    /// 「到了到了 不好意思各位」, 「加班取消了 我也来了」: that one is here, with nothing but words of greeting or excuse.
    func arrived(_ scan: inout Scan, from start: Int) -> Intent? {
        let text = scan.text
        guard context == .liveMeeting, text.count - start <= 20, !text.scalars.contains(0x3F) else { return nil }
        var isHere = false
        for clause in Marks.clauses(text) where clause.lowerBound >= start {
            var end = cues[.arrival].ends(&scan, at: clause.lowerBound).first
            while let stop = end, stop < clause.upperBound {
                end = TableRoll.tails.contains(text[stop]) ? stop + 1 : cues[.arrival].end(&scan, at: stop)
            }
            if end == clause.upperBound {
                isHere = true
            } else {
                var at = clause.lowerBound
                while at < clause.upperBound {
                    guard let stop = cues[.besideArrival].end(&scan, at: at) ?? (TableRoll.tails.contains(text[at]) ? at + 1 : nil) else {
                        return nil
                    }
                    at = stop
                }
            }
        }
        guard isHere else { return nil }
        var intent = Intent(.act, .checkIn, slots: [.kind: .text("loosely")])
        intent.isWordForWord = true
        return intent
    }
}
