import Deliberation
import Foundation
import Glibc
import Procedure
import Record
import Testing

@Suite struct PeopleTests {
    let folder: Folder
    let store: Store
    let wang = Profile(displayName: "王小明", realName: "王大明", accounts: [Account(endpoint: "qq", id: "10086123456")])

    init() throws {
        folder = try Folder()
        store = try Store.fresh(in: folder)
    }

    private func add(_ profile: Profile) throws -> PersonID {
        try store.write { ledger throws(StoreFailure) in try ledger.addPerson(profile, at: morning) }
    }

    @Test func aPersonIsFoundByTheirAccountAndNoOther() throws {
        let id = try add(wang)
        try store.read { ledger throws(StoreFailure) in
            #expect(try ledger.person(of: wang.accounts[0]) == id)
            #expect(try ledger.person(of: Account(endpoint: "demo", id: "10086123456")) == nil)
            #expect(try ledger.profile(of: id) == wang)
            #expect(try ledger.profile(of: PersonID(1)) == nil)
        }
        let other = try add(Profile(displayName: "李", accounts: [Account(endpoint: "qq", id: "2")]))
        #expect(other != id)
        #expect(try store.read { ledger throws(StoreFailure) in try ledger.people() }.count == 2)
    }

    @Test func anAccountBelongsToOnePerson() throws {
        _ = try add(wang)
        #expect(throws: StoreFailure.self) { try add(wang) }
        #expect(try store.read { ledger throws(StoreFailure) in try ledger.people() }.count == 1)
    }

    @Test func namesChangeAndAccountsAreAdded() throws {
        let id = try add(wang)
        var changed = wang
        changed.displayName = "老王"
        changed.accounts.append(Account(endpoint: "demo", id: "wang"))
        try store.write { ledger throws(StoreFailure) in
            #expect(try ledger.changePerson(id, to: changed))
            #expect(try ledger.changePerson(PersonID(4), to: changed) == false)
            #expect(try ledger.profile(of: id) == changed)
            #expect(try ledger.person(of: Account(endpoint: "demo", id: "wang")) == id)
        }
    }

    @Test func oneAccountIsKeptAndTheOthersAreNobodys() throws {
        let id = try add(wang)
        var changed = wang
        let other = Account(endpoint: "demo", id: "wang")
        changed.accounts.append(other)
        try store.write { ledger throws(StoreFailure) in
            try ledger.changePerson(id, to: changed)
            #expect(try ledger.keepOnly(Account(endpoint: "qq", id: "2"), of: id).isEmpty)
            #expect(try ledger.keepOnly(wang.accounts[0], of: id) == [other])
            #expect(try ledger.keepOnly(wang.accounts[0], of: id).isEmpty)
            #expect(try ledger.profile(of: id) == wang)
            #expect(try ledger.person(of: other) == nil)
        }
        #expect(try add(Profile(displayName: "王", accounts: [other])) != id)
    }

    @Test func nobodysNameOrAccountStandsInTheFiles() throws {
        let place = GroupPlace(endpoint: "qq", id: "20001987654")
        _ = try add(wang)
        _ = try store.write { ledger throws(StoreFailure) in
            let group = try ledger.addGroup(place)
            #expect(try ledger.addGroup(place) == group)
            #expect(try ledger.group(of: place) == group)
            #expect(try ledger.groups() == [group: place])
            #expect(try ledger.place(of: group) == place)
            _ = try ledger.noteInbox(
                key.messageKey(chat: "qq/group/20001987654", message: "m-778899"), InboxEntry(saidAt: morning, matter: nil, outcome: 1),
                at: morning)
            return group
        }
        for _ in 0..<2 {
            for secret in ["王小明", "王大明", "10086123456", "20001987654", "m-778899"] { #expect(try folder.holds(secret) == false) }
            #expect(try store.checkpoint())
        }
    }

    @Test func theRecordsFilesAreTheOwnersAlone() throws {
        _ = try add(wang)
        for name in ["yishi.db", "yishi.db-wal"] { #expect(try mode(of: folder.path + "/" + name) == 0o600) }
    }

    @Test func anErasedPersonIsGone() throws {
        let id = try add(wang)
        try store.write { ledger throws(StoreFailure) in
            try ledger.notePart(id, in: matter(1))
            #expect(try ledger.erase(id))
            #expect(try ledger.erase(id) == false)
            #expect(try ledger.profile(of: id) == nil)
            #expect(try ledger.person(of: wang.accounts[0]) == nil)
            #expect(try ledger.parts(of: id).isEmpty)
        }
        // Somebody new, should they come back.
        #expect(try add(wang) != id)
    }

    @Test func aWrongKeyIsRefusedInOneLine() throws {
        _ = try add(wang)
        #expect(throws: StoreFailure("open the database", .wrongIdentityKey)) {
            _ = try Store.open(path: folder.database, identity: IdentityKey.random())
        }
    }

    @Test func theKeyStandsInAFileOfItsOwn() throws {
        let path = folder.path + "/identity.key"
        let made = try IdentityKey.create(path)
        #expect(try mode(of: path) == 0o600)
        let loaded = try IdentityKey.load(path)
        #expect(loaded.messageKey(chat: "a", message: "b") == made.messageKey(chat: "a", message: "b"))
        #expect(loaded.messageKey(chat: "ab", message: "") != made.messageKey(chat: "a", message: "b"))
        #expect(throws: StoreFailure.self) { _ = try IdentityKey.create(path) }
        #expect(throws: StoreFailure.self) { _ = try IdentityKey.load(folder.path + "/none") }
        try setMode(of: path, 0o640)
        #expect(throws: StoreFailure("load the identity key", .keyFile(path: path, problem: "others may read it; set its mode to 0600"))) {
            _ = try IdentityKey.load(path)
        }
        try setMode(of: path, 0o600)
        try write("abc\n", to: path)
        #expect(throws: StoreFailure.self) { _ = try IdentityKey.load(path) }
    }

    @Test("a key for which there is no room leaves no half of itself behind, and says that the disk is full")
    func aKeyWithoutRoom() async throws {
        let path = folder.path + "/identity.key"
        // A limit is of the whole process: it is set in one of its own.
        await #expect(processExitsWith: .success) { [path = path as String] in
            let fileSize = Int32(RLIMIT_FSIZE.rawValue)
            var limit = rlimit()
            getrlimit(fileSize, &limit)
            let usual = limit
            limit.rlim_cur = 10
            setrlimit(fileSize, &limit)
            var failure: StoreFailure?
            do throws(StoreFailure) { _ = try IdentityKey.create(path) } catch { failure = error }
            limit = usual
            setrlimit(fileSize, &limit)
            #expect(failure == StoreFailure("create the identity key", .file(path: path, errno: ENOSPC)))
            #expect(!FileManager.default.fileExists(atPath: path))
        }
        // With room again there is nothing in the way.
        let made = try IdentityKey.create(path)
        #expect(try IdentityKey.load(path).isSame(as: made))
    }
}
