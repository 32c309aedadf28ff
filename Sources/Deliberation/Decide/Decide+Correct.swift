import Procedure

extension Decision {
    /// After the undo time what was said with a step is put right by whoever may take it: a date, a meeting, a department, a deadline, a
    /// count. The step stands; its rules are judged again with what is new. Whose day is over, is put right with its violation; what would
    /// make a lawful step unlawful is refused (requirements 0.3).
    ///
    /// - Parameter id: which step, where that was said; else the latest that has those fields.
    mutating func correct(_ said: Fields, of id: StepID?) throws(Refusal) {
        let here = try matter()
        let all = state.corrigible(here, by: command.actor)
        if let id, here.taken[id] == nil {
            let item = here.item("topic")
            throw .wrongState(move: "assign", state: here.state(of: "topic"), machine: "topic", by: item?.by, at: item?.since)
        }
        let wanted = Set(said.values.keys)
        let found = all.first { one in
            (id.map { $0 == one.step.id } ?? true) && !wanted.isEmpty && wanted.isSubset(of: Set(one.fields))
        }
        guard let found else { throw .notCorrectable(all.flatMap(\.fields)) }
        let post = try post(for: found.step.id, among: state.rulebook.steps[found.step.id]?.by ?? [], in: here)
        let fields = replacing(said, in: found.step.fields)
        if let day = fields.day(.date), day > now.civil.date { throw .dateAhead(day) }
        let event = here.events[Int(found.m) - 1]
        guard fields.values.contains(where: { found.step.fields[$0.key] != $0.value }) else {
            throw .already(move: found.step.id.text, by: event.by, at: event.at)
        }
        let together = here.standing.filter { index in
            guard Int64(index + 1) != found.m, here.events[index].at == event.at, here.events[index].by == event.by,
                let other = here.step(at: Int64(index + 1))
            else { return false }
            return wanted.contains { other.fields[$0] == found.step.fields[$0] && (other.fields[$0] != nil || bears($0, other.id)) }
        }
        var correction = Correction(
            step: found.step.id, events: [found.m] + together.map { Int64($0 + 1) }, fields: fields, verdicts: [])
        let verdicts = state.judge(correction, on: here)
        if found.step.fields[.late] == nil { try refuseDay(verdicts, found.step.id) }
        try weigh(verdicts, of: found.step, isRecord: isRecord(found.step, event), &correction)
        correction.verdicts = verdicts.map(\.asStored)
        add(.corrected(correction), as: post, happened: fields.day(.date))
    }

    /// Whether a step that was not told a field would bear it: one that watches the day by which something is due.
    private func bears(_ field: Field, _ step: StepID) -> Bool {
        field == .due
            && state.rulebook.steps[step]?.timers.contains { [.due, .beforeStated, .afterStated].contains($0.from) } == true
    }

    /// A meeting proves an approval, or a document does (requirements 2.0, 1): the one that is said takes the place of the other.
    private func replacing(_ said: Fields, in old: Fields) -> Fields {
        var fields = said
        if let document = said[.document], said[.meeting] == nil, old[.meeting] != nil {
            fields[.document] = nil
            fields[.meeting] = document
        }
        return fields
    }

    private func isRecord(_ step: Step, _ event: Event) -> Bool {
        state.rulebook.steps[step.id]?.isRecord == true || step.fields[.late] != nil
    }

    private func weigh(_ verdicts: [Verdict], of step: Step, isRecord: Bool, _ correction: inout Correction) throws(Refusal) {
        let unmet = verdicts.filter { !$0.isMet }
        let musts = unmet.filter { $0.force == .must || $0.force == .may }
        if !musts.isEmpty, !isRecord { throw .unmet(step: step.id, musts) }
        let principles = unmet.filter { $0.force == .principle }
        guard !principles.isEmpty else { return }
        guard let reason = command.reason else { throw .needsReason(step: step.id, principles) }
        correction.fields[.reason] = .words(reason)
    }
}
