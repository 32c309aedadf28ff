import Desk
import FoundationEssentials
import Record
import Wire

/// `yishi serve`: the real thing, from `yishi.json`.
enum ServeCommand: CommandLineCommand {
    static let name = "serve"
    static let takes = "[--config DIR] [--data DIR]"
    static let does = "runs the daemon of yishi.json"

    static func run(_ given: [String]) throws -> Int32 {
        let arguments = try Arguments(given, options: ["config", "data"])
        guard arguments.rest.isEmpty else { throw UsageFault("\(arguments.rest[0]) is no option") }
        let interruption = Interruption()
        forbidCoreDumps()
        let log = Log()
        let folder = try Folders.configuration(arguments)
        let library = try Folders.library(folder)
        let configuration = try Folders.service(folder)
        let faults = configuration.faults(data: Folders.data(arguments))
        if let first = faults.first { throw Failed("\(first)") }
        guard let data = Folders.data(arguments) ?? configuration.data else { throw Failed.noDataFolder }
        let service = try Service(
            configuration, library: library, data: data, manager: ServiceManager(environment: Folders.environment), log: log)
        interruption.wait()
        service.stop()
        return 0
    }
}
