import Procedure

extension Matter {
    /// Since when it lies where a chase looks; nil where it does not lie there.
    public func lies(for chase: Rulebook.Chase) -> Instant? {
        var isThere = chase.onlyWhile.isEmpty
        var since: Instant?
        for place in chase.onlyWhile where state(of: place.machine) == place.state {
            // While a sitting runs or its record is open, it is the sitting that is waited for.
            if place.machine == "topic", Matter.sittings.contains(state(of: "meeting")) { return nil }
            if let field = chase.without, item(place.machine)?.fields[field] != nil { return nil }
            isThere = true
            if let came = item(place.machine)?.since { since = max(since ?? came, came) }
        }
        guard isThere else { return nil }
        switch chase.from {
        case .state: return since
        case .start: return [since, sitting.start].compactMap { $0 }.max()
        case .contested: return contestedSince
        case .rated: return discontent?.since
        }
    }

    /// What was said of it with the steps that led to where a chase looks.
    public func fields(for chase: Rulebook.Chase) -> Fields {
        chase.onlyWhile.filter { state(of: $0.machine) == $0.state }.compactMap { item($0.machine)?.fields }
            .reduce(Fields()) { $0.overlaid(with: $1) }
    }

    /// Since when a proposer is little content with the answer as it stands (1 or 2 of 5; SG-15), and how little the first of them was. Nil
    /// once somebody has answered them, or closed it; where one says as well that it is not done yet, that goes before.
    public var discontent: (since: Instant, score: Int)? {
        guard contested.isEmpty, ratings.values.contains(where: { $0 <= Matter.lowRating }),
            ["explained", "replied", "closed"].contains(state(of: "suggestion"))
        else { return nil }
        var found: (since: Instant, score: Int)?
        for index in standing {
            switch events[index].what {
            // Whoever has thought better of it since counts no more.
            case .rated(let score) where score <= Matter.lowRating && isStillLow(events[index].by):
                found = found ?? (events[index].at, score)
            case .stepped(let step) where Matter.answers.contains(step.id) || ["SG-16", "TP-27"].contains(step.id): found = nil
            default: break
            }
        }
        return found
    }

    private func isStillLow(_ person: PersonID?) -> Bool { person.flatMap { ratings[$0] }.map { $0 <= Matter.lowRating } ?? false }

    /// Of 5: so much, or less, and somebody should ask what is missing.
    public static let lowRating = 2

    /// Since when what a proposer said of the answer as it stands, that it is not done yet, waits for a word.
    private var contestedSince: Instant? {
        guard !contested.isEmpty else { return nil }
        let answered = Matter.answers.compactMap { taken[$0]?.at }.max() ?? .distantPast
        let said = events.enumerated().first { index, event in
            guard case .contested = event.what else { return false }
            return event.at >= answered && !undone.contains(Int64(index + 1))
        }
        return said?.element.at ?? answered
    }

    /// From when to when it stood, earlier, where a chase looks.
    fileprivate func stood(for chase: Rulebook.Chase) -> [(from: Instant, to: Instant)] {
        chase.onlyWhile.flatMap { place -> [(from: Instant, to: Instant)] in
            var stretches: [(from: Instant, to: Instant)] = []
            // A suggestion is registered as it is made, by no step.
            var since = place.machine == "suggestion" && place.state == "registered" ? events.first?.at : nil
            for (index, event) in events.enumerated() where !undone.contains(Int64(index + 1)) {
                guard case .stepped(let step) = event.what, step.key == nil, Machines.name(of: step.id) == place.machine else { continue }
                if let from = since, step.to != place.state { stretches.append((from, event.at)) }
                since = step.to == place.state ? since ?? event.at : nil
            }
            return stretches
        }
    }

    private static let answers: [StepID] = ["SG-8", "SG-8.2", "SG-9", "SG-14", "SG-14.2", "TP-28"]

    /// Where a sitting is called, under way, or not yet on record.
    private static let sittings: Set<StateID> = [
        "called", "checkIn", "opened", "proposing", "interacting1", "revising", "interacting2", "confirming", "announced", "minuted",
    ]
}

extension Rulebook {
    /// The next time a matter that lies as it does now is spoken of, later than an instant; nil where nothing of it lies still.
    public func nextChase(of matter: Matter, after: Instant) -> Instant? { chases.compactMap { next($0, of: matter, after: after) }.min() }

    /// The chases whose time has come since `swept`, the last time anybody looked: each once, however often it came meanwhile.
    public func chasesDue(of matter: Matter, since swept: Instant, now: Instant) -> [Chase] {
        chases.filter { chase in next(chase, of: matter, after: swept).map { $0 <= now } ?? false }
    }

    /// When a matter is first spoken of because it lies still, and since when it does: by then somebody should have moved it.
    public func firstChase(of matter: Matter) -> (due: Instant, since: Instant)? {
        chases.filter(isReminder).compactMap { chase in
            matter.lies(for: chase).map { (due: firstTime(of: chase, since: $0), since: $0) }
        }.min { $0.due < $1.due }
    }

    private func next(_ chase: Chase, of matter: Matter, after: Instant) -> Instant? {
        guard let since = matter.lies(for: chase) else { return nil }
        // What is said once was said, where it lay there as long before.
        if chase.isOnce, matter.stood(for: chase).contains(where: { firstTime(of: chase, since: $0.from) <= $0.to }) { return nil }
        return nextTime(of: chase, since: since, after: after)
    }
}
