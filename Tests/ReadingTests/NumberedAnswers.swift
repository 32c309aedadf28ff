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

    @Test(
        "numbers that are said as matters' are told from days, houses and heads",
        arguments: [
            ("12号不归我们管", [12]), ("12号要延到5月20号，配件没到", [12]), ("12号、13号都办完了", [12, 13]), ("#12 换好了", [12]), ("5月20号才到货", []),
            ("3号楼的灯换好了", []), ("加了两个桶", []), ("补到一号里头", [1]),
        ])
    func marked(_ said: String, _ numbers: [Int]) { #expect(Fixtures.reader.markedNumbers(in: said) == numbers) }

    @Test("a name of ours alone is told from one with words behind it")
    func onlyOurName() {
        for said in ["@议事", "议事", "@议事 "] { #expect(Fixtures.reader.verbs.isOnlyOurName(said)) }
        for said in ["@议事 路灯坏了", "议事会几点开", "路灯"] { #expect(!Fixtures.reader.verbs.isOnlyOurName(said)) }
    }

    @Test(
        "what a department has finished, and a voice that is taken back",
        arguments: [
            ("完成 5 电梯门机都换了", Role.department, "act done {\"number\":5,\"text\":\"电梯门机都换了\"}"),
            ("答复 2 加放了两个桶", .department, "act answer {\"number\":2,\"text\":\"加放了两个桶\"}"),
            ("不附议3号了", .resident, "act withdraw {\"number\":3}"), ("帮助 全部", .liaisonOfficer, "act help {\"filter\":\"全部\"}"),
        ])
    func ownWords(_ said: String, _ role: Role, _ read: String) { #expect(Fixtures.line(Fixtures.read(said, role, .direct)) == read) }
}
