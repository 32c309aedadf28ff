import Procedure
import Wire

/// A unit as its own events fold: its place, its rulebook, who holds which post, which groups are bound, who sits in the council.
public struct Unit: Sendable, Hashable {
    public let id: UnitID
    /// As people call it, e.g. 东园社区.
    public internal(set) var name = ""
    public internal(set) var level = Level.village
    /// The unit it files with; nil at the top.
    public internal(set) var upper: UnitID?
    /// Hash of the rulebook in force for new matters; a matter keeps the one it began with (XZ-G2.4f).
    public internal(set) var rulebook = ""
    /// Its id and version, so that a changed file under an old version is found out.
    public internal(set) var rulebookVersion = ""
    /// Posts held for good, by person; lent ones stand apart.
    public internal(set) var posts: [PersonID: Set<Post>] = [:]
    /// Posts held in place of somebody, and through which day.
    public internal(set) var lent: [PersonID: [Post: CivilDate]] = [:]
    /// Whose account is not to be trusted (停用), until a new code gives them a post again.
    public internal(set) var suspended: Set<PersonID> = []
    /// Who was forgotten: their numbers stand in what was done, and nobody is behind them any more.
    public internal(set) var erased: Set<PersonID> = []
    public internal(set) var groups: [GroupID: GroupPurpose] = [:]
    /// What a body decided for the unit, by the setting's name.
    public internal(set) var settings: [String: String] = [:]
    /// Seats and whatever else hangs on the unit; its number is `.unit`.
    @Boxed public internal(set) var register: Matter

    public init(id: UnitID) {
        self.id = id
        _register = Boxed(wrappedValue: Matter(number: .unit))
    }

    public func holders(of post: Post) -> [PersonID] {
        posts.compactMap { $0.value.contains(post) ? $0.key : nil }.sorted()
    }

    public func groups(for purpose: GroupPurpose) -> [GroupID] {
        groups.compactMap { $0.value == purpose ? $0.key : nil }.sorted()
    }

    /// Council members serving, with whether each is a public official (XZ-8.1).
    public var council: [PersonID: Bool] {
        var seats: [PersonID: Bool] = [:]
        for (key, item) in register.items(of: "seat") where item.state == "serving" {
            if let person = PersonID(text: key) { seats[person] = item.fields.flag(.isOfficial) }
        }
        return seats
    }
}

extension Unit {
    /// The one fold. What is taken back is folded away here too: a post given and undone was never held.
    public mutating func evolve(_ event: Event) {
        register.evolve(event)
        guard case .undone = event.what else { return apply(event) }
        var fresh = Unit(id: id)
        for (index, past) in register.events.enumerated() where !register.undone.contains(Int64(index + 1)) { fresh.apply(past) }
        fresh.register = register
        self = fresh
    }

    private mutating func apply(_ event: Event) {
        switch event.what {
        case .unitOpened(let name, let level, let upper):
            self.name = name
            self.level = level
            self.upper = upper
        case .rulebookAdopted(let hash, let id, let version):
            rulebook = hash
            rulebookVersion = "\(id) \(version)"
        case .postGiven(let person, let post):
            posts[person, default: []].insert(post)
            suspended.remove(person)
            lent[person]?[post] = nil
        case .postLent(let person, let post, let until):
            // Who holds it anyway holds it on.
            if posts[person]?.contains(post) != true || lent[person]?[post] != nil { lent[person, default: [:]][post] = until }
            posts[person, default: []].insert(post)
            suspended.remove(person)
        case .suspended(let person):
            suspended.insert(person)
            posts[person] = nil
            lent[person] = nil
        case .postEnded(let person, let post):
            lent[person]?[post] = nil
            posts[person]?.remove(post)
            if posts[person]?.isEmpty == true { posts[person] = nil }
        case .groupBound(let group, let purpose): groups[group] = purpose
        case .groupReleased(let group): groups[group] = nil
        case .settingDecided(let name, let value, _): settings[name] = value
        case .erased(let person?, _, _): erased.insert(person)
        case .joined(let person, let into):
            if suspended.remove(person) != nil { suspended.insert(into) }
            if let held = posts.removeValue(forKey: person) { posts[into, default: []].formUnion(held) }
            if let until = lent.removeValue(forKey: person) { lent[into, default: [:]].merge(until) { $1 } }
            for (name, value) in settings where name.hasPrefix(Unit.contactSetting) {
                settings[name] = Unit.naming(Unit.people(named: value).map { $0 == person ? into : $0 })
            }
        default: break
        }
    }
}
