import Procedure

/// Days with names: 五一, 国庆假期, 清明三天, 十一前; and where such a name is a place's or part of a number.
extension DateReader {
    /// 十一前, 十一那天, in the weeks before it: elsewhere a number.
    func isNationalDay(_ scan: Scan, _ start: Int, _ end: Int) -> Bool {
        let text = scan.text
        guard (8...9).contains(today.month), text[start - 1] != 0x7B2C, text[start - 1] != 0x6708, !isDigit(text[start - 1]),  // 第 月
            text.numeral(at: start)?.end == end
        else { return false }
        switch (text[end], text[end + 1]) {
        case (0x524D, let next), (0x540E, let next): return next != 0x9762  // 前 后, not 前面
        case (let next, _) where DateReader.behindNational.contains(next):  // 十一去不去, 你们十一加班吗
            return start == 0 || Marks.isMark(text[start - 1]) || DateReader.beforeNational.contains(text[start - 1])
        case (0x4E4B, 0x524D), (0x4E4B, 0x540E), (0x4EE5, 0x524D), (0x4EE5, 0x540E), (0x8FC7, 0x540E), (0x5F53, 0x5929), (0x90A3, 0x5929),
            (0x90A3, 0x51E0), (0x9EC4, 0x91D1), (0x51FA, 0x53BB), (0x56DE, 0x8001), (0x56DE, 0x5BB6):  // … 黄金周 出去 回老家 回家
            return true
        default: return false
        }
    }

    private static let behindNational = ScalarSet("去回放出不玩加值旅休咋怎")
    private static let beforeNational = ScalarSet("们家等过到咱")

    /// 四千五一个月, 六一八: 五一 is a part of a number.
    func isInNumber(_ scan: Scan, _ end: Int) -> Bool {
        guard scan.text.numeral(at: end - 1)?.digits == 0 else { return false }
        // 一毛五一棵, 三十五一斤
        if scan.text.numeral(at: end - 3)?.digits == 0 || [0x6BDB, 0x5757, 0x89D2].contains(scan.text[end - 3]) { return true }
        guard let next = scan.text.numeral(at: end), next.digits == 0 else { return scan.text[end] == 0x4E2A || scan.text[end] == 0x684C }
        return ![0x5929, 0x53F7, 0x65E5, 0x70B9].contains(scan.text[next.end])  // 天 号 日 点
    }

    /// 今年的五一, 2027年中秋.
    func holiday(_ scan: inout Scan, at start: Int, year: Int) -> (day: SaidDay, end: Int)? {
        let at = scan.text[start] == 0x7684 ? start + 1 : start  // 的
        guard let (word, end) = DateWord.read(&scan, at: at), let named = holiday(word, year: year) else { return nil }
        return (named, afterHolidayWords(scan, end))
    }

    /// 今年端午, 明年元旦.
    private func holiday(_ word: DateWord, year: Int) -> SaidDay? {
        guard let first = CivilDate(year, 1, 1) else { return nil }
        switch word {
        case .festival(let name):
            let date = calendar?.festival(name, onOrAfter: first)
            return SaidDay(date.flatMap { $0.year == year ? .date($0) : nil } ?? .unpublished, isFestival: true)
        case .solar(let month, let day): return CivilDate(year, month, day).map { SaidDay(.date($0), isFestival: true) }
        default: return nil
        }
    }

    /// 五一路, 八一小区: the holiday is a place's name.
    func isPlaceName(_ scan: Scan, _ at: Int) -> Bool {
        switch (scan.text[at], scan.text[at + 1]) {
        case (0x8DEF, _), (0x8857, _), (0x6751, _), (0x6865, _), (0x533A, _), (0x5C0F, 0x533A), (0x793E, 0x533A), (0x5E7F, 0x573A),
            (0x5927, 0x9053),
            (0x516C, 0x56ED), (0x65B0, 0x6751), (0x4E2D, 0x5B66), (0x5C0F, 0x5B66), (0x5546, 0x573A), (0x5DF7, _), (0x91CC, _),
            (0x82B1, 0x56ED):  // 路 街 村 桥 区 小区 社区 广场 大道 公园 新村 中学 小学 商场 巷 里 花园
            true
        default: false
        }
    }

    /// 十一假期, 国庆长假, 清明三天: the days off that are published, where they are; 国庆 alone is the day.
    func wholeHoliday(_ scan: Scan, _ date: CivilDate, _ end: Int) -> (SaidDay, Int)? {
        let stop = scan.text[end - 1] == 0x95F4 ? end - 2 : end  // 期间
        let last = (scan.text[stop - 2], scan.text[stop - 1])
        let isWhole = last == (0x5047, 0x671F) || last == (0x957F, 0x5047) || last == (0x653E, 0x5047)  // 假期 长假 放假
        if isWhole, calendar?.isWorkingDay(date) == nil { return (SaidDay(.unpublished, isFestival: true), end) }
        guard let days = calendar?.holiday(around: date), days.lowerBound < days.upperBound else { return nil }
        let whole = SaidDay(.span(days.lowerBound, days.upperBound), isFestival: true)
        if let count = scan.text.numeral(at: end), scan.text[count.end] == 0x5929,  // 天
            days.upperBound.dayNumber - days.lowerBound.dayNumber == count.value - 1
        {
            return (whole, count.end + 1)
        }
        return isWhole ? (whole, end) : nil
    }

    func afterHolidayWords(_ scan: Scan, _ end: Int) -> Int {
        // 节 假 期, 长假, 小长假, 放假
        var end = end
        while true {
            if [0x8282, 0x5047, 0x671F].contains(scan.text[end])
                || [0x957F, 0x653E].contains(scan.text[end]) && scan.text[end + 1] == 0x5047
            {
                end += 1
            } else if scan.text[end] == 0x5C0F, scan.text[end + 1] == 0x957F, scan.text[end + 2] == 0x5047 {
                end += 3
            } else {
                break
            }
        }
        return scan.text[end - 1] == 0x671F && scan.text[end] == 0x95F4 ? end + 1 : end  // 期间
    }
}
