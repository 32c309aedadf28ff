import Deliberation
import Gateways
import Procedure
import Reading
import Record

extension Office {
    /// What is done beside deciding: taking back, hurrying, voting, binding, asking.
    func attend(
        to other: Resolve.Other, _ resolve: Resolve, _ ledger: inout Ledger
    ) throws(StoreFailure) -> (Outcome, MatterKey?) {
        func say(_ saying: Saying, _ outcome: Outcome = .answered, about: MatterKey? = nil) throws(StoreFailure) -> (Outcome, MatterKey?) {
            try answer(saying, to: resolve.here, about: about, &ledger)
            return (outcome, about)
        }
        switch other {
        case .undo(let number): return try undo(number, resolve, &ledger)
        case .correct(let correction): return try correct(correction, resolve, &ledger)
        case .immediately(let number): return try hurry(number, resolve, &ledger)
        case .vote(let number, let choice): return try vote(number, choice, resolve, &ledger)
        case .enlist(let number): return try enlist(number, resolve, &ledger)
        case .bind(let code): return (try bind(code, resolve.said, &ledger), nil)
        case .appoint(let name, let post, let until): return try appoint(name, post, until, resolve, &ledger)
        case .todo(let filter): return try say(try todo(resolve, filter, &ledger))
        case .status(let number):
            let status = try status(number, resolve, &ledger)
            let about = MatterKey(resolve.unit.id, number)
            guard let call = try resolve.isAskedToCome(to: number, &ledger) else { return try say(status, about: about) }
            noteBegun(resolve.said, nil, of: call.topics)
            let asked = Argument.text(
                key: "ask.rsvp.start", ["start": .instant(call.start), "place": .literal(call.place ?? "")])
            return try say(
                Saying("lines", ["lines": .list([.text(key: status.key, status.values), asked], separator: "\n")]), .asked, about: about)
        case .details(let number, let all):
            return try say(try details(number, all: all, resolve, &ledger), about: MatterKey(resolve.unit.id, number))
        case .list(let number): return try say(try list(number, resolve, &ledger), about: MatterKey(resolve.unit.id, number))
        case .mine: return try say(try mine(resolve, &ledger))
        case .help(let isWhole):
            if resolve.isResidentsGroup { return try say(helpInBrief()) }
            let due = isWhole ? nil : try due(in: resolve.unit, &ledger)
            return try say(help(resolve.unit.posts[resolve.person] ?? [], table: try tableGroups(resolve, &ledger), due: due))
        case .print(let number, let form): return try print(number, form, resolve, &ledger)
        case .forecast(let number): return try say(try forecast(number, resolve, &ledger), about: MatterKey(resolve.unit.id, number))
        case .urge(let numbers):
            var lines: [Saying] = []
            var outcomes: [Outcome] = []
            for number in numbers {
                let (outcome, saying) = try urge(number, resolve, &ledger)
                lines.append(saying)
                outcomes.append(outcome)
            }
            let about = numbers.first.map { MatterKey(resolve.unit.id, $0) }
            try answer(lines, to: resolve.here, about: about, &ledger)
            return (outcomes.contains(.decided) ? .decided : .refused, about)
        case .recount(let number): return try say(try recount(number, resolve, &ledger), about: MatterKey(resolve.unit.id, number))
        case .violations: return try say(try violations(resolve, &ledger))
        case .deviations: return try say(try deviations(resolve, &ledger))
        case .answered(let yes): return try answered(yes, resolve, &ledger)
        case .reason(let text): return try give(reason: text, resolve, &ledger)
        case .ownData: return try say(try ownData(resolve, &ledger))
        case .forget: return try say(try askToForget(resolve, &ledger))
        case .forgetOnPaper(let number, let name):
            return try answer(try askToForget(name, in: number, resolve, &ledger), resolve, about: number, &ledger)
        case .emergency(let number): return try emergency(number, resolve, &ledger)
        case .link: return try say(try askToLink(resolve, &ledger))
        }
    }

    /// The person's own last move on a matter is taken back and taken again, with what was said anew, in one commit; once the undo time is
    /// over, or something of it has left, the step stands and what was wrong in it is put right.
    private func correct(
        _ said: Resolve.Correcting, _ resolve: Resolve, _ ledger: inout Ledger
    ) throws(StoreFailure) -> (Outcome, MatterKey?) {
        let number = said.number
        let key = MatterKey(resolve.unit.id, number)
        guard let matter = try matter(key, &ledger), let book = rulebook(resolve.unit, key),
            let last = lastMove(of: resolve.person, matter, book), try canBeTakenBack(matter, key, book, resolve, &ledger),
            said.step.map({ step in book.moves[last.name]?.ways.contains { $0.contains { $0.step == step } } == true }) ?? true
        else {
            return try putRight(number, said.fields, said.text, of: said.step, resolve, &ledger)
        }
        let fields = try meant(said, in: book.moves[last.name], resolve, &ledger) ?? said.fields
        if let due = fields.day(.due), due < now.civil.date {
            try answer(Saying("ask.date.past", ["date": .day(due)]), to: resolve.here, about: key, &ledger)
            return (.asked, key)
        }
        let plan = Resolve.Planned(
            command: resolve.command(number, .undo(sent: false)), words: said.words, answer: book.moves[last.name]?.answer,
            alsoLoad: matter.lastAct(of: resolve.person).map(matter.reachedByUndo) ?? [],
            then: [resolve.command(number, .move(last.name, last.fields.overlaid(with: fields)), reason: last.fields.words(.reason))])
        let told = try decideOne(plan, resolve, &ledger)
        if let saying = told.saying { try answer(saying, to: resolve.here, about: key, &ledger) }
        return (told.outcome, key)
    }

    func canBeTakenBack(
        _ matter: Matter, _ key: MatterKey, _ book: Rulebook, _ resolve: Resolve, _ ledger: inout Ledger
    ) throws(StoreFailure) -> Bool {
        guard let act = matter.canBeTakenBack(by: resolve.person, now: now, within: book.undoTime) else {
            return false
        }
        return try !hasLeft(act, key, matter, &ledger)
    }

    /// The move whose steps this person took last, with what was said then; what the daemon had added is worked out anew.
    func lastMove(of person: PersonID, _ matter: Matter, _ book: Rulebook) -> (name: String, fields: Fields)? {
        guard let act = matter.lastAct(of: person) else { return nil }
        var steps: [StepID] = []
        var fields = Fields()
        for m in act.ms {
            guard case .stepped(let step) = matter.events[Int(m) - 1].what else { continue }
            steps.append(step.id)
            fields = fields.overlaid(with: step.fields)
        }
        fields[.participants] = nil
        fields[.scope] = nil
        let name = book.moves.sorted { $0.key < $1.key }.first {
            $0.value.ways.contains { way in !way.isEmpty && steps.starts(with: way.map(\.step)) }
        }?.key
        return name.map { ($0, fields) }
    }

    /// Yes or no to the question that is open here.
    private func answered(_ yes: Bool, _ resolve: Resolve, _ ledger: inout Ledger) throws(StoreFailure) -> (Outcome, MatterKey?) {
        let open = try question(resolve.said, &ledger)
        try unask(Standing.asked(resolve.said), &ledger)
        guard let question = open else { return (.silent, nil) }
        guard yes else {
            let isErasing = if case .forget = question.about { true } else { false }
            try answer(Saying(isErasing ? "question.cancelled.forget" : "question.cancelled"), to: resolve.here, about: nil, &ledger)
            return (.answered, nil)
        }
        switch question.about {
        case .lacking, .refused:
            // A nod gives nothing of what is lacking.
            try ask(question, resolve, &ledger)
            return (.silent, nil)
        case .reason, .wish: return (.silent, nil)
        case .meant(let text): return try take(text, as: resolve, &ledger)
        case .oneOf:
            try ask(question, resolve, &ledger)
            try answer(Saying("ask.choice.again"), to: resolve.here, about: nil, &ledger)
            return (.asked, nil)
        case .confirm(let planned):
            let done = try carryOut(.decide(try renumbered(planned, of: resolve.unit.id, &ledger)), resolve, &ledger)
            if done.0 == .decided, let step = question.steps.first, question.steps.count == 1 { noteStep(resolve.said, step) }
            return done
        case .vote(let matter, let choice): return try vote(matter.number, choice, resolve, &ledger)
        case .forget:
            // Nobody is there any more to be answered.
            return (try forget(resolve.person, why: .request, &ledger) == nil ? .refused : .decided, nil)
        case .forgetOnPaper(let number, let name):
            return try answer(try forget(name, in: number, resolve, &ledger), resolve, about: number, &ledger)
        case .offer(let first):
            var again = resolve
            again.intent = Intent(.act, .suggest, slots: [.text: .text(first.text)])
            let (outcome, matter) = try carryOut(try again.resolve(&ledger), again, &ledger)
            try became(matter, outcome, first.said(by: resolve.said), &ledger)
            if outcome == .decided { try count(first.backers, for: matter, resolve, &ledger) }
            return (outcome, matter)
        // Answered by a number or a name, before anybody knew of which unit.
        case .whichUnit: return (.silent, nil)
        }
    }

    /// The reason somebody owes for departing from a principle: one of the ready-made three, or their own words.
    func give(reason text: String, _ resolve: Resolve, _ ledger: inout Ledger) throws(StoreFailure) -> (Outcome, MatterKey?) {
        let open = try question(resolve.said, &ledger)
        if case .oneOf(let choices)? = open?.about, let chosen = chosen(by: resolve.said, among: choices) {
            try unask(Standing.asked(resolve.said), &ledger)
            // 「2」 is a line of the question, and no matter's number.
            var resolve = resolve
            resolve.intent = Intent(.act, .yes)
            return try carryOut(.decide(try renumbered(chosen, of: resolve.unit.id, &ledger)), resolve, &ledger)
        }
        guard case .reason(let plans)? = open?.about else {
            try unask(Standing.asked(resolve.said), &ledger)
            return (.silent, nil)
        }
        // Whoever asks whether it may be has not yet said that it shall be.
        if Office.isQuestion(text) {
            try answer(Saying("ask.reason.question"), to: resolve.here, about: nil, &ledger)
            return (.asked, nil)
        }
        // 「发吧」 is no reason.
        if onlyAgrees(text, library.words(under: "said.reason.none").map(String.init)) {
            try ask(Question(about: .reason(plans), asked: now, message: open?.message ?? ""), resolve, &ledger)
            try answer(Saying("ask.reason.again"), to: resolve.here, about: nil, &ledger)
            return (.asked, nil)
        }
        try unask(Standing.asked(resolve.said), &ledger)
        let ready = ["1", "2", "3"].contains(text) ? library.texts.render("reason.\(text)") : text
        var lines: [Saying] = []
        var outcome = Outcome.decided
        for waiting in plans {
            // The words of the command were never stored: they get their numbers anew, before the reason's.
            guard var plan = try renumbered([waiting], of: resolve.unit.id, &ledger).first else { continue }
            let pending = try resolve.words(ready, plan.command.matter, kind: "reason", &ledger)
            plan.words.append(pending)
            plan.command.reason = pending.ref
            for index in plan.then.indices { plan.then[index].reason = pending.ref }
            let told = try decideOne(plan, resolve, &ledger)
            if let saying = told.saying { lines.append(saying) }
            if told.outcome != .decided { outcome = told.outcome }
        }
        // That of a list stands with the list, and in no ledger.
        let isLedgers = plans.contains { if case .changeList = $0.command.act { false } else { true } }
        if outcome == .decided, isLedgers, !lines.contains(where: { $0.key == "done.keepDate" }) { lines.append(Saying("done.reason")) }
        let key = plans.first.map { MatterKey(resolve.unit.id, $0.command.matter) }
        try answer(lines, to: resolve.here, about: key, &ledger)
        return (outcome, key)
    }

    /// Whether this answers the question for a reason that is open here: anything but another command or a no; or chooses by its number.
    func isOwedReason(_ intent: Intent, _ said: Said, _ question: Question?) -> Bool {
        if case .oneOf(let choices)? = question?.about { return chosen(by: said, among: choices) != nil }
        guard case .reason? = question?.about, newPlace(in: said.text) == nil else { return false }
        // 「开会 1 3月20日 二楼」 is the command once more, with an hour to be asked for.
        let isCommand = intent.question?.hasPrefix("ask.date") == true && (intent.slots[.number] ?? intent.slots[.numbers]) != nil
        if intent.action != .act { return !isCommand }
        return [.reason, .vote, .askStatus, .rate, .suggest, .questionToBot].contains(intent.name)
    }

    /// Words that are about us and ask for nothing we do: a question to us, a complaint, the wish not to be named.
    static func saysNothing(_ intent: Intent) -> Bool {
        [.questionToBot, .appeal, .hideName].contains(intent.name) || intent.isFromModel && Resolve.notOffered.contains(intent.name)
    }

    /// What somebody chose by a bare number; nil where it is no answer.
    func chosen(by said: Said, among choices: [[Resolve.Planned]]) -> [Resolve.Planned]? {
        guard let answer = library.reader.numberedAnswer(said.text, at: now), answer.rest.isEmpty,
            choices.indices.contains(answer.number - 1)
        else { return nil }
        return choices[answer.number - 1]
    }

    /// What was asked about is taken as if it had been said in these words now.
    private func take(_ text: String, as resolve: Resolve, _ ledger: inout Ledger) throws(StoreFailure) -> (Outcome, MatterKey?) {
        var said = resolve.said
        (said.text, said.quotes) = (text, nil)
        guard let scene = try scene(of: said, &ledger) else { return (.silent, nil) }
        var intent = read(Heard(said), scene)
        if intent.action == .ask, let step = intent.meant.first { intent = step }
        var again = Resolve(
            office: self, said: said, intent: intent, person: resolve.person, unit: resolve.unit, here: resolve.here, now: now)
        let first = try carryOut(try again.resolve(&ledger), again, &ledger)
        for next in intent.more {
            again.intent = next
            _ = try carryOut(try again.resolve(&ledger), again, &ledger)
        }
        return first
    }

    static func isQuestion(_ text: String) -> Bool {
        let marks: Set<Character> = ["。", "！", "!", "~", "～", " ", "\n", "…"]
        let end = text.reversed().drop(while: marks.contains).first
        return end.map { ["？", "?", "吗", "嘛", "么"].contains($0) } ?? false
    }

    /// The words of commands that waited were never stored: they get their numbers anew. So does the matter that such a command begins: its
    /// number may be another's by now.
    func renumbered(
        _ plans: [Resolve.Planned], of unit: UnitID, _ ledger: inout Ledger
    ) throws(StoreFailure) -> [Resolve.Planned] {
        try plans.map { waiting throws(StoreFailure) in
            var plan = waiting
            if plan.command.act.begins {
                let number = try ledger.nextSerial(unit, year: now.civil.date.year)
                plan.command.matter = number
                for index in plan.words.indices { plan.words[index].words.key = MatterKey(unit, number) }
            }
            var moved: [WordsID: WordsRef] = [:]
            for index in plan.words.indices {
                let ref = WordsRef(id: try ledger.nextWordsID(), digest: plan.words[index].ref.digest)
                moved[plan.words[index].ref.id] = ref
                plan.words[index].ref = ref
            }
            plan.command = plan.command.renumbered(moved)
            plan.then = plan.then.map { $0.renumbered(moved) }
            plan.extra = plan.extra.mapValues { $0.renumbered(moved) }
            return plan
        }
    }
}
