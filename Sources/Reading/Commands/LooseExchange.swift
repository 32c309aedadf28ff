import Procedure

// Who comes to a meeting and who no longer does, in whatever order: 「把十五号名单里的孙大勇拿掉」, 「用沈国庆顶替韩梅」, 「捎上三栋的冯秀芝」.
extension Filling {
    private enum Change { case add, remove, swap, instead }

    /// Reads all of it or nothing: a word of change without a name beside it leaves it doubtful.
    mutating func gatherExchange(_ scan: inout Scan, _ end: Int) {
        guard verb.intent == .participants, verb.takes(.add), verb.takes(.remove) else { return }
        var words: [(change: Change, range: Range<Int>)] = []
        var people: [(names: [String], range: Range<Int>)] = []
        let known = knownNames(&scan)
        var at = 0
        while at < end {
            // 名单唐勇: no 单 of a name.
            if isUsed(at) || scan.text[at] == 0x5355 && scan.text[at - 1] == 0x540D {
                at += 1
            } else if let change = change(before: at + 1, known, behind: people.last?.range.upperBound == at, scan.text) {
                words.append((change, at..<at + 1))
                at += 1
            } else if let (change, stop) = Filling.change(&scan, at, cues) {
                // 不参加了划掉 says it twice.
                if let last = words.last, last.change == change, last.range.upperBound == at {
                    words[words.count - 1].range = last.range.lowerBound..<stop
                } else {
                    words.append((change, at..<stop))
                }
                at = stop
            } else if known[at] != nil || isPlaced(scan.text, at, words.last?.range.upperBound),
                let list = namesOnly(&scan, at, isSaid: words.last?.range.upperBound == at, known)
            {
                let (before, first) = listedBefore(&scan, at, behind: people.last?.range.upperBound ?? 0)
                people.append((before + list.names, first..<list.end))
                at = list.end
            } else {
                at += 1
            }
        }
        guard !words.isEmpty, !people.isEmpty, let found = matched(words, people, scan.text) else { return }
        isExchanged = true
        slots[.add] = found.add.isEmpty ? nil : .texts(found.add)
        slots[.remove] = found.remove.isEmpty ? nil : .texts(found.remove)
        if found.isDoubtful || words.contains(where: { Filling.isRefused(scan.text, $0.range.lowerBound) }) {
            isDoubtful = true
            slots[.add] = nil
            slots[.remove] = nil
        }
        used += people.map(\.range)
    }

    /// 那边太少, 名单里: with a surname that begins ordinary words a name stands only right behind a word of change, a mark or 把.
    private func isPlaced(_ text: FoldedText, _ at: Int, _ word: Int?) -> Bool {
        !Filling.everyday.contains(text[at]) || at == word || at == 0 || text[at - 1] == 0x628A || Marks.isMark(text[at - 1]) && at > 0
    }

    /// 去董倩, 增周海燕, 换赵六, 卞军换卞红: one character before somebody who is known to be one.
    private func change(before name: Int, _ known: [Int: Int], behind isBehindName: Bool, _ text: FoldedText) -> Change? {
        // 把岳鹏去了
        if isBehindName, text[name - 1] == 0x53BB, text[name] == 0x4E86, Marks.isMark(text[name + 1]) { return .remove }
        guard known[name] != nil else { return nil }
        return switch text[name - 1] {
        case 0x53BB: .remove  // 去
        case 0x589E: .add  // 增
        case 0x6362: isBehindName ? .swap : .add  // 换
        default: nil
        }
    }

    private static func change(_ scan: inout Scan, _ at: Int, _ cues: Cues) -> (Change, Int)? {
        let found: [(change: Change, end: Int)] = [
            cues[.putIn].end(&scan, at: at).map { (.add, $0) }, cues[.takeOut].end(&scan, at: at).map { (.remove, $0) },
            cues[.swapFor].end(&scan, at: at).map { (.swap, $0) }, cues[.standIn].end(&scan, at: at).map { (.instead, $0) },
        ].compactMap(\.self)
        // 邀请名单 is a list, and invites nobody.
        return found.max { $0.end < $1.end }.flatMap { one in
            scan.text[one.end - 1] == 0x8BF7 && scan.text[one.end] == 0x540D ? nil : (one.change, one.end)  // 请 名
        }
    }

    /// 别去掉, 不用加了, 先不换
    static func isRefused(_ text: FoldedText, _ at: Int) -> Bool {
        let before = text[at - 1]
        return [0x522B, 0x4E0D, 0x752D, 0x52FF, 0x6CA1].contains(before)  // 别 不 甭 勿 没
            || [0x7528, 0x8981, 0x5FC5, 0x80FD].contains(before) && text[at - 2] == 0x4E0D  // 不用 不要 不必 不能
    }

    /// Each list of names goes with the word right before it in its clause, else with the one right behind it.
    private func matched(
        _ words: [(change: Change, range: Range<Int>)], _ people: [(names: [String], range: Range<Int>)], _ text: FoldedText
    )
        -> (add: [String], remove: [String], isDoubtful: Bool)?
    {
        var add: [String] = []
        var remove: [String] = []
        var isTaken = [Bool](repeating: false, count: words.count)
        var isDoubtful = false
        // 用沈国庆顶替韩梅, 把孙立换成周玉梅
        if let index = words.firstIndex(where: { $0.change == .swap || $0.change == .instead }) {
            let word = words[index]
            let before = people.filter { $0.range.upperBound <= word.range.lowerBound }
            let after = people.filter { $0.range.lowerBound >= word.range.upperBound }
            // 李敏去不了了，名单里换成郝莉
            let others = words.indices.filter { $0 != index }
            let isSaidTwice = others.allSatisfy { other in
                words[other].change == .remove && word.change == .swap && before.last?.range.upperBound == words[other].range.lowerBound
            }
            guard others.count <= 1, isSaidTwice, before.count == 1, after.count == 1, before[0].names.count == after[0].names.count else {
                return ([], [], true)
            }
            return word.change == .swap ? (after[0].names, before[0].names, false) : (before[0].names, after[0].names, false)
        }
        for one in people {
            let before = words.indices.last { words[$0].range.upperBound <= one.range.lowerBound && !isTaken[$0] }
            let after = words.indices.first { words[$0].range.lowerBound >= one.range.upperBound && !isTaken[$0] }
            func isNear(_ range: Range<Int>, _ reach: Int) -> Bool { range.count <= reach && !people.contains { range.overlaps($0.range) } }
            let index: Int
            if let before, isNear(words[before].range.upperBound..<one.range.lowerBound, 10),
                !(words[before].range.upperBound..<one.range.lowerBound).contains(where: {
                    text[$0] == 0x2C && text[$0 + 1] != one.range.lowerBound
                })
                    || one.range.lowerBound - words[before].range.upperBound <= 4
            {
                index = before
            } else if let after,
                isNear(one.range.upperBound..<words[after].range.lowerBound, people.count == 1 && words.count == 1 ? 16 : 6)
            {
                index = after
            } else {
                // 那边太少 is nobody.
                isDoubtful = isDoubtful || !Filling.everyday.contains(text[one.range.lowerBound])
                continue
            }
            isTaken[index] = true
            if words[index].change == .add { add += one.names } else { remove += one.names }
        }
        // 划掉她老公: somebody who is not named.
        let isLeft = words.indices.contains { index in
            // 剔除蒋小军，本人明确不来
            let saysWhy =
                !remove.isEmpty && [0x4E0D, 0x53BB].contains(text[words[index].range.lowerBound]) && words[index].change == .remove
            return !isTaken[index] && !saysWhy
        }
        if isLeft { isDoubtful = true }
        return add.isEmpty && remove.isEmpty ? nil : (add.unique, remove.unique, isDoubtful)
    }

    /// Surnames that begin what people say every day.
    static let everyday = ScalarSet("那边单时和于向从全应常任管安方包连成花水车路明万都通家能终双项强易")

    /// Whether a word of change is refused anywhere: 「别去掉张三」.
    static func refusesChange(_ scan: inout Scan, _ cues: Cues) -> Bool {
        (1..<max(1, min(scan.text.count, IntentSketch.reach))).contains { isRefused(scan.text, $0) && change(&scan, $0, cues) != nil }
    }

    /// Full names with marks or 和 between them.
    private func namesOnly(_ scan: inout Scan, _ start: Int, isSaid: Bool, _ known: [Int: Int]) -> (names: [String], end: Int)? {
        guard var stop = inOneBreath(&scan, start) ?? known[start] ?? fullName(&scan, start) else { return nil }
        var names = [scan.text.wording(start..<stop)]
        var at = stop
        while names.count < 30 {
            while [0x20, 0x2C].contains(scan.text[at]) { at += 1 }
            if [0x548C, 0x4E0E, 0x53CA, 0x8DDF].contains(scan.text[at]) { at += 1 }  // 和 与 及 跟
            at = Marks.skipSpace(scan.text, at)
            guard at > stop, let next = inOneBreath(&scan, at) ?? known[at] ?? fullName(&scan, at) ?? listed(&scan, at) else { break }
            // 加王芳，李敏不来了
            if isSaid, Filling.change(&scan, scan.text[next] == 0x5C31 ? next + 1 : next, cues) != nil { break }  // 就
            names.append(scan.text.wording(at..<next))
            stop = next
            at = next
        }
        return (names, stop)
    }

    /// 「马会朱玲胡波」: several names with nothing between them, as one; whoever knows the people tells them apart.
    private func inOneBreath(_ scan: inout Scan, _ first: Int) -> Int? {
        guard reader.names.mayBegin(scan.text, first) else { return nil }
        var end = first
        while isChinese(scan.text[end]), end - first < 24, ![0x548C, 0x4E0E, 0x53CA, 0x8DDF].contains(scan.text[end]),
            end == first || Filling.change(&scan, end, cues) == nil
        {
            end += 1
        }
        guard end - first >= 4, Marks.isMark(scan.text[end]) || Filling.change(&scan, end, cues) != nil || !isChinese(scan.text[end]) else {
            return nil
        }
        // From the end: whether what stands from there on is names alone.
        var isNames = [Bool](repeating: false, count: end - first + 1)
        isNames[end - first] = true
        for at in stride(from: end - first - 2, through: 0, by: -1) {
            isNames[at] =
                reader.names.mayBegin(scan.text, first + at) && [2, 3].contains { at + $0 < isNames.count && isNames[at + $0] }
        }
        return isNames[0] && fullName(&scan, first) != end ? end : nil
    }

    /// In a list of names whatever may be one is one: 马会.
    private func listed(_ scan: inout Scan, _ first: Int) -> Int? {
        guard reader.names.mayBegin(scan.text, first), Filling.change(&scan, first, cues) == nil else { return nil }
        return [2, 3].map { first + $0 }.first { end in
            (first..<end).allSatisfy { isChinese(scan.text[$0]) }
                && (Marks.isMark(scan.text[end]) || [0x548C, 0x4E0E, 0x53CA, 0x8DDF].contains(scan.text[end]))
        }
    }

    /// What stands listed right before the first name that is known for one.
    private func listedBefore(_ scan: inout Scan, _ start: Int, behind: Int) -> (names: [String], start: Int) {
        guard start - 3 >= behind, scan.text[start - 1] == 0x2C else { return ([], start) }
        for length in [2, 3] {
            let first = start - 1 - length
            guard first >= behind,
                first == 0 || isUsed(first - 1) || Marks.isMark(scan.text[first - 1]) || [0x628A, 0x5C06].contains(scan.text[first - 1])
                    || (1...4).contains(where: { first > $0 && Filling.change(&scan, first - $0, cues)?.1 == first }),  // 把 将
                listed(&scan, first) == start - 1
            else { continue }
            let (names, begin) = listedBefore(&scan, first, behind: behind)
            return (names + [scan.text.wording(first..<start - 1)], begin)
        }
        return ([], start)
    }

    /// A surname with one or two characters, and behind it a mark or what is said of people.
    private func fullName(_ scan: inout Scan, _ first: Int) -> Int? {
        let text = scan.text
        guard isChinese(text[first]), reader.names.mayBegin(text, first), !reader.names.isWord(&scan, first),
            reader.verbs.notNames.longest(in: &scan, at: first) == nil, Filling.change(&scan, first, cues) == nil
        else { return nil }
        for length in [3, 2, 4] where length < 4 || reader.names.isDouble(text, first) {
            let end = first + length
            if [0x4FE9, 0x4E24, 0x4F4D].contains(text[end - 1]) { continue }  // 俩 两 位
            if cues[.title].end(&scan, at: first + 1) == end { continue }  // 吴校长
            guard
                (first + 1..<end).allSatisfy({
                    isChinese(text[$0]) && !Filling.common.contains(text[$0]) && Filling.change(&scan, $0, cues) == nil
                })
            else { continue }
            if Marks.isMark(text[end]) || Filling.behindNamed.contains(text[end]) || Filling.change(&scan, end, cues) != nil
                || cues[.title].end(&scan, at: end) != nil || isUsed(end)
            {
                return end
            }
        }
        return nil
    }

    /// 孙大勇两位, 梁小军、谢萍俩, 秦晓燕进来, 王芳他
    private static let behindNamed = ScalarSet("两俩和与及跟、他她也都就进来一去不三从给吧的那这请")
}
