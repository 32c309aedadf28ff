import Deliberation
import Gateways
import Procedure
import Reading
import Record

/// 「老年食堂走到哪了」 where two are called so: of both it is told where they stand; a step is asked which of them it is for.
extension Office {
    func shared(_ heard: Heard, _ scene: Scene, _ unit: UnitID, _ ledger: inout Ledger) throws(StoreFailure) -> Outcome? {
        let said = heard.said
        guard said.chat.kind == .direct || scene.context == .workGroup, let person = scene.person else { return nil }
        let open = try nameable(unit, &ledger)
        let common = library.words(under: "said.named.common"), tails = library.words(under: "said.named.tail")
        guard let (name, all) = library.reader.bearers(of: said.text, open, common: common) else { return nil }
        // 「12号并进老年食堂里」: the number is not the one it goes into.
        let marked = library.reader.markedNumbers(in: said.text)
        let bearers = all.filter { !marked.contains($0) }
        guard (1...Office.mostBearers).contains(bearers.count) else { return nil }
        let resolve = try resolve(said, as: Intent(.act, .askStatus), person, unit, to: scene.here(person), &ledger)
        var choices: [[Resolve.Planned]] = []
        var steps: [Intent] = []
        var lines: [Argument] = []
        var shown: [Saying] = []
        for bearer in bearers {
            guard let matter = open.first(where: { $0.number == bearer }), let number = try resolve.number(bearer, &ledger),
                let numbered = library.reader.numbered(said.text, [matter], common: common, tails: tails)
            else { return nil }
            var other = said
            // 「健身器材和老年食堂也收」
            let others = open.filter { !bearers.contains($0.number) }
            let more = library.reader.numbered(numbered.text, others, common: common, tails: tails)
            other.text = more?.text ?? numbered.text
            var again = read(Heard(other), scene)
            if again.action == .ask, let step = again.meant.first { (again, again.action) = (step, .act) }
            guard again.action == .act, again.more.isEmpty, again.name != .suggest, library.verbs.isAboutAMatter(again.name) else {
                return nil
            }
            if again.name == .askStatus {
                shown.append(try status(number, resolve, &ledger))
                continue
            }
            guard !scene.roles.isEmpty, marked.isEmpty || again.name == .merge else { return nil }
            var one = resolve
            one.intent = again
            guard case .decide(let planned) = try one.tried(&ledger), !planned.isEmpty else { continue }
            // Each of them must be one that can be done.
            var isPossible = true
            for plan in planned where try refusals(of: [plan], one, &ledger) != nil { isPossible = false }
            guard isPossible else { continue }
            choices.append(planned)
            steps.append(again)
            lines.append(
                .text(key: "ask.called.choice", try values(of: MatterKey(unit, number), &ledger, ["place": .integer(choices.count)])))
        }
        if shown.count == bearers.count, shown.count > 1 {
            try answer(shown, to: resolve.here, about: nil, &ledger)
            try note(said, matter: nil, .answered, &ledger)
            return .answered
        }
        guard shown.isEmpty, !choices.isEmpty else { return nil }
        if choices.count == 1 {
            var one = resolve
            one.intent = steps[0]
            let (outcome, about) = try put(
                steps, choices[0], of: choices[0].map(\.command.matter).uniqued(), one, by: scene.roles, &ledger)
            try note(said, matter: about, outcome, &ledger)
            return outcome
        }
        try ask(Question(about: .oneOf(choices), asked: now, message: said.messageID), resolve, &ledger)
        let values: [String: Argument] = ["name": .literal(name), "choices": .list(lines, separator: "\n")]
        try answer(Saying("ask.called.several", values), to: resolve.here, about: nil, &ledger)
        try note(said, matter: nil, .asked, &ledger)
        return .asked
    }

    private static let mostBearers = 4

    // MARK: - Said among residents

    /// 「@议事 垃圾那个转给物业办」 of whoever holds a post, in a residents' group: no suggestion. They alone are told where such things are said.
    func orderedHere(_ heard: Heard, _ scene: Scene, _ intent: Intent, _ ledger: inout Ledger) throws(StoreFailure) -> Outcome? {
        let said = heard.said
        guard scene.purpose == .residents, scene.context == .residentGroup, let person = scene.person, let id = scene.unit,
            !said.isAnonymous, heard.offered == nil, intent.name == .suggest, intent.action != .silence
        else { return nil }
        let unit = try unit(id, &ledger)
        let roles = try roles(of: person, in: unit, live: false, &ledger).filter { $0 != .member }
        guard let first = roles.first else { return nil }
        func read(_ text: String, _ context: Context, _ role: Role, mentionsUs: Bool) -> Intent {
            library.reader.read(
                Utterance(text, at: now, role: role, context: context, posts: Array(roles.dropFirst()), mentionsUs: mentionsUs))
        }
        // 「我家门口垃圾没人收，转给物业处理一下」 of an officer who lives here, too.
        if says("said.ownWish", in: said.text) { return nil }
        // What opens as a suggestion is one.
        if library.reader.read(Utterance(said.text, at: now, role: .resident, context: .group)).action == .act { return nil }
        var order = read(said.text, .workGroup, first, mentionsUs: true)
        if let numbered = numbered(said.text, try nameable(id, &ledger)) {
            let again = read(numbered.text, .workGroup, first, mentionsUs: true)
            if again.action == .act || again.meant.first != nil { order = again }
        }
        let step = order.action == .act ? order : order.meant.first ?? order
        guard order.action == .act || order.action == .ask, library.verbs.isAboutAMatter(step.name),
            ![.suggest, .endorse, .askStatus, .withdraw].contains(step.name)
        else { return nil }
        try answer(Saying("refuse.orderHere", ["unit": .literal(unit.name)]), to: .person(person), about: nil, &ledger)
        try note(said, matter: nil, .refused, &ledger)
        return .refused
    }
}
