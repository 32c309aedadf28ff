import Deliberation
import Procedure
import Wire

/// A typed value of a text, as an outbox row keeps it: never a name and never a resident's words, only where they stand.
indirect enum Argument: Sendable, Hashable {
    case literal(String)
    case integer(Int)
    case day(CivilDate)
    case instant(Instant)
    case person(PersonID)
    /// Somebody's accounts, in the middle unreadable: for themselves.
    case accounts(PersonID)
    /// A bound group, as the platform knows it.
    case group(GroupID)
    case words(WordsID)
    /// Those words as others see them, private details masked.
    case shown(WordsID)
    /// What those words are called in short: an officer's title as it stands, of a resident's words the title that reading proposes.
    case title(WordsID)
    case text(key: String, [String: Argument])
    case list([Argument], separator: String)

    /// The same, speaking of words by the numbers they were stored under.
    func renumbered(_ moved: [WordsID: WordsRef]) -> Argument {
        func anew(_ id: WordsID) -> WordsID { moved[id]?.id ?? id }
        return switch self {
        case .words(let id): .words(anew(id))
        case .shown(let id): .shown(anew(id))
        case .title(let id): .title(anew(id))
        case .text(let key, let values): .text(key: key, values.mapValues { $0.renumbered(moved) })
        case .list(let values, let separator): .list(values.map { $0.renumbered(moved) }, separator: separator)
        case .literal, .integer, .day, .instant, .person, .accounts, .group: self
        }
    }

    /// The same, with a matter called by this title where it is called by one of those.
    func titled(_ title: WordsID, not earlier: Set<WordsID>) -> Argument {
        switch self {
        case .title(let id) where earlier.contains(id): .title(title)
        case .text(let key, let values): .text(key: key, values.mapValues { $0.titled(title, not: earlier) })
        case .list(let values, let separator): .list(values.map { $0.titled(title, not: earlier) }, separator: separator)
        default: self
        }
    }

    var json: JSON {
        switch self {
        case .literal(let value): .string(value)
        case .integer(let value): .integer(Int64(value))
        case .day(let value): ["d": .string(value.iso)]
        case .instant(let value): ["i": .integer(value.milliseconds)]
        case .person(let value): ["p": .string(value.description)]
        case .accounts(let value): ["a": .string(value.description)]
        case .group(let value): ["g": .string(value.description)]
        case .words(let value): ["w": .string(value.description)]
        case .shown(let value): ["m": .string(value.description)]
        case .title(let value): ["h": .string(value.description)]
        case .text(let key, let values): ["k": .string(key), "v": Argument.json(of: values)]
        case .list(let values, let separator): ["l": .array(values.map(\.json)), "s": .string(separator)]
        }
    }

    init?(json: JSON) {
        switch json {
        case .string(let value): self = .literal(value)
        case .integer(let value): self = .integer(Int(value))
        default:
            if let value = json["d"]?.string.flatMap(CivilDate.init(iso:)) {
                self = .day(value)
            } else if let value = json["i"]?.integer {
                self = .instant(Instant(milliseconds: value))
            } else if let value = json["p"]?.string.flatMap(PersonID.init(text:)) {
                self = .person(value)
            } else if let value = json["a"]?.string.flatMap(PersonID.init(text:)) {
                self = .accounts(value)
            } else if let value = json["g"]?.string.flatMap(GroupID.init(text:)) {
                self = .group(value)
            } else if let value = json["w"]?.string.flatMap(WordsID.init(text:)) {
                self = .words(value)
            } else if let value = json["m"]?.string.flatMap(WordsID.init(text:)) {
                self = .shown(value)
            } else if let value = json["h"]?.string.flatMap(WordsID.init(text:)) {
                self = .title(value)
            } else if let key = json["k"]?.string {
                self = .text(key: key, Argument.values(of: json["v"]))
            } else if let values = json["l"]?.array, let separator = json["s"]?.string {
                self = .list(values.compactMap(Argument.init(json:)), separator: separator)
            } else {
                return nil
            }
        }
    }

    /// What `json` says, written at once: every message that goes out is.
    func write(to out: inout [UInt8]) {
        switch self {
        case .literal(let value): out.append(jsonString: value)
        case .integer(let value): out.append(decimal: Int64(value))
        case .day(let value): Argument.write("d", value.iso, to: &out)
        case .instant(let value):
            out += #"{"i":"#.utf8
            out.append(decimal: value.milliseconds)
            out.append(UInt8(ascii: "}"))
        case .person(let value): Argument.write("p", value.description, to: &out)
        case .accounts(let value): Argument.write("a", value.description, to: &out)
        case .group(let value): Argument.write("g", value.description, to: &out)
        case .words(let value): Argument.write("w", value.description, to: &out)
        case .shown(let value): Argument.write("m", value.description, to: &out)
        case .title(let value): Argument.write("h", value.description, to: &out)
        case .text(let key, let values):
            out += #"{"k":"#.utf8
            out.append(jsonString: key)
            out += #","v":"#.utf8
            Argument.write(values, to: &out)
            out.append(UInt8(ascii: "}"))
        case .list(let values, let separator):
            out += #"{"l":["#.utf8
            for (place, value) in values.enumerated() {
                if place > 0 { out.append(UInt8(ascii: ",")) }
                value.write(to: &out)
            }
            out += #"],"s":"#.utf8
            out.append(jsonString: separator)
            out.append(UInt8(ascii: "}"))
        }
    }

    private static func write(_ name: String, _ text: String, to out: inout [UInt8]) {
        out.append(UInt8(ascii: "{"))
        out.append(jsonString: name)
        out.append(UInt8(ascii: ":"))
        out.append(jsonString: text)
        out.append(UInt8(ascii: "}"))
    }

    static func write(_ values: [String: Argument], to out: inout [UInt8]) {
        out.append(UInt8(ascii: "{"))
        var isFirst = true
        // One alone needs no order; of several only the names are sorted.
        for name in values.count == 1 ? Array(values.keys) : values.keys.sorted() {
            if !isFirst { out.append(UInt8(ascii: ",")) }
            isFirst = false
            out.append(jsonString: name)
            out.append(UInt8(ascii: ":"))
            values[name]?.write(to: &out)
        }
        out.append(UInt8(ascii: "}"))
    }

    /// Whether one of these texts stands within.
    func names(anyOf keys: Set<String>) -> Bool {
        switch self {
        case .text(let key, let values): keys.contains(key) || values.values.contains { $0.names(anyOf: keys) }
        case .list(let values, _): values.contains { $0.names(anyOf: keys) }
        default: false
        }
    }

    static func json(of values: [String: Argument]) -> JSON {
        .object(values.sorted { $0.key < $1.key }.map { JSON.Member($0.key, $0.value.json) })
    }

    static func values(of json: JSON?) -> [String: Argument] {
        var values: [String: Argument] = [:]
        for member in json?.members ?? [] { values[member.name] = Argument(json: member.value) }
        return values
    }
}

/// Something to be said: a text's key and its values.
struct Saying: Sendable, Hashable {
    var key: String
    var values: [String: Argument]
    /// Buttons, by the names under `label.` and `command.`.
    var buttons: [String] = []

    init(_ key: String, _ values: [String: Argument] = [:], buttons: [String] = []) {
        self.key = key
        self.values = values
        self.buttons = buttons
    }

    /// As an outbox row keeps it: `{"v":{…},"b":[…]}`.
    var bytes: [UInt8] {
        var out: [UInt8] = []
        out.reserveCapacity(512)
        out += #"{"v":"#.utf8
        Argument.write(values, to: &out)
        if !buttons.isEmpty {
            out += #","b":["#.utf8
            for (place, button) in buttons.enumerated() {
                if place > 0 { out.append(UInt8(ascii: ",")) }
                out.append(jsonString: button)
            }
            out.append(UInt8(ascii: "]"))
        }
        out.append(UInt8(ascii: "}"))
        return out
    }

    /// What bears a link or a code that opens something, a name as somebody typed it, or how somebody votes: sealed while it waits, and emptied once it has gone.
    private static let secret: Set<String> = [
        "done.print", "done.code", "link.code", "link.back", "ask.person", "ask.person.unheard", "ask.persons", "ask.persons.mention",
        "data.more.page", "refuse.dismiss.none", "refuse.notAmong", "refuse.contact", "ask.vote",
    ]
    /// What may have one of them within.
    private static let wrapping: Set<String> = ["lines", "data.own", "done.list", "done.mandatesApproved"]

    var isSecret: Bool {
        Saying.secret.contains(key) || Saying.wrapping.contains(key) && values.values.contains { $0.names(anyOf: Saying.secret) }
    }

    /// Values that never name a person, though somebody may call himself like one of them.
    static let impersonal: Set<String> = [
        "brand", "code", "department", "example", "link", "minutes", "number", "numbers", "others", "petition", "place", "report",
        "subject",
        "unit", "village",
    ]

    /// The same as `bytes`, for what is written seldom.
    var json: JSON { (try? JSON(parsing: bytes)) ?? .object([]) }

    /// The same, with a matter called by this title where it is called by one of those.
    func titled(_ title: WordsID, not earlier: Set<WordsID>) -> Saying {
        Saying(key, values.mapValues { $0.titled(title, not: earlier) }, buttons: buttons)
    }

    init?(key: String, bytes: [UInt8]) {
        guard let json = try? JSON(parsing: bytes) else { return nil }
        self.init(key, Argument.values(of: json["v"]), buttons: (json["b"]?.array ?? []).compactMap(\.string))
    }
}
