import Deliberation
import Procedure
import Reading
import Record

/// 五议五不议 (OX-2.4g…q) as an officer meets it before a matter is taken up: what is doubtful first, then what reading takes it for, with the
/// words that decided. Never an answer: that is given by whoever screens, on the form.
extension Proposals {
    /// Surer than this a question needs no line of its own.
    private static let plain = 0.8

    /// Nil where the words have been erased.
    func questions(_ about: [String: Argument], _ rendering: Rendering, _ ledger: inout Ledger) throws(StoreFailure) -> String? {
        guard case .integer(let number)? = about["number"], case .list(let said, _)? = about["words"] else { return nil }
        var parts: [String] = []
        for case .words(let words) in said {
            if let text = try ledger.words(words)?.text { parts.append(rendering.reader.masked(text)) }
        }
        guard !parts.isEmpty else { return nil }
        let questions = reader.questions(parts.joined(separator: "\n"))
        var values = ["number": String(number)]
        let doubtful = questions.prefix(2).filter { $0.sureness < Proposals.plain }
        if !doubtful.isEmpty {
            let lines = doubtful.map { texts.render($0.answer == .open ? "questions.open" : "questions.doubtful", named($0)) }
            values["doubtful"] = lines.joined(separator: "；")
        }
        if let yes = questions.first(where: { $0.answer == .yes }), !doubtful.contains(yes) {
            values["proposed"] = texts.render("questions.proposed", named(yes))
        }
        return texts.render("questions", values)
    }

    private func named(_ question: Scope.Question) -> [String: String] {
        var values = [
            "question": texts.render("question.\(question.row)"), "answer": texts.render("name.answer.\(question.answer.rawValue)"),
        ]
        if !question.words.isEmpty { values["because"] = question.words.prefix(2).joined(separator: "、") }
        return values
    }
}

extension Matter {
    /// Whether it is still to be decided if it is taken up: then the ten questions are put.
    var isToBeScreened: Bool {
        ["registered", "needsInfo", "triaged"].contains(state(of: "suggestion")) && state(of: "topic") == .none
    }

    /// What its proposers wrote of it.
    public var said: [WordsRef] { [words].compactMap { $0 } + supplements }
}
