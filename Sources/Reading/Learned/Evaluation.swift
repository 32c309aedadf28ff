import Glibc

/// What a model said of rows it had not seen, against what people said.
public struct Evaluation: Sendable {
    public struct Answer: Sendable, Hashable {
        public var truth: String
        public var said: String
        /// 0...1
        public var probability: Double
        /// Rows of one group count together in the bootstrap.
        public var group: String

        public init(truth: String, said: String, probability: Double, group: String) {
            self.truth = truth
            self.said = said
            self.probability = probability
            self.group = group
        }
    }

    public let answers: [Answer]
    public let labels: [String]

    public init(_ answers: [Answer]) {
        self.answers = answers
        labels = Set(answers.flatMap { [$0.truth, $0.said] }).sorted()
    }

    /// Precision, recall and F1 of one label, each 0...1, with how many rows truly have it.
    public struct Score: Sendable, Hashable {
        public var label: String
        public var precision: Double
        public var recall: Double
        public var f1: Double
        public var count: Int
    }

    public var scores: [Score] { Evaluation.scores(answers.map { ($0.truth, $0.said) }, labels) }

    /// The mean of F1 over the labels that truly occur.
    public var macroF1: Double { Evaluation.macroF1(answers.map { ($0.truth, $0.said) }, labels) }

    public var accuracy: Double { answers.isEmpty ? 0 : Double(answers.filter { $0.truth == $0.said }.count) / Double(answers.count) }

    /// How many rows truly of the first label were called the second.
    public var confusion: [(truth: String, said: String, count: Int)] {
        var counts: [[String]: Int] = [:]
        for answer in answers { counts[[answer.truth, answer.said], default: 0] += 1 }
        return counts.map { ($0.key[0], $0.key[1], $0.value) }.sorted { ($0.0, $0.1) < ($1.0, $1.1) }
    }

    /// Ten bins of probability: how many rows fell there, what was promised on average and what came true.
    public var reliability: [(count: Int, promised: Double, true: Double)] {
        var bins = [(count: Int, promised: Double, true: Double)](repeating: (0, 0, 0), count: 10)
        for answer in answers {
            let bin = max(0, min(9, Int(answer.probability * 10)))
            bins[bin].count += 1
            bins[bin].promised += answer.probability
            bins[bin].true += answer.truth == answer.said ? 1 : 0
        }
        return bins.map { $0.count == 0 ? $0 : ($0.count, $0.promised / Double($0.count), $0.true / Double($0.count)) }
    }

    /// The mean distance between promised and true over the bins, weighed by their rows.
    public var calibrationError: Double {
        guard !answers.isEmpty else { return 0 }
        return reliability.reduce(0) { $0 + abs($1.promised - $1.true) * Double($1.count) } / Double(answers.count)
    }

    /// What stays and how much of it is right when everything below a probability is left to people.
    public func kept(atLeast probability: Double) -> (share: Double, accuracy: Double) {
        let kept = answers.filter { $0.probability >= probability }
        guard !kept.isEmpty else { return (0, 0) }
        return (Double(kept.count) / Double(answers.count), Double(kept.filter { $0.truth == $0.said }.count) / Double(kept.count))
    }

    /// A value with the interval that holds it 95 times in 100, by drawing groups again and again.
    public struct Interval: Sendable, Hashable {
        public var value: Double
        public var low: Double
        public var high: Double
    }

    public func macroF1Interval(draws: Int = 1000) -> Interval {
        let draws = Evaluation.draw(groups, draws) { rows in Evaluation.macroF1(rows.map { (answers[$0].truth, answers[$0].said) }, labels)
        }
        return Interval(value: macroF1, low: Evaluation.quantile(draws, 0.025), high: Evaluation.quantile(draws, 0.975))
    }

    /// How much better than somebody else's answers to the same rows, in macro-F1, with the share of draws in which it is not better at all.
    /// - Parameter others: as many labels as there are answers, in their order.
    public func against(_ others: [String], draws count: Int = 1000) -> (difference: Interval, notBetter: Double) {
        func difference(_ rows: [Int]) -> Double {
            Evaluation.macroF1(rows.map { (answers[$0].truth, answers[$0].said) }, labels)
                - Evaluation.macroF1(rows.map { (answers[$0].truth, others[$0]) }, labels)
        }
        let draws = Evaluation.draw(groups, count, difference)
        let whole = difference(Array(answers.indices))
        return (
            Interval(value: whole, low: Evaluation.quantile(draws, 0.025), high: Evaluation.quantile(draws, 0.975)),
            Double(draws.filter { $0 <= 0 }.count) / Double(max(1, draws.count))
        )
    }

    private var groups: [[Int]] {
        var members: [String: [Int]] = [:]
        for (index, answer) in answers.enumerated() { members[answer.group, default: []].append(index) }
        return members.sorted { $0.key < $1.key }.map(\.value)
    }

    private static func draw(_ groups: [[Int]], _ count: Int, _ measure: ([Int]) -> Double) -> [Double] {
        guard !groups.isEmpty else { return [] }
        var dice = Dice(seed: 11)
        return (0..<count).map { _ in
            var rows: [Int] = []
            for _ in groups { rows += groups[dice.below(groups.count)] }
            return measure(rows)
        }.sorted()
    }

    private static func quantile(_ sorted: [Double], _ share: Double) -> Double {
        sorted.isEmpty ? 0 : sorted[min(sorted.count - 1, Int(Double(sorted.count) * share))]
    }

    private static func scores(_ pairs: [(truth: String, said: String)], _ labels: [String]) -> [Score] {
        let places = Dictionary(uniqueKeysWithValues: labels.enumerated().map { ($0.element, $0.offset) })
        var right = [Int](repeating: 0, count: labels.count)
        var said = right
        var truly = right
        for pair in pairs {
            if let place = places[pair.truth] {
                truly[place] += 1
                if pair.said == pair.truth { right[place] += 1 }
            }
            if let place = places[pair.said] { said[place] += 1 }
        }
        return labels.indices.map { label in
            let precision = said[label] == 0 ? 0 : Double(right[label]) / Double(said[label])
            let recall = truly[label] == 0 ? 0 : Double(right[label]) / Double(truly[label])
            let f1 = precision + recall == 0 ? 0 : 2 * precision * recall / (precision + recall)
            return Score(label: labels[label], precision: precision, recall: recall, f1: f1, count: truly[label])
        }
    }

    private static func macroF1(_ pairs: [(truth: String, said: String)], _ labels: [String]) -> Double {
        let present = scores(pairs, labels).filter { $0.count > 0 }
        return present.isEmpty ? 0 : present.reduce(0) { $0 + $1.f1 } / Double(present.count)
    }
}

extension LinearTraining {
    /// Learns on all parts but one and answers that one, for each part: every row is answered by a model that saw nothing of its group.
    public func crossValidated(_ rows: [LabelledText], cues: [[Int]] = [], parts count: Int = 5) throws(TrainingFault) -> Evaluation {
        let parts = Folds.of(rows.map(\.group), count: count)
        var answers: [Int: Evaluation.Answer] = [:]
        for part in 0..<count {
            let inside = rows.indices.filter { parts[$0] != part }
            let model = try model(from: inside.map { rows[$0] }, cues: cues.isEmpty ? [] : inside.map { cues[$0] }, provenance: [])
            for index in rows.indices where parts[index] == part {
                answers[index] = model.answer(rows[index], cues: cues.isEmpty ? [] : cues[index])
            }
        }
        return Evaluation(rows.indices.compactMap { answers[$0] })
    }
}

extension LinearModel {
    /// What the model says of a row, beside its truth.
    public func answer(_ row: LabelledText, cues: [Int] = []) -> Evaluation.Answer {
        let best = judge(folded(row.text), cues: cues).first
        return Evaluation.Answer(
            truth: row.label, said: best.map { labels[$0.label] } ?? "", probability: best?.probability ?? 0, group: row.group)
    }
}
