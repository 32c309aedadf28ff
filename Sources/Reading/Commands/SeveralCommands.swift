/// Several commands in one message, each with its own number: 「12通过，13转物业」. All of it must be read, or none of it is.
extension Attempt {
    private static let mostPieces = 12

    func several(_ scan: inout Scan, from start: Int) -> Intent? {
        guard context == .workGroup || context == .direct || context == .replyToTodo,
            utterance.role != .resident || !utterance.posts.isEmpty
        else { return nil }
        let pieces = pieces(scan.text, from: start)
        guard (2...Attempt.mostPieces).contains(pieces.count), holdsNumbers(&scan, from: start) else { return nil }
        var read: [Intent] = []
        var at = 0
        while at < pieces.count {
            guard let (intent, next) = first(&scan, pieces, from: at) else { return nil }
            read.append(intent)
            at = next
        }
        guard var whole = read.first, read.count > 1 else { return nil }
        whole.more = Array(read.dropFirst())
        return whole
    }

    /// Whether two numbers of matters stand there at least: each command has its own.
    private func holdsNumbers(_ scan: inout Scan, from start: Int) -> Bool {
        var found = 0
        var at = start
        while at < scan.text.count, found < 2 {
            if let one = reader.numbers.one(&scan, at: at) {
                found += 1
                at = one.end
            } else {
                at += 1
            }
        }
        return found == 2
    }

    private func pieces(_ text: FoldedText, from start: Int) -> [Range<Int>] {
        var pieces: [Range<Int>] = []
        var at = start
        while at < text.count, pieces.count <= Attempt.mostPieces {
            let first = Marks.skip(text, at)
            var end = first
            while end < text.count, !Marks.isMark(text[end]) { end += 1 }
            if end > first { pieces.append(first..<end) }
            at = end
        }
        return pieces
    }

    /// The longest run of pieces that is one command with a number of its own.
    private func first(_ scan: inout Scan, _ pieces: [Range<Int>], from at: Int) -> (Intent, Int)? {
        for next in stride(from: at == 0 ? pieces.count - 1 : pieces.count, to: at, by: -1) {
            // What begins with a number begins the next command.
            if next - at > 1, (at + 1..<next).contains(where: { startsNext(&scan, pieces[$0], after: pieces[$0 - 1]) }) { continue }
            var part = Scan(scan.text.part(pieces[at].lowerBound..<pieces[next - 1].upperBound))
            defer { scan.steps += part.steps }
            var nearMiss = false
            guard let intent = command(&part, from: 0, nearMiss: &nearMiss) ?? plainly(&part, from: 0, nearMiss: &nearMiss),
                intent.action == .act, intent.more.isEmpty, intent.slots[.number] != nil || intent.slots[.numbers] != nil
            else { continue }
            return (intent, next)
        }
        return nil
    }

    /// 13 behind a piece that was more than a number: 「12、13通过，14转给物业」 has two commands.
    private func startsNext(_ scan: inout Scan, _ piece: Range<Int>, after last: Range<Int>) -> Bool {
        guard reader.numbers.one(&scan, at: piece.lowerBound) != nil else { return false }
        guard let before = reader.numbers.one(&scan, at: last.lowerBound) else { return true }
        return before.end < last.upperBound
    }
}
