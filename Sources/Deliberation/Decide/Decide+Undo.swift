import Procedure

extension Decision {
    /// The last steps this person took here in one command, while the undo time runs and nothing of them has left (design 2.7).
    /// Voices of others in between do not stand in the way: nothing depends on them.
    mutating func undo(sent: Bool) throws(Refusal) {
        let here = try matter()
        guard let act = actor.flatMap({ here.lastAct(of: $0) }), !here.wasMoved(since: act) else {
            // Somebody who never acted here has nothing to hear of others.
            guard let last = here.lastMove, here.events.contains(where: { $0.by == actor && !$0.isUndo }) || isOfficer(in: here) else {
                throw .nothingToUndo
            }
            throw .undoNotYours(by: last.by, at: last.at)
        }
        if sent || now - act.at > state.rulebook.undoTime { throw .undoTooLate }
        guard here.canBeTakenBack(act) else { throw .undoTooLate }
        for m in act.ms { try mayStill(here.events[Int(m) - 1], in: here) }
        // A merge is taken back on both sides or on none.
        for number in here.sidesOfMerge(act) {
            guard let other = state.matters[number] else { throw .undoTooLate }
            let half = other.half(of: command.matter, act)
            // What was merged on since took these voices along.
            if let since = half.last, let further = other.mergedOn(after: since) { throw .undoFirst(further) }
        }
        add(.undone(act.ms), as: .resident)
        for (number, other) in state.matters.sorted(by: { $0.key < $1.key }) where number != command.matter {
            let half = other.half(of: command.matter, act)
            if !half.isEmpty { add(.undone(half), to: number, as: .resident) }
        }
    }

    /// Who has lost the post since, by its end or because their phone is in strange hands, takes nothing back that was done in it.
    private func mayStill(_ event: Event, in matter: Matter) throws(Refusal) {
        guard !state.mayStill(event, in: matter) else { return }
        let step: StepID = if case .stepped(let step) = event.what { step.id } else { "TP-2" }
        throw .notYours(step: step, posts: [event.post])
    }
}

extension Case {
    /// Whether whoever did this holds the post still in which they did it.
    public func mayStill(_ event: Event, in matter: Matter) -> Bool {
        guard let person = event.by else { return true }
        if event.post == .resident { return true }
        guard event.post.isHeld || unit.suspended.contains(person) else { return true }
        return posts(of: .person(person), in: matter).contains(event.post)
    }
}

extension Decision {
    private func isOfficer(in matter: Matter) -> Bool {
        !state.posts(of: command.actor, in: matter).isDisjoint(with: [
            .liaisonOfficer, .firstConvenor, .secondConvenor, .partySecretary, .meetingChair, .meetingSecretary,
        ])
    }
}

/// What one person did last in a matter by one command: its events share their instant. The one way to find what is taken back, said
/// anew or hurried.
public struct LastAct: Sendable, Hashable {
    public var by: PersonID
    public var at: Instant
    /// The events' places in the matter, from 1, in order; at least one.
    public var ms: [Int64]
}

extension Matter {
    /// The last act of a person here that stands. What they did elsewhere and is told here too (a session's report of this topic) is none.
    public func lastAct(of person: PersonID) -> LastAct? {
        let last = events.indices.last { stands($0) && events[$0].by == person && !events[$0].isOfAnotherSession }
        return last.map { index in
            let at = events[index].at
            return LastAct(by: person, at: at, ms: acts(of: person, at: at).map { Int64($0 + 1) })
        }
    }

    /// Whether an act of the person's at that moment stands here.
    public func stands(_ person: PersonID, at instant: Instant) -> Bool { !acts(of: person, at: instant).isEmpty }

    /// Whether it is nothing but what merging another matter into this one brought here.
    public func onlyAbsorbed(_ act: LastAct) -> Bool {
        act.ms.allSatisfy { if case .absorbed = events[Int($0) - 1].what { true } else { false } }
    }

    /// Other matters that an undo of this act also touches: both sides of a merge, and what a session reported. They have to be loaded
    /// with the case.
    public func reachedByUndo(of act: LastAct) -> [MatterNumber] {
        sidesOfMerge(act)
            + act.ms.flatMap { m -> [MatterNumber] in
                if case .stepped(let step) = events[Int(m) - 1].what { step.fields.numbers(.report) } else { [] }
            }
    }

    /// The events here, by their m, that are the other half of what was done in another matter with that act.
    public func half(of number: MatterNumber, _ act: LastAct) -> [Int64] {
        acts(of: act.by, at: act.at).filter { events[$0].what.follows(number) }.map { Int64($0 + 1) }
    }

    /// The last act of a person here, if it can still be taken back as far as nothing of it has left.
    public func canBeTakenBack(by person: PersonID, now: Instant, within span: Span) -> LastAct? {
        guard let act = lastAct(of: person), !wasMoved(since: act), now - act.at <= span, canBeTakenBack(act) else { return nil }
        return act
    }

    /// The last event that moved the matter and stands, if a person was behind it.
    fileprivate var lastMove: (by: PersonID, at: Instant)? {
        let last = events.indices.last { stands($0) && events[$0].by != nil && !events[$0].what.isVoice && events[$0].isTakenBackByUndo }
        return last.flatMap { index in events[index].by.map { ($0, events[index].at) } }
    }

    fileprivate func canBeTakenBack(_ act: LastAct) -> Bool { act.ms.allSatisfy { events[Int($0) - 1].isTakenBackByUndo } }

    /// Whether somebody else has moved the matter after an act.
    fileprivate func wasMoved(since act: LastAct) -> Bool {
        guard let last = act.ms.last else { return false }
        return events.indices.contains {
            $0 >= Int(last) && stands($0) && events[$0].by != nil && events[$0].by != act.by && !events[$0].what.isVoice
                && !events[$0].isOfAnotherSession
        }
    }

    /// The matters on the other side of what was merged with an act: into which this one was, or which were into this one.
    fileprivate func sidesOfMerge(_ act: LastAct) -> [MatterNumber] {
        act.ms.compactMap { m in
            switch events[Int(m) - 1].what {
            case .stepped(let step) where step.id == "SG-5": step.fields.number(.target)
            case .absorbed(let from, _, _, _, _, _): from
            default: nil
            }
        }
    }

    /// The matter that was merged into another after the event at a place, if it was: itself.
    fileprivate func mergedOn(after m: Int64) -> MatterNumber? {
        let isMerged = events.indices.contains { index in
            guard index >= Int(m), stands(index), case .stepped(let step) = events[index].what else { return false }
            return step.id == "SG-5"
        }
        return isMerged ? number : nil
    }

    fileprivate func acts(of person: PersonID, at instant: Instant) -> [Int] {
        events.indices.filter { stands($0) && events[$0].at == instant && events[$0].by == person }
    }

    private func stands(_ index: Int) -> Bool { !undone.contains(Int64(index + 1)) && !events[index].isUndo }
}

extension Happening {
    /// What people add of their own, without moving the matter.
    var isVoice: Bool {
        switch self {
        case .endorsed, .signed, .endorsementTakenBack, .supplemented, .replied, .signedIn, .rated, .contested, .pictured, .titled,
            .subjectCorrected, .erased, .joined:
            true
        default: false
        }
    }

    /// Whether it is the other half, in another matter, of a step of this one.
    fileprivate func follows(_ number: MatterNumber) -> Bool {
        switch self {
        case .absorbed(let from, _, _, _, _, _): from == number
        case .stepped(let step): ["SG-5", "TP-3"].contains(step.id) && step.fields.number(.target) == number
        case .sessionReported(let session): session == number
        default: false
        }
    }
}

extension Matter {
    /// Whether nothing has come of it but what people say and what it is called: no step, no other matter put into it, nothing entered from
    /// paper.
    /// - Parameter m: after which event; 0 for all of it.
    public func isUntouched(since m: Int64 = 0) -> Bool {
        events.dropFirst(Int(m)).allSatisfy { event in
            switch event.what {
            case .suggested, .petitioned, .suggestedFor, .proposerLeft: true
            default: event.what.isVoice
            }
        }
    }
}

extension Event {
    /// What another topic's session said of this one by itself; 通报 is entered in a post (XZ-14.1f).
    fileprivate var isOfAnotherSession: Bool { if case .sessionReported = what { post == .daemon } else { false } }
    public var isUndo: Bool { if case .undone = what { true } else { false } }
    /// A suggestion itself is withdrawn, not undone: its number stays used. What somebody saw in a group stands there.
    var isTakenBackByUndo: Bool {
        switch what {
        case .suggested, .petitioned, .suggestedFor, .shown: false
        default: true
        }
    }
}
