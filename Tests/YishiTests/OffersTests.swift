import Gateways
import Procedure
import Reading
import Testing

@testable import Desk

/// What is offered to whom, how it is taken up, and what is forgotten; the conversation is `23-quiet-offer.talk`.
@Suite("Quiet offers")
struct OffersTests {
    static let noon = CivilMoment(iso: "2026-03-02T12:00")?.instant ?? .distantPast
    let chat = Chat(endpoint: "qq", kind: .group, id: "1")

    private func said(_ text: String, by sender: String = "5", id: String = "m1", at: Instant = noon, quotes: String? = nil) -> Said {
        Said(id: id, messageID: id, chat: chat, sender: sender, displayName: "某人", at: at, text: text, quotes: quotes)
    }

    private func verbs() throws -> VerbTable {
        try VerbTable(
            parsing: Array(
                """
                {"places": {}, "speakers": {}, "groups": [], "verbs": [], "vocabulary": {}, "particles": [], "fillers": [], "slack": [],
                "errands": [], "doubts": [], "others": [], "reporting": [], "postponing": [], "conditions": [], "calling": [], "refusing": [], "unopposed": [], "either": [],
                "changing": [], "entering": [], "nods": [], "asking": [], "units": [], "takingUp": ["1", "登记吧"], "registering": ["登记"], "besideRegistering": ["吧"], "names": [], "relations": [],
                "soft": {"groups": {}, "hints": []}, "weak": {"openings": [], "objects": []}, "addressees": [], "notNames": []}
                """.utf8))
    }

    /// Offers with one that stands in the group.
    private func open(line: String? = "our7") -> Offers {
        let offers = Offers(true)
        _ = offers.consider(said("路灯坏了没人修"), now: Self.noon)
        while let said = offers.takeWaiting() { offers.offered(said, line: line, now: Self.noon) }
        return offers
    }

    @Test("once per person and day; not what is old, anonymous or private, and not where it is switched off")
    func considered() {
        let offers = Offers(true)
        #expect(offers.consider(said("甲"), now: Self.noon))
        #expect(!offers.consider(said("乙", id: "m2"), now: Self.noon))
        #expect(offers.consider(said("丙", by: "6", id: "m3"), now: Self.noon))
        #expect((1...3).map { _ in offers.takeWaiting()?.text } == ["甲", "丙", nil])
        let tomorrow = Self.noon + .days(1)
        #expect(offers.consider(said("丁", id: "m4", at: tomorrow), now: tomorrow))
        #expect(!offers.consider(said("戊", by: "7", id: "m5"), now: Self.noon + .minutes(3)), "said some time ago: caught up with")
        var hidden = said("己", by: "8", id: "m6")
        hidden.isAnonymous = true
        #expect(!offers.consider(hidden, now: Self.noon))
        var direct = said("庚", by: "9", id: "m7")
        direct.chat = Chat(endpoint: "qq", kind: .direct, id: "9")
        #expect(!offers.consider(direct, now: Self.noon))
        #expect(!Offers(false).consider(said("辛"), now: Self.noon))
    }

    @Test("taken up by quoting our line or one's own words for a day; by a word alone, marks or none, as the next thing said")
    func taken() throws {
        let verbs = try verbs()
        let words = "路灯坏了没人修"
        let later = Self.noon + .hours(5)
        #expect(open().taken(by: said(" 登记吧。", id: "m2"), verbs, now: Self.noon + .minutes(9))?.said.text == words)
        #expect(open().taken(by: said("1", id: "m2"), verbs, now: later) == nil, "too late for a word alone")
        #expect(open().taken(by: said("1", id: "m2", quotes: "our7"), verbs, now: later)?.said.text == words)
        #expect(open().taken(by: said("1", id: "m2", quotes: "m1"), verbs, now: later)?.said.text == words)
        #expect(open().taken(by: said("1", id: "m2", quotes: "m1"), verbs, now: Self.noon + .days(2)) == nil)
        #expect(open().taken(by: said("1", id: "m2", quotes: "other"), verbs, now: Self.noon) == nil)
        #expect(open().taken(by: said("1", by: "6", id: "m2", quotes: "our7"), verbs, now: Self.noon) == nil, "nobody answers for another")
        #expect(open().taken(by: said("登记吧我的身份证丢了", id: "m2"), verbs, now: Self.noon) == nil)
        let talked = open()
        #expect(talked.taken(by: said("先去做饭", id: "m2"), verbs, now: Self.noon) == nil)
        #expect(talked.taken(by: said("1", id: "m3"), verbs, now: Self.noon) == nil, "that was about something else")
        #expect(talked.taken(by: said("1", id: "m4", quotes: "m1"), verbs, now: Self.noon)?.said.text == words)
        #expect(talked.taken(by: said("1", id: "m5", quotes: "m1"), verbs, now: Self.noon) == nil, "once")
    }

    @Test(
        "taken up in other words: a yes quoting our line, a neighbour's line as good as one's own, and words that name the matter themselves"
    )
    func inOwnWords() throws {
        let verbs = try verbs()
        let later = Self.noon + .hours(5)
        let yes: (String) -> Bool = { $0 == "可以" }
        #expect(open().taken(by: said("可以", id: "m2", quotes: "our7"), verbs, isYes: yes, now: later) != nil)
        #expect(open().taken(by: said("可以", id: "m2", quotes: "m1"), verbs, isYes: yes, now: later) == nil, "agrees with themselves")
        #expect(open().taken(by: said("可以", id: "m2"), verbs, isYes: yes, now: Self.noon) == nil, "said to anybody")
        let two = open()
        _ = two.consider(said("车棚漏雨", by: "6", id: "m9"), now: Self.noon)
        while let next = two.takeWaiting() { two.offered(next, line: "our8", now: Self.noon) }
        #expect(two.taken(by: said("可以", id: "m2", quotes: "our8"), verbs, isYes: yes, now: later) == nil, "her idea")
        #expect(two.taken(by: said("登记", id: "m3", quotes: "our8"), verbs, isYes: yes, now: later)?.said.messageID == "m1")
        for (text, isTaken) in [
            ("登记吧", true), ("登记路灯", true), ("登记疫苗", false), ("路灯登记了吗", false), ("路灯先别登记", false), ("路灯", false),
            ("路灯不用登记", false),
            ("路灯没必要登记", false), ("路灯坏了 我跟物业登记", false), ("登记吧 我的身份证丢了", false), ("路灯登记吧 都一个月了", true),
        ] {
            #expect((open().taken(by: said(text, id: "m2"), verbs, now: later) != nil) == isTaken, "\(text)")
        }
        #expect(open().taken(by: said("路灯登记吧", id: "m2"), verbs, now: Self.noon + .days(2)) == nil)
    }

    @Test("a neighbour who supports it before it is registered counts once, and not whoever takes that back, or said something else")
    func backed() throws {
        let verbs = try verbs()
        let offers = open()
        let supports: (String) -> Bool = { $0 == "支持" }
        #expect(offers.backed(by: said("支持", by: "6", id: "b1", quotes: "m1"), supports: supports))
        #expect(offers.backed(by: said("支持", by: "6", id: "b2", quotes: "our7"), supports: supports))
        #expect(offers.backed(by: said("支持", by: "7", id: "b3", quotes: "our7"), supports: supports))
        #expect(offers.backed(by: said("支持", by: "8", id: "b4", quotes: "our7"), supports: supports))
        #expect(!offers.backed(by: said("黑得很", by: "9", id: "b5", quotes: "m1"), supports: supports))
        #expect(!offers.backed(by: said("支持", by: "9", id: "b6"), supports: supports), "whom?")
        #expect(!offers.backed(by: said("支持", by: "5", id: "b7", quotes: "our7"), supports: supports), "their own")
        #expect(!offers.backed(by: said("支持", by: "9", id: "b8", at: Self.noon + .days(2), quotes: "m1"), supports: supports))
        offers.forget(Recalled(id: "r", messageID: "b3", chat: chat, sender: "7", operatedBy: "7", at: Self.noon))
        let offer = try #require(offers.taken(by: said("1", id: "m2"), verbs, now: Self.noon))
        #expect(offer.backers.map(\.sender) == ["6", "8"])
    }

    @Test("what was taken back is never spoken of again; what could not be recorded can be answered again")
    func forgotten() throws {
        let verbs = try verbs()
        let recalled = Recalled(id: "r", messageID: "m1", chat: chat, sender: "5", operatedBy: "5", at: Self.noon)
        let gone = open()
        gone.forget(recalled)
        #expect(gone.taken(by: said("1", id: "m2"), verbs, now: Self.noon) == nil)
        let waiting = Offers(true)
        _ = waiting.consider(said("甲"), now: Self.noon)
        waiting.forget(recalled)
        #expect(waiting.takeWaiting() == nil)
        // The answer comes again as it was: alone, or quoting our line hours later.
        let later = Self.noon + .hours(5)
        for (answer, now) in [(said("1", id: "m2"), Self.noon), (said("1", id: "m2", quotes: "our7"), later)] {
            let failed = open()
            let offer = try #require(failed.taken(by: answer, verbs, now: now))
            failed.giveBack(offer)
            #expect(failed.taken(by: answer, verbs, now: now) == offer)
        }
        // What was recalled while its answer was under way does not come back.
        let recalledSince = open()
        let taken = try #require(recalledSince.taken(by: said("1", id: "m2"), verbs, now: Self.noon))
        recalledSince.forget(recalled)
        recalledSince.giveBack(taken)
        #expect(recalledSince.taken(by: said("1", id: "m2", quotes: "m1"), verbs, now: Self.noon) == nil)
        // It does not live longer for having failed.
        let old = open()
        old.giveBack(try #require(old.taken(by: said("1", id: "m2"), verbs, now: Self.noon + .minutes(9))))
        #expect(old.taken(by: said("1", id: "m2"), verbs, now: Self.noon + .minutes(11)) == nil)
    }

    @Test("offers take at most half of a day's messages, and none at night or right after news")
    func budget() {
        var attention = Attention(Attention.Terms(quiet: (22 * 60, 7 * 60), perDay: 4, spacing: .minutes(5), together: 5, offers: true))
        #expect(attention.mayOffer(group: chat, now: Self.noon))
        attention.note(chat, at: Self.noon)
        #expect(!attention.mayOffer(group: chat, now: Self.noon + .minutes(4)))
        #expect(attention.mayOffer(group: chat, now: Self.noon + .minutes(5)))
        attention.note(chat, at: Self.noon + .minutes(5))
        #expect(!attention.mayOffer(group: chat, now: Self.noon + .minutes(10)), "the other half is for news")
        #expect(attention.release(group: chat, now: Self.noon + .minutes(10)) == Self.noon + .minutes(10))
        #expect(attention.mayOffer(group: chat, now: Self.noon + .days(1)))
        #expect(!attention.mayOffer(group: chat, now: Self.noon + .hours(11)))
    }
}
