/// A time of day as it was said: the readings it may have, the one to offer first in front.
struct Clock: Sendable, Hashable {
    /// Minutes from the start of the day named; 1440 and more fall on the next day. Empty when there is no such hour.
    var minutes: [Int]
    var part: DayPart?
    /// The hour as it was said, for an end that takes over another part of the day.
    var hour: Int
    var minute: Int

    var isInvalid: Bool { minutes.isEmpty }

    init(hour: Int, minute: Int, part: DayPart?, isWritten24: Bool) {
        self.hour = hour
        self.minute = minute
        self.part = part
        guard (0...24).contains(hour), (0...59).contains(minute), hour < 24 || minute == 0 else {
            minutes = []
            return
        }
        if let part {
            minutes = part.minute(hour: hour, minute: minute).map { [$0] } ?? []
        } else if isWritten24 || hour >= 12 || hour == 0 {
            minutes = [hour * 60 + minute]
        } else if hour <= 6 {
            minutes = [(hour + 12) * 60 + minute]
        } else if hour == 7 {
            minutes = [(hour + 12) * 60 + minute, hour * 60 + minute]
        } else {
            minutes = [hour * 60 + minute]
        }
    }
}

extension Scan {
    /// A part of the day alone: 晚上, 下午.
    mutating func dayPart(at start: Int) -> (part: DayPart, end: Int)? {
        guard let (word, end) = DateWord.read(&self, at: start), case .part(let part) = word else { return nil }
        return (part, end)
    }

    /// An hour, with or without a part of the day before it: 晚7点半, 19:30, 下午三点一刻.
    /// `isEnd` behind 到: the 6 of 早8到晚6都有人 can be nothing else.
    mutating func clock(at start: Int, isEnd: Bool = false) -> (clock: Clock, end: Int)? {
        var at = start
        var part: DayPart?
        var isShort = false
        if let (word, end) = DateWord.read(&self, at: at) {
            switch word {
            case .part(let said), .shortPart(let said):
                part = said
                if case .shortPart = word { isShort = true }
                at = end
                if text[at] == FoldTable.space { at += 1 }
            case .half, .tenFirst: break
            default: return nil
            }
        }
        return hour(at: at, part: part, isShort: isShort, isEnd: isEnd)
    }

    /// `isShort` where 晚, 早, 今晚 or 明早 stands before it: 晚7 needs no 点.
    mutating func hour(at: Int, part: DayPart?, isShort: Bool = false, isEnd: Bool = false) -> (clock: Clock, end: Int)? {
        steps += 1
        if text[at] == 0x5DEE { return lacking(at: at, part: part) }
        guard let hour = text.numeral(at: at), hour.digits <= 2 else { return nil }
        var end = hour.end
        if isShared(hour, at) || isShort && (isBare(hour) || isEnd && (1...12).contains(hour.value) && !text.isMeasure(at: end)) {
            return (Clock(hour: hour.value, minute: 0, part: part, isWritten24: hour.hasLeadingZero), end)
        }
        // 晚上8、9点 may be either, and so may 九十点.
        if let (last, stop) = eitherHour(hour) {
            var clock = Clock(hour: last - 1, minute: 0, part: part, isWritten24: false)
            clock.minutes += Clock(hour: last, minute: 0, part: part, isWritten24: false).minutes
            return (clock, stop)
        }
        if text[end] == 0x3A {
            guard hour.digits > 0, let minute = text.digits(at: end + 1), minute.digits == 2 else { return nil }
            end = minute.end
            if text[end] == 0x3A, let second = text.digits(at: end + 1), second.digits == 2 { end = second.end }
            let clock = Clock(hour: hour.value, minute: minute.value, part: part, isWritten24: hour.hasLeadingZero)
            return (clock, end)
        }
        guard text[end] == 0x70B9 || text[end] == 0x65F6 || text[end] == 0x949F else { return nil }  // 点 时 钟
        // 两钟头, 同一钟点, 一时半会
        if text[end] == 0x949F, [0x5934, 0x70B9].contains(text[end + 1]) { return nil }
        if text[end] == 0x65F6, hour.digits == 0, hour.value == 1, part == nil { return nil }
        if text[end] == 0x65F6, Scan.behindTime.contains(text[end + 1]) { return nil }  // 10时间
        end += 1
        // 早一点来, 快一点: no hour.
        if hour.digits == 0, hour.value == 1, part == nil || isLittle(at), !isHoursEnd(end), !Scan.beforeOneOClock.contains(text[at - 1]),
            !(Marks.isMark(text[at - 1]) || at == 0) || !Scan.behindOneOClock.contains(text[end])
        {
            return nil
        }
        if text[end] == 0x949F { end += 1 }
        guard !isOtherWord(at: end), !isBetweenPoints(hour, at, end), !isDecimal(hour, at, end) else { return nil }
        if text.isRoughly(at: at), let first = text.part(at..<at + 1).numeral(at: 0), let last = text.part(at + 1..<at + 2).numeral(at: 0) {
            // 三四点 may be either.
            var clock = Clock(hour: first.value, minute: 0, part: part, isWritten24: false)
            clock.minutes += Clock(hour: last.value, minute: 0, part: part, isWritten24: false).minutes
            return (clock, end)
        }
        var minute = 0
        switch text[end] {
        case 0x534A:  // 半
            minute = 30
            end += 1
        case 0x6574: end += 1  // 整
        case 0x5DEE:  // 三点差五分
            guard let (missing, stop) = missing(at: end) else { break }
            let before = hour.value == 1 ? 12 : hour.value - 1
            return (Clock(hour: before, minute: 60 - missing, part: part, isWritten24: false), stop)
        case 0x8FC7:  // 八点过五分, 八点过一刻
            guard let said = text.numeral(at: end + 1), text[said.end] == 0x5206 || text[said.end] == 0x523B else { break }
            minute = text[said.end] == 0x5206 ? said.value : said.value * 15
            end = said.end + 1
        default:
            if let quarter = text.numeral(at: end), text[quarter.end] == 0x523B, (1...3).contains(quarter.value) {  // 刻
                minute = quarter.value * 15
                end = quarter.end + 1
            } else if let said = text.numeral(at: end), said.digits != 1, said.digits <= 2, text[said.end] != 0x4EBA,
                text[said.end] != 0x53F7, said.digits > 0 || said.value >= 10 || text[said.end] == 0x5206 || text[end] == 0x96F6
            {
                // 九点二楼见: a single Chinese numeral is no minute.
                // 点15分, 点十五; never 点12人 or 点12号
                minute = said.value
                end = text[said.end] == 0x5206 ? said.end + 1 : said.end
            } else if let said = text.digits(at: end), text[said.end] == 0x5206 {
                minute = said.value
                end = said.end + 1
            }
        }
        return (Clock(hour: hour.value, minute: minute, part: part, isWritten24: hour.hasLeadingZero), end)
    }

    /// 差一刻三点, 差五分八点.
    private func lacking(at start: Int, part: DayPart?) -> (clock: Clock, end: Int)? {
        guard let (missing, at) = missing(at: start), let hour = text.numeral(at: at), (1...24).contains(hour.value),
            text[hour.end] == 0x70B9
        else { return nil }
        let before = hour.value == 1 ? 12 : hour.value - 1
        return (Clock(hour: before, minute: 60 - missing, part: part, isWritten24: false), hour.end + 1)
    }

    /// The minutes of 差一刻 and 差五分钟.
    private func missing(at start: Int) -> (minutes: Int, end: Int)? {
        guard let said = text.numeral(at: start + 1), text[said.end] == 0x523B || text[said.end] == 0x5206 else { return nil }  // 刻 分
        let minutes = text[said.end] == 0x523B ? said.value * 15 : said.value
        return (1..<60).contains(minutes) ? (minutes, text[said.end + 1] == 0x949F ? said.end + 2 : said.end + 1) : nil
    }

    /// 10-12点, 2到4点: the first hour leaves its 点 to the second.
    private func isShared(_ hour: Numeral, _ start: Int) -> Bool {
        // 这片一到十点就没水: as soon as it is ten.
        if hour.digits == 0, hour.value == 1, text[hour.end] == 0x5230,
            start == 0 || Marks.isMark(text[start - 1]) || isChinese(text[start - 1]),
            !Scan.beforeOneOClock.contains(text[start - 1])
        {
            return false
        }
        guard [0x5230, 0x81F3, 0x2D].contains(text[hour.end]), hour.value <= 24, let second = text.numeral(at: hour.end + 1),
            second.digits <= 2, second.value <= 24, second.value != hour.value, text[second.end] == 0x70B9 || text[second.end] == 0x65F6,
            !isOtherWord(at: second.end + 1)
        else { return false }
        // 8-10时间, 第3到5点, 3.2-4点
        if text[second.end] == 0x65F6, Scan.behindTime.contains(text[second.end + 1]) { return false }
        return ![0x7B2C, 0x2E, 0x2F, 0x3A, 0x2D].contains(text[start - 1]) && !isDigit(text[start - 1])
    }

    /// 8、9点, 九十点: two hours that follow each other, one 点.
    private func eitherHour(_ hour: Numeral) -> (last: Int, end: Int)? {
        if hour.digits == 0, hour.value == 90, text[hour.end] == 0x70B9 {
            return isOtherWord(at: hour.end + 1) ? nil : (10, text[hour.end + 1] == 0x949F ? hour.end + 2 : hour.end + 1)
        }
        // 十一二点
        if let teen = text.roughTeen(at: hour.end - 2), teen.low == hour.value, teen.low < 24, text[teen.end] == 0x70B9 {
            return isOtherWord(at: teen.end + 1) ? nil : (teen.low + 1, text[teen.end + 1] == 0x949F ? teen.end + 2 : teen.end + 1)
        }
        guard text[hour.end] == 0x2C, let second = text.numeral(at: hour.end + 1), second.value == hour.value + 1, second.value <= 12,
            text[second.end] == 0x70B9, !isOtherWord(at: second.end + 1)
        else { return nil }
        return (second.value, second.end + 1)
    }

    /// 晚7开会, 早8到晚6: nothing that 7 could count stands behind it.
    private func isBare(_ hour: Numeral) -> Bool {
        guard (1...12).contains(hour.value) else { return false }
        switch (text[hour.end], text[hour.end + 1]) {
        case (0x5230, let next), (0x81F3, let next), (0x2D, let next):
            return text.numeral(at: hour.end + (next == 0x665A || next == 0x65E9 ? 2 : 1)) != nil
        case (0x665A, let next): return text.numeral(at: hour.end + 1) != nil && next != 0x4E00
        case (0x524D, _), (0x4E4B, 0x524D), (0x5F00, _), (0x96C6, 0x5408), (0x7ED3, 0x675F), (0x51C6, 0x65F6), (0x89C1, _), (0x6563, _),
            (0x5173, _), (0x51FA, 0x53D1):  // 前 之前 开 集合 结束 准时 见 散 关 出发
            return true
        case (0x2C, _), (0, _), (0x3002, _), (0x20, _), (0x29, _): return hour.digits > 0
        default: return false
        }
    }

    /// 早一点, 晚一点, but 今晚一点.
    private func isLittle(_ at: Int) -> Bool {
        (text[at - 1] == 0x65E9 || text[at - 1] == 0x665A) && ![0x4ECA, 0x660E, 0x540E, 0x6628].contains(text[at - 2])
    }

    /// 明天一点, 周三一点, 到一点; 一点集合 at the beginning.
    private static let beforeOneOClock = ScalarSet("天号日一二三四五六午儿到至从-")
    private static let behindOneOClock = ScalarSet("开集来去出见散上下前之以多左准")
    private static let behindBall = ScalarSet("场馆赛队局友迷")
    private static let behindTime = ScalarSet("间候段常")

    /// 早一点半, 晚一点到两点: it was the hour, not a little.
    private func isHoursEnd(_ at: Int) -> Bool {
        [0x534A, 0x949F, 0x6574, 0x5230, 0x81F3, 0x2D].contains(text[at]) || text.numeral(at: at) != nil
    }

    /// 三点五公里, 二点零排量, and 说三点： what is to be said.
    private func isDecimal(_ hour: Numeral, _ start: Int, _ end: Int) -> Bool {
        guard hour.digits == 0 else { return false }
        if text[end] == 0x3A, Scan.beforePoints.contains(text[start - 1]) { return true }
        guard let rest = text.numeral(at: end), rest.digits == 0 else { return false }
        return rest.value == 0 || rest.value < 10 && Scan.behindDecimal.contains(text[rest.end])
    }

    private static let beforePoints = ScalarSet("说讲提有就")
    private static let behindDecimal = ScalarSet("米公里吨万亿倍元块斤升平克厘毫寸级度")

    /// 两点之间走直线
    private func isBetweenPoints(_ hour: Numeral, _ start: Int, _ end: Int) -> Bool {
        hour.digits == 0 && hour.value == 2 && text[end] == 0x4E4B && text[end + 1] == 0x95F4
            && ![0x5230, 0x81F3, 0x2D].contains(text[start - 1])
    }

    /// 三点建议, 两点意见: 点 counts points, not hours.
    private func isOtherWord(at end: Int) -> Bool {
        switch (text[end], text[end + 1]) {
        case (0x5EFA, 0x8BAE), (0x610F, 0x89C1), (0x8981, 0x6C42), (0x5E0C, 0x671B), (0x539F, 0x56E0), (0x7406, 0x7531), (0x60F3, 0x6CD5),
            (0x770B, 0x6CD5), (0x95EE, 0x9898), (0x5C0F, 0x4E8B), (0x5C0F, 0x5FD9), (0x8BF4, 0x660E), (0x7591, 0x95EE), (0x5185, 0x5BB9),
            (0x4E00, 0x7EBF), (0x65B9, 0x5411):
            true
        case (0x4F4D, _), (0x6863, _): true  // 12点位, 八点档
        case (0x7403, let next): !Scan.behindBall.contains(next)  // 1点球, but 八点球场见
        case (0x8981, _), (0x9700, 0x8981), (0x6CE8, 0x610F): true  // 三点要注意的地方
        default: false
        }
    }
}

extension Clock {
    /// An hour that is settled already.
    init(hour: Int, minute: Int, fixed: Int) {
        self.init(hour: hour, minute: minute, part: nil, isWritten24: true)
        minutes = [fixed]
    }
}
