import Testing
import Wire

@testable import Reading

/// The delivered file of what names are known by: a word more in it is known, a fault in it is told with its place.
@Suite struct TheNamesFile {
    /// The delivered file with one line written anew, and the number of that line and of the one the lists open on.
    private static func changed(_ beginning: String, _ line: String) throws -> (bytes: [UInt8], line: Int, opening: Int) {
        try Fixtures.changed("Config/texts/names.zh-Hans.json", beginning, line)
    }

    /// A village has the surname 铝, which no list knew.
    @Test func aSurnameIsAddedByAWord() throws {
        let said = "铝建国主任请假"
        let (bytes, _, _) = try Self.changed("  \"uncommonSurnames\": [", "  \"uncommonSurnames\": [ \"铝\",")
        let reader = Reader(verbs: try Fixtures.verbs(), names: try NameWords(parsing: bytes), cues: try Fixtures.cues(), calendar: nil)
        #expect(Fixtures.reader.masked(said) == said)
        #expect(reader.masked(said) == "铝某某主任请假")
    }

    @Test(arguments: [
        ("  \"kin\":", "  \"kin\": 7,", 10, "expected text, found a whole number"),
        ("  \"kin\":", "  \"kin\": [\"姐\", 7],", 18, "expected text, found a whole number"),
        ("  \"kin\":", "  \"kin\": \"姐𬱖\",", 10, "𬱖 is beyond the characters that are looked at, which end with U+FFFF"),
        ("  \"kin\":", "  \"kin\": \"姐\", \"kim\": \"哥\",", 17, "there is no list kim"),
        ("  \"doubleSurnames\":", "  \"doubleSurnames\": \"欧阳 万\",", 21, "doubleSurnames are of two characters, 万 is not"),
        ("    \"谢\":", "    \"谢谢\": \"多\",", 5, "expected one character"),
        ("    \"谢\":", "    \"谢\": true,", 12, "expected text, found true or false"),
        ("  \"wordEnds\":", "  \"wordEnds\": \"谢\", \"ends\": {", 15, "wordEnds must be an object, found text"),
    ]) func aFaultIsNamedWithItsPlace(_ beginning: String, _ line: String, _ column: Int, _ problem: String) throws {
        let (bytes, at, _) = try Self.changed(beginning, line)
        let fault = #expect(throws: Malformed.self) { try NameWords(parsing: bytes) }
        #expect(fault == Malformed(problem, line: at, column: column))
    }

    /// A list left out, or written wrongly, is missing where the lists open.
    @Test(arguments: ["surnames", "furtherDoubleSurnames", "given", "weak", "titles", "relations", "stops", "wordEnds", "headcounts"])
    func noListMayBeMissing(_ name: String) throws {
        let line = try #require(
            try String(decoding: Fixtures.bytes("Config/texts/names.zh-Hans.json"), as: UTF8.self).split(separator: "\n")
                .first { $0.hasPrefix("  \"\(name)\":") })
        let (bytes, _, opening) = try Self.changed("  \"\(name)\":", String(line).replacing("\"\(name)\"", with: "\"\(name)s\""))
        let fault = #expect(throws: Malformed.self) { try NameWords(parsing: bytes) }
        #expect(fault == Malformed("missing \(name)", line: opening, column: 1))
    }

    @Test func aFileCutShortIsRefused() throws {
        let bytes = try Fixtures.bytes("Config/texts/names.zh-Hans.json")
        for end in [0, 1, bytes.count / 2, bytes.count - 3] {
            let fault = #expect(throws: Malformed.self) { try NameWords(parsing: Array(bytes[..<end])) }
            #expect(fault?.line != nil && fault?.column != nil)
        }
    }
}
