import Procedure
import Wire

/// Reads the members of one stored body; what is missing or of another kind is named.
struct BodyReader {
    let kind: String
    let json: JSON
    /// Of the event; commands are read as the newest.
    var version = 2

    func need<Value>(_ name: String, _ value: Value?) throws(Malformed) -> Value {
        guard let value else { throw Malformed("the stored event \(kind) has no readable \(name)") }
        return value
    }

    func text(_ name: String) throws(Malformed) -> String { try need(name, json[name]?.string) }
    func integer(_ name: String) throws(Malformed) -> Int64 { try need(name, json[name]?.integer) }
    func person(_ name: String) throws(Malformed) -> PersonID { try need(name, optionalPerson(name)) }
    func optionalPerson(_ name: String) -> PersonID? { json[name]?.string.flatMap(PersonID.init(text:)) }
    func optionalInstant(_ name: String) -> Instant? {
        if let value = json[name]?.integer { Instant(milliseconds: value) } else { nil }
    }
    func group(_ name: String) -> GroupID? { json[name]?.string.flatMap(GroupID.init(text:)) }
    func words(_ name: String) throws(Malformed) -> WordsRef { try need(name, WordsRef(json: json[name])) }
    func fields(_ name: String) throws(Malformed) -> Fields { try Fields(json: try need(name, json[name]), version: version) }

    /// Of the second version the words are elsewhere, of the first they stand here.
    func viewpoint(_ name: String) throws(Malformed) -> Viewpoint { try need(name, Viewpoint(json: json[name], version: version)) }
    func line(_ name: String) throws(Malformed) -> RecordLine { try need(name, RecordLine(json: json[name], version: version)) }

    func unit(_ name: String) throws(Malformed) -> UnitID { try need(name, json[name]?.string.flatMap(UnitID.init(_:))) }

    /// Who signed from which village; none where nothing is said of it.
    func villages(_ name: String) throws(Malformed) -> [PersonID: UnitID] {
        var villages: [PersonID: UnitID] = [:]
        for member in json[name]?.members ?? [] {
            let person = try need(name, PersonID(text: member.name))
            villages[person] = try need(name, member.value.string.flatMap(UnitID.init(_:)))
        }
        return villages
    }

    func name<Name: RawRepresentable>(_ name: String) throws(Malformed) -> Name where Name.RawValue == String {
        try need(name, json[name]?.string.flatMap(Name.init(rawValue:)))
    }

    func people(_ name: String) throws(Malformed) -> [PersonID] {
        var people: [PersonID] = []
        for entry in try need(name, json[name]?.array) { people.append(try need(name, entry.string.flatMap(PersonID.init(text:)))) }
        return people
    }

    /// None where nothing is said of them.
    func anyPeople(_ name: String) throws(Malformed) -> [PersonID] { json[name] == nil ? [] : try people(name) }
    func optionalUnit(_ name: String) throws(Malformed) -> UnitID? { json[name] == nil ? nil : try unit(name) }

    func wordsIDs(_ name: String) throws(Malformed) -> [WordsID] {
        var ids: [WordsID] = []
        for entry in try need(name, json[name]?.array) { ids.append(try need(name, entry.string.flatMap(WordsID.init(text:)))) }
        return ids
    }

    func integers(_ name: String) throws(Malformed) -> [Int64] {
        var integers: [Int64] = []
        for entry in try need(name, json[name]?.array) { integers.append(try need(name, entry.integer)) }
        return integers
    }

    func verdicts() throws(Malformed) -> [Verdict] {
        var verdicts: [Verdict] = []
        for entry in json["verdicts"]?.array ?? [] { verdicts.append(try need("verdicts", Verdict(json: entry))) }
        return verdicts
    }

    func step() throws(Malformed) -> Step {
        Step(
            id: StepID(try text("step")), key: json["key"]?.string, to: StateID(try text("to")), fields: try fields("fields"),
            verdicts: try verdicts())
    }
}

extension BodyReader {
    func correction() throws(Malformed) -> Correction {
        Correction(
            step: StepID(try text("step")), events: try integers("events"), fields: try fields("fields"), verdicts: try verdicts())
    }
}

extension Correction {
    var members: [JSON.Member] {
        [
            JSON.Member("events", .array(events.map { .integer($0) })), JSON.Member("fields", fields.json),
            JSON.Member("step", .string(step.text)), JSON.Member("verdicts", .array(verdicts.map(\.json))),
        ]
    }
}

extension Step {
    var members: [JSON.Member] {
        var members = [
            JSON.Member("step", .string(id.text)), JSON.Member("to", .string(to.text)), JSON.Member("fields", fields.json),
            JSON.Member("verdicts", .array(verdicts.map(\.json))),
        ]
        if let key { members.append(JSON.Member("key", .string(key))) }
        return members
    }
}

extension Verdict {
    /// As an event holds it: without the remedy, which was for the moment. The state is then the same before and after a restart.
    var asStored: Verdict {
        var stored = self
        stored.remedy = nil
        return stored
    }

    var json: JSON {
        [
            "force": .string(force.rawValue), "met": .bool(isMet),
            "numbers": .object(numbers.map { JSON.Member($0.name, .integer($0.value)) }),
            "row": .string(row.text), "rule": .string(rule),
        ]
    }

    /// The remedy is not stored: it follows from the numbers.
    init?(json: JSON) {
        guard let rule = json["rule"]?.string, let row = json["row"]?.string, let met = json["met"]?.bool,
            let force = json["force"]?.string.flatMap(Force.init(rawValue:)), let numbers = json["numbers"]?.members
        else { return nil }
        self.init(
            rule: rule, row: RowID(row), force: force, isMet: met,
            numbers: numbers.compactMap { member in member.value.integer.map { Count(member.name, $0) } }, remedy: nil)
    }
}

extension RecordLine {
    var json: JSON {
        switch self {
        case .proposerSpokeFirst(let wasPresent): ["is": "proposerSpokeFirst", "present": .bool(wasPresent)]
        case .turn(let person, let viewpoint, let stance, let seconds):
            .object(
                [
                    JSON.Member("is", "turn"), JSON.Member("person", .string(person.description)),
                    JSON.Member("seconds", .integer(Int64(seconds))), JSON.Member("stance", .string(stance.rawValue)),
                ] + (viewpoint.json.map { [JSON.Member("viewpoint", $0)] } ?? []))
        case .revision(let words, let agreed): ["agreed": .bool(agreed), "is": "revision", "words": words.json]
        case .unrevised: ["is": "unrevised"]
        case .secondRound: ["is": "secondRound"]
        case .method(let method): ["is": "method", "method": .string(method.rawValue)]
        case .secretary(let person): ["is": "secretary", "person": .string(person.description)]
        case .note(let words): ["is": "note", "words": words.json]
        }
    }

    init?(json: JSON?, version: Int) {
        guard let json, let kind = json["is"]?.string else { return nil }
        switch kind {
        case "proposerSpokeFirst": self = .proposerSpokeFirst(json["present"]?.bool ?? false)
        case "turn":
            guard let person = json["person"]?.string.flatMap(PersonID.init(text:)),
                let viewpoint = Viewpoint(json: json["viewpoint"], version: version),
                let stance = json["stance"]?.string.flatMap(Stance.init(rawValue:)), let seconds = json["seconds"]?.integer
            else { return nil }
            self = .turn(person, viewpoint: viewpoint, stance: stance, seconds: Int(seconds))
        case "revision":
            guard let words = WordsRef(json: json["words"]) else { return nil }
            self = .revision(words, agreed: json["agreed"]?.bool ?? false)
        case "unrevised": self = .unrevised
        case "secondRound": self = .secondRound
        case "method":
            guard let method = json["method"]?.string.flatMap(ConfirmationMethod.init(rawValue:)) else { return nil }
            self = .method(method)
        case "secretary":
            guard let person = json["person"]?.string.flatMap(PersonID.init(text:)) else { return nil }
            self = .secretary(person)
        case "note":
            guard let words = WordsRef(json: json["words"]) else { return nil }
            self = .note(words)
        default: return nil
        }
    }
}

extension Viewpoint {
    /// Nil where nothing was said of it.
    var json: JSON? {
        switch self {
        case .unsaid: nil
        case .words(let ref): ref.json
        case .told(let text): .string(text)
        }
    }

    init?(json: JSON?, version: Int) {
        switch version {
        case 1:
            guard let text = json?.string else { return nil }
            self = .told(text)
        default:
            guard let json else { self = .unsaid; return }
            guard let ref = WordsRef(json: json) else { return nil }
            self = .words(ref)
        }
    }
}
