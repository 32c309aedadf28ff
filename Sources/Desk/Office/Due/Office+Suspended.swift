import Deliberation
import Procedure
import Record

extension Office {
    /// Who hears that somebody's posts were suspended: the party secretary and the convenors, as far as they are neither of the two; where
    /// nobody of the unit is left to hear it, the upper unit's.
    /// - Parameter actor: nil for the operator.
    /// - Returns: how many are told.
    @discardableResult
    func tellSuspended(
        _ person: PersonID, held: Set<Post>, by actor: PersonID?, of unit: Unit, _ ledger: inout Ledger
    ) throws(StoreFailure) -> Int {
        func superiors(of unit: Unit) -> Set<PersonID> {
            Set([Post.partySecretary, .firstConvenor].flatMap { unit.holders(of: $0) }).subtracting([person, actor].compactMap(\.self))
        }
        var told = superiors(of: unit)
        if told.isEmpty, let upper = unit.upper { told = superiors(of: try self.unit(upper, &ledger)) }
        let saying = Saying(
            "suspended.told",
            [
                "unit": .literal(unit.name), "person": .person(person),
                "actor": actor.map { .person($0) } ?? .text(key: "suspended.byOffice", [:]), "at": .instant(now),
                "posts": Office.names(of: held), "back": Office.wayBack(for: held),
            ])
        for superior in told.sorted() { try answer(saying, to: .person(superior), about: nil, &ledger) }
        return told.count
    }

    /// Whoever served hears that a post has ended.
    func tellEnded(_ person: PersonID, _ post: Post, of unit: Unit, _ ledger: inout Ledger) throws(StoreFailure) {
        let values: [String: Argument] = ["unit": .literal(unit.name), "post": .text(key: "post.\(post.rawValue)", [:])]
        try answer(Saying("post.dismissed", values), to: .person(person), about: nil, &ledger)
    }

    /// Who holds a post under a name: of the roster first, as officers are called, then the one they gave themselves.
    func holders(
        of post: Post, in unit: Unit, named name: String, _ ledger: inout Ledger
    ) throws(StoreFailure) -> [PersonID] {
        var found: [PersonID] = []
        var calledSo: [PersonID] = []
        for holder in unit.holders(of: post) {
            guard let profile = try ledger.profile(of: holder) else { continue }
            if profile.realName == name { found.append(holder) } else if profile.displayName == name { calledSo.append(holder) }
        }
        return found.isEmpty ? calledSo : found
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
