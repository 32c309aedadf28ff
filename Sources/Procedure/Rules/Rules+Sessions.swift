import Wire

/// Rules of a sitting: who is there, who speaks, what is confirmed.
extension Rule {
    static let sessions: [Rule] = [
        expectedFixed, quorum, belowQuorum, secretaryNamed, chairMayChair, firstTurnIsProposers, speakerIsPresent, turnsOnViewpoint,
        turnLength, sidesAlternate,
        revisedByBoth, revisionAgreed, topicRevised, owedReportsGiven, recordComplete, minutesConfirmed, presentFits, votesFit, resultFits,
    ]

    /// The expected number is fixed before the meeting opens, with the list it comes from (XZ-13.3a).
    static let expectedFixed = Rule(name: "expectedFixed", reads: [.call, .participants]) { _ in
        { facts in
            let numbers = [Verdict.Count("expected", facts.expected), Verdict.Count("listed", facts.participants.all)]
            if facts.expected > facts.participants.all { return .unmet(numbers, .bring(facts.expected - facts.participants.all)) }
            return facts.expected > 0 ? .met(numbers) : .unmet(numbers, .state(.expected))
        }
    }

    /// Actual attendance reaches the share of the expected (XZ-13.3b).
    static let quorum = Rule(name: "quorum", reads: [.attendance]) { arguments throws(Malformed) in
        let share = try arguments.share("atLeast")
        return { facts in
            let least = share.least(of: facts.expected)
            let numbers = [
                Verdict.Count("present", facts.present), Verdict.Count("expected", facts.expected), Verdict.Count("least", least),
            ]
            if facts.expected == 0 { return .unmet(numbers, .state(.expected)) }
            return share.isReached(by: facts.present, of: facts.expected) ? .met(numbers) : .unmet(numbers, .bring(least - facts.present))
        }
    }

    /// Nobody is present whom the sitting does not expect: those expected, or more where its list was made longer (XZ-13.3a).
    static let presentFits = Rule(name: "presentFits", reads: [.attendance]) { _ in
        { facts in
            let numbers = [Verdict.Count("present", facts.present), Verdict.Count("expected", facts.mostPresent)]
            return facts.present <= facts.mostPresent ? .met(numbers) : .unmet(numbers, .keepWithin(least: 0, most: facts.mostPresent))
        }
    }

    /// No more votes than people present (XZ-13.8b: who is present takes part). Where nobody was counted, the quorum says so.
    static let votesFit = Rule(name: "votesFit", reads: [.attendance, .votes]) { _ in
        { facts in
            guard let votes = facts.votes else { return .met([]) }
            let numbers = count(votes) + [Verdict.Count("votes", votes.all), Verdict.Count("present", facts.present)]
            let isPossible = facts.present == 0 || votes.all <= facts.present
            return isPossible ? .met(numbers) : .unmet(numbers, .keepWithin(least: 0, most: facts.present))
        }
    }

    /// The documents give no share for a consensus (XZ-13.8b, requirements A19): only more votes against than for contradict it.
    static let resultFits = Rule(name: "resultFits", reads: [.votes]) { _ in
        { facts in
            guard let votes = facts.votes else { return .met([]) }
            return facts.isAgreed && votes.against > votes.favor ? .unmet(count(votes), .state(.result)) : .met(count(votes))
        }
    }

    private static func count(_ votes: Facts.Votes) -> [Verdict.Count] {
        [Verdict.Count("for", votes.favor), Verdict.Count("against", votes.against), Verdict.Count("abstain", votes.abstained)]
    }

    /// A sitting is adjourned for lack of quorum only where it is lacking (MT-4).
    static let belowQuorum = Rule(name: "belowQuorum", reads: [.attendance]) { arguments throws(Malformed) in
        let share = try arguments.share("atLeast")
        return { facts in
            let numbers = [Verdict.Count("present", facts.present), Verdict.Count("expected", facts.expected)]
            return share.isReached(by: facts.present, of: facts.expected) ? .unmet(numbers, .take("MT-5")) : .met(numbers)
        }
    }

    /// The chair has named a secretary (XZ-13.2a).
    static let secretaryNamed = flag("secretaryNamed", reads: .session, remedy: .state(.secretary)) { $0.hasSecretary }

    /// The chair is a convenor, or a member of the same-level council to whom a convenor gave it (XZ-13.1a, XZ-13.1b).
    static let chairMayChair = flag("chairMayChair", reads: .session, remedy: .state(.chair)) { $0.chairMayChair }

    /// The first turn was the proposer's, or the chair noted that the proposer is absent (XZ-13.5a).
    static let firstTurnIsProposers = flag("firstTurnIsProposers", reads: .session, remedy: .state(.proposerAbsent)) {
        $0.firstTurnWasProposers
    }

    /// Only people who have signed in take the floor (XZ-13.6a).
    static let speakerIsPresent = flag("speakerIsPresent", reads: .turns, remedy: .chooseAnother) { $0.speakerIsPresent }

    /// Turns are counted per person and per viewpoint; this one included (XZ-13.6b).
    static let turnsOnViewpoint = Rule(name: "turnsOnViewpoint", reads: [.turns]) { arguments throws(Malformed) in
        let most = try arguments.integer("atMost")
        return { facts in
            let numbers = [Verdict.Count("turns", facts.turnsOnViewpoint + 1), Verdict.Count("most", most)]
            return facts.turnsOnViewpoint + 1 <= most ? .met(numbers) : .unmet(numbers, .chooseAnother)
        }
    }

    /// Sides of opposite opinion speak by turns as far as possible (XZ-13.6e).
    static let sidesAlternate = flag("sidesAlternate", reads: .turns, remedy: .chooseAnother) { !$0.sameSideAgain }

    /// A turn's length in seconds (XZ-13.6c): 300 is kept, 301 is over.
    static let turnLength = Rule(name: "turnLength", reads: [.turns]) { arguments throws(Malformed) in
        let most = try arguments.span("atMost")
        return { facts in
            let numbers = [Verdict.Count("seconds", facts.turnSeconds), Verdict.Count("most", most.milliseconds / 1000)]
            return facts.turnSeconds <= most.milliseconds / 1000 ? .met(numbers) : .unmet(numbers, .chooseAnother)
        }
    }

    /// Chair and proposer revise together: the proposer has agreed, or is absent and noted so (XZ-13.7a).
    static let revisedByBoth = flag("revisedByBoth", reads: .session, remedy: .take("MT-10")) {
        $0.hasRevision && $0.proposerAgreedToRevision
    }

    /// What a record says was revised, the proposer agreed to (XZ-13.7a).
    static let revisionAgreed = flag("revisionAgreed", reads: .session, remedy: .take("MT-10")) {
        !$0.hasRevision || $0.proposerAgreedToRevision
    }

    /// A sitting revises its topic (XZ-13.7a): a record that says there was no revision misses it.
    static let topicRevised = flag("topicRevised", reads: .session, remedy: .take("MT-10")) { $0.hasRevision }

    /// Topics agreed before are reported at this session (XZ-14.1f).
    static let owedReportsGiven = Rule(name: "owedReportsGiven", reads: [.reports]) { _ in
        { facts in
            let numbers = [Verdict.Count("owed", facts.owedReports)]
            return facts.owedReports == 0 ? .met(numbers) : .unmet(numbers, .take("MT-6"))
        }
    }

    /// The minutes hold everything of MT-14: list, attendance, method, result (XZ-13.2b).
    static let recordComplete = flag("recordComplete", reads: .session, remedy: .take("MT-14")) { $0.recordIsComplete }

    /// What no consensus was found on leaves the table only with the minutes of its sitting, which the chair has confirmed (XZ-13.2b; MT-14).
    static let minutesConfirmed = flag("minutesConfirmed", reads: .session, remedy: .take("MT-14.2")) { !$0.minutesAreOwed }
}
