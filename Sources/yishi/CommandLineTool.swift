import FoundationEssentials
import Glibc
import Record
import Wire

/// One command of the command line.
protocol CommandLineCommand: SendableMetatype {
    static var name: String { get }
    /// After the name, in the usage line.
    static var takes: String { get }
    /// One line.
    static var does: String { get }
    /// - Returns: the exit code.
    static func run(_ given: [String]) throws -> Int32
}

/// `yishi …`. Exit codes: 0 done, 1 a fault was found or the work failed, 2 what was typed is no command.
enum CommandLineTool {
    static let commands: [any CommandLineCommand.Type] = [
        ServeCommand.self, DemoCommand.self, CheckCommand.self, DoctorCommand.self, VerifyCommand.self, RootCommand.self,
        RebuildCommand.self, ExportCommand.self, BackupCommand.self, RestoreCommand.self, OutboxCommand.self, ForgetCommand.self,
        CodeCommand.self, SuspendCommand.self, EndCommand.self, KeyCommand.self, ReadCommand.self, SameCommand.self, LearnCommand.self,
        TrainCommand.self, EvaluateCommand.self, HelpCommand.self,
    ]

    static func run(_ given: [String]) -> Int32 {
        // `yishi … | head` must end quietly where it writes, and a client that leaves must not end the daemon.
        ignoreBrokenPipes()
        guard let name = given.first else { return HelpCommand.run([]) }
        if ["--help", "-h"].contains(name) { return HelpCommand.run([]) }
        if ["--version", "-v", "version"].contains(name) { return HelpCommand.version() }
        guard let command = commands.first(where: { $0.name == name }) else {
            complain("there is no command \(name); `yishi help` lists them")
            return 2
        }
        let rest = Array(given.dropFirst())
        if command.name != HelpCommand.name, rest.contains("--help") || rest == ["-h"] {
            say(HelpCommand.usage(of: command))
            return 0
        }
        do {
            return try command.run(rest)
        } catch let fault as UsageFault {
            complain("\(fault). Usage: yishi \(command.name) \(command.takes)")
            return 2
        } catch {
            complain(words(of: error))
            return 1
        }
    }

    /// What went wrong, in a sentence: what the system's own libraries throw is told in their words for people, not as it prints.
    static func words(of error: any Error) -> String {
        ((error as? CocoaError)?.filePath.map { $0 + ": " } ?? "") + reason(of: error)
    }

    /// The same without the path it happened at.
    static func reason(of error: any Error) -> String {
        if let posix = (error as? CocoaError)?.underlying as? POSIXError { return StoreFailure.words(ofError: posix.code.rawValue) }
        return "\(error)"
    }

    /// One line to stderr, whatever the message holds.
    static func complain(_ message: String) {
        write("yishi: \(message.split(separator: "\n").joined(separator: " · "))\n", to: STDERR_FILENO)
    }

    static func say(_ line: String) { write(line + "\n", to: STDOUT_FILENO) }

    static func write(_ text: String, to descriptor: Int32) {
        let bytes = Array(text.utf8)
        var sent = 0
        while sent < bytes.count {
            let count = bytes.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress.map { $0 + sent }, bytes.count - sent) }
            if count <= 0 { return }
            sent += count
        }
    }
}
