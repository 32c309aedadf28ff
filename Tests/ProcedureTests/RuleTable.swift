import Wire

@testable import Procedure

/// One line of the table: a rule with its arguments as Xuzhou writes them, facts on its edge, and what it must say of them.
struct RuleCase: Sendable, CustomStringConvertible {
    let rule: String
    let row: String
    let arguments: [String: JSON]
    let title: String
    let facts: Facts
    /// Nil when the rule is met.
    let remedy: Remedy?
    var description: String { "\(row) \(rule): \(title)" }

    init(_ rule: String, _ row: String, _ arguments: [String: JSON] = [:], _ title: String, _ remedy: Remedy?, _ set: (inout Facts) -> Void)
    {
        self.rule = rule
        self.row = row
        self.arguments = arguments
        self.title = title
        self.remedy = remedy
        var facts = Facts(now: Bench.at("2026-03-02T09:00"))
        set(&facts)
        self.facts = facts
    }
}

extension RuleCase {
    static let all: [RuleCase] = gates + times + sittings + people

    static let gates: [RuleCase] = [
        RuleCase("decidedAfterSubmission", "XZ-11g", [:], "on the day it was submitted", nil) { facts in
            (facts.submittedOn, facts.decidedOn) = (CivilDate(2026, 3, 4), CivilDate(2026, 3, 4))
        },
        RuleCase("decidedAfterSubmission", "XZ-11g", [:], "the day before", .state(.date)) { facts in
            (facts.submittedOn, facts.decidedOn) = (CivilDate(2026, 3, 4), CivilDate(2026, 3, 3))
        },
        RuleCase("decidedAfterResult", "XZ-14.1a", [:], "on the day of the result", nil) { facts in
            (facts.announcedOn, facts.decidedOn) = (CivilDate(2026, 3, 4), CivilDate(2026, 3, 4))
        },
        RuleCase("decidedAfterResult", "XZ-14.1a", [:], "the day before", .state(.date)) { facts in
            (facts.announcedOn, facts.decidedOn) = (CivilDate(2026, 3, 4), CivilDate(2026, 3, 3))
        },
        RuleCase("screened", "XZ-11a", ["atLeast": 1], "no method recorded", .state(.method)) { $0.screenings = 0 },
        RuleCase("screened", "XZ-11a", ["atLeast": 1], "one of the five methods", nil) { $0.screenings = 1 },
        RuleCase("pollClosed", "XZ-11g", [:], "a poll is open", .take("PL-2")) { $0.pollIsOpen = true },
        RuleCase("pollClosed", "XZ-11g", [:], "no poll is open", nil) { $0.pollIsOpen = false },
        RuleCase("approved", "XZ-12a", [:], "not yet approved", .take("TP-9")) { _ in },
        RuleCase("approved", "XZ-12a", [:], "approved", nil) { $0.hasApproval = true },
        RuleCase("approved", "XZ-12a", [:], "the result's determination is no approval of the topic (A10)", .take("TP-9")) {
            $0.hasDetermination = true
        },
        RuleCase("determined", "XZ-14.1a", [:], "approved is not yet determined (A10)", .take("TP-24")) { $0.hasApproval = true },
        RuleCase("determined", "XZ-14.1a", [:], "determined", nil) { $0.hasDetermination = true },
        RuleCase("redeliberationApproved", "XZ-14.2a", [:], "the first approval does not serve twice", .take("TP-33")) {
            $0.hasApproval = true
        },
        RuleCase("redeliberationApproved", "XZ-14.2a", [:], "approved anew", nil) { $0.hasRedeliberationApproval = true },
        RuleCase("topicFiled", "XZ-11h", [:], "the result's filing is another (A10)", .take("FL-1")) { $0.resultFiled = true },
        RuleCase("topicFiled", "XZ-11h", [:], "filed", nil) { $0.topicFiled = true },
        RuleCase("topicFilingSent", "XZ-11h", [:], "put down and not yet gone", .take("FL-1.2")) { $0.topicFiled = true },
        RuleCase("topicFilingSent", "XZ-11h", [:], "gone", nil) { $0.topicFilingSent = true },
        RuleCase("resultFilingSent", "XZ-14.1b", [:], "the topic's filing is another (A10)", .take("FL-1.2")) { $0.topicFilingSent = true },
        RuleCase("resultFilingSent", "XZ-14.1b", [:], "gone", nil) { $0.resultFilingSent = true },
        RuleCase("resultFiled", "XZ-14.1b", [:], "the topic's filing is another (A10)", .take("FL-1")) { $0.topicFiled = true },
        RuleCase("resultFiled", "XZ-14.1b", [:], "filed", nil) { $0.resultFiled = true },
        RuleCase("scopeNamed", "XZ-12c", [:], "no group hears it", .state(.scope)) { _ in },
        RuleCase("scopeNamed", "XZ-12c", [:], "a group hears it", nil) { $0.hasScope = true },
        RuleCase("topicHasResult", "XZ-14.1g", [:], "the topic is on its way", .take("TP-31")) { _ in },
        RuleCase("topicHasResult", "XZ-14.1g", [:], "it stands at an end", nil) { $0.topicHasResult = true },
        RuleCase("sessionReported", "XZ-14.1f", [:], "no later session yet", .take("MT-6")) { _ in },
        RuleCase("sessionReported", "XZ-14.1f", [:], "reported", nil) { $0.wasReportedAtNextSession = true },
        RuleCase("proposersTold", "XZ-14.1d", [:], "one of the merged proposers untold", .take("TP-28")) { $0.proposersToTell = 1 },
        RuleCase("proposersTold", "XZ-14.1d", [:], "all told", nil) { $0.proposersToTell = 0 },
        RuleCase("jointlySigned", "XZ-10.1b", ["atLeast": 2], "one village alone", .bring(1)) { $0.villagesSigned = 1 },
        RuleCase("jointlySigned", "XZ-10.1b", ["atLeast": 2], "two villages", nil) { $0.villagesSigned = 2 },
        RuleCase("jointlySigned", "XZ-10.1b", ["atLeast": 2], "no joint petition at all", nil) { $0.villagesSigned = 0 },
        RuleCase("withdrawable", "XZ-10.1c", [:], "two proposers", .chooseAnother) { $0.openProposers = 2 },
        RuleCase("withdrawable", "XZ-10.1c", [:], "the only proposer", nil) { $0.openProposers = 1 },
    ]

    private static func notice(_ start: String) -> (inout Facts) -> Void {
        { facts in
            facts.noticeFrom = Bench.at("2020-06-01T10:00")
            facts.start = Bench.at(start)
        }
    }

    private static func ran(_ now: String, from: String? = "2020-06-01T10:00") -> (inout Facts) -> Void {
        { facts in
            facts.implementationFrom = from.map(Bench.at)
            facts.now = Bench.at(now)
        }
    }

    private static func third(_ start: String) -> (inout Facts) -> Void {
        { facts in
            facts.sessions = [Bench.at("2024-02-29T19:00"), Bench.at("2024-08-01T19:00")]
            facts.start = Bench.at(start)
        }
    }

    static let times: [RuleCase] = [
        RuleCase("noticeAhead", "XZ-12b", ["span": "7 days"], "day 8 at 10:00 (A8)", nil, notice("2020-06-08T10:00")),
        RuleCase(
            "noticeAhead", "XZ-12b", ["span": "7 days"], "day 8 at 09:59", .wait(until: Bench.at("2020-06-08T10:00")),
            notice("2020-06-08T09:59")),
        RuleCase("noticeAhead", "XZ-12b", ["span": "7 days"], "no start said", .state(.start)) { $0.noticeFrom = $0.now },
        RuleCase(
            "noticeAhead", "XZ-12b", ["span": "7 days"], "the earliest minute is rounded up to five",
            .wait(until: Bench.at("2020-06-08T10:05"))
        ) { facts in
            facts.noticeFrom = Bench.at("2020-06-01T10:02")
            facts.start = Bench.at("2020-06-08T10:01")
        },
        RuleCase("noticeAhead", "XZ-12b", ["span": "7 days"], "never confirmed: from now", .wait(until: Bench.at("2026-03-09T09:00"))) {
            $0.start = $0.now
        },
        RuleCase("noticeBeforeOpening", "XZ-12b", ["span": "7 days"], "opened when it was called for", nil) { facts in
            facts.noticeFrom = Bench.at("2020-06-01T10:00")
            (facts.called, facts.opened) = (Bench.at("2020-06-08T10:00"), Bench.at("2020-06-08T10:20"))
        },
        RuleCase(
            "noticeBeforeOpening", "XZ-12b", ["span": "7 days"], "called for day 16, opened a minute before day 8",
            .wait(until: Bench.at("2020-06-08T10:00"))
        ) { facts in
            facts.noticeFrom = Bench.at("2020-06-01T10:00")
            (facts.called, facts.opened) = (Bench.at("2020-06-16T10:00"), Bench.at("2020-06-08T09:59"))
        },
        RuleCase(
            "noticeBeforeOpening", "XZ-12b", ["span": "7 days"], "opened later than it was called for mends no short notice",
            .wait(until: Bench.at("2020-06-08T10:00"))
        ) { facts in
            facts.noticeFrom = Bench.at("2020-06-01T10:00")
            (facts.called, facts.opened) = (Bench.at("2020-06-08T09:59"), Bench.at("2020-06-08T10:30"))
        },
        RuleCase("openedAsNoticed", "XZ-12b", [:], "earlier on the day itself", nil) { facts in
            (facts.called, facts.opened) = (Bench.at("2020-06-08T10:00"), Bench.at("2020-06-08T08:00"))
        },
        RuleCase("openedAsNoticed", "XZ-12b", [:], "the day before", .wait(until: Bench.at("2020-06-08T10:00"))) { facts in
            (facts.called, facts.opened) = (Bench.at("2020-06-08T10:00"), Bench.at("2020-06-07T23:59"))
        },
        RuleCase(
            "noticeRan", "XZ-14.1e", ["span": "7 days"], "6 d 23 h 59 min", .wait(until: Bench.at("2020-06-08T10:00")),
            ran("2020-06-08T09:59")),
        RuleCase("noticeRan", "XZ-14.1e", ["span": "7 days"], "7 d", nil, ran("2020-06-08T10:00")),
        RuleCase("noticeRan", "XZ-14.1e", ["span": "7 days"], "never published", .take("TP-28"), ran("2020-06-08T10:00", from: nil)),
        RuleCase("sessionsInTwelveMonths", "XZ-14.2b", ["atMost": 2], "the first", nil) { $0.start = Bench.at("2025-02-28T19:00") },
        RuleCase("sessionsInTwelveMonths", "XZ-14.2b", ["atMost": 2], "the second (A6)", nil) { facts in
            facts.sessions = [Bench.at("2024-08-01T19:00")]
            facts.start = Bench.at("2025-02-28T19:00")
        },
        RuleCase(
            "sessionsInTwelveMonths", "XZ-14.2b", ["atMost": 2], "a third on 2025-02-28", .wait(until: Bench.at("2025-03-01T00:00")),
            third("2025-02-28T19:00")),
        RuleCase("sessionsInTwelveMonths", "XZ-14.2b", ["atMost": 2], "a third on 2025-03-01", nil, third("2025-03-01T09:00")),
        RuleCase(
            "sessionsInTwelveMonths", "XZ-14.2b", ["atMost": 2], "a fourth waits for the older two",
            .wait(until: Bench.at("2025-08-02T00:00"))
        ) { facts in
            facts.sessions = [Bench.at("2024-09-01T19:00"), Bench.at("2024-07-01T19:00"), Bench.at("2024-08-01T19:00")]
            facts.start = Bench.at("2025-01-10T19:00")
        },
        RuleCase("turnLength", "XZ-13.6c", ["atMost": "300 seconds"], "300 s", nil) { $0.turnSeconds = 300 },
        RuleCase("turnLength", "XZ-13.6c", ["atMost": "300 seconds"], "301 s", .chooseAnother) { $0.turnSeconds = 301 },
    ]

    static let sittings: [RuleCase] = [
        RuleCase("expectedFixed", "XZ-13.3a", [:], "nobody expected", .state(.expected)) { _ in },
        RuleCase("expectedFixed", "XZ-13.3a", [:], "more expected than listed", .bring(2)) { facts in
            facts.expected = 12
            facts.participants.all = 10
        },
        RuleCase("expectedFixed", "XZ-13.3a", [:], "as many as listed", nil) { facts in
            facts.expected = 10
            facts.participants.all = 10
        },
        RuleCase("quorum", "XZ-13.3b", ["atLeast": "2/3"], "6 of 10: one is missing", .bring(1)) { facts in
            facts.present = 6
            facts.expected = 10
        },
        RuleCase("quorum", "XZ-13.3b", ["atLeast": "2/3"], "7 of 10", nil) { facts in
            facts.present = 7
            facts.expected = 10
        },
        RuleCase("quorum", "XZ-13.3b", ["atLeast": "2/3"], "6 of 9: exactly two thirds", nil) { facts in
            facts.present = 6
            facts.expected = 9
        },
        RuleCase("quorum", "XZ-13.3b", ["atLeast": "2/3"], "nobody was ever expected", .state(.expected)) { $0.present = 3 },
        RuleCase("presentFits", "XZ-13.3a", [:], "20 of 19", .keepWithin(least: 0, most: 19)) { facts in
            facts.present = 20
            facts.mostPresent = 19
        },
        RuleCase("presentFits", "XZ-13.3a", [:], "19 of 19", nil) { facts in
            facts.present = 19
            facts.mostPresent = 19
        },
        RuleCase("votesFit", "XZ-13.8b", [:], "16, 2 and 1 of 18 present", .keepWithin(least: 0, most: 18)) { facts in
            facts.present = 18
            facts.votes = Facts.Votes(favor: 16, against: 2, abstained: 1)
        },
        RuleCase("votesFit", "XZ-13.8b", [:], "16 and 2 of 18 present", nil) { facts in
            facts.present = 18
            facts.votes = Facts.Votes(favor: 16, against: 2)
        },
        RuleCase("votesFit", "XZ-13.8b", [:], "a sum beyond every number", .keepWithin(least: 0, most: 18)) { facts in
            facts.present = 18
            facts.votes = Facts.Votes(favor: .max, against: 1)
        },
        RuleCase("votesFit", "XZ-13.8b", [:], "no votes were said", nil) { $0.present = 18 },
        RuleCase("resultFits", "XZ-13.8b", [:], "agreed, 2 to 16", .state(.result)) { facts in
            facts.isAgreed = true
            facts.votes = Facts.Votes(favor: 2, against: 16)
        },
        RuleCase("resultFits", "XZ-13.8b", [:], "agreed, 9 to 9: the chair declares", nil) { facts in
            facts.isAgreed = true
            facts.votes = Facts.Votes(favor: 9, against: 9)
        },
        RuleCase("resultFits", "XZ-13.8b", [:], "not agreed, 2 to 16", nil) { $0.votes = Facts.Votes(favor: 2, against: 16) },
        RuleCase("belowQuorum", "XZ-13.3b", ["atLeast": "2/3"], "6 of 10 may adjourn", nil) { facts in
            facts.present = 6
            facts.expected = 10
        },
        RuleCase("belowQuorum", "XZ-13.3b", ["atLeast": "2/3"], "7 of 10 have to open", .take("MT-5")) { facts in
            facts.present = 7
            facts.expected = 10
        },
        RuleCase("secretaryNamed", "XZ-13.2a", [:], "none named", .state(.secretary)) { _ in },
        RuleCase("secretaryNamed", "XZ-13.2a", [:], "named", nil) { $0.hasSecretary = true },
        RuleCase("chairMayChair", "XZ-13.1a", [:], "nobody may", .state(.chair)) { _ in },
        RuleCase("chairMayChair", "XZ-13.1a", [:], "somebody may", nil) { $0.chairMayChair = true },
        RuleCase("firstTurnIsProposers", "XZ-13.5a", [:], "somebody else spoke first", .state(.proposerAbsent)) { _ in },
        RuleCase("firstTurnIsProposers", "XZ-13.5a", [:], "the proposer", nil) { $0.firstTurnWasProposers = true },
        RuleCase("speakerIsPresent", "XZ-13.6a", [:], "has not signed in", .chooseAnother) { _ in },
        RuleCase("speakerIsPresent", "XZ-13.6a", [:], "has signed in", nil) { $0.speakerIsPresent = true },
        RuleCase("turnsOnViewpoint", "XZ-13.6b", ["atMost": 2], "the second", nil) { $0.turnsOnViewpoint = 1 },
        RuleCase("turnsOnViewpoint", "XZ-13.6b", ["atMost": 2], "the third on the same viewpoint", .chooseAnother) {
            $0.turnsOnViewpoint = 2
        },
        RuleCase("sidesAlternate", "XZ-13.6e", [:], "the same side again", .chooseAnother) { $0.sameSideAgain = true },
        RuleCase("sidesAlternate", "XZ-13.6e", [:], "the other side, or nobody to take turns with", nil) { _ in },
        RuleCase("revisedByBoth", "XZ-13.7a", [:], "the proposer has not agreed", .take("MT-10")) { $0.hasRevision = true },
        RuleCase("revisedByBoth", "XZ-13.7a", [:], "agreed to nothing", .take("MT-10")) { $0.proposerAgreedToRevision = true },
        RuleCase("revisedByBoth", "XZ-13.7a", [:], "revised and agreed", nil) { facts in
            facts.hasRevision = true
            facts.proposerAgreedToRevision = true
        },
        RuleCase("revisionAgreed", "XZ-13.7a", [:], "nothing was revised", nil) { _ in },
        RuleCase("revisionAgreed", "XZ-13.7a", [:], "the proposer has not agreed", .take("MT-10")) { $0.hasRevision = true },
        RuleCase("revisionAgreed", "XZ-13.7a", [:], "revised and agreed", nil) { facts in
            facts.hasRevision = true
            facts.proposerAgreedToRevision = true
        },
        RuleCase("topicRevised", "XZ-13.7a", [:], "nothing was revised", .take("MT-10")) { _ in },
        RuleCase("topicRevised", "XZ-13.7a", [:], "revised", nil) { $0.hasRevision = true },
        RuleCase("owedReportsGiven", "XZ-14.1f", [:], "one agreed topic is owed", .take("MT-6")) { $0.owedReports = 1 },
        RuleCase("owedReportsGiven", "XZ-14.1f", [:], "nothing owed", nil) { _ in },
        RuleCase("recordComplete", "XZ-13.2b", [:], "something is missing", .take("MT-14")) { _ in },
        RuleCase("recordComplete", "XZ-13.2b", [:], "whole", nil) { $0.recordIsComplete = true },
        RuleCase("minutesConfirmed", "XZ-13.2b", [:], "a result without confirmed minutes", .take("MT-14.2")) { $0.minutesAreOwed = true },
        RuleCase("minutesConfirmed", "XZ-13.2b", [:], "confirmed, or no sitting at all", nil) { _ in },
    ]

    private static func room(_ all: Int, _ stakeholders: Int) -> (inout Facts) -> Void {
        { $0.participants = Facts.Heads(all: all, stakeholders: stakeholders) }
    }

    private static func council(_ all: Int, _ officials: Int = 0) -> (inout Facts) -> Void {
        { $0.council = Facts.Heads(all: all, officials: officials) }
    }

    static let people: [RuleCase] = [
        RuleCase("stakeholderShare", "XZ-8.2c", ["atLeast": "1/2"], "4 of 10", .addStakeholders(2, orReplace: 1), room(10, 4)),
        RuleCase("stakeholderShare", "XZ-8.2c", ["atLeast": "1/2"], "5 of 10", nil, room(10, 5)),
        RuleCase("stakeholderShare", "XZ-8.2c", ["atLeast": "1/2"], "5 of 11", .addStakeholders(1, orReplace: 1), room(11, 5)),
        RuleCase("stakeholderShare", "XZ-8.2c", ["atLeast": "1/2"], "none of 9", .addStakeholders(9, orReplace: 5), room(9, 0)),
        RuleCase("mandatesApproved", "XZ-8.2b", [:], "one not approved", .state(.mandatesApproved)) { $0.unapprovedMandates = 1 },
        RuleCase("mandatesApproved", "XZ-8.2b", [:], "all approved", nil) { _ in },
        RuleCase("officialsShare", "XZ-8.1d", ["atMost": "1/5"], "2 of 10", nil, council(10, 2)),
        RuleCase("officialsShare", "XZ-8.1d", ["atMost": "1/5"], "3 of 10", .removeOfficials(1, orAdd: 5), council(10, 3)),
        RuleCase("officialsShare", "XZ-8.1d", ["atMost": "1/5"], "3 of 14", .removeOfficials(1, orAdd: 1), council(14, 3)),
        RuleCase("officialsShare", "XZ-8.1d", ["atMost": "1/5"], "none of none", nil, council(0)),
        RuleCase("councilSize", "XZ-8.1c", ["from": 10, "to": 30], "9", .keepWithin(least: 10, most: 30), council(9)),
        RuleCase("councilSize", "XZ-8.1c", ["from": 10, "to": 30], "10", nil, council(10)),
        RuleCase("councilSize", "XZ-8.1c", ["from": 10, "to": 30], "30", nil, council(30)),
        RuleCase("councilSize", "XZ-8.1c", ["from": 10, "to": 30], "31", .keepWithin(least: 10, most: 30), council(31)),
        RuleCase("seatApproved", "XZ-8.1b", [:], "not passed", .take("CS-2")) { _ in },
        RuleCase("seatApproved", "XZ-8.1b", [:], "passed", nil) { $0.seatIsApproved = true },
    ]
}
