import Testing

@testable import Reading

/// How sure the second opinion is: learned from what was right, and told by more than its share.
@Suite struct ConfidenceTests {
    /// Of two lines with the same share the short one in an answer is right nine times in ten, the long one in private five times.
    private static let rows: [(signs: [Double], wasMeant: Bool)] = (0..<400).flatMap { row in
        let share = 0.6 + Double(row % 8) / 20
        func signs(_ length: Int, _ context: Context) -> [Double] {
            Confidence.signs((share, (1 - share) / 2, (1 - share) / 4), length: length, context)
        }
        return [(signs(3, .replyToSuggestion), row % 10 != 0), (signs(30, .direct), row % 2 == 0)]
    }

    @Test func whatIsShortAndAnAnswerIsTrustedMoreWithTheSameShare() {
        let confidence = Confidence.fitted(Self.rows.map(\.signs), Self.rows.map(\.wasMeant))
        let short = confidence.probability(Confidence.signs((0.8, 0.1, 0.05), length: 3, .replyToSuggestion))
        let long = confidence.probability(Confidence.signs((0.8, 0.1, 0.05), length: 30, .direct))
        #expect((0.85...0.95).contains(short), "\(short)")
        #expect((0.42...0.58).contains(long), "\(long)")
    }

    @Test func itIsAProbabilityWhateverTheShares() {
        let confidence = Confidence.fitted(Self.rows.map(\.signs), Self.rows.map(\.wasMeant))
        for share in [0.0, 0.001, 0.5, 0.999, 1.0] {
            for length in [0, 1, 120] {
                let found = confidence.probability(Confidence.signs((share, 0, 0), length: length, .group))
                #expect((0...1).contains(found), "\(share) \(length): \(found)")
            }
        }
    }

    @Test func aModelWithTheWrongNumberOfNumbersIsRefused() throws {
        var model = try #require(Fixtures.reader.model).model
        model.further = [1, 2, 3]
        let whole = try LinearModel(parsing: model.bytes())
        #expect(whole.further == [1, 2, 3])
        #expect(throws: (any Error).self) { try IntentModel(whole) }
    }
}
