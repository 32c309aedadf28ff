import Procedure

// People who are named for something: proposed, leaving, asked to take a chair, a shift or a task, or to come instead.
extension Filling {
    /// 「提名张玉兰当党员代表」, 「韩梅不干议事会成员了」, 「授权给冯秀芝当主持人」, 「明后天王姐顶我的班」: of those named the one it is said of. False where it
    /// is left to others to look.
    mutating func gatherNamed(_ scan: inout Scan, _ end: Int) -> Bool {
        guard let behind = becoming, slots[.person] == nil else { return false }
        let isTask = verb.intent == .assign
        var people: [Named] = []
        var at = Correction.last(&scan, end, cues)
        while at < end {
            guard let (stop, after, isFull) = somebody(&scan, at) else {
                at += 1
                continue
            }
            let start = at
            at = after
            // 李洪伟具体抓: a task is given to whoever is called by full name; 物业经理 may be anybody.
            if isTask, !isFull { continue }
            let isCalled = (1...4).contains { length in
                start >= length
                    && (cues[.naming].end(&scan, at: start - length) == start || cues[.calling].end(&scan, at: start - length) == start)
            }
            let isSaid = behind.end(&scan, at: Marks.skip(scan.text, after)) != nil
            people.append((start..<stop, isFull, (isCalled ? 2 : 0) + (isSaid ? 1 : 0)))
        }
        // 提名王芳替换李敏
        if verb.intent == .nominateSeat, Set(people.map { scan.text.wording($0.range) }).count > 1 {
            isDoubtful = true
            return true
        }
        if isTask { people.removeAll { $0.worth == 0 } }
        guard let most = people.map(\.worth).max() else { return false }
        take(people.filter { $0.worth == most }, of: people, scan.text)
        return true
    }

    /// What is said behind somebody of whom this step is said.
    private var becoming: WordTrie? {
        switch verb.intent {
        case .nominateSeat: cues[.becomes]
        case .leaveSeat: cues[.leaves]
        case .chairDelegation: cues[.presides]
        case .swapDuty: cues[.takesOver]
        case .assign: cues[.takesCare]
        default: nil
        }
    }

    /// Whether what stands there is done by whoever stands before it.
    func says(_ scan: inout Scan, _ at: Int) -> Bool { saying(&scan, at) != nil }

    /// The place behind it.
    func saying(_ scan: inout Scan, _ at: Int) -> Int? {
        switch verb.intent {
        case .recordView: cues[.holding].end(&scan, at: at)
        case .giveFloor, .endTurn: cues[.speaking].end(&scan, at: at)
        case .leaveRequest: cues[.standsFor].end(&scan, at: at)
        default: becoming?.end(&scan, at: at)
        }
    }

    /// 「委派副主任高翔参会」, 「换陆姐代我」, 「改派小刘参加」: who is sent, by what stands behind; of two the last, where what was said first came to
    /// nothing. False where nobody is named so.
    mutating func gatherSubstitute(_ scan: inout Scan, _ range: Range<Int>) -> Bool {
        var people: [Range<Int>] = []
        var at = range.lowerBound
        while at < min(range.upperBound, range.lowerBound + 200) {
            guard let (stop, after, _) = somebody(&scan, at) else {
                at += 1
                continue
            }
            if cues[.standsFor].end(&scan, at: after) != nil { people.append(at..<stop) }
            at = after
        }
        guard let first = people.first, let last = people.last else { return false }
        if Set(people.map { scan.text.wording($0) }).count > 1 {
            let isGivenUp = (first.upperBound..<last.lowerBound).contains { [0x6CA1, 0x4E0D].contains(scan.text[$0]) }  // 没 不
            guard isGivenUp, people.count == 2 else { return true }
        }
        slots[.substitute] = .text(scan.text.wording(last))
        return true
    }
}
