import Testing

@testable import Wire

/// What is refused, where the fault is said to be, and what it is called.
@Suite struct JSONPlaceTests {
    struct Row: Sendable, CustomTestStringConvertible {
        var text: [UInt8]
        var line: Int
        var column: Int
        var problem: JSONFault.Problem
        var comments = false
        var testDescription: String { String(decoding: text, as: UTF8.self) }

        init(_ text: String, _ line: Int, _ column: Int, _ problem: JSONFault.Problem, comments: Bool = false) {
            self.init(Array(text.utf8), line, column, problem, comments: comments)
        }

        init(_ text: [UInt8], _ line: Int, _ column: Int, _ problem: JSONFault.Problem, comments: Bool = false) {
            (self.text, self.line, self.column, self.problem, self.comments) = (text, line, column, problem, comments)
        }
    }

    static let rows: [Row] = [
        Row("", 1, 1, .unfinished),
        Row("  \n ", 2, 2, .unfinished),
        Row("nul", 1, 1, .value),
        Row("nulL", 1, 1, .value),
        Row("True", 1, 1, .value),
        Row("NaN", 1, 1, .value),
        Row("+1", 1, 1, .value),
        Row(".5", 1, 1, .value),
        Row("1 2", 1, 3, .trailing),
        Row("{}x", 1, 3, .trailing),
        Row("[1,\n 2,,3]", 2, 4, .value),
        Row("[1,]", 1, 4, .value),
        Row("[1", 1, 3, .unfinished),
        Row("[1 2]", 1, 4, .commaOrBracket),
        Row("[", 1, 2, .unfinished),
        Row("{\"a\":1,}", 1, 8, .memberName),
        Row("{a:1}", 1, 2, .memberName),
        Row("{\"a\" 1}", 1, 6, .colon),
        Row("{\"a\":}", 1, 6, .value),
        Row("{\"a\":1 \"b\":2}", 1, 8, .commaOrBrace),
        Row("{\"a\":1", 1, 7, .unfinished),
        Row("{\r\n\"a\":1,\r\n  \"a\":2}", 3, 3, .duplicateName),
        Row("{\r\"a\":1,\r  \"\\u0061\":2}", 3, 3, .duplicateName),
        Row("{\"\u{E9}\":1,\"e\u{301}\":2}", 1, 9, .duplicateName),
        Row("01", 1, 1, .leadingZero),
        Row("[-012]", 1, 3, .leadingZero),
        Row("-", 1, 2, .number),
        Row("-x", 1, 2, .number),
        Row("1.", 1, 3, .number),
        Row("1.e3", 1, 3, .number),
        Row("1e", 1, 3, .number),
        Row("1e+", 1, 4, .number),
        Row("\"abc", 1, 5, .unfinishedString),
        Row("\"a\\", 1, 4, .unfinishedString),
        Row("\"\\n", 1, 4, .unfinishedString),
        Row("\"a\nb\"", 1, 3, .controlCharacter),
        Row("\"\\t\u{1F}\"", 1, 4, .controlCharacter),
        Row("\"\\x41\"", 1, 2, .escape),
        Row("\"\\u12G4\"", 1, 6, .unicodeEscape),
        Row("\"\\u12", 1, 4, .unicodeEscape),
        Row("\"\\ud800\"", 1, 2, .loneSurrogate),
        Row("\"ab\\udc00\"", 1, 4, .loneSurrogate),
        Row("\"\\ud800\\u0041\"", 1, 2, .loneSurrogate),
        Row("\"\\ud83d\\ud83d\"", 1, 2, .loneSurrogate),
        Row([0xEF, 0xBB, 0xBF, 0x31], 1, 1, .byteOrderMark),
        Row([0x22, 0x61, 0xC0, 0xAF, 0x22], 1, 3, .utf8),
        Row([0x22, 0xED, 0xA0, 0x80, 0x22], 1, 2, .utf8),
        Row([0x22, 0xE0, 0x80, 0xAF, 0x22], 1, 2, .utf8),
        Row([0x22, 0xF4, 0x90, 0x80, 0x80, 0x22], 1, 2, .utf8),
        Row([0x22, 0xF0, 0x9F, 0x98, 0x22], 1, 2, .utf8),
        Row([0x22, 0xE4, 0xBD, 0xA0, 0xE5, 0x22], 1, 5, .utf8),
        Row([0x22, 0x5C, 0x6E, 0x80, 0x22], 1, 4, .utf8),
        Row([0x5B, 0xFF], 1, 2, .value),
        Row([0x31, 0x00], 1, 2, .trailing),
        Row("[1, // one\n2]", 1, 5, .comment),
        Row("/x", 1, 1, .value, comments: true),
        Row("[1, /* one */ 2]", 1, 5, .value, comments: true),
        Row("// only\n// this", 2, 8, .unfinished, comments: true),
        Row("[1] // end\nx", 2, 1, .trailing, comments: true),
        Row([0x2F, 0x2F, 0x80, 0x0A, 0x31], 1, 3, .utf8, comments: true),
    ]

    @Test(arguments: rows)
    func theFaultIsNamedAtItsPlace(_ row: Row) {
        let expected = Malformed(row.problem.rawValue, line: row.line, column: row.column)
        #expect(throws: expected) { try JSON(parsing: row.text, comments: row.comments) }
        #expect(throws: expected) { try LocatedJSON(parsing: row.text, comments: row.comments) }
    }

    @Test func everyProblemHasARow() {
        // The one that needs a long text of its own is tested below.
        let shown = Set(Self.rows.map(\.problem)).union([.depth])
        let all: [JSONFault.Problem] = [
            .byteOrderMark, .commaOrBrace, .commaOrBracket, .colon, .controlCharacter, .depth, .duplicateName, .escape, .loneSurrogate,
            .memberName, .number, .leadingZero, .comment, .trailing, .unfinishedString, .unfinished, .unicodeEscape, .utf8, .value,
        ]
        #expect(all.filter { !shown.contains($0) }.isEmpty)
    }

    @Test(arguments: [1, 2, 64, 512])
    func depthIsBoundedExactly(maximum: Int) throws {
        let fits = String(repeating: "[", count: maximum) + String(repeating: "]", count: maximum)
        _ = try JSON(parsing: Array(fits.utf8), maximumDepth: maximum)
        let tooDeep = Array(("\n" + String(repeating: "[", count: maximum + 1)).utf8)
        #expect(throws: Malformed(JSONFault.Problem.depth.rawValue, line: 2, column: maximum + 1)) {
            try JSON(parsing: tooDeep, maximumDepth: maximum)
        }
    }

    @Test func closedLevelsDoNotCount() throws {
        let text = "[" + Array(repeating: "{\"a\":[]}", count: 1000).joined(separator: ",") + "]"
        #expect(try JSON(parsing: Array(text.utf8), maximumDepth: 3).array?.count == 1000)
    }

    @Test func manyNamesAreComparedWithoutQuadraticCost() throws {
        let names = (0..<50_000).map { "\"n\($0)\":0" }
        let object = try JSON(parsing: Array("{\(names.joined(separator: ","))}".utf8))
        #expect(object.members?.count == 50_000)
        let twice = Array("{\(names.joined(separator: ",")),\"n7\":1}".utf8)
        #expect(throws: Malformed.self) { try JSON(parsing: twice) }
    }
}
