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
        tell(state.rulebook.tells["\(event.what.kind)/\(event.post.rawValue)"] ?? state.rulebook.tells[event.what.kind] ?? [])
        if case .shown = event.what, let matter = state.matters[event.matter], state.noticeCameLate(matter) { tell(["notice.late"]) }
        if case .undone = event.what, let matter = state.matters[event.matter] {
            for (alarm, due) in state.alarmsStanding(of: matter, after: now) {
                found.append(Consequence(matter: event.matter, what: .set(alarm: alarm, due: due), cause: index))
            }
        }
        if case .corrected(let correction) = event.what {
            tell(state.rulebook.tells["corrected/\(correction.step)"] ?? [])
            found += state.alarmsMoved(by: correction, of: event.matter, now: now, cause: index)
        }
        for (alarm, due) in state.alarmsOfTurn(event) {
            found.append(
                Consequence(matter: event.matter, what: due.map { .set(alarm: alarm, due: $0) } ?? .cancel(alarm: alarm), cause: index))
        }
        guard case .stepped(let step) = event.what, let rules = state.rulebook.steps[step.id] else { continue }
        for alarm in stopped(by: step.id) { found.append(Consequence(matter: event.matter, what: .cancel(alarm: alarm), cause: index)) }
        // A sitting that is over calls nobody any more.
        if step.callsPast(state.matters[event.matter]?.sitting.start, now: now) { continue }
        if !state.saysNothingNew(step, of: event.matter) { tell(rules.tells) }
        if let key = step.key { tell(state.rulebook.tells["\(step.id)/\(key)"] ?? []) }
        let start = state.matters[event.matter]?.sitting.start
        for timer in rules.timers {
            if let due = state.rulebook.next(timer, of: step.fields, takenAt: now, start: start, after: now) {
                found.append(Consequence(matter: event.matter, what: .set(alarm: timer.alarm, due: due), cause: index))
            }
        }
    }
    return found
}

extension Case {
    /// The alarms of the steps a matter still stands where they led, as they were set: a step that stopped them was taken back.
    fileprivate func alarmsStanding(of matter: Matter, after now: Instant) -> [(alarm: String, due: Instant)] {
        matter.taken.sorted { $0.key.text < $1.key.text }.flatMap { id, taken -> [(alarm: String, due: Instant)] in
            guard let rules = rulebook.steps[id], matter.state(of: Machines.name(of: id)) == rules.to else { return [] }
            return rules.timers.compactMap { timer in
                rulebook.next(timer, of: taken.fields, takenAt: taken.at, start: matter.sitting.start, after: now).map { (timer.alarm, $0) }
            }
        }
    }
}

extension Case {
    /// A deadline that was put right is watched as it is now.
    fileprivate func alarmsMoved(by correction: Correction, of number: MatterNumber, now: Instant, cause: Int) -> [Consequence] {
        guard correction.fields[.due] != nil, let matter = matters[number], let corrected = matter.taken[correction.step] else { return [] }
        // The day was said with other steps as well (TP-24 and TP-26), and those watch it.
        let together = matter.taken.filter { $0.value.at == corrected.at }.sorted { $0.key < $1.key }
        return together.flatMap { alarmsMoved(of: $0.key, $0.value, matter, now: now, cause: cause) }
    }

    private func alarmsMoved(of step: StepID, _ taken: Matter.Taken, _ matter: Matter, now: Instant, cause: Int) -> [Consequence] {
        guard let rules = rulebook.steps[step], matter.state(of: Machines.name(of: step)) == rules.to else { return [] }
        let number = matter.number
        return rules.timers.filter { [.due, .beforeStated, .afterStated].contains($0.from) }.flatMap { timer -> [Consequence] in
            let cancel = Consequence(matter: number, what: .cancel(alarm: timer.alarm), cause: cause)
            guard let due = rulebook.next(timer, of: taken.fields, takenAt: taken.at, start: nil, after: now) else { return [cancel] }
            return [cancel, Consequence(matter: number, what: .set(alarm: timer.alarm, due: due), cause: cause)]
        }
    }

    /// The chair is told when a turn nears its end and when it is over (XZ-13.6c); with the turn that ends. Nil where it ends.
    fileprivate func alarmsOfTurn(_ event: Event) -> [(alarm: String, due: Instant?)] {
        let watched = ["floor.nearlyOver", "floor.over"].filter { rulebook.alarms[$0] != nil }
        switch event.what {
        case .floorGiven, .turnExtended:
            return watched.compactMap { alarm in rulebook.settings[alarm].map { (alarm, event.at + $0) } }
        case .turnEnded, .turnInterrupted: return watched.map { ($0, nil) }
        default: return []
        }
    }

    /// Whether it answers, while closing, what the party organisation turned down: its reason was told by then, and the closing says the rest.
    fileprivate func saysNothingNew(_ step: Step, of number: MatterNumber) -> Bool {
        guard step.id == "SG-14", let matter = matters[number] else { return false }
        return matter.wasTurnedDown && matter.state(of: "suggestion") == "closed"
    }
}

extension Step {
    /// Whether it calls people to a sitting, and was entered when that had begun.
    fileprivate func callsPast(_ start: Instant?, now: Instant) -> Bool {
        guard fields[.late] != nil, let start, start <= now else { return false }
        return ["TP-18", "MT-1", "MT-3", "MT-5"].contains(id) || (id == "PN-1" && key == "preMeeting")
    }
}

extension Case {
    /// When an alarm that has just come comes again for a matter; nil where it came for the last time. What was missed while nobody looked is
    /// not made up for.
    ///
    /// - Parameter came: how often it has come, this time counted.
    public func nextTime(of alarm: String, on matter: Matter, due: Instant, came: Int, now: Instant) -> Instant? {
        let latest = matter.taken.filter { rulebook.steps[$0.key]?.timers.contains { $0.alarm == alarm } == true }
            .max { ($0.value.at, $0.key) < ($1.value.at, $1.key) }
        guard let timer = latest.flatMap({ rulebook.steps[$0.key]?.timers.first { $0.alarm == alarm } }), let every = timer.every,
            timer.times.map({ came < $0 }) ?? true
        else { return nil }
        return every.next(from: due, after: now)
    }
}

extension Rulebook {
    /// When a timer comes next; nil where it came once and that is over.
    fileprivate func next(_ timer: TimerRule, of fields: Fields, takenAt: Instant, start: Instant?, after now: Instant) -> Instant? {
        guard let due = due(timer, of: fields, takenAt: takenAt, start: start) else { return nil }
        if due > now { return due }
        return timer.every?.next(from: due, after: now)
    }

    private func due(_ timer: TimerRule, of fields: Fields, takenAt: Instant, start: Instant?) -> Instant? {
        let due: Instant? =
            switch timer.from {
            case .step: takenAt + timer.span
            case .meeting: (start ?? takenAt) - timer.span
            case .due: answerDue(fields, askedAt: takenAt) + timer.span
            case .beforeStated: fields.statedDue.map { $0 - timer.span }
            case .afterStated: fields.statedDue.map { $0 + timer.span }
            }
        guard let due, let time = settings["reminders"], isReminder(timer.alarm) else { return due }
        // All that one is reminded of on a day comes at one time, unless that was before it was asked for.
        let morning = CivilMoment(due.civil.date, minuteOfDay: 0).instant + time
        return morning > takenAt ? morning : due
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
    case "TP-20", "MT-4", "MT-5", "MT-13.2", "MT-15": ["meeting.replies", "meeting.dayBefore", "meeting.hourBefore", "meeting.now"]
    case "PL-2": ["poll.closes"]
    case "SG-14": ["referral.soon", "referral.due", "referral.overdue"]
    case "SG-18": ["notice.over", "referral.soon", "referral.due", "referral.overdue", "question.open"]
    case "SG-4.2", "SG-5", "SG-6": ["question.open"]
    case "SG-16": ["answered.closes"]
    case "TP-5": ["kept.yearly"]
    case "TP-9", "TP-11": ["approval.pending"]
    case "TP-24", "TP-25": ["outcome.pending"]
    case "TP-28": ["task.due", "task.today", "task.overdue"]
    case "TP-31": ["notice.over"]
    case "TP-38": ["answer.owed"]
    default: []
    }
}
