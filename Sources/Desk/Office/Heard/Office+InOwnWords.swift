import Deliberation
import Gateways
import Procedure
import Reading
import Record

/// What only means something because of what is open, or of who says it, looked at before the words are taken as they were read.
extension Office {
    /// A no to what is open, or a further bubble of a wish; nil where it was read as it was meant.
    func intoOtherWords(_ heard: Heard, _ intent: Intent, _ ledger: inout Ledger) throws(StoreFailure) -> Intent? {
        let said = heard.said
        guard heard.offered == nil else { return nil }
        // What was said before a question about it was answered.
        if heard.earlier != nil { return asksAfterIt(said, intent) }
        let open = try question(said, &ledger)
        if intent.name != .emergency, said.chat.kind == .direct || said.mentionsUs, declines(said, open) { return Intent(.act, .no) }
        // 「都给我清掉 我不想留在你们系统里」
        if said.chat.kind == .direct, intent.name == .hideName, says("said.about.erase.all", in: said.text) {
            return Intent(.act, .optOutPrivacy)
        }
        if let again = asksAfterIt(said, intent) { return again }
        if let asked = try asksAndWishesNot(said, open, &ledger) { return asked }
        if let rating = try ratesAnew(said, intent, &ledger) { return rating }
        return try goesOn(said, intent, &ledger)
    }

    /// 「不是建议 我问我那垃圾的事」 to the question whether it is one: how theirs is.
    private func asksAndWishesNot(_ said: Said, _ open: Question?, _ ledger: inout Ledger) throws(StoreFailure) -> Intent? {
        guard said.chat.kind == .direct, case .offer? = open?.about, begins(said.text, with: "said.wishes.not"),
            says("said.asks.after", in: said.text)
        else { return nil }
        try unask(Standing.asked(said), &ledger)
        return Intent(.act, .askStatus)
    }

    /// 「打错了 应该是五分」 after a rating: the rating that is meant instead.
    private func ratesAnew(_ said: Said, _ intent: Intent, _ ledger: inout Ledger) throws(StoreFailure) -> Intent? {
        guard said.chat.kind == .direct, said.quotes == nil, intent.action != .act || intent.slots[.correction] != nil,
            let person = try ledger.person(of: Account(endpoint: said.chat.endpoint, id: said.sender)),
            let last = latelySpokenOf(said), let matter = try matter(last, &ledger), matter.ratings[person] != nil
        else { return nil }
        let words = if case .text(let text)? = intent.slots[.correction] { text } else { said.text }
        guard let from = library.words(under: "said.rates.anew").compactMap({ words.firstRange(of: $0)?.upperBound }).max() else {
            return nil
        }
        var read = library.reader.read(Utterance(String(words[from...]), at: now, context: .replyToNotice))
        guard read.action == .act, read.name == .rate else { return nil }
        read.slots[.number] = .integer(last.number.serial)
        return read
    }

    /// 「8号怎么还没人管」, 「都快一个月了」: where it stands is shown, and nothing asked about first.
    private func asksAfterIt(_ said: Said, _ intent: Intent) -> Intent? {
        let isAlone = said.chat.kind == .direct
        guard isAlone || said.mentionsUs, said.quotes == nil, intent.action != .act || Office.saysNothing(intent) else { return nil }
        if isAlone, intent.action == .ask, intent.meant.count == 1, var meant = intent.meant.first, meant.name == .askStatus {
            meant.action = .act
            return meant
        }
        // 「路灯坏了好几天了没人管」 is a matter: where it sounds like one, only what begins as asking does.
        let isOfOurs = isAlone && says("said.waiting.ours", in: said.text)
        guard said.text.utf8.count <= 96, isOfOurs || says("said.waiting", in: said.text),
            isOfOurs || intent.action != .offer || begins(said.text, with: "said.waiting.begins")
        else { return nil }
        let numbers = library.reader.markedNumbers(in: said.text)
        if let number = numbers.first { return numbers.count == 1 ? Intent(.act, .askStatus, slots: [.number: .integer(number)]) : nil }
        return isAlone ? Intent(.act, .askStatus) : nil
    }

    /// The first of these that takes it.
    func inOwnWords(_ said: Said, _ scene: Scene, _ intent: Intent, _ ledger: inout Ledger) throws(StoreFailure) -> Outcome? {
        if let outcome = try keepsIt(said, scene, intent, &ledger) { return outcome }
        if let outcome = try restores(said, scene, intent, &ledger) { return outcome }
        if let outcome = try backs(said, scene, &ledger) { return outcome }
        if let outcome = try backsByName(said, scene, intent, &ledger) { return outcome }
        if let person = scene.person, let unit = scene.unit, let wishes = apart(said, try question(said, &ledger)) {
            let resolve = try resolve(said, as: intent, person, unit, to: scene.here(person), &ledger)
            return try register(wishes, resolve, &ledger)
        }
        if let outcome = try departmentSays(said, scene, intent, &ledger) { return outcome }
        if let outcome = try contestsOwn(said, scene, intent, &ledger) { return outcome }
        if let outcome = try addsToOwn(said, scene, intent, &ledger) { return outcome }
        return try aboutUs(said, scene, intent, &ledger)
    }
}
