import Deliberation
import Foundation
import Procedure
import Record
import Testing
import Wire

@Suite struct RotationTests {
    let folder: Folder

    init() throws { folder = try Folder() }

    @Test func aNewKeyOpensEverybodyAndTheOldOneNobody() throws {
        let zhang = Account(endpoint: "qq", id: "501"), place = GroupPlace(endpoint: "qq", id: "20001")
        let store = try Store.fresh(in: folder)
        let message = store.identity.messageKey(chat: "qq/group/20001", message: "m1")
        let (person, group) = try store.write { ledger throws(StoreFailure) in
            let event = try ledger.suggest()
            try ledger.noteInbox(message, InboxEntry(saidAt: morning, matter: event.key, outcome: 1), at: morning)
            let person = try ledger.addPerson(Profile(displayName: "张三", realName: "张三丰", accounts: [zhang]), at: morning)
            for number in 0..<1200 {
                _ = try ledger.addPerson(
                    Profile(displayName: "人\(number)", accounts: [Account(endpoint: "qq", id: "1\(number)")]), at: morning)
            }
            return (person, try ledger.addGroup(place))
        }
        let new = IdentityKey.random()
        #expect(try Store.rotate(path: folder.database, from: key, to: new) == 1201)
        #expect(throws: StoreFailure.self) { try Store.open(path: folder.database, identity: key) }
        #expect(throws: StoreFailure.self) { try Store.rotate(path: folder.database, from: key, to: .random()) }
        let newer = IdentityKey.random()
        for (identity, next) in [(new, newer), (newer, newer)] {
            let again = try Store.open(path: folder.database, identity: identity)
            // Messages are known again by the very key they were noted under.
            #expect(again.identity.messageKey(chat: "qq/group/20001", message: "m1") == message)
            try again.read { ledger throws(StoreFailure) in
                #expect(try ledger.person(of: zhang) == person)
                #expect(try ledger.profile(of: person)?.realName == "张三丰")
                #expect(try ledger.person(of: Account(endpoint: "qq", id: "11199")) != nil)
                #expect(try ledger.group(of: place) == group)
                #expect(try ledger.place(of: group) == place)
                #expect(try ledger.matter(quoted: message) == matter(1))
                let reports = try ledger.verifyChains()
                #expect(!reports.contains { !$0.isWhole })
            }
            if !identity.isSame(as: next) { _ = try Store.rotate(path: folder.database, from: identity, to: next) }
        }
        #expect(try Store.isSealed(folder.database, under: newer))
    }

    @Test func afterARotationNoBoxOfTheOldKeyIsInTheFile() throws {
        let store = try Store.fresh(in: folder)
        let person = try store.write { ledger throws(StoreFailure) in
            try ledger.addPerson(Profile(displayName: "张三", accounts: [Account(endpoint: "qq", id: "501")]), at: morning)
        }
        let box = try #require(try store.read { ledger throws(StoreFailure) in try ledger.box(of: person) })
        #expect(try store.checkpoint())
        #expect(store.holds(anyOf: [box]))
        _ = try Store.rotate(path: folder.database, from: key, to: .random())
        #expect(!store.holds(anyOf: [box]))
        #expect(!(try folder.bytes().holds(box)))
    }

    @Test func joinedAccountsShareOneRowAndOneVote() throws {
        let store = try Store.fresh(in: folder)
        let here = Account(endpoint: "qq", id: "501"), there = Account(endpoint: "wecom", id: "zs")
        try store.write { ledger throws(StoreFailure) in
            let event = try ledger.suggest()
            let one = try ledger.addPerson(Profile(displayName: "张三", accounts: [here]), at: morning)
            let other = try ledger.addPerson(Profile(displayName: "三", realName: "张三丰", accounts: [there]), at: morning)
            try ledger.notePart(other, in: event.key)
            #expect(try ledger.vote("p", by: other, choice: "yes") == .counted)
            let row = try ledger.queue(.sample(event.key, to: .person(other)))
            try ledger.join(other, into: one)
            #expect(try ledger.person(of: there) == one)
            let profile = try ledger.profile(of: one)
            #expect(profile == Profile(displayName: "张三", realName: "张三丰", accounts: [here, there]))
            #expect(try ledger.profile(of: other) == nil)
            #expect(try ledger.parts(of: one) == [event.key])
            #expect(try ledger.vote("p", by: one, choice: "no") != .counted)
            #expect(try ledger.outbox(row)?.draft.to == .person(one))
        }
    }

    @Test func aNameIsTakenOutOfMessagesToOthersAsAWholeWordOnly() throws {
        let store = try Store.fresh(in: folder)
        try store.write { ledger throws(StoreFailure) in
            let event = try ledger.suggest()
            let person = try ledger.addPerson(Profile(displayName: "东园", accounts: [Account(endpoint: "qq", id: "501")]), at: morning)
            var named = OutboxDraft.sample(event.key)
            named.arguments = Array(#"{"v":{"person":"东园","unit":"东园社区"}}"#.utf8)
            let row = try ledger.queue(named), own = try ledger.queue(.sample(event.key, to: .person(person)))
            try ledger.eraseMessages(of: person, names: ["东园"], instead: "一位居民")
            #expect(try ledger.outbox(row)?.draft.arguments == Array(#"{"v":{"person":"一位居民","unit":"东园社区"}}"#.utf8))
            #expect(try ledger.outbox(row)?.state == .pending)
            #expect(try ledger.outbox(own)?.state == .dropped)
        }
    }

    /// Whoever calls himself as a value is called, or by a number, changes nobody else's messages by being forgotten.
    @Test(arguments: ["v", "l", "s", "k", "number", "name.somebody", "、", "12", "p7", "东园社区", "post"])
    func aNameThatIsNoneIsLeftWhereItStands(_ name: String) throws {
        let store = try Store.fresh(in: folder)
        let arguments = Array(
            #"{"v":{"number":"12","unit":"东园社区","v":{"p":"p7"},"who":{"l":[{"k":"name.somebody","v":{"l":"1"}},"李四"],"s":"、"}},"b":["v"]}"#
                .utf8)
        try store.write { ledger throws(StoreFailure) in
            let event = try ledger.suggest()
            let person = try ledger.addPerson(Profile(displayName: name, accounts: [Account(endpoint: "qq", id: "501")]), at: morning)
            var open = OutboxDraft.sample(event.key), hidden = open
            open.arguments = arguments
            hidden.arguments = try ledger.sealed(["v": ["person": "李四", "post": "x"]])
            let row = try ledger.queue(open), sealed = try ledger.queue(hidden)
            let code: JSON = ["post": "observer", "name": "李四", "until": .null]
            try ledger.setTimer(
                TimerRow(MatterKey(event.key.unit, .unit), kind: "code", occasion: "a", due: morning, payload: ledger.sealed(code)))
            try ledger.eraseMessages(of: person, names: [name], instead: "一位居民", sparing: ["unit", "number"])
            #expect(try ledger.outbox(row)?.draft.arguments == arguments)
            #expect(try ledger.outbox(sealed)?.state == .pending)
            #expect(try ledger.dueTimers(now: morning, limit: 10).count { $0.kind == "code" } == 1)
            try ledger.eraseMessages(of: person, names: ["李四"], instead: "一位居民", sparing: ["unit", "number"])
            let changed = String(decoding: arguments, as: UTF8.self).replacing(#""李四""#, with: #""一位居民""#)
            #expect(try ledger.outbox(row)?.draft.arguments == Array(changed.utf8))
            #expect(try ledger.outbox(sealed)?.state == .dropped)
            #expect(try !ledger.dueTimers(now: morning, limit: 10).contains { $0.kind == "code" })
        }
    }

    @Test func whatIsNotKeptHasNotHappened() throws {
        let store = try Store.fresh(in: folder)
        let person = try store.write(keptIf: { _ in false }) { ledger throws(StoreFailure) in
            _ = try ledger.suggest()
            return try ledger.addPerson(Profile(displayName: "张三", accounts: [Account(endpoint: "qq", id: "501")]), at: morning)
        }
        try store.write { ledger throws(StoreFailure) in
            #expect(try ledger.profile(of: person) == nil)
            #expect(try ledger.suggest().n == 1)
        }
    }
}
