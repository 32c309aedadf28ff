import Wire

/// One thing people may say to us: its words, what follows them, who may say it where, and how `帮助` shows it.
/// All of it is data from `Config/texts/verbs.zh-Hans.json`; a further word is a change of that file only.
public final class Verb: Sendable {
    public let intent: IntentName
    /// The group of `帮助` it stands in, an id of `VerbTable.groups`; nil for a verb that is not shown (a second entry of one already shown).
    public let group: String?
    /// Canonical word first.
    public let words: [String]
    public let slots: [Pattern]
    /// Those of them that are found by their form.
    let formed: [Slot]
    /// Slots without which it is not this verb. A number counts as given in a reply to one of our messages.
    public let needs: [Slot]
    /// Slots the words themselves settle, e.g. `result: 不同意`.
    public let fixed: [Slot: String]
    public let roles: Set<Role>
    public let contexts: Set<Context>
    /// The word must be followed by a separator, a digit or the end: for words that begin ordinary sentences too.
    public let mustBeCut: Bool
    /// The number must be said, or quoted: in private, too, where others leave it to what was last spoken of.
    public let mustSayNumber: Bool
    /// The word is read again as a part of what follows it: 加 张三, 已经派人去看了.
    public let isKept: Bool
    public let example: String
    public let help: String

    /// One thing that may follow the word.
    public struct Pattern: Sendable, Hashable {
        public var slot: Slot
        public var style: Style
    }

    /// How a slot is found.
    public enum Style: String, Sendable, Hashable, CaseIterable {
        /// By its form, wherever it stands: numbers, dates, counts, closed words.
        case typed
        /// One free piece up to the next space or mark.
        case word
        /// Free pieces up to the next thing known by its form.
        case words
        /// Everything that is left.
        case rest
    }

    private static let names: Set<String> = [
        "intent", "group", "words", "slots", "needs", "fixed", "by", "in", "cut", "said", "kept", "example", "help",
    ]

    /// - Throws: `Malformed` with line and column for an unknown part, intent, slot, role, context or group, or a missing part.
    init(
        _ entry: LocatedJSON, _ places: [String: Set<Context>], _ speakers: [String: Set<Role>], _ groups: [VerbTable.HelpGroup]
    ) throws(Malformed) {
        for member in try entry.object() where !Verb.names.contains(member.name) { throw member.malformed("no such part of a verb") }
        let name = try entry.required("intent")
        guard let intent = IntentName(rawValue: try name.text()) else { throw name.malformed("no such intent") }
        self.intent = intent
        words = try entry.required("words").texts()
        guard !words.isEmpty else { throw entry.malformed("a verb needs a word") }
        slots = try (entry["slots"]?.list() ?? []).map { item throws(Malformed) in try Pattern(item) }
        formed = slots.filter { $0.style == .typed }.map(\.slot)
        needs = try (entry["needs"]?.list() ?? []).map { item throws(Malformed) in try item.slot() }
        var fixed: [Slot: String] = [:]
        for member in try entry["fixed"]?.object() ?? [] {
            guard let slot = Slot(rawValue: member.name) else { throw member.malformed("no such slot") }
            fixed[slot] = try member.value.text()
        }
        self.fixed = fixed
        roles = try entry.required("by").set(naming: speakers)
        contexts = try entry.required("in").set(naming: places)
        mustBeCut = entry["cut"]?.bool ?? false
        mustSayNumber = entry["said"]?.bool ?? false
        isKept = entry["kept"]?.bool ?? false
        if let shown = entry["group"] {
            let id = try shown.text()
            guard groups.contains(where: { $0.id == id }) else { throw shown.malformed("no such group") }
            group = id
            example = try entry.required("example").text()
            help = try entry.required("help").text()
        } else {
            group = nil
            example = try entry["example"]?.text() ?? ""
            help = ""
        }
    }

    /// Whether the slot is among those this verb can be given.
    func takes(_ slot: Slot) -> Bool { slots.contains { $0.slot == slot } }

    /// Whether its words say themselves how far it has come, 装好了, 干到, and are a part of what is told.
    var tellsItself: Bool { intent == .done || intent == .progress && (needs.contains(.percent) || fixed[.percent] != nil) }
}

extension Verb.Pattern {
    /// `number`, `text=rest`, `department=word`, `place=words`.
    init(_ item: LocatedJSON) throws(Malformed) {
        let parts = try item.text().split(separator: "=", omittingEmptySubsequences: false)
        guard let slot = Slot(rawValue: String(parts[0])) else { throw item.malformed("no such slot") }
        self.slot = slot
        switch parts.count {
        case 1: style = .typed
        case 2:
            guard let style = Verb.Style(rawValue: String(parts[1])), style != .typed else {
                throw item.malformed("expected word, words or rest")
            }
            self.style = style
        default: throw item.malformed("expected one = at most")
        }
    }
}
