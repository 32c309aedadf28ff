import Deliberation
import Gateways
import Procedure
import Reading
import Record
import Wire

extension Office {
    /// Does what a message was resolved to, and answers it.
    func carryOut(
        _ resolution: Resolve.Resolution, _ resolve: Resolve, _ ledger: inout Ledger
    ) throws(StoreFailure) -> (Outcome, MatterKey?) {
        switch resolution {
        case .silence: return (.silent, nil)
        case .say(let saying, let outcome):
            if saying.key == "ask.date.which" { try askWhichDate(resolve, &ledger) }
            var about = try asked(resolve, &ledger)
            if let quoted = resolve.quoted { about = MatterKey(resolve.unit.id, quoted) }
            try answer(saying, to: resolve.here, about: about, &ledger)
            return (outcome, nil)
        case .decide(let planned):
            if let asked = try asksForVotes(planned, resolve, &ledger) { return asked }
            let done = try decideAll(planned, resolve, &ledger)
            if done.0 == .decided { noteStep(resolve.said, resolve.intent) }
            return done
        case .other(let other): return try attend(to: other, resolve, &ledger)
        }
    }

    /// Each number is decided by itself; all are answered in one message (design 5).
    private func decideAll(_ planned: [Resolve.Planned], _ resolve: Resolve, _ ledger: inout Ledger) throws(StoreFailure) -> (
        Outcome, MatterKey?
    ) {
        var lines: [Saying] = []
        var outcome = Outcome.decided
        var about: MatterKey?
        // One sitting for several: where one of them cannot be called, none is.
        let able = resolve.intent.name == .callMeeting && planned.count > 1 ? try accepted(planned, resolve, &ledger) : []
        let isHalf = !able.isEmpty && able.count < planned.count
        for plan in planned where !isHalf || !able.contains(where: { $0.command.matter == plan.command.matter }) {
            let result = try decideOne(plan, resolve, &ledger)
            if about == nil { about = plan.command.matter == .unit ? nil : MatterKey(resolve.unit.id, plan.command.matter) }
            if let saying = result.saying { lines.append(saying) }
            if result.outcome != .decided { outcome = result.outcome }
        }
        if isHalf {
            let numbers = able.map { Argument.literal("\($0.command.matter.serial)号") }
            lines.append(Saying("refuse.call.together", ["numbers": .list(numbers, separator: "、")]))
        }
        // A number nobody has is told beside the others (design 5, *Which matter*).
        if about != nil, ![.merge, .closeCount].contains(resolve.intent.name) {
            for serial in try resolve.numbers(&ledger).missing {
                let values: [String: Argument] = ["unit": .literal(resolve.unit.name), "number": .integer(serial)]
                lines.append(Saying("refuse.noSuchMatter", values))
            }
        }
        let isPrivate = planned.contains(where: \.refusesInPrivate)
        if outcome == .refused || outcome == .asked,
            isPrivate || (resolve.isResidentsGroup && planned.allSatisfy { !$0.isForResidents })
        {
            // An officer's refusal is never shown in a residents' group.
            for line in lines { try answer(line, to: .person(resolve.person), about: about, &ledger) }
            return (outcome, about)
        }
        // Nothing of a private matter stands in a residents' group, not even that somebody supports it.
        if resolve.isResidentsGroup, let about, try matter(about, &ledger)?.isPrivate == true {
            try answer(lines, to: .person(resolve.person), about: about, &ledger)
        } else {
            try answer(lines, to: resolve.here, about: about, &ledger)
        }
        return (outcome, about)
    }

    private func accepted(
        _ planned: [Resolve.Planned], _ resolve: Resolve, _ ledger: inout Ledger
    ) throws(StoreFailure) -> [Resolve.Planned] {
        var accepted: [Resolve.Planned] = []
        for plan in planned where try isAccepted(plan, resolve, &ledger) { accepted.append(plan) }
        return accepted
    }

    /// Whether a plan would be decided, if only for a reason; nothing is written.
    private func isAccepted(_ plan: Resolve.Planned, _ resolve: Resolve, _ ledger: inout Ledger) throws(StoreFailure) -> Bool {
        let commands = [plan.command] + plan.then
        guard var state = try load(resolve.unit.id, commands.map(\.matter) + plan.alsoLoad, &ledger) else { return false }
        for command in commands {
            do throws(Refusal) {
                for event in try decide(command, in: state, now: now) { state.evolve(event) }
            } catch {
                if case .needsReason = error { return true }
                return false
            }
        }
        return true
    }

    /// What came of several is one message; the same said twice is said once.
    func answer(_ lines: [Saying], to addressee: Addressee, about: MatterKey?, _ ledger: inout Ledger) throws(StoreFailure) {
        var seen: Set<Saying> = []
        let lines = lines.filter { seen.insert($0).inserted }
        if lines.count == 1 {
            try answer(lines[0], to: addressee, about: about, &ledger)
        } else if !lines.isEmpty {
            let list = Argument.list(lines.map { .text(key: $0.key, $0.values) }, separator: "\n")
            try answer(Saying("lines", ["lines": list]), to: addressee, about: nil, &ledger)
        }
    }

    struct Told {
        var outcome: Outcome
        var saying: Saying?
    }

    func decideOne(_ planned: Resolve.Planned, _ resolve: Resolve, _ ledger: inout Ledger) throws(StoreFailure) -> Told {
        let done: Done
        let plan = try counted(planned, &ledger)
        switch try execute(
            [plan.command] + plan.then, of: resolve.unit.id, words: plan.words, here: resolve.here, alsoLoad: plan.alsoLoad, &ledger)
        {
        case .success(let decided): done = decided
        case .failure(let refusal):
            if let begun = plan.begun(after: refusal) { return try decideOne(begun, resolve, &ledger) }
            if let ballot = plan.ballot, refusal.tellsNumbers { try ledger.noteCounted(ballot) }
            return try refused(refusal, plan, resolve, &ledger)
        }
        if let ballot = plan.ballot { try ledger.noteCounted(ballot) }
        if case .suggest(let words, _) = plan.command.act {
            try preview(words.id, plan, resolve, &ledger)
            let about = MatterKey(resolve.unit.id, plan.command.matter)
            try takeUpElsewhere(plan.words.map(\.words.text).joined(), as: about, resolve, &ledger)
        }
        if case .suspend(let person) = plan.command.act {
            try tellSuspended(person, held: resolve.unit.posts[person] ?? [], by: resolve.person, of: done.state.unit, &ledger)
        }
        if case .endPost(let person, let post) = plan.command.act { try tellEnded(person, post, of: done.state.unit, &ledger) }
        guard var answer = plan.answer else { return Told(outcome: .decided, saying: nil) }
        var extra = plan.extra
        if answer == "done.undo", let others = done.parted(from: plan.command.matter) { extra["apart"] = others }
        if answer == "done.undo", done.takesBackTitle(of: plan.command.matter) { answer = "done.undo.title" }
        if answer == "done.cancel", done.wasUnheard { answer = "done.cancel.unheard" }
        // What was referred is answered; only what was carried out is publicised.
        if answer == "done.done", !done.events.contains(where: \.what.publicises) { answer = "done.reply" }
        if answer == "done.objection.upheld", done.events.contains(where: \.what.disowns) { answer = "done.objection.standing" }
        let matter = done.state.matters[plan.command.matter] ?? done.state.unit.register
        if answer.hasPrefix("done.seat") {
            extra["members"] = .integer(done.state.unit.council.count)
            extra["standing"] = standingSaying(done.state, resolve.person)
        }
        if answer == "done.floor", done.events.contains(where: { $0.what.isSameSideAgain }) {
            extra["sides"] = .text(key: "done.floor.again", [:])
        }
        if answer == "done.floorEnd", let turn = matter.sitting.turns.last {
            extra["minutes"] = .literal("\(turn.seconds / 60)分\(turn.seconds % 60)秒")
        }
        if answer == "done.floorEnd", let stance = matter.sitting.turns.last?.stance, stance != .other {
            // The other side is asked next (XZ-13.6e).
            extra["side"] = .text(key: stance == .favor ? "word.side.against" : "word.side.for", [:])
        }
        if case .corrected(let correction)? = done.events.first(where: { $0.matter == plan.command.matter })?.what {
            extra["changes"] = changes(
                correction, of: matter, before: matter.events.lastIndex { $0.what == .corrected(correction) } ?? 0, done.state.rulebook)
        }
        if answer == "done.announce", plan.command.happened == nil {
            // The announcement is taken as it was made (XZ-13.8b); what has to come before it (XZ-13.0d, 13.5a, 13.7, 13.8a) may be told with
            // the record, and is named at once where nobody has told it (requirements 2.0, 3).
            let refusing = Refusing(library: library, state: done.state, number: plan.command.matter, person: resolve.person, now: now)
            extra["gaps"] = refusing.missing(ofSitting: true)
            extra["next"] = try nextTopic(after: matter, resolve.unit.id, &ledger).map { .integer($0.serial) }
        }
        if answer == "done.minutes", !matter.violations.isEmpty {
            // Judged line by line, and shown back once (design 2.1).
            let refusing = Refusing(library: library, state: done.state, number: plan.command.matter, person: resolve.person, now: now)
            extra["problems"] = refusing.problems(matter.violations.map(\.verdict))
        }
        if answer == Resolve.Planned.minutesBegun {
            let refusing = Refusing(library: library, state: done.state, number: plan.command.matter, person: resolve.person, now: now)
            extra["missing"] = refusing.missing
        }
        if answer == "done.determine", !matter.violations.isEmpty {
            let refusing = Refusing(library: library, state: done.state, number: plan.command.matter, person: resolve.person, now: now)
            extra["problems"] = refusing.problems(matter.violations.map(\.verdict))
        }
        if library.texts.has("\(answer).onBehalf"), let passOn = matter.passingOn(readBy: resolve.person, in: done.state.unit) {
            answer += ".onBehalf"
            extra["passOn"] = passOn
        }
        let values = Values(
            texts: library.texts, state: done.state, matter: matter, fields: done.fields, actor: resolve.person, now: now, extra: extra,
            home: resolve.home)
        var saying = values.saying(answer)
        if plan.command.happened != nil { saying = lateSaying(saying, done, matter, plan, resolve) }
        if !done.unreached.isEmpty {
            // Nobody was there to get it: said to who caused it, with what to do instead.
            let missing = done.unreached.map { key -> Argument in
                let missing = values.saying("unreached.\(key)")
                return .text(key: missing.key, missing.values)
            }
            saying = Saying(
                "done.unreached", ["answer": .text(key: saying.key, saying.values), "missing": .list(missing, separator: "\n")])
        }
        return Told(outcome: .decided, saying: saying)
    }

    /// With what the ballots come to, where nobody said a count; unless so few voted that the count would tell who: then it stays open.
    private func counted(_ planned: Resolve.Planned, _ ledger: inout Ledger) throws(StoreFailure) -> Resolve.Planned {
        var plan = planned
        guard let ballot = plan.ballot, case .move(let name, let fields) = plan.command.act, try ledger.turnout(ballot) >= 3 else {
            plan.ballot = nil
            return plan
        }
        plan.command.act = .move(name, fields.overlaid(with: try ballots(ballot, &ledger)))
        return plan
    }

    /// What was entered afterwards is shown back with its day and with what it misses (design 2.1).
    private func lateSaying(_ saying: Saying, _ done: Done, _ matter: Matter, _ plan: Resolve.Planned, _ resolve: Resolve) -> Saying {
        // Nobody is called to what is over.
        let isPast = saying.key == "done.call" && (matter.sitting.start ?? now) <= now
        var values: [String: Argument] = [
            "answer": .text(key: isPast ? "done.call.past" : saying.key, saying.values), "number": .integer(matter.number.serial),
        ]
        if let day = plan.command.happened { values["date"] = .day(day) }
        let missed = matter.violations.filter { $0.at == now && $0.m > Int64(matter.events.count - done.events.count) }.map(\.verdict)
        if !missed.isEmpty, saying.values["problems"] == nil {
            let refusing = Refusing(library: library, state: done.state, number: matter.number, person: resolve.person, now: now)
            values["problems"] = refusing.problems(missed)
        }
        return Saying("done.late", values)
    }

    /// Who proposes something in private with a telephone or door number in it is shown what others will see of it.
    private func preview(_ words: WordsID, _ plan: Resolve.Planned, _ resolve: Resolve, _ ledger: inout Ledger) throws(StoreFailure) {
        guard case .person = resolve.here, plan.words.contains(where: { !library.reader.privateDetails(in: $0.words.text).isEmpty }) else {
            return
        }
        let about = MatterKey(resolve.unit.id, plan.command.matter)
        try answer(Saying("masked.preview", ["words": .shown(words)]), to: resolve.here, about: about, &ledger)
    }

    /// What the standing duties say of the council now (XZ-8.1c/d): told, never in the way.
    private func standingSaying(_ state: Case, _ person: PersonID) -> Argument? {
        let unmet = state.standingDuties(now: now).filter { !$0.isMet }
        return unmet.isEmpty ? nil : Refusing(library: library, state: state, number: .unit, person: person, now: now).problems(unmet)
    }

    /// A refusal in words, to whoever asked for it.
    func saying(_ refusal: Refusal, _ plan: Resolve.Planned, _ state: Case, _ resolve: Resolve) -> Saying {
        Refusing(
            library: library, state: state, number: plan.command.matter, person: resolve.person, now: now,
            verb: library.verbs.word(for: resolve.intent, in: resolve.said.text), home: resolve.home
        ).saying(refusal)
    }

    private func refused(
        _ refusal: Refusal, _ plan: Resolve.Planned, _ resolve: Resolve, _ ledger: inout Ledger
    ) throws(StoreFailure) -> Told {
        guard let state = try load(resolve.unit.id, [plan.command.matter], &ledger) else { return Told(outcome: .refused) }
        let saying = saying(refusal, plan, state, resolve)
        if case .asks(_, let field, _) = refusal { try askWhatIsLacking(field, plan, resolve, &ledger) }
        if case .needsReason = refusal {
            var saying = saying
            // The day may have been misread.
            if plan.command.happened == nil, case .move(_, let fields) = plan.command.act, case .instant(let start)? = fields[.start] {
                saying.values["start"] = .instant(start)
            }
            var plans = [plan]
            let message = resolve.said.messageID
            if let open = try question(resolve.said, &ledger), open.message == message, case .reason(let earlier) = open.about {
                plans = earlier + plans
            }
            try ask(Question(about: .reason(plans), asked: now, message: message), resolve, &ledger)
            return Told(outcome: .asked, saying: saying)
        }
        if case .asks = refusal {} else { try waitForMore(resolve.intent, resolve, &ledger) }
        return Told(outcome: .refused, saying: saying)
    }
}

extension Office.Done {
    /// The matters that an undo parted from this one again, as they are spoken of; nil where nothing had been merged.
    fileprivate func parted(from number: MatterNumber) -> Argument? {
        let others = events.compactMap { event -> Argument? in
            guard event.matter != number, case .undone(let ms) = event.what, let matter = state.matters[event.matter] else { return nil }
            let isMerge = ms.contains { m in
                switch matter.events[Int(m) - 1].what {
                case .absorbed: true
                case .stepped(let step): step.id == "SG-5"
                default: false
                }
            }
            return isMerge ? .literal("\(event.matter.serial)号") : nil
        }
        return others.isEmpty ? nil : .list(others, separator: "、")
    }

    /// Whether an undo took back what the matter is called, and nothing else.
    fileprivate func takesBackTitle(of number: MatterNumber) -> Bool {
        guard let matter = state.matters[number] else { return false }
        let undone = events.flatMap { event -> [Int64] in if case .undone(let ms) = event.what { ms } else { [] } }
        return !undone.isEmpty && undone.allSatisfy { if case .titled = matter.events[Int($0) - 1].what { true } else { false } }
    }
}

extension Resolve {
    /// Whether what is shown back is read by nobody but the officer who wrote it.
    var isDraft: Bool { said.chat.kind == .direct && unit.posts[person]?.isEmpty == false }

    var isResidentsGroup: Bool { if case .group(let id) = here { (home ?? unit).groups[id] == .residents } else { false } }
}

extension Resolve.Resolution {
    /// Whether it changes something, or presses somebody, by the word of an office. Voices of residents are their own; what asks first,
    /// and what only shows something, changes nothing.
    var isOfficersAct: Bool {
        switch self {
        case .decide(let planned): !planned.allSatisfy(\.isForResidents)
        case .other(.undo), .other(.correct), .other(.immediately), .other(.appoint), .other(.urge): true
        case .other, .say, .silence: false
        }
    }
}

extension Resolve.Planned {
    /// What residents themselves say: answered where it was said.
    var isForResidents: Bool {
        switch command.act {
        case .suggest, .petition, .supplement, .endorse, .sign, .takeBackEndorsement, .withdraw, .reply, .signIn, .agreeRevision, .rate,
            .contest,
            .step("SM-1", _, _), .step("SM-3", _, _):
            true
        default: false
        }
    }
}

extension Refusal {
    /// Whether it is said with the numbers that were judged.
    fileprivate var tellsNumbers: Bool {
        switch self {
        case .unmet, .needsReason: true
        default: false
        }
    }
}

extension Happening {
    /// The floor was given to the side that had it already (XZ-13.6e).
    fileprivate var isSameSideAgain: Bool {
        if case .floorGiven(_, _, _, let verdicts) = self { verdicts.contains { !$0.isMet && $0.force == .principle } } else { false }
    }

    fileprivate var disowns: Bool { if case .recordDisowned = self { true } else { false } }
    fileprivate var publicises: Bool { if case .stepped(let step) = self { step.id == "TP-28" } else { false } }
}
