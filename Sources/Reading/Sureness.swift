extension Attempt {
    /// How sure the model must be, 0...1; chosen on lines of authors it had not learned from, where a question cost 1,
    /// silence towards somebody who meant us 2 and a wrong step 15 (Tests/ReadingTests).
    struct Sureness: Sendable, Hashable {
        /// To act where the words by hand are silent.
        var act = 0.8
        /// The same for what only shows something, or holds for the moment at the table.
        var actLightly = 0.88
        /// The same for what is not easily taken back.
        var actForGood = 0.9
        /// So that words which make a step doubtful elsewhere (要是, 再说, 还是) say nothing against it, and for a decision of the party
        /// organisation that somebody else enters.
        var certain = 0.93
        /// To ask whether that was meant.
        var ask = 0.3
        /// The same among residents, where a question is heard by all.
        var askResidents = 0.6
        /// To stop what the words by hand would do, and ask.
        var object = 0.5
        /// To do something else than the words by hand would, or nothing.
        var overrule = 0.85
        /// What the model must at least give to what the words by hand would do, unless they were said as `帮助` teaches them.
        var keep = 0.75
        /// The same for what is not easily taken back.
        var keepForGood = 0.8
    }
}
