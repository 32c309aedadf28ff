import Procedure
import Testing

@testable import Deliberation

/// A must of the rulebook that is not met: how a matter comes there, the request that is refused for it, the record that is taken all the
/// same, and what makes it good.
struct MissedMust: Sendable, CustomTestStringConvertible {
    let step: StepID
    let rule: String
    let row: RowID
    /// As far as the step, with the rule unmet.
    let given: @Sendable (Stage) throws -> Void
    let actor: PersonID
    let act: @Sendable (Stage) -> Act
    /// Nil where only an explanation closes it.
    let repair: (@Sendable (Stage) throws -> Void)?
    /// The day it is told of, where that is not the day of the record.
    var day: CivilDate?

    var testDescription: String { "\(step) \(rule) (\(row))" }

    init(
        _ step: StepID, _ rule: String, _ row: String, by actor: PersonID, _ given: @escaping @Sendable (Stage) throws -> Void,
        _ act: @escaping @Sendable (Stage) -> Act, repair: (@Sendable (Stage) throws -> Void)? = nil
    ) {
        self.step = step
        self.rule = rule
        self.row = RowID(row)
        self.given = given
        self.actor = actor
        self.act = act
        self.repair = repair
    }
}

extension Stage {
    /// A state that no step of ours led to: as a record taken over from elsewhere has it.
    func put(_ machine: String, _ to: StateID, on number: MatterNumber = Stage.number) {
        let marks: [String: StepID] = ["topic": "TP-0", "suggestion": "SG-0", "meeting": "MT-0", "notice": "PN-0", "filing": "FL-0"]
        state.evolve(
            Event(
                matter: number, at: now, by: nil, post: .daemon,
                what: .stepped(Step(id: marks[machine] ?? "TP-0", to: to, fields: Fields(), verdicts: []))))
    }

    /// Looked at again by something that moves nothing.
    func lookAgain() throws { try daemon(.confirmShown(notice: "receipt", group: Stage.group, person: nil)) }

    fileprivate func screeningOpen(_ method: String?) throws {
        try suggest(endorsed: true)
        try by(Stage.officer, .move("pass", method.map { Fields([.method: .text($0)]) } ?? Fields()))
    }

    fileprivate func counted(_ people: Int, of list: [PersonID]? = nil) throws {
        let list = list ?? Array(Stage.council.prefix(5)) + [Stage.resident] + Stage.neighbours.prefix(4)
        try called(Stage.number, [.participants: .people(list)])
        pass(.days(8))
        try by(Stage.convenor, .move("checkIn", Fields()))
        try by(
            Stage.secretary,
            .closeCount(named: Array(list.suffix(people)), missing: [], everybody: false, present: nil, stakeholders: nil))
    }

    fileprivate func confirming() throws {
        try counted(10)
        put("meeting", "confirming")
        put("topic", "inSession")
    }

    fileprivate static func votes(_ favor: Int, _ against: Int) -> Fields {
        Fields([.result: .text("consensus"), .votesFor: .integer(favor), .votesAgainst: .integer(against)])
    }

    /// Five of the council and four of the others: enough heads, too few of those it concerns.
    fileprivate func councilCounted() throws {
        let list = Array(Stage.council.prefix(5)) + [Stage.resident] + Stage.neighbours.prefix(4)
        try counted(0, of: list)
        try by(Stage.secretary, .closeCount(named: Array(list.prefix(9)), missing: [], everybody: false, present: nil, stakeholders: nil))
    }

    /// A supporter is put on the list after the call, and comes; the council has approved the others only.
    fileprivate func joinedLate() throws {
        try counted(10)
        try by(Stage.officer, .changeList(add: [Stage.neighbours[5]], remove: []), reason: words())
        try all()
    }

    fileprivate func approveLate() throws {
        try by(Stage.convenor, .step("SM-2", key: Stage.neighbours[5].description, Fields()))
    }

    fileprivate func all() throws {
        try by(Stage.secretary, .closeCount(named: [], missing: [], everybody: true, present: nil, stakeholders: nil))
    }

    fileprivate func sitting() throws {
        try counted(10)
        try by(Stage.convenor, .move("open", Fields()))
    }

    fileprivate func doneButNotMore() throws {
        try minuted()
        try by(Stage.party, .move("determine", record([.department: .text("物业办")])))
        try by(Stage.officer, .move("done", Fields([.text: .words(words())])))
    }

    fileprivate func approvedAfterAll() throws {
        put("topic", "submitted")
        try by(Stage.party, .step("TP-9", key: nil, record()))
    }
}

extension MissedMust {
    static let all: [MissedMust] = gates + decisions + calls + sittings + outcomes

    private static let gates = [
        MissedMust(
            "SG-14", "topicHasResult", "XZ-14.1g", by: Stage.officer, { try $0.ready() },
            { .step("SG-14", key: nil, Fields([.text: .words($0.words())])) }
        ) {
            $0.put("topic", "closed")
            try $0.lookAgain()
        },
        MissedMust(
            "TP-6", "pollClosed", "XZ-11g", by: Stage.convenor,
            {
                try $0.screeningOpen("dialogue")
                try $0.by(Stage.officer, .step("PL-1", key: nil, Fields()))
            }, { _ in .step("TP-6", key: nil, Fields()) }
        ) { try $0.daemon(.move("closePoll", Fields([.votesFor: .integer(3)]))) },
        MissedMust(
            "TP-6", "screened", "XZ-11a", by: Stage.convenor, { try $0.screeningOpen(nil) }, { _ in .step("TP-6", key: nil, Fields()) }
        ) {
            $0.put("topic", "screening")
            try $0.by(Stage.officer, .screen(Fields([.method: .text("dialogue")])))
        },
        MissedMust(
            "TP-8", "topicFiled", "XZ-11h", by: Stage.convenor,
            {
                try $0.screeningOpen("dialogue")
                try $0.by(Stage.convenor, .step("TP-6", key: nil, Fields()))
            }, { _ in .step("TP-8", key: nil, Fields()) }
        ) { try $0.by(Stage.convenor, .step("FL-1", key: "topic", Fields())) },
        MissedMust(
            "TP-8.2", "topicFiled", "XZ-11h", by: Stage.convenor,
            {
                try $0.screeningOpen("dialogue")
                $0.put("topic", "rejected")
            }, { .step("TP-8.2", key: nil, Fields([.reason: .words($0.words())])) }
        ) { try $0.by(Stage.convenor, .step("FL-1", key: "topic", Fields())) },
        MissedMust(
            "TP-17", "approved", "XZ-12a", by: Stage.convenor,
            {
                try $0.screeningOpen("dialogue")
                $0.put("topic", "approved")
            }, { _ in .step("TP-17", key: nil, Fields()) }, repair: { try $0.approvedAfterAll() }),
        MissedMust(
            "TP-39", "withdrawable", "XZ-10.1c", by: Stage.resident,
            {
                try $0.suggest(Stage.second, by: Stage.stranger)
                try $0.screeningOpen("dialogue")
                try $0.by(Stage.officer, .merge(into: Stage.number, reason: nil), on: Stage.second)
            }, { _ in .step("TP-39", key: nil, Fields()) }
        ) { try $0.by(Stage.stranger, .withdraw) },
    ]

    /// The day before the one on which every scene begins.
    private static let tooEarly = CivilDate(2026, 3, 1)

    private static func tooEarly(
        _ step: StepID, _ rule: String, _ row: String, _ move: String, _ given: @escaping @Sendable (Stage) throws -> Void
    ) -> MissedMust {
        var must = MissedMust(step, rule, row, by: Stage.party, given) { stage in
            let told: [Field: FieldValue] = [.department: .text("物业办"), .reason: .words(stage.words())]
            return .move(move, stage.record(told.merging(tooEarly.map { [.date: .day($0)] } ?? [:]) { $1 }))
        }
        must.day = tooEarly
        return must
    }

    private static let decisions = [
        tooEarly("TP-9", "decidedAfterSubmission", "XZ-11g", "approve") { try $0.submitted() },
        tooEarly("TP-11", "decidedAfterSubmission", "XZ-11g", "reject") { try $0.submitted() },
        tooEarly("TP-24", "decidedAfterResult", "XZ-14.1a", "determine") { try $0.minuted() },
        tooEarly("TP-25", "decidedAfterResult", "XZ-14.1a", "notDetermine") { try $0.minuted() },
        tooEarly("TP-33.2", "decidedAfterResult", "XZ-12a", "refuseRedeliberation") {
            try $0.announced(agreed: false)
            try $0.confirmMinutes()
            try $0.by(Stage.convenor, .move("redeliberate", Fields([.reason: .words($0.words())])))
        },
        tooEarly("TP-33", "decidedAfterResult", "XZ-12a", "approveRedeliberation") {
            try $0.announced(agreed: false)
            try $0.confirmMinutes()
            try $0.by(Stage.convenor, .move("redeliberate", Fields([.reason: .words($0.words())])))
        },
    ]

    private static let calls = [
        MissedMust(
            "TP-18", "approved", "XZ-12a", by: Stage.convenor,
            {
                try $0.screeningOpen("dialogue")
                $0.put("topic", "ready")
            }, { .move("call", $0.callFields()) }, repair: { try $0.approvedAfterAll() }),
        MissedMust(
            "TP-18", "expectedFixed", "XZ-13.3a", by: Stage.convenor, { try $0.ready() },
            { .move("call", $0.callFields([.expected: .integer(20)])) }
        ) { try $0.by(Stage.officer, .changeList(add: [Stage.stranger], remove: []), reason: $0.words()) },
        MissedMust(
            "TP-18", "stakeholderShare", "XZ-8.2c", by: Stage.convenor, { try $0.ready() },
            {
                let four = Array(Stage.council.prefix(6)) + [Stage.resident] + Stage.neighbours.prefix(3)
                return .move("call", $0.callFields([.participants: .people(four)]))
            }
        ) { try $0.by(Stage.officer, .changeList(add: Array(Stage.neighbours.suffix(2)), remove: []), reason: $0.words()) },
        MissedMust(
            "TP-18", "mandatesApproved", "XZ-8.2b", by: Stage.convenor, { try $0.ready() },
            { .move("call", $0.callFields([.mandatesApproved: .flag(false)])) }
        ) { stage in
            for person in [Stage.resident] + Stage.neighbours {
                let given = Fields([.party: .free("东门住户"), .way: .text("recommended")])
                try stage.by(person, .step("SM-1", key: person.description, given))
                #expect(!stage.matter.violations.isEmpty)
                try stage.by(Stage.convenor, .step("SM-2", key: person.description, Fields()))
            }
        },
        MissedMust(
            "TP-18", "scopeNamed", "XZ-12c", by: Stage.convenor,
            {
                try $0.ready()
                try $0.perform(Command(actor: .daemon, matter: .unit, act: .releaseGroup(Stage.group)))
            }, { .move("call", $0.callFields()) }
        ) {
            try $0.perform(Command(actor: .daemon, matter: .unit, act: .bindGroup(Stage.group, .residents)))
            try $0.by(Stage.officer, .step("PN-1", key: "preMeeting", Fields()))
        },
        MissedMust(
            "MT-1", "chairMayChair", "XZ-13.1a", by: Stage.officer,
            {
                try $0.ready()
                try $0.perform(Command(actor: .daemon, matter: .unit, act: .endPost(Stage.convenor, .firstConvenor)))
            }, { .move("call", $0.callFields()) }
        ) {
            try $0.perform(Command(actor: .daemon, matter: .unit, act: .givePost(Stage.convenor, .firstConvenor)))
            try $0.lookAgain()
        },
    ]

    private static let sittings = [
        MissedMust(
            "MT-3", "secretaryNamed", "XZ-13.2a", by: Stage.convenor,
            {
                try $0.ready()
                var fields = $0.callFields()
                fields[.secretary] = nil
                try $0.by(Stage.convenor, .move("call", fields))
            }, { _ in .step("MT-3", key: nil, Fields()) }),
        MissedMust(
            "MT-4", "belowQuorum", "XZ-13.3b", by: Stage.convenor, { try $0.counted(7) }, { _ in .step("MT-4", key: nil, Fields()) }),
        MissedMust("MT-5", "quorum", "XZ-13.3b", by: Stage.convenor, { try $0.counted(6) }, { _ in .step("MT-5", key: nil, Fields()) }) {
            $0.put("meeting", "announced")
            try $0.all()
        },
        MissedMust(
            "MT-5", "stakeholderShare", "XZ-8.2c", by: Stage.convenor, { try $0.councilCounted() },
            { _ in .step("MT-5", key: nil, Fields()) }
        ) {
            $0.put("meeting", "announced")
            try $0.all()
        },
        MissedMust(
            "MT-5", "mandatesApproved", "XZ-8.2b", by: Stage.convenor, { try $0.joinedLate() }, { _ in .step("MT-5", key: nil, Fields()) },
            repair: { try $0.approveLate() }),
        MissedMust("TP-19", "quorum", "XZ-13.3b", by: Stage.convenor, { try $0.counted(6) }, { _ in .step("TP-19", key: nil, Fields()) }) {
            try $0.all()
        },
        MissedMust(
            "MT-7", "firstTurnIsProposers", "XZ-13.5a", by: Stage.convenor, { try $0.sitting() }, { _ in .move("interact", Fields()) }
        ) {
            $0.put("meeting", "announced")
            try $0.by(Stage.secretary, .record(.proposerSpokeFirst(true)))
        },
        MissedMust(
            "MT-11", "revisedByBoth", "XZ-13.7a", by: Stage.convenor,
            {
                try $0.sitting()
                try $0.by(Stage.convenor, .move("interact", Fields([.proposerAbsent: .flag(true)])))
                try $0.by(Stage.convenor, .move("revise", Fields([.revision: .words($0.words())])))
            }, { _ in .move("interact", Fields()) }
        ) {
            $0.put("meeting", "announced")
            try $0.by(Stage.secretary, .record(.revision($0.words(), agreed: true)))
        },
        MissedMust(
            "MT-13.2", "quorum", "XZ-13.3b", by: Stage.convenor, { try $0.counted(6) },
            { _ in .move("announceAgreed", Fields([.result: .text("consensus")])) }, repair: { try $0.all() }),
        MissedMust(
            "MT-13.2", "stakeholderShare", "XZ-8.2c", by: Stage.convenor, { try $0.councilCounted() },
            { _ in .move("announceAgreed", Fields([.result: .text("consensus")])) }, repair: { try $0.all() }),
        MissedMust(
            "MT-13.2", "mandatesApproved", "XZ-8.2b", by: Stage.convenor, { try $0.joinedLate() },
            { _ in .move("announceAgreed", Fields([.result: .text("consensus")])) }, repair: { try $0.approveLate() }),
        MissedMust(
            "MT-13", "votesFit", "XZ-13.8b", by: Stage.convenor, { try $0.confirming() },
            { _ in .move("announceAgreed", Stage.votes(8, 3)) }),
        MissedMust(
            "MT-13", "resultFits", "XZ-13.8b", by: Stage.convenor, { try $0.confirming() },
            { _ in .move("announceAgreed", Stage.votes(2, 8)) }),
        MissedMust(
            "MT-13.2", "presentFits", "XZ-13.3a", by: Stage.convenor,
            {
                try $0.counted(10)
                try $0.perform(
                    Command(
                        actor: .person(Stage.secretary), matter: Stage.number,
                        act: .closeCount(named: [], missing: [], everybody: true, present: 11, stakeholders: 6),
                        happened: $0.now.civil.date))
            }, { _ in .move("announceAgreed", Fields([.result: .text("consensus")])) }, repair: { try $0.all() }),
        MissedMust(
            "MT-13.2", "votesFit", "XZ-13.8b", by: Stage.convenor, { try $0.counted(10) },
            { _ in .move("announceAgreed", Stage.votes(8, 3)) }),
        MissedMust(
            "MT-13.2", "resultFits", "XZ-13.8b", by: Stage.convenor, { try $0.counted(10) },
            { _ in .move("announceAgreed", Stage.votes(2, 8)) }),
        MissedMust(
            "MT-14", "recordComplete", "XZ-13.2b", by: Stage.secretary, { try $0.announced() }, { _ in .move("minutes", Fields()) },
            repair: { try $0.paste($0.wholeRecord()) }),
        MissedMust(
            "MT-14", "revisionAgreed", "XZ-13.7a", by: Stage.secretary,
            {
                try $0.announced()
                try $0.paste($0.wholeRecord())
                try $0.paste([.revision($0.words(), agreed: false)])
            }, { _ in .move("minutes", Fields()) }, repair: { try $0.paste([.revision($0.words(), agreed: true)]) }),
        MissedMust(
            "MT-14.2", "owedReportsGiven", "XZ-14.1f", by: Stage.convenor,
            {
                try $0.announced(Stage.second)
                try $0.called()
                $0.put("meeting", "minuted")
            }, { _ in .step("MT-14.2", key: nil, Fields()) }),
    ]

    private static let outcomes = [
        MissedMust(
            "TP-18", "topicFilingSent", "XZ-11h", by: Stage.convenor,
            {
                try $0.ready()
                try $0.daemon(.step("FL-3", key: "topic", Fields()))
            }, { .move("call", $0.callFields()) }
        ) { try $0.by(Stage.officer, .step("FL-1.2", key: "topic", Fields([.date: $0.day()]))) },
        MissedMust(
            "TP-28", "resultFilingSent", "XZ-14.1b", by: Stage.officer,
            {
                try $0.minuted()
                try $0.by(Stage.party, .move("determine", $0.record([.department: .text("物业办")])))
                try $0.daemon(.step("FL-3", key: "result", Fields()))
            }, { .move("done", Fields([.text: .words($0.words())])) }
        ) { try $0.by(Stage.officer, .step("FL-1.2", key: "result", Fields([.date: $0.day()]))) },
        MissedMust(
            "TP-26", "determined", "XZ-14.1a", by: Stage.convenor,
            {
                try $0.minuted()
                try $0.by(Stage.convenor, .step("FL-1", key: "result", Fields()))
                $0.put("topic", "determined")
            }, { _ in .step("TP-26", key: nil, Fields()) }
        ) {
            $0.put("topic", "determining")
            try $0.by(Stage.party, .step("TP-24", key: nil, $0.record()))
        },
        MissedMust(
            "TP-26", "resultFiled", "XZ-14.1b", by: Stage.convenor,
            {
                try $0.minuted()
                try $0.by(Stage.party, .step("TP-24", key: nil, $0.record()))
            }, { _ in .step("TP-26", key: nil, Fields()) }
        ) { try $0.by(Stage.convenor, .step("FL-1", key: "result", Fields())) },
        MissedMust(
            "TP-32", "minutesConfirmed", "XZ-13.2b", by: Stage.convenor, { try $0.announced(agreed: false) },
            { .move("redeliberate", Fields([.reason: .words($0.words())])) }, repair: { try $0.confirmMinutes() }),
        MissedMust(
            "TP-34", "minutesConfirmed", "XZ-13.2b", by: Stage.convenor, { try $0.announced(agreed: false) },
            { _ in .move("decisionReference", Fields()) }, repair: { try $0.confirmMinutes() }),
        MissedMust(
            "TP-35", "minutesConfirmed", "XZ-13.2b", by: Stage.officer, { try $0.announced(agreed: false) },
            { _ in .move("reportUp", Fields()) }, repair: { try $0.confirmMinutes() }),
        MissedMust(
            "TP-31", "noticeRan", "XZ-14.1e", by: Stage.officer, { try $0.doneButNotMore() }, { _ in .step("TP-31", key: nil, Fields()) }
        ) {
            try $0.daemon(.confirmShown(notice: "notice.implementation", group: Stage.group, person: nil))
            $0.pass(.days(7))
            try $0.lookAgain()
        },
        MissedMust(
            "TP-31", "proposersTold", "XZ-14.1d", by: Stage.officer, { try $0.doneButNotMore() },
            { _ in .step("TP-31", key: nil, Fields()) }
        ) { try $0.daemon(.confirmShown(notice: "feedback.implemented", group: nil, person: Stage.resident)) },
        MissedMust(
            "TP-31", "sessionReported", "XZ-14.1f", by: Stage.officer, { try $0.doneButNotMore() },
            { _ in .step("TP-31", key: nil, Fields()) }
        ) { try $0.announced(Stage.second, agreed: false) },
    ]
}
