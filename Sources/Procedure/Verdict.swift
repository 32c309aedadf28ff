/// What a rule found: numbers, not sentences. The texts make the sentence; `verify` compares the numbers.
public struct Verdict: Sendable, Hashable {
    /// The rule's name.
    public var rule: String
    public var row: RowID
    public var force: Force
    /// Whether the rule holds. Unmet and `principle`, a reason lets it pass into the deviation ledger.
    public var isMet: Bool
    /// What was counted, by name: `present`, `least`, `minutes` … In rulebook order of each rule, fixed for ever.
    public var numbers: [Count]
    /// What would satisfy it; nil when it is met.
    public var remedy: Remedy?

    /// One number that was compared.
    public struct Count: Sendable, Hashable {
        public var name: String
        public var value: Int64
        public init(_ name: String, _ value: Int) { self.name = name; self.value = Int64(value) }
        public init(_ name: String, _ value: Int64) { self.name = name; self.value = value }
    }

    public init(rule: String, row: RowID, force: Force, isMet: Bool, numbers: [Count], remedy: Remedy?) {
        self.rule = rule
        self.row = row
        self.force = force
        self.isMet = isMet
        self.numbers = numbers
        self.remedy = remedy
    }
}

/// The true remedy of an unmet rule: what to do, with the numbers worked out.
public enum Remedy: Sendable, Hashable {
    /// So many more must be present.
    case bring(Int)
    /// So many stakeholders more, or so many others exchanged for stakeholders.
    case addStakeholders(Int, orReplace: Int)
    /// So many officials fewer, or the council so many larger.
    case removeOfficials(Int, orAdd: Int)
    /// Not before that instant.
    case wait(until: Instant)
    /// That has to be said or recorded first.
    case state(Field)
    /// That step comes first.
    case take(StepID)
    /// Within those bounds.
    case keepWithin(least: Int, most: Int)
    /// Somebody else, or another viewpoint.
    case chooseAnother
}

/// What a rule, its arguments already parsed, says of the facts.
public enum Finding: Sendable, Hashable {
    case met([Verdict.Count])
    case unmet([Verdict.Count], Remedy)
}
