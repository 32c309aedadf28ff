import Deliberation
import Glibc
import Wire

struct RotationStatements: ~Copyable {
    var people = Statement("read the people's boxes", "SELECT id, sealed FROM person WHERE id > ? ORDER BY id LIMIT 500")
    var person = Statement("seal a person anew", "UPDATE person SET sealed = ? WHERE id = ?")
    var clear = Statement("clear the accounts", "DELETE FROM account")
    var account = Statement("add an account", "INSERT INTO account (blind, person) VALUES (?, ?)")
    var groups = Statement("read the groups' boxes", "SELECT id, sealed FROM chat_group ORDER BY id")
    var group = Statement("seal a group anew", "UPDATE chat_group SET blind = ?, sealed = ? WHERE id = ?")
    /// Sealed, and of ten minutes' life: nobody is kept waiting for long.
    var questions = Statement("clear the open questions", "DELETE FROM question")
    var meta = Statement("note the key", "INSERT OR REPLACE INTO meta (name, value) VALUES (?, ?)")
}

/// A new identity key for an old record. Everything that says who somebody is is sealed and blinded anew, in one commit. The key by which
/// messages are known again stays, sealed under the new one: what was quoted or pushed before is known after, and it opens nobody's name.
extension Store {
    /// The part of a key that outlives its rotation, sealed in the record.
    private static let messagesName = "messages"

    /// Not while the daemon runs. The old key opens only old backups afterwards. Gives the number of people.
    public static func rotate(path: String, from old: IdentityKey, to new: IdentityKey) throws(StoreFailure) -> Int {
        let store = try open(path: path, identity: old)
        let from = store.identity
        let count = try store.write { ledger throws(StoreFailure) in
            var sql = RotationStatements()
            let people = try ledger.rotatePeople(from, new, &sql)
            try ledger.rotateGroups(from, new, &sql)
            try sql.questions.begin(ledger.connection).run()
            try ledger.forgetStrangers()
            try ledger.eraseSealed(holding: nil)
            var check = try sql.meta.begin(ledger.connection)
            check.bind("identity")
            check.bind(new.check)
            try check.run()
            var messages = try sql.meta.begin(ledger.connection)
            messages.bind(messagesName)
            messages.bind(try box(from.messages, under: new, as: messagesName))
            try messages.run()
            return people
        }
        // Boxes under the old key are not to lie about in gaps of the file.
        try store.vacuum()
        return count
    }

    /// Whether a record is sealed under that key; changes nothing.
    public static func isSealed(_ path: String, under key: IdentityKey) throws(StoreFailure) -> Bool {
        let connection = try Connection.open(path: path, access: .reading)
        var select = Statement("check the identity key", "SELECT value FROM meta WHERE name = 'identity'")
        var cursor = try select.begin(connection)
        return try cursor.step() && cursor.bytes(0) == key.check
    }

    /// The key as this record needs it: with the message key of the first one, if it has been rotated.
    static func completed(_ identity: IdentityKey, _ connection: borrowing Connection) throws(StoreFailure) -> IdentityKey {
        var select = Statement("read the message key", "SELECT value FROM meta WHERE name = 'messages'")
        var cursor = try select.begin(connection)
        guard try cursor.step() else { return identity }
        do {
            return identity.keeping(
                messages: try AESGCM.open(cursor.bytes(0), key: identity.sealing, associated: Array(messagesName.utf8)))
        } catch { throw StoreFailure("open the message key", .unreadable(table: "meta")) }
    }

    static func box(_ bytes: [UInt8], under key: IdentityKey, as name: String) throws(StoreFailure) -> [UInt8] {
        do { return try AESGCM.seal(bytes, key: key.sealing, associated: Array(name.utf8)) } catch { throw StoreFailure("seal", .cipher) }
    }

    static func open(_ sealed: [UInt8], under key: IdentityKey, as name: String, table: String) throws(StoreFailure) -> [UInt8] {
        do { return try AESGCM.open(sealed, key: key.sealing, associated: Array(name.utf8)) } catch {
            throw StoreFailure("open a sealed row", .unreadable(table: table))
        }
    }
}

extension Ledger {
    fileprivate mutating func rotatePeople(
        _ old: IdentityKey, _ new: IdentityKey, _ sql: inout RotationStatements
    ) throws(StoreFailure) -> Int {
        try sql.clear.begin(connection).run()
        var after = Int64.min
        var count = 0
        while true {
            var page: [(id: Int64, sealed: [UInt8])] = []
            do {
                var cursor = try sql.people.begin(connection)
                cursor.bind(after)
                while try cursor.step() { page.append((cursor.integer(0), cursor.bytes(1))) }
            }
            guard let last = page.last else { return count }
            for row in page {
                let name = PersonID(row.id).description
                let plain = try Store.open(row.sealed, under: old, as: name, table: "person")
                guard let json = try? JSON(parsing: plain), let profile = Profile(json: json) else {
                    throw StoreFailure("read a person", .unreadable(table: "person"))
                }
                var person = try sql.person.begin(connection)
                person.bind(try Store.box(plain, under: new, as: name))
                person.bind(row.id)
                try person.run()
                for account in profile.accounts {
                    var cursor = try sql.account.begin(connection)
                    cursor.bind(new.blind(account))
                    cursor.bind(row.id)
                    try cursor.run()
                }
                count += 1
            }
            after = last.id
        }
    }

    fileprivate mutating func rotateGroups(
        _ old: IdentityKey, _ new: IdentityKey, _ sql: inout RotationStatements
    ) throws(StoreFailure) {
        var rows: [(id: Int64, sealed: [UInt8])] = []
        do {
            var cursor = try sql.groups.begin(connection)
            while try cursor.step() { rows.append((cursor.integer(0), cursor.bytes(1))) }
        }
        for row in rows {
            let name = GroupID(row.id).description
            let plain = try Store.open(row.sealed, under: old, as: name, table: "chat_group")
            guard let place = (try? JSON(parsing: plain))?.place else {
                throw StoreFailure("read a group", .unreadable(table: "chat_group"))
            }
            var cursor = try sql.group.begin(connection)
            cursor.bind(new.blind(GroupPlace(endpoint: place.endpoint, id: place.id)))
            cursor.bind(try Store.box(plain, under: new, as: name))
            cursor.bind(row.id)
            try cursor.run()
        }
    }
}
