import Procedure

extension Case {
    /// What the rules say of an event on the state before it, by the same facts and the same rules as when it was decided: `yishi verify`
    /// compares them with the verdicts the event bears. Empty for an event that no rule judges.
    ///
    /// The case must hold the event's matter as it was then, and the unit's owed reports of then.
    public func rejudge(_ event: Event) -> [Verdict] {
        let matter = event.matter == .unit ? unit.register : matters[event.matter] ?? Matter(number: event.matter)
        switch event.what {
        case .stepped(let step): return foresee(step.id, on: matter, fields: step.fields, now: event.at)
        case .corrected(let correction): return judge(correction, on: matter).map(\.asStored)
        case .floorGiven(let person, let viewpoint, let stance, _): return judgeTurn(person, viewpoint, stance, matter, now: event.at)
        case .turnEnded(let seconds, let extended, _): return judgeLength(extended ? 0 : seconds, now: event.at)
        case .recorded(.turn(let person, let viewpoint, let stance, let seconds), _):
            return judgeTurn(person, viewpoint, stance, matter, now: event.at) + judgeLength(seconds, now: event.at)
        case .recorded(.unrevised, _): return judgeUnrevised(now: event.at)
        default: return []
        }
    }

    func judgeUnrevised(now: Instant) -> [Verdict] { (rulebook.typed["unrevised"] ?? []).map { $0.judge(Facts(now: now)) } }

    func judgeTurn(_ person: PersonID, _ viewpoint: Viewpoint, _ stance: Stance, _ matter: Matter, now: Instant) -> [Verdict] {
        var facts = Facts(now: now)
        facts.speakerIsPresent = matter.sitting.isPresent(person)
        facts.turnsOnViewpoint = matter.sitting.turns(of: person, on: viewpoint)
        facts.sameSideAgain = matter.sitting.isSameSideAgain(stance)
        return (rulebook.typed["giveFloor"] ?? []).map { $0.judge(facts) }
    }

    private func judgeLength(_ seconds: Int, now: Instant) -> [Verdict] {
        var facts = Facts(now: now)
        facts.turnSeconds = seconds
        return (rulebook.typed["endTurn"] ?? []).map { $0.judge(facts) }
    }
}

extension Sitting {
    /// Whether the last turn was that of the same side already, though the other side has something to say: it has spoken before
    /// (XZ-13.6e). Where only one side has spoken there is nobody to take turns with.
    func isSameSideAgain(_ stance: Stance) -> Bool {
        guard stance != .other, turns.last?.stance == stance else { return false }
        return turns.contains { $0.stance != stance && $0.stance != .other }
    }
}

extension Event {
    /// The verdicts it bears.
    public var verdicts: [Verdict] {
        switch what {
        case .stepped(let step): step.verdicts
        case .corrected(let correction): correction.verdicts
        case .floorGiven(_, _, _, let verdicts), .turnEnded(_, _, let verdicts), .recorded(_, let verdicts): verdicts
        default: []
        }
    }

    /// The step it takes, as far as it is one: turns belong to MT-8, the lines of a record to MT-14.
    public var step: StepID? {
        switch what {
        case .stepped(let step): step.id
        case .corrected(let correction): correction.step
        case .floorGiven, .turnEnded, .turnExtended: "MT-8"
        case .recorded: "MT-14"
        default: nil
        }
    }
}
