import Deliberation
import Procedure
import Record
import Testing
import Wire

@Suite struct WordsTests {
    let folder: Folder
    let store: Store

    init() throws {
        folder = try Folder()
        store = try Store.fresh(in: folder)
    }

    private func words(_ text: String) -> Words {
        Words(matter(1), kind: "text", salt: [UInt8](repeating: 3, count: 16), text: text, at: morning)
    }

    @Test func wordsComeBackByTheirGrowingNumber() throws {
        try store.write { ledger throws(StoreFailure) in
            let next = try ledger.nextWordsID()
            #expect(try ledger.addWords(words("东门路灯坏了"), as: next) == next)
            #expect(try ledger.addWords(words("")).value == next.value + 1)
            #expect(try ledger.words(next) == words("东门路灯坏了"))
            #expect(try ledger.words(WordsID(next.value + 1)) == words(""))
            #expect(try ledger.words(WordsID(99)) == nil)
        }
    }

    @Test func theDigestIsOverSaltAndText() {
        let expected = SHA256.digest([UInt8](repeating: 3, count: 16) + Array("路灯".utf8)).bytes
        #expect(words("路灯").digest == expected)
        #expect(Words.salt() != Words.salt())
        #expect(Words.salt().count == 16)
    }

    @Test(arguments: ["东门的路灯坏了两个月没人修", String(repeating: "很长的一段话要占好几页", count: 900)])
    func erasedWordsAreGoneFromTheFiles(_ text: String) throws {
        let piece = String(text.prefix(11))
        let id = try store.write { ledger throws(StoreFailure) in
            _ = try ledger.addWords(words("第一条"))
            let id = try ledger.addWords(words(text))
            _ = try ledger.addWords(words("第三条"))
            return id
        }
        #expect(try folder.holds(piece))
        #expect(try store.checkpoint())
        #expect(try folder.holds(piece))
        try store.write { ledger throws(StoreFailure) in
            #expect(try ledger.erase(id))
            #expect(try ledger.erase(id) == false)
            #expect(try ledger.words(id) == nil)
        }
        #expect(try store.checkpoint())
        #expect(try folder.holds(piece) == false)
        #expect(try folder.holds("第三条"))
    }

    @Test func aNumberNeverMeansOtherWords() throws {
        try store.write { ledger throws(StoreFailure) in
            let id = try ledger.addWords(words("一"))
            try ledger.erase(id)
            #expect(try ledger.addWords(words("二")).value == id.value + 1)
        }
    }
}
