import Procedure

extension Decision {
    /// The first way of the move that can be walked to its end from where the matter stands; else the first that can be begun, which
    /// then says what is in the way.
    mutating func runMove(_ name: String, _ fields: Fields) throws(Refusal) {
        guard let move = state.rulebook.moves[name] else { throw .notOffered(name) }
        let here = try matter()
        let ways = move.ways.filter { way in way.allSatisfy { state.rulebook.steps[$0.step] != nil } }
        guard !ways.isEmpty else { throw .notOffered(name) }
        let begun = ways.filter { way in way.first.map { canStart($0, in: here) } ?? false }
        guard let way = begun.first(where: { canWalk($0, in: here) }) ?? begun.first else { throw elsewhere(name, ways, here) }
        var isRecord = false
        for part in way {
            // A filing that nobody would get was not sent; the rules then say what is missing. A matter that began when there was no word
            // yet for one delivered on paper goes on as it began.
            if part.step == "FL-1", !state.reachesUpper, state.rulebook.steps["FL-1.2"] != nil { continue }
            try take(part.step, key: part.key, fields: fields, along: isRecord)
            isRecord = isRecord || state.rulebook.steps[part.step]?.isRecord == true
        }
    }

    private func canStart(_ part: Rulebook.Move.Part, in matter: Matter) -> Bool {
        guard let step = state.rulebook.steps[part.step] else { return false }
        return step.from.contains(matter.state(of: Machines.name(of: step.id), key: part.key))
    }

    private func canWalk(_ way: [Rulebook.Move.Part], in matter: Matter) -> Bool {
        var states: [String: StateID] = [:]
        for part in way {
            guard let step = state.rulebook.steps[part.step] else { return false }
            let machine = Machines.name(of: part.step)
            let slot = Matter.slot(machine, part.key)
            guard step.from.contains(states[slot] ?? matter.state(of: machine, key: part.key)) else { return false }
            states[slot] = step.to
        }
        return true
    }

    /// Why a move cannot start: it was done already (an answer), or the matter stands elsewhere. Told of the machine people follow
    /// (suggestion, topic, meeting), of the others only where the move is of nothing else.
    private func elsewhere(_ name: String, _ ways: [[Rulebook.Move.Part]], _ matter: Matter) -> Refusal {
        guard let way = ways.first, let last = way.last else { return .notOffered(name) }
        let main = way.last { ["suggestion", "topic", "meeting"].contains(Machines.name(of: $0.step)) } ?? last
        let machine = Machines.name(of: main.step)
        let state = matter.state(of: machine, key: main.key)
        if let taken = matter.taken[main.step], self.state.rulebook.steps[main.step]?.to == state, stands(where: way, in: matter) {
            return .already(move: name, by: taken.by, at: taken.at)
        }
        let topic = matter.state(of: "topic")
        let shown =
            state != .none || machine == "suggestion"
            ? (machine, state) : topic != .none ? ("topic", topic) : ("suggestion", matter.state(of: "suggestion"))
        let item = matter.item(shown.0, key: shown.0 == machine ? main.key : nil)
        return .wrongState(move: name, state: shown.1, machine: shown.0, by: item?.by, at: item?.since)
    }

    /// Whether topic and meeting, as far as the way moves them, still stand where it leads.
    private func stands(where way: [Rulebook.Move.Part], in matter: Matter) -> Bool {
        ["topic", "meeting"].allSatisfy { machine in
            guard let part = way.last(where: { Machines.name(of: $0.step) == machine }) else { return true }
            return state.rulebook.steps[part.step]?.to == matter.state(of: machine)
        }
    }

    /// One step of a machine: offered, from here, by one of those who may, with what must be said, under its rules.
    /// - Parameter along: said with the record of what a body decided, and taken down like it.
    mutating func take(_ id: StepID, key: String? = nil, fields said: Fields, along: Bool = false) throws(Refusal) {
        guard let step = state.rulebook.steps[id] else { throw .notOffered(id.text) }
        var here = try matter()
        let machine = Machines.name(of: id)
        let standing = here.state(of: machine, key: key)
        guard step.from.contains(standing) else {
            if let item = here.item(machine, key: key), standing == step.to { throw .already(move: id.text, by: item.by, at: item.since) }
            let item = here.item(machine, key: key)
            throw .wrongState(move: id.text, state: standing, machine: machine, by: item?.by, at: item?.since)
        }
        let (post, isRecorder) = try recorder(of: id, among: step.by, in: here)
        // A sitting may always be called off: an objection is a reason for it.
        if !["MT-15", "TP-20"].contains(id) { try checkFrozen(here) }
        // What was rejected is submitted again while it is open; what was closed since is suggested anew.
        if id == "TP-8.2", state.rulebook.isOver(here) {
            let item = here.item("suggestion")
            throw .wrongState(move: id.text, state: here.state(of: "suggestion"), machine: "suggestion", by: item?.by, at: item?.since)
        }
        let isRecord = step.isRecord || along || command.happened != nil
        let open = isRecord ? [] : state.blocking(step, in: here)
        if !open.isEmpty { throw .blocked(step: id, open.map(\.verdict)) }
        if machine == "meeting", post == .meetingChair, here.sitting.speaker != nil {
            // The stage's end is the end of the turn that still runs.
            try endTurn()
            here = try matter()
        }
        var fields = prepared(step, said, here, post)
        if let day = command.happened {
            fields[.late] = .day(day)
            if isRecorder, let actor { fields[.recordedBy] = .person(actor) }
        }
        for ask in step.asks where !isSaid(ask.field, fields, id) { throw .asks(step: id, ask.field, row: ask.row) }
        if let day = fields.day(.date), day > now.civil.date { throw .dateAhead(day) }
        try checkContested(id, fields, here)
        try judgeDelegate(id, fields, here)
        try judgeResult(id, fields)
        try judgeProposer(id, fields)
        let reads = step.needs.reduce(into: Set<Fact>()) { $0.formUnion($1.reads) }
        let facts = state.facts(reads, matter: here, fields: fields, now: now)
        let verdicts = step.needs.map { $0.judge(facts) }
        if command.happened == nil { try refuseDay(verdicts, id) }
        try weigh(verdicts, step: step, isRecord: isRecord, here, fields: &fields)
        // Nobody is told that there is a result without being told which (XZ-14.1g). Asked last: first there has to be one.
        if id == "SG-14", fields[.text] == nil { throw .asks(step: id, .text, row: RowID("XZ-14.1g")) }
        add(
            .stepped(Step(id: id, key: key, to: step.to, fields: fields, verdicts: verdicts.map(\.asStored))), as: post,
            happened: fields.day(.date))
        try afterwards(id, fields, said: said)
    }

    func refuseDay(_ verdicts: [Verdict], _ step: StepID) throws(Refusal) {
        let wrong = verdicts.filter { !$0.isMet && Case.rulesOfDay.contains($0.rule) }
        if !wrong.isEmpty { throw .unmet(step: step, wrong) }
    }

    /// A must refuses a request and is written down with a record; a principle asks for a reason once (requirements 0.3).
    private func weigh(
        _ verdicts: [Verdict], step: Rulebook.CityStep, isRecord: Bool, _ matter: Matter, fields: inout Fields
    ) throws(Refusal) {
        let unmet = verdicts.filter { !$0.isMet }
        // What a document permits under a condition is not permitted without it (XZ-10.1b).
        let musts = unmet.filter { $0.force == .must || $0.force == .may }
        if !musts.isEmpty, !isRecord { throw .unmet(step: step.id, musts) }
        let principles = unmet.filter { $0.force == .principle }
        if !principles.isEmpty {
            if let reason = command.reason { fields[.reason] = .words(reason) }
            if fields[.reason] == nil, let given = reasonGiven(for: principles, step.id, matter) { fields[.reason] = .words(given) }
            // Of what is over no day can be offered any more.
            if fields[.reason] == nil {
                throw .needsReason(step: step.id, command.happened == nil ? principles : principles.map(\.asStored))
            }
        }
    }

    /// A departure is asked about once: the reason given at the call holds at the opening, until a sitting is over or a new call goes out.
    private func reasonGiven(for principles: [Verdict], _ step: StepID, _ matter: Matter) -> WordsRef? {
        let over: [StepID] = [step, "MT-4", "MT-13", "MT-13.2", "MT-15"]
        let since = over.compactMap { matter.taken[$0]?.at }.max()
        // A reason for a short notice is none for opening on another day than everybody was told.
        let isEarly = principles.contains { $0.rule == "openedAsNoticed" }
        let reasons = principles.map { unmet in
            matter.deviations.last { past in
                past.verdict.row == unmet.row && since.map { past.at > $0 } ?? true && (!isEarly || past.verdict.rule == unmet.rule)
            }?.reason
        }
        return reasons.allSatisfy { $0 != nil } ? reasons.first ?? nil : nil
    }

    /// Either a meeting or a document proves an approval (requirements 2.0, 1): saying one is enough. How it was confirmed and what came
    /// of it are one of three each (XZ-13.8a, XZ-13.8b); anything else says nothing.
    private func isSaid(_ field: Field, _ fields: Fields, _ step: StepID) -> Bool {
        switch (field, step) {
        case (.meeting, _): fields[.meeting] != nil || fields[.document] != nil
        case (.method, "MT-12"): fields.text(.method).flatMap(ConfirmationMethod.init(rawValue:)) != nil
        case (.result, "MT-13"), (.result, "MT-13.2"): fields.text(.result).flatMap(DeliberationResult.init(rawValue:)) != nil
        default: fields[field] != nil
        }
    }

    /// The chair is given to a member of the same council, and only that member takes it (XZ-13.1b).
    private func judgeDelegate(_ step: StepID, _ fields: Fields, _ matter: Matter) throws(Refusal) {
        if step == "CD-1", let person = fields.person(.person), state.unit.council[person] == nil { throw .notAmong(person) }
        if step == "CD-2", matter.item("delegation")?.fields.person(.person) != actor { throw .notAmong(actor) }
    }

    /// A topic is agreed or not as the chair announced it, in the same words (XZ-13.8b).
    private func judgeResult(_ step: StepID, _ fields: Fields) throws(Refusal) {
        guard step == "TP-21" || step == "TP-22", let result = fields.text(.result) else { return }
        let isAgreed = result != DeliberationResult.noConsensus.rawValue
        if isAgreed != (step == "TP-21") { throw .asks(step: step, .result, row: RowID("XZ-13.8b")) }
    }

    /// Who proposes is one of those whom the document lists for this level (XZ-10.1a, XZ-10.2a).
    private func judgeProposer(_ step: StepID, _ fields: Fields) throws(Refusal) {
        guard step == "TP-1", let said = fields.text(.kind) else { return }
        if let kind = ProposerKind(rawValue: said), kind.levels.contains(state.unit.level) { return }
        throw .asks(step: step, .kind, row: RowID(state.unit.level == .township ? "XZ-10.1a" : "XZ-10.2a"))
    }

    /// What the rulebook and the matter supply where nothing was said.
    private func prepared(_ step: Rulebook.CityStep, _ said: Fields, _ matter: Matter, _ post: Post) -> Fields {
        var fields = said
        for (field, value) in step.defaults where fields[field] == nil { fields[field] = .text(value) }
        switch step.id {
        case "TP-18":
            if fields[.participants] == nil {
                fields[.participants] = .people(state.preparedList(for: matter, expected: fields.integer(.expected)))
            }
            if fields[.scope] == nil { fields[.scope] = .groups(state.audience(of: matter)) }
            if fields[.expected] == nil { fields[.expected] = .integer(fields.people(.participants).count) }
        case "TP-5": if fields[.method] == nil, let standing = state.unit.settings["screening"] { fields[.method] = .text(standing) }
        case "PN-1": if fields[.scope] == nil { fields[.scope] = .groups(state.audience(of: matter)) }
        case "TP-1": if fields[.kind] == nil { fields[.kind] = .text(state.proposerKind(of: matter).rawValue) }
        // What is called off is the sitting that was called, whatever start is said with it (改期).
        case "MT-15": if let start = matter.sitting.start { fields[.start] = .instant(start) }
        // What came of the topic is the answer, where nobody has written another: it is never empty (XZ-14.1g).
        case "SG-14": if fields[.text] == nil, let outcome = matter.outcome { fields[.text] = .words(outcome) }
        case "TP-9", "TP-11", "TP-24", "TP-25", "TP-33", "TP-33.2", "CS-2":
            if post != .partySecretary, let actor { fields[.recordedBy] = .person(actor) }
        case "MT-6", "MT-13.2":
            // What the same sitting agreed a moment ago is for the next one to report.
            let start = matter.sitting.start
            let owed = state.owedReports.filter { $0 != matter.number && (start == nil || state.matters[$0]?.sitting.start != start) }
            fields[.report] = .numbers(owed)
        default: break
        }
        return fields
    }

    /// What a step means beyond itself. The session of this matter reports those agreed before (XZ-14.1f).
    /// The council's standing method of screening begins with the shortlisting: its poll is opened, or the talk that was held is noted.
    private mutating func afterwards(_ id: StepID, _ fields: Fields, said: Fields) throws(Refusal) {
        if id == "TP-5" {
            if fields.text(.method) == "onlinePoll" {
                // Kept for later and taken up again meanwhile, it is still the same poll.
                if try matter().state(of: "poll") != "open" { try take("PL-1", fields: Fields()) }
            } else if said[.method] != nil {
                try screen(said)
            }
        }
        guard id == "MT-6" || id == "MT-13.2" else { return }
        for number in fields.numbers(.report) where state.matters[number] != nil {
            add(.sessionReported(in: command.matter), to: number, as: .daemon)
        }
        state.owedReports.removeAll { fields.numbers(.report).contains($0) }
    }

    mutating func screen(_ fields: Fields) throws(Refusal) {
        let here = try matter()
        let post = try post(for: "TP-5", among: [.liaisonOfficer, .firstConvenor, .secondConvenor], in: here)
        try checkFrozen(here)
        // A record that was told wrongly is put right wherever the topic stands by now.
        guard here.state(of: "topic") == "screening" || fields.flag(.replaces) && !here.screenings.isEmpty else {
            throw .wrongState(
                move: "screen", state: here.state(of: "topic"), machine: "topic", by: here.item("topic")?.by, at: here.item("topic")?.since)
        }
        guard fields[.method] != nil else { throw .asks(step: "TP-6", .method, row: RowID("XZ-11a")) }
        if let day = fields.day(.date), day > now.civil.date { throw .dateAhead(day) }
        add(.screened(fields), as: post, happened: fields.day(.date))
    }

    mutating func explain(_ row: RowID, _ words: WordsRef) throws(Refusal) {
        let here = try matter()
        // What the party organisation never decided is put right by its word alone.
        let isDisowned = here.disowned.values.contains(row)
        let posts: [Post] = isDisowned ? [.partySecretary] : [.firstConvenor, .secondConvenor, .liaisonOfficer, .partySecretary]
        let post = try post(for: isDisowned ? "TP-9" : "TP-31", among: posts, in: here)
        guard here.violations.contains(where: { $0.verdict.row == row }) else { throw .nothingToUndo }
        add(.violationExplained(row: row, words), as: post)
    }
}
