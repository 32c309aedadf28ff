// Telephones, identity cards, bank cards: known by how many digits they have and how they begin.
extension FoldedText {
    /// Digits with single blanks, dashes or dots between them.
    private struct Run {
        var digits: [UInt8] = []
        /// For each digit the place after it.
        var ends: [Int] = []
        var start: Int
        /// How many digits stand together at the front.
        var unbroken = 0
    }

    func number(at start: Int) -> FoundDetail? {
        // 138…, +86138…, (0516)…, (+86)138…
        var first = start
        if self[first] == 0x28, isDigit(self[first + 1]) || self[first + 1] == 0x2B { first += 1 }
        let isOpened = first > start
        if self[first] == 0x2B { first += 1 }
        guard FoldedText.spoken(self[first]) != nil, FoldedText.spoken(self[first - 1]) == nil || first > start else { return nil }
        guard first > start || !isLetter(self[start - 1]) || isAfterLatinCue(start), self[start - 1] != 0x2E || !isDigit(self[start - 2])
        else {
            return nil
        }
        let run = run(from: first)
        // +852 9123 4567
        if self[first - 1] == 0x2B, first > start, (10...14).contains(run.digits.count), run.digits[0] > 1,
            run.digits[0] < 9 || run.digits[1] != 1,
            let end = run.ends.last, value(run.digits.prefix(2)) != 86
        {
            return (.phone, start..<end)
        }
        guard let (kind, end) = (run.digits.count >= 7 ? kind(run, isOpened: isOpened) : nil) ?? overLines(first, run) else { return nil }
        // A bracket that closes behind the number holds it and is no part of it.
        return (kind, (isOpened && self[end] == 0x29 ? start + 1 : start)..<end)
    }

    /// A card or an identity number written over several lines.
    private func overLines(_ first: Int, _ run: Run) -> (PrivateDetail.Kind, Int)? {
        guard run.digits.count >= 3, let end = run.ends.last, self[end] == FoldTable.newline else { return nil }
        let long = self.run(from: first, acrossLines: true)
        if long.digits.count >= 17, let end = identityCard(long) { return (.idcard, end) }
        guard long.digits.count >= 16, value(long.digits.prefix(2)) == 62 else { return nil }
        return bankCard(long).map { (.bankcard, $0) }
    }

    private func kind(_ run: Run, isOpened: Bool) -> (PrivateDetail.Kind, Int)? {
        if let end = identityCard(run) { return (.idcard, end) }
        if let end = mobile(run) ?? landline(run, isOpened: isOpened) { return (.phone, extensionEnd(end)) }
        return bankCard(run).map { (.bankcard, $0) }
    }

    /// tel13812345678: letters right before a number, where they are no part of a code.
    private func isAfterLatinCue(_ start: Int) -> Bool { FoldedText.latinCues.start(self, endingAt: start) != nil }

    private static let latinCues = WordsBefore("tel phone mobile vx wx wechat weixin v qq")

    /// 转806, 分机12, -806: belongs to the telephone before it.
    private func extensionEnd(_ end: Int) -> Int {
        var at = end
        while [0x20, 0x2C, 0x28].contains(self[at]), at - end < 2 { at += 1 }
        switch self[at] {
        case 0x8F6C:  // 转
            at += 1
            if self[at] == 0x63A5 { at += 1 }  // 接
            if self[at] == 0x5206, self[at + 1] == 0x673A { at += 2 }
        case 0x5206 where self[at + 1] == 0x673A: at += 2  // 分机
        case 0x65 where self[at + 1] == 0x78 && self[at + 2] == 0x74: at += 3  // ext
        case 0x2D, 0x23, 0x2A: at += 1  // - # *
        default: return end
        }
        while [0x20, 0x3A, 0x53F7, 0x2E].contains(self[at]), at - end < 8 { at += 1 }  // : 号 .
        let first = at
        while FoldedText.spoken(self[at]) != nil, at - first < 6 { at += 1 }
        return (1...5).contains(at - first) && FoldedText.spoken(self[at]) == nil ? at : end
    }

    /// 0–9 in figures, full or half, or spoken: 一三九, 幺.
    static func spoken(_ scalar: UInt32) -> UInt8? {
        switch scalar {
        case 0x30...0x39: UInt8(scalar - 0x30)
        case 0x3007, 0x96F6: 0
        case 0x4E00, 0x5E7A, 0x58F9: 1  // 一 幺 壹
        case 0x4E8C, 0x4E24, 0x8D30: 2  // 二 两 贰
        case 0x4E09, 0x53C1: 3
        case 0x56DB, 0x8086: 4
        case 0x4E94, 0x4F0D: 5
        case 0x516D, 0x9646: 6
        case 0x4E03, 0x67D2: 7
        case 0x516B, 0x634C: 8
        case 0x4E5D, 0x7396: 9
        default: nil
        }
    }

    private static let mostDigits = 32

    /// What people put between the digits. Marks that also part whole numbers hold only where the groups are those of a telephone.
    private static let joints = ScalarSet(" -.)(·•_")
    private static let looseJoints = ScalarSet(",/*|")

    private func run(from start: Int, acrossLines: Bool = false) -> Run {
        var run = Run(start: start)
        var at = start
        var isBroken = false
        var group = 0
        while run.digits.count < FoldedText.mostDigits {
            // 0516一83990175: one for a dash
            if self[at] == 0x4E00, run.unbroken == run.digits.count, (3...4).contains(run.digits.count), isDigit(self[at - 1]),
                isDigit(self[at + 1])
            {
                isBroken = true
                group = 0
                at += 1
                continue
            }
            if let digit = FoldedText.spoken(self[at]) ?? confused(at, run.digits.count) {
                run.digits.append(digit)
                at += 1
                group += 1
                run.ends.append(at)
                if !isBroken { run.unbroken += 1 }
                continue
            }
            var next = at
            var isLoose = false
            while next - at < 3,
                FoldedText.joints.contains(self[next]) || FoldedText.looseJoints.contains(self[next])
                    || acrossLines && self[next] == FoldTable.newline
            {
                isLoose = isLoose || FoldedText.looseJoints.contains(self[next])
                next += 1
            }
            guard next > at, FoldedText.spoken(self[next]) != nil else { break }
            // 158,5212,3456; 1 3 8,1 2 3 4: never 13812345678,13900000000
            // 三二零三零三，一九六六零五二零，一七三五
            if isLoose, ![1, 3, 4].contains(group) || run.unbroken > 4, !isIdentityGroup(run, group) { break }
            isBroken = true
            group = 0
            at = next
        }
        return run
    }

    /// Six, then the eight of a date of birth, or its four and four.
    private func isIdentityGroup(_ run: Run, _ group: Int) -> Bool {
        guard run.unbroken == 6 else { return false }
        return switch run.digits.count {
        case 6: group == 6
        case 10: group == 4
        case 14: group == 8 || group == 4
        default: false
        }
    }

    /// 13o1234l678: letters that look like the digits around them.
    private func confused(_ at: Int, _ count: Int) -> UInt8? {
        guard count > 1, isDigit(self[at - 1]), isDigit(self[at + 1]) else { return nil }
        return self[at] == 0x6F ? 0 : self[at] == 0x6C ? 1 : nil
    }

    private func value(_ digits: some Sequence<UInt8>) -> Int { digits.reduce(0) { $0 * 10 + Int($1) } }

    /// Whether the run may be cut after so many digits: at its end, or at a break.
    private func isWhole(_ run: Run, _ count: Int) -> Bool {
        guard run.digits.count >= count else { return false }
        return run.digits.count == count || run.ends[count - 1] != run.ends[count] - 1
    }

    /// Eighteen places with a date of birth in them, the check digit right or not; fifteen in the old form; behind a word for it also what
    /// has a place too few or too many.
    private func identityCard(_ run: Run) -> Int? {
        let digits = run.digits
        if digits.count >= 15, isPermit(run.start) { return nil }
        if digits.count >= 17, (1900...2030).contains(value(digits[6..<10])), (1...12).contains(value(digits[10..<12])),
            (1...31).contains(value(digits[12..<14])), digits[0] > 0
        {
            if digits.count == 17 || isWhole(run, 17), let end = crossEnd(run.ends[16]) { return end }
            if isWhole(run, 18) { return run.ends[17] }
        }
        if digits.count == 15, run.unbroken == 15, (1...12).contains(value(digits[8..<10])), (1...31).contains(value(digits[10..<12])),
            (1...6).contains(digits[0])
        {
            return run.ends[14]
        }
        guard digits.count >= 15, (1...8).contains(digits[0]), FoldedText.identityWords.announce(self, run.start, past: FoldedText.fillers)
        else {
            return nil
        }
        for count in [18, 17, 19, 16, 15, 20] where isWhole(run, count) { return crossEnd(run.ends[count - 1]) ?? run.ends[count - 1] }
        return nil
    }

    /// 施工许可证，公示牌上写的是320305202603110201: the number of a permit has the form of an identity number.
    private func isPermit(_ start: Int) -> Bool {
        for at in stride(from: start, to: max(0, start - 22), by: -1) where self[at] != 0x3002 {
            if FoldedText.identityWords.start(self, endingAt: at) != nil { return false }
            if FoldedText.permitWords.start(self, endingAt: at) != nil { return true }
        }
        return false
    }

    private static let permitWords = WordsBefore("许可证 许可证号 施工证 项目编号 项目代码 工程编号 备案号 信用代码 批准文号 合格证 登记证号 报建编号 监督编号 标段编号")

    /// x, ×, 叉 as the last place.
    private func crossEnd(_ end: Int) -> Int? {
        var at = end
        while [0x20, 0x2D].contains(self[at]), at - end < 2 { at += 1 }
        return self[at] == 0x78 && !isLetter(self[at + 1]) || self[at] == 0xD7 || self[at] == 0x53C9 ? at + 1 : nil
    }

    private static let fillers = ScalarSet(": 是号码为(\",的=「」改成")
    private static let identityWords = WordsBefore("身份证 身份证号 身份证号码 证件号 证件号码 身份号 公民身份 身证 身份证件 sfz")

    /// Eleven digits from 13 to 19, with 86 or 0 before them or not; behind a word for it also what has one too few or too many.
    private func mobile(_ run: Run) -> Int? {
        let lead =
            value(run.digits.prefix(2)) == 86 ? 2 : value(run.digits.prefix(4)) == 86 && run.digits[0] == 0 ? 4 : run.digits[0] == 0 ? 1 : 0
        for skipped in lead == 0 ? [0] : [lead, 0] {
            let digits = run.digits.dropFirst(skipped)
            guard digits.count >= 10, digits.first == 1, let second = digits.dropFirst().first, second >= 3 else { continue }
            if digits.count == 22, run.unbroken == run.digits.count { return run.ends[run.digits.count - 1] }
            if isWhole(run, skipped + 11) { return run.ends[skipped + 10] }
            guard digits.count <= 12, run.start > 0, isAnnouncedAsPhone(run.start) else { continue }
            return run.ends[run.digits.count - 1]
        }
        return nil
    }

    private func isAnnouncedAsPhone(_ start: Int) -> Bool { FoldedText.phoneWords.announce(self, start, past: FoldedText.fillers) }

    private static let phoneWords = WordsBefore("电话 手机 手机号 座机 固话 家电 宅电 联系方式 联系 拨打 传真 tel phone 家里号 老号 新号 拨 致电 回电 来电 分机 打")

    /// An area code and seven or eight digits; without a code only behind a word for telephones.
    private func landline(_ run: Run, isOpened: Bool) -> Int? {
        // 86-0516-83712345
        let lead = value(run.digits.prefix(2)) == 86 && run.digits[0] == 8 ? 2 : value(run.digits.prefix(4)) == 86 ? 4 : 0
        let digits = Array(run.digits.dropFirst(lead))
        // 03 09 17 22 28 31: drawn numbers.
        if digits.count >= 10, run.unbroken != 2 || lead > 0, digits[0] == 0 || lead > 0, digits[0] == 0 ? digits[1] != 0 : digits[0] != 1 {
            let code = digits[0] == 0 ? 1 : 0
            let isShort = digits[code] < 3 && value(digits[code..<code + 2]) < 30
            for count in [8, 7].map({ $0 + code + (isShort ? 2 : 3) }) where isWhole(run, lead + count) {
                return run.ends[lead + count - 1]
            }
        }
        guard !isOpened, digits[0] >= 2, isAnnouncedAsPhone(run.start) || isBesideLandline(run.start) || isCalledPhone(run) else {
            return nil
        }
        // 400 and 800 are public; 打6222 0213 … is a card; 2026-03-10 is a day.
        let isDay = (2000...2099).contains(value(digits.prefix(4))) && run.unbroken == 4
        if [400, 800].contains(value(digits.prefix(3))) || digits.count > 13 || isDay { return nil }
        for count in [8, 7] where isWhole(run, count) { return run.ends[count - 1] }
        return nil
    }

    /// 83990175是我家座机
    private func isCalledPhone(_ run: Run) -> Bool {
        guard var at = run.ends.last, self[run.start - 1] != 0x2D else { return false }
        let end = at
        while FoldedText.betweenPhone.contains(self[at]), at - end < 6 { at += 1 }
        return at > end && FoldedText.phoneNames.contains { has($0, at: at) }
    }

    private static let betweenPhone = ScalarSet("是我家的这个俺咱,( ")
    private static let phoneNames = ["座机", "电话", "固话", "宅电", "手机", "号码"].map { Array($0.unicodeScalars.map(\.value)) }

    /// 0516-87920033/87920034
    private func isBesideLandline(_ start: Int) -> Bool {
        guard [0x2F, 0x2C, 0x6216, 0x20].contains(self[start - 1]) else { return false }  // / , 或
        var at = start - 1
        while isDigit(self[at - 1]), start - at < 10 { at -= 1 }
        return (8...9).contains(start - at) && (self[at - 1] == 0x2D || self[at - 1] == 0x29) && isDigit(self[at - 2])
    }

    /// Sixteen to nineteen digits that begin as bank cards do, or stand behind a word for one.
    private func bankCard(_ run: Run) -> Int? {
        guard run.digits.count >= 12 else { return nil }
        let isAnnounced = FoldedText.cardWords.announce(self, run.start, past: FoldedText.cardFillers, most: 8)
        let begins = value(run.digits.prefix(2))
        let isYear = (19...21).contains(begins) && (1...12).contains(value(run.digits[4..<6]))
        let isCode = isSerial(run.start)
        func isCard(_ count: Int) -> Bool {
            let digits = run.digits.prefix(count)
            return isAnnounced || ((begins == 62 || value(run.digits.prefix(4)) == 9558) && (!isCode || isLuhn(digits)))
                || (!isYear && !isCode && isLuhn(digits))
        }
        // 6214 6215 8039 4726 13817460925: a telephone may follow.
        let whole = [16, 17, 18, 19].filter { isWhole(run, $0) && isCard($0) }
        if let before = whole.first(where: { $0 < run.digits.count && isPhone(run.digits.dropFirst($0)) }) { return run.ends[before - 1] }
        if whole.contains(run.digits.count) { return run.ends[run.digits.count - 1] }
        if let count = whole.first(where: { isLuhn(run.digits.prefix($0)) }) ?? whole.first { return run.ends[count - 1] }
        guard run.digits.count <= 25, isAnnounced, !isCode else { return nil }
        let least = FoldedText.accountWords.announce(self, run.start, past: FoldedText.cardFillers, most: 8) ? 12 : 15
        return run.digits.count >= least ? run.ends[run.digits.count - 1] : nil
    }

    private func isPhone(_ digits: ArraySlice<UInt8>) -> Bool {
        digits.count >= 11 && digits.first == 1 && digits[digits.startIndex + 1] >= 3
    }

    private func isLuhn(_ digits: ArraySlice<UInt8>) -> Bool {
        var sum = 0
        for (index, digit) in digits.reversed().enumerated() {
            let doubled = index % 2 == 1 ? Int(digit) * 2 : Int(digit)
            sum += doubled > 9 ? doubled - 9 : doubled
        }
        return sum % 10 == 0
    }

    private static let cardFillers = ScalarSet(": 是号码为(\",的=里到上改成尾个人")
    private static let cardWords = WordsBefore(
        "卡号 账号 帐号 账户 帐户 卡 工行 建行 农行 中行 交行 招行 邮储 农商 农商行 农信 信用社 银行 存折 民生 浦发 兴业 光大 广发 中信 转到 打到 充到 汇到 存到 退到 打入 转入 汇入 存入 打进 转进 徽商 江苏银行 苏州银行 华夏 平安银行 对公户 公户 卡是 卡里"
    )
    private static let accountWords = WordsBefore("存折 存折号 存折账号 银行账号 银行帐号 收款账号 收款账户 对公账户 对公账号 工行账号 建行账号 农行账号")
}
