import Procedure

/// What has already taken place is recorded, never refused for a must (design 2.1; requirements 2.0, 3).
extension Decision {
    /// Who writes down afterwards what others did: the record says by whom it was entered.
    private static let recorders: [Post] = [.liaisonOfficer, .firstConvenor, .secondConvenor, .meetingSecretary]

    /// The post in which a step is taken, and whether it is only recorded by somebody whose step it is not.
    func recorder(of step: StepID, among posts: [Post], in matter: Matter) throws(Refusal) -> (post: Post, isRecorder: Bool) {
        let held = state.posts(of: command.actor, in: matter)
        if let post = posts.first(where: held.contains) { return (post, false) }
        if command.happened != nil, posts != [.daemon], let post = Decision.recorders.first(where: held.contains) { return (post, true) }
        throw .notYours(step: step, posts: posts)
    }

    /// Violations whose rule is met by now are closed by what met it.
    mutating func noteRepairs() {
        for number in Set(events.map(\.matter)).sorted() where number != .unit {
            guard let matter = state.matters[number], !matter.violations.isEmpty else { continue }
            var closed: Set<RowID> = []
            for violation in matter.violations where !closed.contains(violation.verdict.row) {
                let same = matter.violations.filter { $0.verdict.row == violation.verdict.row }
                guard same.allSatisfy({ state.isRepaired($0, in: matter, now: now) }) else { continue }
                closed.insert(violation.verdict.row)
                add(.violationRepaired(row: violation.verdict.row), to: number, as: .daemon)
            }
        }
    }
}

extension Case {
    /// The open violations that stand in the way of a step.
    func blocking(_ step: Rulebook.CityStep, in matter: Matter) -> [Matter.Violation] {
        matter.violations.filter { step.needsClean || blocked(by: $0).contains(step.id) }
    }

    /// The requests that a violation stands in the way of.
    public func blocked(by violation: Matter.Violation) -> [StepID] { requirement(of: violation)?.blocks ?? [] }

    private func requirement(of violation: Matter.Violation) -> Requirement? {
        let needs = violation.step == "MT-8" ? rulebook.typed.values.flatMap { $0 } : rulebook.steps[violation.step]?.needs ?? []
        return needs.first { $0.rule == violation.verdict.rule && $0.row == violation.verdict.row }
    }

    /// Rules on what was said once, of which the matter itself keeps nothing to judge again.
    private static let stays: Set<String> = Set(["owedReportsGiven", "votesFit", "resultFits"]).union(rulesOfDay)

    /// Rules on the day a body is said to have decided on. A day that cannot be is a slip, so they refuse what is otherwise only taken down;
    /// of what is entered expressly as 补录 they are written down.
    public static let rulesOfDay: Set<String> = ["decidedAfterSubmission", "decidedAfterResult"]

    /// Whether the rule that was missed is met by now. What one person said in one turn stays said; what a session owed in reports is
    /// known of that session only, and votes were announced as they were: these are explained, or stay.
    func isRepaired(_ violation: Matter.Violation, in matter: Matter, now: Instant) -> Bool {
        guard violation.step != "MT-8", !Case.stays.contains(violation.verdict.rule), let requirement = requirement(of: violation) else {
            return false
        }
        return requirement.judge(facts(requirement.reads, matter: matter, fields: Fields(), now: now)).isMet
    }
}
