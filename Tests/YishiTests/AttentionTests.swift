import Deliberation
import Gateways
import Procedure
import Testing

@testable import Desk
@testable import yishi

@Suite("How much attention is asked for")
struct AttentionTests {
    let group = Chat(endpoint: "qq", kind: .group, id: "1")

    private func at(_ iso: String) throws -> Instant { try #require(CivilMoment(iso: iso)).instant }

    private func terms(_ from: Int, _ to: Int, perDay: Int = 3, spacing: Span = .minutes(10)) -> Attention.Terms {
        Attention.Terms(quiet: (from * 60, to * 60), perDay: perDay, spacing: spacing, together: 5)
    }

    @Test(
        "quiet over midnight, through the small hours, or not at all",
        arguments: [
            (22, 7, "2026-03-02T21:59", "2026-03-02T21:59"), (22, 7, "2026-03-02T22:00", "2026-03-03T07:00"),
            (22, 7, "2026-03-03T00:00", "2026-03-03T07:00"), (22, 7, "2026-03-03T06:59", "2026-03-03T07:00"),
            (22, 7, "2026-03-03T07:00", "2026-03-03T07:00"), (0, 6, "2026-03-02T23:59", "2026-03-02T23:59"),
            (0, 6, "2026-03-03T00:00", "2026-03-03T06:00"), (12, 14, "2026-03-03T13:00", "2026-03-03T14:00"),
            (8, 8, "2026-03-03T08:00", "2026-03-03T08:00"),
        ])
    func quiet(_ from: Int, _ to: Int, _ now: String, _ release: String) throws {
        #expect(Attention(terms(from, to)).release(now: try at(now)) == (try at(release)))
    }

    @Test("a group hears so many a day, some time apart, and has its whole budget again the next morning")
    func budget() throws {
        var attention = Attention(terms(22, 7))
        var now = try at("2026-03-02T09:00")
        for _ in 0..<3 {
            #expect(attention.release(group: group, now: now) == now)
            attention.note(group, at: now)
            now = now + .minutes(10)
        }
        #expect(attention.release(group: group, now: now) == (try at("2026-03-03T07:00")))
        let other = Chat(endpoint: "qq", kind: .group, id: "2")
        #expect(attention.release(group: other, now: now) == now)
        now = try at("2026-03-03T07:00")
        #expect(attention.release(group: group, now: now) == now)
        attention.note(group, at: now)
        #expect(attention.release(group: group, now: now + .minutes(4)) == now + .minutes(10))
        // A clock that was set back holds nobody up for long.
        #expect(attention.release(group: group, now: now - .minutes(30)) == now)
        #expect(Attention(.none).release(group: group, now: now) == now && !Attention(.none).mayHold)
    }

    @Test("the setting names hours, counts and spans; anything else is a fault with its place")
    func setting() throws {
        let folder = try Folder()
        defer { folder.remove() }
        try folder.configure(["attention": #"{ "quiet": "21:30-06:45", "perDay": 4, "spacing": "1 hours", "together": 2, "cards": 9 }"#])
        #expect(folder.faults() == [])
        let read = try Configuration(folder: folder.path).attention
        #expect(read == Attention.Terms(quiet: (1290, 405), perDay: 4, spacing: .hours(1), together: 2, cards: 9))
        #expect(Attention.Terms.standard.cards == 5)
        try folder.configure(["attention": #"{ "quiet": "" }"#])
        #expect(folder.faults() == [])
        #expect(try Configuration(folder: folder.path).attention.quiet == nil)
        try folder.configure()
        #expect(try Configuration(folder: folder.path).attention == .standard)
        for wrong in [
            #"{ "quiet": "22-7" }"#, #"{ "quiet": "22:00-24:00" }"#, #"{ "quiet": "22:00-22:00" }"#, #"{ "quiet": 5 }"#,
            #"{ "perDay": -1 }"#, #"{ "cards": -1 }"#, #"{ "cards": 101 }"#,
            #"{ "spacing": "2 days" }"#, #"{ "together": 0 }"#, #"{ "noise": 1 }"#, "[]",
        ] {
            try folder.configure(["attention": wrong])
            #expect(folder.faults().count >= 1, "\(wrong)")
        }
    }
}
