import Deliberation
import Procedure
import Record

/// The two ledgers of requirements 0.3 in a chat: what was missed and waits, and what was departed from with a reason (R60).
extension Office {
    private static let linesAtMost = 10

    /// 待纠正: open violations, the newest first, with what waits for each.
    func violations(_ resolve: Resolve, _ ledger: inout Ledger) throws(StoreFailure) -> Saying {
        var found: [(at: Instant, line: Argument)] = []
        for (state, matter) in try matters(of: resolve.unit, &ledger, where: { $0.violations > 0 }) {
            let refusing = Refusing(library: library, state: state, number: matter.number, person: resolve.person, now: now)
            for violation in matter.violations {
                let blocks = state.blocked(by: violation).map { Refusing.name(of: $0, in: state.rulebook, library.texts) }.uniqued()
                found.append(
                    (
                        violation.at,
                        .text(
                            key: "violations.line",
                            [
                                "number": .integer(matter.number.serial), "at": .day(violation.at.civil.date),
                                "move": Refusing.name(of: violation.step, in: state.rulebook, library.texts),
                                "problem": refusing.problems([violation.verdict]), "place": refusing.places([violation.verdict]),
                                "blocks": .list(blocks, separator: "、"),
                            ])
                    ))
            }
        }
        let duties = standing(resolve)
        guard !found.isEmpty || duties != nil else { return Saying("violations.empty", ["unit": .literal(resolve.unit.name)]) }
        var lines = shown(found, head: "violations.head", resolve)
        if let duties { lines.append(duties) }
        return Saying("lines", ["lines": .list(lines, separator: "\n")])
    }

    /// Standing duties of the unit: in the list, and never in the way (requirements 0.3).
    private func standing(_ resolve: Resolve) -> Argument? {
        guard let book = rulebook(resolve.unit, nil) else { return nil }
        let state = Case(unit: resolve.unit, rulebook: book)
        let unmet = state.standingDuties(now: now).filter { !$0.isMet }
        guard !unmet.isEmpty else { return nil }
        let refusing = Refusing(library: library, state: state, number: .unit, person: resolve.person, now: now)
        return .text(key: "violations.standing", ["problem": refusing.problems(unmet)])
    }

    /// 偏离: departures from principles, the newest first, each with its reason and who gave it.
    func deviations(_ resolve: Resolve, _ ledger: inout Ledger) throws(StoreFailure) -> Saying {
        var found: [(at: Instant, line: Argument)] = []
        for (state, matter) in try matters(of: resolve.unit, &ledger, where: { $0.deviations > 0 }) {
            let refusing = Refusing(library: library, state: state, number: matter.number, person: resolve.person, now: now)
            for deviation in matter.deviations {
                var values: [String: Argument] = [
                    "number": .integer(matter.number.serial), "at": .day(deviation.at.civil.date),
                    "move": Refusing.name(of: deviation.step, in: state.rulebook, library.texts),
                    "problem": refusing.problems([deviation.verdict]), "place": refusing.places([deviation.verdict]),
                ]
                if let reason = deviation.reason { values["reason"] = .words(reason.id) }
                if let person = deviation.by { values["person"] = .person(person) }
                found.append((deviation.at, .text(key: "deviations.line", values)))
            }
        }
        guard !found.isEmpty else { return Saying("deviations.empty", ["unit": .literal(resolve.unit.name)]) }
        return Saying("lines", ["lines": .list(shown(found, head: "deviations.head", resolve), separator: "\n")])
    }

    /// 回复情况: who has answered so far, in numbers, and what that would come to (MT-2). Names stand on the list, never here.
    func forecast(_ number: MatterNumber, _ resolve: Resolve, _ ledger: inout Ledger) throws(StoreFailure) -> Saying {
        guard let state = try load(resolve.unit.id, [number], &ledger), let matter = state.matters[number] else {
            return Saying("refuse.noSuchMatter", ["unit": .literal(resolve.unit.name), "number": .integer(number.serial)])
        }
        let sitting = matter.sitting
        guard sitting.start != nil else { return Saying("forecast.none", ["number": .integer(number.serial)]) }
        if matter.state(of: "meeting") == "checkIn" { return signing(matter, state, number, resolve) }
        func count(_ wanted: Reply?) -> Int { sitting.list.count { sitting.replies[$0] == wanted } }
        let coming = sitting.list.filter { sitting.replies[$0] == .coming }
        let refusing = Refusing(library: library, state: state, number: number, person: resolve.person, now: now)
        let unmet = state.forecast(matter, now: now).filter { !$0.isMet && !Case.rulesOfTime.contains($0.rule) && !$0.isShareOfNobody }
        // Who may press them is told how.
        let mayPress = count(nil) > 0 && !(resolve.unit.posts[resolve.person] ?? []).isEmpty
        return Saying(
            "forecast",
            [
                "number": .integer(number.serial), "expected": .integer(sitting.expected), "coming": .integer(coming.count),
                "leave": .integer(count(.leave) + count(.notComing)), "owing": .integer(count(nil)),
                "stakeholders": .integer(coming.count { state.isStakeholder($0, in: matter) }),
                "outlook": unmet.isEmpty ? .text(key: "forecast.met", [:]) : refusing.problems(unmet),
            ].merging(mayPress ? ["press": .text(key: "forecast.press", ["number": .integer(number.serial)])] : [:]) { $1 })
    }

    /// While people sign in: how many have, who has not, and whether they are enough.
    private func signing(_ matter: Matter, _ state: Case, _ number: MatterNumber, _ resolve: Resolve) -> Saying {
        let sitting = matter.sitting
        let here = (sitting.present + sitting.signedIn).uniqued()
        let refusing = Refusing(library: library, state: state, number: number, person: resolve.person, now: now)
        let unmet = state.forecast(matter, with: here, now: now).filter {
            !$0.isMet && !Case.rulesOfTime.contains($0.rule) && !$0.isShareOfNobody
        }
        var values: [String: Argument] = [
            "number": .integer(number.serial), "expected": .integer(sitting.expected), "present": .integer(here.count + sitting.unnamed),
            "outlook": unmet.isEmpty ? .text(key: "forecast.met", [:]) : refusing.problems(unmet),
        ]
        let owing = sitting.list.filter { !here.contains($0) }
        if sitting.unnamed == 0, !owing.isEmpty, !resolve.isResidentsGroup {
            values["owing"] = .list(owing.map { .person($0) }, separator: "、")
        }
        return Saying("forecast.signing", values)
    }

    private func shown(_ found: [(at: Instant, line: Argument)], head: String, _ resolve: Resolve) -> [Argument] {
        var lines: [Argument] = [.text(key: head, ["unit": .literal(resolve.unit.name), "count": .integer(found.count)])]
        lines += found.sorted { $0.at > $1.at }.prefix(Office.linesAtMost).map(\.line)
        if found.count > Office.linesAtMost { lines.append(.text(key: "list.more", ["count": .integer(found.count - Office.linesAtMost)])) }
        return lines
    }

    /// Matters of a unit, over or not, chosen by their derived rows and only then folded.
    private func matters(
        of unit: Unit, _ ledger: inout Ledger, where wanted: (Summary) -> Bool
    ) throws(StoreFailure) -> [(Case, Matter)] {
        var found: [(Case, Matter)] = []
        var after = MatterNumber.unit
        while true {
            let page = try ledger.matters(of: unit.id, after: after)
            guard let last = page.last else { return found }
            for row in page {
                guard let summary = Summary(row.state), wanted(summary), let state = try load(unit.id, [row.key.number], &ledger),
                    let matter = state.matters[row.key.number]
                else { continue }
                found.append((state, matter))
            }
            after = last.key.number
        }
    }
}

extension Array where Element: Equatable {
    /// Each once, where it stood first.
    func uniqued() -> [Element] {
        var seen: [Element] = []
        for element in self where !seen.contains(element) { seen.append(element) }
        return seen
    }
}

extension Verdict {
    /// Whether it asks for a share where nobody is there yet: how many are wanted says enough.
    fileprivate var isShareOfNobody: Bool { numbers.contains { $0.name == "all" && $0.value == 0 } }
}
