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
            #expect(read.body == bytes && read.version == 1)
        }
    }

    @Test(
        "what stands apart since the second version: read as it was written, and by no decoder of the other",
        arguments: Happening.secondVersions)
    func second(_ kind: String) throws {
        let stored = try Self.lines(kind, version: 2)
        let meant = Samples.second.filter { $0.kind == kind }
        #expect(!stored.isEmpty && stored.count == meant.count)
        for (bytes, sample) in zip(stored, meant) {
            let read = try Happening(kind: kind, version: 2, body: bytes)
            #expect(read == sample)
            #expect(read.body == bytes && read.version == 2)
            #expect(throws: Malformed.self) { try Happening(kind: kind, version: 1, body: bytes) }
        }
    }

    @Test("views that events of the first version bear count as they did, each by its text; a new one is told by its words")
    func firstViews() throws {
        let stage = try Stage()
        for name in ["路灯", "路灯", "电费"] {
            let old = Happening.floorGiven(Stage.resident, viewpoint: .told(name), stance: .favor, verdicts: [])
            let read = try Happening(kind: old.kind, version: 1, body: old.body)
            stage.state.evolve(Event(matter: Stage.number, at: stage.now, by: Stage.convenor, post: .meetingChair, what: read))
            stage.state.evolve(
                Event(
                    matter: Stage.number, at: stage.now, by: Stage.convenor, post: .meetingChair,
                    what: .turnEnded(seconds: 1, extended: false, verdicts: [])))
        }
        let sitting = stage.matter.sitting
        #expect(sitting.turns(of: Stage.resident, on: .told("路灯")) == 2 && sitting.turns(of: Stage.resident, on: .told("电费")) == 1)
        #expect(sitting.turns(of: Stage.officer, on: .told("路灯")) == 0 && sitting.turns(of: Stage.resident, on: "路灯") == 0)
    }

    @Test("no free words of anybody stand in the body of what is written now")
    func free() throws {
        var seen = 0
        for scenario in Scenario.all {
            let stage = try Stage()
            try scenario.play(stage)
            for event in stage.state.matters.values.flatMap(\.events) + stage.state.unit.register.events {
                let body = String(decoding: event.what.body, as: UTF8.self)
                guard Happening.secondVersions.contains(event.what.kind), !event.what.words.isEmpty else { continue }
                // The stand-in digest of a scene is the text itself; beside it the text stands nowhere.
                for ref in event.what.words {
                    seen += 1
                    #expect(body.components(separatedBy: "\"\(ref.digest)\"").count == 2, "\(body)")
                }
            }
        }
        #expect(seen > 20)
        #expect(Field.allCases.filter { $0.kind(in: 1) != $0.kind } == [.party, .memberClass])
    }

    @Test("the kind's name in storage is its own, and no file is left over")
    func names() throws {
        for sample in Samples.all + Samples.second { #expect(sample.kind == HappeningName(sample).rawValue) }
        let files = try FileManager.default.contentsOfDirectory(atPath: Self.folder.path)
        #expect(
            Set(files)
                == Set(HappeningName.allCases.map { "\($0.rawValue).1.jsonl" }).union(Happening.secondVersions.map { "\($0).2.jsonl" }))
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
        for sample in Samples.all + Samples.second {
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
        #expect(try Happening(kind: step.kind, version: step.version, body: step.body) == step)
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
            ("floorGiven", 1, #"{"person":"p1","stance":"for","verdicts":[]}"#),
            ("floorGiven", 2, #"{"person":"p1","viewpoint":"a","stance":"for","verdicts":[]}"#),
            ("stepped", 2, #"{"fields":{"party":"3号楼"},"step":"SM-1","to":"given","verdicts":[]}"#), ("floorGiven", 3, "{}"),
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
                    #expect(try Happening(kind: event.what.kind, version: event.what.version, body: event.what.body) == event.what)
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
            .suggest(words, in: group), .suggest(words, in: nil), .suggestFor(words, informant: words), .suggestFor(words, informant: nil),
            .suggestFor(words, informant: words, person: PersonID(7)),
            .supplement(words), .endorse, .endorseOnPaper(heads: 15, names: words), .endorseOnPaper(heads: 2, names: nil),
            .endorseOnPaper(heads: 3, names: words, people: [PersonID(7)], from: UnitID("south")),
            .takeBackEndorsement, .withdraw,
            .merge(into: other, reason: words), .merge(into: other, reason: nil), .move("call", Samples.everyField),
            .move("pass", Fields()),
            .step("CS-1", key: person.description, Samples.everyField), .step("CD-3", key: nil, Fields()), .screen(Samples.everyField),
            .correct(Samples.everyField, of: "TP-9"), .correct(Fields(), of: nil),
            .reply(.leave, reason: words, substitute: person), .reply(.coming, reason: nil, substitute: nil),
            .changeList(add: [person], remove: []), .signIn,
            .closeCount(named: [person], missing: [person], everybody: true, present: 16, stakeholders: 9),
            .closeCount(named: [], missing: [], everybody: false, present: nil, stakeholders: nil),
            .giveFloor(person, viewpoint: .words(words), stance: .against), .giveFloor(person, viewpoint: .unsaid, stance: .other),
            .endTurn(extended: true), .interrupt(.offTopic), .agreeRevision,
            .record(.turn(person, viewpoint: .unsaid, stance: .other, seconds: 10)),
            .record(.turn(person, viewpoint: .words(words), stance: .other, seconds: 10)), .record(.secondRound), .record(.unrevised),
            .record(.method(.showOfHands)), .record(.note(words)),
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
