/// Chat ids stand behind what announces them (微信号abc_123, QQ：12345678), at some distance (VX号打错了，是abc_123) or before it (abc_123这个微信).
struct ContactReader {
    /// The last word that announces an id, or the last id: another may follow shortly behind.
    private var last: (kind: PrivateDetail.Kind, end: Int)?
    /// What ended with an exclamation mark: 扣扣被盗了！517716809.
    private var cried: (kind: PrivateDetail.Kind, end: Int)?

    /// An address or id at a place. Called for every place of a text in order.
    mutating func contact(_ text: FoldedText, at start: Int) -> FoundDetail? {
        let scalar = text[start]
        if ContactReader.ends.contains(scalar) {
            cried = scalar == 0x21 ? last : nil
            last = nil
        }
        let isWordStart = text.isWord(scalar) && !text.isWord(text[start - 1]) && text[start - 1] != 0x5F
        if isWordStart || FoldedText.spoken(scalar) != nil && FoldedText.spoken(text[start - 1]) == nil, let end = text.mailEnd(start) {
            return (.email, start..<end)
        }
        // 加Gangqin_nn, 加我：yezi_0923
        if scalar == 0x52A0 || scalar == 0x641C {
            var id = start + 1
            while [0x6211, 0x3A, 0x20].contains(text[id]), id - start < 4 { id += 1 }  // 我 :
            if isLetter(text[id]), let end = text.idEnd(id), (id..<end).contains(where: { text[$0] == 0x5F }) { return (.wechat, id..<end) }
            // 群文件打不开的加我386521500
            if text[start + 1] == 0x6211, isDigit(text[id]), let end = text.qqEnd(id), text.looksLikeNumber(id..<end),
                text.spokenCount(id..<end) >= 6
            {
                return (.qq, id..<end)
            }
        }
        if let cue = ContactCue.read(text, at: start) {
            // 加2039175846（QQ）: what the cue stood behind is found already.
            if !cue.isWeak { last = (cue.kind, cue.end) }
            if let found = behind(text, cue) {
                last = (found.kind, found.range.upperBound)
                return found
            }
        }
        guard isWordStart, let found = token(text, start) else { return nil }
        last = (found.kind, found.range.upperBound)
        return found
    }

    private static let ends = ScalarSet("。!?\n")
    private static let fillers = ScalarSet(": ,(\"号码是为的如下加同-=叫搜我账帐户")
    /// 微信Call我：…, 微信戳我
    private static let callsMe = ["call我", "call", "联系", "找我", "戳我", "私我", "戳", "私", "在用"].map { Array($0.unicodeScalars.map(\.value)) }
    private static let farthest = 18
    private static let telephones = ["电话", "是电话", "这个电话", "座机", "热线"].map { Array($0.unicodeScalars.map(\.value)) }

    /// Right behind a cue.
    private func behind(_ text: FoldedText, _ cue: ContactCue.Found) -> FoundDetail? {
        var at = cue.end
        while at - cue.end < 8 {
            if ContactReader.fillers.contains(text[at]) {
                at += 1
            } else if text[at] == 0x69, text[at + 1] == 0x64, !isLetter(text[at + 2]) {  // id
                at += 2
            } else if cue.kind == .qq, text[at] == 0x4F20 || text[at] == 0x53D1, isDigit(text[at + 1]) {  // QQ传1839926620 发
                at += 1
            } else if let next = ContactReader.callsMe.first(where: { text.has($0, at: at) })?.count {
                at += next
            } else {
                break
            }
        }
        if text.isWord(text[at]), let end = text.mailEnd(at) { return (.email, at..<end) }
        let isMarked = text[cue.end] == 0x3A || text[cue.end] == 0x53F7  // : 号
        switch cue.kind {
        case .qq:
            // 我q是13579246
            if cue.isWeak, text[cue.end] == 0x662F, let end = text.qqEnd(cue.end + 1), text.spokenCount(cue.end + 1..<end) >= 6 {
                return (.qq, cue.end + 1..<end)
            }
            if cue.isWeak, at == cue.end || isMarked, let end = text.qqEnd(at), text.spokenCount(at..<end) >= 6 { return (.qq, at..<end) }
            // Q 1837264950
            if cue.isWeak, text[cue.end] == 0x20, at == cue.end + 1, let end = text.qqEnd(at), text.spokenCount(at..<end) >= 8 {
                return (.qq, at..<end)
            }
            if cue.isWeak { return nil }
            return text.qqEnd(at).map { (.qq, at..<$0) }
        case .wechat:
            if isLetter(text[at]) || text[at] == 0x5F && !text.isWord(text[at - 1]), let end = text.idEnd(at),
                !cue.isWeak || isMarked || text.isMixed(at..<end)
            {
                return (.wechat, at..<end)
            }
            if !cue.isWeak, isDigit(text[at]), let end = text.qqEnd(at), text.looksLikeNumber(at..<end) { return (.wechat, at..<end) }
        case .email:
            if isLetter(text[at]), let end = text.idEnd(at), text.isMixed(at..<end) { return (.email, at..<end) }
        default: break
        }
        return nil
    }

    private static let between = ScalarSet(" (\"这个那的是我五六七八九位本人加")
    private static let said = ScalarSet("是在换改成号为:叫加\"(新 ")

    /// An id somewhere behind its cue, or before it.
    private func token(_ text: FoldedText, _ start: Int) -> FoundDetail? {
        let isFar = last.map { start - $0.end <= ContactReader.farthest } ?? false
        if isLetter(text[start]) {
            guard let end = text.idEnd(start), text.isMixed(start..<end), !text.isSerial(start) else { return nil }
            if isFar, let last, end - start >= 6, isLetter(text[start + 1]) || (start..<end).contains(where: { text[$0] == 0x5F }) {
                return (last.kind == .qq ? .wechat : last.kind, start..<end)
            }
            if let kind = trailing(text, end, least: 0) { return (kind == .qq ? .wechat : kind, start..<end) }
            return nil
        }
        guard let end = text.qqEnd(start), text.looksLikeNumber(start..<end), !text.isSerial(start) else { return nil }
        if isFar, let last, last.kind == .qq, end - start >= 6, ContactReader.said.contains(text[start - 1]) { return (.qq, start..<end) }
        // Behind a mark alone only what is too long for a telephone in a house.
        if let near = last ?? cried, near.kind == .qq, start - near.end <= ContactReader.farthest, end - start >= 9,
            text[start - 1] == (last == nil ? 0x21 : 0x2C), !ContactReader.telephones.contains(where: { text.has($0, at: end) })
        {
            return (.qq, start..<end)
        }
        if end - start >= 6 || text[start] != 0x31 && text[start] != 0x39, let kind = trailing(text, end, least: 1) {
            return (kind, start..<end)
        }
        return nil
    }

    private static let notIDs = ScalarSet("群支付转红收小公步朋糖")

    /// 这个微信, （QQ）: the word behind the id.
    private func trailing(_ text: FoldedText, _ end: Int, least: Int) -> PrivateDetail.Kind? {
        var at = end
        // lily0516，这是我微信
        if text[at] == 0x2C, text[at + 1] == 0x8FD9 || text[at + 1] == 0x662F { at += 1 }
        while ContactReader.between.contains(text[at]), at - end < 6 { at += 1 }
        guard at - end >= least, least == 0 || text[at - 1] != 0x20 || at - end > 1, let cue = ContactCue.read(text, at: at), !cue.isWeak,
            !ContactReader.notIDs.contains(text[cue.end]), cue.kind != .email, text[cue.end] != 0x3A
        else { return nil }
        return cue.kind
    }
}

extension FoldedText {
    /// Whether the text has this word at a place, a blank between two of its characters or not.
    func hasSpaced(_ word: [UInt32], at start: Int) -> Int? {
        var at = start
        for (offset, scalar) in word.enumerated() {
            if offset > 0, self[at] == 0x20, self[at + 1] == scalar { at += 1 }
            guard self[at] == scalar else { return nil }
            at += 1
        }
        return at
    }

    /// Five letters, figures and underscores at least: gcs_1968, kk-fast-loan; aiyue 0609; z h a n g 8 8.
    fileprivate func idEnd(_ start: Int) -> Int? {
        var end = start
        while isWord(self[end]) || self[end] == 0x5F || ((self[end] == 0x2D || self[end] == 0x2E) && isWord(self[end + 1])),
            end - start < 24
        { end += 1 }
        if end - start == 1, isSingle(end) {
            var count = 1
            while isSingle(end), count < 20 {
                end += 2
                count += 1
            }
            return count >= 5 ? end : nil
        }
        if end - start >= 2, self[end] == 0x20, !isMixed(start..<end) {
            var digits = end + 1
            while isDigit(self[digits]) { digits += 1 }
            let count = digits - end - 1
            if (2...6).contains(count), !isWord(self[digits]), !FoldedText.counting.contains(self[digits]), end - start + count >= 5 {
                return digits
            }
        }
        // gongshi.pdf
        let isFile = FoldedText.fileEndings.contains { start + $0.count < end && has($0, at: end - $0.count) }
        if self[end] == 0x40 || isFile { return nil }
        return end - start >= 5 ? end : nil
    }

    private static let fileEndings = [
        ".pdf", ".doc", ".docx", ".xls", ".xlsx", ".ppt", ".pptx", ".jpg", ".jpeg", ".png", ".mp4", ".txt", ".zip",
    ].map {
        Array($0.unicodeScalars.map(\.value))
    }

    /// One sign alone between blanks.
    private func isSingle(_ at: Int) -> Bool { self[at] == 0x20 && isWord(self[at + 1]) && !isWord(self[at + 2]) }

    /// Letters with figures, underscores or dashes among them.
    fileprivate func isMixed(_ range: Range<Int>) -> Bool { range.contains { !isLetter(self[$0]) && self[$0] != 0x20 } }

    fileprivate func spokenCount(_ range: Range<Int>) -> Int { range.count { FoldedText.spoken(self[$0]) != nil } }

    private static let counting = ScalarSet("号楼栋幢座单元点月日年天个元块人户米路万千百度次名份页平斤票分条")

    /// Five to eleven digits, in figures or said, blanks and dashes between them or not; no mobile telephone.
    fileprivate func qqEnd(_ start: Int) -> Int? {
        guard FoldedText.spoken(self[start]) != nil else { return nil }
        var at = start
        var digits = 0
        var end = start
        let isFigures = isDigit(self[start])
        while true {
            let group = at
            while isFigures ? isDigit(self[at]) : FoldedText.spoken(self[at]) != nil, at - group < 12 { at += 1 }
            guard at > group else { break }
            let isTooMany = digits + at - group > 11
            if isTooMany, digits == 0 { return nil }
            if isTooMany { break }
            digits += at - group
            end = at
            guard [0x20, 0x2D, 0x2E, 0xB7].contains(self[at]) else { break }
            // QQ12345678 2026年: what is long enough already ends at a blank.
            if (digits >= 8 && at - group > 1) || (digits >= 5 && group == start && self[at] == 0x20) {
                // 61280335 7, 1039 4472 86
                var last = at + 1
                while isDigit(self[last]), last - at <= (group == start ? 1 : 3) { last += 1 }
                if isFigures, last > at + 1, digits + last - at - 1 <= 11, Marks.isMark(self[last]) { end = last }
                break
            }
            at += 1
        }
        guard (5...11).contains(digits), FoldedText.spoken(self[start]) != 0, !isWord(self[end]), self[end] != 0x40 else { return nil }
        if digits == 11, FoldedText.spoken(self[start]) == 1, isMobile(start) { return nil }
        return FoldedText.counting.contains(self[end]) ? nil : end
    }

    /// Figures that stand together and are no day.
    fileprivate func looksLikeNumber(_ range: Range<Int>) -> Bool {
        guard range.allSatisfy({ isDigit(self[$0]) }) else { return false }
        let isDay =
            range.count == 8 && self[range.lowerBound] == 0x32 && self[range.lowerBound + 1] == 0x30 && self[range.lowerBound + 4] <= 0x31
        return !isDay && (range.count < 11 || !isMobile(range.lowerBound))
    }

    private func isMobile(_ start: Int) -> Bool { number(at: start)?.kind == .phone }

    private static let serialWords = WordsBefore(
        "取件码 车位 车位号 泊位 摊位 信箱 储物柜 取货码 提货码 提取码 货架 货架号 单号 编号 型号 版本 验证码 序号 货号 批号 文号 订单 订单号 运单 工单 工单号 流水号 发票号 合同号 条码 比分 口令 密码 凭证号 受理号 件号 档案号 房产证 产权证 读数 桩号 设备号 柜号 箱号"
    )
    private static let serialFillers = ScalarSet(": 是为(\",")

    /// Whether something says that what begins here is a code: 取件码3-2-501, 报修编号WX20260309.
    func isSerial(_ start: Int) -> Bool { FoldedText.serialWords.announce(self, start, past: FoldedText.serialFillers, most: 3) }
}

/// What announces a chat id.
enum ContactCue {
    typealias Found = (kind: PrivateDetail.Kind, end: Int, isWeak: Bool)

    private static let words: [UInt32: [(word: [UInt32], kind: PrivateDetail.Kind, isWeak: Bool)]] = {
        let wechat = """
            微信 薇信 威信 徽信 维信 卫星 围信 微芯 微星 微x 薇x 维x v信 w信 wei信 weix vx wx v号 微号 薇号 weixin wechat 加v 加微 加薇 加威 加围 +v +微 +薇 +威 +w 绿泡泡
            """
        let qq = "qq 扣扣 叩叩 抠抠 蔻蔻 寇寇 球球 秋秋 企鹅 q号 扣号 扣我 q我 加q 加扣 +q +扣 私q"
        // Names people go by elsewhere are masked alike.
        let others = "抖音号 抖音id 快手号 快手id 小红书号 微博号 b站号 视频号 视频号id 陌陌号 钉钉号 淘宝号 旺旺号 闲鱼号 支付宝号 支付宝账号 支付宝账户 skype号 抖音账号 快手账号 微博账号 微博id"
        let weakOthers = "抖音 快手 小红书 微博 陌陌 钉钉 淘宝 旺旺 闲鱼 支付宝 skype telegram 电报"
        let mail = "邮箱 电邮 email e-mail 伊妹儿"
        var list: [(word: [UInt32], kind: PrivateDetail.Kind, isWeak: Bool)] = []
        for (words, kind, isWeak) in [
            (wechat, PrivateDetail.Kind.wechat, false), (qq, .qq, false), (mail, .email, false), (others, .wechat, false),
            (weakOthers, .wechat, true), ("v w 微 薇 威", .wechat, true),
            ("q 扣", .qq, true),
        ] {
            for word in words.split(whereSeparator: \.isWhitespace) { list.append((word.unicodeScalars.map(\.value), kind, isWeak)) }
        }
        return Dictionary(grouping: list) { $0.word.first ?? 0 }.mapValues { $0.sorted { $0.word.count > $1.word.count } }
    }()
    private static let beginnings = ScalarSet(words.keys)

    /// The longest cue at a place.
    static func read(_ text: FoldedText, at start: Int) -> Found? {
        guard beginnings.contains(text[start]), !isLetter(text[start]) || !text.isWord(text[start - 1]), let words = words[text[start]]
        else {
            return nil
        }
        for (word, kind, isWeak) in words {
            guard let end = text.hasSpaced(word, at: start) else { continue }
            // wx_zhang is an id itself, not what announces one; wxabc123 may be either.
            if isLetter(text[end - 1]), text[end] == 0x5F || (isLetter(text[end]) && !looksLikeID(text, end)) { continue }
            if isWeak, isLetter(word[0]), isLetter(text[end]) { continue }
            if text.isSerial(start) { continue }
            return (kind, end, isWeak)
        }
        return nil
    }

    /// Five letters, figures and underscores at least, not letters alone.
    private static func looksLikeID(_ text: FoldedText, _ start: Int) -> Bool {
        guard let end = text.idEnd(start) else { return false }
        return text.isMixed(start..<end)
    }
}
