/// `yishi help`
enum HelpCommand: CommandLineCommand {
    static let name = "help"
    static let takes = ""
    static let does = "prints this"

    @discardableResult
    static func run(_ given: [String]) -> Int32 {
        CommandLineTool.say(text)
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
