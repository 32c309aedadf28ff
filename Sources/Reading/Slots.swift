/// The slots of one command with what stands in them. Which kinds are there is a bit each, and nothing is hashed: a reading looks for every
/// slot at every place of a message.
public struct Slots: Sendable, Hashable {
    private var kinds: UInt64 = 0
    /// In the order of their kinds.
    private var values: [SlotValue] = []

    public init() {}

    public var isEmpty: Bool { kinds == 0 }
    public var count: Int { values.count }

    /// The kinds that are there, in the order of `Slot`.
    public var keys: [Slot] { Slot.allCases.filter { kinds & $0.bit != 0 } }

    public subscript(slot: Slot) -> SlotValue? {
        get { kinds & slot.bit == 0 ? nil : values[place(of: slot)] }
        set {
            let place = place(of: slot)
            switch (kinds & slot.bit != 0, newValue) {
            case (true, let value?): values[place] = value
            case (true, nil): values.remove(at: place)
            case (false, let value?): values.insert(value, at: place)
            case (false, nil): return
            }
            kinds = newValue == nil ? kinds & ~slot.bit : kinds | slot.bit
        }
    }

    /// How many of those that are there come before it.
    private func place(of slot: Slot) -> Int { (kinds & (slot.bit - 1)).nonzeroBitCount }
}

extension Slots: Sequence {
    public func makeIterator() -> Zip2Sequence<[Slot], [SlotValue]>.Iterator { zip(keys, values).makeIterator() }
}

extension Slots: ExpressibleByDictionaryLiteral {
    public init(dictionaryLiteral elements: (Slot, SlotValue)...) {
        for (slot, value) in elements { self[slot] = value }
    }
}

extension Slot {
    /// By its place among all kinds: the hash of a raw value is that of its letters.
    public func hash(into hasher: inout Hasher) { hasher.combine(ordinal) }

    /// Its place among all kinds; there are fewer than 64.
    var ordinal: Int { Int(unsafeBitCast(self, to: UInt8.self)) }

    fileprivate var bit: UInt64 { 1 << UInt64(ordinal) }
}
