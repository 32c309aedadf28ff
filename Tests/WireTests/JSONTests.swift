import Testing

@testable import Wire

@Suite struct JSONTests {
    private func parse(_ text: String, comments: Bool = false) throws -> JSON {
        try JSON(parsing: Array(text.utf8), comments: comments)
    }

    @Test(arguments: [
        ("0", JSON.integer(0)), ("-0", .integer(0)), ("9223372036854775807", .integer(.max)), ("-9223372036854775808", .integer(.min)),
        ("9223372036854775808", .decimal("9223372036854775808")), ("-9223372036854775809", .decimal("-9223372036854775809")),
        ("123456789012345678901234567890", .decimal("123456789012345678901234567890")),
        ("9007199254740993", .integer(9_007_199_254_740_993)),
        ("1.0", .decimal("1.0")), ("1e2", .decimal("1e2")), ("-0.0E-10", .decimal("-0.0E-10")), ("0e+1", .decimal("0e+1")),
    ])
    func numbersAreExact(text: String, expected: JSON) throws {
        #expect(try parse(text) == expected)
        #expect(try parse(" [ \(text) ] ") == .array([expected]))
    }

    @Test func stringsWithAndWithoutEscapes() throws {
        #expect(try parse(#""""#) == "")
        #expect(try parse(#""有事好商量 😀""#) == "有事好商量 😀")
        #expect(try parse(#""\"\\\/\b\f\n\r\t""#) == .string("\"\\/\u{8}\u{c}\n\r\t"))
        #expect(try parse(#""\u4f60\u597D\u0000\u007f\u0080\u07ff\u0800\uffff""#) == .string("你好\0\u{7f}\u{80}\u{7ff}\u{800}\u{ffff}"))
        #expect(try parse(#""a\ud83d\uDE00b""#) == "a😀b")
        #expect(try parse(#""\ud800\udc00\udbff\udfff""#) == "\u{10000}\u{10FFFF}")
    }

    @Test func objectsKeepTheirOrder() throws {
        let value = try parse(#" { "b" : [ true , false , null ] , "a" : { } , "" : [ ] } "#)
        #expect(value == ["b": [true, false, nil], "a": [:], "": []])
        #expect(value.members?.map(\.name) == ["b", "a", ""])
        #expect(value["b"]?.array?.first?.bool == true)
        #expect(value["nothing"] == nil)
    }

    @Test func commentsWhereTheyAreAllowed() throws {
        let text = "// head\n{ // open\r\n\"a\": // value\r1, \"b\": \"// no comment\" }// end"
        #expect(try parse(text, comments: true) == ["a": 1, "b": "// no comment"])
    }

    @Test func everyPlaceIsRemembered() throws {
        let text = "// 徐州\n{\n  \"by\": [\"a\",\n    7],\r\n  \"名\": {\"x\": null}, \"y\": true\n}\n"
        let file = try LocatedJSON(parsing: Array(text.utf8))
        func place(_ value: LocatedJSON?) -> [Int] { value.map { [$0.line, $0.column] } ?? [] }
        #expect(place(file) == [2, 1])
        #expect(place(file["by"]) == [3, 9])
        #expect(place(file["by"]?.array?[0]) == [3, 10])
        #expect(place(file["by"]?.array?[1]) == [4, 5])
        #expect(file.member("名").map { [$0.line, $0.column] } == [5, 3])
        #expect(place(file["名"]) == [5, 10])
        #expect(place(file["名"]?["x"]) == [5, 16])
        #expect(file["名"]?["x"]?.isNull == true)
        #expect(file["y"]?.malformed("a name").description == "line 5, column 28: a name")
        #expect(file.value == (try parse(text, comments: true)))
    }

    @Test func writtenCompactInOrderOrSorted() {
        let value: JSON = ["b": [1, -2, true, false, nil, .decimal("1.50")], "a": ["é": "x", "z": [:]], "B": []]
        #expect(value.text() == #"{"b":[1,-2,true,false,null,1.50],"a":{"é":"x","z":{}},"B":[]}"#)
        #expect(value.text(sortedKeys: true) == #"{"B":[],"a":{"z":{},"é":"x"},"b":[1,-2,true,false,null,1.50]}"#)
        #expect(JSON.integer(.min).text() == "-9223372036854775808")
        #expect(JSON.integer(.max).text() == "9223372036854775807")
    }

    @Test func sortedByBytesNotByCanonicalOrder() {
        // As UTF-8, U+FF5E comes before U+1F600; as UTF-16 it would come after.
        let value: JSON = ["\u{1F600}": 1, "\u{FF5E}": 2]
        #expect(value.text(sortedKeys: true) == "{\"\u{FF5E}\":2,\"\u{1F600}\":1}")
    }

    @Test func writtenTextIsSafeInLogsAndScripts() {
        let text = "\"\\/\u{0}\u{1}\u{8}\t\n\u{b}\u{c}\r\u{1f}\u{7f}\u{2027}\u{2028}\u{2029}\u{202a}你😀"
        let written = JSON.string(text).text()
        #expect(
            written == "\"\\\"\\\\/\\u0000\\u0001\\b\\t\\n\\u000b\\f\\r\\u001f\u{7f}\u{2027}\\u2028\\u2029\u{202a}你😀\"")
        #expect(!written.utf8.contains { $0 < 0x20 })
    }

    @Test func everyScalarComesBack() throws {
        for start in stride(from: UInt32(0), through: 0x10FFFF, by: 0x1000) {
            var text = ""
            for value in start..<(start + 0x1000) { if let scalar = Unicode.Scalar(value) { text.unicodeScalars.append(scalar) } }
            let back = try JSON(parsing: JSON.string(text).bytes()).string
            #expect(back.map { Array($0.utf8) } == Array(text.utf8))
        }
    }
}
