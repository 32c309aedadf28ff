import Procedure

extension Case {
    /// The posts a person holds here and now: by the roster, by a seat, and by this matter's own facts. A chat platform's "admin" proves nothing.
    public func posts(of actor: Actor, in matter: Matter?) -> Set<Post> {
        guard let person = actor.person else { return [.daemon] }
        // Whoever has the phone speaks for nobody: neither by a seat, nor by what a session gave its owner.
        if unit.suspended.contains(person) { return [.resident] }
        var posts = unit.posts[person] ?? []
        posts.insert(.resident)
        if unit.council[person] != nil { posts.insert(.councilMember) }
        if posts.contains(.liaisonOfficer) { posts.insert(.registerKeeper) }
        guard let matter else { return posts }
        if matter.proposers.contains(person) { posts.insert(.proposer) }
        if matter.sitting.list.contains(person) { posts.insert(.participant) }
        if matter.sitting.secretary == person { posts.insert(.meetingSecretary) }
        if chairs(of: matter).contains(person) { posts.insert(.meetingChair) }
        return posts
    }

    /// Who may chair: the member to whom it was given and who accepted, else the convenors (XZ-13.1a, XZ-13.1b).
    public func chairs(of matter: Matter) -> [PersonID] {
        if let delegation = matter.item("delegation"), delegation.state == "accepted", let person = delegation.fields.person(.person),
            !unit.suspended.contains(person)
        {
            return [person]
        }
        return unit.holders(of: .firstConvenor) + unit.holders(of: .secondConvenor)
    }

    /// Who takes the chair of the sitting that stands, or took it: whoever it was given to, also when that is over with the sitting (XZ-13.1b).
    public func presiding(over matter: Matter) -> [PersonID] {
        if let delegation = matter.item("delegation"), delegation.state == "over", let person = delegation.fields.person(.person),
            let called = matter.taken["TP-18"]?.at, called <= delegation.since
        {
            return [person]
        }
        return chairs(of: matter)
    }

    /// Whether somebody of the list stands for an interested party: with a mandate, or as one of those who asked or supported (XZ-8.2a). An
    /// officer who entered it for somebody is none.
    public func isStakeholder(_ person: PersonID, in matter: Matter) -> Bool {
        matter.item("mandate", key: person.description).map { $0.state != "ended" } == true || matter.parties.contains(person)
            || (matter.endorsers.contains(person) && unit.council[person] == nil)
    }

    /// Of those people the representatives of interested parties whom the council has not approved yet: neither with the call of the sitting
    /// nor by themselves (XZ-8.2b).
    public func unapproved(among people: [PersonID], in matter: Matter) -> [PersonID] {
        people.filter { isStakeholder($0, in: matter) && !isApproved($0, in: matter) && !matter.sitting.approved.contains($0) }
    }

    /// Of those who came, as far as they were counted. Heads without a name may be anybody of the list who is not named.
    private func unapprovedPresent(at matter: Matter) -> Int {
        let sitting = matter.sitting
        let onList = unapproved(among: sitting.list, in: matter)
        guard sitting.isCounted else { return onList.count }
        let present = Set(sitting.present)
        return unapproved(among: sitting.present, in: matter).count
            + min(sitting.unnamedStakeholders, onList.count { !present.contains($0) })
    }

    private func isApproved(_ person: PersonID, in matter: Matter) -> Bool {
        matter.item("mandate", key: person.description)?.state == "approved"
    }

    /// What the rules of a step would say now, for a card or a forecast; nothing is decided.
    public func foresee(_ step: StepID, on matter: Matter, fields: Fields = Fields(), now: Instant) -> [Verdict] {
        guard let rules = rulebook.steps[step] else { return [] }
        let reads = rules.needs.reduce(into: Set<Fact>()) { $0.formUnion($1.reads) }
        let facts = facts(reads, matter: matter, fields: fields, now: now)
        return rules.needs.map { $0.judge(facts) }
    }

    /// The rules that depend on when a sitting is opened, which a look ahead cannot know.
    public static let rulesOfTime: Set<String> = ["noticeAhead", "noticeBeforeOpening", "openedAsNoticed"]

    /// What the opening's rules would say if those came who have said so: count, share of stakeholders (MT-2).
    public func forecast(_ matter: Matter, now: Instant) -> [Verdict] {
        forecast(matter, with: matter.sitting.list.filter { matter.sitting.replies[$0] == .coming }, now: now)
    }

    /// The same as if these had come.
    public func forecast(_ matter: Matter, with people: [PersonID], now: Instant) -> [Verdict] {
        var expected = matter
        expected.sitting.present = people
        expected.sitting.isCounted = true
        return foresee("MT-5", on: expected, now: now)
    }

    /// Standing duties of the unit, as they are kept now (T-22: checked whenever a seat changes).
    public func standingDuties(now: Instant) -> [Verdict] {
        let reads = rulebook.standing.reduce(into: Set<Fact>()) { $0.formUnion($1.reads) }
        let facts = facts(reads, matter: unit.register, fields: Fields(), now: now)
        return rulebook.standing.map { $0.judge(facts) }
    }

    func heads(of people: [PersonID], in matter: Matter) -> Facts.Heads {
        let council = unit.council
        return Facts.Heads(
            all: people.count, stakeholders: people.count { isStakeholder($0, in: matter) }, officials: people.count { council[$0] == true }
        )
    }

    /// The prepared list of a session: council members, then those who asked, hold a mandate, were added by an officer, or support; cut at
    /// the expected number from the end, never below council and parties (paths.md, *settled* 1; XZ-13.3a, requirements A5). Whom an
    /// officer took off it is not on it, nor is anybody who was forgotten.
    public func preparedList(for matter: Matter, expected: Int?) -> [PersonID] {
        var list = unit.council.keys.sorted()
        let mandated = matter.items(of: "mandate").filter { $0.1.state != "ended" }.compactMap { PersonID(text: $0.0) }
        for person in matter.parties + mandated + matter.listAdded where !list.contains(person) { list.append(person) }
        list.removeAll { matter.listRemoved.contains($0) || unit.erased.contains($0) }
        for person in matter.endorsers where !list.contains(person) && !matter.listRemoved.contains(person) {
            if let expected, list.count >= expected { break }
            list.append(person)
        }
        return list
    }
}

extension Case {
    /// The facts a step's rules declare they read, of one matter, at one moment.
    func facts(_ reads: Set<Fact>, matter: Matter, fields: Fields, now: Instant) -> Facts {
        var facts = Facts(now: now)
        for fact in reads { fill(&facts, fact, matter, fields, now) }
        return facts
    }

    private func fill(_ facts: inout Facts, _ fact: Fact, _ matter: Matter, _ fields: Fields, _ now: Instant) {
        let sitting = matter.sitting
        switch fact {
        case .participants:
            if sitting.isCounted, fields[.participants] == nil {
                facts.participants = heads(of: sitting.present, in: matter)
                facts.participants.all += sitting.unnamed
                facts.participants.stakeholders += sitting.unnamedStakeholders
            } else {
                facts.participants = heads(of: fields[.participants] == nil ? sitting.list : fields.people(.participants), in: matter)
            }
        case .council:
            let council = unit.council
            facts.council = Facts.Heads(all: council.count, officials: council.count { $0.value })
        case .attendance:
            facts.expected = sitting.expected
            facts.present = sitting.presentCount
            facts.mostPresent = sitting.mostPresent
        case .votes:
            facts.isAgreed = fields.text(.result).map { $0 != DeliberationResult.noConsensus.rawValue } ?? false
            let counts = [Field.votesFor, .votesAgainst, .votesAbstained].map { fields.integer($0) }
            if counts.contains(where: { $0 != nil }) {
                facts.votes = Facts.Votes(favor: counts[0] ?? 0, against: counts[1] ?? 0, abstained: counts[2] ?? 0)
            }
        case .call:
            // A sitting that has reached its result is no call any more: what counts then is now (TP-33).
            facts.start = fields.instant(.start) ?? sitting.start.flatMap { matter.sessions.contains(sitting.held ?? $0) ? nil : $0 }
            facts.expected = fields.integer(.expected) ?? sitting.expected
        case .decision:
            facts.decidedOn = fields.day(.date)
            facts.submittedOn = [matter.day(of: "TP-8"), matter.day(of: "TP-8.2")].compactMap { $0 }.max() ?? matter.began
            facts.announcedOn = [matter.day(of: "MT-13"), matter.day(of: "MT-13.2")].compactMap { $0 }.max() ?? matter.began
        case .opening:
            facts.called = sitting.start
            facts.opened = sitting.opening(late: fields.day(.late), now: now)
        case .notice:
            facts.hasScope =
                !(fields[.scope] == nil ? matter.item("notice", key: "preMeeting")?.fields.groups(.scope) ?? [] : fields.groups(.scope))
                .isEmpty
            facts.noticeFrom = noticeFrom(matter, fields, now)
        case .implementation: facts.implementationFrom = implementationCovered(matter)
        case .approval:
            facts.hasApproval = matter.hasDecision("TP-9") && matter.disowned["TP-33"] == nil
            facts.hasDetermination = matter.hasDecision("TP-24")
            facts.hasRedeliberationApproval = matter.hasDecision("TP-33")
        case .screening:
            facts.screenings = matter.screenings.count + (matter.state(of: "poll") == "counted" ? 1 : 0) + (fields[.method] != nil ? 1 : 0)
            facts.pollIsOpen = matter.state(of: "poll") == "open"
        case .mandates:
            if fields.flag(.mandatesApproved) {
                facts.unapprovedMandates = 0
            } else if fields[.participants] == nil {
                facts.unapprovedMandates = unapprovedPresent(at: matter)
            } else {
                facts.unapprovedMandates =
                    fields.people(.participants).count { isStakeholder($0, in: matter) && !isApproved($0, in: matter) }
            }
        case .seats: facts.seatIsApproved = unit.register.taken["CS-2"] != nil
        case .session:
            facts.hasSecretary = (fields.person(.secretary) ?? sitting.secretary) != nil
            facts.chairMayChair = !chairs(of: matter).isEmpty
            facts.firstTurnWasProposers =
                fields.flag(.proposerAbsent) || sitting.proposerSpokeFirst
                || sitting.turns.first.map { matter.isProposed(by: $0.person) } == true
            facts.hasRevision = sitting.revision != nil
            facts.proposerAgreedToRevision = sitting.revisionAgreed
            facts.recordIsComplete =
                sitting.isCounted && sitting.method != nil && (sitting.revision != nil || sitting.isUnrevised)
                && facts.firstTurnWasProposers
            facts.minutesAreOwed = ["announced", "minuted"].contains(matter.state(of: "meeting"))
        case .turns: break
        case .sessions: facts.sessions = matter.sessions
        case .reports:
            // This sitting gives its reports as it opens or announces; what is agreed after that is owed at a later one.
            facts.owedReports = hasReported(matter) ? 0 : owedReports.count { $0 != matter.number }
            facts.wasReportedAtNextSession = matter.reportedIn != nil
        case .filings:
            facts.topicFiled = ["sent", "received"].contains(matter.state(of: "filing", key: "topic"))
            facts.resultFiled = ["sent", "received"].contains(matter.state(of: "filing", key: "result"))
            facts.topicFilingSent = matter.hasLeft(filing: "topic", late: fields[.late] != nil)
            facts.resultFilingSent = matter.hasLeft(filing: "result", late: fields[.late] != nil)
        case .telling:
            let told = Set(matter.shown.filter { $0.notice == "feedback.implemented" }.compactMap(\.person))
            facts.proposersToTell =
                matter.taken["TP-28"] == nil ? 0 : matter.proposers.count { !told.contains($0) && !unit.erased.contains($0) }
        case .proposers:
            facts.openProposers = matter.proposers.count
            let isJoint = matter.isPetition && [nil, ProposerKind.crossVillage.rawValue].contains(fields.text(.kind))
            facts.villagesSigned = isJoint ? matter.signedVillages.count : 0
        case .result:
            let topic = matter.state(of: "topic")
            facts.topicHasResult = topic == .none || rulebook.machines["topic"]?.ends.contains(topic) == true
        }
    }

    /// A call entered afterwards was published on the day it states, at the latest by that day's end.
    private func noticeFrom(_ matter: Matter, _ fields: Fields, _ now: Instant) -> Instant? {
        if fields[.start] == nil { return noticeCovered(matter) }
        if let day = fields.day(.late) { return min(now, day.end) }
        return now + rulebook.undoTime
    }

    private func hasReported(_ matter: Matter) -> Bool {
        let called = matter.taken["TP-18"]?.at ?? Instant(milliseconds: .min)
        return ["MT-6", "MT-13.2"].contains { step in
            matter.taken[step].map { $0.fields[.report] != nil && $0.at >= called } ?? false
        }
    }

    /// From when the stored scope of the pre-meeting notice is covered: the last of its groups confirmed (design 5).
    public func noticeCovered(_ matter: Matter) -> Instant? { covered(matter, notice: "notice.preMeeting", key: "preMeeting") }

    /// Whether the last confirmation is the one that covered the pre-meeting notice, and came too late for the start that was called:
    /// then somebody has to be asked, once. Not where the call itself went out inside the span, with its reason (XZ-12b).
    func noticeCameLate(_ matter: Matter) -> Bool {
        guard matter.shown.last?.notice == "notice.preMeeting", matter.state(of: "meeting") == "called", let start = matter.sitting.start,
            noticeCovered(matter) != nil, covered(matter, notice: "notice.preMeeting", key: "preMeeting", without: 1) == nil
        else { return false }
        let called = matter.taken["TP-18"]?.at ?? start
        return foresee("MT-5", on: matter, now: start).contains { verdict in
            Case.rulesOfTime.contains(verdict.rule) && !verdict.isMet
                && !matter.deviations.contains {
                    $0.verdict.row == verdict.row && ($0.at > called || ($0.at == called && $0.step == "TP-18"))
                }
        }
    }

    /// From when the implementation notice runs as it hangs now: the stored scope is covered, in the groups or on the board.
    public func implementationCovered(_ matter: Matter) -> Instant? {
        covered(matter, notice: "notice.implementation", key: "implementation")
    }

    /// - Parameter without: how many of the last confirmations are left out.
    private func covered(_ matter: Matter, notice: String, key: String, without: Int = 0) -> Instant? {
        guard let item = matter.item("notice", key: key) else { return nil }
        let shown = matter.shown.dropLast(without).filter { $0.notice == notice && $0.at >= item.since }
        let scope = item.fields.groups(.scope)
        var covered: [Instant] = []
        let isShown = !scope.isEmpty && scope.allSatisfy { group in shown.contains { $0.group == group } }
        if isShown, let last = shown.map(\.at).max() { covered.append(last) }
        // On the unit's board, where it was put up for this call.
        covered += matter.posted.filter { $0.notice == notice && $0.recorded >= item.since }.map(\.from)
        if let day = item.fields.day(.late) { covered.append(min(item.since, day.end)) }
        return covered.min()
    }
}

extension Matter {
    /// Whether a filing has reached somebody, as far as the platform says, or was delivered on paper on a day that was told.
    /// - Parameter late: with what is entered afterwards it goes out by the same word: that it waits for its undo time is no fault of it.
    fileprivate func hasLeft(filing key: String, late: Bool) -> Bool {
        guard let filing = item("filing", key: key), filing.state == "sent" || filing.state == "received" else { return false }
        let last = standing.lazy.reversed().compactMap { index -> Step? in
            guard case .stepped(let step) = self.events[index].what, step.key == key, Machines.name(of: step.id) == "filing" else {
                return nil
            }
            return step
        }.first
        if late || filing.state == "received" || last?.id == "FL-1.2" { return true }
        return shown.contains { $0.notice == "filing.\(key)" && $0.at >= filing.since }
    }
}

extension CivilDate {
    /// The first instant after the day.
    public var end: Instant { CivilMoment(adding(days: 1), minuteOfDay: 0).instant }
}

extension Matter {
    /// Whether one of the five methods is on record: a screening that was told, or a poll that was counted (XZ-11a, XZ-11f).
    public var isScreened: Bool { !screenings.isEmpty || state(of: "poll") == "counted" }
}
