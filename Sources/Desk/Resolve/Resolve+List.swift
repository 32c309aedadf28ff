import Deliberation
import Procedure
import Reading
import Record

extension Resolve {
    /// 名单 12 加 … 减 …: the list is made per topic (XZ-G2.4b). 代表已审定 says that the council approved its representatives, apart from
    /// the call (SM-2, XZ-8.2b): those who are on it, and those who are put on it with the same message.
    func changeList(_ number: MatterNumber, _ matter: Matter?, _ ledger: inout Ledger) throws(StoreFailure) -> Resolution {
        var unclear: [Saying] = []
        let added = try listed(texts(.add), &unclear) { name throws(StoreFailure) in try joining(name, matter, &ledger) }
        let removed = try listed(texts(.remove), &unclear) { name throws(StoreFailure) in
            try people([name], in: matter, &ledger).map { $0[0] }
        }
        var commands: [Command] = []
        if !added.isEmpty || !removed.isEmpty { commands.append(command(number, .changeList(add: added, remove: removed))) }
        // One name that is not known keeps nobody else off the list; it is asked about behind the answer.
        if commands.isEmpty, let first = unclear.first { return .say(first, .asked) }
        var extra: [String: Argument] = [:]
        if !unclear.isEmpty { extra["unclear"] = .list(unclear.map { .text(key: $0.key, $0.values) }, separator: "\n") }
        guard flag(.mandatesApproved) else {
            return commands.isEmpty ? .other(.list(number)) : .decide([Planned(command: commands[0], answer: "done.list", extra: extra)])
        }
        let approved = try approvals(number, added, removed, &ledger)
        commands += approved
        guard let first = commands.first else {
            return .say(Saying("done.mandatesApproved.already", ["number": .integer(number.serial)]), .answered)
        }
        extra["count"] = .integer(approved.count)
        return .decide([Planned(command: first, answer: "done.mandatesApproved", extra: extra, then: Array(commands.dropFirst()))])
    }

    /// 「1号、4号的代表都审过了」: the same of several lists; nil where not several are named.
    func changeLists(_ ledger: inout Ledger) throws(StoreFailure) -> Resolution? {
        let several = try numbers(&ledger).found
        guard several.count > 1 else { return nil }
        var planned: [Planned] = []
        for number in several {
            let resolution = try changeList(number, try office.matter(MatterKey(unit.id, number), &ledger), &ledger)
            guard case .decide(let one) = resolution else { return resolution }
            planned += one
        }
        return .decide(planned)
    }

    /// The people that are known by these names, each once; of every other name what is to be asked.
    func listed(
        _ names: [String], _ unclear: inout [Saying], _ find: (String) throws(StoreFailure) -> Result<PersonID, Unclear>
    ) throws(StoreFailure) -> [PersonID] {
        var found: [PersonID] = []
        for name in names {
            switch try find(name) {
            case .success(let person): if !found.contains(person) { found.append(person) }
            case .failure(let question):
                guard let people = try apart(name[...], find) else {
                    unclear.append(question.saying)
                    continue
                }
                found += people.filter { !found.contains($0) }
            }
        }
        return found
    }

    /// 马会朱玲胡波, said in one breath: whoever they are, each by a name that is known.
    private func apart(
        _ names: Substring, _ find: (String) throws(StoreFailure) -> Result<PersonID, Unclear>
    ) throws(StoreFailure) -> [PersonID]? {
        guard (2...40).contains(names.count) else { return names.isEmpty ? [] : nil }
        for length in [2, 3, 4] where length <= names.count {
            guard case .success(let person) = try find(String(names.prefix(length))),
                let others = try apart(names.dropFirst(length), find)
            else { continue }
            return [person] + others
        }
        return nil
    }

    /// Whoever is put on a list: those of the matter and the roster, else the one resident of that name who has spoken to us in the unit.
    private func joining(_ name: String, _ matter: Matter?, _ ledger: inout Ledger) throws(StoreFailure) -> Result<PersonID, Unclear> {
        if case .one(let person) = try person(named: name, in: matter, &ledger) { return .success(person) }
        return try nominee(name, &ledger)
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
