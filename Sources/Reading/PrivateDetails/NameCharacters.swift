/// What each character can be in a person's name, asked in one step.
struct NameCharacters: Sendable {
    /// How surely a character is a surname, and what else a candidate can begin with.
    enum Start { static let none: UInt8 = 0, double: UInt8 = 6, sound: UInt8 = 7 }

    private let plane: [UInt8]
    private let doubles: ScalarPairs

    init(_ words: NameWords) {
        var plane = [UInt8](repeating: 0, count: 0x10000)
        for scalar in 0x3400..<0x10000 {
            let scalar = UInt32(scalar)
            var value: UInt8 =
                switch words.tier(scalar) {
                case .sure: 5
                case .usual: 4
                case .rare: 3
                case .everyday: words.singles.contains(scalar) ? 2 : 1
                case nil: words.rare.contains(scalar) || words.further.contains(scalar) ? 1 : 0
                }
            if words.given.contains(scalar) { value |= words.alsoWords.contains(scalar) ? 0x10 : 0x08 }
            if words.modelSounds.contains(scalar) { value |= 0x20 }
            plane[Int(scalar)] = value
        }
        self.plane = plane
        doubles = words.allDoubles
    }

    private func value(_ scalar: UInt32) -> UInt8 { scalar < 0x10000 ? plane[Int(scalar)] : 0 }

    /// 0 for what is no surname, 5 for what is one nearly always.
    func start(_ scalar: UInt32) -> UInt8 { value(scalar) & 0x07 }

    /// 欧阳, 濮阳
    func isDouble(_ first: UInt32, _ second: UInt32) -> Bool { doubles.contains(first, second) }

    /// 0 for what is in no given name, 1 for what is in few other words, 2 for what stands in sentences as often.
    func given(_ scalar: UInt32) -> UInt8 { value(scalar) >> 3 & 0x03 }

    /// Whether it writes the sounds of other languages: 其其格, 买买提.
    func sounds(_ scalar: UInt32) -> Bool { value(scalar) & 0x20 != 0 }
}
