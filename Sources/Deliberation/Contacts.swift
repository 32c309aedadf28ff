import Procedure

/// Who in a department is told what is referred to it, and what it is to carry out (SG-9, TP-26): settled by an officer, a setting of the unit.
extension Unit {
    /// What such a setting's name begins with; the department's name follows.
    public static let contactSetting = "contact."

    /// As a setting's value; nobody: all who answer for departments, as where nothing was settled.
    public static func naming(_ people: [PersonID]) -> String { people.map(\.description).joined(separator: ",") }

    public static func people(named value: String) -> [PersonID] { value.split(separator: ",").compactMap { PersonID(text: String($0)) } }

    /// Departments with those who were named for them and answer for departments still, in the order of their names.
    public var contacts: [(department: String, people: [PersonID])] {
        settings.compactMap { name, value -> (department: String, people: [PersonID])? in
            guard name.hasPrefix(Unit.contactSetting) else { return nil }
            let people = Unit.people(named: value).filter { posts[$0]?.contains(.departmentContact) == true }
            return people.isEmpty ? nil : (String(name.dropFirst(Unit.contactSetting.count)), people)
        }
        .sorted { $0.department < $1.department }
    }

    /// Who was named for a department: by its very name, else by the one name of those settled that begins this one or that this one begins
    /// (物业 for 物业办). Empty where nobody was, or two might be meant.
    public func contacts(for department: String) -> [PersonID] {
        let contacts = self.contacts
        if let same = contacts.first(where: { $0.department == department }) { return same.people }
        guard !department.isEmpty else { return [] }
        let alike = contacts.filter { $0.department.hasPrefix(department) || department.hasPrefix($0.department) }
        return alike.count == 1 ? alike[0].people : []
    }

    /// Who answers for a department here: those named for it, else all who answer for departments.
    public func answering(for department: String) -> [PersonID] {
        let named = contacts(for: department)
        return named.isEmpty ? holders(of: .departmentContact) : named
    }
}

extension Matter {
    /// Who has it in hand at present: to whom it was referred, or who carries it out.
    public var carrier: String? {
        if state(of: "topic") == "implementing" { return implementer }
        return state(of: "suggestion") == "referred" ? taken["SG-9"]?.fields.text(.department) : nil
    }

    /// Who was given the result to carry out (TP-24, TP-26), whether or not it is done.
    public var implementer: String? { taken["TP-26"]?.fields.text(.department) ?? taken["TP-24"]?.fields.text(.department) }
}
