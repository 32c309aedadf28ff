import Deliberation
import Gateways
import Procedure
import Reading
import Record

/// What somebody says to us about us, about themselves and about what others said: whether there is a person to speak to, who hears what they say, that they sent it by
/// mistake, that it takes too long. Short messages only, said to us alone or by name: with a matter in it, it is a matter.
extension Office {
    func aboutUs(_ said: Said, _ scene: Scene, _ intent: Intent, _ ledger: inout Ledger) throws(StoreFailure) -> Outcome? {
        guard said.chat.kind == .direct || said.mentionsUs || library.reader.callsUs(said.text), said.quotes == nil, !said.isAnonymous,
            scene.asking == nil, said.text.utf8.count <= Office.shortAboutUs, !says("said.emergency.despair", in: said.text),
            library.reader.markedNumbers(in: said.text).isEmpty, try !owesWords(said, &ledger)
        else { return nil }
        let isAlone = said.chat.kind == .direct
        let key: String
        if said.chat.kind == .group, [.suggest, .complainAsSuggestion].contains(intent.name), says("said.about.register", in: said.text),
            says("said.about.register.whose", in: said.text), !says("said.about.register.own", in: said.text)
        {
            // 「上面孙涛说的帮忙登记一下」: chat is not kept, and nobody suggests for another.
            key = "about.register"
        } else if isAlone, intent.name == .help, onlySays(["said.greets"], in: said.text[...]) {
            key = "about.here"
        } else if Office.isPlainly(intent) {
            return nil
        } else if says("said.about.person", in: said.text) || isOnly("said.about.person.only", said.text) {
            return try wantsPerson(said, scene, &ledger)
        } else if isAlone, intent.name == .hideName, says("said.about.erase", in: said.text) {
            key = "about.erase"
        } else if says("said.about.decides", in: said.text), !says("said.wishes.strong", in: said.text) {
            key = "about.decides"
        } else if intent.action != .offer, intent.name == .hideName && isAlone || says("said.about.privacy", in: said.text) {
            key = "about.privacy"
        } else if says("said.about.robot", in: said.text) {
            key = "about.robot"
        } else if isAlone, scene.context == .direct, scene.roles.allSatisfy({ $0 == .member }), intent.action != .act, regrets(said.text) {
            key = "about.mistaken"
        } else if scene.roles.isEmpty, scene.context != .replyToBotLast, intent.meant.isEmpty, isAngry(said.text),
            !isAlone || !says("said.waiting", in: said.text)
        {
            key = "about.angry"
        } else {
            return nil
        }
        let to: Addressee = if let group = scene.group { .group(group) } else { try inPrivate(said, &ledger) }
        try answer(Saying(key), to: to, about: nil, &ledger)
        try note(said, matter: nil, .answered, &ledger)
        return .answered
    }

    /// Whether a reason or what a step lacked is waited for: it may sound like anything.
    private func owesWords(_ said: Said, _ ledger: inout Ledger) throws(StoreFailure) -> Bool {
        switch try question(said, &ledger)?.about {
        case .reason, .lacking: true
        default: false
        }
    }

    /// 「你们太慢了」, and not 「电梯太慢了」.
    private func isAngry(_ text: String) -> Bool {
        says("said.about.angry.only", in: text) || says("said.about.us", in: text) && says("said.about.angry", in: text)
    }

    /// Whether the letters of a text, but for a particle behind them, are one of the words.
    private func isOnly(_ words: String, _ text: String) -> Bool {
        let letters = text.filter(\.isLetter).trimmingEnd("了")
        return library.words(under: words).contains { letters == $0 }
    }

    /// In bytes: some thirty characters.
    private static let shortAboutUs = 96

    /// A step of ours, and nothing that is only talk about one.
    private static func isPlainly(_ intent: Intent) -> Bool {
        guard intent.action == .act else { return intent.name == .emergency }
        return ![.questionToBot, .hideName, .appeal, .help, .listMine, .askStatus, .complainAsSuggestion].contains(intent.name)
    }

    /// 「转人工」: who the officers are, and, said in private, that somebody would speak to them; each of them alone hears who it is, once a day.
    private func wantsPerson(_ said: Said, _ scene: Scene, _ ledger: inout Ledger) throws(StoreFailure) -> Outcome? {
        guard let id = scene.unit else { return nil }
        let unit = try self.unit(id, &ledger)
        let officers = unit.holders(of: .liaisonOfficer).isEmpty ? unit.holders(of: .firstConvenor) : unit.holders(of: .liaisonOfficer)
        var values: [String: Argument] = ["unit": .literal(unit.name)]
        if !officers.isEmpty { values["officers"] = .list(officers.map { .person($0) }, separator: "、") }
        let isAlone = said.chat.kind == .direct
        let to: Addressee
        if let group = scene.group { to = .group(group) } else { to = try .person(known(said, &ledger)) }
        if isAlone, case .person(let person) = to, !officers.isEmpty, !officers.contains(person) {
            values["told"] = .text(key: "about.person.told", [:])
            if isNews(ofWishToSpeak: person) {
                let saying = Saying("about.person.wanted", ["person": .person(person), "unit": .literal(unit.name)])
                for officer in officers {
                    _ = try ledger.queue(
                        OutboxDraft(
                            to: .person(officer), lane: Lane.ordinary.number, text: saying.key, arguments: saying.bytes, due: now))
                }
            }
        } else if !isAlone {
            values["told"] = .text(key: "about.person.alone", [:])
        }
        try answer(Saying("about.person", values), to: to, about: nil, &ledger)
        try note(said, matter: nil, .answered, &ledger)
        return .answered
    }

    /// Kept in memory only: after a restart officers may hear of it once more.
    private func isNews(ofWishToSpeak person: PersonID) -> Bool {
        wantPerson = wantPerson.filter { now - $0.value < .days(1) }
        guard wantPerson[person] == nil else { return false }
        wantPerson[person] = now
        return true
    }

    // MARK: - A no in other words, to what is open

    /// 「取消，不删了」, 「算了 怕得罪人」: what was asked is not to be. Of two ways to take 「取消」 the question decides: of what would be taken back it says nothing.
    func declines(_ said: Said, _ open: Question?) -> Bool {
        guard let open, said.quotes == nil, said.text.utf8.count <= Office.shortAboutUs else { return false }
        let keys: [String] =
            switch open.about {
            case .forget, .forgetOnPaper: ["said.declines", "said.declines.erasing"]
            case .offer, .whichUnit: ["said.declines", "said.declines.wish"]
            case .confirm(let planned) where planned.allSatisfy(\.takesBack): ["said.declines.takingBack"]
            case .confirm, .meant, .lacking: ["said.declines", "said.declines.wish"]
            case .oneOf, .reason, .refused, .wish, .vote: []
            }
        guard let rest = rest(of: said.text, behind: keys) else { return false }
        if rest.isEmpty { return true }
        // What stands behind it is their reason, unless it is a word of ours, or what they would have instead.
        let read = library.reader.read(Utterance(String(rest), at: now, context: .direct))
        if read.action == .offer, rest.count > 8 { return false }
        return !(read.action == .act && !Office.saysNothing(read) && read.name != .no) && !rest.contains("改")
    }

    /// What stands behind words of refusal that a message begins with; nil where it begins otherwise.
    private func rest(of text: String, behind keys: [String]) -> Substring? {
        let words = keys.flatMap { library.words(under: $0) }, fillers = library.words(under: "said.declines.before")
        var rest = Substring(text)
        var hasSaid = false
        while true {
            rest = rest.drop { $0.isWhitespace || $0.isPunctuation || $0.isSymbol }
            if let word = words.filter({ rest.hasPrefix($0) }).max(by: { $0.count < $1.count }) {
                rest = rest.dropFirst(word.count)
                hasSaid = true
            } else if let filler = fillers.filter({ rest.hasPrefix($0) }).max(by: { $0.count < $1.count }) {
                rest = rest.dropFirst(filler.count)
            } else {
                break
            }
        }
        return hasSaid ? rest : nil
    }

    /// 「不好意思发错了」, 「哎算了，先别撤」, where nothing is open.
    private func regrets(_ text: String) -> Bool {
        if says("said.about.mistaken", in: text), text.count <= 12 { return true }
        let keys = ["said.declines", "said.declines.wish", "said.declines.takingBack"]
        return rest(of: text, behind: keys).map { $0.count <= 4 } ?? false
    }
}

extension Resolve.Planned {
    /// What takes something back: 「取消」 in answer to it is no clear no.
    fileprivate var takesBack: Bool {
        switch command.act {
        case .withdraw, .takeBackEndorsement, .undo: true
        default: false
        }
    }
}
