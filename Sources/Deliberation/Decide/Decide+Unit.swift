import Procedure

extension Decision {
    /// Posts that the convenor gives: the officer who serves the council is appointed by the convenor (issue of the procedure; XZ-5b, XZ-4b).
    private static let appointedByConvenor: Set<Post> = [
        .liaisonOfficer, .registerKeeper, .departmentContact, .observer, .filingReceiver,
    ]

    /// Posts that one account holds at a time, besides stand-ins: who is given one anew takes it over, so that a stolen phone has no say left
    /// once its owner has bound another.
    private static let heldByOne: Set<Post> = [.partySecretary, .firstConvenor]

    mutating func runUnit() throws(Refusal) {
        switch command.act {
        case .openUnit(let name, let level, let upper):
            try onlyDaemon()
            add(.unitOpened(name: name, level: level, upper: upper), to: .unit, as: .daemon)
        case .adoptRulebook(let hash, let id, let version):
            try onlyDaemon()
            if state.unit.rulebook != hash { add(.rulebookAdopted(hash: hash, id: id, version: version), to: .unit, as: .daemon) }
        case .givePost(let person, let post): try give(post, to: person)
        case .endPost(let person, let post):
            let by = try mayAppoint(post)
            guard state.unit.posts[person]?.contains(post) == true else { throw .notAmong(person) }
            add(.postEnded(person, post), to: .unit, as: by)
        case .lendPost(let person, let post, let until):
            if until < now.civil.date { throw .dateGone(until) }
            add(.postLent(person, post, until: until), to: .unit, as: try mayAppoint(post))
        case .suspend(let person): try suspend(person)
        case .bindGroup(let group, let purpose): add(.groupBound(group, purpose), to: .unit, as: try mayBind())
        case .releaseGroup(let group): add(.groupReleased(group), to: .unit, as: try mayBind())
        case .decideSetting(let name, let value, let record) where name.hasPrefix(Unit.contactSetting):
            let post = try post(for: "SG-9", among: [.liaisonOfficer, .firstConvenor, .secondConvenor], in: nil)
            // Whoever is told of a task has to be able to answer it.
            for person in Unit.people(named: value) where state.unit.posts[person]?.contains(.departmentContact) != true {
                throw .notAmong(person)
            }
            add(.settingDecided(name: name, value: value, record: record), to: .unit, as: post)
        case .decideSetting(let name, let value, let record):
            let post = try post(for: "TP-5", among: [.firstConvenor, .secondConvenor, .daemon], in: nil)
            add(.settingDecided(name: name, value: value, record: record), to: .unit, as: post, happened: record.day(.date))
        default: break
        }
    }

    private mutating func give(_ post: Post, to person: PersonID) throws(Refusal) {
        let by = try mayAppoint(post)
        if Decision.heldByOne.contains(post) {
            for former in state.unit.holders(of: post) where former != person && state.unit.lent[former]?[post] == nil {
                add(.postEnded(former, post), to: .unit, as: by)
            }
        }
        add(.postGiven(person, post), to: .unit, as: by)
    }

    /// Who may suspend, and whom: another officer of the same rank or above, never somebody below, never oneself (whoever has the phone
    /// would say it is theirs). So a liaison officer suspends a liaison officer, keeper, department contact or observer; a convenor these
    /// and the other convenor; the party secretary everybody; the secretary's own post the office that runs the service (`yishi suspend`), nobody in chat.
    ///
    /// It takes all posts and no seat, holds until the posts are given anew, and lets nobody up: giving a post anew needs who appoints to
    /// it (the convenor for those below, the office for convenors and secretary) and a fresh code from the account itself, so nobody
    /// comes back by their own word, nor by the word of whoever suspended them unless it was theirs to appoint. The desk tells the
    /// suspended person's superior and the party secretary.
    private mutating func suspend(_ person: PersonID) throws(Refusal) {
        guard let held = state.unit.posts[person] else { throw .notAmong(person) }
        let posts = Decision.suspenders(of: held)
        let post = command.actor == .daemon ? .daemon : try post(for: "CS-2", among: posts, in: nil)
        guard actor != person else { throw .notYours(step: "CS-2", posts: posts) }
        add(.suspended(person), to: .unit, as: post)
    }

    /// The posts that may suspend somebody who holds these; the highest of them counts.
    static func suspenders(of held: Set<Post>) -> [Post] {
        let ranks: [[Post]] = [[.partySecretary], [.firstConvenor, .secondConvenor], [.liaisonOfficer]]
        if held.contains(.partySecretary) { return [.daemon] }
        let isConvenor = held.contains(.firstConvenor) || held.contains(.secondConvenor)
        return ranks.prefix(isConvenor ? 2 : 3).flatMap(\.self)
    }

    private func onlyDaemon() throws(Refusal) {
        guard command.actor == .daemon else { throw .notYours(step: "TP-2", posts: [.daemon]) }
    }

    private func mayAppoint(_ post: Post) throws(Refusal) -> Post {
        if command.actor == .daemon { return .daemon }
        guard Decision.appointedByConvenor.contains(post) else { throw .notYours(step: "CS-2", posts: [.daemon]) }
        return try self.post(for: "CS-2", among: [.firstConvenor], in: nil)
    }

    private func mayBind() throws(Refusal) -> Post {
        try post(for: "TP-2", among: [.daemon, .liaisonOfficer, .firstConvenor], in: nil)
    }
}
