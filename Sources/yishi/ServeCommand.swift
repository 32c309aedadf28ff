enum ServeCommand: CommandLineCommand {
    static let name = "serve"
    static let takes = ""
    static let does = ""
    static func run(_ given: [String]) throws -> Int32 { 1 }
}
