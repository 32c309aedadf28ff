import Deliberation
import Gateways
import Procedure
import Reading
import Record

extension Resolve {
    /// 并 4 到 3: they are dealt with as one (SG-5, TP-3; XZ-10.1c). Where nobody says into which, that is asked; no number is guessed.
    func merge(_ ledger: inout Ledger) throws(StoreFailure) -> Resolution {
        let (found, missing) = try numbers(&ledger)
        if let to = integer(.to) {
            guard let target = try number(to, &ledger) else { return noSuchMatter(to) }
            return try each(&ledger, example: "并") { number, ledger throws(StoreFailure) in
                try merging(number, into: target, &ledger)
            }
        }
        if let serial = missing.first { return noSuchMatter(serial) }
        let matters = found.uniqued().sorted()
        guard matters.count > 1, matters.count <= Resolve.mostChoices else {
            if matters.count == 1, let nearest = try nearest(to: matters[0], &ledger) {
                let (from, into) = nearest < matters[0] ? (matters[0], nearest) : (nearest, matters[0])
                let plan = try merging(from, into: into, &ledger)
                let step = Intent(.act, .merge, slots: [.numbers: .integers([from.serial]), .to: .integer(into.serial)])
                try office.ask(Question(about: .confirm([plan]), asked: now, steps: [step]), self, &ledger)
                let shown = try [from, into].map { number throws(StoreFailure) in
                    Argument.text(key: "ask.called.number", try office.values(of: MatterKey(unit.id, number), &ledger))
                }
                let values = ["matters": .list(shown, separator: "、"), "step": office.words(of: step, isDraft: isDraft)]
                return .say(Saying("ask.named", values), .asked)
            }
            guard let number = matters.first else { return .say(Saying("ask.number", ["example": .literal("并")]), .asked) }
            let example = matters.count > 1 ? matters[1].serial : max(1, number.serial - 1)
            return .say(
                Saying("ask.merge.to", ["number": .integer(number.serial), "example": .integer(example)]), .asked)
        }
        return try askWhichStays(matters, &ledger)
    }

    /// A digit answers it.
    private static let mostChoices = 9

    private func noSuchMatter(_ serial: Int) -> Resolution {
        .say(Saying("refuse.noSuchMatter", ["unit": .literal(unit.name), "number": .integer(serial)]), .refused)
    }

    /// One choice a matter: all the others go into that one.
    private func askWhichStays(_ matters: [MatterNumber], _ ledger: inout Ledger) throws(StoreFailure) -> Resolution {
        var choices: [[Planned]] = []
        var lines: [Argument] = []
        for target in matters {
            var plans: [Planned] = []
            for number in matters where number != target { plans.append(try merging(number, into: target, &ledger)) }
            choices.append(plans)
            let shown = try office.values(of: MatterKey(unit.id, target), &ledger, ["place": .integer(choices.count)])
            lines.append(.text(key: "ask.merge.choice", shown))
        }
        try office.ask(Question(about: .oneOf(choices), asked: now, message: said.messageID), self, &ledger)
        let numbers = Argument.list(matters.map { .literal("\($0.serial)号") }, separator: "、")
        return .say(Saying("ask.merge", ["numbers": numbers, "choices": .list(lines, separator: "\n")]), .asked)
    }

    /// What is open here and sounds like the same matter, as the card of a new suggestion says.
    private func nearest(to number: MatterNumber, _ ledger: inout Ledger) throws(StoreFailure) -> MatterNumber? {
        guard let matters = office.library.matters else { return nil }
        let sketcher = Sketcher(words: matters.words, rarity: matters.category)
        var index = LikenessIndex(sketcher)
        var own: String?
        for row in try ledger.open(in: unit.id) {
            guard let matter = try office.matter(row.key, &ledger), mayHear(of: matter), matter.state(of: "suggestion") != "merged",
                let words = matter.words, let text = try ledger.words(words.id)?.text
            else { continue }
            if row.key.number == number { own = text } else { index.add(index.sketch(text), id: row.key.number.key, unit: 0) }
        }
        guard let own, let near = index.nearest(index.sketch(own), unit: 0, where: { _ in true }), near.isProposed else { return nil }
        return MatterNumber(key: near.id)
    }

    private func merging(
        _ number: MatterNumber, into target: MatterNumber, _ ledger: inout Ledger
    ) throws(StoreFailure) -> Planned {
        var pending: [PendingWords] = []
        if let reason = text(.reason) { pending.append(try words(reason, number, kind: "reason", &ledger)) }
        return Planned(
            command: command(number, .merge(into: target, reason: pending.first?.ref)), words: pending, answer: "done.merge",
            extra: ["target": .integer(target.serial), "number": .integer(number.serial)], alsoLoad: [target])
    }
}
