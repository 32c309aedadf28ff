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
            try stage.by(Stage.convenor, .changeList(add: [again], remove: []), reason: stage.words())
            try stage.by(again, .reply(.coming, reason: nil, substitute: nil))
            let count = stage.matter.sitting.list.count
            try stage.daemon(.join(again, into: guest))
            #expect(stage.matter.sitting.list.count == count - 1)
            #expect(stage.matter.sitting.replies[guest] == .coming && stage.matter.sitting.replies[again] == nil)
        },
        Scenario("XZ-8.2b: whom the council approved is approved under their other account, too") { stage in
            try stage.called()
            let guest = try #require(stage.matter.sitting.approved.first { stage.state.unit.council[$0] == nil })
            let other = Stage.stranger
            #expect(stage.state.unapproved(among: stage.matter.sitting.list, in: stage.matter).isEmpty)
            try stage.daemon(.join(guest, into: other))
            #expect(stage.matter.sitting.approved.contains(other) && !stage.matter.sitting.approved.contains(guest))
            #expect(stage.state.unapproved(among: stage.matter.sitting.list, in: stage.matter).isEmpty)
            #expect(!stage.matter.concerns(guest))
        },
        Scenario("XZ-8.2b: of two mandates the approved one stays") { stage in
            try stage.ready()
            let first = Stage.neighbours[0], other = Stage.neighbours[1]
            let given = Fields([.party: .free("东门住户"), .way: .text("recommended")])
            for person in [first, other] { try stage.by(person, .step("SM-1", key: person.description, given)) }
            try stage.by(Stage.convenor, .step("SM-2", key: other.description, Fields()))
            try stage.daemon(.join(other, into: first))
            #expect(stage.state("mandate", key: first.description) == "approved")
            #expect(stage.matter.item("mandate", key: other.description) == nil)
        },
        Scenario("XZ-14.1f: who was told as one account is not told again as the other, and a nomination goes along") { stage in
            try stage.suggest()
            try stage.daemon(.confirmShown(notice: "feedback.implemented", group: nil, person: Stage.resident))
            try stage.daemon(.join(Stage.resident, into: Stage.stranger))
            #expect(stage.matter.proposers == [Stage.stranger])
            #expect(stage.matter.shown.map(\.person) == [Stage.stranger])
            let seat = Fields([.memberClass: .free("residents"), .way: .text("organization")])
            let nominee = Stage.neighbours[0]
            try stage.by(Stage.convenor, .step("CS-1", key: nominee.description, seat), on: .unit)
            try stage.daemon(.join(nominee, into: Stage.neighbours[1]), on: .unit)
            #expect(stage.state.unit.register.item("seat", key: Stage.neighbours[1].description)?.state == "nominated")
        },
        Scenario("a number begins one matter: nobody's words and name are put in the place of those it has") { stage in
            try stage.suggest()
            let at = stage.now
            stage.pass(.hours(1))
            stage.refuses(.already(move: "suggest", by: Stage.resident, at: at)) { try stage.suggest(by: Stage.neighbours[0]) }
            stage.refuses(.already(move: "suggest", by: Stage.resident, at: at)) {
                try stage.by(Stage.officer, .suggestFor(stage.words(), informant: nil, person: nil))
            }
            #expect(stage.matter.proposers == [Stage.resident])
        },
        Scenario("whoever was forgotten is on no list and in no count; the service takes nobody else off a list, and puts nobody on") {
            stage in
            try stage.ready()
            let proposer = Stage.resident
            #expect(stage.state.preparedList(for: stage.matter, expected: nil).contains(proposer))
            try stage.daemon(.erase(proposer, words: [], why: .request), on: .unit)
            #expect(stage.state.unit.erased == [proposer])
            #expect(!stage.state.preparedList(for: stage.matter, expected: nil).contains(proposer))
        },
        Scenario("at a sitting that is called, whoever is forgotten leaves the list and the number that is expected") { stage in
            try stage.called()
            let before = stage.matter.sitting
            let guest = try #require(before.list.first { stage.state.unit.council[$0] == nil })
            stage.refuses(.notYours(step: "MT-2", posts: [.firstConvenor, .secondConvenor, .liaisonOfficer])) {
                try stage.daemon(.changeList(add: [Stage.stranger], remove: []))
            }
            try stage.daemon(.changeList(add: [], remove: [guest]))
            #expect(!stage.matter.sitting.list.contains(guest) && stage.matter.sitting.list.count == before.list.count - 1)
            #expect(stage.matter.sitting.expected == max(before.expected - 1, before.list.count - 1))
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
        Scenario("nobody is joined to a holder of office, nor to one whose account is in wrong hands") { stage in
            stage.refuses(.wrongState(move: "join", state: "serving", machine: "seat", by: Stage.officer, at: nil)) {
                try stage.daemon(.join(Stage.stranger, into: Stage.officer), on: .unit)
            }
            try stage.perform(Command(actor: .person(Stage.convenor), matter: .unit, act: .suspend(Stage.officer)))
            stage.refuses(.wrongState(move: "join", state: "serving", machine: "seat", by: Stage.officer, at: nil)) {
                try stage.daemon(.join(Stage.stranger, into: Stage.officer), on: .unit)
            }
            // As it was recorded before, it is read on: the post went along.
            var unit = stage.state.unit
            unit.evolve(
                Event(matter: .unit, at: stage.now, by: nil, post: .daemon, what: .postGiven(Stage.officer, .liaisonOfficer)))
            unit.evolve(Event(matter: .unit, at: stage.now, by: nil, post: .daemon, what: .joined(Stage.officer, into: Stage.stranger)))
            #expect(unit.posts[Stage.stranger] == [.liaisonOfficer] && unit.posts[Stage.officer] == nil)
        },
        Scenario("a poll runs on when its topic is kept for later and taken up again") { stage in
            try stage.perform(
                Command(
                    actor: .daemon, matter: .unit,
                    act: .decideSetting(name: "screening", value: "onlinePoll", record: Fields([.date: stage.day()]))))
            try stage.suggest()
            try stage.by(Stage.officer, .move("pass", Fields()))
            let opened = stage.matter.taken["PL-1"]?.at
            stage.pass(.hours(1))
            try stage.by(Stage.officer, .move("keepForLater", Fields([.reason: .words(stage.words())])))
            try stage.by(Stage.officer, .move("pass", Fields()))
            #expect(stage.state("topic") == "screening" && stage.state("poll") == "open" && stage.matter.taken["PL-1"]?.at == opened)
        },
    ]
}
