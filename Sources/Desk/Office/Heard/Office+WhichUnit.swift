import Deliberation
import Gateways
import Procedure
import Reading
import Record

/// A private suggestion from somebody of whom nobody can say where they live (SG-1): one short question, and their own words go on.
extension Office {
    /// Beyond so many a list is no short question any more: then the name is asked.
    private static let mostNumbered = 9
    private static let longestOrdinal = 10

    /// Asks for the community. Nobody becomes known to us by it, and no word is stored but in the sealed question.
    /// - Returns: nil where no unit hears residents at all.
    func askWhichUnit(_ said: Said, _ intent: Intent, _ ledger: inout Ledger) throws(StoreFailure) -> Outcome? {
        var wish: String?
        if intent.action == .offer, case .text(let text)? = intent.slots[.text] { wish = text }
        // A joint petition is signed in a village (XZ-10.1b).
        let isPetition = intent.slots[.kind] == .text(Resolve.petition)
        let choices = unitsOfResidents.filter { !isPetition || units[$0]?.upper != nil }
        guard !choices.isEmpty else { return nil }
        let first = if let wish { try joined(said, wish: wish, &ledger) } else { FirstWords(said, wish: nil) }
        try ask(Question(about: .whichUnit(first, among: choices), asked: now), Standing.asked(said), &ledger)
        let isJoined = wish.map { $0 != first.text } ?? false
        let words: [String: Argument] = isJoined ? ["words": .literal(library.masked(first.text))] : [:]
        try put(wish == nil ? "ask.whichUnit" : isJoined ? "ask.whichUnit.joined" : "ask.whichUnit.wish", choices, said, words, &ledger)
        return .asked
    }

    /// What is about a matter of a unit, and can be asked from anywhere. A voice is given where one is a member; a bare number may be anything.
    func dependsOnUnit(_ said: Said, _ intent: Intent) -> Bool {
        if says("said.about.person", in: said.text), said.text.utf8.count <= 60 { return true }
        if intent.name == .endorse, intent.action != .offer { return true }
        let named: Set<IntentName> = [.askStatus, .withdraw, .appeal, .volunteerAsParticipant]
        return intent.action == .act && named.contains(intent.name) && !said.text.allSatisfy { $0.isNumber || $0.isWhitespace }
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
        if intent.name == .no, intent.action == .act {
            try unask(Standing.asked(said), &ledger)
            try answer(Saying("question.cancelled"), to: try inPrivate(said, &ledger), about: nil, &ledger)
            try note(said, matter: nil, .answered, &ledger)
            return .answered
        }
        // Another wish takes the place of the first.
        if intent.action == .offer { return nil }
        try put("ask.whichUnit.again", choices, said, [:], &ledger)
        try note(said, matter: nil, .asked, &ledger)
        return .asked
    }

    /// The unit a text names in full, if it is exactly one: then nothing need be asked.
    func named(in text: String) -> UnitID? {
        let named = unitsOfResidents.filter { units[$0].map { text.contains($0.name) } ?? false }
        return named.count == 1 ? named[0] : nil
    }

    /// 「我是东园的」 of whoever is of no unit yet, or of another, and nothing else: kept in memory for what they say next. Nil for everything else.
    /// - Parameter home: where they were taken to live.
    func place(_ said: Said, from home: UnitID?, _ ledger: inout Ledger) throws(StoreFailure) -> Outcome? {
        let open = try question(said, &ledger)
        guard said.chat.kind == .direct, said.text.count <= 16, homeIs == .seen || open == nil,
            let id = chosen(by: said.text, among: unitsOfResidents, byName: true), let name = units[id]?.name,
            let range = said.text.firstRange(of: name) ?? said.text.firstRange(of: name.prefix(2)),
            isMade(said.text[..<range.lowerBound], of: "said.place.before"), isMade(said.text[range.upperBound...], of: "said.place.behind")
        else { return nil }
        if id == home, homeIs == .known { return nil }
        place(said, in: id)
        var values: [String: Argument] = ["unit": .literal(name)]
        // What they have just said was taken in elsewhere.
        if let home, home != id, let number = lately(said, home) {
            values["number"] = .integer(number.serial)
            values["other"] = .literal(units[home]?.name ?? "")
        }
        if open?.about.first?.isWish == true { values["wish"] = .text(key: "word.placed.wish", [:]) }
        try answer(Saying("done.placed", values), to: try inPrivate(said, &ledger), about: nil, &ledger)
        try note(said, matter: nil, .answered, &ledger)
        return .answered
    }

    /// Whether a piece holds nothing but these characters, numbers and marks aside.
    private func isMade(_ piece: Substring, of key: String) -> Bool {
        let characters = library.texts.render(key)
        return piece.allSatisfy { !$0.isLetter || characters.contains($0) }
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
            if answer.rest.isEmpty || units[unit]?.name.contains(answer.rest) == true || onlyAgrees(answer.rest) { return unit }
        }
        // 「第一个」
        if text.count <= Office.longestOrdinal, !Office.isQuestion(text), !says("said.choice.none", in: text),
            let place = choices.indices.first(where: { behind(["said.choice.\($0 + 1)"], in: text, fillers: "said.choice.before") != nil })
        {
            return choices[place]
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

    private func put(
        _ key: String, _ choices: [UnitID], _ said: Said, _ words: [String: Argument], _ ledger: inout Ledger
    ) throws(StoreFailure) {
        let names = choices.compactMap { units[$0]?.name }
        let to = try inPrivate(said, &ledger)
        guard names.count <= Office.mostNumbered else {
            return try answer(Saying("ask.whichUnit.name", ["example": .literal(names.first ?? "")]), to: to, about: nil, &ledger)
        }
        let lines = names.enumerated().map { Argument.literal("\($0.offset + 1) \($0.element)") }
        try answer(Saying(key, words.merging(["choices": .list(lines, separator: "\n")]) { $1 }), to: to, about: nil, &ledger)
    }
}
