import Procedure

/// What a command comes to: events, or a refusal, which is an answer. No clock, database, network or randomness (design 2.2).
///
/// - Parameter now: the daemon's clock, or the set one of demo mode and tests.
public func decide(_ command: Command, in start: Case, now: Instant) throws(Refusal) -> [Event] {
    var decision = Decision(command: command, state: start, now: now)
    try decision.run()
    return decision.events
}

/// One command on its way: events so far, and the state they have led to.
struct Decision {
    let command: Command
    var state: Case
    let now: Instant
    private(set) var events: [Event] = []

    init(command: Command, state: Case, now: Instant) {
        self.command = command
        self.state = state
        self.now = now
    }

    var actor: PersonID? { command.actor.person }

    /// Appends, and folds at once: the next step of the same command stands on it.
    mutating func add(_ what: Happening, to matter: MatterNumber? = nil, as post: Post, happened: CivilDate? = nil) {
        let event = Event(
            matter: matter ?? command.matter, at: now, happened: happened ?? command.happened, by: actor, post: post, what: what)
        events.append(event)
        state.evolve(event)
    }

    func matter(_ number: MatterNumber? = nil) throws(Refusal) -> Matter {
        let number = number ?? command.matter
        if number == .unit { return state.unit.register }
        guard let matter = state.matters[number] else { throw .noSuchMatter(number) }
        return matter
    }

    mutating func run() throws(Refusal) {
        if let stated = command.happened {
            if stated > now.civil.date { throw .dateAhead(stated) }
            if let began = state.matters[command.matter]?.began, stated < began { throw .dateBefore(stated, began: began) }
        }
        switch command.act {
        case .openUnit, .adoptRulebook, .givePost, .endPost, .lendPost, .suspend, .bindGroup, .releaseGroup, .decideSetting: try runUnit()
        case .suggest, .petition, .suggestFor, .supplement, .addPicture, .endorse, .endorseOnPaper, .sign, .takeBackEndorsement, .withdraw,
            .merge:
            try runSuggestion()
        case .move(let name, let fields): try runMove(name, fields)
        case .step(let step, let key, let fields): try take(step, key: key, fields: fields)
        case .correct(let fields, let step): try correct(fields, of: step)
        case .screen(let fields): try screen(fields)
        case .reply, .changeList, .signIn, .closeCount, .giveFloor, .endTurn, .interrupt, .agreeRevision, .record: try runSitting()
        case .confirmShown(let notice, let group, let person, let since):
            let post = try post(for: "PN-1", among: [.daemon, .liaisonOfficer, .firstConvenor, .secondConvenor], in: try matter())
            if let since, since > now { throw .dateAhead(since.civil.date) }
            add(.shown(notice: notice, group: group, person: person, since: since), as: post)
        case .rate, .contest, .turnPrivate, .object, .settleObjection: try runVoices()
        case .entitle, .correctSubject: try runDescribing()
        case .post(let fields): try post(fields)
        case .explainViolation(let row, let words): try explain(row, words)
        case .report(let session): try report(in: session)
        case .undo(let sent): try undo(sent: sent)
        case .erase(let person, let words, let why): try erase(person, words, why)
        case .join(let person, let into): try join(person, into: into)
        }
        endDelegation()
        noteRepairs()
    }

    /// The chair was given for this session (XZ-13.1b): with it the delegation is over (CD-3), by itself. Only after the last step of the
    /// command, because the delegate may be taking that one as chair. A sitting that is only moved (改期) keeps its chair.
    private mutating func endDelegation() {
        let over = events.contains { event in
            guard case .stepped(let step) = event.what else { return false }
            if step.id == "MT-15", case .move(_, let said) = command.act { return said[.start] == nil }
            return ["MT-14.2", "MT-4", "MT-15"].contains(step.id)
        }
        guard over, let rules = state.rulebook.steps["CD-3"], let here = state.matters[command.matter],
            rules.from.contains(here.state(of: "delegation"))
        else { return }
        add(.stepped(Step(id: rules.id, key: nil, to: rules.to, fields: Fields(), verdicts: [])), as: .daemon)
    }

    /// One of these posts, in the rulebook's order, or the refusal that names them.
    func post(for step: StepID, among posts: [Post], in matter: Matter?) throws(Refusal) -> Post {
        let held = state.posts(of: command.actor, in: matter)
        guard let post = posts.first(where: held.contains) else { throw .notYours(step: step, posts: posts) }
        return post
    }
}

extension Case {
    /// The fold over everything a case holds.
    public mutating func evolve(_ event: Event) {
        if event.matter == .unit {
            unit.evolve(event)
        } else {
            matters[event.matter, default: Matter(number: event.matter)].evolve(event)
        }
    }
}
