import Deliberation
import Procedure
import Reading
import Record

extension Resolve {
    /// What is said at the table: there is one sitting under way, so the number need not be said.
    func meeting(_ ledger: inout Ledger) throws(StoreFailure) -> Resolution? {
        guard Resolve.tableWords.contains(intent.name) else { return nil }
        guard let number = try sitting(&ledger, first: Resolve.meant[intent.name] ?? []) else {
            return .say(Saying("ask.number", ["example": .literal("开会")]), .asked)
        }
        let matter = try office.matter(MatterKey(unit.id, number), &ledger)
        var pending: [PendingWords] = []
        var fields = try self.fields(number, &pending, &ledger)
        func move(_ name: String) -> Resolution {
            .decide([
                Planned(
                    command: command(number, .move(name, fields), reason: fields.words(.reason)), words: pending,
                    answer: office.rulebook(unit, nil)?.moves[name]?.answer)
            ])
        }
        switch intent.name {
        case .nominateSecretary:
            if let early = tooEarly(number, matter) { return .say(early, .asked) }
            if let name = text(.secretary) {
                switch try people([name], in: matter, &ledger) {
                case .success(let people): fields[.secretary] = people.first.map { .person($0) }
                case .failure(let unclear): return .say(unclear.saying, .asked)
                }
            }
            return .decide(
                try together(with: number, &ledger).map { topic in
                    Planned(command: command(topic, .move("checkIn", fields)), answer: office.rulebook(unit, nil)?.moves["checkIn"]?.answer)
                })
        case .closeCount: return try closeCount(number, matter, &ledger)
        case .openMeeting: return move(text(.kind) == "提议人缺席" ? "interact" : "open")
        case .interact: return move("interact")
        case .giveFloor: return try giveFloor(number, matter, &ledger)
        case .endTurn:
            let isExtended = text(.kind) == "extend"
            let act = Act.endTurn(extended: isExtended)
            return .decide([Planned(command: command(number, act), answer: isExtended ? "done.extend" : "done.floorEnd")])
        case .interrupt:
            guard let kind = text(.reason).flatMap({ Terms.interrupt[$0] }), let reason = InterruptReason(rawValue: kind) else {
                return .say(Saying("ask.text", ["example": .literal("打断 跑题")]), .asked)
            }
            return .decide([
                Planned(
                    command: command(number, .interrupt(reason)), answer: "done.interrupt",
                    extra: ["kind": .text(key: "name.interrupt.\(kind)", [:])])
            ])
        case .revise:
            guard let text = text(.text) else { return .say(Saying("ask.text", ["example": .literal("修订 新的文本")]), .asked) }
            let words = try words(text, number, kind: "revision", &ledger)
            return .decide([
                Planned(
                    command: command(number, .move("revise", Fields([.revision: .words(words.ref)]))), words: [words], answer: "done.revise"
                )
            ])
        case .confirmMethod: return move("confirmMethod")
        case .announceResult:
            let name = text(.result).flatMap { Terms.result[$0] } == "noConsensus" ? "announceNotAgreed" : "announceAgreed"
            guard case .decide(var planned) = move(name) else { return nil }
            // Confirmed by ballot, and no count said: what was cast is counted.
            if fields[.votesFor] == nil, let matter { planned[0].ballot = Office.ballot(MatterKey(unit.id, number), matter) }
            return .decide(planned)
        case .minutes: return move("minutes")
        case .endMeeting:
            return .decide(
                try together(with: number, &ledger).map { topic in
                    Planned(command: command(topic, .move("adjourn", fields)), answer: office.rulebook(unit, nil)?.moves["adjourn"]?.answer)
                })
        case .participants: return try changeList(number, matter, &ledger)
        case .pasteRecord: return try pasted(number, matter, &ledger)
        default: return nil
        }
    }

    /// Where a word of the table can only mean what stands somewhere.
    private static let meant: [IntentName: Set<String>] = [
        .nominateSecretary: ["called"], .minutes: ["announced"], .pasteRecord: ["announced"],
    ]

    private static let tableWords: Set<IntentName> = [
        .nominateSecretary, .closeCount, .openMeeting, .interact, .giveFloor, .endTurn, .interrupt, .revise, .confirmMethod,
        .announceResult,
        .minutes, .endMeeting, .participants, .pasteRecord,
    ]

    /// People are counted on the day of the sitting: before it a count can only be a slip, or the sitting was moved and nobody was told
    /// (XZ-12b). What has already taken place is taken down as 补录.
    private func tooEarly(_ number: MatterNumber, _ matter: Matter?) -> Saying? {
        guard day(.late) == nil, let matter, matter.state(of: "meeting") == "called", let start = matter.sitting.start,
            start.civil.date > now.civil.date
        else { return nil }
        return Saying("ask.count.early", ["number": .integer(number.serial), "start": .instant(start)])
    }

    private func closeCount(_ number: MatterNumber, _ matter: Matter?, _ ledger: inout Ledger) throws(StoreFailure) -> Resolution {
        if let early = tooEarly(number, matter) { return .say(early, .asked) }
        let named: [PersonID]
        let missing: [PersonID]
        switch (try people(texts(.add) + texts(.persons), in: matter, &ledger), try people(texts(.missing), in: matter, &ledger)) {
        case (.success(let added), .success(let absent)): (named, missing) = (added, absent)
        case (.failure(let unclear), _), (_, .failure(let unclear)): return .say(unclear.saying, .asked)
        }
        let topics = try together(with: number, &ledger)
        if topics.count > 1, integer(.present) != nil {
            // Heads without a name stand for other parties in each topic: they are said for each.
            let serials = Argument.list(topics.map { .integer($0.serial) }, separator: "、")
            return .say(Saying("ask.countEach", ["numbers": serials, "number": .integer(number.serial)]), .asked)
        }
        let act = Act.closeCount(
            named: named, missing: missing, everybody: text(.kind) == "all", present: integer(.present),
            stakeholders: integer(.stakeholders))
        return .decide(
            topics.map { topic in
                Planned(
                    command: command(topic, act), answer: "done.count")
            })
    }

    private func giveFloor(_ number: MatterNumber, _ matter: Matter?, _ ledger: inout Ledger) throws(StoreFailure) -> Resolution {
        switch try people([text(.person) ?? ""], in: matter, &ledger) {
        case .failure(let unclear): return .say(unclear.saying, .asked)
        case .success(let people):
            guard let speaker = people.first else { return .silence }
            let stance = text(.stance).flatMap { Terms.stance[$0] }.flatMap(Stance.init(rawValue:)) ?? .other
            let (view, kept) = try viewpoint(text(.viewpoint), of: speaker, number, matter, &ledger)
            let act = Act.giveFloor(speaker, viewpoint: view, stance: stance)
            return .decide([
                Planned(
                    command: command(number, act), words: [kept].compactMap { $0 }, answer: "done.floor",
                    extra: ["person": .person(speaker)])
            ])
        }
    }

    /// One message holds the whole middle of a sitting: each line is judged like its live form (requirements 2.0, 3); lines that say
    /// something else are kept with the minutes as they stand.
    private func pasted(_ number: MatterNumber, _ matter: Matter?, _ ledger: inout Ledger) throws(StoreFailure) -> Resolution {
        if let differing = try contradiction(number, matter, &ledger) { return .say(differing, .asked) }
        var pending: [PendingWords] = []
        var commands: [Command] = []
        let isAgreed = intent.more.contains { line in
            if case .text(let text)? = line.slots[.text] { text.sayingAgreed != nil } else { line.name == .agreeRevision }
        }
        for line in intent.more {
            let reading = Resolve(
                office: office, said: said, intent: line, person: person, unit: unit, quoted: number, here: here, now: now)
            switch try reading.line(number, matter, isAgreed: isAgreed, after: pending, earlier: commands, &ledger) {
            case .success(let planned):
                commands += planned.commands
                pending += planned.words
            case .failure(let unclear): return .say(unclear.saying, .asked)
            }
        }
        // What a line says beyond the form is kept with the minutes in its own words.
        var minutes = Fields()
        let others = intent.more.filter { $0.name == .recordView && $0.slots[.person] == nil }.compactMap { line -> String? in
            if case .text(let text)? = line.slots[.text], text.sayingAgreed == nil { text } else { nil }
        }
        if !others.isEmpty {
            let kept = try words(others.joined(separator: "\n"), number, kind: "minutes", after: pending, &ledger)
            pending.append(kept)
            minutes[.text] = .words(kept.ref)
        }
        commands.append(command(number, .move("minutes", minutes)))
        switch try sitting(number, matter, &ledger) {
        case .failure(let unclear): return .say(unclear.saying, .asked)
        case .success(let held?): commands = (held.commands + commands).map { held.dated($0) }
        case .success(nil): break
        }
        guard let first = commands.first else { return .silence }
        return .decide([
            Planned(command: first, words: pending, answer: "done.minutes", then: Array(commands.dropFirst()))
        ])
    }

    private struct Line {
        var commands: [Command] = []
        var words: [PendingWords] = []
    }

    private func line(
        _ number: MatterNumber, _ matter: Matter?, isAgreed: Bool, after pending: [PendingWords], earlier: [Command],
        _ ledger: inout Ledger
    ) throws(StoreFailure) -> Result<Line, Unclear> {
        func record(_ line: RecordLine) -> Command { command(number, .record(line)) }
        switch intent.name {
        case .giveFloor, .recordView:
            guard let name = text(.person) else { return .success(Line()) }
            switch try people([name], in: matter, &ledger) {
            case .failure(let unclear): return .failure(unclear)
            case .success(let people):
                guard let speaker = people.first else { return .success(Line()) }
                let stance = text(.stance).flatMap { Terms.stance[$0] }.flatMap(Stance.init(rawValue:)) ?? .other
                let (view, kept) = try viewpoint(
                    text(.viewpoint) ?? text(.text), of: speaker, number, matter, earlier: earlier, after: pending, &ledger)
                let turn = record(.turn(speaker, viewpoint: view, stance: stance, seconds: 0))
                return .success(Line(commands: [turn], words: [kept].compactMap { $0 }))
            }
        case .openMeeting: return .success(Line(commands: [record(.proposerSpokeFirst(true))]))
        case .revise:
            guard let text = text(.text) else { return .success(Line()) }
            let words = try words(text.sayingAgreed ?? text, number, kind: "revision", after: pending, &ledger)
            return .success(Line(commands: [record(.revision(words.ref, agreed: isAgreed))], words: [words]))
        case .interact: return .success(Line(commands: [record(.secondRound)]))
        case .confirmMethod:
            guard let method = text(.method).flatMap({ Terms.confirmation[$0] }).flatMap(ConfirmationMethod.init(rawValue:)) else {
                return .success(Line())
            }
            return .success(Line(commands: [record(.method(method))]))
        default: return .success(Line())
        }
    }
}

extension String {
    /// What is left of a line of the record that ends with the proposer's consent; nil where it does not (XZ-13.7a).
    fileprivate var sayingAgreed: String? {
        var rest = Substring(self)
        func trim() { while let last = rest.last, "。；;，,、（()） \u{3000}".contains(last) { rest.removeLast() } }
        trim()
        guard let said = Terms.agreed.first(where: { rest.hasSuffix($0) }) else { return nil }
        rest.removeLast(said.count)
        trim()
        return String(rest)
    }
}
