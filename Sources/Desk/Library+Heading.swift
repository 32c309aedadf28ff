import Reading
import Record

/// What a matter is called in groups, lists, notices and on pages: the officer's title, else the one that reading proposes.
extension Library {
    /// The kind of words that are an officer's title.
    static let titleKind = "title"

    /// - Parameter words: a title of an officer's, or what a resident said.
    /// - Returns: at most 20 characters, private details masked.
    public func heading(of words: Words) -> String {
        let masked = reader.masked(words.text)
        return words.kind == Library.titleKind ? masked : proposedTitle(masked)
    }

    /// What reading proposes to call it; without models, or where it finds nothing to say, the first sentence.
    /// - Parameter masked: private details already masked.
    func proposedTitle(_ masked: String) -> String {
        let proposed = matters?.title(masked: masked) ?? ""
        return proposed.isEmpty ? Rendering.title(masked) : proposed
    }
}
