import Deliberation
import Gateways
import Procedure
import Reading
import Record

/// Where something was said, by whom, and how it is read there.
extension Office {
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
        /// When that was due.
        var quotedAt: Instant?
        /// A message of ours that is answered by quoting it with a number.
        var asking: OutboxRow?
        /// Whether a sitting is under way, or called: then what the table says is tried first.
        var isAtTable = false
        /// Whether one is under way.
        var isLive = false
        /// Who is on its list, by name.
        var names: [String] = []
        /// Where it would be heard if nothing had been asked here, while 是 or a number carries something out.
        var besides: Context?

        /// Where it is answered: where it was said.
        func here(_ person: PersonID) -> Addressee { group.map { .group($0) } ?? .person(person) }
    }

    /// What was said, as it was read, by somebody of a unit.
    func resolve(
        _ said: Said, as intent: Intent, _ person: PersonID, _ unit: UnitID, to here: Addressee, quoted: MatterNumber? = nil,
        _ ledger: inout Ledger
    ) throws(StoreFailure) -> Resolve {
        Resolve(
            office: self, said: said, intent: intent, person: person, unit: try self.unit(unit, &ledger), quoted: quoted, here: here,
            now: now)
    }

    /// Whether a whole message is a yes or a no: in a group nothing else is taken for the answer to what we offered somebody.
    private func saysYesOrNo(_ said: Said) -> Bool {
        let read = library.reader.read(Utterance(said.text, at: said.at, role: .resident, context: .replyToBotLast))
        return read.name == .yes || read.name == .no
    }

    func scene(of said: Said, _ ledger: inout Ledger) throws(StoreFailure) -> Scene? {
        let bound = standing.read { $0.groups[said.chat.key] }
        let person = try ledger.person(of: Account(endpoint: said.chat.endpoint, id: said.sender))
        var unit = bound?.unit
        var matter: MatterNumber?
        var matterUnit: UnitID?
        var replyContext: Context?
        var asking: OutboxRow?
        var quotedText: String?
        var quotedAt: Instant?
        if let quotes = said.quotes {
            let quotedKey = ledger.identity.messageKey(chat: said.chat.key, message: quotes)
            if let row = try ledger.outbox(quoted: quotedKey) {
                replyContext = context(ofQuoted: row.draft.text)
                (quotedText, quotedAt) = (row.draft.text, row.draft.due)
                // Quoting what was said of a whole sitting names no one topic of it.
                if try !ledger.isOfSeveral(quoted: quotedKey) {
                    matter = row.draft.about?.number
                    matterUnit = row.draft.about?.unit
                }
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
        var besides: Context?
        let isAmongNeighbours = bound?.purpose == .residents && !said.mentionsUs && said.quotes == nil
        if let open = try question(said, &ledger),
            open.isOfWords
                ? open.isOffer && said.chat.kind != .direct && saysYesOrNo(said)
                : !isAmongNeighbours || saysYesOrNo(said) || said.text.allSatisfy({ $0.isNumber || $0.isWhitespace })
        {
            context = .replyToBotLast
            if open.isOfSteps, replyContext == nil, said.chat.kind == .direct || bound?.purpose != .residents {
                besides = said.chat.kind == .direct ? .direct : .workGroup
            }
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
        let names = atTable ? try unit.map { id throws(StoreFailure) in try namesAtTable(of: id, &ledger) } ?? [] : []
        if let person, let unit { roles = try self.roles(of: person, in: try self.unit(unit, &ledger), live: atTable, &ledger) }
        let inResidents = bound?.purpose == .residents
        func scene(_ context: Context, _ roles: [Role]) -> Scene {
            Scene(
                person: person, unit: unit, group: bound?.group, purpose: bound?.purpose, context: context, roles: roles, matter: matter,
                matterUnit: matter == nil ? nil : matterUnit,
                quotedText: quotedText, quotedAt: quotedAt,
                asking: asking, isAtTable: atTable, isLive: unit.map { id in standing.read { $0.live.contains(id) } } ?? false,
                names: names,
                besides: roles.isEmpty ? nil : besides)
        }
        // Officers' verbs are heard in the work group and in private only: among residents everybody is a resident.
        if inResidents, context == .group, !roles.isEmpty { return scene(.residentGroup, []) }
        return scene(context, inResidents ? [] : roles)
    }

    /// Reads in the place it was said; where a sitting is under way and nothing else fits, as said at its table.
    func read(_ heard: Heard, _ scene: Scene) -> Intent {
        let intent = readInPlace(heard, scene)
        if isOfOtherThings(intent, heard, scene) { return Intent(.silence, .chatterIgnore) }
        // 「李四来不了 张三到了」 signs in nobody who says it.
        guard intent.action == .act, intent.name == .checkIn, intent.slots[.person] == nil, intent.slots[.persons] == nil,
            intent.slots[.add] == nil, scene.names.contains(where: { heard.said.text.contains($0) })
        else { return intent }
        return Intent(.silence, .chatterIgnore)
    }

    /// 「帐篷撤了吧」 while a question is open, which takes nothing of ours back by itself; 「1号收错了」, which accepts nothing; 「并排放」, which merges nothing.
    private func isOfOtherThings(_ intent: Intent, _ heard: Heard, _ scene: Scene) -> Bool {
        let text = heard.said.text
        switch intent.name {
        case .undo where intent.action == .act && intent.slots[.number] == nil && scene.context == .replyToBotLast:
            var place = scene
            (place.besides, place.context) = (nil, scene.besides ?? (heard.said.chat.kind == .direct ? .direct : .workGroup))
            let alone = readInPlace(heard, place)
            return alone.action != .act || alone.name != .undo
        case .announceResult: return says("said.hopes", in: text)
        case .merge: return says("said.merge.not", in: text)
        default: return intent.action == .act && library.verbs.isAboutAMatter(intent.name) && says("said.wrongly", in: text)
        }
    }

    private func readInPlace(_ heard: Heard, _ scene: Scene) -> Intent {
        let said = heard.said
        if let offered = heard.offered { return Intent(.act, .suggest, slots: [.text: .text(offered.text)]) }
        func reading(_ context: Context) -> Intent {
            library.reader.read(
                Utterance(
                    said.text, at: now, role: scene.roles.first ?? .resident, context: context, posts: Array(scene.roles.dropFirst()),
                    mentionsUs: said.mentionsUs, names: scene.names))
        }
        // Whoever is asked whether a step is meant may say another first.
        if let besides = scene.besides {
            let answer = reading(scene.context)
            if answer.action == .act, [.yes, .no, .reason].contains(answer.name) { return answer }
            var place = scene
            (place.besides, place.context) = (nil, besides)
            let other = read(heard, place)
            if other.action == .ask, other.slots[.kind] == .text("roll") { return other }
            return other.action == .act || answer.action != .act ? other : answer
        }
        if scene.isAtTable, scene.context != .replyToBotLast {
            let atTable = reading(.liveMeeting)
            if atTable.action == .act {
                // What only the model takes for a word of the table gives way to words of the office: 补录会议 12.
                guard atTable.isFromModel else { return atTable }
                let elsewhere = reading(scene.context)
                // Before a sitting is opened nothing is revised and nobody speaks.
                if !scene.isLive, Office.ofOpenSittings.contains(atTable.name) { return elsewhere }
                // 「1号改到3月20号，…，王五当秘书」 moves the sitting, and opens none.
                if elsewhere.action == .ask, elsewhere.meant.first?.name == .reschedule { return elsewhere }
                return elsewhere.action == .act && !elsewhere.isFromModel ? elsewhere : atTable
            }
            // Votes and a settled vote, said in passing: which result that is, is asked.
            if atTable.name == .announceResult, !atTable.isFromModel, atTable.action == .ask, scene.isLive { return atTable }
            if atTable.action == .ask, atTable.slots[.kind] == .text("roll") { return atTable }
            if atTable.question == "ask.result", reading(scene.context).action == .silence { return atTable }
        }
        if scene.context == .group, scene.roles.isEmpty, let intent = heard.asResident { return intent }
        return reading(scene.context)
    }

    private static let ofOpenSittings: Set<IntentName> = [
        .revise, .giveFloor, .endTurn, .interrupt, .interact, .confirmMethod, .recordView,
    ]

    /// Posts as reading knows them, the office ones first.
    func roles(of person: PersonID, in unit: Unit, live: Bool, _ ledger: inout Ledger) throws(StoreFailure) -> [Role] {
        var roles: [Role] = []
        let posts = unit.posts[person] ?? []
        if posts.contains(.liaisonOfficer) || posts.contains(.registerKeeper) { roles.append(.liaisonOfficer) }
        if posts.contains(.firstConvenor) || posts.contains(.secondConvenor) { roles.append(.convenor) }
        if posts.contains(.partySecretary) { roles.append(.partySecretary) }
        if posts.contains(.departmentContact) { roles.append(.department) }
        if live {
            for key in try atTable(of: unit, &ledger) {
                guard let matter = try matter(key, &ledger), let book = rulebook(unit, key) else { continue }
                let isChair = Case(unit: unit, rulebook: book).chairs(of: matter).contains(person)
                if isChair, !roles.contains(.chair) { roles.append(.chair) }
                if matter.sitting.secretary == person, !roles.contains(.secretary) { roles.append(.secretary) }
            }
        }
        if unit.council[person] != nil { roles.append(.member) }
        return roles
    }

    /// What the table is about: the topics of the sittings under way and of those called for today, the record of an earlier one may still be
    /// missing; only where there is none those called for later.
    private func atTable(of unit: Unit, _ ledger: inout Ledger) throws(StoreFailure) -> [MatterKey] {
        var now: [MatterKey] = [], later: [MatterKey] = []
        for open in try ledger.open(in: unit.id, where: { $0.isLive || $0.isCalled }) {
            let isAhead = open.due.map { $0.civil.date > self.now.civil.date } ?? false
            if open.summary.isLive || !isAhead { now.append(open.key) } else { later.append(open.key) }
        }
        return now.isEmpty ? later : now
    }

    /// Which unit a private message is about: the unit named, the one served, else the one of the person's last matter.
    func privateUnit(of person: PersonID, _ said: Said, _ ledger: inout Ledger) throws(StoreFailure) -> UnitID? {
        let served = units(of: person)
        if served.count == 1 { return served[0] }
        for id in served { if let unit = units[id], unit.name.count >= 2, said.text.contains(unit.name.prefix(2)) { return id } }
        if let first = served.first { return first }
        try catchUpParts(&ledger)
        if let last = try ledger.parts(of: person, limit: 1).first { return try home(of: person, in: last, &ledger) }
        // Nothing of theirs yet, but a word in the group that they will vote in private.
        if let poll = try ledger.polls(ofMember: person).first, let unit = UnitID(String(poll.prefix { $0 != "/" })), units[unit] != nil {
            return unit
        }
        let villages = units.values.filter { !$0.groups(for: .residents).isEmpty }
        return villages.count == 1 ? villages.first?.id : nil
    }

    /// Everybody on the lists of the sittings the table is about, as they are called; read again only after something has happened there.
    func namesAtTable(of id: UnitID, _ ledger: inout Ledger) throws(StoreFailure) -> [String] {
        let head = ledger.head(of: id).n
        if let known = tableNames[id], known.head == head { return known.names }
        var people: Set<PersonID> = []
        for key in try atTable(of: try unit(id, &ledger), &ledger) { people.formUnion(try matter(key, &ledger)?.sitting.list ?? []) }
        var names: Set<String> = []
        for person in people {
            guard let profile = try ledger.profile(of: person) else { continue }
            names.formUnion([profile.realName, profile.displayName].compactMap(\.self).filter { (2...6).contains($0.count) })
        }
        tableNames[id] = (head, names.sorted())
        return names.sorted()
    }

    /// What an answer that quotes one of our messages is about.
    /// - Parameter text: the text key of the quoted message; of a notice its `quoted` in the rulebooks decides.
    func context(ofQuoted text: String) -> Context {
        if Office.askedByNumber.contains(text) { return .replyToBotLast }
        if text == "todo" { return .replyToTodo }
        return switch library.quoted[text] {
        case .suggestion: .replyToSuggestion
        case .call: .replyToMeetingCall
        case .poll: .replyToPoll
        case .approval: .replyToApproval
        case .task: .replyToTask
        case .notice: .replyToNotice
        case .topic, nil: .replyToTopic
        }
    }
}
