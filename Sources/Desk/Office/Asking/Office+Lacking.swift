import Deliberation
import Gateways
import Procedure
import Reading
import Record

/// 「同意 1」, and then only 「今天」, 「支委会」: what a step lacked when it was said is given with what is said next, as often as something is lacking.
extension Office {
    /// Waits for what these steps of one message lack.
    func askWhatIsLacking(
        _ field: Field, _ plan: Resolve.Planned, _ resolve: Resolve, _ ledger: inout Ledger
    ) throws(StoreFailure) {
        guard !resolve.isResidentsGroup, Office.givenLater.contains(field), !resolve.said.isAnonymous else { return }
        var plans: [Resolve.Planned] = []
        let message = resolve.said.messageID
        if let open = try question(resolve.said, &ledger), open.message == message, case .lacking(let earlier) = open.about {
            plans = earlier
        }
        plans.append(plan)
        plans[plans.count - 1].extra[Office.lacked] = .literal(field.rawValue)
        try ask(Question(about: .lacking(plans), asked: now, message: message), resolve, &ledger)
    }

    private static let givenLater: Set<Field> = [.date, .meeting, .department, .place, .reason, .text]
    /// Under which name a plan that waits keeps what it lacks.
    fileprivate static let lacked = "lacked"
    /// Characters of what is given so: a story is told for another reason.
    private static let longestGiven = 60

    /// The steps once more with what was said now; nil where that gives none of them what it lacks. 「今天支委会」 to the question whether a step
    /// is meant is the yes as well.
    func supplied(_ said: Said, _ scene: Scene, _ intent: Intent, _ ledger: inout Ledger) throws(StoreFailure) -> Outcome? {
        let isOfNoMatter = [Slot.number, .numbers, .subject].allSatisfy { intent.slots[$0] == nil }
        guard intent.action != .act || isOfNoMatter && (intent.isFromModel || Office.saidAgain.contains(intent.name)), said.quotes == nil,
            let open = try question(said, &ledger), let person = scene.person,
            let unit = scene.unit, said.text.count <= Office.longestGiven, !begins(said.text, with: "said.hold"),
            !Office.isQuestion(said.text)
        else { return nil }
        let here = scene.here(person)
        let resolve = try resolve(said, as: intent, person, unit, to: here, &ledger)
        var left: [Resolve.Planned] = []
        var plans: [Resolve.Planned] = []
        switch open.about {
        case .confirm(let waiting):
            for plan in try renumbered(waiting, of: unit, &ledger) {
                guard case .move(_, let fields) = plan.command.act, fields[.date] == nil || fields[.meeting] == nil,
                    let next = try supplied(plan, nil, resolve, &ledger)
                else { return nil }
                plans.append(next)
            }
        case .lacking(let waiting):
            // A day is no reason, and a reason no day.
            for isOfWords in [false, true] where plans.isEmpty {
                left = []
                for plan in try renumbered(waiting, of: unit, &ledger) {
                    let lacked = plan.lacked
                    if (lacked == .reason || lacked == .text) == isOfWords, let next = try supplied(plan, lacked, resolve, &ledger) {
                        plans.append(next)
                    } else {
                        left.append(plan)
                    }
                }
            }
        default: return nil
        }
        guard !plans.isEmpty else { return nil }
        if plans.contains(where: { !$0.words.isEmpty && $0.lacked != nil }) { return try showWords(plans, left, resolve, &ledger) }
        try unask(Standing.asked(said), &ledger)
        if !left.isEmpty { try ask(Question(about: .lacking(left), asked: now, message: said.messageID), resolve, &ledger) }
        let (outcome, matter) = try carryOut(.decide(plans), resolve, &ledger)
        try note(said, matter: matter, outcome, &ledger)
        return outcome
    }

    /// What would be told to people in their words is shown first: 「等我问下老张」 may be no reason. What still lacks something else asks for it once
    /// these are recorded.
    private func showWords(
        _ plans: [Resolve.Planned], _ left: [Resolve.Planned], _ resolve: Resolve, _ ledger: inout Ledger
    ) throws(StoreFailure) -> Outcome {
        let numbers = plans.map(\.command.matter)
        var plans = plans + left
        for index in plans.indices { plans[index].extra[Office.lacked] = nil }
        try ask(Question(about: .confirm(plans), asked: now, message: resolve.said.messageID), resolve, &ledger)
        let values: [String: Argument] = [
            "numbers": .list(numbers.map { .integer($0.serial) }, separator: "、"), "text": .literal(library.masked(resolve.said.text)),
        ]
        let matter = numbers.count == 1 ? numbers.first.map { MatterKey(resolve.unit.id, $0) } : nil
        try answer(Saying("ask.lacking.words", values), to: resolve.here, about: matter, &ledger)
        try note(resolve.said, matter: matter, .asked, &ledger)
        return .asked
    }

    private func supplied(
        _ plan: Resolve.Planned, _ lacked: Field?, _ resolve: Resolve, _ ledger: inout Ledger
    ) throws(StoreFailure) -> Resolve.Planned? {
        var next = plan
        next.extra[Office.lacked] = nil
        let number = plan.command.matter
        switch plan.command.act {
        case .move(let move, let fields):
            if let lacked, lacked == .reason || lacked == .text {
                // In a group officers go on talking among themselves.
                guard resolve.said.chat.kind == .direct, resolve.said.text.count >= 2, !library.verbs.isNod(resolve.said.text) else {
                    return nil
                }
                let pending = try resolve.words(resolve.said.text, number, kind: lacked.rawValue, &ledger)
                next.words.append(pending)
                next.extra[Office.lacked] = .literal(lacked.rawValue)
                next.command.act = .move(move, fields.overlaid(with: Fields([lacked: .words(pending.ref)])))
                if lacked == .reason { next.command.reason = pending.ref }
                return next
            }
            guard let given = try given(move, number, resolve, &ledger), given.values.contains(where: { fields[$0.key] == nil }) else {
                return nil
            }
            next.command.act = .move(move, fields.overlaid(with: given))
        case .post(var fields) where lacked == .place:
            guard resolve.said.text.count <= Office.longestPlace, let place = resolve.text(.place) ?? place(resolve.said.text) else {
                return nil
            }
            fields[.place] = .text(place)
            next.extra["place"] = .literal(place)
            next.command.act = .post(fields)
        default: return nil
        }
        return next
    }

    /// 「今天支委会同意的」「贴在一楼了」: the step once more, with what it lacked.
    private static let saidAgain: Set<IntentName> = [.recordApproval, .recordDetermination, .postedOnPaper, .refer]
    private static let longestPlace = 16

    /// 贴在一楼公告栏了 is 一楼公告栏.
    private func place(_ text: String) -> String? {
        var rest = Substring(text)
        for word in library.words(under: "said.posted.at") where rest.hasPrefix(word) { rest = rest.dropFirst(word.count) }
        let place = rest.trimmingEnd("了的")
        return place.count >= 2 ? place : nil
    }

    /// What it says, read behind the word of the step that lacks it.
    private func given(
        _ move: String, _ number: MatterNumber, _ resolve: Resolve, _ ledger: inout Ledger
    ) throws(StoreFailure) -> Fields? {
        let steps = rulebook(resolve.unit, MatterKey(resolve.unit.id, number))?.moves[move]?.ways.joined().map(\.step) ?? []
        guard let opening = steps.lazy.compactMap({ Terms.opening[$0] }).first else { return nil }
        var again = resolve
        again.intent = library.reader.read(
            Utterance(
                "\(opening) \(number.serial) \(resolve.said.text)", at: now, role: .liaisonOfficer, context: .workGroup,
                posts: [.convenor, .partySecretary, .department]))
        guard again.intent.action == .act, again.intent.more.isEmpty else { return nil }
        var unused: [PendingWords] = []
        let given = try again.fields(number, &unused, &ledger)
        // 「今天太忙了」: words that are no day, and no meeting.
        return given[.reason] == nil && given[.text] == nil && !given.isEmpty ? given : nil
    }
}

extension Resolve.Planned {
    /// What it waits for.
    fileprivate var lacked: Field? {
        if case .literal(let name)? = extra[Office.lacked] { Field(rawValue: name) } else { nil }
    }
}
