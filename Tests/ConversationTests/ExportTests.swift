import Board
import Deliberation
import Desk
import Procedure
import Record
import Testing

@testable import Board

@Suite("Tables for an office suite")
struct ExportTests {
    @Test(
        "no cell is taken for a formula, and none breaks out of its place",
        arguments: [
            ("路灯", "路灯"), ("=1+1", "'=1+1"), ("+8613800000000", "'+8613800000000"), ("-2", "'-2"), ("@SUM(A1)", "'@SUM(A1)"),
            ("＝cmd|' /C calc'!A0", "'＝cmd|' /C calc'!A0"), ("  =1", "'  =1"), (" 空格 ", "\" 空格 \""), ("\t=1", "'=1"), ("\r=1", "'=1"),
            ("a,b", "\"a,b\""), ("他说\"好\"", "\"他说\"\"好\"\"\""), ("一行\n=二行", "\"一行\n=二行\""), ("\u{0}\u{1B}[31m红", "[31m红"),
            ("\n=1", "\"'\n=1\""),
        ])
    func cells(_ value: String, _ cell: String) { #expect(CSV.cell(value) == cell) }

    /// A reader of RFC 4180, to see that what comes out is what went in.
    static func parse(_ text: String) -> [[String]] {
        var rows: [[String]] = [], row: [String] = [], cell = ""
        var isQuoted = false
        var scalars = Array(text.unicodeScalars)[...]
        while let next = scalars.popFirst() {
            if isQuoted {
                guard next == "\"" else {
                    cell.unicodeScalars.append(next)
                    continue
                }
                if scalars.first == "\"" { cell.unicodeScalars.append(scalars.removeFirst()) } else { isQuoted = false }
            } else if next == "\"" {
                isQuoted = true
            } else if next == "," || next == "\n" {
                row.append(cell)
                cell = ""
                if next == "\n" {
                    rows.append(row)
                    row = []
                }
            } else if next != "\r" {
                cell.unicodeScalars.append(next)
            }
        }
        return rows
    }

    @Test("the ledger of a conversation with late records: what was missed, who entered it, how it ended")
    func ledger() throws {
        let (script, _) = try RecordOfConversations.played("12-late-records.talk")
        defer { script.end() }
        let today = script.stage.clock.now.civil.date
        let csv = try DeviationTable.csv(script.stage.desk.store, script.stage.desk.library, on: today)
        #expect(csv.text.hasPrefix("\u{FEFF}单位,编号,事项,"))
        let rows = Self.parse(String(csv.text.dropFirst()))
        #expect(rows.allSatisfy { $0.count == DeviationTable.columns.count })
        func cell(_ row: [String], _ column: String) -> String { row[DeviationTable.columns.firstIndex(of: column) ?? 0] }
        let body = rows.dropFirst()
        let missed = try #require(body.first { cell($0, "row") == "XZ-8.2b" })
        #expect(cell(missed, "unit") == "东园社区" && cell(missed, "number") == "2026-1" && cell(missed, "title") == "东门路灯不亮")
        #expect(cell(missed, "kind") == "违规" && cell(missed, "standing") == "已说明" && cell(missed, "late") == "补录")
        #expect(cell(missed, "happened") == "2026-03-13" && cell(missed, "recorded") == "2026-03-14 09:00")
        #expect(cell(missed, "words") == "代表名单3月4日议事会上口头审定，纪要已补签" && cell(missed, "person") == "李明")
        let departed = body.filter { cell($0, "row") == "XZ-12b" }
        #expect(departed.count == 2 && departed.allSatisfy { cell($0, "kind") == "偏离" && cell($0, "words").contains("公告栏") })
        let none = try DeviationTable.csv(script.stage.desk.store, script.stage.desk.library, unit: UnitID("nanhu"), on: today)
        #expect(Self.parse(none.text).count == 2, "the heading and the root")
        // The root of the day stands in the last row, and is that of the record behind it.
        let root = try #require(rows.last.flatMap { Root(line: $0[0]) })
        #expect(root.day == today)
        #expect(try script.stage.desk.store.read { ledger throws(StoreFailure) in try ledger.root(again: root) } == root)
    }

    @Test("what was counted and what was missed stand in people's words, for every rule of every city: no number left out, no name of code")
    func words() throws {
        let library = try Library(folder: Script.config)
        var seen: Set<String> = []
        for book in library.rulebooks.values {
            for need in book.steps.values.flatMap(\.needs) + book.typed.values.flatMap({ $0 }) + book.standing {
                let verdict = need.judge(Facts(now: Instant(seconds: 1_772_413_200)))
                func isPlain(_ text: String) -> Bool {
                    !text.isEmpty && !text.contains { $0.isASCII && $0.isLetter || "{}=[]".contains($0) }
                }
                #expect(isPlain(library.problem(of: verdict)), "\(need.rule): \(library.problem(of: verdict))")
                guard !verdict.numbers.isEmpty else { continue }
                let text = library.numbers(of: verdict)
                #expect(isPlain(text), "\(need.rule): \(text)")
                seen.insert(need.rule)
                // Spans are told in days and hours.
                if verdict.numbers.contains(where: { $0.name.hasPrefix("minutes") }) { continue }
                for count in verdict.numbers { #expect(text.contains("\(count.value)"), "\(need.rule) \(count.name): \(text)") }
            }
        }
        #expect(seen.count > 12, "\(seen.sorted())")
    }

    @Test("what was taken back stands in no ledger")
    func undone() throws {
        let (script, _) = try RecordOfConversations.played("7-undo-and-correct.talk")
        defer { script.end() }
        let entries = try script.stage.desk.store.read { ledger throws(StoreFailure) in try DeviationBook.read(&ledger).entries }
        #expect(entries.isEmpty)
    }
}
