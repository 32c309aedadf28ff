import Desk
import FoundationEssentials
import Reading
import Wire

/// `models/` of the configuration folder, and the words a model is learned with.
enum ModelFiles {
    static func words(_ folder: String) throws(Failed) -> MatterWords {
        let path = folder + "/models/matters.zh-Hans.json"
        let content = try Folders.bytes(path)
        do throws(Malformed) { return try MatterWords(parsing: content) } catch { throw Failed("\(path): \(error)") }
    }

    static func nameWords(_ folder: String) throws(Failed) -> NameWords {
        let path = folder + "/texts/names.zh-Hans.json"
        let content = try Folders.bytes(path)
        do throws(Malformed) { return try NameWords(parsing: content) } catch { throw Failed("\(path): \(error)") }
    }

    static func matterReader(_ folder: String) throws(Failed) -> MatterReader {
        guard let reader = try Folders.library(folder).matters else { throw Failed("\(folder) has no folder models") }
        return reader
    }
}
