import Procedure

/// What holds where a date is corrected, moved or offered beside another (reading.md, *Dates* 8).
extension DateReader {
    enum Joint { case correction, alternative, move, denial }

    private static let joints: WordTrie = {
        let fold = FoldTable()
        let corrections = [
            "不对", "不对是", "错了", "错了是", "说错了", "说错了是", "写错了", "打错了", "改成", "改为", "改到", "应该是", "应是", "更正", "更正为", "哦不", "噢不", "啊不", "不不",
            "记错了", "搞错了", "弄错了", "纠正", "纠正一下", "口误", "更正一下", "更正下", "改一下", "改下", "纠正下",
        ]
        let moves = [
            "延到", "延至", "延期到", "延期至", "推迟到", "推迟至", "推到", "顺延到", "顺延至", "提前到", "提前至", "挪到", "调到", "调整到", "调整为", "换到", "换成", "改至", "改期到",
            "改", "改在", "改期至", "改期为", "调整至", "变更为", "变更到", "变更至", "移到", "移至", "提早到", "延后到", "延后至", "延迟到", "延迟至", "延长到", "延长至", "推后到",
            "推后至", "推迟为", "顺延为", "后延到", "后延至", "挪至", "调至", "调成", "往后推到", "往后延到", "往后挪到", "往前提到",
        ]
        return WordTrie(
            corrections.map { (fold.word($0), 0) } + moves.map { (fold.word($0), 2) }
                + ["或", "或者", "还是", "或是", "要么"].map { (fold.word($0), 1) } + [(fold.word("不是"), 3), (fold.word("而不是"), 3)])
    }()

    func joint(_ scan: inout Scan, at start: Int) -> (Joint, Int)? {
        guard let found = DateReader.joints.longest(in: &scan, at: start) else {
            // 「8月25号，不，26号」
            return scan.text[start] == 0x4E0D && scan.text[start + 1] == 0x2C ? (.correction, start + 1) : nil
        }
        // 不是，26号 corrects, 不是5号 says what it is not.
        if found.value == 3 { return (scan.text[found.end] == 0x2C ? .correction : .denial, found.end) }
        return (found.value == 1 ? .alternative : found.value == 0 ? .correction : .move, found.end)
    }

    /// 9月24日→9月28日: moved, where the line says so; either of the two elsewhere.
    func arrow(_ scan: Scan, at start: Int) -> (Joint, Int)? {
        scan.text.arrowEnd(at: start).map { (isMoved(scan.text, start) ? .move : .alternative, $0) }
    }

    /// Whether the line says around an arrow that something is moved: 改期：9月24日→9月28日; 9:00→11:00 alone is asked.
    func isMoved(_ text: FoldedText, _ arrow: Int) -> Bool {
        (max(0, arrow - 40)..<min(text.count, arrow + 40)).contains { DateReader.moving.contains(text[$0]) }
    }

    private static let ofMistakes = ScalarSet("不错说写打记搞弄哦噢啊更口")
    private static let moving = ScalarSet("改调延推变换移挪更提")

    /// Rule 8: the later part holds, and an hour not repeated stays.
    func corrected(_ first: FoundDate, by next: FoundDate) -> FoundDate {
        var result = next
        result.range = first.range.lowerBound..<next.range.upperBound
        if next.day == nil, next.clock != nil, let day = first.day {
            result.day = day
            // 明晚七点半，写错了，八点 stays in the evening.
            if let part = first.clock?.part ?? first.part, let said = next.clock, said.part == nil, said.hour < 12, !said.isInvalid {
                let same = Clock(hour: said.hour, minute: said.minute, part: part, isWritten24: false)
                if !same.isInvalid { result.clock = same }
            }
            result.reading = combine(day, result.clock)
        } else if next.clock == nil, let clock = first.clock, let day = next.day {
            result.clock = clock
            result.reading = combine(day, clock)
        }
        return result
    }

    func offered(_ first: FoundDate, _ next: FoundDate) -> FoundDate {
        // 下周五，还是七点半: as before.
        if next.day == nil, first.clock == nil, let clock = next.clock, let day = first.day {
            var result = next
            result.day = day
            result.range = first.range.lowerBound..<next.range.upperBound
            result.reading = combine(day, clock)
            return result
        }
        var second = next.reading
        if next.day == nil, var clock = next.clock, let day = first.day {
            // 晚上七点半或者八点: in the evening, too.
            if let part = first.clock?.part, clock.part == nil, clock.hour < 12, !clock.isInvalid {
                let same = Clock(hour: clock.hour, minute: clock.minute, part: part, isWritten24: false)
                if !same.isInvalid { clock = same }
            }
            second = combine(day, clock)
        }
        var result = first
        result.range = first.range.lowerBound..<next.range.upperBound
        result.reading = .ambiguous(alternatives(first.reading) + alternatives(second))
        return result
    }

    func alternatives(_ reading: DateReading) -> [DateReading] {
        if case .ambiguous(let list) = reading { list } else { [reading] }
    }

    /// 19号停水，不对是20号: a few words and a mark stand before the correction.
    func correctedLater(_ scan: inout Scan, behind start: Int) -> (Joint, Int)? {
        var at = start
        while isChinese(scan.text[at]), at - start < 8 { at += 1 }
        guard at > start, scan.text[at] == 0x2C || scan.text[at] == FoldTable.space else { return nil }
        at = skipMarks(scan, at)
        guard DateReader.ofMistakes.contains(scan.text[at]), let (joint, end) = joint(&scan, at: at), joint == .correction else {
            return nil
        }
        return (joint, end)
    }

    /// 明天下午3点的会改到后天: a few words of what is moved stand between.
    func moved(_ scan: inout Scan, behind start: Int) -> (Joint, Int)? {
        guard scan.text[start] == 0x7684 else { return nil }  // 的
        for at in start + 1..<start + 6 {
            if Marks.isMark(scan.text[at]) { return nil }
            if scan.text[at] != 0x4E0D, let (joint, end) = joint(&scan, at: at), joint == .move || scan.text[at] == 0x6539 {
                return (.move, end)
            }  // 不 改
        }
        return nil
    }

    /// Whether 不是 stands before the first and 是 or 而是 between them.
    func isDenied(_ scan: Scan, _ first: Range<Int>, _ start: Int) -> Bool {
        guard first.lowerBound >= 2, scan.text[first.lowerBound - 2] == 0x4E0D, scan.text[first.lowerBound - 1] == 0x662F,
            start - first.upperBound <= 3
        else { return false }
        let between = (first.upperBound..<start).map { scan.text[$0] }.filter { $0 != 0x2C && $0 != FoldTable.space }
        return between == [0x662F] || between == [0x800C, 0x662F]
    }

    /// 「8点半，明天」, 「下午2点半到4点，我说的是明天」: the day behind its hour, and nothing more.
    func dayBehind(_ scan: inout Scan, _ found: FoundDate) -> FoundDate? {
        var at = found.range.upperBound
        guard found.day == nil, found.clock != nil, scan.text[at] == 0x2C else { return nil }
        at += 1
        if let meant = cues[.meant].end(&scan, at: at) { at = meant }
        guard let next = expression(&scan, at: at), next.clock == nil, !next.isSpanOfDays, let day = next.day, let date = day.date,
            date >= today, !isChinese(scan.text[next.range.upperBound]), !isDigit(scan.text[next.range.upperBound])
        else { return nil }
        // 早上8点到晚上6点，周六、周日休息: the day off is another.
        let behind = skipMarks(scan, next.range.upperBound)
        guard !(behind..<behind + 6).contains(where: { DateReader.daysOff.begins(scan.text, at: $0) }),
            behind == next.range.upperBound || expression(&scan, at: behind)?.day == nil
        else { return nil }
        var whole = found
        whole.range = found.range.lowerBound..<next.range.upperBound
        whole.day = day
        whole.reading =
            switch found.reading {
            case .interval, .past(.interval): found.reading.later(by: date.dayNumber - today.dayNumber)
            default: combine(day, found.clock)
            }
        return whole
    }

    private static let daysOff = ScalarPairs("休息 不开 没空 闭馆 除外 关门 放假 不上 双休")
}
