import Procedure
import Wire

/// A command as it waits for its answer (a reason owed, a yes or no), so that it outlives the process. Read back by the same program or a
/// newer one within the question's ten minutes; what cannot be read any more is as if it had not been asked.
extension Command {
    /// Nil for what only the daemon or the operator commands (units, posts, groups, settings): that waits for nobody.
    public var json: JSON? {
        guard case .person(let person) = actor, let act = act.members else { return nil }
        var members = [
            JSON.Member("act", .object(act)), JSON.Member("by", .string(person.description)), JSON.Member("matter", .integer(matter.key)),
        ]
        if let reason { members.append(JSON.Member("reason", reason.json)) }
        if let happened { members.append(JSON.Member("happened", .string(happened.iso))) }
        return .object(members)
    }

    public init(json: JSON) throws(Malformed) {
        let reader = BodyReader(kind: "command", json: json)
        self.init(
            actor: .person(try reader.person("by")), matter: MatterNumber(key: try reader.integer("matter")),
            act: try Act(json: try reader.need("act", json["act"])), reason: WordsRef(json: json["reason"]),
            happened: json["happened"]?.string.flatMap(CivilDate.init(iso:)))
    }
}

extension Act {
    fileprivate var members: [JSON.Member]? {
        func members(_ kind: String, _ values: KeyValuePairs<String, JSON?> = [:]) -> [JSON.Member] {
            [JSON.Member("is", .string(kind))] + values.compactMap { name, value in value.map { JSON.Member(name, $0) } }
        }
        func text(_ id: some CustomStringConvertible) -> JSON { .string(id.description) }
        func count(_ value: Int?) -> JSON? { value.map { .integer(Int64($0)) } }
        switch self {
        case .openUnit, .adoptRulebook, .givePost, .endPost, .lendPost, .suspend, .bindGroup, .releaseGroup, .decideSetting, .erase, .join:
            return nil
        case .suggest(let words, let group): return members("suggest", ["words": words.json, "group": group.map(text)])
        case .petition(let words, let group, let village):
            return members("petition", ["words": words.json, "group": group.map(text), "from": text(village)])
        case .suggestFor(let words, let informant, let person):
            return members("suggestFor", ["words": words.json, "informant": informant?.json, "person": person.map(text)])
        case .supplement(let words): return members("supplement", ["words": words.json])
        case .addPicture(let words): return members("addPicture", ["words": words.json])
        case .endorse: return members("endorse")
        case .endorseOnPaper(let heads, let names, let people, let village):
            return members(
                "endorseOnPaper",
                [
                    "heads": .integer(Int64(heads)), "names": names?.json, "people": people.isEmpty ? nil : .array(people.map(text)),
                    "from": village.map(text),
                ])
        case .sign(let village): return members("sign", ["from": text(village)])
        case .takeBackEndorsement: return members("takeBackEndorsement")
        case .withdraw: return members("withdraw")
        case .merge(let target, let reason): return members("merge", ["into": .integer(target.key), "reason": reason?.json])
        case .move(let name, let fields): return members("move", ["name": .string(name), "fields": fields.json])
        case .step(let step, let key, let fields):
            return members("step", ["step": .string(step.text), "key": key.map { .string($0) }, "fields": fields.json])
        case .correct(let fields, let step):
            return members("correct", ["fields": fields.json, "step": step.map { .string($0.text) }])
        case .screen(let fields): return members("screen", ["fields": fields.json])
        case .reply(let reply, let reason, let substitute):
            return members(
                "reply", ["reply": .string(reply.rawValue), "reason": reason?.json, "substitute": substitute.map(text)])
        case .changeList(let added, let removed):
            return members("changeList", ["add": .array(added.map(text)), "remove": .array(removed.map(text))])
        case .signIn: return members("signIn")
        case .closeCount(let named, let missing, let everybody, let present, let stakeholders):
            return members(
                "closeCount",
                [
                    "named": .array(named.map(text)), "missing": .array(missing.map(text)), "everybody": .bool(everybody),
                    "present": count(present), "stakeholders": count(stakeholders),
                ])
        case .giveFloor(let person, let viewpoint, let stance):
            return members(
                "giveFloor", ["person": text(person), "viewpoint": viewpoint.json, "stance": .string(stance.rawValue)])
        case .endTurn(let extended): return members("endTurn", ["extended": .bool(extended)])
        case .interrupt(let reason): return members("interrupt", ["reason": .string(reason.rawValue)])
        case .agreeRevision: return members("agreeRevision")
        case .record(let line): return members("record", ["line": line.json])
        case .confirmShown(let notice, let group, let person, let since):
            return members(
                "confirmShown",
                [
                    "notice": .string(notice), "group": group.map(text), "person": person.map(text),
                    "since": since.map { .integer($0.milliseconds) },
                ])
        case .rate(let score): return members("rate", ["score": .integer(Int64(score))])
        case .contest(let words): return members("contest", ["words": words?.json])
        case .turnPrivate: return members("turnPrivate")
        case .correctSubject(let category, let department):
            return members("correctSubject", ["category": category.map { .string($0) }, "department": department.map { .string($0) }])
        case .entitle(let words): return members("entitle", ["words": words.json])
        case .object(let words): return members("object", ["words": words?.json])
        case .settleObjection(let wasWrong): return members("settleObjection", ["wasWrong": .bool(wasWrong)])
        case .post(let fields): return members("post", ["fields": fields.json])
        case .explainViolation(let row, let words):
            return members("explainViolation", ["row": .string(row.text), "words": words.json])
        case .report(let session): return members("report", ["in": .integer(session.key)])
        case .undo(let sent): return members("undo", ["sent": .bool(sent)])
        }
    }

    fileprivate init(json: JSON) throws(Malformed) {
        let reader = BodyReader(kind: "command", json: json)
        func count(_ name: String) -> Int? { if let value = json[name]?.integer { Int(value) } else { nil } }
        switch try reader.text("is") {
        case "suggest": self = .suggest(try reader.words("words"), in: reader.group("group"))
        case "petition":
            self = .petition(try reader.words("words"), in: reader.group("group"), from: try reader.unit("from"))
        case "suggestFor":
            self = .suggestFor(
                try reader.words("words"), informant: WordsRef(json: json["informant"]), person: reader.optionalPerson("person"))
        case "supplement": self = .supplement(try reader.words("words"))
        case "addPicture": self = .addPicture(try reader.words("words"))
        case "endorse": self = .endorse
        case "endorseOnPaper":
            self = .endorseOnPaper(
                heads: Int(try reader.integer("heads")), names: WordsRef(json: json["names"]), people: try reader.anyPeople("people"),
                from: try reader.optionalUnit("from"))
        case "sign": self = .sign(from: try reader.unit("from"))
        case "takeBackEndorsement": self = .takeBackEndorsement
        case "withdraw": self = .withdraw
        case "merge": self = .merge(into: MatterNumber(key: try reader.integer("into")), reason: WordsRef(json: json["reason"]))
        case "move": self = .move(try reader.text("name"), try reader.fields("fields"))
        case "step": self = .step(StepID(try reader.text("step")), key: json["key"]?.string, try reader.fields("fields"))
        case "correct": self = .correct(try reader.fields("fields"), of: json["step"]?.string.map { StepID($0) })
        case "screen": self = .screen(try reader.fields("fields"))
        case "reply":
            self = .reply(
                try reader.name("reply"), reason: WordsRef(json: json["reason"]), substitute: reader.optionalPerson("substitute"))
        case "changeList": self = .changeList(add: try reader.people("add"), remove: try reader.people("remove"))
        case "signIn": self = .signIn
        case "closeCount":
            self = .closeCount(
                named: try reader.people("named"), missing: try reader.people("missing"),
                everybody: json["everybody"]?.bool ?? false, present: count("present"), stakeholders: count("stakeholders"))
        case "giveFloor":
            self = .giveFloor(
                try reader.person("person"), viewpoint: try reader.viewpoint("viewpoint"), stance: try reader.name("stance"))
        case "endTurn": self = .endTurn(extended: json["extended"]?.bool ?? false)
        case "interrupt": self = .interrupt(try reader.name("reason"))
        case "agreeRevision": self = .agreeRevision
        case "record": self = .record(try reader.line("line"))
        case "confirmShown":
            self = .confirmShown(
                notice: try reader.text("notice"), group: reader.group("group"), person: reader.optionalPerson("person"),
                since: reader.optionalInstant("since"))
        case "rate": self = .rate(Int(try reader.integer("score")))
        case "contest": self = .contest(WordsRef(json: json["words"]))
        case "turnPrivate": self = .turnPrivate
        case "correctSubject":
            self = .correctSubject(category: json["category"]?.string, department: json["department"]?.string)
        case "entitle": self = .entitle(try reader.words("words"))
        case "object": self = .object(WordsRef(json: json["words"]))
        case "settleObjection": self = .settleObjection(recordWasWrong: json["wasWrong"]?.bool ?? false)
        case "post": self = .post(try reader.fields("fields"))
        case "explainViolation":
            self = .explainViolation(RowID(try reader.text("row")), try reader.words("words"))
        case "report": self = .report(in: MatterNumber(key: try reader.integer("in")))
        case "undo": self = .undo(sent: json["sent"]?.bool ?? false)
        case let other: throw Malformed("no command is called \(other)")
        }
    }
}
