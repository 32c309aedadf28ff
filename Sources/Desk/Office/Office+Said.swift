import Deliberation
import Gateways
import Procedure
import Reading
import Record

extension Office {
    /// One message, from the bytes already verified to everything it causes.
    /// - Parameter chosen: the unit the speaker has named for it, where nothing else tells one.
    func take(_ heard: Heard, in chosen: UnitID? = nil, _ ledger: inout Ledger) throws(StoreFailure) -> Outcome {
        let said = heard.said
        let key = ledger.identity.messageKey(chat: said.chat.key, message: said.messageID)
        if try ledger.seen(key, saidAt: said.at) != nil { return .duplicate }
        // Asked back about already: the platform brings it again.
        if let first = try openQuestions(&ledger)[Standing.asked(said)]?.about.first, first.isMade(of: said.messageID) {
            return .duplicate
        }
        guard var scene = try scene(of: said, &ledger) else { return .silent }
        if let chosen { place(said, in: chosen) }
        if scene.unit == nil, said.chat.kind == .direct { scene.unit = placedIn[Standing.asked(said)].map { named(in: said.text) ?? $0 } }
        var intent = read(heard, scene)
        var wasAsked = false
        if case .wish? = try question(said, &ledger)?.about {
            try unask(Standing.asked(said), &ledger)
            if let wish = wish(said, intent) { (intent, wasAsked) = (wish, true) }
        }
        if let agreed = try agreeing(said, scene, intent, &ledger) { intent = agreed }
        if let another = try intoOtherWords(heard, intent, &ledger) {
            wasAsked = wasAsked || another.action == .offer
            intent = another
        }
        if isOnlyBegun(said, intent, try question(said, &ledger)) { intent = Intent(.ask, .suggest, question: "ask.suggest.empty") }
        if scene.unit == nil, let outcome = try place(said, &ledger) { return outcome }
        if heard.offered == nil, let outcome = try inOwnWords(said, scene, intent, &ledger) { return outcome }
        if let outcome = try askedOf(scene, said, intent, &ledger) { return outcome }
        if scene.unit == nil, said.chat.kind == .direct, case .whichUnit(let first, let choices)? = try question(said, &ledger)?.about,
            let outcome = try placed(first, among: choices, by: said, intent, &ledger)
        {
            return outcome
        }
        // Codes bind accounts and groups nobody knows yet; everything else needs a unit.
        if intent.action == .act, intent.name == .bind, case .text(let code)? = intent.slots[.code] {
            let outcome = try bind(code, said, &ledger)
            try note(key, said, matter: nil, outcome, &ledger)
            return outcome
        }
        if said.chat.kind == .group, Office.mayBeCode(said.text), try isMisplacedCode(said, &ledger) {
            try note(key, said, matter: nil, .refused, &ledger)
            return .refused
        }
        let owesReason = isOwedReason(intent, said, try question(said, &ledger))
        // In a group a wish without an opening is talk; in private, and where we are called by name, it is asked back once.
        let isOffer = intent.action == .offer && (said.chat.kind == .direct || said.mentionsUs || wasAsked)
        // 「那要等多久」 to an answer of ours: where it stands is what was just said, so it goes to whoever can say more.
        let doubtsAnswer =
            said.chat.kind == .direct && intent.name == .askStatus && intent.slots.isEmpty
            && scene.quotedText.flatMap { library.invitations[$0] } == .opinion
        let isOpinion = try isNeighboursOpinion(intent, scene, &ledger)
        if isOpinion, intent.name == .rate || intent.name == .endorse { return .silent }
        let isReadable = intent.action == .act && !Office.saysNothing(intent) && !doubtsAnswer && !isOpinion
        let invitation = isReadable ? nil : invitation(quoting: scene.quotedText, said)
        if !owesReason, let outcome = try holding(said, scene, intent, &ledger) { return outcome }
        let isPassedOver = intent.action == .silence || intent.question == "ask.unclear"
        // What quotes one of ours is answered with what can be said of that.
        if isPassedOver, scene.quotedText == nil, !owesReason, invitation == nil, scene.unit != nil, let person = scene.person,
            let outcome = try answerOwnWord(heard, scene, scene.group.map { .group($0) } ?? .person(person), &ledger)
        {
            return outcome
        }
        if !owesReason, let outcome = try supplied(said, scene, intent, &ledger) { return outcome }
        if !owesReason, invitation == nil, let outcome = try named(heard, scene, intent, &ledger) { return outcome }
        if let outcome = try backsUnknown(said, scene, intent, &ledger) { return outcome }
        guard scene.asking != nil || owesReason || isOffer || invitation != nil || (intent.action != .silence && intent.action != .offer)
        else {
            return try wonder(about: said, scene, &ledger) ?? .silent
        }
        // The yes to 忘记我 is of oneself as well: who has only voted has no matter that would tell a unit.
        let isAskedToForget = if case .forget? = try question(said, &ledger)?.about { true } else { false }
        let ofOneself = [.ownData, .optOutPrivacy, .linkAccount].contains(intent.name) || isAskedToForget
        // Whoever asks what we keep of them is not taken in by asking.
        if ofOneself, scene.asking == nil, scene.person == nil {
            if said.isAnonymous || (scene.group == nil && said.chat.kind != .direct) { return .silent }
            let saying = Saying(intent.name == .linkAccount ? "link.stranger" : "data.none")
            let to: Addressee = if let group = scene.group { .group(group) } else { try inPrivate(said, &ledger) }
            try answer(saying, to: to, about: nil, &ledger)
            try note(key, said, matter: nil, .asked, &ledger)
            return .asked
        }
        // Whoever is of no unit yet may ask for their own, and answers what they were asked then.
        let open = try question(said, &ledger)
        let isOwn = ofOneself || (open != nil && [.yes, .no].contains(intent.name))
        let isDoubted = intent.name == .individualDispute || intent.name == .outOfScopePolicy
        let isSuggestion = isOffer || isDoubted || (intent.action == .act && [.suggest, .complainAsSuggestion].contains(intent.name))
        if scene.unit == nil, said.chat.kind == .direct, isSuggestion {
            scene.unit = named(in: said.text)
            if scene.unit == nil, let outcome = try askWhichUnit(said, intent, &ledger) { return outcome }
        }
        if scene.unit == nil, said.chat.kind == .direct, !isOwn, heard.earlier == nil, dependsOnUnit(said, intent) {
            scene.unit = named(in: said.text)
            if scene.unit == nil, let outcome = try askWhichUnit(said, intent, &ledger) { return outcome }
        }
        guard let unit = scene.unit ?? (isOwn && said.chat.kind == .direct ? units.keys.min() : nil) else {
            guard said.chat.kind == .direct, !isOffer else { return .silent }
            if intent.action == .act, intent.name == .thanks { return .silent }
            if intent.action == .act, intent.name == .emergency {
                // Whom to call does not depend on where anybody lives.
                let number = if case .text(let text)? = intent.slots[.text] { text } else { "110" }
                try answer(whomToCall(number, said), to: try inPrivate(said, &ledger), about: nil, &ledger)
                try note(key, said, matter: nil, .answered, &ledger)
                return .answered
            }
            let isBegun = intent.question == "ask.suggest.empty"
            if isBegun { try ask(Question(about: .wish, asked: now), Standing.asked(said), &ledger) }
            let saying =
                switch intent.name {
                case .listMine: Saying("mine.empty")
                case .help: help([])
                case _ where isBegun: Saying("ask.suggest.empty")
                default: Saying("refuse.unknownUnit")
                }
            try answer(saying, to: try inPrivate(said, &ledger), about: nil, &ledger)
            try note(key, said, matter: nil, .asked, &ledger)
            return .asked
        }
        if said.isAnonymous { return .silent }
        let isPassing = scene.group != nil && scene.asking == nil && !owesReason && invitation == nil && Office.onlyAsks(intent)
        let person: PersonID
        if let known = scene.person {
            person = known
            try noteSpoken(said, known, &ledger)
        } else {
            person = isPassing ? Office.nobody : try add(said, &ledger)
        }
        let here = scene.group.map { Addressee.group($0) } ?? .person(person)
        if let asking = scene.asking {
            let resolve = Resolve(
                office: self, said: said, intent: intent, person: person, unit: try self.unit(unit, &ledger), quoted: scene.matter,
                here: here, now: now)
            let (outcome, matter) = try choose(asking, resolve, &ledger)
            try note(key, said, matter: matter, outcome, &ledger)
            return outcome
        }
        if owesReason {
            let resolve = Resolve(
                office: self, said: said, intent: intent, person: person, unit: try self.unit(unit, &ledger), quoted: nil, here: here,
                now: now)
            let (outcome, matter) = try give(reason: resolve.text(.text) ?? said.text, resolve, &ledger)
            try note(key, said, matter: matter, outcome, &ledger)
            return outcome
        }
        if intent.action == .ask, invitation == nil {
            if intent.name == .unclear, intent.meant.isEmpty, let outcome = try wonder(about: said, scene, &ledger) { return outcome }
            return try askBack(intent, heard, person, unit, scene, here, &ledger)
        }
        // A number that was quoted belongs to its own unit, and is never taken for one of this.
        let quoted = scene.matterUnit == nil || scene.matterUnit == unit || scene.matterUnit == units[unit]?.upper ? scene.matter : nil
        let spoken = Resolve(
            office: self, said: said, intent: intent, person: person, unit: try self.unit(unit, &ledger), quoted: quoted, here: here,
            now: now
        )
        var resolve = try spoken.aimed(quotedUnit: scene.matterUnit, &ledger)
        if let whose = scene.matterUnit, whose != resolve.unit.id { resolve.quoted = nil }
        try resolve.takeDays(&ledger)
        if let invitation, resolve.quoted != nil {
            let (outcome, matter) = try accept(invitation, resolve, &ledger)
            if outcome == .silent { return try wonder(about: said, scene, &ledger) ?? .silent }
            try note(key, said, matter: matter, outcome, &ledger)
            return outcome
        }
        // A suggestion that looks like none of ours, too: whoever still wants it registered says so.
        if isOffer || intent.name == .suggest, let (outcome, matter) = try wishAnotherTime(resolve, &ledger) {
            try note(key, said, matter: matter, outcome, &ledger)
            return outcome
        }
        if isOffer || isDoubted, let wish = resolve.text(.text) {
            let first = isOffer ? try joined(said, wish: wish, &ledger) : FirstWords(said, wish: wish)
            try ask(Question(about: .offer(first), asked: now), resolve, &ledger)
            var saying = Saying(isOffer ? "ask.offer" : intent.question ?? "ask.offer")
            if isOffer, first.text != wish { saying = Saying("ask.offer.joined", ["words": .literal(library.masked(first.text))]) }
            try answer(saying, to: here, about: nil, &ledger)
            return .asked
        }
        if intent.action == .act, Office.saysNothing(intent) || resolve.presses(elsewhere: scene.matterUnit),
            let outcome = try wonder(about: said, scene, &ledger)
        {
            return outcome
        }
        let resolution: Resolve.Resolution
        if let called = try resolve.called(&ledger) { resolution = called } else { resolution = try resolve.resolve(&ledger) }
        if case .say(let question, _) = resolution, question.key == "ask.number",
            let outcome = try ofLately(heard, scene, intent, &ledger)
        {
            return outcome
        }
        let more = intent.name == .pasteRecord ? [] : intent.more
        if isLate(said), resolution.isOfficersAct {
            try askLate(resolution, isAlone: more.isEmpty, resolve, &ledger)
            try note(key, said, matter: nil, .asked, &ledger)
            return .asked
        }
        let (outcome, matter) = try carryOut(resolution, resolve, &ledger)
        // 「12通过，13转物业」: one after the other, each answered.
        for next in more {
            var other = resolve
            other.intent = next
            let resolution = try other.resolve(&ledger)
            if isLate(said), resolution.isOfficersAct {
                try askLate(resolution, isAlone: false, other, &ledger)
                break
            }
            _ = try carryOut(resolution, other, &ledger)
        }
        if outcome == .silent, more.isEmpty, let answered = try answerOwnWord(heard, scene, here, &ledger) { return answered }
        if outcome != .silent { try note(key, said, matter: matter, outcome, &ledger) }
        // The words that were offered became the matter: neighbours quote them, and their author may take them back.
        if let earlier = heard.earlier { try became(matter, outcome, earlier, &ledger) }
        return outcome
    }

    /// What somebody had said before became the matter with their answer: it is quoted and recalled as that, and its pictures are fetched.
    func became(_ matter: MatterKey?, _ outcome: Outcome, _ earlier: Said, _ ledger: inout Ledger) throws(StoreFailure) {
        guard outcome == .decided else { return }
        let key = ledger.identity.messageKey(chat: earlier.chat.key, message: earlier.messageID)
        guard try ledger.seen(key, saidAt: earlier.at) == nil else { return }
        try note(key, earlier, matter: matter, outcome, &ledger)
        if earlier.pictureCount > 0 { pictured.append(earlier) }
    }

    /// Said more than ten minutes ago; under a set clock age is not judged.
    func isLate(_ said: Said) -> Bool { !clock.isSet && now - said.at > Question.life }

    /// An officer's command said more than ten minutes ago is asked back (design 5, *Who may*); what has no stored form, and what was said
    /// among others, is to be said again.
    private func askLate(
        _ resolution: Resolve.Resolution, isAlone: Bool, _ resolve: Resolve, _ ledger: inout Ledger
    ) throws(StoreFailure) {
        var key = "ask.late.again"
        if isAlone, case .decide(let planned) = resolution {
            try ask(Question(about: .confirm(planned), asked: now), resolve, &ledger)
            key = "ask.late"
        }
        let minutes = Int((now - resolve.said.at).milliseconds / 60_000)
        try answer(Saying(key, ["minutes": .integer(minutes)]), to: resolve.here, about: nil, &ledger)
    }

    /// Whoever asks something in a group and was never heard of stays so: they act as nobody, and nothing of them is written.
    static let nobody = PersonID(0)

    private static func onlyAsks(_ intent: Intent) -> Bool {
        intent.more.isEmpty && (intent.action == .ask || [.help, .askStatus, .listMine, .thanks, .emergency].contains(intent.name))
    }

    /// Where a private message is answered: its person, and where there is none the account alone, for this once.
    func inPrivate(_ said: Said, _ ledger: inout Ledger) throws(StoreFailure) -> Addressee {
        let account = Account(endpoint: said.chat.endpoint, id: said.sender)
        if let person = try ledger.person(of: account) {
            try noteSpoken(said, person, &ledger)
            return .person(person)
        }
        return try ledger.stranger(account)
    }

    /// The person behind an account; a first act makes them known to us.
    func known(_ said: Said, _ ledger: inout Ledger) throws(StoreFailure) -> PersonID {
        guard let person = try ledger.person(of: Account(endpoint: said.chat.endpoint, id: said.sender)) else {
            return try add(said, &ledger)
        }
        try noteSpoken(said, person, &ledger)
        return person
    }

    /// Somebody with several accounts is answered where they speak. Whether there is anybody such is read once.
    private func noteSpoken(_ said: Said, _ person: PersonID, _ ledger: inout Ledger) throws(StoreFailure) {
        let hasLinked: Bool
        if let known = hasLinkedAccounts { hasLinked = known } else { hasLinked = try ledger.hasLinkedAccounts() }
        hasLinkedAccounts = hasLinked
        guard hasLinked else { return }
        try ledger.noteSpoken(from: Account(endpoint: said.chat.endpoint, id: said.sender), by: person)
    }

    func add(_ said: Said, _ ledger: inout Ledger) throws(StoreFailure) -> PersonID {
        let account = Account(endpoint: said.chat.endpoint, id: said.sender)
        return try ledger.addPerson(Profile(displayName: said.displayName, accounts: [account]), at: now)
    }

    func note(
        _ key: MessageKey, _ said: Said, matter: MatterKey?, _ outcome: Outcome, _ ledger: inout Ledger
    ) throws(StoreFailure) {
        if let matter, matter.number != .unit { noteSpoken(said, of: matter) }
        let entry = InboxEntry(saidAt: said.at, matter: matter, m: matter.flatMap { wordsStand[$0] }, outcome: outcome.code)
        _ = try ledger.noteInbox(key, entry, at: now)
    }

    /// An answer to somebody's own message: at once, outside every budget. It is caused by no event, so that it never stands in the way of an undo.
    func answer(_ saying: Saying, to addressee: Addressee, about: MatterKey?, _ ledger: inout Ledger) throws(StoreFailure) {
        let arguments = saying.isSecret ? try ledger.sealed(saying.json) : saying.bytes
        _ = try ledger.queue(
            OutboxDraft(to: addressee, lane: Lane.answer.number, text: saying.key, arguments: arguments, due: now, about: about))
    }
}

extension Outcome {
    var code: Int {
        switch self {
        case .decided: 1
        case .answered: 2
        case .asked: 3
        case .refused: 4
        case .duplicate: 5
        case .silent: 6
        case .setAside: 7
        case .failed: 8
        }
    }
}
