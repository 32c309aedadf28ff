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
    mutating func clock(at start: Int) -> (clock: Clock, end: Int)? {
        var at = start
        var part: DayPart?
        if let (word, end) = DateWord.read(&self, at: at) {
            switch word {
            case .part(let said), .shortPart(let said):
                part = said
                at = end
                if text[at] == FoldTable.space { at += 1 }
            case .half: break
            default: return nil
            }
        }
        return hour(at: at, part: part)
    }

    mutating func hour(at: Int, part: DayPart?) -> (clock: Clock, end: Int)? {
        steps += 1
        guard let hour = text.numeral(at: at), hour.digits <= 2 else { return nil }
        var end = hour.end
        if text[end] == 0x3A {
            guard hour.digits > 0, let minute = text.digits(at: end + 1), minute.digits == 2 else { return nil }
            end = minute.end
            if text[end] == 0x3A, let second = text.digits(at: end + 1), second.digits == 2 { end = second.end }
            let clock = Clock(hour: hour.value, minute: minute.value, part: part, isWritten24: hour.hasLeadingZero)
            return (clock, end)
        }
        guard text[end] == 0x70B9 || text[end] == 0x65F6 || text[end] == 0x949F else { return nil }  // 点 时 钟
        end += 1
        if text[end] == 0x949F { end += 1 }
        guard !isOtherWord(at: end) else { return nil }
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
        default:
            if let quarter = text.numeral(at: end), text[quarter.end] == 0x523B, (1...3).contains(quarter.value) {  // 刻
                minute = quarter.value * 15
                end = quarter.end + 1
            } else if let said = text.numeral(at: end), said.digits != 1, said.digits <= 2, text[said.end] != 0x4EBA,
                text[said.end] != 0x53F7, said.digits > 0 || said.value >= 10 || text[said.end] == 0x5206
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

    /// 三点建议, 两点意见: 点 counts points, not hours.
    private func isOtherWord(at end: Int) -> Bool {
        switch (text[end], text[end + 1]) {
        case (0x5EFA, 0x8BAE), (0x610F, 0x89C1), (0x8981, 0x6C42), (0x5E0C, 0x671B), (0x539F, 0x56E0), (0x7406, 0x7531), (0x60F3, 0x6CD5),
            (0x770B, 0x6CD5), (0x95EE, 0x9898), (0x5C0F, 0x4E8B), (0x5C0F, 0x5FD9), (0x8BF4, 0x660E), (0x7591, 0x95EE), (0x5185, 0x5BB9):
            true
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
