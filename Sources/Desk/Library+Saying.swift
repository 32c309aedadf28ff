import Deliberation
import Procedure

extension Library {
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
}
