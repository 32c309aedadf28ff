enum VerifyCommand: CommandLineCommand {
    static let name = "verify"
    static let takes = ""
    static let does = ""
    static func run(_ given: [String]) throws -> Int32 { 1 }
}
