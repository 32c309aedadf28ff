import Deliberation
import Gateways
import Procedure
import Reading
import Record

/// Which matter a short answer means where no number is said: the only one that can take it.
extension Resolve {
    /// The one matter of the speaker's that what was said can be about; nil where there are several, or none: then the number is asked for.
    /// Residents are taken so in private only, where nobody else is spoken to.
    func onlyCandidate(_ ledger: inout Ledger) throws(StoreFailure) -> MatterNumber? {
        switch intent.name {
        case .notDone, .appeal: try only(ofOwn: { $0.canBeContested(by: person) }, &ledger)
        case .rate: try ratable(&ledger)
        case .withdraw: try only(ofOwn: { $0.canBeWithdrawn }, &ledger)
        case .progress: try onlyTask(&ledger)
        case .remind: try onlyWaiting(&ledger)
        case .forecast: try onlyAwaited(&ledger)
        case .reschedule where text(.kind) == "tooFew": try sitting(&ledger)
        default: nil
        }
    }

    /// What can be rated; where nothing can, the one that is still under way, so that it is said what it waits for.
    private func ratable(_ ledger: inout Ledger) throws(StoreFailure) -> MatterNumber? {
        if let one = try only(ofOwn: { $0.canBeRated(by: person) }, &ledger) { return one }
        return try only(ofOwn: { $0.canBeRated(by: person) || $0.isUnderWay }, &ledger)
    }

    private func only(
        ofOwn takes: (Matter) -> Bool, _ ledger: inout Ledger
    ) throws(StoreFailure) -> MatterNumber? {
        guard said.chat.kind == .direct else { return nil }
        try office.catchUpParts(&ledger)
        var found: [MatterNumber] = []
        for key in try ledger.parts(of: person, limit: 100) where key.unit == unit.id && !found.contains(key.number) {
            guard let matter = try office.matter(key, &ledger), matter.proposers.contains(person), takes(matter) else { continue }
            found.append(key.number)
        }
        return found.count == 1 ? found.first : nil
    }

    /// What waits for somebody who can be pressed; of several the one that waits for whoever is named: 「催下公安」.
    private func onlyWaiting(_ ledger: inout Ledger) throws(StoreFailure) -> MatterNumber? {
        var found: [MatterNumber] = []
        var named: [MatterNumber] = []
        for row in try ledger.open(in: unit.id) {
            guard let matter = try office.matter(row.key, &ledger), let book = office.rulebook(unit, row.key) else { continue }
            guard office.urge(for: matter, office.deliveries(book)) != nil else { continue }
            found.append(row.key.number)
            if let carrier = matter.carrier, said.text.contains(carrier) { named.append(row.key.number) }
        }
        if named.count == 1 { return named[0] }
        return found.count == 1 ? found.first : nil
    }

    /// What a sitting is called for.
    func onlyCalled(_ ledger: inout Ledger) throws(StoreFailure) -> MatterNumber? {
        let called = try ledger.open(in: unit.id, where: \.isCalled)
        return called.count == 1 ? called[0].key.number : nil
    }

    /// The sitting people are signing in for, else the only one that is called.
    private func onlyAwaited(_ ledger: inout Ledger) throws(StoreFailure) -> MatterNumber? {
        let open = try ledger.open(in: unit.id) { $0.meeting == "checkIn" }
        let first = open.min { ($0.due ?? now, $0.key.number) < ($1.due ?? now, $1.key.number) }
        if let first { return first.key.number }
        return try onlyCalled(&ledger)
    }

    /// What is carried out: of a department's contact by their department, of an officer in the unit.
    private func onlyTask(_ ledger: inout Ledger) throws(StoreFailure) -> MatterNumber? {
        let isOfficer = unit.posts[person]?.contains(.liaisonOfficer) == true
        var found: [MatterNumber] = []
        for row in try ledger.open(in: unit.id, where: { $0.topic == "implementing" }) {
            guard let matter = try office.matter(row.key, &ledger) else { continue }
            if isOfficer || unit.answering(for: matter.carrier ?? "").contains(person) { found.append(row.key.number) }
        }
        return found.count == 1 ? found.first : nil
    }
}

extension Matter {
    func canBeContested(by person: PersonID) -> Bool {
        guard !contested.contains(person) else { return false }
        return ["explained", "replied"].contains(state(of: "suggestion")) || state(of: "topic") == "publicising"
    }

    fileprivate func canBeRated(by person: PersonID) -> Bool {
        !isOnBehalf && ratings[person] == nil && ["replied", "explained", "closed"].contains(state(of: "suggestion"))
    }

    fileprivate var isUnderWay: Bool { !["withdrawn", "merged", "closed", "replied", "explained"].contains(state(of: "suggestion")) }

    fileprivate var canBeWithdrawn: Bool {
        !["withdrawn", "merged", "closed"].contains(state(of: "suggestion"))
            && ["none", "proposed", "registered", "screening", "shortlisted", "submitted"].contains(state(of: "topic"))
    }
}
