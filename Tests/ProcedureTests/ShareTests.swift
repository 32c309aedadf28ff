import Testing

@testable import Procedure

@Suite("Shares in whole numbers (requirements 0.5)")
struct ShareTests {
    static let shares = ["1/2", "2/3", "1/5", "3/4", "1/1", "0/1", "1/3", "999/1000"]

    @Test("least and most are where reached and kept turn, for every number up to 200", arguments: shares)
    func edges(_ text: String) throws {
        let share = try #require(Share(text: text))
        for whole in 0...200 {
            let least = share.least(of: whole)
            let most = share.most(of: whole)
            for part in 0...(whole + 1) {
                if whole > 0, share.numerator > 0 { #expect(share.isReached(by: part, of: whole) == (part >= least)) }
                #expect(share.isKept(by: part, of: whole) == (part <= most))
                #expect(share.isReached(by: part, of: whole) == (whole > 0 && part * share.denominator >= share.numerator * whole))
            }
        }
    }

    @Test("more people never need fewer, and the bounds never cross", arguments: shares)
    func monotone(_ text: String) throws {
        let share = try #require(Share(text: text))
        for whole in 1...200 {
            #expect(share.least(of: whole) >= share.least(of: whole - 1))
            #expect(share.most(of: whole) >= share.most(of: whole - 1))
            #expect(share.most(of: whole) <= whole && share.least(of: whole) <= whole)
            #expect(share.least(of: whole) - share.most(of: whole) <= 1)
        }
    }

    @Test("nobody of nobody reaches nothing")
    func nobody() throws {
        #expect(try #require(Share(2, 3)).isReached(by: 0, of: 0) == false)
        #expect(try #require(Share(0, 1)).isReached(by: 0, of: 0) == false)
    }

    @Test(
        "a share is read exactly, or not at all",
        arguments: ["", "1", "1/0", "3/2", "-1/2", "+1/2", "1/2/3", " 1/2", "1/ 2", "a/b", "1/1001", "１/２"])
    func unread(_ text: String) { #expect(Share(text: text) == nil) }

    @Test("a span is read exactly, or not at all")
    func spans() {
        #expect(Span(text: "7 days") == .days(7))
        #expect(Span(text: "300 seconds") == .seconds(300))
        #expect(Span(text: "1 hours") == .hours(1))
        #expect(Span(text: "5 minutes") == .minutes(5))
        for text in ["", "7", "days", "7days", "-1 days", "+7 days", "7  days", " 7 days", "1000000 days", "7 weeks", "1.5 days"] {
            #expect(Span(text: text) == nil, "\(text)")
        }
    }
}
