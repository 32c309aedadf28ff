import Testing

@testable import Reading

/// However it is typed, it is the same command.
@Suite struct FoldingProperties {
    static let commands: [(String, Role, Context)] = [
        ("通过 12", .liaisonOfficer, .workGroup), ("转 12 物业办 4月底前", .liaisonOfficer, .workGroup), ("并 13 到 12", .liaisonOfficer, .workGroup),
        ("开会 12 下周三晚7点半 二楼 应到18", .convenor, .workGroup), ("同意 12 3月5日支委会", .partySecretary, .workGroup),
        ("到会 16 代表9", .secretary, .liveMeeting), ("宣布 达成共识 16比2", .chair, .liveMeeting), ("附议 12", .resident, .group),
        ("查 12", .resident, .group),
        ("报审 12", .convenor, .workGroup), ("参加 12", .resident, .group), ("补录会议 12", .secretary, .workGroup),
    ]

    /// What must not differ: action, intent, and slots, with free words folded as people may have typed them.
    static func essence(_ intent: Intent) -> String {
        let table = FoldTable()
        let line = Fixtures.line(intent)
        return String(String.UnicodeScalarView(table.word(line).filter { $0 > 0x20 }.compactMap { Unicode.Scalar($0) }))
    }

    static func same(_ varied: String, as command: (String, Role, Context)) {
        let expected = Fixtures.read(command.0, command.1, command.2)
        let read = Fixtures.read(varied, command.1, command.2)
        #expect(expected.action == .act)
        #expect(essence(read) == essence(expected), "\(varied)")
    }

    static func map(_ text: String, _ change: (UInt32) -> [UInt32]) -> String {
        String(String.UnicodeScalarView(text.unicodeScalars.flatMap { change($0.value) }.compactMap { Unicode.Scalar($0) }))
    }

    @Test func fullWidth() {
        for command in Self.commands {
            Self.same(Self.map(command.0) { (0x21...0x7E).contains($0) ? [$0 + 0xFEE0] : [$0 == 0x20 ? 0x3000 : $0] }, as: command)
        }
    }

    @Test func traditional() {
        var back: [UInt32: UInt32] = [:]
        var pairs = TraditionalCharacters.pairs.unicodeScalars.map(\.value).makeIterator()
        while let traditional = pairs.next(), let simplified = pairs.next() { back[simplified] = back[simplified] ?? traditional }
        for command in Self.commands { Self.same(Self.map(command.0) { [back[$0] ?? $0] }, as: command) }
    }

    @Test(arguments: [0x200B, 0x200D, 0x200E, 0x202E, 0x2066, 0xFEFF, 0xFE0F, 0xAD, 0x2060, 0x180E] as [UInt32]) func whatCannotBeSeen(
        _ hidden: UInt32
    ) {
        for command in Self.commands { Self.same(Self.map(command.0) { [hidden, $0, hidden] }, as: command) }
    }

    @Test(arguments: ["  ", "\t", "\u{3000}", "\u{A0}", "\u{2003}", " \u{3000} ", "，", "、", "：", "，  "]) func everyKindOfSpace(
        _ space: String
    ) {
        for command in Self.commands {
            Self.same(command.0.split(separator: " ").joined(separator: space), as: command)
            Self.same(space + command.0 + space, as: command)
        }
    }

    @Test(arguments: ["👍", "🙏🙏", "👨‍👩‍👧", "🇨🇳", "❤️", "✅"]) func emoji(_ picture: String) {
        for command in Self.commands {
            Self.same(command.0 + picture, as: command)
            Self.same(picture + " " + command.0, as: command)
            Self.same(command.0.split(separator: " ").joined(separator: " \(picture) "), as: command)
        }
    }

    @Test func aPictureBetweenDigitsMakesNoOtherNumber() {
        #expect(Fixtures.read("通过 1👍2", .liaisonOfficer, .workGroup).slots[.numbers] == .integers([1, 2]))
        #expect(Fixtures.read("通过 1️⃣", .liaisonOfficer, .workGroup).slots[.numbers] == .integers([1]))
        #expect(Fixtures.read("通过 𝟏𝟐", .liaisonOfficer, .workGroup).slots[.numbers] == .integers([12]))
    }

    @Test func aThousandInvisibleCharactersInFrontChangeNothing() {
        for command in Self.commands { Self.same(String(repeating: "\u{200B}", count: 1000) + command.0, as: command) }
    }

    @Test func spacesInsideAWord() {
        #expect(Fixtures.line(Fixtures.read("通 过 12", .liaisonOfficer, .workGroup)) == "act pass {\"numbers\":[12]}")
        #expect(Fixtures.line(Fixtures.read("附 议 12")) == "act endorse {\"number\":12}")
    }

    @Test func freeWordsStayAsTheyWereWritten() {
        let said = "解释 12 已請物業處理，費用５００元\u{202E}。👍"
        #expect(Fixtures.read(said, .liaisonOfficer, .workGroup).slots[.text] == .text("已請物業處理，費用５００元。👍"))
        #expect(Fixtures.read("建议：ＡＢＣ\u{200B}大樓前的路燈不亮").slots[.text] == .text("ＡＢＣ大樓前的路燈不亮"))
    }

    @Test func foldingTwiceChangesNothingMore() {
        let table = FoldTable()
        for scalar in UInt32(0)..<0x10000 {
            let once = table(scalar)
            #expect(once == 0 || table(once) == once, "U+\(String(scalar, radix: 16))")
        }
    }
}
