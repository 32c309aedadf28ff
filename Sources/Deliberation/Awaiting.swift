import Procedure

extension Case {
    /// Until when an answer waits for a word of those who asked, before an officer closes the matter without giving a reason (SG-16; design
    /// 5, *Closing needs the other side*): the day that was told with it, on which the daemon closes by itself. Nil where nobody need be
    /// waited for: the day has come, every proposer has said since that it is well (SG-15: 3 or more of 5), or nobody is left to ask.
    ///
    /// - Parameter isAnsweredNow: the answer is given with the closing. What was publicised for its days, or told with the body's own
    ///   reason, says nothing new by that; any other answer has to be heard first.
    func answerAwaits(of matter: Matter, by actor: PersonID, isAnsweredNow: Bool, now: Instant) -> Instant? {
        if isAnsweredNow, matter.wasPublicised || matter.wasTurnedDown { return nil }
        let answers: [StepID] = ["SG-8", "SG-8.2", "SG-14", "SG-14.2"]
        let given = answers.compactMap { id in matter.taken[id].map { (id, $0.at) } }.max { $0.1 < $1.1 }
        guard let (step, at) = given, let timer = rulebook.steps[step]?.timers.first(where: { $0.alarm == "answered.closes" }) else {
            return nil
        }
        let until = at + timer.span
        guard now < until else { return nil }
        let content = matter.content(since: step)
        let asked = matter.proposers.filter { person in
            !unit.erased.contains(person) && !content.contains(person) && (person != actor || matter.isOnBehalf)
        }
        return asked.isEmpty ? nil : until
    }
}

extension Matter {
    /// It was carried out, publicised for its days, and closed as a topic (TP-31).
    fileprivate var wasPublicised: Bool { state(of: "topic") == "closed" && taken["TP-31"] != nil }

    /// The party organisation approved it not, or did not determine its result; with a reason that was told to all proposers.
    public var wasTurnedDown: Bool { ["rejected", "notDetermined"].contains(state(of: "topic")) }

    /// Who has rated the last answer 3 or better, and has not thought worse of it since.
    fileprivate func content(since answer: StepID) -> Set<PersonID> {
        let last = standing.last { index in
            if case .stepped(let step) = events[index].what { step.id == answer } else { false }
        }
        guard let last else { return [] }
        return Set(
            standing.filter { $0 > last }.compactMap { index in
                if case .rated = events[index].what { events[index].by } else { nil }
            }
        ).filter { ratings[$0].map { $0 > Matter.lowRating } ?? false }
    }
}
