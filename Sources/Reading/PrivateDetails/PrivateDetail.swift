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
    public static func mask(_ text: String, _ details: [PrivateDetail]) -> String {
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
        var contacts = ContactReader()
        var list = NameList(names)
        let learned = people?.names(&scan) ?? []
        var next = 0
        var at = 0
        while at < text.count {
            scan.steps += 1
            // 白色比亚迪苏AD43254: the plate goes before the name.
            while next < learned.count, learned[next].candidate.start < at || text.plateEnd(learned[next].candidate.end - 1) != nil {
                next += 1
            }
            if let detail = contacts.contact(text, at: at) ?? text.plateEnd(at).map({ (.plate, at..<$0) }) ?? text.door(
                at: at, after: found.last, names: names)
                ?? text.number(at: at) ?? text.paperNumber(at: at)
            {
                found.append((detail.kind, detail.range, 0))
                list.found(detail.range)
                at = max(detail.range.upperBound, at + 1)
            } else if next < learned.count, learned[next].candidate.start == at {
                let name = learned[next].candidate
                found.append((.name, name.start..<name.end, name.surname))
                list.found(name.start..<name.end)
                at = name.end
            } else if let name = names.found(&scan, at: at, after: found.last, in: &list),
                next == learned.count || name.range.upperBound <= learned[next].candidate.start
                    || name.range.upperBound >= learned[next].candidate.end,
                people?.denies(text, name.range) != true
            {
                found.append((.name, name.range, name.surname))
                at = name.range.upperBound
            } else {
                list.pass(text, at: at)
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
/// The one found before, with how much of it is kept.
typealias LastDetail = (kind: PrivateDetail.Kind, range: Range<Int>, kept: Int)

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

    /// Whether the text has this word at a place.
    func has(_ word: [UInt32], at start: Int) -> Bool {
        for (offset, scalar) in word.enumerated() where self[start + offset] != scalar { return false }
        return true
    }

    fileprivate func byte(at index: Int) -> Int { start(of: index) }
}
