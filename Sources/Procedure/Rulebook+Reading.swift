import Wire

/// Everything that is wrong with the files people write, together, each with its file, line and column (design 4.6).
public struct RulebookFaults: Error, Sendable {
    public struct Fault: Sendable, Hashable, CustomStringConvertible {
        public let file: String
        public let fault: Malformed
        public var description: String { "\(file): \(fault)" }
    }
    public internal(set) var faults: [Fault] = []
}

/// Collects faults while a file is read on.
struct FaultList {
    let file: String
    var faults: [RulebookFaults.Fault] = []

    mutating func note(_ fault: Malformed) { faults.append(.init(file: file, fault: fault)) }
    mutating func note(_ problem: String, at value: LocatedJSON) { note(value.malformed(problem)) }

    /// The members of an object, surplus names noted; an empty list when it is no object.
    mutating func members(_ value: LocatedJSON?, of what: String, allowed: Set<String>? = nil) -> [LocatedJSON.Member] {
        guard let value else { return [] }
        guard case .object(let members) = value.kind else {
            note("\(what) must be an object", at: value)
            return []
        }
        if let allowed {
            for member in members where !allowed.contains(member.name) { note(member.malformed("\(what) has no \"\(member.name)\"")) }
        }
        return members
    }

    mutating func texts(_ value: LocatedJSON?, of what: String) -> [(text: String, at: LocatedJSON)] {
        guard let value else { return [] }
        guard case .array(let entries) = value.kind else {
            note("\(what) must be a list", at: value)
            return []
        }
        return entries.compactMap { entry in
            guard case .string(let text) = entry.kind else {
                note("\(what) must be a list of texts", at: entry)
                return nil
            }
            return (text, entry)
        }
    }

    mutating func text(_ value: LocatedJSON?, of what: String, in parent: LocatedJSON) -> String {
        guard let value else {
            note("\(what) is missing", at: parent)
            return ""
        }
        guard case .string(let text) = value.kind else {
            note("\(what) must be a text", at: value)
            return ""
        }
        return text
    }

    /// Texts that must be names of a closed list.
    mutating func names<Name: RawRepresentable>(_ value: LocatedJSON?, of what: String, as: Name.Type) -> [Name]
    where Name.RawValue == String {
        texts(value, of: what).compactMap { text, at in
            if let name = Name(rawValue: text) { return name }
            note("\(what): there is no \"\(text)\"", at: at)
            return nil
        }
    }

    /// One name of a closed list, which may be left out.
    mutating func name<Name: RawRepresentable & CaseIterable>(_ value: LocatedJSON?, of what: String, as: Name.Type) -> Name?
    where Name.RawValue == String {
        guard let value else { return nil }
        if case .string(let text) = value.kind, let name = Name(rawValue: text) { return name }
        note("\(what) must be one of: \(Name.allCases.map(\.rawValue).joined(separator: ", "))", at: value)
        return nil
    }
}
