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
        let isOpened = self[start] == 0x28 && isDigit(self[start + 1])
        let first = isOpened || self[start] == 0x2B ? start + 1 : start
        guard FoldedText.spoken(self[first]) != nil, FoldedText.spoken(self[first - 1]) == nil || first > start else { return nil }
        guard first > start || !isLetter(self[start - 1]), self[start - 1] != 0x2E || !isDigit(self[start - 2]) else { return nil }
        let run = run(from: first)
        guard run.digits.count >= 5 else { return nil }
        if let end = identityCard(run) { return (.idcard, start..<end) }
        if let end = mobile(run) { return (.phone, start..<end) }
        if let end = landline(run, isOpened: isOpened) { return (.phone, start..<end) }
        if let end = bankCard(run) { return (.bankcard, start..<end) }
        return nil
    }

    /// 0–9 in figures, full or half, or spoken: 一三九, 幺.
    private static func spoken(_ scalar: UInt32) -> UInt8? {
        switch scalar {
        case 0x30...0x39: UInt8(scalar - 0x30)
        case 0x3007, 0x96F6: 0
        case 0x4E00, 0x5E7A: 1
        case 0x4E8C: 2
        case 0x4E09: 3
        case 0x56DB: 4
        case 0x4E94: 5
        case 0x516D: 6
        case 0x4E03: 7
        case 0x516B: 8
        case 0x4E5D: 9
        default: nil
        }
    }

    private static let mostDigits = 24

    private func run(from start: Int) -> Run {
        var run = Run(start: start)
        var at = start
        var isBroken = false
        while run.digits.count < FoldedText.mostDigits {
            if let digit = FoldedText.spoken(self[at]) {
                run.digits.append(digit)
                at += 1
                run.ends.append(at)
                if !isBroken { run.unbroken += 1 }
            } else if [0x20, 0x2D, 0x2E, 0x29].contains(self[at]), FoldedText.spoken(self[at + 1]) != nil {
                isBroken = true
                at += 1
            } else if self[at] == 0x29, self[at + 1] == 0x20, FoldedText.spoken(self[at + 2]) != nil {  // (0516) 8371
                isBroken = true
                at += 2
            } else {
                break
            }
        }
        return run
    }

    private func value(_ digits: some Sequence<UInt8>) -> Int { digits.reduce(0) { $0 * 10 + Int($1) } }

    /// Whether the run may be cut after so many digits: at its end, or at a break.
    private func isWhole(_ run: Run, _ count: Int) -> Bool {
        guard run.digits.count >= count else { return false }
        return run.digits.count == count || run.ends[count - 1] != run.ends[count] - 1
    }

    /// Eighteen places with a date of birth in them, the check digit right or not; fifteen in the old form.
    private func identityCard(_ run: Run) -> Int? {
        let digits = run.digits
        if digits.count >= 17, (1900...2030).contains(value(digits[6..<10])), (1...12).contains(value(digits[10..<12])),
            (1...31).contains(value(digits[12..<14])), digits[0] > 0
        {
            if digits.count == 17 || isWhole(run, 17) {
                let end = run.ends[16]
                let at = [0x20, 0x2D].contains(self[end]) ? end + 1 : end
                if self[at] == 0x78 || self[at] == 0xD7 { return at + 1 }  // x ×
            }
            if isWhole(run, 18) { return run.ends[17] }
        }
        if digits.count == 15, run.unbroken == 15, (1...12).contains(value(digits[8..<10])), (1...31).contains(value(digits[10..<12])),
            (1...6).contains(digits[0])
        {
            return run.ends[14]
        }
        return nil
    }

    /// Eleven digits from 13 to 19, with 86 before them or not.
    private func mobile(_ run: Run) -> Int? {
        let lead = value(run.digits.prefix(2)) == 86 ? 2 : value(run.digits.prefix(4)) == 86 && run.digits[0] == 0 ? 4 : 0
        for skipped in lead == 0 ? [0] : [lead, 0] {
            let digits = run.digits.dropFirst(skipped)
            guard digits.count >= 11, digits.first == 1, let second = digits.dropFirst().first, second >= 3 else { continue }
            if digits.count == 22, run.unbroken == run.digits.count { return run.ends[run.digits.count - 1] }
            if isWhole(run, skipped + 11) || self[run.ends[skipped + 10]] == 0x2F { return run.ends[skipped + 10] }
        }
        return nil
    }

    /// An area code and seven or eight digits; without a code only behind a word for telephones.
    private func landline(_ run: Run, isOpened: Bool) -> Int? {
        let digits = run.digits
        if digits.first == 0, digits.count >= 10, digits.count <= 12, digits[1] != 0 {
            let rest = value(digits[1..<3]) < 30 && digits[1] < 3 ? digits.count - 3 : digits.count - 4
            if rest == 7 || rest == 8 { return run.ends[digits.count - 1] }
        }
        guard !isOpened, (7...8).contains(run.unbroken), run.digits.count <= run.unbroken + 4, digits[0] >= 2 else { return nil }
        var at = run.start
        var passed = 0
        while passed < 4, [0x3A, 0x20, 0x662F, 0x53F7, 0x7801, 0x2C].contains(self[at - 1]) {  // : 是 号 码
            at -= 1
            passed += 1
        }
        let before = (self[at - 2], self[at - 1])
        switch before {
        // 电话 座机 拨打 固话 家电 热线 is public
        case (0x7535, 0x8BDD), (0x5EA7, 0x673A), (0x62E8, 0x6253), (0x56FA, 0x8BDD), (0x8054, 0x7CFB), (0x624B, 0x673A):
            return run.ends[run.unbroken - 1]
        default: return nil
        }
    }

    /// Sixteen to nineteen digits that begin as bank cards do, or stand behind a word for one.
    private func bankCard(_ run: Run) -> Int? {
        let digits = run.digits
        guard (16...19).contains(digits.count) else { return nil }
        let begins = value(digits.prefix(2))
        let isYear = (19...21).contains(begins) && (1...12).contains(value(digits[4..<6]))
        if begins == 62 || (!isYear && isLuhn(digits)) || isAnnouncedAsCard(run.start) { return run.ends[digits.count - 1] }
        return nil
    }

    private func isLuhn(_ digits: [UInt8]) -> Bool {
        var sum = 0
        for (index, digit) in digits.reversed().enumerated() {
            let doubled = index % 2 == 1 ? Int(digit) * 2 : Int(digit)
            sum += doubled > 9 ? doubled - 9 : doubled
        }
        return sum % 10 == 0
    }

    /// 卡号 账号 账户 银行卡 工行 建行 农行 shortly before.
    private func isAnnouncedAsCard(_ start: Int) -> Bool {
        for at in max(0, start - 8)..<start {
            switch (self[at], self[at + 1]) {
            case (0x5361, 0x53F7), (0x8D26, 0x53F7), (0x8D26, 0x6237), (0x884C, 0x5361), (0x5DE5, 0x884C), (0x5EFA, 0x884C),
                (0x519C, 0x884C),
                (0x519C, 0x5546), (0x4E2D, 0x884C):
                return true
            default: continue
            }
        }
        return false
    }
}
