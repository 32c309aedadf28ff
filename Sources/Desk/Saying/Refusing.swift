import Deliberation
import Procedure
import Reading

/// Says a refusal in plain words: which article asks for it, and what would satisfy it. Never a row id (design 2.9).
struct Refusing {
    let library: Library
    let state: Case
    let number: MatterNumber
    /// Who is told: of themselves nobody is told by name.
    let person: PersonID
    let now: Instant
    /// The word that was said, where it is known: what cannot be done is called as it was called.
    var verb: String?
    /// The village that hears it, where the matter is the township's.
    var home: Unit?

    func saying(_ refusal: Refusal) -> Saying {
        let serial = state.matters[number].map { state.spoken($0, from: home) } ?? Argument.integer(number.serial)
        switch refusal {
        case .noSuchMatter(let number):
            return Saying("refuse.noSuchMatter", ["unit": .literal(state.unit.name), "number": .integer(number.serial)])
        case .notOffered("decline"): return Saying("refuse.notOffered.decline", ["number": serial])
        case .notOffered: return Saying("refuse.notOffered")
        case .wrongState(let move, let state, _, _, _) where library.texts.has("refuse.wrongState.\(move).\(state)"):
            return Saying("refuse.wrongState.\(move).\(state)", ["number": serial])
        case .wrongState("adjourn", _, _, _, _) where hasText(ofAdjourning: meeting):
            let key = Summary.isDiscussed(meeting) ? "live" : meeting
            return Saying("refuse.wrongState.adjourn.\(key)", ["number": serial])
        case .wrongState(let move, let state, let machine, let by, let at):
            // A suggestion that became a topic stands where that stands.
            let topic = state == "convertedToTopic" ? self.state.matters[number]?.state(of: "topic") ?? .none : .none
            let key = topic == .none ? "state.\(machine).\(state == .none ? "none" : state.text)" : "state.topic.\(topic)"
            if self.number == .unit {
                return Saying("refuse.wrongState.unit", ["state": .text(key: key, [:]), "move": name(ofMove: move)])
            }
            var values = ["number": serial, "state": .text(key: key, [:]), "move": name(ofMove: move, negated: true)]
            values["next"] = next(serial)
            if let by, let at, by != person, isInOffice, at <= now, now - at <= Refusing.justNow {
                (values["actor"], values["at"]) = (.person(by), .instant(at))
            }
            let own = "refuse.wrongState.\(move)"
            return Saying(state == .none ? "refuse.wrongState.none" : library.texts.has(own) ? own : "refuse.wrongState", values)
        case .already(let move, _, let at) where number == .unit:
            return Saying("refuse.already.unit", ["move": name(ofMove: move), "at": .instant(at)])
        case .already(let move, let by, let at):
            if by == person { return Saying("refuse.already.you", ["number": serial, "move": name(ofMove: move), "at": .instant(at)]) }
            let actor = by.map { Argument.person($0) } ?? .text(key: "post.daemon", [:])
            return Saying("refuse.already", ["number": serial, "move": name(ofMove: move), "actor": actor, "at": .instant(at)])
        case .notYours("CS-2", let posts) where posts == [.daemon]: return Saying("refuse.notYours.post")
        case .notYours(let step, _) where library.texts.has("refuse.notYours.\(step)"): return Saying("refuse.notYours.\(step)")
        case .notYours(_, let posts) where posts == [.participant]: return Saying("refuse.notYours.participant", ["number": serial])
        case .notYours(_, let posts) where posts == [.daemon]: return Saying("refuse.notYours.office")
        case .notYours(_, let posts):
            return Saying(
                "refuse.notYours",
                ["posts": .list(posts.filter { $0 != .daemon }.map { .text(key: "post.\($0.rawValue)", [:]) }, separator: "、")])
        case .asks(let step, let field, let row): return asking(step, field, row)
        case .unmet(_, let verdicts) where verdicts.allSatisfy { Case.rulesOfDay.contains($0.rule) }:
            return Saying("refuse.unmet.day", ["number": serial, "problem": problems(verdicts), "place": places(verdicts)])
        case .unmet(_, let verdicts): return Saying("refuse.unmet", ["problem": problems(verdicts), "place": places(verdicts)])
        case .needsReason("MT-2", let verdicts):
            return Saying("ask.reason.list", ["number": serial, "place": places(verdicts)])
        case .needsReason(_, let verdicts): return Saying("ask.reason", ["problem": problems(verdicts), "place": places(verdicts)])
        case .blocked(_, let verdicts): return Saying("refuse.blocked", ["number": serial, "problem": problems(verdicts)])
        case .nothingToUndo: return Saying("refuse.nothingToUndo")
        case .undoNotYours(let by, let at):
            let actor = by.map { Argument.person($0) } ?? .text(key: "post.daemon", [:])
            return Saying("refuse.undoNotYours", ["number": serial, "actor": actor, "at": .instant(at)])
        case .undoFirst(let other): return Saying("refuse.undoFirst", ["number": .integer(other.serial)])
        case .undoTooLate:
            let topic = state.matters[number].map { $0.state(of: "topic").text } ?? ""
            let key = "refuse.undoTooLate.\(topic)"
            let fields = state.matters[number].map { state.corrigible($0, by: .person(person)).flatMap(\.fields) } ?? []
            return Saying(library.texts.has(key) ? key : "refuse.undoTooLate", naming(fields, serial))
        case .notCorrectable(let fields): return Saying("refuse.notCorrectable", naming(fields, serial))
        case .ownEndorsement: return Saying("refuse.ownEndorsement")
        case .signedAlready: return Saying("refuse.signedAlready", ["number": serial])
        case .notAmong(let person):
            return Saying("refuse.notAmong", ["person": person.map { .person($0) } ?? .text(key: "word.somebody", [:])])
        case .countDiffers(let signedIn, let stated):
            return Saying("refuse.countDiffers", ["present": .integer(signedIn), "stated": .integer(stated)])
        case .tooManyPresent(let stated, let most):
            return Saying("refuse.tooManyPresent", ["stated": .integer(stated), "most": .integer(most)])
        case .tooManyStakeholders(let stated, let present):
            return Saying("refuse.tooManyStakeholders", ["stated": .integer(stated), "present": .integer(present)])
        case .frozen: return Saying("refuse.frozen", ["number": serial])
        case .contested(let count):
            var values: [String: Argument] = ["number": serial, "count": .integer(count)]
            if let matter = state.matters[number] {
                values["again"] = Values(texts: library.texts, state: state, matter: matter, now: now).again
            }
            return Saying("refuse.contested", values)
        case .answerAwaited(let until):
            return Saying("refuse.answerAwaited", ["number": serial, "date": .day(until.civil.date)])
        case .dateGone(let day): return Saying("ask.date.past", ["date": .day(day)])
        case .dateBefore(let day, let began):
            return Saying("refuse.dateBefore", ["number": serial, "date": .day(day), "began": .day(began)])
        case .postedBefore(let day, let settled):
            return Saying("refuse.postedBefore", ["number": serial, "date": .day(day), "settled": .day(settled)])
        case .postedAlready(let place, let from):
            return Saying("refuse.postedAlready", ["number": serial, "place": .literal(place), "start": .instant(from)])
        case .substituteListed(let person): return Saying("refuse.substituteListed", ["person": .person(person)])
        case .absentCounted(let people):
            return Saying("refuse.absentCounted", ["persons": .list(people.map { .person($0) }, separator: "、")])
        case .dateAhead(let day): return Saying("refuse.dateAhead", ["date": .day(day)])
        }
    }

    /// What can still be put right, where there is anything.
    private func naming(_ fields: [Field], _ serial: Argument) -> [String: Argument] {
        guard let first = fields.first else { return ["number": serial] }
        // One of what goes by the same name is enough.
        let named = fields.uniqued().filter { ![.document, .topicClass, .phase].contains($0) }
        return [
            "number": serial, "fields": .list(named.map { .text(key: "field.\($0.rawValue)", [:]) }, separator: "、"),
            "example": .text(key: "example.correct.\(first.rawValue)", [:]),
        ]
    }

    private var meeting: String { state.matters[number]?.state(of: "meeting").text ?? "" }

    private func hasText(ofAdjourning meeting: String) -> Bool {
        Summary.isDiscussed(meeting) || library.texts.has("refuse.wrongState.adjourn.\(meeting)")
    }

    /// What may be done from where the matter stands: for officers by which word, for others what it waits for.
    private func next(_ serial: Argument) -> Argument? {
        guard let matter = state.matters[number] else { return nil }
        for stage in Refusing.stages(of: matter, now: now) {
            if isInOffice, library.texts.has("then.\(stage)") { return .text(key: "then.\(stage)", ["number": serial]) }
            for key in isInOffice ? ["next.\(stage)"] : ["waits.\(stage)", "next.\(stage)"] where library.texts.has(key) {
                return .text(key: key, [:])
            }
        }
        return nil
    }

    /// Where a matter stands, as the texts of what comes next call it, the most telling first.
    static func stages(of matter: Matter, now: Instant) -> [String] {
        let summary = Summary(matter)
        // What is closed waits for nothing.
        if summary.suggestion == "closed" { return ["closed"] }
        var stages: [String] = []
        if summary.isCalled, let start = matter.sitting.start, start.civil.date <= now.civil.date {
            if matter.sitting.secretary == nil { stages.append("calledToday.noSecretary") }
            stages.append("calledToday")
        }
        if summary.meeting == "checkIn", matter.sitting.isCounted { stages.append("counted") }
        if summary.isLive || summary.isCalled { stages.append(summary.meeting) }
        stages.append(summary.stage == "screening" && matter.isScreened ? "screened" : summary.stage)
        return stages
    }

    private var isInOffice: Bool {
        guard let matter = state.matters[number] else { return false }
        return !state.posts(of: .person(person), in: matter).isDisjoint(with: Refusing.offices)
    }

    /// So long whoever comes second is told who was first (design 2.6); later it is no news.
    private static let justNow = Span.minutes(60)

    static let offices: Set<Post> = [
        .liaisonOfficer, .registerKeeper, .firstConvenor, .secondConvenor, .partySecretary, .meetingChair, .meetingSecretary,
        .departmentContact,
    ]

    /// - Parameter negated: it stands behind 不能: 不能不同意 would say the opposite of what is meant.
    private func name(ofMove move: String, negated: Bool = false) -> Argument {
        if let verb, let said = named(by: verb) {
            return negated && said == .literal(verb) && verb.hasPrefix("不") ? .text(key: "verb.negative", ["verb": said]) : said
        }
        if library.texts.has("move.\(move)") { return .text(key: "move.\(move)", [:]) }
        let found = state.rulebook.moves.sorted { $0.key < $1.key }.first {
            $0.value.ways.contains { way in way.contains { $0.step.text == move } }
        }
        return .text(key: "move.\(found?.key ?? "pass")", [:])
    }

    /// The word that was said, where it is one of those that 帮助 teaches, or the file says how it is called: 不能去不了 says nothing.
    private func named(by verb: String) -> Argument? {
        if library.texts.has("verb.\(verb)") { return .text(key: "verb.\(verb)", [:]) }
        let isTaught = library.verbs.verbs.contains { $0.group != nil && $0.words.first == verb }
        return isTaught ? .literal(verb) : nil
    }

    private func asking(_ step: StepID, _ field: Field, _ row: RowID?) -> Saying {
        var values: [String: Argument] = ["field": .text(key: "field.\(field.rawValue)", [:])]
        values["example"] =
            library.texts.has("example.\(step)") ? .text(key: "example.\(step)", ["number": .integer(number.serial)]) : .literal("")
        guard let row, let place = library.rows[row]?.place else { return Saying("refuse.asks", values) }
        values["place"] = .literal(place)
        return Saying("refuse.asks.row", values)
    }

    func places(_ verdicts: [Verdict]) -> Argument {
        var seen: [String] = []
        for verdict in verdicts { if let place = library.rows[verdict.row]?.place, !seen.contains(place) { seen.append(place) } }
        return .literal(seen.joined(separator: "、"))
    }

    /// What is unmet, in words, one a line.
    func problems(_ verdicts: [Verdict]) -> Argument {
        let spoken = state.matters[number].map { state.spoken($0, from: home) } ?? .integer(number.serial)
        let said = verdicts.map { verdict -> Argument in
            var values = verdict.values(number: spoken)
            if verdict.rule == "recordComplete" { values["missing"] = missing }
            return .text(key: "rule.\(verdict.rule)", values)
        }
        return .list(said.uniqued(), separator: "\n")
    }

    /// Which parts of a record nobody has told yet (XZ-13.2b); nil where they are all there by now.
    var missing: Argument? { missing(ofSitting: false) }

    /// The same; of the sitting itself the second round as well (XZ-13.7b), which stands in no column of the record.
    func missing(ofSitting: Bool) -> Argument? {
        guard let matter = state.matters[number] else { return nil }
        let sitting = matter.sitting
        let spokeFirst = sitting.proposerSpokeFirst || sitting.turns.first.map { matter.isProposed(by: $0.person) } == true
        let isSecondRoundHeld = sitting.hadSecondRound || matter.taken["MT-11"] != nil || !ofSitting
        let parts = [
            ("present", sitting.isCounted), ("first", spokeFirst), ("revision", sitting.revision != nil || sitting.isUnrevised),
            ("second", isSecondRoundHeld),
            ("method", sitting.method != nil), ("agreed", sitting.revision == nil || sitting.revisionAgreed || ofSitting),
        ]
        let open = parts.filter { !$0.1 }.map { part, _ in
            // Asked of whoever writes it, with the line to write.
            let line = "word.record.line.\(part)"
            return Argument.text(key: !ofSitting && library.texts.has(line) ? line : "word.record.\(part)", [:])
        }
        return open.isEmpty ? nil : .list(open, separator: "、")
    }

    /// A step as people speak of it: the move it is part of.
    static func name(of step: StepID, in book: Rulebook, _ texts: Texts) -> Argument {
        if step == "MT-8" { return .literal(texts.render("move.giveFloor")) }
        if texts.has("move.\(step)") { return .literal(texts.render("move.\(step)")) }
        let moves = book.moves.sorted { $0.key < $1.key }
        let found = moves.first { $0.value.ways.contains { $0.contains { $0.step == step } } }
        return .literal(texts.render("move.\(found?.key ?? "record")"))
    }
}

extension Verdict {
    /// Its numbers and what follows from its remedy, under the names the texts use.
    func values(number spoken: Argument) -> [String: Argument] {
        var values = Dictionary(numbers.map { ($0.name, Argument.integer(Int($0.value))) }, uniquingKeysWith: { $1 })
        values["number"] = spoken
        switch remedy {
        case .bring(let short)?: values["short"] = .integer(short)
        case .addStakeholders(let add, let replace)?:
            values["add"] = .integer(add)
            values["replace"] = .integer(replace)
        case .wait(let until)?: values["until"] = .instant(until)
        default:
            // Of a verdict from the record only its numbers are known.
            if let minutes = numbers.first(where: { $0.name == "minutesAhead" })?.value, minutes > 0, remedy == nil {
                values["ahead"] = .text(
                    key: "word.span", ["days": .integer(Int(minutes / 1440)), "hours": .integer(Int(minutes % 1440 / 60))])
            }
        }
        return values
    }
}
