import Deliberation
import Gateways
import Procedure
import Reading
import Record

/// A matter that is called by what it is about instead of its number. What is found so is never acted on unasked: acting on a matter that was
/// not meant is the worst there is (reading.md). What only shows something is answered at once.
extension Resolve {
    /// Nil where nothing was called so, or nothing that is open answers to it: then the number is asked for.
    func called(_ ledger: inout Ledger) throws(StoreFailure) -> Resolution? {
        guard let name = text(.subject), intent.slots[.number] == nil, intent.slots[.numbers] == nil, quoted == nil else { return nil }
        let matters = try matters(called: name, &ledger)
        guard matters.count <= Resolve.mostCalled else { return nil }
        var choices: [[Planned]] = []
        var lines: [Argument] = []
        var shown: [Argument] = []
        for number in matters {
            let one = about(number)
            let resolution = try one.resolve(&ledger)
            guard case .decide(let planned) = resolution, !planned.isEmpty else {
                if matters.count == 1, resolution.changesNothing {
                    if case .say(_, .refused) = resolution { try office.waitForMore(one.intent, self, &ledger) }
                    return resolution
                }
                if resolution.changesNothing { shown.append(.text(key: "ask.called.number", try values(0, number, &ledger))) }
                continue
            }
            choices.append(planned)
            lines.append(.text(key: "ask.called.choice", try values(choices.count, number, &ledger)))
        }
        guard let first = choices.first else {
            guard !shown.isEmpty else { return nil }
            return .say(Saying("ask.called.which", ["name": .literal(name), "matters": .list(shown, separator: "\n")]), .asked)
        }
        if choices.count == 1, matters.count == 1 {
            let step = about(matters[0]).intent
            if let refusals = try office.refusals(of: first, self, &ledger) {
                office.noteSpoken(said, of: MatterKey(unit.id, matters[0]))
                try office.waitForMore(step, self, &ledger)
                return .say(
                    refusals.count == 1
                        ? refusals[0] : Saying("lines", ["lines": .list(refusals.map { .text(key: $0.key, $0.values) }, separator: "\n")]),
                    .refused)
            }
            try office.ask(Question(about: .confirm(first), asked: now, steps: [step]), self, &ledger)
            var values = try values(1, matters[0], &ledger)
            values["step"] = office.shown(step, first, by: [], isDraft: isDraft)
            return .say(Saying("ask.called", values), .asked)
        }
        try office.ask(Question(about: .oneOf(choices), asked: now, message: said.messageID), self, &ledger)
        return .say(Saying("ask.called.several", ["name": .literal(name), "choices": .list(lines, separator: "\n")]), .asked)
    }

    private static let mostCalled = 9

    /// What it comes to, only to look: what resolving asks is shown to nobody then, and what was open before stays so.
    func tried(_ ledger: inout Ledger) throws(StoreFailure) -> Resolution {
        let before = try office.question(said, &ledger), hadAsked = office.hasAsked
        office.hasAsked = false
        let resolution = try resolve(&ledger)
        if office.hasAsked {
            if let before { try office.ask(before, self, &ledger) } else { try office.unask(Standing.asked(said), &ledger) }
        }
        office.hasAsked = hadAsked
        return resolution
    }

    /// The same, said with the number.
    private func about(_ number: MatterNumber) -> Resolve {
        var one = self
        one.intent.slots[.subject] = nil
        one.intent.slots[.number] = .integer(number.serial)
        one.years[number.serial] = number.year
        return one
    }

    private func values(_ place: Int, _ number: MatterNumber, _ ledger: inout Ledger) throws(StoreFailure) -> [String: Argument] {
        try office.values(of: MatterKey(unit.id, number), &ledger, ["place": .integer(place)])
    }

    /// Of a private matter only its proposers hear more, and officers where they work.
    func mayHear(of matter: Matter) -> Bool {
        guard matter.isPrivate else { return true }
        return !isResidentsGroup && (unit.posts[person] != nil || matter.proposers.contains(person))
    }

    /// What is open in the unit and has the name in its words, else what has all its characters.
    func matters(called name: String, _ ledger: inout Ledger) throws(StoreFailure) -> [MatterNumber] {
        var found: [Reader.Called: [MatterNumber]] = [:]
        for row in try ledger.open(in: unit.id) {
            guard let matter = try office.matter(row.key, &ledger), mayHear(of: matter) else { continue }
            if let called = office.library.reader.called(name, try office.named(matter, &ledger).words) {
                found[called, default: []].append(row.key.number)
            }
        }
        return found[.plainly] ?? found[.loosely] ?? []
    }
}

extension Resolve.Resolution {
    /// A question back, or what only shows something.
    var changesNothing: Bool {
        switch self {
        case .say, .other(.status), .other(.details), .other(.list), .other(.forecast), .other(.print): true
        default: false
        }
    }
}
