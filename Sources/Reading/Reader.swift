import Procedure

/// Text to intent: what is meant, with what, and what is still to be asked. Pure, and without knowledge of people, numbers that exist or the
/// state of any matter.
///
/// A command is the whole message: words that the verb cannot take make it ordinary talk, or where somebody plainly meant us, a question.
/// Ordinary talk in a group costs one look at its beginning.
public final class Reader: Sendable {
    public let verbs: VerbTable
    /// What people's names are known by.
    public let names: NameWords
    /// What tells what stands behind a word, or before it.
    public let cues: Cues
    let talk: TalkTable
    let calendar: WorkCalendar?
    let numbers: MatterNumbers
    let ownWords: OwnWords
    /// A second opinion on what is meant; without it the words stand alone.
    public let model: IntentModel?
    /// Finds the names of people that nothing announces; without it the rules stand alone.
    public let people: NameModel?
    /// Who may mean what of that which the model knows.
    let audience: LabelAudience
    let sureness: Attempt.Sureness
    /// The keys of every question reading may put; `yishi check` looks for their texts.
    public static let questions = [
        "ask.unclear", "ask.suggest.empty", "ask.result", "ask.late.date", "ask.date.invalid", "ask.date.ambiguous", "ask.date.noCalendar",
        "ask.date.gone", "ask.date.hour", "ask.meant", "ask.notOurs.dispute", "ask.notOurs.policy", "ask.notOurs.dispute.opened",
        "ask.notOurs.policy.opened",
    ]

    /// - Parameter units: short names of units that may stand before a number: 东园12.
    /// - Parameter talk: what tells a matter, a quarrel and an emergency from other talk; without it all of it is talk.
    /// - Parameter model: what was learned of how people say things.
    /// - Parameter people: what was learned of people's names.
    public convenience init(
        verbs: VerbTable, names: NameWords, cues: Cues, talk: TalkTable = TalkTable(), calendar: WorkCalendar?, units: [String] = [],
        model: IntentModel? = nil,
        people: NameModel? = nil
    ) {
        self.init(
            verbs: verbs, names: names, cues: cues, talk: talk, calendar: calendar, units: units, model: model, people: people,
            sureness: Attempt.Sureness())
    }

    init(
        verbs: VerbTable, names: NameWords, cues: Cues, talk: TalkTable, calendar: WorkCalendar?, units: [String], model: IntentModel?,
        people: NameModel? = nil,
        sureness: Attempt.Sureness
    ) {
        self.model = model
        self.people = people
        audience = LabelAudience(verbs, model)
        self.sureness = sureness
        self.verbs = verbs
        self.names = names
        self.cues = cues
        self.talk = talk
        self.calendar = calendar
        numbers = MatterNumbers(units: units, fold: verbs.fold)
        ownWords = OwnWords(verbs)
    }

    /// What the message comes to.
    public func read(_ utterance: Utterance) -> Intent {
        var steps = 0
        return read(utterance, steps: &steps)
    }

    /// The same, counting the work done, so that tests can hold it against the length of the text.
    func read(_ utterance: Utterance, steps: inout Int) -> Intent {
        var utterance = utterance
        if !utterance.mentionsUs, callsUs(utterance.text) { utterance.mentionsUs = true }
        // Only among residents talk may be about something of ours; elsewhere a look at its beginning will do.
        let isOverheard = utterance.context == .group || utterance.context == .residentGroup
        var begun: Scan?
        if !isOverheard, mayBePlainlyTalk(utterance) {
            var scan = Scan(FoldedText(beginning: utterance.text, table: verbs.fold, atMost: Reader.beginning))
            let isCut = scan.text.count >= Reader.beginning
            // Many invisible characters in front: look at the whole of it.
            let isSeen = isCut || utterance.text.utf8.count <= FoldedText.bytesLooked(at: Reader.beginning)
            if isSeen, isPlainlyTalk(&scan, utterance) { return .silence }
            if isSeen, !isCut { begun = scan }
        }
        var scan = begun ?? Scan(FoldedText(utterance.text, table: verbs.fold))
        defer { steps += scan.steps + scan.text.count }
        guard scan.text.count > 0 else { return .silence }
        let isTalk = isOverheard && mayBePlainlyTalk(utterance) && isPlainlyTalk(&scan, utterance)
        let attempt = Attempt(reader: self, utterance: utterance)
        return isTalk ? attempt.overheard(&scan) : attempt.read(&scan)
    }

    /// Every date expression of a text, whoever says it; said to us, 12号 alone is a matter.
    public func dates(in text: String, at now: Instant, toUs: Bool = false) -> [Intent.DateSpan] {
        var scan = Scan(FoldedText(text, table: verbs.fold))
        return spans(&scan, DateReader(now: now, calendar: calendar, cues: cues), leavingOut: [], toUs: toUs)
    }

    /// How far into a message dates are looked for, in scalars, and how many at most.
    static let datedLength = 2000
    static let mostDates = 20

    func spans(_ scan: inout Scan, _ dates: DateReader, leavingOut numbers: [Range<Int>], toUs: Bool = false) -> [Intent.DateSpan] {
        let range = 0..<min(scan.text.count, Reader.datedLength)
        return dates.dates(&scan, in: range, limit: Reader.mostDates).compactMap { found in
            guard !numbers.contains(where: { $0.contains(found.range.lowerBound) }), !isMatter(&scan, found),
                !toUs || scan.text[found.range.upperBound - 1] != 0x53F7
                    || scan.text.numeral(at: found.range.lowerBound)?.end != found.range.upperBound - 1
            else { return nil }
            let span = scan.text.originalSpan(found.range)
            return Intent.DateSpan(start: span.start, end: span.end, reading: found.reading)
        }
    }

    /// 「@小议 …」, 「小议，…」, 「哎 那个小议 …」: called by a name of ours, at the very beginning.
    public func callsUs(_ text: String) -> Bool {
        guard let first = text.unicodeScalars.first?.value,
            first == 0x40 || first == 0xFF20 || verbs.names.begins(with: first) || Reader.calling.contains(first)
        else { return false }
        var scan = Scan(FoldedText(beginning: text, table: verbs.fold, atMost: 16))
        let isMention = scan.text[0] == 0x40
        var at = isMention ? 1 : 0
        while !isMention, at < 6, Reader.calling.contains(scan.text[at]) || Marks.isMark(scan.text[at]) { at += 1 }
        guard let name = verbs.names.longest(in: &scan, at: at) else { return false }
        // 「那个机器人 坏了没人修」, 「哎 助手 …」 speak of anybody.
        if at > 0, !isMention, scan.text[name.end - 1] != 0x8BAE { return false }  // 议
        return Marks.isMark(scan.text[name.end]) || isMention
    }

    private static let calling = ScalarSet("哎诶唉欸喂嘿嗨那个")

    /// 12号建议, 12号那条: a number with what only a matter is called behind it is no day.
    private func isMatter(_ scan: inout Scan, _ found: FoundDate) -> Bool {
        let end = found.range.upperBound
        guard found.clock == nil, scan.text[end - 1] == 0x53F7,
            found.isBareList || self.numbers.one(&scan, at: found.range.lowerBound)?.end == end
        else {
            return false
        }
        switch (scan.text[end], scan.text[end + 1]) {
        // 建议 议题 那 这 提案 通过 怎
        case (0x90A3, let next) where Reader.daysOf.contains(next), (0x8FD9, let next) where Reader.daysOf.contains(next): return false
        case (0x90A3, _) where scan.text[end + 2] == 0x5929, (0x8FD9, _) where scan.text[end + 2] == 0x5929: return false  // 29号这两天
        case (0x5EFA, 0x8BAE), (0x8BAE, 0x9898), (0x90A3, _), (0x8FD9, _), (0x63D0, 0x6848), (0x901A, 0x8FC7), (0x600E, _): return true
        default: return false
        }
    }

    /// 28号那天, 28号那会
    private static let daysOf = ScalarSet("天晚周会")

    /// Enough of a message to hold the longest word of ours, spaces and all.
    private static let beginning = 40

    /// Whether it was said in a place where nobody need be speaking to us.
    private func mayBePlainlyTalk(_ utterance: Utterance) -> Bool {
        guard !utterance.mentionsUs else { return false }
        switch utterance.context {
        case .group, .residentGroup: return true
        // Officers among themselves and at the table are few: what they say is read whole when it is as short as commands are.
        case .workGroup, .liveMeeting: return utterance.role == .resident || utterance.text.utf8.count > 240
        default: return false
        }
    }

    /// Whether the message begins with none of our words.
    private func isPlainlyTalk(_ scan: inout Scan, _ utterance: Utterance) -> Bool {
        let start = Marks.skip(scan.text, 0)
        let first = scan.text[start]
        if utterance.role != .resident, (start..<Reader.beginning).contains(where: { cues[.minutesHead].end(&scan, at: $0) != nil }) {
            return false
        }
        // A number said as ours are said: 12号, #12.
        for at in start..<max(start, min(scan.text.count, Reader.beginning))
        where scan.text[at] == 0x23 || (scan.text[at] == 0x53F7 && scan.text[at - 1] != 0x7684) {
            return false
        }
        if first == 0x40 || first == 0x7B2C || first == 0x23 || isDigit(first) || start >= 8 { return false }
        for word in verbs.trie.words(in: &scan, at: start, acrossSpaces: true) {
            for index in verbs.spoken[word.value] {
                if verbs.admits(index, utterance.role, utterance.context, mentionsUs: false) { return false }
                for role in utterance.posts where verbs.admits(index, role, utterance.context, mentionsUs: false) { return false }
            }
        }
        return verbs.fillers.longest(in: &scan, at: start) == nil && verbs.weakOpenings.longest(in: &scan, at: start) == nil
            && numbers.units.longest(in: &scan, at: start) == nil && scan.text.numeral(at: start) == nil
    }
}

extension Intent {
    /// Ordinary talk: no answer, no row.
    static let silence = Intent(.silence, .chatterIgnore)
}
