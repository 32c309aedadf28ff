import Procedure

// Offices, people and places found anywhere in a message: by what stands before them, or by how they end.
extension Filling {
    mutating func gatherNames(_ scan: inout Scan, _ end: Int) {
        for pattern in verb.slots where slots[pattern.slot] == nil {
            switch (pattern.slot, pattern.style) {
            case (.department, .word), (.unit, .word):
                gatherOffice(pattern.slot, &scan, end)
                if verb.intent == .assign, !gatherNamed(&scan, end), slots[.department] == nil { gatherPerson(.person, &scan, end) }
            // Who is given the floor was looked for; a name that nothing calls on is nobody's turn.
            case (.person, .typed) where isPlain && (verb.intent == .giveFloor || verb.intent == .endTurn): break
            case (.person, .typed) where isPlain && gatherNamed(&scan, end): break
            // Who takes the minutes says so; whoever else is asked to do something is no secretary.
            case (.secretary, _) where isCall: break
            case (.person, .typed), (.secretary, _): gatherPerson(pattern.slot, &scan, end)
            case (.place, .words): gatherPlace(&scan, end)
            default: break
            }
        }
        // 「韩立军连着缺会三次，退出议事会」
        if verb.takes(.person), slots[.person] == nil, isPlain, verb.intent == .leaveSeat || verb.intent == .nominateSeat {
            let known = knownNames(&scan)
            guard known.count == 1, let name = known.first else { return }
            slots[.person] = .text(scan.text.wording(name.key..<name.value))
            used.append(name.key..<name.value)
        }
    }

    /// The full names that are learned to be some, by where they begin, with where they end.
    func knownNames(_ scan: inout Scan) -> [Int: Int] {
        let names = reader.people?.names(&scan) ?? []
        return Dictionary(names.map { ($0.candidate.start, $0.candidate.end) }) { first, _ in first }
    }

    func isUsed(_ at: Int) -> Bool { used.contains { $0.contains(at) } || numberRanges.contains { $0.contains(at) } }

    /// Whether a free piece may begin there: at the front, behind a mark or behind something read.
    private func isFront(_ text: FoldedText, _ at: Int) -> Bool { at == 0 || Marks.isMark(text[at - 1]) || isUsed(at - 1) }

    // MARK: Offices

    /// 转给物业办, 让派出所接, 交警大队：35号; what was corrected counts as it was said last.
    private mutating func gatherOffice(_ slot: Slot, _ scan: inout Scan, _ end: Int) {
        let from = Correction.last(&scan, end, cues)
        guard let range = office(&scan, from, end) ?? (from > 0 ? office(&scan, 0, end) : nil) else { return }
        slots[slot] = .text(scan.text.wording(trimmedOffice(scan.text, range)))
        used.append(range)
    }

    /// 农业站办, 水务站办理, 大彭镇代为组织: what is done stands behind who does it.
    func trimmedOffice(_ text: FoldedText, _ range: Range<Int>) -> Range<Int> {
        var lower = range.lowerBound
        // 转派出所: no office is called 出所.
        if text[lower] == 0x51FA, text[lower + 1] == 0x6240, text[lower - 1] == 0x6D3E { lower -= 1 }
        while lower + 2 < range.upperBound, Filling.beforeOffices.contains(text[lower]), !Filling.begins(anOfficeIn: text, lower) {
            lower += 1
        }
        // 移交街道城建办, 责任人明确为物业, 下边黄河社区: what hands it on stands before who takes it.
        for at in lower..<range.upperBound {
            if let end = leadIn(text, at), range.upperBound - end >= 2 { lower = max(lower, end) }
        }
        // 12交办物业办: the second half of the word in front of it.
        if text[lower] == 0x529E, ![0x516C, 0x4E8B].contains(text[lower + 1]), lower + 3 < range.upperBound { lower += 1 }  // 办 公 事
        var upper = range.upperBound
        // 由物业办办
        if text[upper - 1] == 0x529E, text[upper - 2] == 0x529E { upper -= 1 }  // 办
        for errand in Filling.errands
        where upper - lower >= errand.count + 2 && (0..<errand.count).allSatisfy({ text[upper - errand.count + $0] == errand[$0] }) {
            upper -= errand.count
        }
        for at in stride(from: range.upperBound - 1, through: lower + 2, by: -1)
        where Filling.duties.contains(where: { word in word.indices.allSatisfy { text[at + $0] == word[$0] } }) && at < upper { upper = at }
        for at in stride(from: range.upperBound - 1, through: lower + 2, by: -1) where Filling.sureEnds.contains(text[at - 1]) {
            if Filling.behindOffices.contains(text[at]) { upper = at }
        }
        return lower..<upper
    }

    /// The place behind a word that hands something on, where it begins there.
    private func leadIn(_ text: FoldedText, _ at: Int) -> Int? {
        for word in Filling.leads where word.indices.allSatisfy({ text[at + $0] == word[$0] }) {
            // 为民服务中心
            if word.count == 1, text[at] == 0x4E3A, text[at + 1] == 0x6C11 { continue }
            return at + word.count
        }
        return nil
    }

    private static let leads = [
        "移交给", "移交", "转交", "交由", "丢给", "丢", "甩给", "扔给", "拟请", "烦请", "敬请", "敲打敲打", "敲打", "责任人", "责任单位", "责任部门", "责任主体", "主责单位", "主责", "承办单位",
        "承办部门", "承办", "牵头单位", "派单给", "明确为", "明确由", "单位为", "单位是", "为", "下级单位",
        "下边", "下面", "→",
    ].map { Array($0.unicodeScalars.map(\.value)) }
    /// What an office does, which is no part of its name.
    private static let duties = ["牵头", "协办", "承办", "主办", "接手", "处置", "办理", "组织", "落实", "跟进", "负责"].map {
        Array($0.unicodeScalars.map(\.value))
    }
    private static let errands = ["承办", "负责", "办理", "落实", "牵头", "实施", "主办", "处理", "去办", "来办"].map { Array($0.unicodeScalars.map(\.value)) }
    private static let beforeOffices = ScalarSet("至到往给由让请定上个那这交归转换→-")
    /// 交通站, 交警队, 交管所, 交运局, 定远镇, 归德镇, 上街社区: characters that hand something on, and begin a name here.
    private static func begins(anOfficeIn text: FoldedText, _ at: Int) -> Bool {
        switch text[at] {
        case 0x4EA4 where text[at + 1] == 0x8B66: ![0x52A1, 0x5BDF, 0x5B98].contains(text[at + 2])  // 转交警务室, 警察, 警官
        case 0x4EA4: [0x901A, 0x8B66, 0x7BA1, 0x8FD0].contains(text[at + 1])  // 交: 通 警 管 运
        case 0x5B9A, 0x5F52, 0x4E0A: text[at + 2] == 0x9547 || text[at + 2] == 0x53BF || text[at + 2] == 0x793E  // 定 归 上: 镇 县 社
        default: false
        }
    }

    /// 转交警中队: the 交 that a word of handing on ends with belongs to the office.
    static func office(in text: FoldedText, behind end: Int) -> Int {
        text[end - 1] == 0x4EA4 && begins(anOfficeIn: text, end - 1) ? end - 1 : end  // 交
    }

    private static let sureEnds = ScalarSet("局所站队司村镇区科院")
    private static let behindOffices = ScalarSet("办承代牵去来负处落组管接扛跟解")

    private func office(_ scan: inout Scan, _ from: Int, _ end: Int) -> Range<Int>? {
        var plain: Range<Int>?
        for at in from..<max(from, end) where !isUsed(at) {
            // The 交 of 交警 hands nothing on.
            if scan.text[at] == 0x4EA4, Filling.begins(anOfficeIn: scan.text, at) {
                // Whom a later word hands it to goes before: 「交警说不归他们管，转城管」.
                if let range = unit(&scan, at, end), ![0x8BF4, 0x4E0D].contains(scan.text[range.upperBound]) {  // 说 不
                    plain = plain ?? range
                }
                continue
            }
            // 不归物业，转城管
            guard scan.text[at - 1] != 0x4E0D, let cue = cues[.handing].end(&scan, at: at) else { continue }
            let first = Marks.skip(scan.text, Filling.office(in: scan.text, behind: cue))
            if let range = unit(&scan, first, end) { return range }
            // 往上反映, 跟消防要求冲突 name nobody.
            guard cues[.noOffice].end(&scan, at: first) == nil, !Filling.beside.contains(scan.text[at]) else { continue }
            guard plain == nil, first < end, first - cue <= 1 else { continue }
            let stop = pieceStop(&scan, first, end)
            if (2...8).contains(stop - first),
                (first..<stop).allSatisfy({ isChinese(scan.text[$0]) && !Filling.common.contains(scan.text[$0]) })
            {
                plain = first..<stop
            }
        }
        for at in from..<max(from, end) where !isUsed(at) && isFront(scan.text, at) {
            if let range = unit(&scan, at, end), !range.dropFirst().contains(where: { cues[.handing].end(&scan, at: $0) != nil }) {
                return range
            }
        }
        return plain
    }

    /// The longest name of an office that begins there.
    private func unit(_ scan: inout Scan, _ first: Int, _ end: Int) -> Range<Int>? {
        var found: Range<Int>?
        guard !Marks.isMark(scan.text[first]), !Marks.isMark(scan.text[first + 1]) else { return nil }
        var at = first + 2
        while at <= min(end, first + 14), !Marks.isMark(scan.text[at - 1]), !isUsed(at - 1) {
            if isUnit(scan.text, first..<at), !isParty(&scan, first..<at), namesSome(scan.text, first..<at) { found = first..<at }
            at += 1
        }
        return found
    }

    /// 下面办, 谁办, 跟消防: no office, for all that they end as one.
    private func namesSome(_ text: FoldedText, _ range: Range<Int>) -> Bool {
        if Filling.beside.contains(text[range.lowerBound]) || range.contains(where: { Filling.asked.contains(text[$0]) }) { return false }
        let trimmed = trimmedOffice(text, range)
        return trimmed.count > 2 || ![0x4E0B, 0x4E0A, 0x9762, 0x8FB9].contains(text[trimmed.lowerBound])  // 下 上 面 边
    }

    private static let beside = ScalarSet("跟与")
    private static let asked = ScalarSet("谁哪啥怎")

    /// Who decides is not who carries it out.
    private func isParty(_ scan: inout Scan, _ range: Range<Int>) -> Bool {
        range.contains { cues[.partyBody].end(&scan, at: $0).map { $0 <= range.upperBound } ?? false }
            // 党组 党支 党委 …
            || range.contains { scan.text[$0] == 0x515A && [0x7EC4, 0x652F, 0x59D4, 0x603B, 0x5DE5].contains(scan.text[$0 + 1]) }
    }

    private func pieceStop(_ scan: inout Scan, _ first: Int, _ end: Int) -> Int {
        var at = first
        while at < end, !Marks.isMark(scan.text[at]), !isUsed(at), at - first < 14 {
            if at > first + 1, reader.verbs.errands.longest(in: &scan, at: at) != nil { break }
            at += 1
        }
        return at
    }

    static let common = ScalarSet("的了就都也还没不吗呢吧啊是在有要会能说过着你我他她这那个来去一下人谁啥什么再先")

    // MARK: People

    /// 跟王芳换, 请周建国主持, 李四先说.
    private mutating func gatherPerson(_ slot: Slot, _ scan: inout Scan, _ end: Int) {
        let isAtTable = verb.intent == .giveFloor || verb.intent == .recordView || verb.intent == .endTurn
        for pass in 0..<(isAtTable ? 3 : 2) {
            for at in 0..<end where !isUsed(at) {
                var first: Int?
                switch pass {
                case 0: first = cues[.calling].end(&scan, at: at).map { Marks.skip(scan.text, $0) }
                case 1: first = isFront(scan.text, at) ? at : nil
                default: first = at
                }
                guard let first, let stop = name(&scan, first) else { continue }
                slots[slot] = .text(scan.text.wording(first..<stop))
                used.append(first..<stop)
                return
            }
        }
    }

    /// A surname with one or two characters, up to a mark or a word such names are followed by.
    func name(_ scan: inout Scan, _ first: Int) -> Int? {
        guard isChinese(scan.text[first]), reader.names.mayBegin(scan.text, first),
            reader.verbs.notNames.longest(in: &scan, at: first) == nil
        else {
            return nil
        }
        for length in [3, 2, 4] {
            let end = first + length
            // 吴芳上: the third says what is done.
            if length == 3, Filling.behindNames.contains(scan.text[end - 1]),
                Marks.isMark(scan.text[end]) || Filling.behindNames.contains(scan.text[end])
            {
                continue
            }
            guard (first..<end).allSatisfy({ isChinese(scan.text[$0]) && !Filling.common.contains(scan.text[$0]) }) else { continue }
            if Marks.isMark(scan.text[end]) || Filling.behindNames.contains(scan.text[end]) || isUsed(end)
                || cues[.honorific].end(&scan, at: end) != nil
            {
                return end
            }
        }
        return nil
    }

    private static let behindNames = ScalarSet("先来讲说发谈接你您的有请把替在换对互值代主当做担去上补顶到做和跟、那赞反支从具帮怎也")

    // MARK: Places

    /// 二楼会议室, 地点换到幼儿园多功能厅, 小广场凉亭: what follows a word for a place, or ends as places do.
    private mutating func gatherPlace(_ scan: inout Scan, _ end: Int) {
        var best: (range: Range<Int>, worth: Int)?
        var rivals: Set<String> = []
        var at = 0
        while at < end {
            if Marks.isMark(scan.text[at]) || isUsed(at) {
                at += 1
                continue
            }
            var stop = at
            while stop < end, !Marks.isMark(scan.text[stop]), !isUsed(stop) { stop += 1 }
            let isReason = Marks.clauses(scan.text).contains { $0.contains(at) && saysWhy(scan.text, $0) }
            if !isReason, let found = place(&scan, at..<stop) {
                let worth = (found.isNamed ? 1 : 0) + (Filling.placeLasts.contains(scan.text[found.range.upperBound - 1]) ? 2 : 0)
                if worth == 3 { rivals.insert(scan.text.wording(found.range)) }
                if best == nil || worth > best?.worth ?? 0 || (worth == best?.worth && found.isNamed) { best = (found.range, worth) }
            }
            at = max(stop, at + 1)
        }
        guard let best else { return }
        // 「在二楼会议室开会，地点在党群服务中心」: which of them is asked.
        if verb.intent == .callMeeting, rivals.count > 1 {
            slots[.place] = nil
            return
        }
        slots[.place] = .text(scan.text.wording(best.range))
        used.append(best.range)
    }

    private func place(_ scan: inout Scan, _ piece: Range<Int>) -> (range: Range<Int>, isNamed: Bool)? {
        if isCall, aside(&scan, at: piece.lowerBound) == piece.upperBound { return nil }
        var lower = piece.lowerBound
        var isNamed = false
        let trimmed = trimmedPlace(&scan, piece)
        if trimmed.lowerBound > lower { (lower, isNamed) = (trimmed.lowerBound, true) }
        for at in piece where at >= lower {
            if verb.intent == .postedOnPaper, let end = posted(scan.text, at, piece.upperBound) {
                lower = end
                isNamed = true
                break
            }
            if let end = cues[.venue].end(&scan, at: at), end < piece.upperBound, cues[.placeOwn].end(&scan, at: at) == nil {
                lower = end
                isNamed = true
                break
            }
        }
        guard lower < piece.upperBound else { return nil }
        let said = trimmedPlace(&scan, lower..<piece.upperBound)
        lower = said.lowerBound
        let upper = said.upperBound
        if isCall, isNoPlace(&scan, lower..<upper) { return nil }
        // 居委会开
        if isCall, upper < piece.upperBound || isNamed, (lower..<upper).contains(where: { cues[.placesNamed].end(&scan, at: $0) == upper }),
            upper - lower <= 12
        {
            return (lower..<upper, true)
        }
        // 排一下
        if upper - lower >= 2, scan.text[upper - 1] == 0x4E0B, scan.text[upper - 2] == 0x4E00 { return nil }
        guard (2...16).contains(upper - lower), Filling.placeLasts.contains(scan.text[upper - 1]) || (isNamed && upper - lower <= 12) else {
            return nil
        }
        guard
            !(lower..<upper).contains(where: {
                [0x8BAE, 0x4E86, 0x4E0D].contains(scan.text[$0]) && scan.text[$0 + 1] != 0x4E8B && scan.text[$0 + 1] != 0x5BA4
            })
        else { return nil }
        return (lower..<upper, isNamed)
    }

    /// 贴一楼公告栏, 贴出去了 楼下: behind the word and what only says that it is done.
    private func posted(_ text: FoldedText, _ at: Int, _ end: Int) -> Int? {
        guard [0x8D34, 0x6302].contains(text[at]) else { return nil }  // 贴 挂
        var first = at + 1
        while first < end, Filling.behindPosted.contains(text[first]) { first += 1 }
        return first < end && !Filling.notPosted.contains(text[first]) ? first : nil
    }

    private static let behindPosted = ScalarSet("出去来好完上到在了过的")
    private static let notPosted = ScalarSet("没不吗么呢")
    static let placeLasts = ScalarSet("室厅楼心堂馆院场亭站所园层下口处家店桥址旁边楼棚")
}
