import Deliberation
import Gateways
import Procedure
import Reading
import Record

/// A private suggestion from somebody of whom nobody can say where they live (SG-1): one short question, and their own words go on.
extension Office {
    /// Beyond so many a list is no short question any more: then the name is asked.
    private static let mostNumbered = 9

    /// Asks for the community. Nobody becomes known to us by it, and no word is stored but in the sealed question.
    /// - Returns: nil where no unit hears residents at all.
    func askWhichUnit(_ said: Said, _ intent: Intent, _ ledger: inout Ledger) throws(StoreFailure) -> Outcome? {
        var wish: String?
        if intent.action == .offer, case .text(let text)? = intent.slots[.text] { wish = text }
        // A joint petition is signed in a village (XZ-10.1b).
        let isPetition = intent.slots[.kind] == .text(Resolve.petition)
        let choices = unitsOfResidents.filter { !isPetition || units[$0]?.upper != nil }
        guard !choices.isEmpty else { return nil }
        let first = FirstWords(said, wish: wish)
        try ask(Question(about: .whichUnit(first, among: choices), asked: now), Standing.asked(said), &ledger)
        try put(wish == nil ? "ask.whichUnit" : "ask.whichUnit.wish", choices, said, &ledger)
        return .asked
    }

    /// What is said while that question is open.
    /// - Returns: nil where it is something else than an answer.
    func placed(
        _ first: FirstWords, among choices: [UnitID], by said: Said, _ intent: Intent, _ ledger: inout Ledger
    ) throws(StoreFailure) -> Outcome? {
        let isAnother = intent.action == .act && !Office.isPerhapsAnswer(intent, said)
        if let unit = chosen(by: said.text, among: choices, byName: !isAnother) {
            try unask(Standing.asked(said), &ledger)
            return try take(Heard(said, continuing: first), in: unit, &ledger)
        }
        if isAnother { return nil }
        let key = ledger.identity.messageKey(chat: said.chat.key, message: said.messageID)
        if intent.name == .no, intent.action == .act {
            try unask(Standing.asked(said), &ledger)
            try answer(Saying("question.cancelled"), to: try inPrivate(said, &ledger), about: nil, &ledger)
            try note(key, said, matter: nil, .answered, &ledger)
            return .answered
        }
        // Another wish takes the place of the first.
        if intent.action == .offer { return nil }
        try put("ask.whichUnit.again", choices, said, &ledger)
        try note(key, said, matter: nil, .asked, &ledger)
        return .asked
    }

    /// The unit a text names in full, if it is exactly one: then nothing need be asked.
    func named(in text: String) -> UnitID? {
        let named = unitsOfResidents.filter { units[$0].map { text.contains($0.name) } ?? false }
        return named.count == 1 ? named[0] : nil
    }

    /// Units that have a residents' group, the villages first.
    private var unitsOfResidents: [UnitID] {
        units.values.filter { !$0.groups(for: .residents).isEmpty }
            .sorted { ($0.upper == nil ? 1 : 0, $0.id.name) < ($1.upper == nil ? 1 : 0, $1.id.name) }.map(\.id)
    }

    /// What may be meant for an answer, and is none of ours: 9 where there are three, 什么.
    private static func isPerhapsAnswer(_ intent: Intent, _ said: Said) -> Bool {
        switch intent.name {
        case .yes, .no, .questionToBot: true
        // 「什么？」 asks what we meant, not after a matter.
        case .askStatus: intent.slots[.number] == nil || said.text.allSatisfy(\.isNumber)
        default: false
        }
    }

    private func chosen(by text: String, among choices: [UnitID], byName: Bool) -> UnitID? {
        if choices.count <= Office.mostNumbered, let answer = library.reader.numberedAnswer(text, at: now),
            choices.indices.contains(answer.number - 1)
        {
            let unit = choices[answer.number - 1]
            if answer.rest.isEmpty || units[unit]?.name.contains(answer.rest) == true { return unit }
        }
        guard byName else { return nil }
        for length in [Int.max, 2] {
            let found = choices.filter { id in
                guard let name = units[id]?.name, name.count >= 2 else { return false }
                return text.contains(name.prefix(length))
            }
            if found.count == 1 { return found[0] }
        }
        return nil
    }

    private func put(_ key: String, _ choices: [UnitID], _ said: Said, _ ledger: inout Ledger) throws(StoreFailure) {
        let names = choices.compactMap { units[$0]?.name }
        let to = try inPrivate(said, &ledger)
        guard names.count <= Office.mostNumbered else {
            return try answer(Saying("ask.whichUnit.name", ["example": .literal(names.first ?? "")]), to: to, about: nil, &ledger)
        }
        let lines = names.enumerated().map { Argument.literal("\($0.offset + 1) \($0.element)") }
        try answer(Saying(key, ["choices": .list(lines, separator: "\n")]), to: to, about: nil, &ledger)
    }
}
