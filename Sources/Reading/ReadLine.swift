import Procedure
import Wire

extension Reader {
    /// The line `yishi read` prints for one message, in the words of reading.md (*One line in, one line out*).
    ///
    /// - Parameters:
    ///   - question: the wording of a question, from its key in the texts and an example of what is asked about.
    ///   - proposals: further members, made from the text with its private details masked: category, scope, title.
    public func line(
        for utterance: Utterance, question: (_ key: String, _ example: String) -> String = { key, _ in key },
        proposals: (_ masked: String) -> [JSON.Member] = { _ in [] }
    ) -> JSON {
        var intent = spoken(read(utterance), by: utterance)
        intent.tell()
        let details = privateDetails(in: utterance.text)
        let masked = PrivateDetail.mask(utterance.text, details)
        // What was not understood names days all the same.
        let isUnread = intent.action == .silence || intent.name == .unclear
        let dates =
            isUnread ? self.dates(in: utterance.text, at: utterance.at, toUs: intent.name == .unclear) : intent.dates
        var members = intent.members { question($0, verbs.words(of: $1.meant.first ?? $1)) }
        if !intent.meant.isEmpty {
            members.append(JSON.Member("meant", .array(intent.meant.map { .object($0.members { key, _ in key }) })))
        }
        if let first = intent.opinions.first {
            members.append(
                JSON.Member(
                    "model",
                    .array(intent.opinions.map { [.string($0.name.rawValue), .decimal(MatterReader.thousandths($0.probability))] })))
            let words = model?.words(for: first.name, in: utterance, self) ?? []
            members.append(JSON.Member("deciding", .array(words.map { .string($0) })))
        }
        members.append(JSON.Member("dates", .array(dates.map(\.json))))
        members.append(JSON.Member("masked", .string(masked)))
        members.append(
            JSON.Member(
                "private", .array(details.map { [.integer(Int64($0.start)), .integer(Int64($0.end)), .string($0.kind.rawValue)] })))
        return .object(members + proposals(masked))
    }

    /// What is printed for a message that says a step but not of which matter: one short question. The desk puts it, too, when it finds that
    /// nothing was quoted and nothing asked; here nobody else could.
    ///
    /// Yes and no answer a question of ours; where none is known they change nothing.
    private func spoken(_ intent: Intent, by utterance: Utterance) -> Intent {
        if intent.name == .yes || intent.name == .no {
            var answer = intent
            answer.action = .silence
            return answer
        }
        guard intent.action == .act, intent.name.isAboutAMatter, !utterance.context.isReply, utterance.context != .liveMeeting,
            intent.slots[.number] == nil, intent.slots[.numbers] == nil, intent.slots[.supplement] == nil,
            intent.slots[.correction] == nil
        else { return intent }
        var asked = intent
        asked.action = .ask
        asked.meant = []
        asked.question = "ask.number"
        return asked
    }

}

extension Intent {
    /// Says in the slots of reading.md what ours say under other names; ours stay beside them.
    fileprivate mutating func tell() {
        func copy(_ from: Slot, _ to: Slot) { if slots[to] == nil { slots[to] = slots[from] } }
        switch name {
        case .recordApproval, .recordDetermination:
            copy(.meeting, .approver)
            if slots[.result] == .text("no") { slots[.result] = .text(name == .recordApproval ? "不同意" : "不确定") }
        case .escalate, .delegate: copy(.unit, .to)
        case .callMeeting, .reschedule: copy(.start, .date)
        case .merge:
            // 「13和12合并」 leaves open which goes into which; the last one said is the one that stays.
            if case .integers(let numbers)? = slots[.numbers], let first = numbers.first, let last = numbers.last, slots[.to] == nil,
                first != last
            {
                slots[.number] = .integer(first)
                slots[.to] = .integer(last)
            }
        case .rate:
            if case .text(let word)? = slots[.score], let score = Intent.scores[word] { slots[.score] = .integer(score) }
        case .thanks: action = .silence
        default: break
        }
        for index in more.indices { more[index].tell() }
    }
}

extension Intent {
    /// The words of 评分 on its scale of five.
    fileprivate static let scores = ["很满意": 5, "满意": 4, "一般": 3, "不满意": 2, "很不满意": 1]
}

extension VerbTable {
    /// Whether an intent has a verb that can be given a number.
    public func isAboutAMatter(_ name: IntentName) -> Bool {
        verbs.contains { $0.intent == name && ($0.takes(.number) || $0.takes(.numbers)) }
    }

    /// How a step is said in the fewest words: 通过 12. What `帮助` shows comes first.
    /// - Parameter roles: whose word it is to be, where several say it differently: 同意 of the party secretary, 代录同意 of others.
    public func words(of intent: Intent, of roles: [Role] = []) -> String {
        let all = verbs.indices.filter { verbs[$0].intent == intent.name }
        let isTheirs = { (index: Int) in roles.contains { role in self.roleBits[index] & role.bit != 0 } }
        // 不同意 7 is no 同意 7.
        let settling = all.filter { index in
            intent.slots[.result] != nil
                && [Slot.result, .kind].allSatisfy { slot in verbs[index].fixed[slot].map { .text($0) } == intent.slots[slot] }
        }
        let named = settling.isEmpty ? all : settling
        let taught = named.filter { verbs[$0].group != nil }
        let theirs = taught.first(where: isTheirs) ?? settling.first(where: isTheirs)
        guard let verb = (theirs ?? taught.first ?? named.first).map({ verbs[$0] }) else { return "通过" }
        let word = verb.words.first { verb.example.hasPrefix($0 + " ") } ?? verb.words[0]
        switch (intent.slots[.number], intent.slots[.numbers]) {
        case (.integer(let number)?, _): return "\(word) \(number)"
        case (_, .integers(let numbers)?): return "\(word) " + numbers.map { String($0) }.joined(separator: "、")
        default: return word
        }
    }
}

extension IntentName {
    /// Whether the step is of one matter, which must be known: said, quoted, or the one last spoken of.
    var isAboutAMatter: Bool { IntentName.aboutMatters.contains(self) }

    private static let aboutMatters: Set<IntentName> = [
        .pass, .decline, .merge, .refer, .askMore, .answer, .convertTopic, .convertReport, .escalate, .delegate, .file, .publishNotice,
        .callMeeting, .reschedule, .cancelMeeting, .recordApproval, .recordDetermination, .assign, .progress, .done, .close, .endorse,
        .withdraw, .submit, .vote, .volunteerAsParticipant, .keepForLater, .redeliberate, .appeal, .rate,
    ]

    /// The word of reading.md for a step it has no name for; our own name where none of its words means the same.
    var listed: IntentName {
        switch self {
        case .submit: .file
        case .chairDelegation: .delegate
        case .closeCount: .checkIn
        case .pasteRecord: .recordView
        case .done, .close: .progress
        case .details: .askStatus
        case .correct: .revise
        case .interrupt: .endTurn
        case .objection, .notDone: .appeal
        case .hideName: .optOutPrivacy
        case .decisionReference: .convertReport
        default: self
        }
    }
}
