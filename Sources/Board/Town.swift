import Deliberation
import Desk
import Gateways
import Procedure
import Record
import Wire

/// The town of demo mode and of the conversation scripts, as `Config/demo.json` tells it.
public struct Town: Sendable {
    public struct Group: Sendable, Hashable {
        public init(id: String, name: String, unit: UnitID, purpose: GroupPurpose) {
            self.id = id
            self.name = name
            self.unit = unit
            self.purpose = purpose
        }

        public var id: String
        public var name: String
        public var unit: UnitID
        public var purpose: GroupPurpose
    }

    public struct Person: Sendable, Hashable {
        public var id: String
        public var name: String
        public var unit: UnitID
        public var posts: [Post]
        public var seat: String?
        public var isOfficial: Bool
    }

    public let start: Instant
    public let units: [UnitPlan]
    public let groups: [Group]
    public let people: [Person]
    /// The standing method of screening each council has decided (paths.md 1).
    private let screening: [UnitID: String]

    public init(parsing bytes: [UInt8]) throws(Malformed) {
        let root = try JSON(parsing: bytes, comments: true)
        func need<Value>(_ what: String, _ value: Value?) throws(Malformed) -> Value {
            guard let value else { throw Malformed("demo.json: \(what) is missing or not readable") }
            return value
        }
        start = try need("start", root["start"]?.string.flatMap(CivilMoment.init(iso:))).instant
        var units: [UnitPlan] = []
        var screening: [UnitID: String] = [:]
        for entry in try need("units", root["units"]?.array) {
            let id = try need("a unit's id", entry["id"]?.string.flatMap(UnitID.init(_:)))
            let level = try need("a unit's level", entry["level"]?.string.flatMap(Level.init(rawValue:)))
            units.append(
                UnitPlan(
                    id: id, name: try need("a unit's name", entry["name"]?.string), level: level,
                    upper: entry["upper"]?.string.flatMap(UnitID.init(_:)), city: try need("a unit's city", entry["city"]?.string)))
            screening[id] = entry["screening"]?.string
        }
        var groups: [Group] = []
        for entry in try need("groups", root["groups"]?.array) {
            groups.append(
                Group(
                    id: try need("a group's id", entry["id"]?.string), name: try need("a group's name", entry["name"]?.string),
                    unit: try need("a group's unit", entry["unit"]?.string.flatMap(UnitID.init(_:))),
                    purpose: try need("a group's purpose", entry["purpose"]?.string.flatMap(GroupPurpose.init(rawValue:)))))
        }
        var people: [Person] = []
        for entry in try need("people", root["people"]?.array) {
            people.append(
                Person(
                    id: try need("a person's id", entry["id"]?.string), name: try need("a person's name", entry["name"]?.string),
                    unit: try need("a person's unit", entry["unit"]?.string.flatMap(UnitID.init(_:))),
                    posts: (entry["posts"]?.array ?? []).compactMap { $0.string.flatMap(Post.init(rawValue:)) },
                    seat: entry["seat"]?.string,
                    isOfficial: entry["official"]?.bool ?? false))
        }
        self.units = units
        self.groups = groups
        self.people = people
        self.screening = screening
    }

    /// Sets the town up in an empty record; a second time nothing is done. Before the desk starts.
    public func settle(_ desk: Desk, endpoint: String) throws(StoreFailure) {
        let isNew = try desk.store.read { ledger throws(StoreFailure) in ledger.allUnits().isEmpty }
        if let fault = try desk.open(units) { throw StoreFailure("open the units: \(fault)", .unreadable(table: "demo.json")) }
        guard isNew else { return }
        for unit in units {
            let refusal = try desk.setUp(unit.id) { setup throws(StoreFailure) in
                for group in groups where group.unit == unit.id { setup.group(GroupPlace(endpoint: endpoint, id: group.id), group.purpose) }
                if let method = screening[unit.id] {
                    let record = Fields([.date: .day(start.civil.date), .meeting: .text("议事会成立会议")])
                    setup.commands.append(
                        Command(actor: .daemon, matter: .unit, act: .decideSetting(name: "screening", value: method, record: record)))
                }
                for person in people where person.unit == unit.id { seat(person, endpoint, &setup) }
            }
            if let refusal { throw StoreFailure("set up \(unit.id): \(refusal)", .unreadable(table: "demo.json")) }
        }
    }

    /// Posts, and for council members nomination and the party organisation's approval (XZ-8.1).
    private func seat(_ person: Person, _ endpoint: String, _ setup: inout Setup) {
        let date = start.civil.date
        let kind = person.seat.map { setup.words($0, kind: "memberClass") }
        setup.person(Account(endpoint: endpoint, id: person.id), name: person.name) { id in
            var commands = person.posts.map { Command(actor: .daemon, matter: .unit, act: .givePost(id, $0)) }
            if let kind {
                var fields = Fields([.memberClass: .words(kind), .way: .text("organization")])
                if person.isOfficial { fields[.isOfficial] = .flag(true) }
                commands.append(Command(actor: .daemon, matter: .unit, act: .step("CS-1", key: id.description, fields)))
                let record = Fields([.date: .day(date), .meeting: .text("支委会")])
                commands.append(Command(actor: .daemon, matter: .unit, act: .step("CS-2", key: id.description, record)))
            }
            return commands
        }
    }

    /// What is said in a group with @name of people of the town, as a platform gives it: the words without the names, and whose they are.
    func mentions(in text: String) -> (words: String, accounts: [String]) {
        guard text.contains("@") else { return (text, []) }
        var words: [Substring] = [], accounts: [String] = []
        for word in text.split(separator: " ", omittingEmptySubsequences: false) {
            if word.first == "@", let person = person(named: String(word.dropFirst())) {
                accounts.append(person.id)
            } else {
                words.append(word)
            }
        }
        return accounts.isEmpty ? (text, []) : (words.joined(separator: " "), accounts)
    }

    public func person(named name: String) -> Person? { people.first { $0.name == name } }
    public func group(named name: String) -> Group? { groups.first { $0.name == name || $0.id == name } }
}
