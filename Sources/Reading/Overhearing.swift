/// What nobody said to us and may concern us all the same: an emergency, or a matter that could be registered. Silence is the answer to every
/// doubt.
extension Attempt {
    func overheard(_ scan: inout Scan) -> Intent {
        switch reader.talk.subject(&scan, isToUs: isAddressed) {
        case .emergency(let number): emergency(number)
        case .matter: isLaidOut ? .silence : offered(&scan)
        case .dispute: Intent(.silence, .individualDispute)
        case .policy: Intent(.silence, .outOfScopePolicy)
        case .talk: .silence
        }
    }

    /// Three lines and more are a notice, a list of names or somebody else's form: nobody chats like that.
    private var isLaidOut: Bool { utterance.text.utf8.count { $0 == 0x0A } >= 2 }

    /// In private everything is meant for us; a quarrel and high policy are answered with the one question.
    func subjectInPrivate(_ scan: inout Scan) -> Intent? {
        guard context == .direct, utterance.role == .resident || utterance.role == .member else { return nil }
        switch reader.talk.subject(&scan, isToUs: isAddressed) {
        case .emergency(let number): return emergency(number)
        case .dispute: return Intent(.ask, .individualDispute, question: "ask.notOurs.dispute")
        case .policy: return Intent(.ask, .outOfScopePolicy, question: "ask.notOurs.policy")
        case .matter: return offered(&scan)
        case .talk: return nil
        }
    }

    private func emergency(_ number: String) -> Intent { Intent(.act, .emergency, slots: [.text: .text(number)]) }

    /// A wish is a suggestion; a message that only says what is wrong is a complaint that may become one.
    private func offered(_ scan: inout Scan) -> Intent {
        var intent = offer(&scan)
        var at = 0
        while at < min(scan.text.count, TalkTable.reach) {
            if verbs.weakOpenings.longest(in: &scan, at: at) != nil { return intent }
            at += 1
        }
        intent.name = .complainAsSuggestion
        return intent
    }
}

extension VerbTable {
    /// Whether a whole message says that one's earlier words are to be registered: 1, 登记吧.
    public func takesUp(_ text: String) -> Bool {
        let folded = FoldedText(text, table: fold)
        let start = Marks.skip(folded, 0)
        var end = folded.count
        while end > start, Marks.isMark(folded[end - 1]) { end -= 1 }
        return takingUp.contains((start..<end).map { folded[$0] })
    }

    /// Whether a message asks: by its end, or by a word for asking in it.
    func isQuestion(_ scan: inout Scan) -> Bool {
        let last = scan.text[scan.text.count - 1]
        if [0x3F, 0x5417, 0x5462, 0x4E48].contains(last) { return true }  // ? 吗 呢 么
        var at = 0
        while at < min(scan.text.count, 200) {
            if asking.longest(in: &scan, at: at) != nil { return true }
            at += 1
        }
        return false
    }
}
