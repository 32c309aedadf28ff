import Gateways
import Procedure
import Testing

@testable import Desk

@Suite struct PacingTests {
    let morning = Instant(milliseconds: 1_773_100_000_000)
    let east = Chat(endpoint: "qq", kind: .group, id: "1")
    let west = Chat(endpoint: "qq", kind: .group, id: "2")
    let sandbox = Chat(endpoint: "sandbox", kind: .group, id: "1")

    private func may(_ pacing: Pacing, _ chats: [Chat], at now: Instant) -> (may: [Bool], release: Instant?) {
        var round = Pacing.Round()
        let answers = chats.map { pacing.mayGo($0, now: now, in: &round) }
        return (answers, round.nextRelease)
    }

    @Test func aChatHearsOneMessageAPace() {
        var pacing = Pacing(pace: .seconds(2))
        let first = may(pacing, [east, east, west], at: morning)
        #expect(first.may == [true, false, true])
        #expect(first.release == morning + .seconds(2))
        _ = pacing.note(.sent(messageID: "1"), to: east, at: morning)
        #expect(may(pacing, [east], at: morning + Span(milliseconds: 1999)).may == [false])
        #expect(may(pacing, [east], at: morning + .seconds(2)).may == [true])
        // A clock that was set back holds nobody up.
        #expect(may(pacing, [east], at: morning - .seconds(1)).may == [true])
    }

    @Test func withoutAPaceAChatHearsAllAtOnce() {
        #expect(may(Pacing(pace: .seconds(0)), [east, east, east], at: morning).may == [true, true, true])
    }

    @Test func anEndpointThatRefusesIsLeftAloneLongerAndLonger() {
        var pacing = Pacing(pace: .seconds(0))
        var now = morning
        for wait: Int64 in [1, 2, 4, 8, 16, 32, 64, 128, 256, 300, 300] {
            _ = pacing.note(.refused(reason: "down", retryAfter: nil), to: east, at: now)
            let held = may(pacing, [east, west, sandbox], at: now + Span(milliseconds: wait * 1000 - 1))
            #expect(held.may == [false, false, true])
            #expect(held.release == now + .seconds(wait))
            now = now + .seconds(wait)
            // Asked again with one message, and not with all that waits.
            #expect(may(pacing, [east, west, east], at: now).may == [true, false, false])
        }
        _ = pacing.note(.unknown(reason: "no answer"), to: east, at: now)
        #expect(may(pacing, [east, west], at: now).may == [true, true])
    }

    @Test func theEndpointsOwnWordOnHowLongIsTaken() {
        var pacing = Pacing(pace: .seconds(0))
        _ = pacing.note(.refused(reason: "429", retryAfter: .minutes(10)), to: east, at: morning)
        #expect(pacing.isPaused("qq", now: morning + .minutes(10) - Span(milliseconds: 1)))
        #expect(!pacing.isPaused("qq", now: morning + .minutes(10)))
    }

    @Test func anEndpointThatTakesNothingIsToldOnceAndOnceWhenThatIsOver() {
        var pacing = Pacing(pace: .seconds(0))
        let refused = SendOutcome.refused(reason: "HTTP 401", retryAfter: nil)
        let told = (1...5).map { _ in pacing.note(refused, to: east, at: morning) }
        #expect(told == [nil, nil, .refuses(reason: "HTTP 401"), nil, nil])
        #expect(pacing.note(.sent(messageID: "1"), to: west, at: morning) == .takesAgain(failures: 5))
        #expect(pacing.note(.sent(messageID: "2"), to: west, at: morning) == nil)
        // A limit that is over at the second try is nobody's news.
        #expect([refused, refused, .sent(messageID: nil)].map { pacing.note($0, to: east, at: morning) } == [nil, nil, nil])
    }
}
