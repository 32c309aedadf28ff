import Procedure

@testable import Deliberation

/// What is said at a table in the scenes: the same text is the same words, as the desk sees to it.
extension Viewpoint: ExpressibleByStringLiteral {
    public init(stringLiteral text: String) { self = Viewpoint.of(text) }

    static func of(_ text: String) -> Viewpoint {
        let id = text.unicodeScalars.reduce(Int64(1_000_000)) { $0 &* 31 &+ Int64($1.value) }
        return .words(WordsRef(id: WordsID(id), digest: text))
    }
}

extension FieldValue {
    /// Free words, kept apart.
    static func free(_ text: String) -> FieldValue { Viewpoint.of(text).words.map { .words($0) } ?? .text(text) }
}
