import Procedure

/// The sitting: replies and attendance, and what the chair alone does in it: opening, giving the floor, keeping order, asking for
/// confirmation and announcing (XZ-13.1c).
extension Decision {
    mutating func runSitting() throws(Refusal) {
        switch command.act {
        case .reply(let reply, let reason, let substitute):
            let here = try called()
            _ = try post(for: "MT-2", among: [.participant], in: here)
            try judgeSubstitute(substitute, in: here)
            add(.replied(reply, reason: reason, substitute: substitute), as: .participant)
        case .changeList(let added, let removed): try changeList(added, removed)
        case .signIn: try signIn()
        case .closeCount(let named, let missing, let everybody, let present, let stakeholders):
            try closeCount(named, missing, everybody, present, stakeholders)
        case .giveFloor(let person, let viewpoint, let stance): try giveFloor(person, viewpoint, stance)
        case .endTurn(let extended): if extended { try extendTurn() } else { try endTurn() }
        case .interrupt(let reason):
            let here = try speaking()
            add(.turnInterrupted(reason), as: try post(for: "MT-9", among: [.meetingChair], in: here))
        case .agreeRevision:
            let here = try matter()
            let post = try post(for: "MT-10", among: [.proposer], in: here)
            guard here.sitting.revision != nil, here.state(of: "meeting") == "revising" else { throw away("revise", here) }
            add(.revisionAgreed, as: post)
        case .record(let line): try record(line)
        default: break
        }
    }

    private func away(_ move: String, _ here: Matter) -> Refusal {
        let item = here.item("meeting") ?? here.item("topic")
        let machine = here.item("meeting") == nil ? "topic" : "meeting"
        return .wrongState(move: move, state: here.state(of: machine), machine: machine, by: item?.by, at: item?.since)
    }

    private func called() throws(Refusal) -> Matter {
        let here = try matter()
        guard ["called", "checkIn"].contains(here.state(of: "meeting")) else { throw away("rsvp", here) }
        return here
    }

    /// Who is on the list comes for themselves, or asked for leave themselves: a head counts once (requirements 2.6 A3). Said once more of
    /// the same substitute it is no fault.
    private func judgeSubstitute(_ substitute: PersonID?, in matter: Matter) throws(Refusal) {
        guard let substitute, matter.sitting.list.contains(substitute) else { return }
        let isOwn = matter.standing.last { index in
            guard case .replied = matter.events[index].what else { return false }
            return matter.events[index].by == actor
        }.map { index in
            if case .replied(_, _, let earlier) = matter.events[index].what { earlier == substitute } else { false }
        }
        if isOwn != true { throw .substituteListed(substitute) }
    }

    /// The list is made per topic (XZ-G2.4b): from when it is a topic until the count is closed. The number expected goes with it
    /// (XZ-13.3a); shares are judged at the call and again at the opening.
    private mutating func changeList(_ added: [PersonID], _ removed: [PersonID]) throws(Refusal) {
        let here = try matter()
        let isCalled = ["called", "checkIn"].contains(here.state(of: "meeting"))
        guard isCalled || here.isListBeingMade else { throw away("changeList", here) }
        // By itself the service only takes off whoever is forgotten.
        let posts: [Post] = [.firstConvenor, .secondConvenor, .liaisonOfficer] + (added.isEmpty ? [.daemon] : [])
        let post = try post(for: "MT-2", among: posts, in: here)
        let list = isCalled ? here.sitting.list : state.preparedList(for: here, expected: nil)
        for person in removed where !list.contains(person) { throw .notAmong(person) }
        // Heads that are expected beyond the list are those who are added to it, and stay expected till then.
        let fresh = added.filter { !list.contains($0) }
        // Once the call has gone out, that the number is another now has a reason (XZ-13.3a).
        let isOut = isCalled && here.taken["TP-18"].map { now - $0.at > state.rulebook.undoTime } ?? true
        if isOut, actor != nil, command.happened == nil, command.reason == nil {
            let row = RowID("XZ-13.3a")
            let numbers = [Verdict.Count("listed", list.count), Verdict.Count("after", list.count + fresh.count - removed.count)]
            throw .needsReason(
                step: "MT-2", [Verdict(rule: "listKept", row: row, force: .must, isMet: false, numbers: numbers, remedy: .state(.reason))])
        }
        let expected = max(1, list.count + fresh.count - removed.count, here.sitting.expected - removed.count)
        add(
            .listChanged(added: fresh, removed: removed, expected: isCalled ? expected : nil, reason: isOut ? command.reason : nil),
            as: post)
    }

    private mutating func signIn() throws(Refusal) {
        let here = try matter()
        guard here.state(of: "meeting") == "checkIn" else { throw away("signIn", here) }
        guard let person = actor, here.sitting.list.contains(person) else { throw .notAmong(actor) }
        if here.sitting.signedIn.contains(person) {
            throw .already(move: "signIn", by: person, at: here.events.last { $0.by == person && $0.what == .signedIn }?.at ?? now)
        }
        add(.signedIn, as: .participant)
        // Whoever comes once the count is closed is there all the same; where heads were counted without a name they may be one of those.
        guard here.sitting.isCounted, here.sitting.unnamed == 0, !here.sitting.present.contains(person) else { return }
        add(.counted(present: here.sitting.present + [person], unnamed: 0, unnamedStakeholders: 0), as: .participant)
    }

    /// The secretary closes the count (XZ-13.2b). Those who signed in and those named are people; a larger stated number adds heads without
    /// an account, of whom the secretary says how many stand for interested parties.
    private mutating func closeCount(
        _ named: [PersonID], _ missing: [PersonID], _ everybody: Bool, _ stated: Int?, _ stakeholders: Int?
    ) throws(Refusal) {
        var here = try matter()
        if here.state(of: "meeting") == "called" {
            try take("MT-3", fields: Fields())
            here = try matter()
        }
        guard ["checkIn", "announced"].contains(here.state(of: "meeting")) else { throw away("closeCount", here) }
        let (post, _) = try recorder(of: "MT-3", among: [.meetingSecretary], in: here)
        let isWhole = everybody || !missing.isEmpty
        var present = isWhole ? here.sitting.list : here.sitting.signedIn
        let away = here.sitting.list.filter { person in
            [.leave, .notComing].contains(here.sitting.replies[person]) && !here.sitting.signedIn.contains(person)
                && !named.contains(person) && !missing.contains(person)
        }
        if isWhole, !away.isEmpty { throw .absentCounted(away) }
        for person in named where !present.contains(person) { present.append(person) }
        present.removeAll { missing.contains($0) }
        let count = stated ?? present.count
        guard count >= present.count, count == present.count || stakeholders != nil else {
            throw .countDiffers(signedIn: present.count, stated: count)
        }
        // Of what took place a number is taken as it was told; the announcement bears the violation (XZ-13.3a).
        if count > here.sitting.mostPresent, command.happened == nil {
            throw .tooManyPresent(stated: count, most: here.sitting.mostPresent)
        }
        if let stakeholders, stakeholders > count { throw .tooManyStakeholders(stated: stakeholders, present: count) }
        let namedStakeholders = present.count { state.isStakeholder($0, in: here) }
        let unnamed = count - present.count
        let unnamedStakeholders = min(unnamed, max(0, (stakeholders ?? namedStakeholders) - namedStakeholders))
        add(.counted(present: present, unnamed: unnamed, unnamedStakeholders: unnamedStakeholders), as: post)
    }

    /// MT-8: present, at most so many turns on one viewpoint (XZ-13.6a, XZ-13.6b). Giving the floor ends the turn before it.
    private mutating func giveFloor(_ person: PersonID, _ viewpoint: Viewpoint, _ stance: Stance) throws(Refusal) {
        let here = try matter()
        guard ["proposing", "interacting1", "interacting2"].contains(here.state(of: "meeting")) else { throw away("giveFloor", here) }
        let post = try post(for: "MT-8", among: [.meetingChair], in: here)
        if here.sitting.speaker != nil { try endTurn() }
        let current = try matter()
        if current.state(of: "meeting") == "proposing", current.sitting.turns.isEmpty, !current.sitting.proposerSpokeFirst,
            !current.isProposed(by: person)
        {
            throw .notYours(step: "MT-7", posts: [.proposer])
        }
        let verdicts = state.judgeTurn(person, viewpoint, stance, current, now: now)
        // What ought to be as far as possible (XZ-13.6e) stops no sitting: it is noted.
        let missed = verdicts.filter { !$0.isMet && $0.force == .must }
        if !missed.isEmpty { throw .unmet(step: "MT-8", missed) }
        add(.floorGiven(person, viewpoint: viewpoint, stance: stance, verdicts: verdicts.map(\.asStored)), as: post)
    }

    /// The speaker goes on: the turn's end is watched anew.
    private mutating func extendTurn() throws(Refusal) {
        let here = try speaking()
        add(.turnExtended, as: try post(for: "MT-8", among: [.meetingChair], in: here))
    }

    /// The turn that runs is over, in whatever way.
    mutating func endTurn() throws(Refusal) {
        let here = try speaking()
        let extended = here.sitting.isExtended
        let post = try post(for: "MT-8", among: [.meetingChair], in: here)
        var facts = Facts(now: now)
        let seconds = here.sitting.floorSince.map { Int((now - $0).milliseconds / 1000) } ?? 0
        facts.turnSeconds = extended ? 0 : seconds
        let verdicts = (state.rulebook.typed["endTurn"] ?? []).map { $0.judge(facts) }
        add(.turnEnded(seconds: seconds, extended: extended, verdicts: verdicts.map(\.asStored)), as: post)
    }

    private func speaking() throws(Refusal) -> Matter {
        let here = try matter()
        guard here.sitting.speaker != nil else { throw away("endTurn", here) }
        return here
    }

    /// A line of the record entered afterwards: taken always; what a rule misses in it opens a violation (requirements 2.0, 3).
    private mutating func record(_ line: RecordLine) throws(Refusal) {
        let here = try matter()
        var open: Set<StateID> = ["announced", "minuted"]
        // What is said is taken down while it is said.
        if case .note = line { open.formUnion(["opened", "proposing", "interacting1", "revising", "interacting2", "confirming"]) }
        // So is that the proposer spoke first (XZ-13.5a).
        if case .proposerSpokeFirst = line { open.insert("proposing") }
        guard open.contains(here.state(of: "meeting")) else { throw away("record", here) }
        let (post, _) = try recorder(of: "MT-14", among: [.meetingSecretary, .meetingChair], in: here)
        var verdicts: [Verdict] = []
        if case .turn(let person, let viewpoint, let stance, let seconds) = line {
            var facts = Facts(now: now)
            facts.turnSeconds = seconds
            verdicts =
                state.judgeTurn(person, viewpoint, stance, here, now: now) + (state.rulebook.typed["endTurn"] ?? []).map { $0.judge(facts) }
        }
        if line == .unrevised {
            // Taken as it was; that chair and proposer revise together (XZ-13.7a) it misses.
            verdicts = state.judgeUnrevised(now: now)
        }
        add(.recorded(line, verdicts: verdicts.map(\.asStored)), as: post)
    }
}
