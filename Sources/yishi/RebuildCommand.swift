enum RebuildCommand: CommandLineCommand {
    static let name = "rebuild"
    static let takes = ""
    static let does = ""
    static func run(_ given: [String]) throws -> Int32 { 1 }
}
