import Wire

/// Everything people are told, by key, as templates: `{name}` is filled in; `[[…]]` is left out when something in it is missing.
public struct Texts: Sendable {
    private let templates: [String: [Part]]
    private let namesOf: [String: Set<String>]

    indirect enum Part: Sendable, Hashable {
        case literal(String)
        case value(String)
        case optional([Part])
    }

    public init(parsing bytes: [UInt8]) throws(Malformed) {
        let root = try LocatedJSON(parsing: bytes)
        guard case .object(let members) = root.kind else { throw root.malformed("the texts must be one object") }
        var templates: [String: [Part]] = [:]
        for member in members {
            guard case .string(let text) = member.value.kind else { throw member.value.malformed("a text must be a text") }
            var rest = Substring(text)
            guard let parts = Texts.parts(&rest, inside: false) else {
                throw member.value.malformed("{ } or [[ ]] of \"\(member.name)\" do not match")
            }
            templates[member.name] = parts
        }
        self.templates = templates
        namesOf = templates.mapValues(Texts.names(in:))
    }

    /// Whether there is a text of that key.
    public func has(_ key: String) -> Bool { templates[key] != nil }
    public var keys: [String] { templates.keys.sorted() }

    /// The names a text asks for, so that an outbox row holds no more than it needs.
    public func names(in key: String) -> Set<String> { namesOf[key] ?? [] }

    private static func names(in parts: [Part]) -> Set<String> {
        var found: Set<String> = []
        for part in parts {
            switch part {
            case .literal: break
            case .value(let name): found.insert(name)
            case .optional(let inner): found.formUnion(names(in: inner))
            }
        }
        return found
    }

    /// The text with its values. A value that is missing outside `[[ ]]` leaves nothing behind; a key that is missing shows itself,
    /// so that it is seen and not silent (`yishi check` names it beforehand).
    public func render(_ key: String, _ values: [String: String] = [:]) -> String {
        guard let parts = templates[key] else { return "〔\(key)〕" }
        var out = ""
        _ = Texts.write(parts, values, to: &out)
        return out
    }

    /// False when a value was missing.
    private static func write(_ parts: [Part], _ values: [String: String], to out: inout String) -> Bool {
        var whole = true
        for part in parts {
            switch part {
            case .literal(let text): out += text
            case .value(let name):
                if let value = values[name], !value.isEmpty { out += value } else { whole = false }
            case .optional(let inner):
                var piece = ""
                if write(inner, values, to: &piece) { out += piece }
            }
        }
        return whole
    }

    private static func parts(_ rest: inout Substring, inside: Bool) -> [Part]? {
        var parts: [Part] = []
        var literal = ""
        func flush() {
            if !literal.isEmpty { parts.append(.literal(literal)) }
            literal = ""
        }
        while let next = rest.first {
            if rest.hasPrefix("[[") {
                guard !inside else { return nil }
                flush()
                rest.removeFirst(2)
                guard let inner = Texts.parts(&rest, inside: true) else { return nil }
                parts.append(.optional(inner))
            } else if rest.hasPrefix("]]"), inside {
                flush()
                rest.removeFirst(2)
                return parts
            } else if next == "{" {
                guard let end = rest.firstIndex(of: "}") else { return nil }
                flush()
                parts.append(.value(String(rest[rest.index(after: rest.startIndex)..<end])))
                rest = rest[rest.index(after: end)...]
            } else {
                literal.append(next)
                rest.removeFirst()
            }
        }
        flush()
        return inside ? nil : parts
    }
}
