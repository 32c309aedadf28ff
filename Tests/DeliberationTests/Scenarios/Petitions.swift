import Procedure
import Testing

@testable import Deliberation

extension Stage {
    static let dongyuan = UnitID("dongyuan"), nanhu = UnitID("nanhu")
    static let neighbouringGroup = GroupID(901)

    /// The stage moved to the township above, with the same people in its posts and no group of its own.
    func inTheTownship() throws {
        state = Case(unit: Unit(id: try #require(UnitID("yunlong"))), rulebook: state.rulebook)
        let steps: [Act] = [
            .openUnit(name: "云龙镇", level: .township, upper: nil), .givePost(Stage.officer, .liaisonOfficer),
            .givePost(Stage.convenor, .firstConvenor), .givePost(Stage.party, .partySecretary),
        ]
        for act in steps { try perform(Command(actor: .daemon, matter: .unit, act: act)) }
    }

    func petition(_ number: MatterNumber = Stage.number, by person: PersonID = Stage.resident, from village: UnitID? = dongyuan) throws {
        try by(person, .petition(words(), in: Stage.group, from: try #require(village)), on: number)
    }

    func sign(_ person: PersonID, from village: UnitID?, on number: MatterNumber = Stage.number) throws {
        try by(person, .sign(from: try #require(village)), on: number)
    }
}

extension Scenario {
    static let petitions = [
        Scenario("XZ-10.1b: a joint petition is taken up once people of two villages have signed; a name taken back counts no more") {
            stage in
            try stage.inTheTownship()
            try stage.petition()
            #expect(stage.state("suggestion") == "registered" && stage.matter.isPetition)
            try stage.sign(Stage.neighbours[0], from: Stage.dongyuan)
            let pass = Act.move("pass", Fields([.method: .text("hearing")]))
            stage.weighs(.unmet, "TP-1", ["XZ-10.1b": .bring(1)]) { try stage.by(Stage.officer, pass) }
            try stage.sign(Stage.neighbours[1], from: Stage.nanhu)
            #expect(stage.matter.signedVillages.count == 2)
            try stage.by(Stage.neighbours[1], .takeBackEndorsement)
            stage.weighs(.unmet, "TP-1", ["XZ-10.1b": .bring(1)]) { try stage.by(Stage.officer, pass) }
            let first = stage.now
            try stage.sign(Stage.neighbours[1], from: Stage.nanhu)
            stage.pass(.minutes(1))
            stage.refuses(.already(move: "endorse", by: Stage.neighbours[1], at: first)) {
                try stage.sign(Stage.neighbours[1], from: Stage.nanhu)
            }
            try stage.by(Stage.officer, pass)
            #expect(stage.state("topic") == "screening")
            #expect(stage.matter.taken["TP-1"]?.fields.text(.kind) == "crossVillage")
        },
        Scenario("XZ-10.1a: what one village alone signed may be taken up as an individual's") { stage in
            try stage.inTheTownship()
            try stage.petition()
            try stage.by(Stage.officer, .move("pass", Fields([.kind: .text("individual")])))
            #expect(stage.matter.taken["TP-1"]?.fields.text(.kind) == "individual")
        },
        Scenario("XZ-10.1a, XZ-10.2a: who proposes is one of those listed for the level") { stage in
            try stage.suggest()
            stage.refuses(.asks(step: "TP-1", .kind, row: RowID("XZ-10.2a"))) {
                try stage.by(Stage.officer, .move("pass", Fields([.kind: .text("government")])))
            }
            try stage.by(Stage.officer, .move("pass", Fields()))
            #expect(stage.matter.taken["TP-1"]?.fields.text(.kind) == "resident")
            try stage.suggest(Stage.second, endorsed: true)
            try stage.by(Stage.officer, .move("pass", Fields()), on: Stage.second)
            #expect(stage.state.matters[Stage.second]?.taken["TP-1"]?.fields.text(.kind) == "residentsJointly")
            // A village's register takes no petition across villages.
            stage.refuses(.notOffered("petition")) { try stage.petition(Stage.third) }
            try stage.inTheTownship()
            try stage.suggest()
            stage.refuses(.asks(step: "TP-1", .kind, row: RowID("XZ-10.1a"))) {
                try stage.by(Stage.officer, .move("pass", Fields([.kind: .text("residentGroup")])))
            }
            try stage.by(Stage.officer, .move("pass", Fields([.kind: .text("council")])))
            #expect(stage.matter.taken["TP-1"]?.fields.text(.kind) == "council")
        },
        Scenario("XZ-10.1c: petitions of two villages merged are signed from both; taken apart again, from one") { stage in
            try stage.inTheTownship()
            try stage.petition()
            try stage.petition(Stage.second, by: Stage.neighbours[0], from: Stage.nanhu)
            try stage.by(Stage.officer, .merge(into: Stage.number, reason: nil), on: Stage.second)
            #expect(stage.matter.signedVillages.count == 2)
            try stage.by(Stage.officer, .undo(sent: false), on: Stage.second)
            #expect(stage.matter.signedVillages.count == 1)
            try stage.by(Stage.officer, .merge(into: Stage.number, reason: nil), on: Stage.second)
            try stage.by(Stage.officer, .move("pass", Fields()))
            #expect(stage.state("topic") == "screening")
        },
        Scenario("XZ-12c: the notice of a joint petition goes to the villages that signed it") { stage in
            try stage.inTheTownship()
            try stage.petition()
            try stage.sign(Stage.neighbours[0], from: Stage.nanhu)
            stage.state.groupsBehind[Stage.number] = [Stage.group, Stage.neighbouringGroup]
            try stage.by(Stage.officer, .move("pass", Fields([.method: .text("hearing")])))
            try stage.by(Stage.convenor, .move("submit", Fields()))
            try stage.by(Stage.party, .move("approve", stage.record()))
            try stage.by(Stage.convenor, .move("call", stage.callFields()))
            #expect(stage.matter.item("notice", key: "preMeeting")?.fields.groups(.scope) == [Stage.group, Stage.neighbouringGroup])
        },
    ]
}
