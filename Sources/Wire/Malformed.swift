/// Input that is not what it should be: where, and what was expected. Never carries the content itself, so that it may be logged.
public struct Malformed: Error, Sendable, Hashable, CustomStringConvertible {
    /// What was expected, or what is wrong, in English without any of the input's own words.
    public var problem: String
    /// Place of the fault: 1-based line and column (in bytes), nil where a place has no meaning.
    public var line: Int?
    public var column: Int?

    public init(_ problem: String, line: Int? = nil, column: Int? = nil) {
        self.problem = problem
        self.line = line
        self.column = column
    }

    public var description: String {
        guard let line, let column else { return problem }
        return "line \(line), column \(column): \(problem)"
    }
}
