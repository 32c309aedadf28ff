import Procedure

/// What the other side says of a matter: its sender, its proposers, the body in whose name something was recorded.
extension Decision {
    mutating func runVoices() throws(Refusal) {
        switch command.act {
        case .rate(let score): try rate(score)
        case .contest(let words): try contest(words)
        case .turnPrivate: try turnPrivate()
        case .object(let words): try object(words)
        case .settleObjection(let wasWrong): try settleObjection(wasWrong)
        default: break
        }
    }

    /// SG-15: one rating a sender, once there is an answer; a later one takes its place. Who entered it for somebody else
    /// does not rate in their place.
    private mutating func rate(_ score: Int) throws(Refusal) {
        let here = try matter()
        guard let person = actor, here.proposers.contains(person), !here.isOnBehalf else {
            throw .notYours(step: "SG-15", posts: [.proposer])
        }
        let standing = here.state(of: "suggestion")
        guard ["replied", "explained", "closed"].contains(standing) else {
            throw .wrongState(
                move: "rate", state: standing, machine: "suggestion", by: here.item("suggestion")?.by, at: here.item("suggestion")?.since)
        }
        let score = min(max(score, 1), 5)
        if here.ratings[person] == score {
            throw .already(move: "rate", by: person, at: here.events.last { $0.by == person && $0.what.rating != nil }?.at ?? now)
        }
        add(.rated(score), as: .proposer)
    }

    /// Of an answer, or of what is publicised: it is then for the officer to answer once more, to refer it or to do more, or to close with a
    /// reason (requirements 2.1: SG-16; design 5, *Closing needs the other side*). Once a person of one answer.
    private mutating func contest(_ words: WordsRef?) throws(Refusal) {
        let here = try matter()
        guard let person = actor, here.proposers.contains(person) else { throw .notYours(step: "TP-31", posts: [.proposer]) }
        let isAnswered = ["explained", "replied"].contains(here.state(of: "suggestion"))
        guard isAnswered || here.state(of: "topic") == "publicising" else {
            let machine = here.state(of: "topic") == .none ? "suggestion" : "topic"
            let item = here.item(machine)
            throw .wrongState(move: "contest", state: here.state(of: machine), machine: machine, by: item?.by, at: item?.since)
        }
        if here.contested.contains(person) {
            throw .already(move: "contest", by: person, at: here.events.last { $0.by == person && $0.what.isContest }?.at ?? now)
        }
        add(.contested(words), as: .proposer)
    }

    private mutating func turnPrivate() throws(Refusal) {
        let here = try open()
        let post = try post(for: "SG-6", among: [.liaisonOfficer, .firstConvenor, .secondConvenor, .partySecretary], in: here)
        if here.isPrivate {
            let event = here.events.last { $0.what == .turnedPrivate }
            throw .already(move: "turnPrivate", by: event?.by, at: event?.at ?? now)
        }
        add(.turnedPrivate, as: post)
    }

    /// 异议: the named approver's alone.
    private mutating func object(_ words: WordsRef?) throws(Refusal) {
        let here = try open()
        let post = try post(for: "TP-9", among: [.partySecretary], in: here)
        if here.objection != nil { throw .frozen }
        add(.objected(words), as: post)
    }

    /// Decisions of the party organisation that officers may record for it (XZ-12a, XZ-14.1a, XZ-14.2a), and the step and rule by which
    /// what follows asks for each. Of a refusal nothing asks.
    private static let recordable: [StepID: (step: StepID, rule: String)?] = [
        "TP-9": ("TP-18", "approved"), "TP-33": ("TP-18", "approved"), "TP-24": ("TP-26", "determined"), "TP-11": nil, "TP-25": nil,
        "TP-33.2": nil,
    ]

    /// Settled by who objected: the record stands after all, or the decision that somebody else entered is taken back. Where steps stand on
    /// it already it cannot be: then the rule they stood on is missed from now on, and in the way of what is still to come.
    private mutating func settleObjection(_ wasWrong: Bool) throws(Refusal) {
        let here = try matter()
        let post = try post(for: "TP-9", among: [.partySecretary], in: here)
        guard here.objection != nil else { throw .nothingToUndo }
        guard wasWrong else { return add(.objectionLifted, as: post) }
        let recorded = here.standing.last { index in
            guard case .stepped(let step) = here.events[index].what else { return false }
            return Decision.recordable[step.id] != nil && step.fields[.recordedBy] != nil && here.disowned[step.id] == nil
        }
        guard let recorded, case .stepped(let decision) = here.events[recorded].what else { throw .nothingToUndo }
        let event = here.events[recorded]
        let together = here.standing.filter { here.events[$0].at == event.at && here.events[$0].by == event.by }
        let after = here.standing.filter { $0 > (together.last ?? recorded) }
        if after.contains(where: { if case .stepped = here.events[$0].what { true } else { false } }) {
            return disown(decision.id, as: post)
        }
        add(.undone(together.map { Int64($0 + 1) }), as: post)
        add(.objectionUpheld, as: post)
    }

    private mutating func disown(_ decision: StepID, as post: Post) {
        let rest = Decision.recordable[decision] ?? nil
        let needs = rest.flatMap { state.rulebook.steps[$0.step]?.needs } ?? []
        let missed = needs.filter { $0.rule == rest?.rule }.map { requirement in
            Verdict(rule: requirement.rule, row: requirement.row, force: requirement.force, isMet: false, numbers: [], remedy: nil)
        }
        add(.recordDisowned(decision, under: rest?.step ?? decision, verdicts: missed), as: post)
    }

    /// While an objection is open nothing moves but the clock, and a sitting may be called off.
    func checkFrozen(_ matter: Matter) throws(Refusal) {
        if matter.objection != nil, command.actor != .daemon { throw .frozen }
    }

    /// 办结 against the word of a proposer, or before the day they were told, needs its reason; an answer is given once more only where somebody
    /// says that it is not done, or is little content with it (SG-15).
    func checkContested(_ step: StepID, _ fields: Fields, _ matter: Matter) throws(Refusal) {
        switch step {
        case "TP-31", "SG-16":
            if fields[.reason] != nil { return }
            if !matter.contested.isEmpty { throw .contested(matter.contested.count) }
            guard step == "SG-16", let actor else { return }
            let isAnsweredNow = events.contains { if case .stepped(let step) = $0.what { step.id == "SG-14" } else { false } }
            if let until = state.answerAwaits(of: matter, by: actor, isAnsweredNow: isAnsweredNow, now: now) {
                throw .answerAwaited(until: until)
            }
        case "SG-8.2", "SG-14.2":
            guard matter.contested.isEmpty, matter.discontent == nil else { return }
            let item = matter.item("suggestion")
            throw .already(move: step.text, by: item?.by, at: item?.since ?? now)
        case "SG-9":
            let standing = matter.state(of: "suggestion")
            guard matter.contested.isEmpty, matter.discontent == nil, standing != "triaged" else { return }
            let item = matter.item("suggestion")
            throw .wrongState(move: step.text, state: standing, machine: "suggestion", by: item?.by, at: item?.since)
        default: return
        }
    }
}

extension Matter {
    /// The places of events that have not been taken back.
    var standing: [Int] {
        events.indices.filter { !undone.contains(Int64($0 + 1)) && !events[$0].isUndo }
    }
}

extension Happening {
    /// How content somebody said they are.
    public var rating: Int? { if case .rated(let score) = self { score } else { nil } }
    fileprivate var isContest: Bool { if case .contested = self { true } else { false } }
}
