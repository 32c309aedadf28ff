import Desk
import Foundation
import Reading
import Wire

/// `models/` of the configuration folder: the words of matters and four models.
enum ModelFiles {
    static func words(_ folder: String) throws(Failed) -> MatterWords {
        let path = folder + "/models/matters.zh-Hans.json"
        let content = try TableFile.bytes(path)
        do throws(Malformed) { return try MatterWords(parsing: content) } catch { throw Failed("\(path): \(error)") }
    }

    static func matterReader(_ folder: String) throws(Failed) -> MatterReader {
        let words = try words(folder)
        let category = try TableFile.model(folder + "/models/category.model")
        let scope = try TableFile.model(folder + "/models/scope.model")
        let kind = try TableFile.model(folder + "/models/kind.model")
        let reach = try TableFile.model(folder + "/models/reach.model")
        do throws(Malformed) {
            return try MatterReader(words: words, category: category, scope: scope, kind: kind, reach: reach)
        } catch { throw Failed("\(folder)/models: \(error)") }
    }
}
