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
            heard.earlier == nil,
            said.chat.kind == .direct || said.mentionsUs || scene.context == .workGroup && !scene.roles.isEmpty
                || scene.context == .group && library.maySpeakByName(said.text),
            namesNone(intent), let (numbered, again) = try readByNumber(heard, scene, id, &ledger)
        else { return nil }
        if scene.context == .group, !said.mentionsUs {
            // Neighbours who speak of the east gate do not ask after what was said of it.
            guard !again.isFromModel,
                again.name == .endorse || again.name == .askStatus && numbered.isPlain
                    || again.name == .withdraw && said.text.contains("附议")
            else { return nil }
        }
        let person: PersonID
        if let known = scene.person { person = known } else { person = again.name == .endorse ? try add(said, &ledger) : Office.nobody }
        let unit = try self.unit(id, &ledger)
        let here = scene.group.map { Addressee.group($0) } ?? .person(person)
        let resolve = Resolve(office: self, said: said, intent: again, person: person, unit: unit, quoted: nil, here: here, now: now)
        var planned: [Resolve.Planned] = []
        for intent in [again] + again.more {
            var one = resolve
            one.intent = intent
            let resolution = try one.resolve(&ledger)
            guard case .decide(let steps) = resolution else {
                guard planned.isEmpty, again.more.isEmpty, resolution.changesNothing, person != Office.nobody || scene.group != nil else {
                    // What the resolving asked is shown to nobody.
                    if let open = try question(said, &ledger), open.asked == now { try unask(Standing.asked(said), &ledger) }
                    return nil
                }
                let (outcome, matter) = try carryOut(resolution, resolve, &ledger)
                try note(ledger.identity.messageKey(chat: said.chat.key, message: said.messageID), said, matter: matter, outcome, &ledger)
                return outcome
            }
            planned += steps
        }
        guard !planned.isEmpty, person != Office.nobody else { return nil }
        let takesBack = planned.allSatisfy { if case .takeBackEndorsement = $0.command.act { true } else { false } }
        if scene.context == .group, !said.mentionsUs, again.name == .withdraw, !takesBack { return nil }
        try ask(Question(about: .confirm(planned), asked: now), resolve, &ledger)
        var matters: [Argument] = []
        for serial in numbered.numbers {
            guard let number = try resolve.number(serial, &ledger) else { continue }
            let heading = try matter(MatterKey(id, number), &ledger)?.heading
            matters.append(
                .text(key: "ask.called.number", ["number": .integer(serial), "title": heading.map { .title($0.id) } ?? .literal("")]))
        }
        let steps = ([again] + again.more).map { step in
            takesBack ? .text(key: "word.takeBackEndorsement", ["number": .integer(numbered.numbers[0])]) : words(of: step, by: scene.roles)
        }
        try answer(
            Saying("ask.named", ["matters": .list(matters, separator: "、"), "step": .list(steps, separator: "；")]), to: here, about: nil,
            &ledger)
        try note(ledger.identity.messageKey(chat: said.chat.key, message: said.messageID), said, matter: nil, .asked, &ledger)
        return .asked
    }

    /// Not understood, or a step that lacks the matter it is about.
    private func namesNone(_ intent: Intent) -> Bool {
        let isNameless = [Slot.number, .numbers, .subject, .unit].allSatisfy { intent.slots[$0] == nil } && intent.more.isEmpty
        return switch intent.action {
        case .silence, .offer, .ask: true
        case .act: isNameless && isAboutAMatter(intent)
        }
    }

    private func isAboutAMatter(_ intent: Intent) -> Bool { intent.name != .suggest && library.verbs.isAboutAMatter(intent.name) }

    /// The message with numbers for names, and what it is read to be then: a step or a question about just those.
    private func readByNumber(_ heard: Heard, _ scene: Scene, _ unit: UnitID, _ ledger: inout Ledger) throws(StoreFailure) -> (
        Reader.Numbered, Intent
    )? {
        let matters = try nameable(unit, &ledger)
        let common = library.words(under: "said.named.common")
        guard
            let numbered = library.reader.numbered(heard.said.text, matters, common: common, tails: library.words(under: "said.named.tail"))
        else { return nil }
        var said = heard.said
        said.text = numbered.text
        var again = read(Heard(said), scene)
        let isToUs = said.chat.kind == .direct || said.mentionsUs
        if again.action == .ask, isToUs || scene.context == .workGroup && !again.isFromModel, let step = again.meant.first {
            again = step
            again.action = .act
        }
        guard again.action == .act, isAboutAMatter(again) else { return nil }
        var spoken: [Int] = []
        for intent in [again] + again.more {
            switch (intent.slots[.number], intent.slots[.numbers]) {
            case (.integer(let one)?, _): spoken.append(one)
            case (_, .integers(let many)?): spoken += many
            default: return nil
            }
        }
        guard Set(spoken) == Set(numbered.numbers) else { return nil }
        func asSaid(_ intent: Intent) -> Intent {
            var intent = intent
            for case (let slot, .text(let words)) in intent.slots { intent.slots[slot] = .text(numbered.asSaid(words)) }
            return intent
        }
        again.more = again.more.map(asSaid)
        return (numbered, asSaid(again))
    }

    /// What is open in a unit, with its words; read again only after something has happened there.
    private func nameable(_ unit: UnitID, _ ledger: inout Ledger) throws(StoreFailure) -> [Reader.Nameable] {
        let head = ledger.head(of: unit).n
        if let known = nameables[unit], known.head == head { return known.matters }
        let year = now.civil.date.year
        var matters: [Reader.Nameable] = []
        for row in try ledger.openMatters(of: unit, limit: Office.namedAtMost) where row.key.number.year == year {
            guard let matter = try matter(row.key, &ledger), !matter.isPrivate else { continue }
            var words = ""
            for ref in [matter.title, matter.words].compactMap(\.self) { words += (try ledger.words(ref.id)?.text ?? "") + " " }
            // What it is about is said first.
            matters.append(Reader.Nameable(number: row.key.number.serial, words: String(words.prefix(Office.namedBy))))
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
