import Testing

@testable import Wire

/// The cursor must accept, refuse and blame exactly what the reader of whole trees does.
@Suite struct JSONCursorTests {
    /// The whole tree, built by walking.
    private static func tree(_ cursor: inout JSONCursor) throws(Malformed) -> JSON {
        if let scalar = try cursor.scalar() { return scalar }
        var elements: [JSON] = []
        if try cursor.elements({ cursor throws(Malformed) in elements.append(try tree(&cursor)) }) { return .array(elements) }
        var values: [JSON] = []
        try cursor.members { cursor, _ throws(Malformed) in values.append(try tree(&cursor)) }
        return .array(values)
    }

    /// The tree with the objects' names left out, as the cursor does not hand them on.
    private static func nameless(_ json: JSON) -> JSON {
        switch json {
        case .array(let elements): .array(elements.map(nameless))
        case .object(let members): .array(members.map { nameless($0.value) })
        default: json
        }
    }

    private static func outcome(_ read: () throws(Malformed) -> JSON) -> Result<JSON, Malformed> {
        do throws(Malformed) { return .success(try read()) } catch { return .failure(error) }
    }

    private static func agree(_ bytes: [UInt8]) -> Bool {
        let whole = outcome { () throws(Malformed) in nameless(try JSON(parsing: bytes)) }
        let walked = outcome { () throws(Malformed) in try JSONCursor.read(bytes, tree) }
        let skipped = outcome { () throws(Malformed) in
            try JSONCursor.read(bytes) { cursor throws(Malformed) in
                try cursor.skip()
                return .null
            }
        }
        switch (whole, walked, skipped) {
        case (.success(let one), .success(let other), .success): return one == other
        case (.failure(let one), .failure(let other), .failure(let third)): return one == other && one == third
        default: return false
        }
    }

    static let texts = [
        #"{"a":1,"b":[true,false,null,-0,1.5e3,"x\n\u4f60\ud83d\ude00"],"c":{"d":{},"e":[]}}"#, "[]", "{}", "7", "\"建议\"", " [ 1 , 2 ] ",
        #"{"a":1,"a":2}"#, #"{"a":1,"\u0061":2}"#, #"{"":1,"":2}"#, #"{"abcdefgh1":1,"abcdefgh2":2,"abcdefgh":3}"#, "", " ", "{", "[1,]",
        "{\"a\":}",
        "{\"a\"}", "{a:1}", "[1 2]", "tru", "01", "1.", "\"\\x\"", "\"\\ud800\"", "[[[", "{} x", "\u{FEFF}{}", "nul", "-", "{\"a\":1,}",
        "[\"\u{1}\"]",
    ]

    @Test func itAgreesWithTheTreeReader() {
        for text in Self.texts { #expect(Self.agree(Array(text.utf8)), "\(text)") }
        for bytes: [UInt8] in [[0x22, 0xFF, 0x22], [0x7B, 0x22, 0xC0, 0x80, 0x22, 0x3A, 0x31, 0x7D], [0x22, 0xED, 0xA0, 0x80, 0x22]] {
            #expect(Self.agree(bytes))
        }
        #expect(Self.agree(Array((String(repeating: "[", count: 65) + String(repeating: "]", count: 65)).utf8)))
        #expect(Self.agree(Array((String(repeating: "[", count: 64) + String(repeating: "]", count: 64)).utf8)))
    }

    @Test func itAgreesOnDamagedTexts() {
        var state: UInt64 = 11
        func next(_ bound: Int) -> Int {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int(state >> 33) % bound
        }
        let spice = Array("\"\\{}[],:0-9.eEtruefalsn u".utf8) + [0x00, 0x7F, 0x80, 0xC3, 0xED, 0xF0, 0xFF]
        for text in Self.texts where text.utf8.count > 4 {
            for _ in 0..<2_000 {
                var bytes = Array(text.utf8)
                for _ in 0...next(3) {
                    let index = next(bytes.count)
                    switch next(3) {
                    case 0: bytes[index] = spice[next(spice.count)]
                    case 1 where bytes.count > 1: bytes.remove(at: index)
                    default: bytes.insert(spice[next(spice.count)], at: index)
                    }
                }
                #expect(Self.agree(bytes), "\(bytes)")
            }
        }
    }

    @Test func manyNamesAreStillToldApart() {
        for count in [23, 24, 25, 26, 500] {
            let members = (0..<count).map { "\"name\($0)\":\($0)" }
            #expect(Self.agree(Array("{\(members.joined(separator: ","))}".utf8)))
            for again in [0, count / 2, count - 1] {
                #expect(Self.agree(Array("{\(members.joined(separator: ",")),\"name\(again)\":0}".utf8)))
            }
        }
    }

    @Test func whatIsNotTakenIsPassedOver() throws {
        let text = Array(#"{"skip":{"b":[1,{"c":2}]},"keep":"words","\u006bey":5,"more":[1,2,3]}"#.utf8)
        var kept: String?
        var key: Int64?
        _ = try JSONCursor.read(text) { cursor throws(Malformed) in
            try cursor.members { cursor, name throws(Malformed) in
                switch name {
                case "keep": kept = try cursor.string()
                case "key": key = try cursor.scalar()?.integer
                // A string is asked for where an array stands: nothing is taken.
                case "more": if try cursor.string() != nil { kept = nil }
                default: break
                }
            }
        }
        #expect(kept == "words" && key == 5)
    }

    @Test func aPlaceIsNamedInLinesAndColumns() throws {
        let text = Array("{\n  \"a\": 1,\n  \"b\": []\n}".utf8)
        let fault = Self.outcome { () throws(Malformed) in
            try JSONCursor.read(text) { cursor throws(Malformed) in
                try cursor.members { cursor, name throws(Malformed) in
                    if case "b" = name { throw cursor.malformed("expected a number", at: cursor.here) }
                }
                return .null
            }
        }
        #expect(fault == .failure(Malformed("expected a number", line: 3, column: 8)))
    }
}
