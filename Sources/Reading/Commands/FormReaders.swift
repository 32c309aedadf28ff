import Procedure

// Slots known by their form: numbers, dates, and what an approval rests on.
extension Filling {
    /// What may follow numbers that stand beside each other: 都 也 一(起) 全 均 同 给 转.
    private static let both = ScalarSet("都也一全均同给转")

    mutating func number(_ slot: Slot, _ scan: inout Scan, at start: Int) -> Int? {
        if slot == .to {
            let at = cues[.into].end(&scan, at: start) ?? (verb.words[0].unicodeScalars.count > 1 && !isBefore ? start : nil)
            guard let at, let one = reader.numbers.one(&scan, at: Marks.skip(scan.text, at)) else { return nil }
            slots[.to] = .integer(one.value)
            numberRanges.append(start..<one.end)
            return one.end
        }
        // A verb that takes one or several takes them at one place.
        if slots[.number] != nil || slots[.numbers] != nil { return nil }
        if verb.intent == .closeCount { return topicCounted(&scan, at: start) }
        guard reader.numbers.mayBegin(scan.text[start]) else { return nil }
        // 15号晚7点 is a day when the verb takes one and the day says more than the number.
        let takesDate = verb.takes(.start) || verb.takes(.date) || verb.takes(.due)
        if takesDate, isDay(&scan, at: start) { return nil }
        guard let first = reader.numbers.one(&scan, at: start), first.isMarked || isPlacedForABareNumber(scan.text, start, first.end) else {
            return nil
        }
        if slot == .numbers, takesDate { return listed(first, &scan, from: start) }
        if slot == .numbers {
            guard let several = reader.numbers.several(&scan, at: start, wordRanges: !verb.takes(.to)) else { return nil }
            return take(numbers: several.values, unit: several.unit, range: start..<several.end) ? several.end : nil
        }
        return take(numbers: [first.value], unit: first.unit, range: start..<first.end) ? first.end : nil
    }

    /// 到会 1号 全到, 到会 1 20人: the topic, where it is written as one, or a space and another count follow. 到会 16 counts.
    private mutating func topicCounted(_ scan: inout Scan, at start: Int) -> Int? {
        guard start == firstPlace, let one = reader.numbers.one(&scan, at: start) else { return nil }
        if !one.isMarked {
            guard scan.text[one.end] == FoldTable.space else { return nil }
            guard isDigit(scan.text[one.end + 1]) || cues[.everybody].end(&scan, at: one.end + 1) != nil else { return nil }
        }
        return take(numbers: [one.value], unit: one.unit, range: start..<one.end) ? one.end : nil
    }

    private func isDay(_ scan: inout Scan, at start: Int) -> Bool {
        guard let found = dates.date(&scan, at: start), dayBehindNumber(&scan, found) == nil else { return false }
        return found.day == nil || found.clock != nil || isDatedOtherwise(scan, found)
    }

    /// 「1号周五晚上七点」, where the 1st is no Friday: where the day stands, of which the number in front is no part.
    func dayBehindNumber(_ scan: inout Scan, _ found: FoundDate) -> Int? {
        guard case .ambiguous = found.reading, let one = reader.numbers.one(&scan, at: found.range.lowerBound), one.isMarked,
            one.end < found.range.upperBound
        else { return nil }
        let next = Marks.skip(scan.text, one.end)
        return dates.date(&scan, at: next)?.isBareWeekday == true ? next : nil
    }

    /// The days of a message, without numbers of matters that only look like a part of one.
    func days(_ scan: inout Scan, _ end: Int) -> [FoundDate] {
        let found = dates.dates(&scan, in: 0..<end)
        guard let first = found.first, let next = dayBehindNumber(&scan, first) else { return found }
        return dates.dates(&scan, in: next..<end)
    }

    /// 开会 12、13 18号晚7点: where a day may follow, only a mark or 和 makes two numbers a list, and a space where the day does follow.
    private mutating func listed(_ first: MatterNumbers.One, _ scan: inout Scan, from start: Int) -> Int? {
        let joints: Set<UInt32> = [0x2C, 0x2F, 0x548C, 0x8DDF, 0x4E0E, 0x53CA]  // 、 / 和 跟 与 及
        var values = [first.value]
        var end = first.end
        while values.count < MatterNumbers.most, joints.contains(scan.text[end]), !isDay(&scan, at: end + 1),
            let next = reader.numbers.one(&scan, at: end + 1), next.unit == nil || next.unit == first.unit
        {
            if !values.contains(next.value) { values.append(next.value) }
            end = next.end
        }
        // 3号4号都转物业: marked twice, and neither says more than a number.
        while values.count < MatterNumbers.most, scan.text[end - 1] == 0x53F7, isBefore || verb.intent == .refer || isCall {
            let at = scan.text[end] == FoldTable.space && (isBefore || isCall) ? end + 1 : end
            guard let next = reader.numbers.one(&scan, at: at), next.isMarked, next.unit == nil || next.unit == first.unit,
                !isDay(&scan, at: at),
                Filling.both.contains(scan.text[next.end]) || next.end >= scan.text.count || isCall && isDayNamed(&scan, behind: next.end)
            else { break }
            if !values.contains(next.value) { values.append(next.value) }
            end = next.end
        }
        if values.count == 1, let more = apart(&scan, from: end) {
            values += more.values.filter { $0 != first.value }
            end = more.end
        }
        return take(numbers: values, unit: first.unit, range: start..<end) ? end : nil
    }

    /// 2号9号下周四晚7点半: a day of its own stands behind, so that the number is none.
    private func isDayNamed(_ scan: inout Scan, behind end: Int) -> Bool {
        dates.date(&scan, at: Marks.skip(scan.text, end))?.day != nil
    }

    /// 同意 1 2 今天支委会: bare numbers with nothing but spaces between them and a day behind the last; of a sitting to come the last might be
    /// its day.
    private func apart(_ scan: inout Scan, from start: Int) -> (values: [Int], end: Int)? {
        guard verb.takes(.date), !verb.takes(.start) else { return nil }
        var values: [Int] = []
        var end = start
        while values.count < MatterNumbers.most, scan.text[end] == FoldTable.space,
            let next = reader.numbers.one(&scan, at: end + 1), !next.isMarked
        {
            if !values.contains(next.value) { values.append(next.value) }
            end = next.end
        }
        guard !values.isEmpty, dates.date(&scan, at: Marks.skip(scan.text, end)) != nil else { return nil }
        return (values, end)
    }

    /// 302会议室 in a call that quotes its topic is a place. A bare number is the matter's only right behind the verb, or where the verb names
    /// something else first (委托 张三 主持 12); in a reply, where it need not be said, it must stand by itself as well.
    private func isPlacedForABareNumber(_ text: FoldedText, _ start: Int, _ end: Int) -> Bool {
        let leads = verb.slots.first.map { $0.slot == .number || $0.slot == .numbers } ?? false
        guard !leads || start == firstPlace else { return false }
        return !context.isReply || context == .replyToTodo || Marks.isMark(text[end]) || !isChinese(text[end])
    }

    /// A date that is more than digits with 号: 3月5日, 18号（周三）, 12号前.
    private func isDatedOtherwise(_ scan: Scan, _ found: FoundDate) -> Bool {
        let digits = scan.text.numeral(at: found.range.lowerBound)?.end ?? found.range.lowerBound
        return scan.text[digits] != 0x53F7 || found.range.upperBound > digits + 1
    }

    // MARK: Dates

    mutating func date(_ slot: Slot, _ scan: inout Scan, at start: Int) -> Int? {
        let at = cues[.time].end(&scan, at: start).map { Marks.skip(scan.text, $0) } ?? start
        guard DateWord.mayBegin(scan.text[at]), let said = dates.date(&scan, at: at), dayBehindNumber(&scan, said) == nil else {
            return nil
        }
        let found = slot == .start || slot == .date && verb.takes(.start) ? withHour(said, &scan) : said
        // 不同意 1 今年没有预算: no decision was taken on a year; it is of the reason.
        if slot == .date, found.isYear { return nil }
        // 关于30号议题: what was read as a number is no day.
        if at > start, numberRanges.contains(where: { $0.overlaps(found.range) }) { return nil }
        // 4月底前, 限10月31号, 10月31号办完: a limit where one is taken.
        let isLimit =
            [0x524D, 0x5185, 0x5E95, 0x672B].contains(scan.text[found.range.upperBound - 1])
            || (at > start && [0x9650, 0x622A, 0x671F].contains(scan.text[start]))  // 限 截 期
            || ([0x5B8C, 0x529E, 0x4FEE, 0x89E3, 0x843D].contains(scan.text[found.range.upperBound])  // 完 办 修 解 落
                && cues[.timeTail].end(&scan, at: found.range.upperBound) != nil)
        if slot == .date, verb.takes(.due), slots[.due] == nil, isLimit {
            return self.date(.due, &scan, at: start)
        }
        // 「进展 12 今天开始铺沥青」: a day that is part of the words stays with them.
        if slot == .date, verb.intent == .progress, !Marks.isMark(scan.text[found.range.upperBound]) { return nil }
        // 应到18: not a date, though 18 may begin one; a date never begins with the end of a word.
        take(found, as: slot)
        var end = found.range.upperBound
        if let after = cues[.timeTail].end(&scan, at: end) { end = after }
        return end
    }

    /// 「周六下午，三点」: an hour that stands by itself right behind a mark is that day's.
    private func withHour(_ day: FoundDate, _ scan: inout Scan) -> FoundDate {
        let end = day.range.upperBound
        guard day.clock == nil, !day.isSpan, Marks.isMark(scan.text[end]) else { return day }
        let next = Marks.skip(scan.text, end)
        guard scan.clock(at: next) != nil else {
            // 「下周四 3月12号 晚上七点半」: the same day said twice.
            guard let again = dates.date(&scan, at: next), again.range.lowerBound == next, case .day(let date) = day.reading else {
                return day
            }
            var whole = withHour(again, &scan)
            switch whole.reading {
            case .day(date): break
            case .moment(let moment) where moment.date == date: break
            default: return day
            }
            whole.range = day.range.lowerBound..<whole.range.upperBound
            return whole
        }
        let found = dates.dates(&scan, in: day.range.lowerBound..<scan.text.count, limit: 2)
        guard found.count == 2, found[1].range.lowerBound == next, case .moment(let moment) = found[1].reading,
            case .day(let date) = day.reading,
            moment.date == date
        else { return day }
        var whole = found[1]
        whole.range = day.range.lowerBound..<found[1].range.upperBound
        return whole
    }

    /// 2月份, 本周, 一季度: what a report is about, gone or not.
    mutating func period(_ scan: inout Scan, at start: Int) -> Int? {
        guard let found = dates.date(&scan, at: start) else { return nil }
        if case .past(let inner) = found.reading { slots[.period] = .date(inner) } else { slots[.period] = .date(found.reading) }
        return found.range.upperBound
    }

    mutating func take(_ found: FoundDate, as asked: Slot) {
        // A correction does not say which date it corrects; one with an hour is the meeting's.
        let slot = verb.intent == .correct && found.clock != nil ? .start : asked
        var reading = found.reading
        if case .past(.interval(let from, let to)) = reading {
            slots[.end] = .date(to)
            reading = .past(from)
        }
        // Nor whether that day lies ahead: an approval's is gone, a deadline's is to come.
        if verb.intent == .correct, slot == .due, case .past(let inner) = reading { reading = inner }
        if slot == .date || context == .pastedRecord || isRecord {
            if case .past(let inner) = reading { reading = inner }
            if found.isBareWeekday, verb.intent != .swapDuty, case .day(let day) = reading, day > dates.today {
                reading = .ambiguous([.day(day.adding(days: -7)), .day(day)])
            }
        }
        // 改期 1 3月21日到22日: a sitting is on one day; of a whole week it is not even said between which.
        if slot == .start, context != .pastedRecord, !isRecord, case .interval(.day(let from), .day(let to)) = reading {
            reading = .ambiguous(to.dayNumber - from.dayNumber < 6 ? [.day(from), .day(to)] : [])
        }
        if slot != .due, case .interval(let from, let to) = reading {
            reading = from
            slots[.end] = .date(to)
        }
        if slot == .due, case .interval(_, let to) = reading { reading = to }
        // 「改成：每天两次保洁」: what is agreed on may name days as it likes.
        if verb.intent == .revise, case .ambiguous = reading { return }
        slots[slot] = .date(reading)
        if question == nil { question = problem(found, reading, slot) }
    }

    /// The one short question a date leaves open.
    private func problem(_ found: FoundDate, _ reading: DateReading, _ slot: Slot) -> String? {
        switch reading {
        case .invalid: "ask.date.invalid"
        case .ambiguous: found.isUnpublished ? "ask.date.noCalendar" : "ask.date.ambiguous"
        // What is gone is asked back in a call; a record and a pasted line are about what is gone, and have been taken as such.
        case .past: "ask.date.gone"
        // Where a meeting is moved to another day, its hour stays.
        case .day where verb.intent == .reschedule: nil
        case .day: slot == .start && context != .pastedRecord ? "ask.date.hour" : nil
        case .moment, .interval: nil
        }
    }

    // MARK: What an approval rests on

    /// 支委会, 村民代表会议, 党员大会: a piece that ends in 会 or 会议, with 批准 and the like behind it passed over.
    mutating func meeting(_ scan: inout Scan, at start: Int) -> Int? {
        let text = scan.text
        // 的 经 由, 开 of 开支委会 and not of 开的会
        let isHeld = text[start] == 0x5F00 && ![0x7684, 0x4E86, 0x8FC7, 0x4F1A, 0x5B8C].contains(text[start + 1])
        let first = isHeld || [0x7684, 0x7ECF, 0x7531].contains(text[start]) ? start + 1 : start
        var at = first
        var end: Int?
        // A number belongs to a meeting's name only behind 第: otherwise a date begins there.
        while isChinese(text[at]) || isLetter(text[at])
            || (isDigit(text[at]) && at > first && (text[at - 1] == 0x7B2C || isDigit(text[at - 1]))),
            at - first < 20
        {
            scan.steps += 1
            // 「都同意上会」 names no body.
            if text[at] == 0x4F1A, at > first, text[at - 1] != 0x4E0A {  // 会 上
                let stop = text[at + 1] == 0x8BAE ? at + 2 : at + 1  // 议
                // 「开支委会了」: 了 behind 委 部 大 and 会
                let isOver = text[stop] == 0x4E86 && Marks.isMark(text[stop + 1]) && [0x59D4, 0x90E8, 0x5927].contains(text[at - 1])
                // 支委会都同意了
                let decided = [0x90FD, 0x4E5F, 0x5168].contains(text[stop]) ? stop + 1 : stop  // 都 也 全
                if isOver || Marks.isMark(text[stop]) || cues[.decided].end(&scan, at: decided) != nil || dates.date(&scan, at: stop) != nil
                {
                    end = stop
                }
            }
            at += 1
        }
        guard var end else { return nil }
        slots[.meeting] = .text(text.wording(ownName(&scan, first..<end)))
        while let after = cues[.decided].end(&scan, at: end) { end = after }
        return end
    }

    /// 徐委发〔2020〕26号, 《关于……的通知》, 柏党发3号文, 会议纪要第4号.
    mutating func document(_ scan: inout Scan, at start: Int) -> Int? {
        let text = scan.text
        var at = start
        if text[at] == 0x300A {  // 《
            while at < text.count, text[at] != 0x300B, at - start < 80 { at += 1 }
            guard text[at] == 0x300B else { return nil }
            at += 1
        } else {
            while isChinese(text[at]), at - start < 16, text.documentNumber(at: at) == nil { at += 1 }
            guard at > start, let end = text.documentNumber(at: at) ?? text.datedDocumentNumber(at: at) else { return nil }
            at = end
        }
        // 按徐铜委〔2026〕11号, 文号泉新支〔2026〕9号: the number's own letters begin behind what announces them.
        var first = start
        if let bracket = (start..<at).first(where: { text[$0] == 0x28 || isDigit(text[$0]) || text[$0] == 0x7B2C }), text[start] != 0x300A {
            for place in start..<bracket where Filling.beforeDocuments.contains(text[place]) && bracket - place >= 2 { first = place + 1 }
        }
        slots[.document] = .text(text.wording(first..<at))
        if let after = cues[.documentTail].end(&scan, at: at) { at = after }
        while let after = cues[.decided].end(&scan, at: at) { at = after }
        return at
    }

    private static let beforeDocuments = ScalarSet("按以据见号为是依凭照")

    /// 「成果支委会」, 「现在支部会」, 「我们社区支委会」: what stands before the name of a body is no part of it.
    private func ownName(_ scan: inout Scan, _ range: Range<Int>) -> Range<Int> {
        var start = range.lowerBound
        for at in range.dropLast() {
            if let end = cues[.besideBody].end(&scan, at: at), end < range.upperBound - 1 { start = max(start, end) }
        }
        if scan.text[start] == 0x7ECF, start > range.lowerBound { start += 1 }  // 经
        return start..<range.upperBound
    }

    /// 社区党委, 东园社区党支部: the body's own name, in front of a date or by itself.
    mutating func approver(_ scan: inout Scan, at start: Int) -> Int? {
        var at = start
        while isChinese(scan.text[at]), at - start < 16 {
            if let end = cues[.partyBody].end(&scan, at: at),
                Marks.isMark(scan.text[end]) || isDigit(scan.text[end]) || cues[.decided].end(&scan, at: end) != nil
            {
                slots[.approver] = .text(scan.text.wording(ownName(&scan, start..<end)))
                var after = end
                while let next = cues[.decided].end(&scan, at: after) { after = next }
                return after
            }
            at += 1
        }
        return nil
    }

    /// 代表已经议事会审定, 议事会3月1日已审定代表: both words in one piece, a date between them being the day.
    mutating func mandates(_ scan: inout Scan, at start: Int) -> Int? {
        let text = scan.text
        var at = text[start] == 0x662F ? start + 1 : start  // 是
        guard cues[.council].end(&scan, at: at) != nil || cues[.mandate].end(&scan, at: at) != nil else { return nil }
        var isCouncilNamed = false
        var isApproved = false
        var isLoose = false
        // 给 of 「名单给代表看过了」: who was shown it approved nothing.
        var isShown = false
        // 议事会, 会上
        var isBodyNamed = false
        var day: FoundDate?
        while !Marks.isMark(text[at]), at - start < 30 {
            if let end = cues[.council].end(&scan, at: at) ?? cues[.mandate].end(&scan, at: at) {
                isCouncilNamed = true
                isBodyNamed = isBodyNamed || cues[.council].end(&scan, at: at) != nil
                at = end
            } else if let end = cues[.undenied].end(&scan, at: at) {
                at = end
            } else if !isApproved, [0x6CA1, 0x672A, 0x4E0D].contains(text[at]) {
                // 没 未 不: 「议事会还没看过」
                return nil
            } else if text[at] == 0x4F1A, text[at + 1] == 0x4E0A {
                isBodyNamed = true
                at += 2
            } else if let end = cues[.approvedLoosely].end(&scan, at: at) {
                guard isBodyNamed, !isShown, ![0x6CA1, 0x5417, 0x4E48].contains(text[end]) else { return nil }
                (isApproved, isLoose) = (true, true)
                at = end
            } else if let end = cues[.approved].end(&scan, at: at) {
                // 「议事会审过没有」 asks.
                guard ![0x6CA1, 0x5417, 0x4E48].contains(text[end]) else { return nil }  // 没 吗 么
                isApproved = true
                at = end
            } else if day == nil, DateWord.mayBegin(text[at]), let found = dates.date(&scan, at: at) {
                day = found
                at = found.range.upperBound
            } else {
                isShown = isShown || text[at] == 0x7ED9
                at += 1
            }
        }
        guard isCouncilNamed, isApproved else { return nil }
        slots[.mandatesApproved] = .flag(true)
        if isLoose, question == nil { question = "ask.meant" }
        if let day { take(day, as: .date) }
        return at
    }

    /// The one-time code given out for a post: eight digits.
    mutating func code(_ scan: inout Scan, at start: Int) -> Int? {
        guard let digits = scan.text.digits(at: start), digits.digits == 8 else { return nil }
        slots[.code] = .text(scan.text.wording(start..<digits.end))
        return digits.end
    }
}
