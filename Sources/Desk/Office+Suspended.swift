import Deliberation
import Procedure
import Record

extension Office {
    /// Who hears that somebody's posts were suspended: the party secretary and the convenors, as far as they are neither of the two; where
    /// nobody of the unit is left to hear it, the upper unit's.
    func tellSuspended(
        _ person: PersonID, held: Set<Post>, by actor: PersonID, of unit: Unit, _ ledger: inout Ledger
    ) throws(StoreFailure) {
        func superiors(of unit: Unit) -> Set<PersonID> {
            Set([Post.partySecretary, .firstConvenor].flatMap { unit.holders(of: $0) }).subtracting([person, actor])
        }
        var told = superiors(of: unit)
        if told.isEmpty, let upper = unit.upper { told = superiors(of: try self.unit(upper, &ledger)) }
        let saying = Saying(
            "suspended.told",
            [
                "unit": .literal(unit.name), "person": .person(person), "actor": .person(actor), "at": .instant(now),
                "posts": Office.names(of: held), "back": Office.wayBack(for: held),
            ])
        for superior in told.sorted() { try answer(saying, to: .person(superior), about: nil, &ledger) }
    }

    static func names(of posts: Set<Post>) -> Argument {
        .list(posts.sorted { $0.rawValue < $1.rawValue }.map { .text(key: "post.\($0.rawValue)", [:]) }, separator: "、")
    }

    /// Who gives the posts anew: the convenor those below, the office that runs the service the others.
    static func wayBack(for held: Set<Post>) -> Argument {
        let isHigh = !held.isDisjoint(with: [.firstConvenor, .secondConvenor, .partySecretary])
        return .text(key: isHigh ? "suspended.back.office" : "suspended.back.convenor", [:])
    }
}
