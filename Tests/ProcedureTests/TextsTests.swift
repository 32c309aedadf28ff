import Testing
import Wire

@testable import Procedure

@Suite("Texts as templates")
struct TextsTests {
    static func texts(_ json: String) throws -> Texts { try Texts(parsing: Array(json.utf8)) }

    @Test("values are filled in, and what lacks one inside [[ ]] is left out")
    func filled() throws {
        let texts = try Self.texts(#"{ "a": "{number}号[[，{place}见]]。", "b": "[[{x}]]" }"#)
        #expect(texts.render("a", ["number": "12", "place": "二楼"]) == "12号，二楼见。")
        #expect(texts.render("a", ["number": "12"]) == "12号。")
        #expect(texts.render("a", ["number": "12", "place": ""]) == "12号。")
        #expect(texts.render("b") == "")
        #expect(texts.names(in: "a") == ["number", "place"])
        #expect(texts.keys == ["a", "b"])
    }

    @Test("a key that is missing shows itself")
    func missing() throws {
        let texts = try Self.texts("{}")
        #expect(texts.render("receipt") == "〔receipt〕")
        #expect(!texts.has("receipt"))
        #expect(texts.names(in: "receipt").isEmpty)
    }

    @Test("a value is never read as a template")
    func inert() throws {
        let texts = try Self.texts(#"{ "a": "说：{words}" }"#)
        #expect(texts.render("a", ["words": "{number}[[x]]"]) == "说：{number}[[x]]")
    }

    @Test("a template that does not close is named with its place")
    func unclosed() throws {
        for body in ["{number", "[[{a}", "[[a[[b]]]]"] {
            let fault = #expect(throws: Malformed.self) { try Self.texts("{\n  \"a\": \"\(body)\"\n}") }
            #expect(fault?.line == 2 && fault?.column == 8)
        }
        let kind = #expect(throws: Malformed.self) { try Self.texts("{\n\"a\": 3}") }
        #expect(kind?.line == 2 && kind?.column == 6)
    }

    @Test("the texts of the repository have every notice, answer and button of the rulebook")
    func whole() throws {
        let texts = try Texts(parsing: Bench.bytes("texts/zh-Hans.json"))
        let book = try RulebookTests.xuzhou()
        var keys = Set(book.notices.keys).union(book.moves.values.map(\.answer))
        keys.formUnion(book.notices.values.flatMap(\.buttons).flatMap { ["label.\($0)", "command.\($0)"] })
        keys.formUnion(
            Rule.all.map(\.name).filter { name in book.steps.values.contains { $0.needs.contains { $0.rule == name } } }.map {
                "rule.\($0)"
            })
        #expect(keys.filter { !texts.has($0) }.sorted() == [])
    }
}

@Suite("The rows of the five documents")
struct RowTests {
    @Test("598 of them, 166 of Xuzhou, each with its place and words")
    func counted() throws {
        let rows = try Bench.rows()
        #expect(rows.count == 598)
        #expect(rows.all.count { $0.id.text.hasPrefix("XZ-") } == 166)
        #expect(rows.all.allSatisfy { !$0.place.isEmpty && !$0.words.isEmpty })
        #expect(rows[RowID("XZ-13.3b")]?.force == .must)
        #expect(rows[RowID("XZ-99")] == nil)
    }

    @Test(
        "a row twice, half a row and no rows are refused",
        arguments: [
            #"{"rows": []}"#, #"{}"#, #"{"rows": [{"id": "A", "place": "p", "force": "X", "words": "w"}]}"#,
            #"{"rows": [{"id": "A", "place": "p", "force": "M"}]}"#,
            #"{"rows": [{"id": "A", "place": "p", "force": "M", "words": "w"}, {"id": "A", "place": "p", "force": "M", "words": "w"}]}"#,
        ])
    func refused(_ json: String) { #expect(throws: Malformed.self) { try RowCatalog(parsing: Array(json.utf8)) } }
}
