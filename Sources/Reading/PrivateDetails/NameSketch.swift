/// A stretch of a text that may be a person's name: a surname and one or two characters, or characters that write the sounds of another
/// language.
struct NameCandidate: Sendable, Hashable {
    var start: Int
    var end: Int
    /// How much of it is the surname, 0 where there is none.
    var surname: Int
    /// What it begins with (`NameCharacters`).
    var tier: UInt8
}

/// What the model of names looks at: the characters of a candidate, what stands before and behind it, and how firmly it hangs together with
/// that. Each feature is a place in the model's table.
struct NameSketch {
    let characters: NameCharacters
    let bonds: NameBonds
    let text: UnsafeBufferPointer<UInt32>

    /// Bits of a place in the table.
    static let bits: UInt64 = 18
    private static let longest = 14

    init(_ characters: NameCharacters, _ bonds: NameBonds, _ text: UnsafeBufferPointer<UInt32>) {
        self.characters = characters
        self.bonds = bonds
        self.text = text
    }

    /// The scalar there, digits as one; 0 beyond either end.
    @inline(__always) private func at(_ index: Int) -> UInt32 {
        guard index >= 0, index < text.count else { return 0 }
        let scalar = text[index]
        return isDigit(scalar) ? 0x30 : scalar
    }

    // MARK: Candidates

    /// The candidates that begin at a place; places must rise.
    /// - Parameter runEnd: where the run of sounds ends that was looked at last.
    @inline(__always) func candidates(at start: Int, _ runEnd: inout Int, _ use: (NameCandidate) -> Void) {
        let first = text[start]
        let tier = characters.start(first)
        if characters.isDouble(first, at(start + 1)), isChinese(at(start + 2)) {
            use(NameCandidate(start: start, end: start + 3, surname: 2, tier: NameCharacters.Start.double))
            if isChinese(at(start + 3)) {
                use(NameCandidate(start: start, end: start + 4, surname: 2, tier: NameCharacters.Start.double))
            }
        }
        if tier > 0, isChinese(at(start + 1)) {
            use(NameCandidate(start: start, end: start + 2, surname: 1, tier: tier))
            if isChinese(at(start + 2)) { use(NameCandidate(start: start, end: start + 3, surname: 1, tier: tier)) }
        }
        // 巴特尔, 阿依古丽·买买提, 韩朝鲁
        let isSound = characters.sounds(first)
        guard isSound || tier > 0 && characters.sounds(at(start + 1)) else { return }
        if start + 1 >= runEnd {
            runEnd = start + 1
            while characters.sounds(at(runEnd)) || Marks.isMiddleDot(at(runEnd)) && characters.sounds(at(runEnd + 1)) { runEnd += 1 }
        }
        let least = tier > 0 ? 4 : 2
        guard runEnd - start >= least else { return }
        for end in start + least...min(runEnd, start + NameSketch.longest) where !Marks.isMiddleDot(at(end - 1)) {
            use(NameCandidate(start: start, end: end, surname: 0, tier: NameCharacters.Start.sound))
        }
    }

    // MARK: Features

    /// A feature's place in the table. Kinds below 512 are told apart by the candidate's length, too.
    @inline(__always) private static func place(_ kind: UInt32, _ one: UInt32, _ two: UInt32 = 0, _ three: UInt32 = 0) -> Int {
        var hash = (UInt64(kind) << 54 | UInt64(one) << 36 | UInt64(two) << 18 | UInt64(three)) &* 0x9E37_79B9_7F4A_7C15
        hash ^= hash >> 32
        hash = hash &* 0xBF58_476D_1CE4_E5B9
        return Int(hash >> (64 - bits))
    }

    /// What candidates of one beginning have in common: the beginning and what stands before it.
    @inline(__always) func beginning(_ candidate: NameCandidate, _ use: (Int) -> Void) {
        let start = candidate.start, tier = UInt32(candidate.tier)
        let one = at(start - 1), two = at(start - 2)
        let surname = surname(candidate), given = at(start + candidate.surname)
        use(NameSketch.place(512 + 1, one))
        use(NameSketch.place(512 + 2, two, one))
        use(NameSketch.place(512 + 4, one, surname))
        use(NameSketch.place(512 + 5, two, one, surname))
        use(NameSketch.place(512 + 6, one, tier))
        use(NameSketch.place(512 + 7, one, surname, given))
        let before = UInt32(bonds(one, at(start)))
        use(NameSketch.place(512 + 8, before, tier))
        use(NameSketch.place(512 + 9, before, UInt32(bonds(two, one))))
    }

    /// The surname as one number.
    @inline(__always) private func surname(_ candidate: NameCandidate) -> UInt32 {
        candidate.surname == 2 ? (at(candidate.start) &* 31 &+ at(candidate.start + 1)) & 0x3FFFF : at(candidate.start)
    }

    /// The features that are a candidate's alone.
    @inline(__always) func whole(_ candidate: NameCandidate, _ use: (Int) -> Void) {
        let start = candidate.start, end = candidate.end, tier = UInt32(candidate.tier)
        let first = start + candidate.surname
        let surname = surname(candidate), one = at(first), two = end - first > 1 ? at(first + 1) : 0
        let isSounds = candidate.surname == 0
        let length = UInt32(isSounds ? 3 + min(end - start, 6) : candidate.surname * 2 - 1 + (end - first))
        func sized(_ kind: UInt32) -> UInt32 { kind * 16 + length }
        func own(_ kind: UInt32, _ one: UInt32, _ two: UInt32 = 0, _ three: UInt32 = 0) {
            use(NameSketch.place(sized(kind), one, two, three))
        }
        own(1, 0)
        own(2, tier)
        var classes: UInt32 = 0
        if isSounds {
            for at in first..<end { use(NameSketch.place(512 + 10, self.at(at))) }
            for at in first..<end - 1 { use(NameSketch.place(512 + 11, self.at(at), self.at(at + 1))) }
            use(NameSketch.place(512 + 12, at(start), at(start + 1)))
            use(NameSketch.place(512 + 13, at(end - 2), at(end - 1)))
        } else {
            classes = UInt32(characters.given(one)) * 4 + (two == 0 ? 3 : UInt32(characters.given(two)))
            own(3, surname)
            own(4, classes, tier)
            own(5, surname, one)
            own(6, one)
            if two != 0 {
                use(NameSketch.place(512 + 12, two))
                use(NameSketch.place(512 + 13, one, two))
                use(NameSketch.place(512 + 14, surname, one, two))
            }
        }
        let shape = classes * 8 + tier
        context(candidate, length, shape, use)
    }

    @inline(__always) private func context(_ candidate: NameCandidate, _ length: UInt32, _ shape: UInt32, _ use: (Int) -> Void) {
        let start = candidate.start, end = candidate.end, tier = UInt32(candidate.tier)
        let before = at(start - 1), next = at(end), second = at(end + 1), last = at(end - 1)
        func own(_ kind: UInt32, _ one: UInt32, _ two: UInt32 = 0, _ three: UInt32 = 0) {
            use(NameSketch.place(kind * 16 + length, one, two, three))
        }
        own(7, next)
        use(NameSketch.place(512 + 16, next))
        use(NameSketch.place(512 + 17, next, second))
        use(NameSketch.place(512 + 19, last, next))
        use(NameSketch.place(512 + 20, last, next, second))
        use(NameSketch.place(512 + 21, at(end - 2), last, next))
        use(NameSketch.place(512 + 22, next, shape))
        use(NameSketch.place(512 + 23, next, second, tier))
        use(NameSketch.place(512 + 24, before, next))
        use(NameSketch.place(512 + 25, at(start - 2), before, next))
        let left = isChinese(before) ? 1 : before, right = isChinese(next) ? 1 : next
        use(NameSketch.place(512 + 27, left, right, shape))
        // How it hangs together with what stands around it.
        let one = UInt32(bonds(before, at(start))), two = UInt32(bonds(at(start), at(start + 1)))
        let three = end - start > 2 ? UInt32(bonds(at(end - 2), last)) : 15
        let four = UInt32(bonds(last, next))
        own(8, one, two)
        own(9, two)
        own(10, three)
        own(11, four)
        own(12, three, four)
        own(14, two, three)
        own(15, two, four)
        own(16, two, tier)
        use(NameSketch.place(512 + 29, UInt32(bonds(next, second)), four))
    }
}
