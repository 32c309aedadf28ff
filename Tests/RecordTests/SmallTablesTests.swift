import Deliberation
import Procedure
import Record
import Testing
import Wire

@Suite struct SmallTablesTests {
    let folder: Folder
    let store: Store

    init() throws {
        folder = try Folder()
        store = try Store.fresh(in: folder)
    }

    @Test func aVoteCountsOnceAndNothingLeadsToThePerson() throws {
        try store.write { ledger throws(StoreFailure) in
            for voter in 1...5 {
                #expect(try ledger.vote("p1", by: PersonID(Int64(voter)), choice: voter < 4 ? "yes" : "no") == .counted)
            }
            #expect(try ledger.vote("p1", by: PersonID(2), choice: "no") == .votedBefore)
            #expect(try ledger.vote("p2", by: PersonID(2), choice: "no") == .counted)
            #expect(try ledger.ballotCount("p1") == ["yes": 3, "no": 2])
            #expect(try ledger.turnout("p1") == 5)
            #expect(try ledger.hasVoted(PersonID(2), in: "p2"))
            #expect(try ledger.hasVoted(PersonID(3), in: "p2") == false)
            #expect(try ledger.turnout("p2") == 1)
        }
    }

    @Test func aDocumentIsKeptUnderItsHash() throws {
        let old = Document(kind: "rulebook", bytes: Array("{}".utf8), at: morning)
        let new = Document(kind: "rulebook", bytes: Array("{ }".utf8), at: morning + .days(1))
        let notice = Document(kind: "text", bytes: [0, 255], at: morning)
        try store.write { ledger throws(StoreFailure) in
            for document in [old, new, notice] { #expect(try ledger.adopt(document) == document.hash) }
            var again = old
            again.at = morning + .days(5)
            try ledger.adopt(again)
            #expect(try ledger.document(old.hash) == old)
            #expect(try ledger.documents(of: "rulebook") == [old.hash, new.hash])
            #expect(try ledger.document(notice.hash)?.bytes == [0, 255])
            #expect(try ledger.document(SHA256.digest([])) == nil)
        }
    }

    @Test func countersAddAndMarksAreSet() throws {
        try store.write { ledger throws(StoreFailure) in
            #expect(try ledger.mark("chat") == nil)
            try ledger.count("chat", by: 40)
            try ledger.count("chat")
            try ledger.setMark("g5", 100)
            try ledger.setMark("g5", 90)
            #expect(try ledger.counters() == ["chat": 41, "g5": 90])
            #expect(try ledger.mark("g5") == 90)
        }
    }

    @Test func whatIsSetAsideIsKnownAgainWithoutItsContent() throws {
        let content = Array(#"{"message":"秘密的内容"#.utf8)
        let aside = Aside(
            at: morning, length: content.count, place: "line 1, column 28", fingerprint: key.fingerprint(of: content),
            reason: "unfinished text")
        try store.write { ledger throws(StoreFailure) in
            try ledger.setAside(aside)
            #expect(try ledger.asides() == [aside])
            #expect(try ledger.asideCount() == 1)
        }
        #expect(key.fingerprint(of: content) == aside.fingerprint)
        #expect(IdentityKey.random().fingerprint(of: content) != aside.fingerprint)
        #expect(try folder.holds("秘密的内容") == false)
    }

    @Test func aQuestionIsSealedAndThereIsOneOfEach() throws {
        let chat = "qq/group/20001\n10007"
        try store.write { ledger throws(StoreFailure) in
            try ledger.putQuestion(OpenQuestion(asked: chat, at: morning, content: ["wish": "东门路灯不亮"]))
            try ledger.putQuestion(OpenQuestion(asked: "qq/private/3\n3", at: morning + .minutes(1), content: .integer(1)))
            try ledger.putQuestion(OpenQuestion(asked: chat, at: morning + .minutes(2), content: ["wish": "西门路灯不亮"]))
            #expect(
                try ledger.questions() == [
                    OpenQuestion(asked: "qq/private/3\n3", at: morning + .minutes(1), content: .integer(1)),
                    OpenQuestion(asked: chat, at: morning + .minutes(2), content: ["wish": "西门路灯不亮"]),
                ])
        }
        #expect(try !folder.holds("西门路灯不亮"))
        #expect(try !folder.holds("20001"))
        try store.write { ledger throws(StoreFailure) in
            #expect(try ledger.pruneQuestions(before: morning + .minutes(2)) == 1)
            #expect(try ledger.dropQuestion("qq/private/3\n3") == false)
            #expect(try ledger.dropQuestion(chat))
            #expect(try ledger.questions().isEmpty)
        }
    }

    @Test func whatIsNotedOfAPollIsOfThatPollAloneAndGoesWithIt() throws {
        let account = Account(endpoint: "qq", id: "10001")
        try store.write { ledger throws(StoreFailure) in
            for poll in ["p1", "p2"] {
                try ledger.noteMember(PersonID(7), of: poll)
                try ledger.noteVoted(account, in: poll)
                try ledger.noteVoted(account, in: poll)
            }
            try ledger.noteCounted("p1")
            #expect(try ledger.isCounted("p1"))
            #expect(try !ledger.isCounted("p2"))
            #expect(try ledger.isMember(PersonID(7), of: "p1"))
            #expect(try !ledger.isMember(PersonID(8), of: "p1"))
            #expect(try !ledger.hasVoted(Account(endpoint: "demo", id: "10001"), in: "p1"))
            #expect(try ledger.polls(ofMember: PersonID(7)) == ["p1", "p2"])
            try ledger.clearPollNotes("p1")
            #expect(try !ledger.isCounted("p1"))
            #expect(try ledger.polls(ofMember: PersonID(7)) == ["p2"])
            #expect(try !ledger.hasVoted(account, in: "p1"))
            #expect(try ledger.hasVoted(account, in: "p2"))
            _ = try ledger.vote("p2", by: PersonID(7), choice: "yes")
            #expect(try ledger.polls(votedBy: PersonID(7)) == ["p2"])
            #expect(try ledger.polls(votedBy: PersonID(8)).isEmpty)
        }
    }

    @Test func whatGroupsHaveHeardTodayIsKnownAndWhatWasBeforeIsForgotten() throws {
        let yesterday = morning - .days(1), day = morning - .hours(9)
        try store.write { ledger throws(StoreFailure) in
            try ledger.noteHeard(GroupID(7), at: yesterday, day: day - .days(1))
            try ledger.noteHeard(GroupID(7), at: morning, day: day)
            try ledger.noteHeard(GroupID(7), at: morning, day: day)
            try ledger.noteHeard(GroupID(8), at: morning + .minutes(1), day: day)
        }
        let heard = try store.read { ledger throws(StoreFailure) in try ledger.heard(since: .distantPast) }
        #expect(heard.map(\.group) == [GroupID(7), GroupID(8)] && heard.map(\.at) == [morning, morning + .minutes(1)])
        #expect(try store.read { ledger throws(StoreFailure) in try ledger.heard(since: morning + .seconds(1)) }.count == 1)
    }
}
