import Deliberation
import Desk
import Gateways
import Procedure
import Wire

/// What the demo's page is told, as JSON.
struct DemoState: Sendable {
    let town: Town
    let texts: Texts

    func people() -> JSON {
        .array(
            town.people.map { person in
                [
                    "id": .string(person.id), "name": .string(person.name), "role": .string(role(person)),
                    "unit": .string(unitName(person.unit)),
                ]
            })
    }

    /// Under which heading the page shows somebody: the first post, else the seat, else a resident.
    private func role(_ person: Town.Person) -> String {
        if let post = person.posts.first { return texts.render("post.\(post.rawValue)") }
        return texts.render(person.seat == nil ? "post.resident" : "demo.member")
    }

    private func unitName(_ unit: UnitID) -> String { town.units.first { $0.id == unit }?.name ?? unit.name }

    func chats() -> JSON {
        let groups = town.groups.map { group -> JSON in
            [
                "id": .string(group.id), "kind": "group", "name": .string(group.name),
                "members": .array(members(of: group).map { .string($0.id) }),
            ]
        }
        let ours = town.people.map { person -> JSON in
            ["id": .string(person.id), "kind": "private", "name": .string("\(person.name) ↔ \(texts.render("demo.bot"))")]
        }
        return .array(groups + ours)
    }

    /// Everybody of a unit is in its residents' groups; whoever has a post is in the work group, whoever has a seat in the council's.
    func members(of group: Town.Group) -> [Town.Person] {
        town.people.filter { person in
            guard person.unit == group.unit else { return false }
            return switch group.purpose {
            case .residents: true
            case .work: !person.posts.isEmpty || person.seat != nil
            case .council: person.seat != nil || person.posts.contains(.firstConvenor) || person.posts.contains(.secondConvenor)
            }
        }
    }

    func message(_ message: Sandbox.Message) -> JSON {
        let name = message.sender.map { sender in town.people.first { $0.id == sender }?.name ?? sender } ?? texts.render("demo.bot")
        return [
            "id": .string(message.id), "seq": .integer(Int64(message.sequence)), "chat": .string(message.chat.id),
            "from": .string(message.sender ?? "bot"), "name": .string(name), "text": .string(message.isRecalled ? "" : message.text),
            "at": .string(message.at.civil.iso), "quotes": message.quotes.map { .string($0) } ?? .null,
            "buttons": .array(message.buttons.map { ["label": .string($0.label), "command": .string($0.command)] }),
            "recalled": .bool(message.isRecalled),
        ]
    }

    func clock(now: Instant, nextDue: Instant?) -> [JSON.Member] {
        [
            JSON.Member("now", .string(now.civil.iso)), JSON.Member("nowMs", .integer(now.milliseconds)),
            JSON.Member("nextDue", nextDue.map { .string($0.civil.iso) } ?? .null),
        ]
    }
}
