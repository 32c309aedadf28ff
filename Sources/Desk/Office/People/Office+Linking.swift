import Deliberation
import Gateways
import Procedure
import Record

/// Two accounts, one voice: a code asked for by the one and said by the other, and one back, so that nobody joins an account to theirs
/// whose owner does not want it. Never with an account that has a post or a seat, or had one until it was suspended: whoever has the phone
/// for an hour would keep the post on their own.
extension Office {
    /// 关联账号: the code the other account is to say.
    func askToLink(_ resolve: Resolve, _ ledger: inout Ledger) throws(StoreFailure) -> Saying {
        guard resolve.said.chat.kind == .direct else { return Saying("data.private") }
        if mayNotLink(resolve.person) { return Saying("refuse.link") }
        let code = try Office.giveCode(.link(resolve.person), unit: resolve.unit.id, now: now, &ledger)
        return Saying("link.code", ["code": .literal(code)])
    }

    /// The other account has said the code: it gets one to be said by the first.
    func link(_ first: PersonID, from said: Said, unit: UnitID, _ ledger: inout Ledger) throws(StoreFailure) -> Outcome {
        let other = try known(said, &ledger)
        guard other != first, try ledger.profile(of: first) != nil else { return try tell("refuse.code", other, &ledger) }
        if mayNotLink(first) || mayNotLink(other) { return try tell("refuse.link", other, &ledger) }
        let code = try Office.giveCode(.linkBack(other, to: first), unit: unit, now: now, &ledger)
        try answer(Saying("link.back", ["code": .literal(code)]), to: .person(other), about: nil, &ledger)
        return .answered
    }

    /// The first account has said the second code: from now on they are one, under the first.
    func linkBack(_ gone: PersonID, to kept: PersonID, said: Said, _ ledger: inout Ledger) throws(StoreFailure) -> Outcome {
        let speaker = try known(said, &ledger)
        guard speaker == kept, try ledger.profile(of: gone) != nil, !mayNotLink(kept), !mayNotLink(gone) else {
            return try tell("refuse.code", speaker, &ledger)
        }
        let traces = try ledger.box(of: gone) ?? []
        // Said in every unit in which there is anything of theirs, closed matters too: whoever asks to be forgotten later is both.
        let acted = Set(try ledger.events(concerning: [gone]).map(\.unit))
        for unit in units.keys.sorted() {
            var joined = acted.contains(unit)
            for row in try ledger.openMatters(of: unit, limit: 100_000) {
                guard let matter = try matter(row.key, &ledger), matter.concerns(gone) else { continue }
                _ = try execute([Command(actor: .daemon, matter: row.key.number, act: .join(gone, into: kept))], of: unit, &ledger)
                joined = true
            }
            if joined { _ = try execute([Command(actor: .daemon, matter: .unit, act: .join(gone, into: kept))], of: unit, &ledger) }
        }
        try catchUpParts(&ledger)
        try ledger.join(gone, into: kept)
        hasLinkedAccounts = true
        try noteTraces([traces], &ledger)
        try answer(Saying("done.link"), to: .person(kept), about: nil, &ledger)
        return .decided
    }

    private func mayNotLink(_ person: PersonID) -> Bool {
        units.values.contains { $0.holdsOffice(person) || $0.suspended.contains(person) }
    }

    /// A post is one account's: whatever was linked to it, before there was a post or under earlier rules, is somebody else from now on, and
    /// what was asked there is asked no more.
    /// - Returns: how many accounts were let go.
    func unlinkOthers(of person: PersonID, keeping account: Account, _ ledger: inout Ledger) throws(StoreFailure) -> Int {
        let others = try ledger.keepOnly(account, of: person)
        if others.isEmpty { return 0 }
        let votes = try openVotes(of: person, &ledger)
        for other in others {
            for vote in votes { try ledger.noteVoted(other, in: vote.poll) }
            try dropQuestions(of: other, &ledger)
        }
        return others.count
    }

    private func tell(_ key: String, _ person: PersonID, _ ledger: inout Ledger) throws(StoreFailure) -> Outcome {
        try answer(Saying(key), to: .person(person), about: nil, &ledger)
        return .refused
    }
}
