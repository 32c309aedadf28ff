import Deliberation
import Procedure
import Reading
import Record

extension Resolve {
    /// 名单 12 加 … 减 …: the list is made per topic (XZ-G2.4b). 代表已审定 says that the council approved its representatives, apart from
    /// the call (SM-2, XZ-8.2b): those who are on it, and those who are put on it with the same message.
    func changeList(_ number: MatterNumber, _ matter: Matter?, _ ledger: inout Ledger) throws(StoreFailure) -> Resolution {
        switch (try joining(texts(.add), matter, &ledger), try people(texts(.remove), in: matter, &ledger)) {
        case (.success(let added), .success(let removed)):
            var commands: [Command] = []
            if !added.isEmpty || !removed.isEmpty { commands.append(command(number, .changeList(add: added, remove: removed))) }
            guard flag(.mandatesApproved) else {
                return commands.isEmpty ? .other(.list(number)) : .decide([Planned(command: commands[0], answer: "done.list")])
            }
            let approved = try approvals(number, added, removed, &ledger)
            commands += approved
            guard let first = commands.first else {
                return .say(Saying("done.mandatesApproved.already", ["number": .integer(number.serial)]), .answered)
            }
            return .decide([
                Planned(
                    command: first, answer: "done.mandatesApproved", extra: ["count": .integer(approved.count)],
                    then: Array(commands.dropFirst()))
            ])
        case (.failure(let unclear), _), (_, .failure(let unclear)): return .say(unclear.saying, .asked)
        }
    }

    /// Whoever is put on a list: those of the matter and the roster, else the one resident of that name who has spoken to us in the unit.
    private func joining(
        _ names: [String], _ matter: Matter?, _ ledger: inout Ledger
    ) throws(StoreFailure) -> Result<[PersonID], Unclear> {
        var found: [PersonID] = []
        for name in names {
            if case .one(let person) = try person(named: name, in: matter, &ledger) {
                found.append(person)
                continue
            }
            switch try nominee(name, &ledger) {
            case .success(let person): found.append(person)
            case .failure(let unclear): return .failure(unclear)
            }
        }
        return .success(found)
    }

    private func approvals(
        _ number: MatterNumber, _ added: [PersonID], _ removed: [PersonID], _ ledger: inout Ledger
    ) throws(StoreFailure) -> [Command] {
        guard let state = try office.load(unit.id, [number], &ledger), let matter = state.matters[number] else { return [] }
        let isCalled = matter.sitting.start != nil && matter.state(of: "topic") != "ready"
        let list = (isCalled ? matter.sitting.list : state.preparedList(for: matter, expected: nil)).filter { !removed.contains($0) }
        // Whoever is put on the list as approved, and does not sit in the council, stands for a party.
        let joining = added.filter { unit.council[$0] == nil && matter.item("mandate", key: $0.description)?.state != "approved" }
        var record = Fields()
        if let day = day(.date) { record[.date] = .day(day) }
        return (joining + state.unapproved(among: list.filter { !added.contains($0) }, in: matter)).map {
            command(number, .step("SM-2", key: $0.description, record))
        }
    }
}
