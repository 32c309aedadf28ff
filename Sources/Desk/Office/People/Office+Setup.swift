import Deliberation
import Procedure
import Record
import Wire

/// A unit as the configuration names it.
public struct UnitPlan: Sendable, Hashable {
    public var id: UnitID
    public var name: String
    public var level: Level
    public var upper: UnitID?
    public var city: String

    public init(id: UnitID, name: String, level: Level, upper: UnitID?, city: String) {
        self.id = id
        self.name = name
        self.level = level
        self.upper = upper
        self.city = city
    }
}

extension Office {
    /// Keeps the rulebooks of the configuration in the record, under their hash; a unit goes by the newest of its city from now on,
    /// and each matter by the one it began with (XZ-G2.4f).
    func adoptRulebooks(_ ledger: inout Ledger) throws(StoreFailure) {
        for bytes in library.sources.values { _ = try ledger.adopt(Document(kind: "rulebook", bytes: bytes, at: now)) }
        _ = try ledger.adopt(Document(kind: "texts", bytes: library.textSource, at: now))
    }
}

/// Why the units of a configuration cannot be opened.
public enum OpeningFault: Sendable, Hashable, CustomStringConvertible {
    /// A rulebook was changed, and its version was not.
    case changedRulebook(id: String, version: String)
    case refused(UnitID, Refusal)

    public var description: String {
        switch self {
        case .changedRulebook(let id, let version):
            "the rulebook \(id) was changed and still bears the version \(version): give it a new one, or take back the change"
        case .refused(let unit, let refusal): "\(unit): \(refusal)"
        }
    }
}

extension Desk {
    /// Opens the units the configuration names and the record does not know, and moves each to its city's rulebook. Before `start`.
    /// - Returns: why not; nothing of it has happened then.
    public func open(_ plans: [UnitPlan]) throws(StoreFailure) -> OpeningFault? {
        let library = library, clock = clock, standing = standing
        return try store.write(keptIf: { $0 == nil }) { ledger throws(StoreFailure) -> OpeningFault? in
            let office = Office(library: library, clock: clock, standing: standing)
            try office.open(&ledger)
            for plan in plans {
                guard let book = library.rulebook(city: plan.city) else { continue }
                var commands: [Command] = []
                let known = try office.unit(plan.id, &ledger)
                if known.name != plan.name || known.upper != plan.upper {
                    commands.append(
                        Command(actor: .daemon, matter: .unit, act: .openUnit(name: plan.name, level: plan.level, upper: plan.upper)))
                }
                if known.rulebook != book.hash {
                    guard known.rulebookVersion != "\(book.id) \(book.version)" else {
                        return .changedRulebook(id: book.id, version: "\(book.version)")
                    }
                    commands.append(
                        Command(actor: .daemon, matter: .unit, act: .adoptRulebook(hash: book.hash, id: book.id, version: book.version)))
                }
                if commands.isEmpty { continue }
                if case .failure(let refusal) = try office.execute(commands, of: plan.id, &ledger) { return .refused(plan.id, refusal) }
            }
            return nil
        }
    }

    /// Carries out the operator's own commands on a unit: posts, seats, settings, groups. Before `start`, or from the command line.
    /// - Returns: the refusal of the first that is refused; nothing of it is kept then.
    public func setUp(_ unit: UnitID, _ body: (inout Setup) throws(StoreFailure) -> Void) throws(StoreFailure) -> Refusal? {
        let library = library, clock = clock, standing = standing
        return try store.write(keptIf: { $0 == nil }) { ledger throws(StoreFailure) in
            let office = Office(library: library, clock: clock, standing: standing)
            try office.open(&ledger)
            var setup = Setup(now: office.now)
            try setup.withPeople(&ledger, body)
            let (commands, words) = try setup.numbered(unit, &ledger)
            switch try office.execute(commands, of: unit, words: words, &ledger) {
            case .success: return nil
            case .failure(let refusal): return refusal
            }
        }
    }

    /// A code for a post or a group (design 5, *Who may*).
    public func giveCode(_ purpose: CodePurpose, unit: UnitID) throws(StoreFailure) -> String {
        let now = clock.now
        return try store.write { ledger throws(StoreFailure) in try Office.giveCode(purpose, unit: unit, now: now, &ledger) }
    }
}

/// What an operator sets up in one go: people and groups become known, and the commands that concern them.
public struct Setup {
    public var commands: [Command] = []
    public let now: Instant
    private var people: [Account: (name: String, act: @Sendable (PersonID) -> [Command])] = [:]
    private var order: [Account] = []
    private var groups: [(GroupPlace, GroupPurpose)] = []
    private var texts: [(ref: WordsRef, kind: String, salt: [UInt8], text: String)] = []

    init(now: Instant) { self.now = now }

    /// Makes a person known under a name, with what the daemon is to do for them.
    public mutating func person(_ account: Account, name: String, _ act: @escaping @Sendable (PersonID) -> [Command] = { _ in [] }) {
        if people[account] == nil { order.append(account) }
        people[account] = (name, act)
    }

    /// What commands of it say in free words: kept apart from the events, like everybody's.
    public mutating func words(_ text: String, kind: String) -> WordsRef {
        let salt = Words.salt()
        let ref = WordsRef(id: WordsID(Int64(-1 - texts.count)), digest: Words.digest(salt: salt, text: text).hex)
        texts.append((ref, kind, salt, text))
        return ref
    }

    /// The commands, speaking of the numbers their words get in the record.
    func numbered(_ unit: UnitID, _ ledger: inout Ledger) throws(StoreFailure) -> ([Command], [PendingWords]) {
        var moved: [WordsID: WordsRef] = [:]
        var words: [PendingWords] = []
        for one in texts {
            let ref = WordsRef(id: try ledger.nextWordsID(), digest: one.ref.digest)
            moved[one.ref.id] = ref
            words.append(
                PendingWords(ref: ref, words: Words(MatterKey(unit, .unit), kind: one.kind, salt: one.salt, text: one.text, at: now)))
        }
        return (commands.map { $0.renumbered(moved) }, words)
    }

    public mutating func group(_ place: GroupPlace, _ purpose: GroupPurpose) { groups.append((place, purpose)) }

    mutating func withPeople(_ ledger: inout Ledger, _ body: (inout Setup) throws(StoreFailure) -> Void) throws(StoreFailure) {
        try body(&self)
        for (place, purpose) in groups {
            let known = try ledger.group(of: place)
            let group: GroupID
            if let known { group = known } else { group = try ledger.addGroup(place) }
            commands.append(Command(actor: .daemon, matter: .unit, act: .bindGroup(group, purpose)))
        }
        for account in order {
            guard let plan = people[account] else { continue }
            let person: PersonID
            if let known = try ledger.person(of: account) {
                person = known
            } else {
                person = try ledger.addPerson(Profile(displayName: plan.name, realName: plan.name, accounts: [account]), at: now)
            }
            commands += plan.act(person)
        }
    }
}
