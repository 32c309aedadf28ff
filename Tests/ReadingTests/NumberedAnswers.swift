import Procedure
import Testing

@testable import Reading

@Suite struct NumberedAnswers {
    @Test(arguments: [
        ("1", 1, ""), ("２。", 2, ""), (" 2 各方已同意", 2, "各方已同意"), ("2，汛期将至，不宜再等。", 2, "汛期将至，不宜再等。"), ("2各方已同意", 2, "各方已同意"),
        ("①", 1, ""), ("1、看到了", 1, "看到了"), ("2（停电）", 2, "（停电）"),
    ]) func oneDigitThatStandsForItself(_ said: String, _ number: Int, _ rest: String) throws {
        let answer = try #require(Fixtures.reader.numberedAnswer(said, at: Fixtures.at()))
        #expect(answer.number == number)
        #expect(answer.rest == rest)
        #expect(answer.moment == nil)
    }

    @Test(arguments: ["", " ", "12", "0", "2号楼", "2号", "3点", "1个", "好的", "第1", "看到了 1", "2.5", "1:30", "1%"])
    func anythingElseIsNone(_ said: String) { #expect(Fixtures.reader.numberedAnswer(said, at: Fixtures.at()) == nil) }

    @Test func theHourThatIsStatedIsRead() throws {
        let answer = try #require(Fixtures.reader.numberedAnswer("1 今天上午8点05看到的", at: Fixtures.at()))
        #expect(answer.moment?.date == Fixtures.at().civil.date)
        #expect(answer.moment?.minuteOfDay == 485)
    }

    @Test func aLongOneCostsNoMoreThanItsLength() {
        let answer = Fixtures.reader.numberedAnswer("2 " + String(repeating: "3月5日", count: 30_000), at: Fixtures.at())
        #expect(answer?.number == 2)
    }
}
