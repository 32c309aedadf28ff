import Procedure

extension Sitting {
    /// A new sitting, from what the call fixed (XZ-13.3a: the expected number and the list it comes from).
    init(called fields: Fields) {
        self.init()
        start = fields.instant(.start)
        place = fields.text(.place)
        expected = fields.integer(.expected) ?? 0
        list = fields.people(.participants)
        if fields.flag(.mandatesApproved) { approved = list }
        chair = fields.person(.chair)
        secretary = fields.person(.secretary)
    }

    mutating func apply(_ event: Event) {
        switch event.what {
        case .replied(let reply, _, let substitute):
            guard let person = event.by else { return }
            replies[person] = reply
            if let substitute, !list.contains(substitute) { list.append(substitute) }
        case .listChanged(let added, let removed, let expected, _):
            self.expected = expected ?? self.expected
            list.removeAll { removed.contains($0) }
            for person in added where !list.contains(person) { list.append(person) }
        case .signedIn: if let person = event.by, !signedIn.contains(person) { signedIn.append(person) }
        case .counted(let present, let unnamed, let stakeholders):
            self.present = present
            self.unnamed = unnamed
            unnamedStakeholders = stakeholders
            isCounted = true
            countedOn = event.happened ?? event.at.civil.date
        case .floorGiven(let person, let viewpoint, let stance, _):
            speaker = Turn(person: person, viewpoint: viewpoint, stance: stance, seconds: 0)
            floorSince = event.at
        case .turnExtended: isExtended = true
        case .turnEnded(let seconds, _, _): endTurn(after: seconds)
        case .turnInterrupted: endTurn(after: floorSince.map { Int((event.at - $0).milliseconds / 1000) } ?? 0)
        case .revisionAgreed: revisionAgreed = true
        default: break
        }
    }

    /// When it is opened by a word said at `now`, or on the day told of it. Of such a day the hour is that of the call. What was counted
    /// on a day before the one of the call was held on that day.
    func opening(late day: CivilDate?, now: Instant) -> Instant {
        if let opened { return opened }
        guard let start else { return now }
        let early = countedOn.flatMap { $0 < min(start.civil.date, now.civil.date) ? $0 : nil }
        guard let day = day ?? early else { return now }
        return CivilMoment(day, minuteOfDay: start.civil.minuteOfDay).instant
    }

    /// When it was held: as it was called, where it was opened on that day. Nil before a call.
    public var held: Instant? {
        guard let opened, opened.civil.date != start?.civil.date else { return start }
        return opened
    }

    private mutating func endTurn(after seconds: Int) {
        guard var turn = speaker else { return }
        turn.seconds = seconds
        turns.append(turn)
        speaker = nil
        floorSince = nil
        isExtended = false
    }

    mutating func apply(_ line: RecordLine) {
        switch line {
        case .proposerSpokeFirst(let wasPresent): proposerSpokeFirst = proposerSpokeFirst || wasPresent
        case .turn(let person, let viewpoint, let stance, let seconds):
            turns.append(Turn(person: person, viewpoint: viewpoint, stance: stance, seconds: seconds))
        case .revision(let words, let agreed):
            revision = words
            revisionAgreed = agreed
            isUnrevised = false
        case .unrevised:
            // A text that the proposer did not agree to is no revision of theirs.
            (revision, revisionAgreed, isUnrevised) = (nil, false, true)
        case .secondRound: hadSecondRound = true
        case .method(let method): self.method = method
        case .secretary(let person): secretary = person
        case .note(let words): notes.append(words)
        }
    }
}
