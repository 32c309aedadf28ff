import Deliberation
import Gateways
import Procedure
import Reading
import Record

/// Steps that are asked about before they are done, and which of several is meant.
extension Office {
    /// Shows steps with all that would be recorded and waits for 是; what would be refused is refused at once. Nil where they are no steps.
    func put(_ steps: [Intent], _ resolve: Resolve, by roles: [Role], _ ledger: inout Ledger) throws(StoreFailure) -> Outcome? {
        var planned: [Resolve.Planned] = []
        var one = resolve
        for step in steps {
            one.intent = step
            guard case .decide(let next) = try one.tried(&ledger) else { return nil }
            planned += next
        }
        guard !planned.isEmpty else { return nil }
        one.intent = steps[0]
        let (outcome, about) = try put(steps, planned, of: planned.map(\.command.matter).uniqued(), one, by: roles, &ledger)
        try note(resolve.said, matter: about, outcome, &ledger)
        return outcome
    }

    /// The same of steps that are planned.
    /// - Parameter isLacking: whether more matters were named than could be told.
    func put(
        _ steps: [Intent], _ planned: [Resolve.Planned], of numbers: [MatterNumber], as about: Question.About? = nil,
        isLacking: Bool = false, _ resolve: Resolve,
        by roles: [Role], _ ledger: inout Ledger
    ) throws(StoreFailure) -> (Outcome, MatterKey?) {
        let unit = resolve.unit.id
        let key = numbers.count == 1 && numbers[0] != .unit ? MatterKey(unit, numbers[0]) : nil
        if about == nil, let refusals = try refusals(of: planned, resolve, &ledger) {
            try unask(Standing.asked(resolve.said), &ledger)
            let isAlone = resolve.isResidentsGroup && !planned.allSatisfy(\.isForResidents)
            if let step = steps.first { try waitForMore(step, resolve, &ledger) }
            try answer(refusals, to: isAlone ? .person(resolve.person) : resolve.here, about: key, &ledger)
            return (.refused, key)
        }
        try ask(Question(about: about ?? .confirm(planned), asked: now, steps: steps), resolve, &ledger)
        var matters: [Argument] = []
        for number in numbers { matters.append(.text(key: "ask.called.number", try values(of: MatterKey(unit, number), &ledger))) }
        let step = Argument.list(steps.map { shown($0, planned, by: roles, isDraft: resolve.isDraft) }, separator: "；")
        var values = ["matters": Argument.list(matters, separator: "、"), "step": step]
        // What could not be told is never left out in silence.
        if isLacking { values["left"] = .text(key: "word.named.left", [:]) }
        if steps.first?.name == .withdraw, !planned.onlyTakeBackSupport, let key, let matter = try matter(key, &ledger),
            matter.isProposed(by: resolve.person), matter.supporters > 0
        {
            values["left"] = .text(key: "word.withdraw.left", ["count": .integer(matter.supporters)])
        }
        if let missing = try votesMissing(planned, unit, &ledger) { values["left"] = .text(key: "word.votes.left", missing) }
        try answer(Saying("ask.named", values), to: resolve.here, about: key, &ledger)
        return (.asked, key)
    }

    /// A step as a question shows it; of whoever supported that they take it back.
    func shown(_ step: Intent, _ planned: [Resolve.Planned], by roles: [Role], isDraft: Bool = false) -> Argument {
        if planned.onlyTakeBackSupport, let number = planned.first?.command.matter.serial {
            return .text(key: "word.takeBackEndorsement", ["number": .integer(number)])
        }
        // 「桶还没换盖」 of what nobody has answered yet.
        if step.name == .notDone, planned.count == 1, case .supplement? = planned.first?.command.act, let words = planned[0].words.first {
            let number = planned[0].command.matter.serial
            return .text(key: "word.adds", ["number": .integer(number), "text": .literal(library.masked(words.words.text))])
        }
        return words(of: told(step, planned), by: roles, isDraft: isDraft)
    }

    /// What would be said if all of these were refused; nil where one of them could be done, or only lacks something. Nothing is written.
    func refusals(of planned: [Resolve.Planned], _ resolve: Resolve, _ ledger: inout Ledger) throws(StoreFailure) -> [Saying]? {
        var sayings: [Saying] = []
        for plan in planned {
            guard plan.ballot == nil,
                let decided = try decided([plan.command] + plan.then, of: resolve.unit.id, alsoLoad: plan.alsoLoad, &ledger)
            else { return nil }
            switch decided.refusal {
            case nil, .asks?, .needsReason?: return nil
            case let refusal?:
                guard plan.begun(after: refusal) == nil else { return nil }
                sayings.append(saying(refusal, plan, decided.state, resolve))
            }
        }
        return sayings
    }

    /// A step that was refused: 「不是备案 是报审」 puts it right, and a sitting gets what it lacks with what is said next: 「代表上次会过了的」.
    func waitForMore(_ step: Intent, _ resolve: Resolve, _ ledger: inout Ledger) throws(StoreFailure) {
        guard step.slots[.number] != nil, step.more.isEmpty, !resolve.isResidentsGroup, !resolve.said.isAnonymous else { return }
        try ask(Question(about: .refused, asked: now, steps: [step]), resolve, &ledger)
        askedAt[Standing.asked(resolve.said)] = nil
    }

    /// The matter that what is open here is about, where it is one.
    func asked(_ resolve: Resolve, _ ledger: inout Ledger) throws(StoreFailure) -> MatterKey? {
        guard hasAsked, case .confirm(let planned)? = try question(resolve.said, &ledger)?.about else { return nil }
        let numbers = planned.map(\.command.matter).uniqued()
        return numbers.count == 1 && numbers[0] != .unit ? MatterKey(resolve.unit.id, numbers[0]) : nil
    }

    // MARK: - Which of several

    /// Which of several was chosen in words: 「第二个」, 「就路灯那个」, 「晚上的」; nil where it says none of them alone.
    func named(
        _ said: Said, among choices: [[Resolve.Planned]], _ unit: UnitID, _ ledger: inout Ledger
    ) throws(StoreFailure) -> [Resolve.Planned]? {
        guard said.text.count <= Office.longestChoice, !Office.isQuestion(said.text), !says("said.choice.none", in: said.text) else {
            return nil
        }
        func begins(_ key: String) -> Bool { behind([key], in: said.text, fillers: "said.choice.before") != nil }
        if let place = (1...4).first(where: { begins("said.choice.\($0)") }) {
            return choices.indices.contains(place - 1) ? choices[place - 1] : nil
        }
        if begins("said.choice.last") { return choices.last }
        let numbers = library.reader.markedNumbers(in: said.text)
        if let number = numbers.first {
            let found = choices.filter { $0.contains { $0.meant.serial == number } }
            return numbers.count == 1 && found.count == 1 ? found[0] : nil
        }
        // 19:30 or 7:30 of one day.
        let hours = choices.map { choice in
            choice.first.flatMap { plan -> Int? in
                guard case .move(_, let fields) = plan.command.act, case .instant(let start)? = fields[.start] else { return nil }
                return start.civil.minuteOfDay / 60
            }
        }
        for (key, hour) in [("said.choice.evening", 12..<24), ("said.choice.morning", 0..<12)] where begins(key) {
            let found = hours.indices.filter { hours[$0].map(hour.contains) ?? false }
            return found.count == 1 ? choices[found[0]] : nil
        }
        var matters: [Reader.Nameable] = []
        for number in choices.compactMap(\.first?.meant).uniqued() where number != .unit {
            guard let matter = try matter(MatterKey(unit, number), &ledger) else { continue }
            matters.append(try self.named(matter, &ledger).nameable)
        }
        guard let numbered = numbered(said.text, matters), numbered.numbers.count == 1 else { return nil }
        // 「路灯那件转城管」 chooses nothing.
        let read = library.reader.read(
            Utterance(numbered.text, at: now, role: .liaisonOfficer, context: .direct, posts: [.convenor, .partySecretary]))
        guard read.action != .act || [.askStatus, .merge].contains(read.name) else { return nil }
        let found = choices.filter { $0.contains { $0.meant.serial == numbered.numbers[0] } }
        return found.count == 1 ? found[0] : nil
    }

    private static let longestChoice = 16

    /// Two hours or days could be meant: which of them waits to be said in a word.
    func askWhichDate(_ resolve: Resolve, _ ledger: inout Ledger) throws(StoreFailure) {
        var resolve = resolve
        guard !hasAsked, !resolve.isResidentsGroup else { return }
        if let name = resolve.text(.subject), resolve.intent.slots[.number] == nil {
            let called = try resolve.matters(called: name, &ledger)
            guard called.count == 1 else { return }
            resolve.intent.slots[.subject] = nil
            resolve.intent.slots[.number] = .integer(called[0].serial)
        }
        for case (let slot, .date(.ambiguous(let readings))) in resolve.intent.slots where (2...4).contains(readings.count) {
            var choices: [[Resolve.Planned]] = []
            for reading in readings {
                var one = resolve
                for same in resolve.intent.slots.keys where resolve.intent.slots[same] == resolve.intent.slots[slot] {
                    one.intent.slots[same] = .date(reading)
                }
                one.intent.action = .act
                guard case .decide(let planned) = try one.tried(&ledger) else { return }
                choices.append(planned)
            }
            try ask(Question(about: .oneOf(choices), asked: now, message: resolve.said.messageID), resolve, &ledger)
            return
        }
    }
}

extension [Resolve.Planned] {
    /// Whether somebody takes back what they supported, and nothing else.
    var onlyTakeBackSupport: Bool { !isEmpty && allSatisfy { if case .takeBackEndorsement = $0.command.act { true } else { false } } }
}

extension Resolve.Planned {
    /// The matter by which it is chosen: of a merge the one that stays.
    fileprivate var meant: MatterNumber { if case .merge(let target, _) = command.act { target } else { command.matter } }
}
