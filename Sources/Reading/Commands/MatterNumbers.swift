/// The numbers people give matters: 12, #12, 12号, 第12号, 十二号, 东园12; several as 12、13 和 15-18.
struct MatterNumbers: Sendable {
    /// Short names of units that may stand before a number where a speaker serves several.
    let units: WordTrie
    let unitNames: [String]

    init(units names: [String], fold: FoldTable) {
        unitNames = names
        units = WordTrie(names.enumerated().map { (fold.word($1), $0) })
    }

    struct One: Sendable, Hashable {
        var value: Int
        var unit: String?
        var end: Int
        /// Written with 号 or #, so that nothing but a number can be meant.
        var isMarked: Bool
    }

    /// Whether a number may begin with a scalar: most places of a text are passed over by this alone.
    func mayBegin(_ scalar: UInt32) -> Bool { MatterNumbers.beginnings.contains(scalar) || units.begins(with: scalar) }

    /// A number at a place; nil where the digits belong to something else: 12楼, 3号楼, 12点, 5%, 16比2, 2026年.
    func one(_ scan: inout Scan, at start: Int) -> One? {
        scan.steps += 1
        // 「参加+1」: one more.
        guard mayBegin(scan.text[start]), scan.text[start - 1] != 0x2B else { return nil }
        var at = start
        var unit: String?
        if let found = units.longest(in: &scan, at: at) {
            unit = unitNames[found.value]
            at = found.end
            if scan.text[at] == FoldTable.space { at += 1 }
        }
        var isMarked = unit != nil
        let isOrdinal = scan.text[at] == 0x7B2C  // 第
        if isOrdinal { at += 1 }
        if scan.text[at] == 0x23 {  // #
            isMarked = true
            at += 1
        }
        guard !isOfADocument(scan.text, start), let number = scan.text.numeral(at: at), (1...999_999).contains(number.value),
            number.digits <= 6
        else { return nil }
        var end = number.end
        if scan.text[end] == 0x53F7 {  // 号
            guard !scan.text.isHouse(at: end + 1), isOrdinal || !isHour(scan.text, end + 1) else { return nil }
            isMarked = true
            end += 1
        } else if isOrdinal, scan.text[end] == 0x6761 || scan.text[end] == 0x4EF6 {  // 第45条
            isMarked = true
            end += 1
        } else {
            guard number.digits > 0, !scan.text.isMeasure(at: end) else { return nil }
        }
        return One(value: number.value, unit: unit, end: end, isMarked: isMarked)
    }

    private static let beginnings = ScalarSet("0123456789#第〇零一二三四五六七八九十百千万两廿卅")

    /// 20号5点半, 20号19:30: a day of the month.
    private func isHour(_ text: FoldedText, _ start: Int) -> Bool {
        guard let hour = text.numeral(at: start), hour.value <= 24 else { return false }
        return text[hour.end] == 0x70B9 || (text[hour.end] == 0x3A && isDigit(text[hour.end + 1]))
    }

    /// The year and the number of a document: 徐委发〔2026〕18号, 柏党发3号, 4号文, 会议纪要第4号. 建〔2026〕12号 is the number of our own register.
    private func isOfADocument(_ text: FoldedText, _ start: Int) -> Bool {
        if text.documentNumber(at: start) != nil { return true }
        if text[start - 1] == 0x28, let year = text.digits(at: start), year.digits == 4, text[year.end] == 0x29 { return true }
        guard text[start - 1] == 0x29, (1...4).allSatisfy({ isDigit(text[start - 1 - $0]) }), text[start - 6] == 0x28 else { return false }
        return text[start - 7] != 0x5EFA && text[start - 7] != 0x8BAE  // 建 议
    }

    /// Longest run taken from one message; beyond it nothing is read, rather than a part.
    static let most = 50

    /// 11号晚上七点 behind 2号: with a part of the day or an hour behind it a later number is the day.
    private func isTimed(_ scan: inout Scan, _ one: One) -> Bool {
        guard one.isMarked else { return false }
        let at = scan.text[one.end] == FoldTable.space ? one.end + 1 : one.end
        return scan.dayPart(at: at) != nil || scan.clock(at: at) != nil || [0x65E9, 0x665A].contains(scan.text[at])  // 早 晚
    }

    /// One or more numbers with marks, 和 or ranges between them.
    /// - Parameter wordRanges: whether 15到18 is a range; not where 到 says what is merged into what.
    func several(_ scan: inout Scan, at start: Int, wordRanges: Bool) -> (values: [Int], unit: String?, end: Int)? {
        guard let first = one(&scan, at: start) else { return nil }
        let unit = first.unit
        var values = [first.value]
        var end = first.end
        while values.count <= MatterNumbers.most {
            if let (last, stop) = rangeEnd(&scan, from: values[values.count - 1], at: end, words: wordRanges) {
                guard last - values[values.count - 1] < MatterNumbers.most else { return nil }
                for value in values[values.count - 1] + 1...last { values.append(value) }
                end = stop
            } else if let next = following(&scan, at: end), !isTimed(&scan, next) {
                // Numbers of two units in one message are two commands.
                guard next.unit == nil || next.unit == unit else { return nil }
                values.append(next.value)
                end = next.end
            } else {
                break
            }
        }
        guard values.count <= MatterNumbers.most else { return nil }
        if values.count == 1 { return (values, unit, end) }
        var seen: Set<Int> = []
        return (values.filter { seen.insert($0).inserted }, unit, end)
    }

    private func rangeEnd(_ scan: inout Scan, from first: Int, at start: Int, words: Bool) -> (Int, Int)? {
        let isJoined = scan.text[start] == 0x2D || (words && (scan.text[start] == 0x5230 || scan.text[start] == 0x81F3))  // - 到 至
        guard isJoined, let last = one(&scan, at: start + 1), last.value > first else { return nil }
        return (last.value, last.end)
    }

    private func following(_ scan: inout Scan, at start: Int) -> One? {
        var at = start
        while [FoldTable.space, 0x2C, 0x2F].contains(scan.text[at]) { at += 1 }
        if [0x548C, 0x8DDF, 0x4E0E, 0x53CA].contains(scan.text[at]) { at += 1 }  // 和 跟 与 及
        if scan.text[at] == FoldTable.space { at += 1 }
        if at == start {
            // 七号八号: marked twice, nothing between.
            guard scan.text[start - 1] == 0x53F7, let next = one(&scan, at: at), next.isMarked else { return nil }
            return next
        }
        return one(&scan, at: at)
    }
}

extension FoldedText {
    /// Where the number of a document ends that bears no year: 柏党发3号, 4号文, 会议纪要第4号.
    func documentNumber(at start: Int) -> Int? {
        let isOrdinal = self[start] == 0x7B2C  // 第
        guard let serial = digits(at: isOrdinal ? start + 1 : start), self[serial.end] == 0x53F7 else { return nil }
        let end = serial.end + 1
        let isIssued = self[start - 1] == 0x53D1 && FoldedText.issuers.contains(self[start - 2])  // 发
        let isOfMinutes = self[start - 1] == 0x8981 && self[start - 2] == 0x7EAA  // 纪要
        // 12号文化活动 is of a matter.
        let isWritten = self[end] == 0x6587 && (!isChinese(self[end + 1]) || self[end + 1] == 0x4EF6)  // 文, 文件
        return isIssued || isOfMinutes || isWritten ? end : nil
    }

    /// The same of one that bears its year: 〔2020〕26号.
    func datedDocumentNumber(at start: Int) -> Int? {
        guard self[start] == 0x28, let year = digits(at: start + 1), year.digits == 4, self[year.end] == 0x29 else { return nil }
        let at = self[year.end + 1] == 0x7B2C ? year.end + 2 : year.end + 1  // 第
        guard let serial = digits(at: at), self[serial.end] == 0x53F7 else { return nil }
        return serial.end + 1
    }

    private static let issuers = ScalarSet("委党政办字总支社")

    /// What follows 号 in an address or a thing's name, so that the number is no matter's.
    func isHouse(at place: Int) -> Bool {
        switch self[place] {
        case 0x4F1A:
            // 会场 会议室
            [0x573A, 0x5802, 0x9986, 0x6240].contains(self[place + 1]) || (self[place + 1] == 0x8BAE && self[place + 2] == 0x5BA4)
        // 铺完 铺设 铺好, 门禁, 线上 线下, 住院: what is done on that day
        case 0x94FA: ![0x5B8C, 0x8BBE, 0x597D, 0x88C5, 0x5230, 0x6CA5].contains(self[place + 1])
        case 0x95E8: self[place + 1] != 0x7981
        case 0x4F4F: self[place + 1] != 0x9662  // 住院
        case 0x7EBF: self[place + 1] != 0x4E0A && self[place + 1] != 0x4E0B
        // 路灯 路面 路修好了 路牌 路坑
        case 0x8DEF: ![0x706F, 0x9762, 0x4FEE, 0x724C, 0x5751].contains(self[place + 1])
        case 0x516C: [0x5BD3, 0x5395, 0x9986, 0x4EA4, 0x56ED, 0x53F8].contains(self[place + 1])  // 公寓 公厕
        case let scalar: FoldedText.houseWords.contains(scalar)
        }
    }

    /// What follows a number that counts or measures something, a space between or not: 12个, 12 户. In 12：3月5日 the colon only separates.
    func isMeasure(at place: Int) -> Bool {
        switch self[place] {
        case 0x2E: return isDigit(self[place + 1])
        case 0x3A: return digits(at: place + 1).map { self[$0.end] != 0x6708 } ?? false  // 月
        case FoldTable.space:
            let next = self[place + 1]
            if FoldedText.countWords.contains(next) { return true }
            return FoldedText.lengthWords.contains(next)
                && (Marks.isMark(self[place + 2]) || FoldedText.afterLength.contains(self[place + 2]))
        case 0x540D where self[place + 1] == 0x4E0B || self[place + 1] == 0x5355: return false  // 名下 名单
        case let scalar: return FoldedText.measures.contains(scalar) || isLetter(scalar)
        }
    }

    private static let countWords = ScalarSet("个户名位次台盏家栋元万块楼幢层套辆")
    private static let lengthWords = ScalarSet("人天年月日点时米号")
    private static let afterLength = ScalarSet("内后前左以多的到半了没过就")
    private static let houseWords = ScalarSet("楼栋幢院线门路棚库桥井铺馆车厅房室住地坑泵梯口杆灯柜箱")
    private static let measures = ScalarSet("楼栋幢单元点时月日年天人个户次位名张票块万千百十分米平斤件条项层室路岁比%比度届组后周度折倍种盏台辆套棵根株吨桶袋枚颗")
}
