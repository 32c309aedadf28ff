import Procedure
import Testing
import Wire

@testable import Reading

/// The delivered file of cues: every list is there and read, a word more in it is known, a fault in it is told with its place.
@Suite struct TheCuesFile {
    private static let path = "Config/texts/cues.zh-Hans.json"

    @Test func everyListIsThereAndReadByItsName() throws {
        let file = try LocatedJSON(parsing: Fixtures.bytes(Self.path))
        let members = try #require(file.members)
        #expect(Set(members.map(\.name)) == Set(Cue.allCases.map(\.rawValue)))
        #expect(Cue.allCases.map(\.ordinal) == Array(Cue.allCases.indices))
        let cues = try Fixtures.cues()
        for member in members {
            let cue = try #require(Cue(rawValue: member.name))
            for text in (member.value.array ?? [member.value]).compactMap(\.string) {
                for word in text.split(separator: " ") {
                    var scan = Scan(FoldedText(String(word), table: FoldTable()))
                    #expect(cues[cue].end(&scan, at: 0) == scan.text.count, "\(cue): \(word)")
                }
            }
        }
    }

    /// Of several lists in a list one word each is taken in turn, and none where none may stand.
    @Test(arguments: [
        ("转错了", 3), ("派错单位啦", 5), ("转办错科室", 5), ("责任单位写错了", 7), ("部门有误", 4), ("填错部门了", 5), ("转单位", 0), ("写错了", 0),
    ]) func wordsArePutTogether(_ said: String, _ length: Int) throws {
        var scan = Scan(FoldedText(said, table: FoldTable()))
        #expect(try Fixtures.cues()[.wrongOffice].end(&scan, at: 0) ?? 0 == length)
    }

    @Test func theLongestCueIsTakenAndAllAreKnown() throws {
        var scan = Scan(FoldedText("回复一下", table: FoldTable()))
        let cues = try Fixtures.cues()
        #expect(cues[.tell].end(&scan, at: 0) == 4)
        #expect(cues[.tell].ends(&scan, at: 0) == [4, 2, 1])
    }

    /// Around there 倒补 is said for 补录.
    @Test func aWayToSayItIsAddedByAWord() throws {
        let (bytes, _, _) = try Fixtures.changed(Self.path, "  \"late\":", "  \"late\": \"补录 补记 补登 倒补\",")
        let reader = Reader(
            verbs: try Fixtures.verbs(), names: try Fixtures.names(), cues: try Cues(parsing: bytes), calendar: try Fixtures.calendar())
        let utterance = Utterance("倒补 3月5日 报审 12", at: Fixtures.at(), role: .convenor, context: .workGroup)
        #expect(Fixtures.reader.read(utterance).slots[.late] == nil)
        #expect(reader.read(utterance).slots[.late] != nil)
        #expect(reader.read(utterance).name == .submit)
    }

    @Test(arguments: [
        ("  \"late\": \"补录\", \"later\": \"补记\",", 21, "there is no list later"),
        ("  \"late\": 7,", 11, "expected text"),
        ("  \"late\": \"\",", 11, "there is no word of late here"),
        ("  \"late\": [],", 11, "late needs a word"),
        ("  \"late\": [\"补录\", \" \"],", 22, "there is no word of late here"),
        ("  \"late\": [\"补录\", 7],", 22, "expected text"),
        ("  \"late\": \"补录 补记 补录\",", 11, "补录 stands twice in late"),
        ("  \"late\": [\"补录 补记\", \"补登 補錄\"],", 29, "補錄 stands twice in late"),
        ("  \"late\": [\"补录\", [[\"补\"], [\"登\", \"录\"]]],", 22, "补录 stands twice in late"),
        ("  \"late\": [[[\"补\"], []]],", 12, "there is no word of late here"),
        ("  \"late\": [[[\"补\"], \"登\"]],", 22, "expected a list"),
        ("  \"late\": [[[\"\"], [\"\"]]],", 12, "a word of late must have a character"),
    ]) func aFaultIsNamedWithItsPlace(_ line: String, _ column: Int, _ problem: String) throws {
        let (bytes, at, _) = try Fixtures.changed(Self.path, "  \"late\":", line)
        let fault = #expect(throws: Malformed.self) { try Cues(parsing: bytes) }
        #expect(fault == Malformed(problem, line: at, column: column))
    }

    /// The rest of the file stands on its second line.
    @Test func noListMayBeMissing() throws {
        let file = try JSON(parsing: Fixtures.bytes(Self.path), comments: true)
        guard case .object(let members) = file else { return }
        for cue in Cue.allCases {
            let rest = "// 字眼\n" + JSON.object(members.filter { $0.name != cue.rawValue }).text()
            let fault = #expect(throws: Malformed.self) { try Cues(parsing: Array(rest.utf8)) }
            #expect(fault == Malformed("missing \(cue)", line: 2, column: 1))
        }
    }
}
