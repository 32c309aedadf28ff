/// How firmly two characters that stand side by side hang together, as counted in ordinary lines: 方便 does, 见方 does not. A name begins and
/// ends where the bond is loose.
struct NameBonds: Sendable {
    /// Four bits of the bond below twelve bits of the pair's name; 0 where nothing stands.
    private(set) var slots: [UInt16]

    static let count = 1 << 17
    /// Two characters hardly ever seen side by side, and a place that is no pair of characters.
    static let unseen: UInt8 = 9, none: UInt8 = 10

    init(slots: [UInt16]) { self.slots = slots }

    /// Counts the pairs of the lines.
    init(counting lines: [[UInt32]]) {
        var pairs: [UInt64: Int] = [:]
        var singles: [UInt32: Int] = [:]
        var all = 0
        for line in lines {
            for (first, second) in zip(line, line.dropFirst()) where isChinese(first) {
                singles[first, default: 0] += 1
                all += 1
                if isChinese(second) { pairs[UInt64(first) << 32 | UInt64(second), default: 0] += 1 }
            }
        }
        slots = [UInt16](repeating: 0, count: NameBonds.count)
        let kept = pairs.filter { $0.value > 1 }.sorted { $0.value > $1.value || ($0.value == $1.value && $0.key < $1.key) }
        // Never so full that a look takes long.
        for (pair, count) in kept.prefix(NameBonds.count * 3 / 4) {
            let first = UInt32(pair >> 32), second = UInt32(truncatingIfNeeded: pair)
            guard let one = singles[first], let two = singles[second] else { continue }
            let bond = NameBonds.bond(Double(count) * Double(all) / (Double(one) * Double(two)))
            var (at, mark) = NameBonds.place(first, second)
            while slots[at] != 0 { at = (at + 1) & (NameBonds.count - 1) }
            slots[at] = mark << 4 | UInt16(bond)
        }
    }

    /// 0 for pairs seen less often than chance has it, 8 for those that are hardly ever apart.
    private static func bond(_ likelihood: Double) -> UInt8 {
        var bond = 2
        var bound = 2.8
        if likelihood < 1 / 2.8 { bond = likelihood < 1 / 8.0 ? 0 : 1 }
        while likelihood >= bound, bond < 8 {
            bond += 1
            bound *= 2.8
        }
        return UInt8(bond)
    }

    private static func place(_ first: UInt32, _ second: UInt32) -> (at: Int, mark: UInt16) {
        var hash = (UInt64(first) << 20 | UInt64(second)) &* 0x9E37_79B9_7F4A_7C15
        hash ^= hash >> 29
        hash = hash &* 0xBF58_476D_1CE4_E5B9
        return (Int(hash >> 47), UInt16(truncatingIfNeeded: hash >> 8 & 0xFFE) | 1)
    }

    func callAsFunction(_ first: UInt32, _ second: UInt32) -> UInt8 {
        guard isChinese(first), isChinese(second) else { return NameBonds.none }
        var (at, mark) = NameBonds.place(first, second)
        return slots.withUnsafeBufferPointer { slots in
            while slots[at] != 0 {
                if slots[at] >> 4 == mark { return UInt8(slots[at] & 0x0F) }
                at = (at + 1) & (NameBonds.count - 1)
            }
            return NameBonds.unseen
        }
    }
}
