import Deliberation
import Procedure
import Wire

/// An account of a person at an endpoint of ours.
public struct Account: Sendable, Hashable {
    /// The endpoint's name in the configuration.
    public var endpoint: String
    /// The platform's id of the account.
    public var id: String

    public init(endpoint: String, id: String) {
        self.endpoint = endpoint
        self.id = id
    }
}

/// All that says who a person is. Sealed in the store, and nowhere else.
public struct Profile: Sendable, Hashable {
    /// As the platform shows it. Proves nothing.
    public var displayName: String
    /// As the roster or the person states it.
    public var realName: String?
    /// The one they spoke from last in front: there they are answered.
    public var accounts: [Account]

    public init(displayName: String, realName: String? = nil, accounts: [Account]) {
        self.displayName = displayName
        self.realName = realName
        self.accounts = accounts
    }
}

struct PeopleStatements: ~Copyable {
    var ofAccount = Statement("look for an account", "SELECT person FROM account WHERE blind = ?")
    var one = Statement("read a person", "SELECT sealed FROM person WHERE id = ?")
    var since = Statement("read since when a person is known", "SELECT at FROM person WHERE id = ?")
    var newest = Statement("find the newest person", "SELECT max(id) FROM person")
    var add = Statement("add a person", "INSERT INTO person (id, sealed, at) VALUES (?, ?, ?)")
    var change = Statement("change a person", "UPDATE person SET sealed = ? WHERE id = ?")
    var addAccount = Statement("add an account", "INSERT INTO account (blind, person) VALUES (?, ?)")
    var page = Statement("read the people", "SELECT id FROM person WHERE id > ? ORDER BY id LIMIT ?")
    var forgetAccounts = Statement("erase a person's accounts", "DELETE FROM account WHERE person = ?")
    var forgetAccount = Statement("take an account away", "DELETE FROM account WHERE blind = ?")
    var forget = Statement("erase a person", "DELETE FROM person WHERE id = ?")
}

extension Ledger {
    /// Who has this account.
    public mutating func person(of account: Account) throws(StoreFailure) -> PersonID? {
        var cursor = try peopleSQL.ofAccount.begin(connection)
        cursor.bind(blind(account))
        return try cursor.step() ? PersonID(cursor.integer(0)) : nil
    }

    /// Adds somebody under a new number. The accounts must be nobody's yet.
    ///
    /// The number's lower 31 bits are random, so it cannot be guessed from another's nor worked out from an account; the upper ones grow,
    /// so that new people stand at the end of their table. It tells no more than the events do: who came before whom.
    public mutating func addPerson(_ profile: Profile, at: Instant) throws(StoreFailure) -> PersonID {
        while true {
            let id = PersonID((try newestPerson() >> 31 &+ 1) << 31 | SecureRandom.int63() & 0x7FFF_FFFF)
            var cursor = try peopleSQL.add.begin(connection)
            cursor.bind(id.value)
            cursor.bind(try seal(profile.json, as: id.description))
            cursor.bind(at.milliseconds)
            guard try cursor.insertUnlessThere() else { continue }
            newest.person = id.value
            for account in profile.accounts { try addAccount(account, to: id) }
            return id
        }
    }

    /// What is known of a person; nil when there is none, or no longer.
    public mutating func profile(of person: PersonID) throws(StoreFailure) -> Profile? {
        var cursor = try peopleSQL.one.begin(connection)
        cursor.bind(person.value)
        guard try cursor.step() else { return nil }
        guard let profile = Profile(json: try unseal(cursor.bytes(0), as: person.description, table: "person")) else {
            throw StoreFailure("read a person", .unreadable(table: "person"))
        }
        return profile
    }

    /// When somebody first became known to us; nil when there is nobody.
    public mutating func knownSince(_ person: PersonID) throws(StoreFailure) -> Instant? {
        var cursor = try peopleSQL.since.begin(connection)
        cursor.bind(person.value)
        return try cursor.step() ? Instant(milliseconds: cursor.integer(0)) : nil
    }

    /// Puts a person's names, and links accounts that are new. False when there is no such person. Throws when an account is somebody
    /// else's.
    @discardableResult
    public mutating func changePerson(_ person: PersonID, to profile: Profile) throws(StoreFailure) -> Bool {
        guard let old = try self.profile(of: person) else { return false }
        var cursor = try peopleSQL.change.begin(connection)
        cursor.bind(try seal(profile.json, as: person.description))
        cursor.bind(person.value)
        try cursor.run()
        for account in profile.accounts where !old.accounts.contains(account) { try addAccount(account, to: person) }
        return true
    }

    /// Erases a person: names, accounts, the list of their matters. Events keep the bare number. False when there was none.
    /// The bytes are gone from the files after `Store.checkpoint()`.
    @discardableResult
    public mutating func erase(_ person: PersonID) throws(StoreFailure) -> Bool {
        var accounts = try peopleSQL.forgetAccounts.begin(connection)
        accounts.bind(person.value)
        try accounts.run()
        try eraseParts(of: person)
        var cursor = try peopleSQL.forget.begin(connection)
        cursor.bind(person.value)
        return try changes(cursor)
    }

    /// Puts the account in front that somebody with several has spoken from: there they are answered.
    public mutating func noteSpoken(from account: Account, by person: PersonID) throws(StoreFailure) {
        guard var profile = try profile(of: person), profile.accounts.first != account,
            let place = profile.accounts.firstIndex(of: account)
        else { return }
        profile.accounts.insert(profile.accounts.remove(at: place), at: 0)
        try changePerson(person, to: profile)
    }

    /// Whether anybody ever had more than one account.
    public mutating func hasLinkedAccounts() throws(StoreFailure) -> Bool { try mark(Ledger.linkedMark) != nil }

    static let linkedMark = "people.linked"

    /// Leaves somebody one account only; whoever speaks from another of theirs is somebody new.
    /// - Returns: the accounts that are no longer theirs.
    public mutating func keepOnly(_ account: Account, of person: PersonID) throws(StoreFailure) -> [Account] {
        guard var profile = try profile(of: person), profile.accounts.contains(account) else { return [] }
        let others = profile.accounts.filter { $0 != account }
        guard !others.isEmpty else { return [] }
        for other in others {
            var cursor = try peopleSQL.forgetAccount.begin(connection)
            cursor.bind(identity.blind(other))
            try cursor.run()
        }
        profile.accounts = [account]
        try changePerson(person, to: profile)
        return others
    }

    /// Everybody's number, page by page.
    public mutating func people(after: PersonID? = nil, limit: Int = 500) throws(StoreFailure) -> [PersonID] {
        var cursor = try peopleSQL.page.begin(connection)
        cursor.bind(after?.value ?? -1)
        cursor.bind(limit)
        var found: [PersonID] = []
        while try cursor.step() { found.append(PersonID(cursor.integer(0))) }
        return found
    }

    private mutating func newestPerson() throws(StoreFailure) -> Int64 {
        if let known = newest.person { return known }
        var cursor = try peopleSQL.newest.begin(connection)
        return try cursor.step() ? cursor.integer(0) : 0
    }

    private mutating func blind(_ account: Account) -> [UInt8] {
        if let last = lastBlind, last.account == account { return last.blind }
        let blind = identity.blind(account)
        lastBlind = (account, blind)
        return blind
    }

    private mutating func addAccount(_ account: Account, to person: PersonID) throws(StoreFailure) {
        var cursor = try peopleSQL.addAccount.begin(connection)
        cursor.bind(blind(account))
        cursor.bind(person.value)
        try cursor.run()
    }

    /// Seals under the row's own name, so that a box moved to another row does not open.
    mutating func seal(_ json: JSON, as name: String) throws(StoreFailure) -> [UInt8] {
        do throws(CipherFailure) {
            if sealer == nil { sealer = try AESGCM.Sealer(key: identity.sealing) }
            if let box = try sealer?.seal(json.bytes(), associated: Array(name.utf8)) { return box }
        } catch {}
        throw StoreFailure("seal", .cipher)
    }

    func unseal(_ box: [UInt8], as name: String, table: String) throws(StoreFailure) -> JSON {
        do {
            return try JSON(parsing: try AESGCM.open(box, key: identity.sealing, associated: Array(name.utf8)))
        } catch {
            throw StoreFailure("open a sealed row", .unreadable(table: table))
        }
    }
}

extension JSON {
    /// Where an account or a group is, as it stands in a sealed box: the endpoint, and the platform's id.
    static func place(_ endpoint: String, _ id: String) -> JSON { .array([.string(endpoint), .string(id)]) }

    var place: (endpoint: String, id: String)? {
        guard let pair = array, pair.count == 2, let endpoint = pair[0].string, let id = pair[1].string else { return nil }
        return (endpoint, id)
    }
}

extension Profile {
    fileprivate var json: JSON {
        var members = [
            JSON.Member("display", .string(displayName)),
            JSON.Member("accounts", .array(accounts.map { .place($0.endpoint, $0.id) })),
        ]
        if let realName { members.append(JSON.Member("real", .string(realName))) }
        return .object(members)
    }

    init?(json: JSON) {
        guard let display = json["display"]?.string, let list = json["accounts"]?.array else { return nil }
        var accounts: [Account] = []
        for entry in list {
            guard let place = entry.place else { return nil }
            accounts.append(Account(endpoint: place.endpoint, id: place.id))
        }
        self.init(displayName: display, realName: json["real"]?.string, accounts: accounts)
    }
}
