import Deliberation
import Gateways
import Procedure
import Reading
import Record

/// A wish that comes in several bubbles, as people type on phones: what the same person says next, within a minute or two and before it is
/// registered, belongs to it. The question shows the whole, and 「分开」 keeps apart what was not one thing.
extension Office {
    /// So long after the last bubble another may follow; among neighbours, where people also talk, half of it.
    private static let betweenBubbles = Span.minutes(2)

    /// The wish that is open here and that this goes on with.
    func begun(before said: Said, _ ledger: inout Ledger) throws(StoreFailure) -> FirstWords? {
        guard said.quotes == nil, let open = try question(said, &ledger), let first = open.about.first, first.isWish,
            now - open.asked <= (said.chat.kind == .direct ? Office.betweenBubbles : .minutes(1)), first.text.count < Office.longestWish,
            !first.text.contains(said.text)
        else { return nil }
        return first
    }

    private static let longestWish = 400

    /// A bubble that is no command, and in private may be no wish by itself: 「就是我们那栋楼」. Among neighbours it must sound like one.
    func goesOn(_ said: Said, _ intent: Intent, _ ledger: inout Ledger) throws(StoreFailure) -> Intent? {
        guard try begun(before: said, &ledger) != nil, !library.verbs.isNod(said.text), intent.action != .act else { return nil }
        if said.chat.kind != .direct, !said.mentionsUs { return wish(said, intent) }
        // 「3号通过 跟4号不是一回事」 is no part of it, whoever says it.
        let isOrder = intent.name != .suggest && !library.reader.markedNumbers(in: said.text).isEmpty
        if isOrder || saysApart(said.text) || ownWords(of: .help).contains(where: { said.text.hasPrefix($0) }) { return nil }
        if intent.action == .offer { return intent }
        guard intent.meant.isEmpty, said.text.count >= 4, !asks(said.text), case .offer? = try question(said, &ledger)?.about else {
            return nil
        }
        return Intent(.offer, .suggest, slots: [.text: .text(said.text)])
    }

    /// Their words so far, and these.
    func joined(_ said: Said, wish: String, _ ledger: inout Ledger) throws(StoreFailure) -> FirstWords {
        let next = FirstWords(said, wish: wish)
        return try begun(before: said, &ledger)?.followed(by: next) ?? next
    }

    // MARK: - What only looks like a wish

    /// Said to us in private where everything may be a wish: an answer to a call, thanks, a greeting, the word to register what was said
    /// elsewhere. Nil where it may be one.
    func noWish(_ wish: String, _ hearing: Hearing, _ resolve: Resolve, _ ledger: inout Ledger) throws(StoreFailure) -> Outcome? {
        guard hearing.isOffer, hearing.isDirect, wish.count <= Office.longestNoWish, hearing.heard.earlier == nil else { return nil }
        let key = ledger.key(of: hearing.said)
        let saying: Saying
        if says("said.rsvp.unsure", in: wish), !says("said.wishes.strong", in: wish),
            case .success(let call)? = try resolve.invitation(&ledger), !call.isAnswered
        {
            saying = Saying("ask.rsvp.start", ["start": .instant(call.start), "place": .literal(call.place ?? "")])
        } else if saysApart(wish) {
            // 「分开吧 两件事」 of what is registered as one, or is not told apart here.
            try unask(Standing.asked(hearing.said), &ledger)
            let key = latelySpokenOf(hearing.said)
            let isOwn = try key.flatMap { key throws(StoreFailure) in try matter(key, &ledger) }?.isProposed(by: resolve.person) ?? false
            saying = isOwn ? Saying("about.apart", ["number": .integer(key?.number.serial ?? 0)]) : Saying("about.apart.each")
        } else if isOnlyThanks(wish)
            || says("said.chats", in: wish) && !says("said.wishes", in: wish) && !says("said.wishes.strong", in: wish)
        {
            return .silent
        } else if begins(wish, with: "said.greets") && says("said.greets.self", in: wish)
            || says("said.registers", in: wish) && says("said.registers.what", in: wish)
        {
            saying = Saying("ask.suggest.empty")
            try ask(Question(about: .wish, asked: now), resolve, &ledger)
        } else {
            return nil
        }
        try answer(saying, to: resolve.here, about: nil, &ledger)
        try note(key, hearing.said, matter: nil, .asked, &ledger)
        return .asked
    }

    private static let longestNoWish = 30

    /// Thanks alone, or for something that is done; 「井盖松了，谢谢」 is a wish.
    func isOnlyThanks(_ wish: String) -> Bool {
        guard says("said.thanks", in: wish), !asks(wish) else { return false }
        if onlyAgrees(wish) { return true }
        guard !says("said.wishes", in: wish) else { return false }
        if says("said.about.mistaken", in: wish) { return true }
        // 「行 那我看看这两天 谢谢了」
        if behind(["said.yes"], in: wish) != nil, !says("said.wishes.strong", in: wish), !says("said.trouble", in: wish) { return true }
        let around = library.words(under: "said.thanks")
        let others = wish.split { $0.isWhitespace || $0.isPunctuation }.filter { piece in !around.contains { piece.contains($0) } }
        return others.allSatisfy { $0.filter(\.isLetter).count < 3 }
            || says("said.thanks.done", in: wish) && !says("said.thanks.not", in: wish)
    }

    /// 「登记成：…」: the words behind it, and nothing else.
    func wishAsIs(_ wish: String) -> String? {
        guard let word = library.words(under: "said.registers.as").filter({ wish.hasPrefix($0) }).max(by: { $0.count < $1.count }) else {
            return nil
        }
        let rest = wish.dropFirst(word.count).drop { $0.isWhitespace || $0.isPunctuation }
        return rest.count >= 4 ? String(rest) : nil
    }

    /// 「分开吧 两件事」, 「拆成两条」.
    private func saysApart(_ wish: String) -> Bool {
        wish.count <= 12 && (begins(wish, with: "said.apart") || says("said.apart.into", in: wish))
    }

    /// 「分开」, where several bubbles were put together: each by itself.
    func apart(_ said: Said, _ question: Question?) -> [FirstWords.Bubble]? {
        guard case .offer(let first)? = question?.about, first.bubbles.count > 1,
            library.words(under: "said.apart").contains(where: { said.text.hasPrefix($0) }), said.text.count <= 12
        else { return nil }
        return first.bubbles
    }

    /// Registers each of them: quoted, recalled and supported as the message it was.
    func register(_ wishes: [FirstWords.Bubble], _ resolve: Resolve, _ ledger: inout Ledger) throws(StoreFailure) -> Outcome {
        try unask(Standing.asked(resolve.said), &ledger)
        var registered: (outcome: Outcome, matter: MatterKey?)?
        for wish in wishes {
            var one = resolve
            one.intent = Intent(.act, .suggest, slots: [.text: .text(wish.text)])
            let (outcome, matter) = try carryOut(try one.resolve(&ledger), one, &ledger)
            try became(matter, outcome, wish.said(by: resolve.said), &ledger)
            if outcome == .decided { try count(wish.backers, for: matter, resolve, &ledger) }
            registered = registered ?? (outcome, matter)
        }
        let (outcome, matter) = registered ?? (.silent, nil)
        try note(
            resolve.said, matter: matter, outcome,
            &ledger)
        return outcome
    }

    // MARK: - Neighbours who support what is not registered yet

    /// 「附议」 quoting a neighbour who has been asked whether it is to be registered: it is kept with the question, and counts once there is a matter.
    /// Said to us about what nobody has registered, it is told what is missing. Nil for everything else.
    func backs(_ said: Said, _ scene: Scene, _ ledger: inout Ledger) throws(StoreFailure) -> Outcome? {
        guard scene.purpose == .residents, let quotes = said.quotes, let group = scene.group, scene.matter == nil, !said.isAnonymous,
            scene.quotedText == nil || scene.quotedText?.hasPrefix("ask.offer") == true, said.text.utf8.count <= Office.longestBacking
        else { return nil }
        guard library.isBacking(said.text, mentionsUs: said.mentionsUs, at: now) else { return nil }
        let chat = said.chat.key + "\n"
        let open = try openQuestions(&ledger).filter { asked, question in
            guard asked.hasPrefix(chat), asked != Standing.asked(said), now - question.asked <= Question.life,
                case .offer(let first) = question.about
            else { return false }
            // A question of ours was asked at the instant at which its answer was given, and is one neighbour's.
            return scene.quotedText == nil ? first.isMade(of: quotes) : question.asked == scene.quotedAt
        }
        guard open.count == 1, let (asked, question) = open.first, case .offer(var first) = question.about else {
            // Neighbours agree with each other all day: only who speaks to us is told.
            guard scene.quotedText == nil, said.mentionsUs || library.reader.callsUs(said.text) else { return nil }
            try answer(Saying("refuse.endorse.unregistered"), to: .group(group), about: nil, &ledger)
            try note(said, matter: nil, .refused, &ledger)
            return .refused
        }
        let person = try known(said, &ledger)
        first.back(person, quoting: scene.quotedText == nil ? quotes : nil)
        try ask(Question(about: .offer(first), asked: question.asked, message: question.message), asked, &ledger)
        try answer(Saying("done.endorse.kept"), to: .group(group), about: nil, &ledger)
        try note(said, matter: nil, .answered, &ledger)
        return .answered
    }

    /// 「电梯那个我也支持」, said to us of what is not among the open matters.
    func backsUnknown(_ said: Said, _ scene: Scene, _ intent: Intent, _ ledger: inout Ledger) throws(StoreFailure) -> Outcome? {
        guard scene.purpose == .residents, let group = scene.group, said.mentionsUs || library.reader.callsUs(said.text),
            said.quotes == nil,
            intent.action == .ask, intent.meant.isEmpty, said.text.utf8.count <= Office.longestBacking, says("said.backs", in: said.text),
            !asks(said.text)
        else { return nil }
        try answer(Saying("refuse.endorse.unknown"), to: .group(group), about: nil, &ledger)
        try note(said, matter: nil, .refused, &ledger)
        return .refused
    }

    private static let longestBacking = 96

    /// What was quietly offered is a matter now: our line that asked is quoted as that, and who supported it before is counted.
    func settle(
        _ offer: Offers.Offer, as matter: MatterKey?, _ resolve: Resolve, _ ledger: inout Ledger
    ) throws(StoreFailure) {
        if let line = offer.line {
            try note(
                ledger.identity.messageKey(chat: offer.said.chat.key, message: line), offer.said, matter: matter, .decided, &ledger)
        }
        var backers: [PersonID] = []
        for backer in offer.backers { backers.append(try known(backer, &ledger)) }
        try count(backers, for: matter, resolve, &ledger)
    }

    /// Said in private by whoever was offered just that in their group: what neighbours quote there is this matter.
    func takeUpElsewhere(
        _ words: String, as matter: MatterKey, _ resolve: Resolve, _ ledger: inout Ledger
    ) throws(StoreFailure) {
        guard resolve.said.chat.kind == .direct, let offer = offers.taken(elsewhere: resolve.said, words: words, now: now) else { return }
        try became(matter, .decided, offer.said, &ledger)
        try settle(offer, as: matter, resolve, &ledger)
    }

    /// Those voices, now that there is a matter.
    func count(_ backers: [PersonID], for matter: MatterKey?, _ resolve: Resolve, _ ledger: inout Ledger) throws(StoreFailure) {
        guard let matter, !backers.isEmpty else { return }
        var counted = 0
        for person in backers where try ledger.profile(of: person) != nil {
            let command = Command(actor: .person(person), matter: matter.number, act: .endorse)
            if case .success = try execute([command], of: matter.unit, here: resolve.here, &ledger) { counted += 1 }
        }
        guard counted > 0 else { return }
        let values: [String: Argument] = ["number": .integer(matter.number.serial), "count": .integer(counted)]
        try answer(Saying("done.endorse.counted", values), to: resolve.here, about: matter, &ledger)
    }
}
