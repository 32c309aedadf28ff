import Deliberation
import Gateways
import Procedure
import Record
import Wire

/// Questions that are open. They stand in the record, written in the commit that asks them, and are held here as they stand there.
extension Office {
    /// The question this person was asked here, if it is still open. What was said before it could be asked is no answer to it: a 是 of
    /// yesterday, from the group's history, agrees to nothing of today.
    func question(_ said: Said, _ ledger: inout Ledger) throws(StoreFailure) -> Question? {
        if isLate(said) { return nil }
        let found = try openQuestions(&ledger)[Standing.asked(said)]
        return found.flatMap { now - $0.asked <= Question.life ? $0 : nil }
    }

    func ask(_ question: Question, _ resolve: Resolve, _ ledger: inout Ledger) throws(StoreFailure) {
        try ask(question, Standing.asked(resolve.said), &ledger)
    }

    /// - Parameter asked: who is asked, and where.
    func ask(_ question: Question, _ asked: String, _ ledger: inout Ledger) throws(StoreFailure) {
        var open = try openQuestions(&ledger)
        open[asked] = question
        questions = open
        hasAsked = true
        if askedAt.count >= Office.askedAtMost { askedAt.removeAll() }
        askedAt[asked] = question.asked
        standing.change { $0.asked.insert(asked) }
        if let content = question.about.json {
            try ledger.putQuestion(OpenQuestion(asked: asked, at: question.asked, content: content))
        } else {
            try ledger.dropQuestion(asked)
        }
    }

    private static let askedAtMost = 10_000

    func unask(_ asked: String, _ ledger: inout Ledger) throws(StoreFailure) {
        askedAt[asked] = nil
        var open = try openQuestions(&ledger)
        guard open.removeValue(forKey: asked) != nil else { return }
        questions = open
        standing.change { $0.asked.remove(asked) }
        try ledger.dropQuestion(asked)
    }

    /// Reads what is open from the record, unless it is held, and tells the HTTP threads who was asked. What an older program wrote and
    /// this one cannot read is as if it had not been asked.
    @discardableResult
    func openQuestions(_ ledger: inout Ledger) throws(StoreFailure) -> [String: Question] {
        if let questions { return questions }
        var open: [String: Question] = [:]
        for stored in try ledger.questions() where now - stored.at <= Question.life {
            guard let about = try? Question.About(json: stored.content) else { continue }
            open[stored.asked] = Question(about: about, asked: stored.at)
        }
        questions = open
        let asked = Set(open.keys)
        standing.change { $0.asked = asked }
        return open
    }

    /// What may go is let go, a little at every quiet moment: ids of messages, what was set aside and what was sent, or cannot be settled any
    /// more, after thirty days (design 5, *Age*), a round of the ids in some eleven idle hours; that a matter was pressed with its day;
    /// questions after their ten minutes.
    func tidy(_ ledger: inout Ledger) throws(StoreFailure) {
        let limit = now - .days(30)
        _ = try ledger.pruneInbox(before: limit)
        try ledger.pruneOutbox(before: limit, limit: 1000, lawful: Lane.lawful.number)
        try ledger.pruneAsides(before: limit)
        try ledger.pruneMarks(Office.urgedMark, below: Attention.day(of: now).milliseconds)
        try ledger.pruneForgotten(before: now - Ledger.forgottenKept)
        try pruneQuestions(&ledger)
    }

    /// Lets go of what nobody answered in time.
    private func pruneQuestions(_ ledger: inout Ledger) throws(StoreFailure) {
        try ledger.pruneQuestions(before: now - Question.life)
        let open = try openQuestions(&ledger)
        let fresh = open.filter { now - $0.value.asked <= Question.life }
        guard fresh.count < open.count else { return }
        questions = fresh
        let asked = Set(fresh.keys)
        standing.change { $0.asked = asked }
    }
}
