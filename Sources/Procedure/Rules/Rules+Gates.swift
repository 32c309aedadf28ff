import Wire

/// Gates between stages: screening, approval, notice, filing, determination, closing.
extension Rule {
    static let gates: [Rule] = [
        screened, pollClosed, approved, decidedAfterSubmission, decidedAfterResult, determined, redeliberationApproved, topicFiled,
        resultFiled, topicFilingSent, resultFilingSent, scopeNamed, noticeAhead, noticeBeforeOpening, openedAsNoticed, noticeRan,
        sessionReported, proposersTold, sessionsInTwelveMonths, jointlySigned, withdrawable, topicHasResult,
    ]

    /// At least so many screening records of the five methods (XZ-11a).
    static let screened = Rule(name: "screened", reads: [.screening]) { arguments throws(Malformed) in
        let least = try arguments.integer("atLeast")
        return { facts in
            let numbers = [Verdict.Count("screenings", facts.screenings), Verdict.Count("least", least)]
            return facts.screenings >= least ? .met(numbers) : .unmet(numbers, .state(.method))
        }
    }

    /// No poll is still open: it is closed and counted before the shortlist (XZ-11f).
    static let pollClosed = flag("pollClosed", reads: .screening, remedy: .take("PL-2")) { !$0.pollIsOpen }

    /// The party organisation of the same level has approved the topic (XZ-12a, XZ-G3.1c).
    static let approved = flag("approved", reads: .approval, remedy: .take("TP-9")) { $0.hasApproval }

    /// Nothing is approved or refused before the day it was submitted (XZ-11g, XZ-12a); that day itself is early enough.
    static let decidedAfterSubmission = notBefore("decidedAfterSubmission") { $0.submittedOn }

    /// Nothing that came of a sitting is decided on before the day its result was announced (XZ-14.1a, XZ-14.2a).
    static let decidedAfterResult = notBefore("decidedAfterResult") { $0.announcedOn }

    /// A decision whose day is not told is judged by nothing here; that it has to be told is asked elsewhere.
    private static func notBefore(_ name: String, _ floor: @escaping @Sendable (Facts) -> CivilDate?) -> Rule {
        Rule(name: name, reads: [.decision]) { _ in
            { facts in
                guard let decided = facts.decidedOn, let floor = floor(facts) else { return .met([]) }
                let numbers = [Verdict.Count("month", Int64(floor.month)), Verdict.Count("day", Int64(floor.day))]
                return decided >= floor ? .met(numbers) : .unmet(numbers, .state(.date))
            }
        }
    }

    /// The party organisation has determined the result before it is carried out (XZ-14.1a, XZ-G3.1d).
    static let determined = flag("determined", reads: .approval, remedy: .take("TP-24")) { $0.hasDetermination }

    /// Deliberating again has an approval of its own (XZ-14.2a).
    static let redeliberationApproved = flag("redeliberationApproved", reads: .approval, remedy: .take("TP-33")) {
        $0.hasRedeliberationApproval
    }

    /// The topic's filing went out with the submission (XZ-11h).
    static let topicFiled = flag("topicFiled", reads: .filings, remedy: .take("FL-1")) { $0.topicFiled }

    /// The result's filing exists (XZ-14.1b).
    static let resultFiled = flag("resultFiled", reads: .filings, remedy: .take("FL-1")) { $0.resultFiled }

    /// The topic's filing has left the house: one that waits to be sent, or came back, is none yet (XZ-11h).
    static let topicFilingSent = flag("topicFilingSent", reads: .filings, remedy: .take("FL-1.2")) { $0.topicFilingSent }

    /// The same of the result's (XZ-14.1b).
    static let resultFilingSent = flag("resultFilingSent", reads: .filings, remedy: .take("FL-1.2")) { $0.resultFilingSent }

    /// The notice has an audience: at least one bound group (XZ-12c).
    static let scopeNamed = flag("scopeNamed", reads: .notice, remedy: .state(.scope)) { $0.hasScope }

    /// The notice stands so long before the meeting starts (XZ-12b; times are compared, requirements A8).
    static let noticeAhead = Rule(name: "noticeAhead", reads: [.call, .notice]) { arguments throws(Malformed) in
        let span = try arguments.span("span")
        return { facts in
            guard let start = facts.start else { return .unmet([], .state(.start)) }
            let from = facts.noticeFrom ?? facts.now
            let earliest = (from + span).roundedUp(toMinutes: 5)
            let numbers = [
                Verdict.Count("minutesAhead", (start - from).milliseconds / 60_000), Verdict.Count("least", span.milliseconds / 60_000),
            ]
            return start >= from + span ? .met(numbers) : .unmet(numbers, .wait(until: earliest))
        }
    }

    /// The notice has stood so long when the sitting is opened: at the hour it was called for, or before it where it is opened before
    /// (XZ-12b: 协商会议召开1周前; requirements A8).
    static let noticeBeforeOpening = Rule(name: "noticeBeforeOpening", reads: [.opening, .notice]) { arguments throws(Malformed) in
        let span = try arguments.span("span")
        return { facts in
            let opened = facts.opened ?? facts.now
            let start = min(facts.called ?? opened, opened)
            let from = facts.noticeFrom ?? start
            let numbers = [
                Verdict.Count("minutesAhead", max(0, (start - from).milliseconds) / 60_000),
                Verdict.Count("least", span.milliseconds / 60_000),
            ]
            return start >= from + span ? .met(numbers) : .unmet(numbers, .wait(until: (from + span).roundedUp(toMinutes: 5)))
        }
    }

    /// A sitting is not held on a day before the one its notice names: who read the notice would miss it (XZ-12b).
    static let openedAsNoticed = Rule(name: "openedAsNoticed", reads: [.opening]) { _ in
        { facts in
            let opened = facts.opened ?? facts.now
            guard let called = facts.called, opened.civil.date < called.civil.date else { return .met([]) }
            return .unmet([], .wait(until: called))
        }
    }

    /// The implementation notice has run so long without a break (XZ-14.1e).
    static let noticeRan = Rule(name: "noticeRan", reads: [.implementation]) { arguments throws(Malformed) in
        let span = try arguments.span("span")
        return { facts in
            guard let from = facts.implementationFrom else { return .unmet([], .take("TP-28")) }
            let numbers = [
                Verdict.Count("minutes", (facts.now - from).milliseconds / 60_000), Verdict.Count("least", span.milliseconds / 60_000),
            ]
            return facts.now >= from + span ? .met(numbers) : .unmet(numbers, .wait(until: from + span))
        }
    }

    /// The topic and its implementation were reported at a later session of the council (XZ-14.1f).
    static let sessionReported = flag("sessionReported", reads: .reports, remedy: .take("MT-6")) { $0.wasReportedAtNextSession }

    /// Every proposer, merged ones included, has been told (XZ-14.1d, OX-2.6f).
    static let proposersTold = Rule(name: "proposersTold", reads: [.telling]) { _ in
        { facts in
            let numbers = [Verdict.Count("untold", facts.proposersToTell)]
            return facts.proposersToTell == 0 ? .met(numbers) : .unmet(numbers, .take("TP-28"))
        }
    }

    /// Sessions on one topic in the twelve months that end with this one, the first included (XZ-14.2b, requirements A6 and 2.7).
    static let sessionsInTwelveMonths = Rule(name: "sessionsInTwelveMonths", reads: [.sessions, .call]) { arguments throws(Malformed) in
        let most = try arguments.integer("atMost")
        return { facts in
            let start = facts.start ?? facts.now
            let held = facts.sessions.filter { $0 < start && freed(by: $0) > start.civil.date }
            let numbers = [Verdict.Count("sessions", held.count + 1), Verdict.Count("most", most)]
            if held.count + 1 <= most { return .met(numbers) }
            let free = held.sorted().suffix(most).first.map { freed(by: $0) } ?? start.civil.date
            return .unmet(numbers, .wait(until: CivilMoment(free, minuteOfDay: 0).instant))
        }
    }

    /// The day from which a session no longer counts: the day after its twelve months end.
    private static func freed(by session: Instant) -> CivilDate {
        session.civil.date.adding(months: 12).adding(days: 1)
    }

    /// A joint petition across villages has signers from so many villages (XZ-10.1b).
    static let jointlySigned = Rule(name: "jointlySigned", reads: [.proposers]) { arguments throws(Malformed) in
        let least = try arguments.integer("atLeast")
        return { facts in
            let numbers = [Verdict.Count("villages", facts.villagesSigned), Verdict.Count("least", least)]
            return facts.villagesSigned == 0 || facts.villagesSigned >= least
                ? .met(numbers) : .unmet(numbers, .bring(least - facts.villagesSigned))
        }
    }

    /// Only all proposers together take a topic back: nobody else's proposal is withdrawn with one's own (TP-39).
    static let withdrawable = Rule(name: "withdrawable", reads: [.proposers]) { _ in
        { facts in
            let numbers = [Verdict.Count("proposers", facts.openProposers)]
            return facts.openProposers <= 1 ? .met(numbers) : .unmet(numbers, .chooseAnother)
        }
    }

    /// What a suggestion led to has a result before it is answered with it (SG-14; XZ-14.1g: 如实反馈).
    static let topicHasResult = flag("topicHasResult", reads: .result, remedy: .take("TP-31")) { $0.topicHasResult }

    /// A rule without arguments and numbers.
    static func flag(
        _ name: String, reads fact: Fact, remedy: Remedy, _ holds: @escaping @Sendable (Facts) -> Bool
    ) -> Rule {
        Rule(name: name, reads: [fact]) { _ in { holds($0) ? .met([]) : .unmet([], remedy) } }
    }
}
