import Foundation
import Procedure
import Testing
import Wire

@testable import Deliberation

/// The stored form is for ever: what was once written is read, means the same, and is written again in the same bytes.
/// `Fixtures/<kind>.<version>.jsonl` holds one stored body a line; lines are added and never changed.
@Suite("Stored events")
struct CodecTests {
    static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent("Fixtures")

    static func lines(_ kind: String, version: Int) throws -> [[UInt8]] {
        let data = try Data(contentsOf: folder.appendingPathComponent("\(kind).\(version).jsonl"))
        return Array(data).split(separator: UInt8(ascii: "\n")).map(Array.init)
    }

    @Test("every kind has stored bytes that are read as what they were and written again as they stand", arguments: HappeningName.allCases)
    func fixtures(_ kind: HappeningName) throws {
        let stored = try Self.lines(kind.rawValue, version: 1)
        let meant = Samples.all.filter { $0.kind == kind.rawValue }
        #expect(!stored.isEmpty && stored.count == meant.count)
        for (bytes, sample) in zip(stored, meant) {
            let read = try Happening(kind: kind.rawValue, version: 1, body: bytes)
            #expect(read == sample)
            #expect(read.body == bytes)
        }
    }

    @Test("the kind's name in storage is its own, and no file is left over")
    func names() throws {
        for sample in Samples.all { #expect(sample.kind == HappeningName(sample).rawValue) }
        let files = try FileManager.default.contentsOfDirectory(atPath: Self.folder.path)
        #expect(Set(files) == Set(HappeningName.allCases.map { "\($0.rawValue).1.jsonl" }))
    }

    @Test("names stand sorted in a body, but for a verdict's numbers, which keep the rule's order")
    func sorted() {
        func isSorted(_ json: JSON, in name: String) -> Bool {
            switch json {
            case .object(let members):
                (name == "numbers" || members.map(\.name) == members.map(\.name).sorted())
                    && members.allSatisfy { isSorted($0.value, in: $0.name) }
            case .array(let entries): entries.allSatisfy { isSorted($0, in: name) }
            default: true
            }
        }
        for sample in Samples.all {
            let json = try? JSON(parsing: sample.body)
            #expect(json.map { isSorted($0, in: "") } == true, "\(sample.kind)")
        }
    }

    @Test("every field comes back as its kind")
    func fields() throws {
        let step = Happening.stepped(
            Step(id: "TP-9", to: "approved", fields: Samples.laterFields.reduce(Samples.everyField) { $0.overlaid(with: $1) }, verdicts: [])
        )
        let json = try JSON(parsing: step.body)
        let names = try #require(json["fields"]?.members).map(\.name)
        #expect(names == names.sorted() && names.count == Field.allCases.count)
        #expect(try Happening(kind: step.kind, version: 1, body: step.body) == step)
    }

    @Test("what this program does not know is never passed over")
    func unknown() {
        let bodies: [(String, Int, String)] = [
            ("endorsed", 2, "{}"), ("frozen", 1, "{}"), ("suggested", 1, "{}"), ("suggested", 1, "not json"),
            ("postGiven", 1, #"{"person":"p1","post":"mayor"}"#), ("groupReleased", 1, #"{"group":"p1"}"#),
            ("screened", 1, #"{"fields":{"colour":"red"}}"#), ("screened", 1, #"{"fields":{"date":"2026-02-30"}}"#),
            ("recorded", 1, #"{"line":{"is":"song"},"verdicts":[]}"#), ("replied", 1, #"{"reply":"maybe"}"#),
            ("listChanged", 1, #"{"added":["x1"],"removed":[]}"#), ("undone", 1, #"{"steps":["3"]}"#), ("undone", 1, "{}"),
            ("screened", 1, #"{"fields":{"participants":["p1","x2"]}}"#),
            ("floorGiven", 1, #"{"person":"p1","viewpoint":"a","stance":"for","verdicts":[{"rule":"quorum"}]}"#),
        ]
        for (kind, version, body) in bodies {
            #expect(throws: Malformed.self, "\(kind) \(body)") { try Happening(kind: kind, version: version, body: Array(body.utf8)) }
        }
    }

    @Test("everything the scenes bring about goes through storage unchanged")
    func scenes() throws {
        for scenario in Scenario.all {
            let stage = try Stage()
            try scenario.play(stage)
            for matter in stage.state.matters.values.map(\.self) + [stage.state.unit.register] {
                for event in matter.events {
                    #expect(try Happening(kind: event.what.kind, version: Happening.version, body: event.what.body) == event.what)
                }
            }
        }
    }

    @Test("a command that waits for an answer comes back as it was; the daemon's own wait for nobody")
    func commands() throws {
        let words = WordsRef(id: WordsID(3), digest: "ab"), other = MatterNumber(year: 2025, serial: 7)
        let person = PersonID(9_007_199_254_740_993), group = GroupID(-4)
        let village = try #require(UnitID("nanhu"))
        let acts: [Act] = [
            .petition(words, in: group, from: village), .petition(words, in: nil, from: village), .sign(from: village),
            .suggest(words, in: group), .suggest(words, in: nil), .supplement(words), .endorse, .takeBackEndorsement, .withdraw,
            .merge(into: other, reason: words), .merge(into: other, reason: nil), .move("call", Samples.everyField),
            .move("pass", Fields()),
            .step("CS-1", key: person.description, Samples.everyField), .step("CD-3", key: nil, Fields()), .screen(Samples.everyField),
            .correct(Samples.everyField, of: "TP-9"), .correct(Fields(), of: nil),
            .reply(.leave, reason: words, substitute: person), .reply(.coming, reason: nil, substitute: nil),
            .changeList(add: [person], remove: []), .signIn,
            .closeCount(named: [person], missing: [person], everybody: true, present: 16, stakeholders: 9),
            .closeCount(named: [], missing: [], everybody: false, present: nil, stakeholders: nil),
            .giveFloor(person, viewpoint: "停车费", stance: .against), .endTurn(extended: true), .interrupt(.offTopic), .agreeRevision,
            .record(.turn(person, viewpoint: "", stance: .other, seconds: 10)), .record(.secondRound), .record(.method(.showOfHands)),
            .addPicture(words), .entitle(words),
            .correctSubject(category: "交通运输", department: nil), .correctSubject(category: nil, department: "交警部门"), .rate(4),
            .contest(words), .contest(nil), .turnPrivate, .object(words), .object(nil),
            .settleObjection(recordWasWrong: true),
            .post(Samples.laterFields[1]),
            .confirmShown(notice: "result", group: group, person: nil), .explainViolation(RowID("XZ-12b"), words), .undo(sent: true),
        ]
        for act in acts {
            for command in [
                Command(actor: .person(person), matter: other, act: act),
                Command(actor: .person(person), matter: .unit, act: act, reason: words, happened: CivilDate(2026, 3, 5)),
            ] {
                let json = try #require(command.json)
                #expect(try Command(json: try JSON(parsing: json.bytes())) == command)
            }
        }
        #expect(Command(actor: .daemon, matter: .unit, act: .endorse).json == nil)
        #expect(Command(actor: .person(person), matter: .unit, act: .givePost(person, .observer)).json == nil)
        #expect(throws: Malformed.self) { _ = try Command(json: ["by": "p1", "matter": .integer(1), "act": ["is": "fly"]]) }
        #expect(throws: Malformed.self) { _ = try Command(json: ["by": "p1", "matter": .integer(1)]) }
    }
}
