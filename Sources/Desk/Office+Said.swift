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
        if let first = try question(said, &ledger)?.about.first, first.messageID == said.messageID { return .duplicate }
        guard var scene = try scene(of: said, &ledger) else { return .silent }
        if let chosen { scene.unit = chosen }
        let intent = read(heard, scene)
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
        let owesReason = isOwedReason(intent, said, try question(said, &ledger))
        // In a group a wish without an opening is talk; in private, where nobody else is spoken to, it is asked back once.
        let isOffer = intent.action == .offer && said.chat.kind == .direct
        let isReadable = intent.action == .act && !Office.saysNothing(intent)
        let invitation = isReadable ? nil : Invitation(quoting: scene.quotedText, said)
        let isPassedOver = intent.action == .silence || intent.question == "ask.unclear"
        // What quotes one of ours is answered with what can be said of that.
        if isPassedOver, scene.quotedText == nil, !owesReason, invitation == nil, scene.unit != nil, let person = scene.person,
            let outcome = try answerOwnWord(heard, scene, scene.group.map { .group($0) } ?? .person(person), &ledger)
        {
            return outcome
        }
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
        let isSuggestion = isOffer || (intent.action == .act && [.suggest, .complainAsSuggestion].contains(intent.name))
        if scene.unit == nil, said.chat.kind == .direct, isSuggestion {
            scene.unit = named(in: said.text)
            if scene.unit == nil, let outcome = try askWhichUnit(said, intent, &ledger) { return outcome }
        }
        guard let unit = scene.unit ?? (isOwn && said.chat.kind == .direct ? units.keys.min() : nil) else {
            guard said.chat.kind == .direct, !isOffer else { return .silent }
            if intent.action == .act, intent.name == .thanks { return .silent }
            if intent.action == .act, intent.name == .emergency {
                // Whom to call does not depend on where anybody lives.
                let number = if case .text(let text)? = intent.slots[.text] { text } else { "110" }
                let saying = Saying("ask.emergency", ["number": .literal(number)])
                try answer(saying, to: try inPrivate(said, &ledger), about: nil, &ledger)
                try note(key, said, matter: nil, .answered, &ledger)
                return .answered
            }
            let saying = intent.name == .listMine ? Saying("mine.empty") : intent.name == .help ? help([]) : Saying("refuse.unknownUnit")
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
            return try askBack(intent, said, person, unit, scene, here, &ledger)
        }
        // A number that was quoted belongs to its own unit, and is never taken for one of this.
        let quoted = scene.matterUnit == nil || scene.matterUnit == unit || scene.matterUnit == units[unit]?.upper ? scene.matter : nil
        let spoken = Resolve(
            office: self, said: said, intent: intent, person: person, unit: try self.unit(unit, &ledger), quoted: quoted, here: here,
            now: now
        )
        var resolve = try spoken.aimed(quotedUnit: scene.matterUnit, &ledger)
        if let whose = scene.matterUnit, whose != resolve.unit.id { resolve.quoted = nil }
        if let invitation, resolve.quoted != nil {
            let (outcome, matter) = try accept(invitation, resolve, &ledger)
            if outcome == .silent { return try wonder(about: said, scene, &ledger) ?? .silent }
            try note(key, said, matter: matter, outcome, &ledger)
            return outcome
        }
        // A suggestion that looks like none of ours, too: whoever still wants it registered says so.
        let isDoubted = intent.name == .individualDispute || intent.name == .outOfScopePolicy
        if isOffer || isDoubted, let wish = resolve.text(.text) {
            try ask(Question(about: .offer(FirstWords(said, wish: wish)), asked: now), resolve, &ledger)
            try answer(Saying(isOffer ? "ask.offer" : intent.question ?? "ask.offer"), to: here, about: nil, &ledger)
            return .asked
        }
        if intent.action == .act, Office.saysNothing(intent), let outcome = try wonder(about: said, scene, &ledger) { return outcome }
        let resolution = try resolve.resolve(&ledger)
        let more = intent.name == .pasteRecord ? [] : intent.more
        if let late = isLate(said, resolution) {
            let minutes = Int((now - said.at).milliseconds / 60_000)
            if !more.isEmpty {
                try answer(Saying("ask.lateSeveral", ["minutes": .integer(minutes)]), to: here, about: nil, &ledger)
                try note(key, said, matter: nil, .asked, &ledger)
                return .asked
            }
            try ask(Question(about: .confirm(late), asked: now), resolve, &ledger)
            try answer(Saying("ask.late", ["minutes": .integer(minutes)]), to: here, about: nil, &ledger)
            try note(key, said, matter: nil, .asked, &ledger)
            return .asked
        }
        let (outcome, matter) = try carryOut(resolution, resolve, &ledger)
        // 「12通过，13转物业」: one after the other, each answered.
        for next in more {
            var other = resolve
            other.intent = next
            _ = try carryOut(try other.resolve(&ledger), other, &ledger)
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
        if !earlier.pictures.isEmpty { pictured.append(earlier) }
    }

    /// An officer's command said more than ten minutes ago is asked back (design 5, *Who may*); under a set clock age is not judged.
    private func isLate(_ said: Said, _ resolution: Resolve.Resolution) -> [Resolve.Planned]? {
        guard !clock.isSet, now - said.at > Question.life, case .decide(let planned) = resolution, !planned.allSatisfy(\.isForResidents)
        else { return nil }
        return planned
    }

    /// Where a message was said, and what it answers.
    struct Scene {
        /// Who said it; nil for somebody who was never heard of.
        var person: PersonID?
        var unit: UnitID?
        var group: GroupID?
        /// What that group is for.
        var purpose: GroupPurpose?
        var context: Context
        var roles: [Role]
        var matter: MatterNumber?
        /// Whose matter that is.
        var matterUnit: UnitID?
        /// The text's key of the message of ours that is quoted.
        var quotedText: String?
        /// A message of ours that is answered by quoting it with a number.
        var asking: OutboxRow?
        /// Whether a sitting is under way, or called: then what the table says is tried first.
        var isAtTable = false
    }

    private func scene(of said: Said, _ ledger: inout Ledger) throws(StoreFailure) -> Scene? {
        let bound = standing.read { $0.groups[said.chat.key] }
        let person = try ledger.person(of: Account(endpoint: said.chat.endpoint, id: said.sender))
        var unit = bound?.unit
        var matter: MatterNumber?
        var matterUnit: UnitID?
        var replyContext: Context?
        var asking: OutboxRow?
        var quotedText: String?
        if let quotes = said.quotes {
            let quotedKey = ledger.identity.messageKey(chat: said.chat.key, message: quotes)
            if let row = try ledger.outbox(quoted: quotedKey) {
                replyContext = Office.context(ofNotice: row.draft.text)
                quotedText = row.draft.text
                matter = row.draft.about?.number
                matterUnit = row.draft.about?.unit
                unit = unit ?? row.draft.about?.unit
                if Office.askedByNumber.contains(row.draft.text) { asking = row }
            } else if let became = try ledger.matter(quoted: quotedKey) {
                replyContext = .replyToSuggestion
                matter = became.number
                matterUnit = became.unit
                unit = unit ?? became.unit
            }
        }
        if matter == .unit { matter = nil }
        if said.chat.kind == .direct, unit == nil, let person { unit = try privateUnit(of: person, said, &ledger) }
        let context: Context
        let atTable =
            unit.map { id in standing.read { $0.live.contains(id) || (bound?.purpose != .residents && $0.called.contains(id)) } } ?? false
        if let open = try question(said, &ledger), !open.isOffer {
            context = .replyToBotLast
        } else if let replyContext {
            context = replyContext
        } else if said.chat.kind == .direct {
            context = .direct
        } else {
            // In a group nobody has bound, only the code that binds it is heard.
            guard let bound else { return Scene(person: person, unit: nil, group: nil, context: .direct, roles: []) }
            context = bound.purpose == .residents ? .group : .workGroup
        }
        var roles: [Role] = []
        if let person, let unit { roles = try self.roles(of: person, in: try self.unit(unit, &ledger), live: atTable, &ledger) }
        let inResidents = bound?.purpose == .residents
        func scene(_ context: Context, _ roles: [Role]) -> Scene {
            Scene(
                person: person, unit: unit, group: bound?.group, purpose: bound?.purpose, context: context, roles: roles, matter: matter,
                matterUnit: matter == nil ? nil : matterUnit,
                quotedText: quotedText,
                asking: asking, isAtTable: atTable)
        }
        // Officers' verbs are heard in the work group and in private only: among residents everybody is a resident.
        if inResidents, context == .group, !roles.isEmpty { return scene(.residentGroup, []) }
        return scene(context, inResidents ? [] : roles)
    }

    /// Reads in the place it was said; where a sitting is under way and nothing else fits, as said at its table.
    private func read(_ heard: Heard, _ scene: Scene) -> Intent {
        let said = heard.said
        if let offered = heard.offered { return Intent(.act, .suggest, slots: [.text: .text(offered.text)]) }
        func reading(_ context: Context) -> Intent {
            library.reader.read(
                Utterance(
                    said.text, at: now, role: scene.roles.first ?? .resident, context: context, posts: Array(scene.roles.dropFirst()),
                    mentionsUs: said.mentionsUs))
        }
        if scene.isAtTable, scene.context != .replyToBotLast {
            let atTable = reading(.liveMeeting)
            if atTable.action == .act {
                // What only the model takes for a word of the table gives way to words of the office: 补录会议 12.
                guard atTable.isFromModel else { return atTable }
                let elsewhere = reading(scene.context)
                return elsewhere.action == .act && !elsewhere.isFromModel ? elsewhere : atTable
            }
        }
        if scene.context == .group, scene.roles.isEmpty, let intent = heard.asResident { return intent }
        return reading(scene.context)
    }

    /// Posts as reading knows them, the office ones first.
    private func roles(of person: PersonID, in unit: Unit, live: Bool, _ ledger: inout Ledger) throws(StoreFailure) -> [Role] {
        var roles: [Role] = []
        let posts = unit.posts[person] ?? []
        if posts.contains(.liaisonOfficer) || posts.contains(.registerKeeper) { roles.append(.liaisonOfficer) }
        if posts.contains(.firstConvenor) || posts.contains(.secondConvenor) { roles.append(.convenor) }
        if posts.contains(.partySecretary) { roles.append(.partySecretary) }
        if posts.contains(.departmentContact) { roles.append(.department) }
        if live {
            for row in try ledger.openMatters(of: unit.id, limit: 5000)
            where ["called", "checkIn"].contains(Summary(row.state)?.meeting) || Summary(row.state)?.isLive == true {
                guard let matter = try matter(row.key, &ledger), let book = rulebook(unit, row.key) else { continue }
                if Case(unit: unit, rulebook: book).chairs(of: matter).contains(person) { roles.append(.chair) }
                if matter.sitting.secretary == person { roles.append(.secretary) }
                break
            }
        }
        if unit.council[person] != nil { roles.append(.member) }
        return roles
    }

    /// Which unit a private message is about: the unit named, the one served, else the one of the person's last matter.
    private func privateUnit(of person: PersonID, _ said: Said, _ ledger: inout Ledger) throws(StoreFailure) -> UnitID? {
        let served = units(of: person)
        if served.count == 1 { return served[0] }
        for id in served { if let unit = units[id], unit.name.count >= 2, said.text.contains(unit.name.prefix(2)) { return id } }
        if let first = served.first { return first }
        try catchUpParts(&ledger)
        if let last = try ledger.parts(of: person, limit: 1).last { return try home(of: person, in: last, &ledger) }
        // Nothing of theirs yet, but a word in the group that they will vote in private.
        if let poll = try ledger.polls(ofMember: person).first, let unit = UnitID(String(poll.prefix { $0 != "/" })), units[unit] != nil {
            return unit
        }
        let villages = units.values.filter { !$0.groups(for: .residents).isEmpty }
        return villages.count == 1 ? villages.first?.id : nil
    }

    /// What quoting one of our messages answers.
    static func context(ofNotice key: String) -> Context {
        switch key {
        case "call.meeting", "call.reminder", "call.soon": .replyToMeetingCall
        case "poll.open": .replyToPoll
        case "approval.form", "approval.reminder", "outcome.form", "outcome.reminder", "redeliberation.form": .replyToApproval
        case "card.suggestion", "receipt", "endorsed", "supplement.toOfficer", "question.toSender", "question.reminder":
            .replyToSuggestion
        case "notice.preMeeting", "notice.implementation": .replyToNotice
        case "todo": .replyToTodo
        case "referral.task", "referral.due", "referral.overdue", "task.toDepartment", "task.due", "task.overdue": .replyToTask
        case "notice.unknown", "notice.late": .replyToBotLast
        default: .replyToTopic
        }
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

    private func add(_ said: Said, _ ledger: inout Ledger) throws(StoreFailure) -> PersonID {
        let account = Account(endpoint: said.chat.endpoint, id: said.sender)
        return try ledger.addPerson(Profile(displayName: said.displayName, accounts: [account]), at: now)
    }

    func note(
        _ key: MessageKey, _ said: Said, matter: MatterKey?, _ outcome: Outcome, _ ledger: inout Ledger
    ) throws(StoreFailure) {
        _ = try ledger.noteInbox(key, InboxEntry(saidAt: said.at, matter: matter, outcome: outcome.code), at: now)
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
