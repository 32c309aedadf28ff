import Deliberation
import Gateways
import Procedure
import Reading
import Record

/// What residents take back of their own, and think better of: 「1号那个我撤回吧 不对 是别撤」 takes back nothing, 「我想撤了路灯那条 算了」 is asked about where
/// neighbours support it, and 「还是别撤了 留着吧」 right after it brings it back.
extension Office {
    /// A later part takes back the earlier one: nothing is withdrawn, and that is said.
    func keepsIt(_ said: Said, _ scene: Scene, _ intent: Intent, _ ledger: inout Ledger) throws(StoreFailure) -> Outcome? {
        guard intent.name == .withdraw, says("said.keeps", in: said.text) else { return nil }
        guard said.chat.kind == .direct || said.mentionsUs else { return .silent }
        let to: Addressee = if let group = scene.group { .group(group) } else { try inPrivate(said, &ledger) }
        try answer(Saying("about.kept"), to: to, about: nil, &ledger)
        try note(said, matter: nil, .answered, &ledger)
        return .answered
    }

    /// What neighbours support, or what is taken back with doubt, is withdrawn after 是; said as it is taught, at once.
    func asksBeforeTakingBack(
        _ first: Resolve.Resolution, _ hearing: Hearing, _ resolve: Resolve, _ ledger: inout Ledger
    ) throws(StoreFailure) -> Outcome? {
        guard hearing.intent.name == .withdraw, hearing.intent.more.isEmpty, case .decide(let planned) = first else { return nil }
        var rest = hearing.said.text
        for word in ownWords(of: .withdraw).sorted(by: { $0.count > $1.count }) { rest = rest.replacing(word, with: " ") }
        guard rest.contains(where: { $0.isLetter && !"号我的吧了和件条那这个请".contains($0) }) else { return nil }
        var isSupported = false
        for plan in planned {
            guard case .withdraw = plan.command.act else { continue }
            let supporters = try matter(MatterKey(resolve.unit.id, plan.command.matter), &ledger)?.supporters ?? 0
            if supporters > 0 { isSupported = true }
        }
        guard isSupported || says("said.withdraws.doubt", in: hearing.said.text) else { return nil }
        let numbers = planned.map(\.command.matter).uniqued()
        let steps = numbers.map { Intent(.act, .withdraw, slots: [.number: .integer($0.serial)]) }
        let (outcome, about) = try put(steps, planned, of: numbers, resolve, by: hearing.scene.roles, &ledger)
        try note(hearing.said, matter: about, outcome, &ledger)
        return outcome
    }

    /// 「刚才撤回不算数 我反悔了」, 「算了 我还是支持食堂」 right after taking back something of their own: it stands again.
    func restores(_ said: Said, _ scene: Scene, _ intent: Intent, _ ledger: inout Ledger) throws(StoreFailure) -> Outcome? {
        guard said.chat.kind == .direct, said.quotes == nil, !said.isAnonymous, said.text.count <= 24, !Office.isQuestion(said.text),
            says("said.restores", in: said.text), !says("said.restores.not", in: said.text), let person = scene.person,
            let unit = scene.unit, let key = latelySpokenOf(said), key.unit == unit, let matter = try matter(key, &ledger),
            try question(said, &ledger)?.isAsked != true
        else { return nil }
        let named = numbered(said.text, try nameable(unit, &ledger))?.numbers ?? library.reader.markedNumbers(in: said.text)
        guard named.allSatisfy({ $0 == key.number.serial }) else { return nil }
        let resolve = try resolve(said, as: intent, person, unit, to: .person(person), &ledger)
        if matter.events.last(where: { $0.by == person })?.what == .endorsementTakenBack, !matter.endorsers.contains(person) {
            var again = resolve
            again.intent = Intent(.act, .endorse, slots: [.number: .integer(key.number.serial)])
            let (outcome, about) = try carryOut(try again.resolve(&ledger), again, &ledger)
            try note(said, matter: about, outcome, &ledger)
            return outcome
        }
        guard matter.state(of: "suggestion") == "withdrawn", let last = matter.events.last, last.by == person,
            let book = rulebook(resolve.unit, key)
        else { return nil }
        let outcome: Outcome
        if now - last.at <= book.undoTime {
            outcome = try undo(key.number, resolve, &ledger).0
        } else {
            try answer(Saying("refuse.restore", ["number": .integer(key.number.serial)]), to: .person(person), about: key, &ledger)
            outcome = .refused
        }
        try note(said, matter: key, outcome, &ledger)
        return outcome
    }

    /// 「昨天又卡了 还是抬不起来啊」 in private of whoever proposed the one matter that was just answered: whether it goes in as 没办好 is asked, with the words.
    func contestsOwn(_ said: Said, _ scene: Scene, _ intent: Intent, _ ledger: inout Ledger) throws(StoreFailure) -> Outcome? {
        guard said.chat.kind == .direct, said.quotes == nil, !said.isAnonymous, scene.asking == nil,
            scene.roles.allSatisfy({ $0 == .member }), intent.action != .act || intent.isFromModel || Office.saysNothing(intent),
            intent.slots[.number] == nil, says("said.stillBad", in: said.text), !says("said.stillBad.not", in: said.text),
            !Office.isQuestion(said.text), said.text.count <= Office.longestContest, let person = scene.person, let unit = scene.unit,
            try question(said, &ledger)?.isAsked != true
        else { return nil }
        try catchUpParts(&ledger)
        var found: [Matter] = []
        for key in try ledger.parts(of: person, limit: 20) where key.unit == unit {
            guard let matter = try matter(key, &ledger), matter.isProposed(by: person),
                matter.canBeContested(by: person), let last = matter.events.last,
                now - last.at <= .days(7)
            else { continue }
            found.append(matter)
        }
        let named = numbered(said.text, try nameable(unit, &ledger))?.numbers ?? []
        if !named.isEmpty { found = found.filter { named == [$0.number.serial] } }
        guard found.count == 1, let matter = found.first else { return nil }
        let step = Intent(.act, .notDone, slots: [.number: .integer(matter.number.serial), .text: .text(said.text)])
        return try put([step], try resolve(said, as: step, person, unit, to: .person(person), &ledger), by: scene.roles, &ledger)
    }

    private static let longestContest = 48

    /// 「好 登吧 别写我名字」, 「…，别说是我」: that nobody is named is told, and the rest is taken as if it had been said alone. Nil where nothing else is said.
    func unnamed(_ hearing: Hearing, _ ledger: inout Ledger) throws(StoreFailure) -> Hearing? {
        var said = hearing.said
        guard said.chat.kind == .direct, said.quotes == nil, !said.isAnonymous, hearing.heard.offered == nil,
            hearing.heard.earlier == nil, says("said.hides", in: said.text)
        else { return nil }
        var hearing = hearing
        // 「别写我名字」 erases nothing.
        if hearing.intent.name == .optOutPrivacy, !says("said.about.erase", in: said.text) { hearing.intent = Intent(.ask, .hideName) }
        let isMark = { (character: Character) in character.isWhitespace || character.isPunctuation }
        for piece in said.text.split(whereSeparator: isMark) where piece.count <= 16 {
            if says("said.hides", in: String(piece)), !says("said.trouble", in: String(piece)) {
                said.text = said.text.replacing(piece, with: "")
            }
        }
        said.text = String(said.text.drop(while: isMark).reversed().drop(while: isMark).reversed())
        guard said.text != hearing.said.text, !said.text.isEmpty else { return hearing }
        let heard = Heard(said)
        let intent = read(heard, hearing.scene)
        let isOffered = try question(said, &ledger)?.isOffer == true
        let isWish = intent.action == .offer || intent.action == .act && [.suggest, .complainAsSuggestion].contains(intent.name)
        guard isOffered && onlyAgrees(said.text) || isWish && said.text.count >= 6 else { return hearing }
        try answer(Saying("about.unnamed"), to: try inPrivate(said, &ledger), about: nil, &ledger)
        return Hearing(heard: heard, key: hearing.key, scene: hearing.scene, intent: intent)
    }

    /// 「都停楼道里」 behind what would be added to a matter of theirs: both are shown as one; 「不是这句 是5栋后面」 puts right what was shown.
    func addsMore(_ hearing: Hearing, _ open: Question, _ ledger: inout Ledger) throws(StoreFailure) -> Outcome? {
        let (said, scene) = (hearing.said, hearing.scene)
        guard said.chat.kind == .direct, open.steps.isEmpty, case .confirm(let plans) = open.about, plans.count == 1,
            case .supplement = plans[0].command.act, let before = plans[0].words.first, scene.roles.allSatisfy({ $0 == .member }),
            let person = scene.person, let unit = scene.unit, before.words.key.unit == unit,
            let matter = try matter(MatterKey(unit, plans[0].command.matter), &ledger), matter.isProposed(by: person)
        else { return nil }
        let intent = hearing.intent
        var text = before.words.text
        if let rest = behind(["said.not"], in: said.text) {
            guard let right = meant(String(rest)).first, right.count >= 3, !says("said.yes.refuses", in: right), !declines(said, open)
            else {
                return nil
            }
            text = right
        } else {
            let isMore =
                intent.action != .act || intent.isFromModel
                || intent.name == .suggest && (intent.slots[.supplement] ?? intent.slots[.correction]) != nil
                    && intent.slots[.number] == nil
            guard isMore, intent.name != .emergency, now - open.asked <= .minutes(2), agreed(said.text) == nil, !declines(said, open),
                !asks(said.text), said.text.count >= 3, intent.meant.isEmpty, !text.contains(said.text)
            else { return nil }
            text += "\n" + said.text
        }
        let resolve = try resolve(said, as: intent, person, unit, to: .person(person), &ledger)
        let pending = try resolve.words(text, matter.number, kind: "supplement", &ledger)
        let plan = Resolve.Planned(
            command: resolve.command(matter.number, .supplement(pending.ref)), words: [pending], answer: "done.supplement")
        try ask(Question(about: .confirm([plan]), asked: now), resolve, &ledger)
        let shown = try named(matter, &ledger).values(["text": .literal(library.masked(text))])
        try answer(Saying("ask.adds", shown), to: .person(person), about: MatterKey(unit, matter.number), &ledger)
        try note(said, matter: nil, .asked, &ledger)
        return .asked
    }
}
