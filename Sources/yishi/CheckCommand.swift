enum CheckCommand: CommandLineCommand {
    static let name = "check"
    static let takes = ""
    static let does = ""
    static func run(_ given: [String]) throws -> Int32 { 1 }
}
