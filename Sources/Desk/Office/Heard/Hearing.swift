import Deliberation
import Gateways
import Procedure
import Reading
import Record

/// One message on its way through the office: what was said, where, and what it was read as. Each stage settles it, or leaves it clearer for
/// the next.
struct Hearing {
    let heard: Heard
    let key: MessageKey
    var scene: Office.Scene
    var intent: Intent
    /// Whether it answers our asking what their wish is.
    var wasAsked = false
    /// What is open between us and the speaker in that chat.
    var open: Question?
    /// Whether it is the reason somebody owes.
    var owesReason = false
    /// What the quoted message of ours invites to say; nil where that is said by a command.
    var invitation: Rulebook.Notice.Invitation?

    var said: Said { heard.said }

    var isDirect: Bool { said.chat.kind == .direct }

    /// In a group a wish without an opening is talk; in private, and where we are called by name, it is asked back once.
    var isOffer: Bool { intent.action == .offer && (isDirect || said.mentionsUs || wasAsked) }

    var isDoubted: Bool { intent.name == .individualDispute || intent.name == .outOfScopePolicy }

    var isSuggestion: Bool {
        isOffer || isDoubted || (intent.action == .act && [.suggest, .complainAsSuggestion].contains(intent.name))
    }

    /// Whether it is of the speaker alone, and of no unit. The yes to 忘记我 is, too: who has only voted has no matter that would tell a unit.
    var isOfOneself: Bool {
        if case .forget? = open?.about { return true }
        return [.ownData, .optOutPrivacy, .linkAccount].contains(intent.name)
    }

    /// Whoever is of no unit yet may ask for their own, and answers what they were asked then.
    var needsNoUnit: Bool { isOfOneself || (open != nil && [.yes, .no].contains(intent.name)) }

    /// Whether it only asks for something: then nobody becomes known by it.
    var onlyAsks: Bool {
        intent.more.isEmpty && (intent.action == .ask || [.help, .askStatus, .listMine, .thanks, .emergency].contains(intent.name))
    }
}

extension Office {
    /// One message, from the bytes already verified to everything it causes.
    /// - Parameter chosen: the unit the speaker has named for it, where nothing else tells one.
    func take(_ heard: Heard, in chosen: UnitID? = nil, _ ledger: inout Ledger) throws(StoreFailure) -> Outcome {
        let key = ledger.key(of: heard.said)
        if try isHeardAgain(heard.said, key, &ledger) { return .duplicate }
        guard let scene = try scene(of: heard.said, in: chosen, &ledger) else { return .silent }
        var hearing = Hearing(heard: heard, key: key, scene: scene, intent: read(heard, scene))
        if let outcome = try answersCalls(hearing, &ledger) { return outcome }
        if let plain = try unnamed(hearing, &ledger) { hearing = plain }
        if let outcome = try votesAtTable(hearing, &ledger) { return outcome }
        if let outcome = try replied(&hearing, &ledger) { return outcome }
        try understand(&hearing, &ledger)
        if let outcome = try answeringUs(hearing, &ledger) { return outcome }
        if let outcome = try bound(hearing, &ledger) { return outcome }
        if let outcome = try weighed(&hearing, &ledger) { return outcome }
        if let outcome = try strangersOwn(hearing, &ledger) { return outcome }
        if let outcome = try withoutUnit(&hearing, &ledger) { return outcome }
        guard let unit = hearing.scene.unit ?? (hearing.needsNoUnit && hearing.isDirect ? units.keys.min() : nil) else {
            return try ofNoUnit(hearing, &ledger)
        }
        if heard.said.isAnonymous { return .silent }
        let resolve = try resolve(hearing, in: unit, &ledger)
        if let outcome = try answered(hearing, resolve, &ledger) { return outcome }
        let outcome = try acted(hearing, resolve, &ledger)
        if outcome == .decided { begunReplies[Standing.asked(heard.said)] = nil }
        return outcome
    }

    /// The platform brings a message again: it has been heard, or is what we have just asked back about.
    private func isHeardAgain(_ said: Said, _ key: MessageKey, _ ledger: inout Ledger) throws(StoreFailure) -> Bool {
        if try ledger.seen(key, saidAt: said.at) != nil { return true }
        return try openQuestions(&ledger)[Standing.asked(said)]?.about.first?.isMade(of: said.messageID) ?? false
    }

    /// Where it was said; in private, the unit the speaker has named before, or names now, else that of the one residents' group in which they
    /// were seen speaking.
    private func scene(of said: Said, in chosen: UnitID?, _ ledger: inout Ledger) throws(StoreFailure) -> Scene? {
        guard var scene = try scene(of: said, &ledger) else { return nil }
        if let chosen { place(said, in: chosen) }
        guard said.chat.kind == .direct, scene.roles.isEmpty, scene.matter == nil else { return scene }
        if let home = placedIn[Standing.asked(said)] {
            (scene.unit, homeIs) = (named(in: said.text) ?? home, .said)
        } else if scene.unit == nil, let home = standing.seen.unit(of: said), units[home] != nil {
            (scene.unit, homeIs) = (named(in: said.text) ?? home, .seen)
        }
        return scene
    }

    /// What was read is put right by what was asked before, and by words that stand for others.
    private func understand(_ hearing: inout Hearing, _ ledger: inout Ledger) throws(StoreFailure) {
        let said = hearing.said
        if case .wish? = try question(said, &ledger)?.about {
            try unask(Standing.asked(said), &ledger)
            if let wish = wish(said, hearing.intent) { (hearing.intent, hearing.wasAsked) = (wish, true) }
        }
        if hearing.isDirect, hearing.intent.name == .thanks, said.quotes == nil, !said.isAnonymous,
            hearing.scene.roles.allSatisfy({ $0 == .member }), says("said.thanks", in: said.text), !asks(said.text),
            !isOnlyThanks(said.text)
        {
            hearing.intent = Intent(.offer, .suggest, slots: [.text: .text(said.text)])
        }
        if let backing = backsNotice(said, hearing.scene, hearing.intent) ?? backsAndSaysWhy(said, hearing.scene, hearing.intent) {
            hearing.intent = backing
        }
        if let agreed = try agreeing(said, hearing.scene, hearing.intent, &ledger) { hearing.intent = agreed }
        if let here = try arriving(said, hearing.scene, hearing.intent, &ledger) { hearing.intent = here }
        if let reply = try replying(said, hearing.scene, hearing.intent, &ledger) { hearing.intent = reply }
        if let asked = try announcing(hearing, &ledger) { hearing.intent = asked }
        if let another = try intoOtherWords(hearing.heard, hearing.intent, &ledger) {
            hearing.wasAsked = hearing.wasAsked || another.action == .offer
            hearing.intent = another
        }
        if isOnlyBegun(said, hearing.intent, try question(said, &ledger)) {
            hearing.intent = Intent(.ask, .suggest, question: "ask.suggest.empty")
        }
    }

    /// What answers a question of ours in their own words, or tells where they live.
    private func answeringUs(_ hearing: Hearing, _ ledger: inout Ledger) throws(StoreFailure) -> Outcome? {
        let (said, scene, intent) = (hearing.said, hearing.scene, hearing.intent)
        if scene.roles.isEmpty, let outcome = try place(said, from: scene.unit, &ledger) { return outcome }
        if let outcome = try besideTable(said, scene, intent, &ledger) { return outcome }
        if let outcome = try rightsNote(said, scene, &ledger) { return outcome }
        if let outcome = try asksHowToWrite(said, scene, &ledger) { return outcome }
        if let outcome = try orderedHere(hearing.heard, scene, intent, &ledger) { return outcome }
        if let outcome = try repliesOpenly(said, scene, intent, &ledger) { return outcome }
        if hearing.heard.offered == nil, let outcome = try inOwnWords(said, scene, intent, &ledger) { return outcome }
        if let outcome = try askedOf(scene, said, intent, &ledger) { return outcome }
        guard scene.unit == nil, hearing.isDirect, case .whichUnit(let first, let choices)? = try question(said, &ledger)?.about else {
            return nil
        }
        return try placed(first, among: choices, by: said, intent, &ledger)
    }

    /// Codes bind accounts and groups nobody knows yet; everything else needs a unit.
    private func bound(_ hearing: Hearing, _ ledger: inout Ledger) throws(StoreFailure) -> Outcome? {
        let said = hearing.said
        if hearing.intent.action == .act, hearing.intent.name == .bind, case .text(let code)? = hearing.intent.slots[.code] {
            let outcome = try bind(code, said, &ledger)
            try note(hearing.key, said, matter: nil, outcome, &ledger)
            return outcome
        }
        guard said.chat.kind == .group, Office.mayBeCode(said.text), try isMisplacedCode(said, &ledger) else { return nil }
        try note(hearing.key, said, matter: nil, .refused, &ledger)
        return .refused
    }

    /// Whether it is for us at all: what is talk ends here, and what is said by the name of a matter, or gives what a step lacks, is taken.
    private func weighed(_ hearing: inout Hearing, _ ledger: inout Ledger) throws(StoreFailure) -> Outcome? {
        let (said, scene, intent) = (hearing.said, hearing.scene, hearing.intent)
        hearing.owesReason = isOwedReason(intent, said, try question(said, &ledger))
        // 「那要等多久」 to an answer of ours: where it stands is what was just said, so it goes to whoever can say more.
        let doubtsAnswer =
            hearing.isDirect && intent.name == .askStatus && intent.slots.isEmpty
            && scene.quotedText.flatMap { library.invitations[$0] } == .opinion
        let isOpinion = try isNeighboursOpinion(intent, scene, &ledger)
        if isOpinion, intent.name == .rate || intent.name == .endorse { return .silent }
        let isReadable = intent.action == .act && !Office.saysNothing(intent) && !doubtsAnswer && !isOpinion
        hearing.invitation = isReadable ? nil : invitation(quoting: scene.quotedText, said)
        if !hearing.owesReason {
            if let outcome = try holding(said, scene, intent, &ledger) { return outcome }
            if let outcome = try askedOfTheWork(hearing.heard, scene, &ledger) { return outcome }
            if let outcome = try secondThoughts(hearing.heard, scene, intent, &ledger) { return outcome }
            if let outcome = try likewise(hearing.heard, scene, intent, &ledger) { return outcome }
            let isPassedOver = intent.action == .silence || intent.question == "ask.unclear"
            // What quotes one of ours is answered with what can be said of that.
            if isPassedOver, scene.quotedText == nil, hearing.invitation == nil, scene.unit != nil, let person = scene.person,
                let outcome = try answerOwnWord(hearing.heard, scene, scene.here(person), &ledger)
            {
                return outcome
            }
            if let outcome = try supplied(said, scene, intent, &ledger) { return outcome }
            if hearing.invitation == nil, let outcome = try named(hearing.heard, scene, intent, &ledger) { return outcome }
        }
        if let outcome = try backsUnknown(said, scene, intent, &ledger) { return outcome }
        let isForUs =
            scene.asking != nil || hearing.owesReason || hearing.isOffer || hearing.invitation != nil
            || (intent.action != .silence && intent.action != .offer)
        if !isForUs { return try wonder(about: said, scene, &ledger) ?? .silent }
        hearing.open = try question(said, &ledger)
        return nil
    }

    /// Whoever asks what we keep of them is not taken in by asking.
    private func strangersOwn(_ hearing: Hearing, _ ledger: inout Ledger) throws(StoreFailure) -> Outcome? {
        let (said, scene) = (hearing.said, hearing.scene)
        guard hearing.isOfOneself, scene.asking == nil, scene.person == nil else { return nil }
        if said.isAnonymous || (scene.group == nil && !hearing.isDirect) { return .silent }
        let saying = Saying(hearing.intent.name == .linkAccount ? "link.stranger" : "data.none")
        let to: Addressee = if let group = scene.group { .group(group) } else { try inPrivate(said, &ledger) }
        try answer(saying, to: to, about: nil, &ledger)
        try note(hearing.key, said, matter: nil, .asked, &ledger)
        return .asked
    }

    /// Said in private by somebody of no unit: the unit it names, else they are asked which.
    private func withoutUnit(_ hearing: inout Hearing, _ ledger: inout Ledger) throws(StoreFailure) -> Outcome? {
        guard hearing.scene.unit == nil, hearing.isDirect else { return nil }
        if mayBeWish(hearing) { hearing.intent = Intent(.offer, .suggest, slots: [.text: .text(hearing.said.text)]) }
        let (said, intent) = (hearing.said, hearing.intent)
        guard hearing.isSuggestion || (!hearing.needsNoUnit && hearing.heard.earlier == nil && dependsOnUnit(said, intent)) else {
            return nil
        }
        hearing.scene.unit = named(in: said.text)
        return hearing.scene.unit == nil ? try askWhichUnit(said, intent, &ledger) : nil
    }

    /// What can be said to somebody of whom nothing tells where they live.
    private func ofNoUnit(_ hearing: Hearing, _ ledger: inout Ledger) throws(StoreFailure) -> Outcome {
        let (said, intent) = (hearing.said, hearing.intent)
        guard hearing.isDirect, !hearing.isOffer else { return .silent }
        if intent.action == .act, intent.name == .thanks { return .silent }
        if intent.action == .act, intent.name == .emergency {
            // Whom to call does not depend on where anybody lives.
            let number = if case .text(let text)? = intent.slots[.text] { text } else { "110" }
            try answer(whomToCall(number, said), to: try inPrivate(said, &ledger), about: nil, &ledger)
            try note(hearing.key, said, matter: nil, .answered, &ledger)
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
        try note(hearing.key, said, matter: nil, .asked, &ledger)
        return .asked
    }

    /// Who says it, in which unit. A first act makes somebody known to us; a question in a group does not.
    private func resolve(_ hearing: Hearing, in unit: UnitID, _ ledger: inout Ledger) throws(StoreFailure) -> Resolve {
        let (said, scene) = (hearing.said, hearing.scene)
        if let known = scene.person {
            try noteSpoken(said, known, &ledger)
            return try resolve(said, as: hearing.intent, known, unit, to: scene.here(known), &ledger)
        }
        let mayPass = scene.group != nil || homeIs == .seen && hearing.intent.name != .emergency
        let isPassing = mayPass && scene.asking == nil && !hearing.owesReason && hearing.invitation == nil && hearing.onlyAsks
        let person = isPassing ? Office.nobody : try add(said, &ledger)
        let here = isPassing && scene.group == nil ? try inPrivate(said, &ledger) : scene.here(person)
        return try resolve(said, as: hearing.intent, person, unit, to: here, &ledger)
    }

    /// An answer to a question of ours by its number, a reason that is owed, or what has to be asked back.
    private func answered(_ hearing: Hearing, _ spoken: Resolve, _ ledger: inout Ledger) throws(StoreFailure) -> Outcome? {
        let (said, scene, intent) = (hearing.said, hearing.scene, hearing.intent)
        var resolve = spoken
        if let asking = scene.asking {
            resolve.quoted = scene.matter
            let (outcome, matter) = try choose(asking, resolve, &ledger)
            try note(hearing.key, said, matter: matter, outcome, &ledger)
            return outcome
        }
        if hearing.owesReason {
            let (outcome, matter) = try give(reason: resolve.text(.text) ?? said.text, resolve, &ledger)
            try note(hearing.key, said, matter: matter, outcome, &ledger)
            return outcome
        }
        guard intent.action == .ask || intent.name == .questionToBot, hearing.invitation == nil else { return nil }
        if mayBeWish(hearing) {
            var wish = hearing
            wish.intent = Intent(.offer, .suggest, slots: [.text: .text(said.text)])
            return try offer(said.text, wish, resolve, &ledger)
        }
        if intent.action == .act, !hearing.isDirect { return nil }
        if intent.name == .unclear, intent.meant.isEmpty, let outcome = try wonder(about: said, scene, &ledger) { return outcome }
        return try askBack(intent, hearing.heard, resolve.person, resolve.unit.id, scene, resolve.here, &ledger)
    }

    /// What is decided, begun or looked up by it.
    private func acted(_ hearing: Hearing, _ spoken: Resolve, _ ledger: inout Ledger) throws(StoreFailure) -> Outcome {
        let (said, scene, intent) = (hearing.said, hearing.scene, hearing.intent)
        let resolve = try aimed(spoken, scene, &ledger)
        if let invitation = hearing.invitation, resolve.quoted != nil {
            let (outcome, matter) = try accept(invitation, resolve, &ledger)
            if outcome == .silent { return try wonder(about: said, scene, &ledger) ?? .silent }
            try note(hearing.key, said, matter: matter, outcome, &ledger)
            return outcome
        }
        // A suggestion that looks like none of ours, too: whoever still wants it registered says so.
        if hearing.isOffer || intent.name == .suggest, let (outcome, matter) = try wishAnotherTime(resolve, &ledger) {
            try note(hearing.key, said, matter: matter, outcome, &ledger)
            return outcome
        }
        if hearing.isOffer || hearing.isDoubted, let wish = resolve.text(.text) { return try offer(wish, hearing, resolve, &ledger) }
        if intent.action == .act, Office.saysNothing(intent) || resolve.presses(elsewhere: scene.matterUnit),
            let outcome = try wonder(about: said, scene, &ledger)
        {
            return outcome
        }
        let resolution: Resolve.Resolution
        if let called = try resolve.called(&ledger) { resolution = called } else { resolution = try resolve.resolve(&ledger) }
        if case .say(let question, _) = resolution, question.key == "ask.number",
            let outcome = try ofLately(hearing.heard, scene, intent, &ledger)
        {
            return outcome
        }
        return try carriedOut(resolution, hearing, resolve, &ledger)
    }

    /// A number that was quoted belongs to its own unit, and is never taken for one of another.
    private func aimed(_ spoken: Resolve, _ scene: Scene, _ ledger: inout Ledger) throws(StoreFailure) -> Resolve {
        let whose = scene.matterUnit, unit = spoken.unit.id
        var resolve = spoken
        resolve.quoted = whose == nil || whose == unit || whose == units[unit]?.upper ? scene.matter : nil
        resolve = try resolve.aimed(quotedUnit: whose, &ledger)
        if let whose, whose != resolve.unit.id { resolve.quoted = nil }
        try resolve.takeDays(&ledger)
        return resolve
    }

    /// A wish that may be one is offered to be registered.
    private func offer(
        _ wish: String, _ hearing: Hearing, _ resolve: Resolve, _ ledger: inout Ledger
    ) throws(StoreFailure) -> Outcome {
        if let outcome = try noWish(wish, hearing, resolve, &ledger) { return outcome }
        if let alone = wishAsIs(wish) {
            try ask(Question(about: .offer(FirstWords(hearing.said, wish: alone)), asked: now), resolve, &ledger)
            try answer(Saying("ask.offer.joined.one", ["words": .literal(library.masked(alone))]), to: resolve.here, about: nil, &ledger)
            return .asked
        }
        let first = hearing.isOffer ? try joined(hearing.said, wish: wish, &ledger) : FirstWords(hearing.said, wish: wish)
        try ask(Question(about: .offer(first), asked: now), resolve, &ledger)
        var saying = Saying(hearing.isOffer ? "ask.offer" : hearing.intent.question ?? "ask.offer")
        if hearing.isOffer, first.text != wish { saying = Saying("ask.offer.joined", ["words": .literal(library.masked(first.text))]) }
        try answer(saying, to: resolve.here, about: nil, &ledger)
        return .asked
    }

    /// 「12通过，13转物业」: one after the other, each answered.
    private func carriedOut(
        _ first: Resolve.Resolution, _ hearing: Hearing, _ resolve: Resolve, _ ledger: inout Ledger
    ) throws(StoreFailure) -> Outcome {
        let said = hearing.said
        let more = hearing.intent.name == .pasteRecord ? [] : hearing.intent.more
        if isLate(said), first.isOfficersAct {
            try askLate(first, isAlone: more.isEmpty, resolve, &ledger)
            try note(hearing.key, said, matter: nil, .asked, &ledger)
            return .asked
        }
        if let outcome = try asksBeforeTakingBack(first, hearing, resolve, &ledger) { return outcome }
        let (outcome, matter) = try carryOut(first, resolve, &ledger)
        // 「下面议第二件 李四你先说」: who speaks to what was not opened is not called on.
        let isHeldUp = hearing.intent.name == .openMeeting && outcome != .decided
        for next in more where !isHeldUp {
            var other = resolve
            other.intent = next
            let resolution = try other.resolve(&ledger)
            if isLate(said), resolution.isOfficersAct {
                try askLate(resolution, isAlone: false, other, &ledger)
                break
            }
            _ = try carryOut(resolution, other, &ledger)
        }
        if outcome == .silent, more.isEmpty,
            let answered = try answerOwnWord(hearing.heard, hearing.scene, resolve.here, &ledger)
        {
            return answered
        }
        if outcome != .silent { try note(hearing.key, said, matter: matter, outcome, &ledger) }
        // The words that were offered became the matter: neighbours quote them, and their author may take them back.
        if let earlier = hearing.heard.earlier { try became(matter, outcome, earlier, &ledger) }
        if let offer = hearing.heard.offer, outcome == .decided { try settle(offer, as: matter, resolve, &ledger) }
        return outcome
    }
}
