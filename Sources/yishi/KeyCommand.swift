enum KeyCommand: CommandLineCommand {
    static let name = "key"
    static let takes = ""
    static let does = ""
    static func run(_ given: [String]) throws -> Int32 { 1 }
}
