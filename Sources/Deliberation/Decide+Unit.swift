import Procedure

extension Decision {
    /// Posts that the convenor gives: the officer who serves the council is appointed by the convenor (issue of the procedure; XZ-5b, XZ-4b).
    private static let appointedByConvenor: Set<Post> = [.liaisonOfficer, .registerKeeper, .departmentContact, .observer]

    mutating func runUnit() throws(Refusal) {
        switch command.act {
        case .openUnit(let name, let level, let upper):
            try onlyDaemon()
            add(.unitOpened(name: name, level: level, upper: upper), to: .unit, as: .daemon)
        case .adoptRulebook(let hash, let id, let version):
            try onlyDaemon()
            if state.unit.rulebook != hash { add(.rulebookAdopted(hash: hash, id: id, version: version), to: .unit, as: .daemon) }
        case .givePost(let person, let post): add(.postGiven(person, post), to: .unit, as: try mayAppoint(post))
        case .endPost(let person, let post): add(.postEnded(person, post), to: .unit, as: try mayAppoint(post))
        case .bindGroup(let group, let purpose): add(.groupBound(group, purpose), to: .unit, as: try mayBind())
        case .releaseGroup(let group): add(.groupReleased(group), to: .unit, as: try mayBind())
        case .decideSetting(let name, let value, let record):
            let post = try post(for: "TP-5", among: [.firstConvenor, .secondConvenor, .daemon], in: nil)
            add(.settingDecided(name: name, value: value, record: record), to: .unit, as: post, happened: record.day(.date))
        default: break
        }
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
