import Deliberation
import Procedure
import Reading
import Record

/// A matter as people may call it, and as a question to them shows it.
struct NamedMatter: Sendable {
    var number: MatterNumber
    /// Its title and its words, by which it may be named.
    var words: String
    var heading: WordsID?

    var nameable: Reader.Nameable { Reader.Nameable(number: number.serial, words: words) }

    /// Its number and its title, as every question that shows a matter has them.
    static func values(_ number: MatterNumber, _ heading: WordsID?, _ more: [String: Argument] = [:]) -> [String: Argument] {
        more.merging(["number": .integer(number.serial), "title": heading.map { .title($0) } ?? .literal("")]) { $1 }
    }

    func values(_ more: [String: Argument]) -> [String: Argument] {
        NamedMatter.values(number, heading, more)
    }
}

extension Office {
    func named(_ matter: Matter, _ ledger: inout Ledger) throws(StoreFailure) -> NamedMatter {
        var words = ""
        // One wording may be both.
        var refs = [matter.title, matter.words].compactMap(\.self)
        if refs.first == refs.last { refs = Array(refs.prefix(1)) }
        for ref in refs { words += (try ledger.words(ref.id)?.text ?? "") + " " }
        return NamedMatter(number: matter.number, words: words, heading: matter.heading?.id)
    }

    /// What a question shows of a matter whose number alone is at hand.
    func values(
        of key: MatterKey, _ ledger: inout Ledger, _ more: [String: Argument] = [:]
    ) throws(StoreFailure) -> [String: Argument] {
        NamedMatter.values(key.number, try matter(key, &ledger)?.heading?.id, more)
    }

    /// A message with numbers in place of the names of these; nil where it names none of them.
    func numbered(_ text: String, _ matters: [Reader.Nameable]) -> Reader.Numbered? {
        library.reader.numbered(
            text, matters, common: library.words(under: "said.named.common"), tails: library.words(under: "said.named.tail"))
    }
}
