import Deliberation
import Procedure
import Reading

extension Library {
    /// The words that stand under a key of the texts, a space between them: what people say, for comparing.
    func words(under key: String) -> [Substring] { texts.render(key).split(separator: " ") }

    /// 「登上吧 麻烦了」, 「嗯嗯 要登记的」: the word to register, and nothing beside it but words that agree or thank.
    func registersOwn(_ text: String) -> Bool {
        guard words(under: "said.registers.own").contains(where: { text.contains($0) }) else { return false }
        var rest = text
        let keys = ["said.registers.own", "said.yes", "said.yes.more", "said.yes.adds", "said.yes.before"]
        for word in keys.flatMap(words).sorted(by: { $0.count > $1.count }) { rest = rest.replacing(word, with: " ") }
        return !rest.contains { $0.isLetter || $0.isNumber || $0 == "？" || $0 == "?" }
    }

    /// 「改成这样我没意见」, 「我同意这么改」: of a text that was put, and nothing against it. 「这样挺好」 is said of anything in a group.
    func agreesToText(_ text: String, inGroup: Bool) -> Bool {
        func says(_ key: String) -> Bool { words(under: key).contains { text.contains($0) } }
        return text.count <= 20 && says(inGroup ? "said.agreed.revised" : "said.agreed.text") && says("said.agreed.so")
            && !says("said.agreed.not")
    }

    /// Words of somebody as others see them: telephone, card, plate and door numbers and names are covered (design 2.10).
    public func masked(_ text: String) -> String { reader.masked(text) }

    /// The same as a draft shows it to whoever wrote it: names stand as they were written.
    func masked(_ text: String, isDraft: Bool) -> String {
        guard isDraft else { return masked(text) }
        return PrivateDetail.mask(text, reader.privateDetails(in: text).filter { $0.kind != .name })
    }

    /// A step as people speak of it, whatever the city.
    public func stepName(_ step: StepID?) -> String {
        guard let step else { return "" }
        let book = rulebooks.values.sorted { $0.id < $1.id }.first { $0.steps[step] != nil } ?? rulebooks.values.first
        guard let book, case .literal(let name) = Refusing.name(of: step, in: book, texts) else { return step.text }
        return name
    }

    /// What a stored verdict says, in the words a chat would use.
    public func problem(of verdict: Verdict) -> String {
        let values = Dictionary(verdict.numbers.map { ($0.name, String($0.value)) }, uniquingKeysWith: { $1 })
        return texts.render("rule.\(verdict.rule)", values)
    }

    /// What was counted then, in people's units: days and hours where the rule is about a span. Empty where it counted nothing.
    public func numbers(of verdict: Verdict) -> String {
        guard !verdict.numbers.isEmpty else { return "" }
        let isSpan = verdict.numbers.contains { $0.name == "minutesAhead" || $0.name == "minutes" }
        let values = verdict.numbers.map { count in
            (count.name, isSpan ? span(ofMinutes: count.value) : String(count.value))
        }
        return texts.render("export.numbers.\(verdict.rule)", Dictionary(values, uniquingKeysWith: { $1 }))
    }

    /// 6天9小时. Before the beginning there is nothing.
    private func span(ofMinutes minutes: Int64) -> String {
        let minutes = max(0, minutes)
        return texts.render("word.span", ["days": "\(minutes / 1440)", "hours": "\(minutes % 1440 / 60)"])
    }
}
