import Record

/// `yishi help`, `yishi help COMMAND`
enum HelpCommand: CommandLineCommand {
    static let name = "help"
    static let takes = "[COMMAND]"
    static let does = "prints this"

    @discardableResult
    static func run(_ given: [String]) -> Int32 {
        guard let name = given.first(where: { !$0.hasPrefix("-") }) else {
            CommandLineTool.say(text)
            return 0
        }
        guard let command = CommandLineTool.commands.first(where: { $0.name == name }) else {
            CommandLineTool.complain("there is no command \(name); `yishi help` lists them")
            return 2
        }
        CommandLineTool.say(usage(of: command))
        return 0
    }

    static func usage(of command: any CommandLineCommand.Type) -> String {
        "yishi \(command.name) \(command.takes)\n    \(command.does)"
    }

    /// What this program reads and writes: whoever asks for help with it is asked for this line.
    static func version() -> Int32 {
        CommandLineTool.say("Yishi (议事), not released yet; record schema \(Store.schemaVersion)")
        return 0
    }

    static var text: String {
        let usages = CommandLineTool.commands.map { command in (("\(command.name) \(command.takes)"), command.does) }
        let lines = usages.map { usage, does in "  yishi \(usage)\n      \(does)" }
        return """
            Yishi (议事): deliberation inside group chats.

            \(lines.joined(separator: "\n"))

            The configuration folder is --config DIR, else $YISHI_CONFIG, else ./Config, else /etc/yishi.
            The data folder is --data DIR, else $YISHI_DATA, else "data" of yishi.json.
            Exit codes: 0 done, 1 a fault was found or the work failed, 2 what was typed is no command.
            """
    }
}
