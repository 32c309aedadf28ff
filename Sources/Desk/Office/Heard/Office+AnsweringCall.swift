import Deliberation
import Gateways
import Procedure
import Reading
import Record

/// What somebody who is called to a sitting and has not answered says in their own words, with no number and quoting nothing: that they come or do
/// not, that they cannot say yet, or when and where it is. Only because they are called it can mean that.
extension Office {
    /// An answer to the call; nil where it is none, or something else is meant.
    func replying(_ said: Said, _ scene: Scene, _ intent: Intent, _ ledger: inout Ledger) throws(StoreFailure) -> Intent? {
        let isAlone = said.chat.kind == .direct
        guard isAlone || scene.purpose == .residents, said.text.count <= Office.longestReply, mayReply(intent),
            isAlone || says("said.rsvp.group", in: said.text),
            !says("said.rsvp.open", in: said.text), let calls = try unanswered(said, scene, &ledger),
            let words = isAlone ? said.text : behindSitting(said.text), let reply = reply(words) ?? late(said.text, intent)
        else { return nil }
        // 「行 谢谢」 may be said to anything we told them.
        if isAlone, !says("said.rsvp.coming", in: said.text) {
            var asked = Intent(.ask, .unclear)
            asked.meant = [reply]
            return asked
        }
        guard !isAlone else { return reply }
        // Among neighbours only where one sitting can be meant.
        guard calls.count == 1, let unit = scene.unit, calls[0].unit.id == unit, let topic = calls[0].topics.first else { return nil }
        return Intent(.act, reply.name, slots: [.number: .integer(topic.serial)])
    }

    /// 我能去 of 「会我能去哈」 and 「这个会我能去」; nil of 「家长会我去不了」.
    private func behindSitting(_ text: String) -> String? {
        guard let at = text.firstIndex(of: "会") else { return nil }
        let before = text[..<at].filter(\.isLetter)
        guard before.isEmpty || library.words(under: "said.rsvp.this").contains(where: { $0 == before }) else { return nil }
        return String(text[text.index(after: at)...])
    }

    /// 「不一定啊 看单位加不加班」, 「几点啊在哪开呀」: nothing is recorded, and what they need to know is told.
    func repliesOpenly(_ said: Said, _ scene: Scene, _ intent: Intent, _ ledger: inout Ledger) throws(StoreFailure) -> Outcome? {
        let asksWithout = intent.name == .askStatus && intent.slots.isEmpty
        guard said.chat.kind == .direct, said.text.count <= Office.longestReply, mayReply(intent) || asksWithout, let person = scene.person
        else { return nil }
        // 「停车位尽量多划几个」 is a wish.
        let isOpen =
            isUndecided(said.text) && !asksWithout && (intent.action != .offer || begins(said.text, with: "said.rsvp.open.plain"))
        let asksWhen = says("said.asks.when", in: said.text) && (says("said.asks.sitting", in: said.text) || asksNothingElse(said.text))
        guard isOpen || asksWhen, let calls = try unanswered(said, scene, &ledger), !asksWithout || calls.count > 1
        else { return nil }
        try answer(isOpen ? undecided(calls) : whenAndWhere(calls), to: .person(person), about: nil, &ledger)
        try note(said, matter: nil, .answered, &ledger)
        return .answered
    }

    /// 「几点啊」, and not 「水几点来」.
    private func asksNothingElse(_ text: String) -> Bool {
        var rest = text
        for word in library.words(under: "said.asks.when") { rest = rest.replacing(word, with: "") }
        return rest.allSatisfy { !$0.isLetter || "啊呀呢哈的是在那开".contains($0) }
    }

    /// Until when an answer is hoped for: the day before.
    func undecided(_ calls: [Resolve.OpenCall]) -> Saying {
        guard let first = calls.first, calls.count == 1 else {
            return Saying("rsvp.open.several", ["number": .integer(calls.first?.topics.first?.serial ?? 12)])
        }
        var values: [String: Argument] = ["start": .instant(first.start), "place": .literal(first.place ?? "")]
        let before = first.start.civil.date.adding(days: -1)
        if before > now.civil.date { values["until"] = .day(before) }
        return Saying("rsvp.open", values)
    }

    /// 不一定, 尽量吧: and nothing that is to be done about something.
    func isUndecided(_ text: String) -> Bool { says("said.rsvp.open", in: text) && !says("said.rsvp.open.not", in: text) }

    private func whenAndWhere(_ calls: [Resolve.OpenCall]) -> Saying {
        if calls.count == 1, let only = calls.first {
            return Saying("ask.rsvp.start", ["start": .instant(only.start), "place": .literal(only.place ?? "")])
        }
        let lines = calls.map { call in
            let numbers = Argument.list(call.topics.map { .literal("\($0.serial)号") }, separator: "、")
            return Argument.text(
                key: "rsvp.when.line", ["numbers": numbers, "start": .instant(call.start), "place": .literal(call.place ?? "")])
        }
        return Saying("rsvp.when", ["lines": .list(lines, separator: "\n")])
    }

    /// In characters; what is longer tells of something else.
    private static let longestReply = 32

    /// Whether it was read as nothing, or as what only stands for not knowing.
    private func mayReply(_ intent: Intent) -> Bool {
        switch intent.action {
        case .silence, .offer, .ask: intent.slots[.number] == nil && intent.slots[.numbers] == nil && intent.slots[.subject] == nil
        case .act: [.questionToBot, .individualDispute, .outOfScopePolicy].contains(intent.name)
        }
    }

    /// As it would be read in answer to the call: the whole of it, or its first clause with nothing behind it that takes it back.
    private func reply(_ text: String) -> Intent? {
        func read(_ text: String) -> Intent? {
            let read = library.reader.read(Utterance(text, at: now, role: .resident, context: .replyToMeetingCall))
            return read.action == .act && Office.replies.contains(read.name) ? read : nil
        }
        if let whole = read(text) { return whole }
        let clauses = text.split { $0.isWhitespace || "，,。！!；;～~".contains($0) }.map(String.init)
        guard clauses.count > 1, let first = clauses.first, let reply = read(first),
            !clauses.dropFirst().contains(where: { says("said.rsvp.but", in: $0) })
        else { return nil }
        return Intent(.act, reply.name, slots: reply.slots)
    }

    /// 「晚到半小时」: whoever comes late comes.
    private func late(_ text: String, _ intent: Intent) -> Intent? {
        guard intent.action == .ask, intent.meant.count == 1, intent.meant[0].name == .rsvpYes, text.count <= Office.longestLate,
            begins(text, with: "said.rsvp.late")
        else { return nil }
        return Intent(.act, .rsvpYes, slots: intent.meant[0].slots)
    }

    private static let longestLate = 12
    private static let replies: Set<IntentName> = [.rsvpYes, .rsvpNo, .leaveRequest]

    /// The sittings to come this person is called to and has not answered; nil where there is none, or something else is asked of them.
    private func unanswered(_ said: Said, _ scene: Scene, _ ledger: inout Ledger) throws(StoreFailure) -> [Resolve.OpenCall]? {
        guard said.quotes == nil, !said.isAnonymous, scene.asking == nil, let person = scene.person, let id = scene.unit,
            library.reader.markedNumbers(in: said.text).isEmpty, try question(said, &ledger) == nil
        else { return nil }
        let resolve = try resolve(said, as: .init(.act, .rsvpYes), person, id, to: .person(person), &ledger)
        let calls = try resolve.openCalls(&ledger).filter { !$0.isAnswered && $0.start > now }
        return calls.isEmpty ? nil : calls
    }
}
