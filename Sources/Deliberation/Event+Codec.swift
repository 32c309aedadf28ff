import Procedure
import Wire

/// The stored form of an event: a kind, a version, and a body in JSON with sorted names, whole numbers and ids as strings.
/// A kind and version once written is read for ever; fixtures of each are tests.
extension Happening {
    /// In which version it is written. 2 where the first had somebody's own wording in the body itself (the view of a turn, for whom somebody
    /// speaks, as what a member is nominated): it stands in the words table since, where erasure reaches it. What reads the same in both is 1.
    public var version: Int {
        switch self {
        case .floorGiven(_, .told, _, _), .recorded(.turn(_, .told, _, _), _): 1
        case .floorGiven, .recorded(.turn, _): 2
        case .stepped(let step): step.fields.version
        case .corrected(let correction): correction.fields.version
        case .screened(let fields), .settingDecided(_, _, let fields), .posted(_, let fields): fields.version
        default: 1
        }
    }

    /// Kinds that there are two versions of.
    static let secondVersions: Set<String> = [
        "floorGiven", "recorded", "stepped", "corrected", "screened", "settingDecided", "posted",
    ]

    public var kind: String { parts.kind }
    public var body: [UInt8] { JSON.object(parts.members.sorted { $0.name < $1.name }).bytes() }

    private typealias Parts = (kind: String, members: [JSON.Member])

    private var parts: Parts {
        switch self {
        case .unitOpened(let name, let level, let upper):
            ("unitOpened", members(["name": .string(name), "level": .string(level.rawValue), "upper": upper.map { .string($0.name) }]))
        case .rulebookAdopted(let hash, let id, let version):
            ("rulebookAdopted", members(["hash": .string(hash), "id": .string(id), "version": .string(version)]))
        case .postGiven(let person, let post): ("postGiven", members(["person": text(person), "post": .string(post.rawValue)]))
        case .postEnded(let person, let post): ("postEnded", members(["person": text(person), "post": .string(post.rawValue)]))
        case .postLent(let person, let post, let until):
            ("postLent", members(["person": text(person), "post": .string(post.rawValue), "until": .string(until.iso)]))
        case .suspended(let person): ("suspended", members(["person": text(person)]))
        case .rated(let score): ("rated", members(["score": .integer(Int64(score))]))
        case .contested(let words): ("contested", members(["words": words?.json]))
        case .turnedPrivate: ("turnedPrivate", [])
        case .objected(let words): ("objected", members(["words": words?.json]))
        case .objectionLifted: ("objectionLifted", [])
        case .objectionUpheld: ("objectionUpheld", [])
        case .recordDisowned(let decision, let step, let verdicts):
            (
                "recordDisowned",
                members(["decision": .string(decision.text), "step": .string(step.text), "verdicts": .array(verdicts.map(\.json))])
            )
        case .groupBound(let group, let purpose): ("groupBound", members(["group": text(group), "purpose": .string(purpose.rawValue)]))
        case .groupReleased(let group): ("groupReleased", members(["group": text(group)]))
        case .settingDecided(let name, let value, let record):
            ("settingDecided", members(["name": .string(name), "value": .string(value), "record": record.json]))
        case .suggested(let words, let group): ("suggested", members(["words": words.json, "group": group.map(text)]))
        case .petitioned(let words, let group, let village):
            ("petitioned", members(["words": words.json, "group": group.map(text), "from": text(village)]))
        case .suggestedFor(let words, let informant, let person, let isParty):
            (
                "suggestedFor",
                members([
                    "words": words.json, "informant": informant?.json, "person": person.map(text), "party": isParty ? nil : .bool(false),
                ])
            )
        case .supplemented(let words): ("supplemented", members(["words": words.json]))
        case .titled(let words): ("titled", members(["words": words.json]))
        case .subjectCorrected(let category, let department):
            (
                "subjectCorrected",
                members(["category": category.map { .string($0) }, "department": department.map { .string($0) }])
            )
        case .pictured(let words): ("pictured", members(["words": words.json]))
        case .endorsed: ("endorsed", [])
        case .endorsedOnPaper(let heads, let names, let people, let village):
            (
                "endorsedOnPaper",
                members([
                    "heads": .integer(Int64(heads)), "names": names?.json, "people": people.isEmpty ? nil : .array(people.map(text)),
                    "from": village.map(text),
                ])
            )
        case .signed(let village): ("signed", members(["from": text(village)]))
        case .endorsementTakenBack: ("endorsementTakenBack", [])
        case .proposerLeft: ("proposerLeft", [])
        case .absorbed(let from, let people, let words, let villages, let entered, let principals):
            (
                "absorbed",
                members([
                    "from": .integer(from.key), "proposers": .array(people.map(text)), "words": words?.json,
                    "villages": villages.isEmpty
                        ? nil : .object(villages.sorted { $0.key < $1.key }.map { JSON.Member($0.key.description, text($0.value)) }),
                    "entered": entered.isEmpty ? nil : .array(entered.map(text)),
                    "principals": principals.isEmpty ? nil : .array(principals.map(text)),
                ])
            )
        case .stepped(let step): ("stepped", step.members)
        case .corrected(let correction): ("corrected", correction.members)
        case .screened(let fields): ("screened", members(["fields": fields.json]))
        case .replied(let reply, let reason, let substitute):
            ("replied", members(["reply": .string(reply.rawValue), "reason": reason?.json, "substitute": substitute.map(text)]))
        case .listChanged(let added, let removed, let expected, let reason):
            (
                "listChanged",
                members([
                    "added": .array(added.map(text)), "expected": expected.map { .integer(Int64($0)) },
                    "reason": reason?.json, "removed": .array(removed.map(text)),
                ])
            )
        case .signedIn: ("signedIn", [])
        case .counted(let present, let unnamed, let stakeholders):
            (
                "counted",
                members([
                    "present": .array(present.map(text)), "unnamed": .integer(Int64(unnamed)),
                    "unnamedStakeholders": .integer(Int64(stakeholders)),
                ])
            )
        case .floorGiven(let person, let viewpoint, let stance, let verdicts):
            (
                "floorGiven",
                members([
                    "person": text(person), "viewpoint": viewpoint.json, "stance": .string(stance.rawValue),
                    "verdicts": .array(verdicts.map(\.json)),
                ])
            )
        case .turnEnded(let seconds, let extended, let verdicts):
            (
                "turnEnded",
                members(["seconds": .integer(Int64(seconds)), "extended": .bool(extended), "verdicts": .array(verdicts.map(\.json))])
            )
        case .turnInterrupted(let reason): ("turnInterrupted", members(["reason": .string(reason.rawValue)]))
        case .turnExtended: ("turnExtended", [])
        case .revisionAgreed: ("revisionAgreed", [])
        case .recorded(let line, let verdicts): ("recorded", members(["line": line.json, "verdicts": .array(verdicts.map(\.json))]))
        case .sessionReported(let number): ("sessionReported", members(["in": .integer(number.key)]))
        case .shown(let notice, let group, let person, let since):
            (
                "shown",
                members([
                    "notice": .string(notice), "group": group.map(text), "person": person.map(text),
                    "since": since.map { .integer($0.milliseconds) },
                ])
            )
        case .posted(let notice, let fields): ("posted", members(["notice": .string(notice), "fields": fields.json]))
        case .violationExplained(let row, let words): ("violationExplained", members(["row": .string(row.text), "words": words.json]))
        case .violationRepaired(let row): ("violationRepaired", members(["row": .string(row.text)]))
        case .undone(let ms): ("undone", members(["steps": .array(ms.map { .integer($0) })]))
        case .erased(let person, let words, let why):
            ("erased", members(["person": person.map(text), "why": .string(why.rawValue), "words": .array(words.map(text))]))
        case .joined(let person, let into): ("joined", members(["into": text(into), "person": text(person)]))
        }
    }

    private func members(_ values: KeyValuePairs<String, JSON?>) -> [JSON.Member] {
        values.compactMap { name, value in value.map { JSON.Member(name, $0) } }
    }

    private func text(_ id: some CustomStringConvertible) -> JSON { .string(id.description) }
}

extension Happening {
    /// Reads a stored body. Throws `Malformed` for a kind or version this program does not know: it is never passed over.
    public init(kind: String, version: Int, body: [UInt8]) throws(Malformed) {
        guard version == 1 || (version == 2 && Happening.secondVersions.contains(kind)) else {
            throw Malformed("no decoder for \(kind) of version \(version)")
        }
        let reader = BodyReader(kind: kind, json: try JSON(parsing: body), version: version)
        switch kind {
        case "unitOpened":
            self = .unitOpened(
                name: try reader.text("name"), level: try reader.name("level"), upper: reader.json["upper"]?.string.flatMap(UnitID.init(_:))
            )
        case "rulebookAdopted":
            self = .rulebookAdopted(hash: try reader.text("hash"), id: try reader.text("id"), version: try reader.text("version"))
        case "postGiven": self = .postGiven(try reader.person("person"), try reader.name("post"))
        case "postEnded": self = .postEnded(try reader.person("person"), try reader.name("post"))
        case "postLent":
            self = .postLent(
                try reader.person("person"), try reader.name("post"),
                until: try reader.need("until", CivilDate(iso: try reader.text("until"))))
        case "suspended": self = .suspended(try reader.person("person"))
        case "rated": self = .rated(Int(try reader.integer("score")))
        case "contested": self = .contested(WordsRef(json: reader.json["words"]))
        case "turnedPrivate": self = .turnedPrivate
        case "objected": self = .objected(WordsRef(json: reader.json["words"]))
        case "objectionLifted": self = .objectionLifted
        case "objectionUpheld": self = .objectionUpheld
        case "recordDisowned":
            self = .recordDisowned(
                StepID(try reader.text("decision")), under: StepID(try reader.text("step")), verdicts: try reader.verdicts())
        case "groupBound": self = .groupBound(try reader.need("group", reader.group("group")), try reader.name("purpose"))
        case "groupReleased": self = .groupReleased(try reader.need("group", reader.group("group")))
        case "settingDecided":
            self = .settingDecided(name: try reader.text("name"), value: try reader.text("value"), record: try reader.fields("record"))
        case "suggested": self = .suggested(try reader.words("words"), in: reader.group("group"))
        case "petitioned":
            self = .petitioned(try reader.words("words"), in: reader.group("group"), from: try reader.unit("from"))
        case "suggestedFor":
            self = .suggestedFor(
                try reader.words("words"), informant: WordsRef(json: reader.json["informant"]), person: reader.optionalPerson("person"),
                isParty: reader.json["party"]?.bool ?? true)
        case "supplemented": self = .supplemented(try reader.words("words"))
        case "titled": self = .titled(try reader.words("words"))
        case "subjectCorrected":
            self = .subjectCorrected(category: reader.json["category"]?.string, department: reader.json["department"]?.string)
        case "pictured": self = .pictured(try reader.words("words"))
        case "endorsed": self = .endorsed
        case "endorsedOnPaper":
            self = .endorsedOnPaper(
                heads: Int(try reader.integer("heads")), names: WordsRef(json: reader.json["names"]),
                people: try reader.anyPeople("people"), from: try reader.optionalUnit("from"))
        case "signed": self = .signed(from: try reader.unit("from"))
        case "endorsementTakenBack": self = .endorsementTakenBack
        case "proposerLeft": self = .proposerLeft
        case "absorbed":
            self = .absorbed(
                MatterNumber(key: try reader.integer("from")), proposers: try reader.people("proposers"),
                words: WordsRef(json: reader.json["words"]), villages: try reader.villages("villages"),
                entered: try reader.anyPeople("entered"), principals: try reader.anyPeople("principals"))
        case "stepped": self = .stepped(try reader.step())
        case "corrected": self = .corrected(try reader.correction())
        case "screened": self = .screened(try reader.fields("fields"))
        case "replied":
            self = .replied(
                try reader.name("reply"), reason: WordsRef(json: reader.json["reason"]), substitute: reader.optionalPerson("substitute"))
        case "listChanged":
            self = .listChanged(
                added: try reader.people("added"), removed: try reader.people("removed"),
                expected: reader.json["expected"]?.integer.flatMap { Int(exactly: $0) }, reason: WordsRef(json: reader.json["reason"]))
        case "signedIn": self = .signedIn
        case "counted":
            self = .counted(
                present: try reader.people("present"), unnamed: Int(try reader.integer("unnamed")),
                unnamedStakeholders: Int(try reader.integer("unnamedStakeholders")))
        case "floorGiven":
            self = .floorGiven(
                try reader.person("person"), viewpoint: try reader.viewpoint("viewpoint"), stance: try reader.name("stance"),
                verdicts: try reader.verdicts())
        case "turnEnded":
            self = .turnEnded(
                seconds: Int(try reader.integer("seconds")), extended: reader.json["extended"]?.bool ?? false,
                verdicts: try reader.verdicts())
        case "turnInterrupted": self = .turnInterrupted(try reader.name("reason"))
        case "turnExtended": self = .turnExtended
        case "revisionAgreed": self = .revisionAgreed
        case "recorded": self = .recorded(try reader.line("line"), verdicts: try reader.verdicts())
        case "sessionReported": self = .sessionReported(in: MatterNumber(key: try reader.integer("in")))
        case "shown":
            self = .shown(
                notice: try reader.text("notice"), group: reader.group("group"), person: reader.optionalPerson("person"),
                since: reader.optionalInstant("since"))
        case "posted": self = .posted(notice: try reader.text("notice"), try reader.fields("fields"))
        case "violationExplained": self = .violationExplained(row: RowID(try reader.text("row")), try reader.words("words"))
        case "violationRepaired": self = .violationRepaired(row: RowID(try reader.text("row")))
        case "undone": self = .undone(try reader.integers("steps"))
        case "erased":
            self = .erased(reader.optionalPerson("person"), words: try reader.wordsIDs("words"), why: try reader.name("why"))
        case "joined": self = .joined(try reader.person("person"), into: try reader.person("into"))
        default: throw Malformed("no decoder for the event kind \(kind)")
        }
    }
}
