import Deliberation
import Gateways
import Procedure
import Reading
import Record

/// What somebody who is called says in private of one sitting or several, in their own words (`CallAnswer`). What is certain is recorded, the
/// rest is asked once with the whole of it; and what is said of coming is never taken for a wish.
extension Office {
    /// What somebody began to answer: an answer whose sitting was asked back, or a sitting whose answer was.
    struct BegunReply {
        var reply: Reply?
        var reason: String?
        var topics: [MatterNumber] = []
        var at: Instant
    }

    func answersCalls(_ hearing: Hearing, _ ledger: inout Ledger) throws(StoreFailure) -> Outcome? {
        let (said, scene, intent) = (hearing.said, hearing.scene, hearing.intent)
        guard hearing.isDirect, said.quotes == nil, !said.isAnonymous, scene.asking == nil, hearing.heard.offered == nil,
            let person = scene.person, let unit = scene.unit, said.text.count <= Office.longestAnswer, !isOfAnotherStep(intent)
        else { return nil }
        let open = try question(said, &ledger)
        switch open?.about {
        case nil, .confirm?, .oneOf?, .meant?, .offer?: break
        default: return nil
        }
        let resolve = try resolve(said, as: Intent(.act, .rsvpYes), person, unit, to: .person(person), &ledger)
        let calls = try resolve.openCalls(&ledger).filter { $0.unit.id == unit && $0.start > now - Office.stillComing }
        guard !calls.isEmpty else { return nil }
        var names: [Reader.Nameable] = []
        for number in calls.flatMap(\.topics) {
            if let matter = try matter(MatterKey(unit, number), &ledger) { names.append(try named(matter, &ledger).nameable) }
        }
        let numbered = library.reader.numbered(
            said.text, names, .apart, common: library.words(under: "said.named.common"), tails: library.words(under: "said.named.tail"))
        let answer = CallAnswerReader(library).read(numbered?.text ?? said.text)
        // What names no sitting is said of the one that people sign in to.
        if answer.parts.allSatisfy(\.which.isEmpty), numbered == nil, try isSigningIn(person, scene, &ledger) { return nil }
        var answering = Answering(hearing: hearing, resolve: resolve, calls: calls, answer: answer, isOpen: open?.isAsked == true)
        answering.begun = begunReplies[Standing.asked(said)].flatMap { now - $0.at <= Question.life ? $0 : nil }
        if let numbered { (answering.answer.rest, answering.isNamed) = (answer.rest.map(numbered.asSaid), true) }
        return try taken(answering, &ledger)
    }

    /// One such message with what it is of.
    struct Answering {
        let hearing: Hearing
        let resolve: Resolve
        let calls: [Resolve.OpenCall]
        var answer: CallAnswer
        /// Whether a question of ours is open that it may be the answer to.
        let isOpen: Bool
        var begun: BegunReply?
        /// Whether a matter was called by its name.
        var isNamed = false

        var text: String { hearing.said.text }
        var owed: [Resolve.OpenCall] { calls.filter { !$0.isAnswered } }

        /// What is left of it as a reason.
        var reason: String? { answer.rest.isEmpty ? begun?.reason : answer.rest.joined(separator: "，") }
    }

    /// A step of theirs, a suggestion by its opening, or a reply that names its matter and who comes instead.
    private func isOfAnotherStep(_ intent: Intent) -> Bool {
        guard intent.action == .act else { return false }
        switch intent.name {
        case .rsvpYes, .rsvpNo, .leaveRequest: return intent.slots[.substitute] != nil && intent.slots[.number] != nil
        case .suggest, .complainAsSuggestion: return intent.slots[.correction] == nil
        case .askStatus, .endorse, .questionToBot, .yes, .no, .thanks, .individualDispute, .outOfScopePolicy, .appeal, .hideName:
            return false
        default: return true
        }
    }

    private func taken(_ answering: Answering, _ ledger: inout Ledger) throws(StoreFailure) -> Outcome? {
        if let outcome = try sends(answering, &ledger) { return outcome }
        if let outcome = try asksWhatAbout(answering, &ledger) { return outcome }
        if let outcome = try asksWhen(answering, &ledger) { return outcome }
        if let outcome = try wishesAnother(answering, &ledger) { return outcome }
        guard !says("said.call.no", in: answering.text.replacing("其他", with: "")), !answering.answer.parts.isEmpty,
            !answering.answer.isBroken, try !isOfOthers(answering, &ledger)
        else { return nil }
        return try replies(answering, &ledger)
    }

    /// What denies an answer (没请假, 别来), is said of somebody else (张三去不了), of a day on which they are called to nothing, or of being on the way to
    /// something else.
    private func isOfOthers(_ answering: Answering, _ ledger: inout Ledger) throws(StoreFailure) -> Bool {
        var text = answering.text
        let affirming = library.words(under: "said.call.coming").filter { $0.hasPrefix("不是不") }
        for word in library.words(under: "said.call.back") + library.words(under: "said.call.wrong") + affirming {
            text = text.replacing(word, with: " ")
        }
        if says("said.call.denies", in: text) || says("said.call.whom", in: text) || says("said.call.you", in: text) { return true }
        let own = try ledger.profile(of: answering.resolve.person)
        let names = try namesAtTable(of: answering.resolve.unit.id, &ledger).filter { $0 != own?.displayName && $0 != own?.realName }
        if names.contains(where: { text.contains($0) }) { return true }
        let dates = answering.calls.map(\.start.civil.date)
        for match in text.matches(of: /(\d{1,2})月(\d{1,2})?/) {
            guard dates.contains(where: { "\($0.month)" == match.output.1 && (match.output.2 ?? "\($0.day)") == "\($0.day)" }) else {
                return true
            }
        }
        return says("said.call.onTheWay", in: text) && !dates.contains(now.civil.date)
    }

    // MARK: - Whether they come

    private func replies(_ answering: Answering, _ ledger: inout Ledger) throws(StoreFailure) -> Outcome? {
        let answer = answering.answer, intent = answering.hearing.intent
        var parts = answer.parts
        // 「周二那场」 to 「是哪一个」.
        if parts.allSatisfy({ $0.said == nil }) {
            guard let begun = answering.begun?.reply, answer.rest.isEmpty else { return nil }
            for index in parts.indices { parts[index].said = begun == .coming ? .coming : begun == .leave ? .leave : .notComing }
        } else if answer.isBareNumber || parts.contains(where: { $0.said == nil }) {
            return nil
        }
        let isPlain = parts.contains(where: \.isAimed) || answer.count != nil
        // A bare word is read as it was, and 行 is said to anything else that was asked.
        let isBare = !isPlain && !answer.isBack && !parts[0].isAll && !answer.isLate && answering.begun?.topics.isEmpty != false
        if isBare, parts.count > 1 || intent.action == .act && Office.replyNames.contains(intent.name) { return nil }
        if isBare, answering.isOpen || !answer.rest.isEmpty && !answer.isLate { return nil }
        var isCertain = isPlain || answering.begun?.topics.isEmpty == false || !parts.contains(where: \.isWeak)
        guard isRestKnown(answer, parts, isPlain: isPlain, &isCertain) else { return nil }
        if answer.isDoubtful { isCertain = false }
        var found: [(call: Resolve.OpenCall, said: CallAnswer.Said)] = []
        for part in parts.filter({ $0.which != [.others] }) + parts.filter({ $0.which == [.others] }) {
            // 「充电棚可以」 is an opinion, 「充电棚那个可以」 may be one.
            if part.isWeak, answering.isNamed, !answering.text.contains("会"), !answering.text.contains("场") {
                if !answering.text.contains("那个") { return nil }
                isCertain = false
            }
            // 「上午那个我不去」 of none in the morning.
            if part.which.isEmpty, !answer.isLate, let hours = part.hours, !answering.calls.contains(where: { hours.contains($0.start) }) {
                isCertain = false
            }
            var meant = calls(of: part, answering)
            if part.which == [.others] {
                // 「其他没问题」 of nothing that was said before.
                if found.isEmpty { return nil }
                meant = answering.calls.filter { call in !found.contains { $0.call.start == call.start && $0.call.place == call.place } }
            }
            guard var meant else {
                return try parts.count == 1 ? noneThen(part, answering, &ledger) : nil
            }
            if meant.isEmpty, part.isWeak { meant = answering.owed }
            if meant.isEmpty { return parts.count == 1 ? try asksWhich(part, answering, &ledger) : nil }
            meant = meant.map { narrowed($0, part, among: parts, answering.text) }
            if meant.contains(where: { call in found.contains { $0.call.topics.contains(where: call.topics.contains) } }) { return nil }
            found += meant.map { ($0, part.said ?? .coming) }
        }
        // 「3号楼我不去」 may be of the building.
        if answering.isNamed, !says("said.call.named", in: answering.text) { isCertain = false }
        if parts.contains(where: \.isWeak) && answer.count != nil { isCertain = false }
        if answer.isBack && !isPlain || says("said.call.maybe", in: answering.text) { isCertain = false }
        // 「改晚上了那我能来了」 of sittings they never declined says why they come, or is of another.
        if answer.isBack, !found.contains(where: { !$0.call.declined.isEmpty }) { isCertain = false }
        if let count = answer.count, count > 1, count != answering.calls.count, count != answering.calls.flatMap(\.topics).count {
            isCertain = false
        }
        return try record(found, isCertain: isCertain, answering, &ledger)
    }

    /// A sitting by the name of one of its topics is all of it: but for those another answer of the message is of, and those they have said that they
    /// do not come to.
    private func narrowed(_ call: Resolve.OpenCall, _ part: CallAnswer.Part, among parts: [CallAnswer.Part], _ text: String)
        -> Resolve.OpenCall
    {
        func named(_ part: CallAnswer.Part) -> [MatterNumber] { call.topics.filter { part.which.contains(.number($0.serial)) } }
        let own = named(part)
        guard !own.isEmpty else { return call }
        var one = call
        if parts.flatMap(named).contains(where: { !own.contains($0) }) {
            one.topics = own
        } else if part.said == .coming {
            one.topics = call.topics.filter { own.contains($0) || !call.declined.contains($0) }
        } else if !text.contains(where: { "会场天晚".contains($0) }) {
            // 「充电棚那个别记我」 of whoever comes to the rest of it; 「路灯那场我来不了」 is of the whole.
            one.topics = call.topics.filter { own.contains($0) || !call.accepted.contains($0) }
        }
        return one
    }

    private static let replyNames: Set<IntentName> = [.rsvpYes, .rsvpNo, .leaveRequest]

    /// Whether what is left may stand beside the answer: the reason of somebody who does not come, or what somebody who comes late says of it.
    private func isRestKnown(_ answer: CallAnswer, _ parts: [CallAnswer.Part], isPlain: Bool, _ isCertain: inout Bool) -> Bool {
        let left = answer.rest.reduce(0) { $0 + $1.count }
        if left == 0 { return true }
        // What stands beside it may be what it is of: 「周四的牙医我去不了」.
        isCertain = false
        guard left <= Office.longestRest else { return false }
        if parts.contains(where: { [.leave, .notComing, .open].contains($0.said) }) { return true }
        guard left <= Office.longestRest / 2 else { return false }
        return answer.isLate || answer.isBack || isPlain
    }

    /// The sittings a part of it is of; empty where it may be several, nil where it is of none.
    private func calls(of part: CallAnswer.Part, _ answering: Answering) -> [Resolve.OpenCall]? {
        let calls = answering.calls, answer = answering.answer
        if !part.which.isEmpty {
            var found: [Resolve.OpenCall] = []
            for which in part.which {
                guard let meant = self.calls(which, calls) else { return nil }
                found += meant.filter { call in !found.contains { $0.start == call.start && $0.place == call.place } }
            }
            return then(part, found)
        }
        if part.hours != nil {
            let found = then(part, calls)
            if found.count < calls.count { return found }
        }
        if let count = answer.count, count > 1 { return calls }
        if answer.isBack {
            let away = calls.filter(\.isAway)
            if away.count == 1 { return away }
        }
        if let topics = answering.begun?.topics, !topics.isEmpty {
            return calls.filter { $0.topics.contains(where: topics.contains) }
        }
        if part.isAll { return answering.owed.isEmpty ? calls : answering.owed }
        if answering.owed.count == 1 { return answering.owed }
        if calls.count == 1 { return calls }
        if let hours = answer.hours {
            let then = calls.filter { hours.contains($0.start.civil.minuteOfDay / 60) }
            if then.count == 1 { return then }
        }
        // 「堵路上了 10分钟到」 is said of today's.
        let today = calls.filter { $0.start.civil.date == now.civil.date }
        return answer.isLate && today.count == 1 ? today : []
    }

    /// Those of the hour that is said; all where none is then.
    private func then(_ part: CallAnswer.Part, _ calls: [Resolve.OpenCall]) -> [Resolve.OpenCall] {
        let found = part.hours.map { hours in calls.filter { hours.contains($0.start) } } ?? []
        return found.isEmpty ? calls : found
    }

    /// The sittings a day, a number or a place in our list may mean; nil where there is none, or a number is one's day and another's matter.
    func calls(_ which: CallAnswer.Which, _ calls: [Resolve.OpenCall]) -> [Resolve.OpenCall]? {
        let found: [Resolve.OpenCall]
        switch which {
        case .number(let number):
            let topics = calls.filter { $0.topics.contains { $0.serial == number } }
            let days = calls.filter { $0.start.civil.date.day == number }
            guard topics.isEmpty || days.isEmpty else { return nil }
            found = topics + days
        case .weekday(let day, let week):
            let monday = now.civil.date.adding(days: 1 - now.civil.date.weekday)
            let named = calls.filter { $0.start.civil.date.weekday == day + 1 }
            if let week {
                let meant = monday.adding(days: 7 * week + day)
                found = named.filter { $0.start.civil.date == meant }
            } else {
                // The day of the call they have is meant, in whichever week.
                found = named.first.map { first in named.filter { $0.start.civil.date == first.start.civil.date } } ?? []
            }
        case .ahead(let days): found = calls.filter { $0.start.civil.date == now.civil.date.adding(days: days) }
        case .others: return nil
        case .place(let place): found = calls.indices.contains(place - 1) ? [calls[place - 1]] : []
        }
        return found.isEmpty ? nil : found
    }

    /// 「明天我去听听」 of somebody who is called to none tomorrow.
    private func noneThen(
        _ part: CallAnswer.Part, _ answering: Answering, _ ledger: inout Ledger
    ) throws(StoreFailure) -> Outcome? {
        guard case .ahead(let days)? = part.which.first, part.which.count == 1, !part.isWeak, answering.answer.rest.isEmpty,
            let topic = answering.calls[0].topics.first
        else { return nil }
        let values: [String: Argument] = [
            "day": .day(now.civil.date.adding(days: days)), "number": .integer(topic.serial),
            "lines": .list(answering.resolve.lines(of: answering.calls), separator: "\n"),
        ]
        try answer(Saying("refuse.notCalledThen", values), to: answering.resolve.here, about: nil, &ledger)
        return try noted(answering, .asked, &ledger)
    }

    private func asksWhich(
        _ part: CallAnswer.Part, _ answering: Answering, _ ledger: inout Ledger
    ) throws(StoreFailure) -> Outcome? {
        if part.said == .open {
            let calls = answering.owed.isEmpty ? answering.calls : answering.owed
            try answer(undecided(calls), to: answering.resolve.here, about: nil, &ledger)
            return try noted(answering, .answered, &ledger)
        }
        guard case .failure(let unclear)? = try answering.resolve.invitation(&ledger) else { return nil }
        let reply: Reply = part.said == .coming ? .coming : part.said == .leave ? .leave : .notComing
        noteBegun(answering.hearing.said, reply, reason: answering.reason)
        try answer(unclear.saying, to: answering.resolve.here, about: nil, &ledger)
        return try noted(answering, .asked, &ledger)
    }

    /// An answer whose sitting is asked back, or a sitting that was shown with the question whether they come.
    func noteBegun(_ said: Said, _ reply: Reply?, reason: String? = nil, of topics: [MatterNumber] = []) {
        if begunReplies.count >= Office.heldAtMost { begunReplies.removeAll() }
        begunReplies[Standing.asked(said)] = BegunReply(reply: reply, reason: reason, topics: topics, at: now)
    }

    private func record(
        _ found: [(call: Resolve.OpenCall, said: CallAnswer.Said)], isCertain: Bool, _ answering: Answering, _ ledger: inout Ledger
    ) throws(StoreFailure) -> Outcome? {
        let open = found.filter { $0.said == .open }.map(\.call)
        var planned: [Resolve.Planned] = []
        var steps: [Intent] = []
        var reason = answering.answer.parts.contains { $0.said == .open } ? nil : answering.reason
        for said in [CallAnswer.Said.coming, .leave, .notComing] {
            let calls = found.filter { $0.said == said }.map(\.call)
            guard !calls.isEmpty else { continue }
            let reply: Reply = said == .coming ? .coming : said == .leave || reason != nil ? .leave : .notComing
            let isLate = reply == .coming && answering.answer.isLate
            var step = Intent(.act, reply == .coming ? .rsvpYes : reply == .leave ? .leaveRequest : .rsvpNo)
            if reply == .leave { (step.slots[.reason], reason) = (reason.map { .text($0) }, nil) }
            for (place, call) in calls.enumerated() {
                var one = answering.resolve
                one.intent = step
                if place > 0 { one.intent.slots[.reason] = nil }
                let resolution = try one.reply(
                    reply, to: call.topics[0], and: Array(call.topics.dropFirst()), isLate: isLate, isAll: true, &ledger)
                guard case .decide(let plans) = resolution else { return nil }
                planned += plans
            }
            let serials = calls.flatMap(\.topics).map(\.serial).sorted()
            step.slots[serials.count == 1 ? .number : .numbers] = serials.count == 1 ? .integer(serials[0]) : .integers(serials)
            steps.append(step)
        }
        guard !planned.isEmpty else { return nil }
        let said = answering.hearing.said
        begunReplies[Standing.asked(said)] = nil
        if try question(said, &ledger) != nil { try unask(Standing.asked(said), &ledger) }
        var one = answering.resolve
        one.intent = steps[0]
        let result: (outcome: Outcome, matter: MatterKey?) =
            if isCertain {
                try carryOut(.decide(planned), one, &ledger)
            } else {
                try put(steps, planned, of: planned.map(\.command.matter).uniqued(), one, by: answering.hearing.scene.roles, &ledger)
            }
        if !open.isEmpty { try self.answer(undecided(open), to: one.here, about: nil, &ledger) }
        try note(said, matter: result.matter, result.outcome, &ledger)
        return result.outcome
    }

    func noted(_ answering: Answering, _ outcome: Outcome, _ ledger: inout Ledger) throws(StoreFailure) -> Outcome {
        let said = answering.hearing.said
        if try question(said, &ledger) != nil { try unask(Standing.asked(said), &ledger) }
        try note(said, matter: nil, outcome, &ledger)
        return outcome
    }

    /// In characters; what is longer tells of something else.
    private static let longestAnswer = 40
    private static let longestRest = 20
    /// How long after its hour a sitting that has not begun may still be come to.
    private static let stillComing = Span.hours(2)
}
