import Deliberation
import Gateways
import Procedure
import Reading
import Record

/// What is said of a matter by a word of its own, without its number: 「食堂收下」 of whoever works here, 「充电桩有信儿没」 of whoever speaks to us. The
/// message is read once more with the number in place of the name. What only shows something is answered; a step waits for 是, with all that
/// would be recorded (reading.md: to act on a matter that was not meant is the worst there is).
extension Office {
    func named(_ heard: Heard, _ scene: Scene, _ intent: Intent, _ ledger: inout Ledger) throws(StoreFailure) -> Outcome? {
        let said = heard.said
        guard let id = scene.unit, scene.asking == nil, said.quotes == nil, said.text.utf8.count <= Office.longestNaming, !said.isAnonymous,
            heard.earlier == nil || intent.name == .endorse, namesNone(intent),
            // 「下面议第二件 充电棚 李四你先说」 names it only in passing.
            intent.name != .openMeeting || intent.slots[.kind] == nil,
            said.chat.kind == .direct || said.mentionsUs || scene.context == .workGroup && !scene.roles.isEmpty
                || scene.context == .group && library.maySpeakByName(said.text)
        else { return nil }
        guard let (numbered, again) = try readByNumber(heard, scene, id, &ledger) else { return try shared(heard, scene, id, &ledger) }
        return try take(numbered, again, heard, scene, id, &ledger)
    }

    /// A step that lacks its matter, of whoever works here and has just spoken of one: it is asked whether that is meant.
    func ofLately(_ heard: Heard, _ scene: Scene, _ intent: Intent, _ ledger: inout Ledger) throws(StoreFailure) -> Outcome? {
        guard let id = scene.unit, !scene.roles.isEmpty, !scene.isLive, scene.context == .direct || scene.context == .workGroup,
            intent.more.isEmpty,
            // 「车棚那个」 is another, and so is whatever can be called by a word that was said.
            try !library.reader.namesAny(
                heard.said.text, of: nameable(id, &ledger), common: library.words(under: "said.named.common")),
            !library.words(under: "said.pointing").contains(where: heard.said.text.dropFirst().contains),
            [Slot.number, .numbers, .subject, .unit].allSatisfy({ intent.slots[$0] == nil }), isAboutAMatter(intent),
            let number = lately(heard.said, id), number.year == now.civil.date.year, try matter(MatterKey(id, number), &ledger) != nil
        else { return nil }
        let numbered = Reader.Numbered(text: "\(number.serial)号 \(heard.said.text)", numbers: [number.serial])
        guard let again = readAgain(numbered, heard.said, scene), again.name == intent.name else { return nil }
        return try take(numbered, again, heard, scene, id, &ledger)
    }

    private func take(
        _ numbered: Reader.Numbered, _ again: Intent, _ heard: Heard, _ scene: Scene, _ id: UnitID, _ ledger: inout Ledger
    ) throws(StoreFailure) -> Outcome? {
        let said = heard.said
        var again = again
        if again.name == .endorse, numbered.numbers.count == 1, try isCalled(scene.person, to: numbered.numbers[0], said, id, &ledger) {
            again = Intent(.act, .rsvpYes, slots: [.number: .integer(numbered.numbers[0])])
        }
        if scene.context == .group, !said.mentionsUs {
            // Neighbours who speak of the east gate do not ask after what was said of it.
            guard !again.isFromModel,
                again.name == .endorse || again.name == .askStatus && numbered.isPlain
                    || again.name == .withdraw && said.text.contains("附议")
            else { return nil }
        }
        let person: PersonID
        if let known = scene.person { person = known } else { person = again.name == .endorse ? try add(said, &ledger) : Office.nobody }
        let here = scene.here(person)
        let resolve = try resolve(said, as: again, person, id, to: here, &ledger)
        if again.name == .askStatus, numbered.numbers.count == 1,
            let (outcome, matter) = try asksFurther(numbered.numbers[0], resolve, &ledger)
        {
            try note(said, matter: matter, outcome, &ledger)
            return outcome
        }
        var planned: [Resolve.Planned] = []
        var shown: [Saying] = []
        // What is no step of a rulebook is taken in these words once more.
        var isTakenAgain = false
        for intent in [again] + again.more {
            var one = resolve
            one.intent = intent
            let resolution = try one.resolve(&ledger)
            switch resolution {
            case .decide(let steps): planned += steps
            // What could not be put right is not offered.
            case .other(.correct(let said)) where try !hasAnythingPutRight(said.number, resolve, &ledger):
                let (outcome, matter) = try carryOut(resolution, one, &ledger)
                try note(heard.said, matter: matter, outcome, &ledger)
                return outcome
            case .other(.urge), .other(.correct), .other(.undo): isTakenAgain = true
            case .other(.status(let number)) where again.more.count > 0: shown.append(try status(number, one, &ledger))
            default:
                guard planned.isEmpty, again.more.isEmpty, resolution.changesNothing, person != Office.nobody || scene.group != nil else {
                    // What the resolving asked is shown to nobody.
                    if hasAsked { try unask(Standing.asked(said), &ledger) }
                    return nil
                }
                if case .say(_, .refused) = resolution { try waitForMore(again, resolve, &ledger) }
                let (outcome, matter) = try carryOut(resolution, resolve, &ledger)
                try note(said, matter: matter, outcome, &ledger)
                return outcome
            }
        }
        if planned.isEmpty, !isTakenAgain, shown.count == again.more.count + 1 {
            try answer(shown, to: here, about: nil, &ledger)
            try note(said, matter: nil, .answered, &ledger)
            return .answered
        }
        guard shown.isEmpty, isTakenAgain || !planned.isEmpty, person != Office.nobody else { return nil }
        if scene.context == .group, !said.mentionsUs, again.name == .withdraw, !planned.onlyTakeBackSupport { return nil }
        var matters: [MatterNumber] = []
        for serial in numbered.numbers { if let number = try resolve.number(serial, &ledger) { matters.append(number) } }
        let (outcome, about) = try put(
            [again] + again.more, planned, of: matters, as: isTakenAgain ? .meant(numbered.text) : nil,
            isLacking: again.name != .merge && Office.namesMore(numbered), resolve, by: scene.roles, &ledger)
        try note(said, matter: about, outcome, &ledger)
        return outcome
    }

    /// 「垃圾桶、1号这两个」: whether more is listed than was told.
    private static func namesMore(_ numbered: Reader.Numbered) -> Bool {
        let text = numbered.text
        if numbered.numbers.count < 2, text.contains(/[这那]两[个件条](?!月|星期|礼拜|小时)|[这那]俩|[两俩][个件条]?都/) { return true }
        return text.contains(/^[^，,。、\s]{2,8}、[0-9]+号/) || text.contains(/[0-9]+号[^，,。、\s]{0,2}、(?![0-9])[^，,。、\s]{2,8}[这那都]/)
    }

    /// 「养犬的也算我一个」 in private, of somebody who is called to just that and has not answered.
    private func isCalled(
        _ person: PersonID?, to serial: Int, _ said: Said, _ unit: UnitID, _ ledger: inout Ledger
    ) throws(StoreFailure) -> Bool {
        guard let person, said.chat.kind == .direct, !said.text.contains("附议"),
            let matter = try matter(MatterKey(unit, MatterNumber(year: now.civil.date.year, serial: serial)), &ledger)
        else { return false }
        return matter.state(of: "meeting") == "called" && matter.sitting.list.contains(person) && matter.sitting.replies[person] == nil
    }

    /// 「改到周五」 is told with the hour that stays, 「收下吧，昨天谈过」 with its day.
    func told(_ intent: Intent, _ planned: [Resolve.Planned]) -> Intent {
        var told = intent
        // 「报给支部吧」 submits.
        if intent.name == .file, case .move("submit", _)? = planned.first?.command.act {
            told.name = .submit
            told.slots[.text] = nil
        }
        // What puts a department right tells it nothing else.
        if intent.name == .refer, planned.isEmpty { told.slots[.text] = nil }
        if [.reschedule, .callMeeting].contains(intent.name) {
            for command in planned.flatMap({ [$0.command] + $0.then }) {
                guard case .move("call", let fields) = command.act else { continue }
                if case .instant(let start)? = fields[.start] { told.slots[.start] = .date(.moment(start.civil)) }
                // 「同一个地方」 is told as the place it is.
                if intent.slots[.place] != nil { told.slots[.place] = fields.text(.place).map { .text($0) } }
            }
        }
        // 「今天支委会过了 让物业办弄 五月底前」 of what waits to be determined is told with all that is determined.
        if intent.name != .recordDetermination, planned.count == 1, case .move("determine", let fields) = planned[0].command.act {
            told.name = .recordDetermination
            told.slots[.department] = fields.text(.department).map { .text($0) }
            told.slots[.due] = fields.day(.due).map { .date(.day($0)) }
        }
        if case .screen(let fields)? = planned.first?.then.first?.act, let day = fields.day(.date) { told.slots[.date] = .date(.day(day)) }
        return told
    }

    /// Not understood, or a step that lacks the matter it is about.
    private func namesNone(_ intent: Intent) -> Bool {
        // What is put right or pressed has no other way to be asked about by what the matter is called.
        var isCalled = intent.slots[.subject] != nil && ![.correct, .remind].contains(intent.name)
        // 「路灯和充电棚的会」 are two.
        if case .text(let subject)? = intent.slots[.subject], subject.contains(where: { "和跟与及".contains($0) }) { isCalled = false }
        let isNameless = [Slot.number, .numbers, .unit].allSatisfy { intent.slots[$0] == nil } && !isCalled && intent.more.isEmpty
        return switch intent.action {
        case .silence, .offer, .ask: true
        case .act: isNameless && (isAboutAMatter(intent) || intent.name == .questionToBot)
        }
    }

    private func isAboutAMatter(_ intent: Intent) -> Bool {
        // 「接着说充电棚」 is of a topic, 「开会」 of none.
        if intent.name == .openMeeting { return intent.slots[.number] != nil }
        return intent.name != .suggest && library.verbs.isAboutAMatter(intent.name)
    }

    /// The message with numbers for names, and what it is read to be then: a step or a question about just those.
    private func readByNumber(_ heard: Heard, _ scene: Scene, _ unit: UnitID, _ ledger: inout Ledger) throws(StoreFailure) -> (
        Reader.Numbered, Intent
    )? {
        let common = library.words(under: "said.named.common"), tails = library.words(under: "said.named.tail")
        let open = try nameable(unit, &ledger)
        for naming in Reader.Naming.allCases {
            guard var numbered = library.reader.numbered(heard.said.text, open, naming, common: common, tails: tails),
                let again = readAgain(numbered, heard.said, scene),
                ![.shared, .apart].contains(naming) || again.name == .merge || again.name == .openMeeting
            else { continue }
            // 「路灯这个先到这 接着说充电棚」 opens the one.
            if again.name == .openMeeting, case .integer(let number)? = again.slots[.number] { numbered.numbers = [number] }
            return (numbered, again)
        }
        // 「路灯的事办得不错 给五星」 is said of what is over.
        guard let person = scene.person, heard.said.chat.kind == .direct,
            let numbered = library.reader.numbered(
                heard.said.text, try over(of: person, unit, &ledger), common: common, tails: tails),
            let again = readAgain(numbered, heard.said, scene), [.rate, .askStatus, .notDone].contains(again.name)
        else { return nil }
        return (numbered, again)
    }

    /// What somebody proposed here this year and is over.
    private func over(of person: PersonID, _ unit: UnitID, _ ledger: inout Ledger) throws(StoreFailure) -> [Reader.Nameable] {
        try catchUpParts(&ledger)
        var matters: [Reader.Nameable] = []
        for key in try ledger.parts(of: person, limit: 20) where key.unit == unit && key.number.year == now.civil.date.year {
            guard let matter = try matter(key, &ledger), matter.state(of: "suggestion") == "closed", matter.isProposed(by: person) else {
                continue
            }
            matters.append(
                Reader.Nameable(number: key.number.serial, words: String(try named(matter, &ledger).words.prefix(Office.namedBy))))
        }
        return matters
    }

    /// What a message with numbers for names is read to be: of just those numbers, or it is not taken so.
    private func readAgain(_ numbered: Reader.Numbered, _ heard: Said, _ scene: Scene) -> Intent? {
        var said = heard
        // 「我那个扶手」
        let lead =
            heard.chat.kind == .direct
            ? library.words(under: "said.own.lead").first { numbered.text.hasPrefix($0) } : nil
        said.text = numbered.text
        var again = read(Heard(said), scene)
        if let lead, again.action != .act, again.name != .endorse {
            said.text = String(numbered.text.dropFirst(lead.count))
            again = read(Heard(said), scene)
        }
        let isToUs = said.chat.kind == .direct || said.mentionsUs
        if again.action == .ask, isToUs || scene.context == .workGroup && (!again.isFromModel || again.name == .askStatus),
            let step = again.meant.first
        {
            again = step
            again.action = .act
        }
        // 「充电棚不行，那块是登高面」 of whoever decides.
        if again.action != .act, scene.roles.contains(.partySecretary), numbered.numbers.count == 1,
            numbered.text.hasPrefix("\(numbered.numbers[0])号"),
            let reason = reason(ofNo: String(numbered.text.dropFirst("\(numbered.numbers[0])号".count)))
        {
            said.text = "不同意 \(numbered.numbers[0]) \(reason)"
            again = read(Heard(said), scene)
        }
        guard again.action == .act, isAboutAMatter(again) else { return nil }
        // 「路灯那个不急，我就是问问」
        if again.name == .withdraw, !says("said.withdraws", in: heard.text) { return nil }
        if again.name == .endorse, again.more.isEmpty {
            if says("said.backs.no", in: heard.text) { return nil }
            // 「我那个支持还算不算」
            if says("said.backs.asked", in: heard.text) { again = Intent(.act, .askStatus, slots: again.slots) }
        }
        // 「车棚和停车位批了没」 asks of each.
        if again.name == .askStatus, again.more.isEmpty, case .integer(let first)? = again.slots[.number], numbered.numbers.contains(first)
        {
            let each = numbered.numbers.map { number in
                var one = again
                one.slots[.number] = .integer(number)
                return one
            }
            again = each[0]
            again.more = Array(each.dropFirst())
        }
        var spoken: [Int] = []
        for intent in [again] + again.more {
            var own: [Int] = []
            if case .integer(let one)? = intent.slots[.number] { own.append(one) }
            if case .integers(let many)? = intent.slots[.numbers] { own += many }
            // 「并到2号」 says itself into which.
            if intent.name == .merge, case .integer(let to)? = intent.slots[.to] {
                own.removeAll { $0 == to }
                if numbered.numbers.contains(to) { own.append(to) }
            }
            if own.isEmpty { return nil }
            spoken += own
        }
        guard Set(spoken) == Set(numbered.numbers) else { return nil }
        func asSaid(_ intent: Intent) -> Intent {
            var intent = intent
            for case (let slot, .text(let words)) in intent.slots {
                // 「烧烤的转给城管吧」
                let saysNothing = [.text, .reason].contains(slot) && library.verbs.isNod(words)
                intent.slots[slot] = saysNothing ? nil : .text(numbered.asSaid(words))
            }
            return intent
        }
        again.more = again.more.map(asSaid)
        return asSaid(again)
    }

    /// The one open matter that a message calls by a word of its own.
    func onlyNamed(in text: String, _ unit: UnitID, _ ledger: inout Ledger) throws(StoreFailure) -> Int? {
        let common = library.words(under: "said.named.common"), tails = library.words(under: "said.named.tail")
        let numbered = library.reader.numbered(text, try nameable(unit, &ledger), .one, common: common, tails: tails)
        return numbered.flatMap { $0.numbers.count == 1 ? $0.numbers[0] : nil }
    }

    /// What stands behind 不行, where there is something.
    private func reason(ofNo text: String) -> String? {
        let rest = text.drop { $0.isWhitespace || $0.isPunctuation || "这那个件条的".contains($0) }
        guard let word = library.words(under: "said.no").filter({ rest.hasPrefix($0) }).max(by: { $0.count < $1.count }) else { return nil }
        let reason = rest.dropFirst(word.count).drop { $0.isWhitespace || $0.isPunctuation }
        return reason.count >= 4 && !Office.isQuestion(text) ? String(reason) : nil
    }

    /// What is open in a unit, with its words; read again only after something has happened there.
    func nameable(_ unit: UnitID, _ ledger: inout Ledger) throws(StoreFailure) -> [Reader.Nameable] {
        let head = ledger.head(of: unit).n
        if let known = nameables[unit], known.head == head { return known.matters }
        let year = now.civil.date.year
        var matters: [Reader.Nameable] = []
        for row in try ledger.openMatters(of: unit, limit: Office.namedAtMost) where row.key.number.year == year {
            guard let matter = try matter(row.key, &ledger), !matter.isPrivate else { continue }
            // What it is about is said first.
            let words = try named(matter, &ledger).words.prefix(Office.namedBy)
            matters.append(Reader.Nameable(number: row.key.number.serial, words: String(words)))
        }
        nameables[unit] = (head, matters)
        return matters
    }

    /// Of so many open matters names are looked for, and in so many bytes of a message.
    private static let namedAtMost = 200
    private static let longestNaming = 360
    /// Characters of a matter's title and words that may name it.
    private static let namedBy = 80
}
