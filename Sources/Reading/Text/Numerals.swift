/// Whole numbers as people write them: digits, or Chinese numerals.
struct Numeral {
    var value: Int
    /// The place after it.
    var end: Int
    /// How many digits were written; 0 for Chinese numerals.
    var digits: Int
    var hasLeadingZero: Bool
}

extension FoldedText {
    /// A whole number of at most nine digits, or Chinese numerals below 100,000,000, at a place; nil if none stands there.
    func numeral(at start: Int) -> Numeral? { digits(at: start) ?? chineseNumeral(at: start) }

    func digits(at start: Int) -> Numeral? {
        var value = 0
        var at = start
        while isDigit(self[at]), at - start < 10 {
            value = value * 10 + Int(self[at] - 0x30)
            at += 1
        }
        guard at > start, at - start <= 9 else { return nil }
        return Numeral(value: value, end: at, digits: at - start, hasLeadingZero: at - start > 1 && self[start] == 0x30)
    }

    /// 三四, 七八: two small numbers beside each other say about how many.
    func isRoughly(at start: Int) -> Bool {
        guard case .digit(let first)? = ChinesePart(self[start]), case .digit(let second)? = ChinesePart(self[start + 1]) else {
            return false
        }
        return ChinesePart(self[start + 2]) == nil && first > 0 && (second == first + 1 || (first == 3 && second == 5))
    }

    /// 十五六, 二十七八: one of two numbers that follow each other.
    func roughTeen(at start: Int) -> (low: Int, end: Int)? {
        guard let low = chineseNumeral(at: start), (11..<100).contains(low.value), low.value % 10 > 0, low.end > start + 1,
            case .digit(low.value % 10 + 1)? = ChinesePart(self[low.end]), ChinesePart(self[low.end + 1]) == nil
        else { return nil }
        return (low.value, low.end + 1)
    }

    private func chineseNumeral(at start: Int) -> Numeral? {
        var total = 0
        var section = 0
        var digit = -1
        var at = start
        var spelled = 0
        while at - start < 12, let part = ChinesePart(self[at]) {
            switch part {
            case .digit(let value):
                // 十五六 is fifteen or sixteen; 二〇二六 is spelled.
                if digit >= 0, section > 0 || total > 0 { return finish(at) }
                if digit >= 0 { spelled = spelled == 0 ? digit * 10 + value : spelled * 10 + value }
                // The 零 of 一百零五 only says that a place is empty; the 〇 of 二〇二六 is a digit.
                digit = value == 0 && section > 0 ? -1 : value
            case .unit(let unit):
                guard spelled == 0 else { return nil }
                // 十五十六 are two numbers.
                if section % (unit * 10) != 0 || digit < 0 && unit != 10 { return at > start ? finish(at) : nil }
                section += (digit < 0 ? 1 : digit) * unit
                digit = -1
            case .tens(let tens):
                guard at == start else { return finish(at) }
                section = tens * 10
            case .tenThousand:
                guard spelled == 0, at > start else { return nil }
                total = (section + max(digit, 0)) * 10_000
                section = 0
                digit = -1
            }
            at += 1
        }
        return at > start ? finish(at) : nil

        func finish(_ end: Int) -> Numeral {
            let value = spelled > 0 ? spelled : total + section + max(digit, 0)
            return Numeral(value: value, end: end, digits: 0, hasLeadingZero: false)
        }
    }

    private enum ChinesePart {
        case digit(Int)
        case unit(Int)
        case tens(Int)
        case tenThousand

        init?(_ scalar: UInt32) {
            switch scalar {
            case 0x3007, 0x96F6: self = .digit(0)  // 〇 零
            case 0x4E00: self = .digit(1)
            case 0x4E8C, 0x4E24: self = .digit(2)  // 二 两
            case 0x4E09: self = .digit(3)
            case 0x56DB: self = .digit(4)
            case 0x4E94: self = .digit(5)
            case 0x516D: self = .digit(6)
            case 0x4E03: self = .digit(7)
            case 0x516B: self = .digit(8)
            case 0x4E5D: self = .digit(9)
            case 0x5341: self = .unit(10)
            case 0x5EFF: self = .tens(2)  // 廿
            case 0x5345: self = .tens(3)  // 卅
            case 0x767E: self = .unit(100)
            case 0x5343: self = .unit(1000)
            case 0x4E07: self = .tenThousand
            default: return nil
            }
        }
    }
}
