import Procedure

extension Decision {
    /// The last steps this person took here in one command, while the undo time runs and nothing of them has left (design 2.7).
    /// Voices of others in between do not stand in the way: nothing depends on them.
    mutating func undo(sent: Bool) throws(Refusal) {
        let here = try matter()
        let span = state.rulebook.settings["undo"] ?? .seconds(120)
        guard let at = here.lastAct(of: actor) else {
            // Somebody who never acted here has nothing to hear of others.
            guard let last = here.lastMove, here.events.contains(where: { $0.by == actor && !$0.isUndo }) || isOfficer(in: here) else {
                throw .nothingToUndo
            }
            throw .undoNotYours(by: last.by, at: last.at)
        }
        if sent || now - at > span { throw .undoTooLate }
        let together = here.acts(of: actor, at: at)
        guard together.allSatisfy({ here.events[$0].isTakenBackByUndo }) else { throw .undoTooLate }
        for index in together { try mayStill(here.events[index], in: here) }
        // A merge is taken back on both sides or on none.
        guard here.absorbedBy(together).allSatisfy({ state.matters[$0] != nil }) else { throw .undoTooLate }
        add(.undone(together.map { Int64($0 + 1) }), as: .resident)
        for (number, other) in state.matters.sorted(by: { $0.key < $1.key }) where number != command.matter {
            let followed = other.acts(of: actor, at: at).filter { other.events[$0].what.follows(command.matter) }
            if !followed.isEmpty { add(.undone(followed.map { Int64($0 + 1) }), to: number, as: .resident) }
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

extension Matter {
    /// The last event that moved the matter and stands, if a person was behind it.
    fileprivate var lastMove: (by: PersonID, at: Instant)? {
        let last = events.indices.last { stands($0) && events[$0].by != nil && !events[$0].what.isVoice && events[$0].isTakenBackByUndo }
        return last.flatMap { index in events[index].by.map { ($0, events[index].at) } }
    }

    /// Other matters that an undo of this person's last act here also touches: what a merge was into, what a session reported.
    /// They have to be loaded with the case.
    public func reachedByUndo(of person: PersonID) -> [MatterNumber] {
        guard let at = lastAct(of: person) else { return [] }
        let together = acts(of: person, at: at)
        return absorbedBy(together)
            + together.flatMap { index -> [MatterNumber] in
                if case .stepped(let step) = events[index].what { step.fields.numbers(.report) } else { [] }
            }
    }

    /// Whether the last act of this person here can still be taken back, as far as nothing of it has left.
    public func canBeTakenBack(by person: PersonID, now: Instant, within span: Span) -> Bool {
        guard let at = lastAct(of: person), now - at <= span else { return false }
        return acts(of: person, at: at).allSatisfy { events[$0].isTakenBackByUndo }
    }

    /// When this person acted last, if nobody has moved the matter since.
    fileprivate func lastAct(of person: PersonID?) -> Instant? {
        let last = events.indices.last {
            stands($0) && events[$0].by != nil && (events[$0].by == person || !events[$0].what.isVoice)
        }
        guard let last, person != nil, events[last].by == person else { return nil }
        return events[last].at
    }

    fileprivate func acts(of person: PersonID?, at instant: Instant) -> [Int] {
        events.indices.filter { stands($0) && events[$0].at == instant && events[$0].by == person }
    }

    fileprivate func absorbedBy(_ acts: [Int]) -> [MatterNumber] {
        acts.compactMap { index in
            if case .stepped(let step) = events[index].what, step.id == "SG-5" { step.fields.number(.target) } else { nil }
        }
    }

    private func stands(_ index: Int) -> Bool { !undone.contains(Int64(index + 1)) && !events[index].isUndo }
}

extension Happening {
    /// What people add of their own, without moving the matter.
    fileprivate var isVoice: Bool {
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
        case .absorbed(let from, _, _, _): from == number
        case .sessionReported(let session): session == number
        default: false
        }
    }
}

extension Event {
    public var isUndo: Bool { if case .undone = what { true } else { false } }
    /// A suggestion itself is withdrawn, not undone: its number stays used. What somebody saw in a group stands there.
    var isTakenBackByUndo: Bool {
        switch what {
        case .suggested, .petitioned, .suggestedFor, .shown: false
        default: true
        }
    }
}
