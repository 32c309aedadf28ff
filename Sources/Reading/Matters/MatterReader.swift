import Wire

/// What a matter is about, prepared for an officer: category, department, kind, whether it is everybody's, the answers to the ten
/// questions, a title. Proposals with their probabilities and the words that decided them; a person decides.
public struct MatterReader: Sendable {
    public let words: MatterWords
    public let category: LinearModel
    public let scope: LinearModel
    public let kind: LinearModel
    public let reach: LinearModel

    /// - Throws: `Malformed` for a model whose labels are not the ones known here.
    public init(words: MatterWords, category: LinearModel, scope: LinearModel, kind: LinearModel, reach: LinearModel) throws(Malformed) {
        guard Set(scope.labels).isSubset(of: Scope.rows) else { throw Malformed("the model of scope has labels that are no rows of 五议五不议") }
        guard Set(kind.labels).isSubset(of: MatterReader.kinds) else { throw Malformed("the model of kinds has an unknown label") }
        guard Set(reach.labels).isSubset(of: ["collective", "individual"]) else {
            throw Malformed("the model of reach has an unknown label")
        }
        self.words = words
        self.category = category
        self.scope = scope
        self.kind = kind
        self.reach = reach
    }

    /// The files of a folder `models`, in the order of `init`.
    public static let models = ["category", "scope", "kind", "reach"]
    public static let kinds: Set<String> = ["suggestion", "complaint", "question", "help"]

    /// One label with its probability, and the words that speak for the first.
    public struct Judged: Sendable, Hashable {
        public var label: String
        /// 0...1, calibrated on texts the model had not seen.
        public var probability: Double
        public var words: [String]
    }

    /// A list of labels, likeliest first.
    public struct Judgement: Sendable, Hashable {
        public var labels: [Judged]
        /// False when the first label is not sure enough to be put before anybody.
        public var isSure: Bool

        public var first: Judged? { isSure ? labels.first : nil }
    }

    public func judgeCategory(_ text: String) -> Judgement { judged(category, text) }
    public func judgeKind(_ text: String) -> Judgement { judged(kind, text) }
    public func judgeReach(_ text: String) -> Judgement { judged(reach, text) }
    public func judgeScope(_ text: String) -> Judgement { judged(scope, text) }

    /// The ten questions with proposed answers, the two most doubtful first; with the words that speak for a yes where one is thinkable.
    public func questions(_ text: String) -> [Scope.Question] {
        let folded = FoldedText(text, table: words.fold)
        return Scope.questions(judgeScope(text)).map { question in
            guard question.words.isEmpty, question.answer != .no, let label = scope.labels.firstIndex(of: question.row) else {
                return question
            }
            var question = question
            question.words = scope.decidingWords(folded, for: label).map { folded.wording($0) }
            return question
        }
    }

    /// Who usually answers: the department with most words in the text, and those words. Nil when none of its words is there.
    public func department(_ text: String) -> (name: String, words: [String])? {
        let text = FoldedText(text, table: words.fold)
        let found = words.departments.found(in: text)
        var counts = [Int](repeating: 0, count: words.departments.names.count)
        for word in found { counts[word.set] += word.range.count }
        guard let most = counts.max(), most > 0, let best = counts.firstIndex(of: most) else { return nil }
        return (words.departments.names[best], found.filter { $0.set == best }.map { text.wording($0.range) }.unique)
    }

    /// A title of at most 20 characters from a masked text.
    public func title(masked: String) -> String { Title(words: words).propose(masked: masked) }

    private func judged(_ model: LinearModel, _ text: String) -> Judgement {
        let text = FoldedText(text, table: words.fold)
        let signs = model.plan.cueWeight > 0 ? words.signs(text) : []
        let judged = model.judge(text, cues: signs)
        guard let first = judged.first else { return Judgement(labels: [], isSure: false) }
        let deciding = model.decidingWords(text, for: first.label).map { text.wording($0) }
        let labels = judged.enumerated().map { place, judged in
            Judged(label: model.labels[judged.label], probability: judged.probability, words: place == 0 ? deciding : [])
        }
        return Judgement(labels: labels, isSure: first.probability * 1000 >= Double(model.leastSure) && text.count >= 4)
    }
}

/// 五议五不议 (OX-2.4h…q): ten questions that a person answers.
public enum Scope {
    /// The five that may be deliberated, then the five that may not.
    public static let admissible = ["OX-2.4h", "OX-2.4i", "OX-2.4j", "OX-2.4k", "OX-2.4l"]
    public static let inadmissible = ["OX-2.4m", "OX-2.4n", "OX-2.4o", "OX-2.4p", "OX-2.4q"]
    public static let rows = Set(admissible + inadmissible)

    /// What is proposed to whoever answers; `open` where reading cannot tell.
    public enum Answer: String, Sendable, Hashable, CaseIterable { case yes, no, open }

    /// One of the ten questions with the answer proposed.
    public struct Question: Sendable, Hashable {
        public var row: String
        public var answer: Answer
        /// That the answer is yes, 0...1.
        public var probability: Double
        public var words: [String]
        /// How far the answer is from being open, 0 (open) to 1.
        public var sureness: Double { answer == .open ? 0 : abs(2 * probability - 1) }
    }

    /// A row besides the likeliest that is as likely as this is no plain no.
    private static let thinkable = 0.25

    /// Yes to the likeliest row where it is sure enough, no to what is hardly thinkable; the two most doubtful first, the others in the order
    /// of the rows.
    static func questions(_ judgement: MatterReader.Judgement) -> [Question] {
        let best = judgement.labels.first
        let questions = (admissible + inadmissible).map { row in
            let found = judgement.labels.first { $0.label == row }
            let probability = found?.probability ?? 0
            let isBest = row == best?.label
            let answer: Answer = isBest ? (judgement.isSure ? .yes : .open) : (probability >= thinkable ? .open : .no)
            return Question(row: row, answer: answer, probability: probability, words: found?.words ?? [])
        }
        func doubt(_ question: Question) -> Double { abs(2 * question.probability - 1) }
        let doubtful = questions.sorted { ($0.sureness, doubt($0), $0.row) < ($1.sureness, doubt($1), $1.row) }.prefix(2)
        return Array(doubtful) + questions.filter { question in !doubtful.contains { $0.row == question.row } }
    }
}
