import Deliberation
import Procedure
import Reading
import Record
import Testing

@testable import Desk

/// What is kept in memory to find the same matter is bounded, whatever a record holds: the newest of a unit, and the units that get cards.
@Suite("Proposals keep to their room")
struct ProposalsTests {
    private let proposals: Proposals

    init() throws {
        let library = try Library(folder: Restarting.config)
        proposals = Proposals(try #require(library.matters), texts: library.texts)
    }

    private func unit(_ number: Int) throws -> UnitID { try #require(UnitID("unit\(number)")) }

    private func numbers(_ range: ClosedRange<Int>) -> [(number: MatterNumber, text: String)] {
        range.map { (MatterNumber(year: 2026, serial: $0), "\($0)号楼的路灯不亮了") }
    }

    @Test("of a unit with very many matters the newest stay")
    func newest() throws {
        var known = Proposals.Known()
        let unit = try unit(1)
        for start in stride(from: 1, through: 2_001, by: 500) {
            known.take(numbers(start...start + 499), upTo: MatterNumber(year: 2026, serial: start + 499), on: unit, proposals.sketcher)
        }
        let shelf = try #require(known.shelves[unit])
        #expect(shelf.index.count == known.count && known.count == Proposals.mostOfUnit * 3 / 4)
        #expect(shelf.index.ids.last == MatterNumber(year: 2026, serial: 2_500).key)
        #expect(shelf.last == MatterNumber(year: 2026, serial: 2_500))
        // What is known already is not taken in twice.
        known.take(numbers(1...500), upTo: MatterNumber(year: 2026, serial: 500), on: unit, proposals.sketcher)
        #expect(known.count == shelf.index.count)
    }

    @Test("units that got no card for long give way")
    func leastUsed() throws {
        var known = Proposals.Known()
        let units = Proposals.mostMatters / 1_000 + 1
        for number in 1...units {
            known.take(numbers(1...1_000), upTo: MatterNumber(year: 2026, serial: 1_000), on: try unit(number), proposals.sketcher)
            if number != 3 { known.use(try unit(number)) }
        }
        known.use(try unit(units))
        #expect(known.count == Proposals.mostMatters)
        #expect(Set(known.shelves.keys) == Set(try (1...units).filter { $0 != 3 }.map(unit)))
    }
}
