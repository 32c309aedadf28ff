import Procedure

/// Who may propose a topic (XZ-10.1a in a township, XZ-10.2a in a village or community). Residents' own are told apart by who stands behind
/// them; the others are said by the officer who takes them up, because an account alone does not say for whom it speaks.
public enum ProposerKind: String, Sendable, Hashable, CaseIterable {
    case partyCommittee, government, socialOrganization, crossVillage, individual
    case council
    case twoCommittees, resident, residentsJointly, residentGroup

    public var levels: Set<Level> {
        switch self {
        case .partyCommittee, .government, .socialOrganization, .crossVillage, .individual: [.township]
        case .council: [.township, .village]
        case .twoCommittees, .resident, .residentsJointly, .residentGroup: [.village]
        }
    }
}

extension Case {
    /// What a matter is where nobody says otherwise.
    func proposerKind(of matter: Matter) -> ProposerKind {
        guard unit.level == .village else { return matter.isPetition ? .crossVillage : .individual }
        return matter.proposers.count + matter.supporters > 1 ? .residentsJointly : .resident
    }

    /// Groups that hear what is told to the residents of a matter: the unit's, and those of the villages behind a joint petition.
    public func audience(of matter: Matter) -> [GroupID] {
        let own = unit.groups(for: .residents)
        return own + (groupsBehind[matter.number] ?? []).filter { !own.contains($0) }
    }
}
