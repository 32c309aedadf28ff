enum CodeCommand: CommandLineCommand {
    static let name = "code"
    static let takes = ""
    static let does = ""
    static func run(_ given: [String]) throws -> Int32 { 1 }
}
