import Wire

/// A rule by its name for ever: another meaning is another name (design 4.6). Its arguments are parsed once, when a rulebook is
/// read, so that judging never meets a wrong type.
public struct Rule: Sendable {
    /// A rule whose arguments are known: the same facts give the same finding, always.
    public typealias Judgement = @Sendable (Facts) -> Finding

    /// As rulebooks write it, e.g. `noticeRan`.
    public let name: String
    /// What it may look at; anything else in the facts may be unfilled.
    public let reads: Set<Fact>
    let parse: @Sendable (inout Arguments) throws(Malformed) -> Judgement

    init(name: String, reads: Set<Fact>, parse: @escaping @Sendable (inout Arguments) throws(Malformed) -> Judgement) {
        self.name = name
        self.reads = reads
        self.parse = parse
    }

    /// Every rule a rulebook may name.
    public static let all: [Rule] = gates + sessions + people
    static let named: [String: Rule] = Dictionary(uniqueKeysWithValues: all.map { ($0.name, $0) })
}

/// A rule as a rulebook asks for it: with its arguments, and the row it carries out.
public struct Requirement: Sendable {
    /// The rule's name.
    public let rule: String
    /// The row it carries out, shown to nobody in a chat.
    public let row: RowID
    /// How strictly that row speaks; it decides whether an unmet rule refuses.
    public let force: Force
    public let reads: Set<Fact>
    /// The requests that stand on it: refused while a violation of it is open (requirements 2.0, 3). Empty where none does.
    public let blocks: [StepID]
    let judgement: Rule.Judgement

    /// What the rule says of the facts, with the numbers that were compared.
    public func judge(_ facts: Facts) -> Verdict {
        switch judgement(facts) {
        case .met(let numbers): Verdict(rule: rule, row: row, force: force, isMet: true, numbers: numbers, remedy: nil)
        case .unmet(let numbers, let remedy): Verdict(rule: rule, row: row, force: force, isMet: false, numbers: numbers, remedy: remedy)
        }
    }
}

/// The arguments of one requirement, of the literal kinds of design 4.4. What is never asked for is surplus, and a fault.
public struct Arguments {
    private var values: [String: JSON]

    init(_ values: [String: JSON]) { self.values = values }

    /// A whole number, 0...1,000,000.
    ///
    /// - Throws: `Malformed` where it is missing or anything else.
    public mutating func integer(_ name: String) throws(Malformed) -> Int {
        guard let value = values.removeValue(forKey: name)?.integer, let whole = Int(exactly: value), (0...1_000_000).contains(whole)
        else { throw Malformed("\(name) must be a whole number") }
        return whole
    }

    /// A share such as `"2/3"`.
    ///
    /// - Throws: `Malformed` where it is missing or anything else.
    public mutating func share(_ name: String) throws(Malformed) -> Share {
        guard let text = values.removeValue(forKey: name)?.string, let share = Share(text: text)
        else { throw Malformed("\(name) must be a share like \"2/3\"") }
        return share
    }

    /// A length of time such as `"7 days"`.
    ///
    /// - Throws: `Malformed` where it is missing or anything else.
    public mutating func span(_ name: String) throws(Malformed) -> Span {
        guard let text = values.removeValue(forKey: name)?.string, let span = Span(text: text)
        else { throw Malformed("\(name) must be a span like \"7 days\"") }
        return span
    }

    var surplus: [String] { values.keys.sorted() }
}
