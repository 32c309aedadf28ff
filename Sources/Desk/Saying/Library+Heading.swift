import Reading
import Record

/// What a matter is called in groups, lists, notices and on pages: the officer's title, else the one that reading proposes.
extension Library {
    /// The kind of words that are an officer's title.
    static let titleKind = "title"
    /// The kind of the words a matter begins with.
    static let suggestionKind = "suggestion"

    /// - Parameter words: a title of an officer's, what a resident suggested, or what else somebody said of it.
    /// - Returns: at most 20 characters, private details masked.
    public func heading(of words: Words) -> String {
        let masked = reader.masked(words.text)
        return switch words.kind {
        case Library.titleKind: masked
        case Library.suggestionKind: proposedTitle(masked)
        // What somebody says of a matter, that it is not done for one, is quoted and not put in other words.
        default: Rendering.title(masked)
        }
    }

    /// What reading proposes to call it; without models, or where it finds nothing to say, the first sentence.
    /// - Parameter masked: private details already masked.
    func proposedTitle(_ masked: String) -> String {
        let proposed = matters?.title(masked: masked) ?? ""
        return proposed.isEmpty ? Rendering.title(masked) : proposed
    }
}
