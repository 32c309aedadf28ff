import Procedure

/// What was said wrongly with a step and is put right after the undo time. What stood before stays in the record.
public struct Correction: Sendable, Hashable {
    public var step: StepID
    /// The step's own event first, then those of the same command that bear the same fields; each by its m.
    public var events: [Int64]
    /// What stands from now on.
    public var fields: Fields
    /// The step's rules, as far as they say something else with the new fields than they said with the old.
    public var verdicts: [Verdict]

    public init(step: StepID, events: [Int64], fields: Fields, verdicts: [Verdict]) {
        self.step = step
        self.events = events
        self.fields = fields
        self.verdicts = verdicts
    }
}

/// A step that stands, of which something can be put right.
public struct Corrigible: Sendable, Hashable {
    public var m: Int64
    public var step: Step
    /// Which of its fields, in the rulebook's order.
    public var fields: [Field]
}

extension Matter {
    /// What was put right of each event, by its m, as far as it has not been taken back.
    static func corrections(in events: [Event], without gone: Set<Int64>) -> [Int64: [Correction]] {
        var found: [Int64: [Correction]] = [:]
        for (index, event) in events.enumerated() where !gone.contains(Int64(index + 1)) {
            guard case .corrected(let correction) = event.what else { continue }
            for m in correction.events { found[m, default: []].append(correction) }
        }
        return found
    }

    /// The step of an event, with what was put right of it by the events before `index`; nil where it is no step.
    public func step(at m: Int64, before index: Int? = nil) -> Step? {
        guard m > 0, m <= events.count, case .stepped(let step) = events[Int(m) - 1].what else { return nil }
        let known = Array(events.prefix(index ?? events.count))
        return (Matter.corrections(in: known, without: undone)[m] ?? []).reduce(step) { $0.corrected(by: $1) }
    }
}

extension Step {
    func corrected(by correction: Correction) -> Step {
        var step = self
        step.fields = fields.overlaid(with: correction.fields)
        if step.id == correction.step {
            for verdict in correction.verdicts {
                guard let index = step.verdicts.firstIndex(where: { $0.rule == verdict.rule && $0.row == verdict.row }) else { continue }
                step.verdicts[index] = verdict
            }
        }
        return step
    }
}

extension Case {
    /// What somebody may put right in a matter: of each step the last that stands, the latest first. By whoever may take that step.
    public func corrigible(_ matter: Matter, by actor: Actor) -> [Corrigible] {
        let held = posts(of: actor, in: matter)
        var seen: Set<StepID> = []
        return matter.standing.reversed().compactMap { index in
            guard case .stepped(let taken) = matter.events[index].what, seen.insert(taken.id).inserted,
                let rules = rulebook.steps[taken.id], !rules.corrects.isEmpty, rules.by.contains(where: held.contains),
                let step = matter.step(at: Int64(index + 1))
            else { return nil }
            return Corrigible(m: Int64(index + 1), step: step, fields: rules.corrects)
        }
    }

    /// The rules of the step that say something else with the new fields, judged on the matter as it was before the step.
    func judge(_ correction: Correction, on matter: Matter) -> [Verdict] {
        guard let m = correction.events.first, let step = matter.step(at: m) else { return [] }
        let index = Int(m) - 1
        let before = Matter(number: matter.number, events: Array(matter.events.prefix(index)))
        let at = matter.events[index].at
        let old = foresee(step.id, on: before, fields: step.fields, now: at)
        let new = foresee(step.id, on: before, fields: step.fields.overlaid(with: correction.fields), now: at)
        return zip(old, new).filter { $0.asStored != $1.asStored }.map { $1 }
    }
}
