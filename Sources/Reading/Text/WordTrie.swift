/// Words with what they stand for, laid out so that looking one up costs the same however many there are.
final class WordTrie: Sendable {
    /// Edges of all nodes, one node's beside each other and sorted by scalar.
    private let labels: [UInt32]
    private let targets: [Int32]
    /// For each node where its edges begin; one more entry ends the last.
    private let first: [Int32]
    /// For each node the value of the word that ends there, -1 if none does.
    private let values: [Int32]
    /// Which scalars some word begins with, a bit each: most places of a text are passed over by this alone.
    private let beginnings: [UInt64]
    /// How many scalars some word begins with stand before each 64 of them: the root has far more edges than any other node, and the place
    /// of one among them is counted, not searched.
    private let ranks: [UInt16]

    /// The value of a word given twice is the later one.
    init(_ words: [(word: [UInt32], value: Int)]) {
        var edges: [[(label: UInt32, target: Int32)]] = [[]]
        var values: [Int32] = [-1]
        for (word, value) in words where !word.isEmpty {
            var node = 0
            for scalar in word where scalar != FoldTable.space {
                if let edge = edges[node].first(where: { $0.label == scalar }) {
                    node = Int(edge.target)
                } else {
                    edges[node].append((scalar, Int32(edges.count)))
                    node = edges.count
                    edges.append([])
                    values.append(-1)
                }
            }
            values[node] = Int32(value)
        }
        var labels: [UInt32] = []
        var targets: [Int32] = []
        var first: [Int32] = []
        for node in edges {
            first.append(Int32(labels.count))
            for edge in node.sorted(by: { $0.label < $1.label }) {
                labels.append(edge.label)
                targets.append(edge.target)
            }
        }
        first.append(Int32(labels.count))
        self.labels = labels
        self.targets = targets
        self.first = first
        self.values = values
        var beginnings = [UInt64](repeating: 0, count: 0x10000 / 64)
        for label in labels[..<Int(first[1])] where label < 0x10000 { beginnings[Int(label / 64)] |= 1 << UInt64(label % 64) }
        self.beginnings = beginnings
        var before = 0
        ranks = beginnings.map { bits in
            defer { before += bits.nonzeroBitCount }
            return UInt16(before)
        }
    }

    /// Whether some word begins with this scalar. Words of ours begin below U+10000.
    func begins(with scalar: UInt32) -> Bool { scalar < 0x10000 && beginnings[Int(scalar / 64)] & 1 << UInt64(scalar % 64) != 0 }

    /// The node after the first scalar of a word, for a scalar below U+10000.
    private func root(_ scalar: UInt32) -> Int? {
        let bits = beginnings[Int(scalar / 64)]
        let bit: UInt64 = 1 << UInt64(scalar % 64)
        guard bits & bit != 0 else { return nil }
        return Int(targets[Int(ranks[Int(scalar / 64)]) + (bits & (bit - 1)).nonzeroBitCount])
    }

    private func follow(_ node: Int, _ scalar: UInt32) -> Int? {
        var low = Int(first[node])
        var high = Int(first[node + 1])
        while low < high {
            let middle = (low + high) / 2
            if labels[middle] < scalar { low = middle + 1 } else { high = middle }
        }
        return low < Int(first[node + 1]) && labels[low] == scalar ? Int(targets[low]) : nil
    }

    /// Every word that begins at a place, longest first, with the place after it. Across spaces, one between two characters of Chinese is
    /// passed over: people write 「通 过」.
    func words(in scan: inout Scan, at start: Int, acrossSpaces: Bool = false) -> [(value: Int, end: Int)] {
        var found: [(value: Int, end: Int)] = []
        walk(&scan, start, acrossSpaces) { found.append(($0, $1)) }
        if found.count > 1 { found.reverse() }
        return found
    }

    /// The longest word that begins at a place.
    func longest(in scan: inout Scan, at start: Int) -> (value: Int, end: Int)? {
        var found: (value: Int, end: Int)?
        walk(&scan, start, false) { found = ($0, $1) }
        return found
    }

    /// Every word that begins at a place, shortest first, with the place after it.
    func walk(_ scan: inout Scan, _ start: Int, _ acrossSpaces: Bool = false, _ visit: (_ value: Int, _ end: Int) -> Void) {
        let beginning = scan.text[start]
        guard beginning < 0x10000, var node = root(beginning) else { return }
        var at = start + 1
        scan.steps += 1
        while true {
            if values[node] >= 0 { visit(Int(values[node]), at) }
            guard at < scan.text.count else { return }
            scan.steps += 1
            var scalar = scan.text[at]
            if acrossSpaces, scalar == FoldTable.space, isChinese(scan.text[at - 1]), isChinese(scan.text[at + 1]) {
                at += 1
                scalar = scan.text[at]
            }
            guard let next = follow(node, scalar) else { return }
            node = next
            at += 1
        }
    }
}

/// A message being read: the folded text, the date expressions already read in it, and how much work it took, which tests hold against its
/// length.
struct Scan {
    let text: FoldedText
    var steps = 0
    var dates = KnownDates()

    init(_ text: FoldedText) { self.text = text }
}

/// A Chinese character, 〇 among them.
func isChinese(_ scalar: UInt32) -> Bool { (0x3400...0x9FFF).contains(scalar) || scalar == 0x3007 || (0x20000...0x323AF).contains(scalar) }

func isDigit(_ scalar: UInt32) -> Bool { (0x30...0x39).contains(scalar) }

func isLetter(_ scalar: UInt32) -> Bool { (0x61...0x7A).contains(scalar) }
