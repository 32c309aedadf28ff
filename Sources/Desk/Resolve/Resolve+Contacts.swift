import Deliberation
import Procedure
import Reading
import Record

extension Resolve {
    /// 联系人 物业办 高远: who in a department is told what goes to it; 联系人 物业办 全部: all who answer for departments, as before; without a
    /// name it is a question.
    func nameContact(_ ledger: inout Ledger) throws(StoreFailure) -> Resolution {
        let marks: Set<Character> = ["、", "，", ",", "：", ":", "；"]
        let pieces = (text(.text) ?? "").split { $0.isWhitespace || marks.contains($0) }.map(String.init)
        guard let department = pieces.first else { return .say(contacts(), .answered) }
        let names = Array(pieces.dropFirst())
        guard !names.isEmpty else {
            let named = unit.contacts(for: department)
            guard !named.isEmpty else { return .say(Saying("contacts.none", ["department": .literal(department)]), .answered) }
            return .say(line(department, named), .answered)
        }
        if names == [Resolve.everybody] { return .decide([settled(department, [], answer: "done.contact.all")]) }
        var named: [PersonID] = []
        for name in names {
            switch try person(named: name, in: nil, &ledger) {
            case .one(let person) where unit.posts[person]?.contains(.departmentContact) == true: named.append(person)
            case .several:
                return .say(Saying("ask.persons", ["person": .literal(name), "choices": .literal(name)]), .asked)
            default: return .say(Saying("refuse.contact", ["person": .literal(name)]), .refused)
            }
        }
        return .decide([settled(department, named.uniqued(), answer: "done.contact")])
    }

    private static let everybody = "全部"

    private func settled(_ department: String, _ people: [PersonID], answer: String) -> Planned {
        let act = Act.decideSetting(name: Unit.contactSetting + department, value: Unit.naming(people), record: Fields())
        return Planned(
            command: command(.unit, act), answer: answer,
            extra: ["department": .literal(department), "people": .list(people.map { .person($0) }, separator: "、")])
    }

    private func line(_ department: String, _ people: [PersonID]) -> Saying {
        Saying(
            "contacts.line", ["department": .literal(department), "people": .list(people.map { .person($0) }, separator: "、")])
    }

    private func contacts() -> Saying {
        let all = unit.holders(of: .departmentContact)
        guard !all.isEmpty else { return Saying("contacts.empty", ["unit": .literal(unit.name)]) }
        var lines: [Argument] = unit.contacts.map { contact in
            let line = line(contact.department, contact.people)
            return .text(key: line.key, line.values)
        }
        let everybody = Argument.list(all.map { .person($0) }, separator: "、")
        lines.append(.text(key: lines.isEmpty ? "contacts.all" : "contacts.others", ["people": everybody]))
        return Saying("lines", ["lines": .list(lines, separator: "\n")])
    }
}
