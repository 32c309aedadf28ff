import Deliberation
import Procedure
import Reading
import Record
import Wire

/// One short question that is open: to this person, in this chat, for ten minutes, one at a time (design 5, *Which matter*).
struct Question: Sendable {
    /// What is done once it is answered.
    enum About: Sendable {
        /// The commands of one message wait for a reason; they are decided again with it.
        case reason([Resolve.Planned])
        /// Yes or no: a command that was said long ago is done now, or not at all.
        case confirm([Resolve.Planned])
        /// One of these, by its number: what each comes to.
        case oneOf([[Resolve.Planned]])
        /// Yes or no: what was meant in other words, with the number of the matter, is taken so.
        case meant(String)
        /// What these commands lack, a day or a meeting: they are decided again with it.
        case lacking([Resolve.Planned])
        /// Nothing: the step was refused for what it still lacks, and what is said next may give it that. Held in memory only.
        case refused
        /// Yes or no: these words are registered as a suggestion.
        case offer(FirstWords)
        /// What it is that they want to suggest: they have said no more than that they do.
        case wish
        /// In which of these units they belong.
        case whichUnit(FirstWords, among: [UnitID])
        /// Yes or no: this is their vote. Held in memory only, for nothing that lasts links a voter to a vote.
        case vote(MatterKey, choice: String)
        /// Yes or no: whoever was asked is forgotten.
        case forget
        /// Yes or no: whoever stands in a matter under a name that was entered is forgotten there.
        case forgetOnPaper(MatterNumber, String)
    }

    var about: About
    var asked: Instant
    /// The message that is asked about: what else of it waits for a reason joins the same question.
    var message = ""
    /// The steps that are asked about as they were read, each with its number: what is said to the question may complete them, or put them
    /// right. Held in memory only; after a restart they are answered with yes or no.
    var steps: [Intent] = []
    /// How many messages that were not for us the person has said in that group since.
    var passed = 0
    static let life = Span.minutes(10)

    /// Whether 是 or a number carries something out.
    var isOfSteps: Bool {
        switch about {
        case .confirm, .oneOf, .meant: true
        default: false
        }
    }

    /// Whether anything was asked: a step that was refused only waits for more.
    var isAsked: Bool { if case .refused = about { false } else { true } }

    /// Words that are asked back once: whoever then says something else has another wish.
    var isOffer: Bool { about.first != nil }

    /// Whether what is said next is taken as it stands, not as an answer to a message of ours.
    var isOfWords: Bool {
        switch about {
        case .wish, .lacking, .refused: true
        default: isOffer
        }
    }
}

extension Question.About {
    /// As the record keeps it, so that a restart does not forget what was asked. Nil for what has no stored form.
    var json: JSON? {
        switch self {
        case .reason(let plans): Question.About.json("reason", plans)
        case .confirm(let plans): Question.About.json("confirm", plans)
        case .oneOf(let choices): Question.About.json(choices)
        case .meant(let text): ["is": "meant", "text": .string(text)]
        case .lacking(let plans): Question.About.json("lacking", plans)
        case .offer(let first): ["first": first.json, "is": "offer"]
        case .whichUnit(let first, let units):
            ["first": first.json, "is": "whichUnit", "units": .array(units.map { .string($0.name) })]
        case .wish: ["is": "wish"]
        case .refused, .vote: nil
        case .forget: ["is": "forget"]
        case .forgetOnPaper(let number, let name): ["is": "forgetOnPaper", "matter": .integer(number.key), "name": .string(name)]
        }
    }

    private static func json(_ kind: String, _ plans: [Resolve.Planned]) -> JSON? {
        let stored = plans.compactMap(\.json)
        return stored.count == plans.count ? ["is": .string(kind), "plans": .array(stored)] : nil
    }

    private static func json(_ choices: [[Resolve.Planned]]) -> JSON? {
        let stored = choices.map { $0.compactMap(\.json) }
        guard zip(stored, choices).allSatisfy({ $0.count == $1.count }) else { return nil }
        return ["choices": .array(stored.map { ["plans": .array($0)] }), "is": "oneOf"]
    }

    private static func plans(_ json: JSON) throws(Malformed) -> [Resolve.Planned] {
        var plans: [Resolve.Planned] = []
        for plan in json["plans"]?.array ?? [] { plans.append(try Resolve.Planned(json: plan)) }
        return plans
    }

    init(json: JSON) throws(Malformed) {
        switch json["is"]?.string {
        case "reason": self = .reason(try Question.About.plans(json))
        case "confirm": self = .confirm(try Question.About.plans(json))
        case "oneOf":
            var choices: [[Resolve.Planned]] = []
            for choice in json["choices"]?.array ?? [] { choices.append(try Question.About.plans(choice)) }
            self = .oneOf(choices)
        case "meant": self = .meant(json["text"]?.string ?? "")
        case "lacking": self = .lacking(try Question.About.plans(json))
        case "offer": self = .offer(try FirstWords(json: json["first"]))
        case "whichUnit":
            let units = (json["units"]?.array ?? []).compactMap { $0.string.flatMap { UnitID($0) } }
            self = .whichUnit(try FirstWords(json: json["first"]), among: units)
        case "wish": self = .wish
        case "forget": self = .forget
        case "forgetOnPaper":
            guard let number = json["matter"]?.integer, let name = json["name"]?.string else {
                throw Malformed("the stored question names nobody")
            }
            self = .forgetOnPaper(MatterNumber(key: number), name)
        default: throw Malformed("the stored question is of no known kind")
        }
    }
}

extension Resolve.Planned {
    var json: JSON? {
        guard let command = command.json, then.allSatisfy({ $0.json != nil }) else { return nil }
        var members = [
            JSON.Member("command", command), JSON.Member("extra", Argument.json(of: extra)),
            JSON.Member("load", .array(alsoLoad.map { .integer($0.key) })), JSON.Member("then", .array(then.compactMap(\.json))),
            JSON.Member("words", .array(words.map(\.json))),
        ]
        if let ballot { members.append(JSON.Member("ballot", .string(ballot))) }
        if let answer { members.append(JSON.Member("answer", .string(answer))) }
        return .object(members)
    }

    init(json: JSON) throws(Malformed) {
        guard let command = json["command"] else { throw Malformed("the stored plan has no command") }
        self.init(command: try Command(json: command))
        for pending in json["words"]?.array ?? [] { words.append(try PendingWords(json: pending)) }
        for next in json["then"]?.array ?? [] { then.append(try Command(json: next)) }
        answer = json["answer"]?.string
        ballot = json["ballot"]?.string
        extra = Argument.values(of: json["extra"])
        alsoLoad = (json["load"]?.array ?? []).compactMap { number in
            if let key = number.integer { MatterNumber(key: key) } else { nil }
        }
    }
}

extension PendingWords {
    fileprivate var json: JSON {
        [
            "at": .integer(words.at.milliseconds), "digest": .string(ref.digest), "id": .string(ref.id.description),
            "kind": .string(words.kind), "matter": .integer(words.key.number.key), "salt": .string(words.salt.hex),
            "text": .string(words.text), "unit": .string(words.key.unit.name),
        ]
    }

    fileprivate init(json: JSON) throws(Malformed) {
        guard let id = json["id"]?.string.flatMap(WordsID.init(text:)), let digest = json["digest"]?.string,
            let kind = json["kind"]?.string,
            let text = json["text"]?.string, let salt = json["salt"]?.string.flatMap([UInt8].init(hex:)),
            let unit = json["unit"]?.string.flatMap(UnitID.init(_:)), let matter = json["matter"]?.integer, let at = json["at"]?.integer
        else { throw Malformed("stored words of a question cannot be read") }
        self.init(
            ref: WordsRef(id: id, digest: digest),
            words: Words(
                MatterKey(unit, MatterNumber(key: matter)), kind: kind, salt: salt, text: text, at: Instant(milliseconds: at)))
    }
}
