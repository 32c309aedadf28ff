/// What nobody said to us and may concern us all the same: an emergency, or a matter that could be registered. Silence is the answer to every
/// doubt.
extension Attempt {
    func overheard(_ scan: inout Scan) -> Intent {
        let subject = reader.talk.subject(&scan, isToUs: isAddressed)
        if case .emergency = subject {} else if let opened = opened(&scan) { return opened }
        return switch subject {
        case .emergency(let number): emergency(number)
        case .matter: isLaidOut ? .silence : offered(&scan)
        case .dispute: Intent(.silence, .individualDispute)
        case .policy: Intent(.silence, .outOfScopePolicy)
        case .talk: .silence
        }
    }

    /// 「我想给社区提个建议哈，…」: an opening behind a few words of who speaks to whom. Not of somebody else, and not in jest of the word itself.
    private func opened(_ scan: inout Scan) -> Intent? {
        let text = scan.text
        guard text.count >= 14, !isLaidOut else { return nil }
        for at in 0..<min(text.count, Attempt.openingReach) {
            if Attempt.others.contains(text[at]) || text[at] == 0x22 { return nil }
            guard let end = cues[.opening].end(&scan, at: at) else { continue }
            let start = Marks.skip(text, end)
            guard text.count - start >= 8, !Attempt.afterOpenings.contains(text[end]), verbs.addressees.longest(in: &scan, at: start) == nil
            else { return nil }
            return Intent(
                .act, .suggest, slots: [.text: .text(text.wordingToEnd(from: start))], dates: reader.spans(&scan, dates, leavingOut: []))
        }
        return nil
    }

    private static let openingReach = 16
    /// 他 她 它 谁 你 老 别 没 不 刚 昨 前 哪 啥: somebody else spoke, or nobody did.
    private static let others = ScalarSet("他她它谁你别没不刚昨前哪啥听说")
    private static let afterOpenings = ScalarSet("的了吗呢没箱被都也还就过")

    /// Three lines and more are a notice, a list of names or somebody else's form: nobody chats like that.
    private var isLaidOut: Bool { utterance.text.utf8.count { $0 == 0x0A } >= 2 }

    /// In private everything is meant for us; a quarrel and high policy are answered with whom to ask instead.
    func subjectInPrivate(_ scan: inout Scan) -> Intent? {
        guard context == .direct, utterance.role == .resident || utterance.role == .member else { return nil }
        switch reader.talk.subject(&scan, isToUs: isAddressed) {
        case .emergency(let number): return emergency(number)
        case .dispute: return Intent(.act, .individualDispute, question: "ask.notOurs.dispute")
        case .policy: return Intent(.act, .outOfScopePolicy, question: "ask.notOurs.policy")
        case .matter: return offered(&scan)
        case .talk: return nil
        }
    }

    func emergency(_ number: String) -> Intent { Intent(.act, .emergency, slots: [.text: .text(number)]) }

    /// A wish is a suggestion; a message that only says what is wrong is a complaint that may become one.
    private func offered(_ scan: inout Scan) -> Intent {
        var intent = offer(&scan)
        if reader.talk.isWish(&scan) { return intent }
        intent.name = .complainAsSuggestion
        return intent
    }
}

extension VerbTable {
    /// Whether a whole message says that one's earlier words are to be registered: 1, 登记吧.
    /// - Parameter toUs: it quotes our question: then other words may stand beside, 「要啊 登啊 光问有啥用」, unless they refuse.
    public func takesUp(_ text: String, toUs: Bool = false) -> Bool {
        let folded = FoldedText(text, table: fold)
        return takingUp.contains(bare(folded, from: 0)) || registers(text, of: "")
            || toUs && registers(text, of: "", besideOthers: true)
                && !(0..<folded.count).contains { VerbTable.refused.contains(folded[$0]) }
    }

    /// Whether a message asks to register what has just been said: 「登上吧 多谢」, and with the words of the matter itself 「麻烦登记一下路灯那个」.
    /// The part between marks that holds the word holds nothing else; what else is said stands beside it only where the matter is named.
    /// - Parameter words: what may be registered.
    /// - Parameter besideOthers: whether the other parts may say anything.
    public func registers(_ text: String, of words: String, besideOthers: Bool = false) -> Bool {
        var scan = Scan(FoldedText(text, table: fold))
        let matter = FoldedText(words, table: fold)
        var isAsked = false, isNamed = false, isAlone = true
        var at = Marks.skip(scan.text, 0)
        while at < scan.text.count {
            var hasWord = false, isOther = false, names = false
            while at < scan.text.count, !Marks.isMark(scan.text[at]) {
                if let word = registering.longest(in: &scan, at: at), !VerbTable.registered.contains(scan.text[word.end]) {
                    hasWord = true
                    at = word.end
                } else if let word = besideRegistering.longest(in: &scan, at: at) {
                    at = word.end
                } else if let end = common(scan.text, at, matter) {
                    names = true
                    at = end
                } else {
                    isOther = true
                    at += 1
                }
            }
            if hasWord, !isOther {
                isAsked = true
                isNamed = isNamed || names
            } else if names, !isOther, !hasWord {
                // 「当然要登记！垃圾桶」
                isNamed = true
            } else if isOther || hasWord {
                isAlone = false
            }
            at = Marks.skip(scan.text, at)
        }
        return isAsked && (isAlone || isNamed || besideOthers && begins(scan.text, withYes: true))
    }

    /// Whether the first word is a plain yes: 要, 好, 行; 「登记，登记，天天就会登记」 is none.
    private func begins(_ text: FoldedText, withYes: Bool) -> Bool { VerbTable.plainYes.contains(text[Marks.skip(text, 0)]) }
    private static let plainYes = ScalarSet("要好行是对嗯恩可中")

    /// Where two characters or more end that stand in the matter as well, and say no no.
    private func common(_ text: FoldedText, _ start: Int, _ matter: FoldedText) -> Int? {
        var longest = 0
        for at in 0..<matter.count where matter[at] == text[start] {
            var length = 0
            while at + length < matter.count, start + length < text.count, matter[at + length] == text[start + length],
                !Marks.isMark(text[start + length]), !VerbTable.refused.contains(text[start + length])
            {
                length += 1
            }
            longest = max(longest, length)
        }
        return longest >= 2 ? start + longest : nil
    }

    private static let refused = ScalarSet("不别没甭莫未谁先")
    /// 登记了没, 登记过: behind the word these ask, or tell.
    private static let registered = ScalarSet("了没过不吗么的啥")

    /// Whether somebody only nods, or says nothing in letters: that needs no answer.
    public func isNod(_ text: String) -> Bool {
        var scan = Scan(FoldedText(text, table: fold))
        var at = 0
        while at < scan.text.count {
            let scalar = scan.text[at]
            guard isChinese(scalar) || isLetter(scalar) || isDigit(scalar) else {
                at += 1
                continue
            }
            guard let nod = nods.longest(in: &scan, at: at) else { return false }
            at = nod.end
        }
        return true
    }

    /// Whether nothing stands there but a name of ours: 「@小议」.
    public func isOnlyOurName(_ text: String) -> Bool {
        var scan = Scan(FoldedText(text, table: fold))
        let start = Marks.skip(scan.text, 0)
        guard let name = names.longest(in: &scan, at: scan.text[start] == 0x40 ? start + 1 : start) else { return false }
        return (name.end..<scan.text.count).allSatisfy { Marks.isMark(scan.text[$0]) }
    }

    /// The words without the marks around them.
    private func bare(_ text: FoldedText, from first: Int) -> [UInt32] {
        let start = Marks.skip(text, first)
        var end = text.count
        while end > start, Marks.isMark(text[end - 1]) { end -= 1 }
        return (start..<end).map { text[$0] }
    }

    /// Whether a message asks: by its end, or by a word for asking in it.
    func isQuestion(_ scan: inout Scan) -> Bool {
        let last = scan.text[scan.text.count - 1]
        if [0x3F, 0x5417, 0x5462, 0x4E48].contains(last) { return true }  // ? 吗 呢 么
        var at = 0
        while at < min(scan.text.count, 200) {
            // 「啥药都没有」, 「谁也不管」 ask nothing.
            if let word = asking.longest(in: &scan, at: at),
                !(word.end..<word.end + 3).contains(where: { [0x90FD, 0x4E5F].contains(scan.text[$0]) }),  // 都 也
                !isNothing(scan.text, at, word.end)
            {
                return true
            }
            at += 1
        }
        return false
    }

    /// 没啥, 没什么: nothing is asked.
    private func isNothing(_ text: FoldedText, _ start: Int, _ end: Int) -> Bool {
        guard [0x5565, 0x4EC0].contains(text[start]) else { return false }  // 啥 什
        return text[start - 1] == 0x6CA1 || text[start - 1] == 0x65E0 || text[start - 1] == 0x6709 && text[start - 2] == 0x6CA1  // 没 无 没有
    }
}
