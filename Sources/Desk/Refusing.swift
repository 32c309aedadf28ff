import Deliberation
import Procedure

/// Says a refusal in plain words: which article asks for it, and what would satisfy it. Never a row id (design 2.9).
struct Refusing {
    let library: Library
    let state: Case
    let number: MatterNumber
    /// Who is told: of themselves nobody is told by name.
    let person: PersonID
    let now: Instant

    func saying(_ refusal: Refusal) -> Saying {
        let serial = state.matters[number].map { state.spoken($0) } ?? Argument.integer(number.serial)
        switch refusal {
        case .noSuchMatter(let number):
            return Saying("refuse.noSuchMatter", ["unit": .literal(state.unit.name), "number": .integer(number.serial)])
        case .notOffered: return Saying("refuse.notOffered")
        case .wrongState(let move, let state, _, _, _) where library.texts.has("refuse.wrongState.\(move).\(state)"):
            return Saying("refuse.wrongState.\(move).\(state)", ["number": serial])
        case .wrongState(let move, let state, let machine, _, _):
            let key = state == .none ? "state.\(machine).none" : "state.\(machine).\(state)"
            if self.number == .unit {
                return Saying("refuse.wrongState.unit", ["state": .text(key: key, [:]), "move": name(ofMove: move)])
            }
            return Saying("refuse.wrongState", ["number": serial, "state": .text(key: key, [:]), "move": name(ofMove: move)])
        case .already(let move, _, let at) where number == .unit:
            return Saying("refuse.already.unit", ["move": name(ofMove: move), "at": .instant(at)])
        case .already(let move, let by, let at):
            if by == person { return Saying("refuse.already.you", ["number": serial, "move": name(ofMove: move), "at": .instant(at)]) }
            let actor = by.map { Argument.person($0) } ?? .text(key: "post.daemon", [:])
            return Saying("refuse.already", ["number": serial, "move": name(ofMove: move), "actor": actor, "at": .instant(at)])
        case .notYours(let step, _) where library.texts.has("refuse.notYours.\(step)"): return Saying("refuse.notYours.\(step)")
        case .notYours(_, let posts):
            return Saying(
                "refuse.notYours",
                ["posts": .list(posts.filter { $0 != .daemon }.map { .text(key: "post.\($0.rawValue)", [:]) }, separator: "、")])
        case .asks(let step, let field, let row): return asking(step, field, row)
        case .unmet(_, let verdicts): return Saying("refuse.unmet", ["problem": problems(verdicts), "place": places(verdicts)])
        case .needsReason(_, let verdicts): return Saying("ask.reason", ["problem": problems(verdicts), "place": places(verdicts)])
        case .blocked(_, let verdicts): return Saying("refuse.blocked", ["number": serial, "problem": problems(verdicts)])
        case .nothingToUndo: return Saying("refuse.nothingToUndo")
        case .undoTooLate:
            let fields = state.matters[number].map { state.corrigible($0, by: .person(person)).flatMap(\.fields) } ?? []
            return Saying("refuse.undoTooLate", naming(fields, serial))
        case .notCorrectable(let fields): return Saying("refuse.notCorrectable", naming(fields, serial))
        case .ownEndorsement: return Saying("refuse.ownEndorsement")
        case .notAmong(let person):
            return Saying("refuse.notAmong", ["person": person.map { .person($0) } ?? .text(key: "word.somebody", [:])])
        case .countDiffers(let signedIn, let stated):
            return Saying("refuse.countDiffers", ["present": .integer(signedIn), "stated": .integer(stated)])
        case .tooManyPresent(let stated, let most):
            return Saying("refuse.tooManyPresent", ["stated": .integer(stated), "most": .integer(most)])
        case .tooManyStakeholders(let stated, let present):
            return Saying("refuse.tooManyStakeholders", ["stated": .integer(stated), "present": .integer(present)])
        case .frozen: return Saying("refuse.frozen", ["number": serial])
        case .contested(let count): return Saying("refuse.contested", ["number": serial, "count": .integer(count)])
        case .dateGone(let day): return Saying("ask.date.past", ["date": .day(day)])
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

    private func name(ofMove move: String) -> Argument {
        if library.texts.has("move.\(move)") { return .text(key: "move.\(move)", [:]) }
        let found = state.rulebook.moves.sorted { $0.key < $1.key }.first {
            $0.value.ways.contains { way in way.contains { $0.step.text == move } }
        }
        return .text(key: "move.\(found?.key ?? "pass")", [:])
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
        .list(verdicts.map { .text(key: "rule.\($0.rule)", values(of: $0)) }.uniqued(), separator: "\n")
    }

    /// The numbers of a verdict and what follows from its remedy, under the names the texts use.
    private func values(of verdict: Verdict) -> [String: Argument] {
        var values = Dictionary(verdict.numbers.map { ($0.name, Argument.integer(Int($0.value))) }, uniquingKeysWith: { $1 })
        values["number"] = state.matters[number].map { state.spoken($0) } ?? .integer(number.serial)
        switch verdict.remedy {
        case .bring(let short)?: values["short"] = .integer(short)
        case .addStakeholders(let add, let replace)?:
            values["add"] = .integer(add)
            values["replace"] = .integer(replace)
        case .wait(let until)?: values["until"] = .instant(until)
        default:
            // Of a verdict from the record only its numbers are known.
            if let minutes = verdict.numbers.first(where: { $0.name == "minutesAhead" })?.value, minutes > 0, verdict.remedy == nil {
                values["ahead"] = .text(
                    key: "word.span", ["days": .integer(Int(minutes / 1440)), "hours": .integer(Int(minutes % 1440 / 60))])
            }
        }
        return values
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
