/// One thing people may say to us: its words, what follows them, who may say it where, and how `帮助` shows it.
/// All of it is data from `Config/texts/verbs.zh-Hans.json`; a further word is a change of that file only.
public struct Verb: Sendable, Hashable {
    public var intent: IntentName
    /// The group of `帮助` it stands in, an id of `VerbTable.groups`; nil for a verb that is not shown (a second entry of one already shown).
    public var group: String?
    /// Canonical word first.
    public var words: [String]
    public var slots: [Pattern]
    /// Slots without which it is not this verb. A number counts as given in a reply to one of our messages.
    public var needs: [Slot]
    /// Slots the words themselves settle, e.g. `result: 不同意`.
    public var fixed: [Slot: String]
    public var roles: Set<Role>
    public var contexts: Set<Context>
    /// The word must be followed by a separator, a digit or the end: for words that begin ordinary sentences too.
    public var mustBeCut: Bool
    /// The number must be said, or quoted: in private, too, where others leave it to what was last spoken of.
    public var mustSayNumber: Bool
    /// The word is read again as a part of what follows it: 加 张三, 已经派人去看了.
    public var isKept: Bool
    public var example: String
    public var help: String

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

    /// Whether the slot is among those this verb can be given.
    func takes(_ slot: Slot) -> Bool { slots.contains { $0.slot == slot } }
}
