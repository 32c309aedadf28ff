import Desk
import FoundationEssentials
import Procedure
import Wire

/// `yishi check`: everything in the configuration folder, all faults together, each with file, line and column.
enum CheckCommand: CommandLineCommand {
    static let name = "check"
    static let takes = "[--config DIR] [--data DIR]"
    static let does = "reads everything in the configuration folder and names all faults together"

    static func run(_ given: [String]) throws -> Int32 {
        let arguments = try Arguments(given, options: ["config", "data"])
        guard arguments.rest.isEmpty else { throw UsageFault("\(arguments.rest[0]) is no option") }
        let folder = try Folders.configuration(arguments)
        let faults = faults(folder, data: Folders.data(arguments))
        for fault in faults { CommandLineTool.say("\(folder)/\(fault)") }
        CommandLineTool.say(summary(folder, count: faults.count))
        return faults.isEmpty ? 0 : 1
    }

    /// All of them, in the order of the files.
    static func faults(_ folder: String, data: String?) -> [FileFault] {
        var faults: [FileFault] = []
        do throws(Library.Faults) { _ = try Library(folder: folder) } catch { faults += error.faults }
        do throws(Configuration.Faults) {
            faults += try Configuration(folder: folder).faults(data: data)
        } catch { faults += error.faults }
        if let bytes = FileManager.default.contents(atPath: folder + "/demo.json") { faults += demo(Array(bytes)) }
        return faults
    }

    private static func demo(_ bytes: [UInt8]) -> [FileFault] {
        do throws(Malformed) {
            _ = try LocatedJSON(parsing: bytes)
            return []
        } catch { return [FileFault("demo.json", error)] }
    }

    /// In Chinese from the texts, where they can be read.
    private static func summary(_ folder: String, count: Int) -> String {
        guard let bytes = FileManager.default.contents(atPath: folder + "/texts/zh-Hans.json"),
            let texts = try? Texts(parsing: Array(bytes))
        else {
            return "\(count) faults, see above"
        }
        return texts.render(count == 0 ? "check.clean" : "check.faults", ["count": String(count)])
    }
}
