import Testing

@testable import Reading

/// What is found in a command, held against a dictionary.
@Suite struct SlotsTests {
    @Test func thereIsABitForEveryKind() {
        #expect(Slot.allCases.count < 64)
        var slots = Slots()
        for (place, slot) in Slot.allCases.reversed().enumerated() { slots[slot] = .integer(place) }
        #expect(slots.keys == Slot.allCases)
        #expect(slots.map(\.0) == Slot.allCases)
    }

    @Test func whateverIsSetAndTakenAwayItHoldsWhatADictionaryWould() {
        var random = SystemRandomNumberGenerator()
        for _ in 0..<200 {
            var slots = Slots()
            var expected: [Slot: SlotValue] = [:]
            var steps: [(Slot, SlotValue?)] = []
            for _ in 0..<30 {
                let slot = Slot.allCases.randomElement(using: &random) ?? .number
                let value: SlotValue? = Bool.random(using: &random) ? .integer(.random(in: 0..<100, using: &random)) : nil
                steps.append((slot, value))
                slots[slot] = value
                expected[slot] = value
                #expect(Slot.allCases.allSatisfy { slots[$0] == expected[$0] }, "\(steps)")
                #expect(slots.count == expected.count && slots.isEmpty == expected.isEmpty, "\(steps)")
            }
            var again = Slots()
            for (slot, value) in slots.reversed() { again[slot] = value }
            #expect(again == slots, "\(steps)")
        }
    }
}
