import Testing
import Wire

@testable import Procedure

@Suite("Every rule on its edges (requirements 2.7)")
struct RuleTests {
    @Test("what it says and what would satisfy it", arguments: RuleCase.all)
    func judged(_ line: RuleCase) throws {
        let row = try #require(try Bench.rows()[RowID(line.row)], "the table cites a row that is not there")
        let verdict = try Bench.judge(line.rule, line.arguments, line.row, row.force, line.facts)
        #expect(verdict.isMet == (line.remedy == nil))
        #expect(verdict.remedy == line.remedy)
        #expect(verdict.row == row.id && verdict.force == row.force && verdict.rule == line.rule)
    }

    @Test("no rule is left out, and each is seen met and unmet")
    func complete() {
        let names = Set(Rule.all.map(\.name))
        #expect(names == Set(RuleCase.all.map(\.rule)))
        #expect(names == Set(RuleCase.all.filter { $0.remedy == nil }.map(\.rule)))
        #expect(names == Set(RuleCase.all.filter { $0.remedy != nil }.map(\.rule)))
        #expect(names.count == Rule.all.count)
    }

    static let forces: [(row: String, force: Force)] = [
        ("XZ-12b", .principle), ("XZ-13.6c", .principle), ("XZ-14.2b", .principle), ("XZ-8.1c", .principle), ("XZ-8.1d", .must),
        ("XZ-8.2c", .must), ("XZ-13.3b", .must), ("XZ-13.6b", .must), ("XZ-14.1e", .must), ("XZ-12a", .must),
    ]

    @Test("what refuses and what asks for a reason (requirements 0.3)", arguments: forces)
    func force(_ row: String, _ force: Force) throws {
        #expect(try Bench.rows()[RowID(row)]?.force == force)
    }

    @Test(
        "XZ-13.3b the least present for so many expected",
        arguments: [
            (1, 1), (2, 2), (3, 2), (9, 6), (10, 7), (11, 8), (12, 8), (13, 9), (15, 10), (20, 14), (30, 20),
        ])
    func quorum(expected: Int, least: Int) throws {
        var facts = Facts(now: Instant(milliseconds: 0))
        facts.expected = expected
        facts.present = least
        let reached = try Bench.judge("quorum", ["atLeast": "2/3"], "XZ-13.3b", .must, facts)
        #expect(reached.isMet)
        #expect(reached.numbers == [.init("present", least), .init("expected", expected), .init("least", least)])
        facts.present = least - 1
        let missing = try Bench.judge("quorum", ["atLeast": "2/3"], "XZ-13.3b", .must, facts)
        #expect(missing.remedy == .bring(1))
    }

    @Test(
        "XZ-8.1d the most officials among so many",
        arguments: [
            (4, 0), (5, 1), (9, 1), (10, 2), (14, 2), (15, 3), (19, 3), (20, 4), (29, 5), (30, 6),
        ])
    func officials(of all: Int, most: Int) throws {
        var facts = Facts(now: Instant(milliseconds: 0))
        facts.council = Facts.Heads(all: all, officials: most)
        #expect(try Bench.judge("officialsShare", ["atMost": "1/5"], "XZ-8.1d", .must, facts).isMet)
        facts.council.officials = most + 1
        let over = try Bench.judge("officialsShare", ["atMost": "1/5"], "XZ-8.1d", .must, facts)
        guard case .removeOfficials(1, let added)? = over.remedy else { Issue.record("one official too many"); return }
        facts.council.all = all + added
        #expect(try Bench.judge("officialsShare", ["atMost": "1/5"], "XZ-8.1d", .must, facts).isMet)
        facts.council.all -= 1
        #expect(try !Bench.judge("officialsShare", ["atMost": "1/5"], "XZ-8.1d", .must, facts).isMet)
    }

    @Test("XZ-8.2c the least stakeholders among so many", arguments: [(1, 1), (9, 5), (10, 5), (11, 6), (15, 8), (19, 10), (20, 10)])
    func stakeholders(of all: Int, least: Int) throws {
        var facts = Facts(now: Instant(milliseconds: 0))
        facts.participants = Facts.Heads(all: all, stakeholders: least)
        #expect(try Bench.judge("stakeholderShare", ["atLeast": "1/2"], "XZ-8.2c", .must, facts).isMet)
        facts.participants.stakeholders = least - 1
        #expect(try !Bench.judge("stakeholderShare", ["atLeast": "1/2"], "XZ-8.2c", .must, facts).isMet)
    }

    @Test("XZ-8.2c the remedy is true: with it the share is reached, with one less it is not", arguments: 1...40)
    func trueRemedy(all: Int) throws {
        for present in 0...all {
            var facts = Facts(now: Instant(milliseconds: 0))
            facts.participants = Facts.Heads(all: all, stakeholders: present)
            let verdict = try Bench.judge("stakeholderShare", ["atLeast": "1/2"], "XZ-8.2c", .must, facts)
            guard case .addStakeholders(let add, let replace)? = verdict.remedy else {
                #expect(verdict.isMet)
                continue
            }
            for (heads, holds) in [
                (Facts.Heads(all: all + add, stakeholders: present + add), true),
                (Facts.Heads(all: all + add - 1, stakeholders: present + add - 1), false),
                (Facts.Heads(all: all, stakeholders: present + replace), true),
                (Facts.Heads(all: all, stakeholders: present + replace - 1), false),
            ] {
                facts.participants = heads
                #expect(try Bench.judge("stakeholderShare", ["atLeast": "1/2"], "XZ-8.2c", .must, facts).isMet == holds)
            }
        }
    }

    @Test("an argument that is missing, of another kind or out of range is named")
    func arguments() {
        for (name, wrong) in [
            ("quorum", ["atLeast": "3/2"]), ("quorum", [:]), ("noticeAhead", ["span": 7]), ("councilSize", ["from": 10]),
            ("screened", ["atLeast": -1]), ("turnLength", ["atMost": "300"]),
        ] as [(String, [String: JSON])] {
            #expect(throws: Malformed.self) {
                var arguments = Arguments(wrong)
                _ = try Rule.named[name]?.parse(&arguments)
            }
        }
    }
}
