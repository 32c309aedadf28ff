/// Something in a message that nobody else need see (reading.md, *Private details*).
public struct PrivateDetail: Sendable, Hashable {
    public enum Kind: String, Sendable, Hashable, CaseIterable {
        case phone, idcard, plate, door, bankcard, wechat, qq, email, name

        /// What stands in its place.
        var mask: String {
            switch self {
            case .phone: "〔电话〕"
            case .idcard: "〔证件号〕"
            case .plate: "〔车牌〕"
            case .door: "〔门牌〕"
            case .bankcard: "〔卡号〕"
            case .wechat: "〔微信〕"
            case .qq: "〔QQ〕"
            case .email: "〔邮箱〕"
            case .name: "某某"
            }
        }
    }

    public var kind: Kind
    /// In Unicode scalars of the message, end exclusive.
    public var start: Int
    public var end: Int
    /// For a name the surname, which stays: 张某某 is somebody, and nobody in particular.
    var kept = 0

    /// The text with every detail replaced.
    static func mask(_ text: String, _ details: [PrivateDetail]) -> String {
        guard !details.isEmpty else { return text }
        let scalars = Array(text.unicodeScalars)
        var view = String.UnicodeScalarView()
        var at = 0
        for detail in details where detail.start >= at && detail.end <= scalars.count {
            view.append(contentsOf: scalars[at..<detail.start])
            view.append(contentsOf: scalars[detail.start..<detail.start + detail.kept])
            view.append(contentsOf: detail.kind.mask.unicodeScalars)
            at = detail.end
        }
        view.append(contentsOf: scalars[at...])
        return String(view)
    }
}

extension Reader {
    /// The private details of a text, in order, none inside another. Recall before precision; numbers of documents, matters, bus lines,
    /// amounts, dates and public services stay. Linear in the length of the text.
    public func privateDetails(in text: String) -> [PrivateDetail] {
        var scan = Scan(FoldedText(text, table: verbs.fold))
        return privateDetails(&scan)
    }

    /// A text as others may see it.
    public func masked(_ text: String) -> String { PrivateDetail.mask(text, privateDetails(in: text)) }

    func privateDetails(_ scan: inout Scan) -> [PrivateDetail] {
        var found: [(kind: PrivateDetail.Kind, range: Range<Int>, kept: Int)] = []
        let text = scan.text
        var at = 0
        while at < text.count {
            scan.steps += 1
            if let detail = text.contact(at: at) ?? text.door(at: at) ?? text.number(at: at) {
                found.append((detail.kind, detail.range, 0))
                at = max(detail.range.upperBound, at + 1)
            } else if let name = PersonName.found(
                &scan, at: at,
                isAnnounced: found.last.map { $0.kind == .door && $0.range.upperBound + 1 == at && text[at - 1] == 0x7684 } ?? false)
            {
                found.append((.name, name.range, name.surname))
                at = name.range.upperBound
            } else {
                at += 1
            }
        }
        guard !found.isEmpty else { return [] }
        let spans = text.originalSpans(found.map(\.range))
        return zip(found, spans).map { detail, span in
            PrivateDetail(kind: detail.kind, start: span.start, end: span.end, kept: detail.kept)
        }
    }
}

/// A detail in the folded text.
typealias FoundDetail = (kind: PrivateDetail.Kind, range: Range<Int>)

extension FoldedText {
    /// Where so many ranges stand in Unicode scalars of the original, in one pass; the ranges are in order.
    func originalSpans(_ ranges: [Range<Int>]) -> [(start: Int, end: Int)] {
        var offsets: [Int: Int] = [:]
        for range in ranges {
            offsets[byte(at: range.lowerBound)] = 0
            offsets[byte(at: range.upperBound - 1)] = 0
        }
        var count = -1
        for (offset, byte) in original.enumerated() where byte & 0xC0 != 0x80 {
            count += 1
            if offsets[offset] != nil { offsets[offset] = count }
        }
        return ranges.map { (offsets[byte(at: $0.lowerBound)] ?? 0, (offsets[byte(at: $0.upperBound - 1)] ?? 0) + 1) }
    }

    private func isWord(_ scalar: UInt32) -> Bool { isDigit(scalar) || isLetter(scalar) }

    /// Whether the text has this word at a place.
    func has(_ word: [UInt32], at start: Int) -> Bool {
        for (offset, scalar) in word.enumerated() where self[start + offset] != scalar { return false }
        return true
    }

    // MARK: Mail, WeChat, QQ, plates

    func contact(at start: Int) -> FoundDetail? {
        if isLetter(self[start]) || isDigit(self[start]) {
            if !isWord(self[start - 1]), let end = mailEnd(start) { return (.email, start..<end) }
        }
        if let end = plateEnd(start) { return (.plate, start..<end) }
        // Ids stand behind what announces them.
        guard let cue = ContactCue.end(self, at: start) else { return nil }
        var at = cue.end
        var passed = 0
        // : 号 是 , 为 我 如 下 加
        while passed < 4, [0x3A, 0x20, 0x53F7, 0x662F, 0x2C, 0x4E3A, 0x6211, 0x5982, 0x4E0B, 0x52A0].contains(self[at]) {
            at += 1
            passed += 1
        }
        if cue.kind == .qq {
            guard let (digits, end) = plainDigits(at), (5...11).contains(digits), !isLetter(self[end]) else { return nil }
            return self[end] == 0x40 ? nil : (.qq, at..<end)
        }
        guard isLetter(self[at]) else { return nil }
        var end = at
        while isWord(self[end]) || self[end] == 0x5F || (self[end] == 0x2D && isWord(self[end + 1])), end - at < 24 { end += 1 }
        return end - at >= 5 ? (.wechat, at..<end) : nil
    }

    private func plainDigits(_ start: Int) -> (Int, Int)? {
        var end = start
        while isDigit(self[end]), end - start < 20 { end += 1 }
        return end > start ? (end - start, end) : nil
    }

    private func mailEnd(_ start: Int) -> Int? {
        var at = start
        while isWord(self[at]) || [0x2E, 0x5F, 0x2B, 0x2D].contains(self[at]), at - start < 64 { at += 1 }
        guard at > start, self[at] == 0x40 else { return nil }
        var end = at + 1
        var dot = -1
        while isWord(self[end]) || (self[end] == 0x2E || self[end] == 0x2D) && isWord(self[end + 1]), end - at < 64 {
            if self[end] == 0x2E { dot = end }
            end += 1
        }
        return dot > at + 1 && end - dot > 2 ? end : nil
    }

    private static let provinces = Set("京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼".unicodeScalars.map(\.value))

    /// 苏C12345, 苏CD12345, 京A·8B2K1: a province, a letter, five or six letters and digits with at least three digits.
    private func plateEnd(_ start: Int) -> Int? {
        guard FoldedText.provinces.contains(self[start]) else { return nil }
        var at = Marks.skipSpace(self, start + 1)
        guard isLetter(self[at]) else { return nil }
        at += 1
        if [0x20, 0xB7, 0x2D, 0x2E, 0x2022, 0x30FB].contains(self[at]) { at += 1 }
        var end = at
        var digits = 0
        while isWord(self[end]), end - at < 7 {
            if isDigit(self[end]) { digits += 1 }
            end += 1
            if self[end] == 0x20, end - at == 1, isDigit(self[end + 1]) { return nil }
        }
        guard (4...6).contains(end - at), digits >= 3 else { return nil }
        if end - at == 4 { return [0x5B66, 0x8B66, 0x6302].contains(self[end]) ? end + 1 : nil }  // 学 警 挂
        return end
    }

    fileprivate func byte(at index: Int) -> Int { start(of: index) }
}

/// What announces a chat id.
private enum ContactCue {
    static let words: [(word: [UInt32], kind: PrivateDetail.Kind)] = {
        let wechat = ["微信", "薇信", "威信", "vx", "wx", "v信", "加v", "weixin", "wechat", "维信", "微号", "v号"]
        let qq = ["qq", "扣扣", "q号", "企鹅", "扣号", "球球"]
        return wechat.map { (Array($0.unicodeScalars.map(\.value)), .wechat) } + qq.map { (Array($0.unicodeScalars.map(\.value)), .qq) }
    }()
    private static let beginnings = Set(words.compactMap(\.word.first))

    /// Five letters, figures and underscores at least, not letters alone.
    private static func looksLikeID(_ text: FoldedText, _ start: Int) -> Bool {
        var end = start
        var isMixed = false
        while isLetter(text[end]) || isDigit(text[end]) || text[end] == 0x5F, end - start < 24 {
            if !isLetter(text[end]) { isMixed = true }
            end += 1
        }
        return isMixed && end - start >= 5 && isLetter(text[start])
    }

    static func end(_ text: FoldedText, at start: Int) -> (kind: PrivateDetail.Kind, end: Int)? {
        guard beginnings.contains(text[start]), !isLetter(text[start]) || !isLetter(text[start - 1]) else { return nil }
        for (word, kind) in words where text.has(word, at: start) {
            let end = start + word.count
            // wx_zhang is an id itself, not what announces one.
            if isLetter(text[end - 1]), isLetter(text[end]) || text[end] == 0x5F, !looksLikeID(text, end) { continue }
            return (kind, end)
        }
        return nil
    }
}
