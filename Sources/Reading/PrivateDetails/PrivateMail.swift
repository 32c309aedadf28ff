// Addresses for mail, also as people write them who fear machines: 艾特, (at), 圈a, #, blanks around the sign, 点com.
extension FoldedText {
    private static let localMarks = ScalarSet("._+-")
    private static let providers = [
        "qq", "163", "126", "139", "189", "gmail", "foxmail", "sina", "sohu", "hotmail", "outlook", "yeah", "aliyun", "icloud", "live",
        "yahoo",
        "21cn", "wo", "tom", "msn",
    ].map { Array($0.unicodeScalars.map(\.value)) }
    private static let endings = ["com", "cn", "net", "org", "edu", "gov", "cc", "me", "vip", "hk", "tw", "top", "io"].map {
        Array($0.unicodeScalars.map(\.value))
    }
    /// What is said or written for @.
    private static let signs = ["艾特", "爱特", "(at)", "(艾特)", "(@)", "圈a圈", "圈a", "圈", "(圈a)", "(a)", "小老鼠", "at ", "#"].map {
        Array($0.unicodeScalars.map(\.value))
    }
    private static let signBeginnings = ScalarSet(signs.compactMap(\.first) + [0x40])

    /// The place after an address that begins here; the caller sees to it that no letter or digit stands before.
    func mailEnd(_ start: Int) -> Int? {
        var at = start
        while isWord(self[at]) || FoldedText.localMarks.contains(self[at]) || FoldedText.spoken(self[at]) != nil || isSpokenMark(at),
            at - start < 64
        {
            at += 1
        }
        guard at > start else { return nil }
        let isSpaced = self[at] == 0x20
        if isSpaced { at += 1 }
        guard FoldedText.signBeginnings.contains(self[at]) else { return nil }
        if self[at] == 0x40 {
            let domain = self[at + 1] == 0x20 ? at + 2 : at + 1
            return domainEnd(domain, isPlain: true)
        }
        for sign in FoldedText.signs where has(sign, at: at) {
            // 「wu.yt at vip.163.com」 needs its blanks, or every word with at in it were a sign.
            if sign[0] == 0x61, !isSpaced { continue }
            let after = at + sign.count
            if let end = domainEnd(self[after] == 0x20 ? after + 1 : after, isPlain: false) { return end }
        }
        return nil
    }

    /// weimin点qiao, li杠wei, li下划线wei, a dot as it is said between two letters.
    private func isSpokenMark(_ at: Int) -> Bool {
        switch self[at] {
        case 0x70B9, 0x6760: isWord(self[at - 1]) && isWord(self[at + 1])  // 点 杠
        case 0x4E0B: self[at + 1] == 0x5212 && self[at + 2] == 0x7EBF && isWord(self[at - 1]) && isWord(self[at + 3])  // 下划线
        case 0x5212: self[at - 1] == 0x4E0B && self[at + 1] == 0x7EBF
        case 0x7EBF: self[at - 1] == 0x5212 && self[at - 2] == 0x4E0B && isWord(self[at + 1])
        default: false
        }
    }

    /// qq.com, 163点com, vip . 163 . com. Behind anything but @ only what ends as domains do, or a provider everybody knows.
    private func domainEnd(_ start: Int, isPlain: Bool) -> Int? {
        var at = start
        var label = start
        var labels = 0
        while at - start < 64 {
            label = at
            while isWord(self[at]) || (self[at] == 0x2D && isWord(self[at + 1])) || FoldedText.spoken(self[at]) != nil { at += 1 }
            guard at > label else { return nil }
            labels += 1
            guard let next = afterDot(at) else { break }
            at = next
        }
        let last = label..<at
        if labels == 1 {
            return FoldedText.providers.contains { has($0, at: start) && start + $0.count == at } ? at : nil
        }
        guard last.count >= 2, isLetter(self[label]), self[start] != 0x77 || self[start + 1] != 0x77 else { return nil }  // www
        return isPlain || FoldedText.endings.contains { has($0, at: label) && $0.count == last.count } ? at : nil
    }

    /// The place after a dot of a domain if more of the domain follows: ., 点, dot, 。
    private func afterDot(_ start: Int) -> Int? {
        var at = self[start] == 0x20 ? start + 1 : start
        switch self[at] {
        case 0x2E, 0x70B9, 0x3002: at += 1
        case 0x64 where self[at + 1] == 0x6F && self[at + 2] == 0x74 && at > start: at += 3  // dot
        case 0x28 where has([0x28, 0x64, 0x6F, 0x74, 0x29], at: at): at += 5  // (dot)
        default: return nil
        }
        if self[at] == 0x20, at - start > 1 { at += 1 }
        return isWord(self[at]) && (self[at - 1] != 0x3002 || isLetter(self[at])) ? at : nil
    }

    func isWord(_ scalar: UInt32) -> Bool { isDigit(scalar) || isLetter(scalar) }
}
