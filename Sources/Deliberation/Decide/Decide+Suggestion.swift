import Procedure

extension Decision {
    mutating func runSuggestion() throws(Refusal) {
        // A number begins one matter: the words and the proposer of another are never put in the place of those it has.
        if command.act.begins, let here = state.matters[command.matter] {
            throw .already(move: "suggest", by: here.proposers.first, at: here.events.first?.at ?? now)
        }
        switch command.act {
        case .suggest(let words, let group): add(.suggested(words, in: group), as: .resident)
        case .petition(let words, let group, let village):
            guard state.unit.level == .township else { throw .notOffered("petition") }
            add(.petitioned(words, in: group, from: village), as: .resident)
        case .suggestFor(let words, let informant, let person):
            let post = try post(for: "SG-1", among: [.liaisonOfficer, .firstConvenor, .secondConvenor, .registerKeeper], in: nil)
            add(.suggestedFor(words, informant: informant, person: person, isParty: false), as: post)
        case .supplement(let words): try supplement(words)
        case .addPicture(let words):
            let here = try open()
            let post = try post(
                for: "SG-4", among: [.proposer, .liaisonOfficer, .firstConvenor, .secondConvenor, .departmentContact], in: here)
            guard here.pictures.count < Matter.mostPictures else { throw .notOffered("addPicture") }
            add(.pictured(words), as: post)
        case .endorse: try endorse(.endorsed)
        case .endorseOnPaper(let heads, let names, let people, let village):
            let here = try open()
            let post = try post(for: "SG-1", among: [.liaisonOfficer, .firstConvenor, .secondConvenor, .registerKeeper], in: here)
            guard heads > 0 else { throw .signedAlready }
            add(.endorsedOnPaper(heads: min(heads, Signatures.most), names: names, people: people, from: village), as: post)
        case .sign(let village): try endorse(.signed(from: village))
        case .takeBackEndorsement:
            guard try matter().endorsers.contains(where: { $0 == actor }) else { throw .nothingToUndo }
            add(.endorsementTakenBack, as: .resident)
        case .withdraw: try withdraw()
        case .merge(let target, let reason): try merge(into: target, reason)
        default: break
        }
    }

    /// More from the sender, the answer to a question among it (SG-4: needsInfo → registered). While a notice is out everybody may say
    /// what they think of it (XZ-12c, XZ-14.1c).
    private mutating func supplement(_ words: WordsRef) throws(Refusal) {
        let here = try open()
        let isNoticed = ["noticed", "publicising"].contains(here.state(of: "topic"))
        // Whoever is to carry it out may say what stands in the way.
        let isTask = if let actor, let carrier = here.carrier { state.unit.answering(for: carrier).contains(actor) } else { false }
        let post = try post(
            for: "SG-4",
            among: [.proposer, .liaisonOfficer] + (isTask ? [.departmentContact] : []) + (isNoticed ? [.resident] : []), in: here)
        add(.supplemented(words), as: post)
        // An officer may have it from the sender by telephone or across the counter, where the city has them take it down.
        let isAnswer = post == .proposer || state.rulebook.steps["SG-4.2"]?.by.contains(post) == true
        if here.state(of: "suggestion") == "needsInfo", isAnswer { try take("SG-4.2", fields: Fields()) }
    }

    /// A neighbour's voice. Once a person and matter; nobody supports their own.
    private mutating func endorse(_ voice: Happening) throws(Refusal) {
        let here = try open()
        guard let person = actor else { throw .notYours(step: "SG-1", posts: [.resident]) }
        if here.proposers.contains(person) { throw .ownEndorsement }
        if here.endorsers.contains(person) {
            let at = here.events.last { $0.by == person && ["endorsed", "signed"].contains($0.what.kind) }?.at ?? now
            throw .already(move: "endorse", by: person, at: at)
        }
        add(voice, as: .resident)
    }

    /// SG-18 and TP-39. A voice behind a topic already approved is taken away; the topic stays (requirements 2.1).
    private mutating func withdraw() throws(Refusal) {
        let here = try open()
        guard let person = actor, here.proposers.contains(person) else {
            throw .notYours(step: "SG-18", posts: [.proposer])
        }
        let topic = here.state(of: "topic")
        if here.proposers.count > 1 {
            add(.proposerLeft, as: .proposer)
            return
        }
        if topic != .none { try take("TP-39", fields: Fields()) }
        try take("SG-18", fields: Fields())
    }

    /// SG-5 and TP-3: the officer's; all proposers go along, and their voices count once (XZ-10.1c).
    private mutating func merge(into target: MatterNumber, _ reason: WordsRef?) throws(Refusal) {
        let here = try open()
        guard target != command.matter, let there = state.matters[target] else { throw .noSuchMatter(target) }
        guard !state.rulebook.isOver(there) else {
            throw .wrongState(move: "merge", state: there.state(of: "suggestion"), machine: "suggestion", by: nil, at: nil)
        }
        var fields = Fields([.target: .number(target)])
        if let reason { fields[.reason] = .words(reason) }
        if here.state(of: "topic") != .none { try take("TP-3", fields: fields) }
        try take("SG-5", fields: fields)
        let post = events.last?.post ?? .liaisonOfficer
        let villages = here.villages.filter { here.proposers.contains($0.key) }
        add(
            .absorbed(
                command.matter, proposers: here.proposers, words: here.words, villages: villages, entered: here.enterers,
                principals: here.principals), to: target, as: post)
    }

    /// The matter, while it is open.
    func open() throws(Refusal) -> Matter {
        let here = try matter()
        guard !state.rulebook.isOver(here) else {
            let item = here.item("suggestion")
            throw .wrongState(move: "addTo", state: here.state(of: "suggestion"), machine: "suggestion", by: item?.by, at: item?.since)
        }
        return here
    }
}

extension Rulebook {
    /// Whether nothing more is to come of a matter: its suggestion stands at an end, and so does its topic if it has one.
    public func isOver(_ matter: Matter) -> Bool {
        func ended(_ name: String) -> Bool {
            let state = matter.state(of: name)
            return state == .none || machines[name]?.ends.contains(state) == true
        }
        return matter.state(of: "suggestion") != .none && ended("suggestion") && ended("topic")
    }
}
