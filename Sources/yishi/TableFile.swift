import FoundationEssentials
import Reading
import Wire

/// Tables and models as the commands of learning take them.
enum TableFile {
    static func write(_ bytes: [UInt8], to path: String) throws(Failed) {
        do { try Data(bytes).write(to: URL(fileURLWithPath: path)) } catch {
            throw Failed("\(path) cannot be written: \(CommandLineTool.reason(of: error))")
        }
    }

    static func rows(_ content: [UInt8], _ path: String, label: String) throws(Failed) -> [LabelledText] {
        do throws(Malformed) { return try LabelledTable(parsing: content).labelled(by: label) } catch { throw Failed("\(path): \(error)") }
    }

    static func model(_ path: String) throws(Failed) -> LinearModel {
        let content = try Folders.bytes(path)
        do throws(Malformed) { return try LinearModel(parsing: content) } catch { throw Failed("\(path): \(error)") }
    }

    static func sha256(_ bytes: [UInt8]) -> String { SHA256.digest(bytes).description }
}
