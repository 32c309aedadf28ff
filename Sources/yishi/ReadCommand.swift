enum ReadCommand: CommandLineCommand {
    static let name = "read"
    static let takes = ""
    static let does = ""
    static func run(_ given: [String]) throws -> Int32 { 1 }
}
