import Wire

/// Words that together give away what somebody means who speaks to us alone, however the sentence is built: 「那个 我上次说的7号 有回信没」.
/// Only for what asks, or what the speaker may do with things of their own; never for a decision.
struct Hints: Sendable {
    private let trie: WordTrie
    /// For each word the groups it belongs to, a bit each.
    private let groups: [UInt64]
    private let hints: [Hint]
    /// The group of words that only what is ours is spoken of with: 附议, 受理. Among residents a number of a day needs one of them.
    private let ours: UInt64

    private struct Hint: Sendable {
        var intent: IntentName
        /// One word of each of these must be there, and none of those.
        var all: UInt64
        var none: UInt64
        var needsNumber: Bool
        var isShort: Bool
        /// The word must be said of oneself.
        var isOwn: Bool
        var roles: UInt32
        var contexts: UInt32
        /// What the words settle.
        var fixed: Slots
    }

    /// Longer messages tell more than words can give away.
    private static let longest = 60
    private static let short = 12

    /// - Throws: `Malformed` for an unknown intent, group, role, context or slot, or more than 64 groups.
    init(_ file: LocatedJSON, _ places: [String: Set<Context>], _ speakers: [String: Set<Role>], _ fold: FoldTable) throws(Malformed) {
        var index: [[UInt32]: Int] = [:]
        var groups: [UInt64] = []
        var names: [String: UInt64] = [:]
        for member in try file.required("groups").object() {
            guard names.count < 64 else { throw member.malformed("at most 64 groups") }
            let bit: UInt64 = 1 << UInt64(names.count)
            names[member.name] = bit
            for text in try member.value.texts() {
                let word = fold.word(text)
                if let known = index[word] {
                    groups[known] |= bit
                } else {
                    index[word] = groups.count
                    groups.append(bit)
                }
            }
        }
        func bits(_ list: LocatedJSON?) throws(Malformed) -> UInt64 {
            var bits: UInt64 = 0
            for item in try list?.list() ?? [] {
                guard let bit = names[try item.text()] else { throw item.malformed("no such group") }
                bits |= bit
            }
            return bits
        }
        var hints: [Hint] = []
        for entry in try file.required("hints").list() {
            let name = try entry.required("intent")
            guard let intent = IntentName(rawValue: try name.text()) else { throw name.malformed("no such intent") }
            var fixed = Slots()
            for member in try entry["fixed"]?.object() ?? [] {
                guard let slot = Slot(rawValue: member.name) else { throw member.malformed("no such slot") }
                fixed[slot] = Filling.value(try member.value.text(), of: slot)
            }
            let roles: Set<Role> = try entry.required("by").set(naming: speakers)
            let contexts: Set<Context> = try entry.required("in").set(naming: places)
            hints.append(
                Hint(
                    intent: intent, all: try bits(entry.required("all")), none: try bits(entry["none"]),
                    needsNumber: entry["number"]?.bool ?? false, isShort: entry["short"]?.bool ?? false,
                    isOwn: entry["own"]?.bool ?? false,
                    roles: roles.reduce(0) { $0 | $1.bit }, contexts: contexts.reduce(0) { $0 | $1.bit }, fixed: fixed))
        }
        trie = WordTrie(index.map { ($0.key, $0.value) })
        self.groups = groups
        self.hints = hints
        ours = names["ours"] ?? 0
    }

    /// 3分, 五星.
    private func score(_ text: FoldedText) -> Int? {
        for at in 0..<text.count where !isDigit(text[at - 1]) {
            if let number = text.numeral(at: at), number.value <= 100, text[number.end] == 0x5206 || text[number.end] == 0x661F {
                return number.value
            }
        }
        return nil
    }

    private func isOwn(_ hint: Hint, _ scan: inout Scan, _ attempt: Attempt) -> Bool {
        (0..<scan.text.count).contains { at in
            trie.words(in: &scan, at: at).contains { groups[$0.value] & hint.all != 0 && attempt.isOwnComing(&scan, at..<$0.end) }
        }
    }

    /// What the words of a message give away: the first hint that fits.
    func intent(_ scan: inout Scan, _ attempt: Attempt) -> Intent? {
        let text = scan.text
        guard text.count <= Hints.longest else { return nil }
        let utterance = attempt.utterance
        let roles = utterance.posts.reduce(utterance.role.bit) { $0 | $1.bit }
        let context = utterance.mentionsUs && utterance.context == .group ? Context.direct.bit : utterance.context.bit
        var bits: UInt64 = 0
        var number: MatterNumbers.One?
        var range = 0..<0
        var isAlone = true
        var at = 0
        while at < text.count {
            for word in trie.words(in: &scan, at: at) { bits |= groups[word.value] }
            if number == nil, let one = attempt.reader.numbers.one(&scan, at: at), one.isMarked || utterance.context == .direct {
                number = one
                range = at..<one.end
                at = one.end
            } else {
                if number != nil, let one = attempt.reader.numbers.one(&scan, at: at), one.isMarked { isAlone = false }
                at = text.digits(at: at)?.end ?? at + 1
            }
        }
        // Of several numbers words give nothing away.
        guard isAlone || context == Context.direct.bit else { return nil }
        for hint in hints
        where bits & hint.all == hint.all && bits & hint.none == 0 && hint.roles & roles != 0 && hint.contexts & context != 0
            && (!hint.isShort || text.count <= Hints.short)
        {
            if hint.isOwn, !isOwn(hint, &scan, attempt) { continue }
            if hint.needsNumber, number == nil, !utterance.context.isReply { continue }
            if context & (Context.group.bit | Context.residentGroup.bit) != 0 {
                guard let number, number.isMarked, number.value > 31 || bits & ours != 0 else { continue }
            }
            var slots = hint.fixed
            if let number { slots[.number] = .integer(number.value) }
            if hint.intent == .leaveRequest, let why = Absence.reason(&scan, attempt.cues) {
                slots[.reason] = .text(why)
            } else if hint.intent == .leaveRequest || hint.intent == .appeal {
                slots[.reason] = .text(text.wording(0..<text.count))
            }
            if hint.intent == .leaveRequest, let verb = attempt.verbs.verbs.first(where: { $0.intent == .leaveRequest }) {
                var filling = Filling(reader: attempt.reader, dates: attempt.dates, verb: verb, context: utterance.context)
                filling.substitute(&scan, range.upperBound..<text.count)
                slots[.substitute] = filling.slots[.substitute]
            }
            if hint.intent == .rate, let score = score(text) { slots[.score] = .integer(score) }
            return Intent(.act, hint.intent, slots: slots, dates: attempt.reader.spans(&scan, attempt.dates, leavingOut: [range]))
        }
        return nil
    }
}
