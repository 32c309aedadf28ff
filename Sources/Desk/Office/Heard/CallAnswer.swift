import Procedure

/// What somebody who is called to sittings says of them, taken to pieces: 「10号能来，16号请假」, 「路灯那场我到 迟个半小时」. It is an answer only where
/// every word of it is known, or what is left stands as words of its own (a reason).
struct CallAnswer {
    /// Which sitting was meant by a piece.
    enum Which: Equatable {
        case number(Int)
        /// 周二, with the week where one is said: 0 this one, 1 the next.
        case weekday(Int, week: Int?)
        /// 今天, 明晚: so many days from now.
        case ahead(Int)
        case place(Int)
        /// 其他的: those that nothing else was said of.
        case others
    }

    enum Said: Equatable {
        case coming, notComing, leave, open
    }

    /// One answer with the sittings it is of.
    struct Part {
        var which: [Which] = []
        /// 晚上, 下午3点: the hour of the sitting that is meant.
        var hours: Hours?
        var said: Said?
        /// 行, 可以: says little by itself.
        var isWeak = false
        var isAll = false

        var isAimed: Bool { !which.isEmpty || hours != nil }
    }

    /// A part of the day, and the hour of the clock where one is said.
    struct Hours: Equatable {
        var part: Range<Int>?
        var hour: Int?

        func contains(_ start: Instant) -> Bool {
            let at = start.civil.minuteOfDay / 60
            return part?.contains(at) ?? true && hour.map { $0 % 12 == at % 12 && ($0 <= 12 || $0 == at) } ?? true
        }
    }

    var parts: [Part] = []
    /// How many sittings were spoken of: 两个都去.
    var count: Int?
    /// 晚点到, 堵路上了.
    var isLate = false
    /// 「那我能来了，不请假了」
    var isBack = false
    /// 上午, 下午, 晚上.
    var hours: Range<Int>?
    /// What is left of it, in its own words.
    var rest: [String] = []
    /// A day or a number with something else beside it and no answer: 「16号参加不了家长会，周四去开会」.
    var isBroken = false
    /// A bare number was all of it.
    var isBareNumber = false
    /// 「请假 3号我可以」: a sitting between two answers, which may be of either.
    var isDoubtful = false
}

/// Takes such a message to pieces by the words of a library.
struct CallAnswerReader {
    let words: [(word: [Character], kind: Kind)]

    enum Kind: Equatable {
        case coming, weak, notComing, leave, open, back, late, filler, several, all, others
    }

    init(_ library: Library) {
        var words: [(word: [Character], kind: Kind)] = []
        let lists: [(String, Kind)] = [
            ("said.call.coming", .coming), ("said.call.weak", .weak), ("said.call.not", .notComing), ("said.call.leave", .leave),
            ("said.call.open", .open), ("said.call.back", .back), ("said.call.late", .late), ("said.call.filler", .filler),
            ("said.call.several", .several), ("said.call.all", .all), ("said.call.others", .others),
        ]
        for (key, kind) in lists { words += library.words(under: key).map { (Array($0), kind) } }
        self.words = words.sorted { $0.word.count > $1.word.count }
    }

    func read(_ text: String) -> CallAnswer {
        var message = Taking(text: Array(text.lowercased()), words: words)
        return message.taken()
    }
}

/// One message under way.
private struct Taking {
    let text: [Character]
    let words: [(word: [Character], kind: CallAnswerReader.Kind)]
    var answer = CallAnswer()
    var part = CallAnswer.Part()
    var at = 0
    var isSeveral = false
    /// Whether the piece under way says an answer or a sitting, and what else it says.
    var isMarked = false
    var piece = 0
    var left: Range<Int>?
    /// A piece named a sitting, said something else and no answer.
    var isUnanswered = false
    /// Whether an answer stood before the piece under way, and whether that names a sitting.
    var isAnswered = false
    var isAimed = false
    /// Whether the sitting of the part under way stands behind its answer, in a piece of its own.
    var isBehind = false

    mutating func taken() -> CallAnswer {
        while at < text.count {
            if CallDays.isMark(text[at]) {
                endPiece()
                at += 1
                piece = at
            } else if !day(), !number(), !word() {
                left = (left?.lowerBound ?? at)..<(at + 1)
                at += 1
            }
        }
        endPiece()
        endPart()
        // 「我俩都去」 are two people.
        if isSeveral { answer.count = nil }
        return answer
    }

    private mutating func endPiece() {
        if left != nil, isMarked, part.said == nil, !part.which.isEmpty { isUnanswered = true }
        if let left {
            // 孩子家长会 and 店里走不开 behind an answer stand by themselves; of 「那天带娃打疫苗去不成了」 what is neither the day nor the answer.
            let isWhole = !isMarked || isAnswered && !isAimed
            answer.rest.append(String(text[isWhole ? piece..<at : left]))
        }
        (left, isMarked, isAimed) = (nil, false, false)
        isAnswered = part.said != nil
    }

    private mutating func endPart() {
        if part.said != nil || !part.which.isEmpty || part.isAll { answer.parts.append(part) }
        (part, isBehind) = (CallAnswer.Part(), false)
    }

    private mutating func take(_ which: CallAnswer.Which, to end: Int) {
        aim()
        if isUnanswered { answer.isBroken = true }
        part.which.append(which)
        isMarked = true
        at = end
    }

    /// 「来的 路灯那个」: what it is of may stand behind the first answer.
    private mutating func aim() {
        if part.said != nil {
            if part.isAimed || !answer.parts.isEmpty { endPart() } else { isBehind = isAnswered }
        }
        isAimed = true
    }

    private mutating func day() -> Bool {
        if let (weekday, week, end) = CallDays.weekday(text, at) {
            take(.weekday(weekday, week: week), to: end)
        } else if let (days, end) = CallDays.ahead(text, at) {
            take(.ahead(days), to: end)
            if text[end - 1] == "晚" { answer.hours = answer.hours ?? 17..<24 }
        } else if let (hours, end) = CallDays.hours(text, at) {
            answer.hours = answer.hours ?? hours.part
            // 「八点左右到」 behind an answer is when they come.
            if part.hours == nil || part.said != nil { aim() }
            part.hours = part.hours ?? hours
            at = end
        } else {
            return false
        }
        return true
    }

    private mutating func number() -> Bool {
        if text[at] == "第", let (place, end) = CallDays.number(text, at + 1) {
            take(.place(place), to: min(end + (end < text.count && "个场次".contains(text[end]) ? 1 : 0), text.count))
            return true
        }
        guard let (number, end) = CallDays.number(text, at) else { return false }
        if end < text.count, "号日".contains(text[end]) {
            // 3号楼
            if end + 1 < text.count, "楼院车库门栋幢房线地铺店桌柜".contains(text[end + 1]) { return false }
            take(.number(number), to: end + 1)
        } else if end < text.count, "月".contains(text[end]), CallDays.number(text, end + 1) != nil {
            at = end + 1
        } else if end < text.count, "个场次".contains(text[end]) {
            answer.count = number
            at = end + 1
        } else if let late = ["分钟", "小时", "个小时", "个半小时"].first(where: { text[end...].starts(with: $0) }),
            end + late.count < text.count, "到来就".contains(text[end + late.count])
        {
            answer.isLate = true
            at = end + late.count
        } else if text[at].isNumber, at == 0, end == text.count {
            answer.isBareNumber = true
            take(.number(number), to: end)
        } else {
            return false
        }
        return true
    }

    private mutating func word() -> Bool {
        guard let (word, kind) = words.first(where: { text[at...].starts(with: $0.word) }) else { return false }
        let end = at + word.count
        switch kind {
        case .filler: break
        case .several: isSeveral = true
        case .others:
            take(.others, to: end)
            return true
        case .all: part.isAll = !isSeveral
        case .late:
            answer.isLate = true
            if part.said == nil { part.said = .coming }
            isMarked = true
        case .back:
            answer.isBack = true
            say(.coming, isWeak: false)
        case .open: say(.open, isWeak: false)
        case .coming, .notComing, .leave, .weak:
            // 「去买菜」 and 「不去超市」 are no answers: nothing else stands right behind one. 到了 is said at the door.
            if kind == .coming, end < text.count, text[end] == "了", word.count == 1 { return false }
            guard kind == .leave || kind == .weak && word.count > 1 || endsThere(end) else { return false }
            say(kind == .notComing ? .notComing : kind == .leave ? .leave : .coming, isWeak: kind == .weak)
        }
        at = end
        return true
    }

    /// Whether a piece ends there, with nothing but a sitting or small words behind.
    private func endsThere(_ end: Int) -> Bool {
        if end >= text.count || CallDays.isMark(text[end]) { return true }
        var rest = Taking(text: text, words: words)
        rest.at = end
        return rest.day() || rest.number() || rest.word()
    }

    private mutating func say(_ said: CallAnswer.Said, isWeak: Bool) {
        isMarked = true
        if let before = part.said, before != said, !(part.isWeak) {
            // 「不来了 请假」 is one; two answers with nothing that tells them apart are left to be two.
            if [.notComing, .leave].contains(before), [.notComing, .leave].contains(said) {
                part.said = .leave
                return
            }
            // 「请假 3号我可以」
            let which = isBehind ? part.which : []
            if isBehind { (part.which, answer.isDoubtful) = ([.others], true) }
            endPart()
            part.which = which
        }
        part.isWeak = part.said == nil ? isWeak : part.isWeak && isWeak
        part.said = said
    }
}

/// Days and numbers as they are said of sittings to come.
enum CallDays {
    static func isMark(_ character: Character) -> Bool {
        character.isWhitespace || character.isPunctuation || character.isSymbol
    }

    /// 周二, 下星期二.
    static func weekday(_ text: [Character], _ start: Int) -> (day: Int, week: Int?, end: Int)? {
        var at = start
        var week: Int?
        if text[at] == "下" { (week, at) = (1, at + 1) } else if "这本".contains(text[at]) { (week, at) = (0, at + 1) }
        if at < text.count, text[at] == "个" { at += 1 }
        if at < text.count, text[at] == "周" {
            at += 1
        } else if text[at...].starts(with: "星期") || text[at...].starts(with: "礼拜") {
            at += 2
        } else {
            return nil
        }
        guard at < text.count, let day = "一二三四五六日天".firstIndex(of: text[at]) else { return nil }
        return (min("一二三四五六日天".distance(from: "一".startIndex, to: day), 6), week, at + 1)
    }

    static func ahead(_ text: [Character], _ start: Int) -> (days: Int, end: Int)? {
        let words: [(String, Int)] = [
            ("大后天", 3), ("今天", 0), ("今晚", 0), ("今儿", 0), ("明天", 1), ("明晚", 1), ("明儿", 1), ("后天", 2), ("后晚", 2),
        ]
        guard let (word, days) = words.first(where: { text[start...].starts(with: $0.0) }) else { return nil }
        return (days, start + word.count)
    }

    /// 晚上七点半, 下午, 七点; the hours it can be of.
    static func hours(_ text: [Character], _ start: Int) -> (hours: CallAnswer.Hours, end: Int)? {
        if text[start...].starts(with: "晚上好") || text[start...].starts(with: "下午好") || text[start...].starts(with: "上午好") { return nil }
        let parts: [(String, Range<Int>)] = [
            ("上午", 6..<12), ("早上", 6..<12), ("中午", 11..<14), ("下午", 12..<19), ("晚上", 17..<24), ("夜里", 17..<24),
            ("白天", 6..<18), ("傍晚", 17..<20), ("晚间", 17..<24), ("午后", 12..<19),
        ]
        let part = parts.first { text[start...].starts(with: $0.0) }
        var at = start + (part?.0.count ?? 0)
        var hour: Int?
        if let (said, end) = number(text, at), end < text.count, text[end] == "点" {
            (hour, at) = (said, end + 1)
            if at < text.count, text[at] == "半" || text[at] == "钟" { at += 1 }
        }
        return at == start ? nil : (CallAnswer.Hours(part: part?.1, hour: hour), at)
    }

    /// 3, 十六, 两, 俩.
    static func number(_ text: [Character], _ start: Int) -> (value: Int, end: Int)? {
        var at = start
        var digits = ""
        while at < text.count, text[at].isASCII, text[at].isNumber, digits.count < 4 {
            digits.append(text[at])
            at += 1
        }
        if let value = Int(digits) { return (value, at) }
        let values: [Character: Int] = [
            "一": 1, "二": 2, "两": 2, "俩": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9,
        ]
        func one() -> Int? { at < text.count ? values[text[at]] : nil }
        var value = 0
        if let first = one() {
            (value, at) = (first, at + 1)
            guard at < text.count, text[at] == "十" else { return (value, at) }
        }
        guard at < text.count, text[at] == "十" else { return nil }
        at += 1
        value = max(value, 1) * 10
        if let last = one() { (value, at) = (value + last, at + 1) }
        return (value, at)
    }
}
