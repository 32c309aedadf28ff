import Deliberation
import Gateways
import Procedure
import Reading
import Record

extension Resolve {
    /// What anybody may say.
    func residents(_ ledger: inout Ledger) throws(StoreFailure) -> Resolution? {
        switch intent.name {
        case .suggest: try suggest(&ledger)
        case .complainAsSuggestion: try suggest(&ledger)
        case .endorse: try endorse(&ledger)
        case .withdraw: try withdraw(&ledger)
        case .askStatus: try query(&ledger) { .status($0) }
        case .details: try query(&ledger) { .details($0, all: text(.filter) == "全部") }
        case .listMine: .other(.mine)
        case .help: .other(.help(isWhole: text(.filter) == "全部"))
        case .ownData: .other(.ownData)
        case .optOutPrivacy: .other(.forget)
        case .linkAccount: .other(.link)
        case .vote: try vote(&ledger)
        case .rsvpYes: try reply(.coming, &ledger)
        case .rsvpNo: try reply(.notComing, &ledger)
        case .leaveRequest: try reply(.leave, &ledger)
        case .chain: try chain(&ledger)
        case .rate: try rate(&ledger)
        case .notDone: try notDone(&ledger)
        case .appeal: try appeal(&ledger)
        case .volunteerAsParticipant: try volunteer(&ledger)
        case .endMandate: try endMandate(&ledger)
        case .agreeRevision: try agreeRevision(&ledger)
        case .checkIn: try signIn(&ledger)
        case .undo: try undo(&ledger)
        case .immediately: .other(.immediately(try numbers(&ledger).found.first))
        case .reason: text(.text).map { .other(.reason($0)) }
        case .yes: .other(.answered(true))
        case .no: .other(.answered(false))
        case .thanks: .silence
        case .emergency: .other(.emergency(text(.text) ?? "110"))
        case .individualDispute, .outOfScopePolicy: .say(Saying(intent.question ?? "ask.notOurs.dispute"), .asked)
        case .questionToBot, .hideName: said.chat.kind == .direct || said.mentionsUs ? .say(Saying("ask.unclear"), .asked) : .silence
        default: nil
        }
    }

    /// A number that was said is the one that is meant: nothing else is taken back in its place.
    private func undo(_ ledger: inout Ledger) throws(StoreFailure) -> Resolution {
        let (found, missing) = try numbers(&ledger)
        let spoken = intent.slots[.number] ?? intent.slots[.numbers] != nil ? nil : office.library.reader.markedNumbers(in: said.text).first
        guard let serial = missing.first ?? spoken else { return .other(.undo(found.first)) }
        if let number = try number(serial, &ledger) { return .other(.undo(number)) }
        return .say(Saying("refuse.noSuchMatter", ["unit": .literal(unit.name), "number": .integer(serial)]), .refused)
    }

    private func suggest(_ ledger: inout Ledger) throws(StoreFailure) -> Resolution {
        if let more = text(.supplement) ?? text(.correction) {
            return try each(&ledger, example: "补充") { number, ledger throws(StoreFailure) in
                let pending = try words(more, number, kind: "supplement", &ledger)
                return Planned(command: command(number, .supplement(pending.ref)), words: [pending], answer: "done.supplement")
            }
        }
        guard let wish = text(.text), !wish.isEmpty else { return .say(Saying("ask.text", ["example": .literal("建议：东门路灯不亮")]), .asked) }
        if text(.kind) == Resolve.petition, village == nil { return .say(Saying("refuse.noUpper"), .refused) }
        let number = try ledger.nextSerial(unit.id, year: now.civil.date.year)
        let pending = try words(wish, number, kind: Library.suggestionKind, &ledger)
        let group: GroupID? = if case .group(let id) = here { id } else { nil }
        if text(.kind) == Resolve.petition { return petition(pending, number, group) }
        return .decide([Planned(command: command(number, .suggest(pending.ref, in: group)), words: [pending])])
    }

    /// Only from a bound residents' group, or by somebody known from one (XZ-11f): a stranger's private message is no voice.
    private func endorse(_ ledger: inout Ledger) throws(StoreFailure) -> Resolution {
        guard try office.isMember(self, &ledger) else { return .say(Saying("refuse.notMember"), .refused) }
        // 「我替我妈附议2号」: a voice is one's own.
        if office.says("said.backs.forOther", in: said.text), let number = try numbers(&ledger).found.first {
            if case .group = here, !said.mentionsUs { return .silence }
            return .say(Saying("refuse.endorse.forOther", ["number": .integer(number.serial)]), .refused)
        }
        return try each(&ledger, example: "附议") { number, _ in
            Planned(command: command(number, village.map { .sign(from: $0) } ?? .endorse), answer: "endorsed")
        }
    }

    /// Whoever proposed takes it back; whoever supported takes the support back.
    private func withdraw(_ ledger: inout Ledger) throws(StoreFailure) -> Resolution {
        // 「1号我不支持了」 takes back a voice, and never a suggestion.
        if office.says("said.voice", in: said.text),
            let number = try numbers(&ledger).found.first, let matter = try office.matter(MatterKey(unit.id, number), &ledger),
            !matter.endorsers.contains(person), !(matter.isProposed(by: person) && said.text.contains("撤"))
        {
            if case .group = here { return .silence }
            return .say(Saying("refuse.notEndorsed", ["number": .integer(number.serial)]), .refused)
        }
        return try each(&ledger, example: "撤回") { number, ledger throws(StoreFailure) in
            let matter = try office.matter(MatterKey(unit.id, number), &ledger)
            if matter?.endorsers.contains(person) == true {
                return Planned(command: command(number, .takeBackEndorsement), answer: "done.takeBackEndorsement")
            }
            return Planned(command: command(number, .withdraw), answer: "done.withdraw")
        }
    }

    func query(_ ledger: inout Ledger, _ ask: (MatterNumber) -> Other) throws(StoreFailure) -> Resolution {
        let (found, missing) = try numbers(&ledger)
        if let number = found.first { return .other(ask(number)) }
        if missing.isEmpty, let only = try onlyCandidate(&ledger) { return .other(ask(only)) }
        // When and where the sitting is that they are called to.
        if missing.isEmpty, said.chat.kind == .direct, intent.name == .askStatus, said.text.contains("会"),
            case .success(let call)? = try invitation(&ledger), call.unit.id == unit.id, let topic = call.topics.first
        {
            return .other(.status(topic))
        }
        if missing.isEmpty, let asked = try askedAtWork(&ledger, ask) { return asked }
        // Asked in private without a number it is about one's own.
        if missing.isEmpty, said.chat.kind == .direct {
            let own = intent.name == .askStatus ? try office.ownOpen(person, unit.id, isAlone: true, &ledger) : []
            return .other(own.count == 1 ? .status(own[0].number) : .mine)
        }
        guard let serial = missing.first else { return .say(Saying("ask.number", ["example": .literal("查")]), .asked) }
        if said.chat.kind == .direct, intent.name == .askStatus, said.text.utf8.count <= 6,
            case .success(let call)? = try invitation(&ledger), !call.isAnswered
        {
            // A bare number that is nobody's, from somebody who owes one answer.
            let values: [String: Argument] = ["start": .instant(call.start), "place": .literal(call.place ?? "")]
            return .say(Saying("ask.rsvp.start", values), .asked)
        }
        return .say(Saying("refuse.noSuchMatter", ["unit": .literal(unit.name), "number": .integer(serial)]), .refused)
    }

    private func vote(_ ledger: inout Ledger) throws(StoreFailure) -> Resolution {
        let choice = text(.choice).flatMap { Terms.choice[$0] } ?? integer(.choice).flatMap { Terms.numberedChoice[$0] }
        guard let number = try numbers(&ledger).found.first, let choice else {
            if case .group = here, choice == nil, let number = try numbers(&ledger).found.first { return .other(.enlist(number)) }
            return .say(Saying("ask.text", ["example": .literal("投票 12 赞成")]), .asked)
        }
        return .other(.vote(number, choice: choice))
    }

    private func reply(_ reply: Reply, _ ledger: inout Ledger) throws(StoreFailure) -> Resolution {
        if let saying = try calledAnotherDay(&ledger) { return .say(saying, .asked) }
        let ofDays = isBareReply ? try topicsOfSaidDays(&ledger) : []
        if let first = ofDays.first { return try self.reply(reply, to: first, and: Array(ofDays.dropFirst()), &ledger) }
        if isBareReply, office.says("said.rsvp.all", in: said.text), !office.says("said.rsvp.all.not", in: said.text) {
            let topics = try openCalls(&ledger).filter { $0.unit.id == unit.id && !$0.isAnswered }.flatMap(\.topics)
            if topics.count > 1 { return try self.reply(reply, to: topics[0], and: Array(topics.dropFirst()), &ledger) }
        }
        if isBareReply, let found = try invitation(&ledger) {
            switch found {
            case .failure(let unclear):
                office.noteBegun(said, reply, reason: text(.reason))
                return .say(unclear.saying, .asked)
            case .success(let call):
                if call.unit.id == unit.id, let number = call.topics.first { return try self.reply(reply, to: number, &ledger) }
            }
        }
        guard let number = try numberOrSitting(&ledger, first: ["called"]) else {
            if isBareReply { return .say(Saying("refuse.notCalled"), .refused) }
            return .say(Saying("ask.number", ["example": .literal("参加")]), .asked)
        }
        return try self.reply(reply, to: number, and: Array(try numbers(&ledger).found.dropFirst()), &ledger)
    }

    /// - Parameters:
    ///   - more: other topics that were named with it.
    ///   - isAll: whether they are all that is meant; else the other topics of the sitting are.
    func reply(
        _ reply: Reply, to number: MatterNumber, and more: [MatterNumber] = [], isLate isSaidLate: Bool = false, isAll: Bool = false,
        _ ledger: inout Ledger
    ) throws(StoreFailure) -> Resolution {
        var pending: [PendingWords] = []
        let isLate =
            isSaidLate
            || reply == .coming && office.says("said.rsvp.late", in: said.text) && !office.says("said.rsvp.late.not", in: said.text)
        if let reason = text(.reason) ?? (isLate ? said.text : nil) { pending.append(try words(reason, number, kind: "reason", &ledger)) }
        var substitute: PersonID?
        // 「让我爱人替我去」 names nobody.
        let isUnnamed = text(.substitute).map { $0.hasPrefix("我") || $0.hasPrefix("俺") } ?? false
        if let name = text(.substitute), !isUnnamed {
            // Who is not known cannot be counted at the sitting: it is said now and not found out there.
            switch try people([name], in: try office.matter(MatterKey(unit.id, number), &ledger), &ledger) {
            case .success(let found): substitute = found.first
            case .failure(let unclear): return .say(unclear.saying, .asked)
            }
        }
        let act = Act.reply(reply, reason: pending.first?.ref, substitute: substitute)
        var extra: [String: Argument] = substitute.map { ["substitute": .person($0)] } ?? [:]
        if isLate { extra["late"] = .text(key: "word.rsvp.late", [:]) }
        if reply == .leave, substitute == nil, isUnnamed || sendsSomebody {
            extra["unnamed"] = .text(key: "word.substitute.unnamed", ["number": .integer(number.serial)])
        }
        let first = Planned(command: command(number, act), words: pending, answer: "done.reply.\(reply.rawValue)", extra: extra)
        // Who comes to a sitting comes to all its topics; a reason stands with the first.
        var others = more
        for topic in isAll ? [] : try together(with: number, &ledger) where topic != number && !others.contains(topic) {
            if try office.matter(MatterKey(unit.id, topic), &ledger)?.sitting.list.contains(person) == true { others.append(topic) }
        }
        return .decide(
            [first]
                + others.map { topic in
                    Planned(
                        command: command(topic, .reply(reply, reason: nil, substitute: substitute)), answer: "done.reply.\(reply.rawValue)")
                })
    }

    /// 「让我对象去行不」: somebody is to come in their place, and is not named.
    private var sendsSomebody: Bool {
        func says(_ key: String) -> Bool {
            office.library.words(under: key).contains { said.text.contains($0) }
        }
        return says("said.sends") && says("said.sends.comes")
    }

    /// SM-1: a representative with the party they stand for and the way (XZ-8.2a).
    private func volunteer(_ ledger: inout Ledger) throws(StoreFailure) -> Resolution {
        var pending: [PendingWords] = []
        return try each(&ledger, example: "我代表3号楼") { number, ledger throws(StoreFailure) in
            let before = pending.count
            var fields = Fields([.way: .text(text(.method).flatMap { Terms.way[$0] } ?? "recommended")])
            if let party = text(.party) {
                let said = party.without(endings: ["来参加", "参加", "参会", "来协商"])
                pending.append(try words(said, number, kind: "party", &ledger))
                fields[.party] = pending.last.map { .words($0.ref) }
            }
            return Planned(
                command: command(number, .step("SM-1", key: person.description, fields)), words: Array(pending[before...]),
                answer: "done.mandate")
        }
    }

    /// SM-3: somebody who was to stand for others does so no more.
    private func endMandate(_ ledger: inout Ledger) throws(StoreFailure) -> Resolution {
        try each(&ledger, example: "不代表了") { number, ledger throws(StoreFailure) in
            let given = try office.matter(MatterKey(unit.id, number), &ledger)?.item("mandate", key: person.description)
            let fields = Fields(given?.fields[.party].map { [.party: $0] } ?? [:])
            return Planned(command: command(number, .step("SM-3", key: person.description, fields)), answer: "done.mandateEnded")
        }
    }

    private func agreeRevision(_ ledger: inout Ledger) throws(StoreFailure) -> Resolution {
        guard let number = try sitting(&ledger) else { return .silence }
        return .decide([Planned(command: command(number, .agreeRevision), answer: "done.agreeRevision")])
    }
}
