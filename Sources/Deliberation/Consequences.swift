import Procedure

/// What follows from events: notices and timers, from the rulebook's `tells` and `timers`. Nothing else is sent by anybody.
public struct Consequence: Sendable, Hashable {
    public enum What: Sendable, Hashable {
        case tell(notice: String, audience: Audience)
        case set(alarm: String, due: Instant)
        case cancel(alarm: String)
    }

    public var matter: MatterNumber
    public var what: What
    /// Which event it follows from, by its place among those decided.
    public var cause: Int
}

/// - Parameter state: the case after all events.
public func consequences(of events: [Event], in state: Case, now: Instant) -> [Consequence] {
    var found: [Consequence] = []
    for (index, event) in events.enumerated() {
        func tell(_ keys: [String]) {
            for key in keys {
                guard let notice = state.rulebook.notices[key] else { continue }
                for audience in notice.to {
                    found.append(Consequence(matter: event.matter, what: .tell(notice: key, audience: audience), cause: index))
                }
            }
        }
        tell(state.rulebook.tells[event.what.kind] ?? [])
        if case .shown = event.what, let matter = state.matters[event.matter], state.noticeCameLate(matter) { tell(["notice.late"]) }
        if case .undone = event.what, let matter = state.matters[event.matter] {
            for (alarm, due) in state.alarmsStanding(of: matter) where due > now {
                found.append(Consequence(matter: event.matter, what: .set(alarm: alarm, due: due), cause: index))
            }
        }
        guard case .stepped(let step) = event.what, let rules = state.rulebook.steps[step.id] else { continue }
        for alarm in stopped(by: step.id) { found.append(Consequence(matter: event.matter, what: .cancel(alarm: alarm), cause: index)) }
        // A sitting that is over calls nobody any more.
        if step.callsPast(state.matters[event.matter]?.sitting.start, now: now) { continue }
        tell(rules.tells)
        if let key = step.key { tell(state.rulebook.tells["\(step.id)/\(key)"] ?? []) }
        let start = state.matters[event.matter]?.sitting.start
        for timer in rules.timers {
            if let due = state.rulebook.due(timer, of: step.fields, takenAt: now, start: start), due > now {
                found.append(Consequence(matter: event.matter, what: .set(alarm: timer.alarm, due: due), cause: index))
            }
        }
    }
    return found
}

extension Case {
    /// The alarms of the steps a matter still stands where they led, as they were set: a step that stopped them was taken back.
    fileprivate func alarmsStanding(of matter: Matter) -> [(alarm: String, due: Instant)] {
        matter.taken.sorted { $0.key.text < $1.key.text }.flatMap { id, taken -> [(alarm: String, due: Instant)] in
            guard let rules = rulebook.steps[id], matter.state(of: Machines.name(of: id)) == rules.to else { return [] }
            return rules.timers.compactMap { timer in
                rulebook.due(timer, of: taken.fields, takenAt: taken.at, start: matter.sitting.start).map { (timer.alarm, $0) }
            }
        }
    }
}

extension Step {
    /// Whether it calls people to a sitting, and was entered when that had begun.
    fileprivate func callsPast(_ start: Instant?, now: Instant) -> Bool {
        guard fields[.late] != nil, let start, start <= now else { return false }
        return ["TP-18", "MT-1", "MT-3", "MT-5"].contains(id) || (id == "PN-1" && key == "preMeeting")
    }
}

extension Rulebook {
    fileprivate func due(_ timer: TimerRule, of fields: Fields, takenAt: Instant, start: Instant?) -> Instant? {
        switch timer.from {
        case .step: takenAt + timer.span
        case .meeting: (start ?? takenAt) - timer.span
        case .due: answerDue(fields, askedAt: takenAt) + timer.span
        case .beforeStated: fields.statedDue.map { $0 - timer.span }
        case .afterStated: fields.statedDue.map { $0 + timer.span }
        }
    }

    /// When an answer is due: nine in the morning of the day that was stated, else after the rulebook's own time.
    public func answerDue(_ fields: Fields, askedAt asked: Instant) -> Instant {
        fields.statedDue ?? asked + (settings["answer"] ?? .days(15))
    }
}

extension Fields {
    /// Nine in the morning of the day by which something was promised; nil where no day was stated.
    public var statedDue: Instant? { day(.due).map { CivilMoment($0, minuteOfDay: 9 * 60).instant } }
}

/// Timers that a step makes pointless.
private func stopped(by step: StepID) -> [String] {
    switch step {
    case "TP-20", "MT-4", "MT-5", "MT-13.2", "MT-15": ["meeting.dayBefore", "meeting.hourBefore", "meeting.now"]
    case "PL-2": ["poll.closes"]
    case "SG-14": ["referral.due", "referral.overdue"]
    case "SG-18": ["notice.over", "referral.due", "referral.overdue", "question.open"]
    case "SG-4.2", "SG-5", "SG-6": ["question.open"]
    case "SG-16": ["answered.closes"]
    case "TP-5": ["kept.yearly"]
    case "TP-9", "TP-11": ["approval.pending"]
    case "TP-24", "TP-25": ["outcome.pending"]
    case "TP-28": ["task.due", "task.overdue"]
    case "TP-31": ["notice.over"]
    case "TP-38": ["answer.owed"]
    default: []
    }
}
