import Procedure
import Testing

@testable import Deliberation

extension Scenario {
    static let persons = [
        Scenario("two accounts of one person are one voice from then on, whichever spoke") { stage in
            try stage.suggest()
            let first = Stage.neighbours[0], second = Stage.neighbours[1], other = Stage.neighbours[2]
            for person in [second, other, first] { try stage.by(person, .endorse) }
            stage.refuses(.notYours(step: "SG-1", posts: [.daemon])) { try stage.by(other, .join(second, into: first)) }
            try stage.by(first, .join(second, into: first))
            #expect(stage.matter.endorsers == [first, other])
            #expect(!stage.matter.concerns(second))
            try stage.by(Stage.resident, .join(other, into: Stage.resident))
            #expect(stage.matter.endorsers == [first], "whoever proposed does not support their own")
            #expect(stage.matter.proposers == [Stage.resident])
        },
        Scenario("at a sitting a joined person has one place, one reply and one mandate") { stage in
            try stage.called()
            let guest = Stage.neighbours[0], again = Stage.stranger
            try stage.by(Stage.convenor, .changeList(add: [again], remove: []))
            try stage.by(again, .reply(.coming, reason: nil, substitute: nil))
            let count = stage.matter.sitting.list.count
            try stage.daemon(.join(again, into: guest))
            #expect(stage.matter.sitting.list.count == count - 1)
            #expect(stage.matter.sitting.replies[guest] == .coming && stage.matter.sitting.replies[again] == nil)
        },
        Scenario("whoever holds a post or a seat is neither forgotten nor joined away before it ends") { stage in
            stage.refuses(.wrongState(move: "forget", state: "serving", machine: "seat", by: Stage.officer, at: nil)) {
                try stage.daemon(.erase(Stage.officer, words: [], why: .office), on: .unit)
            }
            stage.refuses(.wrongState(move: "join", state: "serving", machine: "seat", by: Stage.council[0], at: nil)) {
                try stage.daemon(.join(Stage.council[0], into: Stage.resident), on: .unit)
            }
            stage.refuses(.notYours(step: "SG-18", posts: [.daemon])) {
                try stage.by(Stage.officer, .erase(Stage.resident, words: [WordsID(1)], why: .request), on: .unit)
            }
            let before = stage.state.unit
            try stage.by(Stage.resident, .erase(Stage.resident, words: [WordsID(1)], why: .request), on: .unit)
            #expect(stage.state.unit.posts == before.posts && stage.state.unit.council == before.council)
        },
        Scenario("a post goes along when its holder's other account joins") { stage in
            try stage.daemon(.join(Stage.stranger, into: Stage.officer), on: .unit)
            #expect(stage.state.unit.posts[Stage.officer] == [.liaisonOfficer] && stage.state.unit.posts[Stage.stranger] == nil)
        },
    ]
}
