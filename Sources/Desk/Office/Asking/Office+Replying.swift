import Deliberation
import Gateways
import Procedure
import Reading
import Record

/// What is said to an open question in more than a yes: 「对 撤了」, 「是的呀 记上吧谢谢」, 「是的 二楼会议室 二十人」, 「不是备案 是报审」, 「第二个」. What only
/// agrees is the yes; what completes the step is done with it; what changes it is shown once more.
extension Office {
    /// Nil where it goes on as it was read, or as the yes or no it was found to be.
    func replied(_ hearing: inout Hearing, _ ledger: inout Ledger) throws(StoreFailure) -> Outcome? {
        let (said, scene) = (hearing.said, hearing.scene)
        guard hearing.heard.offered == nil, hearing.heard.earlier == nil, !said.isAnonymous, scene.asking == nil,
            said.quotes == nil || scene.quotedText?.hasPrefix("ask.") == true, said.text.count <= Office.longestReply,
            scene.purpose != .residents || said.quotes != nil || said.mentionsUs || library.registersOwn(said.text),
            let open = try question(said, &ledger)
        else { return try repliedTooLate(hearing, &ledger) }
        // Among neighbours only the word to register is an answer to us: 「嗯嗯 要登记的」.
        if scene.purpose == .residents, said.quotes == nil, !said.mentionsUs {
            guard case .offer = open.about else { return nil }
            hearing.intent = Intent(.act, .yes)
            return nil
        }
        switch open.about {
        case .offer(let first):
            let isNo = behind(["said.not"], in: said.text).map { says("said.declines.wish", in: String($0)) } ?? false
            if isNo || said.text.count <= Office.shortNo && says("said.backs.no", in: said.text) {
                hearing.intent = Intent(.act, .no)
                return nil
            }
            guard let reply = agreed(said.text, ["said.yes.adds"]) else { return nil }
            if reply.rest.isEmpty || reply.isYes && !says("said.yes.also", in: String(reply.rest)) && repeats(reply.rest, first.text) {
                hearing.intent = Intent(.act, .yes)
                return nil
            }
            // 「是的，不过最后那句不要」 takes back a part, and nobody can tell which.
            if reply.isYes, said.chat.kind == .direct, refuses(String(reply.rest)), says("said.yes.but", in: String(reply.rest)) {
                try answer(Saying("ask.offer.part"), to: scene.here(scene.person ?? Office.nobody), about: nil, &ledger)
                return try done((.asked, nil), said, &ledger)
            }
            // 「嗯 明早去看」 is said to somebody else; what else there is belongs to the wish, and the whole is shown.
            let isLater = reply.isYes && says("said.yes.later", in: String(reply.rest))
            let saysMore = hearing.intent.name == .yes && reply.rest.count >= Office.shortestMore || hearing.intent.action == .offer
            if saysMore, reply.isYes, !isLater, scene.purpose != .residents {
                hearing.intent = Intent(.offer, .suggest, slots: [.text: .text(String(reply.rest))])
                return nil
            }
            return hearing.intent.name == .yes || isLater ? .silent : nil
        case .oneOf(let choices):
            // 「3号通过」 is a step of its own.
            let isStep =
                hearing.intent.action == .act && !hearing.intent.isFromModel && ![.askStatus, .merge].contains(hearing.intent.name)
                && library.verbs.isAboutAMatter(hearing.intent.name)
            guard !isStep, let person = scene.person, let unit = scene.unit,
                let chosen = try named(said, among: choices, unit, &ledger)
            else { return nil }
            try unask(Standing.asked(said), &ledger)
            let resolve = try resolve(hearing, person, unit, &ledger)
            return try done(try carryOut(.decide(try renumbered(chosen, of: unit, &ledger)), resolve, &ledger), said, &ledger)
        case .reason(let plans):
            guard let person = scene.person, let unit = scene.unit else { return nil }
            return try takesPlace(said.text, plans, open.message, try resolve(hearing, person, unit, &ledger), &ledger)
        case .vote:
            if onlyAgrees(said.text) { hearing.intent = Intent(.act, .yes) }
            return nil
        case .confirm, .meant: return try repliedToStep(&hearing, open, &ledger)
        case .refused:
            guard let person = scene.person, let unit = scene.unit, let step = open.steps.first, !Office.isQuestion(said.text) else {
                return nil
            }
            if let rest = behind(["said.not"], in: said.text) {
                return try corrected(&hearing, step, rest, ownWords(of: step.name), &ledger)
            }
            guard step.name == .callMeeting else { return nil }
            let reply = agreed(said.text)
            let words = reply.map { String($0.rest) } ?? said.text
            guard hearing.intent.action != .act || hearing.intent.isFromModel || reply?.isYes == true,
                let next = completed(step, with: words, isFree: reply?.isYes == true, scene.roles), !next.isSame
            else { return nil }
            return try put([next.step], try resolve(hearing, person, unit, &ledger), by: scene.roles, &ledger)
        default: return nil
        }
    }

    /// A yes in private to a question whose ten minutes are over: told once that nothing was done.
    private func repliedTooLate(_ hearing: Hearing, _ ledger: inout Ledger) throws(StoreFailure) -> Outcome? {
        let said = hearing.said
        guard said.chat.kind == .direct, said.quotes == nil, !isLate(said), hearing.intent.name == .yes || onlyAgrees(said.text),
            says("said.yes.plain", in: said.text), let asked = askedAt[Standing.asked(said)], now - asked > Question.life,
            now - asked <= .days(1), try question(said, &ledger) == nil
        else { return nil }
        askedAt[Standing.asked(said)] = nil
        try answer(Saying("ask.lapsed"), to: try inPrivate(said, &ledger), about: nil, &ledger)
        try note(said, matter: nil, .asked, &ledger)
        return .asked
    }

    private static let longestReply = 80
    /// 「哦 跟2号是一个事 那就不用了」
    private static let shortNo = 24
    /// 「是 晚上最吵」 says more than that it is so.
    private static let shortestMore = 8
    private static let passedAtMost = 3

    private func resolve(
        _ hearing: Hearing, _ person: PersonID, _ unit: UnitID, _ ledger: inout Ledger
    ) throws(StoreFailure) -> Resolve {
        try resolve(hearing.said, as: hearing.intent, person, unit, to: hearing.scene.here(person), &ledger)
    }

    private func done(
        _ result: (Outcome, MatterKey?), _ said: Said, _ ledger: inout Ledger
    ) throws(StoreFailure) -> Outcome {
        try note(said, matter: result.1, result.0, &ledger)
        return result.0
    }

    // MARK: - A step that is asked about

    private func repliedToStep(_ hearing: inout Hearing, _ open: Question, _ ledger: inout Ledger) throws(StoreFailure) -> Outcome? {
        let (said, scene) = (hearing.said, hearing.scene)
        guard let person = scene.person, let unit = scene.unit else { return nil }
        if let outcome = try addsMore(hearing, open, &ledger) { return outcome }
        // 「清点好了 除了赵强都在」 begins with words that agree, and counts anew.
        if hearing.intent.action == .act, hearing.intent.name == .closeCount, !hearing.intent.isFromModel { return nil }
        // 「办结 1」 to 「要“办好 1”是吧？」 is a step of its own.
        if hearing.intent.action == .act, !hearing.intent.isFromModel, hearing.intent.slots[.number] != nil,
            library.verbs.isAboutAMatter(hearing.intent.name), !open.steps.contains(where: { $0.name == hearing.intent.name }),
            agreed(said.text)?.isYes != true
        {
            return nil
        }
        if let outcome = try repliedOtherwise(&hearing, open, &ledger) { return outcome }
        if try question(said, &ledger) == nil { return nil }
        let own = open.steps.flatMap { ownWords(of: $0.name) }
        if let reply = agreed(said.text, ["said.yes.adds"], own) {
            let rest = String(reply.rest)
            if rest.isEmpty {
                // A bare nod after much else may be meant for somebody else.
                if open.passed >= Office.passedAtMost, !open.steps.isEmpty {
                    return try put(open.steps, try resolve(hearing, person, unit, &ledger), by: scene.roles, &ledger)
                }
                hearing.intent = Intent(.act, .yes)
                return nil
            }
            guard reply.isYes else { return nil }
            if open.steps.count == 1, let next = amended(open.steps[0], with: rest),
                let outcome = try put([next], try resolve(hearing, person, unit, &ledger), by: scene.roles, &ledger)
            {
                return outcome
            }
            // 「是的，不过最后那句不要」 takes back a part: it is asked once more.
            if refuses(rest), !says("said.yes.but", in: rest) {
                hearing.intent = Intent(.act, .no)
                return nil
            }
            if try repeats(rest, open, unit, &ledger) {
                hearing.intent = Intent(.act, .yes)
                return nil
            }
            // Another thing in the same message.
            var place = scene
            (place.besides, place.context) = (nil, said.chat.kind == .direct ? .direct : .workGroup)
            var other = said
            other.text = rest
            let alone = read(Heard(other), place)
            let isAnother = alone.action == .act && library.verbs.isAboutAMatter(alone.name)
            let isBoth = isAnother ? try names(alone, unit, &ledger) : false
            let serials = library.reader.markedNumbers(in: rest).filter { open.steps.first?.slots[.number] != .integer($0) }
            if open.steps.count == 1, let next = completed(open.steps[0], with: rest, isFree: true, scene.roles),
                serials.isEmpty || !isAnother && next.changesOnlyDays(of: open.steps[0])
            {
                let isLater = says("said.yes.later", in: rest)
                if next.isSame, !isLater {
                    hearing.intent = Intent(.act, .yes)
                    return nil
                }
                var resolve = try resolve(hearing, person, unit, &ledger)
                resolve.intent = isLater && next.step.slots[.start] == open.steps[0].slots[.start] ? open.steps[0] : next.step
                if !next.isShown, !isLater, serials.isEmpty, case .decide(let planned) = try resolve.tried(&ledger) {
                    try unask(Standing.asked(said), &ledger)
                    return try done(try carryOut(.decide(planned), resolve, &ledger), said, &ledger)
                }
                if let outcome = try put([resolve.intent], resolve, by: scene.roles, &ledger) { return outcome }
            }
            if isBoth {
                hearing.intent = Intent(.act, .yes)
                hearing.intent.more = [alone]
                return nil
            }
            // Nothing is done on a yes behind which something stands unread.
            guard !open.steps.isEmpty,
                let outcome = try put(open.steps, try resolve(hearing, person, unit, &ledger), by: scene.roles, &ledger)
            else { return hearing.intent.name == .yes ? .silent : nil }
            return outcome
        }
        if open.steps.count != 1, let rest = behind(["said.not"], in: said.text), !rest.isEmpty,
            hearing.intent.action != .act || hearing.intent.isFromModel
        {
            hearing.intent = Intent(.act, .no)
            return nil
        }
        guard open.steps.count == 1, let step = open.steps.first, !Office.isQuestion(said.text) else { return nil }
        if let rest = behind(["said.not"], in: said.text) { return try corrected(&hearing, step, rest, own, &ledger) }
        if let outcome = try steppedOtherwise(hearing, step, &ledger) { return outcome }
        // 「三号昨天打电话问过周敏 记上」 is whole by itself.
        if let whole = hearing.intent.meant.first, whole.name == .recordScreening, whole.slots[.number] != nil, whole.slots[.text] != nil {
            return nil
        }
        let isNumbered = [Slot.number, .numbers, .subject].contains { hearing.intent.slots[$0] != nil }
        let isUnread =
            hearing.intent.action != .act || hearing.intent.isFromModel
            || !isNumbered && !scene.isAtTable && library.verbs.isAboutAMatter(hearing.intent.name)
        // 「停车场的筛选 上个月网上投票」 is of another matter than the one that is asked about.
        let named = numbered(said.text, try nameable(unit, &ledger))?.numbers ?? []
        let isAnother = !named.isEmpty && !named.contains { step.slots[.number] == .integer($0) }
        guard isUnread, !isAnother, ![.recordApproval, .recordDetermination].contains(step.name) else { return nil }
        let place = labelledPlace(said.text)
        guard
            let next = place.map({ Completed(step: step.with(.place, $0), isShown: true) })
                ?? completed(step, with: said.text, isFree: false, scene.roles),
            !next.isSame
        else { return nil }
        return try put([next.step], try resolve(hearing, person, unit, &ledger), by: scene.roles, &ledger)
    }

    /// 「不是备案 是报审」, 「不对 是下周四的」: the step as it is put right, shown once more; 「不是附议 我早就附议过了」 is a no.
    private func corrected(
        _ hearing: inout Hearing, _ step: Intent, _ rest: Substring, _ own: [String], _ ledger: inout Ledger
    ) throws(StoreFailure) -> Outcome? {
        let (said, scene) = (hearing.said, hearing.scene)
        guard let person = scene.person, let unit = scene.unit else { return nil }
        if let outcome = try renumbered(hearing, step, rest, &ledger) { return outcome }
        // 「不对 充电棚也同意」 speaks of another matter, or of this one anew.
        for words in meant(String(rest)).reversed() {
            var other = said
            other.text = words
            if let outcome = try named(Heard(other), scene, read(words, scene), &ledger) { return outcome }
        }
        for words in meant(String(rest)) {
            let alone = read(words, scene)
            // 「改到13号周五晚上」 speaks of no 13号.
            let isNumbered = try names(alone, unit, &ledger)
            if alone.action == .act, !alone.isFromModel, isNumbered, library.verbs.isAboutAMatter(alone.name) {
                try unask(Standing.asked(said), &ledger)
                hearing.intent = alone
                return nil
            }
            guard case .integer(let serial)? = step.slots[.number] else { continue }
            // 「解释 下周就加桶」: the number stands behind the word.
            let word = library.verbs.verbs.flatMap(\.words).filter { words.hasPrefix($0) }.max { $0.count < $1.count } ?? words
            let other = read("\(word) \(serial) \(words.dropFirst(word.count))", scene)
            if other.action == .act, !other.isFromModel, other.name != step.name, library.verbs.isAboutAMatter(other.name),
                other.slots[.number] == .integer(serial), other.more.isEmpty,
                let outcome = try put([other], try resolve(hearing, person, unit, &ledger), by: scene.roles, &ledger)
            {
                return outcome
            }
            let place = labelledPlace(words)
            if let next = place.map({ Completed(step: step.with(.place, $0), isShown: true) })
                ?? completed(step, with: words, isFree: true, scene.roles), !next.isSame,
                let outcome = try put([next.step], try resolve(hearing, person, unit, &ledger), by: scene.roles, &ledger)
            {
                return outcome
            }
        }
        // What is not understood behind a no leaves nothing open: a later 是 would do what was just denied.
        if try question(said, &ledger)?.isAsked == true || own.contains(where: { rest.hasPrefix($0) }) {
            hearing.intent = Intent(.act, .no)
        } else {
            try unask(Standing.asked(said), &ledger)
        }
        return nil
    }

    /// 「不是 4号」: the same step for that number, shown once more. Nil where behind the 不是 stands no bare number.
    private func renumbered(
        _ hearing: Hearing, _ step: Intent, _ rest: Substring, _ ledger: inout Ledger
    ) throws(StoreFailure) -> Outcome? {
        let (said, scene) = (hearing.said, hearing.scene)
        // Of what has a day the number may be one.
        guard let person = scene.person, let unit = scene.unit, step.more.isEmpty, case .integer(let before)? = step.slots[.number],
            !step.slots.contains(where: { if case .date = $0.1 { true } else { false } })
        else { return nil }
        let around = library.words(under: "said.not.number")
        let resolve = try resolve(hearing, person, unit, &ledger)
        var closing: Saying?
        for words in meant(String(rest)) + [String(rest)] {
            guard let found = words.wholeMatch(of: /\D*?([0-9]{1,4})(\D*)/), let serial = Int(found.1),
                found.0.prefix(while: { !$0.isNumber }).allSatisfy({ !$0.isLetter }),
                found.2.allSatisfy({ !$0.isLetter }) || around.contains(where: { $0 == found.2.filter(\.isLetter) })
            else { continue }
            closing = closing ?? Saying("question.cancelled")
            if serial == before { continue }
            var next = step
            next.slots[.number] = .integer(serial)
            if let outcome = try put([next], resolve, by: scene.roles, &ledger) { return outcome }
            if try !names(next, unit, &ledger) {
                closing = Saying("refuse.noSuchMatter", ["unit": .literal(resolve.unit.name), "number": .integer(serial)])
            }
            break
        }
        guard let closing else { return nil }
        try unask(Standing.asked(said), &ledger)
        try answer(closing, to: resolve.here, about: nil, &ledger)
        return try done((.answered, nil), said, &ledger)
    }

    /// Whether a step is said with the number of a matter there is.
    private func names(_ intent: Intent, _ unit: UnitID, _ ledger: inout Ledger) throws(StoreFailure) -> Bool {
        var serials: [Int] = []
        if case .integers(let many)? = intent.slots[.numbers] { serials = many }
        if case .integer(let one)? = intent.slots[.number] { serials.append(one) }
        for serial in serials {
            if try ledger.matter(MatterKey(unit, MatterNumber(year: now.civil.date.year, serial: serial))) == nil { return false }
        }
        return !serials.isEmpty
    }

    /// What may be meant behind a 不是: what stands behind 是 in it, behind the first gap, or all of it.
    func meant(_ rest: String) -> [String] {
        var found: [String] = []
        for word in library.words(under: "said.not.but") {
            if let range = rest.firstRange(of: word) { found.append(String(rest[range.upperBound...])) }
        }
        found.sort { $0.count < $1.count }
        if let gap = rest.firstIndex(where: { $0.isWhitespace || $0.isPunctuation }) {
            found.append(String(rest[rest.index(after: gap)...]))
        }
        found.append(rest)
        return found.map { String($0.trimmingEnd("的").drop { $0.isWhitespace || $0.isPunctuation }) }
            .filter { $0.count >= 2 }.uniqued()
    }

    private func read(_ text: String, _ scene: Scene) -> Intent {
        library.reader.read(
            Utterance(
                text, at: now, role: scene.roles.first ?? .resident, context: scene.roles.isEmpty ? .direct : .workGroup,
                posts: Array(scene.roles.dropFirst())))
    }
}
