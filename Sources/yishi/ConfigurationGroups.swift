import Deliberation
import Desk
import Gateways
import Record
import Wire

extension ConfigurationReader {
    /// `groups`: which groups at an endpoint are whose. Each entry names a list of ids, so that a township's stand on a few lines.
    mutating func groups(units: [UnitPlan], endpoints: [EndpointPlan]) -> [GroupPlan] {
        var plans: [GroupPlan] = []
        var known: Set<GroupPlace> = []
        for entry in list("groups") {
            self.known(entry, ["endpoint", "unit", "purpose", "ids"])
            let endpoint = text(entry, "endpoint"), name = text(entry, "unit"), use = text(entry, "purpose")
            if !endpoint.isEmpty, !endpoints.contains(where: { $0.oneBot.endpoint == endpoint }) {
                note("endpoint must be the name of an endpoint here", at: entry["endpoint"] ?? entry)
            }
            guard let unit = units.first(where: { $0.id.name == name }) else {
                note("unit must be the id of a unit here", at: entry["unit"] ?? entry)
                continue
            }
            guard let purpose = GroupPurpose(rawValue: use) else {
                note(
                    "purpose must be one of \(GroupPurpose.allCases.map(\.rawValue).joined(separator: ", "))", at: entry["purpose"] ?? entry
                )
                continue
            }
            guard let ids = entry["ids"]?.array, !ids.isEmpty else {
                note("ids must be a list of the groups' numbers, as texts", at: entry["ids"] ?? entry)
                continue
            }
            for id in ids {
                guard let number = id.string, !number.isEmpty, number.utf8.count <= 19,
                    number.utf8.allSatisfy({ (0x30...0x39).contains($0) })
                else {
                    note("a group's number must be a text of digits", at: id)
                    continue
                }
                let place = GroupPlace(endpoint: endpoint, id: number)
                guard known.insert(place).inserted else {
                    note("group \(number) stands here twice", at: id)
                    continue
                }
                plans.append(GroupPlan(unit: unit.id, purpose: purpose, place: place))
            }
        }
        return plans
    }
}
