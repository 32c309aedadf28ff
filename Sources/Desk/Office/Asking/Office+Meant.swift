import Deliberation
import Gateways
import Procedure
import Reading
import Record

/// What may have been meant, put as one short question.
extension Office {
    /// The question is put, or what can be said of a message of ours that was quoted; silence where nothing was said to us. Where there is no
    /// better question than what was meant, a line of an officer that begins with a word of ours gets that word's form.
    func askBack(
        _ intent: Intent, _ heard: Heard, _ person: PersonID, _ unit: UnitID, _ scene: Scene, _ here: Addressee, _ ledger: inout Ledger
    ) throws(StoreFailure) -> Outcome {
        let said = heard.said
        // 「代表都审过了」
        if scene.quotedText == nil, scene.context == .direct, intent.meant.count <= 1,
            let outcome = try ofLately(heard, scene, intent.meant.first ?? intent, &ledger)
        {
            return outcome
        }
        // A word that is others' to say is no guess: they are named.
        if scene.quotedText == nil, intent.question != "ask.result",
            let outcome = try answerOwnWord(heard, scene, here, onlyOthers: true, &ledger)
        {
            return outcome
        }
        if let outcome = try show(intent, said, person, unit, scene, here, &ledger) { return outcome }
        let saying = try askedBack(intent, said, person, unit, scene, here, &ledger)
        if saying.map({ $0.key == "ask.unclear" }) ?? true, scene.quotedText == nil,
            let outcome = try answerOwnWord(heard, scene, here, &ledger)
        {
            return outcome
        }
        // That it was not understood is said of what was quoted.
        if saying?.key ?? "ask.unclear" == "ask.unclear", let outcome = try wonder(about: said, scene, &ledger) { return outcome }
        guard var saying else { return .silent }
        if saying.key == "ask.unclear", let likely = try likely(intent, said, scene, &ledger) { saying = likely }
        if saying.key == "ask.suggest.empty" { try ask(Question(about: .wish, asked: now), Standing.asked(said), &ledger) }
        let spoken = try resolve(said, as: intent, person, unit, to: here, &ledger)
        try answer(saying, to: here, about: try asked(spoken, &ledger), &ledger)
        let outcome = saying.key.hasPrefix("refuse.") ? Outcome.refused : .asked
        try note(said, matter: nil, outcome, &ledger)
        return outcome
    }

    /// 「来的人够不够」「没回的催一催」 of somebody at work: what only shows something, and pressing the one matter that waits, is not asked about
    /// first. Nil for everything else, and where it could be about several.
    private func show(
        _ intent: Intent, _ said: Said, _ person: PersonID, _ unit: UnitID, _ scene: Scene, _ here: Addressee, _ ledger: inout Ledger
    ) throws(StoreFailure) -> Outcome? {
        guard intent.meant.count == 1 || intent.question == "ask.meant" && intent.meant.isEmpty,
            scene.context == .workGroup || scene.context == .direct, !scene.roles.isEmpty
        else { return nil }
        var step = intent.meant.first ?? intent
        step.action = .act
        let resolve = try resolve(said, as: step, person, unit, to: here, &ledger)
        guard try resolve.called(&ledger) == nil else { return nil }
        let resolution = try resolve.tried(&ledger)
        switch resolution {
        case .other(.forecast): break
        case .say(_, .answered) where step.name == .forecast: break
        case .other(.todo) where says("said.asks.work", in: said.text): break
        // 「表没交的催一催」 is about something else.
        case .other(.urge) where step.slots[.department] == nil && says("said.owed", in: said.text): break
        default: return nil
        }
        let (outcome, matter) = try carryOut(resolution, resolve, &ledger)
        try note(said, matter: matter, outcome, &ledger)
        return outcome
    }

    /// One step that could be carried out waits for 是; of two the words of both are shown, to be said again. Nil where only the model took
    /// it for a step, nothing could be done with it here, and nobody called us: then it was not said to us.
    private func askedBack(
        _ intent: Intent, _ said: Said, _ person: PersonID, _ unit: UnitID, _ scene: Scene, _ here: Addressee, _ ledger: inout Ledger
    ) throws(StoreFailure) -> Saying? {
        let isToUs = said.chat.kind == .direct || said.mentionsUs || scene.context.isReply || library.reader.callsUs(said.text)
        let notUnderstood = intent.isFromModel && !isToUs ? nil : Saying("ask.unclear")
        if intent.question == "ask.date.ambiguous", (intent.meant.first ?? intent).name == .reschedule {
            var step = intent.meant.first ?? intent
            (step.action, step.question) = (.act, nil)
            let spoken = try resolve(said, as: step, person, unit, to: here, quoted: scene.matter, &ledger)
            if let meant = try spoken.ofTheSitting(&ledger), case .say(let asked, .asked) = try meant.offered(&ledger) { return asked }
        }
        if intent.question == "ask.date.ambiguous", let which = Resolve.whichDate(intent) {
            if let step = intent.meant.first ?? (intent.slots[.number] ?? intent.slots[.subject]).map({ _ in intent }) {
                try askWhichDate(
                    try resolve(said, as: step, person, unit, to: here, quoted: scene.matter, &ledger), &ledger)
            }
            return which
        }
        if intent.question == "ask.result", let counted = Resolve.votes(intent) {
            try keepVotes(of: intent, said, person, unit, &ledger)
            return Saying("ask.result.counted", counted)
        }
        guard let step = intent.meant.first else {
            return intent.question == "ask.meant" ? notUnderstood : Saying(intent.question ?? "ask.unclear")
        }
        if intent.meant.count > 1 {
            let words = intent.meant.prefix(2).map { Argument.literal(library.verbs.words(of: $0, of: scene.roles)) }
            return Saying("ask.either", ["first": words[0], "second": words[1]])
        }
        let isOurs = scene.matterUnit == nil || scene.matterUnit == unit || scene.matterUnit == units[unit]?.upper
        let spoken = try resolve(said, as: step, person, unit, to: here, quoted: isOurs ? scene.matter : nil, &ledger)
        var resolve = try spoken.aimed(quotedUnit: scene.matterUnit, &ledger)
        if let whose = scene.matterUnit, whose != resolve.unit.id { resolve.quoted = nil }
        try resolve.takeDays(&ledger)
        if case .say(let which, .asked)? = try resolve.called(&ledger) { return which }
        var planned: [Resolve.Planned] = []
        let steps = [resolve.intent] + step.more
        for one in steps {
            resolve.intent = one
            let resolution = try resolve.tried(&ledger)
            // 「7号写错了 是交警中队 不是警中队」
            if steps.count == 1, case .other(.correct(let said)) = resolution, try corrects(said, resolve, &ledger) {
                let text = "改 \(said.number.serial) \(said.text ?? "")"
                try ask(Question(about: .meant(text), asked: now, steps: [one]), resolve, &ledger)
                return Saying("ask.meant", ["step": words(of: one, by: scene.roles, isDraft: resolve.isDraft)])
            }
            guard case .decide(let next) = resolution else { return notUnderstood }
            planned += next
        }
        guard !planned.isEmpty else { return notUnderstood }
        if let refusals = try refusals(of: planned, resolve, &ledger) { return intent.isFromModel && !isToUs ? nil : refusals[0] }
        let numbered = zip(steps, planned).map { step, plan in
            var step = step
            if step.slots[.number] == nil, step.slots[.numbers] == nil { step.slots[.number] = .integer(plan.command.matter.serial) }
            return step
        }
        try ask(Question(about: .confirm(planned), asked: now, steps: numbered), resolve, &ledger)
        let shown = steps.map(\.name) == [.withdraw] ? numbered : steps
        return Saying(
            "ask.meant",
            ["step": .list(shown.map { self.shown($0, planned, by: scene.roles, isDraft: resolve.isDraft) }, separator: "；")])
    }

    /// A step with all that would be recorded with it: 改期 6 3月28日（周六）19:30 二楼.
    /// - Parameter isDraft: whether only whoever wrote it reads it.
    func words(of intent: Intent, by roles: [Role] = [], isDraft: Bool = false) -> Argument {
        var parts = [Argument.literal(library.verbs.words(of: intent, of: roles))]
        var said: [Argument] = []
        /// Who carries out what is determined, and by when, stand behind who determined it.
        var last: [Argument] = []
        let others = intent.slots.compactMap { slot, value in if slot != .text, case .text(let text) = value { text } else { nil } }
        // What a correction says by form stands in its words.
        let isCorrection = intent.slots[.correction] != nil
        for (slot, value) in intent.slots
        where ![.number, .numbers, .unit, .kind, .code].contains(slot) && (!isCorrection || slot == .correction) {
            switch value {
            case .text("no") where slot == .result: break
            case .text(let department) where slot == .department && intent.name == .recordDetermination:
                last.insert(.literal(library.masked(department, isDraft: isDraft)), at: 0)
            // A voice has no words of its own, and those of a matter are not changed with its title.
            case .text where slot == .text && [.endorse, .withdraw, .entitle].contains(intent.name): break
            // 支委会 is who decided, and the meeting.
            case .text where slot == .approver && intent.slots[.meeting] == value: break
            // 「转给物业办先看看」: what is told stands beside whom it is told.
            case .text(let text) where slot == .text && others.contains(where: { text.hasPrefix($0) }):
                let whom = others.filter { text.hasPrefix($0) }.max { $0.count < $1.count } ?? ""
                if text.count > whom.count, !library.verbs.isNod(String(text.dropFirst(whom.count))) {
                    said.append(.literal(library.masked(String(text.dropFirst(whom.count)), isDraft: isDraft)))
                }
            case .text(let text) where slot == .text || slot == .reason: said.append(.literal(library.masked(text, isDraft: isDraft)))
            // 不是 says which of several is put right.
            case .text(let text) where slot == .correction && !text.contains("不是"):
                parts.append(.literal(library.masked(plainCorrection(text), isDraft: isDraft)))
            case .text(let text): parts.append(.literal(library.masked(text, isDraft: isDraft)))
            case .texts(let texts) where library.texts.has("word.list.\(slot.rawValue)"):
                let names = Argument.list(texts.map { .literal($0) }, separator: "、")
                parts.append(.text(key: "word.list.\(slot.rawValue)", ["names": names]))
            case .texts(let texts): parts.append(.list(texts.map { .literal($0) }, separator: "、"))
            case .integer(let minutes) where slot == .shift:
                let day = 24 * 60
                let unit = minutes % day == 0 ? "days" : "minutes"
                let key = "word.shift.\(minutes < 0 ? "earlier" : "later").\(unit)"
                parts.append(.text(key: key, [unit: .integer(abs(minutes) / (unit == "days" ? day : 1))]))
            case .integer(let number) where slot == .to: parts.append(.text(key: "word.into", ["number": .integer(number)]))
            case .integer(let number) where library.texts.has("word.count.\(slot.rawValue)"):
                parts.append(.text(key: "word.count.\(slot.rawValue)", ["count": .integer(number)]))
            case .integer(let number): parts.append(.integer(number))
            case .date(let reading) where slot == .due && intent.name == .recordDetermination:
                if let day = Resolve.argument(reading) { last.append(.text(key: "word.due", ["day": day])) }
            case .date(let reading): if let day = Resolve.argument(reading) { parts.append(day) }
            case .flag: if library.texts.has("word.flag.\(slot.rawValue)") { parts.append(.text(key: "word.flag.\(slot.rawValue)", [:])) }
            case .integers: break
            }
        }
        return .list(parts + last + said, separator: " ")
    }
}
