import Deliberation
import Gateways
import Procedure
import Reading
import Record
import Wire

/// The only place that knows both sides: an intent (no ids, no people) becomes commands (no text left to read), or a question, or silence.
struct Resolve {
    let office: Office
    let said: Said
    var intent: Intent
    let person: PersonID
    var unit: Unit
    /// Where it was said: a village of the township that is spoken to (XZ-10.1b); else `unit` itself.
    var home: Unit?
    /// The matter that a quote or an open question settled.
    var quoted: MatterNumber?
    /// Where the answer goes.
    let here: Addressee
    let now: Instant
    /// Of a number that matters of two years bear, the year that is meant.
    var years: [Int: Int] = [:]

    /// One command, with the words it would store and what is answered when it is done.
    struct Planned: Sendable {
        var command: Command
        var words: [PendingWords] = []
        /// A key of the texts; nil where the notices of the step say enough.
        var answer: String?
        var extra: [String: Argument] = [:]
        var alsoLoad: [MatterNumber] = []
        /// Further commands of the same message on the same matter, all or nothing with it.
        var then: [Command] = []
        /// The ballot whose count is filled in when this is decided, and which is closed as soon as anybody has heard it.
        var ballot: String?
        /// A refusal goes to the speaker alone, wherever it was said.
        var refusesInPrivate = false
    }

    enum Resolution {
        case decide([Planned])
        case say(Saying, Outcome)
        /// Said by something other than deciding: undo, binding, a vote, a query.
        case other(Other)
        case silence
    }

    enum Other {
        case undo(MatterNumber?)
        case correct(Correcting)
        case immediately(MatterNumber?)
        case vote(MatterNumber, choice: String)
        case enlist(MatterNumber)
        case bind(code: String)
        case appoint(name: String, Post, until: CivilDate?)
        /// All of them, those of a kind, or what is due first.
        case todo(String?)
        case status(MatterNumber)
        case details(MatterNumber, all: Bool)
        case list(MatterNumber)
        case mine
        /// All lines, or those that are due first.
        case help(isWhole: Bool)
        case violations
        case recount(MatterNumber)
        case forecast(MatterNumber)
        case urge([MatterNumber])
        case print(MatterNumber, PaperForm)
        case deviations
        case answered(Bool)
        case reason(String)
        case ownData
        case forget
        case forgetOnPaper(MatterNumber, name: String)
        case link
        /// The number to call.
        case emergency(String)
    }

    /// 改 12 …: what it says by itself, and in its own words.
    struct Correcting {
        var number: MatterNumber
        var fields: Fields
        var words: [PendingWords]
        var text: String?
        /// Only this step can be meant.
        var step: StepID?
    }

    /// As it was said, where it is settled which matters its numbers mean.
    func resolveSettled(_ ledger: inout Ledger) throws(StoreFailure) -> Resolution {
        // 「交给北村」 says where to, not whose number it is.
        if let other = text(.unit), !unit.name.hasPrefix(other), !Resolve.notOffered.contains(intent.name) {
            // A number of another unit is never taken for one of this.
            var values: [String: Argument] = ["unit": .literal(unit.name), "other": .literal(other)]
            if let number = integer(.number) { values["number"] = .integer(number) }
            let key = "refuse.otherUnit.\(intent.name.rawValue)"
            return .say(Saying(office.library.texts.has(key) ? key : "refuse.otherUnit", values), .refused)
        }
        if let resolution = try residents(&ledger) { return resolution }
        if let resolution = try officers(&ledger) { return resolution }
        if let resolution = try meeting(&ledger) { return resolution }
        if let resolution = try household(&ledger) { return resolution }
        return .silence
    }

    // MARK: - Slots

    func text(_ slot: Slot) -> String? {
        switch intent.slots[slot] {
        case .text(let value)?: value
        case .integer(let value)?: String(value)
        default: nil
        }
    }

    func integer(_ slot: Slot) -> Int? { if case .integer(let value)? = intent.slots[slot] { value } else { nil } }
    func texts(_ slot: Slot) -> [String] {
        switch intent.slots[slot] {
        case .texts(let values)?: values
        case .text(let value)?: [value]
        default: []
        }
    }
    func flag(_ slot: Slot) -> Bool { intent.slots[slot] == .flag(true) }
    func date(_ slot: Slot) -> DateReading? { if case .date(let value)? = intent.slots[slot] { value } else { nil } }

    func day(_ slot: Slot) -> CivilDate? {
        switch date(slot) {
        case .day(let day)?, .past(.day(let day))?: day
        case .moment(let moment)?, .past(.moment(let moment))?: moment.date
        default: nil
        }
    }

    /// What is wrong with a date that has to lie ahead, as a question; nil when it is a plain day or hour.
    func problem(_ slot: Slot) -> Saying? {
        switch date(slot) {
        case .invalid?: Saying("ask.date.invalid")
        case .past(.day(let day))?: Saying("ask.date.past", ["date": .day(day)])
        case .past(.moment(let moment))?: Saying("ask.date.past", ["date": .instant(moment.instant)])
        case .past?: Saying("ask.date.ambiguous")
        case .ambiguous(let readings)?: Resolve.which(readings)
        default: nil
        }
    }

    /// Which of several days or hours is meant: 「下周三7点」 is morning or evening.
    private static func which(_ readings: [DateReading]) -> Saying {
        let choices = readings.compactMap(argument)
        return choices.isEmpty ? Saying("ask.date.ambiguous") : Saying("ask.date.which", ["choices": .list(choices, separator: "、")])
    }

    /// The same of whatever reading left open; nil where it found nothing to choose from.
    static func whichDate(_ intent: Intent) -> Saying? {
        for case (_, .date(.ambiguous(let readings))) in intent.slots where !readings.isEmpty { return which(readings) }
        return nil
    }

    static func argument(_ reading: DateReading) -> Argument? {
        switch reading {
        case .day(let day): .day(day)
        case .moment(let moment): .instant(moment.instant)
        case .past(let inner): argument(inner)
        default: nil
        }
    }

    // MARK: - Which matter

    /// The numbers spoken of: said, else quoted. A number that does not exist is a refusal of its own.
    func numbers(_ ledger: inout Ledger) throws(StoreFailure) -> (found: [MatterNumber], missing: [Int]) {
        var serials: [Int] = []
        if case .integers(let many)? = intent.slots[.numbers] { serials = many }
        if let one = integer(.number) { serials.append(one) }
        if serials.isEmpty { return (quoted.map { [$0] } ?? [], []) }
        var found: [MatterNumber] = []
        var missing: [Int] = []
        for serial in serials {
            if let number = try number(serial, &ledger) { found.append(number) } else { missing.append(serial) }
        }
        return (found, missing)
    }

    /// One decision for each number said; a missing one is told beside the others.
    func each(
        _ ledger: inout Ledger, example: String, _ plan: (MatterNumber, inout Ledger) throws(StoreFailure) -> Planned
    ) throws(StoreFailure) -> Resolution {
        let found: [MatterNumber]
        switch try chosen(&ledger, example: example) {
        case .failure(let unclear): return unclear.resolution
        case .success(let numbers): found = numbers
        }
        var planned: [Planned] = []
        for number in found { planned.append(try plan(number, &ledger)) }
        return .decide(planned)
    }

    /// The matters meant: at least one, or what is to be said instead.
    func chosen(_ ledger: inout Ledger, example: String) throws(StoreFailure) -> Result<[MatterNumber], Unclear> {
        let (found, missing) = try numbers(&ledger)
        if !found.isEmpty { return .success(found) }
        if let serial = missing.first {
            return .failure(
                Unclear(
                    saying: Saying("refuse.noSuchMatter", ["unit": .literal(unit.name), "number": .integer(serial)]), outcome: .refused))
        }
        if let only = try onlyCandidate(&ledger) { return .success([only]) }
        return .failure(Unclear(saying: Saying("ask.number", ["example": .literal(example)])))
    }

    // MARK: - Words and people

    /// Words get their number here; they are stored only when the command is decided.
    func words(_ text: String, _ number: MatterNumber, kind: String, _ ledger: inout Ledger) throws(StoreFailure) -> PendingWords {
        let words = Words(MatterKey(unit.id, number), kind: kind, salt: office.salts(), text: text, at: now)
        return PendingWords(ref: WordsRef(id: try ledger.nextWordsID(), digest: words.digest.hex), words: words)
    }

    enum Found {
        case one(PersonID)
        case none
        case several
    }

    /// A person of the unit by the name people use: those with posts or seats, and those of the matter.
    func person(named name: String, in matter: Matter?, _ ledger: inout Ledger) throws(StoreFailure) -> Found {
        var candidates = Set(unit.posts.keys).union(unit.register.items(of: "seat").compactMap { PersonID(text: $0.0) })
        candidates.insert(self.person)
        if let matter { candidates.formUnion(matter.proposers + matter.principals + matter.endorsers + matter.sitting.list) }
        var matches: Set<PersonID> = []
        var calledSo: Set<PersonID> = []
        for candidate in candidates {
            guard let profile = try ledger.profile(of: candidate) else { continue }
            if profile.realName == name { matches.insert(candidate) }
            if profile.displayName == name { calledSo.insert(candidate) }
        }
        // A name of the roster goes before one that anybody can give themselves.
        if matches.isEmpty { matches = calledSo }
        guard let one = matches.first else { return .none }
        return matches.count == 1 ? .one(one) : .several
    }

    /// People by names, or the question about the first name that is not clear.
    func people(_ names: [String], in matter: Matter?, _ ledger: inout Ledger) throws(StoreFailure) -> Result<[PersonID], Unclear> {
        var people: [PersonID] = []
        for name in names {
            switch try person(named: name, in: matter, &ledger) {
            case .one(let person): people.append(person)
            case .none: return .failure(Unclear(saying: try unfound(name, matter, &ledger)))
            case .several: return .failure(Unclear(saying: Saying("ask.persons", ["person": .literal(name), "choices": .literal(name)])))
            }
        }
        return .success(people)
    }

    /// At the table somebody of the unit who is only not on the list is told apart from a name nobody here bears.
    private func unfound(_ name: String, _ matter: Matter?, _ ledger: inout Ledger) throws(StoreFailure) -> Saying {
        if let matter, matter.sitting.start != nil, Resolve.namesOfTheList.contains(intent.name), case .success = try nominee(name, &ledger)
        {
            return Saying("refuse.notAmong", ["person": .literal(name)])
        }
        return Saying("ask.person", ["person": .literal(name)])
    }

    private static let namesOfTheList: Set<IntentName> = [.closeCount, .giveFloor, .recordView, .participants]

    struct Unclear: Error {
        var saying: Saying
        var outcome = Outcome.asked

        var resolution: Resolution { .say(saying, outcome) }
    }

    func command(_ number: MatterNumber, _ act: Act, reason: WordsRef? = nil) -> Command {
        Command(actor: .person(person), matter: number, act: act, reason: reason, happened: day(.late))
    }
}

extension DateReading {
    /// What was read, gone or not.
    var settled: DateReading? { if case .past(let inner) = self { inner } else { self } }
}
