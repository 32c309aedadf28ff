import Procedure
import Reading

/// What a message agrees to, and what stands behind a yes.
extension Office {
    /// What a message says that agrees, and what is left of it then; nil where nothing of it does, or it asks.
    /// - Parameter own: further words that agree: those of the step itself.
    func agreed(_ text: String, _ keys: [String] = [], _ own: [String] = []) -> (isYes: Bool, rest: Substring)? {
        let words = library.words(under: "said.yes")
        let more = (["said.yes.more"] + keys).flatMap { library.words(under: $0) } + own.map { $0[...] }
        let fillers = library.words(under: "said.yes.before")
        guard !Office.isQuestion(text), !library.words(under: "said.yes.none").contains(where: { text.hasPrefix($0) }) else { return nil }
        func longest(_ words: [Substring], _ rest: Substring) -> Int? { words.filter { rest.hasPrefix($0) }.map(\.count).max() }
        /// 是 is a yes, and 是谁 none.
        func ends(_ rest: Substring) -> Bool {
            guard let next = rest.first, next.isLetter || next.isNumber else { return true }
            if longest(words, rest) ?? longest(more, rest) != nil { return true }
            // 好吧, and not 好可怕.
            return longest(fillers, rest).map { ends(rest.dropFirst($0)) } ?? false
        }
        var rest = text[...]
        var isYes = false, isSaid = false
        while true {
            rest = rest.drop { !$0.isLetter && !$0.isNumber && $0 != "+" && $0 != "＋" }
            let further = longest(more, rest) ?? 0
            // 就是 before other words leads to them: 「就是想让老人吃口热的」.
            if let length = longest(words, rest), length >= further,
                length > 1 && !fillers.contains(rest.prefix(length)) || ends(rest.dropFirst(length))
            {
                rest = rest.dropFirst(length)
                isYes = true
            } else if further > 0 {
                rest = rest.dropFirst(further)
                isSaid = true
            } else if let length = longest(fillers, rest) {
                rest = rest.dropFirst(length)
            } else {
                break
            }
        }
        // 取消 of 取消会议.
        let end = rest.filter(\.isLetter)
        // 参加 is no part of 参加不了.
        if end.count > 1, own.contains(where: { $0.hasPrefix(end) && !$0.dropFirst(end.count).contains("不") }) {
            (isSaid, rest) = (true, "")
        }
        return isYes || isSaid ? (isYes, rest) : nil
    }

    /// Whether a message is nothing but that.
    func onlyAgrees(_ text: String, _ own: [String] = []) -> Bool { agreed(text, ["said.yes.adds"], own)?.rest.isEmpty ?? false }

    /// The words of a verb that say it by themselves.
    func ownWords(of name: IntentName) -> [String] {
        var words = library.verbs.verbs.filter { $0.intent == name && $0.fixed.isEmpty }.flatMap(\.words)
        if name == .endorse { words += ["+1", "＋1"] }
        return words
    }

    /// What stands behind words a message begins with; nil where it begins otherwise.
    func behind(_ keys: [String], in text: String, fillers more: String? = nil) -> Substring? {
        let words = keys.flatMap { library.words(under: $0) }
        let fillers = library.words(under: "said.yes.before") + (more.map { library.words(under: $0) } ?? [])
        var rest = text[...]
        var isSaid = false
        while true {
            rest = rest.drop { !$0.isLetter && !$0.isNumber }
            if let word = words.filter({ rest.hasPrefix($0) }).max(by: { $0.count < $1.count }) {
                rest = rest.dropFirst(word.count)
                isSaid = true
            } else if !isSaid, let filler = fillers.filter({ rest.hasPrefix($0) }).max(by: { $0.count < $1.count }) {
                rest = rest.dropFirst(filler.count)
            } else {
                return isSaid ? rest : nil
            }
        }
    }
}
