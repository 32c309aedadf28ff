import Procedure

extension Decision {
    /// The first way of the move whose first step can be taken from where the matter stands.
    mutating func runMove(_ name: String, _ fields: Fields) throws(Refusal) {
        guard let move = state.rulebook.moves[name] else { throw .notOffered(name) }
        let here = try matter()
        let ways = move.ways.filter { way in way.allSatisfy { state.rulebook.steps[$0.step] != nil } }
        guard !ways.isEmpty else { throw .notOffered(name) }
        guard let way = ways.first(where: { way in way.first.map { canStart($0, in: here) } ?? false }) else {
            throw elsewhere(name, ways, here)
        }
        for part in way { try take(part.step, key: part.key, fields: fields) }
    }

    private func canStart(_ part: Rulebook.Move.Part, in matter: Matter) -> Bool {
        guard let step = state.rulebook.steps[part.step] else { return false }
        return step.from.contains(matter.state(of: Machines.name(of: step.id), key: part.key))
    }

    /// Why a move cannot start: it was done already (an answer), or the matter stands elsewhere.
    private func elsewhere(_ name: String, _ ways: [[Rulebook.Move.Part]], _ matter: Matter) -> Refusal {
        guard let main = ways.first?.last else { return .notOffered(name) }
        let machine = Machines.name(of: main.step)
        let state = matter.state(of: machine, key: main.key)
        if let taken = matter.taken[main.step], self.state.rulebook.steps[main.step]?.to == state {
            return .already(move: name, by: taken.by, at: taken.at)
        }
        let shown = state == .none && machine != "suggestion" ? ("suggestion", matter.state(of: "suggestion")) : (machine, state)
        let item = matter.item(shown.0)
        return .wrongState(move: name, state: shown.1, machine: shown.0, by: item?.by, at: item?.since)
    }

    /// One step of a machine: offered, from here, by one of those who may, with what must be said, under its rules.
    mutating func take(_ id: StepID, key: String? = nil, fields said: Fields) throws(Refusal) {
        guard let step = state.rulebook.steps[id] else { throw .notOffered(id.text) }
        let here = try matter()
        let machine = Machines.name(of: id)
        let standing = here.state(of: machine, key: key)
        guard step.from.contains(standing) else {
            if let item = here.item(machine, key: key), standing == step.to { throw .already(move: id.text, by: item.by, at: item.since) }
            let item = here.item(machine, key: key)
            throw .wrongState(move: id.text, state: standing, machine: machine, by: item?.by, at: item?.since)
        }
        let post = try post(for: id, among: step.by, in: here)
        var fields = prepared(step, said, here, post)
        for ask in step.asks where !isSaid(ask.field, fields) { throw .asks(step: id, ask.field, row: ask.row) }
        if let day = fields.day(.date), day > now.civil.date { throw .dateAhead(day) }
        if step.needsClean, !here.violations.isEmpty { throw .blocked(step: id, here.violations.map(\.verdict)) }
        let reads = step.needs.reduce(into: Set<Fact>()) { $0.formUnion($1.reads) }
        let facts = state.facts(reads, matter: here, fields: fields, now: now)
        let verdicts = step.needs.map { $0.judge(facts) }
        try weigh(verdicts, step: step, fields: &fields)
        add(.stepped(Step(id: id, key: key, to: step.to, fields: fields, verdicts: verdicts)), as: post, happened: fields.day(.date))
        try afterwards(id, fields, said: said)
    }

    /// A must refuses a request and is written down with a record; a principle asks for a reason once (requirements 0.3).
    private func weigh(_ verdicts: [Verdict], step: Rulebook.CityStep, fields: inout Fields) throws(Refusal) {
        let unmet = verdicts.filter { !$0.isMet }
        let musts = unmet.filter { $0.force == .must }
        if !musts.isEmpty, !step.isRecord { throw .unmet(step: step.id, musts) }
        let principles = unmet.filter { $0.force == .principle }
        if !principles.isEmpty {
            if let reason = command.reason { fields[.reason] = .words(reason) }
            if fields[.reason] == nil { throw .needsReason(step: step.id, principles) }
        }
    }

    /// Either a meeting or a document proves an approval (requirements 2.0, 1): saying one is enough.
    private func isSaid(_ field: Field, _ fields: Fields) -> Bool {
        fields[field] != nil || (field == .meeting && fields[.document] != nil)
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
            if fields[.scope] == nil { fields[.scope] = .groups(state.unit.groups(for: .residents)) }
            if fields[.expected] == nil { fields[.expected] = .integer(fields.people(.participants).count) }
        case "TP-5": if fields[.method] == nil, let standing = state.unit.settings["screening"] { fields[.method] = .text(standing) }
        case "PN-1": if fields[.scope] == nil { fields[.scope] = .groups(state.unit.groups(for: .residents)) }
        case "TP-9", "TP-11", "TP-24", "TP-25", "TP-33", "CS-2":
            if post != .partySecretary, let actor { fields[.recordedBy] = .person(actor) }
        case "MT-6", "MT-13.2": fields[.report] = .numbers(state.owedReports.filter { $0 != matter.number })
        default: break
        }
        return fields
    }

    /// What a step means beyond itself. The session of this matter reports those agreed before (XZ-14.1f).
    /// The council's standing method of screening begins with the shortlisting: its poll is opened, or the talk that was held is noted.
    private mutating func afterwards(_ id: StepID, _ fields: Fields, said: Fields) throws(Refusal) {
        if id == "TP-5" {
            if fields.text(.method) == "onlinePoll" {
                try take("PL-1", fields: Fields())
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
        guard here.state(of: "topic") == "screening" else {
            throw .wrongState(
                move: "screen", state: here.state(of: "topic"), machine: "topic", by: here.item("topic")?.by, at: here.item("topic")?.since)
        }
        guard fields[.method] != nil else { throw .asks(step: "TP-6", .method, row: RowID("XZ-11a")) }
        if let day = fields.day(.date), day > now.civil.date { throw .dateAhead(day) }
        add(.screened(fields), as: post, happened: fields.day(.date))
    }

    mutating func explain(_ row: RowID, _ words: WordsRef) throws(Refusal) {
        let here = try matter()
        let post = try post(for: "TP-31", among: [.firstConvenor, .secondConvenor, .liaisonOfficer, .partySecretary], in: here)
        guard here.violations.contains(where: { $0.verdict.row == row }) else { throw .nothingToUndo }
        add(.violationExplained(row: row, words), as: post)
    }

    /// The last steps this person took here in one command, while the undo time runs and nothing of them has left (design 2.7).
    mutating func undo(sent: Bool) throws(Refusal) {
        let here = try matter()
        let span = state.rulebook.settings["undo"] ?? .seconds(120)
        guard
            let last = here.events.indices.last(where: {
                !here.undone.contains(Int64($0 + 1)) && here.events[$0].by != nil && !here.events[$0].isUndo
            }),
            here.events[last].by == actor
        else { throw .nothingToUndo }
        let at = here.events[last].at
        if sent || now - at > span { throw .undoTooLate }
        let together = here.events.indices.filter {
            here.events[$0].at == at && here.events[$0].by == actor && !here.undone.contains(Int64($0 + 1)) && !here.events[$0].isUndo
        }
        guard !together.contains(0) || here.events[0].isTakenBackByUndo else { throw .undoTooLate }
        add(.undone(together.map { Int64($0 + 1) }), as: .resident)
    }
}

extension Event {
    var isUndo: Bool { if case .undone = what { true } else { false } }
    /// A suggestion itself is withdrawn, not undone: its number stays used.
    var isTakenBackByUndo: Bool { if case .suggested = what { false } else { true } }
}
